"""
Cases: the first condition that holds picks the rule.

With a plan: bands of what was done of it; without one: something simpler. Only the conditions up to the one
that holds are asked, and only the rule that is picked. A rule may have a maximum of its own, not above the
leaf's. `else` is the rule where no condition holds.

>>> from parengine.expr import Domain, answer, evaluate
>>> from parengine.rules import Formula, Tally
>>> flagged, corrected = (answer(name, Domain("count", low=0, high=10**9)) for name in ("flagged", "corrected"))
>>> rule = Cases(cases=[Case(holds=flagged.equals(0), rule=Formula(value=2))], otherwise=Tally(count=corrected, each=1))
>>> [str(evaluate(rule.points(Fraction(2)), sheet)) for sheet in ({"flagged": 0}, {"flagged": 3, "corrected": 1})]
['2', '1']
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from .._sentences import say
from ..expr import Expr, when
from . import slots
from ._compounds import Nested
from ._nested import nested_points, nested_problems
from .sentences import Named, Phrase, above_zero, only_zero, opening, within
from .slots import kind, part


@part
class Case:
    """One case: its condition and the rule that it picks."""

    holds: Expr = slots.condition("When the case is picked.", key="when", helps="none")
    rule: Nested = slots.rule("The rule of the case.")


@kind
class Cases:
    """The first condition that holds picks the rule."""

    name: ClassVar[str] = "cases"

    cases: tuple[Case, ...] = slots.listed(Case, "The cases, in the order they are tried.")
    otherwise: Nested = slots.rule("The rule where no condition holds.", key="else")

    def points(self, maximum: Fraction) -> Expr:
        """Return the points as an expression over the declared inputs."""
        earned = nested_points(self.otherwise, maximum)
        for case in reversed(self.cases):
            earned = when(case.holds, nested_points(case.rule, maximum), earned)
        return earned

    def sentence(self, maximum: Fraction) -> Iterator[Phrase]:
        """Yield the rule in words."""
        nonzero: list[Expr] = []
        for case in self.cases:
            fields = {
                "holds": Named(case.holds),
                "rule": within(case.rule, maximum, [*nonzero, *above_zero(case.holds)]),
            }
            yield opening("trường hợp {holds}: {rule}", "where {holds}: {rule}", **fields)
            nonzero += only_zero(case.holds)
        last = within(self.otherwise, maximum, nonzero)
        yield opening("các trường hợp còn lại: {rule}", "in all other cases: {rule}", rule=last)

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield what is wrong with the rules, named by their case."""
        for place, case in enumerate(self.cases, start=1):
            yield from nested_problems(case.rule, maximum, say("case {place}", place=place))
        yield from nested_problems(self.otherwise, maximum, "'else'")
