"""
Steps: intervals of a value, each end open or closed, and the points of the one that a value falls in.

A step without an upper end reaches up to the next higher step; one without a lower end reaches down to the
next lower. `bands` and `improvement` are made of steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar, TypeAlias

from attrs import frozen

from .._sentences import say
from ..expr import Expr, when
from . import slots
from ._figures import figure, held, percent_text, too_many
from ._slots import Alternatives, Direction, at_least_one, at_most_one, exactly_one
from .slots import part


@part
class Step:
    """One step: where it starts, where it ends, and what it gives."""

    alternatives: ClassVar[tuple[Alternatives, ...]] = (
        at_least_one("at_least", "above", "below", "at_most"),
        at_most_one("at_least", "above"),
        at_most_one("below", "at_most"),
        exactly_one("points", "share"),
    )

    at_least: Fraction | None = slots.threshold("The step starts here, and this value belongs to it.", default=None)
    above: Fraction | None = slots.threshold("The step starts above this value.", default=None)
    below: Fraction | None = slots.threshold("The step ends below this value.", default=None)
    at_most: Fraction | None = slots.threshold("The step ends here, and this value belongs to it.", default=None)
    points: Fraction | None = slots.amount("The points that the step gives.", default=None)
    share: Fraction | None = slots.share("What the step gives, as a share of the maximum.", default=None)

    @property
    def low(self) -> End | None:
        """Return where the step starts; a cut: the values above it belong to the step."""
        return _cut(self.at_least, after=False) or _cut(self.above, after=True)

    @property
    def high(self) -> End | None:
        """Return where the step ends; a cut: the values below it belong to the step."""
        return _cut(self.below, after=False) or _cut(self.at_most, after=True)

    def gives(self, maximum: Fraction) -> Fraction:
        """Return the points of the step."""
        return self.points if self.points is not None else (self.share or Fraction(0)) * maximum


@frozen(order=True)
class End:
    """A cut between the numbers: just before `at`, or just after it."""

    at: Fraction
    after: bool

    def exceeded_by(self, value: Expr) -> Expr:
        """Return the condition that a value lies above the cut."""
        return value > figure(self.at) if self.after else value >= figure(self.at)


def _cut(at: Fraction | None, *, after: bool) -> End | None:
    return None if at is None else End(at, after)


Interval: TypeAlias = "tuple[End | None, End | None, Step]"


def intervals(steps: Iterable[Step]) -> list[Interval]:
    """Return the steps from the highest down, the ends that a neighbour implies filled in."""
    ordered = sorted(steps, key=_height, reverse=True)
    found: list[Interval] = []
    for place, step in enumerate(ordered):
        above = ordered[place - 1].low if place else None
        below = ordered[place + 1].high if place + 1 < len(ordered) else None
        found.append((step.low or below, step.high or above, step))
    return found


def _height(step: Step) -> tuple[Fraction, bool, bool]:
    """Order by the lower end; a step without one is just below its upper end."""
    end = step.low or step.high
    assert end is not None
    return end.at, end.after, step.low is not None


def regions(
    steps: Iterable[Step], otherwise: Fraction, maximum: Fraction
) -> tuple[list[tuple[End, Fraction]], Fraction]:
    """Return the cuts from the highest down, each with the points above it, and the points below them all."""
    cuts: list[tuple[End, Fraction]] = []
    edge: End | None = None
    for low, high, step in intervals(steps):
        if high is not None and high != edge:
            cuts.append((high, otherwise))
        if low is None:
            return cuts, step.gives(maximum)
        cuts.append((low, step.gives(maximum)))
        edge = low
    return cuts, otherwise


def stepped(value: Expr, steps: Iterable[Step], otherwise: Fraction, maximum: Fraction) -> Expr:
    """Return the points of the step that a value falls in, tested from the highest cut down."""
    cuts, lowest = regions(steps, otherwise, maximum)
    earned = held(lowest, maximum)
    for cut, points in reversed(cuts):
        earned = when(cut.exceeded_by(value), held(points, maximum), earned)
    return earned


def step_problems(steps: Sequence[Step], otherwise: Fraction, maximum: Fraction) -> Iterator[str]:
    """Yield steps that are empty, overlap, leave a gap, or give too much."""
    yield from too_many(otherwise, maximum, "'else'")
    for low, high, step in intervals(steps):
        yield from too_many(step.gives(maximum), maximum, say("the step {step}", step=_named(low, high)))
        if low is not None and high is not None and low >= high:
            yield say("no value falls in the step {step}", step=_named(low, high))
    for upper, lower in pairwise(intervals(steps)):
        yield from _joint_problems(upper, lower)


def _joint_problems(upper: Interval, lower: Interval) -> Iterator[str]:
    start, end = upper[0], lower[1]
    if start is None or end is None or start < end:
        both = {"lower": _named(*lower[:2]), "upper": _named(*upper[:2])}
        yield say("the steps {lower} and {upper} overlap", **both)
    elif end < start:
        yield say("no step covers the values {values}; add one that says what they give", values=_named(end, start))


def _named(low: End | None, high: End | None) -> str:
    start, end = low and _start(low), high and _end(high)
    if start and end:
        return say("'{start} {end}'", start=start, end=end)
    return say("'{end}'", end=start or end)


def _start(low: End) -> str:
    value = percent_text(low.at)
    return say("above {value}", value=value) if low.after else say("from {value}", value=value)


def _end(high: End) -> str:
    value = percent_text(high.at)
    return say("to {value}", value=value) if high.after else say("to below {value}", value=value)


def step_direction(steps: Sequence[Step], otherwise: Fraction) -> Direction:
    """Return which way a larger value moves the points."""
    as_shares = [step.share is not None for step in steps]
    if any(as_shares) and (otherwise or not all(as_shares)):
        return "none"
    cuts, lowest = regions(steps, otherwise, Fraction(1))
    return trend([lowest, *(points for _, points in reversed(cuts))])


def trend(rising: Sequence[Fraction]) -> Direction:
    """Return which way points go that are listed by rising value."""
    pairs = list(pairwise(rising))
    if all(low <= high for low, high in pairs):
        return "up"
    return "down" if all(low >= high for low, high in pairs) else "none"
