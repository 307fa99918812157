"""Projects under a passphrase: nothing of them can be read without it, anywhere on the disk."""

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from curator.domain.annotation import FieldState, FieldValue
from curator.domain.errors import CuratorError, InvalidError
from curator.services import (
    annotating,
    backup_list,
    backups,
    drafts,
    identity,
    importing,
    logging_setup,
    mending,
    preferences,
    reading,
    rekeying,
    rescuing,
    rotation,
    searching,
    unlocking,
    verifying,
)
from curator.services import project as projects
from curator.services.project import Project
from curator.services.schemes import default_scheme
from curator.sharing import passphrases
from curator.sharing.keys import WrongPassphraseError
from curator.store import encryption
from curator.store.encryption import LockedError, MissingExtraError
from tests.support import damage_encrypted
from tests.support import projects as support
from tests.support.audits import held_against_a_replay

PASSPHRASE = "correct horse battery"
WORDS = ["Zyxwvutland", "Qwertystan", "Plughministerium", "halftypedword", "Kabinettsgeheimnis"]
TEXT = f"The {WORDS[0]} delegation and {WORDS[1]} met in Astana. The {WORDS[2]} agreed.\n" * 100


@pytest.fixture(autouse=True)
def cheap_keys(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys that need little memory, since making many is not what is tested."""
    if request.function is not test_a_key_costs_what_it_is_meant_to_cost:
        monkeypatch.setattr(passphrases, "_MEMORY", 1 << 20)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """An encrypted project with a text, annotations, a value and unfinished typing; open."""
    folder = tmp_path / "work"
    folder.mkdir()
    connector = unlocking.new_connector(PASSPHRASE)
    path = folder / "secret.curator"
    made = projects.create(path, name="Secret", scheme=default_scheme(), author=identity.me(), connector=connector)
    document = support.add_document(made, TEXT)
    ident = support.annotate(made, document, 4, 4 + len(WORDS[0]), "commitment")
    annotating.set_field(made, ident, "action", FieldValue(state=FieldState.STATED, value=f"{WORDS[4]} is kept"))
    drafts.keep(made, ident, "condition", f"if {WORDS[3]}")
    yield made
    made.close()


def locked(path: Path) -> Path:
    """As another start of the program finds it."""
    salt = encryption.salt_of(path)
    assert salt
    encryption.forget(salt)
    return path


def leaks(*folders: Path) -> list[tuple[str, str]]:
    """(file, word) of each planted word that can be read anywhere in these folders, in any of the usual encodings."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [(str(path), word) for path in files for word in WORDS if _holds(path.read_bytes().lower(), word.lower())]


def _holds(data: bytes, word: str) -> bool:
    return any(word.encode(code) in data for code in ("utf-8", "utf-16-le", "utf-16-be"))


def test_full_text_search_values_and_verifying_work_as_in_any_project(project: Project) -> None:
    assert len(searching.find(project, WORDS[1])) > 0
    assert len(searching.find(project, "kabinettsgeheimnis")) > 0
    assert verifying.verify(project) == []
    assert held_against_a_replay(project)


def test_nothing_of_it_can_be_read_on_the_disk(
    project: Project, curator_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After all kinds of work, while it is open (with its log), after closing, and after a crash of the program."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(temporary))
    logging_setup.set_up()
    work = project.path.parent
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "more.txt").write_text(TEXT * 4, encoding="utf-8")
    importing.import_paths(project, [outside / "more.txt"])
    rotation.rotate(project)
    backups.backup(project)
    searching.find(project, WORDS[0])
    assert verifying.verify(project) == []
    kept = preferences.load()
    kept.add_recent(project.path)
    kept.save()
    with pytest.raises(CuratorError):
        annotating.set_field(project, "nobody", "action", FieldValue(state=FieldState.STATED, value=WORDS[0]))
    logging.getLogger("curator").info("work was done")
    assert (work / "secret.curator-wal").stat().st_size > 0
    assert leaks(work, curator_home, temporary) == []
    shutil.copytree(work, tmp_path / "crashed")
    project.close()
    backups.restore(project.path, next(iter(backup_list.of(project.path))).path, author=identity.me())
    rekeying.rekey(project.path, "another passphrase")
    damage_encrypted.execute(project.path, "DELETE FROM tip")
    assert mending.fix(project.path).kept
    with rescuing.rescue(project.path, author=identity.me()):
        assert leaks(curator_home) == []
    assert leaks(work, curator_home, temporary, tmp_path / "crashed") == []
    assert leaks(outside) != []  # so that looking finds what there is
    logging_setup.set_up()


def test_it_is_recognised_and_refused_without_its_passphrase(project: Project) -> None:
    project.close()
    path = locked(project.path)
    before = path.read_bytes()
    assert unlocking.is_encrypted(path)
    assert unlocking.is_locked(path)
    for act in (verifying.verify, mending.fix):
        with pytest.raises(LockedError, match="passphrase"):
            act(path)
    with pytest.raises(LockedError, match="passphrase"):
        projects.open_project(path, author=identity.me())
    assert path.read_bytes() == before


def test_a_wrong_passphrase_is_said_and_changes_nothing(project: Project) -> None:
    project.close()
    path = locked(project.path)
    before = path.read_bytes(), path.stat().st_mtime_ns
    with pytest.raises(WrongPassphraseError, match="not that of the project"):
        unlocking.unlock(path, "wrong horse battery")
    assert unlocking.is_locked(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert sorted(each.name for each in path.parent.iterdir()) == [".secret.curator.lock", "secret.curator"]
    unlocking.unlock(path, PASSPHRASE)
    with projects.open_project(path, author=identity.me()) as opened:
        assert opened.name == "Secret"


def test_a_passphrase_is_the_same_however_a_keyboard_composes_it(tmp_path: Path) -> None:
    connector = unlocking.new_connector("café – élysée")
    path = tmp_path / "p.curator"
    projects.create(path, name="P", scheme=default_scheme(), author=identity.me(), connector=connector).close()
    unlocking.unlock(locked(path), "cafe\u0301 – e\u0301lyse\u0301e")


def test_a_key_costs_what_it_is_meant_to_cost() -> None:
    """Of the form of encrypted files: another cost would give another key, and close all that there are."""
    assert (
        passphrases.key_of("correct horse battery", b"CURAE1" + bytes(10), 32).hex()
        == "3a25b19ff75091f78a541a92a4a660a18e8b3225e0d4f0a1ad00a5033a995f10"
    )


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(InvalidError, match="at least 8"):
        unlocking.new_connector("seven77")


def test_backups_are_encrypted_under_the_same_passphrase_and_restored(project: Project) -> None:
    made = rotation.rotate(project)
    assert made
    document = next(iter(reading.documents(project))).id
    support.annotate(project, document, 60, 66)
    now = support.bodies(project)
    project.close()
    path = locked(project.path)
    assert unlocking.is_locked(made.path)
    unlocking.unlock(made.path, PASSPHRASE)
    assert not unlocking.is_locked(path)
    kept = backups.restore(path, made.path, author=identity.me())
    assert kept
    for each, expected in ((path, len(now) - 1), (kept, len(now))):
        with projects.open_project(each, author=identity.me()) as opened:
            assert len(support.bodies(opened)) == expected


def test_rekeying_changes_the_passphrase_and_nothing_else(project: Project) -> None:
    before, replica = support.bodies(project), project.replica
    project.close()
    old = encryption.salt_of(project.path)
    rekeying.rekey(project.path, "another passphrase")
    assert encryption.salt_of(project.path) != old
    path = locked(project.path)
    with pytest.raises(WrongPassphraseError):
        unlocking.unlock(path, PASSPHRASE)
    unlocking.unlock(path, "another passphrase")
    assert verifying.verify(path) == []
    with projects.open_project(path, author=identity.me()) as opened:
        assert support.bodies(opened) == before
        assert opened.replica == replica
    assert sorted(each.name for each in path.parent.iterdir()) == [".secret.curator.lock", "secret.curator"]


def test_an_open_project_can_be_put_under_a_passphrase(tmp_path: Path) -> None:
    with support.new(tmp_path, identity.me()) as opened:
        document = support.add_document(opened, TEXT)
        ident = support.annotate(opened, document, 4, 14, "commitment")
        drafts.keep(opened, ident, "condition", f"if {WORDS[3]}")
        before, replica = support.bodies(opened), opened.replica
    assert leaks(tmp_path)
    rekeying.rekey(opened.path, PASSPHRASE)
    assert leaks(tmp_path) == []
    unlocking.unlock(locked(opened.path), PASSPHRASE)
    assert verifying.verify(opened.path) == []
    with projects.open_project(opened.path, author=identity.me()) as again:
        assert support.bodies(again) == before
        assert again.replica == replica
        assert drafts.of(again, ident) == {"condition": f"if {WORDS[3]}"}


def test_a_project_in_use_is_not_rekeyed(project: Project) -> None:
    with pytest.raises(CuratorError, match="Close it first"):
        rekeying.rekey(project.path, "another passphrase")
    path = project.path
    project.close()
    with projects.open_project(path, author=identity.me(), read_only=True) as reader, reader.store.snapshot() as conn:
        conn.execute("SELECT count(*) FROM changeset").fetchone()
        with projects.open_project(path, author=identity.me()) as second:
            support.annotate(second, next(iter(reading.documents(second))).id)
            now = support.bodies(second)
        with pytest.raises(CuratorError, match="Another window is reading"):
            rekeying.rekey(path, "another passphrase")
    with projects.open_project(path, author=identity.me()) as again:
        assert support.bodies(again) == now


def test_a_changed_byte_is_noticed_by_its_page(project: Project) -> None:
    project.close()
    data = bytearray(project.path.read_bytes())
    data[4096 * 5 + 100] ^= 1
    project.path.write_bytes(data)
    assert any(defect.damage for defect in verifying.verify(project.path))


def test_without_the_extra_it_is_recognised_and_what_to_install_is_said(project: Project) -> None:
    project.close()
    program = (
        "import sys; sys.modules['sqlcipher3'] = None\n"
        "from curator.cli import main\n"
        f"sys.exit(main(['list', {str(project.path)!r}]))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, env=dict(os.environ)
    )
    assert ran.returncode == 1
    assert "encrypted" in ran.stderr
    assert 'pip install "curator[encryption]"' in ran.stderr
    assert "Traceback" not in ran.stderr


def test_what_is_missing_is_an_error_for_people() -> None:
    assert issubclass(MissingExtraError, CuratorError)


def test_nothing_of_it_is_imported_for_a_project_that_is_not_encrypted(tmp_path: Path) -> None:
    support.new(tmp_path, identity.me()).close()
    program = (
        "import sys\nfrom pathlib import Path\nfrom curator.services import identity, project\n"
        f"project.open_project(Path({str(tmp_path / 'p.curator')!r}), author=identity.me()).close()\n"
        "print([name for name in sys.modules if 'sqlcipher' in name])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
