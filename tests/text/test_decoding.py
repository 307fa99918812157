"""Bytes into text: marks, validity, damage, and what is no text."""

import codecs
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.domain.errors import InvalidError
from curator.text.decoding import (
    BinaryError,
    EmptyTextError,
    UndecodableError,
    UnstorableError,
    check_storable,
    decode,
    normalize_newlines,
)

SENTENCE = "Министр сказал: «Мы согласны», — and the UN agreed. 😀\n"
UNMARKED = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
# Any text that is worth storing: no NUL, no lone surrogates, something to see, newlines as they are stored.
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map(lambda text: f"A{text}\n\tz")


@given(TEXTS)
def test_utf8_gives_back_every_text_unchanged(text: str) -> None:
    decoded = decode(text.encode())
    assert (decoded.text, decoded.encoding, decoded.guessed, decoded.notes) == (text, "utf-8", False, ())


@given(TEXTS, st.sampled_from(["utf-8", *UNMARKED]))
def test_a_byte_order_mark_tells_the_encoding_and_is_not_in_the_text(text: str, encoding: str) -> None:
    decoded = decode(("\ufeff" + text).encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.had_bom, decoded.doubtful) == (text, encoding, True, False)
    assert decoded.notes == ("A byte order mark was taken off.",)


@pytest.mark.parametrize("encoding", UNMARKED)
@pytest.mark.parametrize(
    "text",
    ["Plain English, on one line.", SENTENCE * 20, "外交部长表示,他的国家\n支持行为准则。", "Ὁ ἄνθρωπος εἶπεν.\nΝαί."],
)
def test_utf16_and_utf32_without_a_mark_are_guessed_and_to_be_confirmed(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.guessed, decoded.doubtful) == (text, encoding, True, True)


def test_utf8_wins_over_what_else_would_accept_the_bytes() -> None:
    assert decode(SENTENCE.encode()).text == SENTENCE


@pytest.mark.parametrize("bad", [b"\xe9", b"\xff", b"\xed\xa0\xbd", b"\xc0\xaf", b"\xd0"])
def test_damaged_utf8_is_refused_with_the_first_bad_byte(bad: bytes) -> None:
    good = (SENTENCE * 20_000).encode()
    with pytest.raises(UndecodableError, match=f"byte {len(good)} ") as caught:
        decode(good + bad + b" the end. \xd0\xbf")
    assert caught.value.offset == len(good)


def test_utf8_cut_off_in_the_middle_of_a_character_is_refused() -> None:
    with pytest.raises(UndecodableError, match="broken at byte 50") as caught:
        decode(("й" * 25 + "😀").encode()[:-2])
    assert caught.value.offset == 50


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\xef\xbb\xbf", b"\xff\xfe", "\ufeff \u3000\u2003\u200b".encode()])
def test_nothing_to_see_is_refused_as_empty(data: bytes) -> None:
    with pytest.raises(EmptyTextError):
        decode(data)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "a PDF"),
        (b"PK\x03\x04\x14\x00\x06\x00", "DOCX"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a PNG picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old Microsoft Office"),
        (b"{\\rtf1\\ansi Text}", "RTF"),
        (b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X", "AppleDouble"),
        (b"SQLite format 3\x00\x10\x00", "database"),
        (random.Random(1).randbytes(5000), "control characters"),
        (bytes(range(256)) * 20, "control characters"),
        (bytes(4096), "control characters"),
    ],
)
def test_what_is_no_text_is_refused_and_said_to_be_what_it_is(data: bytes, kind: str) -> None:
    with pytest.raises(BinaryError, match=kind):
        decode(data)


def test_a_pdf_is_no_text_in_any_encoding() -> None:
    with pytest.raises(BinaryError):
        decode(b"%PDF-1.7\n", "windows-1251")


@pytest.mark.parametrize(
    ("data", "encoding", "message"),
    [
        (b"A text of some length with one\0in it.", None, "NUL character at byte 30"),
        ("Текст\0 с ним".encode(), "utf-8", r"position 5 \(byte 10\)"),
        ("Текст\0 с ним".encode("cp1251"), "windows-1251", r"position 5 \(byte 5\)"),
        (b"\xff\xfe" + "ab\0c".encode("utf-16-le"), None, "position 2"),
    ],
)
def test_a_nul_is_refused_with_its_place(data: bytes, encoding: str | None, message: str) -> None:
    with pytest.raises(UnstorableError, match=message):
        decode(data, encoding)


