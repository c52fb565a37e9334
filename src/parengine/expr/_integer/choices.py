"""What may decide although part of it is unknown: and, or, tests of a state, and the choice of one of two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ...types import State
from .. import _nodes as n
from .form import Op
from .numbers import Number
from .ops import Ops
from .scope import Scope, any_of, strongest
from .values import Value


def join(*, deciding: bool) -> Callable[[Scope, Any], Value]:
    """Return the writer of Kleene's or (`yes` decides) or and (`no` decides)."""

    def write(scope: Scope, e: n.And | n.Or) -> Value:
        ops, parts = scope.ops, [scope.value(each) for each in e.of]
        deciders = [_decides(ops, part, deciding=deciding) for part in parts]
        decided = ops.either(*deciders)
        truth = decided if deciding else ops.not_(decided)
        state = strongest(ops, [part.state for part in parts])
        if state is not None:
            state = ops.choose(decided, ops.const(0), state)
        return Value(truth, state, _unsure_join(ops, parts, deciders))

    return write


def _decides(ops: Ops, part: Value, *, deciding: bool) -> Op:
    """Return whether an operand is known to be what decides."""
    if part.content is None:
        return ops.truth(False)
    truth = part.op if deciding else ops.not_(part.op)
    return truth if part.state is None else ops.both(ops.eq(part.state, ops.const(0)), truth)


def _unsure_join(ops: Ops, parts: Sequence[Value], deciders: Sequence[Op]) -> Op | None:
    """Return where a join is not sure: an operand is not, and none that is decides."""
    unsure = any_of(ops, [part.unsure for part in parts])
    if unsure is None:
        return None
    sure = [d if p.unsure is None else ops.both(d, ops.not_(p.unsure)) for p, d in zip(parts, deciders, strict=True)]
    return ops.both(unsure, ops.not_(ops.either(*sure)))


def in_state(scope: Scope, e: n.Is) -> Value:
    found = scope.value(e.of)
    if found.state is None or e.state not in scope.states(e.of):
        return Value(scope.ops.truth(False), None, found.unsure)
    return Value(scope.ops.eq(found.state, scope.ops.const(e.state.value)), None, found.unsure)


# ---- choices


def always_in_state(scope: Scope, e: n.Unknown) -> Value:
    return Value(None, scope.ops.const(e.state.value))


def when(scope: Scope, e: n.When) -> Value:
    """Write both sides and take one; a condition that is missing or invalid gives its state."""
    ops, test = scope.ops, scope.value(e.condition)
    holds = _taken(scope, e.condition, test)
    inner = [scope.after(e.condition, holds=side) for side in (True, False)]
    then, otherwise = _passed_on(e, inner[0].value(e.then)), inner[1].value(e.otherwise)
    state = _state_of_choice(scope, e.condition, test, ops.choose(holds, *_states(ops, then, otherwise)))
    unsure = _unsure_side(ops, holds, then, otherwise)
    sides = [(side, each) for side, each in zip((then, otherwise), _branches(inner, e), strict=True)]
    if test.unsure is None:
        return Value(_content(scope, holds, *sides), state, unsure)
    if not (_is_surely_known(scope, e.condition) and _may_lie_between(then, otherwise)):
        return Value(_content(scope, holds, *sides), state, any_of(ops, [unsure, test.unsure]))
    return _between(scope, holds, test.unsure, sides, Value(None, state, unsure))


def _passed_on(e: n.When, then: Value) -> Value:
    """Return the first side; where the condition says that it is in a state, it is only ever a state."""
    tests = e.condition.of if isinstance(e.condition, n.Or) else (e.condition,)
    is_state = all(isinstance(each, n.Is) and each.of is e.then for each in tests)
    return Value(None, then.state, then.unsure) if is_state else then


def _branches(inner: Sequence[Scope], e: n.When) -> list[Any]:
    spans = inner[0].writer.spans
    return [spans.of(each, scope.branch) for each, scope in zip((e.then, e.otherwise), inner, strict=True)]


