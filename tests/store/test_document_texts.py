"""The text of a document is the one that a supervisor began it with, whoever else begins it."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from curator.domain.errors import InvalidError
from curator.domain.history import Act, Changeset, Kind, Operation, Revision, body_bytes, seal
from curator.domain.ids import bound_id, derived_id, new_id
from curator.domain.people import Role
from curator.domain.review import Verdict
from curator.services import conflicts, documents, exporting, importing, people, reading, reviewing, sharing, verifying
from curator.services.identity import Author
from curator.services.project import Project
from curator.services.reasons import Why
from curator.sharing.parcel import ParcelError
from curator.store import journal
from tests.support import damage
from tests.support import projects as support
from tests.support.orders import Signed, every_order, last, replayed_states, signed_in
from tests.support.replicas import Team, carrying, exchange_all, give, handed, state_of, team

OTHER = "a supervisor began the document with another text"
NONE_OF_ITS = "its document has another text"


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Team]:
    made = team(tmp_path, documents=2)
    yield made
    made.close()


@pytest.fixture
def signed(three: Team) -> Signed:
    return Signed(three, journal.tips(three.supervisor.store.conn))


@pytest.fixture
def bodies(three: Team) -> list[dict[str, Any]]:
    """Two documents' bodies, whose texts everybody has."""
    return [support.body(three.ann, Kind.DOCUMENT, row.id) for row in reading.documents(three.ann)]


def begun(author: Author, ident: str, body: dict[str, Any]) -> Revision:
    return Revision(bound_id(author.public_key), Kind.DOCUMENT, ident, (), Operation.CREATE, body_bytes(body))


def marked(author: Author, document: str, body: dict[str, Any], like: dict[str, Any]) -> Revision:
    """An annotation on a document, counted in the text that its body has."""
    me = derived_id(Kind.PERSON, author.public_key)
    said = {**like, "author": me, "document": document, "text_sha256": body["text_sha256"]}
    return Revision(bound_id(author.public_key), Kind.ANNOTATION, bound_id(me), (), "create", body_bytes(said))


def text_of(project: Project, document: str) -> str:
    return support.body(project, Kind.DOCUMENT, document)["text_sha256"]


def reasons(project: Project) -> list[str]:
    return [row[0] for row in project.store.query("SELECT reason FROM refused ORDER BY 1")]


def test_nobody_begins_a_supervisors_document_with_another_text(
    three: Team, signed: Signed, bodies: list[dict[str, Any]]
) -> None:
    """Whichever came first, and whatever rests on the other text."""
    boss, ben = three.supervisor.author, three.ben.author
    like = support.annotation(three.ann, support.annotate(three.ann, reading.documents(three.ann)[0].id))
    ident = new_id()
    honest = signed.by(boss, begun(boss, ident, bodies[0]))
    forged = signed.by(ben, begun(ben, ident, bodies[1]), made_at="2099-01-01T00:00:00Z")
    titled = {**bodies[1], "title": "Titled"}
    upon = damage.revision(Kind.DOCUMENT, ident, titled, forged.revisions[0].id)
    later = signed.by(ben, upon, marked(ben, ident, bodies[1], like), upon=(forged,))
    with every_order(three, [honest, forged, later]) as project:
        assert text_of(project, ident) == bodies[0]["text_sha256"]
        assert conflicts.conflicts(project) == []
        assert reasons(project) == sorted([OTHER, OTHER, NONE_OF_ITS])
        assert reading.annotations(project, ident) == []
        before = len(signed_in(three.supervisor))
        assert replayed_states(project, before, signed_in(project)[before:]) == {state_of(project)}


def test_what_was_approved_stays_approved_in_its_text(
    three: Team, signed: Signed, bodies: list[dict[str, Any]], tmp_path: Path
) -> None:
    boss, ann, ben = three.all
    ident = new_id()
    sharing.receive(
        boss, carrying(boss, tmp_path / "its.parcel", signed.by(boss.author, begun(boss.author, ident, bodies[0])))
    )
    give(boss, ann)
    mark = support.annotate(ann, ident)
    give(ann, boss)
    reviewing.decide(boss, mark, Verdict.ACCEPT)
    forged = signed.by(ben.author, begun(ben.author, ident, bodies[1]), made_at="2099-01-01T00:00:00Z")
    sharing.receive(boss, carrying(ben, tmp_path / "forged.parcel", forged))
    assert [row.state for row in reading.annotations(boss, ident)] == ["approved"]
    exporting.export(boss, tmp_path / "out.json")
    assert not [defect for defect in verifying.verify(boss) if defect.damage]


