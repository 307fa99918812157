"""Who may do what: which revisions of a changeset do not count, and why.

A key holds a role in a changeset if a grant by a supervisor lies in the changeset's causal past. While everybody
builds on everything (one head, no forks) that past is all that the file holds; else `lineage` knows it. Revocations
are what does not go by the past alone: `trust` has them. Nobody's clock and no order of arrival comes into it.
"""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import orjson

from curator.domain.document import DocumentState
from curator.domain.history import Changeset, Kind, Revision
from curator.domain.ids import is_bound
from curator.domain.review import (
    JUDGED_STATES,
    assignment_id,
    judgement_id,
    own_submission_id,
    resolution_id,
    submission_subject,
)
from curator.store import trust, twins
from curator.store.lineage import Lineage
from curator.store.rows import json_list
from curator.store.trust import NOBODY, Standing, Trust

_SUPERVISORS_ALONE = frozenset({Kind.PERSON, Kind.SCHEME, Kind.ASSIGNMENT, Kind.GUIDELINE, Kind.SETTING, Kind.DECISION})


NO_ROLE: Final = "its key holds no role in this project"
OF_ANOTHER: Final = "another revision has the id of the one that it was said of"
_OTHER_TEXT: Final = "a supervisor began the document with another text"
_MADE_OF: Final = ("text_sha256", "length", "source", "extraction")
"""What a document's body says of where it comes from; the rest can be described anew."""
_OWNER: Final = {Kind.ANNOTATION: "author", Kind.COMMENT: "by"}
"""Under what key the bodies of what is somebody's own name them."""


