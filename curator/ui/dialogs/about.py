"""What the program is."""

from PySide6.QtWidgets import QWidget

from curator import __version__
from curator.ui.dialogs.base import Dialog, plain


class AboutDialog(Dialog):
    """Name, version, what it is for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("About Curator"))
        self.body.addWidget(plain(f"Curator {__version__}", self, role="heading"))
        self.body.addWidget(
            plain(self.tr("Turns what documents say into data in which every value keeps the words it rests on."), self)
        )
