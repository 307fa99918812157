"""Decisions as revisions: one or ten thousand take the same few queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from curator.domain.annotation import Annotation, spans_in
from curator.domain.errors import CuratorError, InvalidError, NotFoundError
from curator.domain.history import Kind
from curator.domain.review import ErrorClass, Judged, Outcome, Verdict, decision_id
from curator.domain.validation import MISSING, problems
from curator.services.acting import Draft, body_of
from curator.services.project import Project, now
from curator.store import journal
from curator.store import subjects as subjects_of
from curator.store.queries import annotations as rows
from curator.store.queries import ways

_SHOWN = 60


class ApartError(CuratorError):
    """People changed an annotation apart from each other: a decision on it alone joins that, and has to come first.

    Attributes:
        annotation: its id.
        quote: its words.
    """

    def __init__(self, annotation: str, quote: str) -> None:
        """Say which it is."""
        super().__init__(
            f"“{quote}” ({annotation}) was changed by several people apart from each other: decide on it first."
        )
        self.annotation = annotation
        self.quote = quote


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is to be decided on an annotation as it is now. `cause` and `reason` as `reasons.checked` gives them."""

    annotation: str
    verdict: Verdict
    cause: str | None = None
    reason: str | None = None
    outcome: Outcome | None = None
    error: ErrorClass | None = None
    merged_into: str | None = None
    sources: tuple[Judged, ...] = ()


def heads(project: Project, annotations: Iterable[str]) -> dict[str, str]:
    """The only head of each of these annotations.

    Raises:
        NotFoundError: there is no annotation of that id.
        ApartError: two people changed one apart from each other, and nobody has joined that or decided yet.
    """
    found = _all_heads(project, annotations)
    for annotation, several in found.items():
        if len(several) > 1:
            _label, quote = rows.quotes(project.store, [annotation]).get(annotation, ("", ""))
            raise ApartError(annotation, " ".join(quote.split())[:_SHOWN])
    return {annotation: several[0] for annotation, several in found.items()}


def joined(draft: Draft, annotations: Iterable[str]) -> dict[str, str]:
    """The same; changes that people made apart from each other become one revision, which can be decided on.

    Raises:
        NotFoundError: there is no annotation of that id.
        CuratorError: two people changed one differently, and nobody has decided yet.
    """
    found = _all_heads(draft.project, annotations)
    return {
        annotation: several[0] if len(several) == 1 else _join(draft, annotation)
        for annotation, several in found.items()
    }


def _all_heads(project: Project, annotations: Iterable[str]) -> dict[str, tuple[str, ...]]:
    wanted = list(dict.fromkeys(annotations))
    found = journal.heads(project.store.conn, wanted, Kind.ANNOTATION)
    for annotation in wanted:
        if annotation not in found:
            raise NotFoundError(f"There is no annotation {annotation} in the project.")
    return {annotation: found[annotation] for annotation in wanted}


def _join(draft: Draft, annotation: str) -> str:
    return draft.revise(Kind.ANNOTATION, annotation, body_of(draft.project, Kind.ANNOTATION, annotation))