class Judge:
    """Judges changesets in the order in which they were written, and keeps what it has looked up between them.

    `tips` are the changesets without children among those judged, which is for its owner to keep up to date.
    """

    def __init__(self, conn: sqlite3.Connection) -> None:
        """Begin with what the tables hold."""
        self._conn = conn
        self.tips = {row[0] for row in conn.execute("SELECT changeset FROM tip")}
        self._trust: Trust | None = None
        self._whole: Trust | None = None
        self._first: str | None = None
        self._standings: dict[str, Standing] = {}

    def refusals(self, changeset: Changeset, seq: int) -> dict[str, str]:
        """The reasons by revision id for those that their author had no right to make."""
        conn = self._conn
        if self._is_root(changeset):
            return {}
        past = self._past_unless_all(changeset, seq)
        standing = self._standing_now(changeset.key) if past is None else self._look().standing(changeset.key, seq)
        if standing.supervises:
            return self._said_of_others(changeset, seq)
        if not standing.roles:
            return {revision.id: NO_ROLE for revision in changeset.revisions}
        place = _Place(conn, seq, past, standing, changeset, self._standing_at)
        reasons = ((revision.id, _refusal(place, revision)) for revision in changeset.revisions)
        return {ident: reason for ident, reason in reasons if reason}

    def _said_of_others(self, changeset: Changeset, seq: int) -> dict[str, str]:
        """The decisions and judgements on revisions whose ids others have now, which their author did not know."""
        if not self._twins:
            return {}
        known = self._look().lineage
        known.follow(self._conn)
        unknown = [ident for ident, holder in self._twins.items() if not known.rests_on(seq, holder)]
        return {one.id: OF_ANOTHER for one in changeset.revisions if twins.is_said_of(self._conn, one, unknown)}

    def overrules(self, changeset: Changeset, seq: int) -> bool:
        """Whether what others said under the ids of what it says counts so far, and will not with it."""
        claims = any(self._claims(changeset, seq, kind, key) for kind, key in _OWNER.items())
        gives = self._gives_texts(changeset, seq) or self._gives_states(changeset, seq)
        return claims or gives or self._names_entities(changeset, seq)

    def _claims(self, changeset: Changeset, seq: int, kind: Kind, key: str) -> bool:
        """Whether it begins something that is its author's, as another who began it has not."""
        begun = [one for one in changeset.revisions if one.subject_kind == kind and not one.parents]
        if not begun:
            return False
        others = self._conn.execute(
            "SELECT count(*) FROM revision WHERE subject_kind = ? AND subject_id IN (SELECT value FROM json_each(?))",
            (kind, json_list(one.subject_id for one in begun)),
        )
        return others.fetchone()[0] > len(begun) and any(self._is_claimed(one, key, changeset, seq) for one in begun)

    def _is_claimed(self, begun: Revision, key: str, changeset: Changeset, seq: int) -> bool:
        owner = str(begun.content().get(key))
        row = self._conn.execute(
            "SELECT 1 FROM revision LEFT JOIN refused ON refused.revision = revision.id WHERE subject_id = ? "
            "AND subject_kind = ? AND refused.revision IS NULL AND body ->> ? <> ? LIMIT 1",
            (begun.subject_id, begun.subject_kind, f"$.{key}", owner),
        )
        is_other = row.fetchone() is not None
        return is_other and (is_bound(begun.subject_id, owner) or self._supervised(changeset.key, seq))

    def _gives_texts(self, changeset: Changeset, seq: int) -> bool:
        """Whether a supervisor begins documents that have been begun with another text."""
        begun = [one.subject_id for one in changeset.revisions if one.subject_kind == Kind.DOCUMENT and not one.parents]
        if not begun:
            return False
        others = self._conn.execute(
            "SELECT 1 FROM revision WHERE subject_kind = 'document' AND subject_id IN (SELECT value FROM json_each(?)) "
            "GROUP BY subject_id HAVING count(DISTINCT body ->> '$.text_sha256') > 1 LIMIT 1",
            (json_list(begun),),
        )
        return others.fetchone() is not None and self._supervised(changeset.key, seq)

    def _gives_states(self, changeset: Changeset, seq: int) -> bool:
        """Whether a supervisor gives documents a state that others, who are none, have given one."""
        given = [one for one in changeset.revisions if one.subject_kind == Kind.SUBMISSION]
        subjects = [one.subject_id for one in given if one.content().get("annotator") is None]
        if not subjects:
            return False
        others = self._conn.execute(
            "SELECT changeset.key, changeset.seq FROM revision JOIN changeset ON changeset.seq = revision.changeset "
            "LEFT JOIN refused ON refused.revision = revision.id WHERE subject_kind = 'submission' "
            "AND subject_id IN (SELECT value FROM json_each(?)) AND refused.revision IS NULL AND changeset.seq <> ?",
            (json_list(subjects), seq),
        ).fetchall()
        return (
            bool(others) and self._supervised(changeset.key, seq) and not all(self._supervised(*one) for one in others)
        )

    def _supervised(self, key: str, seq: int) -> bool:
        return self._standing_at(key, seq).supervises

    def _standing_at(self, key: str, seq: int) -> Standing:
        """Who a key was in the changeset at that place, judged or not yet: by all that the file holds."""
        if self._whole is None:
            self._whole = Trust(self._conn, trust.statements(self._conn), set())
            self._whole.refusals_of_people()
        return self._whole.standing(key, seq)

    def _names_entities(self, changeset: Changeset, seq: int) -> bool:
        """Whether it begins entities that are its author's to name, and others have begun them."""
        begun = [one.subject_id for one in changeset.revisions if one.subject_kind == Kind.ENTITY and not one.parents]
        if not begun:
            return False
        others = self._conn.execute(
            "SELECT subject_id FROM revision WHERE subject_kind = 'entity' AND subject_id IN "
            "(SELECT value FROM json_each(?)) GROUP BY subject_id HAVING count(DISTINCT body) > 1",
            (json_list(begun),),
        ).fetchall()
        if not others:
            return False
        standing = self._standing_at(changeset.key, seq)
        return standing.supervises or any(is_bound(one, standing.person or "") for (one,) in others)

    @cached_property
    def _twins(self) -> dict[str, int]:
        """The ids that several revisions have, which change between two judges alone."""
        return twins.holders(self._conn)

    @cached_property
    def _has_statements(self) -> bool:
        """Whether anybody's key was revoked or work admitted, which changes between two judges alone."""
        return self._conn.execute("SELECT EXISTS (SELECT 1 FROM statement)").fetchone()[0] == 1

    def forget_people(self) -> None:
        """People have changed: look at them again when somebody is judged next."""
        self._trust = self._whole = None
        self._standings.clear()

    def _is_root(self, changeset: Changeset) -> bool:
        """Whether this is the first of the file, in which everything is allowed; another root is nobody's."""
        if self._first is None:
            self._first = self._conn.execute("SELECT id FROM changeset ORDER BY seq LIMIT 1").fetchone()[0]
        return self._first == changeset.id

    def _standing_now(self, key: str) -> Standing:
        if key not in self._standings:
            self._standings[key] = standing_now(self._conn, key)
        return self._standings[key]

    def _look(self) -> Trust:
        if self._trust is None:
            self._trust = Trust(self._conn, trust.statements(self._conn))
        return self._trust

    def _past_unless_all(self, changeset: Changeset, seq: int) -> "_Past | None":
        """What a changeset rests on, or None where that is all before it and nobody's key was revoked."""
        if self.tips.issubset(changeset.parents) and not self._has_statements:
            return None
        known = self._look().lineage
        known.follow(self._conn)
        return _Past(known, seq)