def test_two_who_add_the_same_text_have_one_document(three: Team, signed: Signed, bodies: list[dict[str, Any]]) -> None:
    ident = new_id()
    made = [signed.by(who.author, begun(who.author, ident, bodies[0])) for who in three.all]
    with every_order(three, made) as project:
        assert reasons(project) == []
        assert conflicts.conflicts(project) == []


def test_two_annotators_who_read_a_text_differently_have_a_conflict(
    three: Team, signed: Signed, bodies: list[dict[str, Any]]
) -> None:
    ident = new_id()
    people_ = (three.ann, three.ben)
    made = [signed.by(who.author, begun(who.author, ident, body)) for who, body in zip(people_, bodies, strict=True)]
    with every_order(three, made) as project:
        assert reasons(project) == []
        assert [one.subject for one in conflicts.conflicts(project)] == [ident]


def test_two_supervisors_who_read_a_text_differently_have_a_conflict(three: Team, bodies: list[dict[str, Any]]) -> None:
    """And whoever annotated in the one or the other has annotated it."""
    people.set_roles(three.supervisor, three.ann.me or "", [Role.SUPERVISOR])
    exchange_all(*three.all)
    signed = Signed(three, journal.tips(three.supervisor.store.conn))
    ident, both = new_id(), (three.ann, three.supervisor)
    made = [signed.by(who.author, begun(who.author, ident, body)) for who, body in zip(both, bodies, strict=True)]
    made.append(signed.by(three.ben.author, begun(three.ben.author, ident, bodies[1])))
    with every_order(three, made) as project:
        assert reasons(project) == []
        assert [one.subject for one in conflicts.conflicts(project)] == [ident]


def test_what_somebody_began_whose_key_was_revoked_is_no_supervisors_word(
    three: Team, bodies: list[dict[str, Any]]
) -> None:
    """In whatever order the two beginnings and the revocation come."""
    boss, ann, ben = three.all
    people.set_roles(boss, ann.me or "", [Role.SUPERVISOR])
    exchange_all(*three.all)
    base, before = handed(boss), len(signed_in(boss))
    signed = Signed(three, journal.tips(boss.store.conn))
    ident = new_id()
    hers = signed.by(ann.author, begun(ann.author, ident, bodies[0]))
    his = signed.by(ben.author, begun(ben.author, ident, bodies[1]))
    people.revoke(boss, ann.me or "", stays=[signed.tips[0]])
    made = [hers, his, last(boss)]
    with every_order(three, made, 6, base) as project:
        assert text_of(project, ident) == bodies[1]["text_sha256"]
        assert reasons(project) == ["its key holds no role in this project"]
        assert replayed_states(boss, before, made) == {state_of(project)}


def test_a_document_comes_back_when_an_annotator_imports_it_again(three: Team, tmp_path: Path) -> None:
    boss, ann = three.supervisor, three.ann
    document = reading.documents(boss)[0].id
    data = journal.blob(boss.store.conn, text_of(boss, document))
    documents.withdraw(boss, document)
    give(boss, ann)
    (tmp_path / "again.txt").write_bytes(data or b"")
    importing.import_paths(ann, [tmp_path / "again.txt"])
    give(ann, boss)
    assert reasons(boss) == []
    assert document in [row.id for row in reading.documents(boss)]


@pytest.mark.parametrize(
    ("key", "value"), [("length", 3), ("source", {"sha256": "0" * 64}), ("extraction", {"encoding": "ascii"})]
)
def test_an_annotator_changes_nothing_of_where_a_document_comes_from(
    three: Team, bodies: list[dict[str, Any]], key: str, value: Any
) -> None:
    boss, ben = three.supervisor, three.ben
    document = reading.documents(boss)[0].id
    [head] = journal.heads(boss.store.conn, [document], Kind.DOCUMENT)[document]
    other = {**bodies[0][key], **value} if isinstance(value, dict) else value
    titled = damage.revision(Kind.DOCUMENT, document, {**bodies[0], "title": "Titled"}, head)
    damage.received(boss, damage.changeset(boss, ben.author, titled))
    forged = damage.revision(Kind.DOCUMENT, document, {**bodies[0], "title": "Titled", key: other}, titled.id)
    damage.received(boss, damage.changeset(boss, ben.author, forged))
    assert support.body(boss, Kind.DOCUMENT, document) == {**bodies[0], "title": "Titled"}
    assert reasons(boss) == ["where a document comes from can't be changed"]


