"""Parcels that nobody vouches for: made to do harm, damaged on their way, or put together by somebody who can sign."""

import random
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson
import pytest

from curator.domain.canonical import canonical
from curator.domain.history import Act, Changeset, Kind, Operation, Revision, seal
from curator.domain.ids import new_id
from curator.services import sharing
from curator.services.project import Project, now
from curator.sharing import changeset_lines, parcel
from curator.sharing.parcel import ParcelError
from curator.sharing.parcel_reading import opened
from curator.store import journal
from tests.support import damage
from tests.support import projects as support
from tests.support.replicas import Team, handed, state_of, team

Entries = dict[str, bytes]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Team]:
    """A supervisor, and an annotator with work that has not been handed in."""
    made = team(tmp_path)
    document = made.ann.store.query("SELECT id FROM document")[0][0]
    for start in range(0, 60, 5):
        support.annotate(made.ann, document, start, start + 4)
    yield made
    made.close()


@pytest.fixture
def entries(pair: Team) -> Entries:
    """What is in a sound parcel of the annotator."""
    with zipfile.ZipFile(handed(pair.ann)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(make: Callable[[zipfile.ZipFile], None], comment: bytes = b"sha256:" + b"0" * 64) -> bytes:
    """A zip with a right hash at its end, whatever is in it."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        make(archive)
        archive.comment = comment
    data = buffer.getvalue()
    return data[:-71] + b"sha256:" + sha256(data[:-71]).hexdigest().encode()


def with_entries(entries: Entries, **options: Any) -> bytes:
    def make(archive: zipfile.ZipFile) -> None:
        for name, data in entries.items():
            archive.writestr(name, data, **options)

    return packed(make)


def signed_anew(entries: Entries, project: Project, **said: Any) -> Entries:
    """The manifest made to fit what is in the parcel, and signed by somebody who may."""
    held = orjson.loads(entries[parcel.MANIFEST])["manifest"]
    lines = entries[parcel.CHANGESETS].splitlines(keepends=True)
    held.update(
        changesets=len(lines),
        changesets_sha256=sha256(entries[parcel.CHANGESETS]).hexdigest(),
        blobs_sha256=sha256(entries[parcel.BLOBS]).hexdigest(),
        sender={**held["sender"], "key": project.author.public_key},
    )
    with suppress(ValueError, KeyError, TypeError):
        held["revisions"] = sum(len(orjson.loads(line)["changeset"]["revisions"]) for line in lines)
    held.update(said)
    signature = project.author.sign(sha256(canonical(held)).digest()).hex()
    return {**entries, parcel.MANIFEST: canonical({"manifest": held, "signature": signature})}


def refused(project: Project, folder: Path, data: bytes) -> str:
    """Receive what must be refused; gives the words. The project and what lies beside it are as before."""
    place = folder / "hostile"
    place.mkdir(exist_ok=True)
    canary = folder / "canary"
    canary.write_text("alive")
    (place / "x.parcel").write_bytes(data)
    before = state_of(project), project.path.read_bytes(), sorted(folder.rglob("*"))
    with pytest.raises(ParcelError) as error:
        sharing.receive(project, place / "x.parcel")
    assert (state_of(project), project.path.read_bytes(), sorted(folder.rglob("*"))) == before
    assert canary.read_text() == "alive"
    return str(error.value)


NAMES = [
    "../evil", "/abs", "C:\\win.txt", "con.txt", "manifest.json ", "MANIFEST.JSON", "blobs.", "blobs/", "a/b",
    "ﬁle", "..", "changesets.jsonl/../x",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_an_entry_of_another_name_is_refused(pair: Team, entries: Entries, tmp_path: Path, name: str) -> None:
    refused(pair.supervisor, tmp_path, with_entries({**entries, name: b"x"}))


@pytest.mark.parametrize("name", [parcel.CHANGESETS, parcel.BLOBS, parcel.MANIFEST])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_twins_and_missing_parts_are_refused(pair: Team, entries: Entries, tmp_path: Path, name: str) -> None:
    def twice(archive: zipfile.ZipFile) -> None:
        for one, data in entries.items():
            archive.writestr(one, data)
        archive.writestr(name, entries[name])

    refused(pair.supervisor, tmp_path, packed(twice))
    refused(pair.supervisor, tmp_path, with_entries({key: data for key, data in entries.items() if key != name}))


def test_links_devices_and_encryption_are_refused(pair: Team, entries: Entries, tmp_path: Path) -> None:
    for kind in (stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO):

        def make(archive: zipfile.ZipFile, kind: int = kind) -> None:
            for name, data in entries.items():
                info = zipfile.ZipInfo(name)
                info.external_attr = (kind | 0o777) << 16
                archive.writestr(info, data)

        assert "link or a device" in refused(pair.supervisor, tmp_path, packed(make))
    data = bytearray(with_entries(entries))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(sign)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(sign, at + 4)
    whole = bytes(data[:-71])
    refused(pair.supervisor, tmp_path, whole + b"sha256:" + sha256(whole).hexdigest().encode())
    refused(pair.supervisor, tmp_path, with_entries(entries, compress_type=zipfile.ZIP_BZIP2))


def test_bombs_are_stopped_while_they_are_read(pair: Team, entries: Entries, tmp_path: Path) -> None:
    zeros = b"0" * (64 << 20)
    for name in (parcel.CHANGESETS, parcel.BLOBS, parcel.MANIFEST):
        bomb = {**entries, name: zeros}
        if name != parcel.MANIFEST:
            bomb = signed_anew(bomb, pair.ann)
        refused(pair.supervisor, tmp_path, with_entries(bomb))
    blob = b'{"sha256":"' + sha256(zeros).hexdigest().encode() + b'","size":67108864}\n' + zeros
    words = refused(
        pair.supervisor, tmp_path, with_entries(signed_anew({**entries, parcel.BLOBS: blob}, pair.ann, blobs=1))
    )
    assert "made to do harm" in words


def test_a_hundred_thousand_entries_and_lying_sizes_are_refused(pair: Team, entries: Entries, tmp_path: Path) -> None:
    def many(archive: zipfile.ZipFile) -> None:
        for number in range(100_000):
            archive.writestr(zipfile.ZipInfo(str(number)), b"")

    refused(pair.supervisor, tmp_path, packed(many))
    data = with_entries(entries, compress_type=zipfile.ZIP_STORED)
    size = len(entries[parcel.CHANGESETS]).to_bytes(4, "little")
    for lie in (0, 10, 2**31):
        whole = data[:-71].replace(size, lie.to_bytes(4, "little"))
        refused(pair.supervisor, tmp_path, whole + b"sha256:" + sha256(whole).hexdigest().encode())


def line_of(content: bytes) -> bytes:
    ident = sha256(content).hexdigest().encode()
    return b'{"changeset":' + content + b',"id":"' + ident + b'","signature":"' + b"0" * 128 + b'"}\n'


LINES = {
    "deep": line_of(b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    "deep lists": b"[" * 100_000 + b"\n",
    "a huge number": line_of(b'{"activity":' + b"9" * 5000 + b"}"),
    "not a number": line_of(b'{"activity":NaN}'),
    "half a character": line_of(b'{"activity":"\\ud800"}'),
    "no UTF-8": line_of(b'{"activity":"\xff"}'),
    "nothing": b"\n",
    "no object": b"17\n",
    "no end": b"{}",
    "a null byte": b"\x00\n",
    "twice a key": b'{"id":"a","id":"b"}\n',
}


@pytest.mark.parametrize("what", LINES)
def test_lines_that_are_no_changeset_are_refused(pair: Team, entries: Entries, tmp_path: Path, what: str) -> None:
    broken = {**entries, parcel.CHANGESETS: entries[parcel.CHANGESETS] + LINES[what]}
    assert "hangeset" in refused(pair.supervisor, tmp_path, with_entries(signed_anew(broken, pair.ann)))


BODIES: dict[str, dict[str, Any]] = {
    "no fields of its kind": {"a": 1},
    "a float": {"name": "x", "kind": "person", "aliases": [1.5]},
    "deep": {"name": "x", "kind": "person", "identifiers": {"a": "b"}},
}


def signed_line(project: Project, body: dict[str, Any], kind: str = "entity") -> tuple[Changeset, bytes]:
    revision = Revision(new_id(), kind, new_id(), (), Operation.CREATE, orjson.dumps(body, option=orjson.OPT_SORT_KEYS))
    act = Act(journal.tips(project.store.conn), new_id(), project.author.public_key, now(), "annotate", "forged")
    made = seal(act, [revision], [], project.author.sign)
    return made, changeset_lines.encode(made)


@pytest.mark.parametrize("what", ["no fields of its kind", "a float"])
def test_signed_nonsense_is_refused(pair: Team, entries: Entries, tmp_path: Path, what: str) -> None:
    made, line = signed_line(pair.ann, BODIES[what])
    broken = {**entries, parcel.CHANGESETS: entries[parcel.CHANGESETS] + line}
    assert made.id in refused(pair.supervisor, tmp_path, with_entries(signed_anew(broken, pair.ann)))


def test_a_kind_of_subject_that_only_a_newer_program_knows_is_refused_by_name(
    pair: Team, entries: Entries, tmp_path: Path
) -> None:
    _, line = signed_line(pair.ann, {"x": "y"}, "hologram")
    broken = {**entries, parcel.CHANGESETS: entries[parcel.CHANGESETS] + line}
    assert "hologram" in refused(pair.supervisor, tmp_path, with_entries(signed_anew(broken, pair.ann)))


def test_a_newer_manifest_says_so(pair: Team, entries: Entries, tmp_path: Path) -> None:
    words = refused(pair.supervisor, tmp_path, with_entries(signed_anew(entries, pair.ann, version=2)))
    assert "newer Curator" in words


def test_a_manifest_of_one_who_did_not_sign_it_is_refused(pair: Team, entries: Entries, tmp_path: Path) -> None:
    held = orjson.loads(entries[parcel.MANIFEST])
    held["manifest"]["sender"]["key"] = pair.supervisor.author.public_key
    broken = {**entries, parcel.MANIFEST: canonical(held)}
    assert "not signed by the key" in refused(pair.supervisor, tmp_path, with_entries(broken))


def test_blobs_under_false_names_are_refused(pair: Team, entries: Entries, tmp_path: Path) -> None:
    name = sha256(b"right").hexdigest()
    for blob in (
        b'{"sha256":"%b","size":5}\nwrong',
        b'{"sha256":"%b","size":-1}\n',
        b'{"sha256":"%b","size":9}\nshort',
    ):
        broken = {**entries, parcel.BLOBS: blob % name.encode()}
        refused(pair.supervisor, tmp_path, with_entries(signed_anew(broken, pair.ann, blobs=1)))


def test_a_parcel_cut_off_anywhere_is_refused(pair: Team, tmp_path: Path) -> None:
    data = handed(pair.ann).read_bytes()
    for number in range(50):
        refused(pair.supervisor, tmp_path, data[: len(data) * number // 50])


def flips(pair: Team, folder: Path, number: int, *, sealed: bool) -> None:
    target = folder / "flip.parcel"
    source = handed(pair.ann, to="Sara", sealed=True) if sealed else handed(pair.ann)
    data = source.read_bytes()
    chance = random.Random(7)
    for _ in range(number):
        at = chance.randrange(len(data))
        target.write_bytes(data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :])
        with pytest.raises(Exception, match=r"\w") as error, opened(target, pair.supervisor.author.unseal) as reading:
            list(reading.changesets())
        assert "flip.parcel" in str(error.value) or "sealed" in str(error.value)


@pytest.mark.parametrize("sealed", [False, True])
def test_one_flipped_bit_anywhere_is_seen(pair: Team, tmp_path: Path, sealed: bool) -> None:
    flips(pair, tmp_path, 60, sealed=sealed)


@pytest.mark.torture
@pytest.mark.parametrize("sealed", [False, True])
def test_one_flipped_bit_at_a_thousand_places_is_seen(pair: Team, tmp_path: Path, sealed: bool) -> None:
    flips(pair, tmp_path, 1000, sealed=sealed)


_MANY = b"[],{}," * (3 << 20) + b"0"
PLACES = {
    "a body": (b'"HERE"', _MANY.join((b"[", b"]"))),
    "a name": (b'"activity":"annotate"', _MANY.join((b'"activity":[', b"]"))),
    "the blobs": (b'"blobs":[]', _MANY.join((b'"blobs":[', b"]"))),
    "beside the revisions": (b'],"software":', b"," + _MANY + b'],"software":'),
    "all there is": (b'{"changeset":', _MANY.join((b'{"a":[', b'],"changeset":'))),
}
_READ = """
import sys
from pathlib import Path
from curator.sharing.parcel_reading import opened
def peak():
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) >> 10
before = peak()
try:
    with opened(Path(sys.argv[1]), None) as reading:
        list(reading.changesets())
