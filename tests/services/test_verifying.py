"""The doctor: each planted defect is found, by kind, place and id, and nothing is written while looking."""

import hashlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from curator.domain.errors import CancelledError
from curator.domain.history import Kind, content_id
from curator.domain.ids import new_id
from curator.domain.review import decision_id, submission_id
from curator.domain.span import quoted
from curator.services import annotating, backups, entities, reading, undoing, verifying
from curator.services import project as projects
from curator.services.acting import Draft
from curator.services.project import Project
from curator.services.verifying import Defect
from curator.store import journal
from curator.store.database import NewerError, NotAProjectError
from tests.support import damage
from tests.support import projects as support


class Made:
    """A closed project with a supervisor's document and annotation, and an annotator who has one too."""

    def __init__(self, folder: Path) -> None:
        self.boss, self.ann, self.stranger = (support.author(name) for name in ("Boss", "Ann", "Stranger"))
        with support.new(folder, self.boss) as project:
            self.path = project.path
            self.document = support.add_document(project)
            self.theirs = support.annotate(project, self.document, 0, 6)
            support.add_person(project, self.ann)
        with projects.open_project(self.path, author=self.ann) as project:
            self.own = support.annotate(project, self.document, 21, 43)


class Here:
    """A copy of such a project, opened by the supervisor."""

    def __init__(self, made: Made, folder: Path) -> None:
        self.boss, self.ann, self.stranger = made.boss, made.ann, made.stranger
        self.document, self.theirs, self.own = made.document, made.theirs, made.own
        self.project = projects.open_project(Path(shutil.copy(made.path, folder / "p.curator")), author=self.boss)

    @property
    def path(self) -> Path:
        return self.project.path

    def as_(self, person: Any) -> Project:
        """The same project, opened by somebody else."""
        self.project.close()
        return projects.open_project(self.path, author=person)

    def head(self, subject: str) -> str:
        rows = self.project.store.query("SELECT revision FROM head WHERE subject = ?", (subject,))
        return rows[0][0]

    def decision(self, verdict: str = "accept") -> dict[str, Any]:
        return {
            "annotation": self.own,
            "revision": self.head(self.own),
            "verdict": verdict,
            "reason": None,
            "by": self.boss.person_id,
            "at": "2026-11-22T10:00:00.000Z",
            "imported": False,
            "withdrawn": False,
        }

    def defects(self) -> list[Defect]:
        self.project.close()
        return verifying.verify(self.path)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CURATOR_HOME", str(folder))
        yield Made(folder)


@pytest.fixture
def here(made: Made, tmp_path: Path) -> Iterator[Here]:
    here = Here(made, tmp_path)
    yield here
    here.project.close()


def named(defects: list[Defect], kind: str, ident: str) -> Defect:
    """The defect of that kind and id."""
    found = [defect for defect in defects if (defect.kind, defect.id) == (kind, ident)]
    assert found, f"no “{kind}” of {ident} among {defects}"
    return found[0]


def digest(path: Path) -> tuple[str, int]:
    return hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns


def test_a_sound_project_has_no_defects_and_is_not_touched(here: Here) -> None:
    annotating.withdraw(here.project, here.theirs)
    undoing.undo(here.project)
    entities.add(here.project, kind="state", name="Kazakhstan")
    here.project.close()
    before = digest(here.path)
    assert verifying.verify(here.path) == []
    assert digest(here.path) == before


def test_an_open_project_can_be_verified_while_somebody_works_in_it(here: Here) -> None:
    assert verifying.verify(here.project) == []
    with projects.open_project(here.path, author=here.ann) as second:
        assert second.read_only
        assert verifying.verify(second) == []
    support.annotate(here.project, here.document)
    assert verifying.verify(here.path) == []


def test_verifying_tells_how_far_it_is_and_can_be_stopped(here: Here) -> None:
    for start in range(60):
        support.annotate(here.project, here.document, start, start + 3)
    told: list[tuple[int, int]] = []
    verifying.verify(here.project, progress=lambda done, every, _: told.append((done, every)))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]
    with pytest.raises(CancelledError):
        verifying.verify(here.project, cancelled=lambda: True)


