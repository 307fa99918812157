"""The list of the open document's annotations, narrowed by label."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from curator.domain.scheme import AnnotationScheme
from curator.services.views import AnnotationRow
from curator.ui import theme
from curator.ui.annotation_model import ROW_ROLE, AnnotationListModel, Fetch, Index
from curator.ui.forms.header import conflict_title, state_title


class AnnotationDelegate(QStyledItemDelegate):
    """Paints an annotation: the label's colour as a bar, its words, then label, main value and state."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index, /) -> QSize:
        return QSize(200, 2 * option.fontMetrics.height() + 13)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, /) -> None:
        row, model = index.data(ROW_ROLE), index.model()
        if not isinstance(row, AnnotationRow) or not isinstance(model, AnnotationListModel):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(option.font)
        box = QRect(option.rect)
        colour = model.label_colour(row.label)
        _paint_ground(painter, box, option.state, colour)
        words = (model.label_title(row.label), model.maker(row))
        _paint_words(painter, box.adjusted(14, 5, -8, -5), row, words, colour)
        painter.restore()


def _paint_ground(painter: QPainter, box: QRect, state: QStyle.StateFlag, colour: str) -> None:
    look = theme.current()
    chosen, hovered = state & QStyle.StateFlag.State_Selected, state & QStyle.StateFlag.State_MouseOver
    painter.setPen(Qt.PenStyle.NoPen)
    if chosen or hovered:
        painter.setBrush(QColor(look.accent_soft if chosen else look.hover))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(box.left() + 4, box.top() + 6, 3, box.height() - 12), 1.5, 1.5)
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QColor(look.accent))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)


def _paint_words(painter: QPainter, box: QRect, row: AnnotationRow, about: tuple[str, str], colour: str) -> None:
    """`about` is the title of the label, and the name of whoever made it or ""."""
    look, metrics, elide = theme.current(), painter.fontMetrics(), Qt.TextElideMode.ElideRight
    top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
    painter.setPen(QColor(look.text))
    words = " ".join(row.quote[:400].split())
    painter.drawText(box, top, metrics.elidedText(words, elide, box.width()))
    below = box.adjusted(0, metrics.height() + 3, 0, 0)
    state = conflict_title() if row.conflict else state_title(row.state)
    painter.setPen(QColor(theme.legible(look.danger if row.conflict else look.state(row.state), look.panel)))
    painter.drawText(below, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, state)
    below.adjust(0, 0, -metrics.horizontalAdvance(state) - 12, 0)
    title, maker = about
    if maker:
        maker = metrics.elidedText(maker, elide, below.width() // 2)
        painter.setPen(QColor(look.muted))
        painter.drawText(below, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, maker)
        below.adjust(0, 0, -metrics.horizontalAdvance(maker) - 12, 0)
    painter.setPen(QColor(theme.legible(colour, look.panel)))
    painter.drawText(below, top, metrics.elidedText(title, elide, below.width()))
    below.adjust(metrics.horizontalAdvance(title) + 8, 0, 0, 0)
    painter.setPen(QColor(look.muted))
    if row.headline and below.width() > 30:
        painter.drawText(below, top, metrics.elidedText(f"·  {row.headline}", elide, below.width()))


class _Rows(QListView):
    """The view; Enter activates on every platform, the same as a click.

    Signals:
        entered_with_key: Enter was pressed on a row.
    """

    entered_with_key = Signal(QModelIndex)

    @override
    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered_with_key.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class AnnotationList(QWidget):
    """The list of a document's annotations, narrowed by label.

    Signals:
        activated: the annotation (its id) that the person goes to.
    """

    activated = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = AnnotationListModel(self)
        self.labels = QComboBox(self)
        self.labels.setAccessibleName(self.tr("Show the annotations of"))
        self.labels.setToolTip(self.tr("Show the annotations of one label, or of all"))
        self.labels.activated.connect(self._label_chosen)
        title = QLabel(self.tr("Annotations"), self)
        title.setProperty("role", "heading")
        self.list = _Rows(self)
        self.list.setAccessibleName(self.tr("Annotations in the order of the text"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(AnnotationDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._empty = QLabel(self)
        self._empty.setWordWrap(True)
        self._empty.setProperty("role", "muted")
        self.list.clicked.connect(self._go)
        self.list.entered_with_key.connect(self._go)
        for signal in (self.model.modelReset, self.model.rowsInserted, self.model.rowsRemoved):
            signal.connect(self._show_whether_empty)
        self._lay_out(title)
        self._offer_labels()

    def _lay_out(self, title: QLabel) -> None:
        heading = QHBoxLayout()
        heading.addWidget(title)
        heading.addStretch(1)
        heading.addWidget(self.labels)
        layout = self._layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 8)
        layout.setSpacing(6)
        layout.addLayout(heading)
        layout.addWidget(self._empty)
        layout.addWidget(self.list, 1)

    def put_below(self, widget: QWidget) -> None:
        """Let a widget have the room that it needs below the list."""
        self._layout.addWidget(widget)

    def show_source(
        self, fetch: Fetch | None, scheme: AnnotationScheme | None, people: Mapping[str, str] | None = None
    ) -> None:
        """Show the annotations of another document (`fetch` reads them), or none; `people` are names by id."""
        if scheme is not self.model.scheme:
            self.model.set_label(None)
        self.model.show_source(fetch, scheme, people)
        self._offer_labels()

    def select(self, annotation_id: str | None, start: int = 0) -> None:
        """Show which annotation is chosen in the text (it begins at `start`)."""
        place = self.model.place_of(annotation_id, start) if annotation_id is not None else None
        if place is None:
            self.list.clearSelection()
            return
        index = self.model.index(place)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)

    def selected(self) -> str | None:
        """The annotation that is chosen in the list."""
        chosen = self.list.selectionModel().selectedIndexes()
        row = chosen[0].data(ROW_ROLE) if chosen else None
        return row.id if isinstance(row, AnnotationRow) else None

    def _offer_labels(self) -> None:
        self.labels.clear()
        self.labels.addItem(self.tr("All labels"), None)
        for label in self.model.scheme.labels if self.model.scheme else ():
            self.labels.addItem(label.title, label.name)
        self.labels.setCurrentIndex(max(0, self.labels.findData(self.model.label)))
        self._show_whether_empty()

    def _label_chosen(self) -> None:
        self.model.set_label(self.labels.currentData())

    def _go(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, AnnotationRow):
            self.activated.emit(row.id)

    def _show_whether_empty(self) -> None:
        empty = self.model.rowCount() == 0
        none_at_all = self.tr("Nothing is annotated yet. Select words in the text and press the key of a label.")
        self._empty.setText(self.tr("No annotations of this label.") if self.model.label else none_at_all)
        self._empty.setVisible(empty)
        self.list.setVisible(not empty)
