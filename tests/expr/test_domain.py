"""What an input may be answered with: admitted exactly, or refused with a sentence."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parengine.expr import Domain, Refusal
from parengine.expr._domain import NEVER, VALUE_TYPES
from parengine.types import ValueType

COUNT = Domain("count", low=0, high=100)
QUANTITY = Domain("quantity", low=-5, high=5, places=1)
PERCENT = Domain("percent", low=0, high=100, places=2)
POINTS = Domain("points", low=0, high=2, places=2, step="0.25")
YES_NO = Domain("yes_no")
DATE = Domain("date")
DATE_OR_NEVER = Domain("date", never=True)
CHOICE = Domain("choice", options=("low", "high"))

ADMITTED = [
    (COUNT, 0, Fraction(0)),
    (COUNT, "100", Fraction(100)),
    (COUNT, 7.0, Fraction(7)),
    (QUANTITY, "-2.5", Fraction(-5, 2)),
    (QUANTITY, Decimal("5.00"), Fraction(5)),
    (PERCENT, "79.7", Fraction(797, 1000)),
    (PERCENT, 79.7, Fraction(797, 1000)),
    (PERCENT, 100, Fraction(1)),
    (POINTS, "1.75", Fraction(7, 4)),
    (YES_NO, True, True),
    (YES_NO, False, False),
    (DATE, "2022-01-31", datetime.date(2022, 1, 31).toordinal()),
    (DATE, datetime.date(2022, 1, 31), datetime.date(2022, 1, 31).toordinal()),
    (DATE_OR_NEVER, "never", NEVER),
    (CHOICE, "low", "low"),
]
REFUSED = [
    (COUNT, -1, "'-1' is below 0, the lowest it may be"),
    (COUNT, 101, "'101' is above 100, the highest it may be"),
    (COUNT, "2.5", "'2.5' is not a whole number"),
    (COUNT, "seven", "'seven' is not a number"),
    (COUNT, True, "'true' is yes or no, not a number"),
    (COUNT, None, "a NoneType is not a number"),
    (COUNT, 10**40, "a number has more than 30 digits"),
    (COUNT, float("nan"), "'NaN' is not a finite number"),
    (QUANTITY, "0.25", "'0.25' has more than 1 decimal places"),
    (PERCENT, 140, "'140' is above 100, the highest it may be"),
    (PERCENT, "79.701", "'79.701' has more than 2 decimal places"),
    (POINTS, "1.3", "'1.3' is not a multiple of 0.25"),
    (YES_NO, "yes", "'yes' is neither true nor false"),
    (YES_NO, 1, "'1' is neither true nor false"),
    (YES_NO, [], "a list is neither true nor false"),
    (YES_NO, Fraction(1, 3), "a Fraction is neither true nor false"),
    (YES_NO, 10**50, "'a very large number' is neither true nor false"),
    (DATE, "2022-02-30", "'2022-02-30' is not a date; write it as 2022-01-31"),
    (DATE, "31/01/2022", "'31/01/2022' is not a date"),
    (DATE, "2022-1-31", "'2022-1-31' is not a date"),
    (DATE, "2022-W05-1", "'2022-W05-1' is not a date"),
    (DATE, "20220131", "'20220131' is not a date"),
    (DATE, datetime.datetime(2022, 1, 31, 12, tzinfo=datetime.UTC), "is not a date"),
    (DATE, 44592, "'44592' is not a date"),
    (DATE, "never", "'never' is not an answer here; enter a date"),
    (DATE_OR_NEVER, "Never", "'Never' is not a date"),
    (CHOICE, "lwo", "'lwo' is not one of low, high"),
    (CHOICE, "", "'' is not one of low, high"),
    (CHOICE, True, "'true' is not one of low, high"),
    (CHOICE, "x" * 1000, "'" + "x" * 40 + "' is not one of low, high"),
]


@pytest.mark.parametrize("domain, answer, value", ADMITTED)
def test_admitted(domain: Domain, answer: object, value: object) -> None:
    """An answer within its domain is read as the value that expressions see; a percent as a share."""
    assert value == domain.admit(answer)
    assert type(value) is type(domain.admit(answer))


@pytest.mark.parametrize("domain, answer, sentence", REFUSED)
def test_refused(domain: Domain, answer: object, sentence: str) -> None:
    """Any other answer gives a refusal that says why, never an exception."""
    refusal = domain.admit(answer)

    assert isinstance(refusal, Refusal)
    assert sentence in refusal.sentence


ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.decimals(), st.fractions(), st.text(), st.binary(),
    st.dates(), st.datetimes(), st.lists(st.integers()), st.just("never"), st.integers().map(lambda n: n * 10**5000),
)  # fmt: skip
DOMAINS = [COUNT, QUANTITY, PERCENT, POINTS, YES_NO, DATE, DATE_OR_NEVER, CHOICE]


@given(st.sampled_from(DOMAINS), ANYTHING)
def test_whatever_is_answered(domain: Domain, answer: object) -> None:
    """Every answer is a value of the domain's type or a refusal in one printable line."""
    value = domain.admit(answer)
    types = {ValueType.NUMBER: Fraction, ValueType.YES_NO: bool, ValueType.DATE: int, ValueType.CHOICE: str}

    assert isinstance(value, (types[domain.type], Refusal))
    assert not isinstance(value, Refusal) or 200 > len(value.sentence)


@given(st.integers(0, 10_000))
def test_every_place_of_a_percent_counts(hundredths: int) -> None:
    """A percent is admitted at all its places and seen as a share, exactly."""
    assert Fraction(hundredths, 10_000) == PERCENT.admit(Decimal(hundredths).scaleb(-2))


def test_limits_as_expressions_see_them() -> None:
    """The limits that expressions see are shares for a percent, and exact whatever they were given as."""
    assert (Fraction(0), Fraction(1)) == PERCENT.read_limits()
    assert (Fraction(-5), Fraction(5)) == QUANTITY.read_limits()
    assert (None, None) == YES_NO.read_limits()
    assert {Fraction} == {type(limit) for domain in (COUNT, PERCENT, POINTS) for limit in domain.read_limits()}


def test_equal_domains_are_equal_however_written() -> None:
    """A limit written as an int, a text or a Fraction makes the same domain."""
    assert Domain("count", low=0, high="100") == COUNT
    assert hash(Domain("count", low=Fraction(0), high=100)) == hash(COUNT)


def test_types() -> None:
    """Every kind of input has the type that expressions are checked by."""
    assert [ValueType.NUMBER] * 4 == [VALUE_TYPES[kind] for kind in ("count", "quantity", "percent", "points")]
    assert (ValueType.YES_NO, ValueType.DATE, ValueType.CHOICE) == (YES_NO.type, DATE.type, CHOICE.type)


def test_never_is_later_than_every_date() -> None:
    """The answer `never` sorts after the last day there is."""
    assert NEVER > datetime.date.max.toordinal()
