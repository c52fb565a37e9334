"""The trace: which branch was taken, the numbers in it, and what made a result unknown."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from programmes import Bindings, answers, inputs_of, oracle, programmes, sheet_of, typed

from parengine.expr import INVALID, MISSING, Domain, Expr, and_, answer, is_missing, not_, note, or_, when
from parengine.expr._build import LITERALS, bound
from parengine.expr._exact import compile_exact
from parengine.expr._nodes import Bound, Input, When
from parengine.expr._oracle import Evaluation, read_answer
from parengine.expr._trace import Sheet, Step, culprits, trace
from parengine.types import State, ValueType

COUNT = Domain("count", low=Fraction(0), high=Fraction(99))
A, B, C = (answer(name, COUNT) for name in "abc")
P, Q = (answer(name, Domain("yes_no")) for name in "pq")
INPUTS = (A, B, C, P, Q)


def evaluation(**given: object) -> Evaluation:
    """Return what evaluates expressions over the inputs above."""
    return Evaluation(lambda node: read_answer(node, given.get(node.name)))


def read(expression: Expr, **given: object) -> list[str]:
    """Return the names of the inputs that the trace of an expression shows."""
    steps = trace(expression, evaluation(**given)).walk()
    return [step.expression.name for step in steps if isinstance(step.expression, Input)]


def to_blame(expression: Expr, **given: object) -> list[str]:
    """Return the names of the inputs that made an expression missing or invalid."""
    return [found.name for found in culprits(expression, evaluation(**given))]


# ---- laws


@settings(max_examples=150)
@given(st.data(), programmes())
def test_the_figures_of_the_trace_are_those_of_the_exact_reading(data: st.DataObject, bindings: Bindings) -> None:
    """Every binding, and every step that refers to one, shows the compiled value."""
    inputs = inputs_of(bindings)
    row = data.draw(answers(inputs))
    made = compile_exact(bindings, [name for name, _ in bindings], inputs)
    exact = {name: made.result(made.run(row), name, expression.type) for name, expression in bindings}
    sheet = sheet_of(bindings, inputs, row)
    for name, _ in bindings:
        steps = list(sheet.trace(name).walk())
        shown = {name: steps[0].value} | {
            step.expression.name: step.value for step in steps if isinstance(step.expression, Bound)
        }
        assert {name: typed(exact[name]) for name in shown} == {name: typed(value) for name, value in shown.items()}


@settings(max_examples=150)
@given(st.data(), programmes())
def test_the_steps_of_a_trace_are_enough(data: st.DataObject, bindings: Bindings) -> None:
    """What was not read did not matter: with the shown inputs alone, every binding has the same value."""
    inputs = inputs_of(bindings)
    row = data.draw(answers(inputs))
    sheet = sheet_of(bindings, inputs, row)
    for name, expression in bindings:
        shown = _inputs_shown(sheet, name)
        kept = [raw if node in shown else "never read" for node, raw in zip(inputs, row, strict=True)]
        assert (name, typed(sheet.value(name))) == (name, typed(oracle(bindings, inputs, kept)[0][name]))
        assert sheet.trace(name).expression is expression


def _inputs_shown(sheet: Sheet, name: str) -> set[Expr]:
    steps = list(sheet.trace(name).walk())
    inner = (_inputs_shown(sheet, step.expression.name) for step in steps if isinstance(step.expression, Bound))
    return {step.expression for step in steps if isinstance(step.expression, Input)}.union(*inner)


@settings(max_examples=150)
@given(st.data(), programmes())
def test_only_the_chosen_branch_is_shown(data: st.DataObject, bindings: Bindings) -> None:
    """A choice shows its condition and one branch, or its condition alone where that is unknown."""
    inputs = inputs_of(bindings)
    sheet = sheet_of(bindings, inputs, data.draw(answers(inputs)))
    for name, _ in bindings:
        for step in sheet.trace(name).walk():
            if isinstance(step.expression, When):
                assert len(step.parts) == (
                    1
                    if step.parts[0].value in (State.MISSING, State.INVALID) and isinstance(step.parts[0].value, State)
                    else 2
                )


@settings(max_examples=150)
@given(st.data(), programmes())
def test_who_is_to_blame_is_in_the_state_of_the_result(data: st.DataObject, bindings: Bindings) -> None:
    """Of a missing result only absent inputs are named, of an invalid one only bad ones; of a known one nobody."""
    inputs = inputs_of(bindings)
    sheet = sheet_of(bindings, inputs, data.draw(answers(inputs)))
    for name, _ in bindings:
        value, found = sheet.value(name), sheet.culprits(name)
        assert [] == [node for node in found if sheet.answers[node] != value or not isinstance(value, State)]


# ---- what was read


@pytest.mark.parametrize("p, expected", [(True, ["p", "a"]), (False, ["p", "b"]), (None, ["p"]), ("?", ["p"])])
def test_a_choice_reads_its_condition_and_one_branch(p: object, expected: list[str]) -> None:
    """An unknown condition ends it."""
    assert expected == read(when(P, A, B), p=p, a=1, b=2)


def test_what_decides_and_and_or_is_all_that_is_shown() -> None:
    """Where one operand decides, the others are left out; else all of them matter."""
    assert ["q"] == read(and_(P, Q), p=True, q=False)
    assert ["p"] == read(or_(P, Q), p=True, q=None)
    assert ["p", "q"] == read(and_(P, Q), p=True, q=True)
    assert ["p", "q"] == read(and_(P, Q), p=True)


def test_steps_hold_the_values() -> None:
    """Each step has its expression and its value; literals are left out."""
    step = trace(when(A > 2, A * 3, 0), evaluation(a=4))

    assert 12 == step.value
    assert [(True, 1), (Fraction(12), 1)] == [(part.value, len(part.parts)) for part in step.parts]
    assert [] == [each for each in step.walk() if isinstance(each.expression, LITERALS)]


def test_a_step_walks_conditions_before_what_they_led_to() -> None:
    """The order is that of a reader: the step, then its parts in turn."""
    step = trace(when(P, A + B, C), evaluation(p=True, a=1, b=2))

    assert ["When", "Input", "Add", "Input", "Input"] == [type(each.expression).__name__ for each in step.walk()]
    assert isinstance(step, Step)


# ---- who is to blame


def test_of_what_is_known_nobody_is_to_blame() -> None:
    """A known value has no culprits, whatever is absent elsewhere."""
    assert [] == to_blame(when(P, A, B), p=True, a=1)


def test_everything_absent_that_was_read_is_to_blame() -> None:
    """A sum names each absent term; a bad one takes all the blame."""
    assert ["a", "c"] == to_blame(A + B + C, b=1)
    assert ["b"] == to_blame(A + B + C, b=-1)


def test_an_unknown_condition_takes_the_blame() -> None:
    """What stands in the branches is not named."""
    assert ["p"] == to_blame(when(P, A, B))
    assert ["b"] == to_blame(when(P, A, B), p=False)


def test_in_and_and_or_what_does_not_decide_is_to_blame() -> None:
    """Operands that are known are not named."""
    assert ["q"] == to_blame(and_(P, Q), p=True)
    assert ["p", "q"] == to_blame(or_(not_(P), Q))


def test_tests_for_states_blame_nobody() -> None:
    """`is missing` is always known."""
    assert ["a"] == to_blame(when(is_missing(B), A, B))


def test_blame_goes_through_notes() -> None:
    """A marked expression is as unknown as what it marks."""
    assert ["a"] == to_blame(note(A, "capped"))


def test_a_constant_state_is_nobodys_fault() -> None:
    """A rule that declares something missing or invalid names no input."""
    assert [] == to_blame(when(A.equals(0), MISSING, B), a=0)
    assert [] == to_blame(INVALID + B)


def test_division_by_zero_is_nobodys_fault() -> None:
    """Its operands are known; what is invalid is the quotient."""
    assert [] == to_blame(A / B, a=1, b=0)


def test_blame_goes_through_bindings_once() -> None:
    """Across bindings each input is named once, in the order in which it is met."""
    one, two = bound("one", ValueType.NUMBER), bound("two", ValueType.NUMBER)
    bindings = {"one": A + B, "two": one + A, "three": when(P, one + two + C, 0)}
    sheet = sheet_of(list(bindings.items()), INPUTS, (None, 1, None, True, None))

    assert {"a", "c"} == {node.name for node in sheet.culprits("three")}
    assert 2 == len(sheet.culprits("three"))


def test_a_long_chain_of_bindings_is_followed() -> None:
    """Thousands of bindings, each reading the one before: neither evaluating nor blaming runs out of stack."""
    bindings: dict[str, Expr] = {"b0": A} | {f"b{i}": bound(f"b{i - 1}", ValueType.NUMBER) + 1 for i in range(1, 5000)}
    known, unknown = (sheet_of(list(bindings.items()), [A], [raw]) for raw in (1, None))

    assert (5000, [A]) == (known.value("b4999"), unknown.culprits("b4999"))
