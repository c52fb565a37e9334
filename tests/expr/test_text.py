"""What a text means: each form, and which expression it is."""

from __future__ import annotations

import pytest

from parengine.expr import (
    INVALID,
    MISSING,
    NEVER,
    NO,
    NOT_APPLICABLE,
    YES,
    Expr,
    and_,
    const,
    count_nodes,
    date_of,
    day,
    days,
    each,
    figure_of,
    is_invalid,
    is_missing,
    is_not_applicable,
    least,
    most,
    not_,
    nth_best,
    or_,
    total,
    when,
    whole,
    word,
    working_days,
    year_of,
)
from parengine.expr._text import ASSESSED_YEAR, parse
from parengine.expr._tokens import tokens
from parengine.testing._draw.expressions import (
    APPROVED,
    CALENDAR,
    CHANGE,
    DISBURSED,
    DONE,
    GOOD,
    ISSUED,
    LEVEL,
    PLANNED,
    SHEET,
    STAFF,
    TERRAIN,
    TOTAL,
    SheetNames,
)
from parengine.types import ValueType

VALUES = {
    "7": const(7),
    "12.50": const("12.5"),
    "80 %": const("0.8"),
    "80%": const("0.8"),
    "0.5 %": const("0.005"),
    "yes": YES,
    "true": YES,
    "no": NO,
    "false": NO,
    "missing": MISSING,
    "not_applicable": NOT_APPLICABLE,
    "invalid": INVALID,
    "never": NEVER,
    "done": DONE,
    "survey.good": GOOD,
    "unit.terrain": TERRAIN,
    "year": ASSESSED_YEAR,
    "(((done)))": DONE,
}
ARITHMETIC = {
    "done + total - 2": DONE + TOTAL - 2,
    "done - total - change": DONE - TOTAL - CHANGE,
    "done - (total - change)": DONE - (TOTAL - CHANGE),
    "done * total / staff * change": DONE * TOTAL / STAFF * CHANGE,
    "done / total / staff": DONE / TOTAL / STAFF,
    "done / (total * staff)": DONE / (TOTAL * STAFF),
    "done + 2 * total": DONE + 2 * TOTAL,
    "(done + 2) * total": (DONE + 2) * TOTAL,
    "-done * total": -DONE * TOTAL,
    "done * -total": -DONE * TOTAL,
    "- - done": DONE,
    "---done": -DONE,
    "3 - -2": const(5),
    "1 / 3": const(1) / 3,
    "10 % + 20 %": const("0.3"),
}
CONDITIONS = {
    "done = total": DONE.equals(TOTAL),
    "done != total": DONE.differs(TOTAL),
    "done<total": DONE < TOTAL,
    "done<=total": DONE <= TOTAL,
    "done>total": DONE > TOTAL,
    "done>=total": DONE >= TOTAL,
    "done / total < 80 %": DONE / TOTAL < "0.8",
    "done + 1 < 2 * total": DONE + 1 < 2 * TOTAL,
    "0 <= done <= total": and_(const(0) <= DONE, DONE <= TOTAL),
    "done = total = 3": and_(DONE.equals(TOTAL), TOTAL.equals(3)),
    "total >= done > change = 1": and_(TOTAL >= DONE, DONE > CHANGE, CHANGE.equals(1)),
    "planned": PLANNED,
    "not planned": not_(PLANNED),
    "not not planned": PLANNED,
    "not done = total": not_(DONE.equals(TOTAL)),
    "planned and done > 1 and total > 2": and_(PLANNED, DONE > 1, TOTAL > 2),
    "planned or done > 1 and total > 2": or_(PLANNED, and_(DONE > 1, TOTAL > 2)),
    "(planned or done > 1) and total > 2": and_(or_(PLANNED, DONE > 1), TOTAL > 2),
    "not planned and done > 1": and_(not_(PLANNED), DONE > 1),
    "planned and not done > 1": and_(PLANNED, not_(DONE > 1)),
    "planned = no": PLANNED.equals(False),
    "(done > 1) = (total > 1)": (DONE > 1).equals(TOTAL > 1),
    'level = "low"': LEVEL.equals(word("low")),
    'unit.terrain != "delta"': TERRAIN.differs(word("delta")),
    "disbursed >= 95 %": DISBURSED >= "0.95",
    "disbursed < 1": DISBURSED < 1,
    "100 * disbursed > 80": 100 * DISBURSED > 80,
}
STATES = {
    "done is missing": is_missing(DONE),
    "done is not missing": not_(is_missing(DONE)),
    "done is invalid": is_invalid(DONE),
    "done is not applicable": is_not_applicable(DONE),
    "done is not_applicable": is_not_applicable(DONE),
    "done is applicable": not_(is_not_applicable(DONE)),
    "done is not not_applicable": not_(is_not_applicable(DONE)),
    "done + total is missing": is_missing(DONE + TOTAL),
    "not done is missing": not_(is_missing(DONE)),
    "done is missing and planned": and_(is_missing(DONE), PLANNED),
    "(done = 1) is missing": is_missing(DONE.equals(1)),
}
CALLS = {
    "when(planned, 1, 0)": when(PLANNED, 1, 0),
    "when(planned, 1, otherwise 0)": when(PLANNED, 1, 0),
    "when(planned, 1, done > 2, 2, total > 3, 3, 0)": when(PLANNED, 1, when(DONE > 2, 2, when(TOTAL > 3, 3, 0))),
    "when(planned, 1, done > 2, 2, otherwise 0)": when(PLANNED, 1, when(DONE > 2, 2, 0)),
    "min(done, total, 3)": least(DONE, TOTAL, 3),
    "max(0, done)": most(0, DONE),
    "min(done)": DONE,
    "whole(done / 5)": whole(DONE / 5),
    "nth_best(2, done, total, staff)": nth_best(2, DONE, TOTAL, STAFF),
    "days(approved, issued)": days(APPROVED, ISSUED),
    "working_days(approved, issued)": working_days(APPROVED, ISSUED, CALENDAR),
    "date(2022, 1, 31)": day(2022, 1, 31),
    "date(2024, 2, 29)": day(2024, 2, 29),
    "date(year, 1, 31)": date_of(ASSESSED_YEAR, 1, 31),
    "date(year + 1, 1, 31)": date_of(ASSESSED_YEAR + 1, 1, 31),
    "year(approved)": year_of(APPROVED),
    "issued <= date(year, 1, 31)": ISSUED <= date_of(ASSESSED_YEAR, 1, 31),
    'points("2.4.1")': figure_of("2.4.1", "points"),
    'maximum("2")': figure_of("2", "maximum"),
    'share("A.1b")': figure_of("A.1b", "share"),
    'status("2") = "zeroed"': figure_of("2", "status").equals(word("zeroed")),
    'count("2", points = 0)': count_nodes("2", each("points").equals(0)),
    'count("2", status = "zeroed" and share < maximum)': count_nodes(
        "2", and_(each("status").equals(word("zeroed")), each("share") < each("maximum"))
    ),
    'count("2", points = 0 and points("1") > 0)': count_nodes(
        "2", and_(each("points").equals(0), figure_of("1", "points") > 0)
    ),
    "count (\n 'x' )".replace("'x'", '"2", planned'): count_nodes("2", PLANNED),
}


