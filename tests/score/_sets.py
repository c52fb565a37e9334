"""Compact builders of criteria-set documents, and of the scorecards that they give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, ClassVar, Final, TypeAlias

from parengine import Assessment, CriteriaSet, Scorecard, Unit, loads, score
from parengine.expr import Expr
from parengine.rules import KINDS, RuleKind, kind, slots

Document: TypeAlias = dict[str, Any]

YEAR: Final = 2022
ID: Final = "test-set"


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


def asked(type: str, **more: Any) -> Document:
    """Return the document of an input."""
    return {"type": type, "label": {"vi": "Câu hỏi"}, **more}


#: What every set here may ask: four questions answered yes or no, and two counts.
SHARED: Final[Document] = {flag: asked("yes_no") for flag in "abcd"} | {count: asked("count") for count in "mn"}


def entered(code: str) -> str:
    """Return the id of the input by which the points of a leaf made by `leaf` are entered."""
    return f"p{code.replace('.', '_').lower()}"


def leaf(code: str, maximum: float = 1, **more: Any) -> Document:
    """Return a leaf; without a `rule` its points are entered as they are, below 0 too."""
    made = {"code": code, "label": {"vi": f"Tiêu chí {code}"}, "maximum": maximum, "provenance": "invented", **more}
    if "rule" not in made:
        made["inputs"] = {entered(code): asked("quantity", low=-1000, high=1000, places=6), **made.get("inputs", {})}
        made["rule"] = {"kind": Entered.name, "points": entered(code)}
    return made


def formula(code: str, text: str, maximum: float = 100, **more: Any) -> Document:
    """Return a leaf whose points an expression gives."""
    return leaf(code, maximum, rule={"kind": Entered.name, "points": text}, **more)


def group(code: str, *children: Document, **more: Any) -> Document:
    """Return a group; without a `maximum` it is what its children's maxima add up to."""
    made = {"code": code, "label": {"vi": f"Nhóm {code}"}, "maximum": _total(children), "provenance": "invented"}
    return {**made, **more, "children": list(children)}


def _total(nodes: tuple[Document, ...]) -> float:
    total = sum((Fraction(str(node["maximum"])) for node in nodes), Fraction(0))
    return int(total) if total.denominator == 1 else float(total)


def document(*criteria: Document, **more: Any) -> Document:
    """Return the document of a set; its index is its points unless it says otherwise."""
    head = {"format": 1, "id": ID, "edition": "1", "owner": "tester", "tier": "province", "years": [YEAR]}
    said = {
        "title": {"vi": "Bộ tiêu chí thử"},
        "provenance": "invented",
        "maximum": _total(criteria),
        "index": "points",
    }
    inputs = {**SHARED, **more.pop("inputs", {})}
    return {**head, **said, **more, "inputs": inputs, "criteria": list(criteria)}


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
