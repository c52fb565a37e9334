"""Folding: what is the same for all answers is worked out beforehand, and nothing else is changed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from programmes import Bindings, answers, inputs_of, oracle, programmes, typed

from parengine.expr import (
    INVALID,
    MISSING,
    NO,
    NOT_APPLICABLE,
    YES,
    Domain,
    Expr,
    and_,
    answer,
    const,
    is_invalid,
    is_missing,
    is_not_applicable,
    least,
    most,
    not_,
    nth_best,
    or_,
    when,
)
from parengine.expr._build import bound, rounded
from parengine.expr._nodes import Bound, walk
from parengine.expr._simplify import simplified
from parengine.types import State, ValueType

COUNT = answer("count", Domain("count", low=Fraction(0), high=Fraction(9)))
STAFF = answer("staff", Domain("count", low=Fraction(1), high=Fraction(9)))
CHANGE = answer("change", Domain("quantity", low=Fraction(-9), high=Fraction(9)))
HELD = answer("held", Domain("yes_no"))
YEAR = answer("year", Domain("count", low=Fraction(1), high=Fraction(9999)), origin="period")
SEEN = bound("seen", ValueType.NUMBER)


def folded(expression: Expr, seen: Expr = COUNT) -> Expr:
    """Return an expression as it is left, where the binding `seen` stands before it."""
    return dict(simplified([("seen", seen), ("it", expression)])[0])["it"]


# ---- laws


@settings(max_examples=150)
@given(st.data(), programmes())
def test_folding_changes_no_value(data: st.DataObject, bindings: Bindings) -> None:
    """For every sheet of answers each binding has the value that it had."""
    inputs, simple = inputs_of(bindings), list(simplified(bindings)[0])
    row = data.draw(answers(inputs))

    before, after = oracle(bindings, inputs, row)[0], oracle(simple, inputs, row)[0]
    assert {name: typed(value) for name, value in before.items()} == {
        name: typed(value) for name, value in after.items()
    }


@settings(max_examples=150)
@given(st.data(), programmes())
def test_what_is_known_of_bindings_is_true(data: st.DataObject, bindings: Bindings) -> None:
    """No binding is ever in a state that it was said not to be in, or below its lowest value."""
    inputs = inputs_of(bindings)
    simple, knowledge = simplified(bindings)
    for name, value in oracle(list(simple), inputs, data.draw(answers(inputs)))[0].items():
        lowest = knowledge.lowest[name]
        if isinstance(value, State):
            assert value in knowledge.states[name]
        elif lowest is not None:
            assert lowest <= value  # type: ignore[operator]


@given(programmes())
def test_folding_twice_folds_nothing_more(bindings: Bindings) -> None:
    """What is left is left as it is."""
    once = simplified(bindings)[0]

    assert once == simplified(once)[0]


@given(programmes())
def test_no_binding_is_read_that_is_another_name_or_a_constant(bindings: Bindings) -> None:
    """A reference to a constant, a state, or another binding's reference is replaced by it."""
    simple = dict(simplified(bindings)[0])
    read = {node.name for expression in simple.values() for node in walk(expression) if isinstance(node, Bound)}

    assert [] == [
        name
        for name in read
        if isinstance(simple[name], Bound) or (not list(walk(simple[name]))[1:] and simple[name].type is None)
    ]


# ---- examples


@pytest.mark.parametrize("seen", [const(3), MISSING, NOT_APPLICABLE])
def test_constants_take_the_place_of_references(seen: Expr) -> None:
    """A binding that is a constant or a state is written out where it is read."""
    assert seen is folded(SEEN, seen)


def test_another_name_takes_the_place_of_a_name() -> None:
    """A binding that only refers to another one is skipped."""
    simple = dict(
        simplified(
            [("one", COUNT + 1), ("two", bound("one", ValueType.NUMBER)), ("three", bound("two", ValueType.NUMBER) * 2)]
        )[0]
    )

    assert bound("one", ValueType.NUMBER) * 2 is simple["three"]


@pytest.mark.parametrize(
    "test, seen, left",
    [
        (is_not_applicable(SEEN), COUNT, NO),
        (is_missing(SEEN), COUNT, is_missing(SEEN)),
        (is_missing(SEEN), YEAR, NO),
        (is_missing(SEEN), MISSING, YES),
        (is_missing(SEEN), when(is_missing(COUNT), 0, COUNT), NO),
        (is_invalid(SEEN), when(or_(is_missing(COUNT), is_invalid(COUNT)), 0, COUNT), NO),
        (is_invalid(SEEN), COUNT / STAFF, is_invalid(SEEN)),
        (is_invalid(SEEN), YEAR / 2, NO),
        (is_invalid(SEEN), 1 / YEAR, NO),
    ],
)
def test_tests_for_states_that_cannot_occur_vanish(test: Expr, seen: Expr, left: Expr) -> None:
    """What an answer can be in is known: missing or invalid, never not applicable; the period is always there."""
    assert left is folded(test, seen)


def test_an_equation_with_zero_that_cannot_hold_vanishes() -> None:
    """What is always known and above 0 is never 0; what may be missing keeps its state."""
    assert NO is folded(SEEN.equals(0), YEAR + 1)
    assert SEEN.equals(0) is folded(SEEN.equals(0), STAFF + 1)
    assert SEEN.equals(0) is folded(SEEN.equals(0), when(is_missing(COUNT), 0, 1))


def test_a_choice_of_which_the_condition_is_folded_is_taken() -> None:
    """Folding reaches what stands around it."""
    assert SEEN + 1 is folded(when(and_(HELD, is_not_applicable(SEEN)), 0, SEEN) + 1)
    assert const(4) is folded(when(not_(is_not_applicable(SEEN)), 4, SEEN))


@pytest.mark.parametrize(
    "expression, lowest",
    [
        (COUNT, 0),
        (CHANGE, -9),
        (COUNT + STAFF, 1),
        (COUNT - STAFF, None),
        (COUNT * STAFF, 0),
        (CHANGE * COUNT, None),
        (COUNT / STAFF, 0),
        (COUNT / CHANGE, None),
        (least(COUNT, CHANGE), -9),
        (most(COUNT, CHANGE), 0),
        (most(COUNT - STAFF, STAFF), 1),
        (nth_best(2, COUNT, CHANGE), -9),
        (rounded(COUNT, 1, "half_up"), 0),
        (rounded(CHANGE, 1, "half_up"), None),
        (when(HELD, COUNT, STAFF), 0),
        (when(HELD, STAFF, MISSING), 1),
        (when(CHANGE < 0, 0, CHANGE), 0),
        (when(CHANGE < STAFF, STAFF, CHANGE), 1),
        (when(CHANGE < 0, INVALID, CHANGE), 0),
        (when(CHANGE <= 0, 2, CHANGE), -9),
        (when(CHANGE > 0, CHANGE, 0), -9),
    ],
)
def test_how_low_a_value_may_be(expression: Expr, lowest: int | None) -> None:
    """A number that the value is never below, by the domains of what it reads; None where none is known."""
    assert lowest == simplified([("it", expression)])[1].lowest["it"]


def test_a_limit_that_may_not_apply_is_no_limit() -> None:
    """Where the limit of `when(x < limit, limit, x)` may not apply, x may lie below it."""
    limit = ("limit", when(HELD, NOT_APPLICABLE, COUNT))
    held = bound("limit", ValueType.NUMBER)

    assert -9 == simplified([limit, ("it", when(CHANGE < held, held, CHANGE))])[1].lowest["it"]
