"""Pairing as its rules say it, in no hurry: every annotation beside every other."""

from collections.abc import Sequence
from itertools import combinations

from curator.analysis.pairing import LEAST_COMMON
from curator.analysis.units import Unit, jaccard


def without_twins(units: Sequence[Unit]) -> list[Unit]:
    """The first of each annotator's with the same spans and label: how twins are told apart is another matter."""
    return list({(unit.annotator, unit.spans, unit.label): unit for unit in reversed(units)}.values())


def matched(units: Sequence[Unit]) -> set[frozenset[str]]:
    """The ids of what belongs together."""
    ordered = sorted(units, key=lambda unit: unit.place)
    group_of = {unit.id: [unit] for unit in ordered}
    for kind in (_is_same, _has_label, _has_half):
        pairs = [
            (-jaccard(one.spans, other.spans), number, one, other)
            for number, (one, other) in enumerate(combinations(ordered, 2))
            if one.annotator != other.annotator and kind(one, other)
        ]
        for _, _, one, other in sorted(pairs, key=lambda pair: pair[:2]):
            ones, others = group_of[one.id], group_of[other.id]
            if ones is not others and _may_join(ones, others):
                joined = ones + others
                group_of.update((unit.id, joined) for unit in joined)
    return {frozenset(unit.id for unit in group) for group in group_of.values()}


def _is_same(one: Unit, other: Unit) -> bool:
    return (one.spans, one.label) == (other.spans, other.label)


def _has_label(one: Unit, other: Unit) -> bool:
    return one.label == other.label and jaccard(one.spans, other.spans) > 0


def _has_half(one: Unit, other: Unit) -> bool:
    return jaccard(one.spans, other.spans) >= LEAST_COMMON


def _may_join(ones: Sequence[Unit], others: Sequence[Unit]) -> bool:
    apart = {one.annotator for one in ones}.isdisjoint(other.annotator for other in others)
    return apart and all(jaccard(one.spans, other.spans) for one in ones for other in others)
