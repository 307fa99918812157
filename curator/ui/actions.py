"""Everything that a person can do, as data: menus, shortcuts, command palette and shortcuts sheet come from here.

An action's id is `target.method`: who does it, and the method without arguments that does. `needs` says when it can
be done. Keys with the scope "text" are handled by the text view itself, those with the scope "review" by the widgets
of review while it goes on; they are named here so that people find them. What needs a supervisor is hidden from others.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

Menu = Literal["file", "edit", "view", "annotate", "review", "share", "tools", "help"]
Need = Literal[
    "project",
    "writable",
    "document",
    "annotation",
    "evidence",
    "undo",
    "redo",
    "supervisor",
    "reviewing",
    "adjudicating",
    "deciding",
    "submittable",
    "submitted",
]
Scope = Literal["window", "text", "review"]


def _n(text: str) -> str:
    """Mark a text for translation."""
    return str(QT_TRANSLATE_NOOP("Actions", text))


MENUS: Final[dict[Menu, str]] = {
    "file": _n("&File"),
    "edit": _n("&Edit"),
    "view": _n("&View"),
    "annotate": _n("A&nnotate"),
    "review": _n("&Review"),
    "share": _n("&Share"),
    "tools": _n("&Tools"),
    "help": _n("&Help"),
}


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action. `group` sets actions of a menu apart; `words` are further words that the palette finds it by."""

    id: str
    text: str
    menu: Menu
    keys: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    group: int = 0
    scope: Scope = "window"
    words: str = ""
    checkable: bool = False

    @property
    def title(self) -> str:
        """The text in the person's language, without the mark of the menu key."""
        return translated(self.text).replace("&", "").rstrip("…")


_EDIT: Final[tuple[Need, ...]] = ("writable", "annotation")
_LEAD: Final[tuple[Need, ...]] = ("writable", "supervisor")
_DECIDE: Final[tuple[Need, ...]] = ("writable", "supervisor", "deciding")
_PAIR: Final[tuple[Need, ...]] = ("writable", "supervisor", "adjudicating")

