"""Two revisions under one id: on every replica the same one counts, in whatever order they came."""

import itertools
from dataclasses import replace

import pytest

from curator.domain.history import Changeset, Kind, Revision, body_bytes
from curator.domain.ids import bound_id, derived_id
from curator.domain.people import Role
from curator.domain.review import Verdict
from curator.services import conflicts, people, reading, reviewing, sharing, submitting, undoing, verifying, ways
from curator.services.identity import Author
from curator.services.project import Project
from curator.services.reasons import Why
from curator.sharing.parcel import ParcelError
from curator.store import journal, twins
from tests.support import damage
from tests.support import projects as support
from tests.support.orders import Signed, comes_to, entity, every_order, last, names, replayed_states, signed_in
from tests.support.replicas import Team, carrying, give, handed, state_of


@pytest.fixture
def signed(three: Team) -> Signed:
    return Signed(three, journal.tips(three.supervisor.store.conn))


def test_the_revision_whose_id_is_bound_to_its_authors_key_counts(three: Team, signed: Signed) -> None:
    ident = bound_id(three.ben.author.public_key)
    honest = signed.by(three.ben.author, entity("Ben's", ident, subject="bens"))
    for number in range(8):  # whatever hash a forger comes to
        forged = signed.by(three.ann.author, entity(f"forged {number}", ident, subject="anns"))
        with every_order(three, [honest, forged]) as one:
            assert names(one) == {"bens": ["Ben's"]}
            assert one.store.query("SELECT reason FROM refused") == [(twins.REASON,)]


def test_of_ids_that_are_nobodys_the_same_one_counts_everywhere(three: Team, signed: Signed) -> None:
    """That of the one who made the project, else that of the lower changeset."""
    ident = damage.new_id()
    made = [signed.by(who.author, entity(who.author.name, ident, subject=who.author.name)) for who in three.all]
    with every_order(three, made) as one:
        assert names(one) == {"Sara": ["Sara"]}
    with every_order(three, made[1:]) as one:
        [(_, [name])] = names(one).items()
        first = min(made[1:], key=lambda changeset: changeset.id)
        assert name == first.revisions[0].content()["name"]


@pytest.mark.parametrize("sample", [8, pytest.param(120, marks=pytest.mark.torture)])
def test_what_rests_on_a_twin_rests_on_the_one_that_its_author_knew(three: Team, signed: Signed, sample: int) -> None:
    """Both are of one subject, so that only the history tells upon which of them the next was made."""
    for who in (three.ann, three.ben):
        people.set_roles(three.supervisor, who.me or "", [Role.SUPERVISOR])  # who may change what others added
    signed = Signed(three, journal.tips(three.supervisor.store.conn))
    root = signed.by(three.supervisor.author, entity("root", (start := damage.new_id())))
    ident = damage.new_id()
    one = signed.by(three.ann.author, entity("Ann's", ident, start), upon=(root,))
    other = signed.by(three.ben.author, entity("Ben's", ident, start), upon=(root,))
    after_one = signed.by(three.ann.author, entity("Ann's, later", damage.new_id(), ident), upon=(one,))
    after_other = signed.by(three.ben.author, entity("Ben's, later", damage.new_id(), ident), upon=(other,))
    with every_order(three, [root, one, other, after_one, after_other], sample) as project:
        assert names(project) == {"one": ["Ann's, later", "Ben's, later"]}


def test_the_others_of_a_changeset_count_and_it_is_told_as_it_was_signed(three: Team, signed: Signed) -> None:
    ident = bound_id(three.ben.author.public_key)
    honest = signed.by(three.ben.author, entity("first", damage.new_id(), subject="a"), entity("Ben's", ident))
    forged = signed.by(
        three.ann.author,
        entity("before", damage.new_id(), subject="b"),
        entity("forged", ident, subject="c"),
        entity("after", damage.new_id(), subject="d"),
    )
    with every_order(three, [honest, forged]) as project:
        assert names(project) == {"a": ["first"], "one": ["Ben's"], "b": ["before"], "d": ["after"]}
        assert journal.changeset_of(project.store.conn, forged.id) == forged
        assert journal.changeset_of(project.store.conn, honest.id) == honest


def test_a_changeset_whose_first_id_another_took_is_told_in_its_order(three: Team, signed: Signed) -> None:
    """However the id comes back to it, and to whichever of its revisions."""
    ids = [bound_id(three.ben.author.public_key) for _ in range(3)]
    honest = signed.by(three.ben.author, *(entity(f"number {n}", ident, subject=f"{n}") for n, ident in enumerate(ids)))
    forged = signed.by(three.ann.author, *(entity(f"forged {n}", ids[n], subject=f"f{n}") for n in (2, 0)))
    with every_order(three, [honest, forged]) as project:
        assert journal.changeset_of(project.store.conn, honest.id) == honest
        assert journal.changeset_of(project.store.conn, forged.id) == forged
        assert names(project) == {"0": ["number 0"], "1": ["number 1"], "2": ["number 2"]}


