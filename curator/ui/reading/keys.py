"""What the keys do in the text view.

| key | without a chosen annotation | with one, and nothing selected |
| --- | --- | --- |
| 1-9 | tag the selection, or the word at the caret | give it that label |
| Shift + Left, Right | select | move its end by a word; with Alt by a character |
| Ctrl + Left, Right | move the caret by a word | move its start by a word; with Alt by a character |
| Delete, Backspace | | withdraw it |
| Enter | choose the span at the caret, go to its form | go to its form |
| Tab, Shift+Tab | go to the next, previous span | the same |
| Alt+Down | list the spans at the caret | the same |
| Esc | drop the selection | put back an end on its way, or choose nothing |
| Ctrl+Tab, Ctrl+Shift+Tab | go to the next, previous widget | the same |

With words selected, keys mean these words, whatever is chosen: digits tag them, arrows with Shift extend them.
"""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from curator.text.words import word_at
from curator.ui.reading.interaction import Edge
from curator.ui.reading.marked_sheet import MarkedSheet

_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier
_ALT: Final = Qt.KeyboardModifier.AltModifier
_NONE: Final = Qt.KeyboardModifier.NoModifier
_STEP_KEYS: Final = {Qt.Key.Key_Left: False, Qt.Key.Key_Right: True}
_DIGITS: Final = frozenset("123456789")
_EDGES: Final = {_SHIFT: Edge.END, _CONTROL: Edge.START}
_MODIFIERS: Final = {Qt.Key.Key_Shift: _SHIFT, Qt.Key.Key_Control: _CONTROL, Qt.Key.Key_Alt: _ALT}


def press(view: MarkedSheet, event: QKeyEvent) -> bool:
    """Act on a key; whether it meant something."""
    if not view.has_document:
        return False
    # The keypad's keys mean what they say.
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key(event.key())
    if key in _STEP_KEYS and _step(view, key, modifiers):
        return True
    if key not in _MODIFIERS and key != Qt.Key.Key_Escape:
        view.finish_move()
        view.close_list()
    if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and modifiers & _CONTROL:
        view.leave_view(forward=not modifiers & _SHIFT)
        return True
    if key == Qt.Key.Key_Down and modifiers == _ALT:
        view.list_spans_at_caret()
        return True
    # Some keyboards have their digits behind Shift; what is typed counts.
    if event.text() in _DIGITS and not modifiers & ~_SHIFT:
        return _tag(view, event.text())
    return modifiers == _NONE and _press_plain(view, key)


def ends_steps(event: QKeyEvent) -> bool:
    """Whether letting go of this key ends the steps of a span's end."""
    own = _MODIFIERS.get(Qt.Key(event.key()))
    # Systems differ in whether a key that is let go still counts as held.
    return own is not None and not event.modifiers() & ~own & (_SHIFT | _CONTROL)


def _press_plain(view: MarkedSheet, key: Qt.Key) -> bool:
    """Act on a key without modifiers."""
    if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return _go_to_form(view)
    if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
        return _withdraw(view)
    return key == Qt.Key.Key_Escape and _step_back(view)


def _tag(view: MarkedSheet, digit: str) -> bool:
    if all(look.key != digit for look in view.style_now.looks.values()):
        return False
    selection, current = view.selection(), view.current()
    if selection:
        view.tag_requested.emit(digit, selection)
    elif current:
        view.retag_requested.emit(current, digit)
    elif word := word_at(view.stored, view.caret()):
        view.tag_requested.emit(digit, word)
    return True


def _go_to_form(view: MarkedSheet) -> bool:
    if view.current() is None:
        spans = view.spans_at_caret()
        if not spans:
            return False
        view.activate(spans[0], keep_caret=True)
    view.remember_place()
    view.form_requested.emit(view.current())
    return True


def _withdraw(view: MarkedSheet) -> bool:
    current = view.current()
    if current is None or view.selection():
        return False
    view.withdraw_requested.emit(current)
    return True


def _step_back(view: MarkedSheet) -> bool:
    """Take back the nearest thing that Esc can take back."""
    if view.is_moving():
        view.cancel_move()
    elif view.close_list():
        pass
    elif view.selection():
        view.clear_selection()
    elif view.current():
        view.leave_current()
    else:
        return False
    return True


def _step(view: MarkedSheet, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
    """Let an end of the chosen span take a step."""
    edge = _EDGES.get(modifiers & ~_ALT)
    if edge is None or view.current() is None or view.selection():
        return False
    view.step_end(edge, forward=_STEP_KEYS[key], exact=bool(modifiers & _ALT))
    return True
