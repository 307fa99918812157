"""The history: revisions, the signed changesets that carry them, and the state that they give a subject.

Everything here is a pure function of the revisions: no order, no clock (but for which of two conflicting values is
shown first), no machine. HISTORY.md of the design has the rules; the names below are its words. Revisions and
changesets are slotted dataclasses, not pydantic models: a hundred thousand of them pass through an import, and
what is inside a body is checked where it is parsed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from graphlib import TopologicalSorter
from hashlib import sha256
from typing import Any, Final, NamedTuple

import orjson

from curator.domain.canonical import canonical

Sign = Callable[[bytes], bytes]


class Kind(StrEnum):
    """The kinds of subjects that have a history."""

    DOCUMENT = "document"
    ANNOTATION = "annotation"
    ENTITY = "entity"
    SCHEME = "scheme"
    PERSON = "person"
    ASSIGNMENT = "assignment"
    SUBMISSION = "submission"
    DECISION = "decision"
    COMMENT = "comment"
    GUIDELINE = "guideline"
    SETTING = "setting"


class Operation(StrEnum):
    """What a revision does to its subject."""

    CREATE = "create"
    REVISE = "revise"
    WITHDRAW = "withdraw"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Revision:
    """A full snapshot of one subject after one change. `body` is canonical JSON."""

    id: str
    subject_kind: str
    subject_id: str
    parents: tuple[str, ...]
    operation: str
    body: bytes

    def content(self) -> dict[str, Any]:
        """The body as JSON values."""
        return orjson.loads(self.body)


@dataclass(frozen=True, slots=True)
class Changeset:
    """The revisions that one act made. `id` is the SHA-256 of `canonical_changeset`, signed by `key` (Ed25519)."""

    id: str
    parents: tuple[str, ...]
    replica: str
    key: str
    made_at: str
    activity: str
    software: str
    revisions: tuple[Revision, ...]
    blobs: tuple[str, ...]
    signature: str


@dataclass(frozen=True, slots=True)
class Act:
    """What is said of a changeset besides its revisions: who, where, when, with what, doing what."""

    parents: tuple[str, ...]
    replica: str
    key: str
    made_at: str
    activity: str
    software: str


def seal(act: Act, revisions: Sequence[Revision], blobs: Sequence[str], sign: Sign) -> Changeset:
    """The signed changeset of an act. `sign` gives the Ed25519 signature of the 32 bytes of the id."""
    unsigned = Changeset(
        id="",
        parents=tuple(sorted(act.parents)),
        replica=act.replica,
        key=act.key,
        made_at=act.made_at,
        activity=act.activity,
        software=act.software,
        revisions=tuple(revisions),
        blobs=tuple(sorted(blobs)),
        signature="",
    )
    digest = sha256(canonical_changeset(unsigned)).digest()
    return replace(unsigned, id=digest.hex(), signature=sign(digest).hex())


def canonical_changeset(changeset: Changeset) -> bytes:
    """The canonical JSON of a changeset without `id` and `signature`: what its id is the SHA-256 of."""
    fields = {
        "parents": changeset.parents,
        "replica": changeset.replica,
        "key": changeset.key,
        "made_at": changeset.made_at,
        "activity": changeset.activity,
        "software": changeset.software,
        "blobs": changeset.blobs,
        # Bodies are canonical already and go in as they are, so that a large act costs one pass.
        "revisions": [
            {
                "body": orjson.Fragment(revision.body),
                "id": revision.id,
                "operation": revision.operation,
                "parents": revision.parents,
                "subject_id": revision.subject_id,
                "subject_kind": revision.subject_kind,
            }
            for revision in changeset.revisions
        ],
    }
    return orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)


def content_id(changeset: Changeset) -> str:
    """What the id of this changeset must be, by its content."""
    return sha256(canonical_changeset(changeset)).hexdigest()


def body_bytes(body: Mapping[str, Any]) -> bytes:
    """A body as it is stored and hashed."""
    return canonical(body)


def work_digest(heads: Iterable[str]) -> int:
    """A 63-bit digest of a set of revision ids that can be kept up to date by adding and subtracting."""
    total = 0
    for head in heads:
        total += int.from_bytes(sha256(head.encode()).digest()[:8])
    return total & 0x7FFF_FFFF_FFFF_FFFF


# --- the state of a subject ------------------------------------------------------------------------------------


class _Missing:
    """The value of a register that a body does not hold."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = _Missing()
WITHDRAWN = "withdrawn"
_FIELDS = "fields"

