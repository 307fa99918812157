"""How runs end, whatever happens: wrong use, errors, crashes, Ctrl+C, pipes that nobody reads."""

import json
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from curator.services import identity
from curator.services import project as projects
from curator.store import local
from tests.cli.conftest import TEXT, Curator, environment, program

posix = pytest.mark.skipif(os.name != "posix", reason="signals and pipes as POSIX has them")


def test_help_lists_the_verbs_and_wrong_use_ends_with_2(curator: Curator) -> None:
    ran = curator("--help")
    assert ran.status == 0
    assert "annotate" in ran.out
    assert curator("show", "--help").status == 0
    for words in ([], ["bla"], ["list"], ["list", "a", "b"], ["list", "a", "--nope"], ["search", "p"]):
        ran = curator(*words)
        assert ran.status == 2, words
        assert (ran.out + ran.err).strip()


def test_the_version_is_printed(curator: Curator) -> None:
    assert curator("--version").out.startswith("curator ")


@pytest.mark.parametrize("verb", ["list", "people", "undo", "redo", "verify", "entities", "backup"])
def test_a_project_that_is_none_is_an_error_in_words_and_in_json(verb: str, tmp_path: Path, curator: Curator) -> None:
    path = tmp_path / "[b]none.curator"
    ran = curator(verb, path)
    assert (ran.status, ran.out) == (1, "")
    assert "[b]none.curator" in ran.err
    ran = curator(verb, path, "--json")
    assert ran.status == 1
    assert ran.json["error"]["message"] == "There is no such file."


def test_files_that_are_no_projects_are_refused_and_left_alone(tmp_path: Path, curator: Curator) -> None:
    for name, data in (("empty", b""), ("text", b"x" * 5000), ("sqlite", b"SQLite format 3\0" + bytes(5000))):
        path = tmp_path / name
        path.write_bytes(data)
        for words in (["list", path], ["undo", path], ["import", path, path]):
            assert curator(*words).status == 1, (name, words)
        assert path.read_bytes() == data


def test_words_of_users_are_escaped_and_never_interpreted(tmp_path: Path, curator: Curator) -> None:
    path = tmp_path / "p.curator"
    curator("new", path, "--name", "a\x1b[31mb[bold]c\u202ed")
    text = tmp_path / "evil\x1b]0;x\x07.txt"
    text.write_text("One line\n", encoding="utf-8")
    for words in (("import", path, text), ("list", path), ("show", path, "One line"), ("import", path, text)):
        ran = curator(*words)
        assert ran.status == 0
        assert not {"\x1b", "\x07", "\u202e"} & set(ran.out + ran.err)
    assert "\\u001b" in curator("list", path).out


