from __future__ import annotations

from hypothesis import given, settings

from parengine.expr import Expr
from parengine.expr._show import show
from parengine.expr._text import parse
from parengine.testing._draw.expressions import SHEET, expressions


@settings(max_examples=200)
@given(expressions(4))
def test_shown_text_reads_back_as_the_same_expression(expression: Expr) -> None:
    """What `show` writes, `parse` reads as the very same node."""
    assert expression is parse(show(expression), SHEET)


@given(expressions(3))
def test_text_is_canonical(expression: Expr) -> None:
    """Showing, reading and showing again changes no character."""
    text = show(expression)

    assert text == show(parse(text, SHEET))