def test_an_id_used_again_by_one_who_knew_of_it_is_refused(three: Team, signed: Signed) -> None:
    ident = damage.new_id()
    first = signed.by(three.ben.author, entity("first", ident))
    again = signed.by(three.ann.author, entity("again", ident, subject="two"), upon=(first,))
    base = handed(three.supervisor)
    with comes_to(three, base, [first], (0,)) as project:
        before = state_of(project)
        with pytest.raises(ParcelError, match=ident):
            sharing.receive(project, carrying(three.ann, three.folder / "again.parcel", again))
        assert state_of(project) == before


def test_an_id_used_again_by_one_who_knew_of_a_twin_is_refused_in_every_order(three: Team, signed: Signed) -> None:
    ident = bound_id(three.ben.author.public_key)
    forged = signed.by(three.ann.author, entity("forged", ident, subject="two"))
    honest = signed.by(three.ben.author, entity("Ben's", ident))
    again = signed.by(three.ann.author, entity("again", ident, subject="three"), upon=(forged,))
    base = handed(three.supervisor)
    for order in ((0, 1), (1, 0)):
        with comes_to(three, base, [forged, honest], order) as project, pytest.raises(ParcelError, match=ident):
            sharing.receive(project, carrying(three.ann, three.folder / "again.parcel", again))


def test_a_revocation_under_whose_id_its_author_says_something_else_is_the_same_everywhere(
    three: Team, signed: Signed
) -> None:
    boss, ben = three.supervisor, three.ben.author.public_key
    [before] = journal.heads(boss.store.conn, [person(three.ben.author)], Kind.PERSON)[person(three.ben.author)]
    body = {**support.body(boss, Kind.PERSON, person(three.ben.author)), "revoked": {ben: []}}
    revocation = damage.revision(Kind.PERSON, person(three.ben.author), body, before)
    revoking = signed.by(boss.author, revocation)
    for number in range(6):  # either may come to the lower hash
        other = signed.by(boss.author, entity(f"number {number}", revocation.id))
        with every_order(three, [revoking, other]) as project:
            revoked = [row[0] for row in project.store.query("SELECT about FROM statement")]
            assert revoked == ([ben] if revoking.id < other.id else [])


def test_a_forged_revision_takes_no_annotation_from_anybody(three: Team, signed: Signed) -> None:
    """The forged one came first and has been shown; it goes when the other comes."""
    document = reading.documents(three.ben)[0].id
    mark = support.annotate(three.ben, document)
    honest = next(journal.changesets(three.ben.store.conn, after=len(signed_before(three)))).changeset
    [revision] = honest.revisions
    forged = signed.by(three.ann.author, entity("forged", revision.id))
    with every_order(three, [honest, forged]) as project:
        assert [row.id for row in reading.annotations(project, document)] == [mark]
        assert names(project) == {}


def used_again(signed: Signed, ann: Project, honest: Changeset, *, counts: bool = True) -> Changeset:
    """Another changeset of Ann's under the ids of one of hers, which counts in its place, or does not."""
    [revision] = honest.revisions
    other = replace(revision, body=body_bytes({**revision.content(), "label": "organization"}))
    numbered = (signed.by(ann.author, other, made_at=f"2026-01-01T00:00:00.{n:06}Z") for n in itertools.count())
    return next(one for one in numbered if (one.id < honest.id) == counts)


def states(project: Project, document: str, annotator: str | None) -> tuple[list[str], list[str]]:
    """Of the annotations of a document, and of an annotator's work on it."""
    works = [str(work.state) for work in ways.works(project) if work.annotator == annotator]
    return [str(row.state) for row in reading.annotations(project, document)], works


def approved(three: Team) -> tuple[str, str, Changeset]:
    """Ann's work on the document, approved by the supervisor, who handed nothing out yet; and what brought it."""
    boss, ann = three.supervisor, three.ann
    document = reading.documents(ann)[0].id
    mark = support.annotate(ann, document)
    honest = last(ann)
    submitting.submit(ann, document)
    give(ann, boss)
    reviewing.decide(boss, mark, Verdict.ACCEPT)
    reviewing.approve(boss, document, ann.me or "")
    assert states(boss, document, ann.me) == (["approved"], ["approved"])
    return document, mark, honest


def test_what_was_said_of_a_revision_does_not_count_for_another_under_its_id(three: Team, signed: Signed) -> None:
    """Ann has her work approved and then uses its id, her own, once more, so that this other revision counts."""
    boss, ann = three.supervisor, three.ann
    document, mark, honest = approved(three)
    sharing.receive(boss, carrying(ann, three.folder / "forged.parcel", used_again(signed, ann, honest)))
    assert states(boss, document, ann.me) == (["draft"], ["submitted"])
    assert {defect.kind for defect in verifying.verify(boss)} == {"double id", "not authorised"}
    reviewing.decide(boss, mark, Verdict.ACCEPT)  # what is there now
    reviewing.approve(boss, document, ann.me or "")
    assert states(boss, document, ann.me) == (["approved"], ["approved"])


