"""Whose word counts: people's keys and roles at any place in the history, and what a revocation does to it.

A grant counts in what rests on it. A revocation reaches further: of the revoked key only the changesets that it lists
stay valid, with what they rest on; whatever else that key signed counts on no replica, also where the two were made
apart from each other. An admission lets changesets count all the same. Such *statements* are computed from the set of
changesets alone. Where two of them exclude each other, that of the key counts that supervised earlier (the grant that
rests on fewer changesets; see decision record 0021), so that a thief who dates back can't revoke who added them.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, cast

import orjson

from curator.domain.history import Kind, Revision, SubjectState, subject_state, without
from curator.domain.people import Role
from curator.store import twins
from curator.store.lineage import Lineage, numbers

REVOKED: Final = "revoked"
ADMITTED: Final = "admitted"
_KEYS = "keys"
_ROLES = "roles"


@dataclass(frozen=True, slots=True)
class Standing:
    """Who a key is, and what it may do, at one place in the history."""

    person: str | None
    roles: frozenset[str]

    @property
    def supervises(self) -> bool:
        """Whether the supervisor role is held."""
        return Role.SUPERVISOR in self.roles


NOBODY: Final = Standing(None, frozenset())


class Statement(NamedTuple):
    """What a supervisor said beyond the causal past, and the changeset that says it.

    Of a key (`revoked`): `said` lists the last changesets that stay valid. Of a changeset (`admitted`): the roles
    with which it counts as the person's.
    """

    kind: str
    about: str
    person: str
    said: str
    source: str


class Rights(NamedTuple):
    """What a person's state gives. What is disputed gives no role that not everybody gives, and every key."""

    roles: frozenset[str]
    keys: tuple[str, ...]


def rights(state: SubjectState) -> Rights:
    """The rights that a person's state gives; nobody's clock decides between two words on them."""
    given = [frozenset(map(str, said)) for said in _said(state, _ROLES)]
    roles = {role for said in given for role in said if all(role in other for other in given)}
    keys = {str(key) for said in _said(state, _KEYS) for key in said}
    return Rights(frozenset(roles), tuple(sorted(keys)))


def _said(state: SubjectState, name: str) -> list[Any]:
    """All that is said under a key of a person's body."""
    candidates = state.conflicts.get((name,))
    values = [one.value for one in candidates] if candidates else [state.body.get(name)]
    return [value for value in values if isinstance(value, dict | list)]


def statements(conn: sqlite3.Connection) -> list[Statement]:
    """The statements in force, as they stand in the table."""
    return [Statement(*row) for row in conn.execute("SELECT * FROM statement")]


class _Word(NamedTuple):
    """A revision of a person, and where it stands."""

    seq: int
    changeset: str
    key: str
    revision: Revision


class Trust:
    """Who may do what, given the statements in force. `refused` are the revisions of people that do not count."""

    def __init__(self, conn: sqlite3.Connection, said: Iterable[Statement], refused: set[str] | None = None) -> None:
        self._conn = conn
        self.lineage = Lineage(conn)
        self._words = _words(conn)
        self._refused = _refused(conn, self._words) if refused is None else refused
        self._seqs = sorted({word.seq for word in self._words})
        self._revoked: dict[str, list[Statement]] = {}
        self._admitted: dict[str, list[tuple[int, Statement]]] = {}
        self._memo: dict[tuple[str, tuple[int, ...]], Standing] = {}
        self._take(list(said))

    def _take(self, said: list[Statement]) -> None:
        known = numbers(self._conn, [one.about for one in said if one.kind == ADMITTED])
        for one in said:
            if one.kind == REVOKED:
                self._revoked.setdefault(one.about, []).append(one)
            elif one.about in known:
                seq = known[one.about]
                key = self._conn.execute("SELECT key FROM changeset WHERE seq = ?", (seq,)).fetchone()[0]
                self._admitted.setdefault(key, []).append((seq, one))

    def standing(self, key: str, seq: int) -> Standing:
        """What the key may do in the changeset at that place, by what lies before it and by the statements."""
        self.lineage.follow(self._conn)
        past = tuple(other for other in self._seqs if other != seq and self.lineage.rests_on(seq, other))
        if (key, past) not in self._memo:
            self._memo[key, past] = self._standing_after(key, frozenset(past))
        found = self._memo[key, past]
        if found.roles and all(self._stays(one, seq) for one in self._revoked.get(key, ())):
            return found
        admitted = (one for last, one in self._admitted.get(key, ()) if self.lineage.rests_on(last, seq))
        one = min(admitted, default=None)
        return Standing(one.person, frozenset(orjson.loads(one.said))) if one else Standing(found.person, frozenset())

    def _stays(self, revocation: Statement, seq: int) -> bool:
        """Whether a changeset of a revoked key is valid all the same; what revokes its own key is itself."""
        listed = numbers(self._conn, [*orjson.loads(revocation.said), revocation.source])
        source = listed.pop(revocation.source, None)
        return seq in (1, source) or any(self.lineage.rests_on(last, seq) for last in listed.values())

    def _standing_after(self, key: str, past: frozenset[int]) -> Standing:
        for person, state in self._states(past):
            given = rights(state)
            if key in given.keys:
                revoked = any(key in said for said in _said(state, REVOKED))
                return Standing(person, frozenset() if revoked else given.roles)
        return NOBODY

    def _states(self, past: frozenset[int] | None) -> Iterator[tuple[str, SubjectState]]:
        """Each person's state by the revisions of these changesets (of all, for None) that count, by id."""
        by_person: dict[str, list[Revision]] = {}
        for word in self._words:
            if past is None or word.seq in past:
                by_person.setdefault(word.revision.subject_id, []).append(word.revision)
        for person, revisions in sorted(by_person.items()):
            counting = without(revisions, self._refused)
            if counting:
                yield person, subject_state(counting, {revision.id: "" for revision in counting})

    # --- which statements are in force ------------------------------------------------------------------------------

    def refusals_of_people(self) -> set[str]:
        """The revisions of people that their authors had no right to make, by the statements taken."""
        self._refused.clear()
        self._refused.update(word.revision.id for word in self._words if len(word.revision.id) > twins.LENGTH)
        for seq in self._seqs:
            words = [word for word in self._words if word.seq == seq]
            if seq != 1 and not self.standing(words[0].key, seq).supervises:
                self._refused.update(word.revision.id for word in words)
                self._memo.clear()
        return self._refused

    def current_statements(self) -> set[Statement]:
        """What the revisions that count say of revoked keys and admitted changesets, and none superseded."""
        found: set[Statement] = set()
        for person, state in self._states(None):
            for kind in (REVOKED, ADMITTED):
                for said in _said(state, kind):
                    for about, what in cast("dict[str, Any]", said).items():
                        encoded = orjson.dumps(what).decode()
                        sources = self._sources(person, kind, about, what)
                        found |= {Statement(kind, about, person, encoded, source) for source in sources}
        return found

    def _sources(self, person: str, kind: str, about: str, what: object) -> set[str]:
        """The changesets that first said it."""
        own = {word.revision.id: word for word in self._words if word.revision.subject_id == person}
        said = {ident: _under(word.revision, kind, about) for ident, word in own.items()}
        return {
            word.changeset
            for ident, word in own.items()
            if ident not in self._refused
            and said[ident] == what
            and not any(said.get(parent) == what for parent in word.revision.parents)
        }

    def _counts(self, word: _Word) -> bool:
        return word.revision.id not in self._refused

    def rank(self, statement: Statement) -> tuple[int, str]:
        """How early its author supervised: how much the grant rests on. The first is the one who made the project."""
        [seq] = numbers(self._conn, [statement.source]).values()
        key = next(word.key for word in self._words if word.seq == seq)
        grants = [
            (self.lineage.size(word.seq), word.changeset)
            for word in self._words
            if self._counts(word) and _grants(word, key)
        ]
        return min(grants, default=(1 << 62, ""))


