"""The doctor: everything that can be recomputed is, and every defect is named by kind, place and id."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from curator.domain.annotation import Annotation, spans_in
from curator.domain.canonical import canonical, refuse_floats
from curator.domain.document import Document
from curator.domain.entity import Entity
from curator.domain.errors import CancelledError
from curator.domain.history import Changeset, Kind, Operation, Revision, content_id
from curator.domain.people import Person
from curator.domain.plain_annotation import is_plain
from curator.domain.review import Decision, Submission
from curator.domain.scheme import AnnotationScheme
from curator.domain.span import CONTEXT
from curator.domain.supervision import REASONS_ID, Assignment, Comment, Guideline, Reasons
from curator.services import soundness
from curator.services.garbage import uncollected
from curator.services.project import LOG_LOST, Project
from curator.sharing.keys import is_signed
from curator.store import auditing, authority, database, integrity, journal

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
NOT_AUTHORISED: Final = "not authorised"
NOT_BROUGHT = "original bytes not in the data set"
"""The note of a document whose original bytes a data set did not carry: their absence is no defect."""


_AS_WRITTEN = frozenset(
    {
        NOT_AUTHORISED,
        "wrong quote",
        "unfit body",
        "unknown kind",
        "changed text",
        "invalid text",
        "double id",
        "lost log",
        "bytes not brought",
        "wrong length",
    }
)
_OPERATIONS, _KINDS = frozenset(Operation), frozenset(Kind)
_AT_ONCE: Final = 250
"""Of so many revisions one check is made after the other: what a check needs then stays in the processor's cache."""
_Stored = journal.Stored | integrity.Unreadable


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

    @property
    def has_no_effect(self) -> bool:
        """Whether it is only told: what somebody had no right to say stands in the history, and counts nowhere."""
        return self.kind == NOT_AUTHORISED


@dataclass(slots=True)
class _Look:
    """One run over a project. `unfit` are the revisions whose bodies are none of their kind."""

    store: database.Store
    defects: list[Defect] = field(default_factory=list[Defect])
    changesets: set[str] = field(default_factory=set[str])
    unfit: set[str] = field(default_factory=set[str])
    twins: dict[tuple[str, tuple[str, str]], int] = field(default_factory=dict[tuple[str, tuple[str, str]], int])
    texts: dict[str, str] = field(default_factory=dict[str, str])
    texts_of: dict[str, str] = field(default_factory=dict[str, str])
    brought: set[str] = field(default_factory=set[str])
    withheld: frozenset[str] = frozenset()

    def add(self, kind: str, place: str, ident: str, message: str) -> None:
        self.defects.append(Defect(kind, place, ident, message, damage=kind not in _AS_WRITTEN))

    def lacks(self, digest: str, what: str) -> None:
        """Bytes are not here: lost, where a changeset says that it brought them; else nobody ever had to have them."""
        self.add("missing bytes" if digest in self.brought else "bytes not brought", "blob", digest, what)

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
    log = database.has_log(path)
    try:
        store = database.open_store(path, read_only=True)
    except database.DamagedError as error:
        return [Defect("damaged file", "file", path.name, error.message)]
    try:
        with store.snapshot():
            look = _Look(store, withheld=integrity.withheld(store))
            if not log and integrity.has_lost_its_log(store):
                look.add("lost log", "file", path.name, LOG_LOST)
            with uncollected():
                return _run(look, _Run(store, progress, cancelled))
    except database.DamagedError as error:
        return [Defect("damaged file", "file", path.name, error.message)]
    finally:
        store.close()


def quick_look(project: Project, *, cancelled: Cancelled = lambda: False) -> list[Defect]:
    """What a pass over the file at its own speed finds: pages that are amiss, and bytes that were changed.

    It is no `verify`: the history is not recomputed. Nothing is written.

    Raises:
        CancelledError: it was stopped.
    """
    look = _Look(project.store)
    for message in integrity.quick_defects(look.store):
        look.add("damaged file", "file", project.path.name, message)
    _check_blobs(look, cancelled)
    return look.defects


