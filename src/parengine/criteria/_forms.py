"""
Forms: the JSON Schema of the assessments of one set, from which an application can build its form.

Titles are in Vietnamese; the English label, the unit of measure, the evidence and the help stand in the
description. What a form groups and routes by is under keys of its own: `x-code`, `x-type`, `x-unit`,
`x-responsible`, `x-title-en`, `x-evidence`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from .._model import CriteriaSet, Input, Node, Option
from .._numbers import exact_text
from ..expr import Domain
from ..types import Text
from ._answer_shapes import ASSESSMENT, STAGES
from ._schema import DIALECT, inlined_with_titles
from ._shape_words import DATE, one_of, ref, table

Shape = dict[str, Any]


def assessment_schema(criteria_set: CriteriaSet) -> dict[str, Any]:
    """
    Return the JSON Schema 2020-12 of an assessment of this very set.

    Limits are `int` or `Decimal`; `parengine.criteria.schemas.written` writes them as JSON.
    """
    key = criteria_set.key
    properties = {
        **ASSESSMENT["properties"],
        "set": {**ASSESSMENT["properties"]["set"], "const": key.id},
        "edition": {**ASSESSMENT["properties"]["edition"], "const": key.edition},
        "unit": _unit_shape(criteria_set),
        "year": {**ASSESSMENT["properties"]["year"], "enum": list(key.years)},
        "stage": {**ASSESSMENT["properties"]["stage"], **one_of(*STAGES)},
        "answers": _answers_shape(criteria_set),
        "evidence": _evidence_shape(criteria_set),
        "decided_total": _total_shape(criteria_set),
    }
    whole = inlined_with_titles(table(properties, tuple(ASSESSMENT["required"])))
    whole["properties"]["decisions"] = _decisions_shape(criteria_set)
    return {
        "$schema": DIALECT,
        "$id": f"urn:parengine:schema:assessment:{key.id}:{key.edition}",
        "title": criteria_set.title.vi,
        "description": f"An assessment by the criteria set {key.id}, edition {key.edition}.",
        **whole,
        "allOf": [_UNDECIDED],
        "$defs": {"decision": inlined_with_titles(_DECISIONS["additionalProperties"])},
    }


_DECISIONS: Final[Shape] = ASSESSMENT["properties"]["decisions"]
#: What units say of themselves holds no decisions.
_UNDECIDED: Final[Shape] = {
    "if": {"properties": {"stage": {"const": "self"}}},
    "then": {"properties": {"decisions": False, "decided_total": False}},
}


def _evidence_shape(criteria_set: CriteriaSet) -> Shape:
    """Return the shape of evidence: for each leaf a list, described by what the set asks for."""
    whole = ASSESSMENT["properties"]["evidence"]
    leaves = {
        leaf.code: {**_about_node(leaf), **whole["additionalProperties"], "x-evidence": list(leaf.evidence)}
        for leaf in criteria_set.leaves()
    }
    return {**_about(whole), **table(leaves)}


def _decisions_shape(criteria_set: CriteriaSet) -> Shape:
    """Return the shape of decisions: for each node one, of at most its maximum."""
    nodes = {
        node.code: {**_about_node(node), **ref("decision"), **_at_most(node.maximum)} for node in criteria_set.walk()
    }
    return {**_about(_DECISIONS), **table(nodes)}


def _at_most(maximum: Fraction) -> Shape:
    return {"properties": {"points": {"maximum": _plain(maximum)}}}


def _total_shape(criteria_set: CriteriaSet) -> Shape:
    total = ASSESSMENT["properties"]["decided_total"]
    points = {**total["properties"]["points"], "maximum": _plain(criteria_set.maximum)}
    return {**total, "properties": {**total["properties"], "points": points}}


def _about(shape: Mapping[str, Any]) -> Shape:
    return {key: shape[key] for key in ("title", "description")}


def _about_node(node: Node) -> Shape:
    return {"title": node.label.vi, "description": node.label.en or node.label.vi}


def _unit_shape(criteria_set: CriteriaSet) -> Shape:
    unit = inlined_with_titles(ASSESSMENT["properties"]["unit"])
    attributes = {id_: _input_shape(each, None) for id_, each in criteria_set.unit_attributes.items()}
    known = {**unit["properties"]["attributes"], **table(attributes)}
    known.pop("propertyNames")
    return {**unit, "properties": {**unit["properties"], "attributes": known}}


def _answers_shape(criteria_set: CriteriaSet) -> Shape:
    agencies = {node.code: node.responsible for node in criteria_set.walk()}
    inputs = criteria_set.inputs.values()
    shapes = {each.id: _input_shape(each, agencies.get(each.asked_at or "")) for each in inputs}
    return {**_about(ASSESSMENT["properties"]["answers"]), **table(shapes)}


def _input_shape(asked: Input, agency: str | None) -> Shape:
    kind = "ratings" if asked.ratings else asked.domain.kind
    extra = {
        "x-type": kind,
        "x-code": asked.asked_at,
        "x-unit": asked.unit.vi if asked.unit else None,
        "x-responsible": asked.responsible or agency,
        "x-title-en": asked.label.en,
    }
    shape = _ratings_shape(asked) if asked.ratings else _SHAPES[kind](asked)
    return {
        "title": asked.label.vi,
        "description": _description(asked),
        **shape,
        **{key: value for key, value in extra.items() if value is not None},
    }


def _description(asked: Input) -> str:
    """Return what a person needs to know to answer."""
    parts = (
        asked.label.en or asked.label.vi,
        _both("Unit", asked.unit),
        f"Evidence: {'; '.join(asked.evidence)}" if asked.evidence else None,
        _both("Help", asked.help),
    )
    return ". ".join(filter(None, parts))


def _both(what: str, text: Text | None) -> str | None:
    return f"{what}: {text.en or text.vi}" if text else None


def _number_shape(asked: Input) -> Shape:
    domain = asked.domain
    limits = {"minimum": domain.low, "maximum": domain.high, "multipleOf": _step(domain)}
    kind = "integer" if _step(domain).denominator == 1 else "number"
    return {"type": kind, **{key: _plain(value) for key, value in limits.items() if value is not None}}


def _step(domain: Domain) -> Fraction:
    return domain.step or Fraction(1, 10**domain.places)


def _plain(value: Fraction) -> int | Decimal:
    return int(value) if value.denominator == 1 else Decimal(exact_text(value))


def _date_shape(asked: Input) -> Shape:
    if not asked.domain.never:
        return dict(DATE)
    return {"anyOf": [dict(DATE), {"const": "never", "title": "Chưa thực hiện", "description": "It has not happened."}]}


def _choice_shape(asked: Input) -> Shape:
    return {"type": "string", "oneOf": [{"const": option.id, **_titles(option)} for option in asked.options]}


def _titles(option: Option) -> Shape:
    return {"title": option.label.vi, "description": option.label.en or option.label.vi}


def _ratings_shape(asked: Input) -> Shape:
    counts = _number_shape(asked)
    return table({option.id: {**_titles(option), **counts} for option in asked.options})


_SHAPES: Final[Mapping[str, Callable[[Input], Shape]]] = {
    **dict.fromkeys(("count", "quantity", "percent", "points"), _number_shape),
    "yes_no": lambda _: {"type": "boolean"},
    "date": _date_shape,
    "choice": _choice_shape,
}
