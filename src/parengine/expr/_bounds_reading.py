"""
The bounds reading: what an expression may be while some answers are open.

It contains every value that answers in the given regions lead to. Conditions narrow what is read in their branches:
the regions of the inputs that they compare, and what is known of the expressions in them. A failed check leads
nowhere, because answer sheets with one are not asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any, Final

from .._numbers import Rounding
from ..types import ValueType
from . import _bounds as r
from . import _nodes as n
from ._bounds import EMPTY, Exact, Reach, in_state, join, meet, plain, strict_states, truth
from ._bounds_dates import date_of, days_between, working_between, year_of
from ._bounds_facts import Scope, narrowed
from ._bounds_linear import Form, Forms, highest_quotient, lowest_quotient, range_of
from ._bounds_region import Box, Grid
from ._build import _COMPARISONS

#: The note on what a failed check gives.
FAILED: Final = "check_failed"


class Reading:
    """
    Reads expressions over regions of answers.

    `known` gives the reach of what no open input touches, None for anything else; `bound` that of a binding over a
    box; `grids` the grid of each open input. `noted` collects where conditions cut the regions: answers to try.
    """

    def __init__(
        self,
        grids: Mapping[n.Input, Grid],
        forms: Forms,
        known: Callable[[n.Expr], Reach | None],
        bound: Callable[[str, Box], Reach],
    ) -> None:
        self.grids = grids
        self.forms = forms
        self.known = known
        self.bound = bound
        self.noted: dict[n.Input, dict[int, None]] = {}
        #: The choices that some answers lead to, each with its outcome.
        self.taken = set[tuple[n.When, bool]]()
        #: What a failed check gives: nowhere, as long as no sheet with one is asked for.
        self.failed = EMPTY

    def reach(self, e: n.Expr, scope: Scope) -> Reach:
        """Return what an expression may be in a scope."""
        found = scope.found.get(e)
        if found is None:
            found = self.known(e)
            if found is None:
                found = RULES[type(e)](self, e, scope)
                fact = scope.facts.get(e)
                found = found if fact is None else meet(found, fact)
            scope.found[e] = found
        return found

    def reaches(self, parts: Iterable[n.Expr], scope: Scope) -> list[Reach]:
        """Return what each of several may be."""
        return [self.reach(part, scope) for part in parts]

    def where(self, scope: Scope) -> Callable[[n.Input], tuple[Exact, Exact]]:
        """Return what gives the range of an input in a scope."""

        def range_in_scope(node: n.Input) -> tuple[Exact, Exact]:
            reach = self.reach(node, scope)
            assert reach.low is not None
            assert reach.high is not None
            return reach.low, reach.high

        return range_in_scope

    def form_range(self, form: Form, scope: Scope) -> tuple[Exact, Exact] | None:
        """Return the range of a linear form, None where one of its inputs has no value."""
        if any(self.reach(node, scope).low is None for node in form[0]):
            return None
        low, high = range_of(form, self.where(scope))
        if scope.forms and len(form[0]) > 1:
            key, by = self.forms.key(form)
            ends = scope.forms.get(key, (None, None))
            first, last = (
                None if end is None else plain(end * by + form[1]) for end in (ends if by > 0 else ends[::-1])
            )
            low, high = (low if first is None else max(low, first)), (high if last is None else min(high, last))
        return (low, high) if low <= high else None

    def cleared(self, e: n.Compare, scope: Scope) -> Form | None:
        """Return the comparison of a quotient with its positive denominator multiplied out."""
        form = self.forms.cleared(e)
        if form is None or not isinstance(e.left, n.Div):
            return None
        below = self.reach(e.left.under, scope).low
        return form if below is not None and below > 0 else None


def _input(reading: Reading, e: n.Input, scope: Scope) -> Reach:
    return reading.grids[e].reach(scope.box[e])


def _sum(reading: Reading, e: n.Add, scope: Scope) -> Reach:
    parts = reading.reaches(e.terms, scope)
    states, has_value = strict_states(parts)
    if not has_value:
        return in_state(states)
    low: Exact = sum(part.low for part in parts)  # type: ignore[misc]
    high: Exact = sum(part.high for part in parts)  # type: ignore[misc]
    form = reading.forms.of(e)
    ends = reading.form_range(form, scope) if form is not None else None
    if ends is not None:
        low, high = max(low, ends[0]), min(high, ends[1])
        if low > high:
            return in_state(states)
    return Reach(low, high, states)


def _product(reading: Reading, e: n.Mul, scope: Scope) -> Reach:
    parts = reading.reaches(e.factors, scope)
    states, has_value = strict_states(parts)
    if not has_value:
        return in_state(states)
    low, high = parts[0].low, parts[0].high
    assert low is not None
    assert high is not None
    for part in parts[1:]:
        low, high = r.product(part, low, high)
    return Reach(low, high, states)


def _quotient(reading: Reading, e: n.Div, scope: Scope) -> Reach:
    over, under = reading.reaches((e.over, e.under), scope)
    states, has_value = strict_states((over, under))
    if not has_value:
        return in_state(states)
    assert under.low is not None
    assert under.high is not None
    low, high = under.low, under.high
    if low <= 0 <= high:
        states |= r.INVALID
        if low == high:
            return in_state(states)
        ends = _across_zero(over, low)
    else:
        ends = r.quotient(over, low, high)
    if low >= 0:
        ends = _correlated(reading, e, scope, ends)
    return Reach(ends[0], ends[1], states)


def _across_zero(over: Reach, low: Exact) -> tuple[Exact, Exact]:
    """Return a range for a quotient by what may be as near to 0 as the longest numbers are."""
    assert over.low is not None
    assert over.high is not None
    most = max((over.low, over.high, -over.low, -over.high)) * r.FAR
    return (0 if low >= 0 and over.low >= 0 else -most), (0 if low >= 0 and over.high <= 0 else most)


def _correlated(reading: Reading, e: n.Div, scope: Scope, ends: tuple[Exact, Exact]) -> tuple[Exact, Exact]:
    """Return a range narrowed by what both sides of a quotient read."""
    over, under = reading.forms.of(e.over), reading.forms.of(e.under)
    if over is None or under is None or not over[0].keys() & under[0].keys():
        return ends
    where = reading.where(scope)
    if range_of(under, where)[0] < 0:
        return ends
    low, high = lowest_quotient(over, under, where), highest_quotient(over, under, where)
    return (ends[0] if low is None else max(low, ends[0])), (ends[1] if high is None else min(high, ends[1]))


def _monotone(shape: Callable[[Any, Exact], Exact]) -> Callable[[Reading, Any, Scope], Reach]:
    """Return the rule of an operation that grows with its one operand."""

    def rule(reading: Reading, e: Any, scope: Scope) -> Reach:
        of = reading.reach(e.of, scope)
        if of.low is None or of.high is None:
            return of
        return Reach(shape(e, of.low), shape(e, of.high), of.states)

    return rule


def _extreme(choose: Callable[[Iterable[Exact]], Exact]) -> Callable[[Reading, Any, Scope], Reach]:
    def rule(reading: Reading, e: Any, scope: Scope) -> Reach:
        parts = reading.reaches(e.of, scope)
        states, has_value = strict_states(parts)
        if not has_value:
            return in_state(states)
        return Reach(choose(p.low for p in parts), choose(p.high for p in parts), states)  # type: ignore[misc]

    return rule


def _nth_best(reading: Reading, e: n.NthBest, scope: Scope) -> Reach:
    parts = reading.reaches(e.of, scope)
    states, has_value = strict_states(parts)
    return Reach(*r.nth_best(e.rank, parts), states) if has_value else in_state(states)


def _compare(reading: Reading, e: n.Compare, scope: Scope) -> Reach:
    left, right = reading.reaches((e.left, e.right), scope)
    states, has_value = strict_states((left, right))
    if not has_value:
        return in_state(states)
    if left.words is not None and right.words is not None:
        return _compare_words(e.operator, left.words, right.words, states)
    low, high = left.low - right.high, left.high - right.low  # type: ignore[operator]
    form = reading.forms.difference(e) or (reading.cleared(e, scope) if scope.forms else None)
    ends = reading.form_range(form, scope) if form is not None else None
    if ends is not None and isinstance(e.left, n.Div):
        no, yes = _OUTCOMES[e.operator](*ends)
        return truth(
            no=no and _OUTCOMES[e.operator](low, high)[0],
            yes=yes and _OUTCOMES[e.operator](low, high)[1],
            states=states,
        )
    if ends is not None:
        low, high = max(low, ends[0]), min(high, ends[1])
    no, yes = _OUTCOMES[e.operator](low, high)
    return truth(no=no, yes=yes, states=states)


def _compare_words(operator: str, left: frozenset[str], right: frozenset[str], states: int) -> Reach:
    equal, differ = bool(left & right), len(left | right) > 1
    no, yes = (differ, equal) if operator == "=" else (equal, differ)
    return truth(no=no, yes=yes, states=states)


#: From the range of a difference, whether a comparison with 0 may fail, and whether it may hold.
_OUTCOMES: Final[Mapping[str, Callable[[Exact, Exact], tuple[bool, bool]]]] = {
    "<": lambda low, high: (high >= 0, low < 0),
    "<=": lambda low, high: (high > 0, low <= 0),
    ">": lambda low, high: (low <= 0, high > 0),
    ">=": lambda low, high: (low < 0, high >= 0),
    "=": lambda low, high: (low != 0 or high != 0, low <= 0 <= high),
    "!=": lambda low, high: (low <= 0 <= high, low != 0 or high != 0),
}
assert _OUTCOMES.keys() == _COMPARISONS.keys()


def _joined(*, deciding: int) -> Callable[[Reading, Any, Scope], Reach]:
    """Return the rule of Kleene's and (decided by no, 0) and or (decided by yes, 1)."""

    def rule(reading: Reading, e: Any, scope: Scope) -> Reach:
        states, decided, open_ = 0, False, True
        for part in reading.reaches(e.of, scope):
            may_decide = part.low is not None and deciding in (part.low, part.high)
            may_not = part.low is not None and 1 - deciding in (part.low, part.high)
            if may_decide and not may_not and not part.states:
                return r.YES if deciding else r.NO
            decided = decided or may_decide
            open_ = open_ and may_not
            states |= part.states
            if not (may_decide or may_not or part.states):
                return EMPTY
        yes, no = (decided, open_) if deciding else (open_, decided)
        return truth(no=no, yes=yes, states=states)

    return rule


