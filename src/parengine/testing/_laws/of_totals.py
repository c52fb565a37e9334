"""Laws of the whole: what parents add for their children, the totals, the index and the class."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from ..._model import Class, CriteriaSet, Node
from ..._sentences import figure, say
from ...expr import Expr, total
from ...expr._oracle import strongest
from ...score import NodeScore
from ...score._lower import checks_of_class
from ...types import State, Status
from .breach import Breach
from .law import law
from .of_steps import rounded_by_hand
from .outline import outline_of
from .reading import Reading
from .trial import Trial


class Counted(NamedTuple):
    """Points, and the maximum they count of."""

    points: Fraction
    maximum: Fraction


_NOTHING: Final = Counted(Fraction(0), Fraction(0))
#: What counts in the place of a node that does not apply, by its maximum.
_IN_ITS_PLACE: Final[Mapping[str, Callable[[Fraction], Counted]]] = {
    "rescale": lambda _: _NOTHING,
    "redistribute": lambda _: _NOTHING,
    "full": lambda maximum: Counted(maximum, maximum),
    "zero": lambda maximum: Counted(Fraction(0), maximum),
}
_OPEN: Final = (Status.MISSING, Status.INVALID)


@law(say("what does not apply counts as its treatment says: not at all, in full, as lost, or spread over what applies"))
def treatments_conserve(trial: Trial) -> Iterator[Breach]:
    """Look at every node's counted pair; spreading keeps every sibling's share and what all of them are worth."""
    outline = outline_of(trial.criteria_set)
    yield from _out_of_reach(trial)
    for siblings in _families(trial.criteria_set):
        gained = _gained(siblings, trial)
        for node in siblings:
            score = trial.scores[node.code]
            wanted = _counted(node, score, trial.criteria_set, gained, magnitude=node.code in outline.magnitudes)
            found = Counted(score.counted_points, score.counted_maximum)
            if wanted != found:
                yield Breach(node.code, _told(wanted), _told(found), "not_applicable", _case(node.code, wanted))


def _out_of_reach(trial: Trial) -> Iterator[Breach]:
    """Yield the nodes whose applicable maximum is not their own, nor what their children count."""
    for node, score in trial.nodes():
        counted = [child.counted_maximum for child in score.children]
        if node.is_leaf:
            value = Reading(trial, node.code)(outline_of(trial.criteria_set).reach[node.code])
            wanted = value if isinstance(value, Fraction) else node.maximum
        else:
            wanted = max(counted) if node.aggregate == "best" else sum(counted, Fraction(0))
        found = score.applicable_maximum
        if score.status is not Status.NOT_APPLICABLE and wanted != found:
            most, there = (say("it could have {maximum}", maximum=figure(each)) for each in (wanted, found))
            yield Breach(node.code, most, there, "rule")


def _told(pair: Counted) -> str:
    return say("it counts {points} of {maximum}", points=figure(pair.points), maximum=figure(pair.maximum))


def _case(code: str, wanted: Counted) -> Mapping[str, object]:
    return {"nodes": {code: {"maximum": str(wanted.maximum)}}}


def _families(criteria_set: CriteriaSet) -> Iterator[tuple[Node, ...]]:
    """Yield the nodes of one parent, for every parent."""
    yield from (criteria_set.nodes, criteria_set.bonus, criteria_set.penalty)
    yield from (node.children for node in criteria_set.walk() if node.children)


def _treatment(node: Node, criteria_set: CriteriaSet, *, magnitude: bool) -> str:
    """Return what a node declares, else the edition's default, which is about maxima and so not about magnitudes."""
    own = None if node.treatment == "rescale_block" else node.treatment
    return own or ("rescale" if magnitude else criteria_set.treatment)


def _gained(siblings: Iterable[Node], trial: Trial) -> Fraction:
    """Return what each sibling that applies gains: R over k."""
    away = [node for node in siblings if trial.scores[node.code].status is Status.NOT_APPLICABLE]
    sharing = sum(node not in away for node in siblings)
    magnitudes = outline_of(trial.criteria_set).magnitudes
    freed = [n.maximum for n in away if _treatment(n, trial.criteria_set, magnitude=False) == "redistribute"]
    here = any(node.code in magnitudes for node in siblings)
    return sum(freed, Fraction(0)) / sharing if sharing and not here else Fraction(0)


