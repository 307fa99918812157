"""Receiving a parcel: looked at as a whole, reported, and then written as a whole or not at all.

The order is that of the rules: size and shape, hashes, signatures, parents, roles, the report; then a copy of the
project, and one transaction. What was announced is compared with what came of it before that is committed.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from curator.domain.document import DocumentState
from curator.domain.errors import NotAllowedError, NotFoundError, StorageError
from curator.domain.history import Changeset, Kind
from curator.domain.ids import new_id
from curator.services import conflict_wording, conflicts, rotation, verifying, wording
from curator.services.acting import shown_body
from curator.services.applying import Applying
from curator.services.changes import Changes
from curator.services.changes import by_kind as changes_by_kind
from curator.services.files import put_in_place
from curator.services.identity import Author
from curator.services.project import Connect, Project, now, open_project
from curator.services.receiving_report import Reopened, Report, Stranger, by_kind
from curator.services.watching import Cancelled, Progress, Watch, never, quietly
from curator.services.ways import sees_as
from curator.sharing.keys import fingerprint
from curator.sharing.parcel import ParcelError
from curator.sharing.parcel_reading import Reading, decoded, opened
from curator.store import authority, database, journal, sharing, state
from curator.store.database import Store
from curator.store.queries import ways
from curator.store.sharing import Peer

_STOPPED: Final = "Receiving was stopped. Nothing of the parcel was taken."
_MOST_NAMED: Final = 1000


class _DryRunError(Exception):
    """Takes back what was written to see what would come of it."""


@dataclass(slots=True)
class _Looked:
    """What a first look at the whole parcel has found to be right. `subjects` are (kind, id).

    `texts` are those of its documents, by their SHA-256.
    """

    ids: set[str] = field(default_factory=set[str])
    brought: set[str] = field(default_factory=set[str])
    blobs: set[str] = field(default_factory=set[str])
    subjects: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    texts: set[str] = field(default_factory=set[str])


def examine(project: Project, parcel: Path, *, progress: Progress = quietly, cancelled: Cancelled = never) -> Report:
    """What `receive` would do. Nothing is written.

    Raises:
        ParcelError: it can't be received; why, by name.
        NotAllowedError: the project is open read-only.
    """
    return _received(project, parcel, Watch(progress, cancelled, _STOPPED), dry=True, copy=False)


def receive(
    project: Project,
    parcel: Path,
    *,
    copy: bool = True,
    progress: Progress = quietly,
    cancelled: Cancelled = never,
) -> Report:
    """Take what a parcel brings. Nothing changes where everything in it is here already.

    `copy` is whether the project is copied before, if there is anything new in the parcel.

    Raises:
        ParcelError: it can't be received; why, by name. Nothing was changed.
        NotAllowedError: the project is open read-only.
    """
    return _received(project, parcel, Watch(progress, cancelled, _STOPPED), dry=False, copy=copy)


def receive_new(  # noqa: PLR0913 - what a window and a command line need of it
    path: Path,
    parcel: Path,
    *,
    author: Author,
    progress: Progress = quietly,
    cancelled: Cancelled = never,
    connector: Connect | None = None,
) -> Report:
    """Make a project of a parcel that holds all of it. The file appears when it is whole.

    It is encrypted where `connector` is one of `unlocking.new_connector`.

    Raises:
        ParcelError: it can't be received, or holds only a part of the history.
        StorageError: there is a file of that name, or it can't be written.
    """
    if path.exists():
        raise StorageError("There is a file of that name already. Choose another name.", place=str(path))
    partial = path.with_name(f".{path.name}.{new_id()}.new")
    try:
        with opened(parcel, author.unseal) as reading:
            store = database.create(partial, connector=connector or database.connect)
            try:
                watch = Watch(progress, cancelled, _STOPPED)
                looked = _look_at_whole(reading, watch)
                report = _Receiving(store, reading, looked, watch).run(replica="", dry=False)
            finally:
                store.close()
        put_in_place(partial, path)
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            partial.with_name(partial.name + ending).unlink(missing_ok=True)
    with open_project(path, author=author, connector=connector) as project:
        return replace(report, titles=_titles(project, report))


def examine_new(parcel: Path, *, author: Author, progress: Progress = quietly, cancelled: Cancelled = never) -> Report:
    """What is in a parcel that a project is to be made of. Nothing is written.

    What would be refused or kept aside of it shows only when it is received.

    Raises:
        ParcelError: it can't be received, or holds only a part of the history.
    """
    with opened(parcel, author.unseal) as reading:
        looked = _look_at_whole(reading, Watch(progress, cancelled, _STOPPED))
        manifest = reading.manifest
    return Report(
        project=manifest.project,
        project_name=manifest.project_name,
        sender=manifest.sender.name,
        fingerprint=fingerprint(manifest.sender.key),
        sender_known=False,
        made_at=manifest.made_at,
        changesets=manifest.changesets,
        new=manifest.changesets,
        revisions=manifest.revisions,
        made=by_kind(looked.subjects),
        withheld=len(looked.brought - looked.blobs),
    )


def _look_at_whole(reading: Reading, watch: Watch) -> _Looked:
    """Look at a parcel that must hold the beginning of its project."""
    looked = _look(reading, watch)
    if reading.manifest.project not in looked.ids:
        raise ParcelError(
            "It holds only a part of the project: it can't be made into a new one. Open your copy of the project to "
            "receive it there, or ask for a parcel with everything."
        )
    return looked


def apply_waiting(project: Project) -> Changes:
    """Apply what was kept aside and can be applied now, after somebody was added."""
    with project.store.atomic():
        applying = Applying(project.store)
        applying.retry()
        applying.finish()
    project.refresh()
    return _changes(applying, journal.tips(project.store.conn)) if applying.new else Changes()


def strangers(project: Project) -> list[Stranger]:
    """Whose work is kept aside until a supervisor adds them."""
    return _strangers(project.store)


def _strangers(store: Store) -> list[Stranger]:
    return [Stranger(key, fingerprint(key), name, count) for key, name, count in sharing.aside_by_key(store.conn)]


def _received(project: Project, parcel: Path, watch: Watch, *, dry: bool, copy: bool) -> Report:
    if project.read_only:
        raise NotAllowedError("The project is open read-only, so that nothing can be received into it.")
    with opened(parcel, project.author.unseal) as reading:
        if reading.manifest.project != project.id:
            raise ParcelError(
                f"It is a parcel of another project, “{reading.manifest.project_name}” "
                f"({reading.manifest.project[:12]}…). This one is {project.id[:12]}…. "
                "Open your copy of that project to receive it there."
            )
        looked = _look(reading, watch)
        news = copy and _brings(project.store, reading, looked)
        backup = rotation.back_up_before(project, "receiving") if news else None
        receiving = _Receiving(project.store, reading, looked, watch, project)
        report = receiving.run(replica=project.replica, dry=dry)
    if report.new and not dry:
        project.lean_on_log()
        project.refresh()
    return replace(report, backup=backup)


def _look(reading: Reading, watch: Watch) -> _Looked:
    """Read all of the parcel once, and refuse it where anything is not as it must be."""
    looked = _Looked()
    for changeset in watch.each(reading.changesets(), reading.manifest.changesets, "Checking the parcel"):
        if changeset.id in looked.ids:
            raise ParcelError(f"The changeset {changeset.id} stands twice in it.", place="changesets.jsonl")
        if not changeset.parents and changeset.id != reading.manifest.project:
            raise ParcelError(f"The changeset {changeset.id} is the beginning of another project.")
        _check_bodies(changeset)
        looked.ids.add(changeset.id)
        looked.brought.update(changeset.blobs)
        looked.subjects.update((revision.subject_kind, revision.subject_id) for revision in changeset.revisions)
        looked.texts.update(
            revision.content()["text_sha256"]
            for revision in changeset.revisions
            if revision.subject_kind == Kind.DOCUMENT
        )
    for digest, _ in watch.each(reading.blobs(), reading.manifest.blobs, "Checking the texts"):
        looked.blobs.add(digest)
    return looked


def _check_bodies(changeset: Changeset) -> None:
    for revision in changeset.revisions:
        if reason := verifying.unfit(revision):
            raise ParcelError(
                f"In the changeset {changeset.id}, the {revision.subject_kind} {revision.subject_id} can't be read: "
                f"{reason}.",
                place="changesets.jsonl",
            )


def _again(number: int, line: bytes, looked: _Looked) -> Changeset:
    """The same changeset as at the first look, whose signature has been checked then."""
    changeset = decoded(number, line, signed=looked.ids)
    if changeset.id not in looked.ids:
        raise ParcelError("The parcel changed while it was read.")
    return changeset


def _brings(store: Store, reading: Reading, looked: _Looked) -> bool:
    """Whether anything in it is not here yet."""
    conn = store.conn
    here = all(sharing.has_changeset(conn, one) or sharing.is_aside(conn, one) for one in looked.ids)
    return not here or (reading.manifest.blobs > 0 and bool(sharing.withheld(conn)))


class _Receiving:
    """The one transaction in which everything is written. `project` is None while there is none yet."""

    def __init__(
        self, store: Store, reading: Reading, looked: _Looked, watch: Watch, project: Project | None = None
    ) -> None:
        self._store = store
        self._conn = store.conn
        self._reading = reading
        self._looked = looked
        self._watch = watch
        self._project = project

    def run(self, *, replica: str, dry: bool) -> Report:
        """Write it all, and take it back for a dry run. `replica` is that of the project."""
        made: list[Report] = []
        with suppress(_DryRunError), self._store.atomic():
            made.append(self._write())
            if dry:
                raise _DryRunError
            self._hear(replica)
        return replace(made[0], applied=not dry)

    def _write(self) -> Report:
        before, disputed = sharing.appended(self._conn), sharing.disputed(self._conn)
        approved = ways.approved(self._store)
        sender = self._reading.manifest.sender
        applying = Applying(self._store, {sender.key: sender.name})
        late = self._bring_blobs()
        for number, line in self._watch.each(self._reading.lines(), self._reading.manifest.changesets, "Receiving"):
            applying.take(_again(number, line, self._looked), line)
        applying.finish()
        self._compare(before, applying)
        report = self._report(before, disputed, applying, late)
        if self._project is None:
            return report
        reopened = tuple(_reopened(self._project, approved))
        return replace(report, titles=_titles(self._project, report), reopened=reopened)

    def _hear(self, replica: str) -> None:
        """Remember what the sender has, for the parcels that go the other way."""
        sender, tips = self._reading.manifest.sender, self._reading.manifest.tips
        if sender.replica != replica:
            sharing.hear(self._conn, Peer(sender.replica, sender.key, sender.name, tips, now()))

    def _bring_blobs(self) -> set[str]:
        """Keep those bytes that a changeset of the parcel brings or that were left out before; others are nobody's.

        Gives those that had been left out.
        """
        withheld = sharing.withheld(self._conn)
        wanted = self._looked.brought | withheld
        for digest, data in self._reading.blobs():
            if digest in wanted and sharing.lacking(self._conn, [digest]):
                self._check_text(digest, data)
                sharing.bring(self._conn, digest, data)
        return withheld - sharing.withheld(self._conn)

    def _check_text(self, digest: str, data: bytes) -> None:
        """Refuse the text of a document that is none: nobody could open the document, nor export the others."""
        if digest in self._looked.texts or sharing.documents_of(self._conn, [digest]):
            try:
                data.decode()
            except UnicodeDecodeError as error:
                words = f"The text {digest} of a document is not UTF-8 ({error.reason} at byte {error.start})."
                raise ParcelError(words, place="blobs") from error

    def _compare(self, before: tuple[int, int], applying: Applying) -> None:
        """Stop where what came of it is not what was announced."""
        after = sharing.appended(self._conn)
        if (after[0] - before[0], after[1] - before[1]) != (applying.new, applying.revisions):
            raise ParcelError("Not all of it arrived in the project. Nothing was changed; please report this.")
        if journal.tips(self._conn) != self._reading.manifest.tips:
            return
        touched = {subject for _, subject in self._looked.subjects}
        if state.of_subjects(self._conn, touched) != self._reading.manifest.state:
            raise ParcelError(
                "The project would not say the same as its sender's, though both hold the same history. Nothing was "
                "changed. Use the same version of Curator, and run “curator verify” on both."
            )

    def _report(
        self, before: tuple[int, int], disputed: set[tuple[str, str]], applying: Applying, late: set[str]
    ) -> Report:
        conn, manifest = self._conn, self._reading.manifest
        shown = sharing.documents_of(conn, late) if late else ()
        return Report(
            project=manifest.project,
            project_name=manifest.project_name,
            sender=manifest.sender.name,
            fingerprint=fingerprint(manifest.sender.key),
            sender_known=sharing.key_is_known(conn, manifest.sender.key),
            sender_revoked=authority.revocation(conn, manifest.sender.key),
            made_at=manifest.made_at,
            changesets=manifest.changesets,
            new=applying.new,
            known=applying.known,
            revisions=applying.revisions,
            made=by_kind(applying.made),
            changed=by_kind(applying.changed),
            conflicts=tuple(sharing.new_conflicts(conn, disputed)),
            refused=tuple(sharing.refused_since(conn, before[0])),
            aside=applying.aside,
            waiting=len(self._looked.ids & sharing.ids_aside(conn)),
            missing=tuple(sharing.missing(conn)),
            strangers=tuple(_strangers(self._store)),
            withheld=len(sharing.withheld(conn)),
            texts=len(late),
            changes=_changes(applying, journal.tips(conn), shown) if applying.new or late else Changes(),
        )


def _titles(project: Project, report: Report) -> dict[str, str]:
    """What those subjects and documents are called that conflicts and refusals speak of, and that may be seen here."""
    about = [(one.kind, one.subject) for one in (*report.conflicts, *report.refused)]
    about += [(Kind.DOCUMENT, one.document) for one in report.conflicts if one.document]
    found: dict[str, str] = {}
    for kind, subject in about[:_MOST_NAMED]:
        with suppress(NotFoundError):  # nothing of it counts
            body = shown_body(project, Kind(kind), subject)
            if not conflicts.is_hidden(project, body):
                found[subject] = conflict_wording.title(project, Kind(kind), body)
    return found


def _reopened(project: Project, approved: set[tuple[str, str]]) -> Iterator[Reopened]:
    """The work that was approved and is not any more, though nobody took the approval back."""
    only = sees_as(project)
    for document, title, annotator, name, now_is in ways.approved_in_vain(project.store):
        if (document, annotator) in approved and only in (None, annotator):
            yield Reopened(document, title, annotator, name or wording.UNKNOWN_PERSON, DocumentState(now_is))


def _changes(applying: Applying, tips: tuple[str, ...], shown: Iterable[tuple[str, str]] = ()) -> Changes:
    touched = changes_by_kind({*applying.made, *applying.changed, *shown})
    return Changes("receive a parcel", tips[0] if tips else "", now(), focus=None, left="", **touched)


__all__ = ["Report", "Stranger", "apply_waiting", "examine", "examine_new", "receive", "receive_new", "strangers"]
