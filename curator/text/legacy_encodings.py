"""Which of the encodings of before Unicode a text is in: ranked guesses, never a certainty.

Most 8-bit encodings accept any bytes, so only what comes out can tell. Each is judged by the languages written in it:
the share of letters of one language's alphabet, frequent ones counting more where alphabets are large, and the upper
and lower case where a reader expects them (KOI8-R read as windows-1251 turns case round). On the samples in the tests
this names the encoding of a paragraph, and of most single lines. Chinese, Japanese and Korean, and what no profile
fits, are left to charset-normalizer.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from curator.text.patterns import lazy_pattern

# Letters beyond ASCII, from frequent to rare where the script has an alphabet of its own (from general knowledge of
# the languages; the order is rough and need not be better).
_OWN_SCRIPT = {
    "Russian": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "Ukrainian": "оанивтерсклдупмязьбгійчхжцюєїшщґф",
    "Kazakh": "аеытнірлсдқмкоупбйғүшжөзгңяәұвхцчюэфёщъьһи",
    "Greek": "αοιετσνηυρπκμλςόγδίάήέύώχθφβξζψϊϋΐΰ",
    "Hebrew": "יוהלרבתאמשנםחקדעטפצכגזסןךףץ",
    "Arabic": "اليمونرتبةعدسفهكقحجشصطزخضذثغظءئىإأؤآ",
}
_LATIN = {
    "French": "éèàêçôîùâûëïœæüÿ",
    "German": "üäöß",
    "Spanish": "óáíñéúü",
    "Portuguese": "ãçáéíóêõâàúôü",
    "Italian": "àèìòùéî",
    "Nordic": "äåöéøæ",
    "Polish": "ęąłóśżćńź",
    "Czech": "áíéěřčžýšůúóťňď",
    "Slovak": "áíčéžýšťúľôňäďóŕĺ",
    "Hungarian": "áéóöüőíúű",
    "Romanian": "ăîâșțşţ",
    "Croatian": "šžčćđ",
    "Turkish": "ıüşğöçâîi̇",
}
_WESTERN = ("French", "German", "Spanish", "Portuguese", "Italian", "Nordic")
_CENTRAL = ("Polish", "Czech", "Slovak", "Hungarian", "Romanian", "Croatian", "German")

# In order of preference where two give the same text. Names are those that people and `--encoding` use.
_SINGLE_BYTE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("windows-1251", ("Russian", "Ukrainian")),
    ("koi8-r", ("Russian",)),
    ("koi8-u", ("Ukrainian",)),
    ("ibm866", ("Russian",)),
    ("iso-8859-5", ("Russian",)),
    ("mac-cyrillic", ("Russian", "Ukrainian")),
    ("kz-1048", ("Kazakh",)),
    ("windows-1252", _WESTERN),
    ("windows-1250", _CENTRAL),
    ("windows-1254", ("Turkish",)),
    ("windows-1253", ("Greek",)),
    ("iso-8859-7", ("Greek",)),
    ("windows-1255", ("Hebrew",)),
    ("windows-1256", ("Arabic",)),
)
# For charset-normalizer, with the extensions of each to try where the plain one does not hold all of the text.
_MULTI_BYTE: dict[str, tuple[str, ...]] = {
    "gb18030": ("gb18030",),
    "big5": ("big5", "cp950", "big5hkscs"),
    "shift_jis": ("shift_jis", "cp932"),
    "euc_jp": ("euc-jp",),
    "cp949": ("euc-kr", "cp949"),
    "cp1257": ("windows-1257",),
    "cp1258": ("windows-1258",),
    "mac_roman": ("mac-roman",),
    "cp850": ("cp850",),
}
LEGACY_ENCODINGS = (*(name for name, _ in _SINGLE_BYTE), *(name for names in _MULTI_BYTE.values() for name in names))
"""The names of all encodings that can be guessed, as they are shown and as `--encoding` takes them."""

_ALIASES = {"cp932": "shift_jis", "euc_kr": "cp949", "gbk": "gb18030", "gb2312": "gb18030", "cp950": "big5"}

_FITS = 0.5  # Right single-byte guesses come out at 0.65 to 0.9, East Asian texts read as single bytes below 0.35.
_SURE = 4.0  # weight, about that of as many letters, by which the best guess must lead
_PUNCTUATION = frozenset("«»“”„‘’‚—–…№§©®°€·•\u00a0±")
_WRONG_CASE = lazy_pattern(
    r"\p{Ll}\p{Lu}|\p{Latin}(?=[\p{Cyrillic}\p{Greek}\p{Hebrew}\p{Arabic}])|[\p{Cyrillic}\p{Greek}\p{Hebrew}\p{Arabic}](?=\p{Latin})"
)
_HIGH = re.compile(rb"[\x80-\xff]")
_SAMPLE = 16384


class Guess(NamedTuple):
    """Encodings that hold all of the bytes, the likeliest first, and whether the first is doubtful."""

    encodings: tuple[str, ...]
    doubtful: bool


class _Judged(NamedTuple):
    encoding: str
    text: str
    fit: float


def guess(data: bytes) -> Guess:
    """Rank the encodings that `data`, which has bytes beyond ASCII, could be in. Some, as KOI8-R, hold any bytes."""
    sample = _sample(data)
    judged = _judge(sample)
    if judged and judged[0].fit >= _FITS:
        doubtful = _is_doubtful(judged, sample)
        ranked = [item.encoding for item in judged]
    else:
        by_normalizer, doubtful = _ask_normalizer(sample)
        ranked = [*by_normalizer, *(item.encoding for item in judged)]
    holding = _different([encoding for encoding in ranked if _holds(encoding, data)], sample)
    return Guess(tuple(holding[:8]), doubtful or holding[:1] != ranked[:1])


def _different(encodings: list[str], sample: bytes) -> list[str]:
    """The encodings without those that give the same text as an earlier one."""
    by_text: dict[str | None, str] = {}
    for encoding in encodings:
        by_text.setdefault(_decoded(sample, encoding), encoding)
    return list(by_text.values())


def _sample(data: bytes) -> bytes:
    """Lines that have bytes beyond ASCII: what is the same in all encodings says nothing."""
    if len(data) <= _SAMPLE:
        return data
    lines: list[bytes] = []
    size = 0
    high = _HIGH.search(data)
    while high and size < _SAMPLE:
        # Of a long line, from a little before: all of that is ASCII.
        start = max(data.rfind(b"\n", 0, high.start()) + 1, high.start() - 200)
        end = data.find(b"\n", high.start()) + 1 or len(data)
        lines.append(data[start : min(end, start + _SAMPLE - size)])
        size += len(lines[-1])
        high = _HIGH.search(data, end)
    joined = b"".join(lines)
    # Not to cut a character of two or four bytes: bytes below "0" are no part of one.
    cut = max(joined.rfind(sign) for sign in (b" ", b"\n", b",", b"."))
    return joined[:cut] if size >= _SAMPLE and cut > _SAMPLE // 2 else joined


def _judge(sample: bytes) -> list[_Judged]:
    """The single-byte encodings by fit; of those that give the same text, the preferred one."""
    judged: dict[str, _Judged] = {}
    for encoding, languages in _SINGLE_BYTE:
        text = _decoded(sample, encoding)
        if text is not None:
            fit = max(_fit(text, language) for language in languages)
            if text not in judged or judged[text].fit < fit:
                judged[text] = _Judged(encoding, text, fit)
    return sorted(judged.values(), key=lambda item: -item.fit)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _holds(encoding: str, data: bytes) -> bool:
    return _decoded(data, encoding) is not None


def _weight(character: str, alphabet: dict[str, float]) -> float:
    """What one character says for a language: its letters for it, signs little, all else strongly against it."""
    found = alphabet.get(character)
    if found is not None:
        return found
    return 0.6 if character in _PUNCTUATION else -1.5


def _fit(text: str, language: str) -> float:
    """The mean weight of the characters beyond ASCII: at most 1, below 0 for a wrong reading."""
    beyond = [character for character in text if character > "\x7f"]
    alphabet = _ALPHABETS[language]
    return (sum(_weight(character, alphabet) for character in beyond) - len(_WRONG_CASE().findall(text))) / len(beyond)


def _with_capitals(weights: Iterator[tuple[str, float]]) -> dict[str, float]:
    return {form: weight for letter, weight in weights for form in (letter.upper(), letter)}


_ALPHABETS = {
    language: _with_capitals((letter, 1 - 0.8 * at / len(letters)) for at, letter in enumerate(letters))
    for language, letters in _OWN_SCRIPT.items()
} | {language: _with_capitals((letter, 0.75) for letter in letters) for language, letters in _LATIN.items()}


def _is_doubtful(judged: list[_Judged], sample: bytes) -> bool:
    """Whether another reading is nearly as likely, given how much there is to judge by. There always is another."""
    beyond_ascii = len(sample) - len(sample.translate(None, bytes(range(0x80, 0x100))))
    return (judged[0].fit - judged[1].fit) * beyond_ascii < _SURE


def _ask_normalizer(sample: bytes) -> tuple[list[str], bool]:
    """What charset-normalizer makes of it, best first, and whether that is doubtful."""
    from charset_normalizer import from_bytes  # heavy, and seldom needed

    matches = list(from_bytes(sample, cp_isolation=[*_MULTI_BYTE, *_ALIASES], enable_fallback=False))
    names = [name for match in matches for name in _MULTI_BYTE.get(_ALIASES.get(match.encoding, match.encoding), ())]
    enough = len(sample.translate(None, bytes(range(0x80)))) >= 40
    leads = len(matches) == 1 or (len(matches) > 1 and matches[1].chaos - matches[0].chaos > 0.05)
    return names, not (enough and leads)
