"""
The schema of criteria sets: as it is published, and as the loader uses it.

Both come from one structure. The published one is whole: rules are chosen by `if`/`then` on their kind
and nodes hold nodes. The loader asks for each node by itself, so that depth costs no recursion, and
leaves a rule to its kind, which reads it and says what is wrong with it in one go.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from attrs import frozen

from .._model import RuleKind
from ..rules import rule_schema
from . import _answer_shapes, _card_shapes, _case_shapes, _cohort_shapes, _set_shapes
from ._keywords import ABOUT_KEYS, complaints
from ._places import Path
from ._shape_words import ref

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
#: What the loader takes in the place of definitions that it reads otherwise.
_LEFT_OPEN: Final[Mapping[str, Any]] = {
    "node": {"type": "object"},
    "rule": {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string"}, "provenance": ref("provenance")},
    },
}
_RULE_OR_CHILDREN: Final[Mapping[str, Any]] = {
    "oneOf": [
        {"required": ["rule"], "properties": {"children": False}},
        {"required": ["children"], "properties": {"rule": False}},
    ]
}


@frozen
class Fault:
    """What the schema says of one value; `about_key` is whether its key is meant."""

    path: Path
    sentence: str
    keyword: str
    about_key: bool = False


def criteria_set_schema(kinds: Mapping[str, type[RuleKind]]) -> dict[str, Any]:
    """Return the published JSON Schema of a criteria set whose rules are of these kinds."""
    definitions = {**_set_shapes.DEFINITIONS, "rule": _published_rule(kinds)}
    definitions["node"] = {**definitions["node"], **_RULE_OR_CHILDREN}
    what = "One edition of a criteria set: a weighted tree of criteria, each leaf with its scoring rule."
    return _published("criteria-set", "Criteria set", what, _set_shapes.ROOT, definitions)


def _published_rule(kinds: Mapping[str, type[RuleKind]]) -> dict[str, Any]:
    """Return the rules' own schema, their provenance held to the set's definition."""
    rule: dict[str, Any] = copy.deepcopy(rule_schema(kinds))
    for choice in rule["allOf"]:
        choice["then"]["properties"]["provenance"].update(ref("provenance"))
    return rule


def any_assessment_schema() -> dict[str, Any]:
    """Return the published JSON Schema of an assessment of any set."""
    what = "The answers of one unit for one year. `parengine schema SET` gives the schema of one set's assessments."
    return _published("assessment", "Assessment", what, _answer_shapes.ASSESSMENT, _answer_shapes.ANSWER_DEFINITIONS)


def case_schema() -> dict[str, Any]:
    """Return the published JSON Schema of a file of cases."""
    what = "Answers, and the points that a jurist says they come to."
    return _published("case", "Cases", what, _case_shapes.CASES, _case_shapes.CASE_DEFINITIONS)


def scorecard_schema() -> dict[str, Any]:
    """Return the published JSON Schema of a scorecard."""
    what = "What scoring an assessment gives: figures as exact text, statuses, effects and reasons."
    definitions = {"text": _answer_shapes.ANSWER_DEFINITIONS["text"], **_card_shapes.CARD_DEFINITIONS}
    return _published("scorecard", "Scorecard", what, _card_shapes.SCORECARD, definitions)


def cohort_schema() -> dict[str, Any]:
    """Return the published JSON Schema of the frozen figures of a cohort."""
    what = "What all units of a round come to together, frozen, so that units can be scored against it later."
    return _published("cohort", "Cohort", what, _cohort_shapes.COHORT, {})


def _published(
    name: str, title: str, what: str, shape: Mapping[str, Any], definitions: Mapping[str, Any]
) -> dict[str, Any]:
    head = {"$schema": DIALECT, "$id": f"urn:parengine:schema:{name}:1", "title": title, "description": what}
    return {**head, **shape, **({"$defs": dict(definitions)} if definitions else {})}


#: What the loader does not need; properties of the same names hold shapes, not text.
_ONLY_SHOWN: Final = ("title", "description")


def inlined(shape: Any) -> Any:
    """Return a shape with its references replaced by what they refer to, titles and descriptions left out."""
    return _inlined(shape, lambda key, part: key in _ONLY_SHOWN and isinstance(part, str))


def inlined_with_titles(shape: Any) -> Any:
    """Return a shape with its references replaced by what they refer to."""
    return _inlined(shape, lambda _key, _part: False)


def _inlined(shape: Any, dropped: Callable[[str, Any], bool]) -> Any:
    if isinstance(shape, list):
        return [_inlined(part, dropped) for part in shape]
    if not isinstance(shape, dict):
        return shape
    name = str(shape.get("$ref", "")).removeprefix("#/$defs/")
    rest = {key: _inlined(part, dropped) for key, part in shape.items() if key != "$ref" and not dropped(key, part)}
    return {**_inlined(_LEFT_OPEN.get(name, _SHAPES.get(name)), dropped), **rest} if name else rest


#: What a value may be held to: whole documents by their names, and every definition.
_SHAPES: Final[Mapping[str, Any]] = {
    "set": _set_shapes.ROOT,
    "assessment": _answer_shapes.ASSESSMENT,
    "cases": _case_shapes.CASES,
    **_answer_shapes.ANSWER_DEFINITIONS,
    **_set_shapes.DEFINITIONS,
}


@cache
def _shape(name: str) -> Any:
    return inlined(_SHAPES[name])


def faults(name: str, value: object, path: Path = ()) -> Iterator[Fault]:
    """Yield what is wrong with a value that should be a document or definition of this name."""
    for found in complaints(value, _shape(name)):
        yield Fault((*path, *found.path), found.sentence, found.keyword, found.keyword in ABOUT_KEYS)
