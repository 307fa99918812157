"""Whether the tables are what the history says, without writing all of them anew.

A replay (`rebuild`) names each row that differs, and takes many times as long as reading the history. What is to be
expected is that nothing differs. So the rows that stand there are gone through first, and each is worked out by the
functions that write it, from what the history says of its subject in the end:

- Who may do what is judged in the order of the file, as in a replay.
- The heads are right when each of them is a revision of its subject that no revision that counts was made from, and
  when there are as many as there must be: the revisions, less those that others were made from.
- What else the tables hold is a function of the states of the subjects, whatever order led to them, but for the
  numbers of rows: these are in the order in which the subjects came.

"No" only means that a replay must look; "yes" holds, and the tests hold it against the replay.
"""

import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import groupby, islice, pairwise
from typing import Any, Final

import orjson

from curator.domain.errors import CancelledError, CuratorError
from curator.domain.history import Changeset, Kind, SubjectState
from curator.domain.review import CONFIDENCE
from curator.store import appending, journal, projection, rebuild, schema
from curator.store.database import UNREADABLE, Store
from curator.store.projection import annotations, conflicts, documents, queue, ways
from curator.store.projection.touched import Touched

_MANY: Final = 1000
_AT_ONCE: Final = 200
"""So many annotations are gone through at once: what is made of more does not stay in the processor's cache."""
_DOUBTS: Final = (*UNREADABLE, CuratorError, ValueError, LookupError, TypeError, AttributeError)
"""What is raised where something is not as it must be: a replay can say what."""
_BY_ROW: Final = frozenset({"head", "annotation", "span", "reference", "queue"})
"""The tables with a row for each annotation, which are not written beside but gone through."""

Tell = Callable[[int], object]
See = Callable[[str, Mapping[str, Any], str], object]


