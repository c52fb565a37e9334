"""Checks of references between nodes: codes that are not there, and circles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal, NamedTuple, TypeAlias

from .._model import Node
from .._sentences import say
from ..expr import Expr
from ..expr._nodes import CohortFigure, CountNodes, Input, NodeFigure, walk
from ._keywords import suggestion
from ._nodes import Written
from ._places import Path, shortened
from ._structure import Structure

#: What must be known: whether a node applies, or its own figures.
Vertex: TypeAlias = tuple[Literal["away", "own"], str]
MAX_CIRCLES: Final = 20


class Link(NamedTuple):
    """That one thing needs another; `path` is the reference that makes it so, None where the tree does."""

    to: Vertex
    path: Path | None = None
    by: str = ""


def check_codes(structure: Structure) -> None:
    """Report references to nodes that are not there."""
    known = structure.found.places
    for written in structure.found.written:
        for code in _codes(written.expression):
            if code not in known:
                hint = suggestion(code, known)
                sentence = say("there is no node '{code}'{hint}", code=shortened(code), hint=hint)
                structure.loading.report(written.path, sentence)


def _codes(expression: Expr) -> Iterator[str]:
    return (node.code for node in walk(expression) if isinstance(node, NodeFigure | CountNodes))


def check_circles(structure: Structure) -> None:
    """Report nodes whose points depend on themselves."""
    links = links_of(structure)
    told: set[Path] = set()
    for circle in _circles(links):
        references = [link for link in circle if link.path is not None]
        if not references:  # a node inside one of its own code, which is told elsewhere
            continue
        first = references[0]
        assert first.path is not None
        if first.path not in told and len(told) < MAX_CIRCLES:
            told.add(first.path)
            structure.loading.report(first.path, _told(structure, references))


def _told(structure: Structure, references: list[Link]) -> str:
    """Return the sentence that names the first two places of a circle, and says how long it is."""
    first, *others = references
    by, seen = shortened(first.by), shortened(first.to[1])
    if not others:
        if by == seen:
            return say("a circle: '{by}' looks at itself", by=by)
        return say("a circle: '{by}' looks at '{seen}', which depends on '{by}'", by=by, seen=seen)
    back = others[-1]
    return say(
        "a circle: '{by}' looks at '{seen}' here, and{through} '{back}' looks at '{to}' at {place}",
        by=by,
        seen=seen,
        through=say(", through {count} more,", count=len(others) - 1) if len(others) > 1 else "",
        back=back.by,
        to=back.to[1],
        place=structure.loading.place(back.path or ()),
    )


def links_of(structure: Structure) -> Mapping[Vertex, list[Link]]:
    """Return what each vertex needs: by the tree, then by the references of clauses and rules."""
    links: dict[Vertex, list[Link]] = {}
    made = structure.set
    for root in (*made.nodes, *made.bonus, *made.penalty):
        _tree_links(root, links)
    nodes = made.by_code
    for written in structure.found.written:
        for vertex in needing(structure, written):
            links.setdefault(vertex, []).extend(references(written, nodes, vertex[1]))
    return links


def _tree_links(root: Node, links: dict[Vertex, list[Link]]) -> None:
    links.setdefault(("own", root.code), []).append(Link(("away", root.code)))
    for node in root.walk():
        for child in node.children:
            links.setdefault(("away", child.code), []).append(Link(("away", node.code)))
            links.setdefault(("own", child.code), []).append(Link(("away", child.code)))
            links.setdefault(("own", node.code), []).append(Link(("own", child.code)))


def needing(structure: Structure, written: Written) -> Iterable[Vertex]:
    """Return what an expression decides: whether a node applies, or its own figures."""
    if written.code is not None:
        return [("away" if written.part == "not_applicable_when" else "own", written.code)]
    if written.part != "set_check" or not _looks_around(written.expression):
        return []
    asked = _inputs(written.expression)
    return [("own", code) for code, read in _read_by_leaves(structure).items() if asked & read]


def _looks_around(expression: Expr) -> bool:
    return any(isinstance(node, NodeFigure | CountNodes | CohortFigure) for node in walk(expression))


def _read_by_leaves(structure: Structure) -> Mapping[str, set[tuple[str, str]]]:
    """Return the inputs that each leaf reads, in its rule or its clauses."""
    read: dict[str, set[tuple[str, str]]] = {}
    for written in structure.found.written:
        if written.code is not None:
            read.setdefault(written.code, set()).update(_inputs(written.expression))
    leaves = {node.code for node in structure.set.leaves()}
    return {code: inputs for code, inputs in read.items() if code in leaves}


def _inputs(expression: Expr) -> set[tuple[str, str]]:
    """Return the answers and attributes that are read, a distribution as a whole; the period is no answer."""
    read = (node for node in walk(expression) if isinstance(node, Input))
    return {(node.origin, node.name) for node in read if node.origin != "period"}


def references(written: Written, nodes: Mapping[str, Node], by: str) -> Iterator[Link]:
    """Yield what an expression looks at among the unit's own nodes; what it asks of the cohort is none of them."""
    for node in outside(written.expression, CohortFigure):
        if isinstance(node, NodeFigure):
            yield Link(("own", node.code), written.path, by)
        elif isinstance(node, CountNodes) and node.code in nodes:
            leaves = (leaf for leaf in nodes[node.code].walk() if leaf.is_leaf)
            yield from (Link(("own", leaf.code), written.path, by) for leaf in leaves)


def outside(expression: Expr, kind: type[Expr]) -> Iterator[Expr]:
    """Yield an expression and its parts, but not what stands inside those of one kind."""
    seen, waiting = {expression}, [expression]
    while waiting:
        node = waiting.pop()
        yield node
        new = [] if isinstance(node, kind) else [child for child in node.children() if child not in seen]
        seen.update(new)
        waiting.extend(new)


def _circles(links: Mapping[Vertex, list[Link]]) -> Iterator[list[Link]]:
    """Yield circles, each as its links; every link is followed once, without recursion."""
    done: set[Vertex] = set()
    for start in links:
        if start not in done:
            yield from _circles_from(start, links, done)


def _circles_from(start: Vertex, links: Mapping[Vertex, list[Link]], done: set[Vertex]) -> Iterator[list[Link]]:
    trail: list[Link] = [Link(start)]
    depth = {start: 0}
    waiting = [iter(links.get(start, ()))]
    while trail:
        link = next(waiting[-1], None)
        if link is None:
            done.add(trail[-1].to)
            del depth[trail.pop().to]
            waiting.pop()
        elif link.to in depth:
            yield [*trail[depth[link.to] + 1 :], link]
        elif link.to not in done:
            depth[link.to] = len(trail)
            trail.append(link)
            waiting.append(iter(links.get(link.to, ())))