def _under(revision: Revision, kind: str, about: str) -> object:
    held = revision.content().get(kind)
    return cast("dict[str, Any]", held).get(about) if isinstance(held, dict) else None


def _grants(word: _Word, key: str) -> bool:
    body = word.revision.content()
    return key in body.get(_KEYS, ()) and Role.SUPERVISOR in body.get(_ROLES, ())


def in_force(conn: sqlite3.Connection) -> set[Statement]:
    """The statements that hold, from the set of changesets alone: those of the earliest supervisors first."""
    taken: set[Statement] = set()
    while True:
        look = Trust(conn, taken, set())
        look.refusals_of_people()
        current = look.current_statements()
        waiting = sorted(current - taken, key=lambda one: (look.rank(one), one))
        if not waiting:
            return taken & current
        taken.add(waiting[0])


def concerns(conn: sqlite3.Connection, changesets: Iterable[str], bodies: Sequence[bytes]) -> bool:
    """Whether statements may have to be looked at anew after these changesets and bodies of people."""
    if any(b'"revoked":{"' in body or b'"admitted":{"' in body for body in bodies):
        return True
    return bool(bodies and statements(conn)) or names(conn, changesets)


def names(conn: sqlite3.Connection, changesets: Iterable[str]) -> bool:
    """Whether a statement in force lets one of these changesets count, and with it what it rests on."""
    said = statements(conn)
    named = {one.about for one in said if one.kind == ADMITTED}
    named.update(ident for one in said if one.kind == REVOKED for ident in orjson.loads(one.said))
    return not named.isdisjoint(changesets)


def settle(conn: sqlite3.Connection) -> bool:
    """Write the statements in force into their table; whether that changes who may do what."""
    now, before = in_force(conn), set(statements(conn))
    conn.executemany("DELETE FROM statement WHERE (kind, about, person, said, source) = (?, ?, ?, ?, ?)", before - now)
    conn.executemany("INSERT INTO statement VALUES (?, ?, ?, ?, ?)", now - before)
    return now != before


def _words(conn: sqlite3.Connection) -> list[_Word]:
    """Every revision of the people who ever had a key, in the order of the file."""
    rows = conn.execute(
        "SELECT changeset.seq, changeset.id, key, revision.id, subject_id, revision.parents, operation, body "
        "FROM revision JOIN changeset ON changeset.seq = revision.changeset WHERE subject_kind = 'person' "
        "AND subject_id IN (SELECT subject_id FROM revision WHERE subject_kind = 'person' "
        "AND json_array_length(body, '$.keys') > 0) ORDER BY revision.seq"
    )
    words = [
        _Word(seq, ident, key, Revision(own, Kind.PERSON, person, tuple(orjson.loads(parents)), how, body.encode()))
        for seq, ident, key, own, person, parents, how, body in rows
    ]
    revisions = twins.told_apart(conn, [word.revision for word in words])
    return [word._replace(revision=revision) for word, revision in zip(words, revisions, strict=True)]


def _refused(conn: sqlite3.Connection, words: Iterable[_Word]) -> set[str]:
    ids = [word.revision.id for word in words]
    rows = conn.execute(
        "SELECT revision FROM refused WHERE revision IN (SELECT value FROM json_each(?))", (orjson.dumps(ids).decode(),)
    )
    return {row[0] for row in rows}
