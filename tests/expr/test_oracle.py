"""What expressions mean: values, and states in the place of values."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from parengine.expr import (
    INVALID,
    MISSING,
    NEVER,
    NO,
    NOT_APPLICABLE,
    YES,
    Calendar,
    Domain,
    Expr,
    and_,
    answer,
    const,
    count_nodes,
    date_of,
    day,
    days,
    each,
    evaluate,
    figure_of,
    is_invalid,
    is_missing,
    is_not_applicable,
    least,
    most,
    not_,
    note,
    nth_best,
    or_,
    total,
    when,
    whole,
    word,
    working_days,
    year_of,
)
from parengine.expr import _nodes as n
from parengine.expr._build import bound, rounded, unknown
from parengine.expr._calendar import working_days_between
from parengine.expr._oracle import _EVALUATORS, Evaluation, strongest
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
    conditions,
    numbers,
    sheets,
)
from parengine.types import State, ValueType

NA, GONE, WRONG = State.NOT_APPLICABLE, State.MISSING, State.INVALID
STATES = (NA, GONE, WRONG)
ANSWERS = {
    "done": 7, "total": 8, "change": "-1.5", "staff": 3, "disbursed": "79.7", "planned": True, "issued": "2022-02-10",
    "approved": "2022-01-31", "level": "low", "terrain": "delta", "survey.good": 12, "year": 2022,
}  # fmt: skip
JANUARY = datetime.date(2022, 1, 1).toordinal()

VALUES = [
    (DONE + TOTAL - 1, Fraction(14)),
    (2 * DONE * CHANGE, Fraction(-21)),
    (DONE / TOTAL, Fraction(7, 8)),
    (DONE / STAFF, Fraction(7, 3)),
    (whole(DONE / STAFF), Fraction(2)),
    (whole(CHANGE), Fraction(-2)),
    (least(DONE, TOTAL, 9), Fraction(7)),
    (most(DONE, TOTAL), Fraction(8)),
    (nth_best(1, DONE, TOTAL, STAFF), Fraction(8)),
    (nth_best(2, DONE, TOTAL, STAFF), Fraction(7)),
    (nth_best(2, TOTAL, TOTAL, STAFF), Fraction(8)),
    (nth_best(3, DONE, TOTAL, STAFF), Fraction(3)),
    (rounded(DONE / STAFF, 2, "half_up"), Fraction(233, 100)),
    (rounded(CHANGE, 0, "half_up"), Fraction(-2)),
    (rounded(CHANGE, 0, "down"), Fraction(-1)),
    (DISBURSED, Fraction(797, 1000)),
    (GOOD, Fraction(12)),
    (ASSESSED_YEAR, Fraction(2022)),
    (DISBURSED > "0.797", False),
    (DISBURSED >= "0.797", True),
    (DONE < TOTAL, True),
    (DONE <= 7, True),
    (DONE.equals(7), True),
    (DONE.differs(7), False),
    (PLANNED, True),
    (PLANNED.equals(NO), False),
    (LEVEL.equals(word("low")), True),
    (TERRAIN.differs(word("delta")), False),
    (LEVEL, "low"),
    (ISSUED > APPROVED, True),
    (ISSUED < NEVER, True),
    (ISSUED.equals(NEVER), False),
    (ISSUED <= date_of(ASSESSED_YEAR, 2, 10), True),
    (days(APPROVED, ISSUED), Fraction(10)),
    (days(ISSUED, APPROVED), Fraction(-10)),
    (working_days(APPROVED, ISSUED), Fraction(8)),
    (working_days(ISSUED, APPROVED), Fraction(-8)),
    (year_of(ISSUED), Fraction(2022)),
    (date_of(ASSESSED_YEAR, 1, 1), JANUARY),
    (when(PLANNED, 1, 2), Fraction(1)),
    (when(not_(PLANNED), 1, 2), Fraction(2)),
    (note(DONE, "over_100"), Fraction(7)),
    (and_(PLANNED, DONE > 1), True),
    (or_(DONE > 7, DONE < 7), False),
]


@pytest.mark.parametrize("expression, value", VALUES)
def test_values(expression: Expr, value: object) -> None:
    """Each operation has its value, exactly."""
    found = evaluate(expression, ANSWERS)

    assert value == found
    assert type(value) is type(found)


def test_answers_become_states() -> None:
    """An answer that is absent is missing, one that is not admitted is invalid."""
    assert GONE is evaluate(DONE, {})
    assert GONE is evaluate(DONE, {"done": None})
    assert WRONG is evaluate(DONE, {"done": "many"})
    assert WRONG is evaluate(DONE, {"done": 21})
    assert WRONG is evaluate(PLANNED, {"planned": "yes"})
    assert Fraction(0) == evaluate(DONE, {"done": 0})
    assert False is evaluate(PLANNED, {"planned": False})


STRICT: dict[str, Callable[[Expr, Expr], Expr]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "min": least,
    "max": most,
    "nth best": lambda a, b: nth_best(2, a, b),
    "=": lambda a, b: a.equals(b),
    "!=": lambda a, b: a.differs(b),
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "whole": lambda a, b: whole(a + b),
    "round": lambda a, b: rounded(a + b, 0, "half_up"),
    "note": lambda a, b: note(a + b, "seen"),
    "date": lambda a, b: date_of(a + b, 1, 1),
    "not": lambda a, b: not_(a < b),
}
ORDER = [*itertools.product(STATES, STATES)]


@pytest.mark.parametrize("operation", STRICT.values(), ids=STRICT)
def test_strict_operations_take_the_strongest_state(operation: Callable[[Expr, Expr], Expr]) -> None:
    """Invalid comes before missing, missing before not applicable, on whichever side they stand."""
    for first, second in ORDER:
        assert max(first, second) is evaluate(operation(unknown(first), unknown(second)))
    for state in STATES:
        assert state is evaluate(operation(unknown(state), DONE), ANSWERS)
        assert state is evaluate(operation(DONE, unknown(state)), ANSWERS)


@pytest.mark.parametrize("state", STATES)
def test_functions_of_dates_are_strict(state: State) -> None:
    """Days and years of a date in a state are in that state."""
    for made in (days(ISSUED, unknown(state)), working_days(unknown(state), ISSUED), year_of(unknown(state))):
        assert state is evaluate(made, ANSWERS)


def test_the_order_of_states() -> None:
    """The strongest of several states is the one that counts; among values there is none."""
    assert WRONG is strongest([NA, Fraction(1), WRONG, GONE])
    assert GONE is strongest([NA, GONE, True])
    assert NA is strongest([False, NA])
    assert None is strongest([Fraction(0), False, "low"])


#: Kleene's tables in full; the columns are in the order of the rows.
OUTCOMES = (True, False, NA, GONE, WRONG)
AND = (
    (True, False, NA, GONE, WRONG),
    (False, False, False, False, False),
    (NA, False, NA, GONE, WRONG),
    (GONE, False, GONE, GONE, WRONG),
    (WRONG, False, WRONG, WRONG, WRONG),
)
OR = (
    (True, True, True, True, True),
    (True, False, NA, GONE, WRONG),
    (True, NA, NA, GONE, WRONG),
    (True, GONE, GONE, GONE, WRONG),
    (True, WRONG, WRONG, WRONG, WRONG),
)
INSPECTED = answer("inspected", Domain("yes_no"))


@pytest.mark.parametrize("row, column", [*itertools.product(range(5), range(5))])
def test_kleene(row: int, column: int) -> None:
    """One no decides `and`, one yes decides `or`; else the strongest state counts."""
    sheet = Evaluation({PLANNED: OUTCOMES[row], INSPECTED: OUTCOMES[column]}.__getitem__)

    assert AND[row][column] is sheet(and_(PLANNED, INSPECTED))
    assert OR[row][column] is sheet(or_(PLANNED, INSPECTED))


@given(st.lists(conditions(2, known=True), min_size=1, max_size=4), st.randoms(), sheets(*STATES))
def test_the_order_of_conditions_never_matters(several: list[Expr], random, sheet: Evaluation) -> None:
    """Conditions joined in any order have the same value or state."""
    shuffled = random.sample(several, len(several))

    assert sheet(and_(*several)) is sheet(and_(*shuffled))
    assert sheet(or_(*several)) is sheet(or_(*shuffled))


@given(conditions(3, known=True), conditions(3, known=True), sheets(*STATES))
def test_de_morgan(one: Expr, other: Expr, sheet: Evaluation) -> None:
    """Not both is one not or the other not, also where something is unknown."""
    assert sheet(not_(and_(one, other))) is sheet(or_(not_(one), not_(other)))


@pytest.mark.parametrize("state", STATES)
def test_not_keeps_a_state(state: State) -> None:
    """The contrary of something unknown is unknown."""
    assert state is evaluate(not_(unknown(state)))


@pytest.mark.parametrize(
    "condition, value",
    [(True, Fraction(1)), (False, Fraction(2)), (NA, Fraction(2)), (GONE, GONE), (WRONG, WRONG)],
)
def test_when_by_its_condition(condition: bool | State, value: object) -> None:
    """A condition that does not apply does not hold; one that is missing or invalid gives its state."""
    found = Evaluation(lambda _: condition)(when(PLANNED, 1, 2))

    assert value == found
    assert type(value) is type(found)


def test_when_reads_only_what_it_chooses() -> None:
    """Nothing is asked of the branch that is not chosen, nor of either where the condition is unknown."""
    asked: list[str] = []

    def read(node: n.Input) -> object:
        asked.append(node.name)
        return {"planned": True, "done": Fraction(1)}.get(node.name, GONE)

    assert Fraction(1) == Evaluation(read)(when(PLANNED, DONE, TOTAL))
    assert ["planned", "done"] == asked
    asked.clear()
    assert GONE is Evaluation(read)(when(STAFF > 1, DONE, TOTAL))
    assert ["staff"] == asked


def test_states_in_branches_count_only_when_chosen() -> None:
    """A state in the branch not taken does not matter, and in the branch taken it is the result."""
    assert Fraction(7) == evaluate(when(PLANNED, DONE, INVALID), ANSWERS)
    assert NA is evaluate(when(PLANNED, NOT_APPLICABLE, DONE), ANSWERS)


@pytest.mark.parametrize("state", STATES)
def test_tests_for_states_are_always_known(state: State) -> None:
    """Exactly the test for the state that something is in says yes; of a value all say no."""
    tests = {NA: is_not_applicable, GONE: is_missing, WRONG: is_invalid}
    sheet = Evaluation(lambda _: state)

    assert {kind: kind is state for kind in STATES} == {kind: sheet(test(DONE)) for kind, test in tests.items()}
    assert [False] * 3 == [evaluate(test(DONE), ANSWERS) for test in tests.values()]


def test_division_by_zero_is_invalid() -> None:
    """A quotient over 0 is invalid, over a state it has that state, and behind a guard it is not read."""
    nothing = {"done": 3, "total": 0}

    assert WRONG is evaluate(DONE / TOTAL, nothing)
    assert WRONG is evaluate(DONE * 0 / TOTAL, nothing)
    assert GONE is evaluate(DONE / TOTAL, {"done": 3})
    assert GONE is evaluate(DONE / TOTAL, {"total": 0})
    assert Fraction(1) == evaluate(when(TOTAL.equals(0), 1, DONE / TOTAL), nothing)
    assert False is evaluate(and_(TOTAL > 0, DONE / TOTAL > 1), nothing)
    assert True is evaluate(or_(TOTAL.equals(0), DONE / TOTAL > 1), nothing)
    assert True is evaluate(is_invalid(DONE / TOTAL), nothing)


def test_never_is_a_known_date() -> None:
    """`never` is later than every date, but no days lead to it and it is in no year."""
    late = {"issued": "never", "approved": "2022-01-31"}

    assert True is evaluate(ISSUED > date_of(9999, 12, 31), late)
    assert True is evaluate(ISSUED.equals(NEVER), late)
    for made in (days(APPROVED, ISSUED), days(ISSUED, APPROVED), working_days(APPROVED, ISSUED), year_of(ISSUED)):
        assert WRONG is evaluate(made, late)


@pytest.mark.parametrize(
    "year, value",
    [(2022, JANUARY), ("2022.5", WRONG), (0, WRONG), (-1, WRONG), (10_000, WRONG), (9999, 3_651_695)],
)
def test_dates_in_a_computed_year(year: object, value: object) -> None:
    """A date is in a whole year from 1 to 9999; in any other it is invalid."""
    sheet = Evaluation(lambda _: const(year).value)

    assert value == sheet(date_of(CHANGE, 1, 1))


DAYS = st.integers(JANUARY - 20, JANUARY + 60)
CALENDARS = st.builds(
    Calendar,
    weekdays=st.sets(st.integers(0, 6)).map(tuple),
    holidays=st.lists(DAYS, max_size=8).map(tuple),
    made_up=st.lists(DAYS, max_size=8).map(tuple),
)


def _worked(calendar: Calendar, ordinal: int) -> bool:
    weekday = datetime.date.fromordinal(ordinal).weekday() in calendar.weekdays
    return ordinal not in calendar.holidays if weekday else ordinal in calendar.made_up


@given(CALENDARS, DAYS, DAYS)
def test_working_days_against_a_loop(calendar: Calendar, start: int, end: int) -> None:
    """The days after the first up to and with the last that are worked, counted one by one."""
    first, last = sorted((start, end))
    counted = sum(_worked(calendar, ordinal) for ordinal in range(first + 1, last + 1))

    assert (counted if start <= end else -counted) == working_days_between(calendar, start, end)


@given(CALENDARS, DAYS, DAYS, DAYS)
def test_working_days_add_up(calendar: Calendar, start: int, middle: int, end: int) -> None:
    """From one day to another and on to a third is as far as from the first to the third."""
    parts = working_days_between(calendar, start, middle) + working_days_between(calendar, middle, end)

    assert working_days_between(calendar, start, end) == parts


def test_working_days_over_the_calendar_of_the_expression() -> None:
    """A holiday within is not counted, a Saturday that is made up for is."""
    calendar = Calendar(
        holidays=(datetime.date(2022, 2, 1).toordinal(), datetime.date(2022, 2, 2).toordinal()),
        made_up=(datetime.date(2022, 2, 5).toordinal(),),
    )

    assert Fraction(7) == evaluate(working_days(APPROVED, ISSUED, calendar), ANSWERS)
    assert Fraction(0) == evaluate(working_days(day(2022, 2, 4), day(2022, 2, 6)))


@given(st.lists(st.fractions(-9, 9, max_denominator=50), min_size=1, max_size=6), st.data())
def test_nth_best_is_the_nth_of_the_sorted(values: list[Fraction], data: st.DataObject) -> None:
    """The nth best is the nth largest, equal ones counted each."""
    rank = data.draw(st.integers(1, len(values)))
    choices = [when(PLANNED, value, 0) for value in values]

    assert sorted(values)[-rank] == evaluate(nth_best(rank, *choices), ANSWERS)


@given(numbers(3, known=True), sheets())
def test_every_known_number_has_a_value(number: Expr, sheet: Evaluation) -> None:
    """Where all answers are there, a number has a value unless something is divided by zero."""
    value = sheet(number)

    assert isinstance(value, Fraction) or value is WRONG
    assume(not any(isinstance(node, n.Div) for node in n.walk(number)))
    assert isinstance(value, Fraction)


def test_marks_are_noted_when_they_are_read() -> None:
    """The notes of expressions that were read are collected once each, those of others are not."""
    sheet = Evaluation(lambda _: Fraction(3))
    capped = note(DONE, "capped", 2)

    assert Fraction(6) == sheet(when(DONE > 2, capped + capped, note(TOTAL, "below_zero")))
    assert [n.Tag("capped", 2)] == sheet.tags


def test_bindings_are_looked_up() -> None:
    """A binding has the value that was computed for it before, or its state."""
    sheet = Evaluation(lambda _: GONE, {"points of 1": Fraction(2), "points of 2": NA})

    assert Fraction(3) == sheet(bound("points of 1", ValueType.NUMBER) + 1)
    assert NA is sheet(bound("points of 2", ValueType.NUMBER) + 1)


@pytest.mark.parametrize(
    "figure", [figure_of("1", "points"), each("points"), total("points"), count_nodes("1", PLANNED)]
)
def test_figures_of_nodes_have_no_value_alone(figure: Expr) -> None:
    """Figures of other nodes have a value only in a programme."""
    with pytest.raises(TypeError, match="has no value of its own"):
        evaluate(figure)


@pytest.mark.parametrize("constant, state", [(MISSING, GONE), (NOT_APPLICABLE, NA), (INVALID, WRONG)])
def test_states_as_constants(constant: Expr, state: State) -> None:
    """The constants are the states that they name."""
    assert state is evaluate(constant)
    assert (True, False) == (evaluate(YES), evaluate(NO))


def test_every_node_has_an_evaluator() -> None:
    """The plain evaluator has a row for every node class, and for nothing else."""
    assert set(n.NODES) == set(_EVALUATORS)


def test_the_last_day_counts_and_the_first_does_not() -> None:
    """A day that is made up for, or a holiday, counts at the end of the days between and not at their start."""
    friday, saturday, monday = (datetime.date(2022, 2, each).toordinal() for each in (4, 5, 7))
    made_up, holiday = Calendar(made_up=(saturday,)), Calendar(holidays=(monday,))

    assert (1, 1) == tuple(working_days_between(made_up, *ends) for ends in ((friday, saturday), (saturday, monday)))
    assert (0, 1) == tuple(working_days_between(holiday, *ends) for ends in ((friday, monday), (monday, monday + 1)))