def test_what_never_was_a_project_is_an_error_and_not_a_defect(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("no project" * 100)
    for path in (file, tmp_path / "missing.curator"):
        with pytest.raises(NotAProjectError):
            verifying.verify(path)


def test_a_newer_file_is_an_error(here: Here) -> None:
    here.project.close()
    damage.execute(here.path, "PRAGMA user_version = 99")
    with pytest.raises(NewerError, match="99"):
        verifying.verify(here.path)


# --- damage in the history ----------------------------------------------------------------------------------------


def test_a_changed_body_names_the_changeset_and_what_it_holds(here: Here) -> None:
    ident, revision = here.project.store.query(
        "SELECT changeset.id, revision.id FROM revision JOIN changeset ON changeset.seq = changeset "
        "WHERE subject_id = ?",
        (here.own,),
    )[0]
    here.project.close()
    damage.execute(here.path, "UPDATE revision SET body = replace(body, 'Republic', 'republic') WHERE id = ?", revision)
    defect = named(verifying.verify(here.path), "changed changeset", ident)
    assert defect.damage
    assert here.own in defect.message


@pytest.mark.parametrize(
    ("sql", "kind", "place"),
    [
        ("UPDATE changeset SET made_at = '1999-01-01T00:00:00.000Z' WHERE seq = 3", "changed changeset", "changeset"),
        ("UPDATE changeset SET signature = replace(signature, '0', '1') WHERE seq = 3", "wrong signature", "changeset"),
        ("UPDATE changeset SET parents = '[]' WHERE seq = 3", "second root", "changeset"),
        ("UPDATE changeset SET parents = 'nonsense' WHERE seq = 3", "unreadable changeset", "changeset"),
        ("UPDATE revision SET body = CAST(x'ff' AS TEXT) WHERE changeset = 3", "unreadable changeset", "changeset"),
        ("UPDATE revision SET parents = '[\"nobody\"]' WHERE changeset = 3", "broken chain", "revision"),
        ("UPDATE revision SET operation = 'explode' WHERE changeset = 3", "unknown kind", "revision"),
        ("UPDATE changeset SET seq = 77 WHERE seq = (SELECT max(seq) FROM changeset)", "gap", "changeset"),
        ("UPDATE revision SET seq = 77 WHERE seq = (SELECT max(seq) FROM revision)", "gap", "revision"),
        ("DELETE FROM revision WHERE changeset = 3", "changed changeset", "changeset"),
        ("DELETE FROM changeset WHERE seq = 3", "damaged file", "file"),
        ("UPDATE blob SET bytes = CAST(replace(bytes, 'Astana', 'Almaty') AS BLOB)", "changed bytes", "blob"),
        ("DELETE FROM blob", "missing bytes", "blob"),
    ],
)  # fmt: skip
def test_damage_to_the_history_is_found(here: Here, sql: str, kind: str, place: str) -> None:
    here.project.close()
    damage.execute(here.path, sql)
    found = {(defect.kind, defect.place) for defect in verifying.verify(here.path)}
    assert (kind, place) in found


def test_revisions_of_two_changesets_that_changed_places_are_named(here: Here) -> None:
    [[last]] = here.project.store.query("SELECT max(seq) FROM revision WHERE changeset = 2")
    here.project.close()
    with damage.unguarded(here.path) as conn:
        for before, after in ((last, -1), (last + 1, last), (-1, last + 1)):
            conn.execute("UPDATE revision SET seq = ? WHERE seq = ?", (after, before))
    assert "wrong order" in {defect.kind for defect in verifying.verify(here.path) if defect.damage}


@pytest.mark.parametrize(
    ("sql", "table"),
    [
        ("UPDATE annotation SET state = 'approved'", "annotation"),
        ("UPDATE annotation SET quote = 'else' WHERE n = 1", "annotation"),
        ("UPDATE document SET state = 'approved'", "document"),
        ("UPDATE document SET work = work + 1", "document"),
        ("UPDATE person SET roles = '[\"supervisor\"]'", "person"),
        ("INSERT INTO person_key VALUES ('ab', 'x')", "person_key"),
        ("UPDATE span SET start = start + 1", "span"),
        ("DELETE FROM span", "span"),
        ("DELETE FROM head WHERE kind = 'annotation'", "head"),
        ("INSERT INTO refused VALUES ('x', 'y')", "refused"),
        ("DELETE FROM tip", "tip"),
        ("UPDATE label_count SET count = 9", "label_count"),
        ("INSERT INTO entity VALUES (1, 'x', 'state', 'X', 'x', 0)", "entity"),
        ("INSERT INTO reference VALUES (1, 'x', 'y')", "reference"),
        ("INSERT INTO decision VALUES ('x', 'y', 'accept', 0)", "decision"),
        ("INSERT INTO submission VALUES ('x', 'approved', '0')", "submission"),
        ("INSERT INTO document_fts (rowid, title, text) VALUES (1, 'extra', 'words')", "document_fts"),
        ("INSERT INTO annotation_fts (annotation_fts) VALUES ('delete-all')", "annotation_fts"),
    ],
)
def test_a_table_that_is_not_what_the_history_says_is_found(here: Here, sql: str, table: str) -> None:
    here.project.close()
    damage.execute(here.path, sql)
    [defect] = {(defect.kind, defect.place) for defect in verifying.verify(here.path)}
    assert defect == ("stale table", table)


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE VIEW innocent AS SELECT 1",
        "CREATE TABLE extra (x)",
        "CREATE INDEX extra ON annotation (label)",
        "CREATE TRIGGER extra AFTER INSERT ON annotation BEGIN DELETE FROM annotation; END",
        "CREATE TRIGGER extra AFTER INSERT ON _sqlite_migrations BEGIN DELETE FROM annotation; END",
        "DROP INDEX annotation_place",
        "ALTER TABLE annotation ADD COLUMN extra TEXT",
    ],
)
def test_a_schema_with_something_too_much_or_too_little_is_damage(here: Here, sql: str) -> None:
    here.project.close()
    conn = sqlite3.connect(here.path, isolation_level=None)
    conn.execute(sql)
    conn.close()
    [defect] = verifying.verify(here.path)
    assert (defect.kind, defect.damage) == ("damaged file", True)


