"""Just enough of WebAnno TSV 3 to read the merge cases: spans and relations of one sentence, as annotations.

A layer becomes a label, a feature a field. A relation becomes an annotation of its dependent's words that points at
its dependent and its governor. ../shared/cases/FORMATS.md says how the format is written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from curator.analysis.units import Unit
from tests.analysis.works import unit

_STACKED = re.compile(r"(.*)\[(\d+)\]")


@dataclass
class Layer:
    """A layer of the header; `base` is the layer that a relation goes between."""

    name: str
    features: list[str]
    base: str = ""


@dataclass
class Found:
    """An annotation while its rows are read."""

    layer: Layer
    start: int
    end: int
    values: dict[str, str] = field(default_factory=dict)
    governor: str = ""
    token: str = ""


def annotations(path: Path, owner: str) -> list[Unit]:
    """The annotations of a file, as this annotator's."""
    lines = path.read_text(encoding="utf-8").splitlines()
    layers = [_layer(line) for line in lines if line.startswith(("#T_SP=", "#T_RL="))]
    found: dict[tuple[str, str], Found] = {}
    for line in lines:
        if line and not line.startswith("#"):
            _read_row(line.split("\t"), layers, found)
    return list(_units(found, owner))


def _layer(line: str) -> Layer:
    name, *features = line[6:].split("|")
    relation = line.startswith("#T_RL=")
    base = features.pop().removeprefix("BT_") if relation else ""
    return Layer(name.rpartition(".")[2], features, base.rpartition(".")[2])


def _read_row(cells: list[str], layers: list[Layer], found: dict[tuple[str, str], Found]) -> None:
    token, place, _, *columns = cells
    start, end = map(int, place.split("-"))
    for layer in layers:
        width = len(layer.features) + bool(layer.base)
        given, columns = columns[:width], columns[width:]
        if given[0] == "_":
            continue
        governor = given.pop() if layer.base else ""
        for stacked in zip(*(cell.split("|") for cell in given), strict=True):
            marks = [_STACKED.fullmatch(value) for value in stacked]
            key = marks[0][2] if marks[0] else ""
            one = found.setdefault((layer.name, key or token), Found(layer, start, end, token=token))
            one.end, one.governor = end, governor
            values = [mark[1] if mark else value for mark, value in zip(marks, stacked, strict=True)]
            one.values = {name: value for name, value in zip(layer.features, values, strict=True) if value != "*"}


def _units(found: dict[tuple[str, str], Found], owner: str) -> Iterator[Unit]:
    ids = {key: f"{owner}{place}" for place, key in enumerate(found)}
    at: dict[tuple[str, str], list[str]] = {}
    for key, one in found.items():
        at.setdefault((one.layer.name, one.token), []).append(ids[key])
    for key, one in found.items():
        fields: dict[str, object] = dict(one.values)
        if one.layer.base:
            token, _, stack = one.governor.partition("[")
            governor, dependent = (int(place) for place in stack[:-1].split("_")) if stack else (0, 0)
            base = one.layer.base
            fields["governor"] = [{"annotation": at[base, token][max(0, governor - 1)]}]
            fields["dependent"] = [{"annotation": at[base, one.token][max(0, dependent - 1)]}]
        yield unit(owner, one.layer.name, (one.start, one.end), name=ids[key], fields=fields)
