"""The door to conflicts: its actions; what they show is made when it is first needed."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from curator.ui.room import Room

if TYPE_CHECKING:
    from curator.ui.conflicts.deciding import Deciding
    from curator.ui.conflicts.in_place import InPlace


class Conflicts(QObject):
    """The actions `conflicts.*`. `leave` ends what stands in the place of the text."""

    def __init__(self, room: Room, leave: Callable[[], object]) -> None:
        super().__init__(room.window)
        self._room = room
        self._leave = leave
        self._deciding: Deciding | None = None
        self._in_place: InPlace | None = None
        room.side.form_made.connect(self._form_made)

    def _form_made(self) -> None:
        """Come after what fills the form, whenever another annotation is chosen."""
        self._room.desk.annotation_changed.connect(self._show_in_form)
        self._show_in_form()

    def _show_in_form(self) -> None:
        view = self._room.desk.annotation
        if self._in_place is None and view and view.conflicts:
            from curator.ui.conflicts.in_place import InPlace

            self._in_place = InPlace(self._room)
        if self._in_place:
            self._in_place.show()

    def _decide(self) -> "Deciding":
        if self._deciding is None:
            from curator.ui.conflicts.deciding import Deciding

            self._deciding = Deciding(self._room)
        return self._deciding

    # the actions conflicts.*

    def show(self) -> None:
        """Show what several people changed differently, beside the text."""
        self._leave()
        self._decide().show()

    def next(self) -> None:
        """Go to the next conflict."""
        self._leave()
        self._decide().step(1)

    def previous(self) -> None:
        """Go to the conflict before."""
        self._leave()
        self._decide().step(-1)
