"""From a document to a rule, and the schema of the documents that can be read."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from fractions import Fraction
from typing import Any, Final

from .._model import RuleKind
from .._sentences import say
from ..errors import ParengineError
from ..expr import Expr
from ..expr._nodes import walk
from ._compounds import OWN_MAXIMUM, PROVENANCE_REFERENCE
from ._forms import described, printable
from ._scope import MAX_DEPTH, MAX_NESTING, Path, Reading, Scope, Unread
from ._slots import read_slots, slots_schema

#: What a rule may carry beside its kind's slots.
COMMON_KEYS: Final = ("kind", "provenance", "note", "maximum")


def read_rule(document: object, maximum: Fraction, scope: Scope, path: Path) -> RuleKind | None:
    """
    Read the rule of a leaf worth `maximum`; the kind is named in `document["kind"]`.

    Every problem goes to `scope.report`, those that the kind itself finds (`problems`) included, so the
    caller does not ask for them again. None where no rule could be made, or none that can be used; a rule
    with problems is given all the same. Whatever the document holds, nothing is raised. `provenance`
    is left to the caller.
    """
    reading = Reading(scope, maximum, _read)
    rule = _read(document, reading, path)
    return rule if not isinstance(rule, Unread) and _checked(rule, reading, path) else None


def _checked(rule: RuleKind, reading: Reading, path: Path) -> bool:
    """Report what the rule finds wrong with itself; False where it cannot be used at all."""
    try:
        for sentence in rule.problems(reading.maximum):
            reading.scope.report(path, sentence)
        depth = _depth(rule.points(reading.maximum))
    except _FAILURES as error:
        reading.refuse(path, _failed(rule, error))
        return False
    if depth > MAX_DEPTH:
        deep = say("the rule is {depth} levels deep, more than {most}; write it in parts", depth=depth, most=MAX_DEPTH)
        reading.refuse(path, deep)
    return depth <= MAX_DEPTH


def _failed(rule: RuleKind, error: Exception) -> str:
    return say("'{kind}' failed: {why}", kind=rule.name, why=printable(str(error), 200))


#: What a plugin's kind may raise instead of yielding a problem.
_FAILURES: Final = (ParengineError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def _depth(expression: Expr) -> int:
    depths: dict[Expr, int] = {}
    for node in walk(expression):
        depths[node] = 1 + max((depths[child] for child in node.children()), default=0)
    return depths[expression]


def _read(document: object, reading: Reading, path: Path) -> RuleKind | Unread:
    if reading.depth > MAX_NESTING:
        return reading.refuse(path, say("rules stand within rules more than {most} deep", most=MAX_NESTING))
    if not isinstance(document, Mapping):
        odd = say("{written} is not a rule; a rule is a mapping with a 'kind'", written=described(document))
        return reading.refuse(path, odd)
    kind = _kind_of(document, reading, path)
    if isinstance(kind, Unread):
        return kind
    _report_misplaced(document, reading, path)
    values = read_slots(kind, document, reading, path, COMMON_KEYS)
    return values if isinstance(values, Unread) else _made(kind, values, reading, path)


def _report_misplaced(document: Mapping[Any, object], reading: Reading, path: Path) -> None:
    key, sentence = _NOT_ON_A_LEAF if reading.depth == 1 else _NOT_WITHIN_A_RULE
    if key in document:
        reading.refuse((*path, key), sentence)
    if not isinstance(document.get("note", ""), str):
        reading.refuse((*path, "note"), say("{written} is not a text", written=described(document["note"])))


_NOT_ON_A_LEAF: Final = (
    "maximum",
    say("a leaf's maximum stands on the criterion; only a rule within a rule has its own"),
)
_NOT_WITHIN_A_RULE: Final = (
    "provenance",
    say("provenance is said of the leaf's rule as a whole, not of a rule within it"),
)


def _kind_of(document: Mapping[Any, object], reading: Reading, path: Path) -> type[RuleKind] | Unread:
    name, kinds = document.get("kind"), reading.scope.kinds
    if "kind" not in document:
        return reading.refuse(path, say("a rule names its 'kind': {kinds}", kinds=sorted(kinds)))
    if isinstance(name, str) and name in kinds:
        return kinds[name]
    close = get_close_matches(printable(name), kinds, 1) if isinstance(name, str) else []
    hint = say("did you mean '{near}'?", near=close[0]) if close else say("the kinds are {kinds}", kinds=sorted(kinds))
    return reading.refuse(
        (*path, "kind"), say("{written} is not a rule kind; {hint}", written=described(name), hint=hint)
    )


def _made(kind: type[RuleKind], values: Mapping[str, Any], reading: Reading, path: Path) -> RuleKind | Unread:
    try:
        return kind(**values)
    except _FAILURES as error:
        why = printable(str(error), 200)
        return reading.refuse(path, say("'{kind}' refused its slots: {why}", kind=kind.name, why=why))


def kind_schema(kind: type[RuleKind]) -> dict[str, Any]:
    """Return the JSON Schema of a rule of one kind."""
    name = kind.name
    common = {
        "kind": {"title": "Kind", "description": "The name of the rule kind.", "const": name},
        "provenance": {
            "title": "Provenance",
            "description": "Where the rule comes from; not for a rule within a rule.",
            "$ref": PROVENANCE_REFERENCE,
        },
        "note": {"title": "Note", "description": "Free text about the rule.", "type": "string"},
        "maximum": {
            "title": "Maximum",
            "description": "The rule's own maximum; only for a rule within a rule.",
            **OWN_MAXIMUM.schema(),
        },
    }
    schema = slots_schema(kind, common)
    return {**schema, "title": str(name), "required": ["kind", *schema["required"]]}


def rule_schema(kinds: Mapping[str, type[RuleKind]]) -> dict[str, Any]:
    """
    Return the JSON Schema 2020-12 of a rule, its kind chosen by `if`/`then`.

    Rules within rules refer to `#/$defs/rule`: that is where the document's schema holds what this gives. A
    rule's provenance refers to `#/$defs/provenance`.
    """
    return {
        "title": "Rule",
        "description": "The rule by which a leaf is scored; its kind says which other keys it has.",
        "type": "object",
        "properties": {"kind": {"title": "Kind", "description": "The name of the rule kind.", "enum": sorted(kinds)}},
        "required": ["kind"],
        "allOf": [_chosen(name, kind) for name, kind in sorted(kinds.items())],
    }


def _chosen(name: str, kind: type[RuleKind]) -> dict[str, Any]:
    named = {"properties": {"kind": {"const": name}}, "required": ["kind"]}
    return {"if": named, "then": kind_schema(kind)}