def test_missing_guards_are_damage(here: Here) -> None:
    here.project.close()
    conn = sqlite3.connect(here.path, isolation_level=None)
    conn.execute("DROP TRIGGER revision_keeps_delete")
    conn.close()
    [defect] = verifying.verify(here.path)
    assert "revision_keeps_delete" in defect.message


# --- what somebody wrote amiss ------------------------------------------------------------------------------------


def wrong_span(here: Here, body: dict[str, Any]) -> None:
    body["spans"] = [{**body["spans"][0], "exact": "never said"}]


def past_the_end(here: Here, body: dict[str, Any]) -> None:
    body["spans"] = [{**body["spans"][0], "start": 9000, "end": 9006}]


def turned_round(here: Here, body: dict[str, Any]) -> None:
    body["spans"] = [{**body["spans"][0], "start": 9, "end": 3}]


def wrong_context(here: Here, body: dict[str, Any]) -> None:
    body["spans"] = [{**body["spans"][0], "prefix": "other words"}]


def wrong_evidence(here: Here, body: dict[str, Any]) -> None:
    span = {**body["spans"][0], "exact": "never said"}
    body["fields"] = {"role": {"state": "stated", "value": "x", "evidence": [{"span": span}]}}


def unknown_key(here: Here, body: dict[str, Any]) -> None:
    body["colour"] = "red"


def no_document(here: Here, body: dict[str, Any]) -> None:
    body["document"] = new_id()


def other_text(here: Here, body: dict[str, Any]) -> None:
    text = "Astana and nothing else"
    support.add_document(here.project, text, "Other")
    body["text_sha256"] = hashlib.sha256(text.encode()).hexdigest()
    body["spans"] = [quoted(text, 0, 6).model_dump(mode="json")]


def unknown_author(here: Here, body: dict[str, Any]) -> None:
    body["author"] = new_id()


def unknown_label(here: Here, body: dict[str, Any]) -> None:
    body["label"] = "no_such"


def unknown_version(here: Here, body: dict[str, Any]) -> None:
    body["scheme_version"] = 7


def unknown_field(here: Here, body: dict[str, Any]) -> None:
    body["fields"] = {"no_such": {"state": "stated", "value": "x", "evidence": []}}