def test_a_crash_leaves_a_report_and_says_where(
    curator_home: Path, curator: Curator, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("half a character \ud83d")

    monkeypatch.setattr(typer, "echo", fail)
    ran = curator("--version")
    assert ran.status == 70
    [report] = (curator_home / "logs").glob("crash-*.txt")
    assert str(report) in ran.err
    assert "Traceback" not in ran.err
    assert "RuntimeError" in report.read_text(encoding="utf-8")


def test_a_home_that_can_not_be_made_is_said(
    tmp_path: Path, project: Path, curator: Curator, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("CURATOR_HOME", str(tmp_path / "file"))
    ran = curator("list", project)
    assert ran.status == 1
    assert "CURATOR_HOME" in ran.err


@posix
def test_awkward_names_work_from_a_shell(tmp_path: Path) -> None:
    names = [
        "--",
        "-x.txt",
        "[bold].txt",
        "Отчёт о встрече.txt",
        "a b.txt",
        "line\nbreak.txt",
        os.fsdecode(b"\xff.txt"),
    ]
    for place, name in enumerate(names):
        (tmp_path / name).write_text(f"Text number {place}\n", encoding="utf-8")
    project = os.fsdecode(b"-- \xff [b].curator")
    assert program(["new", "--", project], cwd=tmp_path).returncode == 0
    ran = program(["import", "--json", "--", project, *names], cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["imported"] == len(names)
    for name in names[:-1]:
        ran = program(["show", "--text", "--", project, name], cwd=tmp_path)
        assert ran.stdout.startswith(b"Text number"), name
    assert len(program(["list", "--", project], cwd=tmp_path).stdout.splitlines()) == len(names)
    ran = program(["search", "--", project, b"\xff"], cwd=tmp_path)
    assert ran.returncode == 2


@posix
def test_an_output_that_nobody_reads_ends_quietly(project: Path) -> None:
    big = project.parent / "big.txt"
    big.write_text("x" * 500_000, encoding="utf-8")
    assert program(["import", project, big]).returncode == 0
    line = (
        f'"$PYTHON" -m curator show {shlex.quote(str(project))} big.txt --text | head -c 1; echo "${{PIPESTATUS[0]}}"'
    )
    for unbuffered in ("", "1"):
        given = environment(PYTHON=sys.executable, PYTHONUNBUFFERED=unbuffered)
        ran = subprocess.run(["bash", "-c", line], env=given, capture_output=True, check=False, timeout=60)
        assert ran.stdout == b"x141\n"
        assert ran.stderr == b""


@posix
def test_a_closed_or_full_output_is_an_error(project: Path) -> None:
    for ending in (">&-", "> /dev/full"):
        line = f'"$PYTHON" -m curator list {shlex.quote(str(project))} {ending}'
        given = environment(PYTHON=sys.executable)
        ran = subprocess.run(["sh", "-c", line], env=given, capture_output=True, check=False, timeout=60)
        assert ran.returncode == 1
        assert b"Traceback" not in ran.stderr
        assert ran.stderr.strip()


@posix
def test_a_terminal_that_knows_ascii_alone_gets_escapes(project: Path) -> None:
    given = environment(LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    words = [sys.executable, "-m", "curator", "search", project, "Ministry", "--json"]
    ran = subprocess.run(words, env=given, capture_output=True, check=False, timeout=60)
    assert ran.returncode == 0
    assert "😀" in json.loads(ran.stdout)[0]["snippet"]
    ran = subprocess.run(words[:-1], env=given, capture_output=True, check=False, timeout=60)
    assert ran.returncode == 0
    assert b"\\U0001f600" in ran.stdout


@posix
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_an_import_that_is_stopped_keeps_whole_documents(tmp_path: Path, done: Curator, ending: signal.Signals) -> None:
    folder, path = tmp_path / "texts", tmp_path / "p.curator"
    folder.mkdir()
    for number in range(4000):
        (folder / f"{number}.txt").write_text(f"{number}: {TEXT * 5}", encoding="utf-8")
    done("new", path)
    words = [sys.executable, "-m", "curator", "import", path, folder, "--json"]
    with subprocess.Popen(words, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        while not done("list", path).out and running.poll() is None:
            pass
        running.send_signal(ending)
        out, err = running.communicate(timeout=60)
    kept = len(done("list", path).lines)
    assert 0 < kept < 4000
    done("verify", path)
    if ending is signal.SIGINT:
        assert running.returncode == 130
        assert json.loads(out)["imported"] == kept
        assert b"Stopped" in err


def writer(path: Path) -> int:
    """The process that had the project open to write last. Looks without a lock: it would shut the window out."""
    with projects.open_project(path, author=identity.me(), read_only=True) as project:
        return json.loads(local.get(project.store.conn, "writer") or "{}").get("process", 0)


@posix
def test_open_shows_the_window_on_a_project(project: Path, curator: Curator) -> None:
    words = [sys.executable, "-m", "curator", "open", project, "--json"]
    given = environment(QT_QPA_PLATFORM="offscreen")
    with subprocess.Popen(words, env=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        while running.poll() is None and writer(project) != running.pid:
            pass
        running.send_signal(signal.SIGTERM)
        out, err = running.communicate(timeout=60)
    assert running.returncode == 0, err
    assert json.loads(out) == {"project": str(project), "status": 0}
    assert curator("open", project.with_name("nothing.curator")).status == 1


def test_help_and_list_import_neither_qt_nor_what_they_do_not_need(project: Path) -> None:
    heavy = {"PySide6", "rich.console", "charset_normalizer", "edtf", "rapidfuzz", "jsonschema"}
    for words, more in ((["--help"], {"pydantic", "sqlite3"}), (["list", str(project)], set())):
        script = (
            "import sys\nfrom curator.cli import main\n"
            f"main({words!r})\n"
            f"print([name for name in {sorted(heavy | more)!r} if name in sys.modules], file=sys.stderr)"
        )
        ran = subprocess.run(
            [sys.executable, "-c", script], env=environment(), capture_output=True, check=False, timeout=60
        )
        assert ran.stderr.decode().strip() == "[]"
