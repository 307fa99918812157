"""Lists that open under a field: rows of a title and a detail, with a coloured bar where they stand for a label."""

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from curator.ui import theme

Index = QModelIndex | QPersistentModelIndex

ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_NOWHERE: Final = QModelIndex()


class PopupRow(NamedTuple):
    """One row: what it says, and what it stands for."""

    title: str
    detail: str
    key: Any
    colour: str = ""
    note: str = ""


class PopupModel(QAbstractListModel):
    """The rows of a popup."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[PopupRow] = []

    def show_rows(self, rows: Sequence[PopupRow]) -> None:
        """Put these rows in place of those before."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _NOWHERE, /) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (row.title, row.note, row.detail) if part)
        return row if role == ROW_ROLE else None


class PopupDelegate(QStyledItemDelegate):
    """Paints a row in two lines: the title with its note at the right, the detail below."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index, /) -> QSize:
        row = index.data(ROW_ROLE)
        lines = 2 if isinstance(row, PopupRow) and row.detail else 1
        return QSize(200, lines * (option.fontMetrics.height() + 1) + 9)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, /) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, PopupRow):
            return
        look = theme.current()
        box = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.accent_soft))
            painter.drawRoundedRect(QRectF(box), 5, 5)
        if row.colour:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(row.colour))
            painter.drawRoundedRect(QRectF(box.left() + 4, box.top() + 5, 3, box.height() - 10), 1.5, 1.5)
        paint_two_lines(painter, box.adjusted(13 if row.colour else 8, 4, -8, -4), row, option.font)
        painter.restore()


def paint_two_lines(painter: QPainter, box: QRect, row: PopupRow, font: QFont) -> None:
    """Paint the words of a row into `box`."""
    look = theme.current()
    painter.setFont(font)
    metrics = painter.fontMetrics()
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
    note_width = metrics.horizontalAdvance(row.note) + 10 if row.note else 0
    painter.setPen(QColor(look.muted))
    painter.drawText(box, right, row.note)
    elide = Qt.TextElideMode.ElideRight
    if row.detail:
        below = box.adjusted(0, metrics.height() + 1, 0, 0)
        painter.drawText(below, left, metrics.elidedText(row.detail, elide, below.width()))
    painter.setPen(QColor(look.text))
    painter.drawText(box, left, metrics.elidedText(row.title, elide, box.width() - note_width))


class Picker(QFrame):
    """A popup to choose a row from, by typing a part of it, with the arrow keys or with the mouse.

    Signals:
        chosen: the key of the row that was chosen.
    """

    chosen = Signal(object)

    def __init__(self, find: Callable[[str], Sequence[PopupRow]], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "input")
        self._find = find
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Type to search…"))
        self.search.setAccessibleName(self.tr("Search"))
        self._model = PopupModel(self)
        self.list = QListView(self)
        self.list.setAccessibleName(self.tr("To choose from"))
        self.list.setModel(self._model)
        self.list.setItemDelegate(PopupDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(False)
        self._empty = QLabel(self)
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
        self._empty.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        layout.addWidget(self._empty)
        self.search.installEventFilter(self)
        self.search.textEdited.connect(self._look)
        self.list.clicked.connect(self._take)
        self.setFocusProxy(self.search)

    def open_under(self, place: QPoint, width: int, letter: str = "") -> None:
        """Open with the upper left corner at `place` on the screen, `letter` typed already."""
        self.search.setText(letter)
        self._look(letter)
        height = min(320, 60 + sum(self.list.sizeHintForRow(row) for row in range(min(8, self._model.rowCount()))))
        self.resize(max(width, 300), max(110, height))
        screen = self.screen().availableGeometry()
        x = min(place.x(), screen.right() - self.width())
        y = place.y() if place.y() + self.height() <= screen.bottom() else place.y() - self.height() - 32
        self.move(max(screen.left(), x), max(screen.top(), y))
        self.show()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def _look(self, text: str) -> None:
        rows = self._find(text)
        self._model.show_rows(rows)
        self.list.setVisible(bool(rows))
        nothing = self.tr("Nothing in this document to choose from.")
        self._empty.setText(self.tr("Nothing found.") if text else nothing)
        self._empty.setVisible(not rows)
        if rows:
            self.list.setCurrentIndex(self._model.index(0))

    def _take(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, PopupRow):
            self.close()
            self.chosen.emit(row.key)

    @override
    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                row = min(max(self.list.currentIndex().row() + step, 0), max(0, self._model.rowCount() - 1))
                self.list.setCurrentIndex(self._model.index(row))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.list.currentIndex())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
        return super().eventFilter(watched, event)
