"""Writing files such that they are there whole or not at all."""

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from curator.domain.errors import StorageError


@contextmanager
def replacing(target: Path, *, private: bool = False) -> Generator[BinaryIO]:
    """A file to write to that takes the place of `target` when the block ends well, and leaves no trace if not.

    The bytes are on disk before the name changes hands. `private` makes it readable by its owner alone.

    Raises:
        StorageError: the folder can't be written, or the disk is full; `target` is as it was.
    """
    temporary: Path | None = None
    try:
        with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name[:40]}.", delete=False) as file:
            temporary = Path(file.name)
            if not private:
                _allow_reading(temporary, target)
            yield file  # type: ignore[misc]  # the wrapper has all that a BinaryIO has
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise StorageError(
            f"The file can't be written ({error.strerror or error}). What was there before is unchanged.",
            place=str(target),
        ) from error
    finally:
        if temporary:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _allow_reading(temporary: Path, target: Path) -> None:
    """Temporary files are private; an export is to be as readable as any file the person makes."""
    if os.name == "posix":
        umask = os.umask(0)
        os.umask(umask)
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~umask
        temporary.chmod(mode)


def put_in_place(finished: Path, target: Path) -> None:
    """Give a finished file its name, on disk when this returns, without ever taking the place of another.

    Raises:
        StorageError: there is a file of that name already, or the folder can't be written.
    """
    try:
        try:
            os.link(finished, target)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if target.exists():
                raise FileExistsError from None
            finished.rename(target)
        sync_folder(target.parent)
    except FileExistsError as error:
        raise StorageError("There is a file of that name already. Choose another name.", place=str(target)) from error
    except OSError as error:
        raise StorageError(f"The file can't be written ({error.strerror}).", place=str(target)) from error
    finished.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """The new name is on disk only when the folder is; Windows has no such thing."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
