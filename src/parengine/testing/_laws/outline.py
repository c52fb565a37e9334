"""What of a set is the same for every trial: who stands above whom, and each leaf's points as an expression."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Final

from attrs import frozen

from ..._model import CriteriaSet, Node
from ...expr import Expr
from ...rules import directions, reach_of

#: Of so many nodes a law can afford to look at everything in every trial.
_SMALL: Final = 24


@frozen(eq=False, slots=False)
class Outline:
    """A set as the laws look at it."""

    criteria_set: CriteriaSet

    @property
    def is_small(self) -> bool:
        """Return whether a law looks at everything in every trial; of a large set it looks at some."""
        return len(self.criteria_set.by_code) <= _SMALL

    @cached_property
    def lineage(self) -> Mapping[str, tuple[Node, ...]]:
        """Return for each node itself and those above it, the nearest first."""
        above: dict[str, tuple[Node, ...]] = {}
        for node in self.criteria_set.walk():
            above.setdefault(node.code, (node,))
            above |= {child.code: (child, *above[node.code]) for child in node.children}
        return above

    @cached_property
    def points(self) -> Mapping[str, Expr]:
        """Return what each leaf's rule gives, as its kind builds it."""
        return {leaf.code: leaf.rule.kind.points(leaf.maximum) for leaf in self.criteria_set.leaves() if leaf.rule}

    @cached_property
    def reach(self) -> Mapping[str, Expr]:
        """Return the most that each leaf could have: its maximum, unless its kind says less."""
        return {leaf.code: reach_of(leaf.rule.kind, leaf.maximum) for leaf in self.criteria_set.leaves() if leaf.rule}

    @cached_property
    def may_exceed(self) -> frozenset[str]:
        """Return the nodes whose own rule, or one below, is declared to give more than its maximum."""
        freed = [leaf.code for leaf in self.criteria_set.leaves() if any(_free(leaf))]
        return frozenset(node.code for code in freed for node in self.lineage[code])

    @cached_property
    def magnitudes(self) -> frozenset[str]:
        """Return the nodes of bonus and penalty groups."""
        roots = (*self.criteria_set.bonus, *self.criteria_set.penalty)
        return frozenset(node.code for root in roots for node in root.walk())


def _free(leaf: Node) -> Iterator[bool]:
    assert leaf.rule is not None
    return (slot.key == "above" and held == "allow" for slot, held, _ in directions(leaf.rule.kind))


@lru_cache(maxsize=32)
def outline_of(criteria_set: CriteriaSet) -> Outline:
    """Return the outline of a set; the most recent ones are kept."""
    return Outline(criteria_set)
