"""How many annotations two annotators have in common: precision, recall and F1, exact and overlapping.

F1 takes neither annotator as the truth, and is what pairwise agreement on spans tends to where there are many places
that nobody marked: G. Hripcsak, A. S. Rothschild (2005), Agreement, the F-measure, and reliability in information
retrieval, JAMIA 12(3), 296–298.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from curator.analysis.figures import Measured, Undefined
from curator.analysis.matches import Match


@dataclass(slots=True)
class SpanCounts:
    """Annotations of the first and of the second annotator by label, and how many of them they have in common.

    `exact`: same label and same spans; `overlap`: same label, matched.
    """

    first: Counter[str] = field(default_factory=Counter[str])
    second: Counter[str] = field(default_factory=Counter[str])
    exact: Counter[str] = field(default_factory=Counter[str])
    overlap: Counter[str] = field(default_factory=Counter[str])

    def add(self, matches: Iterable[Match], first: str, second: str) -> None:
        """Count the matches of one document."""
        for match in matches:
            one, other = match.of(first), match.of(second)
            if one:
                self.first[one.label] += 1
            if other:
                self.second[other.label] += 1
            if one and other and one.label == other.label:
                self.overlap[one.label] += 1
                self.exact[one.label] += one.spans == other.spans

    def merge(self, other: "SpanCounts") -> None:
        """Add the counts of other documents or pairs."""
        self.first.update(other.first)
        self.second.update(other.second)
        self.exact.update(other.exact)
        self.overlap.update(other.overlap)

    def of_label(self, label: str) -> "SpanCounts":
        """The counts of one label."""
        counts = (self.first, self.second, self.exact, self.overlap)
        return SpanCounts(*(Counter({label: count[label]}) for count in counts))

    @property
    def annotations(self) -> int:
        """All annotations of both."""
        return self.first.total() + self.second.total()


def f1(common: Counter[str], counts: SpanCounts) -> Measured:
    """The harmonic mean of precision and recall: twice what is common by all annotations of both."""
    return 2 * common.total() / counts.annotations if counts.annotations else Undefined.NO_UNITS


def share(common: Counter[str], whole: Counter[str]) -> Measured:
    """What is common as a share: precision of the second annotator's, recall of the first's annotations."""
    return common.total() / whole.total() if whole.total() else Undefined.NO_UNITS
