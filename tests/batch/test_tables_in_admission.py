"""What a column admits, against what the domain admits of each row's answer."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables_in import read_by_engine

from parengine.batch._compute.engine import Answered
from parengine.batch._read import admission as _admission
from parengine.batch._read.admission import is_admissible
from parengine.batch._read.answers import answers_of
from parengine.batch._read.limits import limits_of
from parengine.expr import Domain
from parengine.expr._admission import scale_of
from parengine.expr._domain import NEVER, Refusal
from parengine.types import State, ValueType

OPTIONS = ("good", "fair", "1")
#: The places of words: other words of the set stand between those of a choice.
WORDS = {"other": 0, "fair": 1, "good": 2, "yes": 3, "1": 7}
#: Wide enough for every decimal of Arrow.
_WIDE = Context(prec=90)

counts = st.builds(
    lambda low, wide, step: Domain("count", low, low + wide, step=step),
    st.sampled_from([0, 0, 1, -3, 250]),
    st.sampled_from([1, 100, 10**9, 10**15]),
    st.sampled_from([None, None, 1, 5, Fraction(5, 2)]),
)
measured = st.builds(
    lambda kind, low, wide, places, step: Domain(kind, low, low + wide, places=places, step=step),
    st.sampled_from(["quantity", "percent", "points"]),
    st.sampled_from([Fraction(0), Fraction(-50), Fraction(1, 4), Fraction(1, 3)]),
    st.sampled_from([Fraction(1, 2), 1, 100, 10**6, 10**12]),
    st.integers(0, 6),
    st.sampled_from([None, None, Fraction(1, 4), Fraction(1, 2), 3, 10**19]),
)
numbers = st.one_of(counts, measured.filter(lambda domain: limits_of(domain, {}).low <= limits_of(domain, {}).high))
dates = st.builds(lambda never: Domain("date", never=never), st.booleans())
others = st.sampled_from([Domain("yes_no"), Domain("choice", options=OPTIONS)])


def admitted(array: pa.Array, domain: Domain) -> Answered:
    """Return what a column admits."""
    return _admission.admitted(array, domain, limits_of(domain, WORDS), WORDS)


def expected(array: pa.Array, domain: Domain) -> list[tuple[int, int]]:
    """Return the value and state of each row as the domain admits its answer; the value is 0 beside a state."""
    return [_one(answer, domain) for answer in answers_of(array)]


def _one(answer: object, domain: Domain) -> tuple[int, int]:
    if answer is None:
        return 0, State.MISSING
    value, scale = domain.admit(answer), scale_of(domain)
    if isinstance(value, Refusal):
        return 0, State.INVALID
    if isinstance(value, Fraction):
        return int(value * scale), 0
    return (WORDS[value], 0) if isinstance(value, str) else (int(value), 0)


def check_engine_bounds(found: Answered, domain: Domain) -> None:
    """Assert what an engine relies on: kinds of values, and that low to high lie in the input's range."""
    info = np.iinfo(found.values.dtype)
    assert found.values.dtype in {np.dtype(n) for n in ("i1", "i2", "i4", "i8", "u1", "u2", "u4")}
    assert found.values.flags.c_contiguous
    assert found.values.flags.aligned
    assert info.min <= found.low <= found.high <= info.max
    ends = [found.low * found.factor + found.shift, found.high * found.factor + found.shift]
    if domain.type is ValueType.NUMBER:
        scale = 10**domain.places
        assert domain.low * scale <= ends[0] <= ends[1] <= domain.high * scale
    for mask in (found.valid, found.odd):
        assert mask is None or (mask.dtype == np.uint8 and set(mask.tolist()) <= {0, 1} and mask.flags.c_contiguous)


def near(domain: Domain) -> list[Fraction]:
    """Return numbers around the limits and steps of a domain."""
    unit, step = Fraction(1, 10**domain.places), domain.step or Fraction(1)
    return [end + by for end in (domain.low, domain.high) for by in (0, unit, -unit, step, unit / 10, unit / 4)]


def _fits(type_: pa.DataType, value: int) -> bool:
    info = np.iinfo(type_.to_pandas_dtype())
    return info.min <= value <= info.max


INTEGERS = [getattr(pa, f"{sign}int{bits}")() for sign in ("", "u") for bits in (8, 16, 32, 64)]


