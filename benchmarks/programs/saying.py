"""What a program says of itself to the benchmark that runs it. Imports next to nothing: its start is measured."""

import json
from time import monotonic_ns, process_time


def peak_memory() -> float:
    """The most memory that this process has held until now, in MB (10**6 bytes)."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 - pathlib is not loaded for this
            return next(int(line.split()[1]) * 1024 / 1e6 for line in status if line.startswith("VmHWM"))
    except OSError:  # not Linux: what is held now has to do
        import psutil

        return psutil.Process().memory_info().rss / 1e6


def say(**said: object) -> None:
    """Say that the moment that counts is now (by the clock of the machine), and this."""
    print(json.dumps({"at": monotonic_ns(), "busy": process_time(), "memory": peak_memory(), **said}), flush=True)
