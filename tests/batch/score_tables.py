"""Tables made of drawn assessments, and what the scorecards say should stand in the results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa
from attrs import evolve

from parengine import Assessment, CriteriaSet, Scorecard
from parengine._numbers import exact_text, is_decimal_text
from parengine.batch._read.names import InputColumn, columns_of
from parengine.score import Terms, prepare, score_all
from parengine.types import Status, ValueType

#: Stands for text that is no number: a column of such texts alone is refused as a whole.
NO_NUMBER = -(10**12)
STATES = (Status.MISSING, Status.INVALID, Status.NOT_APPLICABLE)
LAST = ("recomputed", "set", "notice")


def columns(criteria_set: CriteriaSet, stage: str = "self") -> tuple[InputColumn, ...]:
    """Return the columns that a table of answers has."""
    return columns_of(prepare(criteria_set, Terms(criteria_set.absent_evidence.get(stage, "nothing"))))


def tabular(assessments: Iterable[Assessment], criteria_set: CriteriaSet) -> list[Assessment]:
    """Return assessments as far as a table can hold them: without decisions, and of each answer what a cell may be."""
    units = list(assessments)
    stage = units[0].stage if units else "self"
    return [
        evolve(
            each,
            stage=stage,
            answers=_answers(each.answers, criteria_set),
            unit=evolve(each.unit, attributes=_attributes(each.unit.attributes, criteria_set)),
            decisions={},
            decided_total=None,
        )
        for each in units
    ]


def _answers(answers: Mapping[str, Any], criteria_set: CriteriaSet) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, declared in criteria_set.inputs.items():
        given = answers.get(name)
        if declared.ratings:
            options = {option.id for option in declared.options}
            counts = given if isinstance(given, dict) else {}
            known = {key: cell(each, declared.domain) for key, each in counts.items() if key in options}
            given = {key: each for key, each in known.items() if each is not None} or None
        else:
            given = cell(given, declared.domain)
        found |= {} if given is None else {name: given}
    return found


def _attributes(given: Mapping[str, Any], criteria_set: CriteriaSet) -> dict[str, Any]:
    known = {name: cell(given.get(name), each.domain) for name, each in criteria_set.unit_attributes.items()}
    return {name: each for name, each in known.items() if each is not None}


def cell(given: Any, domain: Any) -> Any:
    """Return an answer as a column of its type may hold it, None where it cannot."""
    if domain.type is ValueType.YES_NO:
        return given if isinstance(given, bool) else None
    if isinstance(given, bool | list | dict):
        return None
    if isinstance(given, Fraction):
        return str(Decimal(given.numerator) / given.denominator)
    if domain.type is ValueType.NUMBER and isinstance(given, str) and not is_decimal_text(given):
        return NO_NUMBER
    return given if given is None or type(given) is int else str(given)


def table(units: Sequence[Assessment], criteria_set: CriteriaSet) -> pa.Table:
    """Return the answers as a table: whole numbers, truth values and text."""
    stage = units[0].stage if units else "self"
    arrays = {"unit": pa.array([each.unit.id for each in units], pa.string())}
    for each in columns(criteria_set, stage):
        arrays[each.name] = _array([_of(unit, each) for unit in units], each)
    return pa.table(arrays)


def _of(unit: Assessment, column: InputColumn) -> Any:
    _, name, part = column.key
    if column.role == "evidence":
        return bool(unit.evidence.get(name)) or None
    if column.role == "attribute":
        return unit.unit.attributes.get(name)
    given = unit.answers.get(name)
    return (given or {}).get(part) if column.role == "option" else given


def _array(cells: Sequence[Any], column: InputColumn) -> pa.Array:
    if column.domain.type is ValueType.YES_NO:
        return pa.array(cells, pa.bool_())
    known = [each for each in cells if each is not None]
    if column.domain.type is ValueType.NUMBER and known and all(type(each) is int for each in known):
        return pa.array(cells, pa.int64())
    return pa.array([None if each is None else str(each) for each in cells], pa.string())


def cards(units: Sequence[Assessment], criteria_set: CriteriaSet, **asked: Any) -> list[Scorecard]:
    """Return the scorecards of units that are scored together."""
    return list(score_all(units, criteria_set, **asked))


def shown(card: Scorecard, *, nodes: bool = True) -> dict[str, Any]:
    """Return what a table should show of a scorecard."""
    found: dict[str, Any] = {"unit": card.unit, "index": card.index}
    if card.class_:
        found |= {"class": card.class_.id, "class status": card.class_.status}
    totals = {"points": card.points, "bonus": card.bonus, "penalty": card.penalty}
    for name, value in {**totals, "applicable": card.applicable_maximum}.items():
        found[name] = card.shown(value)
    found["complete"] = card.complete
    for node in card.walk() if nodes else ():
        found[f"points {node.code}"] = None if node.status in STATES else card.shown(node.points)
        found[f"status {node.code}"] = str(node.status)
        found[f"applies {node.code}"] = node.status is not Status.NOT_APPLICABLE
    return found


def rows(result: pa.Table) -> list[dict[str, Any]]:
    """Return the rows of a result without what stands at its end."""
    return result.drop_columns([name for name in LAST if name in result.column_names]).to_pylist()


def possible(card: Scorecard) -> dict[str, Any]:
    """Return what a table should show of what is still possible."""
    bounds = card.bounds
    assert bounds is not None
    words = {"-unclassified": "unclassified", None: "not_rated"}
    return {
        "lowest index": None if bounds.index is None else card.shown(bounds.index.low),
        "highest index": None if bounds.index is None else card.shown(bounds.index.high),
        "possible classes": ", ".join(words.get(each) or str(each) for each in bounds.classes) if card.class_ else None,
        "bounds wide": bounds.wide,
    }


def exactly(card: Scorecard) -> dict[str, Any]:
    """Return the exact values that a table should show of a scorecard."""
    totals = {"points": card.points, "bonus": card.bonus, "penalty": card.penalty}
    found = {"index": card.exact_index, **totals, "applicable": card.applicable_maximum}
    for node in card.walk():
        found[f"points {node.code}"] = None if node.status in STATES else node.points
    return {f"exact {name}": None if value is None else exact_text(value) for name, value in found.items()}