class _Run:
    """Tells how far a run is, and stops it. An annotation that is gone through counts like the fifth of a changeset."""

    def __init__(self, store: database.Store, progress: Progress, cancelled: Cancelled) -> None:
        self._changesets = integrity.count_changesets(store)
        self._total = self._changesets + integrity.count_annotations(store) // 5 + 3
        self._progress = progress
        self._cancelled = cancelled

    def tell(self, done: int, what: str) -> None:
        """Say how much is done."""
        if self._cancelled():
            raise CancelledError("The check was stopped.")
        self._progress(min(done, self._total), self._total, what)

    def tell_tables(self, done: int) -> None:
        """Say how many annotations have been gone through."""
        self.tell(self._changesets + done // 5, "Comparing the tables with the history")

    def tell_sense(self) -> None:
        """Say that all is found to be what was written."""
        self.tell(self._total - 1, "Checking what the values point at")

    def tell_end(self) -> None:
        """Say that it is done."""
        self._progress(self._total, self._total, "Done")


def _run(look: _Look, run: _Run) -> list[Defect]:
    run.tell(0, "Checking the file")
    _check_file(look)
    _check_blobs(look)
    _check_twins(look)
    with closing(auditing.Audit(look.store, has_twins=bool(look.twins))) as audit:
        for done, some in _some_at_a_time(integrity.changesets(look.store)):
            _check_history(look, audit, some)
            run.tell(done, "Checking the history")
        run.tell_tables(0)
        if look.sound:
            _check_tables(look, audit, run)
    run.tell_end()
    return look.defects


def _check_file(look: _Look) -> None:
    damaged = integrity.file_defects(look.store)
    for message in damaged:
        look.add("damaged file", "file", look.store.path.name, message)
    if damaged:  # else SQLite has found the index in order, in which no id stands twice
        for ident in integrity.doubled(look.store):
            look.add("double id", "revision", ident, "several revisions have the same id")
    gaps = integrity.gaps(look.store)
    for table, number in gaps:
        look.add("gap", table, str(number), "a row was taken out of the history, or its number was changed")
    if not gaps:
        for ident in integrity.displaced(look.store):
            look.add("wrong order", "changeset", ident, "its revisions do not stand behind those written before them")


def _check_blobs(look: _Look, cancelled: Cancelled = lambda: False) -> None:
    for name, data in integrity.blobs(look.store):
        if cancelled():
            raise CancelledError("The check was stopped.")
        if data is None or sha256(data).hexdigest() != name:
            look.add("changed bytes", "blob", name, "the bytes are not those that this name stands for")


def _some_at_a_time(stored: Iterable[_Stored]) -> Iterator[tuple[int, list[_Stored]]]:
    """So many changesets that they hold about `_AT_ONCE` revisions, each time with how many there have been."""
    some: list[_Stored] = []
    size = done = 0
    for done, one in enumerate(stored, start=1):
        some.append(one)
        size += len(one.changeset.revisions) if isinstance(one, journal.Stored) else 1
        if size >= _AT_ONCE:
            yield done, some
            some, size = [], 0
    yield done, some


def _check_history(look: _Look, audit: auditing.Audit, some: Iterable[_Stored]) -> None:
    """One check after the other."""
    readable: list[journal.Stored] = []
    for stored in some:
        if isinstance(stored, journal.Stored):
            readable.append(stored)
        else:
            look.add("unreadable changeset", "changeset", stored.id, stored.reason)
    for stored in readable:
        if message := altered(stored.changeset):
            look.add(*message)
    for stored in readable:
        _check_changeset(look, stored.seq, stored.changeset)
    for stored in readable:
        audit.add(stored.seq, stored.changeset)


def _check_changeset(look: _Look, seq: int, changeset: Changeset) -> None:
    """What it rests on, what it brought, and what it says."""
    for parent in changeset.parents:
        if parent not in look.changesets:
            look.add("broken chain", "changeset", changeset.id, f"its parent {parent} does not stand before it")
    if not changeset.parents and look.changesets:
        look.add("second root", "changeset", changeset.id, "it has no parents and is not the first")
    look.changesets.add(changeset.id)
    look.brought.update(changeset.blobs)
    for digest in changeset.blobs:
        if digest not in look.withheld and integrity.blob(look.store, digest) is None:
            look.add("missing bytes", "blob", digest, f"changeset {changeset.id} brought them")
    if any(revision.parents for revision in changeset.revisions):
        _check_parents(look, changeset.revisions, seq)
    for revision in changeset.revisions:
        _check_revision(look, revision)


def _check_parents(look: _Look, revisions: Iterable[Revision], changeset: int) -> None:
    """Whether each was made from earlier revisions of its subject: before it in its changeset, or in one before."""
    here: set[tuple[str, tuple[str, str]]] = set()
    for revision in revisions:
        subject = (revision.subject_kind, revision.subject_id)
        for parent in revision.parents:
            known = (
                (parent, subject) in here
                or integrity.subject_before(look.store, parent, changeset) == subject
                or look.twins.get((parent, subject), changeset) < changeset
            )
            if not known:
                words = f"its parent {parent} is no earlier one of its subject"
                look.add("broken chain", "revision", revision.id, words)
        here.add((revision.id, subject))


def _check_twins(look: _Look) -> None:
    """Name the revisions whose ids other revisions have: of those that share one, one counts."""
    for ident, kind, subject, changeset in integrity.twins(look.store):
        look.add("double id", "revision", ident, "another revision has the same id; one of them counts")
        first = look.twins.setdefault((ident, (kind, subject)), changeset)
        look.twins[ident, (kind, subject)] = min(first, changeset)


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
    if revision.operation not in _OPERATIONS or revision.subject_kind not in _KINDS:
        look.add("unknown kind", "revision", revision.id, f"{revision.operation} of a {revision.subject_kind}")
    try:
        body = revision.content()
        if canonical(body) != revision.body:
            raise ValueError("it is not in canonical form")
        model = Reasons if revision.subject_id == REASONS_ID else _MODELS.get(revision.subject_kind)
        value = _value(model, revision, body)
    except ValueError as error:
        look.add("unfit body", "revision", revision.id, str(error).splitlines()[0])
        if soundness.parsed(Annotation, revision.body) is None:
            look.unfit.add(revision.id)
        return
    if model is Annotation:
        _check_quotes(look, revision, body)
    elif isinstance(value, Document):
        _check_document(look, revision, value)


def _value(model: type[BaseModel] | None, revision: Revision, body: dict[str, Any]) -> BaseModel | None:
    """What a body says, or None where its kind has no model, or it is an annotation beyond doubt.

    Raises:
        ValueError: it is not of its kind.
    """
    if model is Annotation and is_plain(body):
        return None
    refuse_floats(body)
    return model.model_validate_json(revision.body) if model else None


def unfit(revision: Revision) -> str | None:
    """Why the body of a revision can't be one of its kind, or None where it can."""
    if revision.operation not in _OPERATIONS or revision.subject_kind not in _KINDS:
        return f"this version of Curator does not know the {revision.operation} of a {revision.subject_kind}"
    try:
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
        look.lacks(document.text_sha256, f"the text of document {revision.subject_id}")
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
        look.lacks(document.source.sha256, f"the original of document {revision.subject_id}")


def _check_quotes(look: _Look, revision: Revision, body: Mapping[str, Any]) -> None:
    """Every quote of a span or of evidence against the text that it counts in."""
    digest = body["text_sha256"]
    text = _text(look, digest)
    if text is None and digest in look.withheld:
        return
    if text is None:
        look.lacks(digest, f"the text of annotation {revision.subject_id}")
        return
    for span in spans_in(body):
        start, end = span["start"], span["end"]
        found = text[start:end]
        if found != span["exact"]:
            look.add(
                "wrong quote",
                "revision",
                revision.id,
                f"annotation {revision.subject_id}, {start}–{end}: “{span['exact'][:80]}” is kept, “{found[:80]}” "
                "stands in the text",
            )
        elif (span.get("prefix", ""), span.get("suffix", "")) != (
            text[max(0, start - CONTEXT) : start],
            text[end : end + CONTEXT],
        ):
            words = f"annotation {revision.subject_id}, {start}–{end}: the context is another"
            look.add("wrong quote", "revision", revision.id, words)


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


def _check_tables(look: _Look, audit: auditing.Audit, run: _Run) -> None:
    """What the history gives, against the tables; and whether what it says now makes sense."""
    senses = soundness.Senses(look.store)
    agreed = audit.agrees(run.tell_tables, senses.see)
    replay = integrity.Replay([], audit.refused()) if agreed else integrity.replay(look.store)
    for revision, kind, subject, reason, key in replay.refused:
        why = authority.in_words(look.store.conn, reason, key)
        look.add(NOT_AUTHORISED, "revision", revision, f"{kind} {subject}: {why}")
    for difference in replay.differences:
        look.add("stale table", difference.table, difference.key, difference.what)
    run.tell_sense()
    if not look.sound:
        return
    if look.unfit or not agreed:
        senses.see_all(look.unfit)
    for kind, place, ident, message in senses.findings():
        look.defects.append(Defect(kind, place, ident, message, damage=False))