Register = tuple[str, ...]
"""Where a value stands in a body: `("label",)`, or `("fields", "due")`: within fields each form field is its own."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that a register may have, with the revisions that wrote it."""

    value: Any
    writers: frozenset[str]


class SubjectState(NamedTuple):
    """What the revisions of a subject together say.

    `body` holds, for each register, its value, or of several the one to show first; `conflicts` names the registers
    with several values and all of them, the one shown first at the front. A subject whose end is disputed is shown:
    its `withdrawn` is false until somebody decides.
    """

    heads: tuple[str, ...]
    body: dict[str, Any]
    conflicts: dict[Register, tuple[Candidate, ...]]


def heads_of(revisions: Iterable[Revision]) -> tuple[str, ...]:
    """The revisions without children, sorted."""
    ids: set[str] = set()
    parents: set[str] = set()
    for revision in revisions:
        ids.add(revision.id)
        parents.update(revision.parents)
    return tuple(sorted(ids - parents))


def subject_state(revisions: Sequence[Revision], made_at: Mapping[str, str]) -> SubjectState:
    """The state of one subject, from all of its revisions in any order.

    Args:
        revisions: every revision of the subject that counts; each parent of each must be among them.
        made_at: the `made_at` of each revision's changeset, used only to choose which value is shown first.

    Raises:
        ValueError: the revisions are their own ancestors.
        KeyError: a parent is not among them.
    """
    heads = heads_of(revisions)
    by_id = {revision.id: revision for revision in revisions}
    if len(heads) == 1:
        return SubjectState(heads, by_id[heads[0]].content(), {})
    return _Merge(by_id, made_at).of(heads)


def writers_of(revisions: Iterable[Revision]) -> dict[Register, frozenset[str]]:
    """The revisions that the present value of each register is from, or its present values."""
    by_id = {revision.id: revision for revision in revisions}
    return _Merge(by_id, {}).writers(heads_of(by_id.values()))


def without(revisions: list[Revision], refused: set[str]) -> list[Revision]:
    """The revisions that count; the child of one that does not becomes the child of what that one was made from."""
    if not refused:
        return revisions
    parents = {revision.id: revision.parents for revision in revisions}

    def counting(ids: Iterable[str]) -> tuple[str, ...]:
        kept: dict[str, None] = {}
        waiting, seen = list(ids), set[str]()
        while waiting:
            parent = waiting.pop()
            if parent not in refused:
                kept[parent] = None
            elif parent not in seen:
                seen.add(parent)
                waiting += parents[parent]
        return tuple(sorted(kept))

    return [
        Revision(r.id, r.subject_kind, r.subject_id, counting(r.parents), r.operation, r.body)
        for r in revisions
        if r.id not in refused
    ]


def past_of(revisions: Iterable[Revision], ends: Iterable[str]) -> list[Revision]:
    """Those of the revisions that are among `ends`, or that these were made from."""
    by_id = {revision.id: revision for revision in revisions}
    found: dict[str, Revision] = {}
    waiting = [ident for ident in ends if ident in by_id]
    while waiting:
        ident = waiting.pop()
        if ident not in found:
            found[ident] = by_id[ident]
            waiting += by_id[ident].parents
    return list(found.values())


Pairs = dict[str, tuple[Any, bytes]]
"""Of one register: the value by writer, with the canonical JSON that equality is judged by."""


