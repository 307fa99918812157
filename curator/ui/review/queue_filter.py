"""What the review queue shows: state, annotator, label, confidence, age."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from curator.domain.document import DocumentState
from curator.domain.review import AnnotationState
from curator.services.review_views import QueueCounts, QueueFilter
from curator.ui import theme
from curator.ui.forms.flow import FlowLayout
from curator.ui.forms.header import state_title
from curator.ui.pills import Pill

Group = tuple[AnnotationState, ...]
TO_DECIDE: Final[Group] = (AnnotationState.DRAFT, AnnotationState.DONE)
_GROUPS: Final[tuple[Group, ...]] = (
    TO_DECIDE,
    (AnnotationState.RETURNED,),
    (AnnotationState.REJECTED,),
    (AnnotationState.APPROVED,),
)
_AGES: Final = (0, 1, 7, 30)


class FilterBar(QWidget):
    """Pills for states and boxes for the rest.

    Signals:
        changed: the person wants to see others.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document: str | None = None
        self._chosen: set[Group] = {TO_DECIDE}
        self.pills: dict[Group, Pill] = {}
        pills = QWidget(self)
        self._flow = FlowLayout(pills, gap=6)
        for group in _GROUPS:
            self._add_pill(group, pills)
        self.annotator = self._box(self.tr("Annotator"))
        self.label = self._box(self.tr("Label"))
        self.confidence = self._box(self.tr("Confidence"))
        self.age = self._box(self.tr("Age"))
        self._fill_ages()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        for place, box in enumerate((self.annotator, self.label, self.confidence, self.age)):
            grid.addWidget(box, place // 2, place % 2)
            grid.setColumnStretch(place % 2, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(pills)
        layout.addLayout(grid)

    def _add_pill(self, group: Group, host: QWidget) -> None:
        pill = Pill(host)
        pill.setCheckable(True)
        pill.setChecked(group in self._chosen)
        pill.setToolTip(self.tr("Show these annotations, or not"))
        pill.clicked.connect(partial(self._toggle, group))
        self.pills[group] = pill
        self._flow.addWidget(pill)

    def _box(self, name: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.setMinimumContentsLength(6)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.activated.connect(self.changed)
        return box

    def _fill_ages(self) -> None:
        words = (
            self.tr("Oldest first"),
            self.tr("Older than a day"),
            self.tr("Older than a week"),
            self.tr("Older than a month"),
        )
        for days, word in zip(_AGES, words, strict=True):
            self.age.addItem(word, days)
        self.age.addItem(self.tr("Newest first"), -1)

    def _toggle(self, group: Group, *_checked: bool) -> None:
        if self.pills[group].isChecked():
            self._chosen.add(group)
        else:
            self._chosen.discard(group)
        self.changed.emit()

    # what there is

    def show_counts(self, counts: QueueCounts, people: Mapping[str, str], labels: Mapping[str, str]) -> None:
        """Offer what there is to filter by; names of people and titles of labels by id and name."""
        for group, pill in self.pills.items():
            number = sum(counts.states.get(state, 0) for state in group)
            title = self.tr("To decide") if group == TO_DECIDE else state_title(group[0])
            pill.show_word(f"{title} {number:n}", theme.current().state(group[-1]))
            pill.setVisible(number > 0 or group in self._chosen)
            pill.setChecked(group in self._chosen)
        _offer(self.annotator, self.tr("Everybody"), {key: people.get(key, key) for key in counts.annotators})
        _offer(self.label, self.tr("All labels"), {key: labels.get(key, key) for key in counts.labels})
        _offer(
            self.confidence,
            self.tr("Confidence"),
            {key: key or self.tr("without") for key in counts.confidence},
        )
        self.confidence.setEnabled(any(counts.confidence))

    def show_everybody(self) -> None:
        """Ask for the annotations of everybody."""
        self.annotator.setCurrentIndex(0)

    def filter(self) -> QueueFilter:
        """What is asked for."""
        days = int(self.age.currentData())
        before = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds") if days > 0 else None
        return QueueFilter(
            states=tuple(state for group in _GROUPS if group in self._chosen for state in group),
            work=(DocumentState.SUBMITTED,) if self._chosen <= {TO_DECIDE} else (),
            annotators=_one(self.annotator),
            labels=_one(self.label),
            confidence=_one(self.confidence),
            before=before.replace("+00:00", "Z") if before else None,
            document=self.document,
            newest_first=days < 0,
        )


def _one(box: QComboBox) -> tuple[str, ...]:
    chosen = box.currentData()
    return () if chosen is None else (str(chosen),)


def _offer(box: QComboBox, everything: str, choices: Mapping[str, str]) -> None:
    """Offer these, by what they stand for; what was chosen stays so."""
    chosen = box.currentData()
    box.clear()
    box.addItem(everything, None)
    for key, words in sorted(choices.items(), key=lambda each: each[1].casefold()):
        box.addItem(words, key)
    place = box.findData(chosen) if chosen is not None else 0
    box.setCurrentIndex(max(place, 0))
