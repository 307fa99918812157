"""Figures of agreement as values: what was measured, on how much, what was left out, or why there is no figure.

A figure is never NaN. `docs/AGREEMENT.md` says what each means and where its formula comes from.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from curator.domain.span import Value


class Measure(StrEnum):
    """What can be measured."""

    COHEN_KAPPA = "cohen_kappa"
    FLEISS_KAPPA = "fleiss_kappa"
    ALPHA = "krippendorff_alpha"
    ALPHA_U = "krippendorff_alpha_u"
    ALPHA_U_BINARY = "krippendorff_alpha_u_binary"
    GAMMA = "gamma"
    PRECISION_EXACT = "precision_exact"
    RECALL_EXACT = "recall_exact"
    F1_EXACT = "f1_exact"
    PRECISION_OVERLAP = "precision_overlap"
    RECALL_OVERLAP = "recall_overlap"
    F1_OVERLAP = "f1_overlap"
    FIELD_SAME = "field_same"
    FIELD_ALPHA = "field_alpha"
    FIELD_DISTANCE = "field_distance"


TITLES: Final[dict[Measure, str]] = {
    Measure.COHEN_KAPPA: "Cohen's kappa of labels",
    Measure.FLEISS_KAPPA: "Fleiss' kappa of labels",
    Measure.ALPHA: "Krippendorff's alpha of labels",
    Measure.ALPHA_U: "Krippendorff's alpha of places and labels",
    Measure.ALPHA_U_BINARY: "Krippendorff's alpha of places",
    Measure.GAMMA: "Gamma",
    Measure.PRECISION_EXACT: "Precision, same place",
    Measure.RECALL_EXACT: "Recall, same place",
    Measure.F1_EXACT: "F1, same place",
    Measure.PRECISION_OVERLAP: "Precision, overlapping",
    Measure.RECALL_OVERLAP: "Recall, overlapping",
    Measure.F1_OVERLAP: "F1, overlapping",
    Measure.FIELD_SAME: "Share of the same value",
    Measure.FIELD_ALPHA: "Krippendorff's alpha of values",
    Measure.FIELD_DISTANCE: "Distance of values",
}
"""What people call each."""


class Undefined(StrEnum):
    """Why there is no figure."""

    NO_UNITS = "no_units"
    ONE_CATEGORY = "one_category"
    NOT_A_PAIR = "not_a_pair"
    TOO_LARGE = "too_large"


class LeftOut(StrEnum):
    """Why something was not counted."""

    BY_ONE = "by_one"
    OTHER_NUMBER = "other_number"
    ONE_ANNOTATOR = "documents_of_one_annotator"
    OTHER_ANNOTATORS = "documents_without_the_pair"
    UNTOUCHED = "untouched"
    NOT_STATED = "not_stated"
    NOT_COMPARABLE = "not_comparable"
    NO_GAMMA = "documents_without_gamma"


EXPLANATIONS: Final[dict[Undefined | LeftOut, str]] = {
    Undefined.NO_UNITS: "there is nothing to compare",
    Undefined.ONE_CATEGORY: "everything is of one kind, so that chance alone would agree as much",
    Undefined.NOT_A_PAIR: "it is a figure of two annotators; see each pair",
    Undefined.TOO_LARGE: "there are too many annotations to align within reasonable time",
    LeftOut.BY_ONE: "places that only one of them marked",
    LeftOut.OTHER_NUMBER: "places that another number of annotators marked",
    LeftOut.ONE_ANNOTATOR: "documents that one person annotated",
    LeftOut.OTHER_ANNOTATORS: "documents that were not annotated by both",
    LeftOut.UNTOUCHED: "annotations whose field was not looked at",
    LeftOut.NOT_STATED: "annotations that state no value",
    LeftOut.NOT_COMPARABLE: "values that can't be measured (open dates, dates that point at an annotation)",
    LeftOut.NO_GAMMA: "documents for which gamma is undefined",
}
"""Each reason in words, for people who read English; the window translates by the reason."""

Measured = float | Undefined
UnitKind = Literal["places", "annotations", "code_points"]
"""What a figure is counted in: places that somebody marked, annotations, or code points of the texts."""


class Scope(Value):
    """What a figure is about; "" and () stand for all. `annotators` are two, the first of whom recall is of."""

    annotators: tuple[str, ...] = ()
    document: str = ""
    label: str = ""
    field: str = ""


class Figure(Value):
    """One measured figure.

    Attributes:
        value: the figure, or None where it is undefined for the reason given.
        units: how many things it rests on, and `unit` what they are.
        scale: what the value itself is counted in where it is a distance: "days", "difference" or "share".
        left_out: how many things did not count, by reason.
        estimated_from: where chance agreement was estimated from a sample, how many values the sample has; else 0.
    """

    measure: Annotated[Measure, Field(strict=False)]
    scope: Scope
    value: Annotated[float, Field(allow_inf_nan=False)] | None
    undefined: Annotated[Undefined, Field(strict=False)] | None = None
    units: Annotated[int, Field(ge=0)]
    unit: UnitKind
    scale: str = ""
    left_out: dict[str, int] = Field(default_factory=dict[str, int])
    estimated_from: int = 0

    @model_validator(mode="after")
    def _is_said(self) -> Self:
        if (self.value is None) == (self.undefined is None):
            raise ValueError("a figure has a value or a reason why it has none")
        return self


class Confusion(Value):
    """How often one annotator's label met the other's at the same place; "" stands for no annotation there.

    For a pair, `cells` are (first annotator's label, second's, count). For several pairs together each pair counts in
    both directions, so that the table is symmetrical.
    """

    annotators: tuple[str, ...]
    cells: tuple[tuple[str, str, int], ...]

    def count(self, one: str, other: str) -> int:
        """How often `one` met `other`."""
        return next((count for row, column, count in self.cells if (row, column) == (one, other)), 0)


class AgreementReport(Value):
    """All figures and tables of some documents.

    `documents` have the annotations of two or more people, `documents_left_out` of one. `states` counts the matches in
    each state (`matches.State`). Figures come for all annotators, then for each two, then for each document.
    """

    documents: int
    documents_left_out: int
    annotations: int
    annotators: tuple[str, ...]
    states: dict[str, int]
    figures: tuple[Figure, ...]
    confusions: tuple[Confusion, ...]

    def find(self, measure: Measure, scope: Scope | None = None) -> Figure | None:
        """The one figure of that measure and scope; without a scope, of all annotators, documents and labels."""
        wanted = scope or Scope()
        return next((figure for figure in self.figures if figure.measure is measure and figure.scope == wanted), None)

    def between(self, measure: Measure, one: str, other: str) -> Figure | None:
        """The figure of two annotators over everything: a cell of the agreement matrix.

        Recall and precision of the two change places with the order of the annotators, and are given in theirs alone.
        """
        return self.find(measure, Scope(annotators=(min(one, other), max(one, other))))

    def of(self, measure: Measure) -> Iterator[Figure]:
        """All figures of that measure."""
        return (figure for figure in self.figures if figure.measure is measure)


def measured(value: Measured) -> tuple[float | None, Undefined | None]:
    """The value, and why there is none."""
    return (None, value) if isinstance(value, Undefined) else (value, None)
