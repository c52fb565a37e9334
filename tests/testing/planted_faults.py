"""What a planted fault is: a set or an engine with one thing wrong, and the law that must say so."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from functools import cache
from hashlib import sha256
from typing import Any, Final, TypeAlias

import pytest
from attrs import evolve, frozen

from parengine import Registry, loads
from parengine.rules import KINDS
from parengine.testing._draw.builders import ID, YEAR, document
from parengine.testing._subject import Subject, subject_of
from parengine.testing._worked.files import Read, read_cases

Document: TypeAlias = dict[str, Any]
Patch: TypeAlias = pytest.MonkeyPatch

HAI_PHONG: Final = "hai-phong-heads-2025"
TAY_NINH: Final = "tay-ninh-agency-2023"
PROVINCE: Final = "ministry-2022-province"
CASES: Final = "worked_cases_come_out"
#: A fault that shows at one node or another.
ANYWHERE: Final = "anywhere"


def nothing(_: Patch) -> None:
    """Leave everything as it is: the fault is in the set."""


@frozen
class Fault:
    """
    One thing that is wrong, what it is in words, and the law that catches it.

    `made` gives the set with its cases, by a name that nothing made without the fault is kept under; `plant` puts the
    fault into the engine or into a rule kind. `code` is the node that the breach must name, None for the whole.
    """

    name: str
    what: str
    law: str
    made: Callable[[str], Subject]
    plant: Callable[[Patch], None] = nothing
    code: str | None = ANYWHERE


# ---- sets of the plugins


@cache
def plugins() -> Registry:
    """Return the registry of the plugins of this house."""
    names = ("parengine_ministry_2022", "parengine_province_agency")
    return Registry.build([importlib.import_module(name) for name in names])


@cache
def untouched(id: str) -> Subject:
    """Return a set of the plugins with its worked cases."""
    return subject_of(id, plugins())


def asked_first(cases: Iterable[Read], codes: Iterable[str]) -> tuple[Read, ...]:
    """Return case files, those first that are mostly about some nodes: a law stops at the first case that is wrong."""
    wanted = frozenset(codes)

    def share(read: Read) -> float:
        named = [case.expect.nodes.keys() for case in read.file.cases]
        return -sum(len(wanted & codes) / len(codes) for codes in named if codes)

    return tuple(sorted(cases, key=share))


def edited(id: str, edit: Callable[[Document], None], *codes: str) -> Callable[[str], Subject]:
    """Return a set of the plugins as a typist got it wrong; the cases about the nodes `codes` are run first."""

    def made(_: str) -> Subject:
        subject = untouched(id)
        text = deepcopy(dict(subject.criteria_set.document))
        edit(text)
        return Subject(loads(text, kinds=plugins().kinds), asked_first(subject.cases, codes))

    return made


def of_plugin(id: str, *kinds: str) -> Callable[[str], Subject]:
    """Return a set of the plugins as it is, under a digest of its own; the cases about rules of `kinds` come first."""

    def made(name: str) -> Subject:
        subject = untouched(id)
        codes = [leaf.code for leaf in subject.criteria_set.leaves() if leaf.rule and leaf.rule.kind.name in kinds]
        digest = sha256(f"{subject.criteria_set.digest} {name}".encode()).hexdigest()
        named = evolve(subject.criteria_set, digest=digest)
        return Subject(named, asked_first(subject.cases, codes))

    return made


def node(text: Document, code: str) -> Document:
    """Return the part of a document that is the node with a code."""
    waiting = [each for roots in ("criteria", "bonus", "penalty") for each in text.get(roots, ())]
    while waiting:
        each = waiting.pop()
        if each["code"] == code:
            found: Document = each
            return found
        waiting += each.get("children", ())
    raise LookupError(code)


# ---- small sets


def small(
    *criteria: Document, kinds: Mapping[str, Any] = KINDS, case: Document | None = None, **more: Any
) -> Callable[[str], Subject]:
    """Return a small set, titled by the fault; `case` holds answers, and what somebody worked out for the nodes."""

    def made(name: str) -> Subject:
        criteria_set = loads(document(*deepcopy(criteria), **{**deepcopy(more), "title": {"vi": name}}), kinds=kinds)
        return Subject(criteria_set, () if case is None else (by_hand(case),))

    return made


def by_hand(case: Document) -> Read:
    """Return a file with one worked case."""
    whole = {"id": "by_hand", "unit": {"id": "u"}, **case}
    return read_cases({"format": 1, "set": ID, "year": YEAR, "cases": [whole]})
