"""The compiled reading: straight integer arithmetic that gives what the plain evaluator gives."""

from __future__ import annotations

import io
import keyword
import re
import tokenize
from collections.abc import Iterator
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from programmes import CALENDAR, Bindings, answers, inputs_of, oracle, programmes, typed

from parengine._numbers import MODES, Mode
from parengine.expr import (
    INVALID,
    MISSING,
    NEVER,
    NOT_APPLICABLE,
    Domain,
    Expr,
    and_,
    answer,
    const,
    date_of,
    days,
    is_missing,
    is_not_applicable,
    least,
    most,
    not_,
    note,
    nth_best,
    or_,
    when,
    whole,
    word,
    working_days,
    year_of,
)
from parengine.expr._build import bound, rounded
from parengine.expr._exact import Compiled, compile_exact
from parengine.expr._nodes import Is, Mark, walk
from parengine.expr._oracle import read_answer
from parengine.expr._simplify import simplified
from parengine.types import State, ValueType

AMOUNT = Domain("quantity", low=Fraction(-9), high=Fraction(9), places=2)
COUNT = Domain("count", low=Fraction(0), high=Fraction(9))
A, B, C = (answer(name, AMOUNT) for name in "abc")
M, N = (answer(name, COUNT) for name in "mn")
P, Q, R = (answer(name, Domain("yes_no")) for name in "pqr")
ISSUED = answer("issued", Domain("date", never=True))
DUE = answer("due", Domain("date"))
YEAR = answer("year", Domain("count", low=Fraction(1), high=Fraction(9999)), origin="period")


def compiled(bindings: Bindings) -> Compiled:
    """Return bindings compiled with all of them as outputs."""
    return compile_exact(bindings, [name for name, _ in bindings], inputs_of(bindings))


def results(bindings: Bindings, row: list[object]) -> dict[str, object]:
    """Return the values of bindings by the compiled reading."""
    made = compiled(bindings)
    values = made.run(row)
    return {name: made.result(values, name, expression.type) for name, expression in bindings}


def value(expression: Expr, **given: object) -> object:
    """Return the value of one expression by the compiled reading, having held it to the oracle's."""
    bindings = [("it", expression)]
    row = [given.get(node.name) for node in inputs_of(bindings)]
    (found,) = results(bindings, row).values()
    assert typed(oracle(bindings, inputs_of(bindings), row)[0]["it"]) == typed(found)
    return found


# ---- the law


@settings(max_examples=300)
@given(st.data(), programmes())
def test_the_compiled_reading_gives_what_the_oracle_gives(data: st.DataObject, bindings: Bindings) -> None:
    """Every value and every state of every binding, for whole, partial and bad sheets of answers."""
    inputs, made = inputs_of(bindings), compiled(bindings)
    for _ in range(4):
        row = data.draw(answers(inputs))
        expected, _ = oracle(bindings, inputs, row)
        values = made.run(row)
        found = {name: made.result(values, name, expression.type) for name, expression in bindings}
        assert {name: typed(each) for name, each in expected.items()} == {
            name: typed(each) for name, each in found.items()
        }


@settings(max_examples=150)
@given(st.data(), programmes())
def test_the_compiled_reading_meets_the_notes_that_the_oracle_meets(data: st.DataObject, bindings: Bindings) -> None:
    """
    The effects recorded are those of the marked expressions that are read, once the bindings are simplified.

    Except in tests for states: where it is plain that something is known, asking whether it is missing reads nothing.
    """
    assume(not any(map(asks_of_a_note, bindings)))
    inputs, made, simple = inputs_of(bindings), compiled(bindings), list(simplified(bindings)[0])
    for _ in range(4):
        row = data.draw(answers(inputs))
        assert oracle(simple, inputs, row)[1] == {made.marks[place] for place in made.run(row)[-1]}


def asks_of_a_note(binding: tuple[str, Expr]) -> bool:
    """Return whether a binding asks for the state of something marked."""
    tests = (node for node in walk(binding[1]) if isinstance(node, Is))
    return any(isinstance(node, Mark) for test in tests for node in walk(test))


