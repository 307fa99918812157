"""Forms: built from a label of the scheme, shown beside the text; `FormPanel` is what the window uses.

The names are looked up when they are first asked for: the window shows before it needs a form, and some of its parts
borrow small things from here.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from curator.ui.forms.context import FormContext
    from curator.ui.forms.field_row import SPAN_MIME
    from curator.ui.forms.keys import Command
    from curator.ui.forms.panel import FormPanel

__all__ = ["SPAN_MIME", "Command", "FormContext", "FormPanel"]

_HOMES = {"SPAN_MIME": "field_row", "Command": "keys", "FormContext": "context", "FormPanel": "panel"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module has
    """The name from the module that it is at home in."""
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(name)