def wrong_type(here: Here, body: dict[str, Any]) -> None:
    body["fields"] = {"role": {"state": "stated", "value": 7, "evidence": []}}


def no_such_target(here: Here, body: dict[str, Any]) -> None:
    value = [{"annotation": new_id()}]
    body["fields"] = {"represents": {"state": "stated", "value": value, "evidence": value}}


def no_such_evidence(here: Here, body: dict[str, Any]) -> None:
    evidence = [{"annotation": new_id()}]
    body["fields"] = {"role": {"state": "stated", "value": "x", "evidence": evidence}}


def no_such_entity(here: Here, body: dict[str, Any]) -> None:
    body["fields"] = {"entity": {"state": "stated", "value": new_id(), "evidence": []}}


@pytest.mark.parametrize(
    ("plant", "kind"),
    [
        (wrong_span, "wrong quote"),
        (past_the_end, "wrong quote"),
        (wrong_context, "wrong quote"),
        (wrong_evidence, "wrong quote"),
        (turned_round, "unfit body"),
        (unknown_key, "unfit body"),
        (other_text, "wrong text"),
        (unknown_author, "unknown author"),
        (unknown_label, "unknown label"),
        (unknown_version, "unknown label"),
        (unknown_field, "unknown field"),
        (wrong_type, "unfit value"),
        (no_such_target, "dangling reference"),
        (no_such_evidence, "dangling reference"),
        (no_such_entity, "dangling reference"),
    ],
)
def test_an_annotation_that_does_not_hold_is_named(
    here: Here, plant: Callable[[Here, dict[str, Any]], None], kind: str
) -> None:
    """Written by a program that knows the key and not the rules."""
    body = support.annotation(here.project, here.theirs)
    plant(here, body)
    draft = Draft(here.project, "annotate", "planted")
    ident = draft.revise(Kind.ANNOTATION, here.theirs, body)
    draft.commit()
    defects = here.defects()
    by_revision = kind in ("wrong quote", "unfit body")
    found = named(defects, kind, ident if by_revision else here.theirs)
    assert not found.damage
    assert {defect.kind for defect in defects} == {kind}
    assert len({(defect.id, defect.message) for defect in defects}) == len(defects)


def test_an_annotation_of_a_document_that_is_not_there_can_not_be_appended_and_is_found(here: Here) -> None:
    body = support.annotation(here.project, here.theirs)
    no_document(here, body)
    made = damage.changeset(here.project, here.boss, damage.revision(Kind.ANNOTATION, new_id(), body))
    here.project.close()
    damage.slipped_in(here.path, made)
    assert {defect.place for defect in verifying.verify(here.path)} >= {"history"}


def test_a_text_given_to_a_document_in_place_of_its_own_is_named(here: Here) -> None:
    other = support.add_document(here.project, "Another text", "Other")
    body = {**support.body(here.project, Kind.DOCUMENT, other), "title": "Report"}
    draft = Draft(here.project, "describe", "planted")
    ident = draft.revise(Kind.DOCUMENT, here.document, body)
    draft.commit()
    named(here.defects(), "changed text", ident)


def test_a_body_that_is_not_canonical_or_holds_a_float_is_named(here: Here) -> None:
    body = support.annotation(here.project, here.theirs)
    body["fields"] = {"role": {"state": "stated", "value": 1.5, "evidence": []}}
    floating = damage.revision(Kind.ANNOTATION, here.theirs, body, here.head(here.theirs))
    damage.received(here.project, damage.changeset(here.project, here.boss, floating))
    named(here.defects(), "unfit body", floating.id)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"annotation": "nobody"}, "orphan decision"),
        ({"revision": "nothing"}, "orphan decision"),
        ({"by": "nobody"}, "unknown author"),
        ({"verdict": "accept"}, None),
    ],
)
def test_a_decision_on_nothing_is_named(here: Here, change: dict[str, str], kind: str | None) -> None:
    body = {**here.decision(), **change}
    subject = decision_id(body["annotation"])
    draft = Draft(here.project, "review", "planted")
    draft.create(Kind.DECISION, subject, body)
    draft.commit()
    defects = here.defects()
    if kind:
        named(defects, kind, subject)
    else:
        assert defects == []


