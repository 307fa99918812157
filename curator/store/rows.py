"""A small helper for queries over many ids."""

from collections.abc import Iterable

import orjson


def json_list(values: Iterable[object]) -> str:
    """The values as the parameter of `IN (SELECT value FROM json_each(?))`: one statement for any number of them."""
    return orjson.dumps(list(values)).decode()
