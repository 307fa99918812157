"""One run of the program: its streams, its verb, and what becomes of an error."""

import os
import sys
from io import TextIOWrapper
from typing import TextIO

from curator.cli import Status
from curator.cli.output import OutputClosedError, say_json, warn
from curator.domain.errors import CancelledError, CuratorError

PROGRAM = "curator"


class InterruptedRunError(Exception):
    """Ctrl+C, carried past typer, which would make an exit status of its own of it."""


def run(arguments: list[str]) -> int:
    """Run the verb that the arguments name; every way in which it can end gives its status."""
    _prepare_streams()
    status = _status_of(arguments)
    _settle_output()
    return status


def _status_of(arguments: list[str]) -> int:
    wants_json = "--json" in (arguments[: arguments.index("--")] if "--" in arguments else arguments)
    try:
        return _call(arguments)
    except (InterruptedRunError, KeyboardInterrupt, CancelledError):
        warn("Stopped. Nothing of the unfinished part was kept.")
        return Status.INTERRUPTED
    except CuratorError as error:
        warn(str(error))
        if wants_json:
            _answer_error(type(error).__name__, error.message, error.place)
        return Status.NOT_IN_ORDER
    except OutputClosedError:
        _discard_output()
        return Status.OUTPUT_CLOSED
    except Exception as error:  # noqa: BLE001 - one of the outermost places
        return _crashed(error, wants_json=wants_json)


def _call(arguments: list[str]) -> int:
    from curator.cli.program import app

    try:
        app(args=arguments, prog_name=PROGRAM)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else Status.DONE
    return Status.DONE


def _prepare_streams() -> None:
    """What the terminal's encoding lacks is shown as an escape; it never stops the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # None where it is closed
            stream.reconfigure(errors="backslashreplace", encoding="utf-8" if os.name == "nt" else None)


def _answer_error(kind: str, message: str, place: str) -> None:
    """The one JSON value of a run that failed."""
    try:
        say_json({"error": {"kind": kind, "message": message, "place": place}})
    except (OutputClosedError, CuratorError):
        _discard_output()


def _settle_output() -> None:
    """What could not be printed is still in the buffer: Python would try again at its end, and change the status."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        _discard_output()


def _discard_output() -> None:
    """Whoever read the output is gone. Python would complain when it flushes what is left, so that goes nowhere."""
    out: TextIO | None = sys.stdout
    if out is not None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, out.fileno())
        os.close(nowhere)


def _crashed(error: Exception, *, wants_json: bool) -> int:
    from curator.services import logging_setup

    logging_setup.set_up()
    _, path = logging_setup.keep_report(error)
    where = f"The report is in {path}." if path else "The report could not be written."
    message = f"Curator met an error of its own ({type(error).__name__}). What was saved before is safe. {where}"
    warn(message)
    if wants_json:
        _answer_error("Crash", message, str(path or ""))
    return Status.CRASHED
