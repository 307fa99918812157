"""What the mouse does in the text view: select, choose, drag the ends of the chosen span."""

from time import monotonic
from typing import Final, NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from curator.domain.span import Span
from curator.ui.reading.interaction import Edge, chosen_by_click, dragged, innermost_first, paragraph_at
from curator.ui.reading.marked_sheet import MarkedSheet

_GRIP_REACH: Final = 7.0  # pixels beside a span's edge that take hold of it
_SAME_PLACE: Final = 4.0


class _Grip(NamedTuple):
    """An end that is held, and the span as it was when it was taken hold of."""

    edge: Edge
    span: Span


class Pointer:
    """Turns mouse events into acts on the view.

    `press`, `move` and `release` give the event to hand on to Qt, its point moved onto the words of its row; None
    where Qt shall not see it.
    """

    def __init__(self, view: MarkedSheet) -> None:
        self._view = view
        self._grip: _Grip | None = None
        self._clicked_at: QPointF | None = None
        self._doubled: tuple[QPointF, float] | None = None
        self._is_paragraph = False
        self._had_selection = False

    def press(self, event: QMouseEvent) -> QMouseEvent | None:
        """Take hold of an end, select a paragraph (third click), or let Qt start a selection."""
        if event.button() != Qt.MouseButton.LeftButton:
            return event
        self._view.close_list()
        point = event.position()
        current = self._view.current_span()
        if current and (edge := self._edge_at(point)):
            self._grip = _Grip(edge, Span(start=current.start, end=current.end))
            return None
        self._had_selection = self._view.selection() is not None
        self._view.is_pressed = True
        if self._is_third_click(point):
            self._select_paragraph(point)
            return None
        return self._on_text(event)

    def move(self, event: QMouseEvent) -> QMouseEvent | None:
        """Drag the end that is held; without a button, show where an end could be taken hold of."""
        if self._grip:
            self._drag(self._grip, event)
            return None
        if not event.buttons():
            self._view.is_pressed = False  # a drag took the button's end
            at_end = self._view.current_span() and self._edge_at(event.position())
            shape = Qt.CursorShape.SizeHorCursor if at_end else Qt.CursorShape.IBeamCursor
            self._view.viewport().setCursor(shape)
        return self._on_text(event)

    def double(self, event: QMouseEvent) -> QMouseEvent:
        """A word is being selected; a third click may follow."""
        self._view.is_pressed = True
        self._doubled = (event.position(), monotonic())
        return self._on_text(event)

    def release(self, event: QMouseEvent) -> QMouseEvent | None:
        """Let Qt end its selection, where it began one."""
        return None if self._grip or self._is_paragraph else self._on_text(event)

    def finish(self, event: QMouseEvent) -> None:
        """Say what came of it."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._grip:
            self._drag(self._grip, event)
            self._grip = None
            self._view.finish_move()
        elif self._view.is_pressed:
            self._finish_selecting(event)
            self._view.is_pressed = False

    def _finish_selecting(self, event: QMouseEvent) -> None:
        if self._is_paragraph:
            self._is_paragraph = False
            self._view.span_selected.emit(self._view.selection())
        elif self._view.selection():
            modifiers = event.modifiers()
            exact = bool(modifiers & Qt.KeyboardModifier.AltModifier)
            adds = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
            self._view.finish_selection(exact=exact, adds_part=adds)
        else:
            if self._had_selection:
                self._view.selection_cleared.emit()
            self._click(event.position())

    def _drag(self, grip: _Grip, event: QMouseEvent) -> None:
        position = self._view.page.position_at(event.position())
        exact = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        span = dragged(self._view.stored, grip.span, grip.edge, position, exact=exact)
        self._view.preview_move(grip.edge, span)
        self._scroll_towards(event.position().y())

    def _scroll_towards(self, y: float) -> None:
        """Scroll by a row where an end is dragged out of the viewport."""
        beyond = (y > self._view.viewport().height()) - (y < 0)
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + beyond)

    def _click(self, point: QPointF) -> None:
        """Choose what is at a point; each further click there chooses the next span out, and lists them."""
        again = self._clicked_at is not None and _near(point, self._clicked_at)
        self._clicked_at = point
        hits = innermost_first(self._view.painted_at(point))
        chosen = chosen_by_click(hits, self._view.current(), again=again)
        if chosen is None:
            self._view.leave_current()
            return
        self._view.activate(chosen, keep_caret=True)
        if len(hits) > 1:
            below = self._view.page.caret_rect(self._view.caret()).bottom()
            self._view.list_spans(hits, QPointF(point.x(), below))

    def _is_third_click(self, point: QPointF) -> bool:
        doubled, self._doubled = self._doubled, None
        if doubled is None:
            return False
        return _near(point, doubled[0]) and monotonic() - doubled[1] < QApplication.doubleClickInterval() / 1000

    def _select_paragraph(self, point: QPointF) -> None:
        """Select the stored text's paragraph: Qt's may be a piece of it."""
        if span := paragraph_at(self._view.stored, self._view.page.position_at(point)):
            self._is_paragraph = True
            self._view.setTextCursor(self._view.view_cursor(span.start, span.end))

    def _edge_at(self, point: QPointF) -> Edge | None:
        """The end of the chosen span that is within reach of a point."""
        shown = self._view.page.at(point)
        if shown is None:
            return None
        metrics = self._view.metrics
        start, end = self._view.overlays.grip_places(self._view.page, shown)
        for place, edge in ((end, Edge.END), (start, Edge.START)):
            if place is None:
                continue
            below = point.y() - shown.top - place.y()
            beside = abs(point.x() - place.x())
            if beside <= _GRIP_REACH and -metrics.em <= below <= metrics.pitch - metrics.fill_bottom:
                return edge
        return None

    def _on_text(self, event: QMouseEvent) -> QMouseEvent:
        point = event.position()
        if not self._view.viewport().rect().contains(point.toPoint()):
            return event  # Qt scrolls
        moved = self._view.page.on_text(point)
        return QMouseEvent(
            event.type(),
            moved,
            event.globalPosition() + moved - point,
            event.button(),
            event.buttons(),
            event.modifiers(),
            event.pointingDevice(),
        )


def _near(point: QPointF, other: QPointF) -> bool:
    return (point - other).manhattanLength() <= _SAME_PLACE
