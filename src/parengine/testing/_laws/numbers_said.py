"""
Numbers said: which numbers a rule or a clause declares, and which of them its sentence does not have.

A number may be said as it is or as a percentage, a share of the maximum as its points, too; in each language as it
is written there. A text must not have a digit in what it calls things: `unnumbered` renames them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

import attrs

from ..._model import Class, Classes, CriteriaSet, Node, RuleKind
from ..._sentences import written
from ...expr import Expr, const
from ...expr._nodes import Const, DateOf, Mul, walk
from ...rules import Nested, Ratings, sentence_of, slots_of
from ...types import Language, Text

#: A declared number, with the amounts that may stand for it.
Amounts = frozenset[Fraction]

#: Slots that say what the others add up to, and give no points themselves.
_SAID_OTHERWISE: Final = frozenset({"adds_up_to"})
_WHOLE: Final = 100


def figures(text: str) -> set[str]:
    """Return the numbers of a text as they are written there, without a sign."""
    return set(re.findall(r"\d+(?:[.,]\d+)?(?:/\d+)?%?", text))


def unsaid(text: str, declared: Iterable[Amounts], language: Language) -> list[Amounts]:
    """Return the declared numbers that a text does not have."""
    seen = figures(text)
    return [one for one in declared if not _ways(one, language) & seen]


def _ways(amounts: Collection[Fraction], language: Language) -> set[str]:
    return {
        text for each in map(abs, amounts) for text in (written(each, language), f"{written(each * _WHOLE, language)}%")
    }


def unsaid_of_rule(rule: RuleKind, maximum: Fraction, names: Mapping[str, Text], language: Language) -> list[Amounts]:
    """Return the numbers that a rule declares and its sentence does not have."""
    return unsaid(sentence_of(rule, maximum, names, language), declared_by(rule, maximum), language)


# ---- rules


def declared_by(holder: Any, maximum: Fraction) -> Iterator[Amounts]:
    """Yield what a rule, or a part of one, declares: thresholds and amounts."""
    for slot in slots_of(type(holder)):
        held = getattr(holder, slot.attribute)
        if slot.attribute not in _SAID_OTHERWISE and (slot.required or held != slot.default):
            yield from _held_by(held, maximum, in_points=slot.in_points)


def _held_by(held: Any, maximum: Fraction, *, in_points: bool) -> Iterator[Amounts]:
    if isinstance(held, Fraction):
        yield frozenset({held} if in_points else {held, held * maximum})
    elif isinstance(held, Expr):
        yield from constants_of(held)
    elif isinstance(held, Nested):
        yield from declared_by(held.rule, held.maximum_within(maximum))
    elif isinstance(held, tuple):
        for one in held:
            yield from _held_by(one, maximum, in_points=in_points)
    elif attrs.has(type(held)) and not isinstance(held, Ratings | Text):
        yield from declared_by(held, maximum)


def constants_of(expression: Expr) -> Iterator[Amounts]:
    """Yield the constants of an expression but those that are said in words: dates, signs, none and some."""
    nodes = list(walk(expression))
    in_words = {part for node in nodes if isinstance(node, DateOf) for part in walk(node)}
    in_words |= {const(-1)}.intersection(node.factors[0] for node in nodes if isinstance(node, Mul))
    said = (node for node in nodes if isinstance(node, Const) and node not in in_words)
    yield from (frozenset({node.value}) for node in said if node.value or node is expression)


# ---- clauses


def declared_by_clauses(node: Node) -> Mapping[str, list[Amounts]]:
    """Return the numbers of a node's clauses by their paths, such as `caps[0]`."""
    away = node.not_applicable_when
    found = {"not_applicable_when": list(constants_of(away.condition))} if away else {}
    for name in ("checks", "zero_rules"):
        found |= {f"{name}[{at}]": list(constants_of(each.condition)) for at, each in enumerate(getattr(node, name))}
    for at, cap in enumerate(node.caps):
        asked = [] if cap.condition is None else list(constants_of(cap.condition))
        found[f"caps[{at}]"] = [frozenset({cap.limit}), *asked]
    return found


def declared_by_whole(criteria_set: CriteriaSet) -> Mapping[str, list[Amounts]]:
    """Return the numbers of what belongs to no node, by path: index, checks, classes, quotas."""
    checks = {f"checks[{at}]": list(constants_of(each.condition)) for at, each in enumerate(criteria_set.checks)}
    classes = dict(_of_classes(criteria_set.classes)) if criteria_set.classes else {}
    return {"index": list(constants_of(criteria_set.index)), **checks, **classes}


def _of_classes(classes: Classes) -> Iterator[tuple[str, list[Amounts]]]:
    for name in ("not_rated", "forced", "highest"):
        for at, each in enumerate(getattr(classes, name)):
            yield f"{name}[{at}]", list(constants_of(each.condition))
    yield from ((f"class {each.id}", _of_class(each)) for each in classes.classes)
    for at, quota in enumerate(classes.quotas):
        yield f"quota[{at}]", [frozenset({quota.share})]


def _of_class(each: Class) -> list[Amounts]:
    ends = [frozenset({end}) for end in (each.low, each.high) if end is not None]
    return [*ends, *(amounts for gate in each.gates for amounts in constants_of(gate.condition))]
