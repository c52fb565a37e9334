"""Laws of change: a sheet or a set is altered in one way, and what may follow from it is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from random import Random
from typing import Any, Final

from attrs import evolve

from ..._model import CriteriaSet, Node
from ..._sentences import figure, say
from ...expr import Expr
from ...expr._direction import Way, joined, opposite, way_of
from ...expr._nodes import Div, Input, walk
from ...expr._oracle import Result
from ...expr._show import show
from ...rules import Ratings, directions
from ...score import Assessment, NodeScore, Scorecard
from ...types import State, Status, ValueType
from .._draw.aims import admitted, edges, ordinary
from .._draw.answers import ground_of
from .breach import Breach
from .cones import cones_of
from .law import law
from .of_steps import told
from .outline import outline_of
from .reading import Reading, own_points
from .rescaled_set import scaled
from .trial import Trial

_FACTORS: Final = (Fraction(2), Fraction(3, 10))
_ROOTS: Final = ("nodes", "bonus", "penalty")
_KNOWN: Final = (Status.SCORED, Status.ZEROED, Status.NOT_APPLICABLE)
_FEW: Final = 4


# ---- the sheet is altered


@law(say("raising an answer never moves a rule's points against the direction that the rule declares"), whole=True)
def monotone(trial: Trial) -> Iterator[Breach]:
    """Look at one answer of each leaf, everything else staying as it is; where both ends are known."""
    for code, ways in ways_of(trial.criteria_set).items():
        random = trial.chance(code)
        asked = random.choice(ways)
        now = Reading(trial, code)(asked[0])
        then = _another(asked[0], now, trial.assessment.year, random)
        if then is not None and not isinstance(now, State):
            yield from _against(trial, code, asked, (now, then))


def _against(trial: Trial, code: str, asked: tuple[Input, Way], ends: tuple[Any, Any]) -> Iterator[Breach]:
    """Yield a leaf whose points fall where they may only rise."""
    node, way = asked
    low, high = sorted(ends)
    expression = outline_of(trial.criteria_set).points[code]
    readings = [Reading(trial, code, instead={node: end}) for end in (low, high)]
    before, after = (reading(expression) for reading in readings)
    if isinstance(before, State) or isinstance(after, State) or before == after or _of_nothing(trial, code, readings):
        return
    if (before < after) == (way == "down"):  # type: ignore[operator]
        wanted = say("'{input}' moves the points {way}", input=show(node), way=_WAYS[way])
        found = say("{before} points become {after} where it grows", before=_points(before), after=_points(after))
        yield Breach(code, wanted, found, "rule")


def _of_nothing(trial: Trial, code: str, readings: list[Reading]) -> bool:
    """Return whether some share is one of nothing: what that gives is declared, and in no direction."""
    expression = outline_of(trial.criteria_set).points[code]
    under = [node.under for node in walk(expression) if isinstance(node, Div)]
    return any(reading(each) == 0 for reading in readings for each in under)


def _points(value: Result) -> str:
    return figure(value) if isinstance(value, Fraction) else str(value)


_WAYS: Final[Mapping[Way, str]] = {"up": say("up"), "down": say("down")}


def _another(node: Input, now: Result, year: int, random: Random) -> Result | None:
    """Return another value of an input, None where the answer that was chosen gives none."""
    value = admitted(node, random.choice((*ordinary(node, year), *edges(node, year))))
    return None if isinstance(value, State) or value == now else value


@lru_cache(maxsize=32)
def ways_of(criteria_set: CriteriaSet) -> Mapping[str, tuple[tuple[Input, Way], ...]]:
    """Return for each leaf the answers that move its points one way only, where it has any."""
    found = {leaf.code: tuple(_ways(leaf)) for leaf in criteria_set.leaves()}
    return {code: ways for code, ways in found.items() if ways}


def _ways(leaf: Node) -> Iterator[tuple[Input, Way]]:
    """Yield the answers of a leaf with the way that its slots declare, composed through what stands in them."""
    assert leaf.rule is not None
    slots = [(each, way) for _, held, way in directions(leaf.rule.kind) for each in _expressions(held)]
    inputs = dict.fromkeys(node for each, _ in slots for node in walk(each) if isinstance(node, Input))
    for node in inputs:
        way = joined(_composed(way, each, node) for each, way in slots)
        if way in _WAYS and node.type is not ValueType.CHOICE and node.origin in ("answer", "unit"):
            yield node, way


def _expressions(held: object) -> Iterator[Expr]:
    if isinstance(held, Ratings):
        yield from (count for count, _ in held.counts)
    for one in held if isinstance(held, tuple) else (held,):
        if isinstance(one, Expr):
            yield one


def _composed(way: str, expression: Expr, node: Input) -> Way:
    within = way_of(expression, node)
    return "still" if within == "still" else within if way == "up" else opposite(within) if way == "down" else "none"


@law(say("taking an answer away leaves a leaf's points as they are, or unknown: what is missing is never counted as 0"))
def missing_is_not_zero(trial: Trial) -> Iterator[Breach]:
    """Leave out leaves whose text asks for states, or compares units: they may know more with less."""
    gone = _some_answers(trial)
    after = trial.with_answers({k: each for k, each in trial.assessment.answers.items() if k not in gone})
    free = cones_of(trial.criteria_set).free
    for leaf in trial.criteria_set.leaves():
        one, other = trial.scores[leaf.code], after.scores[leaf.code]
        if (
            leaf.code not in free
            and other.status in _KNOWN
            and one.status is not Status.INVALID
            and _differ(one, other)
        ):
            expected = say(
                "{before}, or unknown without {answers}", before=told(one), answers=_names(trial, leaf, gone)
            )
            yield Breach(leaf.code, expected, told(other), "rule")


@law(say("a leaf depends only on the answers that its own text reads, and on the nodes that it refers to"))
def a_leaf_depends_on_what_it_reads(trial: Trial) -> Iterator[Breach]:
    """Change a few answers; every leaf that cannot depend on one of them stays what it was."""
    changed = _some_answers(trial)
    year = trial.assessment.year
    nodes = [node for node in ground_of(trial.criteria_set, year).inputs if node.name in changed and node.part is None]
    other_answers = {node.name: trial.chance(f"{node.name} becomes").choice(edges(node, year)) for node in nodes}
    after = trial.with_answers({**trial.assessment.answers, **other_answers})
    touched = {("answer", name) for name in other_answers}
    for code, asked in cones_of(trial.criteria_set).asked.items():
        one, other = trial.scores.get(code), after.scores.get(code)
        if (
            one is not None
            and other is not None
            and not one.children
            and asked.isdisjoint(touched)
            and _differ(one, other)
        ):
            names = ", ".join(sorted(other_answers))
            expected = say("{before}, whatever is answered to {answers}", before=told(one), answers=names)
            yield Breach(code, expected, told(other), "rule")


def _some_answers(trial: Trial) -> tuple[str, ...]:
    """Return the ids of a few answers, of half of them, or of one that each leaf reads; each is chosen by itself."""
    every, manner = len(trial.criteria_set.inputs), trial.random.randrange(3)
    if manner == 0:
        return _one_each(trial)
    wanted = every if manner == 1 else min(2 * _FEW, every)  # of twice as many: at most every other one
    return tuple(name for name in sorted(trial.assessment.answers) if trial.chance(name).random() * 2 * every < wanted)


def _one_each(trial: Trial) -> tuple[str, ...]:
    asked = direct_answers(trial.criteria_set)
    chosen = {trial.chance(code).choice(names) for code, names in asked.items()}
    return tuple(sorted(chosen & set(trial.assessment.answers)))


@lru_cache(maxsize=32)
def direct_answers(criteria_set: CriteriaSet) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of the answers that each leaf's rule reads, where it reads any."""
    found = {
        code: sorted({node.name for node in walk(points) if isinstance(node, Input) and node.origin == "answer"})
        for code, points in outline_of(criteria_set).points.items()
    }
    return {code: tuple(names) for code, names in found.items() if names}