class _Past:
    """The numbers of the changesets that one rests on."""

    def __init__(self, known: Lineage, seq: int) -> None:
        self._lineage = known
        self._seq = seq

    def __contains__(self, seq: int) -> bool:
        return self._lineage.rests_on(self._seq, seq)


@dataclass(frozen=True, slots=True)
class _Place:
    """The number of a changeset, what it rests on (None for all that stands before it), and who made it.

    `standing_at` says who a key was in the changeset of a number.
    """

    conn: sqlite3.Connection
    seq: int
    past: _Past | None
    standing: Standing
    changeset: Changeset
    standing_at: Callable[[str, int], Standing]
    _frozen: dict[str, bool] = field(default_factory=dict[str, bool])
    _texts: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    def last_words(self, kind: Kind, subject: str) -> dict[str, dict[str, Any]]:
        """The heads of a subject as the author of the changeset knew it, by id."""
        rows = self.conn.execute(
            "SELECT id, parents, body, changeset FROM revision LEFT JOIN refused ON refused.revision = id "
            "WHERE subject_id = ? AND subject_kind = ? AND changeset < ? AND refused.revision IS NULL",
            (subject, kind, self.seq),
        ).fetchall()
        known = [row for row in rows if self.past is None or row[3] in self.past]
        superseded = {parent for row in known for parent in orjson.loads(row[1])}
        return {ident: orjson.loads(body) for ident, _, body, _ in known if ident not in superseded}

    def frozen(self, document: str) -> bool:
        """Whether the author had submitted the document, and it was not returned, as far as they knew."""
        if document not in self._frozen:
            self._frozen[document] = self._is_frozen(document, self.standing.person or "")
        return self._frozen[document]

    def _is_frozen(self, document: str, person: str) -> bool:
        submitted = _live(self.last_words(Kind.SUBMISSION, own_submission_id(document, person)))
        if not submitted:
            return False
        judgements = _live(self.last_words(Kind.SUBMISSION, judgement_id(document, person))).values()
        returned = {
            revision
            for body in judgements
            if body.get("state") == DocumentState.RETURNED
            for revision in (body.get("judged") or "").split()
        }
        return not submitted.keys() <= returned

    def in_review(self, document: str) -> bool:
        """Whether a supervisor had taken what the author submitted to review, as far as they knew."""
        assigned = self.last_words(Kind.ASSIGNMENT, assignment_id(document, self.standing.person or ""))
        return any(body.get("in_review") for body in _live(assigned).values())

    def approved(self, document: str) -> bool:
        """Whether a supervisor had approved what the author submitted, as far as they knew."""
        words = self.last_words(Kind.SUBMISSION, judgement_id(document, self.standing.person or ""))
        return any(body.get("state") == DocumentState.APPROVED for body in _live(words).values())

    def is_anothers(self, revision: Revision) -> bool:
        """Whether somebody else began it, on whatever replica, whose it is by its id or by a supervisor's word."""
        subject, me = revision.subject_id, self.standing.person or ""
        if is_bound(subject, me):
            return False
        return any(
            owner != me and (is_bound(subject, owner) or self.standing_at(key, seq).supervises)
            for seq, key, owner in self._beginnings(revision, _OWNER[Kind(revision.subject_kind)])
        )

    def is_given_by_supervisor(self, revision: Revision) -> bool:
        """Whether a supervisor says something of its subject, on whatever replica."""
        rows = self.conn.execute(
            "SELECT DISTINCT key, changeset.seq FROM revision JOIN changeset ON changeset.seq = changeset "
            "WHERE subject_id = ? AND subject_kind = ? AND length(revision.id) = ? AND changeset.seq <> ?",
            (revision.subject_id, revision.subject_kind, twins.LENGTH, self.seq),
        )
        return any(self.standing_at(*row).supervises for row in rows.fetchall())

    def _beginnings(self, revision: Revision, key: str) -> list[tuple[int, str, str]]:
        """(changeset, its key, what it says under a key of the body, or all) of all others that begin the subject."""
        rows = self.conn.execute(
            "SELECT changeset.seq, changeset.key, coalesce(body ->> ?, '') FROM revision "
            "JOIN changeset ON changeset.seq = changeset WHERE subject_id = ? AND subject_kind = ? "
            "AND revision.parents = '[]' AND length(revision.id) = ? AND revision.id <> ?",
            (f"$.{key}" if key else "$", revision.subject_id, revision.subject_kind, twins.LENGTH, revision.id),
        )
        return rows.fetchall()

    def has_another_text(self, revision: Revision) -> bool:
        """Whether supervisors began the document, on whatever replica, and none of them with this text."""
        text = revision.content().get("text_sha256")
        others = self._beginnings(revision, "text_sha256")
        if all(other == text for _, _, other in others):
            return False
        given = {other for seq, key, other in others if self.standing_at(key, seq).supervises}
        return bool(given) and text not in given

    def brings(self, digest: str) -> bool:
        """Whether the changeset, or one that its author knew, says that it brings these bytes."""
        if digest in self.changeset.blobs:
            return True
        rows = self.conn.execute("SELECT seq FROM changeset WHERE seq < ? AND instr(blobs, ?)", (self.seq, digest))
        return any(self._knows(seq) for (seq,) in rows)

    def others_names(self, revision: Revision) -> Iterator[bool]:
        """Of each beginning of an entity by somebody else, whether it is known here, or theirs to name it otherwise."""
        me, subject = self.standing.person, revision.subject_id
        for seq, key, body in self._beginnings(revision, ""):
            other = self.standing_at(key, seq)
            if other.person != me and other.roles:
                is_theirs = other.supervises or is_bound(subject, other.person or "")
                yield self._knows(seq) or (is_theirs and body.encode() != revision.body)

    def _knows(self, seq: int) -> bool:
        return seq < self.seq and (self.past is None or seq in self.past)

    def texts(self, document: str) -> set[str]:
        """The texts of a document as far as the author of the changeset knew it."""
        if document not in self._texts:
            subject = (Kind.DOCUMENT, document)
            own = [one for one in self.changeset.revisions if (one.subject_kind, one.subject_id) == subject]
            made = {str(one.content().get("text_sha256")) for one in own if _document_refusal(self, one) is None}
            self._texts[document] = made | self._earlier(document, Kind.DOCUMENT, "text_sha256")
        return self._texts[document]

    def earlier(self, revision: Revision, key: str) -> set[str]:
        """What the earlier revisions of the subject that count say under a key of their bodies."""
        return self._earlier(revision.subject_id, revision.subject_kind, key)

    def _earlier(self, subject: str, kind: str, key: str) -> set[str]:
        rows = self.conn.execute(
            "SELECT changeset, body ->> ? FROM revision LEFT JOIN refused ON refused.revision = id "
            "WHERE subject_id = ? AND subject_kind = ? AND changeset < ? AND refused.revision IS NULL",
            (f"$.{key}", subject, kind, self.seq),
        ).fetchall()
        return {said for seq, said in rows if self.past is None or seq in self.past}


