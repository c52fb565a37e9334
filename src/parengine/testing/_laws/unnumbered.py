"""
A set without a digit in any name: every label is a word of letters, in both languages, and so is the code of a node.

What is left of digits in its sentences are the numbers that it declares: a label such as "level 3" cannot stand in
for a 3 that is not said.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from string import ascii_lowercase
from typing import Any, Final

import attrs
from attrs import evolve

from ..._model import CriteriaSet
from ...expr import Domain, Expr
from ...expr._nodes import CountNodes, NodeFigure, _intern
from ...expr._replace import replace
from ...types import Text

#: What of a set has labels, or expressions that name nodes.
_NAMED: Final = ("nodes", "bonus", "penalty", "inputs", "unit_attributes", "checks", "index", "classes")
#: What has no label in it.
_NAMELESS: Final = (Domain,)


@lru_cache(maxsize=16)
def unnumbered(criteria_set: CriteriaSet) -> CriteriaSet:
    """Return a set that scores as it did and in which everything is called by letters; codes of nodes stay."""
    naming = _Naming()
    named: dict[str, Any] = {name: naming.without(getattr(criteria_set, name)) for name in _NAMED}
    return evolve(criteria_set, **named, digest=f"{criteria_set.digest} without numbers")


class _Naming:
    """Names for what has been seen so far: what was called alike is called alike again."""

    def __init__(self) -> None:
        self.names: dict[object, str] = {}

    def without(self, held: Any) -> Any:
        """Return a value with another name in the place of each that it holds."""
        if isinstance(held, Text):
            return Text(self.name(held), self.name(held))
        if isinstance(held, Expr):
            return replace(held, self._of_other_nodes)
        if isinstance(held, Mapping):
            return {key: self.without(each) for key, each in held.items()}
        if isinstance(held, tuple):
            return tuple(map(self.without, held))
        return self._parts(held) if attrs.has(type(held)) and not isinstance(held, _NAMELESS) else held

    def _parts(self, held: Any) -> Any:
        """Return a value whose parts are renamed; those that stay are not set anew."""
        fields = [field for field in attrs.fields(type(held)) if field.init]
        found = {field.alias: (getattr(held, field.name), self.without(getattr(held, field.name))) for field in fields}
        return evolve(held, **{alias: new for alias, (old, new) in found.items() if new is not old})

    def _of_other_nodes(self, node: Expr) -> Expr | None:
        """Return a figure of a node that is called otherwise: it is said and never looked up."""
        if isinstance(node, NodeFigure):
            return _intern(NodeFigure, self.name(node.code), node.figure)
        return _intern(CountNodes, self.name(node.code), node.condition) if isinstance(node, CountNodes) else None

    def name(self, called: object) -> str:
        """Return letters for what was called something."""
        return self.names.setdefault(called, _letters(len(self.names)))


def _letters(place: int) -> str:
    before, last = divmod(place, len(ascii_lowercase))
    return (_letters(before - 1) if before else "") + ascii_lowercase[last]
