"""One writer a file, whatever becomes of its process."""

import subprocess
import sys
from pathlib import Path

import pytest

from curator.domain.errors import StorageError
from curator.store.lock import WriterLock

_HOLD = """
import sys
from pathlib import Path
from curator.store.lock import WriterLock
print(WriterLock(Path(sys.argv[1])).take(), flush=True)
sys.stdin.read()
"""


def test_a_second_lock_on_the_same_file_cannot_be_had_until_the_first_is_released(tmp_path: Path) -> None:
    first, second = WriterLock(tmp_path / "p.curator"), WriterLock(tmp_path / "p.curator")
    assert first.take()
    assert not second.take()
    first.release()
    assert second.take()
    second.release()


def test_a_file_named_by_a_link_has_the_same_lock(tmp_path: Path) -> None:
    (tmp_path / "p.curator").touch()
    (tmp_path / "link.curator").symlink_to("p.curator")
    first, second = WriterLock(tmp_path / "p.curator"), WriterLock(tmp_path / "link.curator")
    assert first.take()
    assert not second.take()
    first.release()


def test_a_process_that_is_killed_lets_go_of_its_lock(tmp_path: Path) -> None:
    project = tmp_path / "p.curator"
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(project)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "True\n"
    lock = WriterLock(project)
    assert not lock.take()
    holder.kill()
    holder.communicate()
    assert lock.take()
    lock.release()


def test_releasing_what_was_not_had_does_nothing(tmp_path: Path) -> None:
    WriterLock(tmp_path / "p.curator").release()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="can't be written"):
        WriterLock(tmp_path / "nowhere" / "p.curator").take()
