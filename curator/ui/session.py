"""The open project as the window sees it: runs the verbs, says what they changed, and what went wrong.

Writing while a background task holds the project (an import) is refused; reading goes on meanwhile through a
second connection, since one connection belongs to one thread at a time.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

from PySide6.QtCore import QObject, Signal

from curator.domain.errors import CuratorError
from curator.domain.painting import Painted
from curator.services.changes import Changes
from curator.services.project import Project
from curator.services.views import UndoState

if TYPE_CHECKING:
    from curator.domain.scheme import AnnotationScheme

P = ParamSpec("P")
log = logging.getLogger("curator.ui")


class Session(QObject):
    """One window's project, or none.

    Signals:
        opened: another project is open now, or none.
        closing: the project is about to be closed: whoever reads or writes it in the background has to end now.
        saved: (Changes) an act is on disk: for what has to show it before anything else is looked at.
        changed: (Changes) the same, for everybody, right afterwards.
        failed: (CuratorError) something could not be done; the project is as it was.
        busy_changed: a task began or ended to hold the project.
    """

    opened = Signal()
    closing = Signal()
    saved = Signal(object)
    changed = Signal(object)
    failed = Signal(object)
    busy_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project: Project | None = None
        self._reader: Project | None = None
        self.saved_at = ""

    @property
    def project(self) -> Project | None:
        """The open project, for the verbs."""
        return self._project

    @property
    def view(self) -> Project:
        """The project to read from; only while `is_open`."""
        project = self._reader or self._project
        if project is None:
            raise RuntimeError("no project is open")
        return project

    @property
    def is_open(self) -> bool:
        """Whether a project is open."""
        return self._project is not None

    @property
    def is_busy(self) -> bool:
        """Whether a background task holds the project, so that nothing else can be written."""
        return self._reader is not None

    @property
    def is_writable(self) -> bool:
        """Whether verbs can be run now."""
        return self._project is not None and not self._project.read_only and self._reader is None

    @property
    def scheme(self) -> "AnnotationScheme":
        """The scheme of the open project."""
        return self.view.scheme

    def open(self, project: Project) -> None:
        """Take this project in place of the one before, which is closed."""
        self._close_quietly()
        self._project = project
        self.saved_at = ""
        log.info("opened project %s", project.id[:12])
        self.opened.emit()

    def close(self) -> None:
        """Close the project."""
        if self._project:
            self._close_quietly()
            self.opened.emit()

    def _close_quietly(self) -> None:
        if self._project:
            self.closing.emit()
        for project in (self._reader, self._project):
            if project:
                project.close()
        self._reader = self._project = None

    def do(
        self, verb: Callable[Concatenate[Project, P], Changes | None], *args: P.args, **kwargs: P.kwargs
    ) -> Changes | None:
        """Run a verb; what it changed, or None where it failed or had nothing to do.

        What it did is on disk before `changed` is emitted. A CuratorError is emitted as `failed`; anything else is
        a bug, and reaches the crash dialog.
        """
        if self._project is None:
            return None
        if self._reader is not None:
            self.failed.emit(CuratorError(self.tr("Something is being brought in. Wait for its end, or stop it.")))
            return None
        try:
            changes = verb(self._project, *args, **kwargs)
        except CuratorError as error:
            self.failed.emit(error)
            return None
        self.announce(changes)
        return changes

    def ask(self, query: Callable[Concatenate[Project, P], Any], *args: P.args, **kwargs: P.kwargs) -> Any:  # noqa: ANN401 - what the query gives
        """Run a query; None where it failed, after saying so."""
        try:
            return query(self.view, *args, **kwargs)
        except CuratorError as error:
            self.failed.emit(error)
            return None

    def announce(self, changes: Changes | None) -> None:
        """Tell everybody of an act that is on disk."""
        if changes is None or changes.empty:
            return
        self.saved_at = changes.saved_at
        self.saved.emit(changes)
        log.info("%s", changes.changeset[:12])
        self.changed.emit(changes)

    def undo_state(self) -> UndoState:
        """What Undo and Redo would do."""
        if not self.is_open or self.is_busy:
            return UndoState(None, None)
        from curator.services import undoing

        return undoing.state(self.view)

    def begin_task(self) -> Project:
        """Hand the project to a background task that writes; read through another connection meanwhile."""
        if self._project is None or self._reader is not None:
            raise RuntimeError("no project to hand out")
        self._reader = self._project.reader()
        self.busy_changed.emit()
        return self._project

    def end_task(self) -> None:
        """Take the project back when the task has ended."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None
            self.busy_changed.emit()

    def path(self) -> Path | None:
        """Where the open project lies."""
        return self._project.origin if self._project else None


class LiveSpans:
    """The spans of one document, read through whatever connection the session reads through at the moment."""

    def __init__(self, session: Session, document: str) -> None:
        self._session = session
        self._document = document
        self._over: Project | None = None
        self._source: Any = None

    def _spans(self) -> Any:  # noqa: ANN401 - a SpanSource
        if not self._session.is_open:
            return _NOTHING
        view = self._session.view
        if view is not self._over:
            from curator.services import reading

            self._over, self._source = view, reading.spans(view, self._document)
        return self._source

    def in_window(self, start: int, end: int) -> list[Painted]:
        """The spans that overlap `[start, end)`."""
        return self._spans().in_window(start, end)

    def at(self, position: int) -> list[Painted]:
        """The spans that hold the code point at `position`."""
        return self._spans().at(position)

    def next_after(self, start: int, annotation: str | None = None) -> Painted | None:
        """The next span in document order."""
        return self._spans().next_after(start, annotation)

    def previous_before(self, start: int, annotation: str | None = None) -> Painted | None:
        """The span before."""
        return self._spans().previous_before(start, annotation)

    def of(self, annotation: str) -> list[Painted]:
        """All spans of one annotation."""
        return self._spans().of(annotation)


class _Nothing:
    """No spans: what is left on screen for a moment after a project was closed."""

    def in_window(self, _start: int, _end: int) -> list[Painted]:
        return []

    def at(self, _position: int) -> list[Painted]:
        return []

    def next_after(self, _start: int, _annotation: str | None = None) -> Painted | None:
        return None

    def previous_before(self, _start: int, _annotation: str | None = None) -> Painted | None:
        return None

    def of(self, _annotation: str) -> list[Painted]:
        return []


_NOTHING = _Nothing()
