"""What was not taken from a file, and why, in words for people."""

from dataclasses import dataclass

from pydantic import ValidationError

_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "does not belong there",
    "int_type": "is not a whole number",
    "string_type": "is not text",
    "list_type": "is not a list",
    "dict_type": "is not an object",
    "typed_dict_type": "is not an object",
    "too_short": "is empty",
    "string_too_short": "is empty",
    "recursion_loop": "is nested too deeply",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A part of a file that was not taken. `place` says where in the file, `message` why."""

    place: str
    message: str


def explain(error: ValidationError) -> str:
    """The first thing that is wrong, with its place: "spans.0.start is not a whole number"."""
    lines = error.errors(include_url=False, include_context=False)
    # A member of a union fails once for each type it could be; the branch that got furthest says most.
    first = max(lines, key=lambda line: len(line["loc"])) if lines[0]["loc"][:-1] != lines[-1]["loc"][:-1] else lines[0]
    place = ".".join(str(part) for part in first["loc"] if not str(part)[:1].isupper())
    words = _WORDS.get(first["type"])
    if words is None:
        message = first["msg"].removeprefix("Value error, ")
        words = f"is not right: {message[:1].lower()}{message[1:]}"
    return f"{place or 'it'} {words}"


def shortened(text: str, most: int = 80) -> str:
    """The beginning of a text, for a message."""
    return text if len(text) <= most else text[:most] + "…"