def _counted(node: Node, score: NodeScore, criteria_set: CriteriaSet, gained: Fraction, *, magnitude: bool) -> Counted:
    """Return what a node's parent must add for it."""
    if score.status is Status.NOT_APPLICABLE:
        return _IN_ITS_PLACE[_treatment(node, criteria_set, magnitude=magnitude)](node.maximum)
    pair = Counted(Fraction(0) if score.status in _OPEN else score.points, score.applicable_maximum)
    block = (node.rescale_to or node.maximum) if node.treatment == "rescale_block" else None
    if block is not None and 0 < pair.maximum < node.maximum:
        pair = Counted(pair.points / pair.maximum * block, block)
    factor = (node.maximum + gained) / node.maximum if node.maximum else Fraction(1)
    return Counted(pair.points * factor, pair.maximum * factor)


@law(say("a total is the declared aggregate of its parts, and channels and lines add up to it"))
def total_of_the_parts(trial: Trial) -> Iterator[Breach]:
    """Points, bonus, penalty and the applicable maximum of the whole, and what channels and lines come to."""
    card, criteria_set = trial.card, trial.criteria_set
    summed = {name: _sum(trial, nodes) for name, nodes in _roots(criteria_set).items()}
    rounding = criteria_set.rounding
    how = rounding.rounding
    whole = summed["points"]
    points = rounded_by_hand(whole, how.places, how.mode) if "total" in rounding.levels else whole
    decided = trial.assessment.decided_total
    wanted = {**summed, "points": points if decided is None or decided.points is None else decided.points}
    wanted["applicable_maximum"] = sum(
        (trial.scores[node.code].counted_maximum for node in criteria_set.nodes), Fraction(0)
    )
    if card.channels:
        shown = sum((line.points for line in (*card.channels, *card.lines)), Fraction(0))
        yield from _differs("channels", card.points, shown)
    for name, value in wanted.items():
        yield from _differs(name, value, getattr(card, name))


def _roots(criteria_set: CriteriaSet) -> Mapping[str, tuple[Node, ...]]:
    return {"points": criteria_set.nodes, "bonus": criteria_set.bonus, "penalty": criteria_set.penalty}


def _sum(trial: Trial, nodes: Iterable[Node]) -> Fraction:
    return sum((trial.scores[node.code].counted_points for node in nodes), Fraction(0))


def _differs(name: str, wanted: Fraction, found: Fraction) -> Iterator[Breach]:
    if wanted != found:
        expected, got = (say("{name}: {value}", name=_TOTALS[name], value=figure(each)) for each in (wanted, found))
        case = {"points": str(wanted)} if name == "points" else None
        yield Breach(None, expected, got, name, case)


_TOTALS: Final = {
    "points": say("points"),
    "bonus": say("bonus"),
    "penalty": say("penalty"),
    "applicable_maximum": say("applicable maximum"),
    "channels": say("channels and lines together"),
}


@law(
    say("the index is the edition's expression over the totals; a bonus never lowers it and a penalty never raises it")
)
def index_of_the_totals(trial: Trial) -> Iterator[Breach]:
    """Where nothing applies there is no index; events are looked at with everything else as it is."""
    card = trial.card
    reading = Reading(trial)
    value = reading(trial.criteria_set.index) if card.applicable_maximum else State.NOT_APPLICABLE
    wanted = value if isinstance(value, Fraction) else None
    if wanted != card.exact_index:
        yield Breach(
            None,
            _index(wanted),
            _index(card.exact_index),
            "index",
            None if wanted is None else {"index": str(card.shown(wanted))},
        )
    if wanted is not None:
        yield from _events(trial, wanted)


def _index(value: Fraction | None) -> str:
    return say("no index") if value is None else say("an index of {index}", index=figure(value))


