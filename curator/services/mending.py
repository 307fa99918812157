"""The doctor's hands: what of a project can be made anew is, after a copy of it as it was has been put aside.

A project is mended by copying its history, changeset by changeset as signed, into a new file, in which all else is
made from it; damaged parts of the history come from whichever backups hold them as they were signed. The new file
takes the old one's place only when it lacks no changeset, and nothing is amiss in it that was not before. Bytes of
which no backup has a sound copy stay as they are, and are named. Broken off at any moment, the project is the old or
the new one.
"""

from collections.abc import Collection, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from curator.domain.errors import CancelledError, CuratorError
from curator.domain.history import Changeset
from curator.services import backup_list
from curator.services.project import place_of
from curator.services.swapping import alone_with, put_in_place_of
from curator.services.verifying import Cancelled, Defect, Progress, altered, verify
from curator.store import database, integrity, journal, local, salvage
from curator.store.database import Store


@dataclass(frozen=True, slots=True)
class Mended:
    """What the doctor did.

    Attributes:
        repaired: the defects that are gone.
        left: those that are not, of which some need nobody.
        kept: the copy of the project as it was, byte for byte; None where nothing had to be repaired.
        from_backups: the ids of the changesets that came from backups.
        advice: what to do about those left.
    """

    repaired: tuple[Defect, ...] = ()
    left: tuple[Defect, ...] = ()
    kept: Path | None = None
    from_backups: tuple[str, ...] = ()
    advice: str = ""


def fix(
    path: Path, *, progress: Progress = lambda _done, _all, _what: None, cancelled: Cancelled = lambda: False
) -> Mended:
    """Check a project and repair what can be. Nothing that anybody wrote is taken away.

    Raises:
        CuratorError: another window has the project open; it is none; or the disk is full. It is as it was.
        CancelledError: it was stopped. The project is as it was.
    """
    with alone_with(path) as partial:
        before = verify(path, progress=progress, cancelled=cancelled)
        damage = [defect for defect in before if defect.damage]
        if not damage:
            return Mended(left=tuple(before), advice=advice(path, before))
        try:
            done = _made_anew(path, partial, progress, cancelled)
        except database.DamagedError:
            return Mended(left=tuple(before), advice=advice(path, before))
        after = verify(partial, progress=progress, cancelled=cancelled) if done.whole else before
        if not {_what(one) for one in after if one.damage} < {_what(one) for one in damage}:
            return Mended(left=tuple(before), advice=advice(path, before))
        kept = put_in_place_of(path, partial, word="fix")
    repaired = tuple(defect for defect in before if defect not in after)
    return Mended(repaired, tuple(after), kept, tuple(done.from_elsewhere), advice(path, after))


def _what(defect: Defect) -> tuple[str, str, str]:
    return defect.kind, defect.place, defect.id


def _made_anew(path: Path, partial: Path, progress: Progress, cancelled: Cancelled) -> salvage.Salvaged:
    def tell(done: int, total: int) -> None:
        if cancelled():
            raise CancelledError("The repair was stopped. Nothing was changed.")
        if done % 50 == 0:
            progress(done, total, "Making the project anew")

    store = database.create(partial, connector=database.connector_for(path))
    try:
        with salvage.reading(path) as source, backups_of(path) as others:
            done = salvage.into(store, source, is_sound=is_sound, elsewhere=others, tell=tell)
            salvage.keep_as_they_are(store, source, done.lost_blobs)
        with store.atomic() as conn:
            local.put(conn, "place", place_of(partial))
    finally:
        store.close()
    return done


def is_sound(changeset: Changeset) -> bool:
    """Whether a changeset is what was signed."""
    try:
        return altered(changeset) is None
    except (ValueError, TypeError, AttributeError):
        return False


class _Backups:
    """The backups of a project, opened one after the other when something is looked for."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._waiting = list(paths)
        self._open: list[Store] = []

    def changeset(self, ident: str) -> Changeset | None:
        """The changeset of that id as it was signed, from the newest backup that holds it."""
        return next((found for store in self._stores() if (found := _in(store, ident))), None)

    def changeset_at(self, seq: int, among: Collection[str]) -> Changeset | None:
        """The changeset of that number as it was signed, from the newest backup in which it is one of those."""
        for store in self._stores():
            ident = integrity.id_at(store, seq)
            if ident in among and (found := _in(store, ident)):
                return found
        return None

    def blob(self, digest: str) -> bytes | None:
        """The bytes of that name, from the newest backup that holds them."""
        for store in self._stores():
            data = integrity.blob(store, digest)
            if data is not None and journal.is_intact(digest, data):
                return data
        return None

    def _stores(self) -> Generator[Store]:
        yield from self._open
        while self._waiting:
            try:
                store = database.open_store(self._waiting.pop(0), read_only=True)
            except CuratorError:
                continue
            self._open.append(store)
            yield store

    def close(self) -> None:
        """Close those that were opened."""
        for store in self._open:
            store.close()


def _in(store: Store, ident: str) -> Changeset | None:
    try:
        found = journal.changeset_of(store.conn, ident)
    except (*database.UNREADABLE, ValueError, TypeError, CuratorError):
        return None
    return found if found and is_sound(found) else None


@contextmanager
def backups_of(path: Path) -> Generator[_Backups]:
    """The backups of a project, to look for what is damaged in it: what is taken from one is checked by itself."""
    found = sorted(backup_list.of(path), key=lambda backup: not backup.note.checked)
    others = _Backups(backup.path for backup in found)
    try:
        yield others
    finally:
        others.close()


def advice(path: Path, defects: Iterable[Defect]) -> str:
    """What to do about defects that were left; "" for none."""
    left = [defect for defect in defects if not defect.has_no_effect]
    if any(defect.damage for defect in left):
        return restore_advice(path)
    if left:
        return (
            "The file is as it was written: what is named was written amiss, and no copy of the file would be better. "
            "It can be put right by opening the project and changing it."
        )
    return ""


def restore_advice(path: Path) -> str:
    """Which backup to put in the place of a damaged project, and how."""
    newest = backup_list.newest_good(path)
    if newest is None:
        return "There is no verified backup of it. If there is a copy elsewhere: curator restore PROJECT COPY."
    at = newest.note.made_at[:16].replace("T", " ")
    return f"The newest backup that was verified is of {at} UTC: curator restore {quoted(path)} {quoted(newest.path)}"


def quoted(path: Path) -> str:
    """A path as a shell takes it."""
    import shlex

    return shlex.quote(str(path))
