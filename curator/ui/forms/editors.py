"""Which editor a field gets. To add a field type, write its editor and name it here."""

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QWidget

from curator.domain.scheme import FieldType, FormField
from curator.ui.forms.choice_editors import choice_editor, yes_no_editor
from curator.ui.forms.date_editor import DateEditor
from curator.ui.forms.editor import FieldEditor
from curator.ui.forms.entity_editor import EntityEditor
from curator.ui.forms.quantity_editor import QuantityEditor
from curator.ui.forms.references import ReferencesEditor
from curator.ui.forms.text_editors import LineEditor, LongTextEditor, WholeNumberEditor

_EDITORS: Final[dict[FieldType, Callable[[FormField, QWidget], FieldEditor]]] = {
    FieldType.TEXT: LineEditor,
    FieldType.LONG_TEXT: LongTextEditor,
    FieldType.CHOICE: choice_editor,
    FieldType.CHOICES: choice_editor,
    FieldType.YES_NO: yes_no_editor,
    FieldType.WHOLE_NUMBER: WholeNumberEditor,
    FieldType.QUANTITY: QuantityEditor,
    FieldType.DATE: DateEditor,
    FieldType.ENTITY: EntityEditor,
    FieldType.ANNOTATION: ReferencesEditor,
    FieldType.ANNOTATIONS: ReferencesEditor,
}


def make_editor(field: FormField, parent: QWidget) -> FieldEditor:
    """The editor for values of the field's type."""
    return _EDITORS[field.type](field, parent)