@settings(max_examples=100)
@given(st.data(), programmes())
def test_leaving_out_outputs_changes_no_other(data: st.DataObject, bindings: Bindings) -> None:
    """Variables are used again once nothing needs them: an output is the same, whatever else is asked for."""
    inputs = inputs_of(bindings)
    wanted = data.draw(st.lists(st.sampled_from([name for name, _ in bindings]), min_size=1, unique=True))
    all_of_them, some = compiled(bindings), compile_exact(bindings, wanted, inputs)
    types = {name: expression.type for name, expression in bindings}
    row = data.draw(answers(inputs))

    whole_row, row_of_some = all_of_them.run(row), some.run(row)
    for name in wanted:
        assert typed(all_of_them.result(whole_row, name, types[name])) == typed(
            some.result(row_of_some, name, types[name])
        )


@given(st.data(), programmes())
def test_a_row_depends_on_its_answers_alone(data: st.DataObject, bindings: Bindings) -> None:
    """A programme remembers nothing: the same answers give the same row, whatever was run between."""
    inputs, made = inputs_of(bindings), compiled(bindings)
    one, other = data.draw(answers(inputs)), data.draw(answers(inputs))
    first = made.run(one)
    made.run(other)

    assert first == made.run(one)


DOMAINS = (
    AMOUNT,
    COUNT,
    Domain("percent", low=Fraction(0), high=Fraction(100), places=2),
    Domain("points", low=Fraction(0), high=Fraction(2), places=2, step=Fraction(1, 4)),
    Domain("quantity", low=Fraction(-1, 2), high=Fraction(21, 2), places=1),
    Domain("count", low=Fraction(1), high=Fraction(10**9)),
    Domain("yes_no"),
    Domain("date", never=True),
    Domain("choice", options=("a", "b")),
)
RAW = st.one_of(
    st.integers(-200, 200),
    st.integers(),
    st.decimals(-200, 200, places=3),
    st.decimals(),
    st.sampled_from(
        [Decimal("1." + "0" * 35), Decimal("-0"), Decimal("0E+5"), Decimal("1E+2"), Decimal("1E-40"), Decimal("sNaN")]
    ),
    st.floats(),
    st.fractions(-3, 3, max_denominator=8),
    st.booleans(),
    st.dates().map(str),
    st.dates(),
    st.sampled_from(["never", "a", "b", "7", "1.50", "1,5", "", [], {}, object]),
    st.text(max_size=5),
)


@settings(max_examples=400)
@given(st.sampled_from(DOMAINS), RAW)
def test_an_answer_is_admitted_as_its_domain_admits_it(domain: Domain, raw: object) -> None:
    """The tests in line and the short ways read what `Domain.admit` reads, and refuse what it refuses."""
    it = answer("it", domain)
    made = compile_exact([("it", it)], ["it"], [it])  # type: ignore[list-item]

    assert typed(read_answer(it, raw)) == typed(made.result(made.run([raw]), "it", domain.type))  # type: ignore[arg-type]


@given(st.sampled_from(DOMAINS[:4]), st.decimals(0, 2, places=2))
def test_admission_does_not_depend_on_the_callers_decimal_context(domain: Domain, raw: Decimal) -> None:
    """Whatever precision a caller computes in, an answer is read exactly."""
    it = answer("it", domain)
    made = compile_exact([("it", it)], ["it"], [it])  # type: ignore[list-item]
    with localcontext() as context:
        context.prec = 1
        found = made.result(made.run([raw]), "it")

    assert typed(read_answer(it, raw)) == typed(found)  # type: ignore[arg-type]


# ---- numbers


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("tenths", ["-1.25", "-1.35", "-0.05", "0", "0.05", "1.25", "1.35", "1.21"])
def test_every_rounding_mode(mode: Mode, tenths: str) -> None:
    """All modes on both sides of 0, halves too, over a fixed and over a computed denominator."""
    for expression in (rounded(A, 1, mode), rounded(A * M / N, 1, mode)):
        assert isinstance(value(expression, a=tenths, m=3, n=3), Fraction)


def test_half_up_is_away_from_zero() -> None:
    """-1.25 is -1.3 at one place."""
    assert Fraction(-13, 10) == value(rounded(A, 1, "half_up"), a="-1.25")


