"""Agreement over documents that are given one after another: of all annotators, of each two, of each document."""

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations

from curator.analysis import report
from curator.analysis.field_agreement import Outcome
from curator.analysis.figures import AgreementReport, Figure, LeftOut, Scope, Undefined
from curator.analysis.gamma import gamma
from curator.analysis.report import Kinds
from curator.analysis.tally import Reading, Tally
from curator.analysis.units import DocumentWork
from curator.domain.scheme import AnnotationScheme

Pair = tuple[str, str]


def kinds_of(scheme: AnnotationScheme) -> Kinds:
    """The type of each field of a scheme."""
    return {(label.name, field.name): field.type for label in scheme.labels for field in label.fields}


class Agreement:
    """Adds up documents, and says what they show."""

    def __init__(self, kinds: Kinds, *, with_gamma: bool = False) -> None:
        """`with_gamma` computes gamma, too: seconds for each document, and only where its library is installed."""
        self._kinds = kinds
        self._with_gamma = with_gamma
        self._gammas: list[tuple[float, int]] = []
        self._forms: dict[str, list[str]] = {}
        for label, name in kinds:
            self._forms.setdefault(label, []).append(name)
        self._all = Tally()
        self._pairs: dict[Pair, Tally] = {}
        self._documents: list[Figure] = []
        self._alone = 0

    def add(self, work: DocumentWork) -> None:
        """Add a document; one that fewer than two annotated is counted among what was left out."""
        annotators = tuple(sorted(work.annotators))
        if len(annotators) < 2:
            self.leave_out(1)
            return
        reading = Reading(work, self._forms)
        here = Tally()
        here.add(reading, annotators)
        self._documents += report.overall(here, Scope(document=work.document), {})
        if self._with_gamma:
            self._documents.append(self._gamma_of(work))
        self._all.merge(here)
        for pair in combinations(annotators, 2):
            tally = self._pairs.setdefault(pair, Tally())
            if len(annotators) == 2:
                tally.merge(here)
            else:
                tally.add(reading, pair)

    def _gamma_of(self, work: DocumentWork) -> Figure:
        found = gamma(work)
        if not isinstance(found.value, Undefined):
            self._gammas.append((found.value, found.units))
        return report.gamma_figure(found, Scope(document=work.document), {})

    def leave_out(self, documents: int) -> None:
        """Count documents that one person annotated."""
        self._alone += documents

    def report(self, between: Callable[[], None] = lambda: None) -> AgreementReport:
        """All figures and tables of what was added; `between` is called again and again, and may raise to stop it."""
        pairs = [(Scope(annotators=pair), tally) for pair, tally in sorted(self._pairs.items())]
        scopes = [(Scope(), self._all), *pairs]
        figures: list[Figure] = []
        for scope, tally in scopes:
            for figure in self._figures(scope, tally):
                figures.append(figure)
                between()
        if self._with_gamma:
            figures.append(self._gamma_of_all())
        return AgreementReport(
            documents=self._all.documents,
            documents_left_out=self._alone,
            annotations=self._all.annotations,
            annotators=tuple(sorted(self._all.annotators)),
            states=dict(sorted(self._all.states.items())),
            figures=(*figures, *self._documents),
            confusions=tuple(report.confusion(tally, scope) for scope, tally in scopes),
        )

    def _gamma_of_all(self) -> Figure:
        """The mean of the documents' gammas, each as often as it has annotations: gamma itself is of one text."""
        units = sum(count for _, count in self._gammas)
        value = sum(value * count for value, count in self._gammas) / units if units else Undefined.NO_UNITS
        left_out = self._all.documents - len(self._gammas)
        reasons = {LeftOut.NO_GAMMA.value: left_out} if left_out else {}
        return report.gamma_figure(Outcome(value, units, reasons), Scope(), self._left_out(self._all))

    def _figures(self, scope: Scope, tally: Tally) -> Iterator[Figure]:
        left_out = self._left_out(tally)
        yield from report.overall(tally, scope, left_out)
        yield from report.of_labels(tally, scope, left_out)
        yield from report.of_fields(tally, scope, left_out, self._kinds)

    def _left_out(self, tally: Tally) -> Mapping[str, int]:
        counts = {
            LeftOut.ONE_ANNOTATOR: self._alone,
            LeftOut.OTHER_ANNOTATORS: self._all.documents - tally.documents,
        }
        return {reason.value: count for reason, count in counts.items() if count}
