"""What an act changed: what every verb returns, so that whoever shows something knows whether to look again."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from curator.domain.history import Kind


@dataclass(frozen=True, slots=True)
class Changes:
    """The ids of the subjects that an act changed, by kind; on disk when it is returned.

    `label` names the act ("set due date"), `saved_at` is a UTC ISO time, `focus` is where to look (document,
    annotation). `left` says, for people, what it was to change too and could not.
    """

    label: str = ""
    changeset: str = ""
    saved_at: str = ""
    documents: frozenset[str] = frozenset()
    annotations: frozenset[str] = frozenset()
    entities: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    other: frozenset[str] = frozenset()
    focus: tuple[str, str | None] | None = None
    left: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was changed."""
        return not self.changeset


def together(several: Sequence[Changes]) -> Changes:
    """What several acts changed, as if they were one; the last of them says when, and what it is called."""
    done = [changes for changes in several if not changes.empty]
    if not done:
        return Changes()
    kinds = ("documents", "annotations", "entities", "people", "other")
    touched = {kind: frozenset[str]().union(*(getattr(changes, kind) for changes in done)) for kind in kinds}
    return replace(done[-1], focus=None, **touched)


_FIELD_OF_KIND: dict[str, str] = {
    Kind.DOCUMENT: "documents",
    Kind.ANNOTATION: "annotations",
    Kind.ENTITY: "entities",
    Kind.PERSON: "people",
}


def by_kind(subjects: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """(kind, id) pairs as the fields of `Changes`."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for kind, subject in subjects:
        found[kind].add(subject)
    named: defaultdict[str, set[str]] = defaultdict(set)
    for kind, ids in found.items():
        named[_FIELD_OF_KIND.get(kind, "other")] |= ids
    return {name: frozenset(ids) for name, ids in named.items()}
