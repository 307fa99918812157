"""Where a person's own files lie: keys, settings, logs, backups. `CURATOR_HOME` puts them all into one folder."""

import os
from pathlib import Path

from curator.domain.errors import StorageError

_NAME = "Curator"


def data_folder() -> Path:
    """The folder for keys and backups, made if it is missing."""
    return _folder("user_data_path", "")


def settings_folder() -> Path:
    """The folder for settings."""
    return _folder("user_config_path", "")


def log_folder() -> Path:
    """The folder for log files and crash reports."""
    return _folder("user_log_path", "logs")


def backup_folder() -> Path:
    """The folder for the backups of projects."""
    return _made(data_folder() / "backups")


def _folder(kind: str, inside: str) -> Path:
    home = os.environ.get("CURATOR_HOME")
    if home:
        folder = Path(home) / inside
    else:
        import platformdirs

        folder = getattr(platformdirs, kind)(_NAME, appauthor=False)
    return _made(folder)


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"The folder for your own files can't be made ({error.strerror}). CURATOR_HOME can name another.",
            place=str(folder),
        ) from error
    return folder
