"""
Laws of a node: each of its steps, by its own clauses and the figures that the scorecard shows.

A breach names the clause that is responsible, and what a case should expect where the clause alone says it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from ..._model import Cap, CriteriaSet
from ..._numbers import exact_text
from ..._sentences import figure, say
from ...score import NodeScore
from ...types import State, Status
from .breach import Breach
from .law import law
from .outline import outline_of
from .reading import own_points
from .steps import Steps
from .trial import Trial

#: What becomes of a node whose figure is in a state.
STATUS_OF: Final[Mapping[State, Status]] = {
    State.NOT_APPLICABLE: Status.NOT_APPLICABLE,
    State.MISSING: Status.MISSING,
    State.INVALID: Status.INVALID,
}


def steps_of(trial: Trial) -> Iterator[Steps]:
    """Yield the steps of every node, parents first."""
    return (Steps(trial, node, score) for node, score in trial.nodes())


def told(score: NodeScore) -> str:
    """Return what became of a node in words."""
    return say("{points} points, {status}", points=figure(own_points(score)), status=score.status)


def expected(points: Fraction, status: Status) -> str:
    """Return what should have become of a node in words."""
    return say("{points} points, {status}", points=figure(points), status=status)


def case_of(code: str, points: Fraction | None, status: Status | None) -> Mapping[str, Any]:
    """Return what a case should expect of a node."""
    figures = {"points": None if points is None else exact_text(points), "status": status and str(status)}
    return {"nodes": {code: {name: value for name, value in figures.items() if value is not None}}}


@law(say("a node has at least 0 points, and never more than its maximum unless its rule says so"))
def bounded(trial: Trial) -> Iterator[Breach]:
    """Look at every node's own points; appraisers may decide up to the maximum, whatever of it applies."""
    outline = outline_of(trial.criteria_set)
    freed = outline.may_exceed
    decided = {above.code for code in trial.assessment.decisions for above in outline.lineage[code]}
    for node, score in trial.nodes():
        most = None if node.code in freed else node.maximum
        if score.points < 0 or (most is not None and own_points(score) > most):
            limits = say("from 0 to {most} points", most=figure(node.maximum))
            yield Breach(node.code, limits, told(score), "rule")
        elif most is not None and node.code not in decided and own_points(score) > score.applicable_maximum:
            within = say("at most the {most} points that it can have", most=figure(score.applicable_maximum))
            yield Breach(node.code, within, told(score), "rule")


@law(say("a node does not apply exactly where its clause or one above it says so, or where nothing in it applies"))
def not_applicable_by_its_clause(trial: Trial) -> Iterator[Breach]:
    """Look at the clauses; one that is not known leaves the node unknown, one that does not apply does not hold."""
    for steps in steps_of(trial):
        is_away, score = steps.score.status is Status.NOT_APPLICABLE, steps.score
        if is_away and steps.away is not True and not _decided_away(steps):
            yield Breach(score.code, say("a node that applies"), told(score), "not_applicable_when")
        elif steps.away is True and not is_away:
            wanted = case_of(score.code, None, Status.NOT_APPLICABLE)
            yield Breach(
                score.code, expected(Fraction(0), Status.NOT_APPLICABLE), told(score), "not_applicable_when", wanted
            )
        elif isinstance(steps.away, State) and score.status not in (Status.MISSING, Status.INVALID):
            yield Breach(
                score.code,
                say("unknown, because it is not known whether it applies"),
                told(score),
                "not_applicable_when",
            )


def _decided_away(steps: Steps) -> bool:
    """Return whether the rule itself says that nothing arose: a share of nothing that does not apply."""
    return steps.node.is_leaf and steps.rule_points is State.NOT_APPLICABLE


@law(say("a check that fails makes the node invalid"))
def a_failed_check_is_invalid(trial: Trial) -> Iterator[Breach]:
    """Where the node applies; a check with a missing operand says nothing."""
    for steps in steps_of(trial):
        if steps.away is False and steps.failing and steps.score.status is not Status.INVALID:
            wanted = case_of(steps.node.code, None, Status.INVALID)
            clause = f"checks[{steps.failing[0]}]"
            yield Breach(steps.node.code, expected(Fraction(0), Status.INVALID), told(steps.score), clause, wanted)


