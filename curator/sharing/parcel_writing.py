"""Writing a parcel, as a stream: no more of it is in memory than one changeset or one blob."""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO, Protocol, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import orjson

from curator.domain.history import Changeset
from curator.sharing import parcel
from curator.sharing.changeset_lines import encode
from curator.sharing.parcel import Manifest
from curator.sharing.sealing import SealedWriter

_PLACEHOLDER = parcel.COMMENT + b"0" * 64
_LEVEL = 2


class _Target(Protocol):
    def write(self, data: bytes, /) -> int: ...


class _Hashing:
    """Passes bytes on, all but the comment at the very end, into which the hash of the others goes."""

    def __init__(self, out: _Target) -> None:
        self._out = out
        self._digest = sha256()
        self._held = b""

    def write(self, data: bytes) -> int:
        given = bytes(data)
        held = self._held + given
        ready, self._held = held[: -parcel.COMMENT_LENGTH], held[-parcel.COMMENT_LENGTH :]
        self._digest.update(ready)
        self._out.write(ready)
        return len(given)

    def flush(self) -> None:
        """Nothing: the end is held back."""

    def stop(self) -> None:
        """Pass nothing on any more: the zip writes its end when it is forgotten, and the file may be closed then."""
        self._out = BytesIO()

    def finish(self) -> None:
        if self._held != _PLACEHOLDER:
            raise ValueError("the zip does not end with its comment")
        self._out.write(parcel.COMMENT + self._digest.hexdigest().encode())


class Writer:
    """A parcel that is being written into `out`: changesets, then blobs, then `finish`."""

    def __init__(self, out: BinaryIO, *, sealed_to: Sequence[str] = ()) -> None:
        self._sealed = SealedWriter(out, sealed_to) if sealed_to else None
        self._hashing = _Hashing(self._sealed or out)
        self._zip = ZipFile(cast("BinaryIO", self._hashing), "w", ZIP_DEFLATED, compresslevel=_LEVEL)
        self._zip.comment = _PLACEHOLDER
        self.changesets = self.revisions = self.blobs = 0
        self._hashes: dict[str, str] = {}
        self._held: set[str] = set()
        self.base: set[str] = set()
        self.ends: set[str] = set()

    def put_changesets(self, changesets: Iterable[Changeset]) -> None:
        """Write the changesets, which must come parents first."""

        def lines() -> Iterable[bytes]:
            for changeset in changesets:
                self.changesets += 1
                self.revisions += len(changeset.revisions)
                self.base.update(parent for parent in changeset.parents if parent not in self._held)
                self._held.add(changeset.id)
                self.ends.difference_update(changeset.parents)
                self.ends.add(changeset.id)
                yield encode(changeset)

        self._put(parcel.CHANGESETS, lines())

    def put_blobs(self, blobs: Iterable[tuple[str, bytes]]) -> None:
        """Write blobs, each under its SHA-256."""

        def parts() -> Iterable[bytes]:
            for digest, data in blobs:
                self.blobs += 1
                yield orjson.dumps({"sha256": digest, "size": len(data)}) + b"\n"
                yield data

        self._put(parcel.BLOBS, parts())

    def finish(self, manifest: Callable[["Writer"], Manifest], sign: Callable[[bytes], bytes]) -> Manifest:
        """Write the manifest, which is made when everything else has been counted, and the end."""
        made = manifest(self)
        self._put(parcel.MANIFEST, [made.signed(sign)])
        self._zip.close()
        self._hashing.finish()
        if self._sealed:
            self._sealed.finish()
        return made

    def abandon(self) -> None:
        """Leave the parcel unfinished: nothing is written of it from now on."""
        self._hashing.stop()

    def hash_of(self, name: str) -> str:
        """The SHA-256 of an entry that has been written."""
        return self._hashes[name]

    def _put(self, name: str, parts: Iterable[bytes]) -> None:
        info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        info.compress_type = ZIP_DEFLATED
        digest = sha256()
        with self._zip.open(info, "w", force_zip64=True) as entry:
            for part in parts:
                digest.update(part)
                entry.write(part)
        self._hashes[name] = digest.hexdigest()
