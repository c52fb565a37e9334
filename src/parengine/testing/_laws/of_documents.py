"""Laws of what goes out and comes back: documents read back equal, and the same inputs give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

import attrs

from ..._model import CriteriaSet
from ..._sentences import figure, say
from ...criteria import loads_assessment, loads_cases
from ...criteria._places import shortened
from ...errors import DocumentError, ExpressionError
from ...expr import Expr
from ...expr._show import show
from ...expr._text import parse
from ...score import Assessment, Cohort, NodeScore, Prepared, Scorecard
from ...score._build import CardBuilder, Frame
from ...score._json import read_scorecard
from ...score._lower import lower
from ...score._terms import PLAIN
from .._worked.documents import assessment_text, cases_text
from .breach import Breach
from .law import law
from .outline import outline_of
from .reread import SetNames, again, expressions_of
from .respelled import respelled
from .trial import Trial

Breaches: TypeAlias = Iterator[Breach]

#: One in so many scorecards of a large set is held to its schema on the way back: that takes longer than to read it.
_HELD_TO_SCHEMA: Final = 16
#: One in so many scorecards of a large set is written out to be compared byte by byte; others are compared as values.
_WRITTEN: Final = 4
_LONGEST_TOLD: Final = 160


# ---- the same bytes


@lru_cache(maxsize=16)
def _made_afresh(criteria_set: CriteriaSet) -> Frame:
    """Return a set prepared anew from its canonical document, whatever the engine keeps ready."""
    whole = _loaded(criteria_set)
    whole = criteria_set if whole is None else whole
    return Frame(Prepared(whole, lower(whole)))


def _loaded(criteria_set: CriteriaSet) -> CriteriaSet | None:
    """Return a set as its document is read, None where it is not: that breaks the law of round trips."""
    try:
        return again(criteria_set)
    except DocumentError:
        return None


@law(say("the same answers give the same scorecard to the byte, however they are spelled and ordered"))
def same_inputs_same_bytes(trial: Trial) -> Breaches:
    """Score again with a set that was read and prepared anew, the answers and their order written otherwise."""
    other = respelled(trial.assessment, trial.criteria_set, trial.random)
    card = CardBuilder(_frame(trial), other, trial.cohort).card()
    is_small = outline_of(trial.criteria_set).is_small
    is_written = is_small or trial.seed % _WRITTEN == 0
    if card != trial.card or (is_written and _written(card, is_small) != _written(trial.card, is_small)):
        yield from _differing(trial.card, card)


def _written(card: Scorecard, explained: bool) -> str:
    return card.to_json(explained=explained)


def _frame(trial: Trial) -> Frame:
    """Return what scores a trial again; to prepare a set anew takes long, so it is done for plain terms alone."""
    if trial.prepared.terms == PLAIN:
        return _made_afresh(trial.criteria_set)
    return _made_ready(trial.prepared)


@lru_cache(maxsize=16)
def _made_ready(prepared: Prepared) -> Frame:
    return Frame(prepared)


def _differing(card: Scorecard, other: Scorecard) -> Breaches:
    """Yield the first leaf of which two scorecards say something else, or the first group, or the whole."""
    pairs = zip(card.walk(), other.walk(), strict=False)
    differing = [(one, same) for one, same in pairs if not _is_same(one, same)]
    found = next((pair for pair in differing if not pair[0].children), differing[0] if differing else None)
    if found is not None:
        yield Breach(found[0].code, _told_of_node(found[0]), _told_of_node(found[1]))
    elif card.digests != other.digests:
        yield Breach(None, _told_of_digests(card), _told_of_digests(other))
    else:
        yield Breach(None, say("the same bytes"), say("a scorecard that is written otherwise"))


def _is_same(one: NodeScore, other: NodeScore) -> bool:
    """Return whether two nodes have the same figures, whatever is below them."""
    return attrs.evolve(one, children=()) == attrs.evolve(other, children=())


def _told_of_digests(card: Scorecard) -> str:
    return say("the digests {set} and {answers}", set=card.digests.set, answers=card.digests.answers)


def _told_of_node(score: NodeScore) -> str:
    listed = [*score.missing, *(each.sentence for each in score.invalid)]
    points = say("{points} points, {status}", points=figure(score.points), status=score.status)
    return say("{points}: {listed}", points=points, listed=listed) if listed else points


# ---- there and back


@law(say("what is written is read back as the same: the set, its expressions, answers, cases, cohorts and scorecards"))
def documents_round_trip(trial: Trial) -> Breaches:
    """Look at the set once; of a large one then at a sheet's answers and case, or at its cohort and scorecard."""
    yield from _of_set(trial.criteria_set)
    some = (_of_answers, _of_case) if trial.seed % 2 else (_of_cohort, _of_card)
    is_small = outline_of(trial.criteria_set).is_small
    for each in (_of_answers, _of_case, _of_cohort, _of_card) if is_small else some:
        yield from each(trial)


