"""Backups that come by themselves: on opening and hourly while the project changes; the old ones are thinned out.

The clock is handed in. All of the last 24 hours are kept, then one a day for four weeks, then one a week for a year;
the newest that was verified always stays, and so does every backup that somebody asked for.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

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
    made_at = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    path = backups.back_up_by_itself(project, made_at, progress=progress, cancelled=cancelled)
    there = backup_list.made_from(project.path)
    backup_list.remove(expired(there, now))
    return next((backup for backup in there if backup.path == path), None)


def expired(there: Iterable[Backup], now: datetime) -> list[Backup]:
    """Which backups may go. Of a day or a week the newest stays."""
    newest_first = sorted((each for each in there if each.note.automatic), key=lambda each: each.made, reverse=True)
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
