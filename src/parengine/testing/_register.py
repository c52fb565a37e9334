"""
What Hypothesis calls when it is imported: our classes are drawn by their types, `@given(card=...)` works.

It costs everybody who has parengine installed the import of the core at each `import hypothesis`, a tenth of a
second; how a class is drawn is imported when the first example is.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from importlib import import_module
from typing import Any, Final

from .._model import CriteriaSet, RuleKind
from .._numbers import Rounding
from ..errors import Problem
from ..expr import Calendar, Domain, Expr
from ..score import Assessment, Bounds, Cohort, Decision, NodeScore, Scorecard, Span, Unit
from ..types import Text

#: The strategy function of `_draw.by_type` for each class that is drawn by its type.
_STRATEGIES: Final[Mapping[type, str]] = {
    Assessment: "any_assessments",
    Bounds: "any_bounds",
    Calendar: "calendars",
    Cohort: "cohorts",
    CriteriaSet: "criteria_sets",
    Decision: "decisions",
    Domain: "domains",
    Expr: "expressions",
    NodeScore: "node_scores",
    Problem: "problems",
    Rounding: "roundings",
    RuleKind: "rule_kinds",
    Scorecard: "scorecards",
    Span: "spans",
    Text: "texts",
    Unit: "any_units",
}


def register() -> None:
    """Tell Hypothesis how our classes are drawn."""
    from hypothesis import strategies as st

    for cls, strategy in _STRATEGIES.items():
        st.register_type_strategy(cls, partial(_drawn, strategy))


def _drawn(strategy: str, _: type) -> Any:
    return getattr(import_module("parengine.testing._draw.by_type"), strategy)()
