"""What comes of an import: for each file, and each part of one that was refused, what happened and why.

`Job` is what the importers of one run share: where to, whom to tell, what has happened so far.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from curator.exchange.refusing import Refusal
from curator.services.changes import Changes
from curator.services.project import Project

Outcome = Literal["imported", "already", "refused", "skipped"]
Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]

MOST_REFUSALS: Final = 1000
"""Parts of one file that are named one by one; what is beyond is counted, so that a bad file can't fill the memory."""
MOST_WARNINGS: Final = 1000
_MOST_IDS = 5000


def tell_nobody(done: int, total: int, what: str) -> None:
    """The progress of work that nobody watches."""
    del done, total, what


@dataclass(frozen=True, slots=True)
class ImportItem:
    """What became of a file, or of a part of one (`place`).

    `doubtful` asks the person to look whether the encoding is right; `alternatives` are the other likely ones.
    """

    path: Path
    outcome: Outcome
    message: str = ""
    document_id: str | None = None
    encoding: str | None = None
    doubtful: bool = False
    alternatives: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of an import. `changes` is None when nothing came in; what came in before a cancel stays."""

    items: list[ImportItem]
    warnings: list[str]
    changes: Changes | None
    cancelled: bool = False

    def count(self, outcome: Outcome) -> int:
        """How many files and parts of files had that outcome."""
        return sum(item.outcome == outcome for item in self.items)

    @property
    def refused(self) -> list[ImportItem]:
        """The files and parts that were not taken."""
        return [item for item in self.items if item.outcome == "refused"]


@dataclass(slots=True)
class Touched:
    """The ids that an import changed; annotations only while they are few, their documents always."""

    documents: set[str] = field(default_factory=set[str])
    annotations: set[str] = field(default_factory=set[str])
    entities: set[str] = field(default_factory=set[str])
    people: set[str] = field(default_factory=set[str])
    other: set[str] = field(default_factory=set[str])

    def add(self, changes: Changes) -> None:
        """Take in what one changeset changed."""
        for name in ("documents", "entities", "people", "other"):
            known: set[str] = getattr(self, name)
            if name == "documents" or len(known) < _MOST_IDS:
                known |= getattr(changes, name)
        if len(self.annotations) < _MOST_IDS:
            self.annotations |= changes.annotations


@dataclass(slots=True)
class Job:
    """One run of an import. `total` and `done` are in bytes of the files. It needs no (other) copy once `copied`."""

    project: Project
    tell: Progress
    is_cancelled: Cancelled
    total: int = 0
    done: int = 0
    items: list[ImportItem] = field(default_factory=list[ImportItem])
    warnings: list[str] = field(default_factory=list[str])
    touched: Touched = field(default_factory=Touched)
    last: Changes | None = None
    cancelled: bool = False
    stopped: str = ""
    unsaid: int = 0
    copied: bool = False

    def copy_before(self) -> None:
        """Copy the project before the first thing is written to it.

        Raises:
            StorageError: that can't be done; nothing has been written yet.
        """
        if not self.copied:
            from curator.services import rotation

            rotation.back_up_before_series(self.project, "import")
            self.copied = True

    def stops(self) -> bool:
        """Whether to go no further: the person cancelled, or the disk takes no more."""
        self.cancelled = self.cancelled or self.is_cancelled()
        return self.cancelled or bool(self.stopped)

    def progress(self, done: int, what: str) -> None:
        """Say how far the work is: `done` bytes of the file at hand."""
        self.tell(min(self.done + done, self.total), max(self.total, 1), what)

    def refuse(self, path: Path, message: str, place: str = "") -> None:
        """Name something that was not taken."""
        self.items.append(ImportItem(path, "refused", message, place=place))

    def refuse_parts(self, path: Path, refusals: Iterable[Refusal], counted: int) -> int:
        """Name parts of a file that were not taken, up to `MOST_REFUSALS` of a file; gives how many there are now."""
        for refusal in refusals:
            counted += 1
            if counted <= MOST_REFUSALS:
                self.refuse(path, refusal.message, refusal.place)
        return counted

    def warn(self, words: str) -> None:
        """Say what a person may want to look at, up to `MOST_WARNINGS` times."""
        if len(self.warnings) < MOST_WARNINGS:
            self.warnings.append(words)
        else:
            self.unsaid += 1

    def committed(self, changes: Changes) -> None:
        """Remember what a changeset changed that is on disk now."""
        if not changes.empty:
            self.last = changes
            self.touched.add(changes)

    def report(self, label: str) -> ImportReport:
        """What came of it all."""
        changes = None
        if self.last is not None:
            touched = self.touched
            changes = Changes(
                label,
                self.last.changeset,
                self.last.saved_at,
                documents=frozenset(touched.documents),
                annotations=frozenset(touched.annotations),
                entities=frozenset(touched.entities),
                people=frozenset(touched.people),
                other=frozenset(touched.other),
            )
        more = [f"There are {self.unsaid} more warnings."] if self.unsaid else []
        return ImportReport(self.items, self.warnings + more, changes, self.cancelled)
