"""A project as a supervisor has it in the middle of a week: work that came in, work that is decided on."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import orjson
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from curator.domain.annotation import FieldState, FieldValue, Progress
from curator.domain.history import Kind
from curator.domain.people import Person, Role
from curator.domain.review import Verdict
from curator.domain.span import Span
from curator.services import (
    annotating,
    assigning,
    commenting,
    documents,
    guidelines,
    identity,
    reading,
    reviewing,
    submitting,
)
from curator.services import project as projects
from curator.services.acting import Draft
from curator.services.home import data_folder
from curator.services.identity import Author
from curator.services.importing import import_paths
from curator.services.project import Project
from curator.services.reasons import Why
from curator.services.schemes import default_scheme
from curator.ui.adjudication.panel import PairPanel
from curator.ui.main_window import MainWindow
from curator.ui.review.queue_pane import QueuePane

DATA = Path(__file__).resolve().parents[2] / "data"
SUPERVISOR = "Saule N."
ANNOTATORS = ("Aigerim S.", "Bolat K.", "Dana O.")
PLEDGE = "ОБСЕ готова"
_GUIDELINES = """# How we annotate

**A commitment is what somebody says they will do**, or calls on others to do. What is only wished for is none.

1. Take the whole promise, with its deadline: *“adopt the Code by 2045”*, not *“adopt the Code”*.
2. `Due` is what the text says. A year is a year; do not make a day of it.
3. Where the text leaves out who promises, say *not stated*, and cite nothing.

| strength | words that show it |
| --- | --- |
| obligation | shall, undertakes to |
| pledge | will, promises |
| intention | intends, aims, means to |
| call | asks, urges |
"""
Change = Callable[[int, dict[str, Any]], dict[str, Any] | None]


def make(path: Path) -> None:
    """Make the project at `path`; the supervisor is who sits at this computer then."""
    everybody = {name: become(name) for name in (*ANNOTATORS, SUPERVISOR)}
    with projects.create(path, name="Code of Conduct 2018", scheme=default_scheme(), author=everybody[SUPERVISOR]) as p:
        _begin(p, [everybody[name] for name in ANNOTATORS])
    shares: list[tuple[str, tuple[str, ...], Change]] = [
        (ANNOTATORS[0], ("hundred", "Youth", "Москв", "Жусан"), _as_given),
        (ANNOTATORS[1], ("hundred", "Жусан"), _differently),
        (ANNOTATORS[2], ("Review Conference",), _begun),
    ]
    for name, titles, change in shares:
        with projects.open_project(path, author=become(name)) as project:
            _work(project, titles, change)
    with projects.open_project(path, author=become(SUPERVISOR)) as project:
        _review(project)


def become(name: str) -> Author:
    """Let somebody sit at this computer: their key takes the place of whoever's was there."""
    file, kept = data_folder() / "identity.json", data_folder() / f"identity-{name}.json"
    if kept.exists():
        shutil.copy(kept, file)
    else:
        file.unlink(missing_ok=True)
        identity.me().rename(name)
        shutil.copy(file, kept)
    person = identity.me()
    person.sign(b"the key is read before another's takes its place")
    return person


def _begin(project: Project, annotators: Sequence[Author]) -> None:
    import_paths(project, sorted(DATA.glob("*.txt")))
    for given in orjson.loads((DATA / "annotations.json").read_bytes())["documents"]:
        if given.get("title"):
            documents.describe(project, given["id"], title=given["title"], language=given.get("language") or "")
    draft = Draft(project, "people", "add people", undoable=False)
    for person in annotators:
        body = Person(name=person.name, roles=(Role.ANNOTATOR,), keys=(person.public_key,))
        draft.create(Kind.PERSON, person.person_id, body)
    draft.commit()
    guidelines.write(project, _GUIDELINES)
    first, second, third = (person.person_id for person in annotators)
    both = [find(project, words) for words in ("hundred", "Жусан")]
    assigning.assign(project, both, [first, second], due="2026-12-04")
    assigning.assign(project, [find(project, words) for words in ("Youth", "Москв")], [first], due="2026-12-11")
    assigning.assign(project, [find(project, "Review Conference")], [third], due="2026-11-27")


def find(project: Project, words: str) -> str:
    """The id of the document with these words in its title."""
    return next(row.id for row in reading.documents(project, limit=100) if words in row.title)


def _work(project: Project, titles: Sequence[str], change: Change) -> None:
    for given in orjson.loads((DATA / "annotations.json").read_bytes())["documents"]:
        title = given.get("title") or ""
        if not any(words in title for words in titles):
            continue
        made: dict[str, str] = {}
        for number, one in enumerate(given["annotations"]):
            changed = change(number, one)
            if changed is not None:
                made[one["id"]] = annotate(project, given["id"], changed, made)
        if "Youth" not in title and "Review" not in title:
            if "Москв" in title:
                pledge = find_annotation(project, given["id"], PLEDGE)
                commenting.comment(project, given["id"], "Is “готова” a pledge or an intention?", annotation=pledge)
            note = "The deadline in the second paragraph was hard to place." if "hundred" in title else ""
            submitting.submit(project, given["id"], note=note)


