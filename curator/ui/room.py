"""What those who do things in the window share: the desk, the panes, and whom to tell."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from curator.ui.background import Background
from curator.ui.desk import Desk
from curator.ui.left_pane import LeftPane
from curator.ui.side_pane import SidePane
from curator.ui.status import MessageBar

if TYPE_CHECKING:
    from curator.services.preferences import Preferences


@dataclass(frozen=True, slots=True)
class Room:
    """The parts of one window. `middle` holds the text, and what takes its place for a while."""

    window: QWidget
    desk: Desk
    left: LeftPane
    middle: QStackedWidget
    side: SidePane
    messages: MessageBar
    background: Background
    kept: "Preferences"
    undo: Callable[[], object]
