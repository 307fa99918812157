"""Plain texts into documents: decoded once, original bytes kept, the same bytes never twice.

Documents go in some at a time, a changeset and a transaction for each group: an import of fifty thousand files
would else wait for the disk fifty thousand times. A document is in the project whole or not at all either way.
"""

import stat
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from curator import __version__
from curator.domain.document import Document, Extraction, Source
from curator.domain.errors import CuratorError, StorageError
from curator.domain.history import Kind, Operation
from curator.domain.ids import derived_id
from curator.exchange.formats import Format
from curator.services.acting import Draft, body_of
from curator.services.import_report import ImportItem, Job
from curator.store import importing
from curator.text.decoding import BinaryError, Decoded, EmptyTextError, UnstorableError, decode
from curator.text.graphemes import cluster_start

GROUP_FILES: Final = 50
GROUP_BYTES: Final = 5 << 20
LARGEST: Final = 256 << 20
_LONGEST_TITLE = 120
_BEGINNING = 1 << 16


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A text that has been read and is to be written."""

    path: Path
    body: Document
    data: bytes
    decoded: Decoded
    words: str


@dataclass(slots=True)
class TextImport:
    """One run over text files. `undoable` is whether all of them will go in as one act, which Undo then takes back."""

    job: Job
    encoding: str | None
    undoable: bool
    _known: dict[str, list[importing.Known]] = field(default_factory=dict[str, list[importing.Known]])
    _texts: dict[str, str] = field(default_factory=dict[str, str])
    _waiting: list[_Waiting] = field(default_factory=list[_Waiting])
    _bytes: int = 0

    def __post_init__(self) -> None:
        for known in importing.documents(self.job.project.store):
            self._remember(known)

    def _remember(self, known: importing.Known) -> None:
        self._known.setdefault(known.sha256, []).append(known)
        if not known.withdrawn:
            self._texts.setdefault(known.text_sha256, known.title)

    def take(self, path: Path, format_: Format) -> None:
        """Import a file; what is wrong with it goes into the report."""
        try:
            data = _content(path)
            digest = sha256(data).hexdigest()
            known = self._known.get(digest, [])
            live = next((one for one in known if not one.withdrawn), None)
            if live is not None:
                self.job.items.append(_there_already(path, live, self.encoding))
            else:
                self._add(path, format_, data, known)
        except CuratorError as error:
            self.job.refuse(path, error.message)
        if len(self._waiting) >= GROUP_FILES or self._bytes >= GROUP_BYTES:
            self.flush()

    def _add(self, path: Path, format_: Format, data: bytes, known: list[importing.Known]) -> None:
        decoded = decode(data, self.encoding)
        body = _body(path, format_, data, decoded)
        same = _same(body, known)
        words = "" if same else self._duplicate_of(body) or _guess(decoded)
        self._waiting.append(_Waiting(path, body, data, decoded, words))
        self._bytes += len(data) + len(decoded.text)
        ident = same.id if same else _new_id(body, known)
        self._remember(importing.Known(ident, body.title, body.source.sha256, body.text_sha256, withdrawn=False))

    def _duplicate_of(self, body: Document) -> str:
        """A text that differs in its line ends or its encoding alone is likely there twice; a person decides."""
        title = self._texts.get(body.text_sha256)
        if title is None:
            return ""
        words = f"probably a duplicate of “{title}”: the same text in other bytes"
        self.job.warn(f"{body.source.file_name} is {words}.")
        return words.capitalize()

    def flush(self) -> None:
        """Write what waits; when this returns it is on disk, or named as refused.

        What is there is looked at once more in the transaction that writes: an exchange may have brought the same.
        """
        waiting, self._waiting, self._bytes = self._waiting, [], 0
        if not waiting:
            return
        draft = Draft(self.job.project, "import", "import", undoable=self.undoable)
        try:
            self.job.copy_before()
            with self.job.project.store.atomic():
                items = self._put(draft, waiting)
                changes = draft.commit()
        except StorageError as error:
            self.job.stopped = error.message
            for one in waiting:
                self.job.refuse(one.path, error.message)
        else:
            self.job.project.lean_on_log()
            self.job.committed(changes)
            self.job.items += items

    def _put(self, draft: Draft, waiting: list[_Waiting]) -> list[ImportItem]:
        """Put the texts that are not there yet into an act; gives what becomes of each."""
        known: dict[str, list[importing.Known]] = {}
        for there in importing.documents(self.job.project.store, {one.body.source.sha256 for one in waiting}):
            known.setdefault(there.sha256, []).append(there)
        items = [self._put_one(draft, one, known.get(one.body.source.sha256, [])) for one in waiting]
        taken = [item.document_id for item in items if item.outcome == "imported" and item.document_id]
        if taken:
            draft.label = "import a text" if len(taken) == 1 else f"import {len(taken)} texts"
            draft.focus = (taken[0], None)
        return items

    def _put_one(self, draft: Draft, one: _Waiting, known: list[importing.Known]) -> ImportItem:
        live = next((there for there in known if not there.withdrawn), None)
        if live is not None:
            return _there_already(one.path, live, self.encoding)
        same, words = _same(one.body, known), one.words
        try:
            if same is not None:
                ident, words = same.id, _bring_back(draft, same)
            else:
                ident = _new_id(one.body, known)
                draft.create(Kind.DOCUMENT, ident, one.body)
        except StorageError:
            raise
        except CuratorError as error:
            return ImportItem(one.path, "refused", error.message)
        draft.blobs |= {one.body.source.sha256: one.data, one.body.text_sha256: one.decoded.text.encode()}
        return _taken(one, ident, words)


def _taken(one: _Waiting, ident: str, words: str) -> ImportItem:
    return ImportItem(
        one.path,
        "imported",
        words,
        document_id=ident,
        encoding=one.decoded.encoding,
        doubtful=one.decoded.doubtful,
        alternatives=one.decoded.alternatives,
    )


def _same(body: Document, known: list[importing.Known]) -> importing.Known | None:
    """The document of these bytes that holds the same text."""
    return next((one for one in known if one.text_sha256 == body.text_sha256), None)


def _bring_back(draft: Draft, known: importing.Known) -> str:
    """A withdrawn document of the same bytes and the same text comes back as it was."""
    current = body_of(draft.project, Kind.DOCUMENT, known.id)
    draft.revise(Kind.DOCUMENT, known.id, {**current, "withdrawn": False}, Operation.RESTORE)
    return f"Brought back: it was there before as “{known.title}” and had been withdrawn."


def why_no_text(path: Path) -> str | None:
    """Why a file is no text, as far as its beginning tells; None where it may be one."""
    try:
        with path.open("rb") as file:
            decode(file.read(_BEGINNING))
    except (BinaryError, EmptyTextError, UnstorableError) as error:
        return error.message
    except (OSError, ValueError) as error:
        return f"It can't be read ({getattr(error, 'strerror', None) or error})."
    except CuratorError:
        pass  # the beginning may end within a character
    return None


def _content(path: Path) -> bytes:
    """All bytes of a file.

    Raises:
        StorageError: it is no file that can be read, it is too large, or it was changed while it was read.
    """
    try:
        before = path.stat()
        if not stat.S_ISREG(before.st_mode):
            raise StorageError("This is no file.")
        if before.st_size > LARGEST:
            raise StorageError(f"The file is too large for one text (over {LARGEST >> 20} MB). Split it.")
        data = path.read_bytes()
        after = path.stat()
    except FileNotFoundError as error:
        raise StorageError("There is no such file.") from error
    except (OSError, ValueError) as error:
        raise StorageError(f"The file can't be read ({getattr(error, 'strerror', None) or error}).") from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != after.st_size:
        raise StorageError("The file was changed while it was read. Import it again.")
    return data


def _guess(decoded: Decoded) -> str:
    if not decoded.guessed:
        return ""
    others = f" (or {', '.join(decoded.alternatives[:4])})" if decoded.alternatives else ""
    sure = "is a weak guess" if decoded.doubtful else "is a guess"
    return (
        f"Its encoding, {decoded.encoding}, {sure}{others}. If the text looks wrong, withdraw it and import it with "
        "the right --encoding."
    )


def _new_id(body: Document, known: list[importing.Known]) -> str:
    """The id that everybody who imports these bytes gives the document, so that two laptops hold one.

    A text never changes: bytes that were decoded otherwise before, and withdrawn, make a document of their own.
    """
    key = body.source.sha256
    return derived_id(Kind.DOCUMENT, f"{key}:{body.text_sha256}" if known else key)


def _there_already(path: Path, known: importing.Known, encoding: str | None) -> ImportItem:
    words = f"It is there already, as “{known.title}”"
    if encoding:
        words += ". To read it with another encoding, withdraw that document first"
    return ImportItem(path, "already", f"{words}.", document_id=known.id)


def _body(path: Path, format_: Format, data: bytes, decoded: Decoded) -> Document:
    return Document(
        title=title_of(decoded.text, path),
        source=Source(
            file_name=shown_name(path),
            media_type=format_.media_type,
            sha256=sha256(data).hexdigest(),
            encoding=decoded.encoding,
        ),
        text_sha256=sha256(decoded.text.encode()).hexdigest(),
        length=len(decoded.text),
        extraction=Extraction(reader=format_.name, version=__version__, encoding=decoded.encoding, notes=decoded.notes),
    )


def shown_name(path: Path) -> str:
    """A file's name as it can be kept: bytes in it that are no UTF-8 become question marks."""
    return path.name.encode("utf-8", "replace").decode() or "unnamed"


def title_of(text: str, path: Path) -> str:
    """The first line with a letter or digit in it, in at most 120 characters, else the file's name."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        line = text[start : end if end >= 0 else len(text)][: _LONGEST_TITLE * 4]
        if any(map(str.isalnum, line)):
            return shortened(" ".join(line.lstrip("#> \t").split()))
        if end < 0:
            break
        start = end + 1
    return shortened(shown_name(path.with_suffix(""))) or "Untitled"


def shortened(title: str) -> str:
    """A title cut at the end of a word where it is too long, and never inside of what people take for one letter."""
    clean = "".join(char if char.isprintable() or char in "\u200c\u200d" else " " for char in title)
    clean = " ".join(clean.split())
    if len(clean) <= _LONGEST_TITLE:
        return clean
    space = clean.rfind(" ", _LONGEST_TITLE // 2, _LONGEST_TITLE)
    return clean[: space if space > 0 else cluster_start(clean, _LONGEST_TITLE - 1)].rstrip(" ,;:–—-") + "…"
