"""
Laws of the bounds reading: it contains what happens, it is the hull, and an answer more never widens it.

Each takes answers away from a sheet on which what was missing or not admitted is answered somehow, so that there
is something that happens.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Final

from ..._sentences import say
from ...expr._show import show
from ...score import Prepared
from ...score._bounds import bounds_of
from ...score._bounds_frame import frame_of
from ...score._spans import Bounds
from .breach import Breach
from .completions import (
    Deviation,
    Results,
    answered,
    completed,
    completions,
    not_reached,
    outside,
    size_of,
    span_of,
    without,
)
from .law import law
from .outline import outline_of
from .trial import Trial

#: How many answers are taken away of a large set: mostly few, because bounds of many take long; now and then twenty,
#: seldom all.
_MANY: Final = 20
_SELDOM: Final = 32
_HARDLY_EVER: Final = 128
#: How many completions are scored to know the hull: of a large set mostly, and seldom.
_COMPLETIONS: Final = 48
_MOST_COMPLETIONS: Final = 450
_MOST_OPEN: Final = 4


@law(
    say("with some answers taken away, the bounds contain every figure and the class of the sheet as it was"),
    whole=True,
)
def bounds_contain_what_happens(trial: Trial) -> Iterator[Breach]:
    """Take away one answer, a few, twenty or all; a sheet on which a check fails is none that may happen."""
    prepared, random = trial.prepared, trial.random
    whole, results = completed(prepared, trial.row, trial.seed), Results(prepared)
    places = answered(prepared, whole)
    if not results.take(whole) or not places:
        return
    open_ = random.sample(places, _how_many(trial, random, len(places)))
    for each in outside(bounds_of(prepared, without(whole, open_)), results):
        yield _breach(each, say("within the bounds: {span}", span=each.bounds), each.results, prepared, open_)


def _how_many(trial: Trial, random: Random, most: int) -> int:
    if outline_of(trial.criteria_set).is_small:
        return _any_number(random, most)
    drawn = random.randrange(_HARDLY_EVER)
    wanted = most if drawn == _HARDLY_EVER - 1 else _MANY if drawn % _SELDOM == 1 else random.choice((1, 1, 2, 3))
    return min(wanted, most)


def _any_number(random: Random, most: int) -> int:
    return min(most, random.choice((1, 2, 3, random.randint(1, most))))


@law(
    say("the bounds are all that a sheet can come to, however it is completed, and no wider unless they say so"),
    whole=True,
)
def bounds_are_the_hull(trial: Trial) -> Iterator[Breach]:
    """Leave inputs open that have few answers, so that every completion can be scored."""
    prepared = trial.prepared
    whole = completed(prepared, trial.row, trial.seed)
    open_ = _open_to_few(trial, whole)
    results = Results(prepared)
    if not open_ or not _take_all(results, whole, open_):
        return
    bounds = bounds_of(prepared, without(whole, open_))
    for each in outside(bounds, results):
        yield _breach(each, say("within the bounds: {span}", span=each.bounds), each.results, prepared, open_)
    for each in () if bounds.wide else not_reached(bounds, results):
        yield _breach(each, say("bounds no wider than {span}", span=each.results), each.bounds, prepared, open_)


def _open_to_few(trial: Trial, whole: Sequence[object]) -> list[int]:
    """Return some inputs that together have few completions; more of them in a small set, and now and then."""
    prepared, random, is_small = trial.prepared, trial.random, outline_of(trial.criteria_set).is_small
    most = _MOST_COMPLETIONS if random.randrange(_SELDOM) == 0 or is_small else _COMPLETIONS
    places = [place for place in answered(prepared, whole) if size_of(prepared, place) <= _COMPLETIONS]
    open_, size = list[int](), 1
    for place in random.sample(places, min(_MOST_OPEN, len(places))):
        if size * size_of(prepared, place) <= most:
            open_.append(place)
            size *= size_of(prepared, place)
    return open_


def _take_all(results: Results, whole: Sequence[object], open_: Sequence[int]) -> bool:
    """Score every completion; return whether there is one. What no open input reaches is looked at once."""
    frame = frame_of(results.prepared)
    bits = sum(frame.bit[frame.inputs[place]] for place in open_)
    moved = [name for name in results.names if frame.supports[name] & bits]
    for row in completions(results.prepared, whole, open_):
        results.take(row, moved if results.any else None)
    return results.any


@law(say("with one more answer, the bounds lie within those before, and no class is new"), whole=True)
def an_answer_never_widens(trial: Trial) -> Iterator[Breach]:
    """Take a few answers away, and give the last of them back."""
    prepared, random = trial.prepared, trial.random
    whole = completed(prepared, trial.row, trial.seed)
    places = answered(prepared, whole)
    if not Results(prepared).take(whole, ()) or not places:
        return
    is_small = outline_of(trial.criteria_set).is_small
    wanted = _any_number(random, len(places)) if is_small else random.choice((1, 2, 2, 3))
    open_ = random.sample(places, min(len(places), wanted))
    before, after = (bounds_of(prepared, without(whole, each)) for each in (open_, open_[:-1]))
    for each in outside(before, _spans_as_results(prepared, after)):
        yield _breach(each, say("as before, within {span}", span=each.bounds), each.results, prepared, open_)


def _spans_as_results(prepared: Prepared, bounds: Bounds) -> Results:
    """Return what bounds say as if it had happened."""
    results = Results(prepared)
    results.classes = set(bounds.classes)
    spans = {name: span_of(bounds, name) for name in results.names}
    results.figures = {name: span for name, span in spans.items() if span is not None}
    return results


def _breach(each: Deviation, expected: str, found: str, prepared: Prepared, open_: Sequence[int]) -> Breach:
    return Breach(each.code, expected, found, inputs=tuple(show(prepared.inputs[place]) for place in open_))
