"""What is known of a document besides its text; four things of it can be set."""

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from curator.services.views import DocumentView
from curator.ui.dialogs.base import Dialog, plain

_FIELDS = ("title", "language", "published", "url")


class DocumentProperties(Dialog):
    """Title, language, date of publication, URL.

    Signals:
        wanted: (dict) set these, by name; "" takes a value away. The dialog stays until `accept` is called.
    """

    wanted = Signal(dict)

    def __init__(self, view: DocumentView, parent: QWidget | None = None, *, writable: bool = True) -> None:
        super().__init__("", parent, accept=self.tr("Save") if writable else "")
        self.setWindowTitle(self.tr("Document properties"))
        self.resize(580, 0)
        body = view.body
        self._before = {name: getattr(body, name) or "" for name in _FIELDS}
        self.fields = {name: self._field(name, writable) for name in _FIELDS}
        form = QFormLayout()
        form.setSpacing(10)
        for name, title in self._titles().items():
            form.addRow(title, self.fields[name])
        for title, text in self._facts(view):
            fact = plain(text, self, role="muted")
            fact.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            fact.setWordWrap(" " in text)  # a hash has no place to break at, and would be cut off
            form.addRow(title, fact)
        self.body.addLayout(form)

    def _field(self, name: str, writable: bool) -> QLineEdit:
        field = QLineEdit(self._before[name], self)
        field.setReadOnly(not writable)
        hints = {
            "language": self.tr("a language tag: en, ru, kk, zh-Hant"),
            "published": self.tr("a date, as exactly as known: 2018-01-20, 2018-06~, 2018"),
            "url": self.tr("where the text was published"),
        }
        field.setPlaceholderText(hints.get(name, ""))
        return field

    def _titles(self) -> dict[str, str]:
        return {
            "title": self.tr("&Title"),
            "language": self.tr("&Language"),
            "published": self.tr("&Published"),
            "url": self.tr("&URL"),
        }

    def _facts(self, view: DocumentView) -> list[tuple[str, str]]:
        body = view.body
        return [
            (self.tr("File"), f"{body.source.file_name} · {body.source.media_type} · {body.source.encoding}"),
            (self.tr("Length"), self.tr("%1 characters").replace("%1", f"{body.length:n}")),
            (self.tr("SHA-256 of the text"), body.text_sha256),
            (self.tr("SHA-256 of the file"), body.source.sha256),
            *((self.tr("Note"), note) for note in body.extraction.notes),
        ]

    def done_with(self) -> None:
        """Hand up what was changed."""
        values = {name: field.text().strip() for name, field in self.fields.items()}
        url = QUrl(values["url"], QUrl.ParsingMode.StrictMode)
        if values["url"] and values["url"] != self._before["url"] and (not url.isValid() or not url.scheme()):
            self.say_wrong(self.tr("This is no URL. It begins with https:// or the like."))
            return
        changed = {name: value for name, value in values.items() if value != self._before[name]}
        if changed:
            self.wanted.emit(changed)
        else:
            self.accept()
