"""Forms: built from a label of the scheme, shown beside the text; `FormPanel` is what the window uses."""

from curator.ui.forms.context import FormContext
from curator.ui.forms.field_row import SPAN_MIME
from curator.ui.forms.keys import Command
from curator.ui.forms.panel import FormPanel

__all__ = ["SPAN_MIME", "Command", "FormContext", "FormPanel"]
