"""The rules of the house that no linter knows, read off the syntax tree.

A line may be excepted with a comment that says why: `# rule-exception: <why>`.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FILE = 500
LONGEST_FUNCTION = 50
FORBIDDEN_MODULES = {
    "pickle": "it runs code from files",
    "cPickle": "it runs code from files",
    "dill": "it runs code from files",
    "marshal": "it runs code from files",
    "shelve": "it runs code from files",
}
FORBIDDEN_CALLS = {
    "eval": "it runs text as code",
    "exec": "it runs text as code",
    "yaml.load": "it makes any object; use yaml.safe_load",
    "yaml.unsafe_load": "it makes any object; use yaml.safe_load",
    "time.sleep": "wait for an event, or use a timer",
    "QThread.sleep": "wait for an event, or use a timer",
    "QThread.msleep": "wait for an event, or use a timer",
}
SQL = re.compile(
    r"\s*(select\b.*\bfrom\b|insert\s+(or\s+\w+\s+)?into\b|update\s+[\w{}\"]+\s+set\b|delete\s+from\b"
    r"|(create|drop)\s+(virtual\s+|unique\s+)?(table|index|trigger|view)\b|alter\s+table\b|pragma\s+\w)",
    re.IGNORECASE | re.DOTALL,
)
RUNS_SQL = {"execute", "executemany", "executescript", "query"}


@dataclass(frozen=True, order=True)
class Finding:
    """Where a rule is broken, and which."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


def dotted(node: ast.expr) -> str:
    """The dotted name of an expression, or as much of its end as has names."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return ""


def imports(node: ast.AST, path: str) -> Iterator[tuple[int, str]]:
    """Modules that must not be imported."""
    del path
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and node.module:
        names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    else:
        return
    for name in names:
        if name in FORBIDDEN_MODULES or name == "time.sleep":
            why = FORBIDDEN_MODULES.get(name) or FORBIDDEN_CALLS[name]
            yield node.lineno, f"no {name}: {why}"


def calls(node: ast.AST, path: str) -> Iterator[tuple[int, str]]:
    """Functions that must not be called."""
    del path
    if not isinstance(node, ast.Call):
        return
    name = dotted(node.func)
    if name in FORBIDDEN_CALLS:
        yield node.lineno, f"no {name}: {FORBIDDEN_CALLS[name]}"
    elif name.rpartition(".")[2] == "processEvents":
        yield node.lineno, "no processEvents: it re-enters the program in the middle of an act"


def threads(node: ast.AST, path: str) -> Iterator[tuple[int, str]]:
    """Subclasses of QThread."""
    del path
    if isinstance(node, ast.ClassDef) and any(dotted(base).endswith("QThread") for base in node.bases):
        yield node.lineno, "no subclass of QThread: move work to a background task"


def connections(node: ast.AST, path: str) -> Iterator[tuple[int, str]]:
    """A raw connection as a context manager: sqlite-utils 4 has committed before it ends, so it isn't atomic."""
    del path
    if not isinstance(node, ast.With | ast.AsyncWith):
        return
    for item in node.items:
        name = dotted(item.context_expr).rpartition(".")
        if name[1] and name[2].lstrip("_") in {"conn", "connection"}:
            yield node.lineno, f"`with {name[0]}.{name[2]}` is not atomic: use db.atomic()"


def _text_of(node: ast.expr) -> str | None:
    """The text that an expression puts together, with {} for what is put in; None when it is no such text."""
    if isinstance(node, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else "{}" for part in node.values]
        return "".join(str(part) for part in parts)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add):
        return _constant(node.left)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        return _constant(node.func.value)
    return None


def _constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def sql(node: ast.AST, path: str) -> Iterator[tuple[int, str]]:
    """SQL outside `store/`: put together from parts, or given to a connection."""
    if path.startswith("curator/store/") or not isinstance(node, ast.expr):
        return
    text = _text_of(node)
    if text and SQL.match(text):
        yield node.lineno, "SQL is written in curator/store/ alone, and takes values as parameters"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in RUNS_SQL and node.args:
        given = _constant(node.args[0])
        if given and SQL.match(given):
            yield node.lineno, "SQL is written in curator/store/ alone"


def long_functions(node: ast.AST, path: str) -> Iterator[tuple[int, str]]:
    """Functions that are longer than anyone reads at once."""
    del path
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
        length = node.end_lineno - node.lineno + 1
        if length > LONGEST_FUNCTION:
            yield node.lineno, f"{node.name} has {length} lines: split it at {LONGEST_FUNCTION}"


RULES = (imports, calls, threads, connections, sql, long_functions)


def findings(source: str, path: str) -> list[Finding]:
    """All that the rules say about one file; `path` is relative to the checkout, with slashes."""
    lines = source.splitlines()
    found = [
        Finding(path, line, message)
        for node in ast.walk(ast.parse(source, path))
        for rule in RULES
        for line, message in rule(node, path)
        if "# rule-exception: " not in lines[line - 1]
    ]
    if len(lines) > LONGEST_FILE:
        found.append(Finding(path, LONGEST_FILE, f"{len(lines)} lines: split it at {LONGEST_FILE}"))
    return sorted(found)


def main() -> int:
    """Check the program's own files; returns 1 when a rule is broken."""
    found = [
        finding
        for file in sorted([*(ROOT / "curator").rglob("*.py"), ROOT / "main.py"])
        for finding in findings(file.read_text(encoding="utf-8"), file.relative_to(ROOT).as_posix())
    ]
    for finding in found:
        print(finding)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
