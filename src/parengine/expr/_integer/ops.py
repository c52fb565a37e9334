"""
The operations of one form: made once each, folded where they are constant, and proved to fit.

Every operation knows the lowest and the highest that it can be. Where a product could need more than 64 bits,
`TooWide` says so while the form is being written: there is no form then, and each unit is scored by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import permutations, product

from ..._sentences import say
from ...errors import ExpressionError
from .form import TRUTHS, WIDEST, Kind, Op

#: What the parts of an operation are told by: its kind, its arguments, what it holds, its range.
Key = tuple[Kind, tuple[int, ...], int, int, int, bool]


class TooWide(ExpressionError):  # noqa: N818 - it tells of figures, and is caught by those who can do without a form
    """Figures that may need more than 64 bits: there is no integer form of what they belong to."""


class Ops:
    """Makes operations; equal ones are one object. An enclosure counts in `steps` to the whole."""

    def __init__(self, digits: int) -> None:
        self.steps = 10**digits
        self.made: dict[Key, Op] = {}
        self.name = ""

    def _make(self, kind: Kind, args: tuple[Op, ...], low: int, high: int, value: int = 0) -> Op:
        truth = kind in TRUTHS or (kind is Kind.CHOOSE and args[1].is_truth)
        if low == high and kind is not Kind.CONST:
            return self.truth(bool(low)) if truth else self.const(low)
        if low < -WIDEST or high > WIDEST:
            raise self.too_wide()
        return self._entered(kind, args, low, high, value, truth)

    def _entered(self, kind: Kind, args: tuple[Op, ...], low: int, high: int, value: int, truth: bool) -> Op:
        key = (kind, tuple(map(id, args)), low, high, value, truth)
        found = self.made.get(key)
        if found is None:
            found = self.made[key] = Op(kind, args, low, high, value, truth)
        return found

    def too_wide(self) -> TooWide:
        """Return the error that says which figures do not fit."""
        return TooWide(say("the figures of '{name}' may need more than 64 bits", name=self.name))

    # ---- what is read and what is written down

    def const(self, value: int) -> Op:
        """Return a whole number."""
        if abs(value) > WIDEST:
            raise self.too_wide()
        return self._entered(Kind.CONST, (), value, value, value, truth=False)

    def truth(self, value: bool) -> Op:
        """Return yes or no."""
        return self._entered(Kind.CONST, (), int(value), int(value), int(value), truth=True)

    def answer(self, place: int, low: int, high: int) -> Op:
        """Return the admitted answer to an input, a number in a range."""
        return self._make(Kind.ANSWER, (), low, high, place)

    def state(self, place: int, highest: int) -> Op:
        """Return the state of an answer."""
        return self._make(Kind.STATE, (), 0, highest, place)

    # ---- arithmetic

    def add(self, *terms: Op) -> Op:
        """Return a sum, what is constant in it at its end."""
        number = sum(term.value for term in terms if term.kind is Kind.CONST)
        loose = [term for term in terms if term.kind is not Kind.CONST]
        kept = loose + [self.const(number)] * (number != 0 or not loose)
        return reduce(self._sum, kept)

    def _sum(self, a: Op, b: Op) -> Op:
        return self._make(Kind.ADD, (a, b), a.low + b.low, a.high + b.high)

    def sub(self, a: Op, b: Op) -> Op:
        """Return a difference."""
        if b.kind is Kind.CONST:
            return self.add(a, self.const(-b.value))
        return self._make(Kind.SUB, (a, b), a.low - b.high, a.high - b.low)

    def mul(self, a: Op, b: Op) -> Op:
        """Return a product, its constant last."""
        if a.kind is Kind.CONST:
            a, b = b, a
        if b.kind is Kind.CONST and b.value == 1:
            return a
        if b.kind is Kind.CONST and a.kind is Kind.MUL and a.args[1].kind is Kind.CONST:
            return self.mul(a.args[0], self.const(a.args[1].value * b.value))
        low, high = _corners(a, b)
        return self._make(Kind.MUL, (a, b), low, high)

    def times(self, a: Op, number: int) -> Op:
        """Return a product with a number."""
        return self.mul(a, self.const(number))

    def negative(self, a: Op) -> Op:
        """Return a number with the other sign."""
        return self.times(a, -1)

    def div(self, a: Op, b: Op, low: int | None = None, high: int | None = None) -> Op:
        """Return the floor of a quotient; `low` and `high` are limits that the caller has proved."""
        assert b.low >= 1
        if b.kind is Kind.CONST and b.value == 1:
            return a
        ends = [x // y for x in (a.low, a.high) for y in (b.low, b.high)]
        least, most = min(ends), max(ends)
        return self._make(Kind.DIV, (a, b), *_inner(least, most, low, high))

    def bounded(self, op: Op, low: int, high: int) -> Op:
        """Return an operation of whose result the caller has proved more than its parts show."""
        least, most = _inner(op.low, op.high, low, high)
        if (least, most) == (op.low, op.high) or op.kind in (Kind.CONST, Kind.ANSWER, Kind.STATE):
            return op
        return self._make(op.kind, op.args, least, most, op.value)

    def product_within(self, a: Op, b: Op, low: int, high: int) -> Op:
        """Return a product that the caller has proved to lie within limits."""
        least, most = _inner(*_corners(a, b), low, high)
        return self._make(Kind.MUL, (a, b), least, most)

    def difference_within(self, a: Op, b: Op, low: int, high: int) -> Op:
        """Return a difference that the caller has proved to lie within limits."""
        least, most = _inner(a.low - b.high, a.high - b.low, low, high)
        return self._make(Kind.SUB, (a, b), least, most)

    def min(self, a: Op, b: Op) -> Op:
        """Return the smaller of two."""
        if a.high <= b.low:
            return a
        return b if b.high <= a.low else self._make(Kind.MIN, (a, b), min(a.low, b.low), min(a.high, b.high))

    def max(self, a: Op, b: Op) -> Op:
        """Return the larger of two."""
        if a.high <= b.low:
            return b
        return a if b.high <= a.low else self._make(Kind.MAX, (a, b), max(a.low, b.low), max(a.high, b.high))

    # ---- truths

    def eq(self, a: Op, b: Op) -> Op:
        """Return whether two numbers are the same."""
        if a is b:
            return self.truth(True)
        if a.high < b.low or b.high < a.low:
            return self.truth(False)
        if a.low == a.high == b.low == b.high:
            return self.truth(True)
        return self._make(Kind.EQ, (a, b), 0, 1)

    def lt(self, a: Op, b: Op) -> Op:
        """Return whether the first is smaller."""
        if a.high < b.low:
            return self.truth(True)
        return self.truth(False) if a is b or a.low >= b.high else self._make(Kind.LT, (a, b), 0, 1)

    def le(self, a: Op, b: Op) -> Op:
        """Return whether the first is not larger."""
        if a is b or a.high <= b.low:
            return self.truth(True)
        return self.truth(False) if a.low > b.high else self._make(Kind.LE, (a, b), 0, 1)

    def both(self, *truths: Op) -> Op:
        """Return whether all hold."""
        loose = self._deciding(truths, neutral=True)
        return loose if isinstance(loose, Op) else reduce(lambda a, b: self._make(Kind.AND, (a, b), 0, 1), loose)

    def either(self, *truths: Op) -> Op:
        """Return whether one of them holds."""
        loose = self._deciding(self._unanswered(truths), neutral=False)
        return loose if isinstance(loose, Op) else reduce(lambda a, b: self._make(Kind.OR, (a, b), 0, 1), loose)

    def _unanswered(self, truths: Sequence[Op]) -> Sequence[Op]:
        """Return truths with one comparison in the place of two that ask for the two highest a state may be."""
        found = list(truths)
        for one, other in permutations(truths, 2):
            if _asks(one, 1) and _asks(other, 0) and one.args[0] is other.args[0] and {one, other} <= set(found):
                found = [self.le(other.args[1], one.args[0]), *(t for t in found if t not in (one, other))]
        return found

    def _deciding(self, truths: Sequence[Op], *, neutral: bool) -> Op | list[Op]:
        """Return the one that decides, or those that matter, each once."""
        loose = list(dict.fromkeys(t for t in truths if not (t.kind is Kind.CONST and bool(t.value) is neutral)))
        decided = next((t for t in loose if t.kind is Kind.CONST), None)
        return decided or loose or self.truth(neutral)

    def not_(self, a: Op) -> Op:
        """Return whether it does not hold."""
        if a.kind is Kind.CONST:
            return self.truth(not a.value)
        return a.args[0] if a.kind is Kind.NOT else self._make(Kind.NOT, (a,), 0, 1)

    # ---- choices

    def choose(self, truth: Op, then: Op, otherwise: Op) -> Op:
        """Return one of two: numbers, or truths."""
        if truth.kind is Kind.CONST:
            return then if truth.value else otherwise
        if then is otherwise:
            return then
        if then.is_truth:
            return self.either(self.both(truth, then), self.both(self.not_(truth), otherwise))
        if truth.kind is Kind.NOT:
            return self.choose(truth.args[0], otherwise, then)
        low, high = min(then.low, otherwise.low), max(then.high, otherwise.high)
        return self._make(Kind.CHOOSE, (truth, then, otherwise), low, high)

    def number_of(self, truth: Op) -> Op:
        """Return 1 where a truth holds, else 0."""
        return self.choose(truth, self.const(1), self.const(0))


def _asks(truth: Op, below: int) -> bool:
    """Return whether it is the comparison of something with a constant that far below the highest it may be."""
    return (
        truth.kind is Kind.EQ
        and truth.args[1].kind is Kind.CONST
        and truth.args[1].value == truth.args[0].high - 1 + below
    )


def _corners(a: Op, b: Op) -> tuple[int, int]:
    ends = [x * y for x, y in product((a.low, a.high), (b.low, b.high))]
    return min(ends), max(ends)


def _inner(low: int, high: int, proved_low: int | None, proved_high: int | None) -> tuple[int, int]:
    """Return the narrower range of two that both hold."""
    least = low if proved_low is None else max(low, proved_low)
    most = high if proved_high is None else min(high, proved_high)
    return (least, most) if least <= most else (low, high)
