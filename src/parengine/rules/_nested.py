"""Rules within rules: their points and their problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from .._model import RuleKind
from .._sentences import figure as shown
from .._sentences import say
from ..expr import Expr
from ._compounds import Nested
from ._figures import figure


def reach_of(rule: RuleKind, maximum: Fraction) -> Expr:
    """
    Return the maximum in reach of a leaf's rule: its maximum, unless the kind's `reach(maximum)` says less.

    A checklist whose parts `shrink` the maximum says so; what does not apply then counts 0 of 0.
    """
    reach: Callable[[Fraction], Expr] | None = getattr(rule, "reach", None)
    return figure(maximum) if reach is None else reach(maximum)


def nested_points(nested: Nested, maximum: Fraction) -> Expr:
    """Return the points of a rule within a rule worth `maximum`."""
    return nested.rule.points(nested.maximum_within(maximum))


def nested_problems(nested: Nested, maximum: Fraction, where: str) -> Iterator[str]:
    """Yield the problems of a rule within a rule, with the place it has there."""
    own = nested.maximum_within(maximum)
    yield from (say("{where}: {sentence}", where=where, sentence=found) for found in nested.rule.problems(own))
    if reach_of(nested.rule, own) is not figure(own):
        sentence = say("only a leaf's own rule can shrink its maximum; say 'rescale' or 'full'")
        yield say("{where}: {sentence}", where=where, sentence=sentence)
    if own > maximum:
        sentence = say("its maximum of {own} is above {maximum}", own=shown(own), maximum=shown(maximum))
        yield say("{where}: {sentence}", where=where, sentence=sentence)
