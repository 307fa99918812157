"""The exchange folder: parcels are put there and picked up without a word.

Each parcel is a file of its own name, written beside and then renamed, and never changed: whoever looks sees it whole
or not at all. What lies in the folder is known from the manifests of what lies there, so that a parcel that somebody
took away is put out again.
"""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from curator.domain.errors import CuratorError, StorageError
from curator.domain.ids import new_id
from curator.services.files import replacing
from curator.services.handing_in import Choice, write
from curator.services.people import list_people
from curator.services.project import Project
from curator.services.receiving import Report, receive
from curator.services.watching import Cancelled, Progress, Watch, never, quietly
from curator.sharing.keys import NotForYouError
from curator.sharing.parcel import ENDING, Manifest, ParcelError
from curator.sharing.parcel_reading import manifest_of
from curator.sharing.parcel_writing import Writer
from curator.sharing.sealing import is_for_all
from curator.store import journal, local, sharing

_FOLDER: Final = "exchange"
_SEALED: Final = "exchange sealed"
_STOPPED: Final = "The exchange was stopped. What it has brought until then stays."


@dataclass(frozen=True, slots=True)
class Refused:
    """A file of the folder that could not be received, and why."""

    path: Path
    message: str


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What went out and what came in; `refused` are parcels that could not be read or received, and why.

    One that is half written, or damaged, is tried again each time. What is for others is none of them: parcels of
    other projects, or sealed to somebody else.
    """

    put: Path | None
    received: tuple[Report, ...]
    refused: tuple[Refused, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing went either way."""
        return self.put is None and all(report.empty for report in self.received)

    @property
    def whole(self) -> bool:
        """Whether all that lay there has come in, and counts."""
        return not self.refused and all(report.whole for report in self.received)


@dataclass(frozen=True, slots=True)
class Lying:
    """What lies in the folder. `sign` is another as soon as anything there or here is; `revisions` may be received."""

    sign: str
    revisions: int


def folder(project: Project) -> Path | None:
    """The exchange folder of this copy of the project, or None."""
    kept = local.get(project.store.conn, _FOLDER)
    return Path(kept) if kept else None


def is_sealed(project: Project) -> bool:
    """Whether what this copy puts into the exchange folder is sealed to the people of the project."""
    return local.get(project.store.conn, _SEALED) is not None


def set_folder(project: Project, path: Path | None, *, sealed: bool | None = None) -> None:
    """Exchange parcels through a folder from now on, or with None through none.

    `sealed` is whether what is put there can be opened only by those who are people of the project then; None leaves
    it as it is.

    Raises:
        StorageError: it is no folder.
    """
    if path is not None and not path.is_dir():
        raise StorageError("There is no such folder.", place=str(path))
    with project.store.atomic() as conn:
        local.put(conn, _FOLDER, str(path.absolute()) if path else "")
        if sealed:
            local.put(conn, _SEALED, "yes")
        elif sealed is False:
            local.drop(conn, _SEALED)


def look(project: Project, sign: str = "") -> Lying:
    """What may be received from the exchange folder; nothing where `sign` is still that of the last time.

    Raises:
        StorageError: there is no folder set, or it can't be reached.
    """
    with _reaching(project) as place:
        now = _sign(project, place)
        if now == sign:
            return Lying(now, 0)
        news = [manifest for _, manifest in _look_into(project, place)[0] if _holds_news(project, manifest)]
    return Lying(now, sum(manifest.revisions for manifest in news))