def test_an_approval_of_a_form_with_a_required_field_empty_is_named(here: Here) -> None:
    commitment = support.annotate(here.project, here.document, 44, 90, "commitment")
    body = {**here.decision(), "annotation": commitment, "revision": here.head(commitment)}
    draft = Draft(here.project, "review", "planted")
    draft.create(Kind.DECISION, decision_id(commitment), body)
    draft.commit()
    assert reading.annotation(here.project, commitment).state == "approved"
    named(here.defects(), "incomplete approval", commitment)


# --- forgeries ----------------------------------------------------------------------------------------------------


def forged(here: Here, made: Any, *, slip: bool) -> list[Defect]:
    """The defects of a project that a changeset came into, by the program or past it."""
    before = support.bodies(here.project)
    if slip:
        here.project.close()
        damage.slipped_in(here.path, made)
    else:
        damage.received(here.project, made)
        assert support.bodies(here.project) == before, "the forgery has an effect on the state"
        assert reading.annotation(here.project, here.own).state == "draft"
        here.project.close()
    return verifying.verify(here.path)


SLIP = pytest.mark.parametrize("slip", [False, True], ids=["received", "slipped-in"])


@SLIP
@pytest.mark.parametrize("who", ["ann", "stranger"])
def test_an_approval_by_somebody_who_is_no_supervisor_counts_nowhere(here: Here, who: str, slip: bool) -> None:
    approval = damage.revision(Kind.DECISION, decision_id(here.own), here.decision())
    made = damage.changeset(here.project, getattr(here, who), approval)
    named(forged(here, made, slip=slip), "not authorised", approval.id)


@SLIP
def test_an_approval_in_a_changeset_without_parents_counts_nowhere(here: Here, slip: bool) -> None:
    approval = damage.revision(Kind.DECISION, decision_id(here.own), here.decision())
    bare = replace(damage.changeset(here.project, here.ann, approval), parents=())
    bare = replace(bare, id=content_id(bare))
    bare = replace(bare, signature=here.ann.sign(bytes.fromhex(bare.id)).hex())
    named(forged(here, bare, slip=slip), "second root", bare.id)


def test_an_approval_with_a_copied_signature_is_named(here: Here) -> None:
    approval = damage.revision(Kind.DECISION, decision_id(here.own), here.decision())
    copied = here.project.store.query("SELECT signature FROM changeset WHERE seq = 1")[0][0]
    made = damage.changeset(here.project, here.ann, approval, key=here.boss.public_key, signature=copied)
    here.project.close()
    damage.slipped_in(here.path, made)
    named(verifying.verify(here.path), "wrong signature", made.id)


def test_an_approval_signed_with_the_wrong_key_in_the_supervisors_name_is_named(here: Here) -> None:
    approval = damage.revision(Kind.DECISION, decision_id(here.own), here.decision())
    made = damage.changeset(here.project, here.ann, approval, key=here.boss.public_key)
    here.project.close()
    damage.slipped_in(here.path, made)
    named(verifying.verify(here.path), "wrong signature", made.id)


@SLIP
def test_a_comment_under_the_id_of_a_decision_is_no_decision(here: Here, slip: bool) -> None:
    """Before the supervisor decides, dated ahead of all clocks, so that its values would be shown first."""
    squatter = damage.revision(Kind.COMMENT, decision_id(here.own), {**here.decision(), "verdict": "accept"})
    made = damage.changeset(here.project, here.ann, squatter, made_at="2099-01-01T00:00:00.000Z")
    if slip:
        here.project.close()
        damage.slipped_in(here.path, made)
        kinds = {defect.kind for defect in verifying.verify(here.path)}
        assert "stale table" in kinds  # heads and tips were not told
        return
    damage.received(here.project, made)
    draft = Draft(here.project, "review", "reject")
    draft.create(Kind.DECISION, decision_id(here.own), here.decision("reject"))
    draft.commit()
    assert reading.annotation(here.project, here.own).state == "rejected"
    named(here.defects(), "mixed kinds", decision_id(here.own))


