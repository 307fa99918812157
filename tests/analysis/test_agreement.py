"""Agreement over documents: which figures there are, what they stand on, and what holds for any work."""

import json
import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.analysis.agreement import Agreement, kinds_of
from curator.analysis.figures import AgreementReport, Figure, Measure, Scope, Undefined
from curator.analysis.units import DocumentWork, Unit
from curator.domain.scheme import FieldType
from curator.services.schemes import default_scheme
from tests.analysis.works import by_everyone, some_units, unit

KINDS = {("X", "p"): FieldType.TEXT, ("X", "who"): FieldType.ANNOTATION, ("Y", "d"): FieldType.DATE}
PAIR = Scope(annotators=("a", "b"))


def report(*documents: Sequence[Unit], annotators: str = "ab", length: int = 100) -> AgreementReport:
    agreement = Agreement(KINDS)
    for number, units in enumerate(documents):
        agreement.add(DocumentWork(f"d{number}", length, tuple(annotators), tuple(units)))
    return agreement.report()


def figure(found: AgreementReport, measure: Measure, scope: Scope | None = None) -> Figure:
    one = found.find(measure, scope)
    assert one is not None
    return one


def two_documents() -> AgreementReport:
    """The annotators agree on the label of 3 of 4 places, and each has a place of their own."""
    first = [unit(who, "X", (0, 5), name=f"{who}1") for who in "ab"]
    first += [unit(who, "Y", (10, 15), name=f"{who}2") for who in "ab"]
    first += [unit("a", "X", (20, 25), name="a3"), unit("b", "Y", (20, 25), name="b3")]
    second = [unit("a", "X", (0, 5), name="a4"), unit("b", "X", (1, 5), name="b4")]
    second += [unit("a", "Y", (40, 45), name="a5"), unit("b", "Y", (60, 65), name="b6")]
    return report(first, second)


def test_kappas_and_alpha_are_of_the_labels_of_places_that_both_marked() -> None:
    found = two_documents()
    cohen = figure(found, Measure.COHEN_KAPPA)
    assert cohen.value == pytest.approx(0.5)  # (3/4 − 1/2) / (1 − 1/2)
    assert (cohen.units, cohen.unit, cohen.left_out) == (4, "places", {"by_one": 2})
    assert figure(found, Measure.FLEISS_KAPPA).value == pytest.approx((3 / 4 - 34 / 64) / (1 - 34 / 64))  # 5 X and 3 Y
    assert figure(found, Measure.ALPHA).value == pytest.approx(1 - (8 - 1) * 2 / (2 * 5 * 3))
    assert figure(found, Measure.ALPHA).left_out == {"by_one": 2}


def test_span_scores_count_annotations() -> None:
    found = two_documents()
    exact, overlap = figure(found, Measure.F1_EXACT), figure(found, Measure.F1_OVERLAP)
    assert (exact.value, overlap.value) == (pytest.approx(2 * 2 / 10), pytest.approx(2 * 3 / 10))
    assert (exact.units, exact.unit) == (10, "annotations")
    assert figure(found, Measure.RECALL_EXACT, PAIR).value == pytest.approx(2 / 5)
    assert found.find(Measure.RECALL_EXACT) is None  # whose recall would it be?


def test_there_are_figures_of_each_label_field_document_and_pair() -> None:
    found = two_documents()
    assert {one.scope.label for one in found.figures} == {"", "X", "Y"}
    assert {one.scope.document for one in found.figures} == {"", "d0", "d1"}
    assert {one.scope.annotators for one in found.figures} == {(), ("a", "b")}
    assert {one.scope.field for one in found.figures} == {"", "p", "who", "d"}
    assert figure(found, Measure.F1_EXACT, Scope(label="Y")).value == pytest.approx(2 * 1 / 5)
    assert figure(found, Measure.F1_EXACT, Scope(document="d1")).value == 0
    assert figure(found, Measure.COHEN_KAPPA, Scope(document="d1")).undefined is Undefined.ONE_CATEGORY


