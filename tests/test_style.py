"""What keeps the code readable and cannot be told to a linter."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.settings import Settings

ROOT = Path(__file__).parent.parent
FOLDERS = ("assistant", "tests", "benchmarks")
FILES = [ROOT / "app.py", *(path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py")))]
PACKAGE = [path for path in FILES if ROOT / "assistant" in path.parents]
LONGEST_FUNCTION = 80
LONGEST_FILE = 500

every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
every_module = pytest.mark.parametrize("path", PACKAGE, ids=lambda path: str(path.relative_to(ROOT)))


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


@every_file
def test_no_function_is_long(path: Path) -> None:
    functions = [node for node in nodes(path) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [node.name for node in functions if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION]
    assert long == []


@every_file
def test_no_file_is_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


# A program of its own, started for each PDF; what it writes is what its caller reads.
PROGRAMS = {"articles/pdf_lines.py"}


@every_module
def test_only_the_command_line_writes_to_the_terminal(path: Path) -> None:
    if "cli" in path.relative_to(ROOT).parts or path.relative_to(ROOT / "assistant").as_posix() in PROGRAMS:
        return
    calls = [node.func for node in nodes(path) if isinstance(node, ast.Call)]
    printed = [call for call in calls if isinstance(call, ast.Name) and call.id == "print"]
    streams = [
        node
        for node in nodes(path)
        if isinstance(node, ast.Attribute)
        and node.attr in {"stdout", "stderr"}
        and isinstance(node.value, ast.Name)
        and node.value.id == "sys"
    ]
    assert (printed, streams) == ([], [])


@every_module
def test_nothing_unpickles_or_runs_foreign_code(path: Path) -> None:
    imported = {alias.name for node in nodes(path) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in nodes(path) if isinstance(node, ast.ImportFrom)}
    assert imported.isdisjoint({"pickle", "cPickle", "dill", "joblib", "shelve"})
    keywords = [keyword for node in nodes(path) if isinstance(node, ast.Call) for keyword in node.keywords]
    trusted = [
        keyword.arg
        for keyword in keywords
        if keyword.arg in {"trust_remote_code", "allow_pickle"}
        and not (isinstance(keyword.value, ast.Constant) and keyword.value.value is False)
    ]
    assert trusted == []


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_has_one_sentence(name: str) -> None:
    description = Settings.model_fields[name].description or ""
    assert description[:1].isupper()
    assert description.endswith(".")
    assert ". " not in description
