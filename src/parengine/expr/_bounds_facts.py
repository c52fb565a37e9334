"""What a condition that holds, or does not, says of the answers and expressions that it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import gcd, lcm
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from . import _bounds as r
from . import _nodes as n
from ._bounds import Exact, Reach, in_state, meet, plain
from ._bounds_linear import Form, FormKey, plus, range_of
from ._bounds_region import Box, grid_of

if TYPE_CHECKING:
    from ._bounds_reading import Reading

_ALL_STATES: Final = r.NOT_APPLICABLE | r.MISSING | r.INVALID
_CONTRARY: Final[Mapping[str, n.Comparison]] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}
_TURNED: Final[Mapping[str, n.Comparison]] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


#: The lowest and the highest, as far as there are any.
Limits: TypeAlias = "tuple[Exact | None, Exact | None]"


class Scope:
    """One branch: the regions of the open inputs there, what is known of expressions, and what was found so far."""

    __slots__ = ("box", "facts", "forms", "found")

    def __init__(
        self, box: Box, facts: Mapping[n.Expr, Reach] | None = None, forms: Mapping[FormKey, Limits] | None = None
    ) -> None:
        self.box = box
        self.facts = facts or {}
        #: Where differences of inputs lie, by what they are differences of.
        self.forms = forms or {}
        self.found: dict[n.Expr, Reach] = {}


def narrowed(reading: Reading, condition: n.Expr, scope: Scope, *, holds: bool) -> Scope | None:
    """Return the scope in which a condition is known to hold, or not to; None where it cannot be."""
    learning = _Learning(reading, scope)
    if not learning.learn(condition, holds) or (learning.changed and not learning.agrees()):
        return None
    return learning.scope if learning.changed else scope


class _Learning:
    """A branch being made of the scope around it."""

    def __init__(self, reading: Reading, scope: Scope) -> None:
        self.reading = reading
        self.scope = Scope(scope.box, scope.facts, scope.forms)
        self.scope.found = scope.found
        self.changed = False

    def learn(self, e: n.Expr, value: bool) -> bool:
        """Take in that a condition is yes or no; return whether that can be."""
        reach = self.reading.reach(e, self.scope)
        if reach.low is None or int(value) not in (reach.low, reach.high):
            return False
        rule = _LESSONS.get(type(e))
        if rule is None:
            return self.fact(e, r.YES if value else r.NO)
        return rule(self, e, value)

    def agrees(self) -> bool:
        """Return whether the regions leave room for what is known of sums and differences, each and two together."""
        known = list(self.scope.forms.items())
        alone = all(self._has_room(dict(key), limits) for key, limits in known)
        return alone and all(self._has_room(*rest) for pair in combinations(known, 2) for rest in without_common(*pair))

    def _has_room(self, factors: Mapping[n.Input, Exact], limits: Limits) -> bool:
        if any(self.reading.reach(node, self.scope).low is None for node in factors):
            return True
        first, last = range_of((dict(factors), 0), self.reading.where(self.scope))
        low, high = limits
        return (low is None or low <= last) and (high is None or first <= high)

    def changing(self) -> None:
        """Begin a memory of its own: what was found before holds no longer as narrowly as can be."""
        self.changed = True
        self.scope.found = {}

    def fact(self, e: n.Expr, reach: Reach) -> bool:
        """Take in what an expression lies in; return whether that can be."""
        before = self.reading.reach(e, self.scope)
        after = meet(before, reach)
        if after.low is None and not after.states:
            return False
        if after != before and self.reading.known(e) is None:
            known = self.scope.facts.get(e)
            facts = {**self.scope.facts, e: after if known is None else meet(known, after)}
            self.changing()
            self.scope.facts = facts
        return True

    def region(self, e: n.Input, low: Exact | None, high: Exact | None, *, open_: bool = False) -> bool:
        """Take in the range of an input's values; return whether any is left."""
        grid = self.reading.grids.get(e)
        if grid is None or e not in self.scope.box:
            return True
        before = self.scope.box[e]
        first, last = grid.between(low, high, open_=open_)
        after = grid.settled((max(first, before[0]), min(last, before[1])))
        if after is None:
            return False
        if after != before:
            self.reading.noted.setdefault(e, {}).update(dict.fromkeys(after))
            self.changing()
            self.scope.box = {**self.scope.box, e: after}
        return True

    # ---- conditions

    def negation(self, e: n.Not, value: bool) -> bool:
        """Learn from a negation."""
        return self.learn(e.of, not value)

    def mark(self, e: n.Mark, value: bool) -> bool:
        """Learn from what is marked."""
        return self.learn(e.of, value)

    def test(self, e: n.Is, value: bool) -> bool:
        """Learn from a test for a state."""
        bit = 1 << e.state
        before = self.reading.reach(e.of, self.scope)
        after = in_state(bit) if value else before._replace(states=before.states & ~bit)
        return self.fact(e.of, after)

    def answer(self, e: n.Input, value: bool) -> bool:
        """Learn the answer yes or no."""
        return self.region(e, int(value), int(value))

    def joined(self, e: n.And | n.Or, value: bool) -> bool:
        """Learn from conditions joined: all of them, or the only one that can have decided."""
        if isinstance(e, n.And) is value:
            return all(self.learn(each, value) for each in e.of)
        able = [each for each in e.of if self._may_be(each, value)]
        return bool(able) and (len(able) > 1 or self.learn(able[0], value))

    def _may_be(self, e: n.Expr, value: bool) -> bool:
        reach = self.reading.reach(e, self.scope)
        return reach.low is not None and int(value) in (reach.low, reach.high)

    def comparison(self, e: n.Compare, value: bool) -> bool:
        """Learn from a comparison: both sides have values, and which."""
        operator = e.operator if value else _CONTRARY[e.operator]
        left, right = (self.reading.reach(side, self.scope) for side in (e.left, e.right))
        if left.words is not None and right.words is not None:
            return self._words(e.left, operator, left, right) and self._words(e.right, operator, right, left)
        return (
            self._side(e.left, operator, right)
            and self._side(e.right, _TURNED[operator], self.reading.reach(e.left, self.scope))
            and self._form(e, operator)
        )

    def _words(self, e: n.Expr, operator: str, mine: Reach, other: Reach) -> bool:
        assert mine.words is not None
        assert other.words is not None
        if operator == "=":
            left = mine.words & other.words
        else:
            left = mine.words - other.words if len(other.words) == 1 else mine.words
        if not left:
            return False
        if isinstance(e, n.Input):
            options = e.domain.options
            places = [options.index(word) for word in left]
            return self.region(e, min(places), max(places)) and self.fact(e, Reach(0, 0, 0, left))
        return self.fact(e, Reach(0, 0, 0, left))

    def _side(self, e: n.Expr, operator: str, other: Reach) -> bool:
        """Learn of one side what its comparison with the other says."""
        if isinstance(e, n.Const):
            return True
        mine = self.reading.reach(e, self.scope)
        if other.low is None or mine.low is None:
            return False
        low, high, open_ = _LIMITS[operator](other)
        if operator == "!=":
            return self._differs(e, mine, other)
        if isinstance(e, n.Input):
            return self.region(e, low, high, open_=open_)
        assert mine.high is not None
        ends = (mine.low if low is None else low), (mine.high if high is None else high)
        return ends[0] <= ends[1] and self.fact(e, Reach(*ends))

    def _differs(self, e: n.Expr, mine: Reach, other: Reach) -> bool:
        """Learn that a value is not one that is known: an end of its range falls away."""
        if other.low != other.high or other.low not in (mine.low, mine.high):
            return self.fact(e, mine._replace(states=0))
        if mine.low == mine.high:
            return False
        low, high = (other.low, None) if other.low == mine.low else (None, other.low)
        if isinstance(e, n.Input):
            return self.region(e, low, high, open_=True)
        step = self._step(e)
        if step is None:
            return self.fact(e, mine._replace(states=0))
        assert mine.low is not None
        assert mine.high is not None
        ends = (mine.low + step, mine.high) if high is None else (mine.low, mine.high - step)
        return ends[0] <= ends[1] and self.fact(e, Reach(*ends))

    def _step(self, e: n.Expr) -> Exact | None:
        """Return how far apart the values of a linear expression are at least, 0 among them."""
        form = self.reading.forms.of(e)
        step = step_of(tuple(form[0].items())) if form is not None and form[0] else None
        if form is None or step is None:
            return None
        return plain(_common([Fraction(step), abs(Fraction(form[1]))] if form[1] else [Fraction(step)]))

    def _form(self, e: n.Compare, operator: str) -> bool:
        """Learn of each input of a linear comparison what the others leave to it."""
        if operator == "!=":
            return True
        form = self.reading.forms.difference(e) or self.reading.cleared(e, self.scope)
        if form is None or (len(form[0]) == 1 and isinstance(e.left, n.Input)):
            return True
        if len(form[0]) > 1:
            self._keep_form(form, operator)
        return all(self._isolated(node, form, operator) for node in form[0] if node in self.scope.box)

    def _keep_form(self, form: Form, operator: str) -> None:
        """Keep where a sum or difference of several inputs lies: no range of each could say it."""
        key, by = self.reading.forms.key(form)
        zero = plain(-Fraction(form[1]) / by)
        turned = operator if by > 0 else _TURNED[operator]
        low, high, open_ = _LIMITS[turned](Reach(zero, zero))
        if open_ and (step := step_of(key)) is not None:
            low = None if low is None else plain(Fraction(Fraction(low) / step // 1 + 1) * step)
            high = None if high is None else plain(-Fraction((Fraction(-high) / step // 1 + 1) * step))
        before = self.scope.forms.get(key, (None, None))
        lows = [each for each in (low, before[0]) if each is not None]
        highs = [each for each in (high, before[1]) if each is not None]
        after = (max(lows) if lows else None, min(highs) if highs else None)
        if after != before:
            self.changing()
            self.scope.forms = {**self.scope.forms, key: after}

    def _isolated(self, node: n.Input, form: Form, operator: str) -> bool:
        if any(self.reading.reach(each, self.scope).low is None for each in form[0]):
            return True
        factor = form[0][node]
        others: Form = {each: f for each, f in form[0].items() if each is not node}, form[1]
        low, high = range_of(others, self.reading.where(self.scope))
        turned = operator if factor > 0 else _TURNED[operator]
        ends = sorted((-low / Fraction(factor), -high / Fraction(factor)))
        first, last, open_ = _LIMITS[turned](Reach(ends[0], ends[1]))
        return self.region(node, first, last, open_=open_)


def step_of(key: FormKey) -> Exact | None:
    """Return of what all values of a sum of inputs are multiples, None where one of them has no grid."""
    if any(node.domain.kind == "exact" for node, _ in key):
        return None
    return plain(_common([abs(Fraction(factor * grid_of(node).step)) for node, factor in key]))


def _common(steps: Sequence[Fraction]) -> Fraction:
    """Return the largest number of which all are multiples."""
    under = lcm(*(step.denominator for step in steps))
    return Fraction(gcd(*(step.numerator * (under // step.denominator) for step in steps)), under)


def without_common(
    one: tuple[FormKey, Limits], other: tuple[FormKey, Limits]
) -> Iterator[tuple[Mapping[n.Input, Exact], Limits]]:
    """Yield, for each input that two sums share, their difference without it, and where that lies."""
    factors, (low, high) = dict(one[0]), one[1]
    for node, factor in other[0]:
        if node in factors:
            times = Fraction(factors[node]) / factor
            least, most = other[1] if times > 0 else other[1][::-1]
            rest = plus((factors, 0), (dict(other[0]), 0), -times)[0]
            ends = (_less(low, most, times), _less(high, least, times))
            yield rest, ends


def _less(end: Exact | None, other: Exact | None, times: Fraction) -> Exact | None:
    return None if end is None or other is None else plain(Fraction(end) - times * other)


#: What lies below, above or beside what another side may be: lowest, highest, and whether those are excluded.
_LIMITS: Final[Mapping[str, Callable[[Reach], tuple[Exact | None, Exact | None, bool]]]] = {
    "<": lambda other: (None, other.high, True),
    "<=": lambda other: (None, other.high, False),
    ">": lambda other: (other.low, None, True),
    ">=": lambda other: (other.low, None, False),
    "=": lambda other: (other.low, other.high, False),
    "!=": lambda _: (None, None, False),
}

_LESSONS: Final[Mapping[type[n.Expr], Callable[[_Learning, Any, bool], bool]]] = {
    n.Not: _Learning.negation,
    n.And: _Learning.joined,
    n.Or: _Learning.joined,
    n.Is: _Learning.test,
    n.Mark: _Learning.mark,
    n.Input: _Learning.answer,
    n.Compare: _Learning.comparison,
}
