"""A process that does one thing in a child of its own, again and again, so that the child can be killed in between.

It imports the program once and forks: a trial costs hundredths of a second. Run as `python -m tests.support.killable`;
each line on standard input is a task as JSON, each answer the child's process id, and then how it ended.
"""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from curator.domain.annotation import FieldState, FieldValue
from curator.domain.errors import CuratorError
from curator.domain.span import Span
from curator.services import annotating, backups, identity, mending, rekeying, rotation, sharing, undoing, unlocking
from curator.services import project as projects
from curator.services.schemes import default_scheme
from curator.sharing import passphrases
from tests.support import projects as support

Task = dict[str, Any]
_STAGES = {"os.rename", "os.link", "os.remove", "os.mkdir", "sqlite3.connect", "open"}


@dataclass(frozen=True)
class Pace:
    """Every which stage a process dies at, and how often at each."""

    step: int
    times: int


def paces(step: int) -> pytest.MarkDecorator:
    """Some of the stages once in each run of the tests; every stage twenty times at length."""
    return pytest.mark.parametrize(
        "pace", [Pace(step, 1), pytest.param(Pace(1, 20), marks=pytest.mark.torture)], ids=["some", "all"]
    )


def stages(run: Callable[[Task], int], pace: Pace) -> Iterator[int]:
    """Run with death at the first stage, at a later one, and so on, until it gets through."""
    for stage in range(1, 400, pace.step):
        for _ in range(pace.times):
            ended = run({"die_at": stage})
            assert ended in (0, -signal.SIGKILL)
            yield stage
            if ended == 0:
                return
    raise AssertionError("it never came to an end")


class Server:
    """The forking process, as the test sees it."""

    def __init__(self, home: Path) -> None:
        command = [sys.executable, "-m", "tests.support.killable"]
        environment = {**os.environ, "CURATOR_HOME": str(home)}
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True, bufsize=1
        )

    def run(self, task: Task, *, kill_when: Callable[[], bool] | None = None, sign: int = 9) -> int:
        """Do a task in a new process, killed as soon as something is so; gives how it ended (negative: the signal)."""
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps(task), file=self._process.stdin)
        child = int(self._process.stdout.readline())
        ended = [self._process.stdout] if kill_when is None else []
        while not ended:
            ended = select.select([self._process.stdout], [], [], 0.002)[0]
            if not ended and kill_when and kill_when():
                os.kill(child, sign)  # not yet waited for, so that the number is still its own
                break
        return int(self._process.stdout.readline())

    def close(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(timeout=20)


def main() -> None:
    """Fork for each task; do everything once first, so that children have all that they need imported."""
    with TemporaryDirectory() as folder:
        _warm_up(Path(folder))
    for line in sys.stdin:
        task = json.loads(line)
        child = os.fork()
        if child == 0:
            _do(task)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _warm_up(folder: Path) -> None:
    with projects.create(folder / "p", name="p", scheme=default_scheme(), author=identity.me()) as project:
        document = support.add_document(project)
        annotating.set_field(
            project,
            support.annotate(project, document, 0, 5, "commitment"),
            "action",
            FieldValue(state=FieldState.STATED, value="warm"),
        )
        undoing.undo(project)
        backups.backup(project, folder / "b")
    projects.open_project(folder / "p", author=identity.me()).close()


def _do(task: Task) -> None:
    code = 1
    try:
        if "limit" in task:
            _limit_files(task["limit"])
        if "die_at" in task:
            _die_at(task["die_at"], Path(task.get("watch", Path(task["path"]).parent)))
        code = _code_of(task)
    finally:
        os._exit(code)


def _code_of(task: Task) -> int:
    """0 when it is done, 3 when it said why not in words for people."""
    try:
        _TASKS[task["do"]](
            **{key: value for key, value in task.items() if key not in ("do", "die_at", "watch", "limit")}
        )
    except CuratorError:
        return 3
    return 0


def _limit_files(size: int) -> None:
    """Let no file of this process grow beyond so many bytes, as on a disk that is full."""
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def _die_at(number: int, folder: Path) -> None:
    """Die at the n-th thing done to files in a folder: every opening, renaming, linking and removing is a stage."""
    stages = count(1)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _STAGES and any(str(folder) in str(argument) for argument in arguments) and next(stages) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def annotate(path: str, document: str, acknowledged: str) -> None:
    """Annotate without end; what each verb returned is written down after it returned, in one system call."""
    said = os.open(acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with projects.open_project(Path(path), author=identity.me()) as project:
        assert not project.read_only
        for number in count():
            start = number % 80
            [ident] = annotating.add(project, document, "commitment", [Span(start=start, end=start + 5)]).annotations
            os.write(said, f"{ident}\n".encode())
            value = FieldValue(state=FieldState.STATED, value=f"act {number}")
            annotating.set_field(project, ident, "action", value)
            os.write(said, f"{ident} act {number}\n".encode())
            if number % 7 == 6:
                undoing.undo(project)
                os.write(said, f"{ident} undone\n".encode())


def create(path: str) -> None:
    projects.create(Path(path), name="Made", scheme=default_scheme(), author=identity.me()).close()


def backup(path: str, target: str) -> None:
    with projects.open_project(Path(path), author=identity.me()) as project:
        backups.backup(project, Path(target))


def restore(path: str, source: str) -> None:
    backups.restore(Path(path), Path(source), author=identity.me())


def rotate(path: str) -> None:
    with projects.open_project(Path(path), author=identity.me(), read_only=True) as project:
        rotation.rotate(project)


def fix(path: str) -> None:
    mending.fix(Path(path))


def rekey(path: str, passphrase: str, old: str = "") -> None:
    passphrases._MEMORY = 1 << 20  # pyright: ignore[reportPrivateUsage] - the keys are not what is tested
    if unlocking.is_locked(Path(path)):
        unlocking.unlock(Path(path), old)
    rekeying.rekey(Path(path), passphrase)


def hand_in(path: str, target: str) -> None:
    with projects.open_project(Path(path), author=identity.me()) as project:
        sharing.hand_in(project, Path(target))


def receive(path: str, parcel: str) -> None:
    with projects.open_project(Path(path), author=identity.me()) as project:
        sharing.receive(project, Path(parcel))


def receive_new(path: str, parcel: str) -> None:
    sharing.receive_new(Path(path), Path(parcel), author=identity.me())


_TASKS: dict[str, Callable[..., None]] = {
    "annotate": annotate,
    "create": create,
    "backup": backup,
    "restore": restore,
    "rotate": rotate,
    "fix": fix,
    "rekey": rekey,
    "hand_in": hand_in,
    "receive": receive,
    "receive_new": receive_new,
}

if __name__ == "__main__":
    main()