def sliced(draw: st.DrawFn, array: pa.Array) -> pa.Array:
    """Return an array or a slice of it that starts anywhere."""
    start = draw(st.integers(0, len(array)))
    return array.slice(start, draw(st.integers(0, len(array) - start)))


@st.composite
def whole_columns(draw: st.DrawFn, domain: Domain) -> pa.Array:
    type_ = draw(st.sampled_from(INTEGERS))
    info = np.iinfo(type_.to_pandas_dtype())
    wanted = [int(each) for each in near(domain) if _fits(type_, int(each))] or [0]
    values = st.one_of(st.none(), st.sampled_from(wanted), st.integers(int(info.min), int(info.max)))
    return pa.array(draw(st.lists(values, max_size=24)), type_)


@st.composite
def decimal_columns(draw: st.DrawFn, domain: Domain) -> pa.Array:
    make, widest = draw(
        st.sampled_from([(pa.decimal32, 9), (pa.decimal64, 18), (pa.decimal128, 38), (pa.decimal256, 76)])
    )
    precision = draw(st.integers(1, widest))
    scale = draw(st.integers(-2 if widest > 18 else 0, min(precision, 40)))
    most = 10**precision - 1
    wanted = [number for number in (int(each * Fraction(10) ** scale) for each in near(domain)) if abs(number) <= most]
    raw = st.one_of(st.none(), st.sampled_from(wanted or [0]), st.integers(-most, most), st.integers(-9, min(9, most)))
    found = draw(st.lists(raw, max_size=24))
    return pa.array(
        [None if each is None else Decimal(each).scaleb(-scale, _WIDE) for each in found], make(precision, scale)
    )


@st.composite
def float_columns(draw: st.DrawFn, domain: Domain) -> pa.Array:
    bits = draw(st.sampled_from([32, 64]))
    wanted = [float(each) if bits == 64 else float(np.float32(each)) for each in near(domain)]
    beside = [float(np.nextafter(each, side)) for each in wanted for side in (-np.inf, np.inf)] if bits == 64 else []
    short = st.integers(-(10**7), 10**7).map(lambda k: k / 10**domain.places)
    short = short if bits == 64 else short.map(lambda x: float(np.float32(x)))
    values = st.one_of(st.none(), st.sampled_from([*wanted, *beside, -0.0]), short, st.floats(width=bits))
    return pa.array(draw(st.lists(values, max_size=24)), pa.float64() if bits == 64 else pa.float32())


def _decimal_text(number: Fraction) -> str:
    return f"{Decimal(number.numerator) / Decimal(number.denominator):f}"


@st.composite
def text_columns(draw: st.DrawFn, domain: Domain) -> pa.Array:
    wanted = [_decimal_text(each) for each in near(domain)] if domain.type is ValueType.NUMBER else []
    plain = [
        "",
        " 12.5 ",
        "12,5",
        "1e3",
        "never",
        "2022-01-31",
        "2022-02-30",
        "20220131",
        "good",
        "Good",
        "1",
        "true",
        "٣",
    ]
    texts = st.one_of(st.none(), st.sampled_from([*wanted, *plain]), st.text(max_size=4))
    array = pa.array(draw(st.lists(texts, max_size=24)), draw(st.sampled_from([pa.string(), pa.large_string()])))
    return coded(draw, array)


def coded(draw: st.DrawFn, array: pa.Array) -> pa.Array:
    """Return an array in one of the ways in which Arrow saves room."""
    way = draw(st.sampled_from(["plain", "dictionary", "dictionary with null", "view", "runs"]))
    if way == "dictionary with null":
        return pc.dictionary_encode(array, null_encoding="encode")
    if way == "view" and not pa.types.is_integer(array.type):
        return array.cast(pa.string_view())
    if way == "runs":
        return pc.run_end_encode(array)
    return pc.dictionary_encode(array) if way == "dictionary" else array