def _names(trial: Trial, leaf: Node, gone: tuple[str, ...]) -> str:
    asked = cones_of(trial.criteria_set).asked[leaf.code]
    return ", ".join(sorted(name for name in gone if ("answer", name) in asked))


def _differ(one: NodeScore, other: NodeScore) -> bool:
    return (one.status, own_points(one)) != (other.status, own_points(other))


# ---- the set is altered


@law(say("the order in which siblings stand changes no figure"))
def order_of_siblings(trial: Trial) -> Iterator[Breach]:
    """Put the nodes of every parent in another order; what is shown of a node and listed is the same, too."""
    after = trial.of(shuffled(trial.criteria_set, trial.seed % 2))
    yield from _same(trial, after, Fraction(1))
    for code, score in trial.scores.items():
        if _without_order(score) != _without_order(after.scores[code]):
            yield Breach(code, told(score), say("the same points with other clauses or reasons"))
    if _listed(trial.card) != _listed(after.card):
        yield Breach(None, say("the same missing inputs and reasons"), say("other missing inputs or reasons"))


def _without_order(score: NodeScore) -> NodeScore:
    return evolve(score, children=(), missing=tuple(sorted(score.missing)), invalid=())


def _listed(card: Scorecard) -> tuple[object, ...]:
    return set(card.missing), set(card.invalid), card.class_, card.complete


