"""The guards that every test runs under."""

import os
import socket
from pathlib import Path

import pytest


def test_a_connection_to_another_machine_is_refused() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client,
        pytest.raises(Exception, match="stay on this machine"),
    ):
        client.connect(("192.0.2.1", 80))


def test_a_connection_to_this_machine_is_let_through() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.connect(server.getsockname())
        assert client.getpeername() == server.getsockname()


def test_each_test_has_a_home_of_its_own(curator_home: Path) -> None:
    assert os.environ["CURATOR_HOME"] == str(curator_home)
    assert list(curator_home.iterdir()) == []