def test_labels_that_met_are_counted_and_so_is_what_only_one_marked() -> None:
    whole, pair = two_documents().confusions
    assert pair.annotators == ("a", "b")
    assert {cell[:2]: cell[2] for cell in pair.cells} == {
        ("X", "X"): 2,
        ("Y", "Y"): 1,
        ("X", "Y"): 1,
        ("Y", ""): 1,
        ("", "Y"): 1,
    }
    assert whole.count("Y", "X") == whole.count("X", "Y") == 1
    assert whole.count("X", "X") == 4


def test_matches_are_counted_by_their_state() -> None:
    assert two_documents().states == {"agree": 2, "differ_in_label": 1, "differ_in_span": 1, "only_one": 2}


def test_of_three_annotators_cohens_kappa_is_of_each_pair_alone() -> None:
    units = [unit(who, label, (place, place + 5)) for who in "abc" for label, place in (("X", 0), ("Y", 10))]
    found = report(units, annotators="abc")
    assert figure(found, Measure.COHEN_KAPPA).undefined is Undefined.NOT_A_PAIR
    for pair in ("ab", "ac", "bc"):
        assert figure(found, Measure.COHEN_KAPPA, Scope(annotators=tuple(pair))).value == 1
        between = found.between(Measure.COHEN_KAPPA, pair[1], pair[0])
        assert between is not None
        assert between.value == 1
    assert figure(found, Measure.FLEISS_KAPPA).value == 1


def test_documents_of_one_annotator_are_left_out_and_counted() -> None:
    agreement = Agreement(KINDS)
    agreement.add(DocumentWork("d0", 100, ("a",), (unit("a", "X", (0, 5)),)))
    agreement.leave_out(2)
    found = agreement.report()
    assert (found.documents, found.documents_left_out, found.annotations) == (0, 3, 0)
    alpha = figure(found, Measure.ALPHA)
    assert alpha.undefined is Undefined.NO_UNITS
    assert alpha.left_out == {"documents_of_one_annotator": 3}


def test_of_a_pair_the_documents_of_others_are_left_out() -> None:
    agreement = Agreement(KINDS)
    for document, annotators in (("d0", "ab"), ("d1", "bc"), ("d2", "bc")):
        units = tuple(unit(who, "X", (0, 5), name=f"{document}{who}") for who in annotators)
        agreement.add(DocumentWork(document, 100, tuple(annotators), units))
    found = agreement.report()
    assert figure(found, Measure.F1_EXACT, PAIR).left_out == {"documents_without_the_pair": 2}
    assert found.between(Measure.F1_EXACT, "a", "c") is None


def test_who_found_nothing_counts_as_an_annotator() -> None:
    found = report([unit("a", "X", (0, 5))], annotators="ab")
    assert figure(found, Measure.F1_EXACT).value == 0
    value = figure(found, Measure.ALPHA_U).value
    assert value is not None
    assert value < 0.1


def test_a_label_that_a_text_lacks_counts_as_agreement_that_it_is_not_there() -> None:
    with_label = [unit(who, "X", (0, 5), name=f"1{who}") for who in "ab"]
    without = [unit(who, "Y", (0, 5), name=f"2{who}") for who in "ab"]
    one = figure(report(with_label, without), Measure.ALPHA_U, Scope(label="X"))
    assert one.value == 1
    assert one.units == 200


def test_fields_are_compared_where_labels_are_the_same() -> None:
    units = [unit("a", "X", (0, 5), name="a1", fields={"p": "kitten"}), unit("a", "X", (8, 9), name="a2")]
    units += [unit("b", "X", (0, 5), name="b1", fields={"p": "sitting"}), unit("b", "Y", (8, 9), name="b2")]
    found = report(units)
    scope = Scope(label="X", field="p")
    distance = figure(found, Measure.FIELD_DISTANCE, scope)
    assert distance.value == pytest.approx(3 / 7)
    assert (distance.units, distance.scale, distance.left_out) == (1, "share", {"untouched": 1})
    assert figure(found, Measure.FIELD_SAME, scope).value == 0


def test_the_scheme_says_the_type_of_each_field() -> None:
    kinds = kinds_of(default_scheme())
    assert kinds["date", "value"] is FieldType.DATE
    assert kinds["commitment", "quantity"] is FieldType.QUANTITY


