"""Files into the project: texts, folders of them, data sets. What can't be taken is named, and the rest goes on."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from curator.domain.errors import CuratorError
from curator.domain.people import Role
from curator.exchange import formats
from curator.exchange.formats import Format
from curator.services.import_report import Cancelled, ImportItem, ImportReport, Job, Outcome, Progress, tell_nobody
from curator.services.importing_texts import GROUP_BYTES, GROUP_FILES, TextImport, shown_name, why_no_text
from curator.services.project import Project

__all__ = ["ImportItem", "ImportReport", "Outcome", "import_paths"]

_DATASETS = (formats.JSON, formats.JSON_LINES)
_NOT_FOR_PEOPLE = {"thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"}
_OWN = (".curator", ".curator-wal", ".curator-shm", ".curator-journal")


@dataclass(frozen=True, slots=True)
class _File:
    """A file to import and what its name says of its format."""

    path: Path
    size: int
    format: Format


def import_paths(  # noqa: PLR0913 - what the command line lets people say
    project: Project,
    paths: Sequence[Path],
    *,
    encoding: str | None = None,
    format: str | None = None,  # noqa: A002 - the word of the command line
    progress: Progress = tell_nobody,
    cancelled: Cancelled = lambda: False,
    copy: bool = True,
) -> ImportReport:
    """Import files and whole folders.

    Texts of one small import are one step of Undo; data sets are none. When the person cancels or the disk is full,
    what is in stays in, and the report says what is.

    Args:
        project: where to.
        paths: files and folders, in any mixture.
        encoding: of texts; None recognises it.
        format: the name of a format for all of them; None goes by their names.
        progress: told bytes done, bytes in all, and the name of the file at hand.
        cancelled: asked between documents.
        copy: whether the project is copied before, as far as there is anything in it that no copy holds.

    Raises:
        NotAllowedError: the person may not import here.
        InvalidError: there is no such format.
    """
    project.require()
    forced = formats.by_name(format) if format else None
    job = Job(project, progress, cancelled, copied=not copy)
    files = _Walk(job, forced).over(paths)
    job.total = sum(file.size for file in files)
    texts = [file for file in files if file.format not in _DATASETS]
    whole = len(texts) <= GROUP_FILES and sum(file.size for file in texts) * 4 <= GROUP_BYTES
    # What Undo does is to withdraw, and that needs a supervisor.
    reader = TextImport(job, encoding, undoable=whole and Role.SUPERVISOR in project.roles)
    for file in files:
        if job.stops():
            break
        job.progress(0, file.path.name)
        _take(job, reader, file)
        job.done += file.size
    reader.flush()
    job.progress(0, "")
    if job.stopped:
        _name_untried(job, files)
    places = {file.path: place for place, file in enumerate(files)}
    job.items.sort(key=lambda item: places.get(item.path, -1))
    return job.report(_label(job))


def why_nothing(paths: Sequence[Path]) -> str | None:
    """Why none of these can be imported, as far as their beginnings tell; None where one of them may be."""
    first = ""
    for path in paths:
        is_text = not path.is_dir() and formats.by_ending(path) not in _DATASETS
        why = why_no_text(path) if is_text else None
        if why is None:
            return None
        first = first or f"{shown_name(path)}: {why}"
    return first


def _take(job: Job, reader: TextImport, file: _File) -> None:
    if file.format not in _DATASETS:
        reader.take(file.path, file.format)
        return
    from curator.services.importing_datasets import import_dataset

    reader.flush()
    try:
        import_dataset(job, file.path)
    except CuratorError as error:
        job.refuse(file.path, error.message)


def _name_untried(job: Job, files: list[_File]) -> None:
    """After the disk took no more, say which files were not even tried."""
    known = {item.path for item in job.items}
    for file in files:
        if file.path not in known:
            job.refuse(file.path, "Not tried, because the import had to stop.")


def _label(job: Job) -> str:
    documents = len(job.touched.documents)
    return "import a document" if documents == 1 else f"import {documents} documents"


@dataclass(slots=True)
class _Walk:
    """Finding the files to import."""

    job: Job
    forced: Format | None

    def over(self, paths: Sequence[Path]) -> list[_File]:
        """The files at these paths and in these folders, those of a folder by name."""
        found: list[_File] = []
        for path in paths:
            if path.is_dir():
                found += self._in_folder(path)
            else:
                found.append(self._file(path))
        return found

    def _in_folder(self, folder: Path) -> list[_File]:
        found: list[_File] = []
        for place, folders, names in os.walk(folder, onerror=self._unreadable):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                path = Path(place, name)
                if _is_for_machines(name):
                    self.job.items.append(ImportItem(path, "skipped", "Programs keep this file for themselves."))
                else:
                    found.append(self._file(path))
        return found

    def _unreadable(self, error: OSError) -> None:
        self.job.refuse(Path(error.filename or ""), f"The folder can't be read ({error.strerror}).")

    def _file(self, path: Path) -> _File:
        try:
            size = path.stat().st_size
        except (OSError, ValueError):
            size = 0  # whoever reads it will say why it can't be read
        return _File(path, size, self.forced or formats.by_ending(path) or formats.TEXT)


def _is_for_machines(name: str) -> bool:
    low = name.lower()
    return low.startswith((".", "~$")) or low in _NOT_FOR_PEOPLE or low.endswith(_OWN)
