"""What a form needs to know of the project, asked through functions: the form itself reaches no data."""

from collections.abc import Callable
from dataclasses import dataclass

from curator.domain.scheme import AnnotationScheme, Label
from curator.services.views import AnnotationRow, EntityRow


@dataclass(frozen=True, slots=True)
class FormContext:
    """The questions that a form asks while it is shown; each must answer within a few milliseconds.

    Attributes:
        scheme: the project's scheme, for titles and colours of what values point at.
        complete: entities whose name or alias fits the text, of these kinds (all where there are none).
        entity: the entity of an id.
        candidates: other annotations of these labels in the document whose words or value hold the text, nearest to
            the one shown first; as many as are worth showing.
        annotation: the annotation of an id.
        date_problem: what is wrong with a date, or None.
        describe_date: a date in words ("about June 2018"), or "".
        reason: why something was decided, in words: a name in the project's list of reasons, and what was written.
    """

    scheme: AnnotationScheme
    complete: Callable[[str, tuple[str, ...]], list[EntityRow]]
    entity: Callable[[str], EntityRow | None]
    candidates: Callable[[tuple[str, ...], str], list[AnnotationRow]]
    annotation: Callable[[str], AnnotationRow | None]
    date_problem: Callable[[str], str | None]
    describe_date: Callable[[str], str]
    reason: Callable[[str | None, str | None], str]

    def label(self, name: str) -> Label | None:
        """The label of that name."""
        return self.scheme.label(name)

    def label_title(self, name: str) -> str:
        """What people call the label; its machine name where the scheme has it no more."""
        label = self.scheme.label(name)
        return label.title if label else name

    def kind_title(self, name: str) -> str:
        """What people call the kind of an entity."""
        return next((kind.title for kind in self.scheme.entity_kinds if kind.name == name), name.replace("_", " "))
