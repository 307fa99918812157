"""The way of a document as a state machine, and that nothing an annotator does changes a decision."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from curator.domain.errors import CuratorError
from curator.domain.history import Kind
from curator.domain.review import Verdict, decision_id
from curator.domain.span import Span
from curator.services import annotating, commenting, reading, submitting, undoing, verifying, ways
from curator.services.review_views import WorkRow
from tests.support import projects as support
from tests.support.team import Team

FROZEN = ("submitted", "approved")


class Way(RuleBasedStateMachine):
    """Ann and the supervisor do whatever the program lets them; a model says what must have come of it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.team = Team(self.folder, "Ann")
        self.marks: list[str] = []
        self.state = "new"

    @initialize()
    def begin(self) -> None:
        self.team.assign("Ann")

    def decisions(self) -> dict[str, object]:
        """What the decision subjects say, whoever looks."""
        found = support.bodies(self.team.project)
        return {key[1]: body for key, body in found.items() if key[0] == Kind.DECISION}

    def ann(self, act: str, *, place: int = 0, mark: int = 0) -> None:
        """Something that Ann tries; whatever comes of it, no decision changes."""
        project = self.team.as_("Ann")
        before = self.decisions()
        live = [ident for ident in self.marks if not support.annotation(project, ident)["withdrawn"]]
        chosen = live[mark % len(live)] if live else None
        try:
            self.try_to(act, chosen, place)
            worked = True
        except CuratorError:
            worked = False
        assert self.decisions() == before
        if act in ("add", "change", "withdraw") and worked:
            assert self.state not in FROZEN
            if self.state != "returned":
                self.state = "in_progress" if self.count() else "new"
        if act == "submit" and worked:
            assert self.state not in FROZEN
            self.state = "submitted"

    def try_to(self, act: str, chosen: str | None, place: int) -> None:
        project, document = self.team.project, self.team.document
        if act == "add":
            self.marks.append(support.annotate(project, document, place, place + 4))
        elif act == "submit":
            submitting.submit(project, document)
        elif act == "comment":
            commenting.comment(project, document, "hm", annotation=chosen)
        elif chosen is None:
            raise CuratorError("nothing to do it to")
        elif act == "change":
            annotating.set_spans(project, chosen, [Span(start=place, end=place + 5)])
        else:
            annotating.withdraw(project, chosen)

    def count(self) -> int:
        return ways.work(self.team.project, self.team.document, self.team.id("Ann")).row.annotations

    @rule(
        act=st.sampled_from(["add", "change", "withdraw", "submit", "comment"]),
        place=st.integers(0, 60),
        mark=st.integers(0, 9),
    )
    def ann_acts(self, act: str, place: int, mark: int) -> None:
        self.ann(act, place=place, mark=mark)

    @rule(verdict=st.sampled_from(list(Verdict)), mark=st.integers(0, 9))
    def boss_decides(self, verdict: Verdict, mark: int) -> None:
        live = [row.id for row in reading.annotations(self.team.as_("Boss"), self.team.document)]
        if live:
            chosen = live[mark % len(live)]
            self.team.decide(chosen, verdict)
            said = support.body(self.team.project, Kind.DECISION, decision_id(chosen))
            assert said["verdict"] == verdict

    @rule()
    def boss_approves(self) -> None:
        try:
            self.team.approve("Ann")
        except CuratorError:
            return
        assert self.state in FROZEN
        self.state = "approved"

    @rule()
    def boss_returns(self) -> None:
        try:
            self.team.send_back("Ann")
        except CuratorError:
            assert self.state not in FROZEN
            return
        self.state = "returned"

    @rule(place=st.integers(0, 60))
    def boss_corrects(self, place: int) -> None:
        project = self.team.as_("Boss")
        live = [row.id for row in reading.annotations(project, self.team.document)]
        if live and not annotating.set_spans(project, live[0], [Span(start=place, end=place + 6)]).empty:
            self.state = "submitted" if self.state == "approved" else self.state

    @rule()
    def boss_undoes_and_redoes(self) -> None:
        """An act followed by its undo gives the state before it; redo gives it again."""
        project = self.team.as_("Boss")
        before = self.seen()
        try:
            if undoing.undo(project) is None:
                return
            undoing.redo(project)
        except CuratorError:
            self.state = str(self.row().state)
            return
        # An undone change of spans is another revision, so that what was approved for the first is not any more.
        self.state = str(self.row().state)
        assert {ident: state for ident, state in self.seen().items() if state in ("returned", "rejected")}.keys() <= (
            before.keys()
        )

    def seen(self) -> dict[str, str]:
        rows = reading.annotations(self.team.project, self.team.document)
        return {row.id: str(row.state) for row in rows}

    def row(self) -> WorkRow:
        return ways.work(self.team.project, self.team.document, self.team.id("Ann")).row

    @invariant()
    def the_program_says_what_the_model_says(self) -> None:
        assert str(self.row().state) == self.state

    def teardown(self) -> None:
        self.team.close()
        assert verifying.verify(self.team.path) == []
        shutil.rmtree(self.folder)


TestWay = Way.TestCase
TestWay.settings = settings(max_examples=12, stateful_step_count=20)
