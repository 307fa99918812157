"""A key on its way from one person to another, and somebody who joins with work that waits."""

from pathlib import Path

import orjson
import pytest

from curator.domain.errors import InvalidError, StorageError
from curator.domain.history import Kind
from curator.domain.ids import derived_id
from curator.domain.people import Role
from curator.services import joining, people, public_keys, reading, sharing, verifying
from curator.services.joining import Newcomer
from curator.sharing.keys import new_pair
from tests.support import damage
from tests.support import projects as support
from tests.support.replicas import Team, give


def waiting(three: Team, name: str = "Zoe", acts: int = 1) -> str:
    """The key of somebody nobody knows, whose work the supervisor has received: some acts, each upon the last."""
    stranger = support.author(name)
    document = three.ann.store.query("SELECT id FROM document")[0][0]
    mark = support.annotate(three.ann, document)
    body = {**support.annotation(three.ann, mark), "author": derived_id(Kind.PERSON, stranger.public_key)}
    for number in range(1, acts + 1):
        made = damage.changeset(three.ann, stranger, damage.revision(Kind.ANNOTATION, f"x{number}", body))
        damage.received(three.ann, made)
    give(three.ann, three.supervisor)
    return stranger.public_key


def test_a_key_that_was_saved_is_read_again_with_the_name_of_its_holder(tmp_path: Path) -> None:
    person = support.author("Айгерім S.")
    public_keys.save(person, tmp_path / "me.key.txt")
    key = public_keys.load(tmp_path / "me.key.txt")
    assert (key.public, key.name, key.fingerprint) == (person.public_key, "Айгерім S.", person.fingerprint)


@pytest.mark.parametrize(
    "form", ["{key}", " {upper}\n", "see: {key}.", "{first}\n{second}", '{{"public_key": "{key}"}}']
)
def test_a_key_is_found_in_whatever_it_was_sent_in(form: str) -> None:
    key = new_pair().public
    text = form.format(key=key, upper=key.upper(), first=key[:40], second=key[40:])
    assert public_keys.read(text) == public_keys.PublicKey(key)


def test_what_curator_me_prints_for_programs_is_read() -> None:
    key = new_pair().public
    text = orjson.dumps({"name": " Dana ", "id": "x", "public_key": key}).decode()
    assert public_keys.read(text) == public_keys.PublicKey(key, "Dana")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no public key"),
        ("ff" * 31, "no public key"),
        ("02" + "00" * 31, "digit of this key is wrong"),
        ("two", "no public key"),
    ],
)
def test_what_is_no_key_is_refused(text: str, why: str) -> None:
    with pytest.raises(InvalidError, match=why):
        public_keys.read(text)


def test_two_keys_or_a_fingerprint_of_another_key_are_refused(tmp_path: Path) -> None:
    one, two = support.author("One"), support.author("Two")
    with pytest.raises(InvalidError, match="more than one"):
        public_keys.read(f"{one.public_key} {two.public_key}")
    forged = public_keys.in_words(one).replace(one.public_key, two.public_key)
    with pytest.raises(InvalidError, match="another key"):
        public_keys.read(forged)
    (tmp_path / "film").write_bytes(b"x" * 100_000)
    with pytest.raises(InvalidError, match="too large"):
        public_keys.load(tmp_path / "film")
    with pytest.raises(StorageError):
        public_keys.load(tmp_path / "nothing")


def test_a_stranger_is_not_called_as_whoever_brought_their_work(three: Team) -> None:
    key = waiting(three)
    [stranger] = sharing.strangers(three.supervisor)
    assert (stranger.key, stranger.name, stranger.changesets) == (key, "", 1)


def test_a_stranger_who_is_added_brings_the_work_that_waited(three: Team) -> None:
    key = waiting(three)
    done = joining.join(three.supervisor, Newcomer(key, "Zoe", admit=True))
    assert [changes.label for changes in done] == ["add Zoe", "receive a parcel"]
    assert done[1].annotations == {"x1"}
    assert sharing.strangers(three.supervisor) == []
    assert three.supervisor.store.query("SELECT reason FROM refused") == []
    assert verifying.verify(three.supervisor) == []


def test_all_that_waited_counts_also_where_one_act_rests_on_another(three: Team) -> None:
    key = waiting(three, acts=3)
    done = joining.join(three.supervisor, Newcomer(key, "Zoe", admit=True))
    assert done[1].annotations == {"x1", "x2", "x3"}
    assert three.supervisor.store.query("SELECT reason FROM refused") == []
    assert verifying.verify(three.supervisor) == []
    document = reading.documents(three.ann)[0].id
    support.annotate(three.ann, document, 8, 12)
    give(three.ann, three.supervisor)
    assert len(reading.annotations(three.supervisor, document)) == 5


def test_a_strange_key_may_be_another_of_somebody_known(three: Team) -> None:
    key = waiting(three)
    ben = people.find_person(three.supervisor, "Ben")
    done = joining.join(three.supervisor, Newcomer(key, person=ben, admit=True))
    assert [changes.label for changes in done] == ["add a key of Ben", "admit work of Ben", "receive a parcel"]
    entry = next(one for one in people.list_people(three.supervisor) if one.id == ben)
    assert [each.public for each in entry.keys][1:] == [key]
    assert sharing.strangers(three.supervisor) == []


def test_somebody_without_work_just_joins(three: Team) -> None:
    done = joining.join(three.supervisor, Newcomer(new_pair().public, "Dana", (Role.SUPERVISOR,)))
    assert [changes.label for changes in done] == ["add Dana"]


def test_what_arrives_with_a_revoked_key_counts_when_a_supervisor_says_so(three: Team) -> None:
    document = three.ann.store.query("SELECT id FROM document")[0][0]
    known = support.annotate(three.ann, document)
    give(three.ann, three.supervisor)
    late = support.annotate(three.ann, document, 8, 12)
    ann, key = people.find_person(three.supervisor, "Ann"), three.ann.author.public_key
    people.revoke(three.supervisor, ann)
    assert people.late_work(three.supervisor, key) == 0
    give(three.ann, three.supervisor)
    assert people.late_work(three.supervisor, key) == 1
    assert [row.id for row in reading.annotations(three.supervisor, document)] == [known]
    people.admit_late(three.supervisor, ann, key)
    assert [row.id for row in reading.annotations(three.supervisor, document)] == [known, late]
    assert people.late_work(three.supervisor, key) == 0
    assert verifying.verify(three.supervisor) == []
