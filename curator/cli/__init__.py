"""The command line: the same services as the window's, for scripts and for people who like a terminal.

`main` is the outermost place: it turns what went wrong into words on standard error and an exit status. Leaves the
verbs to the modules beside it, which import what they need when they run, so that `curator --help` comes at once.
"""

import sys
from collections.abc import Sequence
from enum import IntEnum


class Status(IntEnum):
    """How a run ended, as the shell sees it."""

    DONE = 0
    NOT_IN_ORDER = 1
    WRONG_USE = 2
    CRASHED = 70  # EX_SOFTWARE of sysexits.h
    INTERRUPTED = 130  # 128 + SIGINT
    OUTPUT_CLOSED = 141  # 128 + SIGPIPE


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; `argv` are the words after the program's name. Gives the exit status."""
    try:
        from curator.cli.running import run

        return run(sys.argv[1:] if argv is None else list(argv))
    except KeyboardInterrupt:  # while the program was still being loaded
        return Status.INTERRUPTED
