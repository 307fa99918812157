"""Times and sizes, ours beside the bare ones, and whether a limit holds."""

import gc
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import monotonic_ns, perf_counter
from typing import Any, Literal, NamedTuple

from benchmarks.corpus import ROOT

Unit = Literal["ms", "MB"]
Timed = Callable[[], float]
"""Does something once and gives how long it took, in seconds, leaving out what is not to be counted."""


@dataclass(frozen=True, slots=True)
class Result:
    """One measured figure. `limit` is a ratio to `bare`; where `bare` is None it is an amount in `unit`.

    Without a limit it is said for information. A `goal` is the limit of an issue that is still open: it is shown, and
    becomes the limit when it is reached.
    """

    name: str
    ours: float
    bare: float | None = None
    limit: float | None = None
    unit: Unit = "ms"
    peers: str = ""
    goal: float | None = None

    @property
    def ratio(self) -> float:
        """Ours by the bare one; by 1 where nothing bare stands beside it."""
        return self.ours / self.bare if self.bare else self.ours

    @property
    def is_over(self) -> bool:
        """Whether the limit is missed."""
        return self.limit is not None and self.ratio > self.limit


class Pair(NamedTuple):
    """Medians in milliseconds."""

    ours: float
    bare: float


def interleaved(ours: Timed, bare: Timed, repeat: int) -> Pair:
    """The medians of two things that take turns, so that whatever else the machine does hits both.

    Both are done once before without being counted.
    """
    ours()
    bare()
    times: tuple[list[float], list[float]] = [], []
    for turn in range(repeat):
        order = ((ours, times[0]), (bare, times[1]))
        for do, kept in order if turn % 2 else reversed(order):
            gc.collect()
            kept.append(do())
    return Pair(median(times[0]) * 1000, median(times[1]) * 1000)


def timed(do: Callable[[], object]) -> Timed:
    """Times all of `do`."""

    def run() -> float:
        start = perf_counter()
        do()
        return perf_counter() - start

    return run


class Finished(NamedTuple):
    """What a program said of itself. `elapsed` is from its start to the moment that it named, in seconds."""

    elapsed: float
    said: dict[str, Any]


def program(module: str, *arguments: str) -> Finished:
    """Run `benchmarks.programs.MODULE` in a process of its own; it speaks through `saying.say`.

    Raises:
        RuntimeError: it failed.
    """
    command = [sys.executable, "-m", f"benchmarks.programs.{module}", *arguments]
    # As on a person's machine, where Python keeps what it has compiled; some workplaces tell it not to.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = monotonic_ns()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)
    if done.returncode or not done.stdout:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    said = json.loads(done.stdout.splitlines()[-1])
    return Finished((said["at"] - start) / 1e9, said)
