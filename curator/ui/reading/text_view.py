"""The widget that people read in for hours: a document's text with its annotations painted on it.

It shows, and says what a person asks for; it changes no data and reads no quote back from itself. Qt's own plain-text
widget does the caret, the selection, scrolling and screen readers; the modules beside this one do the rest. Every
position that goes in or out is a code point of the stored text.
"""

import json
from html import escape
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QPointF
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from curator.ui.reading import keys
from curator.ui.reading.interaction import innermost_first
from curator.ui.reading.marked_sheet import MarkedSheet
from curator.ui.reading.pointer import Pointer
from curator.ui.reading.span_popup import describe

SPAN_MIME: Final = "application/x-curator-span"
"""What selected words carry when they are dragged or copied: `{"start": …, "end": …}` in code points, as JSON."""


class TextView(MarkedSheet):
    """A document's text, to read and to mark; for its signals see `MarkedSheet`, for its keys `keys`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Text of the document"))
        self._pointer = Pointer(self)

    def event(self, e: QEvent) -> bool:
        """Let the wheel and the mouse do beside the column what they do in it."""
        if isinstance(e, QWheelEvent):
            self.wheelEvent(e)
            return True
        if isinstance(e, QMouseEvent):
            self._act_beside(self._in_viewport(e))
            return True
        return super().event(e)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that mean something here; the others move the caret as everywhere."""
        if not keys.press(self, event):
            before = self.caret()
            super().keyPressEvent(event)
            if self.caret() != before:  # Ctrl alone, on the way to Ctrl+Return, moves nothing
                self.leave_if_outside()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """With the last modifier let go, an end has arrived."""
        if keys.ends_steps(event):
            self.finish_move()
        super().keyReleaseEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - the name that Qt gave it
        """Tab goes from span to span; Ctrl+Tab leaves the view (see `keys`)."""
        stays = self.go_to_neighbour(forward=next) or self.scenes.source.next_after(-1) is not None
        return stays or super().focusNextPrevChild(next)

    def focusOutEvent(self, e: QFocusEvent) -> None:
        """An end that is on its way has arrived."""
        self.finish_move()
        super().focusOutEvent(e)

    def mousePressEvent(self, e: QMouseEvent) -> None:
        """Take hold of an end, or start to select."""
        self.finish_move()
        if adjusted := self._pointer.press(e):
            super().mousePressEvent(adjusted)

    def mouseMoveEvent(self, e: QMouseEvent) -> None:
        """Drag an end, or select."""
        if adjusted := self._pointer.move(e):
            super().mouseMoveEvent(adjusted)

    def mouseDoubleClickEvent(self, e: QMouseEvent) -> None:
        """Select a word."""
        super().mouseDoubleClickEvent(self._pointer.double(e))

    def mouseReleaseEvent(self, e: QMouseEvent) -> None:
        """Let go of an end, finish a selection, or choose what was clicked."""
        if adjusted := self._pointer.release(e):
            super().mouseReleaseEvent(adjusted)
        self._pointer.finish(e)

    def contextMenuEvent(self, e: QContextMenuEvent) -> None:
        """Leave the menu to whoever listens."""
        if e.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.viewport().mapToGlobal(self.cursorRect().bottomLeft())
            hits = self.spans_at_caret()
        else:
            place = e.globalPos()
            hits = innermost_first(self.painted_at(QPointF(e.pos())))
        self.context_menu_requested.emit(place, hits, self.selection())
        e.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Name the spans that are pointed at."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            hits = innermost_first(self.painted_at(QPointF(event.pos())))
            lines = [escape(describe(hit, self.stored, self.style_now.looks)) for hit in hits]
            QToolTip.showText(event.globalPos(), f"<div>{'<br>'.join(lines)}</div>" if lines else "", self.viewport())
            return True
        return super().viewportEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        """What copying and dragging carry: the stored words, and where they are."""
        data = QMimeData()
        if span := self.selection():
            data.setText(self.stored[span.start : span.end])
            data.setData(SPAN_MIME, json.dumps({"start": span.start, "end": span.end}).encode())
        return data

    def _act_beside(self, e: QMouseEvent) -> None:
        acts = {
            QEvent.Type.MouseButtonPress: self.mousePressEvent,
            QEvent.Type.MouseMove: self.mouseMoveEvent,
            QEvent.Type.MouseButtonRelease: self.mouseReleaseEvent,
            QEvent.Type.MouseButtonDblClick: self.mouseDoubleClickEvent,
        }
        acts[e.type()](e)

    def _in_viewport(self, e: QMouseEvent) -> QMouseEvent:
        """A mouse event in the view's own margins, as the viewport would have it."""
        point = e.position() - QPointF(self.viewport().pos())
        return QMouseEvent(
            e.type(), point, e.globalPosition(), e.button(), e.buttons(), e.modifiers(), e.pointingDevice()
        )