class _Merge:
    """One computation of a state with several heads."""

    def __init__(self, by_id: Mapping[str, Revision], made_at: Mapping[str, str]) -> None:
        self._by_id = by_id
        self._made_at = made_at
        self._order = tuple(TopologicalSorter({ident: item.parents for ident, item in by_id.items()}).static_order())
        self._bit = {ident: 1 << place for place, ident in enumerate(self._order)}
        self._ancestors = self._all_ancestors()
        self._written: dict[str, dict[Register, Pairs]] = {}
        for revision_id in self._order:
            self._written[revision_id] = self._pairs_after(by_id[revision_id])

    def of(self, heads: tuple[str, ...]) -> SubjectState:
        body: dict[str, Any] = {}
        conflicts: dict[Register, tuple[Candidate, ...]] = {}
        for register, pairs in sorted(self._together(heads).items()):
            candidates = self._candidates(pairs)
            if register == (WITHDRAWN,):
                candidates = tuple(sorted(candidates, key=lambda candidate: candidate.value is True))
            if candidates[0].value is not MISSING:
                put(body, register, candidates[0].value)
            if len(candidates) > 1:
                conflicts[register] = candidates
        return SubjectState(heads, body, conflicts)

    def writers(self, heads: tuple[str, ...]) -> dict[Register, frozenset[str]]:
        return {register: frozenset(pairs) for register, pairs in self._together(heads).items()}

    def _all_ancestors(self) -> dict[str, int]:
        """The ancestors of each revision as a set of bits: a long history would fill the memory with sets of ids."""
        found: dict[str, int] = {}
        for revision_id in self._order:
            mask = 0
            for parent in self._by_id[revision_id].parents:
                mask |= found[parent] | self._bit[parent]
            found[revision_id] = mask
        return found

    def _pairs_after(self, revision: Revision) -> dict[Register, Pairs]:
        """The writers of each register as this revision leaves them: itself where it wrote, else its parents'."""
        given = self._together(revision.parents)
        held = registers(revision.content())
        after: dict[Register, Pairs] = {}
        for register in given.keys() | held.keys():
            value = held.get(register, MISSING)
            encoded = _encoded(value)
            before = given.get(register)
            inherits = before is not None and all(pair[1] == encoded for pair in before.values())
            after[register] = before if before is not None and inherits else {revision.id: (value, encoded)}
        return after

    def _together(self, revision_ids: Sequence[str]) -> dict[Register, Pairs]:
        """What several revisions together give: for each register the pairs whose writer no other one supersedes."""
        gathered: dict[Register, Pairs] = {}
        for revision_id in revision_ids:
            for register, pairs in self._written[revision_id].items():
                gathered.setdefault(register, {}).update(pairs)
        kept = {register: self._latest(pairs) for register, pairs in gathered.items()}
        return self._with_disputed_end(kept) if len(revision_ids) > 1 else kept

    def _latest(self, pairs: Pairs) -> Pairs:
        if len(pairs) == 1:
            return pairs
        superseded = 0
        for writer in pairs:
            superseded |= self._ancestors[writer]
        return {writer: pair for writer, pair in pairs.items() if not superseded & self._bit[writer]}

    def _with_disputed_end(self, kept: dict[Register, Pairs]) -> dict[Register, Pairs]:
        """Rule 4: a withdrawal against any concurrent write is a conflict, though the fields differ.

        A write that one withdrawal knew of, or that was made in spite of one, is not disputed by a second withdrawal:
        else that one's arrival would open again what was resolved.
        """
        ends = [writer for writer, pair in kept.get((WITHDRAWN,), {}).items() if pair[0] is True]
        if not ends:
            return kept
        others = {writer for register, pairs in kept.items() if register != (WITHDRAWN,) for writer in pairs}
        stays: Pairs = {
            other: (False, b"false") for other in others if all(self._concurrent(other, end) for end in ends)
        }
        return {**kept, (WITHDRAWN,): {**stays, **kept[(WITHDRAWN,)]}}

    def _concurrent(self, one: str, other: str) -> bool:
        related = self._ancestors[one] & self._bit[other] or self._ancestors[other] & self._bit[one]
        return one != other and not related

    def _candidates(self, pairs: Pairs) -> tuple[Candidate, ...]:
        joined: dict[bytes, tuple[Any, set[str]]] = {}
        for writer, (value, encoded) in pairs.items():
            joined.setdefault(encoded, (value, set()))[1].add(writer)
        ranked = sorted(joined.values(), key=lambda item: max(map(self._rank, item[1])), reverse=True)
        return tuple(Candidate(value, frozenset(writers)) for value, writers in ranked)

    def _rank(self, writer: str) -> tuple[str, str]:
        return self._made_at[writer], writer


def registers(body: Mapping[str, Any]) -> dict[Register, Any]:
    """The registers that a body holds: its top-level keys, and within `fields` each form field on its own."""
    held: dict[Register, Any] = {(key,): value for key, value in body.items() if key != _FIELDS}
    held.update({(_FIELDS, name): value for name, value in body.get(_FIELDS, {}).items()})
    return held


def put(body: dict[str, Any], register: Register, value: Any) -> None:  # noqa: ANN401
    """Let a body hold a value in a register; with MISSING, none."""
    for key in register[:-1]:
        body = body.setdefault(key, {})
    if value is MISSING:
        body.pop(register[-1], None)
    else:
        body[register[-1]] = value


def _encoded(value: Any) -> bytes:  # noqa: ANN401
    return b"" if value is MISSING else canonical(value)
