"""The way of a document, review, blindness, comments, news: what each may do and see, and that undo takes it back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from curator.domain.annotation import FieldState, FieldValue
from curator.domain.document import DocumentState
from curator.domain.errors import CuratorError, InvalidError, NotAllowedError
from curator.domain.review import AnnotationState, Verdict
from curator.domain.span import Span
from curator.domain.supervision import Reason
from curator.services import (
    annotating,
    assigning,
    commenting,
    drafts,
    guidelines,
    histories,
    news,
    queueing,
    reading,
    reasons,
    reviewing,
    searching,
    submitting,
    undoing,
    verifying,
    ways,
)
from curator.services import people as persons
from curator.services.reasons import NO_REASON, Why
from curator.services.review_views import QueueFilter, WorkFilter
from tests.support import projects as support
from tests.support.team import WHY, Team


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """A supervisor and two annotators, and one document."""
    made = Team(tmp_path, "Ann", "Bob")
    yield made
    made.close()
    assert verifying.verify(made.path) == []


def state(team: Team, name: str) -> DocumentState:
    """How far somebody is."""
    return ways.work(team.project, team.document, team.id(name)).row.state


def test_the_way_of_a_document_goes_from_new_to_approved(team: Team) -> None:
    team.assign("Ann", due="2030-01-31")
    assert state(team, "Ann") == "new"
    mark = team.annotate("Ann")
    assert state(team, "Ann") == "in_progress"
    team.submit("Ann", note="the second page is blurred")
    assert state(team, "Ann") == "submitted"
    assert [work.note for work in ways.works(team.as_("Boss"))] == ["the second page is blurred"]
    team.decide(mark, Verdict.RETURN)
    team.send_back("Ann")
    assert state(team, "Ann") == "returned"
    annotating.set_spans(team.as_("Ann"), mark, [Span(start=0, end=5)])
    assert state(team, "Ann") == "returned"
    team.submit("Ann")
    team.approve("Ann")
    seen = ways.work(team.project, team.document, team.id("Ann"))
    assert (seen.row.state, seen.row.due, seen.row.undecided) == ("approved", "2030-01-31", 0)
    assert reading.document_row(team.project, team.document).state == "approved"


def test_what_is_submitted_is_frozen_for_its_annotator_until_it_is_returned(team: Team) -> None:
    mark = team.annotate("Ann")
    team.submit("Ann")
    project = team.project
    for act in (
        lambda: annotating.withdraw(project, mark),
        lambda: annotating.set_spans(project, mark, [Span(start=0, end=5)]),
        lambda: annotating.relabel(project, mark, "date"),
        lambda: support.annotate(project, team.document),
        lambda: submitting.submit(project, team.document),
    ):
        with pytest.raises(NotAllowedError, match="submitted"):
            act()
    team.send_back("Ann")
    assert not annotating.withdraw(team.as_("Ann"), mark).empty


def test_approved_work_that_is_changed_goes_back_to_review_and_says_why(team: Team) -> None:
    mark = team.annotate("Ann")
    team.submit("Ann")
    team.approve("Ann")
    annotating.set_spans(team.as_("Boss"), mark, [Span(start=0, end=5)])
    seen = ways.work(team.project, team.document, team.id("Ann"))
    assert (seen.row.state, seen.changed_since) == ("submitted", ("Boss changed “Astan”",))
    assert reading.annotation(team.project, mark).state == "draft"


def test_nothing_to_annotate_is_a_statement_that_can_be_made_and_approved(team: Team) -> None:
    project = team.as_("Ann")
    with pytest.raises(InvalidError, match="nothing to submit"):
        submitting.submit(project, team.document)
    submitting.submit(project, team.document, nothing=True)
    team.approve("Ann")
    row = ways.work(team.project, team.document, team.id("Ann")).row
    assert (row.state, row.nothing) == ("approved", True)


def test_a_statement_that_there_is_nothing_does_not_go_with_annotations(team: Team) -> None:
    team.annotate("Ann")
    with pytest.raises(InvalidError, match="1 annotations"):
        submitting.submit(team.project, team.document, nothing=True)


def test_the_list_before_submitting_names_what_is_missing_and_where(team: Team) -> None:
    mark = team.annotate("Ann", 21, 43, "commitment")
    twin = team.annotate("Ann", 30, 50, "commitment")
    found = submitting.checks(team.project, team.document)
    assert {(one.annotation, one.field, one.severity) for one in found} >= {
        (mark, "action", "error"),
        (twin, "action", "error"),
        (twin, None, "warning"),
    }
    with pytest.raises(InvalidError, match="must be put right"):
        submitting.submit(team.project, team.document)


def test_what_was_typed_and_does_not_fit_is_named_first_and_stops_the_submission(team: Team) -> None:
    team.annotate("Ann", 21, 43, "commitment")
    mark = team.annotate("Ann")
    drafts.keep(team.project, mark, "role", "2018-09-31")
    found = submitting.checks(team.project, team.document)[0]
    assert (found.annotation, found.field, found.severity) == (mark, "role", "error")
    assert "“2018-09-31”" in found.message
    with pytest.raises(InvalidError, match="2018-09-31"):
        submitting.submit(team.project, team.document)
    annotating.set_field(team.project, mark, "role", None)
    assert all(one.annotation != mark for one in submitting.checks(team.project, team.document))


def test_a_submission_can_be_taken_back_until_a_supervisor_takes_it_to_review(team: Team) -> None:
    team.assign("Ann")
    team.annotate("Ann")
    team.submit("Ann")
    submitting.take_back(team.project, team.document)
    assert state(team, "Ann") == "in_progress"
    team.submit("Ann")
    assert not reading.document_row(team.project, team.document).in_review
    reviewing.take_to_review(team.as_("Boss"), team.document)
    assert reading.document_row(team.project, team.document).in_review
    with pytest.raises(NotAllowedError, match="to review already"):
        submitting.take_back(team.as_("Ann"), team.document)


def test_undo_takes_a_submission_back_but_not_out_of_a_supervisors_hands(team: Team) -> None:
    team.assign("Ann")
    mark = team.annotate("Ann")
    team.submit("Ann")
    undoing.undo(team.project)
    assert state(team, "Ann") == "in_progress"
    undoing.redo(team.project)
    assert state(team, "Ann") == "submitted"
    reviewing.take_to_review(team.as_("Boss"), team.document)
    for _ in range(2):  # the submission, then the annotation
        with pytest.raises(CuratorError, match="can't be undone"):
            undoing.undo(team.as_("Ann"))
    assert reading.annotation(team.project, mark).body.withdrawn is False


def test_annotators_of_one_document_do_not_see_each_other_before_review(team: Team) -> None:
    team.assign("Ann", "Bob")
    hers, his = team.annotate("Ann"), team.annotate("Bob", 8, 20, "date")
    project = team.as_("Ann")
    assert [row.id for row in reading.annotations(project, team.document)] == [hers]
    assert {one.annotation for one in reading.spans(project, team.document).in_window(0, 100)} == {hers}
    assert reading.spans(project, team.document).next_after(0) is None
    assert reading.document_row(project, team.document).by_label == {"actor": 1}
    assert reading.annotation_row(project, his) is None
    assert reading.candidates(project, team.document, [], "", 0)[0].id == hers
    assert {hit.annotation_id for hit in searching.find(project, "10 July 2018")} == {None}
    for look in (reading.annotation, histories.history, reviewing.review):
        with pytest.raises(NotAllowedError, match="without seeing each other"):
            look(project, his)
    assert len(reading.annotations(team.as_("Boss"), team.document)) == 2


def test_they_see_each_other_once_theirs_is_submitted_and_in_review(team: Team) -> None:
    team.assign("Ann", "Bob")
    team.annotate("Ann")
    team.annotate("Bob", 8, 20, "date")
    team.submit("Ann")
    reviewing.take_to_review(team.as_("Boss"), team.document)
    assert len(reading.annotations(team.as_("Ann"), team.document)) == 2
    assert len(reading.annotations(team.as_("Bob"), team.document)) == 1
    team.send_back("Ann")
    assert len(reading.annotations(team.as_("Ann"), team.document)) == 1


def test_who_has_no_part_in_an_assigned_document_can_not_annotate_it(team: Team) -> None:
    team.assign("Ann")
    with pytest.raises(NotAllowedError, match="assigned to others"):
        team.annotate("Bob")
    with pytest.raises(NotAllowedError, match="assigned to others"):
        submitting.submit(team.project, team.document, nothing=True)


def test_a_field_is_decided_on_by_itself_and_returns_the_annotation(team: Team) -> None:
    mark = team.annotate("Ann")
    stated = FieldValue(state=FieldState.STATED, value="host")
    annotating.set_field(team.project, mark, "role", stated)
    project = team.as_("Boss")
    reviewing.decide(project, mark, Verdict.ACCEPT, field="role")
    assert reading.annotation(project, mark).state == "draft"
    reviewing.decide(project, mark, Verdict.RETURN, field="role", reason=WHY)
    seen = reviewing.review(project, mark)
    assert (seen.verdict, seen.fields["role"].verdict, seen.fields["role"].counts) == ("return", "return", True)
    assert seen.fields["role"].reason == reasons.ReasonGiven("wrong_span", reasons.reasons(project)[0].title, WHY.text)
    annotating.set_field(team.as_("Ann"), mark, "role", stated.model_copy(update={"value": "guest"}))
    again = reviewing.review(team.project, mark)
    assert (again.counts, again.fields["role"].counts) == (False, False)
    reviewing.decide(team.as_("Boss"), mark, Verdict.ACCEPT)
    assert reviewing.review(team.project, mark).fields == {}


def test_a_correction_in_review_shows_both_values_and_leaves_the_author(team: Team) -> None:
    mark = team.annotate("Ann")
    annotating.set_field(team.project, mark, "role", FieldValue(state=FieldState.STATED, value="host"))
    project = team.as_("Boss")
    annotating.set_field(project, mark, "role", FieldValue(state=FieldState.STATED, value="guest"))
    [one] = reviewing.review(project, mark).corrections
    assert (one.name, one.was_in_words, one.now_in_words, one.by_name) == ("role", "host", "guest", "Boss")
    assert reading.annotation(project, mark).body.author == team.id("Ann")


def test_returning_and_rejecting_need_a_reason_that_the_project_has(team: Team) -> None:
    mark = team.annotate("Ann")
    project = team.as_("Boss")
    with pytest.raises(InvalidError, match="Say why"):
        reviewing.decide(project, mark, Verdict.RETURN, reason=NO_REASON)
    with pytest.raises(InvalidError, match="no reason “whim”"):
        reviewing.decide(project, mark, Verdict.REJECT, reason=Why("whim"))
    reasons.set_reasons(project, [Reason(name="whim", title="I do not like it")])
    reviewing.decide(project, mark, Verdict.REJECT, reason=Why("whim"))
    assert reading.annotation(project, mark).state == "rejected"
    undoing.undo(project)
    undoing.undo(project)
    assert reasons.reasons(project)[0].name == "wrong_span"
    assert reading.annotation(project, mark).state == "draft"


def test_many_are_decided_in_one_act_and_one_undo_takes_it_back(team: Team) -> None:
    marks = [team.annotate("Ann", place, place + 3) for place in range(12)]
    project = team.as_("Boss")
    reviewing.decide(project, marks[0], Verdict.ACCEPT)
    changes = reviewing.decide_many(project, marks, Verdict.ACCEPT)
    assert changes.annotations == frozenset(marks[1:])
    assert queueing.queue_count(project, QueueFilter(states=(AnnotationState.APPROVED,))) == 12
    undoing.undo(project)
    assert queueing.queue_count(project, QueueFilter(states=(AnnotationState.APPROVED,))) == 1
    undoing.redo(project)
    assert queueing.queue_count(project, QueueFilter(states=(AnnotationState.APPROVED,))) == 12


def test_a_decision_can_be_taken_back_and_given_again(team: Team) -> None:
    mark = team.annotate("Ann")
    team.decide(mark, Verdict.ACCEPT)
    reviewing.withdraw_decision(team.project, mark)
    assert reviewing.review(team.project, mark).verdict is None
    team.decide(mark, Verdict.REJECT)
    assert reading.annotation(team.project, mark).state == "rejected"


def test_approving_needs_a_decision_on_everything(team: Team) -> None:
    mark = team.annotate("Ann")
    team.submit("Ann")
    project = team.as_("Boss")
    with pytest.raises(InvalidError, match="1 annotations are not decided"):
        reviewing.approve(project, team.document, team.id("Ann"))
    team.decide(mark, Verdict.RETURN)
    with pytest.raises(InvalidError, match="1 annotations are returned"):
        reviewing.approve(project, team.document, team.id("Ann"), accept_rest=True)


def test_an_annotator_is_refused_everything_that_needs_a_supervisor(team: Team) -> None:
    mark = team.annotate("Ann")
    team.submit("Ann")
    project, me, document = team.project, team.id("Ann"), team.document
    for act in (
        lambda: assigning.assign(project, [document], [me]),
        lambda: assigning.unassign(project, [document], [me]),
        lambda: assigning.set_due(project, [document], "2030-01-01"),
        lambda: reviewing.decide(project, mark, Verdict.ACCEPT),
        lambda: reviewing.decide_many(project, [mark], Verdict.ACCEPT),
        lambda: reviewing.withdraw_decision(project, mark),
        lambda: reviewing.approve(project, document, me),
        lambda: reviewing.send_back(project, document, me),
        lambda: reviewing.take_to_review(project, document),
        lambda: reasons.set_reasons(project, []),
        lambda: guidelines.write(project, "Do as I please"),
        lambda: persons.add(project, "Eve", "0" * 64),
        lambda: queueing.queue(project),
        lambda: ways.work(project, document, team.id("Bob")),
    ):
        with pytest.raises(NotAllowedError, match=r"supervisor"):
            act()


def test_the_queue_filters_by_everything_it_shows(team: Team) -> None:
    mark, other = team.annotate("Ann"), team.annotate("Bob", 8, 20, "date")
    annotating.set_field(team.as_("Ann"), mark, "role", FieldValue(state=FieldState.STATED, value="x"))
    team.submit("Ann")
    project = team.as_("Boss")
    everything = queueing.queue(project)
    assert [row.annotation for row in everything] == [other, mark]
    ann = team.id("Ann")
    for wanted in (
        QueueFilter(work=(DocumentState.SUBMITTED,)),
        QueueFilter(annotators=(ann,)),
        QueueFilter(labels=("actor",)),
        QueueFilter(annotators=(ann,), states=(AnnotationState.DRAFT,), confidence=("",), document=team.document),
    ):
        assert queueing.queue_ids(project, wanted) == [mark]
        assert queueing.queue_count(project, wanted) == 1
    assert queueing.queue_count(project, QueueFilter(before=everything[1].changed_at)) == 1
    assert queueing.queue(project, QueueFilter(newest_first=True))[0].annotation == mark
    counts = queueing.queue_counts(project)
    assert (counts.waiting, counts.labels) == (1, {"actor": 1, "date": 1})


def test_documents_are_assigned_evenly_and_by_rule(team: Team) -> None:
    project = team.as_("Boss")
    more = [support.add_document(project, f"Text {number}", f"T{number}") for number in range(4)]
    ann, bob = team.id("Ann"), team.id("Bob")
    assigning.assign(project, [team.document], [ann])
    assigning.assign_evenly(project, more[:3], [ann, bob])
    assert [len(ways.works(project, WorkFilter(annotators=(one,)))) for one in (ann, bob)] == [2, 2]
    undoing.undo(project)
    assert len(ways.works(project)) == 1
    assigning.assign_by_rule(project, more, [ann, bob], every=2)
    assert [len(ways.works(project, WorkFilter(document=one))) for one in more] == [1, 2, 1, 2]
    assigning.unassign(project, more, [ann, bob])
    assert len(ways.works(project)) == 1
    with pytest.raises(InvalidError, match="no day"):
        assigning.assign(project, more, [ann], due="soon")


def test_threads_are_answered_resolved_and_opened_again(team: Team) -> None:
    mark = team.annotate("Ann")
    commenting.comment(team.as_("Boss"), team.document, "Why this one?", annotation=mark, field="role")
    [thread] = commenting.threads(team.project, team.document)
    commenting.answer(team.as_("Ann"), thread.id, "It is named in the title.")
    commenting.resolve(team.project, thread.id)
    [seen] = commenting.threads(team.project, team.document, annotation=mark, resolved=True)
    assert [(one.by_name, one.text) for one in seen.entries] == [
        ("Boss", "Why this one?"),
        ("Ann", "It is named in the title."),
    ]
    assert commenting.open_threads(team.project, team.document) == {}
    with pytest.raises(NotAllowedError, match="between others"):
        commenting.resolve(team.as_("Bob"), thread.id, resolved=False)
    commenting.answer(team.as_("Boss"), thread.id, "Not convinced.")
    assert commenting.open_threads(team.project, team.document) == {mark: 1}
    with pytest.raises(NotAllowedError, match="another person's"):
        commenting.withdraw(team.as_("Ann"), thread.id)


def test_guidelines_keep_every_version(team: Team) -> None:
    project = team.as_("Boss")
    assert guidelines.current(project) is None
    guidelines.write(project, "# One")
    guidelines.write(project, "# Two")
    now = guidelines.current(team.as_("Ann"))
    assert now is not None
    assert (now.version, now.text, now.changed_by) == (2, "# Two", "Boss")
    assert [one.text for one in guidelines.versions(team.project)] == ["# Two", "# One"]


def test_what_another_annotator_says_is_hidden_as_long_as_their_work_is(team: Team) -> None:
    team.assign("Ann", "Bob")
    his = team.annotate("Bob")
    hers = team.annotate("Ann")
    commenting.comment(team.as_("Bob"), team.document, "The date is 28 September, surely?")
    commenting.comment(team.as_("Boss"), team.document, "Mind the dates")
    [asked] = [one for one in commenting.threads(team.project, team.document) if one.entries[0].by_name == "Bob"]
    assert [one.entries[0].text for one in commenting.threads(team.as_("Ann"), team.document)] == ["Mind the dates"]
    assert commenting.open_threads(team.project, team.document) == {"": 1}
    with pytest.raises(CuratorError, match="no such thread"):
        commenting.answer(team.project, asked.id, "Yes")
    team.submit("Bob")
    reviewing.take_to_review(team.as_("Boss"), team.document)
    commenting.comment(team.as_("Bob"), team.document, "I have the whole of it", annotation=hers)
    assert commenting.threads(team.as_("Ann"), team.document, annotation=hers) == []
    assert news.news(team.project) == []
    team.submit("Ann")
    reviewing.take_to_review(team.as_("Boss"), team.document)
    assert len(commenting.threads(team.as_("Ann"), team.document)) == 3
    assert [one.what for one in news.news(team.project)] == ["comment"]
    assert {row.id for row in reading.annotations(team.project, team.document)} == {his, hers}


def test_news_tell_each_decision_change_and_comment_until_they_are_seen(team: Team) -> None:
    mark, second = team.annotate("Ann"), team.annotate("Ann", 8, 20, "date")
    team.submit("Ann")
    project = team.as_("Boss")
    annotating.set_spans(project, mark, [Span(start=0, end=5)])
    reviewing.decide(project, second, Verdict.RETURN, reason=WHY)
    commenting.comment(project, team.document, "Have a look", annotation=second)
    team.send_back("Ann")
    project = team.as_("Ann")
    found = news.news(project)
    assert [one.what for one in found] == ["returned", "comment", "decision", "change"]
    assert "the comma is not part of it" in found[2].words
    assert all(one.by_name == "Boss" for one in found)
    assert news.unseen(project) == 4
    news.mark_seen(project, [one.revision for one in found[:3]])
    assert [one.what for one in news.news(project, unseen=True)] == ["change"]
    assert news.news(team.as_("Bob")) == []


def test_histories_of_decisions_and_submissions_are_in_words(team: Team) -> None:
    from curator.domain.review import decision_id, judgement_id

    mark = team.annotate("Ann")
    team.submit("Ann")
    team.decide(mark, Verdict.RETURN)
    team.send_back("Ann")
    [entry] = histories.history(team.project, decision_id(mark))
    assert entry.summary == "Returned: The span is too wide, too narrow or elsewhere – the comma is not part of it"
    [entry] = histories.history(team.project, judgement_id(team.document, team.id("Ann")))
    assert entry.summary.startswith("Returned: The span is too wide")


def test_what_lacks_a_required_field_can_not_be_accepted_in_any_way(team: Team) -> None:
    mark = team.annotate("Ann", 21, 43, "commitment")
    project = team.as_("Boss")
    with pytest.raises(InvalidError, match="action"):
        reviewing.decide(project, mark, Verdict.ACCEPT)
    with pytest.raises(InvalidError, match="action"):
        reviewing.decide_many(project, [mark], Verdict.ACCEPT)
    reviewing.decide(project, mark, Verdict.REJECT, reason=WHY)
