"""One changed byte anywhere in the history is named; a damaged file is said to be, and never written."""

import hashlib
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from curator.domain.errors import CuratorError
from curator.domain.scheme import AnnotationScheme
from curator.services import annotating, entities, undoing, verifying
from curator.services import project as projects
from curator.services.identity import Author
from curator.services.verifying import Defect
from tests.support import damage
from tests.support import projects as support

SCHEME = AnnotationScheme.model_validate(
    {"name": "Small", "labels": [{"name": "actor", "title": "Actor", "fields": []}]}, strict=False
)


@dataclass(frozen=True)
class Small:
    """A small project, closed, with everything in it once."""

    path: Path
    author: Author


@pytest.fixture
def small(tmp_path: Path) -> Small:
    author = support.author()
    path = tmp_path / "small.curator"
    with projects.create(path, name="Small", scheme=SCHEME, author=author) as project:
        document = support.add_document(project, "Astana 😀 and the Министр of Cafe\u0301.", "Report")
        annotation = support.annotate(project, document, 0, 6)
        annotating.withdraw(project, annotation)
        undoing.undo(project)
        entities.add(project, kind="state", name="Kazakhstan")
    return Small(path, author)


# --- every byte of the history ------------------------------------------------------------------------------------

_COLUMNS = {
    "changeset": ["id", "parents", "replica", "key", "made_at", "activity", "software", "blobs", "signature"],
    "revision": ["id", "subject_kind", "subject_id", "parents", "operation", "body"],
    "blob": ["sha256", "bytes"],
}
_OF_ROW = {
    "changeset": "SELECT id FROM changeset WHERE rowid = ?",
    "revision": "SELECT changeset.id FROM revision JOIN changeset ON changeset.seq = changeset "
    "WHERE revision.rowid = ?",
    "blob": "SELECT sha256 FROM blob WHERE rowid = ?",
}


@dataclass(frozen=True)
class Cell:
    """One value of the history, with the id that its defect must name."""

    table: str
    column: str
    row: int
    data: bytes
    owner: str

    def write(self, conn: sqlite3.Connection, data: bytes) -> None:
        kind = "BLOB" if self.column == "bytes" else "TEXT"
        sql = f"UPDATE {self.table} SET {self.column} = CAST(? AS {kind}) WHERE rowid = ?"
        conn.execute(sql, (data, self.row))


def cells(path: Path) -> list[Cell]:
    conn = sqlite3.connect(path)
    conn.text_factory = bytes
    found: list[Cell] = []
    for table, columns in _COLUMNS.items():
        for column in columns:
            for row, data in conn.execute(f"SELECT rowid, {column} FROM {table}").fetchall():
                [owner] = conn.execute(_OF_ROW[table], (row,)).fetchone()
                found.append(Cell(table, column, row, data, owner.decode()))
    conn.close()
    return found


def flips(found: list[Cell], chance: random.Random, share: float) -> Iterator[tuple[Cell, int, bytes]]:
    """(cell, place, changed bytes): each byte of each cell with one bit flipped, or made another byte."""
    for cell in found:
        for place, byte in enumerate(cell.data):
            if chance.random() < share:
                other = (
                    byte ^ (1 << chance.randrange(8))
                    if chance.random() < 0.5
                    else (byte + 1 + chance.randrange(255)) % 256
                )
                yield cell, place, cell.data[:place] + bytes([other]) + cell.data[place + 1 :]


def is_named(cell: Cell, changed: bytes, defects: list[Defect]) -> bool:
    """Whether a defect names the changeset or blob; one whose name itself was changed may be named so."""
    names = {cell.owner, changed.decode(errors="replace")}
    return any(defect.damage and defect.id in names for defect in defects)


def flip_all(small: Small, share: float, seed: int) -> int:
    chance = random.Random(seed)
    number = 0
    with damage.unguarded(small.path):
        pass
    found = cells(small.path)
    for cell, place, changed in flips(found, chance, share):
        with damage.unguarded(small.path) as conn:
            cell.write(conn, changed)
        defects = verifying.verify(small.path)
        where = f"{cell.table}.{cell.column}, row {cell.row}, byte {place}: {cell.data[place]} → {changed[place]}"
        assert is_named(cell, changed, defects), f"{where}: {defects}"
        with damage.unguarded(small.path) as conn:
            cell.write(conn, cell.data)
        number += 1
    assert verifying.verify(small.path) == []
    return number


def test_a_changed_byte_of_the_history_is_named(small: Small) -> None:
    assert flip_all(small, 0.02, seed=1) > 60


@pytest.mark.torture
def test_every_changed_byte_of_the_history_is_named(small: Small) -> None:
    number = flip_all(small, 1, seed=random.randrange(10**9))
    print(f"\n{number} bytes of texts, revisions and changesets changed, {number} named")