def _not(reading: Reading, e: n.Not, scope: Scope) -> Reach:
    of = reading.reach(e.of, scope)
    return of if of.low is None or of.high is None else Reach(1 - of.high, 1 - of.low, of.states)


def _is(reading: Reading, e: n.Is, scope: Scope) -> Reach:
    of, bit = reading.reach(e.of, scope), 1 << e.state
    return truth(no=of.low is not None or of.states & ~bit != 0, yes=of.states & bit != 0)


def _when(reading: Reading, e: n.When, scope: Scope) -> Reach:
    condition = reading.reach(e.condition, scope)
    if condition.low is not None and condition.low == condition.high and not (condition.states or scope.forms):
        # What the ranges alone decide leaves nothing out of them.
        holds = condition.low == 1
        reading.taken.add((e, holds))
        return reading.reach(e.then if holds else e.otherwise, scope)
    result = in_state(condition.states & ~r.NOT_APPLICABLE)
    if condition.high == 1:
        branch = narrowed(reading, e.condition, scope, holds=True)
        if branch is not None:
            reading.taken.add((e, True))
            result = join(result, reading.reach(e.then, branch))
    if condition.low == 0 or condition.states & r.NOT_APPLICABLE:
        unread = condition.states & r.NOT_APPLICABLE
        branch = scope if unread else narrowed(reading, e.condition, scope, holds=False)
        if branch is not None:
            reading.taken.add((e, False))
            result = join(result, reading.reach(e.otherwise, branch))
    return result


