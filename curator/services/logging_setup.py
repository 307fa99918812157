"""The log file and the reports of crashes, in the person's log folder. Neither quotes documents or values.

Messages name ids, counts and places in the code. What an exception says about itself may quote a value, so the
log has its kind and where it was raised; only the crash report, which people read before they send it, has its words.
"""

import faulthandler
import logging
import platform
import traceback
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Final

from curator import __version__
from curator.domain.errors import StorageError
from curator.services.home import log_folder

FILE: Final = "curator.log"
REPORTS_KEPT: Final = 20
log = logging.getLogger("curator")
_hard_crashes: list[object] = []


class _Formatter(logging.Formatter):
    """Lines with UTC times; of exceptions only the kind and the places."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = f"{at} {record.levelname} {record.name}: {record.getMessage()}"
        if record.exc_info and record.exc_info[0]:
            line = f"{line}: {record.exc_info[0].__name__}\n{_places(record.exc_info[2])}"
        return line


def set_up() -> Path | None:
    """Log to the person's log folder from now on; gives the file. Where that can't be written, log nowhere: None."""
    for handler in list(log.handlers):
        log.removeHandler(handler)
        handler.close()
    log.propagate = False
    log.setLevel(logging.INFO)
    try:
        path = log_folder() / FILE
        handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8")
    except (OSError, StorageError):
        log.addHandler(logging.NullHandler())
        return None
    handler.setFormatter(_Formatter())
    log.addHandler(handler)
    log.info("curator %s, python %s, %s", __version__, platform.python_version(), platform.system())
    return path


def watch_hard_crashes() -> None:
    """Have Python write where it was when the process is ended by a fault in native code."""
    try:
        file = (log_folder() / "fault.log").open("w", encoding="utf-8")
    except (OSError, StorageError):
        return
    _hard_crashes.append(file)  # the file has to stay open as long as the process
    faulthandler.enable(file)


def keep_report(error: BaseException) -> tuple[str, Path | None]:
    """Write a report of an unexpected error; its words, and its file (None where it could not be written)."""
    log.error("unexpected error", exc_info=(type(error), error, error.__traceback__))
    report = _report(error)
    at = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    try:
        path = log_folder() / f"crash-{at}.txt"
        path.write_text(report, encoding="utf-8", errors="backslashreplace")
        for old in sorted(path.parent.glob("crash-*.txt"))[:-REPORTS_KEPT]:
            old.unlink(missing_ok=True)
    except (OSError, StorageError):
        return report, None
    return report, path


def _report(error: BaseException) -> str:
    words = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    about = f"Curator {__version__}\nPython {platform.python_version()}\n{platform.platform()}\n"
    return f"{about}{datetime.now(UTC).isoformat(timespec='seconds')}\n\n{words}"


def _places(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)
    return "\n".join(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
