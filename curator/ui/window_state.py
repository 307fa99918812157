"""How the window was when it was closed: its place, its panes, the size of the type."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow, QSplitter

from curator.services.preferences import Preferences

_GEOMETRY = "window_geometry"


def keep(window: QMainWindow, splitters: dict[str, QSplitter], kept: Preferences) -> None:
    """Remember the window's place and its panes."""
    kept.set(_GEOMETRY, b64encode(window.saveGeometry().data()).decode())
    for name, splitter in splitters.items():
        if all(splitter.sizes()):
            kept.set(f"panes_{name}", splitter.sizes())


def bring_back(window: QMainWindow, splitters: dict[str, QSplitter], kept: Preferences) -> None:
    """Put the window where it was, if that is still on a screen (Qt sees to that)."""
    try:
        geometry = b64decode(kept.get(_GEOMETRY, ""), validate=True)
    except NotBase64:
        geometry = b""
    if geometry:
        window.restoreGeometry(QByteArray(geometry))
    for name, splitter in splitters.items():
        sizes = sizes_of(name, splitter.count(), kept)
        if sizes:
            splitter.setSizes(sizes)


def sizes_of(name: str, count: int, kept: Preferences) -> list[int]:
    """The sizes that the panes of a splitter had, or none."""
    sizes: list[object] = kept.get(f"panes_{name}", [])
    found = [size for size in sizes if isinstance(size, int) and size > 0]
    return found if len(found) == count == len(sizes) else []
