"""Gamma with the published library, where that is installed; and what is said where it is not."""

from importlib.util import find_spec

import pytest

from curator.analysis import gamma
from curator.analysis.agreement import Agreement
from curator.analysis.figures import Measure, Scope, Undefined
from curator.analysis.units import DocumentWork, Unit
from curator.domain.errors import CuratorError

# pygamma-agreement 0.5.9, tests/data/AlexPaulSuzan.csv: the example of the paper's figures.
PUBLISHED = {
    "Alex": [("1", 2, 9), ("2", 11, 17), ("5", 24, 30), ("6", 32, 36), ("6", 36, 44), ("7", 44, 60)],
    "Paul": [("1", 2, 9), ("3", 11, 17), ("5", 19, 25), ("6", 32, 44)],
    "Suzan": [("1", 2, 9), ("4", 11, 17), ("5", 21, 27), ("6", 32, 36), ("6", 36, 40), ("6", 40, 44)],
}
library = pytest.mark.skipif(
    find_spec("pygamma_agreement") is None, reason="pygamma-agreement is not installed (docs/decisions/0013)"
)
library_warns = pytest.mark.filterwarnings("ignore")


def work(places: dict[str, list[tuple[str, int, int]]]) -> DocumentWork:
    units = [
        Unit(f"{who}{place}", who, label, ((start, end),))
        for who, found in places.items()
        for place, (label, start, end) in enumerate(found)
    ]
    return DocumentWork("d", 100, tuple(places), tuple(units))


def test_without_the_library_it_is_said_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gamma, "_LIBRARY", "a_library_that_nobody_has")
    with pytest.raises(CuratorError, match="pip install"):
        gamma.require()
    with pytest.raises(CuratorError, match="not installed"):
        gamma.gamma(work(PUBLISHED))


def test_too_many_annotations_are_not_begun_with() -> None:
    many = {who: [("X", place, place + 1) for place in range(600)] for who in "ab"}
    assert gamma.gamma(work(many)).value is Undefined.TOO_LARGE


def test_one_annotators_work_has_nothing_to_be_aligned_with() -> None:
    assert gamma.gamma(work({"a": [("X", 0, 5)], "b": []})).value is Undefined.NO_UNITS


@library
@library_warns
def test_gamma_of_the_published_example() -> None:
    """Source: pygamma-agreement, tests/test_gammas.py, test_gamma_alexpaulsuzan: between 0.44 and 0.47 (it draws)."""
    found = gamma.gamma(work(PUBLISHED), (3.0, 1.0))
    assert found.value == pytest.approx(0.455, abs=0.02)
    assert (found.units, found.estimated_from) == (16, gamma.SAMPLES)


@library
@library_warns
def test_gamma_is_the_same_every_time_and_one_for_identical_work() -> None:
    assert gamma.gamma(work(PUBLISHED)) == gamma.gamma(work(PUBLISHED))
    assert gamma.gamma(work(dict.fromkeys("ab", PUBLISHED["Alex"]))).value == pytest.approx(1)


@library
@library_warns
def test_gamma_of_a_project_is_the_mean_over_its_annotations() -> None:
    agreement = Agreement({}, with_gamma=True)
    agreement.add(work(PUBLISHED))
    found = agreement.report()
    whole, document = found.find(Measure.GAMMA), found.find(Measure.GAMMA, Scope(document="d"))
    assert whole is not None
    assert document is not None
    assert whole.value == pytest.approx(document.value)
