"""INCEpTION's own merge cases: what it merges by itself is what we hold for undisputed (docs/decisions/0012)."""

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from curator.analysis.field_values import normal_field, references
from curator.analysis.matches import State, undisputed
from curator.analysis.pairing import match_units
from curator.analysis.units import Unit
from tests.analysis.webanno import annotations

CASES = Path(os.environ.get("CURATOR_CASES", Path(__file__).parents[3] / "shared" / "cases"))
SUITE = (
    CASES / "merge_adjudication/inception-project__inception/inception/inception-curation/src/test/resources/testsuite"
)
NAMES = sorted(folder.name for folder in SUITE.glob("*")) or ["absent"]
NOT_MERGED = {"Lemma"}
"""Layers that the reference test does not look at, so that its outcome leaves them out."""

pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason=f"the merge cases are not there: {SUITE}")


def read(name: str, who: str) -> list[Unit]:
    return [found for found in annotations(SUITE / name / f"{who}.tsv", who) if found.label not in NOT_MERGED]


def described(chosen: Iterable[Unit], everything: Sequence[Unit]) -> Counter[object]:
    """What annotations say, with the places of what they point at instead of its id."""
    places = {found.id: found.spans for found in everything}
    return Counter(
        (found.label, found.spans, frozenset((name, normal_field(value, places)) for name, value in fields.items()))
        for found in chosen
        for fields in [dict(found.fields)]
    )


@pytest.mark.parametrize("name", NAMES)
def test_what_is_merged_by_itself_is_what_is_undisputed(name: str) -> None:
    first, second, merged = (read(name, who) for who in ("user1", "user2", "curator"))
    chosen = [match.units[0] for match in undisputed(match_units([*first, *second], ["user1", "user2"]))]
    assert described(chosen, first) == described(merged, merged)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("simpleSpanNoDiffWithLabelTest", [State.AGREE]),
        ("simpleSpanDiffWithLabelTest", [State.DIFFER_IN_FIELDS]),
        ("simpleSpanDiffNoLabelTest", [State.ONLY_ONE]),
        ("simpleSpanDiffIncompleteTest", [State.ONLY_ONE, State.ONLY_ONE]),
        ("simpleSpanDiffWithLabelStackingTest", [State.AGREE, State.AGREE]),
        ("simpleSpanDiffWithLabelStacking2Test", [State.AGREE, State.DIFFER_IN_FIELDS]),
        ("simpleRelTypeDiffTest", [State.AGREE, State.AGREE, State.DIFFER_IN_FIELDS]),
    ],
)
def test_pairs_are_in_the_state_that_the_case_is_named_for(name: str, expected: list[State]) -> None:
    matches = match_units([*read(name, "user1"), *read(name, "user2")], ["user1", "user2"])
    assert sorted(match.state for match in matches) == sorted(expected)


def test_relations_are_read_with_what_they_point_at() -> None:
    relation = next(found for found in read("simpleRelNoDiffTest", "user1") if found.label == "Dependency")
    assert len(references(relation.fields)) == 2
