"""Texts made to break the reader are refused quickly, with a sentence."""

from __future__ import annotations

import inspect
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest

from parengine.errors import ExpressionError
from parengine.expr import Expr, and_, not_
from parengine.expr._build import compare
from parengine.expr._show import show
from parengine.expr._text import MAX_DEPTH, parse
from parengine.expr._tokens import MAX_TEXT
from parengine.testing._draw.expressions import DONE, PLANNED, SHEET

TOO_MUCH = {
    "a megabyte": ("(" * 10**6, "1000000 characters; at most 10000 are read"),
    "a megabyte of operators": ("done + " * 150_000, "characters; at most 10000"),
    "brackets": ("(" * 5000, "more than 64 levels deep"),
    "functions": ("min(" * 2000, "more than 64 levels deep"),
    "brackets behind every operator": ("yes or yes and not 1 < 1 + 1 * -(" * 100, "64 levels deep"),
    "quotients of quotients": ("/".join(["done"] * 2000), "more than 64 levels deep; write it in parts"),
    "choices of choices": ("when(" + "planned, 1, " * 600 + "0)", "more than 64 levels deep; write it in parts"),
    "a number of many digits": ("*".join(["9" * 30] * 300), "more than 1000 digits"),
    "a fraction of many digits": ("done * " + "/".join(["7"] * 2000), "more than 1000 digits"),
}
LONG = {
    "choice": ("when(" + "planned, 1, " * 60 + "0)", parse("when(planned, 1, " * 60 + "0" + ")" * 60, SHEET)),
    "sum": ("+".join(["done"] * 1900), 1900 * DONE),
    "condition": (" and ".join(f"done = {i}" for i in range(600)), and_(*(DONE.equals(i) for i in range(600)))),
    "contraries": ("not " * 2001 + "planned", not_(PLANNED)),
    "negatives": ("-" * 9001 + "done", -DONE),
    "brackets": ("(" * MAX_DEPTH + "done" + ")" * MAX_DEPTH, DONE),
    "chain": ("<=".join(["done"] * 1600), compare("<=", DONE, DONE)),
    "spaces": (" " * 9000 + "done", DONE),
}


@pytest.mark.parametrize("text, sentence", TOO_MUCH.values(), ids=TOO_MUCH)
def test_too_much_is_refused(text: str, sentence: str) -> None:
    """Beyond the limits there is an error, not a deep recursion, and it comes at once."""
    start = time.perf_counter()

    with pytest.raises(ExpressionError, match=sentence):
        parse(text, SHEET)

    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("text, expression", LONG.values(), ids=LONG)
def test_long_and_flat_is_read(text: str, expression: Expr) -> None:
    """Length alone is no fault: runs of one operator may fill the whole text."""
    found = parse(text, SHEET)

    assert expression is found or text.count("+") + 1 == len(list(found.children()))


def test_the_deepest_text_leaves_room_on_the_stack() -> None:
    """Reading and showing at the greatest depth need no more than six tenths of Python's stack."""
    deepest = "min(1, done + " * (MAX_DEPTH // 2 - 1) + "1" + ")" * (MAX_DEPTH // 2 - 1)
    brackets = "yes or yes and not 1 < 1 + 1 * -(" * 15
    frames = sys.getrecursionlimit() * 4 // 10 - len(inspect.stack())

    assert parse(deepest, SHEET) is parse(_deep(frames, lambda: show(parse(deepest, SHEET))), SHEET)
    with pytest.raises(ExpressionError, match="more than 64 levels"):
        _deep(frames, lambda: parse(brackets * 10, SHEET))


def _deep(frames: int, call: Callable[[], Any]) -> Any:
    return call() if frames == 0 else _deep(frames - 1, call)


def test_the_limit_is_on_characters() -> None:
    """A text of exactly the greatest length is read."""
    assert DONE is parse("done".ljust(MAX_TEXT), SHEET)


def test_an_unknown_name_among_many_is_refused_quickly() -> None:
    """The search for what was meant does not take long, however many names there are."""

    class Many(type(SHEET)):
        def suggestions(self):
            return (f"some_input_number_{number}" for number in range(20_000))

    start = time.perf_counter()
    with pytest.raises(ExpressionError, match="is not known here"):
        parse("some_other_number", Many())

    assert time.perf_counter() - start < 5
