"""The sheet that a text is on: its type, its column, its paint, its scrolling. It knows nothing of what people do."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from curator.domain.painting import Painted, SpanSource
from curator.text.lines import LineCounter
from curator.ui.reading import painter as paint
from curator.ui.reading.display import DisplayText, displayed
from curator.ui.reading.layout import MARGIN, Metrics, ReadingLayout
from curator.ui.reading.looks import LabelLook, Paper, worn_paper
from curator.ui.reading.overlays import Overlays
from curator.ui.reading.page import Page, Shown
from curator.ui.reading.painter import Style
from curator.ui.reading.scene import Scene
from curator.ui.reading.scenes import Scenes

FAMILIES: Final = ("Inter", "Noto Sans", "Segoe UI", "Helvetica Neue", "DejaVu Sans")
_BASE_SIZE: Final = 17  # pixels
_STEP: Final = 1.1
_SMALLEST, _LARGEST = 0.6, 3.5
_TAB_STOP: Final = 4  # widths of "0"


class NoSpans:
    """The source of a text without annotations."""

    def in_window(self, start: int, end: int) -> list[Painted]:  # noqa: ARG002, D102
        return []

    def at(self, position: int) -> list[Painted]:  # noqa: ARG002, D102
        return []

    def next_after(self, start: int, annotation: str | None = None) -> Painted | None:  # noqa: ARG002, D102
        return None

    def previous_before(self, start: int, annotation: str | None = None) -> Painted | None:  # noqa: ARG002, D102
        return None

    def of(self, annotation: str) -> list[Painted]:  # noqa: ARG002, D102
        return []


class Sheet(QPlainTextEdit):
    """A text in a comfortable column, with its spans painted on it.

    Signals:
        zoom_changed: the new zoom; 1 is the usual size.
    """

    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stored = ""
        self.lines = LineCounter("")
        self.overlays = Overlays()
        self._zoom = 1.0
        self._families: list[str] = list(FAMILIES)
        self._message = ""
        self._has_document = False
        font = self._type()
        self.metrics = Metrics.of(font)
        self.scenes = Scenes(NoSpans())
        self.style_now = Style(self.metrics, worn_paper(), {}, _tag_font(font))
        self._reading = self._new_document("", DisplayText(""))
        self.page = Page(self, DisplayText(""), self.metrics)
        self._prepare_widget()
        self.set_paper(self.style_now.paper)

    # --- what is shown ---

    def set_text(self, text: str, source: SpanSource, looks: Mapping[str, LabelLook]) -> None:
        """Show a text from its beginning, with the spans of `source`."""
        display = displayed(text)
        self.stored = text
        self.lines = LineCounter(text)
        self._has_document = True
        self.overlays = Overlays()
        self.scenes = Scenes(source)
        self.style_now = replace(self.style_now, looks=dict(looks), chosen=None)
        old = self.document()
        self._reading = self._new_document(display.shown, display)
        self.page = Page(self, display, self.metrics)
        self.setDocument(self._reading.document())
        old.deleteLater()

    def show_nothing(self, message: str) -> None:
        """Show no document, and say why in its place."""
        self.set_text("", NoSpans(), {})
        self._has_document = False
        self._message = message
        self.viewport().update()

    @property
    def has_document(self) -> bool:
        """Whether a document is shown, however empty."""
        return self._has_document

    def set_looks(self, looks: Mapping[str, LabelLook]) -> None:
        """Show labels by other titles or colours."""
        self.style_now = replace(self.style_now, looks=dict(looks))
        self.scenes.forget_places()
        self.viewport().update()

    def set_paper(self, paper: Paper) -> None:
        """Read on other paper: `looks.LIGHT` or `looks.DARK`."""
        self.style_now = replace(self.style_now, paper=paper)
        palette = self.palette()
        for role, colour in (
            (QPalette.ColorRole.Base, paper.paper),
            (QPalette.ColorRole.Window, paper.paper),
            (QPalette.ColorRole.Text, paper.ink),
            (QPalette.ColorRole.WindowText, paper.ink),
            (QPalette.ColorRole.HighlightedText, paper.ink),
            (QPalette.ColorRole.Highlight, paper.selection),
        ):
            palette.setColor(role, QColor(colour))
        self.setPalette(palette)
        self.setAutoFillBackground(True)
        self.viewport().update()

    # --- type ---

    @property
    def zoom(self) -> float:
        """How much larger than usual the type is."""
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """Set the size of the type; the topmost row stays where it is."""
        zoom = min(max(zoom, _SMALLEST), _LARGEST)
        if zoom != self._zoom:
            self._zoom = zoom
            if self._type().pixelSize() != self.metrics.em:
                self._set_type()
            self.zoom_changed.emit(zoom)

    def zoom_in(self) -> None:
        """Make the type larger by a step."""
        self.set_zoom(self._zoom * _STEP)

    def zoom_out(self) -> None:
        """Make the type smaller by a step."""
        self.set_zoom(self._zoom / _STEP)

    def zoom_reset(self) -> None:
        """Go back to the usual size."""
        self.set_zoom(1.0)

    # --- places ---

    def scroll_to(self, position: int) -> None:
        """Bring a position of the text to where it is comfortable to read, if it is not there already."""
        height = self.viewport().height()
        rect = self.page.caret_rect(position)
        if rect.top() >= 0.08 * height and rect.bottom() <= 0.82 * height:
            return
        self._put_row(position, height / 3)

    def put_on_top(self, position: int) -> None:
        """Scroll so that the row of a position is the topmost one."""
        self._put_row(position, 0)

    def view_cursor(self, first: int, last: int) -> QTextCursor:
        """Qt's cursor for a selection from one position of the text to another, in either order."""
        cursor = QTextCursor(self.document())
        display = self.page.display
        backwards = first > last
        cursor.setPosition(display.to_view_end(first) if backwards else display.to_view(first))
        if first != last:
            end = display.to_view(last) if backwards else display.to_view_end(last)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def painted_at(self, point: QPointF) -> list[Painted]:
        """The spans whose words are at a point of the viewport."""
        shown = self.page.at(point)
        if shown is None:
            return []
        scene = self.scenes.of(self.page, [shown], self.style_now)[0]
        row = self.page.row_at(shown, point.y())
        return [shape.painted for shape in scene.shapes if any(box.holds(row, point.x()) for box in shape.boxes)]

    # --- Qt ---

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what lies behind the words, the words, and what lies above them; for the rows that need it alone."""
        area = event.rect()
        shown = list(self.page.shown(area.top(), area.bottom()))
        layers = list(zip(shown, self.scenes.of(self.page, shown, self.style_now), strict=True))
        with self._painter(area) as painter:
            for each, scene in layers:
                painter.resetTransform()
                painter.translate(0, each.top)
                rows = self.page.rows_between(each, area.top(), area.bottom())
                self.draw_below(painter, scene, rows)
                self.overlays.draw_below(painter, self.page, each, self.style_now)
        super().paintEvent(event)
        with self._painter(area) as painter:
            for each, scene in layers:
                painter.resetTransform()
                painter.translate(0, each.top)
                rows = self.page.rows_between(each, area.top(), area.bottom())
                self.draw_above(painter, scene, rows, each)
                self.overlays.draw_above(painter, self.page, each, self.style_now)
            if not self._has_document:
                self._draw_message(painter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column in the middle, and the topmost row on top."""
        if self._fit_column():
            return  # the narrower viewport has had an event of its own
        widths_differ = event.oldSize().width() != event.size().width()
        top = self.page.first_row() if widths_differ and self.verticalScrollBar().value() else 0
        super().resizeEvent(event)
        if widths_differ:
            self.scenes.forget_places()
            if top:
                self.put_on_top(top)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, scroll without."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.set_zoom(self._zoom * _STEP ** (event.angleDelta().y() / 120))
            event.accept()
        else:
            super().wheelEvent(event)

    def changeEvent(self, e: QEvent) -> None:
        """Follow the program's look."""
        super().changeEvent(e)
        if e.type() == QEvent.Type.ApplicationPaletteChange:
            self.set_paper(worn_paper())

    # --- what a special sheet paints in its own way ---

    def draw_below(self, painter: QPainter, scene: Scene, rows: range) -> None:
        """Paint what lies behind the words of some rows; the painter's origin is the paragraph's."""
        paint.draw_below(painter, scene, style=self.style_now, rows=rows)

    def draw_above(self, painter: QPainter, scene: Scene, rows: range, shown: Shown) -> None:  # noqa: ARG002
        """Paint what lies above them; `shown` is the paragraph, for sheets that need to know it."""
        paint.draw_above(painter, scene, style=self.style_now, rows=rows)

    # --- inside ---

    def _painter(self, area: QRect) -> QPainter:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(area)
        return painter

    def _draw_message(self, painter: QPainter) -> None:
        painter.resetTransform()
        painter.setFont(self.font())
        painter.setPen(QColor(self.style_now.paper.muted))
        rect = self.viewport().rect().adjusted(MARGIN, 0, -MARGIN, 0)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._message)

    def _prepare_widget(self) -> None:
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCursorWidth(2)
        self.setMinimumWidth(240)
        self.viewport().setMouseTracking(True)
        self.setFont(self._type())
        self.setDocument(self._reading.document())

    def _new_document(self, shown: str, display: DisplayText) -> ReadingLayout:
        document = QTextDocument(self)
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(MARGIN)
        document.setDefaultFont(self._type())
        layout = ReadingLayout(document, self.metrics)
        layout.arrange(self.metrics, soft_breaks=display.soft_breaks, has_gaps=not display.is_joined)
        document.setDocumentLayout(layout)
        self._set_tab_stop(document)
        document.setPlainText(shown)
        return layout

    def _type(self) -> QFont:
        font = QFont(self._families)
        font.setPixelSize(round(_BASE_SIZE * self._zoom))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def _set_type(self) -> None:
        font = self._type()
        top = self.page.first_row()
        self.metrics = Metrics.of(font)
        self.style_now = replace(self.style_now, metrics=self.metrics, tag_font=_tag_font(font))
        self.page.metrics = self.metrics
        display = self.page.display
        self._reading.arrange(self.metrics, soft_breaks=display.soft_breaks, has_gaps=not display.is_joined)
        self._set_tab_stop(self.document())
        self.setFont(font)
        self.document().setDefaultFont(font)
        self.scenes.forget_places()
        self._fit_column()
        self.put_on_top(top)
        self.viewport().update()

    def _set_tab_stop(self, document: QTextDocument) -> None:
        option = document.defaultTextOption()
        option.setTabStopDistance(_TAB_STOP * 0.6 * self.metrics.em)
        document.setDefaultTextOption(option)

    def _fit_column(self) -> bool:
        """Set the margins beside the column; whether they changed."""
        spare = self.width() - self.verticalScrollBar().sizeHint().width() - self.metrics.column - 2 * MARGIN
        side = max(0, int(spare / 2))
        if self.viewportMargins().left() == side:
            return False
        self.setViewportMargins(side, 0, side, 0)
        return True

    def _put_row(self, position: int, wanted: float) -> None:
        """Scroll so that the row of a position is about `wanted` pixels below the top."""
        units = self.page.display.to_view(position)
        block = self.document().findBlock(units)
        self.blockBoundingRect(block)  # lays it out
        line = block.layout().lineForTextPosition(units - block.position())
        above = float(max(line.lineNumber(), 0) * self.metrics.pitch)
        while above < wanted and block.previous().isValid():
            block = block.previous()
            above += self.blockBoundingRect(block).height()
        rows = int(max(0.0, above - wanted) // self.metrics.pitch)
        rows = min(rows, max(0, block.layout().lineCount() - 1))
        self.verticalScrollBar().setValue(block.firstLineNumber() + rows)


def _tag_font(font: QFont) -> QFont:
    """The bold small capitals of the tags."""
    small = QFont(font)
    small.setPixelSize(max(8, round(0.5 * font.pixelSize())))
    small.setWeight(QFont.Weight.Bold)
    small.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 103)
    return small
