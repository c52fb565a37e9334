"""
Folding: what is the same for all answers is worked out beforehand.

Constants and other names of the same thing take the place of references, and tests for what cannot occur
vanish.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from . import _nodes as n
from ._build import LITERALS, NO
from ._known import Branch, Knowledge
from ._replace import replace


def simplified(bindings: Iterable[tuple[str, n.Expr]]) -> tuple[tuple[tuple[str, n.Expr], ...], Knowledge]:
    """Return the bindings with everything folded that holds for all answers, and what is known of them."""
    knowledge, folded = Knowledge(), dict[str, n.Expr]()
    for name, expression in bindings:
        simple = replace(expression, _folding(folded, knowledge, Branch()))
        folded[name] = simple
        knowledge.states[name] = knowledge.possible(simple, Branch())
        knowledge.lowest[name] = knowledge.floor(simple)
    return tuple(folded.items()), knowledge


def _folding(folded: Mapping[str, n.Expr], knowledge: Knowledge, branch: Branch) -> Callable[[n.Expr], n.Expr | None]:
    def swap(node: n.Expr) -> n.Expr | None:
        if isinstance(node, n.Bound):
            return folded[node.name] if isinstance(folded[node.name], (*LITERALS, n.Bound, n.Unknown)) else None
        if isinstance(node, n.Is):
            return NO if node.state not in knowledge.possible(node.of, branch) else None
        return NO if isinstance(node, n.Compare) and _never_zero(node, knowledge, branch) else None

    return swap


def _never_zero(node: n.Compare, knowledge: Knowledge, branch: Branch) -> bool:
    """Return whether an equation with 0 can never hold, and its other side is always known."""
    if node.operator != "=" or not (isinstance(node.right, n.Const) and node.right.value == 0):
        return False
    floor = knowledge.floor(node.left)
    return floor is not None and floor > 0 and not knowledge.possible(node.left, branch)
