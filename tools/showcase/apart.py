"""A project on which a supervisor and an annotator worked apart from each other, as the supervisor has it then."""

from pathlib import Path

import orjson

from curator.domain.annotation import FieldState, FieldValue
from curator.domain.history import Act, Kind, Operation, Revision, body_bytes, seal
from curator.domain.ids import new_id
from curator.domain.people import Role
from curator.domain.review import Verdict
from curator.domain.span import Span
from curator.services import annotating, documents, people, reading, reviewing, sharing
from curator.services import project as projects
from curator.services.importing import import_paths
from curator.services.project import Project, now
from curator.services.schemes import default_scheme
from curator.sharing.keys import new_pair
from curator.store import appending, journal
from tools.showcase.supervised import DATA, SUPERVISOR, annotate, become, find, find_annotation

_ANNOTATOR = "Aigerim S."
_TEXT = "hundred"


def make(path: Path) -> None:
    """Make the project at `path`; the supervisor is who sits at this computer then."""
    supervisor, annotator = become(SUPERVISOR), become(_ANNOTATOR)
    other = path.with_name("Of Aigerim.curator")
    with projects.create(path, name="Code of Conduct 2018", scheme=default_scheme(), author=supervisor) as project:
        import_paths(project, sorted(DATA.glob("*.txt")))
        _title(project)
        for person in (annotator.name, "Bolat K.", "Dana O."):
            key = annotator.public_key if person == annotator.name else new_pair().public
            people.add(project, person, key, [Role.ANNOTATOR])
        people.revoke(project, people.find_person(project, "Dana O."))
        people.add_key(project, people.find_person(project, "Dana O."), new_pair().public)
        sharing.receive_new(other, _parcel(project), author=annotator)
        with projects.open_project(other, author=annotator) as copy:
            _annotate_all(copy)
            sharing.receive(project, _parcel(copy))
            _differ(project, copy)
            sharing.receive(project, _parcel(copy))
            _strange_work(project, copy)
    become(SUPERVISOR)


def _strange_work(project: Project, copy: Project) -> None:
    """Somebody who is not in the project works on a copy with another program, and their work comes along."""
    stranger = become("Madina T.")
    document = reading.document(copy, find(copy, _TEXT)).body
    body = {"title": "A hundred delegations", **document.model_dump(mode="json")}
    revision = Revision(new_id(), Kind.DOCUMENT, find(copy, _TEXT), (), Operation.REVISE, body_bytes(body))
    act = Act(journal.tips(copy.store.conn), new_id(), stranger.public_key, now(), "annotate", "Another program 1.0")
    with copy.store.atomic() as conn:
        appending.append(conn, seal(act, [revision], [], stranger.sign), {})
    sharing.receive(project, _parcel(copy))


def _title(project: Project) -> None:
    for given in orjson.loads((DATA / "annotations.json").read_bytes())["documents"]:
        if given.get("title"):
            documents.describe(project, given["id"], title=given["title"], language=given.get("language") or "")


def _annotate_all(copy: Project) -> None:
    for given in orjson.loads((DATA / "annotations.json").read_bytes())["documents"]:
        if _TEXT in (given.get("title") or "") or "Москв" in (given.get("title") or ""):
            made: dict[str, str] = {}
            for one in given["annotations"]:
                made[one["id"]] = annotate(copy, given["id"], one, made)


def _differ(project: Project, copy: Project) -> None:
    """Both change the same, differently, and neither knows of the other's."""
    document = find(project, _TEXT)
    pledge = find_annotation(project, document, "a world without terrorism")
    for one, action, strength in (
        (project, "reach a world without terrorism by the hundredth anniversary of the UN", "obligation"),
        (copy, "work for a world without terrorism", "call"),
    ):
        annotating.set_field(one, pledge, "action", _said(action))
        annotating.set_field(one, pledge, "strength", _said(strength))
    rows = reading.annotations(project, document, limit=200)
    actor = next(row for row in rows if row.label == "actor")
    annotating.withdraw(project, actor.id)
    annotating.set_field(copy, actor.id, "role", _said("host of the conference"))
    place = next(row for row in rows if row.label == "organization")
    annotating.set_spans(project, place.id, [Span(start=place.start - 4, end=place.end)])
    annotating.relabel(copy, place.id, "actor")
    annotating.set_spans(copy, place.id, [Span(start=place.start, end=place.end + 10)])
    other = find(project, "Москв")
    decided = reading.annotations(project, other, limit=200)[0].id
    reviewing.decide(project, decided, Verdict.ACCEPT)
    annotating.set_spans(copy, decided, [Span(start=0, end=12)])


def _said(words: str) -> FieldValue:
    return FieldValue(state=FieldState.STATED, value=words)


def _parcel(project: Project) -> Path:
    target = project.path.with_suffix(".parcel")
    target.unlink(missing_ok=True)
    sharing.hand_in(project, target)
    return target