def test_a_strangers_annotation_is_refused() -> None:
    with pytest.raises(ValueError, match="do not annotate"):
        DocumentWork("d", 100, ("a",), (unit("b", "X", (0, 5)),))


def test_computing_stops_where_it_is_asked_to() -> None:
    class StoppedError(Exception):
        pass

    def stop() -> None:
        raise StoppedError

    agreement = Agreement(KINDS)
    agreement.add(DocumentWork("d", 100, ("a", "b"), ()))
    with pytest.raises(StoppedError):
        agreement.report(stop)


BOUNDS = {Measure.FIELD_DISTANCE: (0, 10**9)}
LOWEST = {
    Measure.FIELD_SAME: 0,
    Measure.F1_EXACT: 0,
    Measure.F1_OVERLAP: 0,
    Measure.PRECISION_EXACT: 0,
    Measure.PRECISION_OVERLAP: 0,
    Measure.RECALL_EXACT: 0,
    Measure.RECALL_OVERLAP: 0,
    Measure.COHEN_KAPPA: -1,
    Measure.FLEISS_KAPPA: -1,
}


@settings(max_examples=40)
@given(st.lists(some_units(owners="abc"), max_size=3))
def test_figures_keep_their_bounds_and_are_no_nan_and_every_undefined_one_has_its_reason(
    documents: list[list[Unit]],
) -> None:
    found = report(*documents, annotators="abc")
    for one in found.figures:
        if one.value is None:
            assert one.undefined is not None
            continue
        low, high = BOUNDS.get(one.measure, (LOWEST.get(one.measure, float("-inf")), 1 + 1e-9))
        assert low <= one.value <= high
        assert one.units > 0
    assert "NaN" not in json.dumps(found.model_dump(mode="json"))


@settings(max_examples=40)
@given(st.lists(some_units(owners="a"), min_size=1, max_size=3))
def test_identical_annotators_agree_wholly(documents: list[list[Unit]]) -> None:
    """Twins apart: of those, who made which is a guess."""
    works = [
        [copy for one in {(one.label, one.spans): one for one in units}.values() for copy in by_everyone(one, "abc")]
        for units in documents
    ]
    works = [[unit(one.annotator, one.label, *one.spans, name=one.id) for one in units] for units in works]
    for one in report(*works, annotators="abc").figures:
        perfect = 0 if one.measure is Measure.FIELD_DISTANCE else 1
        assert one.value is None or one.value == pytest.approx(perfect)


@settings(max_examples=40)
@given(st.lists(some_units(owners="ab"), max_size=3), st.randoms(use_true_random=False))
def test_the_order_of_documents_and_annotations_plays_no_part(
    documents: list[list[Unit]], order: random.Random
) -> None:
    shuffled = [order.sample(units, len(units)) for units in documents]
    agreement = Agreement(KINDS)
    for number, units in reversed(list(enumerate(shuffled))):
        agreement.add(DocumentWork(f"d{number}", 100, ("b", "a"), tuple(units)))
    one, other = agreement.report(), report(*documents)
    values = [
        {(each.measure, each.scope.model_dump_json()): each.value for each in found.figures} for found in (one, other)
    ]
    assert values[0] == pytest.approx(values[1], nan_ok=False)
    assert one.confusions == other.confusions
    assert one.states == other.states


@settings(max_examples=40)
@given(some_units(owners="ab"))
def test_agreement_is_the_same_whoever_is_called_a(units: list[Unit]) -> None:
    swapped = [Unit(one.id, "ba"["ab".index(one.annotator)], one.label, one.spans, one.fields) for one in units]
    one, other = report(units), report(swapped)
    for measure in (Measure.COHEN_KAPPA, Measure.ALPHA, Measure.ALPHA_U, Measure.F1_EXACT, Measure.F1_OVERLAP):
        assert figure(one, measure).value == pytest.approx(figure(other, measure).value)
    recall, precision = (Measure.RECALL_OVERLAP, Measure.PRECISION_OVERLAP)
    assert figure(one, recall, PAIR).value == figure(other, precision, PAIR).value