@SLIP
@pytest.mark.parametrize("anew", [False, True], ids=["upon-it", "made-anew"])
@pytest.mark.parametrize("claims", ["boss", "ann"])
def test_an_annotator_can_not_change_anothers_annotation(here: Here, slip: bool, anew: bool, claims: str) -> None:
    body = {**support.annotation(here.project, here.theirs), "label": "organization"}
    body["author"] = getattr(here, claims).person_id
    parents = () if anew else (here.head(here.theirs),)
    change = damage.revision(Kind.ANNOTATION, here.theirs, body, *parents)
    made = damage.changeset(here.project, here.ann, change)
    named(forged(here, made, slip=slip), "not authorised", change.id)


@pytest.mark.parametrize("kind", [Kind.PERSON, Kind.SCHEME, Kind.SETTING, Kind.ASSIGNMENT, Kind.GUIDELINE])
def test_an_annotator_can_not_change_what_needs_a_supervisor(here: Here, kind: Kind) -> None:
    subject = {Kind.SCHEME: projects.SCHEME_ID, Kind.SETTING: projects.SETTINGS_ID}.get(kind, here.ann.person_id)
    parents = () if kind in (Kind.ASSIGNMENT, Kind.GUIDELINE) else (here.head(subject),)
    body = {"name": "Ann", "roles": ["supervisor"], "keys": [here.ann.public_key], "imported": False}
    change = damage.revision(kind, subject, body, *parents)
    named(forged(here, damage.changeset(here.project, here.ann, change), slip=False), "not authorised", change.id)


def test_an_annotator_can_not_put_another_text_under_annotations(here: Here) -> None:
    other = support.add_document(here.project, "Another text", "Other")
    body = support.body(here.project, Kind.DOCUMENT, other)
    change = damage.revision(Kind.DOCUMENT, here.document, body, here.head(here.document))
    named(forged(here, damage.changeset(here.project, here.ann, change), slip=False), "not authorised", change.id)


def test_an_annotator_can_not_approve_a_document(here: Here) -> None:
    work = here.project.store.query("SELECT CAST(work AS TEXT) FROM document")[0][0]
    body = {"document": here.document, "state": "approved", "work": work, "imported": False, "withdrawn": False}
    change = damage.revision(Kind.SUBMISSION, submission_id(here.document), body)
    defects = forged(here, damage.changeset(here.project, here.ann, change), slip=False)
    named(defects, "not authorised", change.id)
    with projects.open_project(here.path, author=here.boss) as project:
        assert reading.document_row(project, here.document).state == "in_progress"


def test_what_an_annotator_may_do_needs_no_pardon(here: Here) -> None:
    with here.as_(here.ann) as project:
        annotating.relabel(project, here.own, "organization")
        annotating.withdraw(project, here.own)
        undoing.undo(project)
        entities.add(project, kind="state", name="Kazakhstan")
    assert verifying.verify(here.path) == []


def test_a_long_chain_of_refused_revisions_is_read_without_end_of_stack(here: Here) -> None:
    parent = here.head(here.theirs)
    body = support.annotation(here.project, here.theirs)
    chain = []
    for number in range(1500):
        change = damage.revision(Kind.ANNOTATION, here.theirs, {**body, "label": f"l{number}"}, parent)
        chain.append(change)
        parent = change.id
    damage.received(here.project, damage.changeset(here.project, here.ann, *chain))
    with here.project.store.atomic() as conn:
        assert journal.state_of(conn, here.theirs, Kind.ANNOTATION).body["label"] == "actor"
    draft = Draft(here.project, "annotate", "upon them")  # by one who believed them
    draft._add(Kind.ANNOTATION, here.theirs, (parent,), "revise", {**body, "label": "date"})  # type: ignore[arg-type]
    draft.commit()
    assert support.annotation(here.project, here.theirs)["label"] == "date"
    defects = here.defects()
    assert {defect.kind for defect in defects} == {"not authorised"}
    assert len(defects) == 1500


def test_ten_refusals_do_not_keep_anybody_from_a_backup(here: Here) -> None:
    approval = damage.revision(Kind.DECISION, decision_id(here.own), here.decision())
    damage.received(here.project, damage.changeset(here.project, here.stranger, approval))
    path = backups.backup(here.project)
    assert [defect.kind for defect in verifying.verify(path)] == ["not authorised"]
