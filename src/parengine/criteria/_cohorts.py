"""
Checks of what looks at the other units.

Figures of the cohort are known before any unit is scored, so nothing that they are made of may look at the
cohort itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping

from .._sentences import Sentence, say
from ..expr import Expr
from ..expr._nodes import CohortFigure, CountNodes, EachFigure, TotalFigure, walk
from ._nodes import Written
from ._places import shortened
from ._references import Link, Vertex, links_of, needing, outside, references
from ._structure import Structure


def check_cohorts(structure: Structure) -> None:
    """Report figures of the cohort that look at what they cannot, and those that depend on the cohort themselves."""
    asking = [written for written in structure.found.written if _asks(written.expression)]
    if not asking:
        return
    circles = _Circles(structure, asking)
    for written in asking:
        for figure in _figures(written.expression):
            refused = _unfit(figure) or circles.sentence(figure, written)
            if refused is not None:
                structure.loading.report(written.path, refused)


def _figures(expression: Expr) -> Iterator[CohortFigure]:
    return (node for node in walk(expression) if isinstance(node, CohortFigure))


def _asks(expression: Expr) -> bool:
    return any(isinstance(node, CohortFigure) for node in walk(expression))


def _unfit(figure: CohortFigure) -> Sentence | None:
    """Return why nothing can be known of each unit's value before the units are scored."""
    if _asks(figure.of):
        return say("a figure of the cohort cannot look at another figure of the cohort")
    if any(isinstance(node, EachFigure) for node in outside(figure.of, CountNodes)):
        return say("a figure of the cohort inside 'count' must name its node, such as 'cohort_mean(points(\"1\"))'")
    if any(isinstance(node, TotalFigure) for node in walk(figure.of)):
        return say("a figure of the cohort cannot look at the totals of an index; it would be a circle")
    return None


class _Circles:
    """Which nodes look at the cohort, and whose points depend on one that does."""

    def __init__(self, structure: Structure, asking: list[Written]) -> None:
        self.structure = structure
        self.nodes = structure.set.by_code
        self.asking: Mapping[Vertex, Written] = {
            vertex: written for written in reversed(asking) for vertex in needing(structure, written)
        }
        self.depending = _depending(links_of(structure), self.asking)

    def sentence(self, figure: CohortFigure, written: Written) -> Sentence | None:
        """Return the sentence that names both places of a circle; None where there is none."""
        for link in references(Written(written.path, figure.of, written.part), self.nodes, ""):
            asking = self.depending.get(link.to)
            if asking is not None:
                other = self.asking[asking]
                where = say("here") if other.path == written.path else self._place(other)
                return _told(shortened(link.to[1]), shortened(asking[1]), where)
        return self._of_whom(written)

    def _of_whom(self, written: Written) -> Sentence | None:
        """Return that whom a node is compared with is asked of the cohort: units it is not for are left out."""
        for part, code in needing(self.structure, written):
            asking = self.depending.get(("away", code)) if part == "own" else None
            if asking is not None:
                where, seen = self._place(self.asking[asking]), shortened(code)
                return say(
                    "a circle: whether '{seen}' applies, and so whom it is compared with, asks the cohort {where}",
                    seen=seen,
                    where=where,
                )
        return None

    def _place(self, written: Written) -> Sentence:
        return say("at {place}", place=self.structure.loading.place(written.path))


def _depending(links: Mapping[Vertex, list[Link]], asking: Iterable[Vertex]) -> Mapping[Vertex, Vertex]:
    """Return the nearest that looks at the cohort for all that depends on it; each link is followed once."""
    needed_by: dict[Vertex, list[Vertex]] = {}
    for vertex, needs in links.items():
        for link in needs:
            needed_by.setdefault(link.to, []).append(vertex)
    found = {vertex: vertex for vertex in asking}
    waiting = deque(found)
    while waiting:
        vertex = waiting.popleft()
        new = [other for other in needed_by.get(vertex, ()) if other not in found]
        found.update(dict.fromkeys(new, found[vertex]))
        waiting.extend(new)
    return found


def _told(seen: str, asking: str, where: Sentence) -> Sentence:
    if seen == asking:
        return say(
            "a circle: the cohort is asked for '{seen}', which itself asks the cohort {where}", seen=seen, where=where
        )
    return say(
        "a circle: the cohort is asked for '{seen}', which depends on '{asking}', which asks the cohort {where}",
        seen=seen,
        asking=asking,
        where=where,
    )
