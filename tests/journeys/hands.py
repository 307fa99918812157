"""The hands of the person in the journeys: keys go to whatever has the focus, the mouse to what is seen."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from curator.app import make_application, make_window
from curator.ui.main_window import MainWindow

PATIENCE = 20_000


class Hands:
    """One person at one window after the other."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.window = self.start()

    # the program

    def start(self) -> MainWindow:
        """Start the program."""
        app = make_application()
        self.window = make_window(app)
        self.window.show()
        self.qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.qtbot.waitUntil(lambda: QApplication.activeWindow() is not None, timeout=PATIENCE)
        return self.window

    def restart(self, project: Path) -> None:
        """Close the window and start the program again on the project."""
        self.window.close()
        self.window.deleteLater()
        self.start()
        self.window.projects.open_path(project)

    def wait(self, holds: Callable[[], object]) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=PATIENCE)

    def at_rest(self) -> None:
        """Wait until nothing runs in the background."""
        self.wait(lambda: not self.window.projects.background.tasks)

    @property
    def text(self) -> str:
        """The text of the open document."""
        document = self.window.desk.document
        return document.text if document else ""

    # keys

    @staticmethod
    def focus() -> QWidget:
        """What keys go to."""
        popup = QApplication.activePopupWidget()
        if popup:
            return popup.focusWidget() or popup
        focused = QApplication.focusWidget()
        assert focused is not None
        return focused

    def press(self, *keys: str) -> None:
        """Press these keys, one after the other ("Ctrl+N")."""
        for name in keys:
            combination = QKeySequence(name)[0]  # pyright: ignore[reportIndexIssue] - the stubs do not know it
            QTest.keyClick(self.focus(), combination.key(), combination.keyboardModifiers())

    def opened(self, kind: type[QDialog]) -> None:
        """Wait until a dialog is there to take keys."""
        self.wait(lambda: isinstance(self._in_front(), kind) and QApplication.focusWidget())

    def _in_front(self) -> QWidget | None:
        """The window that takes keys; offscreen nobody gives them to another when a dialog closes, so this does."""
        front = QApplication.activeModalWidget() or self.window
        if QApplication.activeWindow() is not front and not QApplication.activePopupWidget():
            front.activateWindow()
        return QApplication.activeWindow()

    def closed(self) -> None:
        """Wait until the window takes keys again."""
        self.wait(lambda: self._in_front() is self.window and QApplication.focusWidget())

    def type(self, words: str) -> None:
        """Type these words."""
        for letter in words:
            QTest.keyClicks(self.focus(), letter)

    def retype(self, words: str) -> None:
        """Type these words in place of what stands in the line."""
        self.press("Ctrl+A")
        self.type(words)

    def name_file(self, path: Path) -> None:
        """Give the dialog for files a name; what it offers to complete is turned down."""
        self.opened(QFileDialog)
        dialog = QApplication.activeWindow()
        self.retype(str(path))
        while QApplication.activePopupWidget():
            self.press("Esc")
        self.press("Return")
        self.wait(lambda: QApplication.activeWindow() is not dialog)

    def select_with_keys(self, words: str) -> None:
        """Go to these words from the beginning of the text, and select them."""
        start = self.text.index(words)
        self.press("Ctrl+Home", *["Right"] * start)
        self.press(*["Shift+Right"] * len(words))

    def tab_back_to(self, field: str) -> None:
        """As `tab_to`, backwards."""
        self.tab_to(field, key="Shift+Tab")

    def tab_to(self, field: str, *, key: str = "Tab") -> None:
        """Press Tab until the focus is in the editor of that field of the form."""
        form = self.window.side.form
        for _ in range(80):
            focused = QApplication.focusWidget()
            if form.focused_field() == field and focused and _is_input(focused):
                return
            self.press(key)
        raise AssertionError(f"Tab does not lead to {field}")

    # the mouse

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())

    def point_of(self, position: int) -> QPoint:
        """Where a position of the text is on the screen."""
        view = self.window.reading.text
        cursor = QTextCursor(view.document())
        cursor.setPosition(view.page.display.to_view(position))
        return view.cursorRect(cursor).center() + QPoint(2, 0)

    def drag_over(self, words: str) -> None:
        """Select these words with the mouse."""
        start = self.text.index(words)
        viewport = self.window.reading.text.viewport()
        first, last = self.point_of(start), self.point_of(start + len(words) - 1)
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=first)
        QTest.mouseMove(viewport, (first + last) / 2)
        QTest.mouseMove(viewport, last)
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=last)

    def click_words(self, words: str) -> None:
        """Click into the middle of these words."""
        self.click(self.window.reading.text.viewport(), self.point_of(self.text.index(words) + len(words) // 2))

    def drop_file(self, path: Path) -> None:
        """Drop a file onto the window."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        drop(self.window, data)


def drop(widget: QWidget, data: QMimeData) -> None:
    """Drop something into the middle of a widget."""
    at = QPointF(widget.rect().center())
    rest = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, QDragEnterEvent(at.toPoint(), *rest))
    QApplication.sendEvent(widget, QDropEvent(at, *rest))


def _is_input(widget: QWidget) -> bool:
    from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QToolButton

    if isinstance(widget, QToolButton):
        return "choose" in widget.accessibleName()
    return isinstance(widget, QLineEdit | QPlainTextEdit | QPushButton)
