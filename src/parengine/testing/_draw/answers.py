"""
Answers to any criteria set: strategies that aim at where its rules break.

A sheet is a base and a few changes. The base is one number, so that a sheet of hundreds of answers is drawn
fast: 0 is the plainest sheet, every other number one whose answers stand at thresholds and beside them, at 0 and
100 %, on due days, at all options and in empty groups of respondents. It shrinks by a window: what is outside has
the plain answers, and a failure narrows it from both ends to what matters. The changes shrink one by one. A whole
sheet leaves nothing open; else answers are missing, not admitted, or both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from random import Random
from typing import Any, Final, Literal, TypeAlias, TypeVar

from attrs import evolve, frozen
from hypothesis import strategies as st

from ..._model import CriteriaSet, Node, Stage
from ..._model import Input as Declared
from ..._sentences import say
from ...expr import Domain, Expr, answer
from ...expr._nodes import Input, walk
from ...score import Assessment, Decision, Unit
from ...score._classes import conditions_of
from .._loaded import check_loaded
from .aims import Aim, Given, aims_of, edges, is_of_answers, ordinary, plain, reading_of

T = TypeVar("T")
Draw: TypeAlias = Callable[[st.SearchStrategy[T]], T]
#: What may be wrong with a sheet.
Quality: TypeAlias = Literal["whole", "gaps", "bad", "both"]

_SEEDS: Final = 2**16
_MOST_CHANGES: Final = 4
#: Of so many sheets one has the plain answers at an end.
_MOSTLY: Final = 16
_MOST_SPOILT: Final = 6
_BAD: Final[tuple[object, ...]] = ("?", -5, 10**12, "3.14159265", [], {"great": 1}, "2022-02-30", True, 0, "never")
_STAGES: Final[tuple[Stage, ...]] = ("self", "appraised", "final")


@frozen(eq=False, slots=False)
class Ground:
    """What can be answered in a set, and where its comparisons turn."""

    criteria_set: CriteriaSet
    year: int

    @cached_property
    def inputs(self) -> tuple[Input, ...]:
        """Return everything that is answered, a distribution by its options, then the unit's attributes."""
        asked = [node for each in self.criteria_set.inputs.values() for node in _asked(each)]
        attributes = self.criteria_set.unit_attributes.values()
        return (*asked, *(_input(each.id, each.domain, "unit") for each in attributes))

    @cached_property
    def aims(self) -> tuple[Aim, ...]:
        """Return an aim for each comparison of answers that the set's rules and clauses make."""
        return aims_of(_expressions(self.criteria_set), self.year)

    @cached_property
    def checks(self) -> tuple[tuple[Expr, tuple[Aim, ...]], ...]:
        """Return the checks of answers against each other, with what settles them."""
        found = [*self.criteria_set.checks, *(check for node in self.criteria_set.walk() for check in node.checks)]
        about = (check.condition for check in found if is_of_answers(check.condition))
        aims = ((condition, aims_of([condition], self.year)) for condition in about)
        return tuple((condition, settled) for condition, settled in aims if settled)

    @cached_property
    def changes(self) -> tuple[tuple[Given, ...], ...]:
        """Return what a change may be, by what it is about: an input, a distribution or a comparison."""
        singles = [tuple({node: each} for each in edges(node, self.year)) for node in self.inputs]
        spread = [tuple(_spreads(_asked(each))) for each in self.criteria_set.inputs.values() if each.ratings]
        return (*singles, *spread, *(aim.answers for aim in self.aims if aim.answers))

    def base(self, seed: int) -> dict[Input, object]:
        """Return a sheet with every answer; 0 is the plainest."""
        if not seed:
            return {node: plain(node, self.year) for node in self.inputs}
        random = Random(seed)  # noqa: S311  drawn for tests
        sheet = {node: random.choice(ordinary(node, self.year)) for node in self.inputs}
        for change in random.sample(self.changes, len(self.changes)):
            if random.random() * 2 < 1:
                sheet |= random.choice(change)
        return self.settled(self.calmed(sheet, random) if seed % 3 else sheet, random)

    def calmed(self, sheet: dict[Input, object], random: Random) -> dict[Input, object]:
        """Return a sheet on which nothing is zeroed or does not apply: there the rules themselves can be seen."""
        for condition, asked in self.silencing:
            if reading_of(sheet, self.year)(condition) is True:
                node = random.choice(asked)
                tries = ({**sheet, node: each} for each in edges(node, self.year))
                sheet = next((each for each in tries if reading_of(each, self.year)(condition) is not True), sheet)
        return sheet

    @cached_property
    def silencing(self) -> tuple[tuple[Expr, tuple[Input, ...]], ...]:
        """Return the conditions under which a rule has nothing to say, with the answers that they read."""
        nodes = list(self.criteria_set.walk())
        found = [clause.condition for node in nodes for clause in node.zero_rules]
        found += [node.not_applicable_when.condition for node in nodes if node.not_applicable_when]
        of_answers = [each for each in found if is_of_answers(each)]
        known = frozenset(self.inputs)
        asked = (tuple(node for node in walk(each) if node in known) for each in of_answers)
        pairs = zip(of_answers, asked, strict=True)
        return tuple((condition, nodes) for condition, nodes in pairs if nodes)

    def within(self, seed: int, window: slice) -> dict[Input, object]:
        """Return a base whose answers outside a window of the inputs are the plain ones."""
        found = self.base(seed)
        if window == slice(None):
            return found
        kept = set(self.inputs[window])
        return {node: raw if node in kept else plain(node, self.year) for node, raw in found.items()}

    def settled(self, sheet: dict[Input, object], random: Random) -> dict[Input, object]:
        """Return a sheet on which answers that contradict each other are moved to where they may stand."""
        for condition, aims in self.checks:
            if reading_of(sheet, self.year)(condition) is False:
                tries = ({**sheet, **each} for aim in aims for each in random.sample(aim.answers, len(aim.answers)))
                found = (each for each in tries if reading_of(each, self.year)(condition) is True)
                sheet = next(found, sheet)
        return sheet

    def answers_of(self, sheet: Given) -> dict[str, object]:
        """Return a sheet's answers as an assessment has them."""
        found: dict[str, Any] = {}
        for node, raw in sheet.items():
            if node.origin == "answer" and node.part is None:
                found[node.name] = raw
            elif node.origin == "answer":
                found.setdefault(node.name, {})[node.part] = raw
        return found

    def attributes_of(self, sheet: Given) -> dict[str, object]:
        """Return what a sheet says of the unit."""
        return {node.name: raw for node, raw in sheet.items() if node.origin == "unit"}


