"""The shapes of real scoring rules as the tests hold them: files beside this one, read as documents are read."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from attrs import field, frozen

from parengine import CriteriaSet, loads
from parengine.criteria import CaseFile, loads_cases
from parengine.criteria._source import read_file
from parengine.types import Text

HERE: Final = Path(__file__).parent
FILES: Final = (*sorted(HERE.glob("[0-9]*.yaml")), *sorted(HERE.glob("conventions/*.yaml")))
YEAR: Final = 2022
KEYS: Final = {"number", "name", "definition", "wrong", "kind", "node", "set", "cases", "refused"}
LEAF: Final = "1"


@frozen
class Shape:
    """
    One file: a leaf alone, or a small set, with cases; a convention has no number.

    `kind` says what of a document carries the shape, `keys` are those of the set that the file writes, `written` is the
    leaf or set as it stands there.
    """

    path: Path
    number: int | None
    name: Text
    definition: str
    wrong: str
    kind: str
    keys: frozenset[str] = field(repr=False)
    written: str = field(repr=False)
    document: Mapping[str, Any] = field(repr=False)
    cases: tuple[Mapping[str, Any], ...] = field(repr=False)
    refused: tuple[Mapping[str, Any], ...] = field(repr=False)

    @property
    def is_set(self) -> bool:
        """Return whether a whole set stands in the file, not a leaf alone."""
        return "maximum" in self.keys

    @property
    def id(self) -> str:
        """Return the id of its set."""
        return _id(self.path)

    def set(self) -> CriteriaSet:
        """Return its set as it is loaded."""
        return loads(self.document)

    def changed(self, refused: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return its document with the rule, or the nodes, that must be refused."""
        nodes = refused.get("nodes") or [{**self.document["criteria"][0], "rule": refused["rule"]}]
        return {**self.document, "maximum": sum(node["maximum"] for node in nodes), "criteria": nodes}

    def case_file(self) -> CaseFile:
        """Return its cases as those of any set."""
        cases = [_case(case) for case in self.cases]
        return loads_cases({"format": 1, "set": self.id, "year": YEAR, "cases": cases}, name=self.path.name)


def shape(path: Path) -> Shape:
    """Read a file."""
    read: Mapping[str, Any] = read_file(path).root
    assert set(read) <= KEYS, f"{path.name}: {set(read) - KEYS}"
    return Shape(
        path=path,
        number=read.get("number"),
        name=Text(**read["name"]),
        definition=read["definition"],
        wrong=read["wrong"],
        kind=read.get("kind") or f"`{read['node']['rule']['kind']}`",
        keys=frozenset(read.get("set", ())),
        written=_written(path.read_text(encoding="utf-8")),
        document=_document(path, read),
        cases=tuple(read["cases"]),
        refused=tuple(read.get("refused", ())),
    )


def _written(text: str) -> str:
    """Return the lines of the leaf or set, as they would stand by themselves."""
    (lines,) = re.findall(r"^(?:node|set):\n((?: .*\n)+)", text, re.MULTILINE)
    return textwrap.dedent(lines).strip()


def _document(path: Path, read: Mapping[str, Any]) -> dict[str, Any]:
    node, label = read.get("node"), read["name"]
    said = {"maximum": node["maximum"], "index": "points", "criteria": [_leaf(node, label)]} if node else {}
    head = {"format": 1, "id": _id(path), "edition": "1", "owner": "shapes", "tier": "agency", "years": [YEAR]}
    return {**head, "title": label, "provenance": "analogue", **said, **read.get("set", {})}


def _id(path: Path) -> str:
    return f"shape-{path.stem.replace('_', '-')}"


def _leaf(node: Mapping[str, Any], label: Mapping[str, str]) -> dict[str, Any]:
    return {"code": LEAF, "label": label, "provenance": "analogue", **node}


def _case(case: Mapping[str, Any]) -> dict[str, Any]:
    expect = case["expect"] if "expect" in case else {"nodes": {LEAF: _expected(case["gives"])}}
    return {**{key: value for key, value in case.items() if key != "gives"}, "expect": expect}


def _expected(gives: Any) -> dict[str, Any]:
    if isinstance(gives, str) and gives[0].isalpha():
        return {"status": gives}
    assert isinstance(gives, str | int | Decimal)
    return {"points": gives, "status": "scored"}


SHAPES: Final = tuple(map(shape, FILES))
