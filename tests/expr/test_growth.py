"""Programmes whose figures could grow without bound are refused before they are run."""

import pytest

import parengine
from parengine import ExpressionError
from parengine.criteria import check
from parengine.expr import Domain, answer, const
from parengine.expr._build import bound
from parengine.expr._growth import MOST_BITS, check_growth
from parengine.types import ValueType


def chain(leaves: int) -> dict[str, object]:
    """Return a set whose every leaf looks twice at the one before it."""
    return {
        "format": 1,
        "id": "a-chain",
        "edition": "1",
        "owner": "nobody",
        "tier": "province",
        "years": [2022],
        "title": "Chuỗi",
        "provenance": "invented",
        "maximum": leaves,
        "index": "points",
        "criteria": [leaf(place) for place in range(1, leaves + 1)],
    }


def leaf(place: int) -> dict[str, object]:
    """Return a leaf of the chain."""
    before = f'points("{place - 1}") / (1 + points("{place - 1}"))'
    inputs = {"m": {"type": "count", "label": "m"}} if place == 1 else {}
    rule = {"kind": "formula", "points": "m / (m + 1)" if place == 1 else before}
    said = {"code": str(place), "label": "x", "maximum": 1, "provenance": "invented"}
    return {**said, "inputs": inputs, "rule": rule}


def test_a_short_chain_is_scored() -> None:
    """Eight leaves that look at each other are no trouble: m/(m+1) becomes m/(m·8+1)."""
    made = parengine.loads(chain(8))
    card = parengine.score(parengine.Assessment(made.id, "unit", 2022, {"m": 7}), made)

    assert parengine.score(parengine.Assessment(made.id, "unit", 2022, {"m": 0}), made).points == 0
    assert "7/57" == f"{card.at('8').points}"


def test_a_chain_that_doubles_its_figures_too_often_is_refused() -> None:
    """Thirty of them would compute with millions of digits; the sentence names the figure."""
    made = parengine.loads(chain(30))
    with pytest.raises(ExpressionError, match="may have more than a million digits"):
        parengine.score(parengine.Assessment(made.id, "unit", 2022, {"m": 7}), made)


def test_checking_such_a_set_says_so() -> None:
    """`check` reports what can only be known of the whole set."""
    assert ["may have more than a million digits"] == [
        words
        for problem in check(chain(30))
        for words in ["may have more than a million digits"]
        if words in str(problem)
    ]


def test_what_is_chosen_is_as_long_as_its_longer_branch() -> None:
    """The limit is on what a value may be, not on how many branches there are."""
    x = answer("x", Domain("count", low=const(0).value, high=const(9).value))
    bindings = [("a", x), *((f"b{place}", bound("a", ValueType.NUMBER) + place) for place in range(100))]

    check_growth(bindings)
    with pytest.raises(ExpressionError, match="'c'"):
        check_growth([("a", const(2) + x), ("c", _power(bound("a", ValueType.NUMBER), MOST_BITS))])


def _power(value: parengine.expr.Expr, bits: int) -> parengine.expr.Expr:
    product = value
    while bits > 1:
        product, bits = product / (product + 1), bits // 2
    return product
