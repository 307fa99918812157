"""How fast and how big Curator is, beside bare Qt and bare SQLite measured in the same run. `python -m benchmarks`."""
