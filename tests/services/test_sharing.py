"""Handing in and receiving: three replicas, what is reported, what is kept aside, what changes nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from curator.domain.errors import CuratorError, NotAllowedError
from curator.domain.history import Kind
from curator.domain.ids import derived_id
from curator.domain.people import Role
from curator.domain.review import Decision, Verdict, decision_id
from curator.domain.span import Span
from curator.services import (
    annotating,
    backup_list,
    conflicts,
    exchanging,
    exporting,
    people,
    reading,
    sharing,
    verifying,
)
from curator.services import project as projects
from curator.services.acting import Draft
from curator.services.project import Project, now
from curator.sharing.parcel import ParcelError
from curator.store import journal
from tests.support import damage
from tests.support import projects as support
from tests.support.replicas import Team, document, exchange_all, give, handed, state_of, team


def decide(project: Project, annotation: str, verdict: Verdict) -> None:
    """A decision on an annotation as it is."""
    [head] = journal.heads(project.store.conn, [annotation], Kind.ANNOTATION)[annotation]
    body = Decision(annotation=annotation, revision=head, verdict=verdict, by=project.me or "", at=now())
    draft = Draft(project, "review", "decide")
    if journal.heads(project.store.conn, [decision_id(annotation)], Kind.DECISION):
        draft.revise(Kind.DECISION, decision_id(annotation), body)
    else:
        draft.create(Kind.DECISION, decision_id(annotation), body)
    draft.commit()


def test_a_new_project_made_of_a_parcel_says_what_its_sender_says(three: Team) -> None:
    assert state_of(three.ann) == state_of(three.supervisor)
    assert three.ann.roles == {Role.ANNOTATOR}
    assert three.ann.replica != three.supervisor.replica
    assert verifying.verify(three.ann) == []


def test_work_of_two_offline_comes_together_and_back(three: Team) -> None:
    first = support.annotate(three.ann, document(three.ann))
    second = support.annotate(three.ben, document(three.ben), 8, 12)
    report = give(three.ann, three.supervisor)
    assert (report.new, report.made, report.sender) == (1, {"annotation": 1}, "Ann")
    give(three.ben, three.supervisor)
    give(three.supervisor, three.ann)
    give(three.supervisor, three.ben)
    assert {row.id for row in reading.annotations(three.ben, document(three.ben))} == {first, second}
    assert len({state_of(one) for one in three.all}) == 1
    assert all(verifying.verify(one) == [] for one in three.all)


def test_receiving_twice_or_ones_own_or_an_old_parcel_changes_nothing(three: Team) -> None:
    support.annotate(three.ann, document(three.ann))
    old = handed(three.ann)
    support.annotate(three.ann, document(three.ann), 8, 12)
    new = handed(three.ann)
    sharing.receive(three.supervisor, new)
    before = state_of(three.supervisor), three.supervisor.store.conn.total_changes
    for parcel in (new, old):
        report = sharing.receive(three.supervisor, parcel)
        assert report.empty
        assert report.backup is None
    assert sharing.receive(three.ann, new).empty
    assert state_of(three.supervisor) == before[0]


def test_a_dry_run_says_what_would_come_and_writes_nothing(three: Team) -> None:
    support.annotate(three.ann, document(three.ann))
    parcel = handed(three.ann)
    before = state_of(three.supervisor), three.supervisor.path.read_bytes()
    report = sharing.examine(three.supervisor, parcel)
    assert (report.new, report.made, report.applied) == (1, {"annotation": 1}, False)
    assert (state_of(three.supervisor), three.supervisor.path.read_bytes()) == before


def test_receiving_makes_a_copy_first(three: Team) -> None:
    support.annotate(three.ann, document(three.ann))
    report = give(three.ann, three.supervisor)
    assert report.backup
    [listed] = backup_list.of(three.supervisor.path)
    assert (listed.path, listed.note.before, listed.note.automatic) == (report.backup, "receiving", True)
    with projects.open_project(report.backup, author=three.supervisor.author, read_only=True) as copy:
        assert reading.counts(copy).annotations == 0


def test_only_what_the_receiver_lacks_goes_into_a_parcel_for_them(three: Team) -> None:
    give(three.ann, three.supervisor)
    support.annotate(three.supervisor, document(three.supervisor))
    parcel = three.supervisor.path.with_name("for-ann.parcel")
    assert sharing.hand_in(three.supervisor, parcel, to="Ann").changesets == 1
    assert sharing.receive(three.ann, parcel).new == 1


def test_a_parcel_without_its_base_waits_and_says_for_what(three: Team) -> None:
    give(three.supervisor, three.ann)
    give(three.ann, three.supervisor)
    support.annotate(three.ann, document(three.ann))
    first = three.ann.path.with_name("first.parcel")
    sharing.hand_in(three.ann, first, to="Sara")
    give(three.ann, three.ben, to="Sara")
    three.ann.store.conn.execute(
        "UPDATE peer SET tips = ?", (f'["{journal.tips(three.ann.store.conn)[0]}"]',)
    )  # as if the first had arrived
    support.annotate(three.ann, document(three.ann), 8, 12)
    report = give(three.ann, three.supervisor, to="Sara")
    assert (report.new, report.aside) == (0, 1)
    assert len(report.missing) == 1
    report = sharing.receive(three.supervisor, first)
    assert (report.new, report.missing) == (2, ())
    assert state_of(three.supervisor) == state_of(three.ann)


def test_a_parcel_of_another_project_is_refused_by_name(three: Team, tmp_path: Path) -> None:
    with support.new(tmp_path, three.ann.author, "other.curator") as other, pytest.raises(ParcelError, match="another"):
        give(other, three.supervisor)


def test_chosen_documents_come_with_their_texts_and_the_others_without(tmp_path: Path) -> None:
    made = team(tmp_path, documents=1)
    for number in range(1, 4):
        support.add_document(made.supervisor, f"Only {number}.\n", title=f"More {number}")
    report = give(made.supervisor, made.ann, documents=["More 1"])
    assert report.withheld == 2
    assert {row.title for row in reading.documents(made.ann)} == {"Report 0", "More 1"}
    assert verifying.verify(made.ann) == []
    ident = reading.find_document(made.ann, "More 1")
    support.annotate(made.ann, ident, 0, 4)
    give(made.ann, made.supervisor)
    assert state_of(made.ann) == state_of(made.supervisor)
    give(made.supervisor, made.ann, documents=["More 2", "More 3"])
    assert len(reading.documents(made.ann)) == 4
    assert verifying.verify(made.ann) == []
    made.close()


def test_a_sealed_parcel_opens_for_its_receiver_alone(three: Team) -> None:
    parcel = handed(three.supervisor, to="Ann", sealed=True)
    assert support.TEXT[:20].encode() not in parcel.read_bytes()
    with pytest.raises(CuratorError, match="sealed to another"):
        sharing.receive(three.ben, parcel)
    sharing.receive(three.ann, parcel)


def test_a_stranger_is_kept_aside_and_offered_and_applied_once_added(three: Team) -> None:
    stranger = support.author("Zoe")
    mark = support.annotate(three.ann, document(three.ann))
    give(three.ann, three.ben)
    body = {**support.annotation(three.ann, mark), "author": derived_id(Kind.PERSON, stranger.public_key)}
    made = damage.changeset(three.ann, stranger, damage.revision(Kind.ANNOTATION, "x1", body))
    damage.received(three.ann, made)
    report = give(three.ann, three.supervisor)
    assert (report.new, report.aside) == (1, 1)
    [offered] = report.strangers
    assert (offered.key, offered.changesets) == (stranger.public_key, 1)
    people.add(three.supervisor, "Zoe", stranger.public_key, admit=[made.id])
    assert sharing.strangers(three.supervisor) == []
    changes = sharing.apply_waiting(three.supervisor)
    assert changes.annotations == frozenset({"x1"})
    assert three.supervisor.store.query("SELECT reason FROM refused") == []
    assert verifying.verify(three.supervisor) == []


# --- conflicts ------------------------------------------------------------------------------------------------------


def test_different_fields_merge_and_the_same_field_is_a_conflict_until_resolved(three: Team) -> None:
    mark = support.annotate(three.ann, document(three.ann), label="commitment")
    exchange_all(*three.all)
    twin_path = three.ann.path.with_name("ann-two.curator")
    sharing.receive_new(twin_path, handed(three.ann), author=three.ann.author)
    with projects.open_project(twin_path, author=three.ann.author) as twin:
        annotating.set_field(three.ann, mark, "action", support.said("adopt"))
        annotating.set_field(twin, mark, "condition", support.said("if asked"))
        give(twin, three.ann)
        fields = reading.annotation(three.ann, mark).body.fields
        assert (fields["action"].value, fields["condition"].value) == ("adopt", "if asked")
        assert conflicts.conflicts(three.ann) == []
        annotating.set_field(three.ann, mark, "action", support.said("sign"))
        annotating.set_field(twin, mark, "action", support.said("ratify"))
        give(twin, three.ann)
        [found] = conflicts.conflicts(three.ann)
        [one] = found.disagreements
        assert {side.value["value"] for side in one.sides} == {"sign", "ratify"}
        assert reading.documents(three.ann)[0].conflicts == 1
        assert reading.annotation(three.ann, mark).conflicts == (("fields", "action"),)
        assert verifying.verify(three.ann) == []
        with pytest.raises(CuratorError, match="resolve that first"):
            annotating.set_field(three.ann, mark, "action", support.said("third"))
        chosen = one.sides[1].value["value"]
        conflicts.resolve(three.ann, mark, {("fields", "action"): 1})
        assert reading.annotation(three.ann, mark).body.fields["action"].value == chosen
        give(three.ann, twin)
        assert conflicts.conflicts(twin) == []
        assert state_of(twin) == state_of(three.ann)


def test_who_is_no_supervisor_can_not_decide_between_the_values_of_others(three: Team) -> None:
    mark = support.annotate(three.ann, document(three.ann), label="commitment")
    twin_path = three.ann.path.with_name("ann-two.curator")
    sharing.receive_new(twin_path, handed(three.ann), author=three.ann.author)
    with projects.open_project(twin_path, author=three.ann.author) as twin:
        annotating.set_field(twin, mark, "action", support.said("ratify"))
        annotating.withdraw(three.ann, mark)
        give(twin, three.ann)
    [found] = conflicts.conflicts(three.ann)
    assert found.what == "withdrawal"
    assert [row.id for row in reading.annotations(three.ann, document(three.ann))] == [mark]
    give(three.ann, three.ben)
    give(three.ann, three.supervisor)
    with pytest.raises(NotAllowedError):
        conflicts.resolve(three.ben, mark, {("withdrawn",): 0})
    conflicts.resolve(three.supervisor, mark, {("withdrawn",): 0})
    conflicts.resolve(three.ann, mark, {("withdrawn",): 1})
    exchange_all(*three.all)
    assert len({state_of(one) for one in three.all}) == 1
    [again] = conflicts.conflicts(three.ben)
    assert again.subject == mark


def test_an_approval_that_met_a_change_is_listed_and_does_not_count(three: Team) -> None:
    mark = support.annotate(three.ann, document(three.ann), label="commitment")
    give(three.ann, three.supervisor)
    decide(three.supervisor, mark, Verdict.ACCEPT)
    assert reading.annotation(three.supervisor, mark).state == "approved"
    annotating.set_field(three.ann, mark, "action", support.said("slip in"))
    give(three.ann, three.supervisor)
    assert reading.annotation(three.supervisor, mark).state == "draft"
    [met] = conflicts.passed(three.supervisor)
    assert (met.annotation, met.verdict, met.changed.name) == (mark, "accept", "Ann")
    decide(three.supervisor, mark, Verdict.ACCEPT)
    assert conflicts.passed(three.supervisor) == []


def test_supervisors_who_differ_leave_an_annotation_undecided(three: Team) -> None:
    mark = support.annotate(three.ann, document(three.ann))
    give(three.ann, three.supervisor)
    people.set_roles(three.supervisor, people.find_person(three.supervisor, "Ben"), [Role.SUPERVISOR])
    give(three.supervisor, three.ben)
    decide(three.supervisor, mark, Verdict.ACCEPT)
    decide(three.ben, mark, Verdict.REJECT)
    exchange_all(three.supervisor, three.ben)
    assert reading.annotation(three.ben, mark).state == "draft"
    assert [one.kind for one in conflicts.conflicts(three.ben)] == [Kind.DECISION]


def test_an_export_says_how_many_documents_it_lacks_since_their_texts_are_not_here(tmp_path: Path) -> None:
    made = team(tmp_path)
    for number in (1, 2):
        support.add_document(made.supervisor, f"more {number}", f"More {number}")
    give(made.supervisor, made.ann, documents=["More 1"])
    done = exporting.export(made.ann, tmp_path / "out.json", everything=True)
    assert (done.documents, done.without_texts) == (2, 1)
    assert done.warnings[0].startswith("1 document is left out, because the texts are not in this copy")
    approved = exporting.export(made.ann, tmp_path / "out.json")
    assert (approved.documents, approved.without_texts, approved.warnings) == (0, 0, [])
    made.close()


# --- trust ----------------------------------------------------------------------------------------------------------


def test_a_revocation_reaches_work_that_was_made_apart_from_it_on_every_replica(three: Team) -> None:
    known = support.annotate(three.ann, document(three.ann))
    give(three.ann, three.supervisor)
    late = support.annotate(three.ann, document(three.ann), 8, 12)
    people.revoke(three.supervisor, people.find_person(three.supervisor, "Ann"))
    give(three.ann, three.ben)
    assert {row.id for row in reading.annotations(three.ben, document(three.ben))} == {known, late}
    give(three.supervisor, three.ben)
    assert {row.id for row in reading.annotations(three.ben, document(three.ben))} == {known}
    give(three.ann, three.supervisor)
    exchange_all(*three.all)
    assert len({state_of(one) for one in three.all}) == 1
    with pytest.raises(NotAllowedError):
        support.annotate(three.ann, document(three.ann), 14, 18)
    assert [one.damage for one in verifying.verify(three.ben)] == [False]
    ann = people.find_person(three.supervisor, "Ann")
    lates = three.supervisor.store.query(
        "SELECT changeset.id FROM changeset JOIN revision ON changeset = changeset.seq WHERE subject_id = ?", (late,)
    )
    people.admit(three.supervisor, ann, [row[0] for row in lates])
    exchange_all(*three.all)
    assert {row.id for row in reading.annotations(three.ben, document(three.ben))} == {known, late}
    assert len({state_of(one) for one in three.all}) == 1


def test_what_a_revoked_key_sends_is_reported_as_that_with_who_revoked_it_and_is_no_defect(three: Team) -> None:
    support.annotate(three.ann, document(three.ann), 8, 12)
    people.revoke(three.supervisor, people.find_person(three.supervisor, "Ann"))
    report = give(three.ann, three.supervisor)
    assert report.sender_revoked
    [refused] = report.refused
    assert refused.reason == f"its key was revoked by {three.supervisor.author.name} on {report.sender_revoked.at[:10]}"
    [found] = verifying.verify(three.supervisor)
    assert found.message.endswith(refused.reason)
    assert (found.damage, found.has_no_effect) == (False, True)


def test_a_revoked_supervisor_can_not_date_back_and_revoke_who_made_the_project(three: Team) -> None:
    ben = people.find_person(three.supervisor, "Ben")
    people.set_roles(three.supervisor, ben, [Role.ANNOTATOR, Role.SUPERVISOR])
    give(three.supervisor, three.ben)
    people.revoke(three.supervisor, ben)
    assert three.supervisor.me
    people.revoke(three.ben, three.supervisor.me, stays=[])
    exchange_all(*three.all)
    assert len({state_of(one) for one in three.all}) == 1
    assert Role.SUPERVISOR in three.supervisor.roles
    assert not three.ben.roles


# --- the exchange folder --------------------------------------------------------------------------------------------


def test_an_exchange_folder_brings_everybody_to_the_same_without_a_word(three: Team, tmp_path: Path) -> None:
    place = tmp_path / "shared"
    place.mkdir()
    for one in three.all:
        sharing.set_folder(one, place)
        support.annotate(one, document(one))
    for _ in range(2):
        for one in three.all:
            sharing.exchange(one)
    assert len({state_of(one) for one in three.all}) == 1
    files = sorted(place.iterdir())
    assert all(sharing.exchange(one).empty for one in three.all)
    assert sorted(place.iterdir()) == files


def test_half_a_parcel_in_the_folder_is_named_and_taken_when_it_is_whole(three: Team, tmp_path: Path) -> None:
    place = tmp_path / "shared"
    place.mkdir()
    sharing.set_folder(three.supervisor, place)
    support.annotate(three.ann, document(three.ann))
    data = handed(three.ann).read_bytes()
    (place / "x.parcel").write_bytes(data[: len(data) // 2])
    [refused] = sharing.exchange(three.supervisor).refused
    assert refused.path.name == "x.parcel"
    assert refused.message
    assert reading.counts(three.supervisor).annotations == 0
    (place / "x.parcel").write_bytes(data)
    assert sharing.exchange(three.supervisor).received[0].new == 1


def test_what_lies_in_the_folder_for_others_is_passed_over(three: Team, tmp_path: Path) -> None:
    place = tmp_path / "shared"
    place.mkdir()
    sharing.set_folder(three.supervisor, place)
    with support.new(tmp_path, three.ann.author, "other.curator") as other:
        sharing.hand_in(other, place / "of-another-project.parcel")
    sharing.hand_in(three.ann, place / "for-ben.parcel", to="Ben", sealed=True)
    (place / "notes.txt").write_text("no parcel")
    done = sharing.exchange(three.supervisor)
    assert (done.received, done.refused) == ((), ())
    assert done.whole


def test_a_parcel_taken_out_of_the_folder_is_put_out_again(three: Team, tmp_path: Path) -> None:
    place = tmp_path / "shared"
    place.mkdir()
    sharing.set_folder(three.ann, place)
    put = sharing.exchange(three.ann).put
    assert put
    put.unlink()
    assert sharing.exchange(three.ann).put


# --- every pair of changes that can't both hold -----------------------------------------------------------------------


def remove_action(project: Project, mark: str) -> None:
    annotating.set_field(project, mark, "action", None)


def set_action(project: Project, mark: str) -> None:
    annotating.set_field(project, mark, "action", support.said("ratify"))


def withdraw(project: Project, mark: str) -> None:
    annotating.withdraw(project, mark)


def accept(project: Project, mark: str) -> None:
    decide(project, mark, Verdict.ACCEPT)


def retype(project: Project, mark: str) -> None:
    annotating.relabel(project, mark, "actor")


def move(project: Project, mark: str) -> None:
    annotating.set_spans(project, mark, [Span(start=8, end=12)])


Change = Callable[[Project, str], None]


@pytest.mark.parametrize("turned", [False, True], ids=["there", "back"])
@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        (withdraw, set_action, "conflict"),
        (withdraw, accept, "kept"),
        (retype, move, "both"),
        (remove_action, set_action, "conflict"),
    ],
)
def test_two_changes_that_met_are_both_there_in_either_order(
    three: Team, one: Change, other: Change, shown: str, turned: bool
) -> None:
    mark = support.annotate(three.ann, document(three.ann), label="commitment")
    annotating.set_field(three.ann, mark, "action", support.said("adopt"))
    exchange_all(*three.all)
    one(three.ann, mark)
    other(three.supervisor, mark)
    parcels = [handed(three.ann), handed(three.supervisor)]
    for parcel in parcels[::-1] if turned else parcels:
        sharing.receive(three.ben, parcel)
    give(three.ann, three.supervisor)
    assert state_of(three.ben) == state_of(three.supervisor)
    body = journal.state_of(three.ben.store.conn, mark, Kind.ANNOTATION).body
    if shown == "conflict":
        [found] = conflicts.conflicts(three.ben)
        assert {who.name for each in found.disagreements for side in each.sides for who in side.by} == {"Ann", "Sara"}
    elif shown == "kept":  # the decision speaks of an earlier version, and stays to be seen
        assert body["withdrawn"]
        assert support.body(three.ben, Kind.DECISION, decision_id(mark))["verdict"] == "accept"
    else:
        assert conflicts.conflicts(three.ben) == []
        assert (body["label"], body["spans"][0]["start"]) == ("actor", 8)


# --- an exchange folder that seals ----------------------------------------------------------------------------------


def test_a_folder_that_seals_shows_nothing_to_others_and_everything_to_the_people(three: Team, tmp_path: Path) -> None:
    place = tmp_path / "shared"
    place.mkdir()
    for one in three.all:
        sharing.set_folder(one, place, sealed=True)
        support.annotate(one, document(one))
    for _ in range(2):
        for one in three.all:
            sharing.exchange(one)
    assert len({state_of(one) for one in three.all}) == 1
    assert all(sharing.exchange(one).empty for one in three.all)
    assert all(path.read_bytes().startswith(b"curator-sealed-") for path in place.iterdir())


def test_who_is_added_later_finds_it_put_out_again_and_who_was_revoked_finds_nothing(
    three: Team, tmp_path: Path
) -> None:
    place = tmp_path / "shared"
    place.mkdir()
    boss = three.supervisor
    sharing.set_folder(boss, place, sealed=True)
    first = sharing.exchange(boss).put
    zoe = support.author("Zoe")
    people.add(boss, "Zoe", zoe.public_key)
    people.revoke(boss, people.find_person(boss, "Ben"))
    second = sharing.exchange(boss).put
    assert first
    assert second
    with pytest.raises(CuratorError, match="sealed to another"):
        sharing.receive_new(tmp_path / "zoe.curator", first, author=zoe)
    sharing.receive_new(tmp_path / "zoe.curator", second, author=zoe)
    with pytest.raises(CuratorError, match="sealed to another"):
        sharing.receive(three.ben, second)
    assert sharing.exchange(boss).empty
    sharing.set_folder(boss, place)
    assert exchanging.is_sealed(boss)
    sharing.set_folder(boss, place, sealed=False)
    assert not exchanging.is_sealed(boss)