def _live(heads: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {ident: body for ident, body in heads.items() if not body.get("withdrawn")}


def _refusal(place: _Place, revision: Revision) -> str | None:
    if revision.subject_kind in _SUPERVISORS_ALONE:
        return f"a {revision.subject_kind} needs a supervisor"
    check = _CHECKS.get(revision.subject_kind)
    return check(place, revision) if check else None


def _annotation_refusal(place: _Place, revision: Revision) -> str | None:
    body = revision.content()
    if body.get("author") != place.standing.person:
        return "the annotation names another author"
    if place.earlier(revision, "author") - {place.standing.person} or place.is_anothers(revision):
        return "the annotation is another's"
    origin: dict[str, Any] = body.get("origin") or {}
    if body.get("sources") or origin.get("adjudication"):
        return "making one annotation of several needs a supervisor"
    if body.get("text_sha256") not in place.texts(str(body.get("document"))):
        return "its document has another text"
    documents = place.earlier(revision, "document") | {body.get("document")}
    if any(place.frozen(document) for document in documents if document):
        return "its document was submitted, and not returned"
    return None


def _document_refusal(place: _Place, revision: Revision) -> str | None:
    body = revision.content()
    if body.get("withdrawn"):
        return "withdrawing a document needs a supervisor"
    if place.earlier(revision, "text_sha256") - {body.get("text_sha256")}:
        return "the text of a document can't be changed"
    known = place.last_words(Kind.DOCUMENT, revision.subject_id).values()
    if known and any(all(body.get(key) != one.get(key) for one in known) for key in _MADE_OF):
        return "where a document comes from can't be changed"
    if not known and not place.brings(str(body.get("text_sha256"))):
        return "its text was not brought"
    return _OTHER_TEXT if place.has_another_text(revision) else None


def _entity_refusal(place: _Place, revision: Revision) -> str | None:
    """Values name entities, what is approved too: what an entity is, only a supervisor changes."""
    known = [_named(body) for body in place.last_words(Kind.ENTITY, revision.subject_id).values()]
    if known and _named(revision.content()) not in known:
        return "changing an entity needs a supervisor"
    is_own = is_bound(revision.subject_id, place.standing.person or "")
    return None if is_own or not any(place.others_names(revision)) else "the entity is another's"


def _named(body: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != "withdrawn"}


def _submission_refusal(place: _Place, revision: Revision) -> str | None:
    body = revision.content()
    document, annotator = str(body.get("document")), body.get("annotator")
    if body.get("state") in JUDGED_STATES:
        return "approving or returning a document needs a supervisor"
    if annotator not in (None, place.standing.person):
        return "the submission is another's"
    if revision.subject_id != submission_subject(document, annotator, ""):
        return "its id is not that of its author's submission"
    if annotator is None:
        return "a supervisor gave the document its state" if place.is_given_by_supervisor(revision) else None
    if body.get("withdrawn"):
        taken = place.in_review(document) or place.approved(document)
        return "a supervisor took the submission to review" if taken else None
    return "the document was submitted already, and not returned" if place.frozen(document) else None


def _comment_refusal(place: _Place, revision: Revision) -> str | None:
    body = revision.content()
    if body.get("by") != place.standing.person:
        return "the comment is in another's name"
    if not isinstance(body.get("document"), str):
        return "the comment speaks of no document"
    thread = body.get("thread")
    if thread and revision.subject_id == resolution_id(str(thread)):
        return _resolution_refusal(place, str(thread))
    if place.earlier(revision, "by") - {place.standing.person} or place.is_anothers(revision):
        return "the comment is another's"
    return None


def _resolution_refusal(place: _Place, thread: str) -> str | None:
    """Who began a thread and whose annotation it is about may say that it is resolved."""
    for began in place.last_words(Kind.COMMENT, thread).values():
        about = place.last_words(Kind.ANNOTATION, str(began.get("annotation"))).values()
        if place.standing.person in {began.get("by"), *(body.get("author") for body in about)}:
            return None
    return "the thread is between others"


_CHECKS: dict[str, Callable[[_Place, Revision], str | None]] = {
    Kind.ANNOTATION: _annotation_refusal,
    Kind.DOCUMENT: _document_refusal,
    Kind.ENTITY: _entity_refusal,
    Kind.SUBMISSION: _submission_refusal,
    Kind.COMMENT: _comment_refusal,
}


def standing_now(conn: sqlite3.Connection, key: str) -> Standing:
    """What a key may do by all that the file holds."""
    row = conn.execute(
        "SELECT person.id, roles FROM person_key JOIN person ON person.id = person WHERE key = ? ORDER BY person.id",
        (key,),
    ).fetchone()
    if row is None:
        return NOBODY
    revoked = conn.execute("SELECT 1 FROM statement WHERE kind = 'revoked' AND about = ?", (key,)).fetchone()
    return Standing(row[0], frozenset(() if revoked else orjson.loads(row[1])))
