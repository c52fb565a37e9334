"""What `test --cover` shows: the paths that no case takes, those that none can take, and how many are reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import floor
from typing import Any, Final

from .._sentences import Sentence, figure, in_language, say, say_counted
from ..score._words import clause_words
from ..testing._reach.found import Coverage, NodeCoverage, Path
from ..types import Language
from ._page import Block, Column, Table


def reaches(found: Coverage, percent: Fraction) -> bool:
    """Return whether at least so many percent of the paths are reached, exactly."""
    return found.share * 100 >= percent


def coverage_blocks(found: Coverage) -> Iterator[Block]:
    """Yield what people see: the missed paths first, how much is reached last."""
    if found.missed:
        yield _listed(say("{set}: paths that no case takes", set=found.set), found.missed)
    if found.impossible:
        title = say("{set}: paths that no answers can lead to; they are not counted", set=found.set)
        yield _listed(title, found.impossible)
    columns = [Column(say("code")), Column(say("label")), Column(say("reached"), True), Column(say("paths"), True)]
    yield Table(say("{set}: paths by criterion", set=found.set), columns, [_row(node) for node in found.nodes])
    yield summary(found)


def summary(found: Coverage) -> Sentence:
    """Return in one line how much is reached; 100 % only where all is."""
    return say_counted(
        "{set}: {reached} of {count} path reached, {percent} %",
        "{set}: {reached} of {count} paths reached, {percent} %",
        len(found.paths),
        set=found.set,
        reached=len(found.reached),
        percent=figure(_percent(found.share)),
    )


def _percent(share: Fraction) -> Fraction:
    """Return percents to one decimal, rounded down: what is not whole must not look so."""
    return Fraction(floor(share * 1000), 10)


def _listed(title: str, paths: Iterable[Path]) -> Table:
    columns = [Column(say("code")), Column(say("label")), Column(say("clause")), Column(say("what leads to it"))]
    return Table(title, columns, [[path.code, path.label or "", _clause(path), path.words] for path in paths])


def _row(node: NodeCoverage) -> list[Any]:
    label = say("the whole set") if node.label is None else node.label
    return [node.code, label, str(len(node.reached)), str(len(node.paths))]


def _clause(path: Path) -> str:
    kind = next((kind for kind in _OF_CLASSES if kind in path.clause), None)
    return clause_words(path.clause) if kind is None else _OF_CLASSES[kind]


#: What the clauses of the classes are called, the innermost first.
_OF_CLASSES: Final = {
    ".gates": say("gate of a class"),
    ".not_rated": say("not rated"),
    ".forced": say("forced class"),
    ".highest": say("highest class"),
    "classes": say("class"),
}


def coverage_facts(found: Coverage, language: Language) -> dict[str, Any]:
    """Return for programs what is reached and what is not, the words in a language; `percent` is rounded down."""
    return {
        "set": found.set,
        "paths": len(found.paths),
        "reached": len(found.reached),
        "percent": figure(_percent(found.share)),
        "nodes": [_node_facts(node, language) for node in found.nodes],
        "impossible": [_path_facts(path, language) for path in found.impossible],
    }


def _node_facts(node: NodeCoverage, language: Language) -> dict[str, Any]:
    label = node.label and node.label.in_language(language)
    counts = {"paths": len(node.paths), "reached": len(node.reached)}
    return {"code": node.code, "label": label, **counts, "found": [_path_facts(path, language) for path in node.paths]}


def _path_facts(path: Path, language: Language) -> dict[str, Any]:
    words = in_language(path.words, language)
    return {"code": path.code, "clause": path.clause, "words": words, "reached_by": list(path.reached_by)}
