"""What `make run` decides to start."""

import pytest

from tools.run import DEMO, names_a_display, plan, worth_saying


@pytest.mark.parametrize(
    ("environ", "platform", "expected"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
    ],
)
def test_a_display_is_where_the_session_names_one(environ: dict[str, str], platform: str, *, expected: bool) -> None:
    assert names_a_display(environ, platform) is expected


def test_with_a_display_the_window_opens_the_sample_project() -> None:
    command, environment = plan({"DISPLAY": ":0"}, has_display=True)
    assert command[1:] == ["main.py", "--sample"]
    assert "QT_QPA_PLATFORM" not in environment


def test_without_a_display_the_demonstration_runs_offscreen() -> None:
    command, environment = plan({}, has_display=False)
    assert command[1:] == ["-m", "curator.app", "--demo", DEMO]
    assert environment["QT_QPA_PLATFORM"] == "offscreen"


def test_what_qt_says_of_every_window_without_a_screen_is_left_out() -> None:
    told = "This plugin does not support propagateSizeHints()\nThe disk is full.\n"
    assert worth_saying(told) == "The disk is full.\n"
