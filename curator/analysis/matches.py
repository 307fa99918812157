"""What a match of several annotators' annotations is, and which matches need nobody's decision."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from curator.analysis.field_values import normal_field, references
from curator.analysis.units import Unit


class State(StrEnum):
    """How the annotations of a match stand to each other."""

    AGREE = "agree"
    DIFFER_IN_SPAN = "differ_in_span"
    DIFFER_IN_LABEL = "differ_in_label"
    DIFFER_IN_FIELDS = "differ_in_fields"
    ONLY_ONE = "only_one"
    ONLY_SOME = "only_some"


_ALONE: Final = (State.ONLY_ONE,)
_AGREED: Final = (State.AGREE,)
_WEIGHT: Final = (
    State.ONLY_ONE,
    State.DIFFER_IN_LABEL,
    State.DIFFER_IN_SPAN,
    State.DIFFER_IN_FIELDS,
    State.ONLY_SOME,
    State.AGREE,
)


@dataclass(frozen=True, slots=True)
class Match:
    """Annotations of the same thing.

    Attributes:
        units: one of each annotator who has one, by annotator.
        missing: the annotators who have none.
        states: `agree` alone, or all that differs; `only_some` where some of three or more annotators have none.
        fields: which fields differ; those of different labels are not compared.
        twin: whether one of its annotators has another annotation with the same label and spans.
    """

    units: tuple[Unit, ...]
    missing: tuple[str, ...]
    states: tuple[State, ...]
    fields: tuple[str, ...] = ()
    twin: bool = False

    @property
    def state(self) -> State:
        """The weightiest of `states`, where one word must do: label before span before fields before `only_some`."""
        return next(state for state in _WEIGHT if state in self.states)

    def of(self, annotator: str) -> Unit | None:
        """That annotator's annotation."""
        return next((unit for unit in self.units if unit.annotator == annotator), None)


def described(units: tuple[Unit, ...], everyone: Sequence[str], group_of: Mapping[str, int], *, twin: bool) -> Match:
    """The match that these units, in order of their annotators, make.

    `group_of` gives the match of every unit of the document, so that references can be compared.
    """
    if len(units) == 1:
        return Match(units, tuple(name for name in everyone if name != units[0].annotator), _ALONE, twin=twin)
    present = {unit.annotator for unit in units}
    missing = tuple(name for name in everyone if name not in present)
    fields = tuple(_differing_fields(units, group_of))
    return Match(units, missing, _states(units, missing, fields), fields, twin)


def undisputed(matches: Sequence[Match]) -> tuple[Match, ...]:
    """The matches that can be accepted without a look at each: all annotators agree, and nothing about it is a guess.

    Not so twins (which of the two belongs to which is a guess, and a twin is most often a slip), and not so those that
    point at an annotation whose match is not itself undisputed.
    """
    sound = {place for place, match in enumerate(matches) if match.states == (State.AGREE,) and not match.twin}
    match_of = {unit.id: place for place, match in enumerate(matches) for unit in match.units}
    kept = standing(
        sound, lambda place: {target for unit in matches[place].units for target in references(unit.fields)}, match_of
    )
    return tuple(match for place, match in enumerate(matches) if place in kept)


def standing(sound: Set[int], targets: Callable[[int], Set[str]], match_of: Mapping[str, int]) -> set[int]:
    """Those of the matches `sound` whose `targets`, the annotations that they point at, are in matches that stand."""
    kept = set(sound)
    pointing: dict[int, set[int]] = {}
    for place in sound:
        for target in targets(place):
            if target in match_of:
                pointing.setdefault(match_of[target], set()).add(place)
    fallen = [place for place in pointing if place not in kept]
    while fallen:
        for place in pointing.get(fallen.pop(), ()):
            if place in kept:
                kept.discard(place)
                fallen.append(place)
    return kept


def _states(units: Sequence[Unit], missing: Sequence[str], fields: Sequence[str]) -> tuple[State, ...]:
    first = units[0]
    differs = (
        (State.DIFFER_IN_SPAN, any(unit.spans != first.spans for unit in units)),
        (State.DIFFER_IN_LABEL, any(unit.label != first.label for unit in units)),
        (State.DIFFER_IN_FIELDS, bool(fields)),
        (State.ONLY_SOME, bool(missing)),
    )
    return tuple(state for state, holds in differs if holds) or _AGREED


def _differing_fields(units: Sequence[Unit], group_of: Mapping[str, int]) -> Iterator[str]:
    names = {name for unit in units for name in unit.fields}
    if not names or any(unit.label != units[0].label for unit in units):
        return
    for name in sorted(names):
        said = [normal_field(unit.fields.get(name), group_of) for unit in units]
        if any(one != said[0] for one in said):
            yield name
