"""What a parcel brings, or has brought, on one page."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QVBoxLayout, QWidget

from curator.services.sharing import Report
from curator.ui.dialogs.base import plain
from curator.ui.dialogs.lists import RowsModel, table
from curator.ui.sharing import words
from curator.ui.sharing.parts import Facts


class ReportPage(QWidget):
    """Figures above; below, in a list, what should be looked at: conflicts, what does not count, what is missing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = plain("", self, role="heading")
        self.facts = Facts(self)
        self._about = plain("", self, role="field")
        self._model = RowsModel([], [], self)
        self.list = table(self._model, self.tr("What should be looked at"), self, stretch=1)
        self._whys: list[str] = []
        self.why = plain("", self, role="muted")
        self.why.setAccessibleName(self.tr("Why"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.heading)
        layout.addWidget(self.facts)
        layout.addWidget(self._about)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.why)
        self._spare = QWidget(self)
        layout.addWidget(self._spare, 1)

    def show_report(self, report: Report, *, is_new: bool = False) -> None:
        """Show a report from before or after; `is_new` where a project is made of the parcel."""
        self.heading.setText(self._heading(report))
        self.facts.show_facts(self._facts(report, is_new=is_new))
        found = words.rows(report)
        self._whys = [why for _, _, why in found]
        self._list([(what, which) for what, which, _ in found])
        self._about.setText(self.tr("To be looked at (%1)").replace("%1", f"{len(found):n}"))
        for widget in (self._about, self.list, self.why):
            widget.setVisible(bool(found))
        self._spare.setVisible(not found)

    @property
    def is_short(self) -> bool:
        """Whether there is nothing to be looked at."""
        return not self._whys

    def _list(self, rows: Sequence[tuple[str, str]]) -> None:
        self._model = RowsModel([self.tr("What"), self.tr("Which")], rows, self)
        self.list.setModel(self._model)
        header = self.list.header()
        header.setSectionResizeMode(0, header.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, header.ResizeMode.Stretch)
        self.list.selectionModel().currentChanged.connect(self._say_why)
        self.list.setCurrentIndex(self._model.index(0, 0))

    def _say_why(self, current: QModelIndex) -> None:
        if 0 <= current.row() < len(self._whys):
            self.why.setText(self._whys[current.row()])

    def _heading(self, report: Report) -> str:
        if report.applied:
            if report.empty:
                return self.tr("Everything in it was here already. Nothing was changed.")
            return self.tr("Received from %1").replace("%1", words.name(report.sender))
        if report.empty:
            return self.tr("A parcel from %1, with nothing new in it").replace("%1", words.name(report.sender))
        return self.tr("A parcel from %1").replace("%1", words.name(report.sender))

    def _facts(self, report: Report, *, is_new: bool) -> list[tuple[str, str]]:
        return [
            (self.tr("Project"), words.name(report.project_name)),
            (self.tr("From"), self._sender(report, is_new=is_new)),
            (self.tr("Made"), words.moment(report.made_at)),
            (self.tr("Holds"), self._holds(report)),
            (self.tr("New"), words.kinds(report.made)),
            (self.tr("Changed"), words.kinds(report.changed)),
            (self.tr("Texts left out before"), words.texts(report.texts) if report.texts else ""),
            (self.tr("Left out"), words.left_out(report)),
            (self.tr("Conflicts"), f"{len(report.conflicts):n}" if report.conflicts else ""),
            (self.tr("Kept aside"), words.changesets(report.waiting) if report.waiting else ""),
            (self.tr("Copy from before"), str(report.backup or "")),
        ]

    def _sender(self, report: Report, *, is_new: bool) -> str:
        if is_new:
            doubt = self.tr("Have them read you this fingerprint of their key before you trust it.")
        elif report.sender_revoked:
            doubt = words.revoked(*report.sender_revoked)
        elif report.sender_known:
            doubt = self.tr("✓ one of the project's people")
        else:
            doubt = self.tr("Nobody in the project has this key.")
        return f"{words.name(report.sender)} · {report.fingerprint}\n{doubt}"

    def _holds(self, report: Report) -> str:
        if not report.known and not report.aside:
            return words.changesets(report.changesets)
        held = self.tr("%1: %2 new, %3 here already").replace("%1", words.changesets(report.changesets))
        return held.replace("%2", f"{report.new:n}").replace("%3", f"{report.known:n}")
