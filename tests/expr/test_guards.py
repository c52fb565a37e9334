"""What is likely to go wrong is found before any answer, and what is excluded is not complained about."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parengine.expr import (
    INVALID,
    MISSING,
    NEVER,
    Domain,
    Expr,
    and_,
    answer,
    const,
    days,
    each,
    figure_of,
    least,
    most,
    note,
    nth_best,
    or_,
    total,
    when,
    whole,
)
from parengine.expr import _nodes as n
from parengine.expr._build import bound, rounded
from parengine.expr._guards import (
    Facts,
    is_nonnegative,
    may_be_zero,
    never_suspicions,
    percent_suspicions,
    unguarded_divisions,
)
from parengine.expr._oracle import Evaluation
from parengine.expr._show import show
from parengine.expr._text import parse
from parengine.testing._draw.expressions import CHANGE, DISBURSED, DONE, ISSUED, PLANNED, SHEET, STAFF, TOTAL, sheets
from parengine.testing._draw.expressions import conditions as drawn_conditions
from parengine.types import State, ValueType

SAFE = [
    "done / 3",
    "done / staff",
    "done / (total + 1)",
    "done / (staff * staff)",
    "done / (staff / 2)",
    "done / max(total, 1)",
    "done / max(total, staff)",
    "done / min(staff, 5)",
    "done / nth_best(2, staff, 3, total)",
    "done / year(approved)",
    "done / (2 - disbursed)",
    "done / when(total = 0, 1, total)",
    "done / when(planned, 2, staff)",
    "done / when(total = 0, missing, total)",
    # by the first branch
    "when(total > 0, done / total, 0)",
    "when(total != 0, done / total, 0)",
    "when(total >= 1, done / total, 0)",
    "when(total = 5, done / total, 0)",
    "when(0 < total, done / total, 0)",
    "when(0 < total <= 9, done / total, 0)",
    "when(total > done, done / total, 0)",
    "when(done < total, done / total, 0)",
    "when(total >= staff, done / total, 0)",
    "when(total = staff, done / total, 0)",
    "when(staff = total, done / total, 0)",
    "when(change < 0, done / change, 0)",
    "when(change <= -1, done / change, 0)",
    "when(-1 = change, done / change, 0)",
    "when(planned and total > 0, done / total, 0)",
    "when(total > 3 or total < 0, done / total, 0)",
    "when(total > 3 or total = 2 and planned, done / total, 0)",
    # by the other branch
    "when(total = 0, 0, done / total)",
    "when(0 = total, 0, done / total)",
    "when(total <= 0, 0, done / total)",
    "when(total < 1, 0, done / total)",
    "when(total = 0 or done = 0, 0, done / total + total / done)",
    "when(not total > 0, 0, done / total)",
    "when(not (total > 0 and planned), 0, done / total)",
    "when(total = 0, 0, done = 0, 1, total / done + done / total)",
    # differences and sums
    "when(done = total, 0, 1 / (done - total))",
    "when(done = total, 0, 1 / (total - done))",
    "when(done < total, 1 / (total - done), 0)",
    "when(disbursed = 100 %, 0, 1 / (1 - disbursed))",
    "when(disbursed < 100 %, 1 / (1 - disbursed), 0)",
    "when(done = 5, 0, 1 / (done - 5))",
    "when(done + total = 0, 0, done / (total + done))",
    "when(done * total > 0, 1 / (done * total), 0)",
    # and, or: all is read, but one decides
    "total > 0 and done / total > 1",
    "done / total > 1 and total > 0",
    "total = 0 or done / total > 1",
    "not total > 0 or done / total > 1",
    "planned and total > 0 and (done > 1 or done / total > 2)",
    # tests for states
    "done / total is invalid",
    "when(done / total is invalid, 0, done / total)",
    "done / total is not invalid and done / total > 1",
]
UNSAFE = {
    "done / total": ["done / total"],
    "done / (done - total)": ["done / (done - total)"],
    "done / (change + 1)": ["done / (change + 1)"],
    "done / whole(staff / 2)": ["done / whole(0.5 * staff)"],
    "done / days(approved, approved)": ["done / days(approved, approved)"],
    "done / min(staff, total)": ["done / min(staff, total)"],
    "done / max(change, change - 1)": ["done / max(change, change - 1)"],
    'done / points("1")': ['done / points("1")'],
    'count("1", points / maximum > 1)': ["points / maximum"],
    "done / total + total / done": ["done / total", "total / done"],
    "1 / (done / total)": ["1 / (done / total)", "done / total"],
    "when(done / total > 1, 1, 0)": ["done / total"],
    "when(total > 0, 0, done / total)": ["done / total"],
    "when(total = 0, done / total, 0)": ["done / total"],
    "when(total >= 0, done / total, 0)": ["done / total"],
    "when(total >= done, done / total, 0)": ["done / total"],
    "when(total = 0 and planned, 0, done / total)": ["done / total"],
    "when(total > 0 or planned, done / total, 0)": ["done / total"],
    "when(planned, 0, done / total)": ["done / total"],
    "when(planned = (total > 0), done / total, 0)": ["done / total"],
    "total > 0 or done / total > 1": ["done / total"],
    "total = 0 and done / total > 1": ["done / total"],
    "when(total > 0 and planned, 1, done / total)": ["done / total"],
    # where `done` does not apply, the condition does not hold, and `total` may still be 0
    "when(total <= done, 0, done / total + staff / total)": ["done / total", "staff / total"],
    "not total <= done and staff / total > 1": ["staff / total"],
    "when(done + done + total = 0, 0, 1 / (done + total))": ["1 / (done + total)"],
}


@pytest.mark.parametrize("text", SAFE)
def test_guarded(text: str) -> None:
    """Where nothing can be divided by zero, nothing is reported."""
    assert [] == list(unguarded_divisions(parse(text, SHEET)))


@pytest.mark.parametrize("text, divisions", UNSAFE.items())
def test_unguarded(text: str, divisions: list[str]) -> None:
    """A division whose denominator may be 0 is reported, each one once and in reading order."""
    assert divisions == [show(division) for division in unguarded_divisions(parse(text, SHEET))]


def test_what_the_place_excludes_may_be_given() -> None:
    """A caller that knows more of the place of an expression says so with facts."""
    share = 100 * total("points") / total("applicable")
    facts = Facts().after(total("applicable") > 0, holds=True)

    assert [share] == list(unguarded_divisions(share))
    assert [] == list(unguarded_divisions(share, facts))


@settings(max_examples=80)
@given(st.data(), drawn_conditions(3, known=True), sheets(State.NOT_APPLICABLE, State.MISSING))
def test_a_guard_that_is_accepted_excludes(data: st.DataObject, guard: Expr, sheet: Evaluation) -> None:
    """Whatever condition is taken for a guard, nothing is invalid behind it."""
    parts = [x for x in n.walk(guard) if x.type is ValueType.NUMBER and not isinstance(x, n.Const)] or [TOTAL]
    one, other = (data.draw(st.sampled_from(parts)) for _ in range(2))
    under = data.draw(st.sampled_from([one, one + other, one * other, when(PLANNED, one - other, STAFF)]))
    quotient = STAFF / when(under.equals(0), 1, under) if isinstance(under, n.Const) else STAFF / under
    places = [when(guard, quotient, 3), when(guard, 3, quotient), and_(guard, quotient > 1), or_(guard, quotient > 1)]

    for place in places:
        assert [*unguarded_divisions(place)] != [] or sheet(place) is not State.INVALID


NEVER_NEGATIVE = {
    "a number": const(2),
    "0": const(0),
    "a state": MISSING,
    "a count": DONE,
    "a sum": DONE + TOTAL + 1,
    "a product": DONE * TOTAL,
    "a quotient": DONE / TOTAL,
    "the whole of one": whole(DONE / TOTAL),
    "the least": least(DONE, TOTAL),
    "the most, of which one is enough": most(CHANGE, 0),
    "the second best of two that are not negative": nth_best(2, CHANGE, DONE, TOTAL),
    "a rounded one": rounded(DONE / STAFF, 2, "half_even"),
    "the rest to 100 %": 1 - DISBURSED,
    "twice the rest": 2 - 2 * DISBURSED,
    "a choice": when(PLANNED, DONE, INVALID),
    "a choice by its own sign": when(CHANGE < 0, 0, CHANGE),
    "a difference by its condition": when(DONE > TOTAL, DONE - TOTAL, 0),
    "a noted one": note(DONE, "capped"),
    "points": figure_of("1", "points"),
    "each share": each("share"),
    "a total": total("points"),
    "a year": n._intern(n.YearOf, ISSUED),
}
PERHAPS_NEGATIVE = {
    "a number": const(-1),
    "a quantity": CHANGE,
    "a difference": DONE - TOTAL,
    "a product with one": DONE * CHANGE,
    "a product of two that may be": CHANGE * (CHANGE - 1),
    "a quotient by one": DONE / CHANGE,
    "the second best where only one is not": nth_best(2, CHANGE, DONE, CHANGE - 1),
    "the rest to less": "0.5" - DISBURSED,
    "days": days(ISSUED, ISSUED),
    "a choice": when(PLANNED, DONE, CHANGE),
    "an unknown binding": bound("points of 1", ValueType.NUMBER),
    "a status": figure_of("1", "status"),
    "a condition": PLANNED,
}


@pytest.mark.parametrize("expression", NEVER_NEGATIVE.values(), ids=NEVER_NEGATIVE)
def test_not_negative(expression: Expr) -> None:
    """Signs follow from the domains of the inputs, the operations and the conditions."""
    assert is_nonnegative(expression)


@pytest.mark.parametrize("expression", PERHAPS_NEGATIVE.values(), ids=PERHAPS_NEGATIVE)
def test_perhaps_negative(expression: Expr) -> None:
    """Where the sign cannot be told, it is not promised."""
    assert not is_nonnegative(expression)


def test_an_input_away_from_zero_is_not_zero() -> None:
    """An input is not 0 where its lowest value is above 0 or its highest below."""
    below = answer("below", Domain("quantity", low=-5, high=-1))
    open_end = answer("open", Domain("quantity"))

    assert [True, True, False, False] == [may_be_zero(x) for x in (TOTAL, open_end, STAFF, below)]


def test_facts_are_values() -> None:
    """Learning something gives other facts and leaves these as they were; learning nothing gives the same."""
    facts = Facts()
    more = facts.after(TOTAL > 0, holds=True)

    assert (False, True) == (facts.nonzero(TOTAL), more.nonzero(TOTAL))
    assert facts.after(PLANNED, holds=True) is facts
    assert more.after(TOTAL > 0, holds=True) is more
    assert more == Facts().after(TOTAL > 0, holds=True)
    assert more.positive(TOTAL)


def test_marks_are_seen_through() -> None:
    """A note on a condition or a date changes nothing of what is learned from it."""
    condition = note(TOTAL > 0, "reached")

    assert Facts().after(condition, holds=True).nonzero(TOTAL)
    assert not Facts().not_never(note(ISSUED, "late"))


NEVERS = {
    "days(issued, approved)": 1,
    "working_days(approved, issued)": 1,
    "year(issued)": 1,
    "days(issued, never)": 2,
    "year(approved)": 0,
    "days(approved, date(year, 1, 31))": 0,
    "when(issued = never, 0, year(issued))": 0,
    "when(issued != never, year(issued), 0)": 0,
    "when(never = issued, 0, year(issued))": 0,
    "when(issued < never, year(issued), 0)": 0,
    "when(issued <= date(year, 1, 31), year(issued), 0)": 0,
    "when(date(2022, 1, 31) >= issued, year(issued), 0)": 0,
    "when(issued > date(2022, 1, 31), 0, year(issued))": 0,
    "when(issued = approved, year(issued), 0)": 0,
    "when(approved = issued, year(issued), 0)": 0,
    "when(issued < approved, year(issued), 0)": 0,
    "when(issued >= approved, 0, year(issued))": 1,
    "when(issued > approved, year(issued), 0)": 1,
    "when(issued >= date(year, 1, 31), year(issued), 0)": 1,
    "when(issued = never, year(issued), 0)": 1,
    "issued = never or year(issued) = 2022": 0,
    "year(when(issued = never, approved, issued))": 0,
    "year(when(planned, approved, issued))": 1,
}


@pytest.mark.parametrize("text, suspicions", NEVERS.items())
def test_days_to_never(text: str, suspicions: int) -> None:
    """Days to `never` and the year of `never` are reported where nothing excludes them."""
    assert suspicions == len(list(never_suspicions(parse(text, SHEET))))


def test_the_sentence_about_never() -> None:
    """The sentence names the date and what becomes invalid."""
    (sentence,) = never_suspicions(parse("year(issued) = year", SHEET))

    assert "'issued' may be 'never', which makes 'year(issued)' invalid; ask first whether it is" == sentence
    assert not Facts().not_never(NEVER)


WIDE = answer("growth", Domain("percent", low=-100, high=250, places=1))
SUSPICIOUS = {
    "compared": DISBURSED < 80,
    "compared on the other side": const(80) <= DISBURSED,
    "a difference compared": DISBURSED - WIDE > 5,
    "added to": DISBURSED + 5,
    "limited": least(DISBURSED, 100),
    "at least": most(DISBURSED, 2),
    "half of it compared": DISBURSED / 2 > 40,
    "beyond what a wide one reaches": WIDE > 100,
    "somewhere below": when(PLANNED, 0, note(when(DISBURSED < 80, 1, 2), "late")),
}
UNSUSPICIOUS = {
    "as a share": DISBURSED < "0.8",
    "with 1": DISBURSED < 1,
    "with less than nothing": DISBURSED > -1,
    "scaled on purpose": 100 * DISBURSED > 80,
    "the rest": 1 - DISBURSED,
    "two of them": DISBURSED + DISBURSED > "1.5",
    "wide, and within": WIDE > 2,
    "no percent": DONE > 80,
    "beside other things": DISBURSED + DONE > 80,
    "limited as a share": least(DISBURSED, 1),
    "times": 5 * DISBURSED,
}


@pytest.mark.parametrize("expression", SUSPICIOUS.values(), ids=SUSPICIOUS)
def test_percents_beside_bare_numbers(expression: Expr) -> None:
    """A number that no percent of the domain reaches is reported with what to write."""
    (sentence,) = percent_suspicions(expression)

    assert "is a percent and 79.7 is read as 0.797" in sentence
    assert "%'" in sentence


@pytest.mark.parametrize("expression", UNSUSPICIOUS.values(), ids=UNSUSPICIOUS)
def test_percents_beside_shares(expression: Expr) -> None:
    """A percent compared with shares, or scaled, is as it should be."""
    assert [] == list(percent_suspicions(expression))


def test_the_sentence_about_a_percent() -> None:
    """The sentence names the percent, the number beside it, where that stands, how it is read, and what to write."""
    (sentence,) = percent_suspicions(DISBURSED < 80)

    assert sentence == (
        "'disbursed' is a percent and 79.7 is read as 0.797, so that 80 in 'disbursed < 8000 %' is 8000 %; write '80 %'"
    )


def test_percents_reach_only_as_far_as_their_domain() -> None:
    """Two percents of at most 50 % come to 1 together, so that a bare 1.5 beside their sum is not meant as a share."""
    one, other = (answer(name, Domain("percent", low=0, high=50)) for name in ("one", "other"))

    assert 1 == len(list(percent_suspicions(one + other > "1.5")))
    assert [] == list(percent_suspicions(one + other > "0.9"))


def test_a_part_of_a_percent_leaves_room_below_the_whole() -> None:
    """Half of at most 100 % is never 1, so that what is left of 1 is above 0."""
    assert Facts().nonzero(1 - DISBURSED / 2)
    assert not Facts().nonzero("0.5" - DISBURSED / 2)
