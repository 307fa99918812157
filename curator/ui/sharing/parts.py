"""What the dialogs of sharing are put together from: pages, facts in two columns, and how far work is."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from curator.ui.dialogs.base import plain


class Pages(QWidget):
    """One page at a time, as large as that page: a QStackedWidget is as large as the largest."""

    def __init__(self, pages: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = list(pages)
        self.current = self._pages[0]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for page in self._pages:
            layout.addWidget(page)
            page.setVisible(page is self.current)

    def show_page(self, page: QWidget, *, is_small: bool = False) -> None:
        """Show a page; a small one leaves the dialog just the height that it needs."""
        self.current = page
        for each in self._pages:
            if each is not page:
                each.hide()
        page.show()
        window = self.window()
        layout = window.layout()
        if is_small and layout is not None:
            layout.activate()
            window.resize(window.width(), layout.totalHeightForWidth(window.width()))


class Facts(QWidget):
    """Facts, each with its name before it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: list[tuple[QLabel, QLabel]] = []
        # No QFormLayout: it reckons the height of wrapped words by another width than it gives them.
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show these (name, fact); a fact without words is left out."""
        shown = [(name, fact) for name, fact in facts if fact]
        while len(self._labels) < len(shown):
            self._add_row()
        for number, (title, value) in enumerate(self._labels):
            name, fact = shown[number] if number < len(shown) else ("", "")
            title.setText(name)
            value.setText(fact)
            value.setAccessibleName(f"{name}: {fact}" if fact else "")
            for label in (title, value):
                label.setVisible(bool(fact))
        self.setAccessibleDescription(self.words())

    def _add_row(self) -> None:
        title, value = plain("", self, role="field"), plain("", self)
        title.setWordWrap(False)
        title.setAlignment(Qt.AlignmentFlag.AlignTop)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for column, label in enumerate((title, value)):
            self._grid.addWidget(label, len(self._labels), column)
        self._labels.append((title, value))

    def words(self) -> str:
        """All that it says, a line a fact."""
        return "\n".join(value.accessibleName() for _, value in self._labels if value.text())


class WorkPage(QWidget):
    """What is being done, and how far it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = plain("", self, role="heading")
        self._what = plain("", self, role="muted")
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.title)
        layout.addWidget(self._what)
        layout.addWidget(self._bar)
        layout.addStretch()

    def begin(self, title: str) -> None:
        """Say what is being done from now on."""
        self.title.setText(title)
        self._what.clear()
        self._bar.setRange(0, 0)

    def show_step(self, done: int, total: int, what: str) -> None:
        """Say how far it is."""
        self._what.setText(what)
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
