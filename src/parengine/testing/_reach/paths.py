"""
What paths there are through a criteria set: where its programme chooses, and what may come of it.

A rule that falls into steps is a chain of choices, one after another; what counts is where the chain ends, so that
each step, level and case of nothing is one path.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final, TypeAlias

from attrs import frozen

from ..._model import Class, Classes, Clause, CriteriaSet, Node
from ...expr import Expr
from ...expr._nodes import Mark, Unknown, When, walk
from ...score._build import CLAUSE_LISTS
from ...score._classes import gate_name
from ...score._lower import checks_of, checks_of_class
from ...score._programme import TABLE_CLASS, UNCLASSIFIED, Programme, named
from ...types import State

#: One outcome of one choice in a binding; where there is no choice to point at, what stands in its place.
Branch: TypeAlias = "tuple[str, When | str, bool]"
#: Conditions, each with whether it holds.
Conditions: TypeAlias = "tuple[tuple[Expr, bool], ...]"

#: The clauses of the classes by what their notes say.
_VERDICTS: Final = {"not_rated": "not_rated", "forced": "forced", "held_down": "highest"}


@frozen
class PathOf:
    """A path: where it stands in the set, the branches that are it, and the conditions that lead to it."""

    code: str
    clause: str
    branches: tuple[Branch, ...]
    conditions: Conditions = ()
    class_: str | None = None


def paths_of(criteria_set: CriteriaSet, programme: Programme) -> Iterator[PathOf]:
    """Yield every path, those of each node together, the classes last."""
    for node in criteria_set.walk():
        yield from _applying(node, programme)
        yield from _clauses(node, programme)
        yield from _rule(node, programme)
    yield from _checks_of_set(criteria_set, programme)
    if criteria_set.classes is not None:
        yield from _of_classes(criteria_set.classes, programme)


# ---- a node


def _applying(node: Node, programme: Programme) -> Iterator[PathOf]:
    """Yield that a node does not apply by its own clause, and that it applies; nothing where it has no clause."""
    clause = node.not_applicable_when
    if clause is None:
        return
    name = named("own", node.code)
    for choice in _choices(programme.by_name[name]):
        if _effect(choice) == "not_applicable":
            yield PathOf(node.code, "not_applicable_when", ((name, choice, True),), ((clause.condition, True),))
        elif isinstance(choice.then, Unknown) and choice.then.state is State.NOT_APPLICABLE:
            yield PathOf(node.code, "not_applicable_when", ((name, choice, False),), ((clause.condition, False),))


def _clauses(node: Node, programme: Programme) -> Iterator[PathOf]:
    """Yield that a check of a node fails, that a zero rule holds, that a cap does."""
    name = named("own", node.code)
    for choice in _choices(programme.by_name[name]):
        key, place = CLAUSE_LISTS.get(_effect(choice)), _place(choice)
        clauses = getattr(node, key) if key else ()
        if place is not None and place < len(clauses):
            condition = clauses[place].condition
            met = ((choice.condition if condition is None else condition, key != "checks"),)
            yield PathOf(node.code, f"{key}[{place}]", ((name, choice, True),), met)


def _rule(node: Node, programme: Programme) -> Iterator[PathOf]:
    """Yield where the choices of a rule, or of the aggregate of a group, end."""
    name = named("rule", node.code)
    for choice, holds, conditions in ends(programme.by_name[name]):
        yield PathOf(node.code, "rule", ((name, choice, holds),), conditions)


def _choices(expression: Expr) -> Iterator[When]:
    """Yield the choices of an expression as they are come by, the first first."""
    return (each for each in reversed(list(walk(expression))) if isinstance(each, When))


def _effect(choice: When) -> str:
    return choice.then.tag.effect if isinstance(choice.then, Mark) else ""


def _place(choice: When) -> int | None:
    return choice.then.tag.clause if isinstance(choice.then, Mark) else None


# ---- chains of choices


def ends(expression: Expr) -> Iterator[tuple[When, bool, Conditions]]:
    """
    Yield the outcomes of choices that lead to no further choice, with all conditions on the way to them.

    A choice that two others lead to begins a chain of its own, so that each of the two counts.
    """
    edges = Counter(child for node in walk(expression) for child in node.children())
    choices = list(_choices(expression))
    follows = {_next(each, edges, holds=holds) for each in choices for holds in (True, False)}
    for choice in choices:
        if choice not in follows:
            yield from _down(choice, edges)


def _down(first: When, edges: Counter[Expr]) -> Iterator[tuple[When, bool, Conditions]]:
    waiting: list[tuple[When, Conditions]] = [(first, ())]
    while waiting:
        choice, before = waiting.pop()
        for holds in (True, False):
            conditions = (*before, (choice.condition, holds))
            following = _next(choice, edges, holds=holds)
            if following is None:
                yield choice, holds, conditions
            else:
                waiting.append((following, conditions))


def _next(choice: When, edges: Counter[Expr], *, holds: bool) -> When | None:
    """Return the choice that an outcome of another leads to and nothing else does."""
    outcome = choice.then if holds else choice.otherwise
    while isinstance(outcome, Mark):
        outcome = outcome.of
    return outcome if isinstance(outcome, When) and edges[outcome] == 1 else None


# ---- the whole


def _checks_of_set(criteria_set: CriteriaSet, programme: Programme) -> Iterator[PathOf]:
    """Yield that a check of the set fails, wherever it does."""
    found: dict[int, list[Branch]] = {}
    for name, checks in _checked(criteria_set):
        for choice in _choices(programme.by_name[name]):
            place = _place(choice) if _effect(choice) == "check_failed" else None
            if place is not None:
                found.setdefault(id(checks[place]), []).append((name, choice, True))
    for place, check in enumerate(criteria_set.checks):
        if id(check) in found:
            yield PathOf("", f"checks[{place}]", tuple(found[id(check)]), ((check.condition, False),))


def _checked(criteria_set: CriteriaSet) -> Iterator[tuple[str, tuple[Clause, ...]]]:
    """Yield the bindings in which checks of the set are asked, with all that are asked there."""
    for node in criteria_set.leaves():
        yield named("own", node.code), checks_of(criteria_set, node)
    if criteria_set.classes is not None:
        yield "class", checks_of_class(criteria_set)


def _of_classes(classes: Classes, programme: Programme) -> Iterator[PathOf]:
    """Yield each class that is given, each clause and each gate that decides."""
    for place, each in enumerate((*classes.classes, None)):
        id_ = UNCLASSIFIED if each is None else each.id
        clause = "classes" if each is None else f"classes.list[{place}]"
        yield PathOf("", clause, (("class", id_, True),), class_=id_)
        if each is not None:
            yield from _of_gates(each, clause)
    for choice in _choices(programme.by_name["class"]):
        key, number = _VERDICTS.get(_effect(choice)), _place(choice)
        if key and number is not None:
            said = getattr(classes, key)[number]
            met = ((said.condition, True),)
            yield PathOf("", f"classes.{key}[{number}]", (("class", choice, True),), met, getattr(said, "class_", None))


def _of_gates(each: Class, clause: str) -> Iterator[PathOf]:
    """Yield each gate that keeps a class from being given."""
    for place, gate in enumerate(each.gates):
        condition = ((gate.condition, False),)
        yield PathOf(
            "", f"{clause}.gates[{place}]", ((TABLE_CLASS, gate_name(each, place), False),), condition, each.id
        )
