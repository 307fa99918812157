"""The sample project: the texts in `data/`, imported as anybody would import them, then their annotations."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import orjson

from curator.domain.errors import CancelledError, CuratorError, StorageError
from curator.domain.ids import new_id
from curator.services import documents, reading
from curator.services import project as projects
from curator.services.home import data_folder
from curator.services.identity import Author
from curator.services.schemes import default_scheme
from curator.shipped import folder
from curator.store import local

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
    data = folder("data")
    _import(project, sorted(data.glob("*.txt")), progress, cancelled)
    _describe(project, data / _DATASET)
    _import(project, [data / _DATASET], progress, cancelled)
    _begin_here(project)


def _import(project: projects.Project, paths: list[Path], progress: Progress, cancelled: Callable[[], bool]) -> None:
    from curator.services import importing  # not while the window starts

    report = importing.import_paths(project, paths, progress=progress, cancelled=cancelled)
    if report.cancelled:
        raise CancelledError("Making the sample project was stopped.")
    for item in report.items:
        if item.outcome == "refused":
            raise CuratorError(f"The sample can't be imported: {item.message}", place=str(item.path))


def _describe(project: projects.Project, dataset: Path) -> None:
    """Give the texts the titles, languages and dates that the data set has for them."""
    known = {row.id for row in reading.documents(project)}
    for document in orjson.loads(dataset.read_bytes())["documents"]:
        if document["id"] in known:
            values = {name: document[name] for name in ("title", "language", "published") if document.get(name)}
            documents.describe(project, document["id"], **values)


def _begin_here(project: projects.Project) -> None:
    """Let the person's first Undo be about the first thing that they do, not about how the sample was made."""
    with project.store.atomic() as conn:
        while step := local.next_undo(conn, project.author.public_key):
            local.drop_step(conn, step.n)