@pytest.mark.parametrize("under", ["-3", "-0.01", "2"])
def test_negative_denominators_are_turned(under: str) -> None:
    """A quotient by a negative number compares, rounds, adds and floors like any other."""
    shapes = [
        1 / A > 0,
        1 / A < B,
        whole(1 / A),
        rounded(1 / A, 2, "half_up"),
        1 / A + 1 / B,
        most(1 / A, 1 / B),
        nth_best(2, 1 / A, B, 1 / B),
    ]
    shapes += [(1 / A) / (1 / B), when((1 / A) * B > 0, 1 / A, 0)]

    for shape in shapes:
        for other in ("-1.5", "4"):
            value(shape, a=under, b=other)


def test_a_floor_of_what_does_not_apply_is_no_floor() -> None:
    """`when(x < limit, limit, x)` is x where the limit does not apply, and may then be below it."""
    limit, held = ("limit", when(P, NOT_APPLICABLE, 1)), bound("limit", ValueType.NUMBER)
    chosen = ("chosen", when(A < held, held, A))
    it = bound("chosen", ValueType.NUMBER)
    bindings = [limit, chosen, ("quotient", 1 / it > 0), ("halves", rounded(it / 2, 0, "half_up"))]
    inputs = inputs_of(bindings)
    row: list[object] = [{"p": True, "a": -3}[node.name] for node in inputs]

    assert {"chosen": Fraction(-3), "quotient": False, "halves": Fraction(-2)} == {
        name: each for name, each in results(bindings, row).items() if name != "limit"
    }


@pytest.mark.parametrize("rank", [1, 2, 3, 4])
def test_the_nth_best_counts_equal_ones_each(rank: int) -> None:
    """Of 2, 2, 1 and -1 the second best is 2, the third 1."""
    assert [2, 2, 1, -1][rank - 1] == value(nth_best(rank, A, M, B, C), a=2, m=2, b=-1, c=1)


@pytest.mark.parametrize("a, whole_part", [("1.99", 1), ("-0.01", -1), ("-2", -2), ("2", 2)])
def test_whole_is_the_largest_whole_number_not_above(a: str, whole_part: int) -> None:
    """Towards minus infinity, below 0 too."""
    assert whole_part == value(whole(A), a=a) == value(whole(A / N), a=a, n=1)


def test_a_third_three_times_is_one() -> None:
    """Nothing is lost on the way."""
    assert 1 == value(M / N * 3, m=1, n=3)


def test_very_long_sums_are_compiled() -> None:
    """A sum of ten thousand answers is no deeper than one of two."""
    many = [answer(f"x{i}", COUNT) for i in range(10_000)]
    made = compile_exact([("sum", const(0) + _total(many))], ["sum"], many)  # type: ignore[arg-type]

    assert 10_000 == made.result(made.run([1] * 10_000), "sum")


def _total(terms: list[Expr]) -> Expr:
    from parengine.expr._build import add

    return add(*terms)


def test_conditions_within_conditions_are_compiled_in_no_time() -> None:
    """Forty choices, each the condition of the next: the work does not double with each."""
    condition = P
    for _ in range(40):
        condition = when(condition, Q, R)

    assert 2 == value(when(condition, M, N), p=True, q=True, m=2)


# ---- states


def test_invalid_comes_before_missing_before_not_applicable() -> None:
    """Strict operations take the strongest state of their operands."""
    assert State.INVALID == value(A + B, a="?")
    assert State.MISSING == value(A + NOT_APPLICABLE)
    assert State.NOT_APPLICABLE == value(A + NOT_APPLICABLE, a=1)
    assert State.INVALID == value(least(A, MISSING, B), a=1, b="x")


@pytest.mark.parametrize("make, deciding", [(and_, False), (or_, True)])
def test_one_operand_decides_and_and_or(make: object, deciding: bool) -> None:
    """Whatever state the others are in, in any order; else the strongest state is the result."""
    assert callable(make)
    for order in ((P, Q, R), (R, Q, P), (Q, P, R)):
        assert deciding is value(make(*order), p="?", r=deciding)
        assert State.INVALID == value(make(*order), p="?", r=not deciding)
        assert State.MISSING == value(make(*order), p=not deciding, r=not deciding)


def test_only_the_chosen_branch_is_read() -> None:
    """The other one may be missing, invalid, or divide by 0."""
    assert 1 == value(when(P, 1, A / M), p=True, a="?", m=0)
    assert State.INVALID == value(when(P, 1, A / M), p=False, a=1, m=0)


