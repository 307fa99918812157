"""Conflicts in words: what a subject is called, what each side says of it, and who said so."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from curator.domain.annotation import FieldValue, SpanEvidence
from curator.domain.history import MISSING, Candidate, Kind, Register, SubjectState, registers
from curator.domain.scheme import Label
from curator.services import histories, review_wording, wording
from curator.services.conflict_views import Side, Who
from curator.services.project import Project
from curator.sharing.keys import fingerprint
from curator.store import journal
from curator.store.queries import people

WITHDRAWN: Final = ("withdrawn",)
_LONGEST = 60
_KEYS = frozenset({("keys",), ("revoked",), ("admitted",)})
_PEOPLE = frozenset({("author",), ("by",), ("annotator",)})
_ABOUT: Final[Mapping[str, str]] = {
    Kind.DECISION: "The decision on",
    Kind.COMMENT: "A comment on",
    Kind.SUBMISSION: "The submission of",
    Kind.ASSIGNMENT: "The assignment of",
    Kind.PERSON: "The person",
    Kind.ENTITY: "The entity",
    Kind.SCHEME: "The annotation scheme",
    Kind.GUIDELINE: "The guidelines",
    Kind.SETTING: "A setting of the project",
}


def title(project: Project, kind: Kind, body: Mapping[str, Any]) -> str:
    """What people call a subject."""
    if kind == Kind.ANNOTATION:
        words = " … ".join(span["exact"] for span in body.get("spans", ()))
        return annotation_title(project, str(body.get("label", "")), words)
    if kind == Kind.DOCUMENT:
        return f"Document “{body.get('title', '')}”"
    about = _ABOUT.get(kind, str(kind))
    return f"{about} {name}" if (name := _named(project, body)) else about


def annotation_title(project: Project, label: str, quote: str) -> str:
    """What people call an annotation with that label on these words."""
    known = project.scheme.label(label)
    words = " ".join(quote.split())
    shown = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
    return f"{known.title if known else label} “{shown}”"


def _named(project: Project, body: Mapping[str, Any]) -> str:
    if annotation := body.get("annotation"):
        quotes = wording.names(project, [{"": {"value": annotation}}])
        return f"“{quotes.get(annotation, '')[:_LONGEST]}”"
    name = body.get("name") or body.get("title")
    if document := body.get("document"):
        about = journal.state_of(project.store.conn, document, Kind.DOCUMENT).body
        name = about.get("title")
    annotator = people.name(project.store, str(body.get("annotator")))
    return f"“{name}”{f' by {annotator}' if annotator else ''}" if name else ""


def register_title(label: Label | None, register: Register) -> str:
    """What people call a register of a subject."""
    return _TITLES.get(register) or histories.title_of(label, register)


_TITLES: Final[Mapping[Register, str]] = {WITHDRAWN: "Withdrawal", ("spans",): "Words", ("label",): "Label"}


def sides(project: Project, subject: tuple[Kind, str], state: SubjectState, register: Register) -> tuple[Side, ...]:
    """The values of a register in words, each with who said it and when."""
    candidates = state.conflicts[register]
    label = project.scheme.label(str(state.body.get("label", "")))
    by = [_said_by(project, subject, register, one) for one in candidates]
    if register == WITHDRAWN:
        words = [_end_in_words(project, one, who) for one, who in zip(candidates, by, strict=True)]
    else:
        words = _in_words(project, label, register, candidates)
        words = _told_apart(words, candidates) if len(register) > 1 else words
    return tuple(Side(value_of(one), said, who) for one, said, who in zip(candidates, words, by, strict=True))


def value_of(candidate: Candidate) -> Any:  # noqa: ANN401 - any JSON value
    """The value of a candidate; None where there is none."""
    return None if candidate.value is MISSING else candidate.value


def _in_words(project: Project, label: Label | None, register: Register, candidates: Iterable[Candidate]) -> list[str]:
    values = [value_of(one) for one in candidates]
    if register == ("label",):
        known = {one.name: one.title for one in project.scheme.labels}
        return [known.get(value, str(value)) for value in values]
    if register in _PEOPLE:
        return [people.name(project.store, str(value)) or wording.UNKNOWN_PERSON for value in values]
    if register in _KEYS:
        return ["; ".join(map(_key_in_words, value or ())) for value in values]
    forms = [{register[-1]: value} for value in values if value] if len(register) > 1 else []
    names = wording.names(project, forms)
    return [histories.in_words(label, register, value, names) for value in values]


def _key_in_words(ident: str) -> str:
    return fingerprint(ident) if len(ident) == 64 else ident


def _told_apart(words: list[str], candidates: Iterable[Candidate]) -> list[str]:
    """Values that read the same differ in the words that are cited for them: say those, too."""
    if len(set(words)) == len(words) or not all(words):
        return words
    return [
        f"{said}: {quotes}" if (quotes := _cited(one)) else said for said, one in zip(words, candidates, strict=True)
    ]


def _cited(candidate: Candidate) -> str:
    """The words that are cited for a field's value; "" where its evidence is other annotations."""
    value = FieldValue.model_validate(candidate.value, strict=False)
    return " … ".join(f"“{piece.span.exact}”" for piece in value.evidence if isinstance(piece, SpanEvidence))


