"""The steps of a node, each decided by the clauses of the set and what the scorecard says of other nodes."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property

from attrs import frozen

from ..._model import Cap, Clause, Node
from ...expr._oracle import Result, strongest
from ...score import NodeScore
from ...types import State
from .outline import outline_of
from .reading import Reading
from .trial import Trial


@frozen(eq=False, slots=False)
class Steps:
    """What a node's own clauses and its rule say of it, read one by one; `score` is what became of it."""

    trial: Trial
    node: Node
    score: NodeScore

    @cached_property
    def reading(self) -> Reading:
        """Return what reads the node's clauses."""
        return Reading(self.trial, self.node.code)

    @cached_property
    def away(self) -> Result:
        """Return whether the node does not apply: by a clause of its own or above it, or because nothing in it does."""
        by_clause = self.reading.away(self.node)
        nothing = bool(self.node.children) and not self.score.applicable_maximum
        return True if by_clause is not True and nothing else by_clause

    @cached_property
    def failing(self) -> tuple[int, Clause] | None:
        """Return the first check that fails, or reads what is not admitted, with its place."""
        return self._first(self.trial.prepared.checks_of(self.node), False, State.INVALID)

    @cached_property
    def zeroing(self) -> tuple[int, Clause] | None:
        """Return the first zero rule that holds, with its place."""
        return self._first(self.node.zero_rules, True)

    def _first(self, clauses: tuple[Clause, ...], *wanted: Result) -> tuple[int, Clause] | None:
        read = ((place, each, self.reading(each.condition)) for place, each in enumerate(clauses))
        return next(((place, each) for place, each, found in read if any(found is one for one in wanted)), None)

    @cached_property
    def unknown_zero_rule(self) -> State | None:
        """Return the state of the zero rules that are not known to hold or not to hold, None where all are known."""
        values = [self.reading(rule.condition) for rule in self.node.zero_rules]
        return strongest([value for value in values if value in _UNKNOWN])

    @cached_property
    def decided(self) -> Fraction | None:
        """Return the points that appraisers decided, None where they did not or have not yet."""
        decision = self.trial.assessment.decisions.get(self.node.code)
        return None if decision is None else decision.points

    @cached_property
    def rule_points(self) -> Result:
        """Return what the rule of a leaf gives by the plain evaluator, never below 0."""
        value = self.reading(outline_of(self.trial.criteria_set).points[self.node.code])
        return max(value, Fraction(0)) if isinstance(value, Fraction) else value

    @cached_property
    def given(self) -> Result:
        """Return the points that stand before the caps: decided, or the rule's, or what the children come to."""
        given = self.trial.assessment
        if self.node.code in given.decisions:
            return State.MISSING if self.decided is None else self.decided
        if not self.node.is_leaf:
            return aggregate(self)
        unproven = bool(self.node.evidence) and not given.evidence.get(self.node.code)
        return Fraction(0) if unproven and self.trial.prepared.terms.absence == "zero" else self.rule_points

    @cached_property
    def outcome(self) -> Result:
        """Return what all steps make of the node: exact points, or the state that it is in."""
        if self.away is not False:
            return State.NOT_APPLICABLE if self.away is True else self.away
        if self.failing:
            return State.INVALID
        if self.zeroing:
            return Fraction(0)
        return self._capped() if self.unknown_zero_rule is None else self.unknown_zero_rule

    def _capped(self) -> Result:
        """Return the given points as far as caps allow; one below them that may hold leaves them unknown."""
        points = self.given
        for cap in sorted(self.node.caps, key=lambda cap: cap.limit) if isinstance(points, Fraction) else ():
            held = True if cap.condition is None else self.reading(cap.condition)
            if cap.limit < points and (held is True or held in _UNKNOWN):  # type: ignore[operator]
                return cap.limit if held is True else held
        return points

    def holding(self, points: Fraction) -> list[tuple[int, Cap]]:
        """Return the caps below some points whose condition holds, with their places, the smallest first."""
        caps = [(place, cap) for place, cap in enumerate(self.node.caps) if cap.limit < points]
        held = [(place, cap) for place, cap in caps if cap.condition is None or self.reading(cap.condition) is True]
        return sorted(held, key=lambda placed: placed[1].limit)

    @property
    def is_settled(self) -> bool:
        """Return whether the node applies, no check fails and no zero rule holds or may: its points are asked for."""
        return self.away is False and self.failing is None and self.zeroing is None and self.unknown_zero_rule is None


_UNKNOWN = (State.MISSING, State.INVALID)


def aggregate(steps: Steps) -> Fraction:
    """Return what a group's children come to, as it declares; a bonus or penalty group is held at its maximum."""
    counted = [child.counted_points for child in steps.score.children]
    total = max(counted) if steps.node.aggregate == "best" else sum(counted, Fraction(0))
    held = steps.node.code in outline_of(steps.trial.criteria_set).magnitudes
    return min(total, steps.node.maximum) if held else total
