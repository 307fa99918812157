"""Every write, sync and truncation that an act makes fails once: the project is as before it or as after it."""

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from curator.domain.annotation import FieldState, FieldValue
from curator.domain.errors import CuratorError, StorageError
from curator.domain.review import Verdict
from curator.domain.span import Span
from curator.services import annotating, importing, reviewing, sharing, undoing, verifying
from curator.services import project as projects
from curator.services.identity import Author
from curator.services.project import Project
from tests.support import faulty
from tests.support import projects as support
from tests.support.faulty import faults

Act = Callable[[Project, "Base"], None]


class Base:
    """A closed project to copy, and what acts need to know of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.author: Author = support.author()
        with support.new(folder, self.author, "base.curator") as project:
            self.document = support.add_document(project)
            self.annotation = support.annotate(project, self.document, 0, 6, "commitment")
            self.filled = support.annotate(project, self.document, 8, 12, "date")
            self.path = project.path
        self.parcel = self._parcel()
        self.text = folder / "another.txt"
        self.text.write_text("Bishkek will host the next review in 2019.\n" * 200, encoding="utf-8")
        self._runs = 0

    def _parcel(self) -> Path:
        """What somebody else has done in a copy."""
        parcel = self.folder / "p.parcel"
        other = Path(shutil.copy(self.path, self.folder / "other.curator"))
        with projects.open_project(other, author=self.author) as project:
            support.annotate(project, self.document, 14, 18)
            sharing.hand_in(project, parcel)
        return parcel

    def copy(self) -> Path:
        self._runs += 1
        path = self.folder / f"run{self._runs}.curator"
        shutil.copy(self.path, path)
        return path


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    yield Base(tmp_path)
    faults.disarm()


def add(project: Project, base: Base) -> None:
    annotating.add(project, base.document, "actor", [Span(start=21, end=43)])


def set_field(project: Project, base: Base) -> None:
    value = FieldValue(state=FieldState.STATED, value="adopt the Code of Conduct")
    annotating.set_field(project, base.annotation, "action", value)


def undo(project: Project, base: Base) -> None:
    undoing.undo(project)


def import_text(project: Project, base: Base) -> None:
    report = importing.import_paths(project, [base.text], copy=False)
    if report.items[0].outcome != "imported":
        raise StorageError(report.items[0].message)


def withdraw(project: Project, base: Base) -> None:
    annotating.withdraw(project, base.annotation)


def approve(project: Project, base: Base) -> None:
    reviewing.decide(project, base.filled, Verdict.ACCEPT)


def receive(project: Project, base: Base) -> None:
    sharing.receive(project, base.parcel, copy=False)


ACTS: list[Act] = [add, set_field, undo, import_text, withdraw, approve, receive]
ACT = pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
FAULT = pytest.mark.parametrize("kind", [faulty.IOERR, faulty.FULL], ids=["ioerr", "full"])
LASTING = pytest.mark.parametrize("lasting", [False, True], ids=["once", "for-good"])


def everything(path: Path, author: Author) -> Any:
    """All that the project says, ids and times aside, as another start of the program reads it."""
    with projects.open_project(path, author=author) as project:
        assert not project.read_only
        found = support.bodies(project)
        return sorted((kind, repr([_timeless(body) for body in bodies])) for (kind, _), bodies in found.items())


def _timeless(body: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != "at"}


def old_and_new(base: Base, act: Act) -> tuple[Any, Any, int, int]:
    """The project without and with the act, and how many points act and closing have."""
    path = base.copy()
    old = everything(path, base.author)
    project = projects.open_project(path, author=base.author, connector=faulty.connect)
    faults.arm(0, faulty.IOERR, lasting=False)
    act(project, base)
    points = faults.seen
    project.close()
    return old, everything(path, base.author), points, faults.seen


def one_fault(base: Base, act: Act, point: int, kind: str, *, lasting: bool) -> tuple[bool, Any]:
    """Whether the act said that it failed, and what another start finds then."""
    path = base.copy()
    project = projects.open_project(path, author=base.author, connector=faulty.connect)
    faults.arm(point, kind, lasting=lasting)
    failed = False
    try:
        act(project, base)
    except CuratorError:
        failed = True
    finally:
        project.close()
        faults.disarm()
    found = everything(path, base.author)
    assert verifying.verify(path) == []
    path.unlink()
    return failed, found


def sweep(base: Base, act: Act, kind: str, *, lasting: bool, some: int | None) -> tuple[int, int]:
    """Let each point fail (or some of them); gives how many were tried, and in how many the act said so."""
    old, new, points, every = old_and_new(base, act)
    assert old != new
    tried = range(1, every + 1)
    # The last point of the act is the sync that makes it durable: always among them.
    chosen = tried if some is None else sorted({*random.Random(1).sample(tried, min(some, every)), points, points + 1})
    failures = 0
    for point in chosen:
        failed, found = one_fault(base, act, point, kind, lasting=lasting)
        failures += failed
        where = f"{act.__name__}: {kind} at {point} of {points} ({every} with closing)"
        assert found in (old, new), f"{where}: neither the old state nor the new one"
        assert failed or found == new, f"{where}: the act was lost without a word"
        if failed and found == new:
            # What failed is the very sync; the log with the whole act in it outlived a closing that failed as well.
            assert lasting, f"{where}: an error, and yet the act is there"
            assert point <= points
    return len(chosen), failures


@ACT
@FAULT
@LASTING
def test_a_failing_disk_leaves_the_old_state_or_the_new_one(base: Base, act: Act, kind: str, lasting: bool) -> None:
    tried, failures = sweep(base, act, kind, lasting=lasting, some=4)
    assert 0 < failures <= tried


@pytest.mark.torture
@ACT
@FAULT
@LASTING
def test_every_point_of_an_act_may_fail(base: Base, act: Act, kind: str, lasting: bool) -> None:
    tried, failures = sweep(base, act, kind, lasting=lasting, some=None)
    print(
        f"\n{act.__name__}, {kind}, {'for good' if lasting else 'once'}: {tried} points, {failures} said to the person"
    )


def test_after_a_fault_the_same_window_goes_on_working(base: Base) -> None:
    path = base.copy()
    with projects.open_project(path, author=base.author, connector=faulty.connect) as project:
        faults.arm(3, faulty.FULL, lasting=False)
        with pytest.raises(StorageError, match="The disk is full"):
            add(project, base)
        faults.disarm()
        before = support.bodies(project)
        add(project, base)
        assert len(support.bodies(project)) == len(before) + 1
    assert verifying.verify(path) == []
