"""
Deduction: the maximum less something for each event, down to a floor.

Two heads disciplined at half a point and three officials at a twentieth leave 0.6 of 1.75. A text that
deducts without saying how much cannot be computed: use `awarded`.

>>> from parengine.expr import Domain, answer, evaluate
>>> heads, officials = (answer(name, Domain("count", low=0, high=10**9)) for name in ("heads", "officials"))
>>> rule = Deduction(events=[Event(count=heads, points="0.5"), Event(count=officials, points="0.05")])
>>> [str(evaluate(rule.points(Fraction("1.75")), {"heads": n, "officials": 3})) for n in (0, 2, 9)]
['8/5', '3/5', '0']
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from .._sentences import figure as shown
from .._sentences import say
from ..expr import Expr, const, when
from ..expr._build import add
from ..expr._guards import is_nonnegative
from . import slots
from ._figures import figure
from .sentences import Phrase, Points, Unit, opening, phrase
from .slots import kind, part


@part
class Event:
    """One kind of event: how many there were, and the points that each costs."""

    count: Expr = slots.number("How many there were.", helps="down")
    points: Fraction = slots.amount("The points that each costs.", above_zero=True)


@kind
class Deduction:
    """The maximum less something for each event, down to a floor."""

    name: ClassVar[str] = "deduction"

    events: tuple[Event, ...] = slots.listed(Event, "What points are taken away for.")
    floor: Fraction = slots.amount("The least that is left.", default=Fraction(0))

    def points(self, maximum: Fraction) -> Expr:
        """Return the points as an expression over the declared inputs."""
        floor = min(self.floor, maximum)
        lost = add(*(event.count * figure(event.points) for event in self.events))
        left = when(lost >= figure(maximum - floor), figure(floor), const(maximum) - lost)
        return left if is_nonnegative(lost) else when(lost < 0, const(maximum), left)

    def sentence(self, maximum: Fraction) -> Iterator[Phrase]:
        """Yield the rule in words."""
        first, *others = map(_cost, self.events)
        fields = {"whole": Points(maximum), "first": first}
        yield opening("tối đa {whole}, trừ điểm như sau: {first}", "{whole} less what is deducted: {first}", **fields)
        yield from others
        vi, en = "điểm còn lại không thấp hơn {floor}", "what is left is never below {floor}"
        yield phrase(vi, en, floor=Points(self.floor))

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield a floor from which nothing can be taken away."""
        if self.floor >= maximum:
            floor, most = shown(self.floor), shown(maximum)
            yield say("the floor of {floor} leaves nothing of {maximum} to take away", floor=floor, maximum=most)


def _cost(event: Event) -> Phrase:
    """Return what an event costs, in words."""
    fields = {"count": event.count, "one": Unit(event.count), "cost": Points(event.points)}
    return phrase("{count}: {one} trừ {cost}", "{count}: {cost} for {one}", **fields)
