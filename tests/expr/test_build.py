"""The builders: one node for equal expressions, types checked, constants folded, states never lost."""

from __future__ import annotations

import copy
import datetime
import gc
import pickle
import threading
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parengine.errors import ExpressionError, NumberError
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
    _expr,
    and_,
    answer,
    const,
    count_nodes,
    date_of,
    day,
    days,
    each,
    expression,
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
from parengine.expr._build import bound, rounded
from parengine.expr._oracle import Evaluation
from parengine.expr._replace import _REBUILD, replace
from parengine.testing._draw.expressions import (
    APPROVED,
    CHANGE,
    DONE,
    ISSUED,
    LEVEL,
    PLANNED,
    STAFF,
    TERRAIN,
    TOTAL,
    expressions,
    numbers,
    sheets,
)
from parengine.types import State, ValueType

UNKNOWN = (State.NOT_APPLICABLE, State.MISSING, State.INVALID)


@given(expressions(3))
def test_equal_expressions_are_one_object(drawn: Expr) -> None:
    """Copying, pickling and rebuilding an expression give the very same node."""
    assert drawn is copy.deepcopy(drawn)
    assert drawn is pickle.loads(pickle.dumps(drawn))
    assert drawn is replace(drawn, lambda _: None)


def test_equal_inputs_are_one_object() -> None:
    """Two declarations of the same input are one node; another domain, part or origin is another input."""
    twin = answer("done", Domain("count", low=Fraction(0), high="20"))
    others = [
        answer("done", Domain("count", low=0, high=21)),
        answer("done", Domain("count", low=0, high=20), part="good"),
        answer("done", Domain("count", low=0, high=20), origin="unit"),
    ]

    assert DONE is twin
    assert 4 == len({twin, *others})


def test_nodes_nobody_holds_are_forgotten() -> None:
    """The table of nodes does not keep them alive."""
    made = answer("forgotten", Domain("yes_no"))
    count = len(_expr._table)
    del made
    gc.collect()

    assert count > len(_expr._table)


def test_threads_make_the_same_nodes() -> None:
    """Expressions made at the same time by several threads are the same objects."""
    made: list[list[Expr]] = []

    def make() -> None:
        made.append([DONE + number for number in range(500)])

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert all(one is other for row in made for one, other in zip(row, made[0], strict=True))


def test_operators_are_builders() -> None:
    """Operators take numbers and decimal text on either side."""
    assert DONE + 1 is 1 + DONE
    assert DONE - "0.5" is DONE + "-0.5"
    assert 1 - DONE is 1 + -DONE
    assert 2 * DONE is DONE * 2
    assert DONE / 4 is "0.25" * DONE
    assert DONE / TOTAL is not TOTAL / DONE
    assert 2 / DONE is const(2) / DONE
    assert (DONE < 2) is n._intern(n.Compare, "<", DONE, const(2))
    assert (2 < DONE) is (DONE > 2)
    assert (DONE <= 2) is not (DONE < 2)
    assert (DONE >= 2) is n._intern(n.Compare, ">=", DONE, const(2))
    assert DONE.equals(2) is n._intern(n.Compare, "=", DONE, const(2))
    assert DONE.differs(2) is n._intern(n.Compare, "!=", DONE, const(2))
    assert (datetime.date(2022, 1, 31) < ISSUED) is (ISSUED > day(2022, 1, 31))


def test_equality_stays_identity() -> None:
    """`==` compares nodes, so that they can stand in sets and dictionaries."""
    assert DONE + 1 == DONE + 1
    assert DONE + 1 != DONE + 2
    assert 1 == len({DONE + 1, 1 + DONE})


def test_an_expression_has_no_truth_value() -> None:
    """Using an expression as a Python condition is refused, with the builders to use instead."""
    with pytest.raises(TypeError, match=r"build conditions with when\(\), and_\(\), or_\(\) and not_\(\)"):
        assert DONE > 1


