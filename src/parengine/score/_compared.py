"""
Comparing with the cohort: what of a programme looks at the other units.

A cohort figure becomes an input of origin `cohort`; what it compares becomes a binding of its own, which a
first pass computes for every unit. So a second pass is enough, and a figure that feeds itself is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from .._sentences import say
from ..errors import ExpressionError
from ..expr import NO, NOT_APPLICABLE, Domain, Expr, answer, is_not_applicable, show, when
from ..expr._build import ZERO, cohort
from ..expr._guards import is_nonnegative
from ..expr._nodes import Bound, CohortFigure, CohortKind, Input, walk
from ._programme import COMPARED, Comparison, named

_COUNTS: Final[Mapping[CohortKind, Domain]] = {
    "count": Domain("count", low=0, high=10**9),
    "rank": Domain("count", low=1, high=10**9),
}
_OPEN_DOMAIN: Final = Domain("exact")
_DOMAIN: Final = Domain("exact", low=0)


class Comparisons:
    """The cohort figures met while a set is lowered, and the bindings that they compare."""

    def __init__(self, bind: Callable[[str, Expr], Expr]) -> None:
        self.bind = bind
        self.found: dict[Input, Comparison] = {}

    def stand_in(self, asked: CohortFigure, code: str = "", away: Expr = NO) -> Expr:
        """
        Return what stands in the place of a cohort figure: of nobody it does not apply.

        Units to which the node that asks does not apply are left out: `code` is the node's, `away` says when.
        """
        text = show(asked.of) if away is NO else f"{show(asked.of)} at {code}"
        compared = self.bind(named(COMPARED, text), when(away, NOT_APPLICABLE, asked.of))
        found = self._input(asked, text)
        if asked.figure == "count":
            return found
        if asked.figure == "rank":
            return when(is_not_applicable(compared), NOT_APPLICABLE, found)
        return when(self._input(_count(asked), text).equals(ZERO), NOT_APPLICABLE, found)

    def _input(self, asked: CohortFigure, text: str) -> Expr:
        domain = _COUNTS.get(asked.figure) or (_DOMAIN if is_nonnegative(asked.of) else _OPEN_DOMAIN)
        read = answer(f"cohort_{asked.figure}({text})", domain, origin="cohort")
        assert isinstance(read, Input)
        self.found[read] = Comparison(read, asked.figure, text)
        return read


def _count(asked: CohortFigure) -> CohortFigure:
    counted = cohort("count", asked.of)
    assert isinstance(counted, CohortFigure)
    return counted


def refuse_circles(bindings: Mapping[str, Expr], comparisons: Mapping[Input, Comparison]) -> None:
    """Raise `ExpressionError` where what is compared depends on a figure of the cohort itself."""
    for each in comparisons.values():
        for read in _reached(each.binding, bindings):
            if read in comparisons:
                sentence = say(
                    "'{figure}' is a circle: what it compares depends on '{other}', a figure of the cohort too",
                    figure=each.input.name,
                    other=read.name,
                )
                raise ExpressionError(sentence)


def _reached(name: str, bindings: Mapping[str, Expr]) -> Iterator[Input]:
    """Yield the inputs that a binding depends on, across the bindings it reads."""
    waiting, seen = [name], {name}
    while waiting:
        for node in walk(bindings[waiting.pop()]):
            if isinstance(node, Input):
                yield node
            elif isinstance(node, Bound) and node.name not in seen:
                seen.add(node.name)
                waiting.append(node.name)
