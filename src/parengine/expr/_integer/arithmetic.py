"""What is read, and what has a value wherever its parts have one: as whole numbers, with the states of the parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil, floor
from typing import Any, Final

from ...types import State, ValueType
from .. import _nodes as n
from .._admission import scale_of
from .._domain import NEVER
from .._known import FRAGILE, Branch
from . import dates
from .form import Op
from .numbers import Number, Numbers
from .ops import Ops, TooWide
from .orders import PLAIN
from .scope import Scope, Writer, any_of
from .values import Value

# ---- what is read


def answered(scope: Scope, e: n.Input) -> Value:
    ops, place = scope.ops, scope.writer.places[e]
    state = ops.state(place, State.INVALID.value) if scope.writer.knowledge.possible(e, Branch()) else None
    return Value(_ANSWERS[e.type](scope.writer, e, place), state)


def _number_answered(writer: Writer, e: n.Input, place: int) -> Number:
    low, high, scale = e.domain.low, e.domain.high, scale_of(e.domain)
    if low is None or high is None or scale is None:
        raise writer.ops.too_wide()
    unit = 10**e.domain.places
    return writer.numbers.pair(writer.ops.answer(place, ceil(low * unit), floor(high * unit)), scale)


def _truth_answered(writer: Writer, _: n.Input, place: int) -> Op:
    return writer.ops.eq(writer.ops.answer(place, 0, 1), writer.ops.const(1))


_ANSWERS: Final[Mapping[ValueType, Callable[[Writer, n.Input, int], Number | Op]]] = {
    ValueType.NUMBER: _number_answered,
    ValueType.YES_NO: _truth_answered,
    ValueType.DATE: lambda writer, _, place: writer.ops.answer(place, 1, NEVER),
    ValueType.CHOICE: lambda writer, _, place: writer.ops.answer(place, 0, max(len(writer.words) - 1, 1)),
}


def bound(scope: Scope, e: n.Bound) -> Value:
    return scope.writer.bound[e.name]


# ---- arithmetic


def strict(make: Callable[[Scope, Any], tuple[Number | Op, Op | None]]) -> Callable[[Scope, Any], Value]:
    """Return the writer of what has a value wherever its parts have one; `make` says what and where it is not sure."""

    def write(scope: Scope, e: n.Expr) -> Value:
        state, unsure = scope.strict(e)
        if any(scope.value(child).content is None for child in e.children()):
            return Value(None, state, unsure)
        content, more = make(scope, e)
        return Value(content, _fragile(scope, e, state), any_of(scope.ops, [unsure, more]))

    return write


def _fragile(scope: Scope, e: n.Expr, state: Op | None) -> Op | None:
    """Return the state of what may be invalid although its parts are known: over 0, of no year, to no day."""
    if not isinstance(e, FRAGILE) or scope.branch.sound(e):
        return state
    ops, fails = scope.ops, _FAILS[type(e)](scope, e)
    invalid = ops.choose(fails, ops.const(State.INVALID.value), ops.const(0))
    return invalid if state is None else ops.choose(ops.eq(state, ops.const(0)), invalid, state)


def _over_zero(scope: Scope, e: n.Div) -> Op:
    under = scope.value(e.under).number
    ops, zero = scope.ops, scope.ops.const(0)
    return ops.both(*(ops.eq(end, zero) for end in (under.ends if under.is_enclosure else (under.over,))))


def _never(scope: Scope, *dates_: n.Expr) -> Op:
    ops = scope.ops
    return ops.either(*(ops.eq(scope.value(date).op, ops.const(NEVER)) for date in dates_))


def _no_year(scope: Scope, e: n.DateOf) -> Op:
    year = scope.value(e.year).number
    if year.is_enclosure:
        raise scope.ops.too_wide()
    return scope.ops.not_(dates.is_year(scope.ops, year.over, year.under))


_FAILS: Final[Mapping[type[n.Expr], Callable[[Scope, Any], Op]]] = {
    n.Div: _over_zero,
    n.YearOf: lambda scope, e: _never(scope, e.of),
    n.DateOf: _no_year,
    n.Days: lambda scope, e: _never(scope, e.start, e.end),
    n.WorkingDays: lambda scope, e: _never(scope, e.start, e.end),
}


def add(scope: Scope, e: n.Add) -> tuple[Number, None]:
    return scope.writer.numbers.add([scope.placed(term) for term in e.terms]), None


def mul(scope: Scope, e: n.Mul) -> tuple[Number, None]:
    first, *rest = (scope.placed(factor) for factor in e.factors)
    product = first
    for other in rest:
        product = _product(scope.writer.numbers, product, other)
    return product[0], None


def _product(numbers: Numbers, a: Any, b: Any) -> Any:
    """Return a product; where two pairs have none that fits, one of them is enclosed."""
    try:
        return numbers.mul(a[0], b[0]), None
    except TooWide:
        if a[0].is_enclosure or b[0].is_enclosure or a[1] is None:
            raise
        return numbers.mul(numbers.enclosed(*a), b[0]), None


def div(scope: Scope, e: n.Div) -> tuple[Number, Op | None]:
    over, under = scope.placed(e.over), scope.placed(e.under)
    numbers, ops = scope.writer.numbers, scope.ops
    straddles = ops.both(*_either_side_of_zero(ops, under[0])) if under[0].is_enclosure else None
    if under[0].is_enclosure:
        over = numbers.enclosed(*over), over[1]
    return numbers.div(over[0], under[0]), straddles


def _either_side_of_zero(ops: Ops, under: Number) -> list[Op]:
    low, high = under.ends
    zero = ops.const(0)
    return [ops.le(low, zero), ops.not_(ops.le(high, zero))]


def rounded(scope: Scope, e: n.Round) -> tuple[Number, Op | None]:
    return scope.writer.orders.rounded(scope.placed(e.of), e.places, e.mode)


def day_of(scope: Scope, e: n.DateOf) -> tuple[Op, None]:
    year = scope.value(e.year).number
    return dates.ordinal_of(scope.ops, year.over, year.under, e.month, e.day), None


def days(scope: Scope, e: n.Days) -> tuple[Number, None]:
    ops = scope.ops
    return scope.writer.numbers.pair(ops.sub(scope.value(e.end).op, scope.value(e.start).op), 1), None


def working_days(scope: Scope, e: n.WorkingDays) -> tuple[Number, None]:
    days = dates.working_days(scope.ops, e.calendar, scope.value(e.start).op, scope.value(e.end).op)
    return scope.writer.numbers.pair(days, 1), None


def year_of(scope: Scope, e: n.YearOf) -> tuple[Number, None]:
    return scope.writer.numbers.pair(dates.year_of(scope.ops, scope.value(e.of).op), 1), None


# ---- truths


def compare(scope: Scope, e: n.Compare) -> tuple[Op, Op | None]:
    left, right = scope.value(e.left), scope.value(e.right)
    if isinstance(left.content, Number):
        return scope.writer.orders.compared(e.operator, scope.placed(e.left), scope.placed(e.right))
    if left.op.is_truth or right.op.is_truth:
        same = _same(scope.ops, left.op, right.op)
        return (same if e.operator == "=" else scope.ops.not_(same)), None
    return PLAIN[e.operator](scope.ops, left.op, right.op), None


def _same(ops: Ops, a: Op, b: Op) -> Op:
    return ops.either(ops.both(a, b), ops.both(ops.not_(a), ops.not_(b)))


def contrary(scope: Scope, e: n.Not) -> tuple[Op, None]:
    return scope.ops.not_(scope.value(e.of).op), None
