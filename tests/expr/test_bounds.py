"""The bounds reading of single expressions: it contains whatever answers lead to, and is exact where little is open."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from parengine.expr import (
    NEVER,
    Expr,
    and_,
    date_of,
    day,
    days,
    is_invalid,
    least,
    most,
    not_,
    nth_best,
    or_,
    when,
    whole,
    working_days,
    year_of,
)
from parengine.expr._bounds import Reach, in_state
from parengine.expr._bounds_facts import Scope
from parengine.expr._bounds_linear import Forms
from parengine.expr._bounds_reading import RULES, Reading
from parengine.expr._bounds_region import Box, grid_of
from parengine.expr._domain import NEVER as NEVER_ORDINAL
from parengine.expr._nodes import NODES, CohortFigure, CountNodes, EachFigure, Input, NodeFigure, TotalFigure, walk
from parengine.expr._oracle import Evaluation, Result, read_answer
from parengine.expr._text import ASSESSED_YEAR
from parengine.testing._draw.expressions import (
    APPROVED,
    CHANGE,
    DISBURSED,
    DONE,
    GOOD,
    ISSUED,
    LEVEL,
    PLANNED,
    STAFF,
    TERRAIN,
    TOTAL,
    expressions,
)
from parengine.types import State

UNLOWERED = (NodeFigure, EachFigure, CountNodes, CohortFigure, TotalFigure)


def inputs_of(expression: Expr) -> list[Input]:
    """Return the inputs of an expression, in the order in which it reads them."""
    return [node for node in walk(expression) if isinstance(node, Input)]


def reading_over(expression: Expr, unknown: Mapping[Input, State]) -> Reading:
    """Return a reading in which some inputs are in a state and the others are open."""

    def known(e: Expr) -> Reach | None:
        return in_state(1 << unknown[e]) if isinstance(e, Input) and e in unknown else None

    grids = {node: grid_of(node) for node in inputs_of(expression)}
    return Reading(grids, Forms(), known, lambda name, _: pytest.fail(f"no binding {name} is read"))


def reach_of(expression: Expr, box: Box, unknown: Mapping[Input, State] | None = None) -> Reach:
    """Return what an expression may be over a box."""
    return reading_over(expression, unknown or {}).reach(expression, Scope(box))


def allows(reach: Reach, value: Result) -> bool:
    """Return whether a reach has a value, or a state, in it."""
    if isinstance(value, State):
        return bool(reach.states & 1 << value)
    if isinstance(value, str):
        return reach.words is not None and value in reach.words
    return reach.low is not None and reach.high is not None and reach.low <= value <= reach.high


def value_of(expression: Expr, places: Mapping[Input, int], unknown: Mapping[Input, State]) -> Result:
    """Return the value that the plain evaluator gives for answers by their places."""
    return Evaluation(lambda node: unknown.get(node) or read_answer(node, grid_of(node).answer(places[node])))(
        expression
    )


@st.composite
def boxes(draw: Any, expression: Expr) -> tuple[dict[Input, tuple[int, int]], dict[Input, State]]:
    """Draw a region for each input of an expression; some inputs are missing or invalid."""
    box, unknown = {}, {}
    for node in inputs_of(expression):
        if draw(st.integers(0, 7)) == 7:
            unknown[node] = draw(st.sampled_from([State.MISSING, State.INVALID]))
        first, last = _sensible(node)
        ends = sorted((draw(st.integers(first, last)), draw(st.integers(first, last))))
        box[node] = grid_of(node).settled((ends[0], ends[1])) or grid_of(node).whole
    return box, unknown


def _sensible(node: Input) -> tuple[int, int]:
    """Return the places among which regions are drawn: days of a few years, years near the assessed one."""
    first, last = grid_of(node).whole
    if node.origin == "period":
        return 2019, 2026
    days_ = (datetime.date(2020, 1, 1).toordinal(), datetime.date(2024, 12, 31).toordinal())
    return days_ if node.domain.kind == "date" else (first, min(last, 10**6))


@given(expressions(), st.data())
def test_the_reading_contains_what_answers_lead_to(expression: Expr, data: st.DataObject) -> None:
    """Whatever is answered within the regions, the value or its state is within the reach."""
    assume(not any(isinstance(node, UNLOWERED) for node in walk(expression)))
    box, unknown = data.draw(boxes(expression))
    reach = reach_of(expression, box, unknown)
    for _ in range(4):
        places = {node: data.draw(st.integers(*region)) for node, region in box.items()}
        settled = {node: (grid_of(node).settled((place, place)) or box[node])[0] for node, place in places.items()}
        value = value_of(expression, settled, unknown)

        assert allows(reach, value), (reach, value)


def test_every_node_has_a_rule() -> None:
    """The table of the reading has an entry for every node class, and no other."""
    assert set(NODES) == set(RULES)


FEBRUARY = day(2022, 2, 1).ordinal  # type: ignore[attr-defined]
#: An expression, regions of its inputs, and what it may be: exactly that.
TIGHT: dict[str, tuple[Expr, dict[Expr, tuple[int, int]], Reach]] = {
    "a sum": (DONE + CHANGE, {DONE: (2, 5), CHANGE: (-10, 5)}, Reach(1, Fraction(11, 2))),
    "a difference of one input from itself": (DONE - DONE, {DONE: (2, 5)}, Reach(0, 0)),
    "a product across zero": (DONE * CHANGE, {DONE: (2, 4), CHANGE: (-10, 20)}, Reach(-4, 8)),
    "a quotient": (DONE / STAFF, {DONE: (2, 4), STAFF: (1, 8)}, Reach(Fraction(1, 4), 4)),
    "a whole part": (whole(DONE / STAFF), {DONE: (3, 7), STAFF: (2, 2)}, Reach(1, 3)),
    "the least": (least(DONE, STAFF), {DONE: (2, 9), STAFF: (3, 4)}, Reach(2, 4)),
    "the most": (most(DONE, STAFF), {DONE: (2, 9), STAFF: (3, 4)}, Reach(3, 9)),
    "the second best": (nth_best(2, DONE, STAFF, TOTAL), {DONE: (2, 9), STAFF: (3, 4), TOTAL: (6, 7)}, Reach(3, 7)),
    "a year": (year_of(APPROVED), {APPROVED: (FEBRUARY - 60, FEBRUARY)}, Reach(2021, 2022)),
    "days between": (days(day(2022, 2, 1), APPROVED), {APPROVED: (FEBRUARY - 3, FEBRUARY + 9)}, Reach(-3, 9)),
    "working days": (working_days(day(2022, 2, 1), APPROVED), {APPROVED: (FEBRUARY, FEBRUARY + 7)}, Reach(0, 5)),
    "a date of a year": (date_of(DONE + 2000, 2, 1), {DONE: (20, 20)}, Reach(*[day(2020, 2, 1).ordinal] * 2)),
    "days to never": (
        days(day(2022, 2, 1), ISSUED),
        {ISSUED: (NEVER_ORDINAL, NEVER_ORDINAL)},
        in_state(1 << State.INVALID),
    ),
    "a comparison that is decided": (DONE < TOTAL, {DONE: (1, 3), TOTAL: (4, 9)}, Reach(1, 1)),
    "a comparison that is open": (DONE < TOTAL, {DONE: (1, 4), TOTAL: (4, 9)}, Reach(0, 1)),
    "never is later than every day": (APPROVED < NEVER, {APPROVED: (FEBRUARY, FEBRUARY + 9)}, Reach(1, 1)),
    "options that differ": (LEVEL.differs(TERRAIN), {LEVEL: (0, 1), TERRAIN: (0, 1)}, Reach(1, 1)),
    "both conditions": (and_(DONE > 2, PLANNED), {DONE: (0, 2), PLANNED: (0, 1)}, Reach(0, 0)),
    "either condition": (or_(DONE > 2, not_(PLANNED)), {DONE: (3, 9), PLANNED: (0, 1)}, Reach(1, 1)),
    "a choice narrows what its branches read": (
        when(DONE > 10, DONE - 10, 0),
        {DONE: (0, 20)},
        Reach(0, 10),
    ),
    "a quotient of what its condition compares": (
        when(TOTAL > 0, DONE / TOTAL, 0),
        {DONE: (0, 0), TOTAL: (0, 20)},
        Reach(0, 0),
    ),
    "a part of a whole that it is in": (
        DONE / (DONE + TOTAL),
        {DONE: (1, 10), TOTAL: (1, 5)},
        Reach(Fraction(1, 6), Fraction(10, 11)),
    ),
    "a difference of what a quotient compares": (
        when(DONE / STAFF > 1, DONE - STAFF, 0),
        {DONE: (0, 9), STAFF: (1, 5)},
        Reach(0, 8),
    ),
    "a test for a state, made twice": (
        when(is_invalid(DONE / TOTAL), 5, when(is_invalid(DONE / TOTAL), 9, 7)),
        {DONE: (1, 2), TOTAL: (0, 4)},
        Reach(5, 7),
    ),
    "a percent": (DISBURSED * 2, {DISBURSED: (5000, 7965)}, Reach(1, Fraction("1.593"))),
    "an option's count": (GOOD + 1, {GOOD: (0, 10**9)}, Reach(1, 10**9 + 1)),
    "the year assessed": (ASSESSED_YEAR + 1, {ASSESSED_YEAR: (2022, 2023)}, Reach(2023, 2024)),
}


@pytest.mark.parametrize("case", TIGHT)
def test_the_reading_is_exact_where_little_is_open(case: str) -> None:
    """No wider than what answers lead to: the two ends are reached."""
    expression, box, expected = TIGHT[case]

    assert expected == reach_of(expression, box)._replace(words=None)


def corners(box: dict[Expr, tuple[int, int]]) -> Iterator[dict[Any, int]]:
    """Yield the answers at the ends of all regions."""
    yield {node: region[0] for node, region in box.items()}
    yield {node: region[1] for node, region in box.items()}


@pytest.mark.parametrize("case", TIGHT)
def test_the_reading_is_right_where_it_is_exact(case: str) -> None:
    """What the answers at the corners lead to lies within it."""
    expression, box, expected = TIGHT[case]

    assert [True, True] == [allows(expected, value_of(expression, places, {})) for places in corners(box)]
