"""One document being loaded: what the schema left of it, and the problems found so far."""

from __future__ import annotations

import copy
import enum
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal

from .._nearest import MOST_HINTED
from .._sentences import grouped, say
from ..errors import DocumentError, Problem
from ._places import Document, Path, path_text
from ._schema import Fault, faults
from ._set_shapes import MAX_DEPTH, MAX_NODES

MAX_PROBLEMS: Final = 1000
TOO_MANY: Final = say("there are {most} problems and more; the others are not shown", most=grouped(MAX_PROBLEMS))
#: The parts of a set that hold nodes.
ROOTS: Final = ("criteria", "bonus", "penalty")


class Broken(enum.Enum):
    """What stands in a list for what the schema refused, so that the others keep their places."""

    BROKEN = enum.auto()


#: Keywords whose complaint leaves the value itself usable.
_HARMLESS: Final = frozenset({"required", "uniqueItems", "minItems", "propertyNames"})


class Loading:
    """
    A document on its way to a model.

    What the schema refuses is reported and taken out of `tree`, and stand-ins take its place, so that one
    mistake does not hide the others. Nothing that was made with stand-ins leaves the loader.
    """

    def __init__(self, document: Document, shape: str, found: Iterable[Problem] = ()) -> None:
        self.document = document
        self._found: dict[Problem, None] = dict.fromkeys(found)
        self.tree: Any = document.root if isinstance(document.root, dict) else {}
        self.refuse(faults(shape, document.root))

    @property
    def problems(self) -> list[Problem]:
        """Return what was found, in the order of its places."""
        return sorted(self._found)

    def refuse(self, found: Iterable[Fault]) -> None:
        """Report faults and take out what they are about."""
        spoilt: list[Path] = []
        for fault in found:
            self.report(fault.path, fault.sentence, at_key=fault.about_key)
            if fault.path and fault.keyword not in _HARMLESS:
                spoilt.append(fault.path)
        if spoilt:
            self.tree = copy.deepcopy(self.tree)
        for path in sorted(spoilt, key=len, reverse=True):
            _take_out(self.tree, path)

    def report(
        self,
        path: Path,
        sentence: str,
        severity: Literal["error", "warning"] = "error",
        *,
        at_key: bool = False,
        offset: int | None = None,
    ) -> None:
        """Note a problem, once; raises `DocumentError` when there are too many to be worth reading."""
        self._found[self.document.problem(path, sentence, severity, at_key=at_key, offset=offset)] = None
        if len(self._found) >= MAX_PROBLEMS:
            raise DocumentError([*self.problems, self.document.problem((), TOO_MANY)])

    def warn(self, path: Path, sentence: str) -> None:
        """Note something that does not keep the document from being used."""
        self.report(path, sentence, "warning")

    def place(self, path: Path) -> str:
        """Return a place as sentences name it."""
        written = self.document.origin(path)
        place = written.document.place(written.path)
        file = "" if written.document.name == self.document.name else f"{written.document.name}: "
        where = file + path_text(written.path)
        return say("{path} (line {line}, column {column})", path=where, line=place.line, column=place.column)

    @property
    def hints(self) -> bool:
        """Return whether there are few enough problems for a hint at the next to be worth its time."""
        return len(self._found) < MOST_HINTED

    @property
    def failed(self) -> bool:
        """Return whether any problem is an error."""
        return any(problem.severity == "error" for problem in self._found)


def _take_out(tree: Any, path: Path) -> None:
    for step in path[:-1]:
        tree = tree[step]
    if isinstance(tree, dict):
        tree.pop(path[-1], None)
    else:
        tree[path[-1]] = Broken.BROKEN


def entries(values: Any) -> Iterator[tuple[int, Any]]:
    """Yield what is usable of a list, with its place in it."""
    return ((i, value) for i, value in enumerate(values or ()) if value is not Broken.BROKEN)


def named_entries(values: Any) -> Iterator[tuple[str, Any]]:
    """Yield what is usable of a mapping by id."""
    return ((key, value) for key, value in (values or {}).items() if value is not Broken.BROKEN)


def node_documents(tree: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any], int]]:
    """Yield every node's document with its path and depth, parents first, in document order, without recursion."""
    stack: list[tuple[Path, Any, int]] = [
        ((root, i), node, 1) for root in reversed(ROOTS) for i, node in reversed(list(_listed(tree.get(root))))
    ]
    while stack:
        path, node, depth = stack.pop()
        yield path, node, depth
        below = _listed(node.get("children")) if depth <= MAX_DEPTH else ()
        stack.extend(((*path, "children", i), child, depth + 1) for i, child in reversed(list(below)))


def _listed(nodes: Any) -> Iterator[tuple[int, Any]]:
    return ((i, node) for i, node in entries(nodes if isinstance(nodes, list) else ()) if isinstance(node, dict))


def check_nodes(loading: Loading) -> bool:
    """Hold every node to the schema; return whether the tree of nodes is within its limits."""
    for count, (path, _, depth) in enumerate(node_documents(loading.tree), 1):
        if count > MAX_NODES:
            loading.report(path, say("the set has more than {most} nodes", most=grouped(MAX_NODES)))
            return False
        if depth > MAX_DEPTH:
            loading.report(path, say("criteria are nested more than {most} levels deep", most=MAX_DEPTH))
            return False
    loading.refuse(fault for path, node, _ in node_documents(loading.tree) for fault in faults("node", node, path))
    return True
