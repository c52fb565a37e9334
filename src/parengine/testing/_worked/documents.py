"""Assessments as documents: what a trial was answered with, as the file of an assessment or of cases says it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..._canonical import canonical_text
from ..._numbers import exact, exact_text
from ...score import Assessment, Decision
from ...types import Text


def assessment_text(assessment: Assessment) -> str:
    """Return the document of an assessment in canonical form."""
    given = assessment
    unit = {"id": given.unit.id, "attributes": writable(given.unit.attributes), **_label(given.unit.label)}
    head = {"format": 1, "set": given.set, "unit": unit, "year": given.year}
    return canonical_text(head | _sheet(given))


def cases_text(assessment: Assessment, others: tuple[Assessment, ...] = ()) -> str:
    """Return a file with one case in canonical form: the sheets of a round, nothing expected of them yet."""
    return canonical_text(cases_document(assessment, others, id="case", expect={}))


def cases_document(
    assessment: Assessment,
    others: tuple[Assessment, ...] = (),
    *,
    id: str,
    expect: Mapping[str, Any],
    note: str | None = None,
) -> dict[str, Any]:
    """Return the document of a file with one case: the sheets of a round, and what is expected of the first."""
    unit = {"id": assessment.unit.id, "attributes": writable(assessment.unit.attributes)}
    told = {} if note is None else {"note": note}
    case = {"id": id, **told, "unit": unit, **_sheet(assessment)}
    if others:
        case["cohort"] = [_member(each) for each in others]
    case["expect"] = expect
    return {"format": 1, "set": assessment.set, "year": assessment.year, "cases": [case]}


def _member(assessment: Assessment) -> dict[str, Any]:
    unit = {"id": assessment.unit.id, "attributes": writable(assessment.unit.attributes)}
    return {"unit": unit, **_sheet(assessment)}


def _sheet(given: Assessment) -> dict[str, Any]:
    """Return what both documents say in the same words."""
    total = {"decided_total": _decision(given.decided_total)} if given.decided_total else {}
    return {
        "stage": given.stage,
        "answers": writable(given.answers),
        "evidence": {code: list(documents) for code, documents in given.evidence.items()},
        "decisions": {code: _decision(each) for code, each in given.decisions.items()},
        **total,
    }


def _decision(decision: Decision) -> dict[str, Any]:
    said = {"reason": _text(decision.reason), "authority": _text(decision.authority)}
    day = {"decided_on": decision.decided_on.isoformat()} if decision.decided_on else {}
    points = {} if decision.points is None else {"points": _number(decision.points)}
    return {**points, **said, **day}


def _label(label: Text | None) -> dict[str, Any]:
    return {} if label is None else {"label": _text(label)}


def _text(text: Text) -> Any:
    return text.vi if text.en is None else {"vi": text.vi, "en": text.en}


def _number(value: Fraction) -> Decimal:
    return Decimal(exact_text(value))


def writable(value: Any) -> Any:
    """Return an answer as a document may hold it."""
    if isinstance(value, Mapping):
        return {str(key): writable(each) for key, each in value.items()}
    if isinstance(value, datetime.date):
        return value.isoformat()
    return _number(exact(value)) if isinstance(value, float | Fraction) else value