def _asked(declared: Declared) -> list[Input]:
    if not declared.ratings:
        return [_input(declared.id, declared.domain, "answer")]
    return [_input(declared.id, declared.domain, "answer", option.id) for option in declared.options]


def _input(name: str, domain: Domain, origin: Literal["answer", "unit"], part: str | None = None) -> Input:
    found = answer(name, domain, part=part, origin=origin)
    assert isinstance(found, Input)
    return found


def _spreads(options: Sequence[Input]) -> Iterator[Given]:
    """Yield a distribution without any answer, one with a single answer, and those with all on one option."""
    nobody = dict.fromkeys(options, 0)
    yield nobody
    yield from ({**nobody, each: count} for each in options for count in (1, 100))


def _expressions(criteria_set: CriteriaSet) -> Iterator[Expr]:
    """Yield every expression of a set that looks at answers."""
    for node in criteria_set.walk():
        yield from _of_node(node)
    yield from (check.condition for check in criteria_set.checks)
    if criteria_set.classes:
        yield from conditions_of(criteria_set.classes)


def _of_node(node: Node) -> Iterator[Expr]:
    if node.rule is not None:
        yield node.rule.kind.points(node.maximum)
    if node.not_applicable_when is not None:
        yield node.not_applicable_when.condition
    yield from (clause.condition for clause in (*node.checks, *node.zero_rules))
    yield from (cap.condition for cap in node.caps if cap.condition is not None)


