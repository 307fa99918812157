"""Judging the whole history anew after a revocation: what is judged later must not count before it is."""

from curator.domain.annotation import FieldState, FieldValue
from curator.domain.history import Kind
from curator.services import annotating, people, reading, submitting
from curator.services.acting import Draft
from curator.services.project import Project
from curator.store import appending, journal
from tests.support import projects as support
from tests.support.replicas import Team, document, exchange_all, give, state_of


def fill(project: Project, annotation: str, words: str) -> None:
    annotating.set_field(project, annotation, "action", FieldValue(state=FieldState.STATED, value=words))


def write_many(project: Project) -> None:
    """More subjects than are judged at a time."""
    draft = Draft(project, "import", "a long list")
    for number in range(appending._BATCH + 10):  # pyright: ignore[reportPrivateUsage] - just more than that
        draft.create(Kind.ENTITY, f"entity {number}", {"kind": "state", "name": f"State {number}"})
    draft.commit()


def finish(project: Project, annotation: str) -> None:
    """Say that an annotation is done, in the name of whoever made it."""
    draft = Draft(project, "annotate", "finish")
    draft.revise(Kind.ANNOTATION, annotation, {**support.annotation(project, annotation), "progress": "done"})
    draft.commit()


def heads(project: Project, annotation: str) -> tuple[str, ...]:
    return journal.heads(project.store.conn, [annotation], Kind.ANNOTATION)[annotation]


def test_what_a_late_revocation_refuses_is_out_of_every_subject_of_a_long_history(three: Team) -> None:
    """Two heads early in the file, and a third revision far behind that does not count any more."""
    boss, ann = three.supervisor, three.ann
    mark = support.annotate(ann, document(ann), label="commitment")
    give(ann, boss)
    fill(boss, mark, "as the supervisor reads it")
    fill(ann, mark, "as Ann reads it")
    give(ann, boss)
    known, before = heads(boss, mark), state_of(boss)
    assert len(known) == 2
    stays = [journal.tips(ann.store.conn)[0]]
    write_many(boss)
    fill(ann, mark, "what a thief of her key says")
    finish(ann, mark)
    give(ann, boss)
    give(ann, three.ben)
    people.revoke(boss, people.find_person(boss, "Ann"), stays=stays)
    assert heads(boss, mark) == known
    assert reading.annotation(boss, mark).state == "draft"
    assert state_of(boss) != before
    exchange_all(*three.all)
    assert len({state_of(one) for one in three.all}) == 1


def test_what_was_submitted_later_does_not_speak_against_what_was_annotated_before(three: Team) -> None:
    """A revocation that is taken back lets everything be judged again, by what lay before each changeset alone."""
    boss, ann = three.supervisor, three.ann
    mark = support.annotate(ann, document(ann))
    submitting.submit(ann, document(ann))
    give(ann, boss)
    before = reading.annotations(boss, document(boss))
    person = people.find_person(boss, "Ann")
    people.revoke(boss, person)
    draft = Draft(boss, "people", "take it back")
    draft.revise(Kind.PERSON, person, {**support.body(boss, Kind.PERSON, person), "revoked": {}})
    draft.commit()
    assert boss.store.query("SELECT reason FROM refused") == []
    assert [row.id for row in before] == [mark]
    assert reading.annotations(boss, document(boss)) == before
    give(boss, three.ben)
    give(ann, three.ben)
    assert state_of(three.ben) == state_of(boss)
