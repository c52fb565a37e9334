"""Small criteria sets whose figures meet thresholds exactly, or are too wide for columns."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from attrs import evolve

from parengine import CriteriaSet, loads
from parengine._model import Quota


def leaf(code: str, rule: dict[str, Any], **inputs: str) -> dict[str, Any]:
    """Return a leaf of 50 points."""
    return {
        "code": code,
        "label": f"Leaf {code}",
        "maximum": 50,
        "provenance": "invented",
        "inputs": {name: {"type": type_, "label": name} for name, type_ in inputs.items()},
        "rule": rule,
    }


def share(code: str, stem: str) -> dict[str, Any]:
    """Return a leaf that gives its points in proportion to a share of counts."""
    rule = {"kind": "proportion", "numerator": f"{stem}_done", "denominator": f"{stem}_all", "if_zero": "zero"}
    return leaf(code, rule, **{f"{stem}_done": "count", f"{stem}_all": "count"})


def criteria_set(*leaves: dict[str, Any], basis: str = "exact", index: str = "points") -> CriteriaSet:
    """Return a set of leaves, with a class from an index of 50 on; the index is the sum of the points unless given."""
    return loads(
        {
            "format": 1,
            "id": "small",
            "edition": "1",
            "owner": "tests",
            "tier": "province",
            "years": [2022],
            "title": {"vi": "Bộ nhỏ", "en": "A small set"},
            "provenance": "invented",
            "maximum": 50 * len(leaves),
            "index": index,
            "rounding": {"levels": ["index"], "places": 2, "mode": "half_up"},
            "classes": {
                "basis": basis,
                "list": [{"id": "A", "label": "A", "at_least": 50}, {"id": "B", "label": "B", "at_least": 0}],
            },
            "criteria": list(leaves),
        }
    )


def shares(basis: str = "exact", index: str = "points") -> CriteriaSet:
    """Return two shares of 50 points each, and a class from 50 points on."""
    return criteria_set(share("1", "a"), share("2", "b"), basis=basis, index=index)


def too_wide() -> CriteriaSet:
    """Return a set of which one leaf multiplies three counts of up to 10⁹."""
    return criteria_set(
        share("1", "a"), leaf("2", {"kind": "formula", "points": "x * y * z"}, x="count", y="count", z="count")
    )


def ranked() -> CriteriaSet:
    """Return a set that gives points by the rank of a share."""
    steps = [{"to": 1, "points": 50}, {"to": 40_000, "points": 30}]
    rule = {"kind": "relative", "value": "a_done / (a_all + 1)", "against": "rank", "ranks": steps, "else": 10}
    return criteria_set(share("1", "a"), leaf("2", {**rule, "if_empty": "missing"}))


def compared() -> CriteriaSet:
    """Return a set that gives points to those who are at least at the mean of all."""
    rule = {"kind": "relative", "value": "a_done / a_all", "against": "mean", "else": 10}
    return criteria_set(share("1", "a"), leaf("2", {**rule, "if_empty": "missing", "if_zero": "missing"}))


def quota() -> CriteriaSet:
    """Return a set in which at most half of the units may have the best class."""
    drawn = shares()
    classes = drawn.classes
    assert classes is not None
    return evolve(drawn, classes=evolve(classes, quotas=(Quota("A", Fraction(1, 2)),)))
