"""What a form tells the window, in one place: rows and panel speak through the same object."""

from PySide6.QtCore import QObject, Signal


class FormEvents(QObject):
    """The upward signals of a form.

    Signals:
        field_changed: a field's name and its new FieldValue, or None when nobody has looked at it; once per edit.
        typed: a field's name and the unfinished text in it, to keep as a draft.
        draft_settled: the field whose draft is not needed any more.
        cite_requested: the field for which the words selected in the text shall be cited.
        drop_cited: a field, and the start and end (code points) of the words that were dropped on it.
        uncite_requested: a field, and which piece of its evidence goes.
        evidence_shown: the piece of evidence (`Evidence`) to show in the text.
        reference_shown: the annotation (its id) to show in the text.
        pick_requested: the field for which the person wants to point at an annotation in the text.
        entity_add_requested: the name and kind of a new entity, and the field that is to hold it.
        review_requested: the field of which the person wants to see what was said in review.
    """

    field_changed = Signal(str, object)
    typed = Signal(str, str)
    draft_settled = Signal(str)
    cite_requested = Signal(str)
    drop_cited = Signal(str, int, int)
    uncite_requested = Signal(str, int)
    evidence_shown = Signal(object)
    reference_shown = Signal(str)
    pick_requested = Signal(str)
    entity_add_requested = Signal(str, str, str)
    review_requested = Signal(str)
