"""What was changed differently: in words, decided, undone and decided again."""

from threading import Thread
from typing import Any

import pytest

from curator.domain.errors import CuratorError, NotAllowedError, NotFoundError
from curator.domain.people import Role
from curator.domain.review import Outcome, Verdict
from curator.domain.span import Span
from curator.services import (
    adjudicating,
    annotating,
    assigning,
    conflicts,
    histories,
    people,
    reading,
    reviewing,
    sharing,
    undoing,
    verifying,
)
from curator.services.acting import Draft
from curator.services.project import Project
from tests.support import projects as support
from tests.support.replicas import Team, document, exchange_all, give, handed, state_of

ACTION = ("fields", "action")


def disputed(three: Team, *fields: str) -> str:
    """A commitment of Ann's whose fields she and the supervisor set differently; the supervisor holds both."""
    mark = support.annotate(three.ann, document(three.ann), 8, 20, "commitment")
    exchange_all(*three.all)
    for field in fields or ("action",):
        annotating.set_field(three.supervisor, mark, field, support.said(f"{field} of Sara"))
        annotating.set_field(three.ann, mark, field, support.said(f"{field} of Ann"))
    give(three.ann, three.supervisor)
    return mark


def values(project: Project, mark: str) -> list[list[tuple[str, str]]]:
    found = conflicts.conflict(project, mark)
    return [[(side.words, side.by[0].name) for side in one.sides] for one in found.disagreements]


def test_a_conflict_is_listed_with_its_document_and_its_fields(three: Team) -> None:
    mark = disputed(three)
    [row] = conflicts.listed(three.supervisor)
    assert (row.subject, row.document_title, row.fields) == (mark, "Report 0", ("Action",))
    assert row.title == "Commitment “10 July 2018”"


def test_undoing_a_decision_lets_the_same_values_stand_beside_each_other_again(three: Team) -> None:
    mark = disputed(three)
    before = values(three.supervisor, mark)
    for side in (0, 1):
        conflicts.resolve(three.supervisor, mark, {ACTION: side})
        assert conflicts.conflicts(three.supervisor) == []
        changes = undoing.undo(three.supervisor)
        assert changes
        assert changes.focus == (document(three.supervisor), mark)
        assert values(three.supervisor, mark) == before
    assert {name for _, name in before[0]} == {"Ann", "Sara"}
    assert verifying.verify(three.supervisor) == []


def test_a_choice_among_values_that_have_changed_since_is_refused(three: Team) -> None:
    mark = disputed(three)
    found = conflicts.conflict(three.supervisor, mark)
    [question] = shown = conflicts.questions(three.supervisor, found)
    annotating.set_field(three.ann, mark, "action", support.said("Ann's second"))
    with three.supervisor.beside() as beside:
        sharing.receive(beside, handed(three.ann), copy=False)
    with pytest.raises(CuratorError, match="changed meanwhile"):
        conflicts.resolve(three.supervisor, mark, question.options[0].takes, shown=shown)
    assert conflicts.conflict(three.supervisor, mark) != found
    [question] = shown = conflicts.questions(three.supervisor, conflicts.conflict(three.supervisor, mark))
    [own] = [option for option in question.options if option.words == "action of Sara"]
    conflicts.resolve(three.supervisor, mark, own.takes, shown=shown)
    assert reading.annotation(three.supervisor, mark).body.fields["action"].value == "action of Sara"