class Audit:
    """Takes the history in, changeset by changeset, and then says whether the tables are what it gives.

    The history must be found sound by who hands it in: parents before children, of the same subject, no id twice.
    """

    def __init__(self, store: Store, *, has_twins: bool = False) -> None:
        """Begin beside a project file; `has_twins` is whether ids are shared in it. `close` must be called in the end.

        Where ids are shared, only a replay can tell what counts.
        """
        self._store = store
        self._conn = store.beside_it()
        self._superseded: list[tuple[str]] = []
        self._doubtful = has_twins or not self._is_clear(self._prepare)

    def _prepare(self) -> bool:
        self._store.attach_to(self._conn)
        schema.make_projections(self._conn)
        self._conn.execute("CREATE TABLE superseded (revision TEXT PRIMARY KEY) STRICT, WITHOUT ROWID")
        # The search index is looked at by itself: without bytes no text is put into another one.
        self._conn.execute("CREATE TABLE blob (sha256 TEXT PRIMARY KEY, bytes BLOB) STRICT")
        self._conn.execute("BEGIN")
        self._appending = appending.Appending(self._conn, kinds={Kind.PERSON})
        return True

    def _is_clear(self, check: Callable[[], bool]) -> bool:
        try:
            return check()
        except CancelledError:
            raise
        except _DOUBTS:
            return False

    def add(self, seq: int, changeset: Changeset) -> None:
        """Take in the next changeset and its place in the file."""
        if not self._doubtful:
            self._doubtful = not self._is_clear(lambda: self._follow(seq, changeset))

    def _follow(self, seq: int, changeset: Changeset) -> bool:
        self._supersede(changeset, self._appending.follow(seq, changeset))
        return True

    def _supersede(self, changeset: Changeset, refused: Collection[str]) -> None:
        for revision in changeset.revisions:
            if revision.parents and revision.id not in refused:
                self._superseded += [(parent,) for parent in revision.parents]
        if len(self._superseded) >= _MANY:
            self._write_superseded()

    def _write_superseded(self) -> None:
        self._conn.executemany("INSERT OR IGNORE INTO superseded VALUES (?)", self._superseded)
        self._superseded.clear()

    def agrees(self, tell: Tell, see: See) -> bool:
        """Whether every table is what the history says; False also where only a replay can tell.

        Args:
            tell: is told how many annotations have been gone through.
            see: is shown each head of each annotation: its subject, its body, and the state of the annotation.

        Raises:
            CancelledError: as `tell` did.
        """
        return not self._doubtful and self._is_clear(lambda: self._all_agree(tell, see))

    def _all_agree(self, tell: Tell, see: See) -> bool:
        self._finish_judging()
        return (
            self._heads_agree()
            and self._others_projected()
            and self._annotations_agree(tell, see)
            and self._small_tables_agree()
            and self._queue_agrees()
            and self._indexes_agree()
        )

    def refused(self) -> list[tuple[str, str, str, str, str]]:
        """(revision, kind, subject, why, key) of the revisions that do not count, in the order of the file."""
        return self._conn.execute(rebuild.REFUSED).fetchall()

    def close(self) -> None:
        """Let everything go."""
        self._conn.close()

    # --- who may do what, and the heads ---------------------------------------------------------------------------

    def _finish_judging(self) -> None:
        self._appending.flush()
        if self._appending.settle():
            self._judge_anew()
        self._write_superseded()

    def _judge_anew(self) -> None:
        """By the statements in force: see `appending.judge_anew`."""
        self._superseded.clear()
        for table in ("superseded", "refused", "tip", "head", "person", "person_key", "conflict"):
            self._conn.execute(f"DELETE FROM main.{table}")  # noqa: S608 - one of these
        writing = appending.Appending(self._conn, kinds={Kind.PERSON})
        for stored in journal.changesets(self._conn):
            self._supersede(stored.changeset, writing.judge(stored.seq, stored.changeset))
        writing.flush()

    def _heads_agree(self) -> bool:
        self._conn.execute(_ODD)
        self._conn.execute(
            "DELETE FROM superseded WHERE revision IN (SELECT id FROM revision JOIN odd USING (subject_id))"
        )
        heads, sound, expected = self._conn.execute(_HEADS).fetchone()
        return heads == sound == expected and all(
            self._is_odd_right(*odd) for odd in self._conn.execute("SELECT * FROM odd")
        )

    def _is_odd_right(self, subject: str) -> bool:
        """Where something does not count, its children become those of what it was made from."""
        found = self._conn.execute("SELECT kind, revision FROM history.head WHERE subject = ?", (subject,))
        kinds = self._conn.execute("SELECT DISTINCT subject_kind FROM revision WHERE subject_id = ?", (subject,))
        states = {kind: journal.state_of(self._conn, subject, kind) for (kind,) in kinds}
        return set(found) == {(kind, head) for kind, state in states.items() for head in state.heads}

    def _state(self, kind: str, subject: str, heads: Sequence[str], body: str) -> SubjectState:
        if len(heads) == 1:
            return SubjectState((heads[0],), orjson.loads(body), {})
        return journal.state_of(self._conn, subject, kind)

    # --- the tables -----------------------------------------------------------------------------------------------

    def _others_projected(self) -> bool:
        """Write the tables of all kinds but people, whose are written, and annotations, which can be many."""
        subjects = self._others()
        while touched := list(islice(subjects, _MANY)):
            if any(one.kind == Kind.DECISION and one.state.conflicts for one in touched):
                return False  # where a disputed decision belongs is known once there are annotations
            projection.project(self._conn, touched)
        return True

    def _others(self) -> Iterator[Touched]:
        rows = self._conn.execute(_OTHERS)
        for (kind, subject), group in groupby(rows, key=lambda row: (row[0], row[1])):
            heads = list(group)
            yield Touched(kind, subject, (), self._state(kind, subject, [row[2] for row in heads], heads[0][3]))

    def _annotations_agree(self, tell: Tell, see: See) -> bool:
        self._conn.execute(_FORKED)
        forked = dict(self._conn.execute("SELECT * FROM forked").fetchall())
        rows = self._conn.execute(_ANNOTATIONS, (queue.CONFIDENCE_PATH, f'"{CONFIDENCE}":'))
        done, last, counted = 0, 0, [0, 0]
        while found := rows.fetchmany(_AT_ONCE):
            places = [last, *(row[-1] for row in found)]
            touched = [self._touched(row, forked, see) for row in found]
            conflicts.project(self._conn, [one for one in touched if one.state.conflicts])
            batch = annotations.Batch(self._conn, touched, done + 1)
            if not (all(one < other for one, other in pairwise(places)) and self._is_right(batch, found, counted)):
                return False
            done, last = done + len(found), places[-1]
            tell(done)
        return [done, done + sum(forked.values()), *counted] == list(self._conn.execute(_COUNTS).fetchone())

    def _touched(self, row: Sequence[Any], forked: Collection[str], see: See) -> Touched:
        subject = row[1]
        if subject in forked:
            for (body,) in self._conn.execute(_HEADS_OF, (subject,)):
                see(subject, orjson.loads(body), row[5])
            return Touched(Kind.ANNOTATION, subject, (), journal.state_of(self._conn, subject, Kind.ANNOTATION))
        body = orjson.loads(row[12])
        see(subject, body, row[5])
        return Touched(Kind.ANNOTATION, subject, (), SubjectState((row[10],), body, {}))

    def _is_right(self, batch: annotations.Batch, found: list[Any], counted: list[int]) -> bool:
        """Whether the rows of some annotations are what they must be; adds to the counts of documents."""
        numbers = found[0][0], found[-1][0]
        spans = self._conn.execute(_SPANS, numbers).fetchall()
        references = self._conn.execute(_REFERENCES, numbers).fetchall()
        counted[0] += len(spans)
        counted[1] += len(references)
        annotations.count(self._conn, batch.tallies)
        return (
            batch.new == [row[:12] for row in found]
            and all(row[13] for row in found)
            and (batch.spans == spans or sorted(batch.spans) == sorted(spans))
            and set(batch.references) == set(references)
        )

    def _small_tables_agree(self) -> bool:
        self._conn.execute(_UNDECIDED)
        ways.restate(self._conn, self._conn.execute("SELECT document, annotator FROM main.way").fetchall())
        documents.restate(self._conn, [row[0] for row in self._conn.execute("SELECT n FROM main.document")])
        return all(
            rebuild.are_equal(rebuild.rows(self._conn, table, "history."), rebuild.rows(self._conn, table, "main."))
            for table in schema.PROJECTION_TABLES.keys() - _BY_ROW
        )

    def _queue_agrees(self) -> bool:
        """Whether the queue says how far the annotators are; the rest of it was gone through with the annotations."""
        waiting, expected, sound = self._conn.execute(_WORK).fetchone()
        return waiting == expected == sound

    # --- the search indexes ---------------------------------------------------------------------------------------

    def _indexes_agree(self) -> bool:
        self._conn.execute("CREATE TABLE annotation_words (n INTEGER PRIMARY KEY, quote TEXT, field_text TEXT) STRICT")
        self._conn.execute(_WORDS)
        self._conn.execute("CREATE TABLE document_words (n INTEGER PRIMARY KEY, title TEXT, text TEXT) STRICT")
        texts = self._conn.execute(_TEXTS)
        normal = unicodedata.normalize
        self._conn.executemany(
            "INSERT INTO document_words VALUES (?, ?, ?)",
            ((n, normal("NFC", title), normal("NFC", data.decode())) for n, title, data in texts),
        )
        for index, columns in (("annotation", "quote, field_text"), ("document", "title, text")):
            self._check_index(index, columns)
        return True

    def _check_index(self, name: str, columns: str) -> None:
        """FTS5's own check of an index against what it must hold (sqlite.org/fts5.html §6.4), made on a copy of it."""
        self._conn.execute(
            f"CREATE VIRTUAL TABLE main.{name}_fts USING fts5 ({columns}, content='{name}_words', content_rowid='n', "
            "tokenize='unicode61 remove_diacritics 2')"
        )
        for part in ("data", "idx", "docsize"):
            table = f"{name}_fts_{part}"
            self._conn.execute(f"DELETE FROM main.{table}")  # noqa: S608 - our own names
            self._conn.execute(f"INSERT INTO main.{table} SELECT * FROM history.{table}")  # noqa: S608
        # Raises what a damaged file does.
        self._conn.execute(f"INSERT INTO {name}_fts ({name}_fts, rank) VALUES ('integrity-check', 1)")  # noqa: S608


