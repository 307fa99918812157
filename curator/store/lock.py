"""One writer a file: a lock that the operating system lets go of when its process ends, however it ends."""

from pathlib import Path

from curator.domain.errors import StorageError


class WriterLock:
    """The right to write to one project file. Lies beside it as `.NAME.lock`, by whatever link the file was named."""

    def __init__(self, project: Path) -> None:
        project = project.resolve()
        from filelock import FileLock  # takes its time to import, and those who only read never need it

        self._path = project.with_name(f".{project.name}.lock")
        # A project may be opened in a background thread and closed in another: the lock is the process's.
        self._lock = FileLock(self._path, blocking=False, thread_local=False)

    def take(self) -> bool:
        """Whether the lock could be had.

        Raises:
            StorageError: the folder can't be written, so that there can be no lock.
        """
        from filelock import Timeout

        try:
            self._lock.acquire()
        except Timeout:
            return False
        except OSError as error:
            raise StorageError(
                f"The folder can't be written ({error.strerror}), so the project can't be changed there.",
                place=str(self._path.parent),
            ) from error
        return True

    def release(self) -> None:
        """Let others write. The file stays: taking it away could let two others lock two files of one name."""
        self._lock.release()
