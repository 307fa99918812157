"""Comparing search indexes: the same words elsewhere are a difference."""

import sqlite3

import pytest

from curator.store import rebuild, schema

KEPT = (1, "ash birch", "cedar oak")


def _indexed(*row: object) -> sqlite3.Connection:
    conn = sqlite3.connect(":memory:", isolation_level=None)
    for _, step in schema.MIGRATIONS:
        step(conn)
    conn.execute("INSERT INTO document_fts (rowid, title, text) VALUES (?, ?, ?)", row)
    return conn


@pytest.mark.parametrize(
    "row",
    [
        (2, "ash birch", "cedar oak"),
        (1, "birch ash", "cedar oak"),
        (1, "cedar oak", "ash birch"),
        (1, "ash birch", "cedar oak oak"),
        (1, "ash birch cedar", "oak"),
    ],
    ids=["row", "order", "columns", "number", "one word"],
)
def test_the_same_words_in_another_place_of_the_index_are_found(row: tuple[object, ...]) -> None:
    [found] = rebuild.differences(_indexed(*KEPT), _indexed(*row))
    assert found.table == "document_fts"


def test_equal_indexes_have_no_difference() -> None:
    assert rebuild.differences(_indexed(*KEPT), _indexed(*KEPT)) == []
