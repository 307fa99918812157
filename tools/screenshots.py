"""Takes the pictures that README and docs show, of the real window, driven through its own widgets.

Run `python -m tools.screenshots [name …]`; the pictures come into docs/images. The names are those of the functions
below; `supervision`, `sharing` and `conflicts` stand for those of each.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from curator.app import make_application, make_window
from curator.services import documents, reading
from curator.services import project as projects
from curator.services.identity import me
from curator.services.schemes import default_scheme, load_scheme
from curator.ui.main_window import MainWindow
from curator.ui.sharing.hand_in_dialog import HandInDialog
from curator.ui.sharing.receive_dialog import ReceiveDialog

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
SIZE = (1440, 900)
PARCEL = "aigerim-journey.parcel"
SHOWCASE = Path(__file__).resolve().parent / "showcase"


def main() -> int:
    """Take all pictures; returns 0."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["HOME"] = home
        os.environ["CURATOR_HOME"] = str(Path(home, ".curator"))
        me().rename("Aigerim S.")
        app = make_application()
        window = make_window(app)
        window.resize(*SIZE)
        window.show()
        try:
            chosen = _chosen(sys.argv[1:])
            for number, picture in enumerate(chosen, start=1):
                sys.stdout.write(f"{number}/{len(chosen)} {picture.__name__}\n")
                picture(window, Path(home))
        finally:
            window.close()
    return 0


def start_page(window: MainWindow, home: Path) -> None:
    """The first page, with projects opened before."""
    folder = home / "Documents"
    folder.mkdir()
    for name in ("Code of Conduct 2018", "Regional conferences"):
        project = folder / f"{name}.curator"
        projects.create(project, name=name, scheme=default_scheme(), author=me()).close()
        window.projects.open_path(project)
        window.projects.close()
    _save(window, "start-page")


def main_light(window: MainWindow, _home: Path) -> None:
    """A text beside the form of one of its commitments."""
    QTest.mouseClick(window.start.sample, Qt.MouseButton.LeftButton)
    _until(lambda: window.desk.document is not None and not window.projects.background.tasks)
    window.viewing.light()
    _choose(window, "a world without terrorism")
    _work_a_little(window)
    _save(window, "main-light")


def main_dark(window: MainWindow, _home: Path) -> None:
    """The same in the dark."""
    window.viewing.dark()
    _save(window, "main-dark")
    window.viewing.light()


def overlaps(window: MainWindow, _home: Path) -> None:
    """Nested, crossing and touching spans, close."""
    _choose(window, "Before the text goes into its next round")
    text = window.reading.text
    current = text.current_span()
    if current:
        text.put_on_top(current.start)
    _settle()
    corner = text.mapTo(window, QPoint(0, 0))
    window.grab(QRect(corner.x(), corner.y(), text.width(), 470)).save(str(IMAGES / "overlap-light.png"))


def annotation_list(window: MainWindow, _home: Path) -> None:
    """All annotations of a document."""
    QTest.keyClick(window.reading.text, Qt.Key.Key_Escape)
    window.siding.show_list()
    _save(window, "annotation-list")


def search(window: MainWindow, _home: Path) -> None:
    """What a search in the whole project finds."""
    QTest.keyClicks(window.documents.search, "Kazakhstan")
    _until(lambda: window.documents.results.model.rowCount() > 0)
    _save(window, "search")
    window.documents.search.clear()


def palette(window: MainWindow, _home: Path) -> None:
    """The command palette."""
    window.actions_by_id["view.palette"].trigger()
    field = window.focusWidget()
    if field:
        QTest.keyClicks(field, "exp")
    _save(window, "palette")
    if field:
        QTest.keyClick(field, Qt.Key.Key_Escape)


def shortcuts(window: MainWindow, _home: Path) -> None:
    """All keys on one sheet."""
    window.actions_by_id["window.shortcuts"].trigger()
    _save_dialog(window, "Keyboard shortcuts", "shortcuts")


def import_report(window: MainWindow, home: Path) -> None:
    """An import of texts in several encodings, some of which can't be read."""
    folder = home / "press releases"
    folder.mkdir()
    words = "Представители государств обсудили проект Кодекса поведения и договорились продолжить работу осенью. " * 4
    (folder / "астана-koi8.txt").write_bytes(words.encode("koi8-r"))
    (folder / "москва-1251.txt").write_bytes(words.replace("осенью", "весной").encode("windows-1251"))
    (folder / "geneva.txt").write_text("The delegations met in Geneva and agreed to meet again.\n", encoding="utf-8")
    (folder / "nothing.txt").write_bytes(b"")
    (folder / "scan.txt").write_bytes(bytes(range(256)) * 8)
    window.transfers.import_paths([folder])
    _until(lambda: not window.projects.background.tasks)
    _save_dialog(window, "Import", "import-report")
    window.projects.messages.clear()


