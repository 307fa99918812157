"""When a key is revoked late, the whole history is judged anew, some of it at a time."""

from pathlib import Path

import pytest

from curator.domain.annotation import FieldState, FieldValue
from curator.domain.history import Kind
from curator.services import annotating, people, reading, verifying
from curator.services.project import Project
from curator.store import appending, journal
from tests.support import projects as support
from tests.support.replicas import exchange_all, give, team


def fill(project: Project, mark: str, words: str) -> None:
    annotating.set_field(project, mark, "action", FieldValue(state=FieldState.STATED, value=words))


def heads(project: Project, mark: str) -> tuple[str, ...]:
    return journal.heads(project.store.conn, [mark], Kind.ANNOTATION)[mark]


@pytest.mark.parametrize("at_once", [1, 1000])
def test_what_is_judged_later_says_nothing_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    made = team(tmp_path)
    mark = support.annotate(made.ann, reading.documents(made.ann)[0].id, label="commitment")
    exchange_all(*made.all)
    fill(made.supervisor, mark, "the supervisor's")
    fill(made.ann, mark, "Ann's")
    stays = journal.tips(made.ann.store.conn)
    [before] = heads(made.ann, mark)
    fill(made.ann, mark, "the thief's")
    [kept] = heads(made.supervisor, mark)
    give(made.ann, made.supervisor)
    monkeypatch.setattr(appending, "_BATCH", at_once)
    people.revoke(made.supervisor, people.find_person(made.supervisor, "Ann"), stays=stays)
    assert heads(made.supervisor, mark) == tuple(sorted((kept, before)))
    assert not [found for found in verifying.verify(made.supervisor) if found.damage]
    made.close()