@law(say("a zero rule that holds makes the points 0, whatever else is answered; nothing else is called zeroed"))
def zero_dominates(trial: Trial) -> Iterator[Breach]:
    """Look at all of them: the first that holds decides; none holding and one unknown leaves the points unknown."""
    for steps in steps_of(trial):
        if steps.away is not False or steps.failing:
            continue
        code, score = steps.node.code, steps.score
        if steps.zeroing and (score.status, own_points(score)) != (Status.ZEROED, Fraction(0)):
            wanted = case_of(code, Fraction(0), Status.ZEROED)
            clause = f"zero_rules[{steps.zeroing[0]}]"
            yield Breach(code, expected(Fraction(0), Status.ZEROED), told(score), clause, wanted)
        elif steps.zeroing and noted(score, "zeroed") != [f"zero_rules[{steps.zeroing[0]}]"]:
            clause = f"zero_rules[{steps.zeroing[0]}]"
            named = ", ".join(noted(score, "zeroed")) or say("none")
            yield Breach(code, say("the first zero rule that holds is named"), named, clause)
        elif not steps.zeroing and score.status is Status.ZEROED:
            yield Breach(code, say("no zero rule holds"), told(score), "zero_rules")
        elif not steps.zeroing and steps.unknown_zero_rule and score.status not in (Status.MISSING, Status.INVALID):
            open_ = case_of(code, None, Status.MISSING) if steps.unknown_zero_rule is State.MISSING else None
            yield Breach(code, say("unknown, because a zero rule may hold"), told(score), "zero_rules", open_)


def noted(score: NodeScore, effect: str) -> list[str]:
    """Return the clauses that a scorecard names for an effect."""
    return [each.clause or "" for each in score.effects if each.name == effect]


@law(say("a cap that holds is never exceeded: the smallest decides, and one that may hold leaves the points unknown"))
def a_cap_holds(trial: Trial) -> Iterator[Breach]:
    """Look at the caps below the points that a node is given; one that does not hold changes nothing."""
    for steps in steps_of(trial):
        given = steps.given if steps.is_settled else None
        if not isinstance(given, Fraction) or not any(cap.limit < given for cap in steps.node.caps):
            continue
        held = steps.holding(given)
        clause = f"caps[{held[0][0]}]" if held else "caps"
        yield from _unlike(steps, clause)
        if held and _is_held_at(steps, held[0][1]) and not _names_cap(steps, held[0][1]):
            yield Breach(steps.node.code, say("the cap is named"), told(steps.score), clause)


def _is_held_at(steps: Steps, cap: Cap) -> bool:
    """Return whether a cap decides the points; a state is no number, though it compares like one."""
    return isinstance(steps.outcome, Fraction) and steps.outcome == cap.limit


def _names_cap(steps: Steps, wanted: Cap) -> bool:
    """Return whether the scorecard names the cap, or another one of the same limit."""
    caps = {f"caps[{place}]": cap for place, cap in enumerate(steps.node.caps)}
    return any(caps[clause].limit == wanted.limit for clause in noted(steps.score, "capped") if clause in caps)


@law(say("a node has exactly the points, or state, that its steps give: applicability, checks, zero rules, rule, caps"))
def points_of_the_steps(trial: Trial) -> Iterator[Breach]:
    """Look at every node: a leaf's rule is read by the plain evaluator, a group is what its children come to."""
    for steps in steps_of(trial):
        yield from _unlike(steps, "rule")


def _unlike(steps: Steps, clause: str) -> Iterator[Breach]:
    """Yield where a node is not what its steps make of it; a group is incomplete while something below it is open."""
    wanted, score = steps.outcome, steps.score
    status = STATUS_OF[wanted] if isinstance(wanted, State) else _known_status(steps)
    points = wanted if isinstance(wanted, Fraction) else Fraction(0)
    if (score.status, own_points(score)) != (status, points):
        yield Breach(
            steps.node.code, expected(points, status), told(score), clause, case_of(score.code, points, status)
        )


