"""Annotations: their rows, spans, references, counts and index.

Written for batches: one annotation and a hundred thousand take the same few statements. A withdrawn annotation
keeps its row and number, but has no spans, no references and no words in the index.
"""

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

from curator.domain.errors import StorageError
from curator.domain.history import Kind, work_digest
from curator.domain.review import STATE_OF_VERDICT, Verdict
from curator.store.journal import heads, state_of
from curator.store.projection import ways
from curator.store.projection.touched import Touched
from curator.store.rows import json_list

SIZES: Final = (256, 4096, 65536)
"""Upper bounds of the size classes of spans, in code points. The spans that overlap a window start at most so far
before it, class by class, so that one span over a whole document does not make every look into it a scan."""

_INSERT = (
    'INSERT INTO annotation (n, id, document, label, author, state, start, "end", quote, field_text, head, withdrawn) '
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_UPDATE = (
    'UPDATE annotation SET (label, author, state, start, "end", quote, field_text, head, withdrawn) '
    "= (?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE n = ?"
)
_DECIDED = (
    "SELECT id, n, state, revision, verdict, "
    "(SELECT count(*) FROM head WHERE subject = id AND kind = 'annotation') = 1 AND head = revision FROM annotation "
    "LEFT JOIN decision ON decision.annotation = id AND NOT decision.withdrawn "
    "WHERE id IN (SELECT value FROM json_each(?))"
)
_Row = tuple[Any, ...]


@dataclass(slots=True)
class _Before:
    """What the tables held of an annotation before."""

    n: int
    document: int
    label: str
    author: str
    quote: str
    field_text: str
    withdrawn: bool


@dataclass(slots=True)
class Tally:
    """What has to be added to a document's counts."""

    annotations: int = 0
    work: int = 0
    labels: dict[str, int] = field(default_factory=dict[str, int])
    efforts: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])

    def count(self, label: str, author: str, heads: Iterable[str], sign: int) -> None:
        """Count an annotation (`sign` 1), or count it no more (-1)."""
        work = sign * work_digest(heads)
        self.annotations += sign
        self.work += work
        self.labels[label] = self.labels.get(label, 0) + sign
        annotations, before = self.efforts.get(author, (0, 0))
        self.efforts[author] = annotations + sign, before + work


def project(conn: sqlite3.Connection, touched: Sequence[Touched]) -> set[ways.Way]:
    """Write all that the tables say of these annotations; gives their documents and authors."""
    if not touched:
        return set()
    batch = Batch(conn, touched, (conn.execute("SELECT max(n) FROM annotation").fetchone()[0] or 0) + 1)
    batch.write()
    return {(document, author) for document, tally in batch.tallies.items() for author in tally.efforts}