@lru_cache(maxsize=32)
def ground_of(criteria_set: CriteriaSet, year: int) -> Ground:
    """Return the ground of a set for a year, with every aim taken: it is slow once. The most recent ones are kept."""
    found = Ground(criteria_set, year)
    assert isinstance(found.changes, tuple)
    return found


@st.composite
def _sheets(draw: Draw[Any], ground: Ground, quality: Quality) -> dict[Input, object]:
    """Draw a base with a few changes, spoilt as far as is asked."""
    seed = draw(st.integers(0, _SEEDS))
    window = draw(_windows(len(ground.inputs))) if seed else slice(None)
    sheet = ground.within(seed, window)
    chosen = draw(st.lists(st.integers(0, max(0, len(ground.changes) - 1)), max_size=_MOST_CHANGES))
    for place in chosen if ground.changes else ():
        sheet |= draw(st.sampled_from(ground.changes[place]))
    moved = chosen or window != slice(None)
    if moved and quality in ("whole", "gaps"):  # on a bad sheet answers may contradict each other, too
        sheet = ground.settled(sheet, Random(0))  # noqa: S311  drawn for tests
    spoilt = draw(_spoilt(ground.inputs, quality)) if quality != "whole" and ground.inputs else {}
    return {node: raw for node, raw in {**sheet, **spoilt}.items() if raw is not None}


@st.composite
def _windows(draw: Draw[Any], count: int) -> slice:
    """Draw which of so many answers are what was chosen: mostly all, and ever fewer from both ends as it shrinks."""
    front, back = (min(count, draw(st.integers(0, _MOSTLY * count))) for _ in range(2))
    return slice(None) if front == back == count else slice(count - back, front)


