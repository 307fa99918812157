"""The dashboard: how far everybody is, how well annotators agree, and why work is returned."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from curator.domain.errors import CuratorError
from curator.services import agreement, progressing, tables
from curator.services.agreement import AgreementView, Measure
from curator.services.progressing import ProgressView
from curator.ui.background import Background, Cancelled, Progress, Task
from curator.ui.dashboard import making
from curator.ui.dashboard.card import ChartCard
from curator.ui.dialogs.files import ask_new
from curator.ui.session import Session


class Dashboard(QWidget):
    """Cards with charts.

    Signals:
        agreement_wanted: compute agreement anew.
        stop_wanted: give up computing it.
    """

    agreement_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Dashboard"))
        self.resize(1180, 940)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        self._progress: ProgressView | None = None
        self._agreement: AgreementView | None = None
        self._titles: Mapping[str, str] = {}
        self._make_cards()
        self._lay_out()

    def _make_cards(self) -> None:
        self.annotators = self._card(self.tr("Documents by annotator and state"))
        self.weeks = self._card(self.tr("Documents submitted by week"))
        self.figures = self._card(self.tr("Agreement in this project"))
        self.matrix = self._card(self.tr("Agreement between annotators"))
        self.confusion = self._card(self.tr("Which label met which"))
        self.reasons = self._card(self.tr("Why annotations were returned or rejected"))
        self.cards = (self.annotators, self.weeks, self.matrix, self.confusion, self.figures, self.reasons)
        self.measure = QComboBox(self)
        self.measure.setAccessibleName(self.tr("Figure"))
        self.measure.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.measure.setMinimumContentsLength(12)
        self.measure.setMinimumWidth(150)
        for measure in making.MATRIX_MEASURES:
            self.measure.addItem(making.title_of(measure), measure)
        self.measure.currentIndexChanged.connect(self._draw)
        self.matrix.head.insertWidget(2, self.measure)

    def _card(self, title: str) -> ChartCard:
        card = ChartCard(title, self)
        card.picture_wanted.connect(partial(self._ask_picture, card))
        card.table_wanted.connect(partial(self._ask_table, card))
        return card

    def _lay_out(self) -> None:
        self.words = QLabel(self)
        self.words.setProperty("role", "muted")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(180)
        self.bar.setAccessibleName(self.tr("Computing agreement"))
        self.stop = QPushButton(self.tr("Stop"), self)
        self.stop.clicked.connect(self.stop_wanted)
        self.again = QPushButton(self.tr("Compute anew"), self)
        self.again.clicked.connect(self.agreement_wanted)
        foot = QHBoxLayout()
        foot.setContentsMargins(18, 8, 18, 10)
        foot.addWidget(self.words, 1)
        for widget in (self.bar, self.stop, self.again):
            foot.addWidget(widget)
        host = QWidget(self)
        grid = QGridLayout(host)
        grid.setContentsMargins(18, 16, 18, 8)
        grid.setSpacing(14)
        for number, card in enumerate(self.cards):
            card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            grid.addWidget(card, number // 2, number % 2)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(len(self.cards) // 2, 1)
        scroller = QScrollArea(self)
        scroller.setWidgetResizable(True)
        scroller.setFrameShape(QFrame.Shape.NoFrame)
        scroller.setWidget(host)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scroller, 1)
        layout.addLayout(foot)
        self.show_computing(running=False)

    # what is shown

    def show_progress(self, view: ProgressView) -> None:
        """Show how far everybody is."""
        self._progress = view
        self._draw()

    def show_agreement(self, view: AgreementView, titles: Mapping[str, str]) -> None:
        """Show how well they agree; `titles` of labels by name."""
        self._agreement, self._titles = view, titles
        self._draw()
        words = self.tr("%1 documents by several annotators, %2 annotations; %3 documents by one person were left out.")
        report = view.report
        for place, number in enumerate((report.documents, report.annotations, report.documents_left_out), start=1):
            words = words.replace(f"%{place}", f"{number:n}")
        self.words.setText(words)

    def show_computing(self, *, running: bool) -> None:
        """Say whether agreement is being computed."""
        for widget in (self.bar, self.stop):
            widget.setVisible(running)
        self.again.setVisible(not running)
        if running:
            self.bar.setRange(0, 0)
            self.words.setText(self.tr("Computing agreement…"))

    def show_step(self, done: int, total: int, what: str) -> None:
        """Say how far computing is."""
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        self.words.setText(self.tr("Computing agreement: %1").replace("%1", what) if what else "")

    def _draw(self) -> None:
        progress, report = self._progress, self._agreement
        nothing = self.tr("Nothing to show yet.")
        self.annotators.show_chart(making.by_annotator(progress) if progress else None, nothing)
        self.weeks.show_chart(
            making.by_week(progress) if progress else None, self.tr("Nobody has submitted anything yet.")
        )
        self.reasons.show_chart(
            making.by_reason(progress) if progress else None, self.tr("Nothing is returned or rejected.")
        )
        alone = self.tr("No document was annotated by several people yet.")
        measure = Measure(self.measure.currentData())
        is_shared = report is not None and report.report.documents > 0
        self.figures.show_chart(making.headlines(report) if report and is_shared else None, alone)
        self.matrix.show_chart(making.matrix(report, measure) if report and is_shared else None, alone)
        self.confusion.show_chart(making.confusion(report, self._titles) if report and is_shared else None, alone)

    @override
    def changeEvent(self, event: QEvent, /) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and (self._progress or self._agreement):
            self._draw()

    # out into files

    def _ask_picture(self, card: ChartCard) -> None:
        filters = [self.tr("Pictures (*.png)")]
        ask_new(self, card.title, filters, Path.home() / f"{_plain(card.title)}.png", partial(self.save_picture, card))

    def _ask_table(self, card: ChartCard) -> None:
        filters = [self.tr("Tables (*.csv)")]
        ask_new(self, card.title, filters, Path.home() / f"{_plain(card.title)}.csv", partial(self.save_table, card))

    def save_picture(self, card: ChartCard, target: Path) -> None:
        """Save a chart as it is seen."""
        if card.view.picture().save(str(target)):
            self.words.setText(self.tr("Saved %1").replace("%1", target.name))
        else:
            self.words.setText(self.tr("The picture can't be written to %1.").replace("%1", str(target)))

    def save_table(self, card: ChartCard, target: Path) -> None:
        """Save the numbers behind a chart."""
        if card.view.chart is None:
            return
        try:
            tables.write(target, *card.view.chart.table())
        except CuratorError as error:
            self.words.setText(str(error))
            return
        self.words.setText(self.tr("Saved %1").replace("%1", target.name))

    @override
    def closeEvent(self, event: QCloseEvent, /) -> None:
        self.stop_wanted.emit()
        super().closeEvent(event)


def _plain(title: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in title.lower())


class Computing(QObject):
    """Fills a dashboard in the background; goes with it, and hears nothing then of what still runs."""

    def __init__(self, board: Dashboard, session: Session, background: Background) -> None:
        super().__init__(board)
        self._board = board
        self._session = session
        self._background = background
        self._tasks: list[Task] = []
        board.agreement_wanted.connect(self.start)
        board.stop_wanted.connect(self.stop)

    def start(self) -> None:
        """Compute everything."""
        self.stop()
        view = self._session.view

        def add_up(_progress: Progress, cancelled: Cancelled) -> ProgressView:
            with view.reader() as reader:
                return progressing.progress_of(reader, cancelled=cancelled)

        def measure(progress: Progress, cancelled: Cancelled) -> AgreementView:
            with view.reader() as reader:
                return agreement.measure(reader, progress=progress, cancelled=cancelled)

        adding = Task(self._board.tr("Adding up"), add_up, is_quiet=True)
        adding.succeeded.connect(self._added_up)
        measuring = Task(self._board.tr("Computing agreement"), measure)
        measuring.progressed.connect(self._progressed)
        measuring.over.connect(self._over)
        measuring.succeeded.connect(self._measured)
        self._tasks = [adding, measuring]
        self._board.show_computing(running=True)
        for task in self._tasks:
            task.failed.connect(self._failed)
            self._background.start(task)

    def _is_awaited(self) -> bool:
        """Whether what is heard of now was not given up."""
        return self.sender() in self._tasks

    def _added_up(self, view: ProgressView) -> None:
        if self._is_awaited():
            self._board.show_progress(view)

    def _progressed(self, done: int, total: int, what: str) -> None:
        if self._is_awaited():
            self._board.show_step(done, total, what)

    def _over(self) -> None:
        if self._is_awaited():
            self._board.show_computing(running=False)

    def _measured(self, view: AgreementView) -> None:
        if self._is_awaited():
            titles = {label.name: label.title for label in self._session.scheme.labels}
            self._board.show_agreement(view, titles)

    def _failed(self, error: CuratorError) -> None:
        if self._is_awaited():
            self._board.words.setText(str(error))

    def stop(self) -> None:
        """Give up what runs, and hear no more of it."""
        for task in self._tasks:
            task.cancel()
        self._tasks = []
        self._board.show_computing(running=False)
        self._board.words.setText(self._board.tr("Stopped."))


def show_dashboard(session: Session, background: Background, window: QWidget) -> Dashboard:
    """Show the dashboard of the open project; the one that is open comes to the front."""
    board = next((each for each in window.findChildren(Dashboard) if each.isVisible()), None)
    if board is None:
        board = Dashboard(window)
        computing = Computing(board, session, background)
        session.opened.connect(board.close)
        computing.start()
    board.show()
    board.activateWindow()
    return board
