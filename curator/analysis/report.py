"""The figures of a tally, each with what it stands on and what was left out of it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from curator.analysis import field_agreement
from curator.analysis.alpha import nominal_alpha
from curator.analysis.field_agreement import Outcome
from curator.analysis.figures import Confusion, Figure, LeftOut, Measure, Measured, Scope, Undefined, UnitKind, measured
from curator.analysis.kappas import Profile, cohen_kappa, collapsed, fleiss_kappa, number_of, of_one_size
from curator.analysis.span_scores import SpanCounts, f1, share
from curator.analysis.tally import FieldName, Tally
from curator.analysis.unitizing import Continuum
from curator.domain.scheme import FieldType

Kinds = Mapping[FieldName, FieldType]
"""The type of each field; what is not there counts as the same or not."""


@dataclass(frozen=True, slots=True)
class _Of:
    """Makes the figures of one scope. `left_out` holds for all of them."""

    scope: Scope
    left_out: Mapping[str, int] = field(default_factory=dict[str, int])

    def figure(self, measure: Measure, outcome: Outcome, unit: UnitKind, scale: str = "") -> Figure:
        value, undefined = measured(outcome.value)
        return Figure(
            measure=measure,
            scope=self.scope,
            value=value,
            undefined=undefined,
            units=outcome.units,
            unit=unit,
            scale=scale,
            left_out={**self.left_out, **outcome.left_out},
            estimated_from=outcome.estimated_from,
        )


def overall(tally: Tally, scope: Scope, left_out: Mapping[str, int]) -> Iterator[Figure]:
    """The figures of labels and places."""
    made = _Of(scope, left_out)
    yield from _kappas(made, tally, tally.profiles, tally.table)
    yield _unitizing(made, Measure.ALPHA_U, tally.continuum.alpha(), tally.continuum)
    yield _unitizing(made, Measure.ALPHA_U_BINARY, tally.continuum.binary_alpha(), tally.continuum)
    yield from _spans(made, tally.spans)


def of_labels(tally: Tally, scope: Scope, left_out: Mapping[str, int]) -> Iterator[Figure]:
    """The same of each label against all others."""
    for label in sorted(tally.labels):
        made = _Of(scope.model_copy(update={"label": label}), left_out)
        yield from _kappas(made, tally, collapsed(tally.profiles, label), _folded(tally.table, label))
        continuum = tally.of_label(label)
        yield _unitizing(made, Measure.ALPHA_U, continuum.alpha(), continuum)
        yield from _spans(made, tally.spans.of_label(label))


def of_fields(tally: Tally, scope: Scope, left_out: Mapping[str, int], kinds: Kinds) -> Iterator[Figure]:
    """The figures of each field of each label."""
    for (label, name), places in sorted(tally.fields.items()):
        made = _Of(scope.model_copy(update={"label": label, "field": name}), left_out)
        kind = kinds.get((label, name), FieldType.CHOICE)
        yield made.figure(Measure.FIELD_SAME, field_agreement.same(places), "places", "share")
        stated = field_agreement.compared(places, kind)
        yield made.figure(Measure.FIELD_ALPHA, field_agreement.alpha(stated), "places")
        scale = field_agreement.unit_of_distance(kind)
        yield made.figure(Measure.FIELD_DISTANCE, field_agreement.distance(stated), "places", scale)


def gamma_figure(outcome: Outcome, scope: Scope, left_out: Mapping[str, int]) -> Figure:
    """Gamma as a figure."""
    return _Of(scope, left_out).figure(Measure.GAMMA, outcome, "annotations")


def confusion(tally: Tally, scope: Scope) -> Confusion:
    """Which label met which; unless it is of two annotators, every pair counts in both directions."""
    cells: Counter[tuple[str, str]] = Counter(tally.table)
    if not scope.annotators:
        for (one, other), count in tally.table.items():
            cells[other, one] += count
    met = tuple((one, other, count) for (one, other), count in sorted(cells.items()))
    return Confusion(annotators=scope.annotators, cells=met)


def _kappas(
    made: _Of, tally: Tally, profiles: Mapping[Profile, int], table: Mapping[tuple[str, str], int]
) -> Iterator[Figure]:
    alone = _by_one(profiles)
    yield made.figure(Measure.COHEN_KAPPA, _cohen(tally, table, alone), "places")
    if not made.scope.annotators:
        yield made.figure(Measure.FLEISS_KAPPA, _fleiss(profiles, alone), "places")
    rated = sum(profiles.values()) - sum(alone.values())
    yield made.figure(Measure.ALPHA, Outcome(nominal_alpha(profiles), rated, alone), "places")


def _cohen(tally: Tally, table: Mapping[tuple[str, str], int], alone: dict[str, int]) -> Outcome:
    if len(tally.annotators) > 2:
        return Outcome(Undefined.NOT_A_PAIR, 0)
    both = {labels: count for labels, count in table.items() if all(labels)}
    return Outcome(cohen_kappa(both), sum(both.values()), alone)


def _fleiss(profiles: Mapping[Profile, int], alone: dict[str, int]) -> Outcome:
    """Of the places that the most frequent number of annotators marked."""
    chosen = of_one_size(profiles)
    counted = sum(chosen.values())
    others = sum(profiles.values()) - counted - sum(alone.values())
    left_out = {**alone, **({LeftOut.OTHER_NUMBER.value: others} if others else {})}
    return Outcome(fleiss_kappa(chosen), counted, left_out)


def _by_one(profiles: Mapping[Profile, int]) -> dict[str, int]:
    alone = sum(units for rated, units in profiles.items() if number_of(rated) == 1)
    return {LeftOut.BY_ONE.value: alone} if alone else {}


def _folded(table: Mapping[tuple[str, str], int], label: str) -> Counter[tuple[str, str]]:
    """The table with two categories: the label, and any other."""
    folded: Counter[tuple[str, str]] = Counter()
    for (one, other), count in table.items():
        folded[_fold(one, label), _fold(other, label)] += count
    return folded


def _fold(given: str, label: str) -> str:
    return given if given in ("", label) else "*"


def _unitizing(made: _Of, measure: Measure, value: Measured, continuum: Continuum) -> Figure:
    return made.figure(measure, Outcome(value, continuum.length), "code_points")


def _spans(made: _Of, counts: SpanCounts) -> Iterator[Figure]:
    rows = (
        (counts.exact, Measure.PRECISION_EXACT, Measure.RECALL_EXACT, Measure.F1_EXACT),
        (counts.overlap, Measure.PRECISION_OVERLAP, Measure.RECALL_OVERLAP, Measure.F1_OVERLAP),
    )
    for common, precision, recall, both in rows:
        if made.scope.annotators:
            yield made.figure(precision, Outcome(share(common, counts.second), counts.second.total()), "annotations")
            yield made.figure(recall, Outcome(share(common, counts.first), counts.first.total()), "annotations")
        yield made.figure(both, Outcome(f1(common, counts), counts.annotations), "annotations")
