"""How an expression is written: canonical, with as few brackets as possible."""

from __future__ import annotations

from fractions import Fraction

import pytest

from parengine.expr import (
    MISSING,
    NEVER,
    NOT_APPLICABLE,
    Expr,
    and_,
    const,
    day,
    each,
    figure_of,
    is_missing,
    is_not_applicable,
    not_,
    note,
    or_,
    total,
    when,
    word,
)
from parengine.expr._build import bound, rounded
from parengine.expr._nodes import NODES
from parengine.expr._show import _FORMS, show
from parengine.expr._text import ASSESSED_YEAR, parse
from parengine.testing._draw.expressions import DISBURSED, DONE, GOOD, ISSUED, PLANNED, SHEET, STAFF, TERRAIN, TOTAL
from parengine.types import ValueType

#: What authors may write, and how it is written back.
CANONICAL = {
    "(done)+((total))": "done + total",
    "1 + done": "done + 1",
    "1 - done": "1 - done",
    "-done + 1": "1 - done",
    "-done - total": "-done - total",
    "done - (total - 1)": "done - (total - 1)",
    "(done - total) - 1": "done - total - 1",
    "done * 2": "2 * done",
    "done / 4": "0.25 * done",
    "done * -2": "-2 * done",
    "-2 * done * total / 3": "-2 / 3 * done * total",
    "total - done * staff": "total - done * staff",
    "done / 3": "1 / 3 * done",
    "2 * (done / total)": "2 * (done / total)",
    "(2 * done) / total": "2 * done / total",
    "-(done / total)": "-(done / total)",
    "-done / total": "-done / total",
    "staff - done / total": "staff - done / total",
    "staff - 2 * done": "staff - 2 * done",
    "done / (-total)": "done / -total",
    "done / (total / staff)": "done / (total / staff)",
    "(done + 1) * total": "(done + 1) * total",
    "80%": "0.8",
    "done / total<80%": "done / total < 80 %",
    "0.8 > done / total": "80 % > done / total",
    "done / total > 3": "done / total > 3",
    "done < 0.5": "done < 0.5",
    "disbursed > 1 / 3": "disbursed > 1 / 3",
    "disbursed >= 0": "disbursed >= 0",
    'share("1") < 0.5': 'share("1") < 50 %',
    "0 <= done <= total": "0 <= done and done <= total",
    "(planned and done > 1) or total > 1": "planned and done > 1 or total > 1",
    "(planned or done > 1) and total > 1": "(planned or done > 1) and total > 1",
    "not(planned)": "not planned",
    "not (done > 1)": "not done > 1",
    "not (planned or done > 1)": "not (planned or done > 1)",
    "(not planned) = (done > 1)": "(not planned) = (done > 1)",
    "not done is missing": "done is not missing",
    "done is not_applicable": "done is not applicable",
    "not done is not applicable": "done is applicable",
    "(done > 1) is invalid": "(done > 1) is invalid",
    "true or planned and false": "yes",
    "when(planned, 1, otherwise when(done > 1, 2, 3))": "when(planned, 1, done > 1, 2, 3)",
    "when(planned, when(done > 1, 2, 3), 4)": "when(planned, when(done > 1, 2, 3), 4)",
    'count( "2",points=0 )': 'count("2", points = 0)',
    "date(2022, 01, 031)": "date(2022, 1, 31)",
}
FORMS = {
    "0.375": const("0.375"),
    "1 / 3": const(Fraction(1, 3)),
    "-2": const(-2),
    "yes": not_(const(1) > 2),
    "date(2022, 1, 31)": day(2022, 1, 31),
    "never": NEVER,
    '"low"': word("low"),
    "missing": MISSING,
    "not_applicable": NOT_APPLICABLE,
    "survey.good": GOOD,
    "unit.terrain": TERRAIN,
    "year": ASSESSED_YEAR,
    "points": total("points"),
    "share": each("share"),
    'points("2.1")': figure_of("2.1", "points"),
    "done is missing and total is not missing": and_(is_missing(DONE), not_(is_missing(TOTAL))),
    "done is not applicable or total is applicable": or_(is_not_applicable(DONE), not_(is_not_applicable(TOTAL))),
    "when(planned, never, issued)": when(PLANNED, NEVER, ISSUED),
    # what only the engine builds
    "round(done / staff, 2, half_up)": rounded(DONE / STAFF, 2, "half_up"),
    'note(2 * disbursed, "over_100")': note(2 * DISBURSED, "over_100"),
    "points of 2.1 + 1": bound("points of 2.1", ValueType.NUMBER) + 1,
}
LARGE = {
    "a product": const(10**20) * const(10**20 + 1) * DONE,
    "a quotient": DONE / const(10**25) / const(10**25),
    "many digits in a fraction": DONE + const(10**29 + 1) * const(10**28 + 7) / const(3**40) / const(7**30),
    "a negative one": DONE - const(10**29 + 1) * const(10**29 + 1),
    "digits in the middle": DONE < const(10**29) * const(10**29) + 5,
    "very many digits": DONE * const(Fraction(7**30)) * const(Fraction(11**28)) * const(Fraction(13**26, 17**24)),
}


@pytest.mark.parametrize("text, canonical", CANONICAL.items())
def test_canonical_text(text: str, canonical: str) -> None:
    """However it was typed, an expression is written one way, and that way reads back as the same."""
    expression = parse(text, SHEET)

    assert canonical == show(expression)
    assert expression is parse(canonical, SHEET)


@pytest.mark.parametrize("text, expression", FORMS.items())
def test_forms(text: str, expression: Expr) -> None:
    """Each kind of node has its form, also those that no text can write."""
    assert text == show(expression)


@pytest.mark.parametrize("expression", LARGE.values(), ids=LARGE)
def test_large_constants_are_put_together(expression: Expr) -> None:
    """A constant of more digits than may be written is written as a calculation of the same value."""
    assert expression is parse(show(expression), SHEET)


def test_a_long_chain_of_choices_is_flat() -> None:
    """A chain of choices is one call however long it is, so that showing it needs no deep stack."""
    chain = const(0)
    for step in range(1000):
        chain = when(DONE > step, step, chain)

    assert 2001 == len(show(chain).split(", "))


def test_every_node_has_a_form() -> None:
    """The table has a form for every node class, and for nothing else."""
    assert set(NODES) == set(_FORMS)
