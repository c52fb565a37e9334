"""
Completions: sheets with every answer, what they score to, and what of that bounds leave out or never reach.

A row has the raw answers in the order of a prepared set's inputs, None where there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from random import Random
from typing import Final

from attrs import frozen

from ..._sentences import figure, one_of, say
from ...expr._bounds_region import Grid
from ...expr._domain import Refusal
from ...expr._nodes import Input
from ...score import Prepared
from ...score._bounds_frame import frame_of
from ...score._programme import UNCLASSIFIED, named
from ...score._spans import Bounds, Span

#: What a place in a row is about, as far as an answer may be taken away there.
_TAKEN: Final = ("answer", "unit", "cohort", "decision")
_CLASS: Final = "class"


@frozen
class Deviation:
    """What bounds and results do not agree on: a figure by the name of its binding, and what each says."""

    name: str
    bounds: str
    results: str

    @property
    def code(self) -> str | None:
        """Return the code of the node, None for the whole."""
        return self.name.partition(" ")[2] or None


class Results:
    """What a number of sheets scored to: the hull of each figure, and the classes."""

    def __init__(self, prepared: Prepared) -> None:
        self.prepared = prepared
        self.figures: dict[str, Span] = {}
        self.classes: set[str | None] = set()
        self.any = False
        points = [named("points", node.code) for node in prepared.criteria_set.walk()][::-1]
        #: The figures that bounds are about, children before what they add up to.
        self.names = (*points, "points", "index")

    def take(self, raw: Sequence[object], names: Iterable[str] | None = None) -> bool:
        """
        Score a full row; return whether it is a completion: no check fails.

        With `names` only these figures are looked at: the others are those of a row that was taken before.
        """
        exact = self.prepared.exact
        row = exact.run(raw)
        if any(exact.marks[place][1].effect == "check_failed" for place in row[-1]):
            return False
        self.any = True
        for name in self.names if names is None else names:
            value, under, state = (row[place] for place in exact.outputs[name])
            if name != "index" or not state:
                self._widen(name, Fraction(0) if state else Fraction(value, under))
        if self.prepared.criteria_set.classes:
            value, _, state = (row[place] for place in exact.outputs[_CLASS])
            self.classes.add(None if state else exact.words[value])
        return True

    def _widen(self, name: str, figure: Fraction) -> None:
        span = self.figures.get(name)
        if span is None:
            self.figures[name] = Span(figure, figure)
        elif not span.low <= figure <= span.high:
            self.figures[name] = Span(min(span.low, figure), max(span.high, figure))


def span_of(bounds: Bounds, name: str) -> Span | None:
    """Return the span of a figure by the name of its binding."""
    code = name.partition(" ")[2]
    return bounds.nodes[code] if code else bounds.index if name == "index" else bounds.points


def outside(bounds: Bounds, results: Results) -> list[Deviation]:
    """Return what of some results lies outside of bounds."""
    found = []
    for name, reached in results.figures.items():
        span = span_of(bounds, name)
        if span is None or reached.low < span.low or reached.high > span.high:
            found.append(Deviation(name, span_told(span), span_told(reached)))
    strange = _sorted(results.classes - set(bounds.classes))
    return [*found, *(Deviation(_CLASS, classes_told(bounds.classes), class_told(each)) for each in strange)]


def not_reached(bounds: Bounds, results: Results) -> list[Deviation]:
    """Return what of the bounds goes further than any of some results."""
    found = []
    for name in results.names:
        span, reached = span_of(bounds, name), results.figures.get(name)
        if span != reached:
            found.append(Deviation(name, span_told(span), span_told(reached)))
    unreached = _sorted(set(bounds.classes) - results.classes)
    told = classes_told(_sorted(results.classes))
    return [*found, *(Deviation(_CLASS, class_told(each), told) for each in unreached)]


def _sorted(classes: set[str | None]) -> list[str | None]:
    return sorted(classes, key=str)


def span_told(span: Span | None) -> str:
    """Return a span in words."""
    if span is None:
        return say("no figure")
    if span.low == span.high:
        return say("{points}", points=figure(span.low))
    return say("from {low} to {high}", low=figure(span.low), high=figure(span.high))


def class_told(class_: str | None) -> str:
    """Return a class as a binding holds it, in words."""
    if class_ is None:
        return say("no class")
    return say("unclassified") if class_ == UNCLASSIFIED else say("the class {id}", id=class_)


def classes_told(classes: Iterable[str | None]) -> str:
    """Return the classes that may be given, in words."""
    return one_of([class_told(each) for each in classes]) or say("no class at all")


# ---- rows


def is_open(node: Input, raw: object) -> bool:
    """Return whether an answer is missing or not admitted."""
    return raw is None or isinstance(node.domain.admit(raw), Refusal)


def completed(prepared: Prepared, raw: Sequence[object], seed: int) -> list[object]:
    """Return a row in which what is missing or not admitted is answered somehow; `seed` says how."""
    grids = frame_of(prepared).grids
    decided = _decided(prepared, raw)
    return [
        _somehow(grids[node], Random(seed + place))  # noqa: S311  drawn for tests
        if is_open(node, answer) and (node.origin != "decision" or node.name in decided)
        else answer
        for place, (node, answer) in enumerate(zip(prepared.inputs, raw, strict=True))
    ]


def _decided(prepared: Prepared, raw: Sequence[object]) -> set[str]:
    """Return the codes of which an appraiser has decided or is to decide: their flag is up."""
    flags = zip(prepared.inputs, raw, strict=True)
    return {node.name for node, up in flags if _is_flag(node) and up is True}


def _somehow(grid: Grid, random: Random) -> object:
    """Return a plain answer: the first two are the plainest, the last is seldom one that checks pass."""
    first, last = grid.whole
    place = random.choice((first, first, min(first + 1, last), last)) if grid.exact else max(first, min(1, last))
    return grid.answer(place)


def answered(prepared: Prepared, raw: Sequence[object]) -> list[int]:
    """Return the places of the answers that may be taken away."""
    return [
        place
        for place, node in enumerate(prepared.inputs)
        if node.origin in _TAKEN and raw[place] is not None and not _is_flag(node)
    ]


def _is_flag(node: Input) -> bool:
    """Return whether an input only says that there is a decision."""
    return node.origin == "decision" and node.part is not None


def without(raw: Sequence[object], open_: Iterable[int]) -> list[object]:
    """Return a row with some answers taken away."""
    row = list(raw)
    for place in open_:
        row[place] = None
    return row


def size_of(prepared: Prepared, place: int) -> int:
    """Return how many answers an input may have, at most."""
    first, last = frame_of(prepared).grids[prepared.inputs[place]].whole
    return last - first + 1


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
