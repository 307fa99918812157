"""Double annotation made one: what agrees, what differs, and the word of a supervisor on each.

Of annotations that agree, the one of the first of them (by id, so that every replica chooses alike) is accepted and
stands for all; each of the others is accepted as merged into it. The decisions name the revision of every annotation
that they rest on, so that what is changed or comes in later opens just those matches again that it is about. The
window finds here all that it needs of `curator.analysis.comparing`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from curator.analysis.comparing import Mark, Matches, Pairing, Settlement, compare, no_matches
from curator.analysis.marks import Marks
from curator.analysis.matches import Match, undisputed
from curator.analysis.pairing import Fields, match_units
from curator.analysis.units import unit_of
from curator.domain.annotation import Annotation, FieldValue, Progress
from curator.domain.errors import InvalidError, NotAllowedError
from curator.domain.history import Kind, Operation
from curator.domain.ids import bound_id
from curator.domain.people import Role
from curator.domain.review import Decision, ErrorClass, Judged, Outcome, Verdict
from curator.domain.span import Span
from curator.services import annotating, deciding, reading, reasons, wording
from curator.services.acting import Draft, at_once
from curator.services.changes import Changes
from curator.services.deciding import Ruling
from curator.services.project import Project
from curator.services.reasons import NO_REASON, Why
from curator.services.review_views import MatchRow, Member
from curator.services.work import merged_annotations, own_annotations
from curator.store import subjects
from curator.store.queries import conflicts, marks, people, ways

__all__ = [
    "Mark",
    "Matches",
    "Pairing",
    "Third",
    "accept_agreeing",
    "annotators_of",
    "make_third",
    "matches",
    "no_matches",
    "pair",
    "reject_all",
    "reopen",
    "take",
]

_STATE_OF_VERDICT = {Verdict.ACCEPT: "approved", Verdict.RETURN: "returned", Verdict.REJECT: "rejected"}


@dataclass(frozen=True, slots=True)
class Third:
    """What a third annotation says: each part chosen from one of its sources, or new."""

    label: str
    spans: Sequence[Span]
    fields: Mapping[str, FieldValue]


@dataclass(slots=True)
class _Document:
    """The work of several annotators on one document. `apart` is what people changed apart from each other."""

    annotations: dict[str, Annotation] = field(default_factory=dict[str, Annotation])
    heads: dict[str, str] = field(default_factory=dict[str, str])
    states: dict[str, str] = field(default_factory=dict[str, str])
    apart: set[str] = field(default_factory=set[str])
    matches: tuple[Match, ...] = ()


def matches(project: Project, document: str, annotators: Sequence[str] = ()) -> list[MatchRow]:
    """What the annotators (all that are assigned, if none are named) made of the same things, in document order.

    Needs a supervisor.
    """
    names = annotators_of(project, document, annotators)
    rows = {row.id: row for row in reading.annotations(project, document, limit=10**9)}
    verdicts = {ident: one.verdict for ident, one in _decisions(project, rows).items()}
    found: list[MatchRow] = []
    for match in pair(project, document, names):
        members = tuple(
            Member(
                mark.annotator,
                names[mark.annotator],
                row := rows[mark.id],
                verdict := verdicts.get(mark.id),
                verdict is not None and row.state == _STATE_OF_VERDICT[verdict],
            )
            for mark in match.marks
        )
        present = {mark.annotator for mark in match.marks}
        missing = tuple(ident for ident in names if ident not in present)
        states = tuple(str(state) for state in match.states)
        found.append(MatchRow(members, missing, states, match.fields, match.undisputed, match.outcome, match.result))
    return found


def annotators_of(project: Project, document: str, annotators: Sequence[str] = ()) -> dict[str, str]:
    """Whose work is to be made one, by their ids in order, and what they are called: all assigned, if none are named.

    Needs a supervisor.
    """
    _require(project)
    reading.document_row(project, document)
    everyone = sorted(_everyone(project, document, annotators))
    return {one: people.name(project.store, one) or wording.UNKNOWN_PERSON for one in everyone}


def pair(
    project: Project, document: str, annotators: Iterable[str], looked_at: Callable[[], Project | None] | None = None
) -> Matches:
    """The same as `matches`, of annotators in the order of their ids, with as little as a window needs to show all.

    What belongs together and what is settled is known when this ends. What the annotations of a match differ in is read
    when it is looked at: from what `looked_at` gives then (this project, if left out), so that this may end in a thread
    with a connection of its own, and another go on; where that gives nothing, nothing is read.
    """
    everyone = list(annotators)
    columns = marks.of_people(project.store, document, everyone)
    fields = _Fields(lambda: project)
    found = compare(_marks(columns), everyone, fields)
    told = marks.settled(project.store, document)
    decisions = _decisions(project, told) if told else {}
    for number in {number for ident in decisions if (number := found.of(ident)) is not None}:
        found.settled[number] = _settlement([mark.id for mark in found.marks(number)], decisions, told)
    fields.project = looked_at or fields.project
    return found


def _marks(columns: marks.Columns) -> Marks:
    ids, starts, ends, labels, owners, parted = columns
    found = [(place, parted[ident]) for place, ident in enumerate(ids) if ident in parted] if parted else ()
    parts = {place: tuple(sorted((start, end) for start, end in several)) for place, several in found}
    return Marks(ids, starts, ends, labels, owners, parts).in_order()


class _Fields:
    """Reads what annotations say of their fields, from whatever project there is to read from then."""

    def __init__(self, project: Callable[[], Project | None]) -> None:
        self.project = project

    def __call__(self, ids: Sequence[str]) -> Mapping[str, Fields]:
        project = self.project()
        if project is None or not ids:
            return {}
        found: dict[str, Fields] = {
            ident: {name: FieldValue.model_validate(value, strict=False) for name, value in fields.items()}
            for ident, fields in marks.fields(project.store, ids).items()
        }
        return found | {ident: one.fields for ident, one in merged_annotations(project, ids).items()}


def _everyone(project: Project, document: str, annotators: Sequence[str]) -> set[str]:
    everyone = set(annotators) or set(ways.assigned(project.store, document))
    if len(everyone) < 2:
        raise InvalidError("Adjudicating needs the work of at least two annotators on this document.")
    return everyone


def _decisions(project: Project, annotations: Iterable[str]) -> dict[str, Decision]:
    """The decisions on these annotations that were not withdrawn."""
    said = deciding.bodies(project, annotations)
    decisions = {ident: Decision.model_validate(body, strict=False) for ident, body in said.items()}
    return {ident: one for ident, one in decisions.items() if not one.withdrawn}


def _require(project: Project) -> None:
    """Looking changes nothing, so that it works in a project that is open read-only."""
    if Role.SUPERVISOR not in project.roles:
        raise NotAllowedError("Adjudication needs the role of a supervisor, which you do not hold in this project.")


def _load(project: Project, document: str, annotators: Sequence[str]) -> _Document:
    reading.document_row(project, document)
    loaded = _Document()
    everyone = _everyone(project, document, annotators)
    for annotator in everyone:
        loaded.annotations |= own_annotations(project, document, annotator)
        for ident, head, state in ways.of_author(project.store, document, annotator):
            loaded.heads[ident], loaded.states[ident] = head, state
    loaded.apart = subjects.with_several_heads(project.store, loaded.heads, Kind.ANNOTATION)
    units = [unit_of(ident, annotation) for ident, annotation in loaded.annotations.items()]
    loaded.matches = match_units(units, everyone)
    return loaded


def _settlement(ids: Sequence[str], decisions: Mapping[str, Decision], told: Mapping[str, marks.Told]) -> Settlement:
    """How a match was settled, and what stands for it; `unresolved` where that no longer holds for all of it."""
    said = [decisions[ident] for ident in ids if ident in decisions]
    heads = {ident: told[ident].head for ident in ids if ident in told}
    holds = len(said) == len(ids) and all(_holds(told[one.annotation].state, one, heads) for one in said)
    result = next((one.annotation for one in said if one.verdict is Verdict.ACCEPT and not one.merged_into), None)
    result = result or next((one.merged_into for one in said if one.merged_into), None)
    return Settlement(said[0].outcome if holds else Outcome.UNRESOLVED, result)


def _holds(state: str, decision: Decision, heads: Mapping[str, str]) -> bool:
    """Whether a decision counts, and rests on just these annotations as they are now."""
    counts = decision.verdict is not None and state == _STATE_OF_VERDICT[decision.verdict]
    return counts and heads == {source.annotation: source.revision for source in decision.sources}


@at_once
def accept_agreeing(project: Project, document: str, annotators: Sequence[str] = ()) -> Changes:
    """Accept in one act all that agrees and is undisputed and not settled yet."""
    project.require(Role.SUPERVISOR)
    loaded = _load(project, document, annotators)
    agreeing = [one for one in undisputed(loaded.matches) if len(one.units) > 1 and _is_open(project, loaded, one)]
    count = sum(len(match.units) for match in agreeing)
    draft = Draft(project, "review", f"accept {count:,} that agree", focus=(document, None))
    merged = loaded.apart.intersection(unit.id for match in agreeing for unit in match.units)
    loaded.heads |= deciding.joined(draft, sorted(merged))
    deciding.rule(draft, [ruling for match in agreeing for ruling in _agreed(loaded, match)], loaded.heads)
    return draft.commit()


def _is_open(project: Project, loaded: _Document, match: Match) -> bool:
    """Whether none of a match is decided on, or has values that stand against each other."""
    ids = {unit.id for unit in match.units}
    decided = any(loaded.states[ident] in _STATE_OF_VERDICT.values() for ident in ids)
    return not decided and not any(conflicts.has(project.store, ident, Kind.ANNOTATION) for ident in ids & loaded.apart)


def _agreed(loaded: _Document, match: Match) -> list[Ruling]:
    ids = sorted(unit.id for unit in match.units)
    sources = tuple(Judged(annotation=ident, revision=loaded.heads[ident]) for ident in ids)
    return [
        Ruling(
            ident,
            Verdict.ACCEPT,
            outcome=Outcome.UNANIMOUS,
            merged_into=ids[0] if ident != ids[0] else None,
            sources=sources,
        )
        for ident in ids
    ]


@at_once
def take(
    project: Project,
    match: Sequence[str],
    chosen: str,
    *,
    error: ErrorClass | None = None,
    reason: Why = NO_REASON,
) -> Changes:
    """Let one of the annotations of a match stand for all; the others are rejected in its favour.

    Args:
        project: where.
        match: the ids of all annotations of the match.
        chosen: the one to take.
        error: why the others were overruled.
        reason: the same in words.

    Raises:
        InvalidError: the chosen one is not of the match, or the match is not of one document.
    """
    if chosen not in match:
        raise InvalidError("The annotation to take is none of this match.")
    settling = _Settling(project, match, error, reason)
    draft = Draft(project, "resolve", "adjudicate", focus=(settling.document, chosen))
    accepted = Ruling(chosen, Verdict.ACCEPT, outcome=Outcome.ADJUDICATED, sources=settling.sources)
    others = [settling.overruled(one, chosen) for one in settling.ids if one != chosen]
    deciding.rule(draft, [accepted, *others], settling.heads)
    return draft.commit()


@at_once
def make_third(
    project: Project,
    match: Sequence[str],
    third: Third,
    *,
    error: ErrorClass | None = None,
    reason: Why = NO_REASON,
) -> Changes:
    """Make an annotation that stands for a match and names its sources; `changes.focus` has its id.

    Raises:
        InvalidError: the label, a field or a span does not fit.
    """
    settling = _Settling(project, match, error, reason)
    body = annotating.new_body(project, settling.document, third.label, third.spans, third.fields)
    body = body.model_copy(update={"sources": tuple(settling.ids), "progress": Progress.DONE})
    deciding.require_filled(project, body)
    made = bound_id(body.author)
    draft = Draft(project, "resolve", "adjudicate", focus=(settling.document, made))
    revision = draft.create(Kind.ANNOTATION, made, body)
    accepted = Ruling(made, Verdict.ACCEPT, outcome=Outcome.ADJUDICATED, sources=settling.sources)
    others = [settling.overruled(one, made) for one in settling.ids]
    deciding.rule(draft, [accepted, *others], {**settling.heads, made: revision})
    return draft.commit()


@at_once
def reject_all(
    project: Project, match: Sequence[str], *, error: ErrorClass | None = None, reason: Why = NO_REASON
) -> Changes:
    """Settle that none of a match stands."""
    settling = _Settling(project, match, error, reason)
    draft = Draft(project, "resolve", "reject both" if len(settling.ids) == 2 else "reject")
    draft.focus = (settling.document, settling.ids[0])
    deciding.rule(draft, [settling.overruled(one, None) for one in settling.ids], settling.heads)
    return draft.commit()


@at_once
def reopen(project: Project, match: Sequence[str]) -> Changes:
    """Take the outcome of a match back, and withdraw the third where one was made."""
    settling = _Settling(project, match, None, NO_REASON)
    told = deciding.bodies(project, settling.ids)
    thirds = {body["merged_into"] for body in told.values() if body.get("merged_into")} - set(settling.ids)
    draft = Draft(project, "resolve", "open again", focus=(settling.document, settling.ids[0]))
    for third in sorted(thirds):
        body = annotating.annotation_body(project, third)
        if not body.withdrawn and set(body.sources) & set(settling.ids):
            gone = body.model_copy(update={"withdrawn": True})
            draft.revise(Kind.ANNOTATION, third, gone, Operation.WITHDRAW)
    for ident, body in deciding.bodies(project, [*settling.ids, *thirds]).items():
        if not body.get("withdrawn"):
            gone = {**body, "withdrawn": True}
            draft.revise(Kind.DECISION, deciding.decision_id(ident), gone, Operation.WITHDRAW)
    return draft.commit()


class _Settling:
    """A match about to be settled: its annotations as they are now."""

    def __init__(self, project: Project, match: Sequence[str], error: ErrorClass | None, reason: Why) -> None:
        project.require(Role.SUPERVISOR)
        self.ids = sorted(set(match))
        if not self.ids:
            raise InvalidError("There is nothing to settle: the match is empty.")
        self.heads = deciding.heads(project, self.ids)
        bodies = [annotating.annotation_body(project, ident) for ident in self.ids]
        documents = {body.document for body in bodies}
        if len(documents) > 1 or any(body.withdrawn for body in bodies):
            raise InvalidError("A match is of annotations of one document that are not withdrawn.")
        [self.document] = documents
        self.sources = tuple(Judged(annotation=ident, revision=self.heads[ident]) for ident in self.ids)
        self._error = error
        self._said = reasons.checked(project, reason, needed=False)

    def overruled(self, ident: str, by: str | None) -> Ruling:
        """The decision on an annotation in whose place another stands (or none)."""
        cause, text = self._said
        return Ruling(
            ident,
            Verdict.REJECT,
            cause,
            text,
            outcome=Outcome.ADJUDICATED,
            error=self._error,
            merged_into=by,
            sources=self.sources,
        )
