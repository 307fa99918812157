"""What may wait until the text has been painted: a person looks at the words that they act on."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_AFTER_PAINT_MS = 15
"""About one frame of a screen."""


class Soon(QObject):
    """Does something a frame later, once, however often it was asked for until then."""

    def __init__(self, do: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._do = do
        self._timer = QTimer(self, singleShot=True, interval=_AFTER_PAINT_MS)
        self._timer.timeout.connect(self._run)

    def ask(self) -> None:
        """Have it done soon."""
        if not self._timer.isActive():
            self._timer.start()

    def now(self) -> None:
        """Do at once what was asked for; nothing where nothing was."""
        if self._timer.isActive():
            self.cancel()
            self._do()

    def cancel(self) -> None:
        """Forget that it was asked for."""
        self._timer.stop()

    def _run(self) -> None:
        self._do()
