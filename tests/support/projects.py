"""Small projects for tests: people with keys of their own, documents without the importer, a look at everything."""

import shutil
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from curator.domain.annotation import FieldState, FieldValue
from curator.domain.document import Document, Extraction, Source
from curator.domain.history import Kind
from curator.domain.ids import derived_id
from curator.domain.people import Person, Role
from curator.domain.span import Span
from curator.services import annotating, identity
from curator.services import project as projects
from curator.services.acting import Draft, body_of
from curator.services.changes import Changes
from curator.services.home import data_folder
from curator.services.identity import Author
from curator.services.project import Project
from curator.services.schemes import default_scheme

TEXT = (
    "Astana, 10 July 2018. The Republic of Kazakhstan undertakes to adopt the Code of Conduct by 2045.\n"
    "\n"
    "The Ministry of Foreign Affairs of Kazakhstan will invite the UN 😀 to a conference in late June 2018.\n"
    "Министр Кайрат Абдрахманов сказал: «Мы поддерживаем Кодекс». Cafe\u0301 ends here.\n"
)


def author(name: str = "Aigerim") -> Author:
    """A person with a key of their own; the key file of this test's home is made anew for each."""
    file = data_folder() / "identity.json"
    kept = data_folder() / f"identity-{name}.json"
    if kept.exists():
        shutil.copy(kept, file)
    else:
        file.unlink(missing_ok=True)
        identity.me().rename(name)
        shutil.copy(file, kept)
    person = identity.me()
    person.sign(b"the private key is read now, before somebody else's takes its place in the file")
    return person


def said(words: str) -> FieldValue:
    """A value in words."""
    return FieldValue(state=FieldState.STATED, value=words)


def new(folder: Path, person: Author | None = None, name: str = "p.curator") -> Project:
    """An empty project with the default scheme."""
    return projects.create(folder / name, name="Test", scheme=default_scheme(), author=person or author())


def add_document(project: Project, text: str = TEXT, title: str = "Report") -> str:
    """A document made as the importer makes one; gives its id."""
    data = text.encode()
    digest = sha256(data).hexdigest()
    body = Document(
        title=title,
        source=Source(file_name=f"{title}.txt", media_type="text/plain", sha256=digest, encoding="utf-8"),
        text_sha256=digest,
        length=len(text),
        extraction=Extraction(reader="text", version="1", encoding="utf-8"),
    )
    ident = derived_id(Kind.DOCUMENT, digest)
    draft = Draft(project, "import", f"import {title}", blobs={digest: data})
    draft.create(Kind.DOCUMENT, ident, body)
    draft.commit()
    return ident


def add_person(project: Project, person: Author, *roles: Role) -> None:
    """Make somebody one of the project's people."""
    draft = Draft(project, "people", f"add {person.name}", undoable=False)
    body = Person(name=person.name, roles=roles or (Role.ANNOTATOR,), keys=(person.public_key,))
    draft.create(Kind.PERSON, person.person_id, body)
    draft.commit()


def annotate(project: Project, document: str, start: int = 0, end: int = 6, label: str = "actor") -> str:
    """Add an annotation; gives its id."""
    return only(annotating.add(project, document, label, [Span(start=start, end=end)]).annotations)


def only(ids: Iterable[str]) -> str:
    """The one id that there is."""
    [ident] = ids
    return ident


def annotation(project: Project, ident: str) -> dict[str, Any]:
    """The body of an annotation."""
    return body_of(project, Kind.ANNOTATION, ident)


def body(project: Project, kind: Kind, ident: str) -> dict[str, Any]:
    """The body of a subject."""
    return body_of(project, kind, ident)


def bodies(project: Project) -> dict[tuple[str, str], Any]:
    """The bodies of all heads, by kind and id of their subjects."""
    rows = project.store.query(
        "SELECT kind, subject, body FROM head JOIN revision ON revision.id = head.revision ORDER BY revision.id"
    )
    found: dict[tuple[str, str], Any] = {}
    for kind, subject, body in rows:
        found.setdefault((kind, subject), []).append(orjson.loads(body))
    return found


def state(changes: Changes) -> tuple[str, bool]:
    """What an act is called, and whether it did nothing."""
    return changes.label, changes.empty


def reopened(project: Project, *, read_only: bool = False) -> Project:
    """The project as another start of the program finds it."""
    project.close()
    return projects.open_project(project.path, author=project.author, read_only=read_only)
