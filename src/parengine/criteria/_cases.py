"""Cases: answers, and what a jurist says they come to. Running them is the scoring's business."""

from __future__ import annotations

import os
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from attrs import field, frozen

from .._model import Stage
from .._numbers import exact, read_exact_text
from .._sentences import say
from ..errors import DocumentError
from ..score import Assessment, Compared, Decision, Unit
from ..types import Status
from ._assessments import given_answers, unit_of
from ._formats import check_format
from ._judged import read_judged
from ._loading import Loading, entries, named_entries
from ._places import Document, Path, steps
from ._source import read_file, read_mapping, read_text
from ._words import words_of

#: What answers a case, where it does not start from given totals.
_ANSWERING: Final = ("answers", "evidence", "decisions", "decided_total", "cohort")


@frozen
class NodeExpectation:
    """
    What one node comes to; None where the case says nothing of it.

    `maximum` is what its parent counts; `effects` are the names of all effects, in the order of the alphabet.
    """

    points: Fraction | None = None
    status: Status | None = None
    maximum: Fraction | None = None
    channel: str | None = None
    effects: tuple[str, ...] | None = None


@frozen
class Range:
    """The lowest and highest index that is still possible, as they are published."""

    low: Fraction
    high: Fraction


@frozen
class Expectation:
    """
    What comes out of a case; None and empty mappings where it says nothing. `index` is as published.

    `blank` holds the places below `expect` that are written and left blank, `()` where all of it is.
    """

    nodes: Mapping[str, NodeExpectation] = field(factory=dict)
    index: Fraction | None = None
    class_: str | None = None
    status: Status | None = None
    points: Fraction | None = None
    channels: Mapping[str, Fraction] = field(factory=dict)
    problem: str | None = None
    class_status: str | None = None
    range: Range | None = None
    provisional: tuple[str, ...] | None = None
    undecided: tuple[str, ...] | None = None
    blank: tuple[Path, ...] = ()


@frozen
class Given:
    """Totals that a case starts from in the place of answers; None where they are the set's."""

    points: Fraction
    bonus: Fraction = Fraction(0)
    penalty: Fraction = Fraction(0)
    maximum: Fraction | None = None
    applicable: Fraction | None = None


@frozen
class Figures:
    """Figures of a cohort that a case starts from in the place of its units' answers."""

    units: int
    compared: tuple[Compared, ...]


@frozen
class Case:
    """
    One case; `line` is where it starts in its file.

    `cohort` holds the other units of the round, or the figures that all units gave; None where there is neither.
    """

    id: str
    expect: Expectation
    answers: Mapping[str, object] = field(factory=dict)
    attributes: Mapping[str, object] = field(factory=dict)
    given: Given | None = None
    note: str | None = None
    line: int = 1
    unit: str = "case"
    stage: Stage = "self"
    evidence: Mapping[str, tuple[str, ...]] = field(factory=dict)
    decisions: Mapping[str, Decision] = field(factory=dict)
    decided_total: Decision | None = None
    cohort: tuple[Assessment, ...] | Figures | None = None

    def assessment(self, set: str, year: int) -> Assessment:
        """Return what the case answers, as an assessment of a set for a year."""
        return Assessment(
            set=set,
            unit=Unit(self.unit, None, self.attributes),
            year=year,
            answers=self.answers,
            stage=self.stage,
            evidence=self.evidence,
            decisions=self.decisions,
            decided_total=self.decided_total,
            name=self.id,
        )


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
    check_format(document)
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
        if seen.setdefault(case.id, i) != i:
            first = cases[seen[case.id]].line
            sentence = say("the case '{id}' is written twice; the first is in line {line}", id=case.id, line=first)
            loading.report(("cases", i, "id"), sentence)


def _check_start(loading: Loading, document: Mapping[str, Any], path: Path) -> None:
    if document.get("given") and any(document.get(key) for key in _ANSWERING):
        sentence = say("a case starts from answers or from given totals, not from both")
        loading.report((*path, "given"), sentence)


def _case(loading: Loading, document: Mapping[str, Any], place: int) -> Case:
    path: Path = ("cases", place)
    unit = document.get("unit") or {}
    _check_start(loading, document, path)
    return Case(
        id=document.get("id", ""),
        expect=_expectation(document.get("expect") or {}),
        answers=given_answers(document.get("answers")),
        attributes=given_answers(unit.get("attributes")),
        given=_given(document.get("given")),
        note=document.get("note"),
        line=loading.document.place(path).line,
        unit=unit.get("id", "case"),
        stage=document.get("stage", "self"),
        cohort=_cohort(loading, document, path),
        **read_judged(loading, document, path),
    )


def _cohort(loading: Loading, document: Mapping[str, Any], path: Path) -> tuple[Assessment, ...] | Figures | None:
    written = document.get("cohort")
    if written is None:
        return None
    if isinstance(written, dict):
        compared = named_entries(written.get("compared"))
        return Figures(written.get("units", 0), tuple(_compared(text, each) for text, each in compared))
    stage = document.get("stage", "self")
    return tuple(_member(loading, each, stage, (*path, "cohort", i)) for i, each in entries(written))


def _compared(text: str, document: Mapping[str, Any]) -> Compared:
    mean, best, least = (_number(document.get(name)) for name in ("mean", "best", "least"))
    values = sorted((_exactly(value) for _, value in entries(document.get("values"))), reverse=True)
    return Compared(
        text, document.get("count", 0), mean, best, least, words_of(document.get("unsettled")), tuple(values)
    )


def _member(loading: Loading, document: Mapping[str, Any], stage: Stage, path: Path) -> Assessment:
    return Assessment(
        set=loading.tree.get("set", ""),
        unit=unit_of(document.get("unit", "")),
        year=loading.tree.get("year", 1),
        answers=given_answers(document.get("answers")),
        stage=document.get("stage", stage),
        name=loading.document.name,
        **read_judged(loading, document, path),
    )


def _expectation(document: Mapping[str, Any]) -> Expectation:
    return Expectation(
        nodes={code: _node(node or {}) for code, node in (document.get("nodes") or {}).items()},
        index=_number(document.get("index")),
        class_=document.get("class"),
        status=_status(document.get("status")),
        points=_number(document.get("points")),
        channels={
            id_: _exactly(points) for id_, points in (document.get("channels") or {}).items() if points is not None
        },
        problem=document.get("problem"),
        class_status=document.get("class_status"),
        range=_range(document.get("range")),
        provisional=_listed(document.get("provisional")),
        undecided=_listed(document.get("undecided")),
        blank=tuple(path for path, value in steps(document) if value is None or value == {}),
    )


def _range(document: Mapping[str, Any] | None) -> Range | None:
    return Range(_exactly(document.get("low", 0)), _exactly(document.get("high", 0))) if document else None


def _listed(document: Any) -> tuple[str, ...] | None:
    return None if document is None else words_of(document)


def _node(document: Mapping[str, Any]) -> NodeExpectation:
    return NodeExpectation(
        _number(document.get("points")),
        _status(document.get("status")),
        _number(document.get("maximum")),
        document.get("channel"),
        None if document.get("effects") is None else tuple(sorted(words_of(document["effects"]))),
    )


def _given(document: Mapping[str, Any] | None) -> Given | None:
    return Given(**{name: _exactly(value) for name, value in {"points": 0, **document}.items()}) if document else None


def _status(written: str | None) -> Status | None:
    return None if written is None else Status(written)


def _number(written: Any) -> Fraction | None:
    return None if written is None else _exactly(written)


def _exactly(written: Any) -> Fraction:
    return read_exact_text(written) if isinstance(written, str) else exact(written)
