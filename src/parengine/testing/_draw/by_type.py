"""A strategy for each class that is drawn by its type, when nothing more is known of it: of any set, any answers."""

from __future__ import annotations

import datetime
import unicodedata
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from ..._model import CriteriaSet, RuleKind
from ..._numbers import MODES, Rounding
from ..._sentences import say
from ...errors import Problem
from ...expr import Calendar, Domain
from ...score import (
    Assessment,
    Bounds,
    Cohort,
    Decision,
    NodeScore,
    Scorecard,
    Span,
    Unit,
    cohort_of,
    score,
    score_all,
)
from ...types import Text
from .answers import assessments, rounds, units
from .drawing import Draw
from .expressions import expressions
from .sets import criteria_sets

__all__ = [
    "any_assessments",
    "any_bounds",
    "any_units",
    "calendars",
    "cohorts",
    "criteria_sets",
    "decisions",
    "domains",
    "expressions",
    "node_scores",
    "problems",
    "roundings",
    "rule_kinds",
    "scorecards",
    "spans",
    "texts",
]

_DAYS = st.dates(datetime.date(2021, 1, 1), datetime.date(2024, 12, 31)).map(datetime.date.toordinal)
_OPTIONS = st.lists(st.sampled_from(["high", "middle", "low", "none"]), min_size=1, unique=True).map(tuple)


# ---- small values


def words() -> st.SearchStrategy[str]:
    """Return a strategy of texts as documents have them: of at least one character, composed (NFC), printable."""
    letters = st.characters(exclude_categories=("Cs", "Cc", "Cn"))
    return st.text(letters, min_size=1).map(lambda text: unicodedata.normalize("NFC", text))


def texts() -> st.SearchStrategy[Text]:
    """Return a strategy of texts that people read."""
    return st.builds(Text, words(), st.none() | words())


def roundings() -> st.SearchStrategy[Rounding]:
    """Return a strategy of roundings, of which two places half up are the plainest."""
    return st.builds(Rounding, st.just(2) | st.integers(0, 12), st.sampled_from(MODES))


def calendars() -> st.SearchStrategy[Calendar]:
    """Return a strategy of calendars with a few holidays and days made up for."""
    weekdays = st.just((0, 1, 2, 3, 4)) | st.lists(st.integers(0, 6), min_size=1, unique=True).map(tuple)
    few = st.lists(_DAYS, max_size=3, unique=True).map(tuple)
    return st.builds(Calendar, weekdays, few, few)


def spans() -> st.SearchStrategy[Span]:
    """Return a strategy of spans, the lower end first."""
    ends = st.tuples(_amounts(), _amounts()).map(sorted)
    return ends.map(lambda pair: Span(*pair))


def _amounts() -> st.SearchStrategy[Fraction]:
    return st.fractions(0, 100, max_denominator=100)


@st.composite
def domains(draw: Draw) -> Domain:
    """Draw a domain of an input, of any type."""
    low, high = sorted((draw(st.integers(-100, 100)), draw(st.integers(-100, 100))))
    choices = (
        Domain("yes_no"),
        Domain("count", low=0, high=max(high, 0)),
        Domain("quantity", low=low, high=high, places=draw(st.integers(0, 6))),
        Domain("percent", low=0, high=100, places=2),
        Domain("points", low=0, high=max(high, 1), places=2),
        Domain("date", never=draw(st.booleans())),
        Domain("choice", options=draw(_OPTIONS)),
    )
    found: Domain = draw(st.sampled_from(choices))
    return found


def problems() -> st.SearchStrategy[Problem]:
    """Return a strategy of problems of documents."""
    places = st.integers(1, 1000)
    sentence = words().map(lambda text: say("'{id}' is not declared", id=text))
    severity = st.sampled_from(["error", "warning"])
    return st.builds(Problem, st.just("set.yaml"), places, places, st.just("$.criteria[0]"), sentence, severity)


# ---- what belongs to a set


@st.composite
def rule_kinds(draw: Draw) -> RuleKind:
    """Draw a rule of any kind of the core: that of a leaf of a drawn set."""
    leaves = [leaf.rule.kind for leaf in draw(criteria_sets()).leaves() if leaf.rule is not None]
    found: RuleKind = draw(st.sampled_from(leaves))
    return found


def any_units() -> st.SearchStrategy[Unit]:
    """Return a strategy of the units of any set."""
    return criteria_sets().flatmap(units)


def any_assessments() -> st.SearchStrategy[Assessment]:
    """Return a strategy of assessments of any set."""
    return criteria_sets().flatmap(assessments)


def decisions() -> st.SearchStrategy[Decision]:
    """Return a strategy of appraisers' decisions."""
    return st.builds(Decision, st.none() | _amounts(), texts(), texts())


# ---- results


@st.composite
def scorecards(draw: Draw) -> Scorecard:
    """Draw the scorecard of a drawn assessment of a drawn set, alone or against its cohort, with its explanations."""
    criteria_set = draw(criteria_sets())
    return _card(draw, criteria_set) if draw(st.booleans()) else score(draw(assessments(criteria_set)), criteria_set)


def _card(draw: Any, criteria_set: CriteriaSet) -> Scorecard:
    return next(score_all(draw(rounds(criteria_set)), criteria_set))


def node_scores() -> st.SearchStrategy[NodeScore]:
    """Return a strategy of what became of a node of a drawn set."""
    return scorecards().flatmap(lambda card: st.sampled_from([*card.walk()]))


def any_bounds() -> st.SearchStrategy[Bounds]:
    """Return a strategy of bounds as values; those of a set's own sheets are what `score(…, bounds=True)` gives."""
    classes = st.lists(st.sampled_from(["A", "B", "-unclassified", None]), unique=True).map(tuple)
    nodes = st.dictionaries(st.sampled_from(["1", "1.1", "2"]), spans())
    return st.builds(Bounds, st.none() | spans(), spans(), classes, nodes, st.booleans())


@st.composite
def cohorts(draw: Draw) -> Cohort:
    """Draw the frozen figures of a few units of a drawn set."""
    criteria_set = draw(criteria_sets())
    return cohort_of(draw(rounds(criteria_set)), criteria_set)
