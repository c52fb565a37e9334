"""Numbers are read exactly or refused with a sentence, rounded as declared, and written so that they read back."""

from __future__ import annotations

import math
import pickle
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parengine._numbers import (
    MODES,
    Rounding,
    exact,
    exact_text,
    read_exact_text,
    round_pair,
    share,
)
from parengine.errors import NumberError

DECIMAL_MODES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN, "up": ROUND_UP}

READ = [
    (7, Fraction(7)),
    (-7, Fraction(-7)),
    (79.7, Fraction(797, 10)),
    (0.1, Fraction(1, 10)),
    (1e-07, Fraction(1, 10**7)),
    (-0.0, Fraction(0)),
    (Decimal("2.50"), Fraction(5, 2)),
    (Decimal("-0"), Fraction(0)),
    (Decimal("1E+3"), Fraction(1000)),
    (Fraction(1, 3), Fraction(1, 3)),
    ("12.5", Fraction(25, 2)),
    ("+5", Fraction(5)),
    (" -0.25 ", Fraction(-1, 4)),
    ("0" * 30, Fraction(0)),
    (10**30 - 1, Fraction(10**30 - 1)),
]
REFUSED = {
    "true": (True, "'true' is yes or no, not a number"),
    "nothing": (None, "a NoneType is not a number"),
    "a list": ([1], "a list is not a number"),
    "a complex number": (1j, "a complex is not a number"),
    "not a number": (math.nan, "'NaN' is not a finite number"),
    "infinity": (-math.inf, "'-Infinity' is not a finite number"),
    "a signalling one": (Decimal("sNaN"), "'sNaN' is not a finite number"),
    "an exponent": ("1e5", "'1e5' has an exponent; write the digits out"),
    "a huge exponent": ("1e999999999", "'1e999999999' has an exponent"),
    "a huge decimal exponent": (Decimal("1e999999999"), "has more than 30 digits"),
    "a tiny decimal": (Decimal("1e-31"), "has more than 30 digits"),
    "a comma": ("1,5", "'1,5' has a comma; write '1.5'"),
    "two points": ("1.2.3", "'1.2.3' is not a number"),
    "no digit before": (".5", "is not a number"),
    "no digit after": ("5.", "is not a number"),
    "an underscore": ("1_000", "is not a number"),
    "a space": ("1 000", "is not a number"),
    "other digits": ("１２", "is not a number"),
    "a fraction": ("1/3", "is not a number"),
    "a word": ("nan", "'nan' is not a number"),
    "nothing written": ("", "'' is not a number"),
    "a long text": ("x" * 10**6, "'" + "x" * 40 + "…' is not a number"),
    "31 digits": ("1" * 31, "has more than 30 digits"),
    "an int of 31 digits": (10**30, "a number has more than 30 digits"),
    "a large float": (1e300, "has more than 30 digits"),
    "a fine fraction": (Fraction(1, 10**30), "a number has more than 30 digits"),
}

fractions = st.fractions(max_denominator=10**6)
scales = st.integers(0, 6)


@pytest.mark.parametrize("value, number", READ)
def test_read(value: object, number: Fraction) -> None:
    """Ints, floats by their shortest text, Decimals, Fractions and decimal text are read exactly."""
    assert number == exact(value)


@pytest.mark.parametrize("value, sentence", REFUSED.values(), ids=REFUSED)
def test_refused(value: object, sentence: str) -> None:
    """What is not plainly a number of at most 30 digits is refused with a sentence."""
    with pytest.raises(NumberError) as caught:
        exact(value)

    assert sentence in str(caught.value)


def test_subclasses_of_numbers_are_read() -> None:
    """A number of a class of its own is read by its value, whatever its text is."""

    class Amount(float):
        def __repr__(self) -> str:
            return "an amount"

    class Count(int):
        pass

    assert (Fraction(1, 2), Fraction(3)) == (exact(Amount(0.5)), exact(Count(3)))


def test_number_errors_are_value_errors_and_travel() -> None:
    """A refusal is a ValueError to callers who know no other, and survives pickling."""
    error = pickle.loads(pickle.dumps(NumberError("'x' is not a number")))

    assert isinstance(error, ValueError)
    assert "'x' is not a number" == str(error)


@given(st.floats(-1e6, 1e6, allow_subnormal=False).filter(lambda x: x == 0 or abs(x) > 1e-9))
def test_a_float_is_its_shortest_text(value: float) -> None:
    """A float is the number that its shortest decimal text says."""
    assert Fraction(repr(value)) == exact(value)


