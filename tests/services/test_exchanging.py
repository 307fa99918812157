"""The exchange folder as a window watches it: whether to look again, and on a connection beside the window's own."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from curator.domain.errors import CancelledError, StorageError
from curator.services import people, reading, sharing
from curator.sharing.parcel_reading import manifest_of
from curator.store import journal
from tests.support import projects as support
from tests.support.replicas import Team, carrying, give, state_of, team


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Team]:
    made = team(tmp_path)
    place = tmp_path / "shared"
    place.mkdir()
    for one in made.all:
        sharing.set_folder(one, place)
    yield made
    made.close()


def test_the_sign_of_the_folder_changes_with_what_lies_there_and_with_own_work(three: Team) -> None:
    first = sharing.look(three.ann)
    assert sharing.look(three.ann, first.sign) == first
    support.annotate(three.ann, reading.documents(three.ann)[0].id)
    second = sharing.look(three.ann, first.sign)
    assert second.sign != first.sign
    sharing.exchange(three.ann)
    assert sharing.look(three.ann, second.sign).sign != second.sign
    assert sharing.look(three.ann).revisions == 0
    assert sharing.look(three.ben).revisions > 0


def test_a_folder_that_is_gone_is_said_to_be(three: Team, tmp_path: Path) -> None:
    (tmp_path / "shared").rmdir()
    for verb in (sharing.look, sharing.exchange):
        with pytest.raises(StorageError, match="can't be reached"):
            verb(three.ann)


def test_a_folder_that_is_lost_in_mid_exchange_is_named_and_it_is_said_that_nothing_is_lost(
    three: Team, tmp_path: Path
) -> None:
    def lose(_done: int, _all: int, _what: str) -> None:
        shutil.rmtree(tmp_path / "shared", ignore_errors=True)

    with pytest.raises(StorageError, match="folder “shared”") as told:
        sharing.exchange(three.ann, progress=lose)
    assert told.value.place.startswith(str(tmp_path / "shared"))
    assert "goes out as soon as" in told.value.message
    (tmp_path / "shared").mkdir()
    assert sharing.exchange(three.ann).put


def test_an_exchange_that_is_stopped_puts_nothing_out(three: Team, tmp_path: Path) -> None:
    with pytest.raises(CancelledError):
        sharing.exchange(three.ann, cancelled=lambda: True)
    assert list((tmp_path / "shared").iterdir()) == []


def test_exchanging_beside_an_open_project_while_it_is_worked_in_loses_nothing(three: Team) -> None:
    document = reading.documents(three.ann)[0].id
    for number in range(20):
        support.annotate(three.ben, document, number, number + 3)
    sharing.exchange(three.ben)
    received: list[int] = []

    def exchange() -> None:
        with three.ann.beside() as beside:
            received.extend(report.new for report in sharing.exchange(beside).received)

    thread = threading.Thread(target=exchange)
    thread.start()
    own = [support.annotate(three.ann, document, number, number + 5, "date") for number in range(20)]
    thread.join()
    assert received == [20]
    assert reading.counts(three.ann).annotations == 40
    assert {one.id for one in reading.annotations(three.ann, document, label="date")} == set(own)
    sharing.exchange(three.ann)
    sharing.exchange(three.ben)
    assert state_of(three.ann) == state_of(three.ben)


def test_a_manifest_alone_keeps_nobodys_work_out_of_the_folder(three: Team, tmp_path: Path) -> None:
    support.annotate(three.ann, reading.documents(three.ann)[0].id)
    tips = journal.tips(three.ann.store.conn)
    carrying(three.ben, tmp_path / "shared" / "lie.parcel", base=(), ends=tips, changesets=9)
    assert sharing.exchange(three.ann).put
    assert sharing.exchange(three.ann).put is None
    assert [len(one.made) for one in sharing.exchange(three.supervisor).received] == [1]


def test_nobodys_word_takes_the_place_of_a_parcel_that_they_took_away(three: Team, tmp_path: Path) -> None:
    support.annotate(three.ann, reading.documents(three.ann)[0].id)
    for one in (three.ann, three.ben):
        sharing.exchange(one)
    [own] = [
        path
        for path in (tmp_path / "shared").iterdir()
        if manifest_of(path, three.ann.author.unseal).sender.name == "Ann"
    ]
    own.unlink()
    support.annotate(three.ben, reading.documents(three.ben)[0].id)
    sharing.exchange(three.ben)
    tips = journal.tips(three.ben.store.conn)
    carrying(three.ben, tmp_path / "shared" / "lie.parcel", base=(), ends=tips, changesets=9)
    assert sharing.exchange(three.ann).put
    assert sharing.exchange(three.ann).put is None


def test_what_everybody_put_there_is_put_there_once(three: Team) -> None:
    for _ in range(3):
        for one in three.all:
            support.annotate(one, reading.documents(one)[0].id)
            assert sharing.exchange(one).put
    for _ in range(2):
        assert [sharing.exchange(one).put for one in three.all] == [None, None, None]
    assert len({state_of(one) for one in three.all}) == 1


def test_what_a_revoked_key_says_of_the_folder_counts_for_itself_alone(three: Team, tmp_path: Path) -> None:
    support.annotate(three.ben, reading.documents(three.ben)[0].id)
    people.revoke(three.supervisor, people.find_person(three.supervisor, "Ben"))
    for one in (three.ann, three.ben):
        give(three.supervisor, one)
    tips = journal.tips(three.ann.store.conn)
    carrying(three.ben, tmp_path / "shared" / "lie.parcel", base=(), ends=tips, changesets=9)
    assert sharing.exchange(three.ann).put
    assert sharing.exchange(three.ben).put
    assert sharing.exchange(three.ben).put is None