@pytest.mark.parametrize("table", ["changeset", "revision"])
def test_a_changed_number_of_a_row_is_named(small: Small, table: str) -> None:
    conn = sqlite3.connect(small.path)
    rows = [row[0] for row in conn.execute(f"SELECT seq FROM {table}")]
    conn.close()
    for row in rows:
        for other in (row + 1000, -row, 0):
            with damage.unguarded(small.path) as conn:
                conn.execute(f"UPDATE {table} SET seq = ? WHERE seq = ?", (other, row))
            assert any(defect.damage for defect in found_in(small.path)), (table, row, other)
            with damage.unguarded(small.path) as conn:
                conn.execute(f"UPDATE {table} SET seq = ? WHERE seq = ?", (row, other))
    assert verifying.verify(small.path) == []


def test_a_revision_moved_to_another_changeset_is_named(small: Small) -> None:
    conn = sqlite3.connect(small.path)
    rows = conn.execute(
        "SELECT revision.seq, changeset, changeset.id FROM revision JOIN changeset ON changeset.seq = changeset"
    )
    for row, changeset, ident in rows.fetchall():
        for other in (changeset % 3 + 1 if changeset != changeset % 3 + 1 else 4, 99):
            damage.execute(small.path, "UPDATE revision SET changeset = ? WHERE seq = ?", other, row)
            assert any(defect.id == ident for defect in verifying.verify(small.path))
            damage.execute(small.path, "UPDATE revision SET changeset = ? WHERE seq = ?", changeset, row)
    conn.close()
    assert verifying.verify(small.path) == []


# --- the file as bytes --------------------------------------------------------------------------------------------


def found_in(path: Path) -> list[Defect]:
    """What the doctor finds, or the error by which the file is refused as a defect."""
    try:
        return verifying.verify(path)
    except CuratorError as error:
        return [Defect("refused", "file", path.name, error.message)]


def damaged(data: bytes, chance: random.Random) -> tuple[str, bytes]:
    """One random damage, and what it was."""
    kind = chance.choice(["1 bit", "4 bits", "64 bits", "truncated", "zeroed page", "swapped pages", "header"])
    changed = bytearray(data)
    page = 4096
    if kind.endswith(("bit", "bits")):
        for _ in range(int(kind.split()[0])):
            changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif kind == "truncated":
        return kind, data[: chance.choice([chance.randrange(len(data)), page * chance.randrange(len(data) // page)])]
    elif kind == "zeroed page":
        at = page * chance.randrange(len(data) // page)
        changed[at : at + page] = bytes(page)
    elif kind == "swapped pages":
        one, other = (page * chance.randrange(len(data) // page) for _ in range(2))
        changed[one : one + page], changed[other : other + page] = data[other : other + page], data[one : one + page]
    else:
        changed[chance.randrange(100)] = chance.randrange(256)
    return kind, bytes(changed)


def try_damages(small: Small, number: int, seed: int) -> tuple[int, int]:
    """Damage so many copies; gives how many were flagged, and how many bytes had been changed in texts and bodies."""
    chance = random.Random(seed)
    data = small.path.read_bytes()
    path = small.path.with_name("damaged.curator")
    flagged = 0
    for trial in range(number):
        kind, changed = damaged(data, chance)
        path.write_bytes(changed)
        started = monotonic()
        defects = found_in(path)
        assert path.read_bytes() == changed, f"trial {trial}: {kind}: verifying wrote to the file"
        flagged += bool(defects)
        open_it(small, path, changed)
        assert monotonic() - started < 60, f"trial {trial}: {kind}: hangs"
        for left in path.parent.glob("*damaged.curator*"):
            left.unlink()
    return flagged, number


def open_it(small: Small, path: Path, data: bytes) -> None:
    """Opening gives a project or says what is wrong; what is refused is left as it was."""
    try:
        project = projects.open_project(path, author=small.author)
    except CuratorError:
        assert path.read_bytes() == data, "a refused file was written"
    else:
        project.close()


def test_a_damaged_file_is_opened_or_refused_in_words(small: Small) -> None:
    try_damages(small, 60, seed=5)


@pytest.mark.torture
def test_two_thousand_damaged_files_are_opened_or_refused_in_words(small: Small) -> None:
    flagged, number = try_damages(small, 2000, seed=random.randrange(10**9))
    print(f"\n{number} damaged copies, {flagged} flagged, none crashed, none was written")


def content_places(small: Small) -> list[int]:
    """The places in the file of the bytes of texts and bodies."""
    data = small.path.read_bytes()
    conn = sqlite3.connect(small.path)
    conn.text_factory = bytes
    rows: list[Any] = conn.execute("SELECT body FROM revision UNION ALL SELECT bytes FROM blob").fetchall()
    conn.close()
    places: list[int] = []
    for (content,) in rows:
        at = data.find(content)
        if at >= 0:
            places += range(at, at + len(content))
    return places


@pytest.mark.parametrize("number", [60, pytest.param(1000, marks=pytest.mark.torture)])
def test_a_changed_byte_of_a_text_or_body_in_the_file_is_always_flagged(small: Small, number: int) -> None:
    chance = random.Random(7)
    places = content_places(small)
    data = small.path.read_bytes()
    path = small.path.with_name("damaged.curator")
    for place in chance.sample(places, min(number, len(places))):
        changed = bytearray(data)
        changed[place] ^= 1 << chance.randrange(8)
        path.write_bytes(changed)
        assert found_in(path), place
        assert hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256(changed).digest()