@pytest.mark.parametrize(
    "value, number",
    [("80%", Fraction(4, 5)), ("80 %", Fraction(4, 5)), (" 12.5 % ", Fraction(1, 8)), ("0.8", Fraction(4, 5)), (1, 1)],
)
def test_shares(value: object, number: Fraction) -> None:
    """A share is written in percent or as the number itself."""
    assert number == share(value)


@pytest.mark.parametrize("value", ["%", "x%", "80%%", "1e2%", True])
def test_wrong_shares(value: object) -> None:
    """What is no number before the sign is refused as numbers are."""
    with pytest.raises(NumberError):
        share(value)


@given(st.decimals(-(10**6), 10**6, places=7), scales, st.sampled_from(MODES))
def test_rounding_is_the_decimal_library_s(value: Decimal, places: int, mode: str) -> None:
    """Each mode rounds as Decimal's does; half up is away from zero."""
    rounded = Rounding(places, mode).apply(Fraction(value))

    assert Fraction(value.quantize(Decimal(1).scaleb(-places), DECIMAL_MODES[mode])) == rounded


@given(fractions, scales, st.sampled_from(MODES))
def test_rounding_stays_within_a_step(value: Fraction, places: int, mode: str) -> None:
    """A rounded number has the declared places, lies less than a step away, and stays when rounded again."""
    rounding = Rounding(places, mode)
    rounded = rounding.apply(value)

    assert 1 == (rounded * 10**places).denominator
    assert abs(rounded - value) < Fraction(1, 10**places)
    assert rounded == rounding.apply(rounded)


@given(fractions, st.integers(1, 1000), scales, st.sampled_from(MODES))
def test_pairs_need_no_lowest_terms(value: Fraction, factor: int, places: int, mode: str) -> None:
    """A pair rounds as the fraction that it is, whatever both sides were multiplied by."""
    pair = value.numerator * factor, value.denominator * factor

    assert Rounding(places, mode).apply(value) * 10**places == round_pair(*pair, 10**places, mode)


@given(st.fractions(min_value=0, max_denominator=10**6), scales)
def test_half_up_is_the_integer_formula(value: Fraction, places: int) -> None:
    """Half up of p/q at scale s is (2·s·p + q) // (2·q) for p ≥ 0."""
    p, q, s = value.numerator, value.denominator, 10**places

    assert (2 * s * p + q) // (2 * q) == round_pair(p, q, s)


@given(fractions, scales, st.sampled_from(MODES))
def test_decimals_have_every_declared_place(value: Fraction, places: int, mode: str) -> None:
    """The Decimal of a rounded number equals it and has exactly the declared places."""
    decimal = Rounding(places, mode).decimal(value)

    assert Rounding(places, mode).apply(value) == Fraction(decimal)
    assert -places == decimal.as_tuple().exponent


def test_published_figures() -> None:
    """Hundredths that float64 gets wrong come out as people round them."""
    assert ["2.68", "84.60", "-0.01", "0.00"] == [
        str(Rounding().decimal(exact(text))) for text in ("2.675", "84.6", "-0.005", "-0.004")
    ]


@pytest.mark.parametrize("places, mode", [(-1, "half_up"), (13, "half_up"), (2, "sideways")])
def test_rounding_refuses_what_it_cannot_do(places: int, mode: str) -> None:
    """Places are 0 to 12 and the mode is one of the four."""
    with pytest.raises(ValueError, match=r"places|mode"):
        Rounding(places, mode)


@given(st.fractions())
def test_exact_text_reads_back(value: Fraction) -> None:
    """What is written exactly is read back as the same number."""
    assert value == read_exact_text(exact_text(value))


@given(st.decimals(-(10**9), 10**9, places=6))
def test_numbers_that_end_are_written_as_decimals(value: Decimal) -> None:
    """A number with an end has a decimal text without needless zeros, and `exact` reads it."""
    text = exact_text(Fraction(value))

    assert Fraction(value) == exact(text)
    assert "." not in text or not text.endswith("0")


@pytest.mark.parametrize("value", [Fraction(-(10**6000) - 1, 7**6000), Fraction(10**6000 + 1), Fraction(1, 2**20000)])
def test_a_number_of_thousands_of_digits_is_written_and_read_back(value: Fraction) -> None:
    """An exact sum of hundreds of shares has more digits than the interpreter writes by itself."""
    assert value == read_exact_text(exact_text(value))


def test_a_long_number_is_rounded_to_every_digit() -> None:
    """The rounded figure of a long number has all its digits too."""
    assert "1" + "0" * 6000 + ".33" == f"{Rounding(2).decimal(10**6000 + Fraction(1, 3)):f}"