def test_line_ends_become_newlines_and_nothing_else_changes() -> None:
    text = "a\r\nb\rc\n\rd\x0b\x0ce\x85f\u2028g\u2029 e\u0301 \u00a0 "
    decoded = decode(text.encode())
    assert decoded.text == "a\nb\nc\n\nd\x0b\x0ce\x85f\u2028g\u2029 e\u0301 \u00a0 "
    assert decoded.notes == ("Line ends were made the same (\\n).",)


@given(st.text(st.sampled_from("ab\r\n")))
def test_newlines_are_normalised_as_python_reads_them(text: str) -> None:
    assert normalize_newlines(text) == text.replace("\r\n", "\n").replace("\r", "\n")
    assert normalize_newlines(normalize_newlines(text)) == normalize_newlines(text)


@pytest.mark.parametrize("name", ["windows-1251", "cp1251", "Windows-1251", "WINDOWS_1251"])
def test_a_person_may_overrule_what_the_bytes_say(name: str) -> None:
    decoded = decode("Ётранна".encode("cp1251"), name)
    assert (decoded.text, decoded.encoding, decoded.guessed) == ("Ётранна", "windows-1251", False)
    assert decoded.notes == ("The encoding was given by hand.",)


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "UTF8"])
def test_a_mark_of_the_encoding_that_was_said_is_taken_off(name: str) -> None:
    decoded = decode(codecs.BOM_UTF8 + b"text", name)
    assert (decoded.text, decoded.encoding, decoded.had_bom) == ("text", "utf-8", True)


def test_a_mark_of_another_encoding_than_was_said_is_noted() -> None:
    decoded = decode(codecs.BOM_UTF8 + b"text", "windows-1252")
    assert decoded.text == "ï»¿text"
    assert "The file begins with a byte order mark of utf-8." in decoded.notes


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_utf16_and_utf32_may_be_said_with_or_without_byte_order(encoding: str) -> None:
    assert decode("\ufeffтекст".encode(encoding.removesuffix("-le") + "-le"), encoding).text == "текст"


@pytest.mark.parametrize(
    "name", ["klingon", "rot13", "hex", "zlib", "idna", "unicode_escape", "utf-7", "", "../x", "a\0b"]
)
def test_what_is_no_encoding_for_files_is_refused(name: str) -> None:
    if name:
        with pytest.raises(InvalidError, match="no text encoding"):
            decode(b"text", name)
    else:
        assert decode(b"text", name).encoding == "utf-8"


def test_bytes_that_do_not_fit_what_was_said_are_refused_with_the_first() -> None:
    with pytest.raises(UndecodableError, match="not valid euc-kr: byte 3 is FF") as caught:
        decode(b"abc\xff", "euc-kr")
    assert caught.value.offset == 3


def test_an_escape_in_a_plain_text_is_no_japanese() -> None:
    assert decode(b"price \x1b$5 or so").encoding == "utf-8"


def test_japanese_mail_is_known_by_its_escapes() -> None:
    text = "行動規範を支持する。\n"
    decoded = decode(text.encode("iso2022-jp"))
    assert (decoded.text, decoded.encoding, decoded.doubtful) == (text, "iso2022-jp", True)


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("a\0b", UnstorableError, "NUL character at position 1"),
        ("ab\ud83d", UnstorableError, r"half of a surrogate pair \(U\+D83D\) at position 2"),
        ("\u3000\n", EmptyTextError, "white space"),
    ],
)
def test_texts_from_elsewhere_are_held_to_the_same_rules(text: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        check_storable(text)


@given(st.binary())
def test_any_bytes_give_a_text_or_a_reason(data: bytes) -> None:
    try:
        decoded = decode(data)
    except InvalidError:
        return
    check_storable(decoded.text)
    assert "\r" not in decoded.text
    for encoding in decoded.alternatives:
        data.decode(encoding)


def test_five_megabytes_of_utf8_take_no_time() -> None:
    data = ("Слово и ещё words, здесь. " * 200_000).encode()[:5_000_000].rstrip(b"\xd0\xd1")
    began = time.process_time()
    decode(data)
    assert time.process_time() - began < 0.3
