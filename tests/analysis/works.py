"""Small annotations for the tests of pairing and agreement, and random ones."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from curator.analysis.units import Part, Unit
from curator.domain.annotation import FieldState, FieldValue


def stated(value: Any) -> FieldValue:
    """A field value that states this."""
    return FieldValue(state=FieldState.STATED, value=value)


def unit(owner: str, label: str, *spans: Part, name: str = "", fields: Mapping[str, Any] | None = None) -> Unit:
    """An annotation; its id tells owner, label and place unless named."""
    values = {key: value if isinstance(value, FieldValue) else stated(value) for key, value in (fields or {}).items()}
    return Unit(name or f"{owner}/{label}/{spans}", owner, label, spans, values)


def by_everyone(found: Unit, owners: str) -> list[Unit]:
    """The same annotation as each of these people would have made it."""
    return [replace(found, id=f"{owner}-{found.id}", annotator=owner) for owner in owners]


@st.composite
def some_spans(draw: st.DrawFn, length: int = 60) -> tuple[Part, ...]:
    """One to three spans in order, without overlaps."""
    borders = draw(st.lists(st.integers(0, length), min_size=2, max_size=6, unique=True).map(sorted))
    return tuple(zip(borders[::2], borders[1::2], strict=False))


@st.composite
def some_units(draw: st.DrawFn, owners: str = "ab", most: int = 12) -> list[Unit]:
    """Annotations of several annotators, crowded enough to overlap, be twins and point at each other."""
    count = draw(st.integers(0, most))
    found: list[Unit] = []
    for number in range(count):
        owner, label = draw(st.sampled_from(owners)), draw(st.sampled_from("XY"))
        values: dict[str, Any] = draw(st.dictionaries(st.sampled_from("pq"), st.sampled_from(["one", "two"])))
        if draw(st.booleans()):
            values["who"] = [{"annotation": f"u{draw(st.integers(0, count))}"}]
        found.append(unit(owner, label, *draw(some_spans()), name=f"u{number}", fields=values))
    return found
