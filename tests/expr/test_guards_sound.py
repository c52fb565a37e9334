"""What is claimed of values holds for every sheet of answers."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from parengine.expr import Expr
from parengine.expr._guards import Facts, is_nonnegative, may_be_zero, unguarded_divisions
from parengine.expr._nodes import Const, walk
from parengine.expr._oracle import Evaluation
from parengine.testing._draw.expressions import conditions, is_number, numbers, sheets
from parengine.types import State

UNKNOWN = (State.NOT_APPLICABLE, State.MISSING, State.INVALID)


@given(numbers(3, known=True), sheets(*UNKNOWN))
def test_what_is_not_negative_never_is(number: Expr, sheet: Evaluation) -> None:
    """An expression that is said not to be negative has no negative value."""
    value = sheet(number)

    assert isinstance(value, State) or not is_nonnegative(number) or value >= 0


@given(numbers(3, known=True), sheets(*UNKNOWN))
def test_what_cannot_be_zero_never_is(number: Expr, sheet: Evaluation) -> None:
    """An expression that is said not to be 0 has no value of 0."""
    value = sheet(number)

    assert isinstance(value, State) or may_be_zero(number) or value != 0


@settings(max_examples=150)
@given(st.data(), conditions(3, known=True), sheets(*UNKNOWN))
def test_facts_after_a_condition_hold(data: st.DataObject, condition: Expr, sheet: Evaluation) -> None:
    """Where a condition holds, or does not hold or apply, what is learned from it is true of the values."""
    parts = [node for node in walk(condition) if is_number(node)] or [Const]
    number = data.draw(st.sampled_from(parts))
    other = data.draw(st.sampled_from(parts))
    outcome = sheet(condition)
    if number is Const or outcome in UNKNOWN[1:]:
        return
    facts = Facts().after(condition, holds=outcome is True)

    for expression in (number, number - other, other - number, number + other):
        value = sheet(expression)
        assert isinstance(value, State) or not facts.nonzero(expression) or value != 0
        assert isinstance(value, State) or not facts.nonnegative(expression) or value >= 0


@settings(max_examples=150)
@given(numbers(3, known=True) | conditions(4, known=True), sheets(State.NOT_APPLICABLE, State.MISSING))
def test_guarded_divisions_never_make_anything_invalid(expression: Expr, sheet: Evaluation) -> None:
    """Where every division is guarded and no answer is invalid, no value is."""
    guarded = not list(unguarded_divisions(expression))

    assert not guarded or sheet(expression) is not State.INVALID