@pytest.mark.parametrize(
    "value, made",
    [
        (True, YES),
        (False, NO),
        (7, const(7)),
        ("0.5", const(Fraction(1, 2))),
        (0.1, const(Decimal("0.1"))),
        (datetime.date(2022, 1, 31), day(2022, 1, 31)),
        (DONE, DONE),
    ],
)
def test_plain_values_become_expressions(value: object, made: Expr) -> None:
    """Truth values, numbers, decimal text and dates become literals."""
    assert made is expression(value)


FOLDED = {
    "sums of numbers": (const(1) + 2, const(3)),
    "sums with 0": (DONE + 0, DONE),
    "nested sums": ((DONE + 1) + (TOTAL + 2), DONE + TOTAL + 3),
    "products of numbers": (const(2) * 3, const(6)),
    "products with 1": (DONE * 1, DONE),
    "nested products": ((2 * DONE) * (3 * TOTAL), 6 * DONE * TOTAL),
    "negatives of negatives": (-1 * -DONE, DONE),
    "quotients of numbers": (const(1) / 4, const("0.25")),
    "quotients by a number": (DONE / 2, DONE * "0.5"),
    "whole": (whole("-2.5"), const(-3)),
    "min": (least(3, DONE, 2), least(DONE, 2)),
    "nested min": (least(least(DONE, 3), TOTAL), least(DONE, TOTAL, 3)),
    "min of one": (least(DONE, DONE), DONE),
    "max": (most(3, 2), const(3)),
    "comparisons of literals": (const(1) < 2, YES),
    "comparisons of dates": (day(2022, 1, 31) < NEVER, YES),
    "comparisons of texts": (word("a").equals(word("b")), NO),
    "and of nothing": (and_(), YES),
    "and with yes": (and_(YES, PLANNED), PLANNED),
    "and with no": (and_(PLANNED, NO), NO),
    "nested and": (and_(and_(PLANNED, DONE > 1), PLANNED), and_(PLANNED, DONE > 1)),
    "or of nothing": (or_(), NO),
    "or with no": (or_(NO, PLANNED), PLANNED),
    "or with yes": (or_(PLANNED, YES), YES),
    "not": (not_(YES), NO),
    "not not": (not_(not_(PLANNED)), PLANNED),
    "when yes": (when(YES, DONE, TOTAL), DONE),
    "when no": (when(NO, DONE, TOTAL), TOTAL),
    "when missing": (when(MISSING, DONE, TOTAL), MISSING),
    "when invalid": (when(INVALID, DONE, TOTAL), INVALID),
    "when not applicable": (when(NOT_APPLICABLE, DONE, TOTAL), TOTAL),
    "is missing of a literal": (is_missing(3), NO),
    "is missing of a state": (is_missing(MISSING), YES),
    "is missing of another state": (is_missing(INVALID), NO),
    "the year of a date": (year_of(day(2022, 1, 31)), const(2022)),
    "a date in a written year": (date_of(2022, 1, 31), day(2022, 1, 31)),
    "29 February in a written leap year": (date_of(2024, 2, 29), day(2024, 2, 29)),
}


@pytest.mark.parametrize("made, folded", FOLDED.values(), ids=FOLDED)
def test_constants_are_folded(made: Expr, folded: Expr) -> None:
    """What is known without any answer is computed when it is built."""
    assert folded is made


KEPT = {
    "0 × x": 0 * DONE,
    "0 / x": const(0) / DONE,
    "x - x": DONE - DONE,
    "x = x": DONE.equals(DONE),
    "missing + x": MISSING + DONE,
    "min(missing, 0)": least(MISSING, 0),
    "when x then 1 else 1": when(PLANNED, 1, 1),
    "not missing": not_(MISSING),
    "the year of never": year_of(NEVER),
    "whole of a state": whole(INVALID),
}


@pytest.mark.parametrize("made", KEPT.values(), ids=KEPT)
def test_operands_with_states_are_kept(made: Expr) -> None:
    """Folding never drops an operand whose state counts."""
    assert [*made.children()] != []


