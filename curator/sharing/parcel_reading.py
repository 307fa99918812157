"""Reading a parcel that nobody vouches for: counted while it is read, checked before it is believed, named where wrong.

Nothing is ever extracted: three entries are read as streams, whatever names and sizes the zip claims.
"""

import io
import stat
import struct
import zlib
from collections.abc import Container, Generator, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

import orjson

from curator.domain.history import Changeset
from curator.domain.ids import is_sha256
from curator.sharing import changeset_lines, parcel
from curator.sharing.keys import is_signed
from curator.sharing.parcel import Manifest, ParcelError
from curator.sharing.sealing import SealedReader, Unseal, is_sealed

_NAMES: Final[set[str]] = {parcel.CHANGESETS, parcel.BLOBS, parcel.MANIFEST}
_PIECE: Final = 1 << 20
_BROKEN: Final = (
    BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    struct.error,
    ValueError,
    OSError,
)
_DAMAGED: Final = "It was damaged on its way. Ask for it again."


class Reading:
    """A parcel whose bytes are what they were made of, whose entries are the three that it may have."""

    def __init__(self, archive: ZipFile) -> None:
        self._zip = archive
        self._entries = _entries(archive)
        self._allowance = parcel.MOST_BYTES
        with self._open(parcel.MANIFEST) as entry:
            self.manifest: Manifest = parcel.read_manifest(entry.read_all(parcel.LARGEST_MANIFEST))

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """(number, line) of each changeset, as it is written.

        Raises:
            ParcelError: an entry breaks a limit, or is not what the manifest announced.
        """
        count = 0
        with self._open(parcel.CHANGESETS) as entry:
            while line := entry.line(parcel.LONGEST_LINE):
                count += 1
                yield count, line
            self._agree(entry, self.manifest.changesets_sha256, count, self.manifest.changesets)

    def changesets(self) -> Iterator[Changeset]:
        """Each changeset, after its form, hash and signature have been found right.

        Raises:
            ParcelError: one of them is not; it is named.
        """
        revisions = 0
        for number, line in self.lines():
            changeset = decoded(number, line)
            revisions += len(changeset.revisions)
            yield changeset
        if revisions != self.manifest.revisions:
            raise ParcelError(f"It holds {revisions} revisions, and announces {self.manifest.revisions}.")

    def blobs(self) -> Iterator[tuple[str, bytes]]:
        """(SHA-256, bytes) of each blob.

        Raises:
            ParcelError: one is not what it is called; it is named.
        """
        count = 0
        with self._open(parcel.BLOBS) as entry:
            while line := entry.line(200):
                count += 1
                digest, size = _blob_head(line, count)
                data = entry.exactly(size)
                if sha256(data).hexdigest() != digest:
                    raise ParcelError(f"The bytes {digest} are not those that this name stands for.", place=entry.name)
                yield digest, data
            self._agree(entry, self.manifest.blobs_sha256, count, self.manifest.blobs)

    def _agree(self, entry: "_Entry", digest: str, count: int, announced: int) -> None:
        if count != announced:
            raise ParcelError(f"It holds {count} parts, and announces {announced}.", place=entry.name)
        if entry.hexdigest() != digest:
            raise ParcelError("It is not what the manifest announces: it was changed.", place=entry.name)

    @contextmanager
    def _open(self, name: str) -> Generator["_Entry"]:
        info = self._entries[name]
        try:
            with self._zip.open(info) as file:
                yield _Entry(file, info)
        except ParcelError:
            raise
        except _BROKEN as error:
            raise ParcelError(f"{_DAMAGED} ({type(error).__name__})", place=name) from error


class _Entry:
    """An entry of the zip, counted while it is read, whatever its header claims."""

    def __init__(self, file: IO[bytes], info: ZipInfo) -> None:
        self.name = info.filename
        self._file = file
        self._most = min(parcel.MOST_BYTES, max(_PIECE, info.compress_size * parcel.MOST_RATIO))
        self._count = 0
        self._digest = sha256()

    def read_all(self, most: int) -> bytes:
        data = self._read(most + 1)
        if len(data) > most:
            raise ParcelError("It is larger than a parcel may hold.", place=self.name)
        return data

    def line(self, longest: int) -> bytes:
        """The next line with its end; b"" after the last."""
        parts: list[bytes] = []
        size = 0
        while part := self._file.readline(min(_PIECE, longest + 1 - size)):
            self._take(part)
            parts.append(part)
            size += len(part)
            if part.endswith(b"\n"):
                return b"".join(parts)
            if size > longest:
                raise ParcelError("A line is longer than a parcel may hold.", place=self.name)
        if parts:
            raise ParcelError("Its last line is cut off.", place=self.name)
        return b""

    def exactly(self, size: int) -> bytes:
        data = self._read(size)
        if len(data) != size:
            raise ParcelError("It ends before it should.", place=self.name)
        return data

    def hexdigest(self) -> str:
        return self._digest.hexdigest()

    def _read(self, size: int) -> bytes:
        parts: list[bytes] = []
        while size and (part := self._file.read(min(size, _PIECE))):
            self._take(part)
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _take(self, part: bytes) -> None:
        self._count += len(part)
        if self._count > self._most:
            raise ParcelError("More comes out of it than a parcel may hold: it is made to do harm.", place=self.name)
        self._digest.update(part)