def test_what_arrives_while_a_field_is_set_is_not_taken_back(three: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exchange writes through a connection of its own, at any moment between two statements of a verb."""
    mark = support.annotate(three.ann, document(three.ann), 8, 20, "commitment")
    exchange_all(*three.all)
    annotating.set_field(three.supervisor, mark, "action", support.said("Sara's"))
    parcel, revise = handed(three.supervisor), Draft.revise
    arriving: list[Thread] = []

    def receive() -> None:
        with three.ann.beside() as beside:
            sharing.receive(beside, parcel, copy=False)

    def revise_late(draft: Draft, *args: Any, **kwargs: Any) -> str:
        arriving.append(Thread(target=receive))
        arriving[0].start()
        arriving[0].join(0.5)
        return revise(draft, *args, **kwargs)

    monkeypatch.setattr(Draft, "revise", revise_late)
    annotating.set_field(three.ann, mark, "condition", support.said("if funded"))
    arriving[0].join()
    fields = reading.annotation(three.ann, mark).body.fields
    assert {name: one.value for name, one in fields.items()} == {"action": "Sara's", "condition": "if funded"}
    assert conflicts.conflicts(three.ann) == []


def test_a_decision_that_was_undone_can_be_done_again_and_undone_again(three: Team) -> None:
    mark = disputed(three, "action", "condition")
    before = values(three.supervisor, mark)
    conflicts.resolve(three.supervisor, mark, {ACTION: 1, ("fields", "condition"): 0})
    decided = reading.annotation(three.supervisor, mark).body.fields
    for _ in range(2):
        undoing.undo(three.supervisor)
        assert values(three.supervisor, mark) == before
        undoing.redo(three.supervisor)
        assert reading.annotation(three.supervisor, mark).body.fields == decided
        assert conflicts.conflicts(three.supervisor) == []


def test_after_an_undo_everybody_holds_the_same_conflict(three: Team) -> None:
    mark = disputed(three)
    conflicts.resolve(three.supervisor, mark, {ACTION: 1})
    exchange_all(*three.all)
    undoing.undo(three.supervisor)
    exchange_all(*three.all)
    assert len({state_of(one) for one in three.all}) == 1
    assert values(three.ann, mark) == values(three.supervisor, mark)


def test_what_was_changed_after_a_decision_is_not_taken_back_with_it(three: Team) -> None:
    mark = disputed(three)
    conflicts.resolve(three.supervisor, mark, {ACTION: 1})
    give(three.supervisor, three.ann)
    annotating.set_field(three.ann, mark, "action", support.said("later"))
    give(three.ann, three.supervisor)
    with pytest.raises(CuratorError, match="Ann has changed it since"):
        undoing.undo(three.supervisor)
    assert reading.annotation(three.supervisor, mark).body.fields["action"].value == "later"


def test_the_history_names_each_value_that_came_back_once(three: Team) -> None:
    mark = disputed(three)
    conflicts.resolve(three.supervisor, mark, {ACTION: 1})
    before = len(histories.history(three.supervisor, mark))
    undoing.undo(three.supervisor)
    entries = histories.history(three.supervisor, mark)
    assert len(entries) - before == 2
    assert {entry.summary for entry in entries[:2]} == {
        "Undo: Action set to action of Ann",
        "Undo: Action set to action of Sara",
    }


def test_undo_of_an_act_upon_merged_changes_leaves_the_changes_of_both(three: Team) -> None:
    mark = support.annotate(three.ann, document(three.ann), 8, 20, "commitment")
    exchange_all(*three.all)
    annotating.set_field(three.supervisor, mark, "action", support.said("adopt"))
    annotating.set_field(three.ann, mark, "condition", support.said("if asked"))
    give(three.ann, three.supervisor)
    annotating.set_field(three.supervisor, mark, "action", support.said("sign"))
    undoing.undo(three.supervisor)
    fields = reading.annotation(three.supervisor, mark).body.fields
    assert (fields["action"].value, fields["condition"].value) == ("adopt", "if asked")


def test_a_withdrawal_against_a_change_is_said_in_a_sentence(three: Team) -> None:
    mark = support.annotate(three.ann, document(three.ann), 8, 20, "commitment")
    exchange_all(*three.all)
    annotating.withdraw(three.supervisor, mark)
    annotating.set_field(three.ann, mark, "action", support.said("adopt"))
    give(three.ann, three.supervisor)
    found = conflicts.conflict(three.supervisor, mark)
    [question] = conflicts.questions(three.supervisor, found)
    assert question.said == "Sara withdrew it; Ann changed its action."
    assert [option.words for option in question.options] == ["kept, with changes of Action", "withdrawn"]
    conflicts.resolve(three.supervisor, mark, {("withdrawn",): 1})
    assert reading.annotations(three.supervisor, document(three.supervisor)) == []
    undoing.undo(three.supervisor)
    [again] = conflicts.questions(three.supervisor, conflicts.conflict(three.supervisor, mark))
    assert again.said == question.said
    assert [row.id for row in reading.annotations(three.supervisor, document(three.supervisor))] == [mark]


def test_labels_and_words_are_said_as_people_call_them(three: Team) -> None:
    mark = support.annotate(three.ann, document(three.ann), 8, 20, "actor")
    exchange_all(*three.all)
    annotating.relabel(three.supervisor, mark, "date")
    annotating.relabel(three.ann, mark, "organization")
    annotating.set_spans(three.supervisor, mark, [Span(start=8, end=15)])
    annotating.set_spans(three.ann, mark, [Span(start=11, end=20)])
    give(three.ann, three.supervisor)
    found = {one.title: {side.words for side in one.sides} for one in
             conflicts.conflict(three.supervisor, mark).disagreements}  # fmt: skip
    assert found["Label"] == {"Date", "Organization"}
    assert found["Words"] == {"“10 July” (8–15)", "“July 2018” (11–20)"}


def test_values_that_read_the_same_are_told_apart_by_what_is_cited(three: Team) -> None:
    mark = support.annotate(three.ann, document(three.ann), 8, 20, "commitment")
    exchange_all(*three.all)
    for project, end in ((three.supervisor, 15), (three.ann, 20)):
        annotating.set_field(project, mark, "action", support.said("adopt"))
        annotating.cite_span(project, mark, "action", Span(start=8, end=end))
    give(three.ann, three.supervisor)
    [sides] = values(three.supervisor, mark)
    assert {words for words, _ in sides} == {"adopt (1 cited): “10 July”", "adopt (1 cited): “10 July 2018”"}


def test_of_two_supervisors_decisions_one_is_taken_as_a_whole(three: Team) -> None:
    mark = support.annotate(three.ann, document(three.ann), 8, 20)
    people.set_roles(three.supervisor, people.find_person(three.supervisor, "Ben"), [Role.SUPERVISOR])
    exchange_all(*three.all)
    reviewing.decide(three.supervisor, mark, Verdict.ACCEPT)
    reviewing.decide(three.ben, mark, Verdict.REJECT, reason=reviewing.Why(text="no actor"))
    give(three.ben, three.supervisor)
    [found] = conflicts.conflicts(three.supervisor)
    [question] = conflicts.questions(three.supervisor, found)
    words = {option.words: option for option in question.options}
    assert {(said, option.by[0].name) for said, option in words.items()} == {
        ("Accepted", "Sara"),
        ("Rejected: no actor", "Ben"),
    }
    conflicts.resolve(three.supervisor, found.subject, words["Rejected: no actor"].takes, found.kind)
    decision = reading.annotation(three.supervisor, mark).decision
    assert decision
    assert (decision.verdict, decision.reason) == (Verdict.REJECT, "no actor")


def test_who_may_not_decide_is_told_why(three: Team) -> None:
    mark = disputed(three)
    exchange_all(*three.all)
    for project, why in ((three.supervisor, ""), (three.ann, ""), (three.ben, "supervisor")):
        assert why in conflicts.why_not(project, conflicts.conflict(project, mark))
    assert conflicts.why_not(three.ben, conflicts.conflict(three.ben, mark))
    reopened = support.reopened(three.supervisor, read_only=True)
    three.supervisor = reopened
    assert "read-only" in conflicts.why_not(reopened, conflicts.conflict(reopened, mark))


def test_what_is_hidden_until_review_is_no_conflict_to_see(three: Team) -> None:
    mark = disputed(three)
    both = [people.find_person(three.supervisor, name) for name in ("Ann", "Ben")]
    assigning.assign(three.supervisor, [document(three.supervisor)], both)
    exchange_all(*three.all)
    assert [row.subject for row in conflicts.listed(three.ann)] == [mark]
    assert reading.documents(three.ann)[0].conflicts == 1
    assert conflicts.listed(three.ben) == conflicts.conflicts(three.ben) == []
    assert reading.documents(three.ben)[0].conflicts == 0
    with pytest.raises(NotFoundError):
        conflicts.conflict(three.ben, mark)


def test_ones_own_work_that_was_submitted_is_not_decided_on(three: Team) -> None:
    from curator.services import submitting

    mark = disputed(three)
    exchange_all(*three.all)
    assigning.assign(three.supervisor, [document(three.supervisor)], [people.find_person(three.supervisor, "Ann")])
    give(three.supervisor, three.ann)
    submitting.submit(three.ann, document(three.ann))
    with pytest.raises(NotAllowedError, match="submitted"):
        conflicts.resolve(three.ann, mark, {ACTION: 0})


# --- reviewing what people changed apart from each other ------------------------------------------------------------


def merged(three: Team) -> str:
    """A commitment of which Ann and the supervisor set different fields; the supervisor holds both."""
    mark = support.annotate(three.ann, document(three.ann), 8, 20, "commitment")
    exchange_all(*three.all)
    annotating.set_field(three.supervisor, mark, "condition", support.said("if asked"))
    annotating.set_field(three.ann, mark, "action", support.said("adopt"))
    give(three.ann, three.supervisor)
    return mark


def test_what_merged_by_itself_can_be_accepted_and_that_be_undone(three: Team) -> None:
    mark = merged(three)
    reviewing.decide(three.supervisor, mark, Verdict.ACCEPT)
    assert reading.annotation(three.supervisor, mark).state == "approved"
    exchange_all(*three.all)
    assert reading.annotation(three.ann, mark).state == "approved"
    assert conflicts.passed(three.ann) == []
    undoing.undo(three.supervisor)
    view = reading.annotation(three.supervisor, mark)
    assert view.state == "draft"
    assert {name: value.value for name, value in view.body.fields.items()} == {
        "action": "adopt",
        "condition": "if asked",
    }
    assert verifying.verify(three.supervisor) == []


def test_many_merged_ones_are_returned_at_once_and_a_field_by_itself(three: Team) -> None:
    mark = merged(three)
    reviewing.decide(three.supervisor, mark, Verdict.ACCEPT, field="action")
    assert reviewing.review(three.supervisor, mark).fields["action"].counts
    other = merged(three)
    reviewing.decide_many(three.supervisor, [mark, other], Verdict.RETURN, reason=reviewing.Why(text="look again"))
    assert {reading.annotation(three.supervisor, each).state for each in (mark, other)} == {"returned"}


def test_what_merged_by_itself_is_compared_and_accepted_as_it_is_now(three: Team) -> None:
    boss, ident = three.supervisor, document(three.supervisor)
    hers = merged(three)
    his = support.annotate(three.ben, document(three.ben), 8, 20, "commitment")
    annotating.set_field(three.ben, his, "condition", support.said("if asked"))
    annotating.set_field(three.ben, his, "action", support.said("adopt"))
    give(three.ben, boss)
    assigning.assign(boss, [ident], [people.find_person(boss, name) for name in ("Ann", "Ben")])
    assert [match.states for match in adjudicating.matches(boss, ident)] == [("agree",)]
    adjudicating.accept_agreeing(boss, ident)
    assert {reading.annotation(boss, mark).state for mark in (hers, his)} == {"approved"}
    assert [match.outcome for match in adjudicating.matches(boss, ident)] == [Outcome.UNANIMOUS]
    assert verifying.verify(boss) == []


def test_what_merged_by_itself_can_be_taken_in_adjudication(three: Team) -> None:
    boss, ident = three.supervisor, document(three.supervisor)
    hers = merged(three)
    his = support.annotate(three.ben, document(three.ben), 8, 20, "commitment")
    annotating.set_field(three.ben, his, "action", support.said("consider"))
    give(three.ben, boss)
    assigning.assign(boss, [ident], [people.find_person(boss, name) for name in ("Ann", "Ben")])
    adjudicating.take(boss, [hers, his], hers)
    assert [reading.annotation(boss, mark).state for mark in (hers, his)] == ["approved", "rejected"]
    assert reading.annotation(boss, hers).body.fields["action"].value == "adopt"
    assert [match.outcome for match in adjudicating.matches(boss, ident)] == [Outcome.ADJUDICATED]
    undoing.undo(boss)
    assert [match.outcome for match in adjudicating.matches(boss, ident)] == [None]
    assert verifying.verify(boss) == []


def test_what_agrees_but_for_values_against_each_other_is_not_accepted(three: Team) -> None:
    boss, ident = three.supervisor, document(three.supervisor)
    disputed(three)
    his = support.annotate(three.ben, document(three.ben), 8, 20, "commitment")
    annotating.set_field(three.ben, his, "action", support.said("action of Ann"))
    give(three.ben, boss)
    assigning.assign(boss, [ident], [people.find_person(boss, name) for name in ("Ann", "Ben")])
    assert adjudicating.accept_agreeing(boss, ident).empty


def test_what_is_in_conflict_is_decided_before_it_is_reviewed_but_its_review_can_be_read(three: Team) -> None:
    mark = disputed(three)
    with pytest.raises(CuratorError, match="changed differently"):
        reviewing.decide(three.supervisor, mark, Verdict.ACCEPT)
    assert reviewing.review(three.supervisor, mark).verdict is None
