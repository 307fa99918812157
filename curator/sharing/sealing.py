"""Sealing a parcel to one person's public key, as a stream that can be read at any place without a file in the open.

A random key in a sealed box (X25519 of the Ed25519 key, as libsodium derives it), then chunks of XChaCha20-Poly1305
under that key. The number of a chunk, and whether it is the last, are its nonce: chunks can't be swapped or left out.
"""

import io
import os
from collections.abc import Callable
from typing import Any, BinaryIO, Final

from curator.sharing.parcel import ParcelError

MAGIC: Final = b"curator-sealed-1\n"
CHUNK: Final = 1 << 20
_TAG: Final = 16
_BOX: Final = 80
_START: Final = len(MAGIC) + _BOX

Unseal = Callable[[bytes], bytes]
"""Opens a sealed box with a person's private key."""


def is_sealed(file: BinaryIO) -> bool:
    """Whether a file is a sealed parcel."""
    file.seek(0)
    return file.read(len(MAGIC)) == MAGIC


class SealedWriter:
    """Writes what it is given into `out` such that only the holder of a private key can read it."""

    def __init__(self, out: BinaryIO, public: str) -> None:
        from nacl.public import SealedBox
        from nacl.signing import VerifyKey

        self._out = out
        self._key = os.urandom(32)
        self._pending = bytearray()
        self._number = 0
        box = SealedBox(VerifyKey(bytes.fromhex(public)).to_curve25519_public_key()).encrypt(self._key)
        out.write(MAGIC + box)

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

        self._out.write(encrypt(data, MAGIC, _nonce(self._number, last=last), self._key))
        self._number += 1


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(23, "big") + bytes([last])


class SealedReader(io.RawIOBase):
    """A sealed file as the bytes in it; decrypts the chunk that is read, in memory alone."""

    def __init__(self, file: BinaryIO, unseal: Unseal) -> None:
        self._file = file
        size = file.seek(0, io.SEEK_END) - _START
        self._count, rest = divmod(size, CHUNK + _TAG)
        self._count += rest > 0
        self._size = size - self._count * _TAG
        if size < _TAG or 0 < rest < _TAG:
            raise ParcelError("It was cut off on its way. Ask for it again.")
        file.seek(len(MAGIC))
        self._key = unseal(file.read(_BOX))
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
            self._file.seek(_START + number * (CHUNK + _TAG))
            sealed = self._file.read(CHUNK + _TAG)
            try:
                data = decrypt(sealed, MAGIC, _nonce(number, last=number == self._count - 1), self._key)
            except (CryptoError, ValueError, TypeError) as error:
                raise ParcelError(f"It was changed on its way (sealed part {number + 1}). Ask for it again.") from error
            self._chunk = (number, data)
        return self._chunk[1]