@st.composite
def day_columns(draw: st.DrawFn, domain: Domain) -> pa.Array:
    days = st.one_of(
        st.none(),
        st.dates().map(lambda day: day.toordinal() - 719_163),
        st.sampled_from([-719_163, -719_162, 2_932_896, 2_932_897]),
    )
    found = draw(st.lists(days, max_size=24))
    if draw(st.booleans()):
        return pa.array(found, pa.int32()).view(pa.date32())
    unit = draw(st.sampled_from(["s", "ms", "us", "date64"]))
    second = {"s": 1, "ms": 1000, "us": 10**6, "date64": 1000}[unit]
    rest = st.sampled_from([0, 0, 0, 1, 3600])
    moments = [None if day is None else (day * 86_400 + draw(rest)) * second for day in found]
    return pa.array(moments, pa.int64()).view(pa.date64() if unit == "date64" else pa.timestamp(unit))


def check_law(array: pa.Array, domain: Domain) -> None:
    """Assert that a column admits what the domain admits, row by row."""
    assert is_admissible(domain, array.type)
    found = admitted(array, domain)
    assert expected(array, domain) == read_by_engine(found)
    check_engine_bounds(found, domain)


@given(st.data())
def test_whole_numbers_are_admitted_as_the_domain_admits_them(data: st.DataObject) -> None:
    """Integers of every width, coded or not, from any offset: value and state are those of `Domain.admit`."""
    domain = data.draw(numbers)
    array = data.draw(whole_columns(domain))
    array = pc.dictionary_encode(array) if data.draw(st.booleans()) and len(array) else array

    check_law(data.draw(st.composite(sliced)(array)), domain)


@given(st.data())
def test_decimals_are_admitted_as_the_domain_admits_them(data: st.DataObject) -> None:
    """Decimals of 32 to 256 bits at any scale, with zeros or digits beyond the input's places."""
    domain = data.draw(numbers)

    check_law(data.draw(st.composite(sliced)(data.draw(decimal_columns(domain)))), domain)


@given(st.data())
def test_floats_are_admitted_by_their_shortest_text(data: st.DataObject) -> None:
    """Floats of 32 and 64 bits, the neighbours of each limit, NaN, infinities and minus zero."""
    domain = data.draw(numbers)

    check_law(data.draw(st.composite(sliced)(data.draw(float_columns(domain)))), domain)


@given(st.data())
def test_texts_are_admitted_as_the_domain_admits_them(data: st.DataObject) -> None:
    """Text in every layout, for numbers, dates and choices."""
    domain = data.draw(st.one_of(numbers, dates, st.just(Domain("choice", options=OPTIONS))))

    check_law(data.draw(st.composite(sliced)(data.draw(text_columns(domain)))), domain)


@given(st.data())
def test_many_texts_are_admitted_as_the_domain_admits_them(data: st.DataObject) -> None:
    """Where hundreds of texts differ, those that are plainly numbers are read together."""
    domain = data.draw(numbers)
    many = pa.array([f"{number / 16:.4f}" for number in range(300)])

    others = data.draw(text_columns(domain)).to_pylist()

    check_law(pa.concat_arrays([many, pa.array(others, pa.string())]), domain)


@given(st.data())
def test_days_are_admitted_as_the_domain_admits_them(data: st.DataObject) -> None:
    """Dates of both widths and times at midnight; other times and days outside the calendar are refused."""
    domain = data.draw(dates)

    check_law(data.draw(st.composite(sliced)(data.draw(day_columns(domain)))), domain)


@given(st.data())
def test_truths_are_admitted_as_the_domain_admits_them(data: st.DataObject) -> None:
    """Yes and no are bits, from any of which a slice may start."""
    array = pa.array(data.draw(st.lists(st.sampled_from([None, True, False]), max_size=40)), pa.bool_())

    check_law(data.draw(st.composite(sliced)(array)), Domain("yes_no"))


@given(st.one_of(numbers, dates, others), st.integers(0, 9))
def test_a_column_of_no_type_is_missing_everywhere(domain: Domain, rows: int) -> None:
    """What holds nothing may stand for any input."""
    check_law(pa.nulls(rows), domain)


@pytest.mark.parametrize("value", [0.1, 79.7, 2.675, 1e15, 999999999999999.9, 123456789012.3456, 5e-324, 33.33])
@pytest.mark.parametrize("places", [0, 1, 2, 4])
def test_floats_near_the_end_of_their_digits(value: float, places: int) -> None:
    """The floats about a value, to either side, are each read by their own shortest text."""
    around = [value]
    for _ in range(20):
        around += [float(np.nextafter(around[-1], np.inf))]
    domain = Domain("quantity", 0, 9 * 10**14 if places else 10**16, places=places)

    check_law(pa.array([*around, *(-each for each in around)]), domain)