def annotation_in(three: Team, body: dict[str, Any]) -> Changeset:
    """Ben's annotation on the first document, counted in the text of another body."""
    document = reading.documents(three.ben)[0].id
    like = support.annotation(three.ann, support.annotate(three.ann, document))
    return damage.changeset(three.supervisor, three.ben.author, marked(three.ben.author, document, body, like))


def test_an_annotation_counts_in_no_text_but_its_documents(
    three: Team, bodies: list[dict[str, Any]], tmp_path: Path
) -> None:
    """Else one of them keeps everybody from exporting."""
    boss = three.supervisor
    damage.received(boss, annotation_in(three, bodies[1]))
    assert reasons(boss) == [NONE_OF_ITS]
    exporting.export(boss, tmp_path / "out.json", everything=True)
    damage.received(boss, annotation_in(three, bodies[0]))
    assert reasons(boss) == [NONE_OF_ITS]
    other = annotation_in(three, bodies[1]).revisions[0]
    document = other.content()["document"]
    under_its_id = Revision(new_id(), Kind.ANNOTATION, document, (), "create", other.body)
    changed = begun(three.ben.author, document, bodies[1])
    damage.received(boss, damage.changeset(boss, three.ben.author, under_its_id, changed, other))
    assert reasons(boss) == [NONE_OF_ITS, NONE_OF_ITS, NONE_OF_ITS, "the text of a document can't be changed"]


def test_a_document_without_its_text_is_none(three: Team, bodies: list[dict[str, Any]], tmp_path: Path) -> None:
    """Else it keeps everybody from exporting, and looks like a damaged file."""
    boss, ben = three.supervisor, three.ben
    without = {**bodies[0], "text_sha256": "5" * 64, "source": {**bodies[0]["source"], "sha256": "6" * 64}}
    damage.received(boss, damage.changeset(boss, ben.author, begun(ben.author, new_id(), without)))
    assert reasons(boss) == ["its text was not brought"]
    exporting.export(boss, tmp_path / "out.json", everything=True)
    found = verifying.verify(boss)
    assert {defect.kind for defect in found} == {"not authorised", "bytes not brought"}
    assert not any(defect.damage for defect in found)


def test_nobody_accepts_a_quote_that_does_not_stand_in_the_text(three: Team, bodies: list[dict[str, Any]]) -> None:
    boss, ben = three.supervisor, three.ben
    made = annotation_in(three, bodies[0])
    [revision] = made.revisions
    body = revision.content()
    body["spans"][0]["exact"] = "Forged"
    forged = Revision(revision.id, Kind.ANNOTATION, revision.subject_id, (), "create", body_bytes(body))
    damage.received(boss, damage.changeset(boss, ben.author, forged))
    with pytest.raises(InvalidError, match="“Forged” can't be accepted"):
        reviewing.decide(boss, revision.subject_id, Verdict.ACCEPT)
    reviewing.decide(boss, revision.subject_id, Verdict.REJECT, reason=Why(text="forged"))


def brought(three: Team, body: dict[str, Any], data: bytes) -> Path:
    """A parcel of Ben's with a document of these bytes."""
    ben, digest = three.ben, sha256(data).hexdigest()
    said = {**body, "text_sha256": digest, "source": {**body["source"], "sha256": digest}}
    act = Act(
        journal.tips(three.supervisor.store.conn), new_id(), ben.author.public_key, "2026-01-01T00:00:00Z", "x", "x"
    )
    made = seal(act, [begun(ben.author, new_id(), said)], [digest], ben.author.sign)
    return carrying(ben, three.folder / "its.parcel", made, texts={digest: data})


def test_a_document_of_wrong_length_is_no_damage(three: Team, bodies: list[dict[str, Any]]) -> None:
    """Else nothing is copied, and so nothing received, ever after."""
    boss = three.supervisor
    sharing.receive(boss, brought(three, bodies[0], b"Other"))
    assert [(one.kind, one.damage) for one in verifying.verify(boss)] == [("wrong length", False)]
    support.annotate(three.ann, reading.documents(three.ann)[0].id)
    assert give(three.ann, boss).backup is not None


def test_a_text_that_is_none_is_refused(three: Team, bodies: list[dict[str, Any]]) -> None:
    with pytest.raises(ParcelError, match="is not UTF-8"):
        sharing.receive(three.supervisor, brought(three, bodies[0], b"\xff\xfe"))
