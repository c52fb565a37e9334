"""
Where numbers meet an order: comparisons, the smaller and the larger, rounding, whole parts.

Pairs are multiplied out, so the answer is always sure. Of an enclosure the answer is sure as long as both of its ends
give the same one; a unit where they do not is marked, to be computed again by the exact reading.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import ceil, floor, gcd
from typing import Final, TypeAlias

from ..._numbers import Mode
from .form import Op
from .numbers import Number, Numbers
from .ops import Ops, TooWide
from .spans import Span, hull, within

#: A truth, and where it is not sure.
Verdict: TypeAlias = "tuple[Op, Op | None]"
#: A number with between what it lies.
Placed: TypeAlias = "tuple[Number, Span]"


class Orders:
    """Comparing and rounding, over the numbers of one form."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.ops: Ops = numbers.ops

    # ---- comparisons

    def compared(self, sign: str, left: Placed, right: Placed) -> Verdict:
        """Return whether a comparison holds, and where that is not sure."""
        exact = self._multiplied_out(left[0], right[0])
        if exact is not None:
            return PLAIN[sign](self.ops, *exact), None
        left, right = (left, self._near(right, left)) if left[0].is_enclosure else (self._near(left, right), right)
        a, b = (self.numbers.enclosed(*each).ends for each in (left, right))
        if sign in (">", ">="):
            a, b, sign = b, a, _TURNED[sign]
        return self._unequal(sign, a, b) if sign in ("<", "<=") else self._equal(sign, a, b)

    def _near(self, one: Placed, other: Placed) -> Placed:
        """Return a number that may be cut off where it is further from another than that can be."""
        (number, span), (low, high) = one, self.numbers.reach(*other)
        near = within(span, Span(Fraction(floor(low) - 1), Fraction(ceil(high) + 1)))
        is_between = near.low is not None and near.high is not None and near.low < near.high
        return (number, near) if is_between else one

    def _multiplied_out(self, a: Number, b: Number) -> tuple[Op, Op] | None:
        """Return two whole numbers that stand to each other as two pairs do, None where that needs too many digits."""
        if a.is_enclosure or b.is_enclosure:
            return None
        shared = gcd(a.fixed or 1, b.fixed or 1)
        try:
            return self._times(a.over, b, shared), self._times(b.over, a, shared)
        except TooWide:
            return None

    def _times(self, over: Op, other: Number, shared: int) -> Op:
        under = self.ops.const(other.fixed // shared) if other.fixed else other.under
        return self.ops.mul(over, under)

    def _unequal(self, sign: str, a: tuple[Op, Op], b: tuple[Op, Op]) -> Verdict:
        """Return whether one enclosure lies below another."""
        below = PLAIN[sign]
        surely, possibly = below(self.ops, a[1], b[0]), below(self.ops, a[0], b[1])
        return possibly, _unsure(self.ops, surely, possibly)

    def _equal(self, sign: str, a: tuple[Op, Op], b: tuple[Op, Op]) -> Verdict:
        ops = self.ops
        surely = ops.both(ops.eq(a[0], b[1]), ops.eq(a[1], b[0]))
        possibly = ops.both(ops.le(a[0], b[1]), ops.le(b[0], a[1]))
        unsure = _unsure(ops, surely, possibly)
        return (possibly, unsure) if sign == "=" else (ops.not_(surely), unsure)

    # ---- the smaller and the larger

    def extreme(self, sign: str, placed: Sequence[Placed]) -> Number:
        """Return the smallest (`<`) or the largest (`>`) of several numbers."""
        pick = self.ops.min if sign == "<" else self.ops.max
        fixed = [number for number, _ in placed if number.fixed]
        if len(fixed) == len(placed):
            return self._of_fixed(fixed, lambda overs: reduce(pick, overs))
        if any(number.is_enclosure for number, _ in placed):
            return self._of_enclosed(placed, lambda ends: reduce(pick, ends))
        return reduce(lambda one, other: self._better(sign, one, other), placed)[0]

    def _better(self, sign: str, one: Placed, other: Placed) -> Placed:
        """Return the better of two pairs as a pair."""
        truth, unsure = self.compared(sign, one, other)
        if unsure is not None:
            raise self.ops.too_wide()
        return self.chosen(truth, one[0], other[0]), hull((one[1], other[1]))

    def chosen(self, truth: Op, then: Number, otherwise: Number) -> Number:
        """Return one of two pairs, over one denominator where both have a constant one, or one of them is 0."""
        ops = self.ops
        for one, other in ((then, otherwise), (otherwise, then)):
            if not other.fixed and one.over is ops.const(0):
                return Number(ops.choose(truth, then.over, otherwise.over), other.under)
        if then.fixed and otherwise.fixed:
            under = then.fixed * otherwise.fixed // gcd(then.fixed, otherwise.fixed)
            overs = (ops.times(each.over, under // int(each.fixed or 1)) for each in (then, otherwise))
            return self.numbers.pair(ops.choose(truth, *overs), under)
        return Number(ops.choose(truth, then.over, otherwise.over), ops.choose(truth, then.under, otherwise.under))

    def _of_fixed(self, fixed: Sequence[Number], pick: Callable[[list[Op]], Op]) -> Number:
        under = reduce(lambda a, b: a * b // gcd(a, b), (int(each.fixed or 1) for each in fixed))
        overs = [self.ops.times(each.over, under // int(each.fixed or 1)) for each in fixed]
        return self.numbers.pair(pick(overs), under)

    def _of_enclosed(self, placed: Sequence[Placed], pick: Callable[[list[Op]], Op]) -> Number:
        ends = [self.numbers.enclosed(*each).ends for each in placed]
        return self.numbers.enclosure(pick([low for low, _ in ends]), pick([high for _, high in ends]))

    def nth_best(self, rank: int, placed: Sequence[Placed]) -> Number:
        """Return the nth largest; of enclosures the nth largest of either end."""
        fixed = [number for number, _ in placed if number.fixed]
        if len(fixed) == len(placed):
            return self._of_fixed(fixed, lambda overs: self._nth(rank, overs))
        return self._of_enclosed(placed, lambda ends: self._nth(rank, ends))

    def _nth(self, rank: int, values: list[Op]) -> Op:
        """Return the nth largest of whole numbers: each round lifts the largest that is left out of the others."""
        left = list(values)
        for _ in range(rank):
            best, rest = left[0], list[Op]()
            for value in left[1:]:
                rest.append(self.ops.min(best, value))
                best = self.ops.max(best, value)
            left = rest
        return best

    # ---- rounding

    def rounded(self, a: Placed, places: int, mode: Mode) -> tuple[Number, Op | None]:
        """Return a number at so many places, and where that is not sure."""
        number, span = a
        scale = 10**places
        if not number.is_enclosure:
            return self._rounded_pair(number, span, scale, mode), None
        shared = gcd(self.ops.steps, scale)
        under = self.ops.const(self.ops.steps // shared)
        low, high = (self._whole(end, under, scale // shared, mode) for end in number.ends)
        unsure = self.ops.not_(self.ops.eq(low, high))
        return self.numbers.pair(low, scale), unsure

    def _rounded_pair(self, number: Number, span: Span, scale: int, mode: Mode) -> Number:
        if number.fixed and scale % number.fixed == 0:
            return number
        cut = self.numbers.within(number, span)
        return self.numbers.pair(self._whole(cut.over, cut.under, scale, mode), scale)

    def _whole(self, over: Op, under: Op, scale: int, mode: Mode) -> Op:
        """Return a pair × scale as a whole number, the magnitude rounded and the sign given back."""
        ops = self.ops
        magnitude = ops.max(over, ops.negative(over)) if over.low < 0 else over
        whole = _MAGNITUDES[mode](ops, ops.times(magnitude, scale), under)
        if over.low >= 0:
            return whole
        return ops.choose(ops.lt(over, ops.const(0)), ops.negative(whole), whole)

    def floored(self, number: Number) -> tuple[Number, Op | None]:
        """Return the largest whole number not above, and where that is not sure."""
        if not number.is_enclosure:
            return self.numbers.pair(self.ops.div(number.over, number.under), 1), None
        low, high = (self.ops.div(end, self.ops.const(self.ops.steps)) for end in number.ends)
        return self.numbers.pair(low, 1), self.ops.not_(self.ops.eq(low, high))


def _unsure(ops: Ops, surely: Op, possibly: Op) -> Op:
    return ops.both(possibly, ops.not_(surely))


def _half_up(ops: Ops, over: Op, under: Op) -> Op:
    twice = ops.times(under, 2)
    return ops.div(ops.add(ops.times(over, 2), under), twice)


def _half_even(ops: Ops, over: Op, under: Op) -> Op:
    """Round half to even: half up, less one where it was a half and what came out is odd."""
    up = _half_up(ops, over, under)
    tie = ops.eq(ops.add(ops.times(over, 2), under), ops.mul(up, ops.times(under, 2)))
    odd = ops.eq(ops.sub(up, ops.times(ops.div(up, ops.const(2)), 2)), ops.const(1))
    return ops.sub(up, ops.number_of(ops.both(tie, odd)))


def _up(ops: Ops, over: Op, under: Op) -> Op:
    return ops.div(ops.add(over, ops.sub(under, ops.const(1))), under)


#: How a magnitude over a denominator becomes whole.
_MAGNITUDES: Final[Mapping[Mode, Callable[[Ops, Op, Op], Op]]] = {
    "half_up": _half_up,
    "half_even": _half_even,
    "down": lambda ops, over, under: ops.div(over, under),
    "up": _up,
}
PLAIN: Final[Mapping[str, Callable[[Ops, Op, Op], Op]]] = {
    "<": lambda ops, a, b: ops.lt(a, b),
    "<=": lambda ops, a, b: ops.le(a, b),
    ">": lambda ops, a, b: ops.lt(b, a),
    ">=": lambda ops, a, b: ops.le(b, a),
    "=": lambda ops, a, b: ops.eq(a, b),
    "!=": lambda ops, a, b: ops.not_(ops.eq(a, b)),
}
_TURNED: Final[Mapping[str, str]] = {">": "<", ">=": "<="}
