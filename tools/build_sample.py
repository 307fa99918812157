"""Builds `data/annotations.json`, the sample project's data set, from texts and their hand-written source.

Run `python -m tools.build_sample` after changing a text or its source; `--check` only says whether the data
set is up to date. Offsets come from quotes, ids and times from names: the same source gives the same bytes.
"""

import json
import sys
import tomllib
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from tools.sample_annotations import Json, Project, Work, built_annotations, made_id, stamp, uuid_of
from tools.sample_source import Entry, SourceError, read_entries

DATA = Path(__file__).resolve().parent.parent / "data"


def document_id(data: bytes) -> str:
    """The id of a document imported from a file with these bytes (a UUIDv8, as the program makes it)."""
    digest = sha256(b"curator:document:" + sha256(data).hexdigest().encode()).digest()
    return uuid_of(bytearray(digest[:16]), 8)


def built_document(data: Path, settings: Json, project: Project) -> Json:
    """One document with its annotations."""
    content = (data / settings["file"]).read_bytes()
    text = content.decode("utf-8")
    source = data / "source" / f"{Path(settings['file']).stem}.annotations"
    entries = read_entries(source) if source.exists() else []
    times = _times(settings, entries)
    ids = {key: made_id(at, f"{settings['file']}:{key}") for key, at in times.items()}
    return {
        "id": document_id(content),
        "title": settings["title"],
        "language": settings["language"],
        "published": settings["published"],
        "source": {
            "file_name": settings["file"],
            "media_type": "text/plain",
            "sha256": sha256(content).hexdigest(),
            "url": settings.get("url"),
            "encoding": "utf-8",
        },
        "text": text,
        "text_sha256": sha256(text.encode()).hexdigest(),
        "state": settings["state"],
        "annotations": built_annotations(Work(settings, text, project, ids, times), entries, source),
    }


def _times(settings: Json, entries: list[Entry]) -> dict[str, datetime]:
    """A moment for each annotation: two to four minutes after the one before, six hours of work a day."""
    times: dict[str, datetime] = {}
    worked = timedelta()
    for entry in entries:
        days, rest = divmod(worked, timedelta(hours=6))
        times[entry.key] = settings["begun"] + timedelta(days=days) + rest
        worked += timedelta(seconds=120 + sha256(entry.key.encode()).digest()[0] % 120)
    return times


def built_dataset(data: Path = DATA) -> Json:
    """The whole data set.

    Raises:
        SourceError: the source names something that is not there; the message says where.
    """
    settings = tomllib.loads((data / "source" / "project.toml").read_text(encoding="utf-8"))
    begun: datetime = settings["begun"]
    people, entities = settings["people"], settings["entities"]
    people_ids = {one["key"]: made_id(begun, f"person:{one['key']}") for one in people}
    entity_ids = {one["key"]: made_id(begun, f"entity:{one['key']}") for one in entities}
    project = Project(settings, people_ids, entity_ids)
    return {
        "format": "curator-dataset",
        "version": 1,
        "offset_unit": "code point",
        "exported_at": stamp(settings["exported"]),
        "project": {"id": made_id(begun, "project"), "name": settings["name"]},
        "people": [{"id": people_ids[one["key"]], "name": one["name"], "roles": one["roles"]} for one in people],
        "entities": [
            {
                "id": entity_ids[one["key"]],
                "kind": one["kind"],
                "name": one["name"],
                "aliases": one.get("aliases", []),
                "identifiers": one.get("identifiers", {}),
            }
            for one in entities
        ],
        "documents": [built_document(data, one, project) for one in settings["documents"]],
    }


def dataset_bytes(data: Path = DATA) -> bytes:
    """The data set as it is written: keys sorted, an indent of one, UTF-8."""
    written = json.dumps(built_dataset(data), ensure_ascii=False, indent=1, sort_keys=True)
    return f"{written}\n".encode()


def main(arguments: list[str]) -> int:
    """Write the data set, or with `--check` compare it; 1 when the source or the data set is not in order."""
    target = DATA / "annotations.json"
    try:
        content = dataset_bytes()
    except (SourceError, KeyError) as error:
        print(f"the sample's source is not in order: {error}", file=sys.stderr)
        return 1
    if "--check" in arguments:
        current = target.exists() and target.read_bytes() == content
        print(f"{target.name} is {'up to date' if current else 'not what its source gives: build it again'}")
        return 0 if current else 1
    target.write_bytes(content)
    print(f"wrote {target.name}, {len(content):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
