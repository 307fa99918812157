"""The sheet with what a person does on it: the caret, the selection, the chosen annotation, an end that moves.

Which keys and which clicks lead here is said in `keys`, `pointer` and `text_view`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from curator.domain.painting import Painted, SpanSource
from curator.domain.span import Span
from curator.text.graphemes import cluster_start
from curator.ui.reading import interaction
from curator.ui.reading.ends import Move
from curator.ui.reading.interaction import Edge
from curator.ui.reading.looks import LabelLook
from curator.ui.reading.sheet import Sheet
from curator.ui.reading.span_popup import SpanPopup, describe

_POINTED_OUT_FOR: Final = 1400  # milliseconds
_STEPS_END_AFTER: Final = 1500


class _Place(NamedTuple):
    """Where a person was reading."""

    first: int
    last: int
    top: int
    current: str | None


class MarkedSheet(Sheet):
    """A sheet with a caret, a selection and a chosen annotation; what is done with mouse and keys ends up here.

    Signals:
        span_selected: words were selected, snapped to whole words where the mouse did it.
        selection_cleared: nothing is selected any more.
        caret_moved: the caret's new position.
        annotation_activated: a person went to this annotation.
        annotation_left: a person went elsewhere; no annotation is current now.
        form_requested: Enter on an annotation.
        tag_requested: a digit was pressed for these words.
        retag_requested: a digit was pressed on this annotation.
        add_part_requested: these words were selected with Ctrl, for this annotation.
        move_end_requested: this annotation's part (from 0, in document order) shall be this span.
        withdraw_requested: Delete on this annotation.
        context_menu_requested: global position, the spans there (innermost first), the selected span or None.
    """

    span_selected = Signal(Span)
    selection_cleared = Signal()
    caret_moved = Signal(int)
    annotation_activated = Signal(str)
    annotation_left = Signal()
    form_requested = Signal(str)
    tag_requested = Signal(str, Span)
    retag_requested = Signal(str, str)
    add_part_requested = Signal(str, Span)
    move_end_requested = Signal(str, int, Span)
    withdraw_requested = Signal(str)
    context_menu_requested = Signal(QPoint, list, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._current: Painted | None = None
        self._move: Move | None = None
        self._place: _Place | None = None
        self.is_pressed = False
        self._popup = SpanPopup(self)
        self._popup.chosen.connect(self.activate)
        self._steps_end = _single_shot(self, _STEPS_END_AFTER, self.finish_move)
        self._pointing_ends = _single_shot(self, _POINTED_OUT_FOR, self._stop_pointing_out)
        self.verticalScrollBar().valueChanged.connect(self._popup.hide)
        self.selectionChanged.connect(self._say_selection)
        self.cursorPositionChanged.connect(self._say_caret)

    # --- the document ---

    def show_document(self, text: str, source: SpanSource, labels: Mapping[str, LabelLook]) -> None:
        """Show a document from its beginning; `labels` by name."""
        self._let_go()
        self._place = None
        self.set_text(text, source, labels)

    def show_nothing(self, message: str) -> None:
        """Show no document, and say why in its place."""
        self._let_go()
        self._place = None
        super().show_nothing(message)

    def refresh(self, annotations: frozenset[str] | None = None) -> None:
        """The spans of the source (of these annotations) are others now: paint them anew.

        The text, the caret and the place stay.
        """
        self._drop_move()
        self.scenes.forget(annotations)
        if self._current:
            parts = self.scenes.parts_of(self._current.annotation)
            self._hold(_nearest(parts, self._current.start))
        self.viewport().update()

    # --- caret and selection ---

    def caret(self) -> int:
        """Where the caret is."""
        return self.page.display.from_view(self.textCursor().position())

    def set_caret(self, position: int) -> None:
        """Put the caret at a position; nothing is selected then."""
        position = cluster_start(self.stored, min(max(position, 0), len(self.stored)))
        self.setTextCursor(self.view_cursor(position, position))

    def selection(self) -> Span | None:
        """The words that are selected, as whole characters."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        display = self.page.display
        first, last = display.from_view(cursor.anchor()), display.from_view(cursor.position())
        return interaction.selected(self.stored, first, last, exact=True)

    def select(self, span: Span) -> None:
        """Select these words and bring them into sight."""
        self.scroll_to(span.start)
        self.setTextCursor(self.view_cursor(span.start, span.end))

    def clear_selection(self) -> None:
        """Select nothing; the caret goes to where the selection started."""
        if selection := self.selection():
            self.set_caret(selection.start)

    def line_number(self) -> int:
        """The number of the stored text's line that the caret is in, from 1."""
        return self.lines.number(self.caret())

    # --- annotations ---

    def current(self) -> str | None:
        """The annotation that is chosen."""
        return self._current.annotation if self._current else None

    def current_span(self) -> Painted | None:
        """The span of the chosen annotation that keys and grips move."""
        return self._current

    def set_current(self, annotation: str | None, *, reveal: bool = False) -> None:
        """Choose an annotation, without a signal; a selection ends then, since what follows is meant for the choice.

        `reveal` goes there, with the caret where it is not in it yet: reading goes on from there.
        """
        self._drop_move()
        if annotation is None:
            self._hold(None)
            return
        near = self._current.start if self._current and self._current.annotation == annotation else self.caret()
        part = _nearest(self.scenes.parts_of(annotation), near)
        self._hold(part)
        if part:
            self.clear_selection()
            if reveal:
                self.scroll_to(part.start)
                if not part.start <= self.caret() <= part.end:
                    self.set_caret(part.start)

    def activate(self, painted: Painted, *, keep_caret: bool = False) -> None:
        """Go to a span as a person does: choose it, put the caret there, bring it into sight, say so."""
        self._drop_move()
        self._hold(painted)
        if not keep_caret:
            self.scroll_to(painted.start)
            self.set_caret(painted.start)
        self._announce(painted)
        self.annotation_activated.emit(painted.annotation)

    def go_to_neighbour(self, *, forward: bool) -> bool:
        """Go to the next or previous span in document order; at the last one, stay. Whether there was one."""
        source = self.scenes.source
        at, annotation = (self._current.start, self.current()) if self._current else (self.caret(), None)
        if forward:
            found = source.next_after(at if annotation else at - 1, annotation)
        else:
            found = source.previous_before(at, annotation)
        if found:
            self.activate(found)
        return found is not None

    def leave_current(self) -> None:
        """Choose no annotation, and say so."""
        if self._current:
            self._drop_move()
            self._hold(None)
            self.annotation_left.emit()

    def spans_at_caret(self) -> list[Painted]:
        """The spans that hold the caret or end at it, innermost first."""
        at = self.caret()
        return interaction.innermost_first(self.scenes.source.at(at) or (self.scenes.source.at(at - 1) if at else []))

    def leave_view(self, *, forward: bool) -> None:
        """Give the focus to the next widget, as Tab does elsewhere."""
        super().focusNextPrevChild(forward)

    def list_spans_at_caret(self) -> None:
        """Open the list of the spans at the caret, for the keyboard."""
        if spans := self.spans_at_caret():
            rect = self.page.caret_rect(self.caret())
            self.list_spans(spans, QPointF(self.cursorRect().left(), rect.bottom()), focus=True)

    def list_spans(self, spans: Sequence[Painted], at: QPointF, *, focus: bool = False) -> None:
        """Show the list of overlapping spans below a point of the viewport."""
        below = self.viewport().mapTo(self, at.toPoint())
        lines = [describe(span, self.stored, self.style_now.looks) for span in spans]
        self._popup.open(list(zip(spans, lines, strict=True)), below, current=self.current(), focus=focus)
        self._popup.set_icons([self.style_now.colour(span.label) for span in spans], self.style_now.paper)

    def close_list(self) -> bool:
        """Close that list; whether it was open."""
        was_open = self._popup.isVisible()
        self._popup.hide()
        return was_open

    # --- moving ends ---

    def step_end(self, edge: Edge, *, forward: bool, exact: bool) -> None:
        """Let an end of the chosen span take a step; it is asked for when the keys are let go."""
        if self._current:
            span = self._move.span if self._move else Span(start=self._current.start, end=self._current.end)
            span = interaction.stepped(self.stored, span, edge, forward=forward, exact=exact)
            self.preview_move(edge, span)
            self.scroll_to(span.start if edge is Edge.START else span.end - 1)
            self._steps_end.start()

    def preview_move(self, edge: Edge, span: Span) -> None:
        """Show the chosen span as if it were at `span`, where the page is."""
        if self._current is None:
            return
        if self._move:
            painted, part = self._move.painted, self._move.part
        else:
            painted, parts = self._current, self.scenes.parts_of(self._current.annotation)
            part = parts.index(painted) if painted in parts else 0
        self._move = Move(painted, part, edge, span)
        self.scenes.change(painted, span)
        self.overlays.grips = (span, painted.label)
        self.viewport().update()

    def finish_move(self) -> None:
        """Ask for the move that is shown, if it is one."""
        self._steps_end.stop()
        move, self._move = self._move, None
        if move is None:
            return
        self.scenes.change(None, None)
        self.scenes.forget()
        if move.is_change:
            self._hold(move.painted._replace(start=move.span.start, end=move.span.end))
            self.move_end_requested.emit(move.painted.annotation, move.part, move.span)
        # Whoever listens has changed the spans, or refused to: show what is.
        self.refresh()

    def is_moving(self) -> bool:
        """Whether an end is on its way."""
        return self._move is not None

    def cancel_move(self) -> None:
        """Put the end back."""
        self._drop_move()

    # --- pointing out ---

    def reveal(self, span: Span, *, flash: bool = True) -> None:
        """Bring a place into sight, and point it out for a moment; the caret stays."""
        self.scroll_to(span.start)
        if flash:
            self.overlays.pointed_out = span
            self._pointing_ends.start()
        self.viewport().update()

    def set_evidence(self, spans: Sequence[Span]) -> None:
        """Outline these places as what supports a value; none with an empty sequence."""
        self.overlays.evidence = sorted(spans, key=lambda span: (span.start, span.end))
        self.viewport().update()

    def set_hits(self, hits: Sequence[tuple[int, int]], at: int = -1) -> None:
        """Show search hits, sorted, and which of them is at hand."""
        self.overlays.hits, self.overlays.hit = hits, at
        self.viewport().update()

    # --- the place of reading ---

    def remember_place(self) -> None:
        """Keep the place, to come back to."""
        cursor, display = self.textCursor(), self.page.display
        first, last = display.from_view(cursor.anchor()), display.from_view(cursor.position())
        self._place = _Place(first, last, self.page.first_row(), self.current())

    def return_to_place(self) -> None:
        """Go back to the place that was kept, with the focus."""
        place, self._place = self._place, None
        if place:
            self.setTextCursor(self.view_cursor(place.first, place.last))
            self.put_on_top(place.top)
            parts = self.scenes.parts_of(place.current) if place.current else []
            self._hold(_nearest(parts, place.last))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- inside ---

    def finish_selection(self, *, exact: bool, adds_part: bool) -> None:
        """A selection with the mouse is done: snap it, and say so once."""
        cursor, display = self.textCursor(), self.page.display
        first, last = display.from_view(cursor.anchor()), display.from_view(cursor.position())
        span = interaction.selected(self.stored, first, last, exact=exact)
        if span is None:
            self.set_caret(last)
            return
        if adds_part and (annotation := self.current()):
            self.set_caret(span.start)
            self.add_part_requested.emit(annotation, span)
            return
        ends = (span.end, span.start) if last < first else (span.start, span.end)
        self.setTextCursor(self.view_cursor(*ends))
        self.span_selected.emit(span)

    def _hold(self, painted: Painted | None) -> None:
        """Make a span the current one, silently."""
        self._current = painted
        self.style_now = replace(self.style_now, chosen=painted.annotation if painted else None)
        self.overlays.grips = (Span(start=painted.start, end=painted.end), painted.label) if painted else None
        self.viewport().update()

    def _let_go(self) -> None:
        self._drop_move()
        self._popup.hide()
        self._hold(None)

    def _drop_move(self) -> None:
        self._steps_end.stop()
        if self._move:
            self._move = None
            self.scenes.change(None, None)
            self._hold(self._current)

    def leave_if_outside(self) -> None:
        """The caret was moved away from the chosen annotation: keys must not change what is no longer looked at."""
        if self._current is None or self.selection():
            return
        at = self.caret()
        if not any(part.start <= at <= part.end for part in self.scenes.parts_of(self._current.annotation)):
            self.leave_current()

    def _say_selection(self) -> None:
        if self.is_pressed:
            return  # said once, when the mouse button is let go
        span = self.selection()
        if span:
            self.span_selected.emit(span)
        else:
            self.selection_cleared.emit()

    def _say_caret(self) -> None:
        self.caret_moved.emit(self.caret())

    def _stop_pointing_out(self) -> None:
        self.overlays.pointed_out = None
        self.viewport().update()

    def _announce(self, painted: Painted) -> None:
        """Tell a screen reader what was reached."""
        if QAccessible.isActive():
            words = describe(painted, self.stored, self.style_now.looks)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))


def _nearest(parts: Sequence[Painted], position: int) -> Painted | None:
    """The part that starts nearest to a position."""
    return min(parts, key=lambda part: abs(part.start - position), default=None)


def _single_shot(parent: MarkedSheet, milliseconds: int, act: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(act)
    return timer