@given(numbers(3), sheets(*UNKNOWN))
def test_building_again_changes_no_value(number: Expr, sheet: Evaluation) -> None:
    """Rebuilding a sum from its parts in another grouping has the same value or state."""
    if any(isinstance(node, (n.NodeFigure, n.CountNodes)) for node in n.walk(number)):
        return

    assert sheet(number + (DONE + CHANGE)) == sheet((number + DONE) + CHANGE)
    assert sheet(number * (DONE * CHANGE)) == sheet((number * DONE) * CHANGE)
    assert sheet(least(number, least(DONE, 3))) == sheet(least(least(number, DONE), 3))


MISTYPED = {
    "+ takes a number": (lambda: DONE + PLANNED, "'+' takes a number, not a yes/no"),
    "- takes a number": (lambda: DONE - ISSUED, "'-' takes a number, not a date"),
    "* takes a number": (lambda: LEVEL * 2, "'*' takes a number, not a choice"),
    "/ takes a number": (lambda: 1 / PLANNED, "'/' takes a number"),
    "yes + 3": (lambda: YES + 3, "'+' takes a number, not a yes/no"),
    "division by zero": (lambda: DONE / 0, "division by zero"),
    "min of nothing": (least, "'min' takes at least one number"),
    "max of a date": (lambda: most(ISSUED), "'max' takes a number"),
    "nth best of too few": (lambda: nth_best(3, DONE, TOTAL), "there is no number 3 among 2"),
    "the 0th best": (lambda: nth_best(0, DONE), "there is no number 0 among 1"),
    "whole of a condition": (lambda: whole(PLANNED), "'whole' takes a number"),
    "round of a condition": (lambda: rounded(PLANNED, 2, "half_up"), "'round' takes a number"),
    "the year of a number": (lambda: year_of(2022), "'year' takes a date"),
    "days between numbers": (lambda: days(1, 2), "'days' takes a date"),
    "working days between numbers": (lambda: working_days(1, 2), "'working_days' takes a date"),
    "working days to a number": (lambda: working_days(ISSUED, 2), "'working_days' takes a date"),
    "nth best of a condition": (lambda: nth_best(1, PLANNED), "'nth_best' takes a number"),
    "a date in a date": (lambda: date_of(ISSUED, 1, 1), "'date' takes a number"),
    "30 February": (lambda: date_of(DONE, 2, 30), "'30/2' is not a day of every year"),
    "29 February of some year": (lambda: date_of(DONE, 2, 29), "'29/2' is not a day of every year"),
    "29 February 2023": (lambda: date_of(2023, 2, 29), "'29/2/2023' is not a date"),
    "a date in half a year": (lambda: date_of("2022.5", 1, 1), "'1/1/2022.5' is not a date"),
    "a date in the year 10000": (lambda: date_of(10_000, 1, 1), "'1/1/10000' is not a date"),
    "number against date": (lambda: DONE < ISSUED, "a number cannot be compared with a date"),
    "yes against number": (lambda: PLANNED.equals(1), "a yes/no cannot be compared with a number"),
    "order of choices": (lambda: n.Expr.__lt__(LEVEL, word("low")), "'<' compares numbers and dates; a choice"),
    "order of truth values": (lambda: PLANNED >= YES, "'>=' compares numbers and dates; a yes/no"),
    "no such option": (lambda: word("lwo").equals(LEVEL), "'lwo' is not an option of level: low, high"),
    "no such status": (lambda: figure_of("1", "status").equals(word("zero")), "'zero' is not a status: scored"),
    "no such status of each": (lambda: each("status").differs(word("x")), "'x' is not a status"),
    "and of numbers": (lambda: and_(PLANNED, DONE), "'and' takes a yes/no, not a number"),
    "or of dates": (lambda: or_(ISSUED), "'or' takes a yes/no, not a date"),
    "not of a number": (lambda: not_(1), "'not' takes a yes/no"),
    "when of a number": (lambda: when(DONE, 1, 2), "'when' takes a yes/no"),
    "when with two types": (lambda: when(PLANNED, 1, YES), "when gives a number or a yes/no; both must be of one type"),
    "count by a number": (lambda: count_nodes("1", DONE), "'count' takes a yes/no"),
}


