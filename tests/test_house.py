"""The rules of the house that no checker knows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted([*ROOT.glob("src/**/*.py"), *ROOT.glob("plugins/*/src/**/*.py")])
TESTS = sorted([*ROOT.glob("tests/**/test_*.py"), *ROOT.glob("plugins/*/tests/**/test_*.py")])
LINES_A_MODULE = 400
#: One idea each, but of many small parts: one for each kind of node.
LONGER = {"_emit.py": 460, "_text.py": 450}
NAMES_WE_DO_NOT_GIVE = {
    *("util", "utils", "helper", "helpers", "manager"),
    *("process", "data", "item", "items", "handle", "handler"),
}


def name(path: Path) -> str:
    """Return how a file is called in the checkout."""
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    """Return a module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def places(path: Path, nodes: Iterator[ast.AST]) -> list[str]:
    """Return where nodes stand, as `file:line`."""
    return [f"{name(path)}:{node.lineno}" for node in nodes]


def names_given(node: ast.AST) -> Iterator[str]:
    """Yield the names that a node introduces."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id


def words(given: str) -> set[str]:
    """Return the words of a snake_case or CamelCase name."""
    return set(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", given).lower().split("_"))


def test_there_is_something_to_look_at() -> None:
    """The globs below find the sources and the tests."""
    assert ROOT / "src/parengine/registry.py" in SOURCES
    assert Path(__file__) in TESTS


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_no_float_literal_stands_in_the_sources(path: Path) -> None:
    """Points are exact from the first digit on: no source holds a float or complex literal."""
    found = (n for n in ast.walk(tree(path)) if isinstance(n, ast.Constant) and isinstance(n.value, float | complex))

    assert [] == places(path, found)


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_a_module_holds_one_idea(path: Path) -> None:
    """No module has 400 lines or more, but for the few that are lists of small parts."""
    assert LONGER.get(path.name, LINES_A_MODULE) > len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_names_say_what_a_thing_is(path: Path) -> None:
    """No name we give, of a file, class, function, argument or variable, is made of a word that says nothing."""
    given = {one for node in ast.walk(tree(path)) for one in names_given(node)} | {path.stem}

    assert [] == sorted(one for one in given if words(one) & NAMES_WE_DO_NOT_GIVE)


@pytest.mark.parametrize("path", TESTS, ids=name)
def test_every_test_states_its_claim(path: Path) -> None:
    """Every test function has a docstring."""
    tests = (n for n in ast.walk(tree(path)) if isinstance(n, ast.FunctionDef) and n.name.startswith("test_"))

    assert [] == places(path, (test for test in tests if not ast.get_docstring(test)))


@pytest.mark.parametrize("path", sorted(ROOT.glob("plugins/*/src/**/*.py")), ids=name)
def test_plugins_import_public_names_only(path: Path) -> None:
    """No part of what a plugin imports from parengine starts with an underscore."""
    imported = (n for n in ast.walk(tree(path)) if isinstance(n, ast.ImportFrom) and not n.level)
    whole = [f"{n.module}.{alias.name}" for n in imported for alias in n.names]

    assert [] == [one for one in whole if re.match(r"parengine\b.*\._(?!_)", one)]


BUILDING = sorted(path for path in ROOT.glob("**/pyproject.toml") if "site-packages" not in path.parts)


@pytest.mark.parametrize("path", BUILDING, ids=name)
def test_no_file_that_builds_names_a_registry(path: Path) -> None:
    """Packages come from wherever the reader's pip is set up to find them."""
    assert not re.search(r"index-url|find-links|https?://", path.read_text(encoding="utf-8"))
