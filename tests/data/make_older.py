"""Makes the project files of older versions that `tests/store/test_migrating.py` opens: `python tests/data/make_older.py`.

Each is written by the program of its time, which is taken out of git: by the last commit that wrote that version. (Before
that, version 2 had other indexes for some hours; no project of those is known.) Ids and times differ from run to run,
what the files hold does not. Needs git and the history; tests need the files alone.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path

HERE = Path(__file__).resolve().parent
COMMITS = {1: "25301cf", 2: "143477b", 3: "2c3d30c"}

_ALONE = """
import sys
from pathlib import Path
from unittest.mock import MagicMock
sys.modules["filelock"] = MagicMock()  # what the lock of that time came from; nobody else is here
from curator.domain.annotation import FieldState, FieldValue
from curator.domain.history import Kind
from curator.domain.review import Decision, Verdict, decision_id
from curator.services import annotating, project as projects
from curator.services.acting import Draft
from curator.store import journal
from tests.support import projects as support

folder = Path(sys.argv[1])
boss, ann = support.author("Boss"), support.author("Ann")

def as_(person):
    return projects.open_project(folder / "p.curator", author=person)

with support.new(folder, boss) as project:
    document = support.add_document(project)
    support.add_person(project, ann)
    support.annotate(project, document)
with as_(ann) as project:
    mark = support.annotate(project, document, 8, 20, "commitment")
    for name, value in (("confidence", "high"), ("action", "adopt")):
        annotating.set_field(project, mark, name, FieldValue(state=FieldState.STATED, value=value))
    annotating.withdraw(project, support.annotate(project, document, 21, 25, "date"))
with as_(boss) as project:
    head = journal.heads(project.store.conn, [mark], Kind.ANNOTATION)[mark][0]
    said = Decision(annotation=mark, revision=head, verdict=Verdict.ACCEPT, by=project.me, at="2026-01-01T00:00:00Z")
    draft = Draft(project, "review", "accept")
    draft.create(Kind.DECISION, decision_id(mark), said)
    draft.commit()
"""
_SUPERVISED = (
    _ALONE
    + """
from curator.services import assigning, commenting, submitting
with as_(boss) as project:
    assigning.assign(project, [document], [ann.person_id], due="2030-01-01")
    commenting.comment(project, document, "Is it one?", annotation=mark)
with as_(ann) as project:
    submitting.submit(project, document, note="Done.")
"""
)
_SHARED = (
    _SUPERVISED
    + """
import shutil
from curator.services import sharing
shutil.copy(folder / "p.curator", folder / "copy.curator")
with projects.open_project(folder / "copy.curator", author=boss) as copy:
    annotating.set_field(copy, mark, "action", FieldValue(state=FieldState.STATED, value="sign"))
    sharing.hand_in(copy, folder / "copy.parcel")
with as_(boss) as project:
    annotating.set_field(project, mark, "action", FieldValue(state=FieldState.STATED, value="ratify"))
    sharing.receive(project, folder / "copy.parcel")
"""
)
DRIVERS = {1: _ALONE, 2: _SUPERVISED, 3: _SHARED}


def make(version: int) -> None:
    """Write the file of one version, by the program of its time."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        packed = subprocess.run(["git", "archive", COMMITS[version]], cwd=HERE.parents[1], capture_output=True, check=True).stdout
        with tarfile.open(fileobj=BytesIO(packed)) as archive:
            archive.extractall(folder / "program", filter="data")
        surroundings = {**os.environ, "CURATOR_HOME": str(folder / "home")}
        command = [sys.executable, "-c", DRIVERS[version], str(folder)]
        subprocess.run(command, cwd=folder / "program", env=surroundings, check=True)
        shutil.copy(folder / "p.curator", HERE / f"version-{version}.curator")


if __name__ == "__main__":
    for number in COMMITS:
        make(number)