def test_what_was_said_of_a_revision_counts_when_another_under_its_id_does_not(three: Team, signed: Signed) -> None:
    boss, ann = three.supervisor, three.ann
    document, mark, honest = approved(three)
    for forged in (
        used_again(signed, ann, honest, counts=False),
        signed.by(three.ben.author, entity("Ben's", honest.revisions[0].id)),
        *(signed.by(three.ben.author, entity(f"{n}", mark, subject=f"{n}")) for n in range(2)),  # not one's id of these
    ):
        sharing.receive(boss, carrying(ann, three.folder / "forged.parcel", forged))
        assert states(boss, document, ann.me) == (["approved"], ["approved"])


def test_a_word_on_one_field_counts_for_no_other_revision_either(three: Team, signed: Signed) -> None:
    boss, ann = three.supervisor, three.ann
    mark = support.annotate(ann, reading.documents(ann)[0].id)
    honest = last(ann)
    give(ann, boss)
    field = boss.scheme.labels[0].fields[0].name
    reviewing.decide(boss, mark, Verdict.ACCEPT, field=field)
    assert reviewing.review(boss, mark).fields
    sharing.receive(boss, carrying(ann, three.folder / "forged.parcel", used_again(signed, ann, honest)))
    assert not reviewing.review(boss, mark).fields


@pytest.mark.parametrize("counts", [True, False])
def test_what_was_said_of_twins_is_the_same_in_every_order(three: Team, signed: Signed, *, counts: bool) -> None:
    boss, ann = three.supervisor, three.ann
    base, before = handed(boss), len(signed_before(three))
    document, mark, honest = approved(three)
    forged = used_again(signed, ann, honest, counts=counts)
    made = [*signed_before(three)[before:], forged]
    with every_order(three, made, 3, base) as project:
        found = states(project, document, ann.me)
        assert found == ((["draft"], ["submitted"]) if counts else (["approved"], ["approved"]))
        assert replayed_states(boss, before, made) == {state_of(project)}
    sharing.receive(boss, carrying(ann, three.folder / "forged.parcel", forged))
    reviewing.decide(boss, mark, Verdict.RETURN, reason=Why(text="not this"))
    undoing.undo(boss)  # which brings back no approval that was none
    assert states(boss, document, ann.me) == ((["draft"], ["submitted"]) if counts else (["approved"], ["approved"]))
    reviewing.decide(boss, mark, Verdict.ACCEPT)
    assert states(boss, document, ann.me)[0] == ["approved"]
    made = signed_before(three)[before:]
    assert replayed_states(boss, before, made) == {state_of(boss)}


def signed_before(three: Team) -> list[Changeset]:
    return signed_in(three.supervisor)


# --- annotations that somebody else has begun ---------------------------------------------------------------------


def person(author: Author) -> str:
    return derived_id(Kind.PERSON, author.public_key)


def begun(project: Project, ident: str, author: Author, mark: str) -> Revision:
    """An annotation begun under an id in one's own name, as like another as can be."""
    body = {**support.annotation(project, mark), "author": person(author)}
    return Revision(damage.new_id(), Kind.ANNOTATION, ident, (), "create", body_bytes(body))


def test_an_annotation_is_its_authors_however_another_begins_one_under_its_id(three: Team, signed: Signed) -> None:
    document = reading.documents(three.ben)[0].id
    mark = support.annotate(three.ben, document)
    honest = list(journal.changesets(three.ben.store.conn))[-1].changeset
    forged = signed.by(three.ann.author, begun(three.ben, mark, three.ann.author, mark), made_at="2099-01-01T00:00:00Z")
    [first] = forged.revisions
    later = Revision(damage.new_id(), Kind.ANNOTATION, mark, (first.id,), "withdraw", first.body)
    with every_order(three, [honest, forged, signed.by(three.ann.author, later, upon=(forged,))]) as project:
        assert [row.id for row in reading.annotations(project, document)] == [mark]
        assert support.annotation(project, mark)["author"] == person(three.ben.author)
        assert conflicts.conflicts(project) == []
        assert {row[0] for row in project.store.query("SELECT reason FROM refused")} == {"the annotation is another's"}
        assert {defect.kind for defect in verifying.verify(project)} == {"not authorised"}


def test_an_annotation_under_an_id_that_is_nobodys_is_a_conflict_that_is_shown(three: Team, signed: Signed) -> None:
    """As where two people import one data set, which keeps the ids that it brings."""
    mark = support.annotate(three.ben, reading.documents(three.ben)[0].id)
    ident = damage.new_id()
    made = [signed.by(who.author, begun(three.ben, ident, who.author, mark)) for who in (three.ann, three.ben)]
    with every_order(three, made) as project:
        assert [one.subject for one in conflicts.conflicts(project)] == [ident]
