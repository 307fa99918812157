"""What holds in every test: no display, no network, a home of its own, the same examples every time."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Before anything imports Qt: never a window on the developer's screen, never a warning about the locale.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("CURATOR_TEST_PLATFORM", "offscreen")
if not any(os.environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG")):
    os.environ["LC_CTYPE"] = "C.UTF-8"

from tests.support.replicas import Team, team

settings.register_profile("ci", derandomize=True, max_examples=60, stateful_step_count=25, deadline=None, database=None)
settings.register_profile(
    "torture",
    max_examples=5000,
    stateful_step_count=100,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile(os.environ.get("CURATOR_TEST_PROFILE", "ci"))


class NetworkReachedError(Exception):
    """A test tried to reach another machine."""


def _is_here(address: object) -> bool:
    """Say whether a socket address is a local path or on the loopback."""
    if not isinstance(address, tuple):
        return True  # AF_UNIX: a path
    host = str(address[0])
    return host in {"localhost", "::1"} or host.startswith("127.")


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Let sockets connect to this machine alone."""
    real_connect, real_connect_ex = socket.socket.connect, socket.socket.connect_ex

    def refuse_elsewhere(address: object) -> None:
        if not _is_here(address):
            message = f"a test tried to connect to {address!r}; tests stay on this machine"
            raise NetworkReachedError(message)

    def connect(self: socket.socket, address: object) -> None:
        refuse_elsewhere(address)
        real_connect(self, address)  # pyright: ignore[reportArgumentType]

    def connect_ex(self: socket.socket, address: object) -> int:
        refuse_elsewhere(address)
        return real_connect_ex(self, address)  # pyright: ignore[reportArgumentType]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket.socket, "connect_ex", connect_ex)
        yield


@pytest.fixture(autouse=True)
def curator_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test keys, settings, logs and backups of its own; returns their folder."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("CURATOR_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def xvfb_display() -> Iterator[str]:
    """Start Xvfb and give its display (as ":7"), for tests that run the program in a process of its own."""
    program = shutil.which("Xvfb")
    if program is None:
        pytest.skip("Xvfb is not installed")
    read_end, write_end = os.pipe()
    # -displayfd lets the server choose a free number and say it once it is ready: no race, no waiting.
    server = subprocess.Popen(
        [program, "-displayfd", str(write_end), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
        pass_fds=[write_end],
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    with os.fdopen(read_end) as reader:
        number = reader.readline().strip()
    if not number:
        server.wait()
        pytest.fail("Xvfb ended before it had a display")
    yield f":{number}"
    server.terminate()
    server.wait(timeout=10)


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Team]:
    """A supervisor and two annotators, each with a copy of one project."""
    made = team(tmp_path)
    yield made
    made.close()
