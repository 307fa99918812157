"""What a person sees when the program meets a bug: that their work is safe, and where the report lies."""

import sys
import threading
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from curator.services import logging_setup


class CrashDialog(QDialog):
    """Says what happened and shows the report, which lies in a file."""

    def __init__(self, report: str, path: Path | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Something went wrong in Curator"))
        self.resize(720, 460)
        self._report = report
        where = str(path) if path else self.tr("(it could not be written to a file)")
        words = QLabel(self)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.setText(
            self.tr(
                "This is a fault of the program, not yours. Everything up to the last act that was shown as saved is "
                "on disk, and you can go on.\n\nThe report below lies in %1. It may quote a few words of your data: "
                "read it before you send it to anybody."
            ).replace("%1", where)
        )
        text = QPlainTextEdit(report, self)
        text.setReadOnly(True)
        text.setAccessibleName(self.tr("Report"))
        text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        copy = buttons.addButton(self.tr("Copy the report"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (words, text, buttons):
            layout.addWidget(widget)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)


class CrashWatch(QObject):
    """Catches what nobody else caught, in every thread, and shows it once; the outermost place of the program."""

    _caught = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._showing = False
        self._caught.connect(self._show)

    def install(self) -> None:
        """Take the place of Python's own handlers."""
        sys.excepthook = self._hook
        threading.excepthook = lambda args: self._caught.emit(args.exc_value)

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        sys.__excepthook__(kind, error, trace)
        self._caught.emit(error)

    def _show(self, error: BaseException) -> None:
        report, path = logging_setup.keep_report(error)
        if self._showing:
            return  # one dialog at a time: a bug in painting would open hundreds
        self._showing = True
        window = self.parent()  # not the active one: a dialog may go away, and take what is said with it
        dialog = CrashDialog(report, path, window if isinstance(window, QWidget) else None)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._shown)
        dialog.open()

    def _shown(self) -> None:
        self._showing = False
