"""An open project: who works in it, on which replica, with which scheme.

Leaves to the verbs what can be done in it (`acting` makes their changesets) and to `store` how it is kept.
"""

import os
import platform
import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Self

import orjson

from curator import __version__
from curator.domain.errors import CuratorError, NotAllowedError, NotFoundError, StorageError
from curator.domain.history import Act, Kind, Operation, Revision, body_bytes, seal
from curator.domain.ids import derived_id, new_id
from curator.domain.people import Person, Role
from curator.domain.scheme import AnnotationScheme
from curator.services.files import put_in_place
from curator.services.identity import Author
from curator.store import appending, authority, database, journal, local, sharing, subjects
from curator.store.lock import WriterLock

SCHEME_ID: Final = derived_id(Kind.SCHEME, "scheme")
SETTINGS_ID: Final = derived_id(Kind.SETTING, "project")
SOFTWARE: Final = f"curator {__version__}"
Connect = Callable[[str], Any]
LOG_LOST: Final = (
    "The project was not closed, and the log beside its file, whose name ends in “-wal”, is gone: what was done last "
    "may be missing. Look for that log, or the whole project, where this file comes from, and at the backups."
)


class Project:
    """A project file that this process has open. `texts` holds the texts last worked in, by SHA-256."""

    def __init__(self, store: database.Store, author: Author, lock: WriterLock | None) -> None:
        self.store = store
        self.author = author
        self.path = store.path
        self.held_by: str | None = None
        self.log_lost = False
        self._leans = False
        self.texts: dict[str, str] = {}
        self._lock = lock
        self._scheme: AnnotationScheme | None = None
        self.id = subjects.root_id(store)
        self.replica = local.get(store.conn, "replica") or ""
        self.refresh()

    def refresh(self) -> None:
        """Look again at what the history says of this person, the scheme and the name."""
        standing = authority.standing_now(self.store.conn, self.author.public_key)
        self.me = standing.person
        self.roles = frozenset(Role(role) for role in standing.roles)
        self._scheme = None
        settings = subjects.heads(self.store, SETTINGS_ID, Kind.SETTING)
        self.name: str = settings[0].content()["name"] if settings else self.path.stem

    def look_again(self) -> None:
        """The same where another connection has written since, as the exchange does; needs an open transaction."""
        if self.store.changed_elsewhere():
            self.refresh()

    @property
    def scheme(self) -> AnnotationScheme:
        """The annotation scheme as it is now."""
        if self._scheme is None:
            body = journal.state_of(self.store.conn, SCHEME_ID, Kind.SCHEME).body
            self._scheme = AnnotationScheme.model_validate_json(orjson.dumps(body))
        return self._scheme

    @property
    def origin(self) -> Path:
        """The file that the person opened."""
        return self.path

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed here: another window has the project, or the file can't be written."""
        return self.store.read_only

    def require(self, role: Role | None = None) -> str:
        """The person's id, if they may write here (in this role, where one is given).

        Raises:
            NotAllowedError: read-only, or without the role.
        """
        if self.read_only:
            reason = f"{self.held_by} has it open" if self.held_by else "its file can't be written"
            raise NotAllowedError(f"The project is open read-only ({reason}), so nothing can be changed.")
        if self.me is None or not self.roles:
            raise NotAllowedError(
                "You are not among the people of this project. Ask its supervisor to add you; your key's fingerprint "
                f"is {self.author.fingerprint}."
            )
        if role and role not in self.roles:
            raise NotAllowedError(f"This needs the role of a {role}, which you do not hold in this project.")
        return self.me

    def reader(self) -> "Project":
        """The same project on a connection of its own, for reading in a background thread."""
        store = database.open_store(self.path, read_only=True)
        return Project(store, self.author, None)

    def beside(self) -> "Project":
        """The same project on a connection of its own that writes, for a background thread; close it before this one.

        This one holds the lock for both; where both write at once, one waits for the other.
        """
        store = database.open_store(self.path, read_only=self.read_only)
        return Project(store, self.author, None)

    def text(self, digest: str) -> str:
        """The text of that SHA-256.

        Raises:
            StorageError: it is not in the file, or is not what it was.
        """
        with database.trusting(self.path):
            data = journal.blob(self.store.conn, digest)
        if data is None and digest in sharing.withheld(self.store.conn):
            raise NotFoundError(
                "The text of this document was not handed out to this copy of the project. Ask its supervisor for a "
                "parcel with it."
            )
        if data is None or not journal.is_intact(digest, data):
            raise database.DamagedError(
                f"The text {digest[:12]}… is missing or was changed outside the program. Restore a backup.",
                place=self.path.name,
            )
        return data.decode()

    def lean_on_log(self) -> None:
        """Say in the file itself that there are acts in the log beside it, so that a file without its log is told."""
        if not self._leans and not self.store.in_transaction:
            self._leans = True
            with suppress(CuratorError):  # the act itself is on disk
                with self.store.atomic() as conn:
                    local.put(conn, local.LOG, "open")
                self.store.carry_over()

    def find_log(self, *, there: bool) -> None:
        """Take note of whether the log was there when the file was opened, if it was left with one."""
        left = local.get(self.store.conn, local.LOG) is not None
        self.log_lost = left and not there
        self._leans = left and not self.read_only

    def close(self) -> None:
        """Close the file and let others write to it."""
        try:
            self._let_go_of_log()
            self.store.close()
        finally:
            if self._lock:
                self._lock.release()

    def _let_go_of_log(self) -> None:
        for _ in range(2 if self._leans else 0):  # a disk that failed once may not fail again
            with suppress(CuratorError), self.store.atomic() as conn:
                local.drop(conn, local.LOG)
                self._leans = False
                return

    def __enter__(self) -> Self:
        """Use the project in a `with` block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it at the end of the block."""
        self.close()


