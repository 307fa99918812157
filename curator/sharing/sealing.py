"""Sealing a parcel to people's public keys, as a stream that can be read at any place without a file in the open.

The number of receivers, and a random key in a sealed box for each (X25519 of the Ed25519 key, as libsodium derives it),
with a hash of whose box it is, so that a folder can be looked through for what somebody can't open yet (decision record
0042). Then chunks of XChaCha20-Poly1305 under that key. The number of a chunk, and whether it is the last, are its
nonce: chunks can't be swapped or left out. Older parcels have one box alone.
"""

import io
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Final

from curator.domain.errors import InvalidError
from curator.sharing.keys import NotForYouError
from curator.sharing.parcel import ParcelError

MAGIC: Final = b"curator-sealed-2\n"
_MAGIC_OF_ONE: Final = b"curator-sealed-1\n"
CHUNK: Final = 1 << 20
MOST_RECEIVERS: Final = 1000
_TAG: Final = 16
_BOX: Final = 80
_MARK: Final = 16

Unseal = Callable[[bytes], bytes]
"""Opens a sealed box with a person's private key."""


def is_sealed(file: BinaryIO) -> bool:
    """Whether a file is a sealed parcel."""
    file.seek(0)
    return file.read(len(MAGIC)) in (MAGIC, _MAGIC_OF_ONE)


def is_for_all(path: Path, keys: Iterable[str]) -> bool:
    """Whether everybody with these public keys can open a parcel: it is not sealed, or sealed to all of them."""
    try:
        with path.open("rb") as file:
            if not is_sealed(file):
                return True
            held = {mark for mark, _ in _beginning(file)[1]}
    except (OSError, ParcelError):
        return False  # somebody has just taken it away, or it was cut off
    return all(_mark(key) in held for key in keys)


def _beginning(file: BinaryIO) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """What the chunks are bound to, and for each receiver (hash of the key, box); the chunks come next in the file."""
    file.seek(0)
    if file.read(len(MAGIC)) == _MAGIC_OF_ONE:
        return _MAGIC_OF_ONE, [(b"", file.read(_BOX))]
    length = file.read(2)
    number = int.from_bytes(length, "big")
    if not 0 < number <= MOST_RECEIVERS:
        raise ParcelError("It was changed on its way. Ask for it again.")
    boxes = [(file.read(_MARK), file.read(_BOX)) for _ in range(number)]
    return _bond(MAGIC + length + b"".join(mark + box for mark, box in boxes)), boxes


def _bond(beginning: bytes) -> bytes:
    """What ties the chunks to the list of receivers, so that a changed bit in that shows to everybody."""
    return sha256(beginning).digest()


def _mark(public: str) -> bytes:
    return sha256(MAGIC + bytes.fromhex(public)).digest()[:_MARK]


class SealedWriter:
    """Writes what it is given into `out` such that only the holders of private keys can read it."""

    def __init__(self, out: BinaryIO, publics: Sequence[str]) -> None:
        if not 0 < len(publics) <= MOST_RECEIVERS:
            raise InvalidError(f"A parcel can be sealed to 1 to {MOST_RECEIVERS} keys, and not to {len(publics)}.")
        self._out = out
        self._key = os.urandom(32)
        self._pending = bytearray()
        self._number = 0
        boxes = b"".join(_mark(public) + self._box_for(public) for public in publics)
        beginning = MAGIC + len(publics).to_bytes(2, "big") + boxes
        self._bond = _bond(beginning)
        out.write(beginning)

    def _box_for(self, public: str) -> bytes:
        from nacl.public import SealedBox
        from nacl.signing import VerifyKey

        return SealedBox(VerifyKey(bytes.fromhex(public)).to_curve25519_public_key()).encrypt(self._key)

    def write(self, data: bytes) -> int:
        """Take bytes; whole chunks of them are written."""
        self._pending += data
        while len(self._pending) > CHUNK:
            self._put(bytes(self._pending[:CHUNK]), last=False)
            del self._pending[:CHUNK]
        return len(data)

    def flush(self) -> None:
        """Nothing: what is left is written in the end."""

    def finish(self) -> None:
        """Write the last chunk."""
        self._put(bytes(self._pending), last=True)

    def _put(self, data: bytes, *, last: bool) -> None:
        from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as encrypt

        self._out.write(encrypt(data, self._bond, _nonce(self._number, last=last), self._key))
        self._number += 1


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(23, "big") + bytes([last])


def _opened(boxes: Sequence[bytes], unseal: Unseal) -> bytes:
    """What is in the first of the boxes that this person can open."""
    for box in boxes[:-1]:
        with suppress(NotForYouError):
            return unseal(box)
    return unseal(boxes[-1])


class SealedReader(io.RawIOBase):
    """A sealed file as the bytes in it; decrypts the chunk that is read, in memory alone."""

    def __init__(self, file: BinaryIO, unseal: Unseal) -> None:
        self._file = file
        self._bond, boxes = _beginning(file)
        self._start = file.tell()
        size = file.seek(0, io.SEEK_END) - self._start
        self._count, rest = divmod(size, CHUNK + _TAG)
        self._count += rest > 0
        self._size = size - self._count * _TAG
        if size < _TAG or 0 < rest < _TAG:
            raise ParcelError("It was cut off on its way. Ask for it again.")
        self._key = _opened([box for _, box in boxes], unseal)
        self._at = 0
        self._chunk: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be read at any place."""
        return True

    def tell(self) -> int:
        """Where it is read next."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Read somewhere else."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise OSError("before the beginning")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - whatever bytes can be written to
        """Read up to the end of a chunk."""
        view = memoryview(buffer).cast("B")
        number, within = divmod(self._at, CHUNK)
        if self._at >= self._size or not view:
            return 0
        part = self._decrypted(number)[within : within + len(view)]
        view[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _decrypted(self, number: int) -> bytes:
        from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt
        from nacl.exceptions import CryptoError

        if self._chunk[0] != number:
            self._file.seek(self._start + number * (CHUNK + _TAG))
            sealed = self._file.read(CHUNK + _TAG)
            try:
                data = decrypt(sealed, self._bond, _nonce(number, last=number == self._count - 1), self._key)
            except (CryptoError, ValueError, TypeError) as error:
                raise ParcelError(f"It was changed on its way (sealed part {number + 1}). Ask for it again.") from error
            self._chunk = (number, data)
        return self._chunk[1]
