"""Text in lines of a width, for what paints its words itself."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout, QTextOption

from curator.text.offsets import OffsetMap

_NARROWEST = 20.0


def lines_of(text: str, font: QFont, width: float) -> list[str]:
    """The words of a text in lines, broken between words, and in a word that is wider than a line; at least one."""
    layout = QTextLayout(" ".join(text.split()), font)
    option = QTextOption(Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines: list[str] = []
    shown = layout.text()
    offsets = OffsetMap(shown)
    while True:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(width, _NARROWEST))
        start = line.textStart()
        lines.append(shown[offsets.from_utf16(start) : offsets.from_utf16(start + line.textLength())])
    layout.endLayout()
    return lines or [""]


def first_lines(text: str, font: QFont, width: float, most: int) -> list[str]:
    """As `lines_of`, but no more than `most`; the last ends in "…" where there is more."""
    lines = lines_of(text, font, width)
    if len(lines) <= most:
        return lines
    rest = "".join(lines[most - 1 :])
    return [*lines[: most - 1], QFontMetricsF(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)]
