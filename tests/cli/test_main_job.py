"""What issue 2 asks to be shown, in the words of a shell: import, export, verify, the same bytes each time."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Curator, Mark, environment

SHARED = ROOT.parent / "shared"
needs_seeds = pytest.mark.skipif(
    not (SHARED / "seeds").is_dir() or not (SHARED / "dataset-example.json").is_file(),
    reason="the texts that were shared with the project are not beside this checkout",
)


@needs_seeds
def test_the_main_job_runs_from_a_shell_and_every_quote_equals_its_slice(tmp_path: Path) -> None:
    line = (
        'curator() { "$PYTHON" -m curator "$@"; }; '
        'curator new p.curator && curator import p.curator "$SHARED"/seeds/*.txt '
        '&& curator import p.curator "$SHARED"/dataset-example.json '
        "&& curator export p.curator -o out.json --all && curator verify p.curator"
    )
    given = environment(PYTHON=sys.executable, SHARED=str(SHARED))
    ran = subprocess.run(["sh", "-c", line], cwd=tmp_path, env=given, capture_output=True, check=False, timeout=100)
    assert ran.returncode == 0, ran.stderr.decode()

    found = json.loads((tmp_path / "out.json").read_bytes())
    assert len(found["documents"]) == 1 + len(list((SHARED / "seeds").glob("*.txt")))
    quotes = 0
    for document in found["documents"]:
        for annotation in document["annotations"]:
            for span in annotation["spans"]:
                assert document["text"][span["start"] : span["end"]] == span["exact"]
                quotes += 1
    assert quotes >= 4


@needs_seeds
def test_two_exports_differ_in_the_time_of_export_alone(tmp_path: Path, done: Curator) -> None:
    path = tmp_path / "p.curator"
    done("new", path)
    done("import", path, *sorted((SHARED / "seeds").glob("*.txt")), SHARED / "dataset-example.json")
    done("export", path, "-o", tmp_path / "one.json", "--all")
    done("export", path, "-o", tmp_path / "two.json", "--all")
    one, two = ((tmp_path / name).read_text(encoding="utf-8").splitlines() for name in ("one.json", "two.json"))
    different = [line for line, other in zip(one, two, strict=True) if line != other]
    assert all('"exported_at"' in line for line in different)


def test_what_was_exported_can_be_imported_and_exported_again(
    tmp_path: Path, project: Path, mark: Mark, done: Curator
) -> None:
    mark("Ministry of Culture", "organization", "--field", "entity=MoC")
    mark("will send 300,000 tenge", "commitment", "--field", "action=send money", "--field", "quantity=300000 tenge")
    done("export", project, "-o", tmp_path / "out.json", "--all")
    other = tmp_path / "other.curator"
    done("new", other)
    done("import", other, tmp_path / "out.json")
    done("export", other, "-o", tmp_path / "again.jsonl", "--all")
    assert done("list", other, "--json").json[0]["annotations"] == 2
    done("verify", other)
