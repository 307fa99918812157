"""One writer a file: a lock that the operating system lets go of when its process ends, however it ends."""

import errno
import os
import sys
from pathlib import Path

from curator.domain.errors import StorageError

# The system's own calls, since what wraps them takes as long to import as the window to paint.
if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


_HELD_BY_ANOTHER = (errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK)


class WriterLock:
    """The right to write to one project file. Lies beside it as `.NAME.lock`, by whatever link the file was named."""

    def __init__(self, project: Path) -> None:
        project = project.resolve()
        self._path = project.with_name(f".{project.name}.lock")
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Whether the lock could be had.

        Raises:
            StorageError: the folder can't be written, so that there can be no lock.
        """
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
        except OSError as error:
            raise self._impossible(error) from error
        try:
            _lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            if error.errno in _HELD_BY_ANOTHER:
                return False
            raise self._impossible(error) from error
        self._descriptor = descriptor
        return True

    def _impossible(self, error: OSError) -> StorageError:
        return StorageError(
            f"The folder can't be written ({error.strerror}), so the project can't be changed there.",
            place=str(self._path.parent),
        )

    def release(self) -> None:
        """Let others write. The file stays: taking it away could let two others lock two files of one name."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
