"""Tables as CSV (RFC 4180, UTF-8): for spreadsheets, so that no cell is taken for a formula."""

import csv
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from typing import BinaryIO, Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")
"""What begins a formula in a spreadsheet (OWASP, "CSV injection"); full-width signs count, too."""


def write_csv(file: BinaryIO, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table; None is an empty cell. Words that would be a formula get a ' in front; numbers stay numbers."""
    text = TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        writer.writerow(headers)
        writer.writerows([_cell(cell) for cell in row] for row in rows)
    finally:
        text.detach()


def _cell(value: object) -> object:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return "" if value is None else value