def test_a_condition_that_does_not_apply_does_not_hold() -> None:
    """It takes the other branch, also where it is made of several."""
    assert 2 == value(when(NOT_APPLICABLE, 1, 2))
    assert 2 == value(when(and_(P, A + NOT_APPLICABLE > 0), 1, M), p=True, a=1, m=2)
    assert 2 == value(when(when(P, NOT_APPLICABLE, Q), 1, M), p=True, m=2)


def test_an_unknown_condition_gives_its_state() -> None:
    """Missing stays missing, invalid invalid, whatever the branches are."""
    assert State.MISSING == value(when(P, 1, 1 + A), a=1)
    assert State.INVALID == value(when(P, 1, INVALID), p=3)


def test_tests_for_states_are_always_known() -> None:
    """`is missing` is yes or no, of an invalid operand too."""
    assert [False, True, False] == [value(is_missing(A), **given) for given in ({"a": 1}, {}, {"a": "?"})]
    assert State.INVALID == value(not_(P), p="?")


# ---- dates

DATES = ["2022-01-31", "2022-02-01", "2021-12-31", "0001-01-01", "9999-12-31", "never"]


@pytest.mark.parametrize("issued", DATES)
def test_never_is_known_and_later_than_every_date(issued: str) -> None:
    """Comparisons with `never` have an answer; days to it and its year are invalid."""
    due = "2022-01-31"
    assert (issued <= due or False) == value(ISSUED <= DUE, issued=issued, due=due) or issued == "never"
    assert (issued == "never") == value(ISSUED.equals(NEVER), issued=issued)
    assert (State.INVALID == value(days(DUE, ISSUED), issued=issued, due=due)) == (issued == "never")
    assert (State.INVALID == value(working_days(DUE, ISSUED, CALENDAR), issued=issued, due=due)) == (issued == "never")
    assert (State.INVALID == value(year_of(ISSUED), issued=issued)) == (issued == "never")


def test_a_guard_against_never_makes_days_known() -> None:
    """Behind a test for `never`, days are counted without another."""
    late = when(ISSUED.equals(NEVER), 0, days(DUE, ISSUED))

    assert [0, 1] == [value(late, issued=issued, due="2022-01-31") for issued in ("never", "2022-02-01")]


@pytest.mark.parametrize(
    "year, expected",
    [
        (2022, 738186),
        (0, State.INVALID),
        (9, 2953),
        (10_000, State.INVALID),
        ("0.5", State.INVALID),
        (-1, State.INVALID),
    ],
)
def test_a_date_of_a_computed_year_may_be_none(year: object, expected: object) -> None:
    """A year that the calendar does not have gives an invalid date."""
    wide = answer("wide", Domain("quantity", low=Fraction(-10_000), high=Fraction(10_000), places=1))

    assert expected == value(date_of(wide, 1, 31), wide=year)


def test_the_date_of_the_assessed_year_is_known() -> None:
    """The period is always answered: a due date in it cannot fail."""
    assert True is value(DUE <= date_of(YEAR, 1, 31), due="2022-01-31", year=2022)


# ---- choices and notes


def test_choices_compare_by_their_options() -> None:
    """Two choices with other options of the same name are equal where the names are."""
    one, other = (
        answer("one", Domain("choice", options=("a", "b"))),
        answer("other", Domain("choice", options=("c", "b"))),
    )

    assert [True, False] == [value(one.equals(other), one=a, other="b") for a in ("b", "a")]
    assert "new" == value(when(P, word("new"), one), p=True, one="a")


def test_a_note_is_met_only_where_it_is_read() -> None:
    """A mark in the branch that is not taken leaves nothing."""
    bindings = [("it", when(P, note(M, "capped", 3), N))]
    made = compiled(bindings)
    rows = ([{"p": p, "m": 1, "n": 1}[node.name] for node in made.inputs] for p in (True, False, None))
    met = [[made.marks[place][1].clause for place in made.run(row)[-1]] for row in rows]

    assert [[3], [], []] == met


# ---- safe by construction

HOSTILE = (
    '"; import os; "',
    "'''",
    'a"\n b',
    "\\",
    "\u2028x = 1",
    "ệ",
    "__import__",
    "x0",
    "marks",
    "{answers}",
    "%s",
    "\x00",
)
NAMES = re.compile(r"([xtnsvd]|mode|calendar)[0-9]+|answers|marks|run")
RUNTIME = {
    "admit",
    "top",
    "type_of",
    "whole_number",
    "truth",
    "nth_best",
    "year_of",
    "date_of",
    "working",
    "days_between",
    "round_pair",
    "None",
    "round",
    "abs",
}


