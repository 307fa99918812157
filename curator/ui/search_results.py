"""What a search in the project found: texts, quotes, values, entities, with the words around."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QLabel, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget
from typing_extensions import override

from curator.domain.scheme import AnnotationScheme
from curator.services.views import Hit, HitKind
from curator.text.offsets import OffsetMap
from curator.ui import theme

_HIT = Qt.ItemDataRole.UserRole
_PAD = 11
_LINES = 3
Index = QModelIndex | QPersistentModelIndex


class HitModel(QAbstractListModel):
    """Hits as rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: list[Hit] = []

    def show(self, hits: Sequence[Hit]) -> None:
        """Show these."""
        self.beginResetModel()
        self._hits = list(hits)
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex(), /) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._hits)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole, /) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._hits):
            return None
        hit = self._hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.snippet
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{kind_title(hit.kind)}, {hit.document_title}: {hit.snippet}"
        return hit if role == _HIT else None


class HitDelegate(QStyledItemDelegate):
    """Paints a hit: what it is and where, and its words with those that were looked for in bold."""

    words: tuple[str, ...] = ()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index, /) -> QSize:
        hit: Hit = index.data(_HIT)
        view = self.parent()
        width = view.viewport().width() - 2 * _PAD if isinstance(view, QListView) else 240
        layout = self._layout(hit, option.font, width)
        height = layout.boundingRect().height() + QFontMetricsF(option.font).height() + 2 * _PAD + 3
        return QSize(0, round(height))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, /) -> None:
        hit: Hit = index.data(_HIT)
        look = theme.current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            focused = chosen and option.state & QStyle.StateFlag.State_HasFocus
            painter.setPen(QPen(QColor(look.accent), 1.5) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.accent_soft if chosen else look.hover))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -3), 7, 7)
        inner = QRectF(option.rect).adjusted(_PAD, _PAD - 2, -_PAD, -_PAD)
        self._paint_place(painter, hit, option.font, inner)
        painter.setPen(QColor(look.text))
        top = inner.top() + QFontMetricsF(option.font).height() + 2
        self._layout(hit, option.font, int(inner.width())).draw(painter, QPointF(inner.left(), top))
        painter.restore()

    def _paint_place(self, painter: QPainter, hit: Hit, font: QFont, inner: QRectF) -> None:
        look = theme.current()
        small = QFont(font)
        small.setPointSizeF(font.pointSizeF() * 0.92)
        painter.setFont(small)
        metrics = QFontMetricsF(small)
        kind = kind_title(hit.kind)
        line = QRectF(inner.left(), inner.top(), inner.width(), metrics.height())
        painter.setPen(QColor(look.accent_text))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, kind)
        line.setLeft(line.left() + metrics.horizontalAdvance(kind) + 8)
        painter.setPen(QColor(look.muted))
        title = " ".join(hit.document_title.split())
        painter.drawText(
            line, Qt.AlignmentFlag.AlignLeft, metrics.elidedText(title, Qt.TextElideMode.ElideRight, line.width())
        )

    def _layout(self, hit: Hit, font: QFont, width: float) -> QTextLayout:
        text = " ".join(hit.snippet.split())
        layout = QTextLayout(text, font)
        layout.setFormats(_bold_words(text, self.words))
        layout.beginLayout()
        top = 0.0
        for _ in range(_LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(width, 20))
            line.setPosition(QPointF(0, top))
            top += line.height()
        layout.endLayout()
        return layout


def _bold_words(text: str, words: Sequence[str]) -> list[QTextLayout.FormatRange]:
    ranges: list[QTextLayout.FormatRange] = []
    offsets = OffsetMap(text)
    folded = text.lower()
    if len(folded) != len(text):
        return ranges
    bold = QTextCharFormat()
    bold.setFontWeight(QFont.Weight.Bold)
    for word in words:
        start = folded.find(word)
        while word and start >= 0:
            found = QTextLayout.FormatRange()
            found.start = offsets.to_utf16(start)
            found.length = offsets.to_utf16(start + len(word)) - found.start
            found.format = bold
            ranges.append(found)
            start = folded.find(word, start + len(word))
    return ranges


def kind_title(kind: HitKind) -> str:
    """What a hit is, in a word."""
    from PySide6.QtCore import QCoreApplication

    titles = {"text": "Text", "quote": "Quote", "value": "Value", "entity": "Entity"}
    return QCoreApplication.translate("Hit", titles[kind])


class SearchResults(QWidget):
    """The list of hits, and how many there are.

    Signals:
        chosen: (Hit) the person wants to see it.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setMinimumWidth(1)  # a long word must not hold the window wide
        self._words.setProperty("role", "muted")
        self._words.setContentsMargins(8, 2, 8, 2)
        self.list = QListView(self)
        self.model = HitModel(self)
        self._delegate = HitDelegate(self.list)
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._delegate)
        self.list.setAccessibleName(self.tr("Found"))
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.activated.connect(self._choose)
        self.list.clicked.connect(self._choose)
        self.setFocusProxy(self.list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._words)
        layout.addWidget(self.list, 1)

    def show_hits(self, query: str, hits: Sequence[Hit], _scheme: AnnotationScheme) -> None:
        """Show what was found for `query`."""
        self._delegate.words = tuple(word.strip('"*').lower() for word in query.split())
        self.model.show(hits)
        if hits:
            self._words.setText(self.tr("%1 found").replace("%1", str(len(hits))))
            self.list.setCurrentIndex(self.model.index(0))
        else:
            self._words.setText(self.tr("Nothing found."))

    def clear(self) -> None:
        """Show nothing."""
        self._words.clear()
        self.model.show(())

    def choose_current(self) -> None:
        """Go to the hit that is marked."""
        self._choose(self.list.currentIndex())

    def _choose(self, index: QModelIndex) -> None:
        hit: Hit | None = index.data(_HIT)
        if hit:
            self.chosen.emit(hit)