def _end_in_words(project: Project, candidate: Candidate, by: Iterable[Who]) -> str:
    if candidate.value is True:
        return "withdrawn"
    changed = changes(project, by)
    return f"kept, with changes of {', '.join(changed)}" if changed else "kept"


def changes(project: Project, by: Iterable[Who]) -> list[str]:
    """The titles of what these revisions changed."""
    found: dict[str, None] = {}
    revisions = journal.revisions_by_id(project.store.conn, [who.revision for who in by])
    for revision in revisions.values():
        if revision.parents:
            conn = project.store.conn
            before = journal.state_upon(conn, revision.subject_id, revision.subject_kind, revision.parents).body
            held, now = registers(before), registers(revision.content())
            label = project.scheme.label(str(now.get(("label",), "")))
            differing = sorted(key for key in held.keys() | now.keys() if held.get(key) != now.get(key))
            found |= dict.fromkeys(register_title(label, key) for key in differing if key != WITHDRAWN)
    return list(found)


def sentence(project: Project, ends: Iterable[Side]) -> str:
    """A withdrawal against a change, as people say it: "Mia withdrew it; Jo changed its due date"."""
    parts: list[str] = []
    for side in ends:
        names = _listed([who.name for who in side.by])
        changed = [one[:1].lower() + one[1:] for one in changes(project, side.by)]
        word = "withdrew it" if side.value is True else f"changed its {_listed(changed)}" if changed else "kept it"
        parts.append(f"{names} {word}")
    return "; ".join(reversed(parts)) + "."


def _listed(words: Iterable[str]) -> str:
    several = list(dict.fromkeys(words))
    return " and ".join([", ".join(several[:-1]), several[-1]] if len(several) > 1 else several)


def version_in_words(project: Project, kind: Kind, body: Mapping[str, Any]) -> str:
    """A subject whose values belong together, in one line."""
    if words := review_wording.said(project, kind, body):
        return words
    if kind == Kind.SCHEME:
        return f"{body['name']}, version {body['version']}: {', '.join(label['title'] for label in body['labels'])}"
    if "reasons" in body:
        return ", ".join(reason["title"] for reason in body["reasons"])
    parts = (f"{key.replace('_', ' ')}: {histories.in_words(None, (key,), body[key], {})}" for key in sorted(body))
    line = "; ".join(parts)
    return line if len(line) <= 200 else line[:199] + "…"


# --- who said it ------------------------------------------------------------------------------------------------


def who(project: Project, revision: str) -> Who:
    """Who made a revision, and when."""
    made = people.maker(project.store, revision)
    name = (made.name if made else None) or wording.UNKNOWN_PERSON
    return Who(name, made.made_at if made else "", revision)


def _said_by(project: Project, subject: tuple[Kind, str], register: Register, candidate: Candidate) -> tuple[Who, ...]:
    writers = {first for writer in candidate.writers for first in _first_said(project, subject, register, writer)}
    return tuple(sorted((who(project, writer) for writer in writers), key=lambda one: (one.at, one.revision)))


def _first_said(project: Project, subject: tuple[Kind, str], register: Register, writer: str) -> set[str]:
    """The revisions that said first what a writer says: undoing a decision brings the words of others back."""
    made = people.maker(project.store, writer)
    if made is None or made.activity not in ("undo", "redo"):
        return {writer}
    kind, ident = subject
    conn = project.store.conn
    known = {revision.id: revision for revision in journal.revisions_of(conn, ident)}
    here, value = known[writer], registers(known[writer].content()).get(register, MISSING)
    while len(here.parents) == 1:
        here = known[here.parents[0]]
    before = journal.state_upon(conn, ident, kind, here.parents).conflicts.get(register, ()) if here.parents else ()
    for candidate in before:
        if candidate.value == value:
            return {first for one in candidate.writers for first in _first_said(project, subject, register, one)}
    return {writer}
