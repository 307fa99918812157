"""Bytes into text: the encoding is told by a mark or by validity, else guessed and called a guess.

Nothing but line ends changes on the way: no normalisation of characters, no trimming. What cannot become a text that
is stored safely is refused with the reason and the place: empty, binary, undecodable, with NUL.
"""

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from unicodedata import category

from curator.domain.errors import InvalidError
from curator.text.legacy_encodings import LEGACY_ENCODINGS, guess
from curator.text.signatures import is_full_of_controls, kind_of_binary


class EmptyTextError(InvalidError):
    """There is no text: no bytes, or nothing but white space and marks that show nothing."""


class BinaryError(InvalidError):
    """The bytes are no text at all."""


class UndecodableError(InvalidError):
    """The bytes are text, but broken, or in another encoding than was said.

    Attributes:
        offset: the first byte that does not fit.
    """

    def __init__(self, message: str, *, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


class UnstorableError(InvalidError):
    """The text holds a character that no stored text may hold (NUL, half of a surrogate pair).

    Attributes:
        offset: its position in code points.
    """

    def __init__(self, message: str, *, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it was got out of its bytes.

    Attributes:
        encoding: what it was decoded with, as `--encoding` takes it.
        had_bom: whether a byte order mark stood before it; the text does not hold it.
        guessed: whether the encoding was guessed, so that a person should see the text before it is kept.
        doubtful: whether that guess is weak, so that a person must say.
        alternatives: other encodings that hold all of the bytes, likeliest first.
        notes: what else is worth keeping of how it was done, in words for people.
    """

    text: str
    encoding: str
    had_bom: bool = False
    guessed: bool = False
    doubtful: bool = False
    alternatives: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_NOT_FOR_FILES = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem", "utf_7"}
_SHOW_NOTHING = " \t\n\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff\u200b\u200e\u200f\u2060" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_ESCAPE = b"\x1b$"  # how ISO-2022-JP and -KR, which are 7-bit, leave ASCII
_ESCAPED = re.compile("[\udc80-\udcff]+")  # bytes that are not UTF-8, as "surrogateescape" has them
_RARE = 5  # characters of good UTF-8 for each bad byte from which on the rest is no chance


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """The text in `data`, with line ends as newlines.

    Args:
        data: a whole file.
        encoding: overrules what the bytes say, except for a mark of the same encoding, which is taken off.

    Raises:
        EmptyTextError: there is nothing in it.
        BinaryError: it is no text.
        UndecodableError: it breaks the rules of its encoding, at the byte that is named.
        UnstorableError: it holds NUL.
        InvalidError: there is no such encoding.
    """
    if not data:
        raise EmptyTextError("The file is empty.")
    kind = kind_of_binary(data)
    if kind is not None:
        raise BinaryError(f"This is {kind}, not a plain text.")
    return _finished(_overruled(data, encoding) if encoding else _recognised(data))


def normalize_newlines(text: str) -> str:
    """The text with CR LF and CR as LF. Form feed, U+0085, U+2028 and the like stay: they are not line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def check_storable(text: str) -> None:
    """Refuse what no stored text may hold, whether it came from bytes or from JSON.

    Raises:
        UnstorableError: at the first NUL or lone surrogate.
        EmptyTextError: nothing in it can be seen.
    """
    at = text.find("\0")
    if at >= 0:
        raise UnstorableError(f"The text holds a NUL character at position {at}.", offset=at)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        at = error.start
        message = f"The text holds half of a surrogate pair (U+{ord(text[at]):04X}) at position {at}."
        raise UnstorableError(message, offset=at) from None
    _check_not_empty(text)


def _check_not_empty(text: str) -> None:
    if not text.strip(_SHOW_NOTHING):
        raise EmptyTextError("There is nothing but white space in the file.")


def _finished(decoded: Decoded) -> Decoded:
    """Make line ends the same, say what was done, and check what came out."""
    text, notes = decoded.text, list(decoded.notes)
    if decoded.had_bom:
        notes.append("A byte order mark was taken off.")
    at = text.find("\0")
    if at >= 0:
        before = len(text[:at].encode(decoded.encoding))
        raise UnstorableError(f"The text holds a NUL character at position {at} (byte {before}).", offset=at)
    if "\r" in text:
        text = normalize_newlines(text)
        notes.append("Line ends were made the same (\\n).")
    _check_not_empty(text)
    return replace(decoded, text=text, notes=tuple(notes))


def _strictly(data: bytes, encoding: str, *, skip: int = 0) -> str:
    """The bytes behind the first `skip`, decoded without any replacement."""
    try:
        return data[skip:].decode(encoding)
    except UnicodeDecodeError as error:
        at = skip + error.start
        raise UndecodableError(
            f"This is not valid {encoding}: byte {at} is {data[at]:02X}. Mend the file, or say its encoding.", offset=at
        ) from None


def _overruled(data: bytes, name: str) -> Decoded:
    """Decode as the person says."""
    encoding = _known(name)
    mark, marked = next(((mark, marked) for mark, marked in _MARKS if data.startswith(mark)), (b"", ""))
    notes = ["The encoding was given by hand."]
    is_of_mark = bool(mark) and encoding.startswith(marked[:6])
    if mark and not is_of_mark:
        notes.append(f"The file begins with a byte order mark of {marked}.")
    text = _strictly(data, marked if is_of_mark else encoding, skip=len(mark) if is_of_mark else 0)
    return Decoded(text, encoding, had_bom=is_of_mark, notes=tuple(notes))


def _known(name: str) -> str:
    """The name under which we show an encoding that a person names."""
    codec = ""
    # `lookup` also knows codecs that make bytes of bytes, as hex; `decode` refuses those.
    with suppress(LookupError, ValueError):
        with suppress(UnicodeDecodeError):
            b" ".decode(name)
        codec = codecs.lookup(name).name
    if not codec or codec.replace("-", "_") in _NOT_FOR_FILES:
        raise InvalidError(f"There is no text encoding “{name}”. Examples: utf-8, windows-1251, koi8-r, gb18030.")
    if codec == "utf-8-sig":
        return "utf-8"
    return next((shown for shown in LEGACY_ENCODINGS if codecs.lookup(shown).name == codec), codec)


def _recognised(data: bytes) -> Decoded:
    """Decode by a mark, else as UTF-8, else by guessing."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_strictly(data, encoding, skip=len(mark)), encoding, had_bom=True)
    if b"\0" in data or is_full_of_controls(data):
        return _with_controls(data)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return _not_utf8(data, error.start)
    return _seven_bit(data, text) if _ESCAPE in data else Decoded(text, "utf-8")


def _with_controls(data: bytes) -> Decoded:
    """Texts in UTF-16 and UTF-32 are full of NULs; others have none."""
    readings = sorted(_unmarked_readings(data), key=lambda reading: -reading[0])
    if readings:
        _, encoding, text = readings[0]
        alternatives = tuple(other for _, other, _ in readings[1:])
        return Decoded(text, encoding, guessed=True, doubtful=True, alternatives=alternatives)
    if is_full_of_controls(data):
        raise BinaryError("This is not a plain text: it is full of control characters.")
    at = data.find(b"\0")
    raise UnstorableError(f"The file holds a NUL character at byte {at}.", offset=at)


def _unmarked_readings(data: bytes) -> Iterator[tuple[float, str, str]]:
    """What the bytes give as UTF-16 and UTF-32 where that reads like a text, with how much it does."""
    for encoding in _UNMARKED:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        head = text[:4096]
        odd = sum(category(character) in {"Cc", "Cn", "Co"} and character not in "\t\n\f\r" for character in head)
        if "\0" not in text and odd <= len(head) // 50:
            # A text keeps to few blocks of Unicode, and has spaces and points; with its bytes swapped it has neither.
            commonest = max(Counter(ord(character) >> 8 for character in head).values())
            yield commonest + sum(character in " \n,.，。、" for character in head), encoding, text


def _seven_bit(data: bytes, text: str) -> Decoded:
    """Escapes in a text of ASCII: perhaps Japanese or Korean mail."""
    for encoding in ("iso2022-jp", "iso2022-jp-2", "iso2022-kr"):
        try:
            return Decoded(data.decode(encoding), encoding, guessed=True, doubtful=True, alternatives=("utf-8",))
        except UnicodeDecodeError:
            continue
    return Decoded(text, "utf-8")


def _not_utf8(data: bytes, at: int) -> Decoded:
    """A text in an encoding of before Unicode, unless it is UTF-8 with some damage."""
    if _is_damaged_utf8(data):
        raise UndecodableError(
            f"This is UTF-8, but broken at byte {at} ({data[at]:02X}). Mend the file, or say its encoding.", offset=at
        )
    found = guess(data)
    encoding, *alternatives = found.encodings
    return Decoded(
        data.decode(encoding), encoding, guessed=True, doubtful=found.doubtful, alternatives=tuple(alternatives)
    )


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether the bytes beyond ASCII are UTF-8 for the most part; in other encodings that is rare chance."""
    text = data.decode("utf-8", "surrogateescape")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    damaged = sum(len(run[0]) for run in _ESCAPED.finditer(text))
    return beyond_ascii - damaged >= _RARE * damaged
