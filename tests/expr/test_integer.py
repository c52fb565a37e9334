"""The integer form: whole numbers of 64 bits that give what the plain evaluator gives, or say that they do not know."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from programmes import CALENDAR, Bindings, answers, inputs_of, oracle, programmes

from parengine._numbers import MODES, Mode, Rounding
from parengine.expr import (
    MISSING,
    Domain,
    Expr,
    and_,
    answer,
    const,
    date_of,
    days,
    is_invalid,
    is_missing,
    least,
    most,
    nth_best,
    or_,
    when,
    whole,
    working_days,
    year_of,
)
from parengine.expr._admission import admission
from parengine.expr._build import bound, rounded
from parengine.expr._integer import Form, Kind, TooWide, integer_form
from parengine.expr._integer.form import WIDEST
from parengine.expr._integer.plain import plain
from parengine.types import State, ValueType

UNSURE = "unsure"
AMOUNT = Domain("quantity", low=Fraction(-9), high=Fraction(9), places=2)
COUNT = Domain("count", low=Fraction(0), high=Fraction(10**9))
SMALL = Domain("count", low=Fraction(0), high=Fraction(100))
A, B, C = (answer(name, AMOUNT) for name in "abc")
M, N = (answer(name, COUNT) for name in "mn")
X, Y, Z, W = (answer(name, SMALL) for name in "xyzw")
ISSUED, DUE = answer("issued", Domain("date", never=True)), answer("due", Domain("date"))


def shown(bindings: Bindings, places: int = 2, mode: Mode = "half_up") -> Bindings:
    """Return one more binding for each, its number rounded."""
    cells = [(f"cell {name}", bound(name, e.type or ValueType.NUMBER)) for name, e in bindings]
    return [(name, rounded(e, places, mode) if e.type is ValueType.NUMBER else e) for name, e in cells]


def form_of(bindings: Bindings, places: int = 2, mode: Mode = "half_up", digits: int = 12) -> Form:
    cells = shown(bindings, places, mode)
    return integer_form([*bindings, *cells], [name for name, _ in cells], inputs_of(bindings), digits=digits)


def values(form: Form, row: list[object]) -> dict[str, object]:
    """Return the cells for raw answers, by the name of what they show."""
    admit = admission(form.inputs, {word: place for place, word in enumerate(form.words)})
    admitted = [(value, state) for state, value in (admit(place, raw) for place, raw in enumerate(row))]
    return {name.removeprefix("cell "): _value(form, name, *stand) for name, stand in plain(form, admitted).items()}


def _value(form: Form, name: str, value: int, state: int, unsure: int) -> object:
    cell = form.cells[name]
    if unsure or state:
        return UNSURE if unsure else State(state)
    if cell.type is ValueType.NUMBER:
        return Fraction(value, cell.scale)
    return {ValueType.CHOICE: lambda: form.words[value], ValueType.YES_NO: lambda: bool(value)}.get(
        cell.type, lambda: value
    )()


def expected(bindings: Bindings, row: list[object], places: int = 2, mode: Mode = "half_up") -> dict[str, object]:
    """Return what the plain evaluator gives, rounded."""
    found: dict[str, Any] = oracle(bindings, inputs_of(bindings), row)[0]
    rounding = Rounding(places, mode)
    return {name: rounding.apply(value) if isinstance(value, Fraction) else value for name, value in found.items()}


def typed(found: dict[str, object]) -> dict[str, tuple[type, object]]:
    return {name: (type(value), value) for name, value in found.items()}


def one(e: Expr, *row: object, places: int = 2, mode: Mode = "half_up", digits: int = 12) -> object:
    """Return the cell of one expression for answers to its inputs in the order of their names."""
    bindings = [("e", e)]
    inputs = inputs_of(bindings)
    raw = dict(zip(sorted(node.name for node in inputs), row, strict=True))
    return values(form_of(bindings, places, mode, digits), [raw[node.name] for node in inputs])["e"]


@settings(max_examples=300)
@given(st.data(), st.integers(0, 4), st.sampled_from(MODES))
def test_what_is_sure_is_what_the_plain_evaluator_gives(data: st.DataObject, places: int, mode: Mode) -> None:
    """It holds for programmes of every node class, in every state, at every place and rounding."""
    bindings = data.draw(programmes())
    row = data.draw(answers(inputs_of(bindings)))
    try:
        found = values(form_of(bindings, places, mode), row)
    except TooWide:
        return

    wanted = expected(bindings, row, places, mode)

    sure = {name: value for name, value in found.items() if value != UNSURE}
    assert typed({name: wanted[name] for name in sure}) == typed(sure)


@given(st.data())
def test_few_digits_are_right_too_only_less_often_sure(data: st.DataObject) -> None:
    """However coarse the enclosures are, what they say is so."""
    bindings = data.draw(programmes())
    row = data.draw(answers(inputs_of(bindings)))
    try:
        found = values(form_of(bindings, digits=2), row)
    except TooWide:
        return

    wanted = expected(bindings, row)

    sure = {name: value for name, value in found.items() if value != UNSURE}
    assert typed({name: wanted[name] for name in sure}) == typed(sure)


@given(st.integers(1, 100), st.integers(1, 100), st.integers(0, 100), st.integers(0, 100))
def test_a_sum_of_two_quotients_is_sure_but_at_a_tie(x: int, y: int, z: int, w: int) -> None:
    """Two quotients add up to a cell that is not sure only where the exact sum lies at a tie, or a hair from one."""
    total = Fraction(z, x) + Fraction(w, y)

    found = one(when(X.equals(0), 0, Z / X) + when(Y.equals(0), 0, W / Y), w, x, y, z)

    if found == UNSURE:
        assert abs((total * 100) % 1 - Fraction(1, 2)) < Fraction(1, 10**9)
    else:
        assert Rounding(2).apply(total) == found


def test_a_true_tie_of_thirds_is_not_sure() -> None:
    """A third and two thirds of a hundredth are a tie that no digits tell from what lies beside it."""
    thirds = when(X.equals(0), 0, Z / X / 100) + when(Y.equals(0), 0, W / Y / 100) - const("0.005")

    assert UNSURE == one(thirds, 2, 3, 3, 1)
    assert Fraction(1, 100) == one(thirds, 2, 3, 4, 3)


def test_a_tie_that_ends_is_sure() -> None:
    """A quotient without a remainder is exact, and half up of it is what the edition says."""
    halves = when(X.equals(0), 0, Z / X) + when(Y.equals(0), 0, W / Y)

    assert Fraction(63, 100) == one(halves, 1, 8, 2, 1) == Rounding(2).apply(Fraction(5, 8))
    assert Fraction(13, 100) == one(halves, 0, 8, 2, 1, places=2)


def test_a_cap_is_continuous_and_always_sure() -> None:
    """Where the points may just reach their cap, points and cap are a step apart."""
    total = when(X.equals(0), 0, Z / X) + when(Y.equals(0), 0, W / Y)
    capped = when(total > 1, 1, total)

    assert Fraction(1) == one(capped, 2, 3, 3, 1)


def test_a_gate_at_the_very_threshold_is_not_sure() -> None:
    """Two thirds and a third are 1, and whether that is above the threshold only the exact reading knows."""
    total = when(X.equals(0), 0, Z / X) + when(Y.equals(0), 0, W / Y)
    gate = when(total > 1, 5, 0)

    assert UNSURE == one(gate, 2, 3, 3, 1)
    assert (Fraction(5), Fraction(0)) == (one(gate, 2, 3, 3, 2), one(gate, 1, 3, 3, 1))


def test_a_state_that_is_not_sure_stays_so() -> None:
    """What is missing on one side of a tie alone is not told as missing, however often it is passed on."""
    total = when(X.equals(0), 0, Z / X) + when(Y.equals(0), 0, W / Y)
    gated = when(total > 1, MISSING, 3)

    assert UNSURE == one(when(gated > 2, 5, 1), 2, 3, 3, 1)
    assert UNSURE == one(when(is_missing(gated), 5, 1), 2, 3, 3, 1)
    assert (State.MISSING, Fraction(5)) == tuple(one(when(gated > 2, 5, 1), w, 3, 3, 1) for w in (3, 1))


def test_a_cap_whose_condition_is_missing_is_not_sure_where_it_is_just_reached() -> None:
    """Whether anybody asks for the condition depends on a tie, so whether it is missing does too."""
    parts = (when(X.equals(0), 0, Z / X), when(Y.equals(0), 0, W / Y))
    total = sum((when(or_(is_missing(part), is_invalid(part)), 0, part) for part in parts), const(0))
    capped = when(and_(total > 1, answer("late", Domain("yes_no"))), 1, total)

    assert UNSURE == one(capped, None, 2, 3, 3, 1)
    assert (State.MISSING, Fraction(67, 100)) == tuple(one(capped, None, w, 3, 3, 1) for w in (3, 1))


def test_what_a_sum_names_twice_counts_twice() -> None:
    """A quotient of sums lies between its weights, those of one count added up."""
    beside = when(W.equals(0), 0, Z / W)

    assert Fraction(1, 2) == one(when(X.equals(0), 0, X / (X + X)), 4)
    assert Fraction(528, 100) == one((2 * X + 3 * X) / (X + 1) + beside, 3, 99, 1)
    assert Fraction(232, 100) == one(when(Y + X > 0, (X + Y + X) / (X + Y), 0) + beside, 3, 99, 1, 1)


def test_a_quotient_that_is_ruled_out_stays_in_its_range() -> None:
    """Where a branch leaves less than a whole number of room, no operation leaves what was proved of it."""
    share, other = when(Y.equals(0), 0, X / Y), when(W.equals(0), 0, Z / W)
    narrow = when(share < "0.15", 0, when(share < "0.2", (share + other) * 3, 1))

    assert (1, 0) == (one(narrow, 1, 1, 1, 1), one(narrow, 1, 1, 9, 1))
    assert Fraction(357, 100) == one(narrow, 1, 19, 100, 1)


def test_most_programmes_have_a_form() -> None:
    """What is drawn is seldom too wide: the laws above are about something."""
    found = []

    @settings(max_examples=100, database=None, derandomize=True)
    @given(programmes())
    def drawn(bindings: Bindings) -> None:
        try:
            found.append(bool(form_of(bindings).cells))
        except TooWide:
            found.append(False)

    drawn()

    assert sum(found) > len(found) * 3 // 4


def test_counts_of_ten_figures_are_divided_digit_by_digit() -> None:
    """A billion over a billion needs more digits than one division of 64 bits has."""
    shares = when(M.equals(0), 0, least(1, N / M)) + when(N.equals(0), 0, least(1, M / N))

    found = one(shares, 999_999_999, 999_999_998, places=9)

    assert Rounding(9).apply(Fraction(999_999_998, 999_999_999) + 1) == found


@given(st.dates(), st.dates() | st.just("never"))
def test_dates_are_worked_out_as_the_calendar_says(due: datetime.date, issued: object) -> None:
    """Years, days and working days are those of the calendar, and `never` is no day of it."""
    made = [("year", year_of(DUE)), ("days", days(DUE, ISSUED)), ("work", working_days(DUE, ISSUED, CALENDAR))]
    row = [due if node.name == "due" else issued for node in inputs_of(made)]

    assert typed(expected(made, row)) == typed(values(form_of(made), row))


@given(st.integers(0, 12_000), st.sampled_from([(1, 1), (2, 28), (3, 1), (12, 31)]))
def test_a_day_of_a_computed_year_is_that_day(year: int, day: tuple[int, int]) -> None:
    """A year outside the calendar has no days."""
    asked = answer("y", Domain("count", low=Fraction(0), high=Fraction(12_000)))
    made = [("date", date_of(asked, *day))]

    assert typed(expected(made, [year])) == typed(values(form_of(made), [year]))


@given(st.lists(st.integers(-900, 900).map(lambda n: Fraction(n, 100)), min_size=3, max_size=3), st.integers(1, 3))
def test_the_nth_best_of_sums_is_the_nth_best(given_: list[Fraction], rank: int) -> None:
    """The nth largest of several is the nth largest, whether they are exact or enclosed."""
    exact = nth_best(rank, A, B, C)
    enclosed = nth_best(rank, A / 3 + B / 7, B, C)
    a, b, c = given_

    assert Rounding(2).apply(sorted(given_, reverse=True)[rank - 1]) == one(exact, *given_)
    wanted = sorted([a / 3 + b / 7, b, c], reverse=True)[rank - 1]
    assert one(enclosed, *given_) in (UNSURE, Rounding(2).apply(wanted))


@pytest.mark.parametrize(
    "e",
    [
        pytest.param(answer("long", Domain("quantity", low=-(10**15), high=10**15, places=12)), id="an answer"),
        pytest.param(M * M * M, id="a product"),
        pytest.param(whole((X / (Y + 1) + Y / (X + 1)) * (Z / (Y + 1) + Y / (Z + 1))), id="two sums of quotients"),
        pytest.param(most(*(when(N.equals(0), 0, M / N / (i + 3)) for i in range(3)), 0) * M * M, id="many quotients"),
    ],
)
def test_figures_that_may_not_fit_are_refused(e: Expr) -> None:
    """There is no form of what may need more than 64 bits, and the error says whose figures they are."""
    with pytest.raises(TooWide, match="the figures of 'e' may need more than 64 bits"):
        form_of([("e", e)])


@given(programmes())
def test_every_operation_stands_once_and_after_its_arguments(bindings: Bindings) -> None:
    """A form is straight: what an operation takes was computed before, or is read."""
    try:
        form = form_of(bindings)
    except TooWide:
        return
    seen = set()
    for op in form.ops():
        assert {arg for arg in op.args if arg.kind not in (Kind.CONST, Kind.ANSWER, Kind.STATE)} <= seen
        assert op not in seen
        assert -WIDEST <= op.low < op.high <= WIDEST
        assert op.kind is not Kind.DIV or op.args[1].low >= 1
        seen.add(op)
