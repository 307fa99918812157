"""Putting a project under another passphrase, or one that lay open under its first.

The project is copied under the new key, the copy verified, and put in the place of the old file, of which nothing is
kept. Broken off at any moment, the project is the old or the new one.
"""

from pathlib import Path

from curator.domain.errors import StorageError
from curator.services import unlocking
from curator.services.mending import is_sound
from curator.services.project import place_of
from curator.services.swapping import alone_with, replace_without_trace
from curator.services.verifying import Progress, verify
from curator.store import backup as copying
from curator.store import database, local, salvage
from curator.store.database import Connect


def rekey(path: Path, passphrase: str, *, progress: Progress = lambda _done, _all, _what: None) -> None:
    """Put a project under a passphrase; it must have been unlocked. Backups made before keep the one they have.

    Raises:
        CuratorError: another window has the project open; it is damaged; the passphrase is too short; the disk is
            full. It is as it was.
    """
    with alone_with(path) as partial:
        database.open_store(path, read_only=False).close()  # which brings its log home, and finds it in order
        connector = unlocking.new_connector(passphrase)
        if unlocking.is_encrypted(path):
            _copy(path, partial, connector, progress)
        else:
            _move_in(path, partial, connector, progress)
        _bind(partial)
        if damage := [defect for defect in verify(partial, progress=progress) if defect.damage]:
            raise StorageError(f"The copy is not in order ({damage[0].message}): run “verify”.", place=str(path))
        replace_without_trace(path, partial)


def _copy(path: Path, partial: Path, connector: Connect, progress: Progress) -> None:
    store = database.open_store(path, read_only=True)
    try:
        copying.copy(store, partial, progress, connector=connector)
    finally:
        store.close()


def _move_in(path: Path, partial: Path, connector: Connect, progress: Progress) -> None:
    """SQLCipher does not copy pages from an open file into an encrypted one: the history goes over by changesets."""
    store = database.create(partial, connector=connector)
    try:
        with salvage.reading(path) as source:
            done = salvage.into(
                store,
                source,
                is_sound=is_sound,
                elsewhere=salvage.Nowhere(),
                tell=lambda done, total: progress(done, total, "Encrypting") if done % 50 == 0 else None,
            )
    finally:
        store.close()
    if not done.whole:
        raise StorageError("The project is not in order: run “verify”. Nothing was changed.", place=str(path))


def _bind(partial: Path) -> None:
    """It stays the replica that it was."""
    store = database.open_store(partial, read_only=False)
    try:
        with store.atomic() as conn:
            local.put(conn, "place", place_of(partial))
    finally:
        store.close()