def annotate(project: Project, document: str, given: Mapping[str, Any], made: Mapping[str, str]) -> str:
    """Make an annotation as the data set has it, but for what it points at outside of `made`; gives its id."""
    spans = [Span(start=span["start"], end=span["end"]) for span in given["spans"]]
    [ident] = annotating.add(project, document, given["label"], spans).annotations
    for name, value in given["fields"].items():
        state = FieldState(value["state"])
        kept = _value(value.get("value"), made) if state is FieldState.STATED else None
        if kept is None and state is FieldState.STATED:
            continue
        annotating.set_field(project, ident, name, FieldValue(state=state, value=kept))
    if given["label"] != "commitment" or given["fields"].get("action"):
        annotating.set_progress(project, ident, Progress.DONE)
    return ident


def _value(value: Any, made: Mapping[str, str]) -> Any:  # noqa: ANN401 - any JSON value
    """References come to point at this annotator's own annotations; entities are left to the data set."""
    if isinstance(value, dict):
        content = cast("dict[str, Any]", value)
        target = made.get(str(content.get("annotation")))
        return {"annotation": target} if target else None if "annotation" in content else content
    if isinstance(value, list):
        items = cast("list[Any]", value)
        return [kept for each in items if (kept := _value(each, made)) is not None] or None
    return None if isinstance(value, str) and len(value) == 36 and value.count("-") == 4 else value


def _as_given(_number: int, given: dict[str, Any]) -> dict[str, Any]:
    return given


def _begun(number: int, given: dict[str, Any]) -> dict[str, Any] | None:
    """As somebody who is in the middle of it."""
    return given if number < 40 else None


def _differently(number: int, given: dict[str, Any]) -> dict[str, Any] | None:
    """As another careful person would: mostly the same, here and there less, more, or otherwise."""
    changed = orjson.loads(orjson.dumps(given))
    if number % 13 == 6:
        return None
    if number % 9 == 4 and len(changed["spans"]) == 1:
        words = changed["spans"][0]["exact"].split(" ")
        if len(words) > 2:
            changed["spans"][0]["end"] = changed["spans"][0]["start"] + len(" ".join(words[:-2]))
    if number % 7 == 3 and changed["label"] in ("actor", "organization"):
        changed["label"], changed["fields"] = "organization" if changed["label"] == "actor" else "actor", {}
    strength = changed["fields"].get("strength")
    if strength and number % 4 == 2:
        strength["value"] = "pledge" if strength["value"] == "intention" else "intention"
        changed["fields"].pop("status", None)
    return changed


def _review(project: Project) -> None:
    moscow, hundred = find(project, "Москв"), find(project, "hundred")
    rows = reading.annotations(project, moscow, limit=100)
    reviewing.decide_many(project, [row.id for row in rows[:7]], Verdict.ACCEPT)
    for place, verdict, why in (
        (7, Verdict.RETURN, Why("wrong_span", "with the year, please")),
        (8, Verdict.RETURN, Why("wrong_span")),
        (9, Verdict.RETURN, Why("missing_evidence")),
        (10, Verdict.REJECT, Why("not_in_guidelines")),
    ):
        reviewing.decide(project, rows[place].id, verdict, reason=why)
    pledge = find_annotation(project, moscow, PLEDGE)
    [thread] = [each for each in commenting.threads(project, moscow, annotation=pledge) if not each.resolved]
    commenting.answer(project, thread.id, "An intention: nobody has promised yet. See the table in the guidelines.")
    annotating.set_field(project, pledge, "strength", FieldValue(state=FieldState.STATED, value="intention"))
    reviewing.decide(project, pledge, Verdict.ACCEPT, field="made_by")
    noted = find_annotation(project, hundred, "a world without terrorism")
    commenting.comment(project, hundred, "Is the anniversary part of the promise or its date?", annotation=noted)


def find_annotation(project: Project, document: str, words: str) -> str:
    """The id of the annotation that begins with these words."""
    return next(row.id for row in reading.annotations(project, document, limit=200) if row.quote.startswith(words))


# what is done in the window for the pictures


def document_of(window: MainWindow, words: str) -> str:
    """The id of the document with these words in its title."""
    return find(window.session.view, words)


def open_work(window: MainWindow, words: str) -> None:
    """Click the document with these words in the queue."""
    pane = window.left.queue
    if isinstance(pane, QueuePane):
        number = next(at for at, row in enumerate(pane.works.rows) if words in row.title)
        place = pane.work_list.visualRect(pane.works.index(number)).center()
        QTest.mouseClick(pane.work_list.viewport(), Qt.MouseButton.LeftButton, pos=place)


def talk(window: MainWindow) -> None:
    """Look at the commitment that was talked about."""
    document = document_of(window, "Москв")
    window.desk.show(document, find_annotation(window.session.view, document, PLEDGE))
    window.reading.text.setFocus()


def adjudicate(window: MainWindow) -> None:
    """Accept what agrees, and go to a commitment that differs in more than one way."""
    window.desk.open(document_of(window, "hundred"))
    window.supervising.adjudicate_document(document_of(window, "hundred"))
    _settle(window)
    window.supervising.accept_agreeing()
    _settle(window)
    panel = window.side.guest
    for _ in range(30):
        if isinstance(panel, PairPanel) and panel.shown and len(panel.shown.match.states) > 1:
            break
        window.supervising.next()
    QTest.qWait(100)


def _settle(window: MainWindow) -> None:
    while window.projects.background.tasks:
        QTest.qWait(20)
