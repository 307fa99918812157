"""Pairing, beside pairing a tenth of it; and the agreement of 1,000 documents with 20,000 annotations by 3 people."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from time import process_time
from typing import TYPE_CHECKING, Any, Final

from benchmarks import corpus, workload
from benchmarks.measuring import Result, Timed, interleaved, timed
from curator.analysis.pairing import match_units
from curator.analysis.units import Unit
from curator.domain.annotation import Annotation, FieldState, FieldValue
from curator.domain.history import Kind
from curator.domain.ids import new_id
from curator.domain.people import Person, Role
from curator.domain.span import quoted
from curator.services import acting, agreement, identity
from curator.services import project as projects
from curator.services.project import Project

if TYPE_CHECKING:
    from pydantic import JsonValue

_TIMES: Final = 15
"""So many times longer may pairing ten times as much take: O(n log n) leaves room for what memory costs."""
_DOCUMENTS: Final = 1_000
_PLACES: Final = 7
"""In each document; of three annotators, each marks nearly all: 20 annotations together."""
_ANNOTATORS: Final = ("first", "second", "third")
_MARKED: Final = 20 / 21
_LENGTH: Final = 5_000


def run(*, quick: bool) -> list[Result]:
    """Pairing by size, and the whole computation."""
    few, many = (2_000, 20_000) if quick else (10_000, 100_000)
    return [
        _pairing("overlapping spans", few, many, _overlapping),
        _pairing("many within a long one", few, many, _within_a_long_one),
        *_agreement(100 if quick else _DOCUMENTS),
    ]


# --- pairing --------------------------------------------------------------------------------------------------------


def _pairing(name: str, few: int, many: int, make: Callable[[int], list[Unit]]) -> Result:
    small, large = make(few), make(many)
    pair = interleaved(_busy(lambda: match_units(large)), _busy(lambda: match_units(small)), 5)
    return Result(f"pair {many:,} beside {few:,}: {name}", *pair, limit=_TIMES)


def _busy(do: Callable[[], object]) -> Timed:
    """Times `do` by what the processor spent on it: pairing waits for nothing, and other programs play no part."""

    def run() -> float:
        start = process_time()
        do()
        return process_time() - start

    return run


def _overlapping(count: int) -> list[Unit]:
    """Two annotators' spans, one for every 50 characters; most are of the same thing, some are discontinuous."""
    random = Random(f"pairs {count}")
    found: list[Unit] = []
    for number in range(count // 2):
        start = random.randrange(count * 50)
        end, label = start + random.randint(5, 120), random.choice(workload.LABELS)
        found.append(Unit(f"a{number}", "a", label, ((start, end),)))
        spans = ((start, end),) if random.random() < 0.9 else ((start, start + 3), (end, end + 20))
        moved = tuple((one + random.choice((0, 0, 2)), other + 3) for one, other in spans)
        other = label if random.random() < 0.9 else random.choice(workload.LABELS)
        found.append(Unit(f"b{number}", "b", other, moved))
    return sorted(found, key=lambda unit: (unit.annotator, unit.place))  # as people read, and as files hold it


def _within_a_long_one(count: int) -> list[Unit]:
    """One long annotation, a third that begins within it and ends at one point, and the rest after that."""
    third = count // 3
    found = [Unit("a", "a", "actor", ((0, 10 * count),))]
    found += [Unit(f"a{start}", "a", "actor", ((start, third),)) for start in range(1, third)]
    found += [Unit(f"b{start}", "b", "actor", ((third + start, third + start + 2),)) for start in range(2 * third)]
    return found


# --- agreement ------------------------------------------------------------------------------------------------------


def _agreement(documents: int) -> list[Result]:
    path = _project(documents)
    with projects.open_project(path, author=_person(_ANNOTATORS[0]), read_only=True) as project:
        view = agreement.measure(project)
        count = view.report.annotations
        took = interleaved(
            timed(lambda: agreement.measure(project)),
            _busy(lambda: agreement.measure(project)),
            1 if documents < 1000 else 3,
        )
    name = f"agreement: {documents:,} documents, {count:,} annotations, 3 people"
    return [Result(name, took.ours, limit=10_000), Result(f"{name}: processor alone", took.bare)]


def _project(documents: int) -> Path:
    path = corpus.BUILD / f"agreement-{documents}.curator"
    if path.exists():
        return path
    print(f"making {path.name} …", flush=True)
    partial = path.with_name(f"making-{path.name}")
    for old in partial.parent.glob(f"{partial.name}*"):
        old.unlink()
    texts = [workload.Text(*text[:2], []) for text in workload.many(documents, length=_LENGTH, marks=1)]
    home = os.environ["CURATOR_HOME"]
    corpus.make(partial, texts)
    people = [_person(name) for name in _ANNOTATORS]
    os.environ["CURATOR_HOME"] = home
    with projects.open_project(partial, author=identity.me()) as project:
        _admit(project, people)
        rows = project.store.query("SELECT id, text_sha256 FROM document ORDER BY title")
    for person in people:
        with projects.open_project(partial, author=person) as project:
            _annotate(project, rows)
    partial.replace(path)
    return path


def _person(name: str) -> identity.Author:
    """Somebody with a home and a key of their own."""
    home = os.environ["CURATOR_HOME"]
    os.environ["CURATOR_HOME"] = str(corpus.BUILD / f"home-{name}")
    try:
        return identity.me()
    finally:
        os.environ["CURATOR_HOME"] = home


def _admit(project: Project, people: list[identity.Author]) -> None:
    draft = acting.Draft(project, "people", "add the annotators", undoable=False)
    for name, person in zip(_ANNOTATORS, people, strict=True):
        roles = (Role.SUPERVISOR, Role.ANNOTATOR) if name == _ANNOTATORS[0] else (Role.ANNOTATOR,)
        draft.create(Kind.PERSON, person.person_id, Person(name=name, roles=roles, keys=(person.public_key,)))
    draft.commit()


def _annotate(project: Project, documents: list[tuple[Any, ...]]) -> None:
    draft = acting.Draft(project, "annotate", "annotate", undoable=False)
    for number, (document, digest) in enumerate(documents):
        text = project.text(digest)
        for spans, label, fields in _marks(number, project.author.person_id):
            body = Annotation(
                document=document,
                text_sha256=digest,
                label=label,
                author=project.author.person_id,
                scheme_version=1,
                spans=tuple(quoted(text, start, end) for start, end in spans),
                fields=fields,
            )
            draft.create(Kind.ANNOTATION, new_id(), body)
    draft.commit()


def _marks(number: int, person: str) -> Iterator[tuple[list[tuple[int, int]], str, dict[str, FieldValue]]]:
    """What one person marks in a document: mostly what the others do, at mostly the same place."""
    random = Random(f"marks {number} {person}")
    for place in workload.spans(_PLACES, _LENGTH - 50, f"agreement {number}"):
        if random.random() < _MARKED:
            label = place.label if random.random() < 0.9 else random.choice(workload.LABELS)
            end = place.end + random.choice((0, 0, 0, 3))
            yield [(place.start, end)], label, _fields(random, label)


def _fields(random: Random, label: str) -> dict[str, FieldValue]:
    given: dict[str, dict[str, JsonValue]] = {
        "actor": {"role": random.choice(("Minister", "Minister of Culture", workload.prose(30, str(random.random()))))},
        "organization": {"acronym": random.choice(("UN", "U.N."))},
        "date": {
            "value": f"20{random.randint(10, 29)}-{random.randint(1, 12):02}",
            "kind": random.choice(("event", "deadline")),
        },
        "commitment": {
            "action": workload.prose(80, f"action {random.randrange(5)}"),
            "strength": random.choice(("pledge", "call")),
            "quantity": {"amount": str(random.randint(1, 9)), "unit": "tenge"},
        },
    }
    return {name: FieldValue(state=FieldState.STATED, value=value) for name, value in given[label].items()}