@pytest.mark.parametrize("make, sentence", MISTYPED.values(), ids=MISTYPED)
def test_mistyped_expressions_are_refused(make, sentence: str) -> None:
    """What is not well typed is refused when it is built, with a sentence and no place."""
    with pytest.raises(ExpressionError) as caught:
        make()

    assert sentence in caught.value.sentence
    assert caught.value.offset is None


def test_numbers_that_are_none_are_refused() -> None:
    """Operands that are no numbers are refused as numbers are."""
    with pytest.raises(NumberError, match="'many' is not a number"):
        DONE + "many"


TYPES = {
    ValueType.NUMBER: [DONE + 1, year_of(ISSUED), days(ISSUED, APPROVED), figure_of("1", "share"), total("points")],
    ValueType.YES_NO: [DONE > 1, is_invalid(LEVEL), is_not_applicable(ISSUED), not_(MISSING), and_(PLANNED, MISSING)],
    ValueType.DATE: [date_of(STAFF, 1, 1), NEVER, when(PLANNED, MISSING, ISSUED), note(ISSUED, "late")],
    ValueType.CHOICE: [TERRAIN, word("low"), figure_of("1", "status"), each("status"), when(PLANNED, LEVEL, INVALID)],
    None: [MISSING, when(PLANNED, MISSING, INVALID), bound("something", None)],
}


@pytest.mark.parametrize("wanted, made", [(wanted, made) for wanted, several in TYPES.items() for made in several])
def test_types(wanted: ValueType | None, made: Expr) -> None:
    """Every expression knows its type; a state fits every type."""
    assert wanted is made.type


def test_replace_swaps_and_folds() -> None:
    """Replacing a node rebuilds what stands above it, and folds what is constant by then."""
    rule = when(TOTAL.equals(0), 0, DONE / TOTAL)

    assert const("0.5") is replace(rule, {DONE: const(2), TOTAL: const(4)}.get)
    assert const(0) is replace(rule, {TOTAL: const(0)}.get)
    assert INVALID is replace(DONE / TOTAL, {TOTAL: const(0)}.get)
    assert INVALID is replace(date_of(STAFF, 1, 1), {STAFF: const("0.5")}.get)
    assert day(2022, 1, 1) is replace(date_of(STAFF, 1, 1), {STAFF: const(2022)}.get)


def test_what_has_parts_can_be_rebuilt() -> None:
    """Every node class with parts has a row in the table of what makes it again, and no other has."""
    assert {node for node in n.NODES if node.parts} == set(_REBUILD)


@given(expressions(3))
def test_walk_goes_children_first_and_meets_every_node_once(drawn: Expr) -> None:
    """Each node comes once, after all it is made of, and the expression itself comes last."""
    order = list(n.walk(drawn))
    place = {node: at for at, node in enumerate(order)}

    assert len(order) == len(set(order))
    assert drawn is order[-1]
    assert all(place[child] < place[node] for node in order for child in node.children())


def test_walk_needs_no_stack() -> None:
    """An expression of any depth is walked and rebuilt without recursion."""
    deep = DONE + 0
    for _ in range(1500):
        deep = -(deep + 1) / TOTAL

    assert 1500 < sum(1 for _ in n.walk(deep))
    assert deep is replace(deep, lambda _: None)


def test_a_calendar_holds_each_day_once() -> None:
    """A day that is listed twice, or in another order, makes the same calendar."""
    assert Calendar(holidays=(3, 1, 3)) == Calendar(holidays=(1, 3))


@given(st.lists(st.sampled_from([PLANNED, DONE > 1, TOTAL > 1]), min_size=1, max_size=6))
def test_joined_conditions_are_flat_and_without_repetition(conditions: list[Expr]) -> None:
    """However conditions are grouped, the same ones in the same order make one node."""
    grouped = conditions[0]
    for condition in conditions[1:]:
        grouped = and_(grouped, condition)

    assert and_(*conditions) is grouped
    assert not_(or_(*conditions)) is not_(or_(or_(*conditions[:1]), or_(*conditions[1:])))
