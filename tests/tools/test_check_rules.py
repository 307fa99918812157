"""The rules of the house that tools/check_rules.py reads off the syntax tree."""

import textwrap

import pytest

from tools.check_rules import LONGEST_FILE, LONGEST_FUNCTION, findings

BROKEN = {
    "pickle": "import pickle",
    "marshal, renamed": "import marshal as m",
    "from pickle": "from pickle import loads",
    "sleep, imported by name": "from time import sleep",
    "sleep": "import time\ntime.sleep(1)",
    "eval": "eval('1')",
    "exec": "exec('x = 1')",
    "yaml.load": "import yaml\nyaml.load(text)",
    "processEvents": "QApplication.instance().processEvents()",
    "processEvents of a name": "app.processEvents()",
    "QThread": "class Worker(QtCore.QThread): ...",
    "connection as context manager": "with self.db.conn:\n    pass",
    "f-string": "rows(f'select * from {table} where id = ?')",
    "percent": "rows('delete from %s' % table)",
    "plus": "rows('INSERT INTO ' + table)",
    "format": "rows('drop table {}'.format(table))",
    "constant given to a connection": "db.execute('select id from document')",
}

FINE = {
    "sentence": "say(f'Update {name}: done')",
    "QThreadPool": "class Pool(QThreadPool): ...",
    "atomic": "with db.atomic():\n    pass",
    "pickled_onions": "import pickled_onions",
    "a method named exec": "dialog.exec()",
}


@pytest.mark.parametrize("source", BROKEN.values(), ids=BROKEN.keys())
def test_what_the_house_forbids_is_found(source: str) -> None:
    assert len(findings(source, "curator/services/some.py")) == 1


@pytest.mark.parametrize("source", FINE.values(), ids=FINE.keys())
def test_what_only_looks_forbidden_is_let_be(source: str) -> None:
    assert findings(source, "curator/ui/some.py") == []


def test_sql_may_be_put_together_in_the_store() -> None:
    assert findings("rows(f'select * from {table}')", "curator/store/some.py") == []


def test_a_line_that_says_why_is_excepted() -> None:
    assert findings("import pickle  # rule-exception: reads our own cache", "curator/store/some.py") == []


def test_a_function_too_long_to_read_is_found_at_its_line() -> None:
    body = textwrap.indent("pass\n" * LONGEST_FUNCTION, "    ")
    [found] = findings(f"import os\n\n\ndef long():\n{body}", "curator/text/some.py")
    assert (found.line, found.path) == (4, "curator/text/some.py")


def test_a_file_too_long_to_read_is_found() -> None:
    [found] = findings("x = 1\n" * (LONGEST_FILE + 1), "curator/text/some.py")
    assert str(LONGEST_FILE + 1) in found.message
