"""Random expressions: of every type, as deep as asked, written and read back."""

from __future__ import annotations

from hypothesis import HealthCheck, find, given, settings

from parengine.expr import Expr, parse, show
from parengine.expr._nodes import Input, walk
from parengine.testing._draw.expressions import INPUTS, SHEET, conditions, dates, expressions, numbers
from parengine.types import ValueType

few = settings(max_examples=20, database=None)
some = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@some
@given(expressions())
def test_an_expression_can_be_written_and_read_back(drawn: Expr) -> None:
    """Its text, read under the names of the sheet, is the same expression."""
    assert drawn is parse(show(drawn), SHEET, drawn.type)


@some
@given(numbers(), conditions(), dates())
def test_each_strategy_draws_its_type(number: Expr, condition: Expr, date: Expr) -> None:
    """A state has no type of its own."""
    assert number.type in (ValueType.NUMBER, None)
    assert condition.type is ValueType.YES_NO
    assert date.type in (ValueType.DATE, None)


@some
@given(expressions(depth=0))
def test_without_depth_there_are_inputs_constants_and_comparisons(drawn: Expr) -> None:
    """Nothing stands within anything but a comparison."""
    assert [] == [part for child in drawn.children() for part in child.children() if part.children()]


@some
@given(expressions())
def test_expressions_look_at_the_sheet(drawn: Expr) -> None:
    """Whatever is read is an input of the sheet, or the year."""
    names = {node.name for node in INPUTS.values() if isinstance(node, Input)}
    assert {node.name for node in walk(drawn) if isinstance(node, Input)} <= names | {"year"}


def test_an_expression_shrinks_to_a_single_word() -> None:
    """The smallest has no parts."""
    assert () == tuple(find(expressions(), lambda _: True, settings=few).children())