def _events(trial: Trial, index: Fraction) -> Iterator[Breach]:
    """Yield where one point more of bonus or penalty moves the index the wrong way."""
    events: tuple[tuple[Literal["bonus", "penalty"], int], ...] = (("bonus", 1), ("penalty", -1))
    for name, sign in events:
        if getattr(trial.criteria_set, name):
            more = {total(name): getattr(trial.card, name) + 1}
            moved = Reading(trial, instead=more)(trial.criteria_set.index)
            if isinstance(moved, Fraction) and (moved - index) * sign < 0:
                told = say("one point more of {name} does not move it the other way", name=_TOTALS[name])
                yield Breach(
                    None, told, say("{index} becomes {moved}", index=figure(index), moved=figure(moved)), "index"
                )


# ---- the class


@law(
    say("a class is what its clauses say: not rated, forced, or the best whose range and gates hold, unless held down")
)
def class_by_its_clauses(trial: Trial) -> Iterator[Breach]:
    """Look at the clauses in their order; the table looks at the index, rounded or exact as the edition declares."""
    if trial.criteria_set.classes is None:
        return
    if trial.card.class_ is None:
        yield Breach(None, say("a class, or why there is none"), say("none"), "classes")
        return
    wanted = _class(trial)
    found = trial.card.class_.id or trial.card.class_.status
    if wanted != found:
        case = (
            {"class": wanted}
            if any(each.id == wanted for each in trial.criteria_set.classes.classes)
            else {"class_status": wanted}
        )
        yield Breach(
            None, say("class '{class_}'", class_=wanted), say("class '{class_}'", class_=found), "classes", case
        )


def _class(trial: Trial) -> str:
    """Return the id of the class, or the status that stands in its place."""
    classes, reading = trial.criteria_set.classes, Reading(trial)
    assert classes is not None
    if any(reading(check.condition) is False for check in checks_of_class(trial.criteria_set)):
        return "undetermined"
    given = _first(reading, [(each.condition, "not_rated") for each in classes.not_rated])
    given = given or _first(reading, [(each.condition, each.class_) for each in classes.forced])
    return given or _held_down(trial, reading, _in_table(trial, reading))


def _first(reading: Reading, clauses: list[tuple[Expr, str]]) -> str | None:
    """Return what the first clause that holds gives; none holding and one unknown leaves it undetermined."""
    values = [reading(condition) for condition, _ in clauses]
    holding = [given for value, (_, given) in zip(values, clauses, strict=True) if value is True]
    unknown = any(value in (State.MISSING, State.INVALID) for value in values)
    return holding[0] if holding else "undetermined" if unknown else None


def _in_table(trial: Trial, reading: Reading) -> str:
    classes, card = trial.criteria_set.classes, trial.card
    assert classes is not None
    index = card.exact_index if classes.basis == "exact" else None if card.index is None else Fraction(card.index)
    if index is None:
        return "not_rated"
    for each, better in zip(classes.classes, (None, *classes.classes), strict=False):
        gates = [reading(gate.condition) for gate in each.gates]
        state = strongest(gates)
        if not _within(each, better, index) or any(value is False for value in gates) or state is State.NOT_APPLICABLE:
            continue
        return each.id if state is None else "undetermined"
    return "unclassified"


def _within(each: Class, better: Class | None, index: Fraction) -> bool:
    """Return whether an index lies in a range; one without an upper end ends where the better class starts."""
    low, high, closed = each.low, each.high, each.high_closed
    if high is None and better is not None:
        high, closed = better.low, not better.low_closed
    from_below = low is None or index > low or (index == low and each.low_closed)
    return from_below and (high is None or index < high or (index == high and closed))


def _held_down(trial: Trial, reading: Reading, found: str) -> str:
    """Return the class after the clauses on the highest that may be given, those of the best class first."""
    classes = trial.criteria_set.classes
    assert classes is not None
    ids = [each.id for each in classes.classes]
    for verdict in sorted(classes.highest, key=lambda verdict: ids.index(verdict.class_)):
        if found in ids and ids.index(found) < ids.index(verdict.class_):
            held = reading(verdict.condition)
            unknown = held in (State.MISSING, State.INVALID)
            found = verdict.class_ if held is True else "undetermined" if unknown else found
    return found
