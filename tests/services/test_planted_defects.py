"""The planted defects of RELIABILITY.md §4 that `test_verifying` does not have: each is found, with id and place."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from curator.domain.document import Document, Extraction, Source
from curator.domain.history import Kind
from curator.domain.ids import new_id
from curator.services import identity, mending, verifying
from curator.services.acting import Draft
from curator.services.project import Project
from curator.store.database import NotAProjectError
from tests.support import damage
from tests.support import projects as support


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A closed project with three annotations."""
    with support.new(tmp_path, identity.me()) as made:
        document = support.add_document(made)
        for start in (0, 8, 21):
            support.annotate(made, document, start, start + 5)
    return made


def found(path: Path) -> set[tuple[str, str, str]]:
    return {(defect.kind, defect.place, defect.id) for defect in verifying.verify(path)}


def rows(project: Project, sql: str) -> list[Any]:
    with damage.unguarded(project.path) as conn:
        return conn.execute(sql).fetchall()


def test_two_current_versions_of_one_annotation(project: Project) -> None:
    subject, other = (row[0] for row in rows(project, "SELECT subject FROM head WHERE kind = 'annotation' LIMIT 2"))
    damage.execute(
        project.path,
        "INSERT INTO head SELECT ?, kind, revision FROM head WHERE kind = 'annotation' AND subject = ?",
        subject,
        other,
    )
    assert ("stale table", "head", subject) in found(project.path)


def test_an_act_that_stands_before_what_it_builds_upon(project: Project) -> None:
    ids = [row[0] for row in rows(project, "SELECT id FROM changeset ORDER BY seq")]
    with damage.unguarded(project.path) as conn:
        for old, new in ((3, 90), (4, 3), (90, 4)):
            conn.execute("UPDATE changeset SET seq = ? WHERE seq = ?", (new, old))
            conn.execute("UPDATE revision SET changeset = ? WHERE changeset = ?", (new, old))
    assert ("broken chain", "changeset", ids[3]) in found(project.path)


def test_a_revision_whose_parent_is_gone(project: Project) -> None:
    ident, subject = rows(project, "SELECT id, subject_id FROM revision WHERE subject_kind = 'annotation' LIMIT 1")[0]
    with support.projects.open_project(project.path, author=identity.me()) as opened:
        body = {**support.annotation(opened, subject), "label": "organization"}
        changed = damage.revision(Kind.ANNOTATION, subject, body, ident)
        damage.received(opened, damage.changeset(opened, identity.me(), changed))
    damage.execute(project.path, "UPDATE revision SET subject_id = ? WHERE id = ?", new_id(), ident)
    assert ("broken chain", "revision", changed.id) in found(project.path)


def planted_text(project: Project, data: bytes, length: int) -> tuple[str, str]:
    """A document whose text some other program wrote; gives its revision and the name of its bytes."""
    digest = sha256(data).hexdigest()
    with support.projects.open_project(project.path, author=identity.me()) as opened:
        source = Source(file_name="x.txt", media_type="text/plain", sha256=digest, encoding="utf-8")
        extraction = Extraction(reader="other", version="1", encoding="utf-8")
        body = Document(title="X", source=source, text_sha256=digest, length=length, extraction=extraction)
        draft = Draft(opened, "import", "planted", blobs={digest: b"x"})
        ident = draft.create(Kind.DOCUMENT, new_id(), body)
        draft.commit()
    damage.execute(project.path, "UPDATE blob SET bytes = ? WHERE sha256 = ?", data, digest)
    return ident, digest


def test_a_text_that_is_not_utf_8(project: Project) -> None:
    _, digest = planted_text(project, b"caf\xe9 closed", 11)
    assert ("invalid text", "blob", digest) in found(project.path)


def test_a_text_with_a_nul(project: Project) -> None:
    ident, _ = planted_text(project, b"nothing \0 here", 14)
    assert ("invalid text", "revision", ident) in found(project.path)


def test_a_row_that_refers_to_one_that_is_not_there(project: Project) -> None:
    damage.execute(project.path, "INSERT INTO step (changeset, label, undone) VALUES (99, 'x', 0)")
    [defect] = verifying.verify(project.path)
    assert (defect.kind, defect.place) == ("damaged file", "file")
    assert "“step”" in defect.message
    assert mending.fix(project.path).left == ()


def test_a_version_that_nobody_knows(project: Project) -> None:
    damage.execute(project.path, "PRAGMA user_version = 0")
    with pytest.raises(NotAProjectError):
        verifying.verify(project.path)


def test_one_flipped_byte_anywhere_in_the_history_is_named(project: Project) -> None:
    """Of every changeset: of its own row, and of each of its revisions."""
    columns = {
        "changeset": ("parents", "replica", "key", "made_at", "activity", "software", "blobs", "signature"),
        "revision": ("subject_kind", "subject_id", "parents", "operation", "body"),
    }
    whole = project.path.read_bytes()
    for table, names in columns.items():
        for (seq,) in rows(project, f"SELECT seq FROM {table}"):
            for name in names:
                value = rows(project, f"SELECT {name} FROM {table} WHERE seq = {seq}")[0][0]
                at = len(value) // 2
                flipped = value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :] if value else "x"
                damage.execute(project.path, f"UPDATE {table} SET {name} = ? WHERE seq = ?", flipped, seq)
                assert verifying.verify(project.path), f"{table} {seq} {name}"
                project.path.write_bytes(whole)
