"""Verifying a whole project, beside the SHA-256 and Ed25519 checks that it contains.

`python -m benchmarks.doctor N`: N revisions (1,000,000 unless told) in changesets of five, 300 annotations a text.
Seconds are those of the processor, so that what else the machine does stays out.
"""

import sqlite3
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from time import process_time
from typing import Any

import orjson
from nacl.signing import VerifyKey

from benchmarks import corpus, workload
from benchmarks.measuring import Pair, Result, interleaved
from curator.domain.annotation import Annotation, FieldState, FieldValue
from curator.domain.document import Document, Extraction, Source
from curator.domain.history import Kind
from curator.domain.ids import new_id
from curator.domain.span import quoted
from curator.services import acting, identity, verifying
from curator.services import project as projects
from curator.services.schemes import default_scheme

LIMIT = 4
_EACH = 5
_A_TEXT = 300
"""Annotations of one text."""


def run(*, quick: bool) -> list[Result]:
    """At a size that takes a moment to make."""
    revisions = 5_000 if quick else 20_000
    path = _project(revisions)
    return [_result(revisions, interleaved(lambda: _verified(path), lambda: _bare(path), 1 if quick else 5))]


def once(revisions: int) -> Result:
    """Verify once, and do the bare checks once, over the same project."""
    path = _project(revisions)
    return _result(revisions, Pair(_verified(path) * 1000, _bare(path) * 1000))


def _result(revisions: int, pair: Pair) -> Result:
    return Result(f"verify {revisions:,} revisions (processor)", *pair, goal=LIMIT, peers="–")


def _verified(path: Path) -> float:
    start = process_time()
    defects = verifying.verify(path)
    took = process_time() - start
    if defects:
        raise RuntimeError(f"the project is not in order: {defects[:3]}")
    return took


def _bare(path: Path) -> float:
    """What a script of a page does that trusts the tables: it reads the rows, hashes and checks signatures."""
    start = process_time()
    conn = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    revisions = _Revisions(conn)
    for seq, ident, signature, *act in conn.execute(_CHANGESETS):
        digest = sha256(_canonical(act, revisions.of(seq)))
        if digest.hexdigest() != ident:
            raise RuntimeError("the content is not what was signed")
        VerifyKey(bytes.fromhex(act[0])).verify(digest.digest(), bytes.fromhex(signature))
    for name, data in conn.execute("SELECT sha256, bytes FROM blob"):
        if sha256(data).hexdigest() != name:
            raise RuntimeError("the bytes are not those of their name")
    conn.close()
    return process_time() - start


_CHANGESETS = (
    "SELECT seq, id, signature, key, parents, replica, made_at, activity, software, blobs FROM changeset ORDER BY seq"
)


class _Revisions:
    """The revisions in the order of the file."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._rows = conn.execute(
            "SELECT changeset, id, subject_kind, subject_id, parents, operation, body FROM revision ORDER BY seq"
        )
        self._next = self._rows.fetchone()

    def of(self, changeset: int) -> Iterator[dict[str, Any]]:
        """Those of one changeset, as its canonical JSON holds them."""
        while self._next and self._next[0] == changeset:
            _, ident, kind, subject, parents, operation, body = self._next
            yield {
                "body": orjson.Fragment(body),
                "id": ident,
                "operation": operation,
                "parents": orjson.Fragment(parents),
                "subject_id": subject,
                "subject_kind": kind,
            }
            self._next = self._rows.fetchone()


def _canonical(act: list[str], revisions: Iterator[dict[str, Any]]) -> bytes:
    """The bytes that the id of a changeset is the SHA-256 of (HISTORY.md of the design)."""
    key, parents, replica, made_at, activity, software, blobs = act
    content = {
        "activity": activity,
        "blobs": orjson.Fragment(blobs),
        "key": key,
        "made_at": made_at,
        "parents": orjson.Fragment(parents),
        "replica": replica,
        "revisions": list(revisions),
        "software": software,
    }
    return orjson.dumps(content)


def _project(revisions: int) -> Path:
    path = corpus.BUILD / f"doctor-{revisions}.curator"
    if not path.exists():
        print(f"making {path.name} …", flush=True)
        partial = path.with_name(f"making-{path.name}")
        for old in partial.parent.glob(f"{partial.name}*"):
            old.unlink()
        with projects.create(partial, name="doctor", scheme=default_scheme(), author=identity.me()) as opened:
            opened.store.conn.execute("PRAGMA synchronous = OFF")  # rule-exception: a file that is only measured
            _fill(opened, revisions)
        partial.replace(path)
    return path


def _fill(project: projects.Project, revisions: int) -> None:
    for first in range(0, revisions, _A_TEXT):
        text = workload.prose(5000, f"doctor {first}")
        with project.store.atomic():
            document, digest = _document(project, text, first)
            for at in range(first, min(first + _A_TEXT, revisions), _EACH):
                draft = acting.Draft(project, "annotate", "annotate", undoable=False)
                for number in range(at, at + _EACH):
                    draft.create(Kind.ANNOTATION, new_id(), _annotation(project, document, digest, text, number))
                draft.commit()


def _document(project: projects.Project, text: str, number: int) -> tuple[str, str]:
    data = text.encode()
    digest = sha256(data).hexdigest()
    ident = new_id()
    source = Source(file_name=f"{number}.txt", media_type="text/plain", sha256=digest, encoding="utf-8")
    extraction = Extraction(reader="text", version="1", encoding="utf-8")
    body = Document(title=f"Text {number}", source=source, text_sha256=digest, length=len(text), extraction=extraction)
    draft = acting.Draft(project, "import", "import", undoable=False, blobs={digest: data})
    draft.create(Kind.DOCUMENT, ident, body)
    draft.commit()
    return ident, digest


def _annotation(project: projects.Project, document: str, digest: str, text: str, number: int) -> Annotation:
    start = (number * 17) % 4900
    return Annotation(
        document=document,
        text_sha256=digest,
        label="commitment",
        scheme_version=1,
        author=project.me or "",
        spans=(quoted(text, start, start + 40),),
        fields={"action": FieldValue(state=FieldState.STATED, value=f"what was promised as number {number}")},
    )


if __name__ == "__main__":
    corpus.prepare()
    found = once(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    print(f"{found.name}: {found.ours / 1000:.1f} s, bare {(found.bare or 0) / 1000:.1f} s, {found.ratio:.2f} times")
