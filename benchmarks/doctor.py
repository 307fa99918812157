"""Verifying a whole project, beside the SHA-256 and Ed25519 checks that it contains.

`python -m benchmarks.doctor N`: N revisions (1,000,000 unless told) in changesets of five, 300 annotations a text.
Seconds are those of the processor, so that what else the machine does stays out.
"""

import sys
from pathlib import Path
from time import process_time

from benchmarks import corpus, workload
from benchmarks.measuring import Result
from curator.domain.annotation import Annotation, FieldState, FieldValue
from curator.domain.document import Document, Extraction, Source
from curator.domain.history import Changeset, Kind, content_id
from curator.domain.ids import new_id
from curator.domain.span import quoted
from curator.services import acting, identity, verifying
from curator.services import project as projects
from curator.services.schemes import default_scheme
from curator.sharing.keys import is_signed
from curator.store import database, integrity

LIMIT = 4
_EACH = 5
_A_TEXT = 300
"""Annotations of one text."""


def run(*, quick: bool) -> list[Result]:
    """At a size that takes a moment to make."""
    return [measured(5_000 if quick else 50_000)]


def measured(revisions: int) -> Result:
    """Verify once, and do the bare checks once, over the same changesets."""
    path = _project(revisions)
    start = process_time()
    defects = verifying.verify(path)
    ours = process_time() - start
    if defects:
        raise RuntimeError(f"the project is not in order: {defects[:3]}")
    bare = _bare(path)
    return Result(f"verify {revisions:,} revisions", ours * 1000, bare * 1000, limit=LIMIT)


def _bare(path: Path) -> float:
    """The seconds that hashing and checking signatures take, without reading the file."""
    store = database.open_store(path, read_only=True)
    took = 0.0
    try:
        for changeset in integrity.changesets(store):
            if not isinstance(changeset, Changeset):
                raise TypeError("unreadable")
            start = process_time()
            same = content_id(changeset) == changeset.id
            signed = is_signed(changeset.key, bytes.fromhex(changeset.id), changeset.signature)
            took += process_time() - start
            if not (same and signed):
                raise RuntimeError("the bare checks failed")
    finally:
        store.close()
    return took


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
    from hashlib import sha256

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
    found = measured(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
    print(f"{found.name}: {found.ours / 1000:.1f} s, bare {(found.bare or 0) / 1000:.1f} s, {found.ratio:.2f} times")
