"""The sample project: the texts in `data/`, imported as anybody would import them, then their annotations."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from curator.domain.errors import CuratorError, StorageError
from curator.domain.ids import new_id
from curator.services import project as projects
from curator.services.home import data_folder
from curator.services.identity import Author
from curator.services.schemes import default_scheme
from curator.shipped import folder

FILE: Final = "sample.curator"
FIRST: Final = "new-york-presentation.txt"
"""The text to open it with: the one that shows most in a screenful."""
_DATASET: Final = "annotations.json"
Progress = Callable[[int, int, str], None]


def sample_path() -> Path:
    """Where the person's own copy of the sample project lies, once it was made."""
    return data_folder() / FILE


def make_sample(
    author: Author, path: Path, *, progress: Progress, cancelled: Callable[[], bool] = lambda: False
) -> Path:
    """Make the sample project at `path`, unless it is there already. It appears when it is whole.

    Raises:
        StorageError: the folder can't be written.
        CancelledError: it was stopped; nothing is left behind.
    """
    if path.exists():
        return path
    partial = path.with_name(f".{path.name}.{new_id()}.making.curator")
    try:
        with projects.create(partial, name="Sample project", scheme=default_scheme(), author=author) as project:
            _fill(project, progress, cancelled)
        partial.replace(path)
    except OSError as error:
        raise StorageError(f"The sample project can't be made ({error.strerror}).", place=str(path)) from error
    finally:
        for left in partial.parent.glob(f"{partial.name}*"):
            left.unlink(missing_ok=True)
    return path


def _fill(project: projects.Project, progress: Progress, cancelled: Callable[[], bool]) -> None:
    from curator.services import importing  # not while the window starts

    data = folder("data")
    for paths in (sorted(data.glob("*.txt")), [data / _DATASET]):
        report = importing.import_paths(project, paths, progress=progress, cancelled=cancelled)
        for item in report.items:
            if item.outcome == "refused":
                raise CuratorError(f"The sample can't be imported: {item.message}", place=str(item.path))