def _states(ops: Ops, *values: Value) -> list[Op]:
    return [ops.const(0) if value.state is None else value.state for value in values]


def _taken(scope: Scope, condition: n.Expr, test: Value) -> Op:
    """Return whether the first side is taken; where its state is the condition's, it does not matter."""
    if test.content is not None and State.NOT_APPLICABLE not in scope.states(condition):
        return test.op
    return _decides(scope.ops, test, deciding=True)


def _state_of_choice(scope: Scope, condition: n.Expr, test: Value, chosen: Op) -> Op | None:
    """Return the state of a choice: its condition's where that is missing or invalid, else that of the side taken."""
    ops, states = scope.ops, scope.states(condition)
    if test.state is not None and states - {State.NOT_APPLICABLE}:
        may_not_apply = State.NOT_APPLICABLE in states
        known = (
            ops.lt(test.state, ops.const(State.MISSING.value)) if may_not_apply else ops.eq(test.state, ops.const(0))
        )
        nothing = chosen is ops.const(0) and not may_not_apply
        chosen = test.state if nothing else ops.choose(known, chosen, test.state)
    return None if chosen is ops.const(0) else chosen


def _unsure_side(ops: Ops, holds: Op, then: Value, otherwise: Value) -> Op | None:
    sides = [ops.truth(False) if value.unsure is None else value.unsure for value in (then, otherwise)]
    found = ops.choose(holds, *sides)
    return None if found is ops.truth(False) else found


def _content(scope: Scope, holds: Op, then: tuple[Value, Any], otherwise: tuple[Value, Any]) -> Number | Op | None:
    """Return the side that is taken; where one is only ever a state, the other."""
    (one, one_span), (other, other_span) = then, otherwise
    if one.content is None or other.content is None:
        return one.content or other.content
    if isinstance(one.content, Op) or isinstance(other.content, Op):
        return scope.ops.choose(holds, one.op, other.op)
    return _chosen_number(scope, holds, (one.number, one_span), (other.number, other_span))


def _chosen_number(scope: Scope, holds: Op, one: Any, other: Any) -> Number:
    numbers, ops = scope.writer.numbers, scope.ops
    if not (one[0].is_enclosure or other[0].is_enclosure):
        return scope.writer.orders.chosen(holds, one[0], other[0])
    pairs = zip(numbers.enclosed(*one).ends, numbers.enclosed(*other).ends, strict=True)
    return numbers.enclosure(*(ops.choose(holds, *ends) for ends in pairs))


def _is_surely_known(scope: Scope, condition: n.Expr) -> bool:
    """Return whether a condition that is not sure is so in its truth alone, and never in its state."""
    compares = isinstance(condition, n.Compare)
    return scope.value(condition).state is None or (
        compares and all(scope.value(each).unsure is None for each in condition.children())
    )


def _may_lie_between(then: Value, otherwise: Value) -> bool:
    """Return whether both sides are numbers that are always in the same state."""
    both = isinstance(then.content, Number) and isinstance(otherwise.content, Number)
    return both and then.state is otherwise.state


def _between(scope: Scope, holds: Op, unsure: Op, sides: list[tuple[Value, Any]], found: Value) -> Value:
    """
    Return a choice whose condition is always known, but not surely: where it is not, it lies between both sides.

    A cap is continuous: where the points may just reach it, they and the cap are a step apart, and nothing is lost.
    """
    numbers, ops = scope.writer.numbers, scope.ops
    (low, high), (least, most) = (numbers.enclosed(value.number, span).ends for value, span in sides)
    ends = (
        ops.choose(unsure, ops.min(low, least), ops.choose(holds, low, least)),
        ops.choose(unsure, ops.max(high, most), ops.choose(holds, high, most)),
    )
    return Value(numbers.enclosure(*ends), found.state, any_of(ops, [value.unsure for value, _ in sides]))