class Batch:
    """The rows of one batch, gathered to be written together (or, by `auditing`, compared with those there are).

    Attributes:
        new: rows of `annotation` to come, numbered from `first` on.
        spans: rows of `span`.
        references: rows of `reference`, some perhaps twice.
        indexed: number and words of what the index has to know.
        tallies: what has to be added to the counts of documents, by their numbers.
    """

    def __init__(self, conn: sqlite3.Connection, touched: Sequence[Touched], first: int) -> None:
        """Gather what the tables are to say of these annotations."""
        self._conn = conn
        self._before = _rows_before(conn, [item.id for item in touched if item.heads_before])
        self._documents = _document_numbers(conn, {item.state.body["document"] for item in touched})
        self._decisions = _decisions(conn, [item.id for item in touched])
        self._next = first
        self._changed: list[_Row] = []
        self._unindexed: list[_Row] = []
        self.new: list[_Row] = []
        self.spans: list[_Row] = []
        self.references: list[_Row] = []
        self.indexed: list[_Row] = []
        self.tallies: dict[int, Tally] = {}
        for annotation in touched:
            self._take(annotation)

    def _take(self, annotation: Touched) -> None:
        heads, body, _ = annotation.state
        document = self._documents.get(body["document"])
        if document is None:
            self._refuse_unknown(body["document"])
            return
        before = self._before.get(annotation.id)
        number = self._next if before is None else before.n
        tally = self.tallies.get(document) or self.tallies.setdefault(document, Tally())
        if before is not None and not before.withdrawn:
            tally.count(before.label, before.author, annotation.heads_before, -1)
            self._unindexed.append((number, before.quote, before.field_text))
        withdrawn = bool(body.get("withdrawn"))
        spans = body["spans"]
        quote = words = ""
        if not withdrawn:
            fields = body.get("fields", {})
            quote, words = quote_of(spans), field_text(fields)
            tally.count(body["label"], body["author"], heads, +1)
            for span in spans:
                start, end = span["start"], span["end"]
                self.spans.append((document, size_class(end - start), start, number, end))
            for name, target in references(fields):
                self.references.append((number, target, name))
            self.indexed.append((number, quote, words))
        state, decision = body.get("progress", "draft"), self._decisions.get(annotation.id)
        if decision is not None:
            state = _state(self._conn, state, heads, decision)
        ends = spans[0]["start"], spans[-1]["end"]
        row = (body["label"], body["author"], state, *ends, quote, words, heads[0], int(withdrawn))
        if before is None:
            self.new.append((number, annotation.id, document, *row))
            self._next += 1
        else:
            self._changed.append((*row, number))

    def _refuse_unknown(self, document: str) -> None:
        """Where whoever brought it had no right to, what speaks of it has no place either; else it must be there."""
        if not _is_known(self._conn, document):
            raise StorageError(f"An annotation speaks of the document {document}, which is not in the project.")

    def write(self) -> None:
        """Write what was gathered."""
        conn = self._conn
        numbers = [row[-1:] for row in self._changed]
        # The index takes out what it is told it holds, so that this comes before the rows change.
        conn.executemany(
            "INSERT INTO annotation_fts (annotation_fts, rowid, quote, field_text) VALUES ('delete', ?, ?, ?)",
            self._unindexed,
        )
        conn.executemany("DELETE FROM span WHERE annotation = ?", numbers)
        conn.executemany("DELETE FROM reference WHERE annotation = ?", numbers)
        conn.executemany(_INSERT, self.new)
        conn.executemany(_UPDATE, self._changed)
        conn.executemany(
            'INSERT INTO span (document, size, start, annotation, "end") VALUES (?, ?, ?, ?, ?)', self.spans
        )
        conn.executemany(
            "INSERT OR IGNORE INTO reference (annotation, target, field) VALUES (?, ?, ?)", self.references
        )
        conn.executemany("INSERT INTO annotation_fts (rowid, quote, field_text) VALUES (?, ?, ?)", self.indexed)
        count(conn, self.tallies)


def count(conn: sqlite3.Connection, tallies: Mapping[int, Tally]) -> None:
    """Add to the counts of documents and of the ways of their annotators."""
    for document, tally in tallies.items():
        work = conn.execute("SELECT work FROM document WHERE n = ?", (document,)).fetchone()[0]
        conn.execute(
            "UPDATE document SET annotations = annotations + ?, work = ? WHERE n = ?",
            (tally.annotations, (work + tally.work) & 0x7FFF_FFFF_FFFF_FFFF, document),
        )
        for label, count in tally.labels.items():
            conn.execute(
                "INSERT INTO label_count (document, label, count) VALUES (?, ?, ?) "
                "ON CONFLICT (document, label) DO UPDATE SET count = count + excluded.count",
                (document, label, count),
            )
        conn.execute("DELETE FROM label_count WHERE document = ? AND count = 0", (document,))
        ways.count(conn, {(document, author): effort for author, effort in tally.efforts.items()})


def restate(conn: sqlite3.Connection, annotations: Iterable[str]) -> None:
    """Work out the state of these annotations anew, after a decision on them."""
    ids = sorted(annotations)
    if not ids:
        return
    rows = conn.execute(_DECIDED, (json_list(ids),)).fetchall()
    known = heads(conn, [row[0] for row in rows if not row[-1]], Kind.ANNOTATION)
    states: list[tuple[str, int]] = []
    for ident, number, before, judged, verdict, is_head in rows:
        if is_head:  # which needs no look at what the annotation says
            state = STATE_OF_VERDICT[Verdict(verdict)]
        else:
            progress = state_of(conn, ident, Kind.ANNOTATION).body.get("progress", "draft")
            state = _state(conn, progress, known[ident], (judged, verdict)) if judged else progress
        if state != before:
            states.append((state, number))
    conn.executemany("UPDATE annotation SET state = ? WHERE n = ?", states)
    conn.executemany("UPDATE queue SET state = ? WHERE annotation = ?", states)


