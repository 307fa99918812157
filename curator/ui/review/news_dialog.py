"""What others did to a person's own work since they looked last."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QWidget

from curator.services import news
from curator.services.review_views import News
from curator.ui.desk import Desk
from curator.ui.dialogs.base import Dialog, plain
from curator.ui.dialogs.lists import RowsModel, table
from curator.ui.review.words import time_words
from curator.ui.session import Session


class NewsDialog(Dialog):
    """Lists it, the newest first; a click goes there.

    Signals:
        jump_wanted: (News) the person wants to see it.
    """

    jump_wanted = Signal(object)

    def __init__(self, rows: Sequence[News], parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("What others did to your work"))
        self.resize(820, 420)
        self._rows = list(rows)
        if not rows:
            self.body.addWidget(plain(self.tr("Nobody has decided, changed or said anything yet."), self))
            return
        shown = [
            ["" if row.seen else "●", row.words, row.document_title, row.by_name, time_words(row.at)] for row in rows
        ]
        headings = [self.tr("New"), self.tr("What"), self.tr("Document"), self.tr("Who"), self.tr("When")]
        self.table = table(RowsModel(headings, shown, self), self.tr("News"), self, stretch=1, sentences=True)
        self.table.clicked.connect(self._jump)
        self.table.activated.connect(self._jump)
        self.body.addWidget(self.table, 1)

    def _jump(self, index: QModelIndex) -> None:
        self.jump_wanted.emit(self._rows[index.row()])
        self.accept()


def show_news(session: Session, desk: Desk, window: QWidget) -> None:
    """Show the news of whoever asks, and remember that they were seen."""
    rows: list[News] | None = session.ask(news.news)
    if rows is None:
        return
    dialog = NewsDialog(rows, window)

    def jump(row: News) -> None:
        desk.show(row.document, row.annotation)
        desk.go_to_text()

    dialog.jump_wanted.connect(jump)
    dialog.open()
    unseen = [row.revision for row in rows if not row.seen]
    if unseen and not session.view.read_only and not session.is_busy:
        session.ask(news.mark_seen, unseen)
