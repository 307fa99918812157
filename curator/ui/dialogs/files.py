"""Asking for files and folders, without stopping the window's own life."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

PROJECTS = "Curator projects (*.curator)"
PARCEL = ".parcel"
"""The ending of parcels, here too, since what knows them is imported only when one is written or received."""


def documents_folder() -> Path:
    """Where a project is made if nobody says otherwise: the person's folder of documents, else their home."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents) if documents and Path(documents).is_dir() else Path.home()


def ask_existing(parent: QWidget, title: str, filters: list[str], then: Callable[[Path], object]) -> QFileDialog:
    """Ask for one file that is there."""
    dialog = _dialog(parent, title, QFileDialog.FileMode.ExistingFile, filters)
    dialog.fileSelected.connect(partial(_one, then))
    dialog.open()
    return dialog


def ask_many(parent: QWidget, title: str, filters: list[str], then: Callable[[list[Path]], object]) -> QFileDialog:
    """Ask for files that are there."""
    dialog = _dialog(parent, title, QFileDialog.FileMode.ExistingFiles, filters)
    dialog.filesSelected.connect(partial(_many, then))
    dialog.open()
    return dialog


def ask_folder(parent: QWidget, title: str, then: Callable[[Path], object]) -> QFileDialog:
    """Ask for a folder."""
    dialog = _dialog(parent, title, QFileDialog.FileMode.Directory, [])
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(partial(_one, then))
    dialog.open()
    return dialog


def ask_new(
    parent: QWidget, title: str, filters: list[str], suggested: Path, then: Callable[[Path], object]
) -> QFileDialog:
    """Ask where to write a file; an existing one is asked about by the dialog itself."""
    dialog = _dialog(parent, title, QFileDialog.FileMode.AnyFile, filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suggested.suffix.lstrip("."))
    dialog.setDirectory(str(suggested.parent))
    dialog.selectFile(suggested.name)
    dialog.fileSelected.connect(partial(_one, then))
    dialog.open()
    return dialog


def _one(then: Callable[[Path], object], name: str) -> None:
    then(Path(name))


def _many(then: Callable[[list[Path]], object], names: list[str]) -> None:
    then([Path(name) for name in names])


def _dialog(parent: QWidget, title: str, mode: QFileDialog.FileMode, filters: list[str]) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setObjectName("files")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(mode)
    if filters:
        dialog.setNameFilters(filters)
    return dialog
