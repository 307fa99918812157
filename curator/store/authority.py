"""Who may do what: which revisions of a changeset do not count, and why.

A key holds a role in a changeset if a grant by a supervisor lies in the changeset's causal past. While everybody
builds on everything (one head, no forks) that past is all that the file holds; else `lineage` knows it. Revocations
are what does not go by the past alone: `trust` has them. Nobody's clock and no order of arrival comes into it.
"""

import sqlite3
from functools import cached_property
from typing import Final, NamedTuple

import orjson

from curator.domain.history import Changeset, Kind, Revision
from curator.domain.ids import is_bound
from curator.store import rights, trust, twins
from curator.store.rows import json_list
from curator.store.trust import NOBODY, Standing, Trust

NO_ROLE: Final = "its key holds no role in this project"
OF_ANOTHER: Final = "another revision has the id of the one that it was said of"


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
        place = rights.Place(conn, seq, past, standing, changeset, self._standing_at)
        reasons = ((revision.id, rights.refusal(place, revision)) for revision in changeset.revisions)
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
        claims = any(self._claims(changeset, seq, kind, key) for kind, key in rights.OWNER.items())
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

    def _past_unless_all(self, changeset: Changeset, seq: int) -> rights.Past | None:
        """What a changeset rests on, or None where that is all before it and nobody's key was revoked."""
        if self.tips.issubset(changeset.parents) and not self._has_statements:
            return None
        known = self._look().lineage
        known.follow(self._conn)
        return rights.Past(known, seq)


class Revocation(NamedTuple):
    """That a key holds no more: who said so (a name, or a key where nobody is known by it), and when, UTC ISO 8601."""

    by: str
    at: str


def revocation(conn: sqlite3.Connection, key: str) -> Revocation | None:
    """The earliest revocation in force of a key; None for one that was not revoked."""
    row = conn.execute(
        "SELECT coalesce((SELECT name FROM person JOIN person_key ON person = id WHERE person_key.key = changeset.key "
        "ORDER BY id), substr(changeset.key, 1, 16) || '…'), made_at FROM statement "
        "JOIN changeset ON changeset.id = source WHERE kind = 'revoked' AND about = ? ORDER BY changeset.seq LIMIT 1",
        (key,),
    ).fetchone()
    return Revocation(*row) if row else None


def in_words(conn: sqlite3.Connection, reason: str, key: str) -> str:
    """A reason to be told of what that key signed: a role that it lacks because it was revoked is told as that."""
    found = revocation(conn, key) if reason == NO_ROLE else None
    return f"its key was revoked by {found.by} on {found.at[:10]}" if found else reason


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
