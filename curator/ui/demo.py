"""The main job, done by itself through the real widgets: what `make run` does where there is no display."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from curator.domain.errors import CuratorError
from curator.domain.span import Span
from curator.ui.dialogs.export import ExportDialog
from curator.ui.main_window import MainWindow

_PATIENCE: Final = 120.0
_NAME: Final = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)+")


class DemoError(CuratorError):
    """The demonstration did not come to its end."""


def run(window: MainWindow, folder: Path) -> list[str]:
    """Open the sample project, add an annotation, export, take a picture; gives lines that say what was done."""
    folder.mkdir(parents=True, exist_ok=True)
    window.show()
    QTest.mouseClick(window.start.sample, Qt.MouseButton.LeftButton)
    _until(lambda: window.desk.document is not None, "the sample project to open")
    said = [f"Opened the sample project: {window.session.path()}"]
    said.append(_annotate(window))
    said.append(_export(window, folder / "dataset.json"))
    picture = folder / "window.png"
    _settle()
    window.grab().save(str(picture))
    said.append(f"Took a picture of the window: {picture}")
    return said


def _annotate(window: MainWindow) -> str:
    """Select words with the keyboard, press the key of the first label, say something in the form."""
    text = window.reading.text
    document = window.desk.document
    if document is None:
        raise DemoError("No document is open.")
    label = window.desk.scheme.labels[0]
    span = _free_words(window)
    before = document.row.annotations
    text.select(span)
    QTest.keyClick(text, Qt.Key(ord(label.key)))
    added = window.desk.annotation
    if added is None or added.body.label != label.name:
        raise DemoError(f"The annotation was not added: {window.projects.messages.text}")
    QTest.keyClick(text, Qt.Key.Key_Return)
    _settle()
    quote = added.body.spans[0].exact
    return f"Added annotation {added.id} ({label.title}, “{quote}”) to “{document.row.title}”, which had {before}"


def _free_words(window: MainWindow) -> Span:
    """The first name (words with capitals side by side) that nobody has annotated, in the second half if it has one."""
    document = window.desk.document
    text = document.text if document else ""
    for name in (*_NAME.finditer(text, len(text) // 2), *_NAME.finditer(text)):
        if not window.reading.text.scenes.source.in_window(*name.span()):
            return Span(start=name.start(), end=name.end())
    raise DemoError("Every name in the text is annotated already.")


def _export(window: MainWindow, target: Path) -> str:
    """Export through the dialog."""
    target.unlink(missing_ok=True)
    window.actions_by_id["transfer.export"].trigger()
    dialog = window.findChild(ExportDialog)
    if dialog is None:
        raise DemoError("The dialog for exporting did not open.")
    dialog.path.setText(str(target))
    dialog.done_with()
    _until(lambda: target.exists() and not window.projects.background.tasks, "the export")
    return f"Exported the data set: {target} ({target.stat().st_size:n} bytes)"


def _until(holds: Callable[[], bool], what: str) -> None:
    """Let the program run until something is so."""
    end = monotonic() + _PATIENCE
    while not holds():
        if monotonic() > end:
            raise DemoError(f"Waited in vain for {what}.")
        QTest.qWait(20)


def _settle() -> None:
    """Let the program paint what it has to."""
    QTest.qWait(50)


def main(window: MainWindow, folder: Path) -> int:
    """Do it, and say what was done; returns the exit status."""
    try:
        lines = run(window, folder)
    except CuratorError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    finally:
        window.close()
    sys.stdout.write("\n".join(lines) + "\n")
    return 0
