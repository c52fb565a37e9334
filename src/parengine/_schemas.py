"""
The published schemas as files, and what jsonschema says of a document that should keep to one.

An installed package carries the files in `parengine/schemas`, a checkout in `schemas/`. jsonschema is imported
when it is first asked.

>>> read("case")["title"]
'Cases'
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from .errors import DocumentError, Problem

_PACKAGE: Final = Path(__file__).resolve().parent
#: Where the files are: inside an installed package, else beside the sources of a checkout.
FOLDERS: Final = (_PACKAGE / "schemas", _PACKAGE.parents[1] / "schemas")
ENDING: Final = ".schema.json"
_MOST_SHOWN: Final = 200


def _folder() -> Path:
    found = next((folder for folder in FOLDERS if any(folder.glob(f"*{ENDING}"))), None)
    if found is None:
        raise FileNotFoundError("the schemas are neither in the package nor in a checkout; install parengine again")
    return found


def names() -> tuple[str, ...]:
    """Return the names of the schemas that are there: `criteria-set`, `assessment` and so on."""
    return tuple(sorted(path.name.removesuffix(ENDING) for path in _folder().glob(f"*{ENDING}")))


def text(name: str) -> str:
    """Return the text of a schema's file; raises `FileNotFoundError` where there is none."""
    return (_folder() / f"{name}{ENDING}").read_text(encoding="utf-8")


def read(name: str) -> dict[str, Any]:
    """Return a schema with its decimals as `Decimal`, so that `minimum: 0.1` admits one tenth."""
    schema: dict[str, Any] = json.loads(text(name), parse_float=Decimal)
    return schema


def refusals(schema: Mapping[str, Any], tree: object) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the path and the message of everything that jsonschema finds wrong with a tree."""
    from jsonschema import Draft202012Validator

    for error in Draft202012Validator(schema).iter_errors(tree):
        yield tuple(error.absolute_path), _shown(error.message)


def _shown(message: str) -> str:
    return message if len(message) <= _MOST_SHOWN else f"{message[:_MOST_SHOWN]}…"


@cache
def _kept(name: str) -> dict[str, Any]:
    return read(name)


def hold_to(name: str, tree: object, file: str) -> None:
    """Raise `DocumentError` with everything for which a tree is not a document of a published schema."""
    problems = [
        Problem(file, 1, 1, "".join(["$", *(f"[{s}]" if isinstance(s, int) else f".{s}" for s in path)]), message)
        for path, message in refusals(_kept(name), tree)
    ]
    if problems:
        raise DocumentError(sorted(problems))
