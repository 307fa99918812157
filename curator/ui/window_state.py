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
        sizes = kept.get(f"panes_{name}", [])
        if len(sizes) == splitter.count() and all(isinstance(size, int) and size > 0 for size in sizes):
            splitter.setSizes(sizes)
