"""Directions: what moves one way with an answer never moves the other, and what nobody has thought of is not known."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import event, given, note, settings
from hypothesis import strategies as st

from parengine.expr import Expr, and_, const, count_nodes, each, expression, figure_of, most, not_, when, word
from parengine.expr import _nodes as n
from parengine.expr._direction import _RULES, Way, joined, opposite, way_of
from parengine.expr._domain import NEVER
from parengine.expr._expr import _node
from parengine.expr._oracle import Evaluation, Result
from parengine.expr._replace import replace
from parengine.testing._draw.expressions import (
    APPROVED,
    CHANGE,
    DISBURSED,
    DONE,
    GOOD,
    INPUTS,
    ISSUED,
    PLANNED,
    STAFF,
    TOTAL,
    expressions,
    numbers,
    sheets,
)
from parengine.types import State

TENTHS = st.integers(-30, 30).map(lambda tenths: Fraction(tenths, 10))
COUNTS = st.integers(0, 20).map(Fraction)
DAYS = st.dates(datetime.date(2021, 12, 1), datetime.date(2023, 2, 1)).map(datetime.date.toordinal)
#: What each input that can grow may be.
VALUES: dict[Expr, st.SearchStrategy[Any]] = {
    DONE: COUNTS,
    TOTAL: COUNTS,
    GOOD: COUNTS,
    STAFF: st.integers(1, 9).map(Fraction),
    CHANGE: TENTHS,
    DISBURSED: st.sampled_from([Fraction(0), Fraction(1, 3000), Fraction(4, 5), Fraction(1)]),
    PLANNED: st.booleans(),
    ISSUED: st.just(NEVER) | DAYS,
    APPROVED: DAYS,
}


def test_every_class_of_node_has_a_rule() -> None:
    """Each class of node is listed, and nothing else is."""
    assert set(n.NODES) == set(_RULES)


def test_a_class_that_is_not_listed_is_not_known() -> None:
    """A new node moves nobody knows where, however plain its parts are, and so does what it stands in."""

    @_node
    class Novel(Expr):
        """A node that no reading knows."""

        of: Expr

    novel = n._intern(Novel, const(1))

    assert isinstance(DONE, n.Input)
    assert "none" == way_of(novel, DONE)
    assert "none" == way_of(n._intern(n.Floor, novel), DONE)


@pytest.mark.parametrize(
    "expected, built",
    [
        ("up", DONE),
        ("still", TOTAL),
        ("still", const(3)),
        ("still", figure_of("1", "points")),
        ("up", DONE + figure_of("1", "points")),
        ("down", TOTAL - DONE),
        ("up", DONE / TOTAL),
        ("down", TOTAL / DONE),
        ("none", DONE / CHANGE),
        ("none", DONE - DONE * DONE),
        ("up", DONE * DONE),
        ("none", DONE * CHANGE),
        ("down", DONE * const(-2)),
        ("up", most(DONE, TOTAL)),
        ("up", DONE >= TOTAL),
        ("down", DONE < TOTAL),
        ("none", DONE.equals(TOTAL)),
        ("down", not_(DONE > 3)),
        ("up", when(PLANNED, DONE, const(0))),
        ("none", when(DONE > 3, TOTAL, const(0))),
        ("up", count_nodes("1", and_(DONE > 3, each("points") > 0))),
        ("still", count_nodes("1", each("points") > 0)),
    ],
)
def test_directions_compose(expected: Way, built: Expr) -> None:
    """What an expression does with an answer follows from what its parts do."""
    assert isinstance(DONE, n.Input)
    assert expected == way_of(built, DONE)


@pytest.mark.parametrize("way, contrary", [("up", "down"), ("down", "up"), ("still", "still"), ("none", "none")])
def test_the_opposite_way_and_what_agrees_with_it(way: Way, contrary: Way) -> None:
    """The opposite of the opposite is the way itself; what stands still does not count among several."""
    assert (contrary, way) == (opposite(way), opposite(contrary))
    assert (way, way) == (joined([way, "still"]), joined([way, way]))
    assert ("none" if way != "still" else "up") == joined([way, "up" if way != "up" else "down"])


def without_nodes(drawn: Expr) -> Expr:
    """Return an expression with constants in the place of what nodes came to, which no sheet says by itself."""
    return replace(drawn, _constant)


def _constant(node: Expr) -> Expr | None:
    if isinstance(node, n.CountNodes):
        return const(2)
    if isinstance(node, n.NodeFigure | n.EachFigure):
        return word("scored") if node.figure == "status" else const(Fraction(1, 2))
    return None


def readings(drawn: Expr, asked: n.Input, sheet: Evaluation, ends: tuple[Any, Any]) -> list[Result]:
    """Return what an expression comes to at each of two values of an input, everything else staying as it is."""

    def reading(end: object) -> Callable[[n.Input], Any]:
        return lambda node: end if node is asked else sheet.read(node)

    return [Evaluation(reading(end))(drawn) for end in ends]


@settings(max_examples=400)
@given(numbers(depth=2, known=True) | expressions(depth=2), sheets(State.MISSING, State.NOT_APPLICABLE), st.data())
def test_raising_an_answer_never_moves_a_value_the_other_way(drawn: Expr, sheet: Evaluation, data: Any) -> None:
    """Up is never smaller, down never larger, still the same, wherever both values are known."""
    whole = without_nodes(drawn)
    read = [node for node in n.walk(whole) if node in VALUES]
    asked = data.draw(st.sampled_from(read or [DONE]))
    low, high = sorted(data.draw(st.tuples(VALUES[asked], VALUES[asked])))
    way = way_of(whole, asked)
    before, after = readings(whole, asked, sheet, (low, high))
    note(f"{asked!r} from {low} to {high} moves {way}: {before} to {after}")
    event(way)

    if not isinstance(before, State) and not isinstance(after, State):
        assert {"up": before <= after, "down": before >= after, "still": before == after, "none": True}[way]  # type: ignore[operator]


def test_the_property_sees_a_way_that_is_wrong() -> None:
    """What is taken away the larger an answer is does not rise: the ends are read as they are given."""
    assert isinstance(DONE, n.Input)
    sheet = Evaluation({**dict.fromkeys(INPUTS.values(), Fraction(1))}.__getitem__)

    assert [Fraction(1), Fraction(-2)] == readings(TOTAL - DONE, DONE, sheet, (Fraction(0), Fraction(3)))
    assert [1, 0] == [
        int(one is True) for one in readings(DONE < expression(2), DONE, sheet, (Fraction(1), Fraction(2)))
    ]
