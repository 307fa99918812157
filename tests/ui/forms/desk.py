"""A desk to try forms on: it stores what the panel says and shows it again, as the window does."""

from collections.abc import Mapping
from typing import Any

from curator.domain.annotation import Annotation, FieldState, FieldValue, Progress, SpanEvidence
from curator.domain.review import AnnotationState
from curator.domain.scheme import AnnotationScheme, Choice, Condition, FormField, Label
from curator.domain.span import quoted
from curator.domain.validation import problems
from curator.services.views import AnnotationRow, AnnotationView, EntityRow
from curator.ui.forms import FormContext, FormPanel

TEXT = "Kazakhstan proposed a world free of terrorism by 2045, said the Republic of Kazakhstan."


def field(name: str, kind: str, **more: Any) -> FormField:
    title = more.pop("title", name.replace("_", " ").capitalize())
    return FormField(name=name, title=title, type=kind, **more)  # pyright: ignore[reportArgumentType]


def choices(*names: str) -> tuple[Choice, ...]:
    return tuple(Choice(name=name, title=name.capitalize()) for name in names)


ACTOR = Label(name="actor", title="Actor", fields=(field("role", "text"),), colour="#0072B2")
DATE = Label(name="date", title="Date", fields=(field("value", "date"),), colour="#E69F00")
EVERY = Label(
    name="every",
    title="Every type",
    fields=(
        field("line", "text", required=True, help="One <b>line</b>"),
        field("lines", "long_text"),
        field("one", "choice", choices=choices("low", "medium", "high")),
        field("many", "choice", choices=choices("obligation", "pledge", "intention", "call", "hope", "plan")),
        field("some", "choices", choices=choices("economic", "political")),
        field("sure", "yes_no"),
        field("number", "whole_number"),
        field("amount", "quantity", units=("USD", "EUR")),
        field("due", "date", labels=("date",)),
        field("who", "entity", entity_kinds=("person", "state")),
        field("ref", "annotation", labels=("actor",)),
        field("refs", "annotations", labels=("actor", "date")),
        field("why", "text", when=Condition(field="one", values=("high",))),
    ),
)
SCHEME = AnnotationScheme(
    name="Trial",
    labels=(EVERY, ACTOR, DATE),
    entity_kinds=choices("person", "state"),
)

ENTITIES = [
    EntityRow("e1", "state", "Kazakhstan", ("Republic of Kazakhstan",), 2),
    EntityRow("e2", "person", "Kairat Abdrakhmanov", (), 1),
]
ROWS = {
    "a1": AnnotationRow("a1", "actor", 0, 10, "Kazakhstan", AnnotationState.DONE, Progress.DONE, ""),
    "a2": AnnotationRow("a2", "actor", 63, 85, "the Republic", AnnotationState.DONE, Progress.DONE, ""),
    "d1": AnnotationRow("d1", "date", 46, 53, "by 2045", AnnotationState.DONE, Progress.DONE, "2045"),
}


def date_problem(text: str) -> str | None:
    return None if text[:4].isdigit() else f"“{text}” is not a date"


def stated(value: Any, *quotes: str) -> FieldValue:
    spans = [quoted(TEXT, TEXT.index(words), TEXT.index(words) + len(words)) for words in quotes]
    return FieldValue(state=FieldState.STATED, value=value, evidence=tuple(SpanEvidence(span=span) for span in spans))


class Desk:
    """Keeps annotations in a dictionary, and records what the panel says."""

    def __init__(self, panel: FormPanel, label: Label = EVERY) -> None:
        self.panel = panel
        self.label = label
        self.fields: dict[str, dict[str, FieldValue]] = {}
        self.saved: list[tuple[str, FieldValue | None]] = []
        self.typed: list[tuple[str, str]] = []
        self.entities = list(ENTITIES)
        self.refuses = False
        panel.field_changed.connect(self._store)
        panel.typed.connect(lambda name, text: self.typed.append((name, text)))
        panel.entity_add_requested.connect(self._add_entity)

    def context(self) -> FormContext:
        return FormContext(
            scheme=SCHEME,
            complete=lambda text, kinds: [
                row
                for row in self.entities
                if row.kind in kinds and text.casefold() in " ".join((row.name, *row.aliases)).casefold()
            ],
            entity=lambda ident: next((row for row in self.entities if row.id == ident), None),
            candidates=lambda labels, text: [
                row for row in ROWS.values() if row.label in labels and text.casefold() in row.quote.casefold()
            ],
            annotation=ROWS.get,
            date_problem=date_problem,
            describe_date=lambda text: "about June 2018" if text == "2018-06~" else "",
            reason=lambda name, words: ": ".join(filter(None, (name, words))),
        )

    def show(
        self,
        ident: str = "x1",
        fields: Mapping[str, FieldValue] | None = None,
        **more: Any,
    ) -> None:
        if fields is not None:
            self.fields[ident] = dict(fields)
        stored = self.fields.setdefault(ident, {})
        body = Annotation(
            document="doc",
            text_sha256="0" * 64,
            label=self.label.name,
            author="me",
            scheme_version=1,
            spans=(quoted(TEXT, 11, 44),),
            fields=dict(stored),
            progress=more.pop("progress", Progress.DRAFT),
        )
        view = AnnotationView(
            id=ident,
            body=body,
            state=AnnotationState.DRAFT,
            decision=more.pop("decision", None),
            head="r1",
            changed_at="2026-11-22T10:00:00.000Z",
            changed_by="Me",
            problems=tuple(problems(self.label, stored, is_date=date_problem)),
        )
        self.panel.show_annotation(view, self.label, self.context(), **more)

    def value(self, name: str, ident: str = "x1") -> Any:
        held = self.fields[ident].get(name)
        return held.value if held else None

    def _store(self, name: str, value: FieldValue | None) -> None:
        self.saved.append((name, value))
        if self.refuses:
            return
        ident = self.panel.annotation_id or ""
        stored = self.fields[ident]
        if value is None:
            stored.pop(name, None)
        else:
            stored[name] = value
        self.show(ident)

    def _add_entity(self, name: str, kind: str, field_name: str) -> None:
        self.entities.append(EntityRow(f"new-{name}", kind, name, (), 0))
        self._store(field_name, stated(f"new-{name}"))
