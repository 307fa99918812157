"""Handing in: a parcel with what somebody else lacks, for e-mail, a stick or a shared folder.

A parcel for somebody leaves out what their own parcels have shown that they have; a lost parcel is made up for by the
next. Chosen documents mean chosen texts: the history goes along as a whole, because only then can it be checked
(decision record 0020).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from curator.domain.errors import CuratorError, InvalidError
from curator.services.files import replacing
from curator.services.people import PersonEntry, find_person, list_people
from curator.services.project import SOFTWARE, Project, now
from curator.services.reading import find_document
from curator.sharing import parcel
from curator.sharing.parcel import Manifest, Sender
from curator.sharing.parcel_writing import Writer
from curator.store import journal, sharing, state
from curator.store.database import Store


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A parcel that was written: what is in it, and for whom (None for anybody)."""

    path: Path
    changesets: int
    revisions: int
    blobs: int
    to: str | None
    sealed: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What goes into a parcel: changesets by their numbers, and blobs by their names."""

    numbers: tuple[range, ...]
    blobs: tuple[str, ...]
    documents: tuple[str, ...] | None = None


def hand_in(
    project: Project,
    target: Path,
    *,
    to: str | None = None,
    documents: Sequence[str] | None = None,
    sealed: bool = False,
) -> HandedIn:
    """Write a parcel with all that its receiver is not known to have. An earlier file of that name is replaced.

    Args:
        project: the project.
        target: the file.
        to: a person (name, key, id); without one, everything there is goes into the parcel.
        documents: whose texts go along (titles, ids); those that the changesets bring, where none are given.
        sealed: only the receiver can open it.

    Raises:
        NotFoundError: there is no such person or document.
        InvalidError: it is to be sealed, but to whom?
        StorageError: the file can't be written; what was there before is unchanged.
    """
    receiver = _receiver(project, to) if to else None
    if sealed and receiver is None:
        raise InvalidError("A parcel is sealed to one person: say to whom it goes.")
    keys = [key.public for key in receiver.keys if not key.revoked] if receiver else []
    if sealed and not keys:
        raise InvalidError("This person has no key that holds, so that nothing can be sealed to them.")
    with project.store.snapshot():
        choice = _choice(project, keys, documents)
        with replacing(target) as file:
            writer = Writer(file, sealed_to=keys if sealed else ())
            write(project, writer, choice)
    return HandedIn(target, writer.changesets, writer.revisions, writer.blobs, receiver and receiver.id, sealed)


def _receiver(project: Project, given: str) -> PersonEntry:
    ident = find_person(project, given)
    return next(one for one in list_people(project) if one.id == ident)


def _choice(project: Project, keys: Sequence[str], documents: Sequence[str] | None) -> Choice:
    conn = project.store.conn
    numbers = tuple(sharing.unknown_to(conn, [peer.tips for peer in sharing.peers(conn, keys)] if keys else []))
    if documents is None:
        return Choice(numbers, tuple(sorted(set(sharing.brought_by(conn, numbers)))))
    chosen = tuple(sorted({find_document(project, one) for one in documents}))
    return Choice(numbers, tuple(sharing.blobs_of_documents(conn, chosen)), chosen)


def write(project: Project, writer: Writer, choice: Choice) -> Manifest:
    """Write a parcel of these changesets and blobs, signed by who sits here. Needs a snapshot of the project."""
    conn = project.store.conn
    writer.put_changesets(sharing.changesets_in(conn, choice.numbers))
    writer.put_blobs(_blobs(project.store, choice.blobs))
    return writer.finish(lambda written: _manifest(project, written, choice), project.author.sign)


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
