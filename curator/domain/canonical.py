"""Canonical JSON (RFC 8785), the bytes that ids and signatures are made over.

History holds no floats (decimals are strings), so that RFC 8785 comes down to sorted keys, no spaces and UTF-8.
"""

import re
from typing import Any, cast

import orjson

_ASTRAL = re.compile(rb"[\xf0-\xf4]")
_LARGEST = 2**53


def canonical(value: Any) -> bytes:  # noqa: ANN401 - any JSON value
    """The canonical JSON of `value`, which holds no floats and no `orjson.Fragment` with unsorted keys.

    Raises:
        ValueError: a lone surrogate, which no UTF-8 can hold, or a value that is not JSON.
    """
    try:
        data = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError as error:
        raise ValueError(f"not a value that history can hold: {error}") from error
    if not data.isascii() and _ASTRAL.search(data) and _has_astral_key(parsed := orjson.loads(data)):
        return orjson.dumps(_sorted_as_utf16(parsed))
    return data


def refuse_floats(value: Any, where: str = "") -> None:  # noqa: ANN401 - any JSON value
    """Raise ValueError naming the place when `value` holds a float or an integer beyond 2**53."""
    if _has_odd_number(value):
        _refuse_odd_number(value, where)


def _has_odd_number(value: Any) -> bool:  # noqa: ANN401
    """Whether there is anything to name: all bodies of a history go through here, and none of them holds any."""
    waiting = [value]
    for item in waiting:  # to which its parts are added on the way
        kind = item.__class__
        if kind is str:
            continue
        if kind is dict:
            waiting += item.values()
        elif kind is list or kind is tuple:
            waiting += item
        elif kind is float or (kind is int and not -_LARGEST <= item <= _LARGEST):
            return True
    return False


def _refuse_odd_number(value: Any, where: str) -> None:  # noqa: ANN401
    if isinstance(value, float):
        raise ValueError(f"{where or 'the value'} holds the number {value!r}: write decimals as strings")
    if isinstance(value, int) and abs(value) > _LARGEST:
        raise ValueError(f"{where or 'the value'} holds an integer too large for JSON")
    if isinstance(value, dict):
        for key, item in cast("dict[str, Any]", value).items():
            _refuse_odd_number(item, f"{where}.{key}")
    elif isinstance(value, list | tuple):
        for position, item in enumerate(cast("list[Any]", value)):
            _refuse_odd_number(item, f"{where}[{position}]")


def _has_astral_key(value: Any) -> bool:  # noqa: ANN401
    if isinstance(value, dict):
        pairs = cast("dict[str, Any]", value).items()
        return any(max(key, default="") > "\uffff" or _has_astral_key(item) for key, item in pairs)
    return isinstance(value, list) and any(map(_has_astral_key, cast("list[Any]", value)))


def _sorted_as_utf16(value: Any) -> Any:  # noqa: ANN401
    """Keys in the order of their UTF-16 code units, where orjson has that of their code points."""
    if isinstance(value, dict):
        content = cast("dict[str, Any]", value)
        keys = sorted(content, key=lambda key: key.encode("utf-16-be"))
        return {key: _sorted_as_utf16(content[key]) for key in keys}
    return [_sorted_as_utf16(item) for item in cast("list[Any]", value)] if isinstance(value, list) else value