@st.composite
def _spoilt(draw: Draw[Any], inputs: Sequence[Input], quality: Quality) -> dict[Input, object]:
    """Draw answers that are missing (None) or not admitted."""
    most = max(1, min(_MOST_SPOILT, len(inputs) // 2))
    some, few = (st.lists(st.sampled_from(inputs), min_size=least, max_size=most) for least in (1, 0))
    gone = dict.fromkeys(draw(some), None) if quality in ("gaps", "both") else {}
    if quality == "gaps" and draw(st.integers(0, 3)) == 3:  # noqa: PLR2004  now and then a sheet that is hardly begun
        kept = Random(draw(st.integers(0, _SEEDS)))  # noqa: S311  drawn for tests
        window = draw(_windows(len(inputs)))
        gone = dict.fromkeys((node for node in inputs[window] if kept.random() * 3 > 1), None)
    bad = {node: draw(st.sampled_from(_BAD)) for node in draw(few)} if quality in ("bad", "both") else {}
    return {**gone, **bad}


_QUALITIES: Final[st.SearchStrategy[Quality]] = st.sampled_from(["whole", "gaps", "bad", "both"])


def qualities(*, whole: bool) -> st.SearchStrategy[Quality]:
    """Return a strategy for what is wrong with a sheet; nothing where it must be whole."""
    return st.just("whole") if whole else _QUALITIES


def answers(criteria_set: CriteriaSet, *, whole: bool = False) -> st.SearchStrategy[dict[str, object]]:
    """
    Draw answers to a set by input id, as an `Assessment` takes them.

    With `whole` every answer is there and admitted; else some are missing or of a kind that no rule takes.
    """
    check_loaded("answers", criteria_set)
    ground = ground_of(criteria_set, criteria_set.key.years[0])
    return qualities(whole=whole).flatmap(lambda quality: _sheets(ground, quality)).map(ground.answers_of)


def units(criteria_set: CriteriaSet) -> st.SearchStrategy[Unit]:
    """Draw units, with every attribute that a set's clauses ask for."""
    check_loaded("units", criteria_set)
    ground = ground_of(criteria_set, criteria_set.key.years[0])
    ids = st.sampled_from(["u", "so-noi-vu", "xa-tan-lap", "U.1_2"])
    return st.builds(Unit, ids, st.none(), _sheets(ground, "whole").map(ground.attributes_of))


def assessments(
    criteria_set: CriteriaSet, *, whole: bool = False, stage: Stage | None = None
) -> st.SearchStrategy[Assessment]:
    """
    Draw assessments of a set: for any year that it covers, at any stage.

    Appraised and final ones may carry evidence and decisions. With `whole` nothing is missing, invalid or undecided.
    A stage that there is not raises `ValueError`.
    """
    check_loaded("assessments", criteria_set)
    if stage not in (None, *_STAGES):
        raise ValueError(say("there is no stage '{stage}'; known: {known}", stage=stage, known=_STAGES))
    grounds = tuple(ground_of(criteria_set, year) for year in criteria_set.key.years)  # before anything is drawn
    return _assessments(grounds, whole=whole, stage=stage)


@st.composite
def _assessments(draw: Draw[Any], grounds: Sequence[Ground], *, whole: bool, stage: Stage | None) -> Assessment:
    ground = draw(st.sampled_from(grounds))
    criteria_set = ground.criteria_set
    sheet = draw(_sheets(ground, draw(qualities(whole=whole))))
    unit = Unit("u", attributes=ground.attributes_of(sheet))
    at = stage or draw(st.sampled_from(_STAGES))
    made = Assessment(criteria_set.id, unit, ground.year, ground.answers_of(sheet), stage=at)
    return made if at == "self" else evolve(made, **draw(_appraisals(criteria_set, whole=whole)))


@st.composite
def _appraisals(draw: Draw[Any], criteria_set: CriteriaSet, *, whole: bool) -> dict[str, Any]:
    """Draw what appraisers add: evidence for some leaves, decisions on a few nodes, seldom one on the whole."""
    proven = [node.code for node in criteria_set.walk() if node.is_leaf and node.evidence]
    there = draw(st.lists(st.sampled_from(proven), unique=True)) if proven else []
    codes = draw(st.lists(st.sampled_from(list(criteria_set.by_code)), max_size=2, unique=True))
    decided = {code: draw(_decisions(criteria_set.at(code).maximum, whole=whole)) for code in codes}
    total = draw(_decisions(criteria_set.maximum, whole=whole)) if draw(st.integers(0, 5)) == 5 else None  # noqa: PLR2004
    return {"evidence": dict.fromkeys(there, ("QĐ 12",)), "decisions": decided, "decided_total": total}


def _decisions(maximum: Any, *, whole: bool) -> st.SearchStrategy[Decision]:
    points = st.sampled_from([*(() if whole else (None,)), maximum, maximum / 2, 0])
    return st.builds(Decision, points, st.just("Thẩm định lại"), st.just("Hội đồng thẩm định"))


def rounds(criteria_set: CriteriaSet, *, size: int = 3, whole: bool = False) -> st.SearchStrategy[list[Assessment]]:
    """Draw the assessments of several units for one year: each other's cohort."""
    check_loaded("rounds", criteria_set)
    return _rounds(criteria_set, size=size, whole=whole)


@st.composite
def _rounds(draw: Draw[Any], criteria_set: CriteriaSet, *, size: int, whole: bool) -> list[Assessment]:
    first = draw(assessments(criteria_set, whole=whole))
    others = [draw(assessments(criteria_set, whole=whole, stage=first.stage)) for _ in range(size - 1)]
    return [_named(each, first.year, place) for place, each in enumerate([first, *others])]


def _named(assessment: Assessment, year: int, place: int) -> Assessment:
    return evolve(assessment, year=year, unit=evolve(assessment.unit, id=f"u{place}"))
