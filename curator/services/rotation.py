"""Backups that come by themselves: on opening, hourly while the project changes, and before much of it changes at once.

The clock is handed in. The old ones are thinned out: all of the last 24 hours are kept, then one a day for four weeks,
then one a week for a year. The newest always stays, and so does every backup that somebody asked for. Those from
before something are thinned out by themselves, so that they take nobody's place.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from curator.services import backup_list, backups
from curator.services.backup_list import Backup
from curator.services.project import Project
from curator.services.verifying import Cancelled, Progress
from curator.store import backup as copying

Clock = Callable[[], datetime]
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
DAILY, WEEKLY = 4 * WEEK, 52 * WEEK


def utc() -> datetime:
    """The time now."""
    return datetime.now(UTC)


def is_due(project: Project, *, clock: Clock = utc, opening: bool = False) -> bool:
    """Whether the project changed since its newest verified backup, which while it is open is an hour old or none."""
    newest = next((each for each in backup_list.made_from(project.path) if each.note.checked), None)
    if newest is None:
        return True
    age = clock() - newest.made
    # A backup from the future is no reason to wait for it.
    return newest.note.state != copying.state(project.store) and (opening or age >= HOUR or age < timedelta(0))


def rotate(
    project: Project,
    *,
    clock: Clock = utc,
    opening: bool = False,
    progress: Progress = lambda _done, _all, _what: None,
    cancelled: Cancelled = lambda: False,
) -> Backup | None:
    """Make the backup that is due, and thin out the old ones; gives the new one, None where none was due.

    Raises:
        StorageError: it can't be written. The project and the older backups are as they were.
        CancelledError: it was stopped.
    """
    if not is_due(project, clock=clock, opening=opening):
        return None
    now = clock()
    backup_list.clear_away(now)
    path = backups.back_up_by_itself(project, _stamp(now), progress=progress, cancelled=cancelled)
    there = _thin_out(project, now)
    return next((backup for backup in there if backup.path == path), None)


def back_up_before(project: Project, act: str, *, verified: bool = True, clock: Clock = utc) -> Path:
    """Copy a project before something that changes much of it at once, and thin out the old ones; gives the new one.

    Raises:
        StorageError: it can't be written, or the project is damaged. Nothing has been done yet.
    """
    now = clock()
    path = backups.back_up_before(project, act, _stamp(now), verified=verified)
    _thin_out(project, now)
    return path


def back_up_before_series(
    project: Project, act: Literal["import", "removal"], *, verified: bool = True, clock: Clock = utc
) -> Path | None:
    """The same before acts of which people do many one after the other: one copy, from before the first of them.

    Gives None where there is such a copy already, or nothing to keep: never a document.

    Raises:
        StorageError: it can't be written, or the project is damaged. Nothing has been done yet.
    """
    if copying.is_without_documents(project.store):
        return None
    notes = (each.note for each in backup_list.made_from(project.path) if each.note.checked or each.note.before)
    if any(copying.precedes(project.store, act, note.state, note.changesets) for note in notes):
        return None
    return back_up_before(project, act, verified=verified, clock=clock)


def _stamp(now: datetime) -> str:
    return now.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _thin_out(project: Project, now: datetime) -> list[Backup]:
    """Take away the backups of a project that may go; gives those that there were."""
    there = backup_list.made_from(project.path)
    backup_list.remove(expired(there, now))
    return there


def expired(there: Iterable[Backup], now: datetime) -> list[Backup]:
    """Which backups may go. Of a day or a week the newest stays."""
    automatic = [each for each in there if each.note.automatic]
    own = [each for each in automatic if not each.note.before]
    return _expired(own, now) + _expired([each for each in automatic if each.note.before], now)


def _expired(automatic: list[Backup], now: datetime) -> list[Backup]:
    newest_first = sorted(automatic, key=lambda each: each.made, reverse=True)
    kept: set[tuple[str, ...]] = set()
    gone: list[Backup] = []
    for number, backup in enumerate(newest_first):
        place = _place(backup.made, now - backup.made)
        if number and (place is None or place in kept):
            gone.append(backup)
        elif place:
            kept.add(place)
    return gone


def _place(made: datetime, age: timedelta) -> tuple[str, ...] | None:
    """What a backup is the only one of: itself, its day, its week; None where it is too old for any."""
    if age <= DAY:
        return ("itself", made.isoformat())
    if age <= DAILY:
        return ("day", made.date().isoformat())
    year, week, _ = made.isocalendar()
    return ("week", f"{year}-{week}") if age <= WEEKLY else None
