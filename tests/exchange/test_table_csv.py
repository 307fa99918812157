"""Tables as CSV."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

import pytest

from curator.exchange.table_csv import write_csv


def written(*rows: Sequence[object]) -> list[list[str]]:
    file = BytesIO()
    write_csv(file, ("a", "b"), rows)
    assert not file.closed
    return list(csv.reader(StringIO(file.getvalue().decode("utf-8"), newline="")))


def test_what_is_written_is_read_again() -> None:
    cells = ["Қасымова, «А»", 'say "x"\nand more', ""]
    assert written(cells) == [["a", "b"], cells]


def test_numbers_stay_numbers_and_nothing_is_an_empty_cell() -> None:
    assert written([-0.25, None, 3]) == [["a", "b"], ["-0.25", "", "3"]]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_words_are_taken_for_a_formula(start: str) -> None:
    assert written([f"{start}cmd|' /C calc'!A0"])[1][0].startswith("'")
