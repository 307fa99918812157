"""Sealing to several people: each can read it, nobody else, and everybody sees who is among them."""

import io
from pathlib import Path

import pytest
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt
from nacl.public import SealedBox
from nacl.signing import VerifyKey

from curator.domain.errors import InvalidError
from curator.sharing.keys import KeyPair, NotForYouError, new_pair
from curator.sharing.parcel import ParcelError
from curator.sharing.sealing import CHUNK, SealedReader, SealedWriter, is_for_all

ANN, BEN, ZOE = new_pair(), new_pair(), new_pair()
CONTENT = bytes(range(256)) * 4 * 1024 * 3 + b"the end"


def sealed(*pairs: KeyPair) -> bytes:
    out = io.BytesIO()
    writer = SealedWriter(out, [pair.public for pair in pairs])
    writer.write(CONTENT)
    writer.finish()
    return out.getvalue()


def read(data: bytes, pair: KeyPair) -> bytes:
    return io.BufferedReader(SealedReader(io.BytesIO(data), pair.unseal), CHUNK).read()


def test_each_receiver_reads_it_and_nobody_else_does() -> None:
    data = sealed(ANN, BEN)
    assert read(data, ANN) == read(data, BEN) == CONTENT
    assert CONTENT[:64] not in data
    with pytest.raises(NotForYouError):
        read(data, ZOE)


def test_everybody_sees_who_is_among_the_receivers(tmp_path: Path) -> None:
    path = tmp_path / "p.parcel"
    path.write_bytes(sealed(ANN, BEN))
    assert is_for_all(path, [ANN.public, BEN.public])
    assert not is_for_all(path, [ANN.public, ZOE.public])
    path.write_bytes(b"PK, and so in the open")
    assert is_for_all(path, [ZOE.public])


@pytest.mark.parametrize("at", [17, 18, 19, 40, 114, 115, 130, 211, 300])
def test_a_changed_bit_in_the_list_of_receivers_is_seen_by_each(at: int) -> None:
    data = sealed(ANN, BEN)
    changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    for pair in (ANN, BEN):
        with pytest.raises((ParcelError, NotForYouError)):
            read(changed, pair)


def test_nothing_is_sealed_to_nobody() -> None:
    with pytest.raises(InvalidError):
        SealedWriter(io.BytesIO(), [])


def test_a_parcel_from_before_several_could_open_one_is_still_read() -> None:
    beginning, key = b"curator-sealed-1\n", bytes(range(32))
    box = SealedBox(VerifyKey(bytes.fromhex(ANN.public)).to_curve25519_public_key()).encrypt(key)
    nonce = (0).to_bytes(23, "big") + b"\1"
    chunk = crypto_aead_xchacha20poly1305_ietf_encrypt(b"as it was", beginning, nonce, key)
    assert read(beginning + box + chunk, ANN) == b"as it was"