_ODD: Final = (
    "CREATE TABLE odd AS SELECT DISTINCT subject_id FROM main.refused JOIN revision ON revision.id = refused.revision"
)
_HEADS: Final = """
SELECT
  (SELECT count(*) FROM history.head WHERE subject NOT IN (SELECT * FROM odd)),
  (SELECT count(*) FROM history.head AS head
    JOIN revision ON revision.id = head.revision AND subject_id = subject AND subject_kind = kind
    WHERE subject NOT IN (SELECT * FROM odd)
    AND NOT EXISTS (SELECT 1 FROM superseded WHERE superseded.revision = head.revision)),
  (SELECT count(*) FROM revision WHERE subject_id NOT IN (SELECT * FROM odd)) - (SELECT count(*) FROM superseded)
"""
_FIRST: Final = """
  (SELECT seq FROM revision AS first WHERE first.subject_id = {subject} AND first.subject_kind = {kind}
    AND NOT EXISTS (SELECT 1 FROM main.refused WHERE refused.revision = first.id) ORDER BY seq LIMIT 1)
"""
_OTHERS: Final = """
SELECT kind, subject, head.revision, body, (first of subject, head.kind) AS came
FROM history.head AS head JOIN revision ON revision.id = head.revision
WHERE kind NOT IN ('annotation', 'person') ORDER BY came, head.revision
""".replace("(first of subject, head.kind)", _FIRST.format(subject="subject", kind="head.kind"))
_FORKED: Final = (
    "CREATE TABLE forked AS SELECT subject, count(*) - 1 AS more FROM history.head WHERE kind = 'annotation' "
    "GROUP BY subject HAVING count(*) > 1"
)
_HEADS_OF: Final = (
    "SELECT body FROM history.head AS head JOIN revision ON revision.id = head.revision "
    "WHERE head.subject = ? AND head.kind = 'annotation'"
)
_ANNOTATIONS: Final = """
SELECT one.*, body, coalesce(CASE withdrawn WHEN 1 THEN waiting.annotation IS NULL ELSE
  (waiting.document, waiting.author, waiting.label, waiting.state, changed_at, confidence)
  = (one.document, one.author, one.label, one.state, made_at,
    CASE instr(body, ?2) WHEN 0 THEN '' ELSE coalesce(body ->> ?1, '') END) END, 0) AS waits,
  CASE WHEN revision.parents = '[]' AND one.id NOT IN (SELECT subject FROM forked) THEN revision.seq
    ELSE (first of one) END AS came
FROM history.annotation AS one
CROSS JOIN history.head AS head ON head.subject = one.id AND head.kind = 'annotation' AND head.revision = one.head
JOIN revision ON revision.id = one.head JOIN changeset ON changeset.seq = revision.changeset
LEFT JOIN history.queue AS waiting ON waiting.annotation = n ORDER BY n
""".replace("(first of one)", _FIRST.format(subject="one.id", kind="'annotation'"))
"""In the order of the numbers; `CROSS` keeps SQLite from beginning elsewhere and sorting.

Where the only head was made from nothing, no other revision of the subject counts, so that none has to be looked for.
"""
_SPANS: Final = (
    'SELECT document, size, start, annotation, "end" FROM history.span INDEXED BY span_annotation '
    "WHERE annotation BETWEEN ? AND ?"
)
_REFERENCES: Final = "SELECT annotation, target, field FROM history.reference WHERE annotation BETWEEN ? AND ?"
_COUNTS: Final = """
SELECT (SELECT count(*) FROM history.annotation),
  (SELECT count(*) FROM history.head WHERE kind = 'annotation'),
  (SELECT count(*) FROM history.span), (SELECT count(*) FROM history.reference)
"""
_UNDECIDED: Final = """
INSERT INTO main.annotation SELECT one.* FROM history.annotation AS one
JOIN main.way AS way ON way.document = one.document AND way.annotator = one.author
WHERE way.verdict = 'approved' AND NOT one.withdrawn AND one.state IN ('draft', 'done')
"""
"""What keeps work from being approved; the annotations have been gone through before."""
_WORK: Final = """
SELECT (SELECT count(*) FROM history.queue), (SELECT count(*) FROM history.annotation WHERE NOT withdrawn),
  (SELECT count(*) FROM history.queue AS waiting JOIN main.way AS way
    ON way.document = waiting.document AND way.annotator = waiting.author WHERE waiting.work = way.state)
"""
_WORDS: Final = "INSERT INTO annotation_words SELECT n, quote, field_text FROM history.annotation WHERE NOT withdrawn"
"""The rows were found to be right before."""
_TEXTS: Final = (
    "SELECT n, title, bytes FROM history.document AS document JOIN history.blob AS blob "
    "ON blob.sha256 = document.text_sha256 WHERE NOT withdrawn"
)
