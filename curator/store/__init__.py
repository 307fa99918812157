"""The project file: opening, migrations, the append-only journal, projections, search, integrity, backup."""
