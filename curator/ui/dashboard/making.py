"""Makes charts of what the services add up and measure."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from curator.domain.document import DocumentState
from curator.services.agreement import (
    EXPLANATIONS,
    TITLES,
    AgreementView,
    Figure,
    LeftOut,
    Measure,
    confusion_table,
    matrix_table,
)
from curator.services.progressing import ProgressView, weeks_between
from curator.ui import theme
from curator.ui.dashboard.charts import Bars, Figures, Matrix, Series
from curator.ui.document_model import state_title
from curator.ui.reading.looks import OKABE_ITO

MATRIX_MEASURES = (
    Measure.F1_EXACT,
    Measure.F1_OVERLAP,
    Measure.COHEN_KAPPA,
    Measure.ALPHA,
    Measure.ALPHA_U,
)
_HEADLINES = (
    Measure.F1_EXACT,
    Measure.F1_OVERLAP,
    Measure.ALPHA_U,
    Measure.ALPHA_U_BINARY,
    Measure.ALPHA,
    Measure.COHEN_KAPPA,
    Measure.FLEISS_KAPPA,
)


def tr(text: str) -> str:
    """The text in the person's language."""
    return QCoreApplication.translate("Dashboard", text)


def title_of(measure: Measure) -> str:
    """What a figure is called."""
    return QCoreApplication.translate("Agreement", TITLES[measure])


def by_annotator(view: ProgressView) -> Bars:
    """Documents by annotator and state."""
    look = theme.current()
    states = [state for state in DocumentState if any(held is state for _, held in view.states)]
    values = [[view.states.get((ident, state), 0) for state in states] for ident in view.people]
    series = [Series(state_title(state), look.state(state)) for state in states]
    return Bars(list(view.people.values()), series, values, row_title=tr("Annotator"))


def by_week(view: ProgressView) -> Bars:
    """Documents handed in, week by week."""
    weeks = weeks_between([week for week, _ in view.weeks])
    people = [ident for ident in view.people if any(who == ident for _, who in view.weeks)]
    values = [[view.weeks.get((week, ident), 0) for ident in people] for week in weeks]
    names = [QLocale().toString(QDate(week.year, week.month, week.day), "d MMM") for week in weeks]
    series = [Series(view.people[ident], OKABE_ITO[number % len(OKABE_ITO)]) for number, ident in enumerate(people)]
    return Bars(names, series, values, upright=True, row_title=tr("Week of"))


def by_reason(view: ProgressView) -> Bars:
    """Annotations that are returned or rejected, by reason."""
    names = [name or tr("no reason given") for name in view.reasons]
    series = [Series(tr("Annotations"), theme.current().state_returned)]
    return Bars(names, series, [[number] for number in view.reasons.values()], row_title=tr("Reason"))


def headlines(view: AgreementView) -> Figures:
    """The figures of the whole project, each with what it stands on."""
    rows = [
        (title_of(measure), "" if figure.value is None else f"{figure.value:.2f}", _stands_on(figure))
        for measure in _HEADLINES
        if (figure := view.report.find(measure)) is not None
    ]
    return Figures(rows, (tr("Figure"), tr("Value"), tr("Stands on")))


def _stands_on(figure: Figure) -> str:
    units = {"places": tr("places"), "annotations": tr("annotations"), "code_points": tr("characters")}[figure.unit]
    left_out = ", ".join(f"{number:n} {_explained(reason)}" for reason, number in figure.left_out.items() if number)
    words = tr("on %1 %2").replace("%1", f"{figure.units:n}").replace("%2", units)
    if figure.undefined is not None:
        why = QCoreApplication.translate("Agreement", EXPLANATIONS[figure.undefined])
        words = tr("undefined: %1").replace("%1", why)
    return f"{words}; {tr('left out: %1').replace('%1', left_out)}" if left_out else words


def _explained(reason: str) -> str:
    known = {each.value: words for each, words in EXPLANATIONS.items() if isinstance(each, LeftOut)}
    return QCoreApplication.translate("Agreement", known.get(reason, reason))


def matrix(view: AgreementView, measure: Measure) -> Matrix:
    """A figure between each two annotators."""
    headers, rows = matrix_table(view, measure)
    cells = [list(row[1:]) for row in rows]
    shares = [[_share(value) for value in row] for row in cells]
    words = [
        ["·" if at == column else _figure_words(value) for column, value in enumerate(row)]
        for at, row in enumerate(cells)
    ]
    return Matrix([str(row[0]) for row in rows], headers[1:], shares, words, cells, notes=_undefined(view, measure))


def _undefined(view: AgreementView, measure: Measure) -> list[str]:
    """Why figures of pairs are undefined, each reason once."""
    found = [figure for figure in view.report.of(measure) if len(figure.scope.annotators) == 2 and figure.undefined]
    reasons = dict.fromkeys(EXPLANATIONS[figure.undefined] for figure in found if figure.undefined)
    return [f"–  {QCoreApplication.translate('Agreement', words)}" for words in reasons]


def _share(value: object) -> float | None:
    return min(max(float(value), 0.0), 1.0) if isinstance(value, int | float) else None


def _figure_words(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, int | float) else "–"


def confusion(view: AgreementView, titles: Mapping[str, str]) -> Matrix:
    """Which label met which, over all annotators."""
    found = next((each for each in view.report.confusions if not each.annotators), None)
    if found is None:
        return Matrix([], [], [], [], [])
    headers, rows = confusion_table(view, found)
    names = [titles.get(name, name) if name else tr("nothing") for name in headers[1:]]
    cells = [[number if isinstance(number, int) else 0 for number in row[1:]] for row in rows]
    return Matrix(names, names, _by_row(cells), _counts(cells), cells, corner=tr("Label"), strong_diagonal=True)


def _by_row(cells: Sequence[Sequence[int]]) -> list[list[float | None]]:
    return [[number / max(sum(row), 1) if number else None for number in row] for row in cells]


def _counts(cells: Sequence[Sequence[int]]) -> list[list[str]]:
    return [[f"{number:n}" if number else "" for number in row] for row in cells]
