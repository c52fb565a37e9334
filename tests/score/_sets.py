"""Compact builders of criteria-set documents, and of the scorecards that they give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, ClassVar, Final

from parengine import Assessment, CriteriaSet, Scorecard, Unit, loads, score
from parengine.expr import Expr
from parengine.rules import KINDS, RuleKind, kind, slots
from parengine.testing._draw.builders import ID, YEAR, Document, asked, group
from parengine.testing._draw.builders import document as _document
from parengine.testing._draw.builders import leaf as _leaf

__all__ = ["ID", "YEAR", "Document", "asked", "group"]  # what the tests take from here as it is


@kind
class Entered:
    """Points as they are entered, below 0 and above the maximum too: it is for the steps of a node to hold them."""

    name: ClassVar[str] = "entered"

    value: Expr = slots.number("The points.", helps="up", key="points")

    def points(self, maximum: Fraction) -> Expr:
        return self.value

    def problems(self, maximum: Fraction) -> Iterator[str]:
        yield from ()


ALL_KINDS: Final[Mapping[str, type[RuleKind]]] = {**KINDS, Entered.name: Entered}


#: What every set here may ask: four questions answered yes or no, and two counts.
SHARED: Final[Document] = {flag: asked("yes_no") for flag in "abcd"} | {count: asked("count") for count in "mn"}


def entered(code: str) -> str:
    """Return the id of the input by which the points of a leaf made by `leaf` are entered."""
    return f"p{code.replace('.', '_').lower()}"


def leaf(code: str, maximum: float = 1, **more: Any) -> Document:
    """Return a leaf; without a `rule` its points are entered as they are, below 0 too."""
    if "rule" in more:
        return _leaf(code, maximum, **more)
    inputs = {entered(code): asked("quantity", low=-1000, high=1000, places=6), **more.pop("inputs", {})}
    return _leaf(code, maximum, {"kind": Entered.name, "points": entered(code)}, inputs=inputs, **more)


def formula(code: str, text: str, maximum: float = 100, **more: Any) -> Document:
    """Return a leaf whose points an expression gives."""
    return leaf(code, maximum, rule={"kind": Entered.name, "points": text}, **more)


def document(*criteria: Document, **more: Any) -> Document:
    """Return the document of a set, with what every set may ask; its index is its points unless it says otherwise."""
    return _document(*criteria, **{**more, "inputs": {**SHARED, **more.get("inputs", {})}})


def criteria_set(*criteria: Document, **more: Any) -> CriteriaSet:
    """Return a set as it is loaded."""
    return loads(document(*criteria, **more), kinds=ALL_KINDS)


def assessment(answers: Mapping[str, object], unit: Unit | str = "unit-1") -> Assessment:
    """Return an assessment of the sets made here."""
    return Assessment(set=ID, unit=unit, year=YEAR, answers=answers)


def scored(made: CriteriaSet, **answers: object) -> Scorecard:
    """Return the scorecard of answers given by input id."""
    return score(assessment(answers), made)


def alone(node: Document, **answers: object) -> Scorecard:
    """Return the scorecard of a set that consists of one node."""
    return scored(criteria_set(node), **answers)


def F(number: object) -> Fraction:  # noqa: N802
    """Return a number as it is written: `F("0.1")`, `F("1/3")`."""
    return Fraction(str(number))


def points(card: Scorecard) -> dict[str, Fraction]:
    """Return the own points of each node."""
    return {node.code: node.points for node in card.walk()}


def statuses(card: Scorecard) -> dict[str, str]:
    """Return the status of each node."""
    return {node.code: str(node.status) for node in card.walk()}


def counted(card: Scorecard, code: str) -> tuple[Fraction, Fraction]:
    """Return what a node's parent adds: points, and of how many."""
    node = card.at(code)
    return node.counted_points, node.counted_maximum


def effects(card: Scorecard, code: str) -> list[tuple[str, str | None, Fraction | None, Fraction | None]]:
    """Return what clauses did to a node: name, clause, before, after."""
    return [(effect.name, effect.clause, effect.before, effect.after) for effect in card.at(code).effects]


def sentences(card: Scorecard) -> list[tuple[str, str | None, str]]:
    """Return what is invalid: node, input, sentence."""
    return [(one.node, one.input, one.sentence) for one in card.invalid]
