"""What somebody may do in the project, and letting a key count no longer."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from curator.domain.people import Role
from curator.services.people import Key, PersonEntry
from curator.ui.dialogs.base import Dialog, plain


class RoleBoxes(QWidget):
    """A box to tick for each role, which says what it is good for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Roles"))
        words = {
            Role.ANNOTATOR: self.tr("annotator: a&nnotate, submit, comment"),
            Role.SUPERVISOR: self.tr("su&pervisor: all that, and assign, review, decide, say who is in the project"),
        }
        self.boxes = {role: QCheckBox(said, self) for role, said in words.items()}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        for box in self.boxes.values():
            layout.addWidget(box)

    def show_roles(self, roles: Sequence[Role]) -> None:
        """Tick these."""
        for role, box in self.boxes.items():
            box.setChecked(role in roles)

    def roles(self) -> tuple[Role, ...]:
        """Those that are ticked."""
        return tuple(role for role, box in self.boxes.items() if box.isChecked())


class RolesDialog(Dialog):
    """Asks what somebody may do from now on.

    Signals:
        wanted: (roles) they may do this.
    """

    wanted = Signal(object)

    def __init__(self, person: PersonEntry, parent: QWidget | None = None) -> None:
        super().__init__("", parent, accept=self.tr("Keep"))
        self.setWindowTitle(self.tr("Roles"))
        self.resize(480, 220)
        self.body.addWidget(plain(self.tr("%1 may from now on be:").replace("%1", person.name), self))
        self.boxes = RoleBoxes(self)
        self.boxes.show_roles(person.roles)
        self.body.addWidget(self.boxes)
        words = self.tr("Without a role they can read, and change nothing. What they did before stays.")
        self.body.addWidget(plain(words, self, role="muted"))
        self.body.addStretch(1)

    def done_with(self) -> None:
        """Hand up the roles."""
        self.wanted.emit(self.boxes.roles())


class RevokeDialog(Dialog):
    """Says what revoking a key means, and asks whether it shall be.

    Signals:
        wanted: the key shall count no longer.
    """

    wanted = Signal()

    def __init__(self, person: PersonEntry, key: Key, parent: QWidget | None = None, *, is_own: bool = False) -> None:
        super().__init__("", parent, accept=self.tr("Revoke the key"))
        self.setWindowTitle(self.tr("Revoke a key"))
        self.resize(520, 320)
        title = plain(self.tr("The key of %1 shall count no longer:").replace("%1", person.name), self)
        self.fingerprint = plain(key.fingerprint, self, role="banner")
        stays = self.tr(
            "What it signed until now, as far as it has arrived in this copy, stays valid. Whatever else turns up with "
            "it counts nowhere, even if it is dated back: so receive first what its owner handed in, or let it count "
            "later with “Late work…”."
        )
        then = self.tr(
            "Do this when a key was lost or stolen, or when somebody has left. It can't be undone; a person who goes "
            "on gets a new key with “Another key…”."
        )
        for widget in (title, self.fingerprint, plain(stays, self), plain(then, self, role="muted")):
            self.body.addWidget(widget)
        if is_own:
            self.body.addWidget(plain(self.tr("This is your own key: you sign with it at this computer."), self))
        self.body.addStretch(1)

    def done_with(self) -> None:
        """The person means it."""
        self.wanted.emit()


class LateWorkDialog(Dialog):
    """Says what arrived with a revoked key, and asks whether it shall count.

    Signals:
        wanted: it shall.
    """

    wanted = Signal()

    def __init__(self, person: PersonEntry, key: Key, acts: int, parent: QWidget | None = None) -> None:
        super().__init__("", parent, accept=self.tr("Let it count"))
        self.setWindowTitle(self.tr("Late work"))
        self.resize(520, 280)
        words = self.tr("With this key of %1 came work that does not count. Acts: %2")
        self.words = plain(words.replace("%1", person.name).replace("%2", f"{acts:n}"), self)
        then = self.tr(
            "Whoever has the key may have made it, at any time. Let it count only if its owner tells you that it is "
            "theirs. What arrives with the key after this still does not count."
        )
        for widget in (self.words, plain(key.fingerprint, self, role="banner"), plain(then, self)):
            self.body.addWidget(widget)
        self.body.addStretch(1)

    def done_with(self) -> None:
        """The person means it."""
        self.wanted.emit()
