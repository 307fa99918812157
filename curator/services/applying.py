"""Changesets from elsewhere, one after the other: applied, or kept aside until what they need is there."""

from collections.abc import Mapping

from curator.domain.history import Changeset
from curator.sharing import changeset_lines
from curator.sharing.parcel import ParcelError
from curator.store import appending, sharing
from curator.store.database import Store
from curator.store.lineage import Lineage


class Applying:
    """Applies changesets in an open transaction. `finish` must be called in the end.

    A changeset is kept aside while one that it rests on is not here, or nobody in the project has its key. Of the
    sender's own, `names` says what they call themselves, by key.
    """

    def __init__(self, store: Store, names: Mapping[str, str] | None = None) -> None:
        self._conn = store.conn
        self._names = names or {}
        self._appending = appending.Appending(store.conn)
        self._look = Lineage(store.conn)
        self._known_keys: set[str] = set()
        self.new = self.known = self.revisions = 0
        self._put_aside: set[str] = set()
        self._waiting = sharing.count_aside(store.conn) > 0

    @property
    def made(self) -> set[tuple[str, str]]:
        """(kind, id) of the subjects that are new."""
        return self._appending.made

    @property
    def changed(self) -> set[tuple[str, str]]:
        """(kind, id) of the subjects that were there and have changed."""
        return self._appending.changed - self._appending.made

    @property
    def aside(self) -> int:
        """How many of the changesets taken have been kept aside."""
        return len(self._put_aside)

    def take(self, changeset: Changeset, line: bytes) -> None:
        """Apply a changeset, or keep it aside; one that is here already is left as it is."""
        if sharing.has_changeset(self._conn, changeset.id):
            self.known += 1
        elif self._can_apply(changeset):
            self._apply(changeset)
        elif not sharing.is_aside(self._conn, changeset.id):
            sharing.put_aside(self._conn, changeset, line, self._names.get(changeset.key, ""))
            self._waiting = True
            self._put_aside.add(changeset.id)

    def finish(self) -> None:
        """Apply what has been waiting for what came now, and write the rest of what it all means."""
        self.retry()
        while self._appending.finish() and self._waiting:  # others may count as people now, whose work waits
            before = self.new
            self.retry()
            if self.new == before:
                return

    def retry(self) -> None:
        """Apply all that is aside and has what it needs, and then what was waiting for that."""
        if not self._waiting:
            return
        waiting = {one.id: one.parents for one in sharing.aside(self._conn)}
        children: dict[str, list[str]] = {}
        for ident, parents in waiting.items():
            for parent in parents:
                children.setdefault(parent, []).append(ident)
        ready = list(waiting)[::-1]
        while ready:
            ident = ready.pop()
            if ident in waiting and self._apply_from_aside(ident):
                del waiting[ident]
                ready += reversed(children.get(ident, ()))

    def _apply_from_aside(self, ident: str) -> bool:
        changeset = changeset_lines.decode(sharing.line_aside(self._conn, ident))
        if not self._can_apply(changeset):
            return False
        self._apply(changeset)
        return True

    def _can_apply(self, changeset: Changeset) -> bool:
        if not changeset.parents:
            return sharing.appended(self._conn) == (0, 0)
        parents = all(sharing.has_changeset(self._conn, parent) for parent in changeset.parents)
        return parents and self._knows(changeset.key) and not sharing.unknown_documents(self._conn, changeset)

    def _knows(self, key: str) -> bool:
        if key not in self._known_keys and sharing.key_is_known(self._conn, key):
            self._known_keys.add(key)
        return key in self._known_keys

    def _apply(self, changeset: Changeset) -> None:
        self._check(changeset)
        sharing.note_withheld(self._conn, changeset.blobs)
        self._appending.add(changeset)
        if self._waiting:
            sharing.take_from_aside(self._conn, changeset.id)
            self._put_aside.discard(changeset.id)
        self.new += 1
        self.revisions += len(changeset.revisions)

    def _check(self, changeset: Changeset) -> None:
        """What no honest program writes, and what would make the history mean two things."""
        if revision := sharing.foreign_parents(self._conn, changeset, self._look):
            raise ParcelError(
                f"In the changeset {changeset.id}, the revision {revision} builds on what its author can't have known."
            )
        if revision := sharing.revision_id_used_again(self._conn, changeset, self._look):
            raise ParcelError(f"The changeset {changeset.id} uses the id {revision} again, which another revision has.")