ACTIONS: Final[tuple[ActionSpec, ...]] = (
    ActionSpec("project.new", _n("&New project…"), "file", ("Ctrl+N",)),
    ActionSpec("project.open", _n("&Open project…"), "file", ("Ctrl+O",)),
    ActionSpec("project.open_sample", _n("Open the &sample project"), "file", words="example demo"),
    ActionSpec("project.close", _n("&Close project"), "file", ("Ctrl+W",), ("project",)),
    ActionSpec(
        "transfer.import_files", _n("&Import texts or data sets…"), "file", ("Ctrl+I",), ("writable",), 1, words="add"
    ),
    ActionSpec("transfer.import_folder", _n("Import a &folder…"), "file", ("Ctrl+Shift+I",), ("writable",), 1),
    ActionSpec("transfer.export", _n("&Export the data set…"), "file", ("Ctrl+E",), ("project",), 1, words="json save"),
    ActionSpec("transfer.back_up", _n("&Back up"), "file", (), ("project",), 2, words="copy save"),
    ActionSpec("transfer.restore", _n("&Restore a backup…"), "file", (), (), 2),
    ActionSpec("window.quit", _n("&Quit"), "file", ("Ctrl+Q",), (), 9),
    ActionSpec("edit.undo", _n("&Undo"), "edit", ("Ctrl+Z",), ("writable", "undo")),
    ActionSpec("edit.redo", _n("&Redo"), "edit", ("Ctrl+Shift+Z", "Ctrl+Y"), ("writable", "redo")),
    ActionSpec("reading.find_words", _n("&Find in the text…"), "edit", ("Ctrl+F",), ("document",), 1, words="search"),
    ActionSpec("reading.find_next", _n("Find &next"), "edit", ("F3",), ("document",), 1),
    ActionSpec("reading.find_previous", _n("Find &previous"), "edit", ("Shift+F3",), ("document",), 1),
    ActionSpec(
        "view.search", _n("&Search the project…"), "edit", ("Ctrl+Shift+F",), ("project",), 1, words="find quotes"
    ),
    ActionSpec(
        "document.properties",
        _n("&Document properties…"),
        "edit",
        ("Alt+Return",),
        ("document",),
        2,
        words="title language published url",
    ),
    ActionSpec(
        "document.withdraw", _n("&Withdraw the document…"), "edit", (), ("writable", "document"), 2, words="delete"
    ),
    ActionSpec("view.palette", _n("&Commands…"), "view", ("Ctrl+K",), words="palette"),
    ActionSpec("view.documents", _n("&Documents"), "view", ("Ctrl+D",), ("project",), 1, words="list"),
    ActionSpec("view.text", _n("&Text"), "view", ("Ctrl+T",), ("document",), 1),
    ActionSpec("view.annotations", _n("&Annotations"), "view", ("Ctrl+L",), ("document",), 1, words="list"),
    ActionSpec("view.next_pane", _n("Next &pane"), "view", ("F6",), ("project",), 1),
    ActionSpec("view.previous_pane", _n("Pre&vious pane"), "view", ("Shift+F6",), ("project",), 1),
    ActionSpec("view.next_document", _n("&Next document"), "view", ("Ctrl+PgDown",), ("project",), 2),
    ActionSpec("view.previous_document", _n("P&revious document"), "view", ("Ctrl+PgUp",), ("project",), 2),
    ActionSpec("reading.zoom_in", _n("Zoom &in"), "view", ("Ctrl++", "Ctrl+="), ("document",), 3, words="larger"),
    ActionSpec("reading.zoom_out", _n("Zoom &out"), "view", ("Ctrl+-",), ("document",), 3, words="smaller"),
    ActionSpec("reading.zoom_reset", _n("Usual si&ze"), "view", ("Ctrl+0",), ("document",), 3, words="zoom"),
    ActionSpec("view.light", _n("&Light"), "view", (), (), 4, words="theme", checkable=True),
    ActionSpec("view.dark", _n("Da&rk"), "view", (), (), 4, words="theme night", checkable=True),
    ActionSpec("view.system", _n("As the &system"), "view", (), (), 4, words="theme", checkable=True),
    ActionSpec("annotate.form", _n("Fill in the &form"), "annotate", ("Return",), ("annotation",), 1, "text"),
    ActionSpec("annotate.back", _n("&Back to the text"), "annotate", ("Esc",), ("document",), 1, "text"),
    ActionSpec("annotate.next_span", _n("Ne&xt span"), "annotate", ("Tab",), ("document",), 1, "text"),
    ActionSpec("annotate.previous_span", _n("Pre&vious span"), "annotate", ("Shift+Tab",), ("document",), 1, "text"),
    ActionSpec("annotate.next_unfinished", _n("Next &unfinished"), "annotate", ("Ctrl+J",), ("document",), 1),
    ActionSpec(
        "annotate.cite", _n("&Cite the selected words"), "annotate", ("Alt+C",), _EDIT, 2, words="evidence link"
    ),
    ActionSpec("annotate.point", _n("&Point at another annotation"), "annotate", ("F2",), _EDIT, 2, words="evidence"),
    ActionSpec(
        "annotate.add_part",
        _n("&Add the selected words as a part"),
        "annotate",
        ("Alt+A",),
        _EDIT,
        3,
        words="span discontinuous",
    ),
    ActionSpec("annotate.remove_part", _n("&Remove this part"), "annotate", (), _EDIT, 3, words="span discontinuous"),
    ActionSpec("annotate.relabel", _n("Change the &label…"), "annotate", ("Ctrl+R",), _EDIT, 3, words="retag"),
    ActionSpec("annotate.withdraw", _n("&Withdraw"), "annotate", ("Del",), _EDIT, 3, "text", words="delete remove"),
    ActionSpec("annotate.done", _n("&Done"), "annotate", ("Ctrl+Return",), _EDIT, 4, words="finish"),
    ActionSpec("annotate.reopen", _n("Back to dra&ft"), "annotate", (), _EDIT, 4),
    ActionSpec(
        "submit.submit",
        _n("&Submit the document…"),
        "annotate",
        ("Ctrl+Shift+Return",),
        ("writable", "document", "submittable"),
        5,
        words="hand in finish nothing",
    ),
    ActionSpec("submit.take_back", _n("&Take the submission back"), "annotate", (), ("writable", "submitted"), 5),
    ActionSpec("supervision.comment", _n("Co&mment…"), "annotate", ("Ctrl+M",), ("writable", "document"), 6),
    ActionSpec("supervision.news", _n("&What others did to my work…"), "annotate", (), ("project",), 6, words="news"),
    ActionSpec("supervision.queue", _n("Review &queue"), "review", ("Ctrl+Shift+R",), ("project", "supervisor")),
    ActionSpec(
        "supervision.adjudicate",
        _n("Ad&judicate this document"),
        "review",
        ("Ctrl+Shift+J",),
        ("document", "supervisor"),
        words="double compare annotators",
    ),
    ActionSpec("supervision.next", _n("&Next to decide"), "review", ("J",), ("supervisor", "reviewing"), 1, "review"),
    ActionSpec("supervision.previous", _n("&Previous"), "review", ("K",), ("supervisor", "reviewing"), 1, "review"),
    ActionSpec("supervision.accept", _n("&Accept"), "review", ("A",), _DECIDE, 1, "review", words="approve"),
    ActionSpec("supervision.give_back", _n("&Return with a reason…"), "review", ("R",), _DECIDE, 1, "review"),
    ActionSpec("supervision.reject", _n("Re&ject with a reason…"), "review", ("X",), _DECIDE, 1, "review"),
    ActionSpec("supervision.withdraw_decision", _n("&Withdraw the decision"), "review", (), _DECIDE, 1),
    ActionSpec(
        "supervision.accept_agreeing",
        _n("Accept all that a&gree"),
        "review",
        ("Shift+A",),
        ("writable", "supervisor", "reviewing"),
        1,
        "review",
        words="unanimous",
    ),
    ActionSpec("supervision.accept_listed", _n("Accept all that are &listed…"), "review", (), (*_LEAD, "reviewing"), 1),
    ActionSpec("supervision.take_first", _n("Take the first (A)"), "review", ("1",), _PAIR, 2, "review"),
    ActionSpec("supervision.take_second", _n("Take the second (B)"), "review", ("2",), _PAIR, 2, "review"),
    ActionSpec("supervision.make_third", _n("Make a &third"), "review", ("3",), _PAIR, 2, "review"),
    ActionSpec("supervision.take_none", _n("Take n&one of them"), "review", ("0",), _PAIR, 2, "review"),
    ActionSpec("supervision.reopen", _n("Decide a&new"), "review", (), _PAIR, 2),
    ActionSpec(
        "supervision.names",
        _n("&Hide names"),
        "review",
        ("Ctrl+H",),
        ("supervisor",),
        2,
        checkable=True,
        words="blind anonymous",
    ),
    ActionSpec(
        "supervision.take_to_review",
        _n("&Take the work to review"),
        "review",
        (),
        (*_LEAD, "document"),
        3,
        words="begin blind",
    ),
    ActionSpec("supervision.approve", _n("Appro&ve the work…"), "review", (), (*_LEAD, "document"), 3),
    ActionSpec("supervision.send_back", _n("Return the wor&k…"), "review", (), (*_LEAD, "document"), 3),
    ActionSpec("supervision.assign", _n("A&ssign documents…"), "review", (), _LEAD, 4, words="hand out due date"),
    ActionSpec("supervision.dashboard", _n("&Dashboard"), "review", ("Ctrl+Shift+D",), ("project", "supervisor"), 4),
    ActionSpec(
        "supervision.guidelines", _n("&Guidelines"), "view", ("Ctrl+G",), ("project",), 1, words="rules help codebook"
    ),
    ActionSpec(
        "share.hand_in", _n("&Hand in or out…"), "share", (), ("project",), words="parcel send give export work"
    ),
    ActionSpec("share.receive", _n("&Receive a parcel…"), "share", words="take in merge import work"),
    ActionSpec("share.folder", _n("Exchange &folder…"), "share", (), ("writable",), 1, words="network drive sync"),
    ActionSpec("share.exchange", _n("&Exchange now"), "share", (), ("writable",), 1, words="sync"),
    ActionSpec(
        "conflicts.show",
        _n("&Conflicts"),
        "share",
        ("Ctrl+Shift+M",),
        ("project",),
        2,
        words="differ merge decide resolve values",
    ),
    ActionSpec("conflicts.next", _n("&Next conflict"), "share", ("F8",), ("project",), 2),
    ActionSpec("conflicts.previous", _n("&Previous conflict"), "share", ("Shift+F8",), ("project",), 2),
    ActionSpec("transfer.verify", _n("&Verify the project"), "tools", (), ("project",), words="check doctor hash"),
    ActionSpec("transfer.rekey", _n("&Encrypt, or change the passphrase…"), "tools", (), ("writable",), words="rekey"),
    ActionSpec("project.colours", _n("Label &colours…"), "tools", (), ("project",), words="color"),
    ActionSpec("project.people", _n("&People and your key…"), "tools", words="name fingerprint"),
    ActionSpec("window.logs", _n("Open the &log folder"), "tools", (), (), 1, words="crash report"),
    ActionSpec("window.shortcuts", _n("&Keyboard shortcuts"), "help", ("F1",)),
    ActionSpec("window.about", _n("&About Curator"), "help"),
)


