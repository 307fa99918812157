"""Names and titles made safe to show: what would move other text about, or cannot be seen, is spelled out.

A file named "invoice", U+202E, "xcod.exe" looks like "invoiceexe.docx". In lists, messages and the log such signs are
shown as their numbers instead. This is for names that others chose; a document's text is shown as it is.
"""

from typing import TYPE_CHECKING

from curator.text.graphemes import cluster_start
from curator.text.patterns import lazy_pattern

if TYPE_CHECKING:
    import regex

# Controls, line ends, signs of direction, blanks without width, tags, and what is no character at all. The joiners
# stay (U+200C, U+200D): Persian and emoji need them, and they move nothing.
_UNSEEN = lazy_pattern(
    r"[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}"
    r"\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


def visible(text: str, most: int | None = None) -> str:
    """`text` on one line, with unseen signs as Python escapes; with "…" behind the first `most` code points."""
    cut = most is not None and len(text) > most
    shown = text[: cluster_start(text, most)] if cut and most is not None else text
    if not (shown.isascii() and shown.isprintable()):  # `regex` is slow to import, and the window starts without
        shown = _UNSEEN().sub(_escaped, shown)
    return shown + "…" if cut else shown


def isolated(text: str) -> str:
    """`text`, made visible and set apart, so that right-to-left letters in it turn round nothing around it."""
    return f"{_FIRST_STRONG_ISOLATE}{visible(text)}{_POP_ISOLATE}"


def _escaped(match: "regex.Match[str]") -> str:
    code = ord(match[0])
    if match[0] in _SHORT:
        return _SHORT[match[0]]
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name that is not UTF-8, as Python gives it
        return f"\\x{code - 0xDC00:02x}"
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"