def decoded(number: int, line: bytes, *, signed: Container[str] = ()) -> Changeset:
    """The changeset of a line, signed by its key; of the ids in `signed` that is known already.

    Raises:
        ParcelError: it is not; its number and id are named.
    """
    try:
        changeset = changeset_lines.decode(line)
    except changeset_lines.LineError as error:
        raise ParcelError(f"Changeset number {number} can't be taken: {error}.", place=parcel.CHANGESETS) from error
    if changeset.id not in signed and not is_signed(changeset.key, bytes.fromhex(changeset.id), changeset.signature):
        words = f"Changeset number {number} ({changeset.id}) is not signed by the key that it names."
        raise ParcelError(words, place=parcel.CHANGESETS)
    return changeset


def _blob_head(line: bytes, number: int) -> tuple[str, int]:
    try:
        match orjson.loads(line):
            case {"sha256": str(digest), "size": int(size)} if is_sha256(digest) and 0 <= size <= parcel.LARGEST_BLOB:
                return digest, size
            case _:
                raise ParcelError(f"Blob number {number} is none, or too large.", place=parcel.BLOBS)
    except orjson.JSONDecodeError as error:
        raise ParcelError(f"Blob number {number} is none.", place=parcel.BLOBS) from error


def _entries(archive: ZipFile) -> dict[str, ZipInfo]:
    """The entries by name, if they are the three of a parcel, each once, in the open and no links."""
    infos = archive.infolist()
    names = [info.filename for info in infos]
    if len(infos) != len(_NAMES) or set(names) != _NAMES:
        odd = next((name for name in names if name not in _NAMES), None)
        words = f"“{odd[:60]}” does not belong in a parcel" if odd is not None else "It lacks a part, or has one twice"
        raise ParcelError(f"{words}. Nothing was taken.")
    for info in infos:
        mode = info.external_attr >> 16
        if info.flag_bits & 0x1 or info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise ParcelError("It is encrypted, or packed in a way that parcels are not.", place=info.filename)
        if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            raise ParcelError("It is a link or a device, and no file.", place=info.filename)
    return {info.filename: info for info in infos}


@contextmanager
def opened(path: Path, unseal: Unseal) -> Generator[Reading]:
    """The parcel in a file, for reading.

    Raises:
        ParcelError: it is none, was changed, or is not for this person.
    """
    try:
        with path.open("rb") as file:
            inner: BinaryIO = io.BufferedReader(SealedReader(file, unseal), _PIECE) if is_sealed(file) else file
            _check_whole(inner)
            with _archive(inner) as archive:
                yield Reading(archive)
    except ParcelError as error:
        if error.place.startswith(str(path)):
            raise
        place = f"{path}, {error.place}" if error.place else str(path)
        raise ParcelError(error.message, place=place) from error
    except OSError as error:
        raise ParcelError(f"The parcel can't be read ({error.strerror or error}).", place=str(path)) from error


def manifest_of(path: Path, unseal: Unseal) -> Manifest:
    """The manifest of a parcel alone, without a look at the rest.

    Raises:
        ParcelError: it is no parcel.
    """
    try:
        with path.open("rb") as file:
            inner: BinaryIO = io.BufferedReader(SealedReader(file, unseal), _PIECE) if is_sealed(file) else file
            with _archive(inner) as archive:
                return Reading(archive).manifest
    except OSError as error:
        raise ParcelError(f"The parcel can't be read ({error.strerror or error}).", place=str(path)) from error


def _archive(file: BinaryIO) -> ZipFile:
    try:
        return ZipFile(file)
    except _BROKEN as error:
        raise ParcelError("This is no parcel, or it was cut off on its way.") from error


def _check_whole(file: BinaryIO) -> None:
    """Compare the hash at the end with all that comes before it."""
    left = file.seek(0, io.SEEK_END) - parcel.COMMENT_LENGTH
    if left < 0:
        raise ParcelError("This is no parcel, or it was cut off on its way.")
    file.seek(0)
    digest = sha256()
    while left and (part := file.read(min(left, _PIECE))):
        digest.update(part)
        left -= len(part)
    comment = file.read()
    if not comment.startswith(parcel.COMMENT):
        raise ParcelError("This is no parcel, or it was cut off on its way.")
    if comment != parcel.COMMENT + digest.hexdigest().encode():
        raise ParcelError(f"{_DAMAGED} {_damaged_entry(file)}".strip())


def _damaged_entry(file: BinaryIO) -> str:
    """Which part of a changed parcel it is, where that can be found out."""
    try:
        with ZipFile(file) as archive:
            for info in archive.infolist():
                if info.filename in _NAMES and info.compress_size < _PIECE * 256:
                    with archive.open(info) as entry:
                        for _ in iter(lambda: entry.read(_PIECE), b""):
                            if entry.tell() > info.compress_size * parcel.MOST_RATIO:
                                return ""
    except _BROKEN as error:
        return f"({error})" if isinstance(error, BadZipFile) else ""
    return "(its outer parts)"
