"""Statuses, effects, decisions and figures of a scorecard agree with each other, whatever the set and the sheet."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from parengine.testing import criteria_sets
from parengine.testing._laws.trial import Trial, trials
from parengine.types import Status

some = settings(max_examples=12)
SHEETS = criteria_sets().flatmap(lambda each: st.lists(trials(each), min_size=3, max_size=3))


@some
@given(SHEETS)
def test_statuses_and_figures_agree(sheets: list[Trial]) -> None:
    """What is missing, invalid, zeroed or does not apply has no points; only groups are incomplete."""
    for node in (node for sheet in sheets for node in sheet.card.walk()):
        assert node.points == 0 or node.status in (Status.SCORED, Status.INCOMPLETE)
        assert node.children or node.status is not Status.INCOMPLETE
        assert (node.status is Status.ZEROED) == any(effect.name == "zeroed" for effect in node.effects)
        assert node.status is not Status.INVALID or node.invalid


@some
@given(SHEETS)
def test_a_cap_that_is_shown_left_less_than_stood_before(sheets: list[Trial]) -> None:
    """A cap that changes nothing is not shown."""
    effects = (effect for sheet in sheets for node in sheet.card.walk() for effect in node.effects)
    for effect in effects:
        if effect.name == "capped" and effect.before is not None and effect.after is not None:
            assert effect.after < effect.before


@some
@given(SHEETS)
def test_rounded_leaves_are_bounded_by_the_rounded_maximum(sheets: list[Trial]) -> None:
    """However a leaf is rounded, its points are at most its maximum rounded the same way."""
    for sheet in sheets:
        for node in sheet.card.walk():
            assert node.children or 0 <= node.points <= max(node.maximum, sheet.card.rounding.apply(node.maximum))


@some
@given(SHEETS)
def test_a_decided_node_has_the_decided_points_unless_a_clause_stands_before_it(sheets: list[Trial]) -> None:
    """Not applicable, checks and zero rules come first, caps and rounding after; else the points are those decided."""
    for node in (node for sheet in sheets for node in sheet.card.walk()):
        if node.decision and node.decision.points is not None and node.status is Status.SCORED:
            after = [effect.after for effect in node.effects if effect.name in ("capped", "rounded")]
            assert [node.decision.points, *after][-1] == node.points


@some
@given(SHEETS)
def test_a_decision_on_the_whole_is_the_points(sheets: list[Trial]) -> None:
    """Whatever the fields came to; nothing before the authority is left."""
    for sheet in sheets:
        total = sheet.assessment.decided_total
        if total is not None and total.points is not None:
            assert (total.points, ()) == (sheet.card.points, sheet.card.undecided)


@some
@given(SHEETS)
def test_every_node_says_why(sheets: list[Trial]) -> None:
    """There are lines for every node, whatever became of it."""
    for sheet in sheets:
        assert all(sheet.card.why(code)[0].startswith(f"{code} ") for code in sheet.scores)
