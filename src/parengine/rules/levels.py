"""
Levels: one of several, each with its points, or its share of the maximum.

On time 1, late 0.5, none 0. Every option of the choice is listed, also those that give nothing. An answer
that is no option is invalid, an absent one missing.

>>> from parengine.expr import Domain, answer, evaluate
>>> status = answer("status", Domain("choice", options=("full", "partial", "none")))
>>> rule = Levels(input=status, shares={"full": "100%", "partial": "50%", "none": 0})
>>> [str(evaluate(rule.points(Fraction(2)), {"status": level})) for level in ("full", "partial", "none")]
['2', '1', '0']
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from .._sentences import say
from ..expr import INVALID, Expr, when, word
from ..expr._nodes import Input
from . import slots
from ._figures import held, too_many
from ._slots import Alternatives, exactly_one
from .sentences import Named, Option, Phrase, Points, opening, phrase
from .slots import kind


@kind
class Levels:
    """Points by the option that was chosen."""

    name: ClassVar[str] = "levels"
    alternatives: ClassVar[tuple[Alternatives, ...]] = (exactly_one("points", "shares"),)

    input: Expr = slots.choice("The choice that decides.", helps="none")
    amounts: tuple[tuple[str, Fraction], ...] | None = slots.amounts_by_option(
        "The points of each option.", key="points", default=None
    )
    shares: tuple[tuple[str, Fraction], ...] | None = slots.shares_by_option(
        "What each option gives, as a share of the maximum.", default=None
    )

    def levels(self, maximum: Fraction) -> list[tuple[str, Fraction]]:
        """Return the options with their points; an option that the choice does not have is left out."""
        listed = self.amounts or tuple((option, share * maximum) for option, share in self.shares or ())
        options = self._options()
        return [(option, points) for option, points in listed if options is None or option in options]

    def _options(self) -> tuple[str, ...] | None:
        """Return the options of the choice, None where it is computed."""
        return self.input.domain.options if isinstance(self.input, Input) else None

    def points(self, maximum: Fraction) -> Expr:
        """Return the points as an expression over the declared inputs."""
        levels = self.levels(maximum)
        complete = {option for option, _ in levels} == set(self._options() or ())
        earned = held(levels.pop()[1], maximum) if complete and len(levels) > 1 else INVALID
        for option, points in reversed(levels):
            earned = when(self.input.equals(word(option)), held(points, maximum), earned)
        return earned

    def sentence(self, maximum: Fraction) -> Iterator[Phrase]:
        """Yield the rule in words."""
        first, *others = ((Option(self.input, option), Points(amount)) for option, amount in self.levels(maximum))
        fields = {"input": Named(self.input), "option": first[0], "points": first[1]}
        yield opening("{input} là {option}: {points}", "{input} is {option}: {points}", **fields)
        for option, amount in others:
            yield phrase("{option}: {points}", "{option}: {points}", option=option, points=amount)

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield options that are not listed, that do not exist, or that give too much."""
        listed = dict(self.amounts or self.shares or ())
        options = self._options()
        if options is not None:
            for one in (one for one in listed if one not in options):
                yield say("'{option}' is not an option; they are {options}", option=one, options=list(options))
            yield from (say("the option '{option}' is not listed", option=one) for one in options if one not in listed)
        for option, points in self.levels(maximum):
            yield from too_many(points, maximum, f"'{option}'")