def bodies(project: Project, annotations: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The decision subjects there are on these annotations, by annotation; withdrawn ones too."""
    return _bodies(project, {decision_id(annotation): annotation for annotation in annotations})


def _bodies(project: Project, subjects: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """The same for the annotations by the ids of their decisions."""
    found = subjects_of.bodies(project.store, subjects, Kind.DECISION)
    return {subjects[subject]: body for subject, body in found.items()}


def rule(draft: Draft, rulings: Sequence[Ruling], revisions: dict[str, str]) -> None:
    """Put the decisions into an act. One that says what is decided already is left as it is.

    Args:
        draft: the act.
        rulings: what to decide.
        revisions: the revision that each decision judges, by annotation.
    """
    _require_sound(draft, [one.annotation for one in rulings if one.verdict is Verdict.ACCEPT], revisions)
    subjects = [decision_id(ruling.annotation) for ruling in rulings]
    before = _bodies(draft.project, {subject: one.annotation for subject, one in zip(subjects, rulings, strict=True)})
    made: dict[str, dict[str, Any]] = {}
    at = now()
    for subject, ruling in zip(subjects, rulings, strict=True):
        earlier = before.get(ruling.annotation, {})
        body = _body(ruling, revisions[ruling.annotation], earlier, (draft.project.me or "", at))
        if not earlier or not _says_the_same(earlier, body):
            made[subject] = body
    if before:
        draft.put_many(Kind.DECISION, made)
        return
    for subject, body in made.items():
        draft.create(Kind.DECISION, subject, body)


def _require_sound(draft: Draft, accepted: Sequence[str], revisions: Mapping[str, str]) -> None:
    """Check that nothing is accepted whose quotes do not stand in the text, or whose form lacks what it requires.

    Raises:
        InvalidError: which, and why.
    """
    project = draft.project
    known = journal.revisions_by_id(project.store.conn, [revisions[ident] for ident in accepted])
    known |= {revision.id: revision for revision in draft.revisions}
    required = {label.name for label in project.scheme.labels if any(field.required for field in label.fields)}
    found = ways.labels(project.store, accepted)
    texts = _Texts(project)
    for ident in accepted:
        revision = known[revisions[ident]]
        texts.require_quoted(revision.content())
        if found.get(ident) in required:
            require_filled(project, Annotation.model_validate_json(revision.body))


class _Texts:
    """The text that was looked at last, since annotations mostly come document by document."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._last: tuple[str, str | None] = ("", None)

    def require_quoted(self, body: Mapping[str, Any]) -> None:
        """Check that an annotation's quotes stand where it says; those in a text that was withheld can't be looked at.

        Raises:
            InvalidError: one does not. No program of ours writes that.
        """
        digest = body["text_sha256"]
        if digest != self._last[0]:
            self._last = digest, self._text(digest)
        text = self._last[1]
        if text is None:
            return
        for span in spans_in(body):
            if text[span["start"] : span["end"]] != span["exact"]:
                quote = span["exact"][:60]
                raise InvalidError(f"“{quote}” can't be accepted: it is not what stands at its place in the text.")

    def _text(self, digest: str) -> str | None:
        try:
            return self._project.text(digest)
        except NotFoundError:
            return None


def require_filled(project: Project, body: Annotation) -> None:
    """Check that an annotation's form lacks nothing that it requires.

    Raises:
        InvalidError: something is missing, which is named.
    """
    label = project.scheme.label(body.label)
    for problem in problems(label, body.fields) if label else ():
        if problem.message == MISSING:
            quote = " … ".join(span.exact for span in body.spans)[:60]
            raise InvalidError(f"“{quote}” can't be accepted: “{problem.field}” is {MISSING}.")


_WITHOUT = ("by", "at")


def _says_the_same(earlier: dict[str, Any], body: dict[str, Any]) -> bool:
    keys = earlier.keys() | body.keys()
    return all(earlier.get(key) == body.get(key) for key in keys if key not in _WITHOUT)


def _body(ruling: Ruling, revision: str, earlier: dict[str, Any], said: tuple[str, str]) -> dict[str, Any]:
    """The body as `Decision` would dump it, without making ten thousand models."""
    fields: dict[str, Any] = {} if ruling.verdict is Verdict.ACCEPT else earlier.get("fields", {})
    by, at = said
    more: dict[str, Any] = {
        "cause": ruling.cause,
        "fields": fields,
        "outcome": ruling.outcome,
        "error": ruling.error,
        "merged_into": ruling.merged_into,
        "sources": [source.model_dump() for source in ruling.sources],
    }
    return {
        "annotation": ruling.annotation,
        "revision": revision,
        "verdict": ruling.verdict,
        "reason": ruling.reason,
        "by": by,
        "at": at,
        "imported": False,
        "withdrawn": False,
        **{key: value for key, value in more.items() if value},
    }