except Exception as error:
    print(peak() - before, type(error).__name__)
"""


def memory_for(path: Path) -> int:
    """How many megabytes it takes to refuse a parcel, in a process of its own: orjson's memory shows nowhere else."""
    told = subprocess.run([sys.executable, "-c", _READ, path], capture_output=True, text=True, check=True).stdout
    megabytes, error = told.split()
    assert error == "ParcelError"
    return int(megabytes)


@pytest.mark.skipif(sys.platform != "linux", reason="counts memory as Linux does")
@pytest.mark.parametrize("what", [*PLACES, "the manifest"])
def test_no_line_fills_the_memory(pair: Team, entries: Entries, tmp_path: Path, what: str) -> None:
    """18 MB of nothing but brackets: as Python objects they would take thirty times as much."""
    path = tmp_path / "x.parcel"
    if what == "the manifest":
        data = with_entries(
            {**entries, parcel.MANIFEST: b"[" + _MANY[: 7 << 20] + b"]"}, compress_type=zipfile.ZIP_STORED
        )
    else:
        _, line = signed_line(pair.ann, {"x": "HERE"})
        broken = {**entries, parcel.CHANGESETS: line.replace(*PLACES[what])}
        data = with_entries(signed_anew(broken, pair.ann, revisions=1), compress_type=zipfile.ZIP_STORED)
    path.write_bytes(data)
    assert memory_for(path) < 100


