"""
Conditions read over a scorecard: what the clauses of a set say, given the figures that the card shows.

It interprets nothing of how a set becomes a programme: references to other nodes are answered by the card, those to
the cohort by the other units' own cards. So a clause that holds here and did nothing there is a breach.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

from ..._model import Node
from ...expr import Expr
from ...expr import _nodes as n
from ...expr._oracle import Evaluation, Result, strongest
from ...score import NodeScore
from ...types import State, Status
from .._draw.aims import admitted
from .outline import outline_of
from .trial import Trial

_STATES: Final[Mapping[Status, State]] = {
    Status.NOT_APPLICABLE: State.NOT_APPLICABLE,
    Status.MISSING: State.MISSING,
    Status.INVALID: State.INVALID,
}


class Reading(Evaluation):
    """
    Values of a set's expressions for one trial.

    `asking` is the code of the node whose clauses are read, `each` of the one that a count looks at. What stands in
    `instead` is read in the place of an answer or a total of the card.
    """

    def __init__(
        self, trial: Trial, asking: str = "", each: str = "", instead: Mapping[Expr, Result] = MappingProxyType({})
    ) -> None:
        super().__init__(self.answer)
        self.trial = trial
        self.asking = asking
        self.each = each
        self.values |= instead

    def answer(self, node: n.Input) -> Result:
        """Return an answer, also one that the programme has no need of."""
        found = self.trial.sheet.answers.get(node)
        return admitted(node, _raw(node, self.trial)) if found is None else found

    def __call__(self, expression: Expr) -> Result:
        """Return the value of an expression of the set."""
        figure = _FIGURES.get(type(expression))
        if figure is None:
            return super().__call__(expression)
        if expression not in self.values:
            self.values[expression] = figure(self, expression)
        return self.values[expression]

    def away(self, node: Node) -> Result:
        """Return whether a node does not apply, by its own clause or one above it; a state where that is not known."""
        above = outline_of(self.trial.criteria_set).lineage[node.code]
        everybody = self if not self.asking else Reading(self.trial)  # who it is for is asked of all units
        values = [everybody(each.not_applicable_when.condition) for each in above if each.not_applicable_when]
        if any(value is True for value in values):
            return True
        unknown = strongest([value for value in values if value is not State.NOT_APPLICABLE])
        return unknown if unknown is not None else False

    def seen(self, code: str, figure: str) -> Result:
        """Return a node's figure as the clauses of other nodes see it."""
        return _SEEN[figure](self.trial.scores[code])


def own_points(score: NodeScore) -> Fraction:
    """Return a node's points before its level was rounded."""
    rounded = [effect.before for effect in score.effects if effect.name == "rounded"]
    return score.points if not rounded or rounded[0] is None else rounded[0]


def _points(score: NodeScore) -> Result:
    """Return the points; a group that holds something open is what is open below it."""
    if score.status is Status.INCOMPLETE:
        return strongest([_points(child) for child in score.children if child.status is not _AWAY]) or State.MISSING
    return _STATES.get(score.status, own_points(score))


_AWAY: Final = Status.NOT_APPLICABLE


def _maximum(score: NodeScore) -> Result:
    return State.NOT_APPLICABLE if score.status is _AWAY else score.applicable_maximum


def _share(score: NodeScore) -> Result:
    points, maximum = _points(score), _maximum(score)
    state = strongest([points, maximum])
    if state is not None:
        return state
    assert isinstance(points, Fraction)
    assert isinstance(maximum, Fraction)
    return points / maximum if maximum else State.INVALID


_SEEN: Final[Mapping[str, Callable[[NodeScore], Result]]] = {
    "points": _points,
    "maximum": _maximum,
    "share": _share,
    "status": lambda score: str(score.status),
}


# ---- figures in expressions


def _of_node(reading: Reading, asked: n.NodeFigure) -> Result:
    return reading.seen(asked.code, asked.figure)


def _of_each(reading: Reading, asked: n.EachFigure) -> Result:
    return reading.seen(reading.each, asked.figure)


def _count(reading: Reading, asked: n.CountNodes) -> Result:
    """Return how many leaves below a node meet a condition; one that is not known leaves the count unknown."""
    group = reading.trial.criteria_set.at(asked.code)
    leaves = [leaf.code for leaf in group.walk() if leaf.is_leaf and leaf is not group]
    met = [Reading(reading.trial, reading.asking, code)(asked.condition) for code in leaves]
    unknown = strongest([each for each in met if each is not State.NOT_APPLICABLE])
    return Fraction(sum(each is True for each in met)) if unknown is None else unknown


def _total(reading: Reading, asked: n.TotalFigure) -> Result:
    return Fraction(getattr(reading.trial.card, _TOTALS[asked.name]))


def _of_cohort(reading: Reading, asked: n.CohortFigure) -> Result:
    """Return a figure of the units to which the asking node applies, taken from their own cards."""
    trial = reading.trial
    if trial.cohort is None:
        return State.MISSING
    own, *others = [_compared(member, asked.of, reading.asking) for member in trial.members]
    values = sorted(known([own, *others]), reverse=True)
    if asked.figure == "count":
        return Fraction(len(values))
    if asked.figure == "rank":
        unknown = own if own is State.NOT_APPLICABLE else State.MISSING
        return unknown if isinstance(own, State) else Fraction(values.index(own) + 1)
    return _AMONG[asked.figure](values, trial) if values else State.NOT_APPLICABLE


def _compared(member: Trial, expression: Expr, asking: str) -> Result:
    reading = Reading(member, asking)
    away = reading.away(member.criteria_set.at(asking)) if asking else False
    return reading(expression) if away is False else State.NOT_APPLICABLE if away is True else away


_AMONG: Final[Mapping[str, Callable[[list[Fraction], Trial], Fraction]]] = {
    "mean": lambda values, _: sum(values, Fraction(0)) / len(values),
    "published_mean": lambda values, trial: Fraction(trial.card.shown(sum(values, Fraction(0)) / len(values))),
    "best": lambda values, _: max(values),
    "least": lambda values, _: min(values),
}

_TOTALS: Final[Mapping[str, str]] = {
    "points": "points",
    "bonus": "bonus",
    "penalty": "penalty",
    "maximum": "maximum",
    "applicable": "applicable_maximum",
}

_FIGURES: Final[Mapping[type[Expr], Callable[[Reading, Any], Result]]] = {
    n.NodeFigure: _of_node,
    n.EachFigure: _of_each,
    n.CountNodes: _count,
    n.TotalFigure: _total,
    n.CohortFigure: _of_cohort,
}


def _raw(node: n.Input, trial: Trial) -> object:
    """Return what the assessment holds for an input; an option that is not named was chosen by nobody."""
    given = trial.assessment
    if node.origin == "period":
        return given.year
    if node.origin == "unit":
        return given.unit.attributes.get(node.name)
    raw = given.answers.get(node.name)
    return raw if node.part is None or not isinstance(raw, Mapping) else raw.get(node.part, 0)


def known(values: Iterable[Result]) -> list[Any]:
    """Return those of some values that are no states."""
    return [value for value in values if not isinstance(value, State)]
