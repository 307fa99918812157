from pathlib import Path

import pytest

from curator.domain.errors import InvalidError
from curator.exchange import formats


def test_the_ending_names_the_format_whatever_its_case() -> None:
    assert formats.by_ending(Path("A.JSONL")) is formats.JSON_LINES
    assert formats.by_ending(Path("a.md")) is formats.MARKDOWN
    assert formats.by_ending(Path("a.unknown")) is None


def test_an_unknown_name_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(InvalidError, match="text, markdown, json, jsonl"):
        formats.by_name("brat")


def test_no_ending_belongs_to_two_formats() -> None:
    endings = [ending for one in formats.FORMATS for ending in one.endings]
    assert len(set(endings)) == len(endings)


def test_every_format_says_what_it_keeps_and_loses() -> None:
    assert all(one.keeps and one.loses and one.media_type for one in formats.FORMATS)


def test_a_format_that_is_only_read_is_not_written() -> None:
    with pytest.raises(InvalidError, match="not exported"):
        formats.to_write(Path("a.txt"), None)
    with pytest.raises(InvalidError, match="which format"):
        formats.to_write(Path("a"), None)
    assert formats.to_write(Path("a"), "jsonl") is formats.JSON_LINES
    assert formats.to_write(Path("a.json"), None) is formats.JSON