@lru_cache(maxsize=32)
def _of_set(criteria_set: CriteriaSet) -> tuple[Breach, ...]:
    return (*_of_document(criteria_set), *_of_expressions(criteria_set))


def _of_document(criteria_set: CriteriaSet) -> Breaches:
    """Yield how the canonical document reads as another set."""
    try:
        read = again(criteria_set)
    except DocumentError as error:
        yield Breach(None, say("a canonical document that loads"), say("{problem}", problem=error.sentence))
        return
    if read.digest != criteria_set.digest:
        wanted, found = (say("the digest {digest}", digest=each.digest) for each in (criteria_set, read))
        yield Breach(None, wanted, found)
    yield from _other_nodes(criteria_set, read)
    for field in attrs.fields(CriteriaSet):
        if getattr(read, field.name) != getattr(criteria_set, field.name):
            yield Breach(None, say("a set that is equal"), say("a set with another '{part}'", part=field.name))


def _other_nodes(criteria_set: CriteriaSet, read: CriteriaSet) -> Breaches:
    for node in criteria_set.walk():
        other = read.by_code.get(node.code)
        if other is None or attrs.evolve(other, children=()) != attrs.evolve(node, children=()):
            yield Breach(node.code, say("a node that is equal"), say("another node, or none"))


def _of_expressions(criteria_set: CriteriaSet) -> Breaches:
    """Yield the expressions whose text is read as another one, or cannot be read."""
    names = SetNames(criteria_set)
    for code, path, expression in expressions_of(criteria_set):
        found = _reread(expression, names)
        if found is not None:
            text = say("'{text}' read as it is shown", text=shortened(show(expression), _LONGEST_TOLD))
            yield Breach(code, text, found, path)


def _reread(expression: Expr, names: SetNames) -> str | None:
    """Return what becomes of an expression whose text is read, None where it is the same one."""
    try:
        read = parse(show(expression), names)
    except ExpressionError as error:
        return say("a text that is refused: {why}", why=error.sentence)
    return None if read is expression else say("'{text}'", text=shortened(show(read), _LONGEST_TOLD))


def _of_answers(trial: Trial) -> Breaches:
    """Yield where an assessment's document holds other answers."""
    given = trial.assessment
    yield from _read_as((given,), lambda: (loads_assessment(assessment_text(given), trial.criteria_set),))


def _of_case(trial: Trial) -> Breaches:
    """Yield where a file of cases holds other answers, of the unit or of those it is compared with."""
    yield from _read_as((trial.assessment, *trial.others), lambda: _sheets_of_case(trial))


def _sheets_of_case(trial: Trial) -> tuple[Assessment, ...]:
    """Return the sheets that a trial's file of cases is read to, the unit's own first."""
    (case,) = loads_cases(cases_text(trial.assessment, trial.others)).cases
    others = case.cohort if isinstance(case.cohort, tuple) else ()
    return (case.assessment(trial.criteria_set.id, trial.assessment.year), *others)


def _read_as(given: Sequence[Assessment], read: Callable[[], Sequence[Assessment]]) -> Breaches:
    try:
        found = read()
    except DocumentError as error:
        yield Breach(None, say("answers that are read"), say("{problem}", problem=error.sentence))
        return
    lost = [each.unit.id for each in given[len(found) :]]
    if lost:
        yield Breach(None, say("the same answers"), say("other answers: {names}", names=lost))
    for one, other in zip(given, found, strict=False):
        yield from _other_answers(one, other)


def _other_answers(given: Assessment, found: Assessment) -> Breaches:
    if (found.digest(), found.stage) != (given.digest(), given.stage):
        other = [name for name, raw in given.answers.items() if str(found.answers.get(name)) != str(raw)]
        yield Breach(None, say("the same answers"), say("other answers: {names}", names=other), inputs=tuple(other))


def _of_cohort(trial: Trial) -> Breaches:
    if trial.cohort is not None and Cohort.from_dict(json.loads(json.dumps(trial.cohort.to_dict()))) != trial.cohort:
        yield Breach(None, say("the cohort's figures"), say("other figures"))


def _of_card(trial: Trial) -> Breaches:
    """Yield the nodes that a scorecard has otherwise when it is read; now and then it is held to its schema."""
    text = trial.card.to_json()
    held = outline_of(trial.criteria_set).is_small or trial.seed % _HELD_TO_SCHEMA == 0
    back = Scorecard.from_json(text) if held else read_scorecard(json.loads(text))
    if back != trial.card:
        yield from _differing(trial.card, back)
