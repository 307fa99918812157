"""The audit of a project, held against a replay of its history."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from curator.services import soundness
from curator.services.project import Project
from curator.store import auditing, database, integrity, journal
from curator.store.database import Store


class Audited(NamedTuple):
    """What the audit said, and what it found not to count."""

    agrees: bool
    refused: list[tuple[str, str, str, str, str]]


def audited(store: Store) -> Audited:
    """What the audit says of a project whose history is sound."""
    seen: list[tuple[str, Mapping[str, Any]]] = []
    with store.snapshot(), closing(auditing.Audit(store)) as audit:
        for stored in journal.changesets(store.conn):
            audit.add(stored.seq, stored.changeset)
        agrees = audit.agrees(lambda _: None, lambda subject, body, _: seen.append((subject, body)))
        return Audited(agrees, audit.refused() if agrees else [])


def held_against_a_replay(project: Project | Path) -> bool:
    """What the audit says; where that is yes, a replay and a look at every head must find the same."""
    path = project.path if isinstance(project, Project) else project
    with closing(database.open_store(path, read_only=True)) as store:
        found = audited(store)
        if found.agrees:
            replay = integrity.replay(store)
            assert replay.differences == []
            assert replay.refused == found.refused
            assert seen_by_the_audit(store) == seen_in_the_tables(store)
    return found.agrees


def seen_by_the_audit(store: Store) -> list[soundness.Finding]:
    """What makes no sense in what the audit shows of a project."""
    senses = soundness.Senses(store)
    with store.snapshot(), closing(auditing.Audit(store)) as audit:
        for stored in journal.changesets(store.conn):
            audit.add(stored.seq, stored.changeset)
        assert audit.agrees(lambda _: None, senses.see)
    return sorted(senses.findings())


def seen_in_the_tables(store: Store) -> list[soundness.Finding]:
    """What makes no sense in the heads as they stand in the tables."""
    senses = soundness.Senses(store)
    senses.see_all(frozenset())
    return sorted(senses.findings())
