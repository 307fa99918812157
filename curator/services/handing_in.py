"""Handing in: a parcel with what somebody else lacks, for e-mail, a stick or a shared folder.

A parcel for somebody leaves out what their own parcels have shown that they have; a lost parcel is made up for by the
next. Chosen documents mean chosen texts: the history goes along as a whole, because only then can it be checked
(decision record 0020).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from curator.domain.errors import CuratorError, InvalidError
from curator.services.files import replacing
from curator.services.people import PersonEntry, find_person, list_people
from curator.services.project import SOFTWARE, Project, now
from curator.services.reading import find_document
from curator.services.watching import Cancelled, Progress, Watch, never, quietly
from curator.sharing import parcel
from curator.sharing.parcel import Manifest, Sender
from curator.sharing.parcel_writing import Writer
from curator.store import journal, sharing, state
from curator.store.database import Store

_STOPPED: Final = "Handing in was stopped. No parcel was written."


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A parcel that was written: what is in it, and for whom (None for anybody). `subjects` are counted by kind."""

    path: Path
    changesets: int
    revisions: int
    blobs: int
    to: str | None
    sealed: bool
    subjects: dict[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True)
class Lack:
    """How many changesets somebody is not known to have.

    `heard_at` is when their last parcel came, a UTC ISO time; None where none did, so that all goes to them.
    """

    changesets: int
    heard_at: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """What goes into a parcel: changesets by their numbers, and blobs by their names."""

    numbers: tuple[range, ...]
    blobs: tuple[str, ...]
    documents: tuple[str, ...] | None = None


def hand_in(  # noqa: PLR0913 - what the command line lets people say
    project: Project,
    target: Path,
    *,
    to: str | None = None,
    documents: Sequence[str] | None = None,
    sealed: bool = False,
    everything: bool = False,
    progress: Progress = quietly,
    cancelled: Cancelled = never,
) -> HandedIn:
    """Write a parcel with all that its receiver is not known to have. An earlier file of that name is replaced.

    Args:
        project: the project.
        target: the file.
        to: a person (name, key, id); without one, everything there is goes into the parcel.
        documents: whose texts go along (titles, ids); those that the changesets bring, where none are given.
        sealed: only the receiver can open it.
        everything: also what the receiver is known to have, as for a new computer of theirs.
        progress: told how far it is.
        cancelled: whether to stop.

    Raises:
        CancelledError: it was stopped; what was there before is unchanged.
        NotFoundError: there is no such person or document.
        InvalidError: it is to be sealed, but to whom?
        StorageError: the file can't be written; what was there before is unchanged.
    """
    watch = Watch(progress, cancelled, _STOPPED)
    receiver = _receiver(project, to) if to else None
    if sealed and receiver is None:
        raise InvalidError("A parcel is sealed to one person: say to whom it goes.")
    keys = _keys(receiver) if receiver else []
    if sealed and not keys:
        raise InvalidError("This person has no key that holds, so that nothing can be sealed to them.")
    with project.store.snapshot():
        choice = _choice(project, [] if everything else keys, documents)
        subjects = sharing.subjects_by_kind(project.store.conn, choice.numbers)
        with replacing(target) as file:
            writer = Writer(file, sealed_to=keys if sealed else ())
            write(project, writer, choice, watch)
    counts = writer.changesets, writer.revisions, writer.blobs
    return HandedIn(target, *counts, receiver and receiver.id, sealed, subjects)


def lacked_by(project: Project, to: str) -> Lack:
    """What a parcel for a person would bring them, as far as is known here.

    Raises:
        NotFoundError: there is no such person.
    """
    conn, keys = project.store.conn, _keys(_receiver(project, to))
    heard = [peer.heard_at for peer in sharing.peers(conn, keys)]
    return Lack(sum(len(part) for part in _unknown_to(project, keys)), max(heard, default=None))


def _keys(person: PersonEntry) -> list[str]:
    return [key.public for key in person.keys if not key.revoked]


def _receiver(project: Project, given: str) -> PersonEntry:
    ident = find_person(project, given)
    return next(one for one in list_people(project) if one.id == ident)


def _choice(project: Project, keys: Sequence[str], documents: Sequence[str] | None) -> Choice:
    conn = project.store.conn
    numbers = _unknown_to(project, keys)
    if documents is None:
        return Choice(numbers, tuple(sorted(set(sharing.brought_by(conn, numbers)))))
    chosen = tuple(sorted({find_document(project, one) for one in documents}))
    return Choice(numbers, tuple(sharing.blobs_of_documents(conn, chosen)), chosen)


def _unknown_to(project: Project, keys: Sequence[str]) -> tuple[range, ...]:
    """The numbers of the changesets that those of these keys are not known to have; of all, without any keys."""
    conn = project.store.conn
    return tuple(sharing.unknown_to(conn, [peer.tips for peer in sharing.peers(conn, keys)] if keys else []))


def write(project: Project, writer: Writer, choice: Choice, watch: Watch) -> Manifest:
    """Write a parcel of these changesets and blobs, signed by who sits here. Needs a snapshot of the project."""
    changesets = sharing.changesets_in(project.store.conn, choice.numbers)
    total = sum(len(part) for part in choice.numbers)
    blobs = _blobs(project.store, choice.blobs)
    try:
        writer.put_changesets(watch.each(changesets, total, "Writing the changesets"))
        writer.put_blobs(watch.each(blobs, len(choice.blobs), "Writing the texts"))
        return writer.finish(lambda written: _manifest(project, written, choice), project.author.sign)
    except BaseException:
        writer.abandon()
        raise


def _blobs(store: Store, digests: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Those of the bytes that are here; others were left out of the parcel that brought them."""
    for digest in digests:
        data = journal.blob(store.conn, digest)
        if data is not None:
            if not journal.is_intact(digest, data):
                raise CuratorError(f"The bytes {digest[:12]}… are damaged in this copy. Run “curator verify”.")
            yield digest, data


def _manifest(project: Project, written: Writer, choice: Choice) -> Manifest:
    conn = project.store.conn
    return Manifest(
        project=project.id,
        project_name=project.name[:200],
        sender=Sender(key=project.author.public_key, name=project.author.name[:200], replica=project.replica),
        made_at=now(),
        software=SOFTWARE,
        tips=journal.tips(conn),
        base=tuple(sorted(written.base)),
        ends=tuple(sorted(written.ends)),
        documents=choice.documents,
        changesets=written.changesets,
        revisions=written.revisions,
        blobs=written.blobs,
        changesets_sha256=written.hash_of(parcel.CHANGESETS),
        blobs_sha256=written.hash_of(parcel.BLOBS),
        state=state.of_subjects(conn, sharing.subjects_in(conn, choice.numbers)),
    )
