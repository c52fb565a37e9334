"""
On what terms a set is scored: what absent evidence does, and whether appraisers' decisions are read.

They are part of the programme, so that a self-assessment without either pays for neither.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from attrs import frozen

from .._model import Absence, CriteriaSet, Node
from ..expr import Domain, Expr, and_, answer, is_missing, note, when
from ._assessment import Assessment

#: The code under which the decision on the points of the whole is read; no node's code looks like it.
TOTAL: Final = "*"
#: The decimal places that decided points may have.
MOST_PLACES: Final = 12


@frozen
class Terms:
    """What absent evidence does, and whether there may be decisions."""

    absence: Absence = "nothing"
    decided: bool = False


#: The terms of a self-assessment where nothing is asked of evidence.
PLAIN: Final = Terms()


def terms_of(assessment: Assessment, criteria_set: CriteriaSet) -> Terms:
    """Return the terms on which an assessment is scored."""
    absence = criteria_set.absent_evidence.get(assessment.stage, "nothing")
    return Terms(absence, bool(assessment.decisions or assessment.decided_total))


def given_points(node: Node, rule: Expr, terms: Terms) -> Expr:
    """Return the points a node is given: an appraiser's decision, else its rule's as far as there is evidence."""
    proven = _proven(node, rule, terms)
    return decided(node.code, node.maximum, proven) if terms.decided else proven


def _proven(node: Node, rule: Expr, terms: Terms) -> Expr:
    if terms.absence == "nothing" or not (node.is_leaf and node.evidence):
        return rule
    there = answer(node.code, Domain("yes_no"), origin="evidence")
    return when(there, rule, note(0 if terms.absence == "zero" else rule, "no_evidence"))


def decided(code: str, maximum: Fraction, otherwise: Expr) -> Expr:
    """Return the decision on a node where there is one; one that is not taken yet leaves it missing."""
    return when(is_decided(code), note(_decision(code, maximum), "decided"), otherwise)


def decided_total(maximum: Fraction, otherwise: Expr, terms: Terms) -> Expr:
    """Return the decision on the points of the whole; while it is not taken they are what the fields come to."""
    return when(awaits_total(maximum), otherwise, decided(TOTAL, maximum, otherwise)) if terms.decided else otherwise


def awaits_total(maximum: Fraction) -> Expr:
    """Return whether a decision on the points of the whole is not taken yet; always known."""
    return and_(is_decided(TOTAL), is_missing(_decision(TOTAL, maximum)))


def _decision(code: str, maximum: Fraction) -> Expr:
    domain = Domain("quantity", low=0, high=maximum, places=MOST_PLACES)
    return answer(code, domain, origin="decision")


def is_decided(code: str) -> Expr:
    """Return whether a decision was asked for; always known."""
    return answer(code, Domain("yes_no"), part="given", origin="decision")
