"""Changing an encrypted project behind the program's back."""

from pathlib import Path
from typing import Any

from curator.store import database


def execute(path: Path, sql: str, *parameters: Any) -> None:
    """One statement, with the key that is held."""
    conn = database.connector_for(path)(database.uri(path, "rw"))
    conn.execute(sql, parameters)
    conn.close()