def translated(text: str) -> str:
    """A text of the table in the person's language."""
    return QCoreApplication.translate("Actions", text)


class ActionSet:
    """The QActions of one window, made from the table."""

    def __init__(self, parent: QObject, targets: Mapping[str, object], specs: Iterable[ActionSpec] = ACTIONS) -> None:
        self.specs = {spec.id: spec for spec in specs}
        self.actions = {spec.id: _action(spec, parent, targets) for spec in self.specs.values()}

    def __getitem__(self, name: str) -> QAction:
        """The action of that id."""
        return self.actions[name]

    def enable(self, flags: set[Need]) -> None:
        """Enable the actions all of whose needs are among `flags`."""
        for name, action in self.actions.items():
            needs = self.specs[name].needs
            action.setEnabled(flags.issuperset(needs))
            action.setVisible("supervisor" not in needs or "supervisor" in flags)

    def fill(self, bar: QMenuBar) -> dict[Menu, QMenu]:
        """Make the menus of the window; gives them by name."""
        menus: dict[Menu, QMenu] = {}
        group: dict[Menu, int] = {}
        for name, title in MENUS.items():
            menus[name] = bar.addMenu(translated(title))
        for spec in self.specs.values():
            menu = menus[spec.menu]
            if group.setdefault(spec.menu, spec.group) != spec.group:
                menu.addSeparator()
                group[spec.menu] = spec.group
            menu.addAction(self.actions[spec.id])
        return menus


def _action(spec: ActionSpec, parent: QObject, targets: Mapping[str, object]) -> QAction:
    target, method = spec.id.split(".")
    action = QAction(translated(spec.text), parent)
    action.setObjectName(spec.id)
    action.setCheckable(spec.checkable)
    if spec.scope == "window":
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
    elif spec.keys:
        # Behind the tab a menu shows it like a shortcut, without taking the key from anybody.
        action.setText(f"{action.text()}\t{shown_keys(spec.keys[:1])}")
    action.triggered.connect(partial(_call, getattr(targets[target], method)))
    return action


def _call(callback: Callable[[], object], *_checked: bool) -> None:
    """Do it, whether or not the action says that it is checked now."""
    callback()


def shown_keys(keys: Iterable[str]) -> str:
    """Keys as this platform writes them."""
    return ", ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys)
