"""What goes into a project and comes out of it: imports, exports, checks, backups; all in the background."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from curator.domain.errors import CuratorError
from curator.services.project import Project
from curator.ui.background import Cancelled, Progress, Task, Work
from curator.ui.projects import Projects
from curator.ui.session import Session

if TYPE_CHECKING:
    from curator.services.importing import ImportItem, ImportReport

SUFFIX = ".curator"


class Transfers(QObject):
    """The actions `transfer.*`.

    Signals:
        verified: (bool) the whole project was checked; whether all is well.
        parcels_dropped: (list of Path) receive these.
    """

    verified = Signal(bool)
    parcels_dropped = Signal(list)

    def __init__(self, session: Session, projects: Projects, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._projects = projects
        self._background = projects.background
        self._messages = projects.messages
        self._window = window

    # texts in

    def import_files(self) -> None:
        """Ask for files to import."""
        from curator.ui.dialogs.files import ask_many

        filters = [self.tr("Texts and data sets (*.txt *.md *.json *.jsonl)"), self.tr("All files (*)")]
        ask_many(self._window, self.tr("Import"), filters, self.import_paths)

    def import_folder(self) -> None:
        """Ask for a folder to import."""
        from curator.ui.dialogs.files import ask_folder

        ask_folder(self._window, self.tr("Import a folder"), lambda path: self.import_paths([path]))

    def import_paths(self, paths: Sequence[Path]) -> None:
        """Import files and folders in the background; editing waits meanwhile, reading does not."""

        def work(project: Project, progress: Progress, cancelled: Cancelled) -> "ImportReport":
            from curator.services import importing

            return importing.import_paths(project, list(paths), progress=progress, cancelled=cancelled)

        self._import(work)

    def import_again(self, item: "ImportItem", encoding: str) -> None:
        """Read a text again whose encoding was guessed wrong; it stays as it was where that can't be done."""

        def work(project: Project, progress: Progress, cancelled: Cancelled) -> "ImportReport":
            from curator.services import documents, importing

            document = item.document_id or ""
            documents.withdraw(project, document)
            report = importing.import_paths(
                project, [item.path], encoding=encoding, progress=progress, cancelled=cancelled
            )
            if not report.count("imported"):
                documents.restore(project, document)
            return report

        self._import(work)

    def _import(self, work: Callable[[Project, Progress, Cancelled], "ImportReport"]) -> None:
        """Hand the project to the background until the work is done."""
        if not self._session.is_writable:
            words = self.tr("Nothing can be imported while the project is read-only or an import is running.")
            self._messages.show_error(words)
            return
        task = Task(self.tr("Importing"), partial(work, self._session.begin_task()))
        task.succeeded.connect(self._imported)
        task.failed.connect(self._projects.show_error)
        task.cancelled.connect(self._import_stopped)
        # Before the results are shown: they are read through the project itself again.
        task.over.connect(self._session.end_task)
        self._background.start(task)

    def _import_stopped(self) -> None:
        self._messages.show_note(self.tr("The import was stopped."))
        self._session.opened.emit()

    def _imported(self, report: "ImportReport") -> None:
        self._session.announce(report.changes)
        from curator.ui.dialogs.import_report import ImportReportDialog, needs_showing, summary

        if needs_showing(report):
            dialog = ImportReportDialog(report, self._window)
            dialog.again_wanted.connect(self.import_again)
            dialog.open()
        words = summary(report)
        if report.cancelled:
            words = f"{self.tr('The import was stopped.')} {words}"
        self._messages.show_note(words)

    def drop(self, paths: Sequence[Path]) -> None:
        """Open a project or receive parcels that were dropped onto the window, or import what was dropped."""
        from curator.ui.dialogs.files import PARCEL

        parcels = [path for path in paths if path.suffix == PARCEL]
        project = next((path for path in paths if path.suffix == SUFFIX), None)
        if project:
            self._projects.open_path(project)
        elif parcels:
            self.parcels_dropped.emit(parcels)
        elif self._session.is_open:
            self.import_paths(paths)
        else:
            self._begin_with(paths)

    def _begin_with(self, paths: Sequence[Path]) -> None:
        """A new project for texts that were dropped while none was open."""
        from curator.services.importing import why_nothing
        from curator.ui.dialogs.names import unsaid
        from curator.ui.dialogs.new_project import NewProjectDialog

        if why := why_nothing(paths):
            words = self.tr("%1 What can be dropped here: a project, a parcel, a data set, or plain texts and folders.")
            self._messages.show_error(words.replace("%1", why))
            return
        dialog = NewProjectDialog(self._window, paths[0].parent, called=unsaid(self._projects.author()))

        dialog.wanted.connect(partial(self._projects.make, dialog))
        dialog.made.connect(partial(self._import_into, paths))
        dialog.open()

    def _import_into(self, paths: Sequence[Path], _project: Path) -> None:
        self.import_paths(paths)

    # data out

    def export(self) -> None:
        """Ask where to export to."""
        from curator.ui.dialogs.export import ExportDialog

        path = self._session.path()
        if path is None:
            return
        dialog = ExportDialog(path, self._window)
        dialog.wanted.connect(self.export_to)
        dialog.open()

    def export_to(self, target: Path, everything: bool) -> None:
        """Export in the background, on a connection of its own."""
        view = self._session.view

        def work(progress: Progress, cancelled: Cancelled) -> Any:  # noqa: ANN401
            from curator.services import exporting

            with view.reader() as reader:
                return exporting.export(reader, target, everything=everything, progress=progress, cancelled=cancelled)

        task = Task(self.tr("Exporting"), work)
        task.succeeded.connect(self._exported)
        task.failed.connect(self._projects.show_error)
        task.cancelled.connect(
            lambda: self._messages.show_note(self.tr("The export was stopped; no file was changed."))
        )
        self._background.start(task)

    def _exported(self, report: Any) -> None:  # noqa: ANN401 - ExportReport, imported late
        words = self.tr("Exported %1 documents with %2 annotations to %3.")
        words = words.replace("%1", f"{report.documents:n}").replace("%2", f"{report.annotations:n}")
        words = words.replace("%3", str(report.path))
        for warning in report.warnings[:5]:
            words += "\n" + warning
        folder = str(Path(report.path).parent)
        self._messages.show_note(words, self.tr("Show"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(folder)))

    # the file itself

    def verify(self) -> None:
        """Check everything that can be recomputed, in the background."""
        view = self._session.view

        def work(progress: Progress, cancelled: Cancelled) -> Any:  # noqa: ANN401
            from curator.services import verifying

            with view.reader() as reader:
                return verifying.verify(reader, progress=progress, cancelled=cancelled)

        task = Task(self.tr("Verifying"), work)
        task.succeeded.connect(self._verified)
        task.failed.connect(self._projects.show_error)
        self._background.start(task)

    def _verified(self, defects: list[Any]) -> None:
        amiss = [defect for defect in defects if not defect.has_no_effect]
        self.verified.emit(not amiss)
        if not amiss:
            words = self.tr("Verified: history, signatures, texts and quotes are as they were written.")
            if defects:
                idle = self.tr("%1 revisions do not count, since whoever made them had no right to.")
                words = f"{words} {idle.replace('%1', f'{len(defects):n}')}"
            self._messages.show_note(words)
            return
        from curator.ui.dialogs.reports import DefectsDialog

        dialog = DefectsDialog(amiss, self._window, can_repair=self._session.is_writable)
        dialog.repair_wanted.connect(self.repair)
        dialog.open()

    def repair(self) -> None:
        """Repair what can be, while the project is closed."""
        path = self._session.path()
        if path is None or self._projects.is_held():
            return

        def work(progress: Progress, cancelled: Cancelled) -> Any:  # noqa: ANN401
            from curator.services import mending

            return mending.fix(path, progress=progress, cancelled=cancelled)

        self._while_closed(self.tr("Repairing"), path, work, self._repaired)

    def _repaired(self, done: Any) -> None:  # noqa: ANN401 - Mended, imported late
        words = ""
        if done.kept:
            words = self.tr("Repaired %1 defects. The project as it was is kept as %2.")
            words = words.replace("%1", str(len(done.repaired))).replace("%2", done.kept.name)
            self._messages.show_note(words)
        left = [defect for defect in done.left if not defect.has_no_effect]
        if left:
            more = self.tr("%1 defects can't be repaired.").replace("%1", str(len(left)))
            self._say_left(f"{words} {more}".strip(), left, done.advice)

    def _say_left(self, words: str, left: list[Any], advice: str) -> None:
        """What could not be repaired: of damage the backups are offered, else it is said what to do."""
        path = self._session.path()
        if any(defect.damage for defect in left):
            self._messages.show_standing(words, self.tr("Backups…"), lambda: self.restore_in_place_of(path))
        else:
            self._messages.show_error(f"{words} {advice}")

    def rekey(self) -> None:
        """Ask for a new passphrase, and put the project under it."""
        from curator.ui.dialogs.passphrase import PassphraseDialog

        path = self._session.path()
        if path is None or self._projects.is_held():
            return
        words = self.tr(
            "The project is encrypted under this passphrase from now on. Without it the project is lost. Backups made "
            "before keep the passphrase they have, or none: delete them if they must not be read."
        )
        dialog = PassphraseDialog(self.tr("Encrypt"), words, self._window, is_new=True)

        def work(passphrase: str, progress: Progress, _cancelled: Cancelled) -> None:
            from curator.services import rekeying

            rekeying.rekey(path, passphrase, progress=progress)

        def given(passphrase: str) -> None:
            dialog.accept()
            self._while_closed(self.tr("Encrypting"), path, partial(work, passphrase), self._rekeyed)

        dialog.given.connect(given)
        dialog.open()

    def _rekeyed(self, _nothing: object) -> None:
        self._messages.show_note(self.tr("The project lies under the new passphrase."))

    def _while_closed(self, title: str, path: Path, work: Work, then: Callable[[Any], object]) -> None:
        """Close the project for work on its file, and open it again, whatever came of that."""
        if self._session.path() == path:
            self._session.close()

        def done(result: object) -> None:
            self._projects.open_path(path)
            then(result)

        def failed(error: CuratorError) -> None:
            if path.exists():
                self._projects.open_path(path)
            self._projects.show_error(error)

        task = Task(title, work)
        task.succeeded.connect(done)
        task.failed.connect(failed)
        task.cancelled.connect(lambda: self._projects.open_path(path))
        self._background.start(task)

    def back_up(self) -> None:
        """Copy the project into the backup folder, in the background."""
        view = self._session.view

        def work(progress: Progress, _cancelled: Cancelled) -> Path:
            from curator.services import backups

            with view.reader() as reader:
                return backups.backup(reader, progress=progress)

        task = Task(self.tr("Backing up"), work, can_cancel=False)
        task.succeeded.connect(self._backed_up)
        task.failed.connect(self._projects.show_error)
        self._background.start(task)

    def _backed_up(self, path: Path) -> None:
        self._messages.show_note(self.tr("Backed up and verified: %1").replace("%1", str(path)))

    def restore(self) -> None:
        """Ask for a backup and for the project to put it in place of."""
        self.restore_in_place_of(self._session.path())

    def restore_in_place_of(self, path: Path | None) -> None:
        """Ask for a backup to put in the place of a project, which may be damaged."""
        from curator.ui.dialogs.restore import RestoreDialog

        project = self._session.project
        ident = project.id if project and path == self._session.path() else ""
        dialog = RestoreDialog(path, self._window, project_id=ident)
        dialog.wanted.connect(self.put_back)
        dialog.open()

    def put_back(self, backup: Path, target: Path) -> None:
        """Put a backup in the place of a project, after its passphrase was asked for where it has one."""
        if self._projects.is_held():
            return
        from curator.services import unlocking

        if unlocking.is_locked(backup):
            self._projects.hard.ask(backup, then=lambda: self.put_back(backup, target))
            return
        author = self._projects.author()

        def work(_progress: Progress, _cancelled: Cancelled) -> Path | None:
            from curator.services import backups

            return backups.restore(target, backup, author=author)

        self._while_closed(self.tr("Restoring"), target, work, self._restored)

    def _restored(self, kept: Path | None) -> None:
        words = self.tr("Restored.")
        if kept:
            words = self.tr("Restored. What was there before is kept as %1.").replace("%1", kept.name)
        self._messages.show_note(words)
