"""What somebody who is no supervisor may do: a function for each kind of subject, of what its author could know.

`authority` says who supervises, and asks here about all others.
"""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
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
from curator.store import twins
from curator.store.lineage import Lineage
from curator.store.trust import Standing

_SUPERVISORS_ALONE = frozenset({Kind.PERSON, Kind.SCHEME, Kind.ASSIGNMENT, Kind.GUIDELINE, Kind.SETTING, Kind.DECISION})
_OTHER_TEXT: Final = "a supervisor began the document with another text"
_MADE_OF: Final = ("text_sha256", "length", "source", "extraction")
"""What a document's body says of where it comes from; the rest can be described anew."""
OWNER: Final = {Kind.ANNOTATION: "author", Kind.COMMENT: "by"}
"""Under what key the bodies of what is somebody's own name them."""


class Past:
    """The numbers of the changesets that one rests on."""

    def __init__(self, known: Lineage, seq: int) -> None:
        self._lineage = known
        self._seq = seq

    def __contains__(self, seq: int) -> bool:
        return self._lineage.rests_on(self._seq, seq)


@dataclass(frozen=True, slots=True)
class Place:
    """The number of a changeset, what it rests on (None for all that stands before it), and who made it.

    `standing_at` says who a key was in the changeset of a number.
    """

    conn: sqlite3.Connection
    seq: int
    past: Past | None
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
            for seq, key, owner in self._beginnings(revision, OWNER[Kind(revision.subject_kind)])
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


def refusal(place: Place, revision: Revision) -> str | None:
    """Why somebody who is no supervisor had no right to make a revision, or None where they had."""
    if revision.subject_kind in _SUPERVISORS_ALONE:
        return f"a {revision.subject_kind} needs a supervisor"
    check = _CHECKS.get(revision.subject_kind)
    return check(place, revision) if check else None


def _annotation_refusal(place: Place, revision: Revision) -> str | None:
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


def _document_refusal(place: Place, revision: Revision) -> str | None:
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


def _entity_refusal(place: Place, revision: Revision) -> str | None:
    """Values name entities, what is approved too: what an entity is, only a supervisor changes."""
    known = [_named(body) for body in place.last_words(Kind.ENTITY, revision.subject_id).values()]
    if known and _named(revision.content()) not in known:
        return "changing an entity needs a supervisor"
    is_own = is_bound(revision.subject_id, place.standing.person or "")
    return None if is_own or not any(place.others_names(revision)) else "the entity is another's"


def _named(body: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != "withdrawn"}


def _submission_refusal(place: Place, revision: Revision) -> str | None:
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


def _comment_refusal(place: Place, revision: Revision) -> str | None:
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


def _resolution_refusal(place: Place, thread: str) -> str | None:
    """Who began a thread and whose annotation it is about may say that it is resolved."""
    for began in place.last_words(Kind.COMMENT, thread).values():
        about = place.last_words(Kind.ANNOTATION, str(began.get("annotation"))).values()
        if place.standing.person in {began.get("by"), *(body.get("author") for body in about)}:
            return None
    return "the thread is between others"


_CHECKS: dict[str, Callable[[Place, Revision], str | None]] = {
    Kind.ANNOTATION: _annotation_refusal,
    Kind.DOCUMENT: _document_refusal,
    Kind.ENTITY: _entity_refusal,
    Kind.SUBMISSION: _submission_refusal,
    Kind.COMMENT: _comment_refusal,
}