@pytest.mark.parametrize("text, expression", [*VALUES.items(), *ARITHMETIC.items(), *CALLS.items()])
def test_values_and_functions(text: str, expression: Expr) -> None:
    """A value, a calculation or a call is the expression that the builders make."""
    assert expression is parse(text, SHEET)


@pytest.mark.parametrize("text, expression", [*CONDITIONS.items(), *STATES.items()])
def test_conditions(text: str, expression: Expr) -> None:
    """A condition is the expression that the builders make."""
    assert expression is parse(text, SHEET)


def test_special_words_mean_what_the_place_says() -> None:
    """`points` is a total where the names say so, and a leaf's figure inside `count`."""
    names = SheetNames(points=total("points"), maximum=const(4))

    assert total("points") / 4 is parse("points / maximum", names)
    assert count_nodes("2", each("points") < each("maximum")) is parse('count("2", points < maximum)', names)
    assert figure_of("2", "points") + total("points") is parse('points("2") + points', names)


def test_the_names_may_say_what_the_year_is() -> None:
    """The bare word `year` is the assessed year unless the names mean another one."""
    assert const(2022) is parse("year", SheetNames(year=const(2022)))


def test_white_space_is_free() -> None:
    """Line ends, tabs and no-break spaces separate as spaces do, and none are needed beside signs."""
    assert parse("done+1 > 80 %*total", SHEET) is parse(" done\n+\t1\r\n>\n80\u00a0%\u3000* total ", SHEET)


def test_reserved_words_come_before_names() -> None:
    """A name that is a constant of the language cannot be shadowed."""
    assert YES is parse("yes", SheetNames(yes=const(1)))


@pytest.mark.parametrize("text, wanted", [("done", ValueType.NUMBER), ("planned", ValueType.YES_NO)])
def test_wanted_types(text: str, wanted: ValueType) -> None:
    """A text of the wanted type is read, and a state fits wherever a type is wanted."""
    assert wanted is parse(text, SHEET, wanted).type
    assert MISSING is parse("missing", SHEET, wanted)


def test_tokens_know_their_places() -> None:
    """Each token has the offset of its first character, also after white space."""
    found = [(token.kind, token.offset) for token in tokens(" done  <= 80 %  ")]

    assert [("name", 1), ("<=", 7), ("percent", 10), ("end", 14)] == found
