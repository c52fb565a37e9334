"""Checks of expressions: zero denominators, percents beside bare numbers, inputs that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from .._model import Clause, Node
from .._sentences import say
from ..expr import and_, or_, total
from ..expr._guards import Facts, never_suspicions, percent_suspicions, unguarded_divisions
from ..expr._show import show
from ._nodes import Part, Written
from ._places import Path, shortened
from ._structure import Structure

#: Which clauses of a node have been passed when a part is read, by the order in which a node is scored.
_PASSED: Final[Mapping[Part, tuple[str, ...]]] = {
    "check": ("away",),
    "zero_rule": ("away", "checks"),
    "rule": ("away", "checks", "zero_rules"),
    "cap": ("away", "checks", "zero_rules"),
}


def check_divisions(structure: Structure) -> None:
    """Report divisions by what may be 0 where nothing around or before excludes it."""
    facts = _Passed(structure)
    for written in structure.found.written:
        known = facts.at(written)
        for division in unguarded_divisions(written.expression, known):
            under = shortened(show(division.under), 200)
            divided = say("'{under}' may be 0 and is divided by; say what holds then", under=under)
            structure.loading.report(written.path, divided)
        for sentence in never_suspicions(written.expression, known):
            structure.loading.warn(written.path, sentence)


class _Passed:
    """What is known at a part of a node, because the clauses before it have been passed."""

    def __init__(self, structure: Structure) -> None:
        self.nodes = structure.set.by_code
        self.above = dict(_ancestors(structure.set.nodes + structure.set.bonus + structure.set.penalty))

    def at(self, written: Written) -> Facts:
        """Return the facts at one expression; an index is written for units to which something applies."""
        if written.part == "index":
            return Facts().after(and_(total("applicable") > 0, total("maximum") > 0), holds=True)
        passed = _PASSED.get(written.part, ())
        node = self.nodes.get(written.code or "")
        if node is None or not passed:
            return Facts()
        facts = Facts()
        for each in (*self.above[node.code], node):
            facts = _applies(facts, each.not_applicable_when)
        if "checks" in passed:
            facts = facts.beside((check.condition for check in node.checks), holds=True)
        if "zero_rules" in passed and node.zero_rules:
            facts = facts.after(or_(*(rule.condition for rule in node.zero_rules)), holds=False)
        return facts


def _applies(facts: Facts, clause: Clause | None) -> Facts:
    return facts.after(clause.condition, holds=False) if clause else facts


def _ancestors(roots: tuple[Node, ...]) -> Iterator[tuple[str, tuple[Node, ...]]]:
    stack: list[tuple[Node, tuple[Node, ...]]] = [(root, ()) for root in roots]
    while stack:
        node, above = stack.pop()
        yield node.code, above
        stack.extend((child, (*above, node)) for child in node.children)


def check_percents(structure: Structure) -> None:
    """Report percents beside numbers that no percent reaches."""
    for written in structure.found.written:
        for sentence in percent_suspicions(written.expression):
            structure.loading.report(written.path, sentence)


def check_unused(structure: Structure) -> None:
    """Report inputs that nothing reads, once everything that could read them has been understood."""
    if structure.loading.failed:
        return
    for id_, path in _unused(structure):
        structure.loading.report(path, say("nothing reads the input '{id}'", id=id_), "warning", at_key=True)


def _unused(structure: Structure) -> Iterator[tuple[str, Path]]:
    declared = structure.declared
    return ((id_, path) for id_, path in declared.places.items() if id_ not in declared.used)