def _known_status(steps: Steps) -> Status:
    if steps.zeroing:
        return Status.ZEROED
    decided = steps.node.code in steps.trial.assessment.decisions
    is_open = any(child.status in _OPEN for child in steps.score.children)
    return Status.INCOMPLETE if is_open and not decided else Status.SCORED


_OPEN: Final = (Status.MISSING, Status.INVALID, Status.INCOMPLETE)


@law(say("what a rule leaves missing, invalid or not applicable stays so, and is never 0 points"))
def unknown_is_never_zero(trial: Trial) -> Iterator[Breach]:
    """Look at leaves whose clauses decide nothing: each has the state of its rule, unless appraisers decided."""
    for steps in steps_of(trial):
        if not (steps.node.is_leaf and steps.is_settled) or _is_given_otherwise(steps):
            continue
        state = steps.rule_points
        if isinstance(state, State) and steps.score.status is not STATUS_OF[state]:
            wanted = case_of(steps.node.code, None, STATUS_OF[state])
            yield Breach(steps.node.code, expected(Fraction(0), STATUS_OF[state]), told(steps.score), "rule", wanted)


def _is_given_otherwise(steps: Steps) -> bool:
    """Return whether a decision or the want of evidence stands in the place of the rule."""
    node, given = steps.node, steps.trial.assessment
    unproven = bool(node.evidence) and not given.evidence.get(node.code)
    return node.code in given.decisions or (unproven and steps.trial.prepared.terms.absence == "zero")


@law(say("a figure is rounded once, where its level is listed, as the edition says: half up is away from zero"))
def rounded_as_declared(trial: Trial) -> Iterator[Breach]:
    """Look at every node, the total and the index; the second way of rounding is by remainders."""
    declared = trial.criteria_set.rounding
    for score in trial.card.walk():
        own = own_points(score)
        is_listed = not levels_of(trial.criteria_set, score.code).isdisjoint(declared.levels)
        wanted = rounded_by_hand(own, declared.rounding.places, declared.rounding.mode) if is_listed else own
        if wanted != score.points:
            found = say("{points} points", points=figure(score.points))
            yield Breach(score.code, say("{points} points", points=figure(wanted)), found, "rounding")
    exact, index = trial.card.exact_index, trial.card.index
    if exact is not None and index is not None:
        wanted = rounded_by_hand(exact, declared.rounding.places, declared.rounding.mode)
        if wanted != Fraction(index):
            expects, found = (say("an index of {index}", index=figure(each)) for each in (wanted, index))
            yield Breach(None, expects, found, "rounding")


def levels_of(criteria_set: CriteriaSet, code: str) -> set[str]:
    """Return what a node's level is called: by how deep it stands, and `leaf` where nothing is below it."""
    above = outline_of(criteria_set).lineage[code]
    return {*criteria_set.levels[len(above) - 1 : len(above)], *(["leaf"] if above[0].is_leaf else [])}


def rounded_by_hand(value: Fraction, places: int, mode: str) -> Fraction:
    """Return a number rounded, found by the two whole steps that it lies between."""
    steps = abs(value) * 10**places
    below, rest = steps.numerator // steps.denominator, steps % 1
    up = _GOES_UP[mode](rest, below)
    return Fraction(below + (1 if up else 0), 10**places) * (-1 if value < 0 else 1)


#: Whether the part of a step that is left, and the steps below it, mean one step more: away from zero.
_GOES_UP: Final[Mapping[str, Callable[[Fraction, int], bool]]] = {
    "half_up": lambda rest, _: rest * 2 >= 1,
    "half_even": lambda rest, below: rest * 2 > 1 or (rest * 2 == 1 and below % 2 == 1),
    "down": lambda _, __: False,
    "up": lambda rest, _: rest > 0,
}
