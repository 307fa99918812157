"""`make bench`: runs the benchmarks and prints each figure beside its bare twin, its limit and what peers take.

    make bench                                  everything, some minutes
    make bench BENCH_ARGS="--quick"             fewer turns and smaller data
    make bench BENCH_ARGS="start texts"         some of them

Ends with status 1 when a limit is missed.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from importlib import import_module

from benchmarks import corpus
from benchmarks.measuring import Result

SUBJECTS = ("start", "texts", "bulk", "large", "agreement", "review", "sharing", "doctor")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure what was asked for; returns the exit status."""
    parser = argparse.ArgumentParser(prog="make bench", description="Measure Curator beside bare Qt and bare SQLite.")
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=f"some of: {', '.join(SUBJECTS)} (all)")
    parser.add_argument("--quick", action="store_true", help="fewer turns, smaller data; limits are shown, not judged")
    options = parser.parse_args(argv)
    if unknown := set(options.subjects) - set(SUBJECTS):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(SUBJECTS)}")
    corpus.prepare()
    results = [result for name in options.subjects or SUBJECTS for result in measured(name, quick=options.quick)]
    (corpus.BUILD / "results.json").write_text(json.dumps([asdict(result) for result in results], indent=1))
    missed = [result.name for result in results if result.is_over]
    print(f"\n{len(results)} figures, {len(missed)} over the limit{': ' + '; '.join(missed) if missed else ''}")
    return int(bool(missed) and not options.quick)


def measured(name: str, *, quick: bool) -> list[Result]:
    """Run one module of benchmarks and print its figures."""
    print(f"\n{name}", flush=True)
    results: list[Result] = import_module(f"benchmarks.{name}").run(quick=quick)
    for result in results:
        print(line(result), flush=True)
    return results


def line(result: Result) -> str:
    """A figure in words: ours, the bare one, the ratio and its limit, the peers."""
    words = [f"  {result.name:<52} {result.ours:10.1f} {result.unit}"]
    if result.bare is not None:
        words.append(f"bare {result.bare:9.1f}  ratio {result.ratio:6.2f}")
    if result.limit is not None:
        words.append(f"limit {result.limit:g}{' OVER' if result.is_over else ''}")
    if result.goal is not None:
        words.append(f"goal {result.goal:g}{' NOT REACHED' if result.ratio > result.goal else ''}")
    if result.peers:
        words.append(f"({result.peers})")
    return "  ".join(words)


if __name__ == "__main__":
    sys.exit(main())