def test_whole_numbers_are_not_copied() -> None:
    """The engine reads the table's own memory, from where the slice starts."""
    table = pa.array(range(1000), pa.int16())
    found = admitted(table.slice(100, 50), Domain("count", 0, 10**9))

    assert table.buffers()[1].address + 200 == found.values.ctypes.data
    assert (0, 32_767, 1, None, None) == (found.low, found.high, found.factor, found.valid, found.odd)


@pytest.mark.parametrize(
    "type_, kind",
    [
        (pa.bool_(), "count"), (pa.date32(), "count"), (pa.binary(), "count"), (pa.list_(pa.int8()), "count"),
        (pa.struct([("a", pa.int8())]), "count"), (pa.float16(), "count"), (pa.duration("s"), "count"),
        (pa.int8(), "yes_no"), (pa.string(), "yes_no"), (pa.int8(), "choice"), (pa.bool_(), "choice"),
        (pa.timestamp("s", "Asia/Ho_Chi_Minh"), "date"), (pa.time32("s"), "date"), (pa.int32(), "date"),
        (pa.dictionary(pa.int8(), pa.bool_()), "count"), (pa.bool8(), "yes_no"), (pa.uuid(), "choice"),
    ],
)  # fmt: skip
def test_some_types_hold_no_answers(type_: pa.DataType, kind: str) -> None:
    """A type of which no value could be admitted is refused as a type."""
    options = OPTIONS if kind == "choice" else ()

    assert not is_admissible(Domain(kind, options=options), type_)


def test_never_is_text_alone() -> None:
    """The answer 'never' is later than every date, where the input allows it."""
    array = pa.array(["never", "2022-01-31"])
    days: Sequence[int] = [NEVER, datetime.date(2022, 1, 31).toordinal()]

    assert [(days[0], 0), (days[1], 0)] == read_by_engine(admitted(array, Domain("date", never=True)))
    assert [(0, State.INVALID), (days[1], 0)] == read_by_engine(admitted(array, Domain("date")))


def test_bytes_that_are_no_unicode_are_refused_in_their_row() -> None:
    """A file may hold any bytes; a row with such text is invalid, and the next is not."""
    offsets = pa.array([0, 1, 3], pa.int32()).buffers()[1]
    array = pa.Array.from_buffers(pa.string(), 2, [None, offsets, pa.py_buffer(b"\xff12")])

    assert [(0, State.INVALID), (12, 0)] == read_by_engine(admitted(array, Domain("count", 0, 99)))
    check_law(array, Domain("count", 0, 99))


@pytest.mark.parametrize(
    "array, domain",
    [
        (pa.array([2**64 - 1, 2**63, 5], pa.uint64()), Domain("count", -10, 10)),
        (pa.array([Decimal(-20), Decimal("-0.5")], pa.decimal128(38, 18)), Domain("quantity", -50, 50, places=1)),
        (pa.array([Decimal(-20), Decimal(10**15)], pa.decimal256(70, 40)), Domain("quantity", -50, 50, places=1)),
        (pa.array([0, 10**20, None], pa.decimal128(38, -20)), Domain("count", 0, 99)),
        (pa.array([0, 10**40], pa.decimal256(76, -40)), Domain("quantity", -50, -10, places=1)),
        (pa.array([0, 1, 86_400], pa.int64()).view(pa.timestamp("s")), Domain("date")),
        (pa.array([0, 1, 86_400_000], pa.int64()).view(pa.date64()), Domain("date")),
        (pa.array([900719925474099.125, 0.1]), Domain("quantity", 0, 10**15, places=2)),
        (pa.array([1048576.125, 0.5], pa.float32()), Domain("quantity", 0, 10**9, places=2)),
    ],
)  # fmt: skip
def test_the_far_ends_of_types(array: pa.Array, domain: Domain) -> None:
    """Upper halves without a sign, wide decimals below 0, times after midnight, floats beyond the digits they keep."""
    check_law(array, domain)
    check_law(array[1:], domain)
