"""What a parcel brings, in figures and names, before anything of it is written and after."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from curator.domain.document import DocumentState
from curator.services.changes import Changes
from curator.store.authority import Revocation
from curator.store.sharing import Disputed, Refused


@dataclass(frozen=True, slots=True)
class Stranger:
    """Whose work is kept aside, because nobody in the project has their key.

    `name` is what they call themselves; "" where somebody else brought their work.
    """

    key: str
    fingerprint: str
    name: str
    changesets: int


@dataclass(frozen=True, slots=True)
class Reopened:
    """An annotator's work on a document that was approved, until what came in changed it or took it back."""

    document: str
    title: str
    annotator: str
    name: str
    state: DocumentState


@dataclass(frozen=True, slots=True)
class Report:
    """What a parcel brings.

    `changesets` are in it, `new` of them were not here and have been applied, `known` were here, `aside` have been put
    aside for later, and `waiting` lie there now, whenever they came. For the whole project, `missing` names what such
    work builds on, and `strangers` who signed it. `made` and `changed` count subjects by kind. `withheld` is how many
    texts were left out, `texts` how many came now that had been left out before. `titles` says what those are called,
    by id, that conflicts and refusals speak of; others' work that may not be seen yet is not among them. `reopened`
    is work whose approval no longer counts. `sender_revoked` says who revoked the sender's key, and when. `applied` is
    false for a dry run.
    """

    project: str
    project_name: str
    sender: str
    fingerprint: str
    sender_known: bool
    made_at: str
    changesets: int
    new: int = 0
    known: int = 0
    revisions: int = 0
    made: dict[str, int] = field(default_factory=dict[str, int])
    changed: dict[str, int] = field(default_factory=dict[str, int])
    conflicts: tuple[Disputed, ...] = ()
    refused: tuple[Refused, ...] = ()
    reopened: tuple[Reopened, ...] = ()
    aside: int = 0
    waiting: int = 0
    missing: tuple[str, ...] = ()
    strangers: tuple[Stranger, ...] = ()
    withheld: int = 0
    texts: int = 0
    sender_revoked: Revocation | None = None
    titles: dict[str, str] = field(default_factory=dict[str, str])
    applied: bool = False
    backup: Path | None = None
    changes: Changes = field(default_factory=Changes)

    @property
    def empty(self) -> bool:
        """Whether the parcel brings nothing that is not here already."""
        return not self.new and not self.aside and not self.texts

    @property
    def whole(self) -> bool:
        """Whether all of it has come in, and counts."""
        return not self.waiting and not self.refused


def by_kind(subjects: Iterable[tuple[str, str]]) -> dict[str, int]:
    """How many subjects there are of each kind."""
    return dict(sorted(Counter(kind for kind, _ in subjects).items()))