def test_the_revisions_of_a_long_changeset_are_read_one_by_one(pair: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    text = '],"software":,{"body":{"x":[],[],\\",{"body":汉，'
    bodies = [{"name": text * number, "aliases": [text] * 3, "kind": "person"} for number in range(9)]
    revisions = [Revision(new_id(), Kind.ENTITY, new_id(), (), Operation.CREATE, canonical(body)) for body in bodies]
    act = Act(journal.tips(pair.ann.store.conn), new_id(), pair.ann.author.public_key, now(), text[:200], "x")
    made = seal(act, revisions, [], pair.ann.author.sign)
    line = changeset_lines.encode(made)
    monkeypatch.setattr(changeset_lines, "_MOST_AT_ONCE", 40)
    assert changeset_lines.decode(line) == made
    for cut in (b',{"body":', b'"revisions":[', b'],"software":'):
        with pytest.raises(changeset_lines.LineError):
            changeset_lines.decode(line.replace(cut, b" " + cut))
    monkeypatch.setattr(changeset_lines, "_MOST_AT_ONCE", 3)
    with pytest.raises(changeset_lines.LineError, match="made to fill the memory"):
        changeset_lines.decode(line)


# --- histories that were tampered with by somebody who can sign a manifest ------------------------------------------


def test_a_doubled_changeset_is_named(pair: Team, entries: Entries, tmp_path: Path) -> None:
    lines = entries[parcel.CHANGESETS].splitlines(keepends=True)
    broken = {**entries, parcel.CHANGESETS: b"".join([*lines, lines[-1]])}
    words = refused(pair.supervisor, tmp_path, with_entries(signed_anew(broken, pair.ann)))
    assert orjson.loads(lines[-1])["id"] in words


def test_a_changed_changeset_is_named(pair: Team, entries: Entries, tmp_path: Path) -> None:
    lines = entries[parcel.CHANGESETS].splitlines(keepends=True)
    lines[-2] = lines[-2].replace(b'"label":"actor"', b'"label":"actoR"')
    broken = {**entries, parcel.CHANGESETS: b"".join(lines)}
    words = refused(pair.supervisor, tmp_path, with_entries(signed_anew(broken, pair.ann)))
    assert f"number {len(lines) - 1}" in words


def test_a_signature_by_another_is_named(pair: Team, entries: Entries, tmp_path: Path) -> None:
    lines = entries[parcel.CHANGESETS].splitlines(keepends=True)
    made = changeset_lines.decode(lines[-1])
    other = pair.ben.author.sign(bytes.fromhex(made.id)).hex()
    lines[-1] = changeset_lines.encode(replace(made, signature=other))
    broken = {**entries, parcel.CHANGESETS: b"".join(lines)}
    assert made.id in refused(pair.supervisor, tmp_path, with_entries(signed_anew(broken, pair.ann)))


def test_a_removed_changeset_is_missed_by_name_and_what_follows_waits(
    pair: Team, entries: Entries, tmp_path: Path
) -> None:
    lines = entries[parcel.CHANGESETS].splitlines(keepends=True)
    gone = orjson.loads(lines[-5])["id"]
    cut = {**entries, parcel.CHANGESETS: b"".join([*lines[:-5], *lines[-4:]])}
    path = tmp_path / "cut.parcel"
    path.write_bytes(with_entries(signed_anew(cut, pair.ann)))
    report = sharing.receive(pair.supervisor, path)
    assert report.missing == (gone,)
    assert report.aside == 4
    sharing.receive(pair.supervisor, handed(pair.ann))
    assert state_of(pair.supervisor) == state_of(pair.ann)


def test_reordered_changesets_come_to_the_same(pair: Team, entries: Entries, tmp_path: Path) -> None:
    lines = entries[parcel.CHANGESETS].splitlines(keepends=True)
    turned = {**entries, parcel.CHANGESETS: b"".join(reversed(lines))}
    path = tmp_path / "turned.parcel"
    path.write_bytes(with_entries(signed_anew(turned, pair.ann)))
    sharing.receive(pair.supervisor, path)
    assert state_of(pair.supervisor) == state_of(pair.ann)


def test_a_spliced_history_is_refused(pair: Team, entries: Entries, tmp_path: Path) -> None:
    with support.new(tmp_path, pair.ann.author, "other.curator") as other:
        [root] = [changeset_lines.encode(stored.changeset) for stored in journal.changesets(other.store.conn)]
    broken = {**entries, parcel.CHANGESETS: entries[parcel.CHANGESETS] + root}
    words = refused(pair.supervisor, tmp_path, with_entries(signed_anew(broken, pair.ann)))
    assert "beginning of another project" in words


def test_a_revision_upon_what_its_author_can_not_have_known_is_refused(pair: Team, tmp_path: Path) -> None:
    mark = pair.ann.store.query("SELECT id, head FROM annotation ORDER BY n")[-1]
    root = journal.changeset_at(pair.ann.store.conn, 4).id
    body = support.annotation(pair.ann, mark[0])
    made = damage.changeset(
        pair.ann, pair.ann.author, damage.revision(Kind.ANNOTATION, mark[0], body, mark[1]), parents=(root,)
    )
    damage.received(pair.ann, made)
    words = refused(pair.supervisor, tmp_path, handed(pair.ann).read_bytes())
    assert made.id in words


def test_a_state_that_is_not_the_announced_one_rolls_everything_back(
    pair: Team, entries: Entries, tmp_path: Path
) -> None:
    words = refused(pair.supervisor, tmp_path, with_entries(signed_anew(entries, pair.ann, state="0" * 64)))
    assert "would not say the same" in words
