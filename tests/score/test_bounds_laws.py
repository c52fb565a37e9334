"""Laws of the bounds reading, over random sets: it contains, it is tight, and it never widens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from _drawn import documents, made
from _sets import Document
from _sheets import sheets
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from parengine.expr._domain import Refusal
from parengine.score import Prepared, prepare
from parengine.score._bounds import bounds_of
from parengine.score._bounds_frame import frame_of
from parengine.score._spans import Bounds, Span

LARGEST = 450


class Results:
    """What a number of sheets scored to: the hull of each figure, and the classes."""

    def __init__(self, prepared: Prepared) -> None:
        self.prepared = prepared
        self.figures: dict[str, tuple[Fraction, Fraction]] = {}
        self.classes: set[str | None] = set()
        self.any = False

    def take(self, raw: Sequence[object]) -> bool:
        """Score a full row; return whether it is a completion: no check fails."""
        exact = self.prepared.exact
        row = exact.run(raw)
        if any(exact.marks[place][1].effect == "check_failed" for place in row[-1]):
            return False
        self.any = True
        for name in self.names:
            value, under, state = (row[place] for place in exact.outputs[name])
            if name == "index" and state:
                continue
            figure = Fraction(0) if state else Fraction(value, under)
            low, high = self.figures.get(name, (figure, figure))
            self.figures[name] = min(low, figure), max(high, figure)
        if self.prepared.criteria_set.classes:
            value, _, state = (row[place] for place in exact.outputs["class"])
            self.classes.add(None if state else exact.words[value])
        return True

    @property
    def names(self) -> list[str]:
        """Return the figures that bounds are about."""
        return [*(f"points {node.code}" for node in self.prepared.criteria_set.walk()), "points", "index"]


def span_of(bounds: Bounds, name: str) -> Span | None:
    """Return the span of a figure by the name of its binding."""
    return bounds.nodes[name.removeprefix("points ")] if " " in name else getattr(bounds, name)


def outside(bounds: Bounds, results: Results) -> list[str]:
    """Return what of some results lies outside of bounds."""
    found = [f"class {each}" for each in results.classes - set(bounds.classes)]
    for name, (low, high) in results.figures.items():
        span = span_of(bounds, name)
        if span is None or low < span.low or high > span.high:
            found.append(f"{name}: {low} to {high} in {span}")
    return found


def not_reached(bounds: Bounds, results: Results) -> list[str]:
    """Return what of the bounds goes further than any of some results."""
    found = [f"class {each}" for each in set(bounds.classes) - results.classes]
    for name in results.names:
        span = span_of(bounds, name)
        if span != (Span(*results.figures[name]) if name in results.figures else None):
            found.append(f"{name}: {results.figures.get(name)} is {span}")
    return found


def all_answers(prepared: Prepared, place: int) -> list[object]:
    """Return every admissible answer to an input."""
    grid = frame_of(prepared).grids[prepared.inputs[place]]
    first, last = grid.whole
    return [grid.answer(each) for each in range(first, last + 1) if grid.settled((each, each)) == (each, each)]


def completions(prepared: Prepared, raw: Sequence[object], open_: Sequence[int]) -> Iterator[list[object]]:
    """Yield a row for every mixture of answers to the open inputs."""
    for mixture in product(*(all_answers(prepared, place) for place in open_)):
        row = list(raw)
        for place, answer in zip(open_, mixture, strict=True):
            row[place] = answer
        yield row


def without(raw: Sequence[object], open_: Sequence[int]) -> list[object]:
    """Return a row with some answers taken away."""
    return [None if place in open_ else answer for place, answer in enumerate(raw)]


class Sheet:
    """A set and a row of answers, shown as they are written."""

    def __init__(self, drawn: Document, prepared: Prepared, raw: list[object]) -> None:
        self.drawn, self.prepared, self.raw = drawn, prepared, raw

    def __repr__(self) -> str:
        """Return the document and the answers."""
        names = [f"{node.name}.{node.part}" if node.part else node.name for node in self.prepared.inputs]
        return f"{self.drawn!r}\n{dict(zip(names, self.raw, strict=True))!r}"

    def __iter__(self) -> Iterator[Any]:
        """Yield the set and the row."""
        return iter((self.prepared, self.raw))


@st.composite
def full_rows(draw: Any) -> Sheet:
    """Draw a set and a row of answers with nothing missing or out of its domain."""
    drawn = draw(documents())
    prepared = prepare(made(drawn))
    raw = prepared.answers(draw(sheets(drawn)))
    for place, node in enumerate(prepared.inputs):
        if raw[place] is None or isinstance(node.domain.admit(raw[place]), Refusal):
            raw[place] = frame_of(prepared).grids[node].answer(draw(st.integers(0, 1)) if node.type != "date" else 1)
    return Sheet(drawn, prepared, raw)


def answered(prepared: Prepared) -> list[int]:
    """Return the places of what is answered: all but the period."""
    return [place for place, node in enumerate(prepared.inputs) if node.origin != "period"]


@given(drawn=full_rows(), data=st.data())
@settings(max_examples=40, deadline=None)
def test_bounds_contain_every_completion(drawn: Sheet, data: st.DataObject) -> None:
    """A sheet that is taken answers from, and scored whole, lies within the bounds of what was left."""
    prepared, raw = drawn
    results = Results(prepared)
    assume(results.take(raw))
    open_ = data.draw(st.lists(st.sampled_from(answered(prepared)), unique=True, min_size=1))

    assert [] == outside(bounds_of(prepared, without(raw, open_)), results)


@given(drawn=full_rows(), data=st.data())
@settings(max_examples=40, deadline=None)
def test_bounds_are_the_hull_of_all_completions(drawn: Sheet, data: st.DataObject) -> None:
    """On small domains every completion is scored: the bounds contain them all, and go no further unless wide."""
    prepared, raw = drawn
    frame = frame_of(prepared)
    sizes = {place: frame.grids[prepared.inputs[place]].whole for place in answered(prepared)}
    small = [place for place, (first, last) in sizes.items() if last - first < 30]
    assume(small)
    open_ = data.draw(st.lists(st.sampled_from(small), unique=True, min_size=1, max_size=4))
    while prod(sizes[place][1] - sizes[place][0] + 1 for place in open_) > LARGEST:
        open_.pop()
    results = Results(prepared)
    for row in completions(prepared, raw, open_):
        results.take(row)
    assume(results.any)

    bounds = bounds_of(prepared, without(raw, open_))

    event(f"wide: {bounds.wide}")
    assert [] == outside(bounds, results)
    assert bounds.wide or [] == not_reached(bounds, results)


@given(drawn=full_rows(), data=st.data())
@settings(max_examples=30, deadline=None)
def test_more_answers_never_widen(drawn: Sheet, data: st.DataObject) -> None:
    """With an answer more, the spans lie within the ones before, and no class is new."""
    prepared, raw = drawn
    assume(Results(prepared).take(raw))
    open_ = data.draw(st.lists(st.sampled_from(answered(prepared)), unique=True, min_size=1))

    before = bounds_of(prepared, without(raw, open_))
    after = bounds_of(prepared, without(raw, open_[:-1]))

    results = Results(prepared)
    results.classes = set(after.classes)
    spans = ((name, span_of(after, name)) for name in results.names)
    results.figures = {name: (span.low, span.high) for name, span in spans if span is not None}
    assert [] == outside(before, results)
