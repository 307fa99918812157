"""The small settings of the person at this computer: recent projects, places, sizes, colours; never project data.

They lie in `settings.json`. Losing them costs comfort, not work, so a file that can't be read is put aside.
"""

from pathlib import Path
from typing import Any, Final, cast

import orjson

from curator.services.files import replacing
from curator.services.home import settings_folder

FILE: Final = "settings.json"
RECENT: Final = "recent_projects"
HIDE_NAMES: Final = "hide_names"
_RECENT_LIMIT = 12


class Preferences:
    """Settings by name, as JSON values. Set as often as you like; `save` writes what was set since."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values = _read(path)
        self._changed: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - a JSON value
        """The setting of that name. A value of another type than `default` counts as missing."""
        value = self._values.get(name, default)
        return default if default is not None and not isinstance(value, type(default)) else value

    def set(self, name: str, value: Any) -> None:  # noqa: ANN401 - a JSON value
        """Keep a setting; None forgets it."""
        if self._values.get(name) != value:
            self._values[name] = value
            self._changed.add(name)

    def save(self) -> None:
        """Write the settings that were set here over those on disk, leaving another window's alone.

        Raises:
            StorageError: the folder can't be written.
        """
        if not self._changed:
            return
        kept = {**_read(self._path), **{name: self._values[name] for name in self._changed}}
        with replacing(self._path, private=True) as file:
            file.write(orjson.dumps(kept, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS))
        self._changed.clear()

    def recent(self) -> list[Path]:
        """The projects opened last, newest first; some may be gone."""
        return [Path(path) for path in self.get(RECENT, cast("list[Any]", [])) if isinstance(path, str)]

    def add_recent(self, path: Path) -> None:
        """Put a project at the head of the recent ones."""
        others = [str(known) for known in self.recent() if known != path]
        self.set(RECENT, [str(path), *others][:_RECENT_LIMIT])

    @property
    def hides_names(self) -> bool:
        """Whether it is hidden who made what, while it is reviewed."""
        return bool(self.get(HIDE_NAMES, False))

    def hide_names(self, *, hidden: bool) -> None:
        """Hide that, or show it."""
        self.set(HIDE_NAMES, hidden)

    def forget_recent(self, path: Path) -> None:
        """Take a project off the recent ones."""
        self.set(RECENT, [str(known) for known in self.recent() if known != path])


def load() -> Preferences:
    """The settings of this computer account (or of `CURATOR_HOME`)."""
    return Preferences(settings_folder() / FILE)


def _read(path: Path) -> dict[str, Any]:
    try:
        values = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (orjson.JSONDecodeError, OSError):
        values = None
    if isinstance(values, dict):
        return cast("dict[str, Any]", values)
    _put_aside(path)
    return {}


def _put_aside(path: Path) -> None:
    try:
        path.replace(path.with_suffix(".damaged.json"))
    except OSError:
        return