def _mark(reading: Reading, e: n.Mark, scope: Scope) -> Reach:
    return reading.failed if e.tag.effect == FAILED else reading.reach(e.of, scope)


def _unlowered(_reading: Reading, e: n.Expr, _scope: Scope) -> Reach:
    raise TypeError(f"a {type(e).__name__} has no bounds of its own; a programme puts a binding in its place")


#: What each node class may be.
RULES: Final[dict[type[n.Expr], Callable[[Reading, Any, Scope], Reach]]] = {
    n.Const: lambda _, e, __: Reach(plain(e.value), plain(e.value)),
    n.Truth: lambda _, e, __: r.YES if e.value else r.NO,
    n.Day: lambda _, e, __: Reach(e.ordinal, e.ordinal),
    n.Word: lambda _, e, __: Reach(0, 0, 0, frozenset((e.value,))),
    n.Unknown: lambda _, e, __: in_state(1 << e.state),
    n.Input: _input,
    n.Bound: lambda reading, e, scope: reading.bound(e.name, scope.box),
    n.Add: _sum,
    n.Mul: _product,
    n.Div: _quotient,
    n.Floor: _monotone(lambda _, value: value // 1),
    n.Least: _extreme(min),
    n.Most: _extreme(max),
    n.NthBest: _nth_best,
    n.Round: _monotone(lambda e, value: plain(Rounding(e.places, e.mode).apply(Fraction(value)))),
    n.YearOf: year_of,
    n.DateOf: date_of,
    n.Days: days_between,
    n.WorkingDays: working_between,
    n.Compare: _compare,
    n.And: _joined(deciding=0),
    n.Or: _joined(deciding=1),
    n.Not: _not,
    n.Is: _is,
    n.When: _when,
    n.Mark: _mark,
}
RULES.update({node: _unlowered for node in n.NODES if node not in RULES})


def value_reach(value: Any, type_: ValueType | None) -> Reach:
    """Return the reach of a value that is known."""
    if type_ is ValueType.CHOICE:
        return Reach(0, 0, 0, frozenset((value,)))
    return r.YES if value is True else r.NO if value is False else Reach(value, value)
