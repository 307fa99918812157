"""`me`, and passphrases: given in the environment, or typed unseen into a terminal."""

import os
import re
import select
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Curator, Mark, environment, program

posix = pytest.mark.skipif(os.name != "posix", reason="pseudo terminals are POSIX's")

_STYLES = re.compile(r"\x1b\[[0-9;]*m")
"""What makes words bold or coloured, and takes no place."""


class Typist:
    """Somebody at a terminal, who answers each prompt in turn."""

    def __init__(self, *words: str | Path, columns: int = 100) -> None:
        import fcntl
        import pty
        import struct
        import termios

        self.child, self.terminal = pty.fork()
        if self.child == 0:
            given = environment(TERM="xterm-256color", NO_COLOR="1")
            os.execve(sys.executable, [sys.executable, "-m", "curator", *map(str, words)], given)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        self.screen = ""

    def read_until(self, ending: str) -> None:
        """Read until the screen ends so; "" reads all."""
        while not ending or not self.screen.endswith(ending):
            ready, _, _ = select.select([self.terminal], [], [], 60)
            assert ready, f"nothing came; the screen ends with {self.screen[-200:]!r}"
            try:
                data = os.read(self.terminal, 65536)
            except OSError:  # the other side is gone
                return
            if not data:
                return
            self.screen += data.decode()

    def answer(self, prompt: str, words: str) -> None:
        self.read_until(prompt)
        # getpass throws away what was typed before it stopped the echo, and prints the prompt after that.
        os.write(self.terminal, words.encode())

    def end(self) -> int:
        self.read_until("")
        _, status = os.waitpid(self.child, 0)
        os.close(self.terminal)
        return os.waitstatus_to_exitcode(status)


def test_me_is_made_on_first_use_and_stays_the_same(done: Curator) -> None:
    me = done("me", "--json").json
    assert len(me["public_key"]) == 64
    assert me["has_passphrase"] is False
    assert done("me", "--json").json == me
    shown = done("me").out
    assert me["fingerprint"] in shown
    assert me["id"] in shown


def test_a_name_can_be_changed_and_is_used_by_new_projects(tmp_path: Path, curator: Curator, done: Curator) -> None:
    assert done("me", "--name", "Әсел [b] Нұр", "--json").json["name"] == "Әсел [b] Нұр"
    done("new", tmp_path / "p.curator")
    assert done("people", tmp_path / "p.curator", "--json").json[0]["name"] == "Әсел [b] Нұр"
    assert curator("me", "--name", "  ").status == 2


def test_a_passphrase_comes_from_the_environment(
    tmp_path: Path, curator: Curator, done: Curator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CURATOR_PASSPHRASE", "quite a secret")
    assert done("me", "--passphrase", "--json").json["has_passphrase"]
    done("new", tmp_path / "p.curator")

    monkeypatch.setenv("CURATOR_PASSPHRASE", "another")
    ran = curator("new", tmp_path / "q.curator", "--json")
    assert ran.status == 1
    assert "passphrase" in ran.json["error"]["message"]
    assert not (tmp_path / "q.curator").exists()
    done("list", tmp_path / "p.curator")  # reading signs nothing

    monkeypatch.setenv("CURATOR_PASSPHRASE", "quite a secret")
    monkeypatch.setenv("CURATOR_NEW_PASSPHRASE", "")
    assert not done("me", "--passphrase", "--json").json["has_passphrase"]
    monkeypatch.delenv("CURATOR_PASSPHRASE")
    done("new", tmp_path / "q.curator")


def test_without_a_terminal_or_a_passphrase_nothing_is_signed(
    tmp_path: Path, done: Curator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CURATOR_PASSPHRASE", "quite a secret")
    done("me", "--passphrase")
    monkeypatch.delenv("CURATOR_PASSPHRASE")
    ran = program(["new", tmp_path / "p.curator"])
    assert ran.returncode == 1
    assert b"CURATOR_PASSPHRASE" in ran.stderr


@posix
def test_passphrases_are_typed_unseen(tmp_path: Path) -> None:
    typist = Typist("me", "--passphrase")
    typist.answer("New passphrase: ", "secret words\n")
    typist.answer("The same again: ", "secret words\n")
    assert typist.end() == 0
    assert "secret" not in typist.screen

    typist = Typist("new", tmp_path / "p.curator")
    typist.answer("Passphrase of your key: ", "secret words\n")
    assert typist.end() == 0

    typist = Typist("me", "--passphrase")
    typist.answer("Passphrase of your key: ", "wrong\n")
    assert typist.end() == 1

    typist = Typist("me", "--passphrase")
    typist.answer("Passphrase of your key: ", "secret words\n")
    typist.answer("New passphrase: ", "one\n")
    typist.answer("The same again: ", "two\n")
    assert typist.end() == 1
    assert "differ" in typist.screen


@posix
def test_ctrl_c_and_ctrl_d_at_a_prompt_change_nothing() -> None:
    typist = Typist("me", "--passphrase")
    typist.answer("New passphrase: ", "\x03")
    assert typist.end() == 130
    assert "Stopped" in typist.screen

    typist = Typist("me", "--passphrase")
    typist.answer("New passphrase: ", "\x04")
    assert typist.end() == 1


@posix
def test_a_terminal_gets_tables_that_fit_and_short_ids(project: Path, mark: Mark, done: Curator) -> None:
    made = mark("will send 300,000 tenge to the fund 😀 by the end of 2020", "commitment")
    done("describe", project, "report.txt", "--title", "[bold]A title[/bold] that goes on " + "and on " * 20)
    for words in (("list", project), ("show", project, "report.txt"), ("search", project, "fund"), ("people", project)):
        typist = Typist(*words, columns=90)
        assert typist.end() == 0
        seen = _STYLES.sub("", typist.screen)
        rows = [line for line in seen.splitlines() if not line.startswith(("Title ", "File "))]
        assert max(map(len, rows)) <= 90
        assert "Id " in typist.screen or "Annotation" in typist.screen
    typist = Typist("show", project, "report.txt", columns=90)
    typist.end()
    assert made not in typist.screen
    assert made[:8] in typist.screen
    assert "[bold]A title[/bold]" in typist.screen
