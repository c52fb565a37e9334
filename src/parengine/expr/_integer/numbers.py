"""
Numbers of the integer form: a pair over one denominator, or an enclosure.

A pair is exact. It stays one as long as what it is made of has one quotient in it; past that, every quotient becomes
an enclosure: two whole numbers of steps between which it lies, one step apart or none. Sums, products with constants,
the smaller and the larger carry an enclosure on.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, gcd
from typing import Final

from attrs import frozen

from .form import WIDEST, Kind, Op
from .ops import Ops, TooWide
from .spans import ANYTHING, Span, sum_of, with_a_whole

#: A constant over more than this is enclosed: what it is multiplied with would need too many digits.
_LONGEST_UNDER: Final = 10**9
_LONGEST_OVER: Final = 10**15


@frozen(eq=False)
class Number:
    """`over` / `under`, exactly; or, with `above`, something from `over` to `above` steps."""

    over: Op
    under: Op
    above: Op | None = None

    @property
    def is_enclosure(self) -> bool:
        """Return whether only two ends are known."""
        return self.above is not None

    @property
    def fixed(self) -> int | None:
        """Return the denominator of a pair that always has the same, else None."""
        return self.under.value if self.under.kind is Kind.CONST and self.above is None else None

    @property
    def ends(self) -> tuple[Op, Op]:
        """Return the ends of an enclosure."""
        assert self.above is not None
        return self.over, self.above

    @property
    def ops(self) -> tuple[Op, ...]:
        """Return the operations that it is made of."""
        return (self.over, self.under) if self.above is None else (self.over, self.above)


class Numbers:
    """What can be done with numbers, over the operations of one form."""

    def __init__(self, ops: Ops) -> None:
        self.ops = ops

    def constant(self, value: Fraction) -> Number:
        """Return a constant; one with very many digits is enclosed."""
        if value.denominator > _LONGEST_UNDER or abs(value.numerator) > _LONGEST_OVER:
            return self.enclosure(
                self.ops.const(floor(value * self.ops.steps)), self.ops.const(ceil(value * self.ops.steps))
            )
        return self.pair(self.ops.const(value.numerator), value.denominator)

    def pair(self, over: Op, under: Op | int) -> Number:
        """Return an exact number, its constant denominator taken in lowest terms where the numerator shows how."""
        if isinstance(under, Op) and under.kind is not Kind.CONST:
            return Number(over, under)
        below = under if isinstance(under, int) else under.value
        shared = gcd(_factor(over), below)
        return Number(self._divided(over, shared), self.ops.const(below // shared))

    def _divided(self, op: Op, number: int) -> Op:
        if number == 1:
            return op
        if op.kind is Kind.CONST:
            return self.ops.const(op.value // number)
        return self.ops.times(op.args[0], op.args[1].value // number)

    def enclosure(self, low: Op, high: Op) -> Number:
        """Return what lies between two numbers of steps."""
        return Number(low, self.ops.const(self.ops.steps), high)

    # ---- enclosing

    def enclosed(self, a: Number, span: Span = ANYTHING) -> Number:
        """Return a number as an enclosure; `span` is between what it lies where it matters."""
        if a.is_enclosure:
            return a
        cut = self.within(a, span)
        if a.fixed and self.ops.steps % a.fixed == 0:
            low = self.ops.times(cut.over, self.ops.steps // a.fixed)
            return self.enclosure(low, low)
        return self.enclosure(*self.divided(cut, span))

    def within(self, a: Number, span: Span) -> Number:
        """Return a pair cut off where it lies outside a span, which it does not where it matters."""
        over, (low, high), span = a.over, self.ratios(a), with_a_whole(span)
        if span.high is not None and high > span.high:
            over = self.ops.min(over, self._multiple(a.under, span.high, floor))
        if span.low is not None and low < span.low:
            over = self.ops.max(over, self._multiple(a.under, span.low, ceil))
        return Number(over, a.under)

    def _multiple(self, under: Op, ratio: Fraction, whole: object) -> Op:
        """Return the whole number next to `under` × a ratio on the inner side."""
        over = self.ops.times(under, ratio.numerator)
        shared = gcd(_factor(over), ratio.denominator)
        over, below = self._divided(over, shared), self.ops.const(ratio.denominator // shared)
        return self.ops.div(over, below) if whole is floor else self.ceiling(over, below)

    def ceiling(self, over: Op, under: Op) -> Op:
        """Return the smallest whole number not below a quotient."""
        return self.ops.negative(self.ops.div(self.ops.negative(over), under))

    def ratios(self, a: Number) -> tuple[Fraction, Fraction]:
        """Return between what a pair lies by the ranges of its parts alone."""
        over, under = a.over, a.under
        low = Fraction(over.low, under.low if over.low < 0 else under.high)
        return low, Fraction(over.high, under.low if over.high > 0 else under.high)

    def divided(self, a: Number, span: Span) -> tuple[Op, Op]:
        """
        Return the whole numbers of steps below and above a pair that was cut off to a span.

        It is a long division: as many digits at a time as fit, the remainder carried on.
        """
        (low, high), steps = self.reach(a, span), self.ops.steps
        digits, rest, found = len(str(steps)) - 1, a.over, None
        while digits:
            taken = self._digits(rest, a.under, low * steps, high * steps, digits)
            scale = 10**taken
            scaled = self.ops.times(rest, scale)
            if found is None:
                part = self.ops.div(scaled, a.under, floor(low * scale), floor(high * scale))
                found = part
            else:
                part = self.ops.div(scaled, a.under, 0, scale - 1)
                found = self.ops.add(self.ops.times(found, scale), part)
            rest = self._remainder(scaled, part, a.under)
            digits -= taken
        assert found is not None
        found = self.ops.bounded(found, floor(low * steps), floor(high * steps))
        more = self.ops.number_of(self.ops.lt(self.ops.const(0), rest))
        return found, self.ops.add(found, more)

    def reach(self, a: Number, span: Span) -> tuple[Fraction, Fraction]:
        """Return between what a number lies, within a span."""
        steps, span = self.ops.steps, with_a_whole(span)
        low, high = (Fraction(a.over.low, steps), Fraction(a.above.high, steps)) if a.above else self.ratios(a)
        return (
            low if span.low is None else max(low, span.low),
            high if span.high is None else min(high, span.high),
        )

    def _digits(self, over: Op, under: Op, low: Fraction, high: Fraction, wanted: int) -> int:
        """Return how many digits the next step of a division may take."""
        if max(abs(low), abs(high)) >= WIDEST:
            raise self.ops.too_wide()
        largest = max(abs(over.low), abs(over.high), under.high, 1)
        fits = len(str(WIDEST // largest)) - 1
        if fits < 1:
            raise self.ops.too_wide()
        return min(fits, wanted)

    def _remainder(self, over: Op, part: Op, under: Op) -> Op:
        """Return what a floored quotient leaves: at least 0, and less than it was divided by."""
        product = self.ops.product_within(part, under, over.low - under.high + 1, over.high)
        return self.ops.difference_within(over, product, 0, under.high - 1)

    # ---- sums and products

    def add(self, terms: list[tuple[Number, Span]]) -> Number:
        """Return a sum: exact while it has one quotient in it, else enclosed."""
        fixed = [(number, span) for number, span in terms if number.fixed]
        loose = [(number, span) for number, span in terms if not number.fixed]
        total = self._fixed_sum([number for number, _ in fixed]) if fixed else None
        if not loose and total is not None:
            return total
        if len({id(number.under) for number, _ in loose}) == 1 and not any(each.is_enclosure for each, _ in loose):
            try:
                return self._pair_sum([number for number, _ in loose], total)
            except TooWide:
                pass
        parts = [*loose, *([(total, sum_of(span for _, span in fixed))] if total else [])]
        return self.enclosed_sum([self.enclosed(number, span) for number, span in parts])

    def _fixed_sum(self, terms: list[Number]) -> Number:
        under = _lcm([int(term.fixed or 1) for term in terms])
        over = self.ops.add(*(self.ops.times(term.over, under // int(term.fixed or 1)) for term in terms))
        return self.pair(over, under)

    def _pair_sum(self, terms: list[Number], total: Number | None) -> Number:
        over, under = self.ops.add(*(term.over for term in terms)), terms[0].under
        if total is None or (total.over.kind is Kind.CONST and total.over.value == 0):
            return Number(over, under)
        below = int(total.fixed or 1)
        return Number(
            self.ops.add(self.ops.times(over, below), self.ops.mul(total.over, under)), self.ops.times(under, below)
        )

    def enclosed_sum(self, terms: list[Number]) -> Number:
        """Return the sum of enclosures."""
        low = self.ops.add(*(term.over for term in terms))
        exact = all(term.over is term.above for term in terms)
        return self.enclosure(low, low if exact else self.ops.add(*(term.ends[1] for term in terms)))

    def mul(self, a: Number, b: Number) -> Number:
        """Return a product; two enclosures have none that fits."""
        if a.is_enclosure and b.is_enclosure:
            raise self.ops.too_wide()
        if a.is_enclosure or b.is_enclosure:
            enclosed, exact = (a, b) if a.is_enclosure else (b, a)
            return self._scaled(enclosed, exact)
        over, under = (a.over, b.over), (a.under, b.under)
        first = gcd(_factor(over[0]), _constant(under[1]))
        second = gcd(_factor(over[1]), _constant(under[0]))
        product = self.ops.mul(self._divided(over[0], first), self._divided(over[1], second))
        return self.pair(product, self.ops.mul(self._lessened(under[0], second), self._lessened(under[1], first)))

    def _lessened(self, under: Op, number: int) -> Op:
        return self.ops.const(under.value // number) if under.kind is Kind.CONST else under

    def _scaled(self, a: Number, by: Number) -> Number:
        """Return an enclosure times a pair: its ends, turned round where the pair is negative."""
        low, high = a.ends
        ends = [self.ops.mul(low, by.over), self.ops.mul(high, by.over)]
        if low is high or by.over.low >= 0:
            least, most = ends
        else:
            least, most = self.ops.min(*ends), self.ops.max(*ends)
        return self.enclosure(self.ops.div(least, by.under), self.ceiling(most, by.under))

    def div(self, a: Number, b: Number) -> Number:
        """Return a quotient; where the divisor is 0 it is garbage that fits, and a state says so."""
        if b.is_enclosure:
            return self._over_enclosure(a, b)
        over, under = self._upright(b)
        return self.mul(a, Number(over, under))

    def _upright(self, b: Number) -> tuple[Op, Op]:
        """Return the parts of 1 ÷ a pair, the lower one at least 1."""
        ops, over = self.ops, b.over
        if over.low >= 0:
            return b.under, ops.max(over, ops.const(1))
        negative = ops.lt(over, ops.const(0))
        magnitude = ops.max(ops.choose(negative, ops.negative(over), over), ops.const(1))
        return ops.choose(negative, ops.negative(b.under), b.under), magnitude

    def _over_enclosure(self, a: Number, b: Number) -> Number:
        """Return what is not negative over an enclosure that is positive where it matters."""
        one = self.ops.const(1)
        (low, high), (least, most) = self.enclosed(a).ends, b.ends
        if low.low < 0 or least.low < 0:
            raise self.ops.too_wide()
        below = Number(low, self.ops.max(most, one)), Number(high, self.ops.max(least, one))
        ends = [self.divided(each, ANYTHING) for each in below]
        return self.enclosure(ends[0][0], ends[1][1])


def _factor(op: Op) -> int:
    """Return a number that an operation is always a multiple of."""
    if op.kind is Kind.CONST:
        return op.value
    return op.args[1].value if op.kind is Kind.MUL and op.args[1].kind is Kind.CONST else 1


def _constant(op: Op) -> int:
    return op.value if op.kind is Kind.CONST else 1


def _lcm(numbers: list[int]) -> int:
    found = 1
    for number in numbers:
        found = found * number // gcd(found, number)
    return found