def every_field_type(window: MainWindow, home: Path) -> None:
    """A form with every type of field."""
    project = home / "Every field.curator"
    file = home / "pledge.txt"
    file.write_text((SHOWCASE / "pledge.txt").read_text("utf-8"), encoding="utf-8")
    projects.create(project, name="Every field", scheme=load_scheme(SHOWCASE / "scheme.json"), author=me()).close()
    window.projects.open_path(project)
    window.transfers.import_paths([file])
    _until(lambda: window.desk.document is not None and not window.projects.background.tasks)
    document = window.desk.document
    if document:
        window.session.do(documents.describe, document.row.id, title="Pledge of March 2018", language="en",
                          published="2018-03-02", url="https://example.org/pledge")  # fmt: skip
    from tools.showcase.fill import fill

    fill(window)
    window.projects.messages.clear()
    _save(window, "every-field")
    window.side.splitter.setSizes(window.side.sizes)  # the form had the room of the history


def queue(window: MainWindow, home: Path) -> None:
    """The review queue of a project in the middle of a week."""
    from tools.showcase import supervised

    project = home / "Supervised.curator"
    supervised.make(project)
    window.projects.author = me  # somebody else sits here now
    window.projects.open_path(project)
    window.viewing.light()
    window.actions_by_id["supervision.queue"].trigger()
    supervised.open_work(window, "Москв")
    window.projects.messages.clear()
    _save(window, "review-queue")


def review(window: MainWindow, _home: Path) -> None:
    """A commitment that is decided on field by field, with what was said of it."""
    from tools.showcase import supervised

    supervised.talk(window)
    _save(window, "review")


def adjudication_light(window: MainWindow, _home: Path) -> None:
    """Two annotators' work on one text, and a pair that differs."""
    from tools.showcase import supervised

    supervised.adjudicate(window)
    _until(lambda: not window.projects.background.tasks)
    window.projects.messages.clear()
    _save(window, "adjudication-light")


def adjudication_dark(window: MainWindow, _home: Path) -> None:
    """The same in the dark."""
    window.viewing.dark()
    _save(window, "adjudication-dark")
    window.viewing.light()


def dashboard(window: MainWindow, _home: Path) -> None:
    """How far everybody is, and how well they agree."""
    window.actions_by_id["supervision.dashboard"].trigger()
    _until(lambda: not window.projects.background.tasks)
    _save_dialog(window, "Dashboard", "dashboard")


def hand_out(window: MainWindow, home: Path) -> None:
    """A parcel for an annotator, with the texts that are assigned to her."""
    from tools.showcase import shared, supervised

    project = home / "Handed out.curator"
    supervised.make(project)
    shared.make_parcel(project, home / PARCEL)
    window.projects.author = me  # somebody else sits here now
    window.projects.open_path(project)
    window.viewing.light()
    _until(lambda: not window.projects.background.tasks)
    window.actions_by_id["share.hand_in"].trigger()
    dialog = _dialog(window, "Hand out")
    if isinstance(dialog, HandInDialog):
        dialog.to.setCurrentIndex(2)
        dialog.path.setText("~/Documents/for-bolat.parcel")
    _save_dialog(window, "Hand out", "hand-out")


def receive(window: MainWindow, home: Path) -> None:
    """What a parcel would bring, before anything of it is taken."""
    _look_at_parcel(window, home, "receive-light")


def receive_dark(window: MainWindow, home: Path) -> None:
    """The same in the dark."""
    window.viewing.dark()
    _look_at_parcel(window, home, "receive-dark")
    window.viewing.light()


def _look_at_parcel(window: MainWindow, home: Path, name: str) -> None:
    window.sharing.receive_parcels([home / PARCEL])
    _until(
        lambda: isinstance(shown := _dialog(window, "Receive a parcel"), ReceiveDialog) and shown.receive.isVisible()
    )
    _save_dialog(window, "Receive a parcel", name)


def conflicts_light(window: MainWindow, home: Path) -> None:
    """What two people changed differently, beside the text."""
    from tools.showcase import apart

    project = home / "Apart.curator"
    apart.make(project)
    window.projects.author = me  # somebody else sits here now
    window.projects.open_path(project)
    window.viewing.light()
    window.actions_by_id["conflicts.show"].trigger()
    _until(lambda: not window.projects.background.tasks)
    for _ in range(2):
        window.actions_by_id["conflicts.next"].trigger()
    focus = window.focusWidget()
    if focus:
        QTest.keyClick(focus, Qt.Key.Key_2)
    window.projects.messages.clear()
    _save(window, "conflicts-light")


