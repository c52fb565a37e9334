"""Cases: answers, and what a jurist says they come to. Running them is the scoring's business."""

from __future__ import annotations

import os
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from .._numbers import exact, read_exact_text
from ..errors import DocumentError
from ..types import Status
from ._assessments import given_answers
from ._loading import Loading, entries
from ._places import Document
from ._source import read_file, read_mapping, read_text


@frozen
class NodeExpectation:
    """What one node comes to; None where the case says nothing of it. `maximum` is what its parent counts."""

    points: Fraction | None = None
    status: Status | None = None
    maximum: Fraction | None = None
    channel: str | None = None


@frozen
class Expectation:
    """What comes out of a case; None and empty mappings where it says nothing. `index` is as published."""

    nodes: Mapping[str, NodeExpectation] = field(factory=dict)
    index: Fraction | None = None
    class_: str | None = None
    status: Status | None = None
    points: Fraction | None = None
    channels: Mapping[str, Fraction] = field(factory=dict)
    problem: str | None = None


@frozen
class Given:
    """Totals that a case starts from in the place of answers; None where they are the set's."""

    points: Fraction
    bonus: Fraction = Fraction(0)
    penalty: Fraction = Fraction(0)
    maximum: Fraction | None = None
    applicable: Fraction | None = None


@frozen
class Case:
    """One case; `line` is where it starts in its file."""

    id: str
    expect: Expectation
    answers: Mapping[str, object] = field(factory=dict)
    attributes: Mapping[str, object] = field(factory=dict)
    given: Given | None = None
    note: str | None = None
    line: int = 1


@frozen
class CaseFile:
    """The cases of one file, all of one set and year; `name` is the file's."""

    set: str
    year: int
    cases: tuple[Case, ...]
    edition: str | None = None
    note: str | None = None
    name: str = "<cases>"


def load_cases(path: str | os.PathLike[str]) -> CaseFile:
    """Load a file of cases; raises `DocumentError` with every problem and its place."""
    return made_cases(read_file(path))


def loads_cases(document: str | Mapping[str, Any], *, name: str = "<cases>") -> CaseFile:
    """Load cases from YAML or JSON text, or from what a program has built; see `load_cases`."""
    return made_cases(
        read_text(document, name=name) if isinstance(document, str) else read_mapping(document, name=name)
    )


def made_cases(document: Document) -> CaseFile:
    """Return the cases of a document that was read; see `load_cases`."""
    loading = Loading(document, "cases")
    tree = loading.tree
    cases = tuple(_case(loading, written, i) for i, written in entries(tree.get("cases")))
    _check_ids(loading, cases)
    if loading.failed:
        raise DocumentError(loading.problems)
    return CaseFile(tree["set"], tree["year"], cases, tree.get("edition"), tree.get("note"), document.name)


def _check_ids(loading: Loading, cases: tuple[Case, ...]) -> None:
    seen: dict[str, int] = {}
    for i, case in enumerate(cases):
        if seen.setdefault(case.id, case.line) != case.line:
            loading.report(
                ("cases", i, "id"), f"the case '{case.id}' is written twice; the first is in line {seen[case.id]}"
            )
        if case.given is not None and case.answers:
            loading.report(("cases", i, "given"), "a case starts from answers or from given totals, not from both")


def _case(loading: Loading, document: Mapping[str, Any], place: int) -> Case:
    return Case(
        id=document.get("id", ""),
        expect=_expectation(document.get("expect") or {}),
        answers=given_answers(document.get("answers")),
        attributes=given_answers((document.get("unit") or {}).get("attributes")),
        given=_given(document.get("given")),
        note=document.get("note"),
        line=loading.document.place(("cases", place)).line,
    )


def _expectation(document: Mapping[str, Any]) -> Expectation:
    return Expectation(
        nodes={code: _node(node) for code, node in (document.get("nodes") or {}).items()},
        index=_number(document.get("index")),
        class_=document.get("class"),
        status=_status(document.get("status")),
        points=_number(document.get("points")),
        channels={id_: _exactly(points) for id_, points in (document.get("channels") or {}).items()},
        problem=document.get("problem"),
    )


def _node(document: Mapping[str, Any]) -> NodeExpectation:
    return NodeExpectation(
        _number(document.get("points")),
        _status(document.get("status")),
        _number(document.get("maximum")),
        document.get("channel"),
    )


def _given(document: Mapping[str, Any] | None) -> Given | None:
    return Given(**{name: _exactly(value) for name, value in {"points": 0, **document}.items()}) if document else None


def _status(written: str | None) -> Status | None:
    return None if written is None else Status(written)


def _number(written: Any) -> Fraction | None:
    return None if written is None else _exactly(written)


def _exactly(written: Any) -> Fraction:
    return read_exact_text(written) if isinstance(written, str) else exact(written)