@lru_cache(maxsize=16)
def shuffled(criteria_set: CriteriaSet, order: int) -> CriteriaSet:
    """Return a set with siblings in another order: the contrary one, or one drawn."""
    random = Random(order)  # noqa: S311  drawn for tests
    roots: dict[str, Any] = {name: _turned(getattr(criteria_set, name), order, random) for name in _ROOTS}
    return evolve(criteria_set, **roots, digest=f"{criteria_set.digest} in order {order}")


def _turned(nodes: tuple[Node, ...], order: int, random: Random) -> tuple[Node, ...]:
    turned = nodes[::-1] if order == 0 else tuple(random.sample(nodes, len(nodes)))
    return tuple(evolve(node, children=_turned(node.children, order, random)) for node in turned)


@law(
    say(
        "where every point is worth more, every figure in points grows by the same factor; the index and the class stay"
    )
)
def rescaled(trial: Trial) -> Iterator[Breach]:
    """Multiply every maximum, amount, cap and threshold in points by a constant; nothing is rounded."""
    factor = _FACTORS[trial.seed % len(_FACTORS)]
    one, other = (trial.of(scaled(trial.criteria_set, each)) for each in (Fraction(1), factor))
    yield from _same(one, _decided(other, factor), factor)


def _decided(trial: Trial, factor: Fraction) -> Trial:
    """Return a trial whose decisions are in points of the new size."""
    own, *others = (_of_new_size(each, factor) for each in (trial.assessment, *trial.others))
    return evolve(trial, assessment=own, others=tuple(others))


def _of_new_size(given: Assessment, factor: Fraction) -> Assessment:
    total = given.decided_total
    decisions = {code: evolve(each, points=_times(each.points, factor)) for code, each in given.decisions.items()}
    whole = None if total is None else evolve(total, points=_times(total.points, factor))
    return evolve(given, decisions=decisions, decided_total=whole)


def _times(points: Fraction | None, factor: Fraction) -> Fraction | None:
    return None if points is None else points * factor


def _same(one: Trial, other: Trial, factor: Fraction) -> Iterator[Breach]:
    """Yield where two cards differ in more than the size of a point."""
    for code, before in one.scores.items():
        after = other.scores[code]
        if (before.status, *_sizes(before, factor)) != (after.status, *_sizes(after, Fraction(1))):
            yield Breach(code, _sized(before, factor), _sized(after, Fraction(1)), "rule")
    wanted, found = _whole(one), _whole(other)
    if wanted != found:
        yield Breach(None, wanted, found, "index")


def _sizes(score: NodeScore, factor: Fraction) -> tuple[Fraction, ...]:
    figures = (score.points, score.applicable_maximum, score.counted_points, score.counted_maximum)
    return tuple(each * factor for each in figures)


def _sized(score: NodeScore, factor: Fraction) -> str:
    points, maximum, counted, most = (figure(each) for each in _sizes(score, factor))
    return say(
        "{points} of {maximum} points, {status}, counted as {counted} of {most}",
        points=points,
        maximum=maximum,
        status=score.status,
        counted=counted,
        most=most,
    )


def _whole(trial: Trial) -> str:
    """Return the index and the class in words."""
    card = trial.card
    index = say("no index") if card.exact_index is None else figure(card.exact_index)
    class_ = (card.class_.id or card.class_.status) if card.class_ else say("none")
    return say("an index of {index}, class {class_}", index=index, class_=class_)