def _sign(project: Project, place: Path) -> str:
    lying = sorted((path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in place.glob(f"*{ENDING}"))
    return sha256(repr((journal.tips(project.store.conn), lying)).encode()).hexdigest()


def exchange(
    project: Project, *, copy: bool = True, progress: Progress = quietly, cancelled: Cancelled = never
) -> Exchanged:
    """Pick up what is new in the exchange folder, and put out what is new here. Does nothing where nothing is new.

    `copy` is whether the project is copied before anything is received.

    Raises:
        StorageError: there is no folder set, or it can't be reached or written.
        CancelledError: it was stopped; of what it had begun with, nothing was taken or put out.
    """
    watch = Watch(progress, cancelled, _STOPPED)
    with _reaching(project) as place:
        received, refused = _pick_up(project, place, watch, copy=copy)
        return Exchanged(_put_out(project, place, watch), tuple(received), tuple(refused))


def put_out(project: Project) -> Path | None:
    """Put out what is new here and pick nothing up, before the project is closed; None where nothing is new.

    Raises:
        StorageError: there is no folder set, or it can't be reached or written.
    """
    with _reaching(project) as place:
        return _put_out(project, place, Watch())


@contextmanager
def _reaching(project: Project) -> Generator[Path]:
    """The exchange folder, for as long as it can be reached."""
    place = folder(project)
    if place is None:
        raise StorageError("No exchange folder has been set for this project.")
    away = StorageError(
        f"The exchange folder “{place.name}” can't be reached. Is the drive connected? Your work is safe here, and the "
        "exchange goes on as soon as the folder is there.",
        place=str(place),
    )
    if not place.is_dir():
        raise away
    try:
        yield place
    except OSError as error:
        raise away from error


def _pick_up(project: Project, place: Path, watch: Watch, *, copy: bool) -> tuple[list[Report], list[Refused]]:
    received: list[Report] = []
    parcels, refused = _look_into(project, place)
    for path, manifest in parcels:
        if not _holds_news(project, manifest):
            continue
        try:
            # One copy of the project is enough for all that comes at once.
            copy = copy and not any(report.backup for report in received)
            received.append(receive(project, path, copy=copy, progress=watch.progress, cancelled=watch.cancelled))
        except ParcelError as error:
            refused.append(Refused(path, error.message))
    return received, refused


def _holds_news(project: Project, manifest: Manifest) -> bool:
    if manifest.sender.replica == project.replica:
        return False
    conn = project.store.conn
    return any(not sharing.has_changeset(conn, tip) and not sharing.is_aside(conn, tip) for tip in manifest.ends)


def _look_into(project: Project, place: Path) -> tuple[list[tuple[Path, Manifest]], list[Refused]]:
    """The parcels of this project in the folder, the oldest first, and those that can't be read."""
    found: list[tuple[Path, Manifest]] = []
    unreadable: list[Refused] = []
    for path in sorted(place.glob(f"*{ENDING}")):
        try:
            manifest = manifest_of(path, project.author.unseal)
        except NotForYouError:
            continue
        except CuratorError as error:
            unreadable.append(Refused(path, error.message))
        else:
            if manifest.project == project.id:
                found.append((path, manifest))
    return found, unreadable


def _put_out(project: Project, place: Path, watch: Watch) -> Path | None:
    """Write what is not in the folder yet; None where everything is."""
    keys = _keys(project) if is_sealed(project) else []
    with project.store.snapshot() as conn:
        parcels = _look_into(project, place)[0]
        known = _lying_there(project, [manifest for path, manifest in parcels if is_for_all(path, keys)])
        numbers = tuple(sharing.unknown_to(conn, [known] if known else []))
        if not numbers:
            return None
        blobs = tuple(sorted(set(sharing.brought_by(conn, numbers))))
        path = place / f"{project.id[:12]}-{new_id()}{ENDING}"
        with _saying_what_is_lost(path), replacing(path) as file:
            write(project, Writer(file, sealed_to=keys), Choice(numbers, blobs), watch)
    return path


@contextmanager
def _saying_what_is_lost(path: Path) -> Generator[None]:
    """Of a parcel that can't be written: into which folder, and that nothing is lost."""
    try:
        yield
    except StorageError as error:
        why = getattr(error.__cause__, "strerror", None) or error.message
        raise StorageError(
            f"Your work can't be put into the exchange folder “{path.parent.name}” ({why}). It is safe here, and goes "
            "out as soon as the folder can be written.",
            place=str(path),
        ) from error


def _keys(project: Project) -> list[str]:
    """The keys of all who may open what is put out now. Whoever is added later finds it put out again for them."""
    people = [one for one in list_people(project) if one.roles]
    keys = {key.public for one in people for key in one.keys if not key.revoked}
    return sorted(keys | {project.author.public_key})


def _lying_there(project: Project, manifests: list[Manifest]) -> list[str]:
    """The ends of what the folder holds without a gap: of a parcel whose base is missing, nothing counts as there."""
    conn = project.store.conn
    waiting = _believed(project, manifests)
    known: list[str] = []
    while grounded := [one for one in waiting if sharing.all_rest_on(conn, known, one.base)]:
        known += [end for one in grounded for end in one.ends]
        waiting = [one for one in waiting if one not in grounded]
    return known


def _believed(project: Project, manifests: list[Manifest]) -> list[Manifest]:
    """One's own manifests, and those of people whose keys hold as long as they don't speak for oneself.

    That one's own work lies there counts by one's own word alone: else somebody who says that it does keeps it from
    everybody else.
    """
    conn, me = project.store.conn, project.author.public_key
    own = [one for one in manifests if one.sender.key == me]
    missing = sharing.first_outside(conn, me, [(one.ends, one.base) for one in own])
    others = [one for one in manifests if one.sender.key != me and sharing.key_holds(conn, one.sender.key)]
    return own + [one for one in others if not sharing.rest_on_any(conn, one.ends, missing)]
