"""Tables that leave as they are seen: any headers and rows as a CSV file."""

from collections.abc import Sequence
from pathlib import Path

from curator.exchange.table_csv import write_csv
from curator.services.files import replacing


def write(target: Path, headers: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Write a table; None is an empty cell. The file is there whole, or as it was before.

    Raises:
        StorageError: the file can't be written.
    """
    with replacing(target) as file:
        write_csv(file, headers, rows)
