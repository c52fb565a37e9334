"""
Running cases: what a jurist wrote down against what the engine computes, exactly.

A case that starts from given totals is run over the same programme with those totals in place, so it tests
the index, its rounding and the class, and nothing below them.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from ..._model import CriteriaSet
from ..._sentences import figure, say
from ...criteria import Case, CaseFile, Figures, Given
from ...errors import DocumentError, Problem
from ...expr._trace import Sheet
from ...score import Assessment, Cohort, Scorecard, cohort_of, prepare, score, score_all
from ...score._programme import UNCLASSIFIED
from ...types import State
from .expected import Outcome, compared

#: What the programme makes of totals.
_MADE_OF_TOTALS: Final = ("index", "class")


def run_cases(file: CaseFile, criteria_set: CriteriaSet) -> Mapping[str, tuple[str, ...]]:
    """Return, by case id, how each case of a file differs from what it expects; empty where it comes out."""
    return {case.id: differences(case, criteria_set, file.year) for case in file.cases}


def differences(case: Case, criteria_set: CriteriaSet, year: int) -> tuple[str, ...]:
    """Return one sentence for each figure that is not what the case expects, or that it leaves blank."""
    return tuple(each.sentence for each in compared(case, outcome(case, criteria_set, year)))


def outcome(case: Case, criteria_set: CriteriaSet, year: int) -> Outcome:
    """Return what becomes of a case: its scorecard, what its given totals make, or why its answers are refused."""
    try:
        return _card(case, criteria_set, year) if case.given is None else totals(criteria_set, case.given)
    except DocumentError as error:
        return error


def _card(case: Case, criteria_set: CriteriaSet, year: int) -> Scorecard:
    """Return the scorecard of a case; with the sheets of other units, of the whole round."""
    own, bounds = case.assessment(criteria_set.id, year), case.expect.range is not None or _blank_range(case)
    if isinstance(case.cohort, tuple):
        return next(score_all([own, *case.cohort], criteria_set, bounds=bounds))
    return score(own, criteria_set, cohort=cohort_in(case, own, criteria_set), bounds=bounds)


def _blank_range(case: Case) -> bool:
    return ("range",) in case.expect.blank


def cohort_in(case: Case, own: Assessment, criteria_set: CriteriaSet) -> Cohort | None:
    """Return the cohort of a case, of which its own assessment is one; None where it has none."""
    if isinstance(case.cohort, Figures):
        return Cohort(criteria_set.id, criteria_set.digest, own.year, case.cohort.units, case.cohort.compared)
    return cohort_of([own, *case.cohort], criteria_set) if case.cohort is not None else None


def totals(criteria_set: CriteriaSet, given: Given) -> Mapping[str, Any]:
    """
    Return the index and class that a set makes of given totals, None where there is none.

    Raises `DocumentError` where the totals name a maximum that is not the set's.
    """
    if given.maximum not in (None, criteria_set.maximum):
        sentence = say(
            "the maximum of the set is {maximum}; write that, or leave it out", maximum=figure(criteria_set.maximum)
        )
        raise DocumentError([Problem("<given>", 1, 1, "$.given.maximum", sentence)])
    sheet = sheet_of_totals(criteria_set, given)
    made = {name: _known(sheet.value(name)) for name in _MADE_OF_TOTALS if name in sheet.bindings}
    return {"index": None, "class": None, "points": given.points} | made


def _known(value: object) -> object:
    """Return an index or the id of a class; a state, or that no class fits, is none."""
    if isinstance(value, State) or value == UNCLASSIFIED:
        return None
    return Fraction(value) if isinstance(value, int) else value


def sheet_of_totals(criteria_set: CriteriaSet, given: Given) -> Sheet:
    """Return the programme ready to be traced with given totals in the place of what answers make of them."""
    sheet = prepare(criteria_set).sheet(Assessment(criteria_set.id, "case", criteria_set.key.years[0]))
    applicable = criteria_set.maximum if given.applicable is None else given.applicable
    sheet.values.update(points=given.points, bonus=given.bonus, penalty=given.penalty, applicable=applicable)
    return sheet
