"""A plugin's rule kind: written with the public names alone, it gets every reading for nothing."""

# An expected 1 is the 1 of a Fraction: comparing the two is meant.
# mypy: disable-error-code="comparison-overlap"

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

import pytest
from _sets import F, asked, assessment, criteria_set, document, effects, leaf

from parengine import CriteriaSet, DocumentError, loads, score
from parengine.expr import Expr, const, least, note, when
from parengine.rules import KINDS, kind, slots
from parengine.score import prepare


@kind
class Seniority:
    """So many points for each year of service above a floor, half of them where the office is in the mountains."""

    name: ClassVar[str] = "test.seniority"
    contract: ClassVar[int] = 1

    years: Expr = slots.number("Years of service.", helps="up")
    floor: Fraction = slots.amount("Years that give nothing.", default=Fraction(0))
    halved: Expr = slots.condition("Whether the points are halved.", helps="down", default=False)

    def points(self, maximum: Fraction) -> Expr:
        """Return the points as an expression over the declared inputs."""
        above = self.years - const(self.floor)
        held = when(above > const(maximum), note(const(maximum), "over_100"), above)
        return when(self.halved, least(held, maximum) / 2, held)

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield a floor that is no number of years."""
        if self.floor > 50:
            yield f"nobody serves {self.floor} years"


def made(**rule: object) -> CriteriaSet:
    """Return a set of one leaf with the plugin's kind."""
    node = leaf("1", 10, rule={"kind": "test.seniority", "years": "served", **rule}, inputs={"served": asked("count")})
    return loads(document(node), kinds={**KINDS, Seniority.name: Seniority})


@pytest.mark.parametrize(
    "served, halved, expected", [(2, False, "0"), (7, False, "4"), (7, True, "2"), (40, False, "10")]
)
def test_it_gets_the_exact_reading(served: int, halved: bool, expected: str) -> None:
    """Its points are compiled like any other's; what it gives below 0 is held at 0."""
    card = score(assessment({"served": served, "a": halved}), made(floor=3, halved="a"))

    assert F(expected) == card.points


def test_it_gets_the_trace_reading() -> None:
    """Why names what it read, and the figures of the trace are the exact ones."""
    criteria, answers = made(floor=3), {"served": 7}
    card, sheet = score(assessment(answers), criteria), prepare(criteria).sheet(assessment(answers))

    assert card.at("1").points == sheet.value("rule 1") == 4
    assert any("served = 7" in line for line in card.why("1"))


def test_its_notes_are_effects() -> None:
    """What it notes is recorded when it is read."""
    assert ["over_100"] == [name for name, *_ in effects(score(assessment({"served": 40}), made()), "1")]


def test_what_it_reads_may_be_missing_or_invalid() -> None:
    """States travel through it without a word from its author."""
    assert (("served",), ["served"]) == (
        score(assessment({}), made()).missing,
        [one.input for one in score(assessment({"served": -1}), made()).invalid],
    )


def test_its_problems_are_found_at_load() -> None:
    """What it yields is reported with the place of the rule."""
    with pytest.raises(DocumentError, match=r"\$\.criteria\[0\]\.rule: nobody serves 60 years"):
        made(floor=60)


def test_its_slots_are_checked_by_the_schema() -> None:
    """A key that it does not declare is refused like in any kind."""
    with pytest.raises(DocumentError, match="flor"):
        made(flor=3)


def test_without_it_the_set_is_refused() -> None:
    """A set that uses a kind which is not there cannot be loaded."""
    with pytest.raises(DocumentError, match=r"'test\.seniority'"):
        criteria_set(leaf("1", 10, rule={"kind": "test.seniority", "years": "m"}))


def test_the_scorecard_names_it() -> None:
    """Name, distribution and version of every plugin kind that is used are recorded."""
    card = score(assessment({"served": 7}), made())

    assert ["test.seniority"] == [name for name, _, _ in card.kinds]
