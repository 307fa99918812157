"""The doctor: everything that can be recomputed is, and every defect is named by kind, place and id."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from curator.domain.annotation import Annotation
from curator.domain.canonical import canonical, refuse_floats
from curator.domain.document import Document
from curator.domain.entity import Entity
from curator.domain.errors import CancelledError
from curator.domain.history import Changeset, Kind, Operation, Revision, content_id
from curator.domain.people import Person
from curator.domain.review import Decision, Submission
from curator.domain.scheme import AnnotationScheme
from curator.domain.supervision import REASONS_ID, Assignment, Comment, Guideline, Reasons
from curator.services import soundness
from curator.services.project import Project
from curator.sharing.keys import is_signed
from curator.store import database, integrity

Progress = Callable[[int, int, str], object]
Cancelled = Callable[[], bool]

_MODELS: Mapping[str, type[BaseModel]] = {
    Kind.ANNOTATION: Annotation,
    Kind.DOCUMENT: Document,
    Kind.ENTITY: Entity,
    Kind.PERSON: Person,
    Kind.DECISION: Decision,
    Kind.SUBMISSION: Submission,
    Kind.SCHEME: AnnotationScheme,
    Kind.ASSIGNMENT: Assignment,
    Kind.COMMENT: Comment,
    Kind.GUIDELINE: Guideline,
}
NOT_BROUGHT = "original bytes not in the data set"
"""The note of a document whose original bytes a data set did not carry: their absence is no defect."""


_AS_WRITTEN = frozenset(
    {"not authorised", "wrong quote", "unfit body", "unknown kind", "changed text", "invalid text", "double id"}
)
_OPERATIONS, _KINDS = frozenset(Operation), frozenset(Kind)
_DECIMALS = re.compile(rb"[:,\[]-?[0-9]+[.eE]")


@dataclass(frozen=True, slots=True)
class Defect:
    """Something that is not in order: what kind, where (a table or "file"), the id, and in words.

    `damage` is whether the file is not what was written to it. Else somebody wrote what does not hold, and a copy of
    the file is as good as the file.
    """

    kind: str
    place: str
    id: str
    message: str
    damage: bool = True


@dataclass(slots=True)
class _Look:
    """One run over a project."""

    store: database.Store
    defects: list[Defect] = field(default_factory=list[Defect])
    changesets: set[str] = field(default_factory=set[str])
    revisions: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    twins: set[tuple[str, tuple[str, str]]] = field(default_factory=set[tuple[str, tuple[str, str]]])
    texts: dict[str, str] = field(default_factory=dict[str, str])
    texts_of: dict[str, str] = field(default_factory=dict[str, str])
    withheld: frozenset[str] = frozenset()

    def add(self, kind: str, place: str, ident: str, message: str) -> None:
        self.defects.append(Defect(kind, place, ident, message, damage=kind not in _AS_WRITTEN))

    @property
    def sound(self) -> bool:
        """Whether the history is what was signed, so that it is worth comparing with."""
        return not any(defect.damage for defect in self.defects)


def verify(
    project: Project | Path,
    *,
    progress: Progress = lambda _done, _all, _what: None,
    cancelled: Cancelled = lambda: False,
) -> list[Defect]:
    """Recompute hashes, chain, signatures, quotes, rights and projections; gives every defect, [] when all is well.

    Nothing is written. Other windows may go on working meanwhile: what is checked is the project at one moment.

    Raises:
        CancelledError: it was stopped.
        NotAProjectError: a path leads to something that was never a project.
    """
    path = project.path if isinstance(project, Project) else project
    try:
        store = database.open_store(path, read_only=True)
    except database.DamagedError as error:
        return [Defect("damaged file", "file", path.name, error.message)]
    try:
        with store.snapshot():
            return _run(_Look(store, withheld=integrity.withheld(store)), progress, cancelled)
    except database.DamagedError as error:
        return [Defect("damaged file", "file", path.name, error.message)]
    finally:
        store.close()


def _run(look: _Look, progress: Progress, cancelled: Cancelled) -> list[Defect]:
    total = integrity.count_changesets(look.store) + 3
    progress(0, total, "Checking the file")
    for message in integrity.file_defects(look.store):
        look.add("damaged file", "file", look.store.path.name, message)
    for table, number in integrity.gaps(look.store):
        look.add("gap", table, str(number), "a row was taken out of the history, or its number was changed")
    _check_blobs(look)
    for done, changeset in enumerate(integrity.changesets(look.store), start=1):
        _check_changeset(look, changeset)
        if done % 50 == 0:
            progress(done, total, "Checking the history")
            if cancelled():
                raise CancelledError("The check was stopped.")
    progress(total - 2, total, "Comparing the tables with the history")
    if look.sound:
        _check_projections(look)
    progress(total - 1, total, "Checking what the values point at")
    if look.sound:
        _check_sense(look)
    progress(total, total, "Done")
    return look.defects


def _check_blobs(look: _Look) -> None:
    for name, data in integrity.blobs(look.store):
        if data is None or sha256(data).hexdigest() != name:
            look.add("changed bytes", "blob", name, "the bytes are not those that this name stands for")


def _check_changeset(look: _Look, changeset: Changeset | integrity.Unreadable) -> None:
    if isinstance(changeset, integrity.Unreadable):
        look.add("unreadable changeset", "changeset", changeset.id, changeset.reason)
        return
    if message := altered(changeset):
        look.add(*message)
    for parent in changeset.parents:
        if parent not in look.changesets:
            look.add("broken chain", "changeset", changeset.id, f"its parent {parent} does not stand before it")
    if not changeset.parents and look.changesets:
        look.add("second root", "changeset", changeset.id, "it has no parents and is not the first")
    look.changesets.add(changeset.id)
    for digest in changeset.blobs:
        if digest not in look.withheld and integrity.blob(look.store, digest) is None:
            look.add("missing bytes", "blob", digest, f"changeset {changeset.id} brought them")
    for revision in changeset.revisions:
        _check_revision(look, revision)


def altered(changeset: Changeset) -> tuple[str, str, str, str] | None:
    """Whether the content still gives the id, and the id is signed by the key."""
    try:
        computed = content_id(changeset)
    except (ValueError, TypeError) as error:
        return "changed changeset", "changeset", changeset.id, f"it can't be hashed ({error})"
    if computed != changeset.id:
        touched = ", ".join(sorted({f"{item.subject_kind} {item.subject_id}" for item in changeset.revisions})[:5])
        return "changed changeset", "changeset", changeset.id, f"its content is not what was signed; it holds {touched}"
    if not is_signed(changeset.key, bytes.fromhex(changeset.id), changeset.signature):
        return "wrong signature", "changeset", changeset.id, f"the key {changeset.key[:16]}… did not sign it"
    return None


def _check_revision(look: _Look, revision: Revision) -> None:
    subject = (revision.subject_kind, revision.subject_id)
    for parent in revision.parents:
        if look.revisions.get(parent) != subject and (parent, subject) not in look.twins:
            look.add("broken chain", "revision", revision.id, f"its parent {parent} is no earlier one of its subject")
    if revision.id in look.revisions:
        look.add("double id", "revision", revision.id, "another revision has the same id; one of them counts")
        look.twins.update({(revision.id, subject), (revision.id, look.revisions[revision.id])})
    look.revisions[revision.id] = subject
    if revision.operation not in _OPERATIONS or revision.subject_kind not in _KINDS:
        look.add("unknown kind", "revision", revision.id, f"{revision.operation} of a {revision.subject_kind}")
    try:
        body = revision.content()
        if canonical(body) != revision.body:
            raise ValueError("it is not in canonical form")
        if _DECIMALS.search(revision.body):
            refuse_floats(body)
        model = Reasons if revision.subject_id == REASONS_ID else _MODELS.get(revision.subject_kind)
        value = model.model_validate_json(revision.body) if model else None
    except ValueError as error:
        look.add("unfit body", "revision", revision.id, str(error).splitlines()[0])
        return
    if isinstance(value, Annotation):
        _check_quotes(look, revision, value.text_sha256, body)
    elif isinstance(value, Document):
        _check_document(look, revision, value)


def unfit(revision: Revision) -> str | None:
    """Why the body of a revision can't be one of its kind, or None where it can."""
    if revision.operation not in _OPERATIONS or revision.subject_kind not in _KINDS:
        return f"this version of Curator does not know the {revision.operation} of a {revision.subject_kind}"
    try:
        if _DECIMALS.search(revision.body):
            refuse_floats(revision.content())
        model = _MODELS.get(revision.subject_kind)
        if model:
            model.model_validate_json(revision.body)
    except ValueError as error:
        return str(error).splitlines()[0]
    return None


