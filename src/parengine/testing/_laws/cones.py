"""Cones: the answers that a node can depend on, followed through clauses and references from node to node."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache

from attrs import frozen

from ..._model import CriteriaSet, Node
from ...expr import Expr
from ...expr._nodes import CohortFigure, CountNodes, Input, Is, NodeFigure, Unknown, walk
from ...rules import Ratings, directions
from .outline import outline_of

#: An answer, an attribute or the period: its origin and its name; a distribution is one.
Asked = tuple[str, str]


@frozen(eq=False, slots=False)
class Cones:
    """Who depends on what in a set, by its text alone."""

    criteria_set: CriteriaSet

    @cached_property
    def asked(self) -> Mapping[str, frozenset[Asked]]:
        """Return the answers that each node can depend on."""
        return {
            code: frozenset(
                (node.origin, node.name) for other in reached for each in self._texts[other] for node in _inputs(each)
            )
            for code, reached in self._reached.items()
        }

    @cached_property
    def free(self) -> frozenset[str]:
        """Return the nodes of which an author may ask for states, or which look at others: units, or maxima."""
        odd = {code for code, texts in self._slots.items() if any(map(_asks_for_states, texts))}
        return frozenset(code for code, reached in self._reached.items() if not odd.isdisjoint(reached))

    @cached_property
    def _reached(self) -> Mapping[str, frozenset[str]]:
        return {code: frozenset(self._follow(code)) for code in self.criteria_set.by_code}

    def _follow(self, code: str) -> set[str]:
        """Return a node and every node that it depends on: above it, below it, and those that are referred to."""
        seen, waiting = {code}, [code]
        while waiting:
            new = set(self._next(waiting.pop())) - seen
            seen |= new
            waiting += new
        return seen

    def _next(self, code: str) -> Iterator[str]:
        node = self.criteria_set.by_code.get(code.removesuffix(_AWAY))
        assert node is not None
        yield from (f"{above.code}{_AWAY}" for above in outline_of(self.criteria_set).lineage[node.code])
        if not code.endswith(_AWAY):
            yield from (child.code for child in node.children)
        for text in self._texts[code]:
            yield from self._referred(text)

    def _referred(self, text: Expr) -> Iterator[str]:
        for node in walk(text):
            if isinstance(node, NodeFigure):
                yield node.code
            elif isinstance(node, CountNodes):
                yield from (below.code for below in self.criteria_set.at(node.code).walk())

    @cached_property
    def _texts(self) -> Mapping[str, list[Expr]]:
        """Return the expressions of each node, and apart from them those that say whether it applies."""
        found: dict[str, list[Expr]] = {}
        for node in self.criteria_set.walk():
            found[f"{node.code}{_AWAY}"] = _away(node)
            found[node.code] = [*_written_in_rule(node), *_clauses(node)]
            found[node.code] += self._checks(found[node.code] + _away(node)) if node.is_leaf else []
        return found

    def _checks(self, texts: list[Expr]) -> list[Expr]:
        """Return the checks of the set that read an input which a leaf reads too."""
        read = {(node.origin, node.name) for text in texts for node in _inputs(text)}
        checks = (check.condition for check in self.criteria_set.checks)
        return [each for each in checks if any((node.origin, node.name) in read for node in _inputs(each))]

    @cached_property
    def _slots(self) -> Mapping[str, list[Expr]]:
        """Return what authors wrote at each node: the expressions in its rule's slots and in its clauses."""
        found = {}
        for node in self.criteria_set.walk():
            clauses = [*_clauses(node), *(check.condition for check in self.criteria_set.checks)]
            found[node.code] = [*_written_in_rule(node), *clauses]
            found[node.code] += [self._points(node)] if self._looks_at_others(node) else []
            found[f"{node.code}{_AWAY}"] = _away(node)
        return found

    def _points(self, node: Node) -> Expr:
        return outline_of(self.criteria_set).points[node.code]

    def _looks_at_others(self, node: Node) -> bool:
        return node.is_leaf and any(isinstance(each, CohortFigure) for each in walk(self._points(node)))


_AWAY = " applies"


def _inputs(expression: Expr) -> Iterator[Input]:
    return (node for node in walk(expression) if isinstance(node, Input) and node.origin in ("answer", "unit"))


def _written_in_rule(node: Node) -> Iterator[Expr]:
    """Yield the expressions in the slots of a rule, those of its parts too, whatever its kind makes of them."""
    for _, held, _ in directions(node.rule.kind) if node.rule else ():
        for one in held if isinstance(held, tuple) else (held,):
            if isinstance(one, Ratings):
                yield from (count for count, _ in one.counts)
            elif isinstance(one, Expr):
                yield one


def _asks_for_states(expression: Expr) -> bool:
    odd = any(isinstance(node, Is | Unknown | CohortFigure) for node in walk(expression))
    return odd or any(isinstance(n, NodeFigure) and n.figure in ("status", "maximum") for n in walk(expression))


def _away(node: Node) -> list[Expr]:
    return [] if node.not_applicable_when is None else [node.not_applicable_when.condition]


def _clauses(node: Node) -> list[Expr]:
    caps = (cap.condition for cap in node.caps if cap.condition is not None)
    return [*(clause.condition for clause in (*node.checks, *node.zero_rules)), *caps]


@lru_cache(maxsize=32)
def cones_of(criteria_set: CriteriaSet) -> Cones:
    """Return the cones of a set; the most recent ones are kept."""
    return Cones(criteria_set)