def tokens(source: str) -> Iterator[tokenize.TokenInfo]:
    """Yield the tokens of generated code."""
    return tokenize.generate_tokens(io.StringIO(source).readline)


def strangers(source: str) -> list[str]:
    """Return what generated code holds beside names that the compiler made and integers."""
    found = []
    for token in tokens(source):
        if token.type == tokenize.NAME and not (
            keyword.iskeyword(token.string) or NAMES.fullmatch(token.string) or token.string in RUNTIME
        ):
            found.append(token.string)
        if token.type in (tokenize.STRING, tokenize.COMMENT, tokenize.ERRORTOKEN):
            found.append(token.string)
        if token.type == tokenize.NUMBER and not token.string.isdigit():
            found.append(token.string)
    return found


@settings(max_examples=150)
@given(programmes())
def test_generated_code_holds_names_that_the_compiler_made_and_integers(bindings: Bindings) -> None:
    """No text, no float, no comment, no name that anybody wrote."""
    assert [] == strangers(compiled(bindings).source)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_ids_options_and_notes_never_reach_generated_code(hostile: str) -> None:
    """Whatever stands in ids, options, binding names and effects, the function holds none of it and still works."""
    count = answer(hostile, COUNT, part=hostile)
    choice = answer(hostile, Domain("choice", options=(hostile, "b")), origin="unit")
    bindings = [
        (hostile, note(count + 1, hostile)),
        (f"{hostile} 2", when(choice.equals(word(hostile)), bound(hostile, ValueType.NUMBER), 0)),
    ]
    made = compiled(bindings)
    row = made.run([{"answer": 2, "unit": hostile}[node.origin] for node in made.inputs])

    assert [] == strangers(made.source)
    assert 3 == made.result(row, f"{hostile} 2")


@given(st.text(min_size=1, max_size=12))
def test_no_text_at_all_reaches_generated_code(name: str) -> None:
    """The source is the same whatever things are called."""

    def source(name: str) -> str:
        choice = answer(name, Domain("choice", options=(name, f"{name}'")))
        return compiled([(name, note(when(choice.equals(word(name)), answer(name, COUNT, part=name), 1), name))]).source

    assert source("plain") == source(name)


def test_generated_code_has_no_builtins() -> None:
    """The function is given a handful of helpers and nothing else."""
    made = compiled([("it", A + 1)])

    assert {} == made.run.__globals__["__builtins__"]


def test_a_choice_that_was_made_for_its_state_is_not_written_again() -> None:
    """Best of best of best: code grows with what is combined, not with a power of the depth."""

    def best(depth: int, name: str) -> Expr:
        if depth == 0:
            under = answer(f"{name}y", COUNT)
            return when(under.equals(0), NOT_APPLICABLE, answer(f"{name}x", COUNT) / under)
        parts = [best(depth - 1, name + side) for side in "lr"]
        filled = [when(is_not_applicable(part), 0, part) for part in parts]
        return when(and_(*map(is_not_applicable, parts)), NOT_APPLICABLE, most(*filled))

    lines = [len(compiled([("value", best(depth, "a"))]).source.splitlines()) for depth in (3, 5)]

    assert lines[1] < 5 * lines[0]


@pytest.mark.parametrize("digits, places", [(22, 6), (26, 6), (28, 0), (30, 0)])
@pytest.mark.parametrize("raw", ["1", "1.5", "1" * 20 + ".25", "1" * 26 + ".222222", "1" * 28, "1" * 30, "1" * 31])
def test_long_decimals_of_wide_domains_are_read_as_the_domain_reads_them(digits: int, places: int, raw: str) -> None:
    """However many digits limits and places make together: what has too many of them is invalid."""
    amount = answer("amount", Domain("quantity", low=0, high=10**digits - 1, places=places))
    made = compile_exact([("it", amount)], ["it"], [amount])  # type: ignore[list-item]

    assert read_answer(amount, Decimal(raw)) == made.result(made.run([Decimal(raw)]), "it")  # type: ignore[arg-type]