def create(
    path: Path,
    *,
    name: str,
    scheme: AnnotationScheme,
    author: Author,
    connector: Connect | None = None,
) -> Project:
    """A new project, whose first supervisor is `author`. The file appears when it is whole.

    It is encrypted where `connector` is one of `unlocking.new_connector`.

    Raises:
        StorageError: there is a file of that name, or the folder is missing or can't be written.
    """
    if path.exists():
        raise StorageError("There is a file of that name already. Choose another name.", place=str(path))
    if not path.parent.is_dir():
        raise StorageError("There is no such folder to make the project in.", place=str(path.parent))
    partial = path.with_name(f".{path.name}.{new_id()}.new")
    try:
        store = database.create(partial, connector=connector or database.connect)
        try:
            with store.atomic() as conn:
                appending.append(conn, _root(name, scheme, author), {})
        finally:
            store.close()
        put_in_place(partial, path)
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            partial.with_name(partial.name + ending).unlink(missing_ok=True)
    return open_project(path, author=author, connector=connector)


def _root(name: str, scheme: AnnotationScheme, author: Author) -> Any:  # noqa: ANN401 - a Changeset
    person = Person(name=author.name, roles=(Role.ANNOTATOR, Role.SUPERVISOR), keys=(author.public_key,))
    bodies: Iterable[tuple[Kind, str, dict[str, Any]]] = (
        (Kind.PERSON, author.person_id, person.model_dump(mode="json")),
        (Kind.SCHEME, SCHEME_ID, scheme.model_dump(mode="json")),
        (Kind.SETTING, SETTINGS_ID, {"name": name.strip() or "Project", "made": new_id()}),
    )
    revisions = [
        Revision(new_id(), kind, subject, (), Operation.CREATE, body_bytes(body)) for kind, subject, body in bodies
    ]
    act = Act((), new_id(), author.public_key, now(), "create", SOFTWARE)
    return seal(act, revisions, (), author.sign)


def open_project(path: Path, *, author: Author, read_only: bool = False, connector: Connect | None = None) -> Project:
    """Open a project for writing; for reading alone where another has it open or the file can't be written.

    Raises:
        CuratorError: no project, a newer one, or a damaged one; the file is as it was.
    """
    database.check_header(path)
    lock = None if read_only or not _writable(path) else WriterLock(path)
    if lock is None or not lock.take():
        project = _opened(path, author, None, connector)
        project.held_by = _holder(project) if lock else None
        return project
    try:
        if database.is_older(path, connector):
            _keep_older(path, author, connector)
        project = _opened(path, author, lock, connector)
    except BaseException:
        lock.release()
        raise
    try:
        _bind(project)
    except BaseException:
        project.close()
        raise
    return project


def _keep_older(path: Path, author: Author, connector: Connect | None) -> None:
    """Copy a file of an older version before it gets the newer tables; it is not verified, as it may be damaged."""
    # Backups open projects themselves, and few files are older.
    from curator.services import rotation

    with _opened(path, author, None, connector) as project:
        rotation.back_up_before(project, "migration", verified=False)


def _opened(path: Path, author: Author, lock: WriterLock | None, connector: Connect | None) -> Project:
    log = database.has_log(path)
    store = database.open_store(path, read_only=lock is None, connector=connector)
    try:
        with database.trusting(path):
            project = Project(store, author, lock)
            project.find_log(there=log)
            return project
    except BaseException:
        store.close()
        raise


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _bind(project: Project) -> None:
    """Say who has the file open. A copy of the file, or one on another machine, becomes a replica of its own."""
    place = place_of(project.path)
    with project.store.atomic() as conn:
        if local.get(conn, "place") != place or not project.replica:
            project.replica = new_id()
            local.put(conn, "replica", project.replica)
            local.put(conn, "place", place)
        holder = {"name": project.author.name, "machine": socket.gethostname(), "process": os.getpid(), "since": now()}
        local.put(conn, "writer", orjson.dumps(holder).decode())


def place_of(path: Path) -> str:
    """What tells this file on this machine from a copy of it (hashed: a project tells nobody about machines)."""
    status = path.stat()
    return sha256(f"{platform.node()} {status.st_dev} {status.st_ino}".encode()).hexdigest()


def _holder(project: Project) -> str:
    kept = local.get(project.store.conn, "writer")
    if not kept:
        return "another window"
    holder = orjson.loads(kept)
    return f"{holder['name']} on {holder['machine']} (since {holder['since'][:16].replace('T', ' ')} UTC)"


def now() -> str:
    """The time for people: UTC, ISO 8601, in milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def find(store: database.Store, kind: str, given: str) -> str:
    """The id of the subject of a kind that an id or a unique id beginning names.

    Raises:
        NotFoundError: none, or more than one.
    """
    found = subjects.beginning_with(store, kind, given) if given else []
    if len(found) == 1:
        return found[0]
    raise NotFoundError(f"{'More than one' if found else 'No'} {kind} has an id that begins with “{given}”.")
