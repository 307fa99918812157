"""Says when a window has been painted for the first time, and ends the program."""

from time import perf_counter

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from benchmarks.programs.saying import say


class FirstPaint(QObject):
    """Waits for the first paint event of a widget, and for the end of all that is painted with it.

    Adds to `stages` what there is between `ready` and then.
    """

    def __init__(self, widget: QWidget, stages: dict[str, float], ready: float) -> None:
        super().__init__(widget)
        self._stages = stages
        self._ready = ready
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._painted)
        return False

    def _painted(self) -> None:
        say(stages={**self._stages, "opening and painting": perf_counter() - self._ready})
        QCoreApplication.exit(0)
