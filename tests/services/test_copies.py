"""Finding the copy of a project among the files that somebody has opened."""

from pathlib import Path

from curator.services.copies import copy_of
from tests.support import projects as support


def test_the_copy_is_found_by_what_it_holds_and_what_can_not_be_read_is_passed_over(tmp_path: Path) -> None:
    with support.new(tmp_path, name="one.curator") as one, support.new(tmp_path, name="two.curator") as two:
        ids = one.id, two.id
    gone, broken = tmp_path / "gone.curator", tmp_path / "broken.curator"
    broken.write_bytes(b"SQLite format 3\x00 and nothing more")
    before = [one.path.read_bytes(), two.path.read_bytes()]
    files = [gone, broken, one.path, two.path]
    assert [copy_of(ident, files) for ident in ids] == [one.path, two.path]
    assert copy_of("0" * 64, files) is None
    assert [one.path.read_bytes(), two.path.read_bytes()] == before