def conflicts_dark(window: MainWindow, _home: Path) -> None:
    """The same in the dark."""
    window.viewing.dark()
    _save(window, "conflicts-dark")


def conflict_in_form(window: MainWindow, _home: Path) -> None:
    """The same in the form of the annotation."""
    window.viewing.light()
    focus = window.focusWidget()
    if focus:
        QTest.keyClick(focus, Qt.Key.Key_Escape)
    _save(window, "conflict-in-form")


def people(window: MainWindow, _home: Path) -> None:
    """Who is in the project, as a supervisor sees it."""
    window.actions_by_id["project.people"].trigger()
    _until(lambda: _dialog(window, "People and your key") is not None)
    _settle()
    dialog = _dialog(window, "People and your key")
    if dialog:
        dialog.grab().save(str(IMAGES / "people.png"))


def newcomer(window: MainWindow, _home: Path) -> None:
    """Somebody whose work waits is let in."""
    from curator.ui.dialogs.people import PeopleDialog

    dialog = window.findChild(PeopleDialog)
    if dialog:
        dialog.let_in.click()
        _save_dialog(window, "Let somebody in", "newcomer")
        dialog.close()


def _chosen(names: Sequence[str]) -> list[Callable[[MainWindow, Path], None]]:
    if "supervision" in names:
        return list(SUPERVISION)
    if "sharing" in names:
        return list(SHARING)
    if "conflicts" in names:
        return list(CONFLICTS)
    return [picture for picture in PICTURES if picture.__name__ in names] if names else list(PICTURES)


def _choose(window: MainWindow, words: str) -> None:
    """Choose the annotation that begins with these words, as a person would with the list."""
    document = window.desk.document
    if document is None:
        return
    rows = reading.annotations(window.session.view, document.row.id, limit=1000)
    row = next(row for row in rows if row.quote.startswith(words))
    window.desk.choose(row.id, reveal=True)
    window.reading.text.setFocus()
    _settle()


def _work_a_little(window: MainWindow) -> None:
    """Change a field and change it back to something better, so that there is history to see."""
    form = window.side.form
    for words in ("reach a world without terror", "reach a world without terrorism by 2045"):
        form.focus_field("action")
        field = window.focusWidget()
        if field:
            QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClicks(field, words)
            QTest.keyClick(field, Qt.Key.Key_Return)
    window.actions_by_id["transfer.verify"].trigger()
    _until(lambda: not window.projects.background.tasks)
    window.projects.messages.clear()
    form.scroller.verticalScrollBar().setValue(0)
    window.reading.text.setFocus()


def _save(window: MainWindow, name: str) -> None:
    _settle()
    window.grab().save(str(IMAGES / f"{name}.png"))


def _save_dialog(window: MainWindow, title: str, name: str) -> None:
    """Save the dialog on its own, and close it."""
    _until(lambda: _dialog(window, title) is not None)
    _settle()
    dialog = _dialog(window, title)
    if dialog:
        dialog.grab().save(str(IMAGES / f"{name}.png"))
        dialog.close()


def _dialog(window: MainWindow, title: str) -> QWidget | None:
    found = (each for each in window.findChildren(QWidget) if each.isWindow() and each.isVisible())
    return next((each for each in found if each.windowTitle() == title), None)


def _until(holds: Callable[[], bool]) -> None:
    end = monotonic() + 60
    while not holds():
        if monotonic() > end:
            raise TimeoutError("the window did not get there")
        QTest.qWait(20)


def _settle() -> None:
    """Let everything be laid out and painted."""
    QTest.qWait(120)


SUPERVISION: tuple[Callable[[MainWindow, Path], None], ...] = (
    queue,
    review,
    adjudication_light,
    adjudication_dark,
    dashboard,
)
SHARING: tuple[Callable[[MainWindow, Path], None], ...] = (hand_out, receive, receive_dark)
CONFLICTS: tuple[Callable[[MainWindow, Path], None], ...] = (
    conflicts_light,
    conflicts_dark,
    conflict_in_form,
    people,
    newcomer,
)
PICTURES: tuple[Callable[[MainWindow, Path], None], ...] = (
    start_page,
    main_light,
    main_dark,
    overlaps,
    annotation_list,
    search,
    palette,
    shortcuts,
    import_report,
    every_field_type,
    *SUPERVISION,
    *SHARING,
    *CONFLICTS,
)


if __name__ == "__main__":
    raise SystemExit(main())
