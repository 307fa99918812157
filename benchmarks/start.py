"""From the start of the process to the painted window, and what that time consists of."""

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from benchmarks import corpus
from benchmarks.measuring import Result, interleaved, program

_IMPORTED = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")
_SHOWN = 12


def run(*, quick: bool) -> list[Result]:
    """Start on the sample project."""
    sample = corpus.sample()
    memory: list[float] = []
    ours, bare = interleaved(lambda: started(sample, memory), lambda: program("bare_window").elapsed, 3 if quick else 9)
    explain(sample)
    return [
        Result(
            "start on the sample: process to painted",
            ours,
            bare,
            limit=4,
            peers="QualCoder 11.8 s, Label Studio 3.4 s, doccano 8.0 s, Taguette 0.7 s",
        ),
        Result(
            "start on the sample: memory",
            max(memory),
            limit=200,
            unit="MB",
            peers="QualCoder 1,211, Label Studio 277, doccano 488, Taguette 142",
        ),
    ]


def started(project: Path, memory: list[float]) -> float:
    """Start Curator on a project; seconds until it is painted. Adds what it took to `memory`, in MB."""
    finished = program("curator_window", str(project))
    memory.append(finished.said["memory"])
    return finished.elapsed


def explain(project: Path) -> None:
    """Print what the start consists of: its stages, and the packages that were imported."""
    said = program("curator_window", str(project)).said
    stages = ", ".join(f"{name} {seconds * 1000:.0f}" for name, seconds in said["stages"].items())
    print(f"  the start consists of (ms): {stages}")
    own, packages = _imports(project)
    most = ", ".join(f"{name} {micros / 1000:.0f}" for name, micros in packages.most_common(_SHOWN))
    print(f"  imports by package (ms, while being timed one by one; {own / 1000:.0f} in all): {most}")


def _imports(project: Path) -> tuple[int, Counter[str]]:
    command = [sys.executable, "-X", "importtime", "-m", "benchmarks.programs.curator_window", str(project)]
    done = subprocess.run(command, cwd=corpus.ROOT, capture_output=True, text=True, check=True, env=os.environ)
    packages: Counter[str] = Counter()
    for micros, module in _IMPORTED.findall(done.stderr):
        first, *rest = module.split(".")
        name = ".".join([first, *rest[:1]]) if first == "curator" else first
        packages[name if first not in sys.stdlib_module_names else "standard library"] += int(micros)
    return packages.total(), packages
