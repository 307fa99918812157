"""Which annotations are of the same thing: examples, and what holds whatever the annotations are."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.analysis.matches import Match, State, undisputed
from curator.analysis.pairing import NEIGHBOURS, match_units
from curator.analysis.units import Unit, jaccard
from curator.domain.annotation import FieldState, FieldValue
from tests.analysis.slow_pairing import matched, without_twins
from tests.analysis.works import by_everyone, some_units, unit

NOT_STATED = FieldValue(state=FieldState.NOT_STATED)


def states(units: Sequence[Unit], annotators: str = "ab") -> list[tuple[State, ...]]:
    return [match.states for match in match_units(units, annotators)]


def ids(matches: Sequence[Match]) -> list[tuple[str, ...]]:
    return [tuple(found.id for found in match.units) for match in matches]


def test_the_same_label_spans_and_values_agree() -> None:
    units = [unit(who, "Actor", (3, 9), fields={"role": "Minister"}) for who in "ab"]
    (match,) = match_units(units)
    assert match.states == (State.AGREE,)
    assert match.state is State.AGREE
    assert match.units == tuple(units)
    assert match.missing == match.fields == ()
    assert not match.twin


def test_an_overlap_with_the_same_label_differs_in_span() -> None:
    assert states([unit("a", "Actor", (3, 9)), unit("b", "Actor", (5, 9))]) == [(State.DIFFER_IN_SPAN,)]


def test_another_label_at_the_same_place_differs_in_label() -> None:
    assert states([unit("a", "Actor", (3, 9)), unit("b", "Organization", (3, 9))]) == [(State.DIFFER_IN_LABEL,)]


def test_everything_that_differs_is_said_and_the_weightiest_comes_first() -> None:
    units = [unit("a", "Actor", (3, 9)), unit("b", "Organization", (3, 10))]
    (match,) = match_units(units)
    assert match.states == (State.DIFFER_IN_SPAN, State.DIFFER_IN_LABEL)
    assert match.state is State.DIFFER_IN_LABEL


def test_differing_values_are_named_and_an_untouched_field_is_no_value() -> None:
    mine = unit("a", "Date", (3, 9), fields={"kind": "event", "value": "2019", "note": NOT_STATED})
    yours = unit("b", "Date", (3, 9), fields={"kind": "deadline", "value": "2019"})
    (match,) = match_units([mine, yours])
    assert match.states == (State.DIFFER_IN_FIELDS,)
    assert match.fields == ("kind", "note")


def test_what_nobody_else_marked_is_of_only_one() -> None:
    (match,) = match_units([unit("a", "Date", (3, 9))], "ab")
    assert match.states == (State.ONLY_ONE,)
    assert match.missing == ("b",)
    assert match.of("a") is match.units[0]
    assert match.of("b") is None


def test_touching_is_not_overlapping() -> None:
    assert states([unit("a", "Date", (3, 9)), unit("b", "Date", (9, 12))]) == [(State.ONLY_ONE,), (State.ONLY_ONE,)]


def test_a_passage_and_a_name_in_it_are_not_the_same_thing_under_another_label() -> None:
    assert states([unit("a", "Commitment", (0, 90)), unit("b", "Actor", (5, 12))]) == [(State.ONLY_ONE,)] * 2


def test_the_greater_overlap_wins_and_the_other_stays_alone() -> None:
    units = [unit("a", "X", (0, 10)), unit("b", "X", (0, 4)), unit("b", "X", (3, 10))]
    assert sorted(ids(match_units(units))) == [("a/X/((0, 10),)", "b/X/((3, 10),)"), ("b/X/((0, 4),)",)]


def test_the_same_label_is_preferred_to_a_greater_overlap_with_another() -> None:
    units = [unit("a", "X", (0, 10)), unit("b", "Y", (0, 10)), unit("b", "X", (8, 14))]
    assert states(units) == [(State.DIFFER_IN_SPAN,), (State.ONLY_ONE,)]


def test_discontinuous_annotations_overlap_where_their_parts_do() -> None:
    around = unit("a", "X", (0, 5), (20, 25))
    assert states([around, unit("b", "X", (7, 18))]) == [(State.ONLY_ONE,)] * 2
    assert states([around, unit("b", "X", (22, 30))]) == [(State.DIFFER_IN_SPAN,)]
    assert states([around, unit("b", "X", (0, 5), (20, 25))]) == [(State.AGREE,)]


def test_references_agree_when_what_they_point_at_was_matched() -> None:
    units = [unit(who, "Actor", (0, 4), name=f"{who}1") for who in "ab"]
    units += [unit(who, "Commitment", (0, 40), fields={"made_by": [{"annotation": f"{who}1"}]}) for who in "ab"]
    assert states(units) == [(State.AGREE,), (State.AGREE,)]
    moved = [replace(found, spans=((60, 64),)) if found.id == "b1" else found for found in units]
    assert states(moved) == [(State.ONLY_ONE,), (State.DIFFER_IN_FIELDS,), (State.ONLY_ONE,)]


def test_twins_are_matched_by_their_values_and_said_to_be_twins() -> None:
    units = [
        unit("a", "X", (0, 4), name="a1", fields={"p": "one"}),
        unit("a", "X", (0, 4), name="a2", fields={"p": "two"}),
        unit("b", "X", (0, 4), name="b1", fields={"p": "two"}),
    ]
    matches = match_units(units)
    assert ids(matches) == [("a1",), ("a2", "b1")]
    assert [match.twin for match in matches] == [True, True]
    assert undisputed(matches) == ()


def test_three_annotators_share_a_match_and_who_is_missing_is_said() -> None:
    units = [unit("a", "X", (0, 4)), unit("b", "X", (0, 4)), unit("c", "X", (8, 9))]
    matches = match_units(units, "abc")
    assert [match.states for match in matches] == [(State.ONLY_SOME,), (State.ONLY_ONE,)]
    assert [match.missing for match in matches] == [("c",), ("a", "b")]


def test_what_points_at_something_disputed_is_disputed_too() -> None:
    units = [unit(who, "Actor", (0, end), name=f"{who}1") for who, end in (("a", 4), ("b", 5))]
    units += [unit(who, "Commitment", (0, 40), fields={"made_by": [{"annotation": f"{who}1"}]}) for who in "ab"]
    units += [unit(who, "Date", (50, 54)) for who in "ab"]
    matches = match_units(units)
    assert [match.state for match in matches] == [State.DIFFER_IN_SPAN, State.AGREE, State.AGREE]
    assert [match.units[0].label for match in undisputed(matches)] == ["Date"]


def test_a_long_annotation_keeps_its_match_while_many_short_ones_come_and_go() -> None:
    many = 500
    units = [unit(who, "X", (0, 10 * many + extra), name=who) for who, extra in (("a", 0), ("b", 1))]
    units += [unit("a", "X", (place, many), name=f"a{place}") for place in range(1, many)]
    units += [unit("b", "X", (many + place, many + place + 2), name=f"b{place}") for place in range(many)]
    assert [found for found in ids(match_units(units)) if len(found) == 2] == [("a", "b")]


def test_of_annotations_nested_deeper_than_the_limit_those_that_started_last_are_looked_at() -> None:
    deep = NEIGHBOURS + 8
    units = [unit("a", "X", (start, 1000), name=f"a{start}") for start in range(deep)]
    units.append(unit("b", "X", (deep, 1000), name="b"))
    assert [match.units[0].id for match in match_units(units) if len(match.units) == 2] == [f"a{deep - 1}"]


@given(some_units(owners="abc"))
def test_each_annotation_is_in_one_match_with_at_most_one_of_each_annotator(units: list[Unit]) -> None:
    matches = match_units(units, "abc")
    assert Counter(found.id for match in matches for found in match.units) == Counter(found.id for found in units)
    for match in matches:
        owners = [found.annotator for found in match.units]
        assert owners == sorted(set(owners))
        assert sorted([*owners, *match.missing]) == ["a", "b", "c"]


@given(some_units(owners="abc"))
def test_members_of_a_match_overlap_and_half_their_text_is_common_when_their_labels_differ(units: list[Unit]) -> None:
    for match in match_units(units, "abc"):
        pairs = [(one, other) for one in match.units for other in match.units if one.annotator < other.annotator]
        assert all(jaccard(one.spans, other.spans) for one, other in pairs)
        if len(pairs) == 1 and State.DIFFER_IN_LABEL in match.states:
            assert jaccard(pairs[0][0].spans, pairs[0][1].spans) >= 0.5


@given(some_units(owners="abc"), st.randoms(use_true_random=False))
def test_the_order_in_which_annotations_come_plays_no_part(units: list[Unit], order: random.Random) -> None:
    shuffled = order.sample(units, len(units))
    assert match_units(shuffled, "cab") == match_units(units, "abc")


@given(some_units())
def test_it_does_not_matter_who_is_called_first(units: list[Unit]) -> None:
    swapped = [replace(found, annotator="ba"["ab".index(found.annotator)]) for found in units]
    as_sets = [{found.id for found in match.units} for match in match_units(units, "ab")]
    assert [{found.id for found in match.units} for match in match_units(swapped, "ab")] == as_sets


@given(some_units(owners="a"))
def test_identical_work_without_twins_agrees_in_everything(units: list[Unit]) -> None:
    places = {(found.label, found.spans): found for found in units if "who" not in found.fields}
    matches = match_units([copied for found in places.values() for copied in by_everyone(found, "abc")])
    assert len(matches) == len(places)
    assert all(match.states == (State.AGREE,) for match in matches)
    assert undisputed(matches) == matches


@given(some_units(most=8))
def test_an_exact_twin_free_match_is_never_given_up_for_another(units: list[Unit]) -> None:
    matches = match_units(units, "ab")
    seen = Counter((found.annotator, found.label, found.spans) for found in units)
    for match in matches:
        for found in match.units:
            other = "ba"["ab".index(found.annotator)]
            if seen[other, found.label, found.spans] == 1 == seen[found.annotator, found.label, found.spans]:
                partner = match.of(other)
                assert partner is not None
                assert (partner.label, partner.spans) == (found.label, found.spans)


@pytest.mark.parametrize("count", [0, 1])
def test_little_or_no_work_is_no_trouble(count: int) -> None:
    assert len(match_units([unit("a", "X", (0, 1))] * count, "ab")) == count


def test_what_lies_apart_is_matched_as_if_it_were_alone() -> None:
    """Long texts are matched stretch by stretch; references reach from one stretch into another."""
    count = 1_500
    units = [
        unit(who, "X", (10 * place, 10 * place + 5), name=f"{who}{place}") for place in range(count) for who in "ab"
    ]
    far = [
        unit(who, "Y", (0, 3), name=f"{who}far", fields={"who": [{"annotation": f"{who}{count - 1}"}]}) for who in "ab"
    ]
    matches = match_units([*units, *far])
    assert len(matches) == count + 1
    assert all(match.states == (State.AGREE,) for match in matches)
    assert undisputed(matches) == matches


def test_annotations_that_ended_are_forgotten_while_a_long_one_goes_on() -> None:
    many = 200
    units = [unit("a", "X", (0, 10 * many), name="a-long"), unit("b", "X", (5, 10 * many + 1), name="b-long")]
    units += [unit("a", "X", (10 * place + 6, 10 * place + 8), name=f"a{place}") for place in range(many)]
    found = ids(match_units(units))
    assert ("a-long", "b-long") in found
    assert len(found) == many + 1


def test_a_twin_match_that_lacks_somebody_gets_what_is_left_over() -> None:
    given = {"a1": "one", "a2": "two", "b1": "one", "c1": "three"}
    units = [unit(name[0], "X", (0, 4), name=name, fields={"p": value}) for name, value in given.items()]
    assert ids(match_units(units)) == [("a1", "b1", "c1"), ("a2",)]


def by_id(units: Sequence[Unit], annotators: str) -> set[frozenset[str]]:
    return {frozenset(found) for found in ids(match_units(units, annotators))}


@given(some_units(owners="abc", most=24))
def test_what_belongs_together_is_what_the_rules_say(units: list[Unit]) -> None:
    for annotators in ("ab", "abc"):
        known = without_twins([found for found in units if found.annotator in annotators])
        assert by_id(known, annotators) == matched(known)


@pytest.mark.parametrize("annotators", ["ab", "abc"])
@pytest.mark.parametrize("length", [300, 3_000, 30_000])
def test_crowded_work_that_is_mostly_alike_is_matched_as_the_rules_say(annotators: str, length: int) -> None:
    chance = random.Random(f"{annotators} {length}")
    units: list[Unit] = []
    for number in range(300):
        start = chance.randrange(length)
        end, label = start + chance.randint(1, 20), chance.choice("XY")
        for owner in annotators:
            later = end + chance.choice((0, 0, 0, 2))
            units.append(unit(owner, label, (start, later), name=f"{chance.random()} {owner}{number}"))
    known = without_twins(units)
    assert by_id(known, annotators) == matched(known)
