"""Opening projects that do not open at once: those under a passphrase, and damaged ones."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from curator.domain.errors import CuratorError
from curator.services.identity import Author
from curator.ui.background import Background, Cancelled, Progress, Task
from curator.ui.status import MessageBar

if TYPE_CHECKING:
    from curator.services.rescuing import RescuedProject


class HardOpening(QObject):
    """What `Projects` hands on when a file could not be opened.

    Signals:
        unlocked: (Path) it can be opened now.
        rescued: (RescuedProject) what could be read of a damaged project.
        restore_wanted: (Path) look at the backups of that project.
    """

    unlocked = Signal(Path)
    rescued = Signal(object)
    restore_wanted = Signal(Path)

    def __init__(self, background: Background, messages: MessageBar, window: QWidget) -> None:
        super().__init__(window)
        self._background = background
        self._messages = messages
        self._window = window

    # under a passphrase

    def ask(self, path: Path, then: Callable[[], object] | None = None) -> None:
        """Ask for the passphrase of a project until it is right, or the person gives up; then open it, or go on."""
        from curator.ui.dialogs.passphrase import PassphraseDialog

        words = self.tr("“%1” is encrypted. Its passphrase:").replace("%1", path.name)
        dialog = PassphraseDialog(self.tr("Open"), words, self._window)

        def unlock(passphrase: str) -> None:
            from curator.services import unlocking

            def work(_progress: Progress, _cancelled: Cancelled) -> None:
                unlocking.unlock(path, passphrase)

            self._in_background(dialog, work, lambda _: then() if then else self.unlocked.emit(path))

        dialog.given.connect(unlock)
        dialog.open()

    def with_key(self, dialog: Any, then: Callable[[Any], object], passphrase: str) -> None:  # noqa: ANN401
        """Make the key of a new project, which takes a second, and go on with what makes files under it."""

        def work(_progress: Progress, _cancelled: Cancelled) -> object:
            from curator.services import unlocking

            return unlocking.new_connector(passphrase)

        self._in_background(dialog, work, then)

    def _in_background(self, dialog: Any, work: Callable[..., object], then: Callable[[Any], object]) -> None:  # noqa: ANN401
        """Do it while the dialog waits; it goes when that went well, and says what is wrong if not."""

        def done(result: object) -> None:
            dialog.accept()
            then(result)

        def refuse(error: CuratorError) -> None:
            dialog.refuse(error.message)

        task = Task("", work, can_cancel=False, is_quiet=True)
        task.succeeded.connect(done)
        task.failed.connect(refuse)
        self._background.start(task)

    # damaged

    def rescue(self, path: Path, author: Author, reason: CuratorError) -> None:
        """Read what can be read of a damaged project in the background, and show that."""

        def work(progress: Progress, cancelled: Cancelled) -> object:
            from curator.services import rescuing

            return rescuing.rescue(path, author=author, progress=progress, cancelled=cancelled)

        def shown(project: "RescuedProject") -> None:
            project.reason = reason.message
            self.rescued.emit(project)

        def failed(_error: CuratorError) -> None:
            words = self.tr("%1 is damaged, and nothing of it can be read. It was left as it is. (%2)")
            words = words.replace("%1", path.name).replace("%2", reason.message)
            self._messages.show_standing(words, self.tr("Backups…"), lambda: self.restore_wanted.emit(path))

        task = Task(self.tr("Reading the damaged project"), work)
        task.succeeded.connect(shown)
        task.failed.connect(failed)
        self._background.start(task)

    def say_damaged(self, path: Path) -> None:
        """Say of a project that is open, and can be worked in, that its file is damaged."""
        words = self.tr(
            "This project's file is damaged. “Verify the project” in the Tools menu says where, and repairs what can "
            "be; or put a backup in its place."
        )
        self._messages.show_standing(words, self.tr("Backups…"), lambda: self.restore_wanted.emit(path))

    def say_rescued(self, project: "RescuedProject") -> None:
        """Say what is shown, and what is not."""
        lost = len(project.salvaged.lost)
        words = self.tr(
            "This project is damaged. What could be read of it is shown, read-only; its file was left as it is. "
            "%1 changesets were read, %2 were not. (%3)"
        )
        words = words.replace("%1", f"{project.salvaged.changesets:n}").replace("%2", f"{lost:n}")
        words = words.replace("%3", project.reason)
        path = project.origin
        self._messages.show_standing(words, self.tr("Backups…"), lambda: self.restore_wanted.emit(path))
