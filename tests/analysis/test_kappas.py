"""Kappas against published worked examples, and what holds for any ratings."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.analysis.figures import Undefined
from curator.analysis.kappas import cohen_kappa, collapsed, fleiss_kappa, of_one_size, profile

RATINGS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=40)

# Wikipedia, "Fleiss' kappa", section "Worked example": 10 subjects, 14 raters, 5 categories.
FLEISS_EXAMPLE = (
    (0, 0, 0, 0, 14),
    (0, 2, 6, 4, 2),
    (0, 0, 3, 5, 6),
    (0, 3, 9, 2, 0),
    (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0),
    (3, 2, 6, 3, 0),
    (2, 5, 3, 2, 2),
    (6, 5, 2, 1, 0),
    (0, 2, 2, 3, 7),
)


@pytest.mark.parametrize(
    ("counts", "published", "exact"),
    [((20, 5, 10, 15), 0.4, 2 / 5), ((45, 15, 25, 15), 0.1304, 3 / 23), ((25, 35, 5, 35), 0.2593, 7 / 27)],
)
def test_cohens_kappa_of_wikipedias_examples(counts: tuple[int, ...], published: float, exact: float) -> None:
    """Source: Wikipedia, "Cohen's kappa", "Simple example" and "Same percentages but different numbers".

    It gives (0.6 − 0.54) / (1 − 0.54) = 0.1304 and (0.6 − 0.46) / (1 − 0.46) = 0.2593: 3/23 and 7/27.
    """
    table = dict(zip((("y", "y"), ("y", "n"), ("n", "y"), ("n", "n")), counts, strict=True))
    value = cohen_kappa(table)
    assert value == pytest.approx(exact, abs=1e-6)
    assert value == pytest.approx(published, abs=5e-5)


def test_cohens_kappa_of_scikit_learns_example() -> None:
    """Source: scikit-learn user guide, 3.4.4.3 "Cohen's kappa": labeling1, labeling2 → 0.4285714285714286."""
    table = Counter(zip([2, 0, 2, 2, 0, 1], [0, 0, 2, 2, 0, 2], strict=True))
    assert cohen_kappa(table) == pytest.approx(0.4285714285714286, abs=1e-6)


def test_fleiss_kappa_of_wikipedias_example() -> None:
    """Published as 0.210; statsmodels' own test of the same table has 0.209930704422195."""
    profiles = Counter(
        tuple((str(category), count) for category, count in enumerate(row) if count) for row in FLEISS_EXAMPLE
    )
    assert fleiss_kappa(profiles) == pytest.approx(0.209930704422195, abs=1e-6)


def test_one_category_leaves_nothing_to_correct_for_chance() -> None:
    assert cohen_kappa({("a", "a"): 7}) is Undefined.ONE_CATEGORY
    assert fleiss_kappa({profile("aa"): 7}) is Undefined.ONE_CATEGORY


def test_nothing_rated_is_said_to_be_nothing() -> None:
    assert cohen_kappa({}) is Undefined.NO_UNITS
    assert fleiss_kappa({}) is Undefined.NO_UNITS


def test_fleiss_kappa_refuses_units_that_were_rated_more_or_less_often() -> None:
    with pytest.raises(ValueError, match="same number"):
        fleiss_kappa({profile("ab"): 1, profile("abc"): 1})


def test_the_most_frequent_number_of_ratings_is_chosen_and_never_one() -> None:
    profiles = {profile("a"): 9, profile("ab"): 2, profile("aab"): 2}
    assert of_one_size(profiles) == {profile("aab"): 2}
    assert of_one_size({profile("a"): 9}) == {}


def test_one_label_against_the_others() -> None:
    assert collapsed({profile("abb"): 2, profile("cc"): 1}, "b") == {(("", 1), ("b", 2)): 2, (("", 2),): 1}


@given(RATINGS)
def test_cohens_kappa_is_symmetric_and_at_most_one(ratings: list[tuple[str, str]]) -> None:
    value = cohen_kappa(Counter(ratings))
    swapped = cohen_kappa(Counter((other, one) for one, other in ratings))
    assert value == pytest.approx(swapped) if isinstance(value, float) else value is swapped
    assert isinstance(value, Undefined) or -1 <= value <= 1


@given(RATINGS)
def test_of_two_raters_fleiss_kappa_is_at_most_one(ratings: list[tuple[str, str]]) -> None:
    value = fleiss_kappa(Counter(profile(pair) for pair in ratings))
    assert isinstance(value, Undefined) or -1 <= value <= 1


@given(st.lists(st.sampled_from("abc"), min_size=1))
def test_identical_ratings_give_one_unless_all_are_of_one_category(ratings: list[str]) -> None:
    expected = 1 if len(set(ratings)) > 1 else Undefined.ONE_CATEGORY
    assert cohen_kappa(Counter((rating, rating) for rating in ratings)) == expected
    assert fleiss_kappa(Counter(profile(rating * 3) for rating in ratings)) == expected
