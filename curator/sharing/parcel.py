"""What a parcel is: a zip with changesets, the bytes they bring, and a signed manifest that announces both.

Three entries and no others: `changesets.jsonl` (a changeset a line, parents first), `blobs` (each a line of JSON with
hash and size, then its bytes), `manifest.json`. The comment of the zip is the SHA-256 of all bytes before it, so that
one changed bit anywhere shows. `sealing` can wrap the whole for one person's eyes.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import Annotated, Any, Final, Literal

from pydantic import Field, ValidationError

from curator.domain.canonical import canonical
from curator.domain.errors import CuratorError
from curator.domain.span import Value
from curator.sharing.json_values import are_more
from curator.sharing.keys import is_signed

ENDING: Final = ".parcel"
CHANGESETS: Final = "changesets.jsonl"
BLOBS: Final = "blobs"
MANIFEST: Final = "manifest.json"
VERSION: Final = 1
COMMENT: Final = b"sha256:"
COMMENT_LENGTH: Final = len(COMMENT) + 64

MOST_BYTES: Final = 4 << 30
"""Of all entries together, as they come out of the zip."""
MOST_RATIO: Final = 200
"""Of what comes out to what is in the zip: texts and their history stay far below it."""
LONGEST_LINE: Final = 256 << 20
LARGEST_BLOB: Final = 512 << 20
LARGEST_MANIFEST: Final = 8 << 20
_MOST_IN_MANIFEST: Final = 500_000

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0)]
Name = Annotated[str, Field(max_length=200)]


class ParcelError(CuratorError):
    """A parcel that can't be taken; nothing of it was."""


class Sender(Value):
    """Who made a parcel, and on which replica."""

    key: Digest
    name: Name
    replica: Annotated[str, Field(min_length=1, max_length=100)]


class Manifest(Value):
    """What a parcel says of itself.

    `tips` are the changesets without children that its sender had, `base` the parents that its changesets build on
    and that are not in it, `ends` those of its own that none of its own builds on. `documents` are those whose texts
    were chosen to go along (None for all), `state` is the digest of the subjects that it touches as its sender has
    them.
    """

    format: Literal["curator-parcel"] = "curator-parcel"
    version: Annotated[int, Field(ge=1)] = VERSION
    project: Digest
    project_name: Name
    sender: Sender
    made_at: Annotated[str, Field(max_length=40)]
    software: Name
    tips: tuple[Digest, ...]
    base: tuple[Digest, ...]
    ends: tuple[Digest, ...]
    documents: tuple[Annotated[str, Field(max_length=100)], ...] | None = None
    changesets: Count
    revisions: Count
    blobs: Count
    changesets_sha256: Digest
    blobs_sha256: Digest
    state: Digest

    def said(self) -> bytes:
        """What is signed of it: the SHA-256 of its canonical JSON."""
        return sha256(canonical(self.model_dump(mode="json"))).digest()

    def signed(self, sign: Callable[[bytes], bytes]) -> bytes:
        """The manifest as it stands in a parcel."""
        return canonical({"manifest": self.model_dump(mode="json"), "signature": sign(self.said()).hex()})


def read_manifest(data: bytes) -> Manifest:
    """The manifest in these bytes.

    Raises:
        ParcelError: it is none, a newer one, or not signed by whom it names.
    """
    import orjson

    try:
        if are_more(data, _MOST_IN_MANIFEST):
            raise ValueError
        held: Any = orjson.loads(data)
        if set(held) != {"manifest", "signature"}:
            raise ValueError
        version = held["manifest"].get("version")
        if isinstance(version, int) and version > VERSION:
            raise ParcelError("It was made by a newer Curator. Update Curator to receive it.", place=MANIFEST)
        manifest = Manifest.model_validate_json(orjson.dumps(held["manifest"]))
        sound = canonical(held) == data
    except (ValidationError, ValueError, TypeError, AttributeError) as error:
        raise ParcelError("This is not the manifest of a parcel.", place=MANIFEST) from error
    if not sound or not is_signed(manifest.sender.key, manifest.said(), str(held["signature"])):
        raise ParcelError("It is not signed by the key that it names: it was changed.", place=MANIFEST)
    return manifest
