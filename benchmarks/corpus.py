"""The projects that are measured, made once through the services and kept under `build/bench/`.

What is kept is thrown away when the tables of a project or the workload change.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Final

from benchmarks import workload
from curator.domain.annotation import Annotation
from curator.domain.document import Document, Extraction, Source
from curator.domain.history import Kind
from curator.domain.ids import new_id
from curator.domain.span import quoted
from curator.services import acting, identity
from curator.services import project as projects
from curator.services.schemes import default_scheme
from curator.store import schema, tables

ROOT: Final = Path(__file__).resolve().parent.parent
BUILD: Final = ROOT / "build" / "bench"
_BATCH: Final = 100


def prepare() -> None:
    """Give the measured programs a home of their own, and forget what was made for other tables."""
    sources = [Path(str(module.__file__)) for module in (schema, workload)]
    sources += sorted(Path(str(tables.__file__)).parent.glob("*.py"))
    stamp = sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    kept = BUILD / "made-for"
    if not kept.is_file() or kept.read_text() != stamp:
        shutil.rmtree(BUILD, ignore_errors=True)
        BUILD.mkdir(parents=True)
        kept.write_text(stamp)
    os.environ["CURATOR_HOME"] = str(BUILD / "home")


def project(name: str) -> Path:
    """The path of a project, made if missing: "ABC" with the long texts, "D", "small" with a few of D, "empty"."""
    texts: dict[str, Callable[[], Iterable[workload.Text]]] = {
        "ABC": lambda: map(workload.single, workload.SIZES),
        "D": workload.many,
        "small": lambda: workload.many(20),
        "empty": lambda: (),
    }
    path = BUILD / f"{name}.curator"
    if not path.exists():
        make(path, texts[name]())
    return path


def sample() -> Path:
    """The path of the sample project, made if it is not there."""
    from curator.services.sample import make_sample, sample_path

    return make_sample(identity.me(), sample_path(), progress=lambda *_: None)


def copy(source: Path, name: str) -> Path:
    """A copy of a closed project to write in, in place of an earlier one."""
    target = BUILD / f"{name}.curator"
    for old in (target, *target.parent.glob(f"{target.name}-*")):
        old.unlink(missing_ok=True)
    shutil.copyfile(source, target)
    return target


def make(path: Path, texts: Iterable[workload.Text]) -> None:
    """A project with these texts and their annotations; it gets its name when it is whole."""
    print(f"making {path.name} …", flush=True)
    partial = path.with_name(f"making-{path.name}")
    for old in partial.parent.glob(f"{partial.name}*"):
        old.unlink()
    with projects.create(partial, name=path.stem, scheme=default_scheme(), author=identity.me()) as opened:
        for batch in _batches(texts):
            draft = acting.Draft(opened, "import", "import", undoable=False)
            for text in batch:
                _add(draft, text)
            draft.commit()
    partial.replace(path)


def _batches(texts: Iterable[workload.Text]) -> Iterator[list[workload.Text]]:
    waiting = iter(texts)
    while batch := list(islice(waiting, _BATCH)):
        yield batch


def _add(draft: acting.Draft, text: workload.Text) -> None:
    data = text.text.encode()
    digest = sha256(data).hexdigest()
    draft.blobs[digest] = data
    document = new_id()
    source = Source(file_name=f"{text.title}.txt", media_type="text/plain", sha256=digest, encoding="utf-8")
    extraction = Extraction(reader="plain text", version="1", encoding="utf-8")
    draft.create(
        Kind.DOCUMENT,
        document,
        Document(title=text.title, source=source, text_sha256=digest, length=len(text.text), extraction=extraction),
    )
    author = draft.project.author.person_id
    for label, start, end in text.spans:
        body = Annotation(
            document=document,
            text_sha256=digest,
            label=label,
            author=author,
            scheme_version=1,
            spans=(quoted(text.text, start, end),),
        )
        draft.create(Kind.ANNOTATION, new_id(), body)
