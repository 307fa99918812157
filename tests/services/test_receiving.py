"""Receiving: a project made of a parcel, what it would hold, what things in the report are called, stopping."""

from pathlib import Path

import pytest

from curator.domain.errors import CancelledError
from curator.domain.history import Kind
from curator.domain.review import Decision, Verdict, decision_id
from curator.services import annotating, assigning, conflicts, people, reading, reviewing, sharing, submitting
from curator.services import project as projects
from curator.services.acting import Draft
from curator.services.project import now
from curator.sharing.parcel import ParcelError
from curator.store import journal
from tests.support import projects as support
from tests.support.replicas import Team, document, exchange_all, give, handed


def test_what_a_new_project_would_hold_is_said_before_it_is_made(three: Team) -> None:
    support.add_document(three.supervisor, "Not for everybody.\n", "Other")
    parcel = handed(three.supervisor, documents=["Report 0"])
    report = sharing.examine_new(parcel, author=three.ann.author)
    assert (report.sender, report.fingerprint) == ("Sara", three.supervisor.author.fingerprint)
    assert report.made == {"document": 2, "person": 3, "scheme": 1, "setting": 1}
    assert (report.withheld, report.applied, report.backup) == (1, False, None)
    made = sharing.receive_new(three.ann.path.with_name("new.curator"), parcel, author=three.ann.author)
    assert (made.made, made.withheld, made.new) == (report.made, report.withheld, report.new)


def test_of_a_part_no_project_can_be_made_and_that_is_said_before(three: Team) -> None:
    give(three.ann, three.supervisor)
    support.annotate(three.supervisor, reading.documents(three.supervisor)[0].id)
    part = handed(three.supervisor, to="Ann")
    with pytest.raises(ParcelError, match="only a part"):
        sharing.examine_new(part, author=three.ann.author)
    new = three.ann.path.with_name("new.curator")
    with pytest.raises(ParcelError, match="only a part"):
        sharing.receive_new(new, part, author=three.ann.author)
    assert not new.exists()


def test_making_a_project_of_a_parcel_leaves_nothing_when_it_is_stopped(three: Team, tmp_path: Path) -> None:
    parcel = handed(three.supervisor)
    folder = tmp_path / "new"
    folder.mkdir()
    with pytest.raises(CancelledError):
        sharing.receive_new(folder / "n.curator", parcel, author=three.ann.author, cancelled=lambda: True)
    assert list(folder.iterdir()) == []


def test_texts_alone_that_had_been_left_out_are_no_empty_parcel(three: Team) -> None:
    hidden = support.add_document(three.supervisor, "Not for everybody.\n", "Other")
    give(three.supervisor, three.ann, documents=["Report 0"])
    parcel = handed(three.supervisor, documents=["Other"])
    report = sharing.examine(three.ann, parcel)
    assert (report.new, report.texts, report.empty) == (0, 1, False)
    report = sharing.receive(three.ann, parcel)
    assert report.changes.documents == {hidden}
    assert not report.changes.empty
    assert reading.document(three.ann, hidden).text == "Not for everybody.\n"
    assert sharing.receive(three.ann, parcel).empty


def test_conflicts_and_refusals_are_called_by_their_names_in_the_report(three: Team) -> None:
    document = reading.documents(three.ann)[0].id
    mark = support.annotate(three.ann, document, label="commitment")
    twin_path = three.ann.path.with_name("ann-two.curator")
    sharing.receive_new(twin_path, handed(three.ann), author=three.ann.author)
    with projects.open_project(twin_path, author=three.ann.author) as twin:
        annotating.set_field(three.ann, mark, "action", support.said("sign"))
        annotating.set_field(twin, mark, "action", support.said("ratify"))
        [head] = journal.heads(twin.store.conn, [mark], Kind.ANNOTATION)[mark]
        body = Decision(annotation=mark, revision=head, verdict=Verdict.ACCEPT, by=twin.me or "", at=now())
        draft = Draft(twin, "review", "decide")
        draft.create(Kind.DECISION, decision_id(mark), body)
        draft.commit()
        parcel = handed(twin)
    report = sharing.examine(three.ann, parcel)
    [conflict], [refused] = report.conflicts, report.refused
    assert report.titles[conflict.subject] == "Commitment “Astana”"
    assert report.titles[conflict.document] == "Document “Report 0”"
    assert refused.kind == "decision"
    assert sharing.receive(three.ann, parcel).titles == report.titles


def test_words_of_others_that_may_not_be_seen_yet_are_in_no_report(three: Team) -> None:
    document = reading.documents(three.ann)[0].id
    both = [people.find_person(three.supervisor, name) for name in ("Ann", "Ben")]
    assigning.assign(three.supervisor, [document], both)
    exchange_all(*three.all)
    mark = support.annotate(three.ann, document, label="commitment")
    give(three.ann, three.supervisor)
    annotating.set_field(three.ann, mark, "action", support.said("sign"))
    annotating.set_field(three.supervisor, mark, "action", support.said("ratify"))
    draft = Draft(three.ann, "review", "decide")
    [head] = journal.heads(three.ann.store.conn, [mark], Kind.ANNOTATION)[mark]
    own = Decision(annotation=mark, revision=head, verdict=Verdict.ACCEPT, by=three.ann.me or "", at=now())
    draft.create(Kind.DECISION, decision_id(mark), own)
    draft.commit()
    seen = give(three.ann, three.supervisor)
    annotating.withdraw(three.ben, support.annotate(three.ben, document, label="commitment"))
    report = give(three.supervisor, three.ben)
    [conflict] = report.conflicts
    assert [one.kind for one in report.refused] == ["decision"]
    assert seen.titles[conflict.subject] == "Commitment “Astana”"
    assert report.titles == {document: "Document “Report 0”"}
    assert conflicts.listed(three.ben) == []


def test_an_approval_that_counts_no_more_is_named(three: Team) -> None:
    boss, ann, ben = three.all
    about = document(ann)
    support.annotate(ann, about)
    submitting.submit(ann, about)
    give(ann, boss)
    reviewing.approve(boss, about, ann.me or "", accept_rest=True)
    assert give(boss, ben).reopened == ()
    submitting.take_back(ann, about)
    [one] = give(ann, boss).reopened
    assert (one.document, one.title, one.name, one.state) == (about, "Report 0", "Ann", "in_progress")
    assert give(ann, ben).reopened == ()  # how far others are is for supervisors to see
