"""The guidelines beside the text: shown as Markdown, written by supervisors, every version kept."""

from datetime import datetime

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from curator.domain.people import Role
from curator.services import guidelines
from curator.services.changes import Changes
from curator.services.review_views import GuidelineView
from curator.ui.history_model import when
from curator.ui.room import Room


class GuidelinesPage(QWidget):
    """The page, to read or to write.

    Signals:
        written: (Markdown) the person has written a new version; it stays in the editor until `read` is called.
        version_chosen: (version number) the person wants to read that one.
        closed: the person has read enough.
    """

    written = Signal(str)
    version_chosen = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setMinimumWidth(300)
        self.title = QLabel(self.tr("Guidelines"), self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setProperty("role", "heading")
        self.version = QComboBox(self)
        self.version.setAccessibleName(self.tr("Version"))
        self.version.activated.connect(self._version_chosen)
        self.browser = QTextBrowser(self)
        self.browser.setOpenLinks(False)
        self.browser.document().setDocumentMargin(12)
        self.browser.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.browser.setAccessibleName(self.tr("Guidelines"))
        self.editor = QPlainTextEdit(self)
        self.editor.setProperty("role", "input")
        self.editor.setAccessibleName(self.tr("Guidelines in Markdown"))
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.browser)
        self.pages.addWidget(self.editor)
        self.edit = QPushButton(self.tr("Edit"), self)
        self.edit.clicked.connect(self._edit)
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.clicked.connect(self.read)
        self.save = QPushButton(self.tr("Save as a new version"), self)
        self.save.setProperty("role", "primary")
        self.save.clicked.connect(self._save)
        self.setFocusProxy(self.browser)
        self._lay_out()
        self.read()

    def _lay_out(self) -> None:
        close = QToolButton(self)
        close.setText("✕")
        close.setAccessibleName(self.tr("Put the guidelines away"))
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.version)
        head.addWidget(close)
        foot = QHBoxLayout()
        foot.addWidget(self.edit)
        foot.addStretch()
        foot.addWidget(self.cancel)
        foot.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(9)
        layout.addLayout(head)
        layout.addWidget(self.pages, 1)
        layout.addLayout(foot)

    def show_version(self, view: GuidelineView | None, versions: list[GuidelineView], *, writable: bool) -> None:
        """Show a version of the guidelines; None where there are none."""
        self._text = view.text if view else ""
        self.title.setText(view.title if view else self.tr("Guidelines"))
        words = self._text or self.tr("*There are no guidelines yet.* A supervisor can write them here.")
        self.browser.setMarkdown(words)
        self.version.clear()
        now = datetime.now().astimezone()
        for each in versions:
            words = self.tr("Version %1").replace("%1", str(each.version))
            self.version.addItem(f"{words} · {each.changed_by} · {when(each.changed_at, now)}", each.version)
        if view:
            self.version.setCurrentIndex(self.version.findData(view.version))
        self.version.setVisible(len(versions) > 1)
        self.edit.setEnabled(writable)
        self._show_buttons(editing=self.pages.currentWidget() is self.editor)  # what is being written stays

    def _version_chosen(self) -> None:
        self.version_chosen.emit(int(self.version.currentData()))

    def _edit(self) -> None:
        self.editor.setPlainText(self._text)
        self.pages.setCurrentWidget(self.editor)
        self._show_buttons(editing=True)
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self) -> None:
        """Show the guidelines, and no longer what was being written."""
        self.pages.setCurrentWidget(self.browser)
        self._show_buttons(editing=False)

    def _show_buttons(self, *, editing: bool) -> None:
        self.edit.setVisible(not editing and self.edit.isEnabled())
        self.save.setVisible(editing)
        self.cancel.setVisible(editing)

    def _save(self) -> None:
        # Typed here, not read back from what is shown: nothing of it is a quote.
        text = self.editor.toPlainText()
        if text != self._text:
            self.written.emit(text)
        else:
            self.read()


class Guidelines(QObject):
    """Keeps the page at what the project says."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.window)
        self._room = room
        self._session = room.desk.session
        self.page = GuidelinesPage()
        self.page.hide()
        self.page.written.connect(self._write)
        self.page.version_chosen.connect(self._show_version)
        self.page.closed.connect(self.close)
        self._session.changed.connect(self._changed)
        self._session.opened.connect(self._opened)
        self._project = self._session.view.id if self._session.is_open else ""

    @property
    def is_shown(self) -> bool:
        """Whether it is in front."""
        return self._room.side.guest is self.page

    def toggle(self) -> None:
        """Show the page beside the text, or put it away."""
        if self.is_shown:
            self.close()
            return
        self._show_version(None)
        self._before = self._room.side.guest
        self._room.side.have_guest(self.page)
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    _before: QWidget | None = None

    def _opened(self) -> None:
        if self._session.is_open and self._session.view.id != self._project:
            self._project = self._session.view.id
            self.page.read()  # what was being written was meant for another project
        self.close()

    def close(self) -> None:
        """Put the page away."""
        if self.is_shown:
            self._room.side.have_guest(self._before)
            self._room.desk.go_to_text()

    def _changed(self, changes: Changes) -> None:
        if self.is_shown and changes.other:
            self._show_version(None)

    def _show_version(self, number: int | None) -> None:
        versions: list[GuidelineView] = self._session.ask(guidelines.versions) or []
        chosen = next((each for each in versions if number is None or each.version == number), None)
        writable = self._session.is_writable and Role.SUPERVISOR in self._session.view.roles
        self.page.show_version(chosen, versions, writable=writable)

    def _write(self, text: str) -> None:
        if self._session.do(guidelines.write, text):
            self.page.read()
            self._show_version(None)