def _state(conn: sqlite3.Connection, progress: str, heads: tuple[str, ...], decision: tuple[str, str]) -> str:
    """A decision counts while the only head is the revision it judged, or says the same to the letter."""
    if len(heads) != 1:
        return progress
    judged, verdict = decision
    if judged != heads[0]:
        bodies = conn.execute(
            "SELECT count(DISTINCT body), count(*) FROM revision WHERE id IN (?, ?)", (judged, heads[0])
        )
        if bodies.fetchone() != (1, 2):
            return progress
    return STATE_OF_VERDICT[Verdict(verdict)]


def _rows_before(conn: sqlite3.Connection, ids: list[str]) -> dict[str, _Before]:
    if not ids:
        return {}
    rows = conn.execute(
        "SELECT id, n, document, label, author, quote, field_text, withdrawn FROM annotation "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json_list(ids),),
    )
    return {row[0]: _Before(*row[1:7], withdrawn=bool(row[7])) for row in rows}


def _document_numbers(conn: sqlite3.Connection, ids: Iterable[str]) -> dict[str, int]:
    return dict(
        conn.execute("SELECT id, n FROM document WHERE id IN (SELECT value FROM json_each(?))", (json_list(ids),))
    )


def _is_known(conn: sqlite3.Connection, document: str) -> bool:
    row = conn.execute(
        "SELECT 1 FROM revision WHERE subject_id = ? AND subject_kind = ? LIMIT 1", (document, Kind.DOCUMENT)
    ).fetchone()
    return row is not None


def _decisions(conn: sqlite3.Connection, ids: list[str]) -> dict[str, tuple[str, str]]:
    rows = conn.execute(
        "SELECT annotation, revision, verdict FROM decision "
        "WHERE annotation IN (SELECT value FROM json_each(?)) AND NOT withdrawn",
        (json_list(ids),),
    )
    return {annotation: (revision, verdict) for annotation, revision, verdict in rows}


def size_class(length: int) -> int:
    """Which of the classes of `SIZES` a span of that many code points belongs to."""
    return bisect_left(SIZES, length)


def quote_of(spans: Sequence[Mapping[str, Any]]) -> str:
    """The words of an annotation, its parts joined by an ellipsis."""
    return spans[0]["exact"] if len(spans) == 1 else " … ".join([span["exact"] for span in spans])


def field_text(fields: Mapping[str, Any]) -> str:
    """The values of an annotation that a search may look for, as words."""
    names = sorted(fields) if len(fields) > 1 else fields
    return " · ".join([words for name in names if (words := _words(fields[name].get("value")))])


def _words(value: Any) -> str:  # noqa: ANN401 - any JSON value
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return f"{value['amount']} {value['unit']}" if "amount" in value else ""
    if isinstance(value, list):
        items = cast("list[Any]", value)
        return " ".join(filter(None, map(_words, items)))
    return "" if value is None or isinstance(value, bool) else str(value)


def references(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The (field, id) of every annotation or entity that values and evidence point at.

    What is stored is JSON; that an id stands for an entity is known by its form alone here (a UUID as a plain
    string), which can only list too much: a text that looks like an id refers to nothing.
    """
    found: list[tuple[str, str]] = []
    for name, content in fields.items():
        found += [(name, target) for target in _targets(content.get("value"))]
        found += [(name, item["annotation"]) for item in content.get("evidence", ()) if "annotation" in item]
    return found


def _targets(value: Any) -> Sequence[str]:  # noqa: ANN401 - any JSON value
    if isinstance(value, str):
        return (value,) if len(value) == 36 and value.count("-") == 4 else ()
    if isinstance(value, dict):
        pointer = cast("dict[str, Any]", value)
        return (pointer["annotation"],) if "annotation" in pointer else ()
    if isinstance(value, list):
        items = cast("list[Any]", value)
        return [target for item in items for target in _targets(item)]
    return ()
