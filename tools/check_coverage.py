"""Coverage as a promise per file: each named file keeps at least what the table promises, branches included.

The table is tools/coverage_floors.toml. A file that has become better than promised is said too, so that the
promise can be raised.
"""

import json
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "tools" / "coverage_floors.toml"


def measured(report: Mapping[str, Any]) -> dict[str, float]:
    """Covered per cent by file, from coverage's JSON report."""
    files = cast("Mapping[str, Any]", report["files"])
    return {name: float(entry["summary"]["percent_covered"]) for name, entry in files.items()}


def broken_promises(floors: Mapping[str, float], found: Mapping[str, float]) -> list[str]:
    """What a file covers less than promised, or that it isn't there."""
    return [
        f"{name}: {found[name]:.1f} % covered, {floor:g} % promised" if name in found else f"{name}: not measured"
        for name, floor in sorted(floors.items())
        if found.get(name, -1.0) < floor
    ]


def can_be_raised(floors: Mapping[str, float], found: Mapping[str, float]) -> list[str]:
    """Files that cover at least five points more than promised."""
    return [
        f"{name}: {found[name]:.1f} % covered, only {floor:g} % promised"
        for name, floor in sorted(floors.items())
        if found.get(name, -1.0) >= floor + 5
    ]


def main(arguments: list[str]) -> int:
    """Compare a report with the table; returns 1 when a promise is broken."""
    found = measured(json.loads(Path(arguments[0]).read_text(encoding="utf-8")))
    floors = {name: float(floor) for name, floor in tomllib.loads(FLOORS.read_text())["floors"].items()}
    broken = broken_promises(floors, found)
    print("\n".join([*can_be_raised(floors, found), *broken]) or "Each file covers what it promises.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
