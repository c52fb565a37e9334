from __future__ import annotations

import pickle
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rule_desk import alone, answers_to, asked, key_of, rule, sheets
from rule_examples import DOCUMENTS, name_of

from parengine.expr import Expr, evaluate
from parengine.expr._guards import never_suspicions, percent_suspicions, unguarded_divisions
from parengine.rules import directions, reach_of
from parengine.types import State

EACH = pytest.mark.parametrize("example", DOCUMENTS, ids=map(name_of, DOCUMENTS))


READ = {name_of(example): (rule(*example), Fraction(str(example[1]))) for example in DOCUMENTS}


def points(example: tuple[dict[str, Any], object]) -> tuple[Expr, Fraction]:
    """Return the points of an example as an expression, and its maximum."""
    found, maximum = READ[name_of(example)]
    return alone(found.points(maximum)), maximum


@EACH
@settings(max_examples=25)
@given(draw=st.data())
def test_points_lie_between_zero_and_the_maximum(example: Any, draw: st.DataObject) -> None:
    """Whatever is answered, a rule gives at least 0 and at most the maximum."""
    expression, maximum = points(example)

    result = evaluate(expression, draw.draw(sheets(expression)))

    assert isinstance(result, State) or 0 <= result <= maximum


@EACH
@settings(max_examples=25)
@given(draw=st.data())
def test_admitted_answers_are_never_invalid(example: Any, draw: st.DataObject) -> None:
    """A complete sheet gives points, or the state that a zero case declares; only awarded points can be off."""
    expression, _ = points(example)

    result = evaluate(expression, draw.draw(sheets(expression)))

    assert State.INVALID is not result or example[0]["kind"] == "awarded"


@EACH
@settings(max_examples=25)
@given(draw=st.data())
def test_points_never_exceed_what_is_in_reach(example: Any, draw: st.DataObject) -> None:
    """Where a maximum shrinks, the points shrink with it."""
    expression, maximum = points(example)
    reach = reach_of(READ[name_of(example)][0], maximum)
    sheet = draw.draw(sheets(expression + reach))

    result, most = evaluate(expression, sheet), evaluate(reach, sheet)

    assert isinstance(result, State) or (isinstance(most, Fraction) and result <= most <= maximum)


@EACH
@settings(max_examples=25)
@given(draw=st.data())
def test_points_follow_the_declared_directions(example: Any, draw: st.DataObject) -> None:
    """Raising an input that stands alone in a slot never moves the points against the slot's direction."""
    expression, _ = points(example)
    ways = {
        held: way
        for _, held, way in directions(READ[name_of(example)][0])
        if isinstance(held, Expr) and held in asked(expression) and way != "none"
    }
    for node in (one for one in asked(expression) if one in ways):
        sheet = draw.draw(sheets(expression))
        raised = {**sheet, key_of(node): draw.draw(answers_to(node))}
        if read(node, raised) < read(node, sheet):
            sheet, raised = raised, sheet
        before, after = evaluate(expression, sheet), evaluate(expression, raised)
        if read_twice(example[0], key_of(node)) or isinstance(before, State) or isinstance(after, State):
            continue
        assert before <= after if ways[node] == "up" else before >= after


def read(node: Any, sheet: dict[str, Any]) -> Any:
    """Return the value of an input on a sheet."""
    return evaluate(node, sheet)


def read_twice(document: Any, name: str) -> bool:
    """Return whether a name is written in more than one place, so that no single slot decides."""
    return str(document).count(f"'{name}") > 1 or any(f"{name} " in text for text in str(document).split("'"))


@EACH
def test_every_division_is_guarded(example: Any) -> None:
    """Nothing that a kind builds divides by what may be 0, counts days to `never` or misreads a percent."""
    expression, _ = points(example)

    assert [] == [*unguarded_divisions(expression), *never_suspicions(expression), *percent_suspicions(expression)]


@EACH
def test_a_rule_is_a_value(example: Any) -> None:
    """A rule is frozen, equal to and hashed like its equal, and survives pickling."""
    document, maximum = example
    found = rule(document, maximum)

    copy = pickle.loads(pickle.dumps(found))

    assert found == copy
    assert hash(found) == hash(copy)
    assert found.points(Fraction(1)) is copy.points(Fraction(1))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        found.name = "other"


@EACH
def test_an_empty_sheet_leaves_points_missing(example: Any) -> None:
    """With nothing answered the points are missing, or do not depend on any answer."""
    expression, _ = points(example)

    result = evaluate(expression)

    assert result is State.MISSING or not asked(expression)
