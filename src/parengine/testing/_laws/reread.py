"""A criteria set read again from its canonical document, and its expressions as authors write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any

import attrs
from attrs import evolve, frozen

from ..._model import CriteriaSet, Node, RuleKind
from ...criteria import loads
from ...criteria._scope import TOTALS
from ...expr import Calendar, Expr, answer
from ...rules import KINDS, slots_of


@lru_cache(maxsize=32)
def again(criteria_set: CriteriaSet) -> CriteriaSet:
    """
    Return a set as its canonical document is read.

    What no document says is taken over: which edition its expanded form extended, and who brought its rule kinds.
    Raises `DocumentError` where the document does not load.
    """
    read = loads(criteria_set.document, name=f"<{criteria_set.id}>", kinds=kinds_of(criteria_set))
    key = evolve(read.key, extends=criteria_set.key.extends)
    return evolve(read, key=key, kinds=criteria_set.kinds, warnings=criteria_set.warnings)


def kinds_of(criteria_set: CriteriaSet) -> dict[str, type[RuleKind]]:
    """Return the core's rule kinds and those that a set's rules are of, by name."""
    used = (kind for leaf in criteria_set.leaves() if leaf.rule for kind in _within(leaf.rule.kind))
    return {**KINDS, **{kind.name: type(kind) for kind in used}}


def _within(held: Any) -> Iterator[RuleKind]:
    """Yield a rule and the rules within it."""
    if isinstance(held, tuple):
        for one in held:
            yield from _within(one)
    elif attrs.has(type(held)) and not isinstance(held, Expr):
        if slots_of(type(held)) and hasattr(held, "points") and hasattr(held, "name"):
            yield held
        for each in attrs.fields(type(held)):
            yield from _within(getattr(held, each.name))


# ---- expressions


def expressions_of(criteria_set: CriteriaSet) -> Iterator[tuple[str | None, str, Expr]]:
    """Yield the expressions of a set as authors write them, each with its node's code and the path of its clause."""
    yield None, "index", criteria_set.index
    for place, check in enumerate(criteria_set.checks):
        yield None, f"checks[{place}]", check.condition
    for node in criteria_set.walk():
        yield from ((node.code, path, expression) for path, expression in _of_node(node))
    classes = criteria_set.classes
    for each in classes.classes if classes else ():
        yield from ((None, f"class {each.id}", gate.condition) for gate in each.gates)
    for name in ("not_rated", "forced", "highest") if classes else ():
        yield from ((None, f"{name}[{place}]", each.condition) for place, each in enumerate(getattr(classes, name)))


def _of_node(node: Node) -> Iterator[tuple[str, Expr]]:
    if node.rule is not None:
        yield from (("rule", expression) for expression in _written(node.rule.kind))
    if node.not_applicable_when is not None:
        yield "not_applicable_when", node.not_applicable_when.condition
    for name in ("checks", "zero_rules", "caps"):
        for place, clause in enumerate(getattr(node, name)):
            if clause.condition is not None:
                yield f"{name}[{place}]", clause.condition


def _written(held: Any) -> Iterator[Expr]:
    """Yield the expressions that a rule's slots hold, rules within it included."""
    if isinstance(held, Expr):
        yield held
    elif isinstance(held, tuple):
        for one in held:
            yield from _written(one)
    elif attrs.has(type(held)):
        for each in attrs.fields(type(held)):
            yield from _written(getattr(held, each.name))


@frozen(eq=False, slots=False)
class SetNames:
    """What texts of a set may refer to: its inputs, the unit's attributes, its calendar, and the totals in an index."""

    criteria_set: CriteriaSet

    @cached_property
    def _names(self) -> Mapping[str, Expr]:
        single = (each for each in self.criteria_set.inputs.values() if not each.ratings)
        return {**{each.id: answer(each.id, each.domain) for each in single}, **TOTALS}

    def name(self, name: str) -> Expr | None:
        """Return an input, or a total of an index."""
        return self._names.get(name)

    def part(self, name: str, part: str) -> Expr | None:
        """Return an option's count, or an attribute of the unit."""
        if name == "unit":
            attribute = self.criteria_set.unit_attributes.get(part)
            return None if attribute is None else answer(part, attribute.domain, origin="unit")
        declared = self.criteria_set.inputs.get(name)
        return None if declared is None else answer(name, declared.domain, part=part)

    def suggestions(self) -> Iterator[str]:
        """Yield nothing: nobody reads the hints."""
        return iter(())

    def calendar(self) -> Calendar:
        """Return the set's calendar."""
        return self.criteria_set.calendar
