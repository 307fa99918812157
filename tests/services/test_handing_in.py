"""Handing in: what the receiver lacks, what the parcel holds in words, and stopping halfway."""

from pathlib import Path

import pytest

from curator.domain.errors import CancelledError, NotFoundError
from curator.services import documents, people, reading, sharing
from curator.services import project as projects
from curator.services.project import Project
from curator.sharing.parcel import Sender
from curator.store import journal
from tests.support import projects as support
from tests.support.replicas import Team, carrying, give


def test_what_somebody_lacks_is_everything_until_their_first_parcel_comes(three: Team, tmp_path: Path) -> None:
    everything = sharing.hand_in(three.supervisor, tmp_path / "all.parcel").changesets
    lack = sharing.lacked_by(three.supervisor, "Ann")
    assert (lack.changesets, lack.heard_at) == (everything, None)
    give(three.ann, three.supervisor)
    lack = sharing.lacked_by(three.supervisor, "Ann")
    assert lack.changesets == 0
    assert lack.heard_at
    support.annotate(three.supervisor, reading.documents(three.supervisor)[0].id)
    assert sharing.lacked_by(three.supervisor, "Ann").changesets == 1
    with pytest.raises(NotFoundError):
        sharing.lacked_by(three.supervisor, "Zoe")


def speak_for_ann(liar: Project, three: Team) -> None:
    """Receive an empty parcel that says that Ann's replica has all that the supervisor's has."""
    sender = Sender(key=liar.author.public_key, name=liar.author.name, replica=three.ann.replica)
    tips = (*journal.tips(three.supervisor.store.conn), "0" * 64)
    target = three.folder / f"{liar.author.name}.parcel"
    sharing.receive(three.supervisor, carrying(liar, target, sender=sender, tips=tips))


def test_nobody_speaks_for_the_replica_of_somebody_else(three: Team) -> None:
    give(three.ann, three.supervisor)
    support.annotate(three.supervisor, reading.documents(three.supervisor)[0].id)
    with projects.open_project(three.ann.path, author=support.author("Mallory")) as stranger:
        speak_for_ann(stranger, three)
    speak_for_ann(three.ben, three)
    assert sharing.lacked_by(three.supervisor, "Ann").changesets == 1
    assert sharing.lacked_by(three.supervisor, "Ben").heard_at is None
    speak_for_ann(three.ann, three)
    assert sharing.lacked_by(three.supervisor, "Ann").changesets == 0


def test_who_says_to_have_more_than_they_have_gets_less_and_nobody_else_does(three: Team, tmp_path: Path) -> None:
    for one in (three.ann, three.ben):
        give(one, three.supervisor)
    document = reading.documents(three.supervisor)[0].id
    support.annotate(three.supervisor, document)
    tips = (*journal.tips(three.supervisor.store.conn), "0" * 64)
    sharing.receive(three.supervisor, carrying(three.ben, tmp_path / "lie.parcel", tips=tips))
    assert sharing.lacked_by(three.supervisor, "Ben").changesets == 0
    support.annotate(three.supervisor, document)
    give(three.supervisor, three.ben, to="Ben")
    give(three.supervisor, three.ann, to="Ann")
    assert [reading.counts(one).annotations for one in three.all] == [2, 2, 0]
    give(three.supervisor, three.ben, to="Ben", everything=True)
    assert reading.counts(three.ben).annotations == 2


def test_what_a_revoked_key_said_of_a_replica_counts_no_more_when_another_speaks_for_it(three: Team) -> None:
    speak_for_ann(three.ben, three)
    people.revoke(three.supervisor, people.find_person(three.supervisor, "Ben"))
    support.annotate(three.supervisor, reading.documents(three.supervisor)[0].id)
    speak_for_ann(three.ben, three)
    give(three.ann, three.supervisor)
    assert sharing.lacked_by(three.supervisor, "Ann").changesets == 2


def test_everything_goes_to_somebody_on_request(three: Team, tmp_path: Path) -> None:
    give(three.ann, three.supervisor)
    target = tmp_path / "for-ann.parcel"
    assert sharing.hand_in(three.supervisor, target, to="Ann").changesets == 0
    handed = sharing.hand_in(three.supervisor, target, to="Ann", everything=True, sealed=True)
    assert (handed.changesets, handed.sealed) == (4, True)
    assert handed.subjects == {"document": 1, "person": 3, "scheme": 1, "setting": 1}


def test_handing_in_tells_how_far_it_is_and_leaves_nothing_when_it_is_stopped(three: Team, tmp_path: Path) -> None:
    target = tmp_path / "p.parcel"
    target.write_text("what was there before")
    told: list[str] = []
    sharing.hand_in(three.supervisor, tmp_path / "q.parcel", progress=lambda _done, _all, what: told.append(what))
    assert told == ["Writing the changesets", "Writing the texts"]
    with pytest.raises(CancelledError, match="No parcel"):
        sharing.hand_in(three.supervisor, target, cancelled=lambda: True)
    assert target.read_text() == "what was there before"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".p.parcel")] == []


def test_a_parcel_counts_the_documents_that_are_live(three: Team, tmp_path: Path) -> None:
    gone = support.add_document(three.supervisor, "Imported by mistake.\n", "Mistake")
    documents.withdraw(three.supervisor, gone)
    assert sharing.hand_in(three.supervisor, tmp_path / "p.parcel").subjects["document"] == 1
