from typing import Any

import pytest
from criteria_documents import everything

from parengine.criteria._declared import read_declarations
from parengine.criteria._loading import Loading
from parengine.criteria._nodes import UNSAID
from parengine.criteria._scope import Scope
from parengine.criteria._source import read_mapping
from parengine.expr import const, expression
from parengine.rules import KINDS
from parengine.types import ValueType


def scope() -> Scope:
    """Return the scope of the set that has everything."""
    loading = Loading(read_mapping(everything()), "set")
    return Scope(loading, read_declarations(loading, UNSAID), KINDS)


@pytest.mark.parametrize(
    "value, wanted, expected",
    [
        (1, ValueType.NUMBER, const(1)),
        ("50 %", ValueType.NUMBER, const("0.5")),
        (True, ValueType.YES_NO, expression(True)),
    ],
)
def test_plain_values_are_expressions(value: Any, wanted: ValueType, expected: Any) -> None:
    """Numbers, truth values and texts become expressions of the type that is wanted."""
    made = scope()

    assert expected is made.expression(value, wanted, ("rule",))
    assert not made.loading.failed


@pytest.mark.parametrize(
    "value, wanted, sentence",
    [
        (True, ValueType.NUMBER, "'true' is a yes/no; a number is wanted"),
        (1, ValueType.YES_NO, "the number 1 is a number; a yes/no is wanted"),
        (10**40, ValueType.NUMBER, "a number has more than 30 digits"),
        ("xyzzy", ValueType.NUMBER, "'xyzzy' is not known here"),
    ],
)
def test_other_values_are_reported(value: Any, wanted: ValueType, sentence: str) -> None:
    """What cannot be an expression of the type is told, and None stands for it."""
    made = scope()

    assert made.expression(value, wanted, ("rule",)) is None
    assert [sentence] == [problem.sentence for problem in made.loading.problems]


def test_names_stand_for_what_is_declared() -> None:
    """Inputs, counts of options and attributes of the unit are known; a distribution has no value of its own."""
    made = scope()

    assert "tasks_done" == made.name("tasks_done").name
    assert ("opinions", "good") == (made.part("opinions", "good").name, made.part("opinions", "good").part)
    assert "unit" == made.part("unit", "terrain").origin
    assert [None, None, None] == [made.name("opinions"), made.part("opinions", "odd"), made.part("unit", "odd")]
    assert {"tasks_total", "opinions.fair", "unit.terrain"} <= set(made.suggestions())


def test_distributions_are_found_by_name() -> None:
    """A `ratings` input gives the counts and worths of its scale; anything else is told."""
    made = scope()

    assert [1, 0.5, 0, None] == [worth for _, worth in made.ratings("opinions", ()).counts]
    assert [None, None] == [made.ratings("tasks_done", ("a",)), made.ratings(5, ("b",))]
    assert [
        "'tasks_done' is not a declared input of the type 'ratings'; it is of the type 'count'",
        "the number 5 is not a declared input of the type 'ratings'",
    ] == [problem.sentence for problem in made.loading.problems]