def _check_document(look: _Look, revision: Revision, document: Document) -> None:
    text = _text(look, document.text_sha256)
    if text is None and document.text_sha256 in look.withheld:
        return
    if text is None:
        look.add("missing bytes", "blob", document.text_sha256, f"the text of document {revision.subject_id}")
    elif len(text) != document.length:
        words = f"the text has {len(text)} characters, {document.length} were imported"
        look.add("wrong length", "revision", revision.id, words)
    if text is not None and "\0" in text:
        words = f"document {revision.subject_id} holds a NUL, at character {text.index(chr(0))}"
        look.add("invalid text", "revision", revision.id, words)
    if look.texts_of.setdefault(revision.subject_id, document.text_sha256) != document.text_sha256:
        look.add("changed text", "revision", revision.id, f"document {revision.subject_id} was given another text")
    source = document.source.sha256
    absent = source not in look.withheld and integrity.blob(look.store, source) is None
    if absent and NOT_BROUGHT not in document.extraction.notes:
        look.add("missing bytes", "blob", document.source.sha256, f"the original of document {revision.subject_id}")


def _check_quotes(look: _Look, revision: Revision, digest: str, body: Mapping[str, Any]) -> None:
    """Every quote of a span or of evidence against the text that it counts in."""
    text = _text(look, digest)
    if text is None and digest in look.withheld:
        return
    if text is None:
        look.add("missing bytes", "blob", digest, f"the text of annotation {revision.subject_id}")
        return
    for span in _spans_in(body):
        start, end = span["start"], span["end"]
        found = text[start:end]
        context = text[max(0, start - 32) : start], text[end : end + 32]
        if found != span["exact"]:
            look.add(
                "wrong quote",
                "revision",
                revision.id,
                f"annotation {revision.subject_id}, {start}–{end}: “{span['exact'][:80]}” is kept, “{found[:80]}” "
                "stands in the text",
            )
        elif (span["prefix"], span["suffix"]) != context:
            words = f"annotation {revision.subject_id}, {start}–{end}: the context is another"
            look.add("wrong quote", "revision", revision.id, words)


def _spans_in(body: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from body["spans"]
    for value in body.get("fields", {}).values():
        yield from (item["span"] for item in value.get("evidence", ()) if "span" in item)


def _text(look: _Look, digest: str) -> str | None:
    if digest not in look.texts:
        data = integrity.blob(look.store, digest)
        if data is None:
            return None
        if len(look.texts) > 20:
            look.texts.clear()
        try:
            look.texts[digest] = data.decode()
        except UnicodeDecodeError as error:
            look.add("invalid text", "blob", digest, f"it is not UTF-8 ({error.reason} at byte {error.start})")
            look.texts[digest] = data.decode(errors="replace")
    return look.texts[digest]


def _check_sense(look: _Look) -> None:
    for kind, place, ident, message in soundness.findings(look.store):
        look.defects.append(Defect(kind, place, ident, message, damage=False))


def _check_projections(look: _Look) -> None:
    """What the history gives, against the tables; and which revisions their authors had no right to make."""
    replay = integrity.replay(look.store)
    for revision, kind, subject, reason in replay.refused:
        look.add("not authorised", "revision", revision, f"{kind} {subject}: {reason}")
    for difference in replay.differences:
        look.add("stale table", difference.table, difference.key, difference.what)
