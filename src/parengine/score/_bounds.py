"""
Bounds: the lowest and the highest results that are still possible while answers are open.

A *completion* of an answer sheet answers every unknown input with an admissible value (a distribution of answers: a
count for each option), so that no check of a node that applies fails; it is scored as the exact reading scores it. A
leaf that stays missing or invalid all the same, because of a denominator of 0 that its rule declares so, counts 0.
The bounds are the hull of the results of all completions. An answer that is not admitted is unknown; so are answers
over which a check fails.

Inside is an outer reading, which contains every completion, and completions that are tried. Where both meet, the
bounds are tight; where they do not within a fixed number of cases, the bounds are the outer ones and `wide` says so.
Figures of the cohort are unknown within what numbers may be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from ..expr._bounds import EMPTY, Reach
from ..expr._nodes import Input
from ..types import State
from ._bounds_cases import Cases, Figure
from ._bounds_classes import possible_classes
from ._bounds_frame import Frame, frame_of
from ._bounds_sheet import OpenSheet
from ._prepared import Prepared
from ._programme import named
from ._spans import Bounds, Span


def bounds_of(prepared: Prepared, answers: Sequence[object]) -> Bounds:
    """
    Return what is still possible for answers in the order of `prepared.inputs`, None where one is absent.

    One that is not admitted counts as absent, and so do those over which a check fails.
    """
    frame = frame_of(prepared)
    cases = _solved(frame, answers)
    return _Reader(frame, cases).bounds()


def _solved(frame: Frame, answers: Sequence[object]) -> Cases:
    """Return the searched cases; what contradicts a check is taken back until some sheet passes."""
    sheet = OpenSheet(frame, answers)
    for _ in range(len(frame.inputs)):
        contradicted = list(_contradicted(sheet))
        if not contradicted:
            break
        sheet.free(contradicted)
    cases = _searched(frame, sheet)
    if not cases.done or (not cases.valid and frame.checked):
        sheet.free(frame.listed(frame.checked))
        cases = _searched(frame, sheet)
        cases.wide = True
    return cases


def _searched(frame: Frame, sheet: OpenSheet) -> Cases:
    cases = Cases(sheet, list(_figures(frame, sheet)), _penalties(frame))
    cases.run()
    return cases


def _contradicted(sheet: OpenSheet) -> Iterator[Input]:
    """Yield the known answers over which a check fails whatever the others are."""
    for name in sheet.failures(sheet.base):
        bits, code = 0, name.partition(" ")[2]
        if code and sheet.reach(name, sheet.whole) != EMPTY:
            continue
        for fails in sheet.frame.failures[code] if code else sheet.frame.class_failures:
            if sheet.surely(fails):
                bits |= sheet.frame.support[fails]
        yield from (node for node in sheet.frame.listed(bits & ~sheet.mask) if node.origin != "period")


def _figures(frame: Frame, sheet: OpenSheet) -> Iterator[Figure]:
    """Yield the figures that some open answer may change."""
    names = [named("points", node.code) for node in frame.prepared.criteria_set.walk()]
    for name in (*names, "points", "index"):
        if sheet.open_in(name):
            yield Figure(name, frame.exact.outputs[name], counts=name != "index")


def _penalties(frame: Frame) -> frozenset[str]:
    roots = frame.prepared.criteria_set.penalty
    return frozenset(named("own", node.code) for root in roots for node in root.walk() if node.is_leaf)


class _Reader:
    """Reads the bounds off searched cases."""

    def __init__(self, frame: Frame, cases: Cases) -> None:
        self.frame, self.cases = frame, cases
        self.figures = {figure.name: figure for figure in cases.figures}
        self.wide = cases.wide

    def bounds(self) -> Bounds:
        """Return the bounds."""
        index, points = self._span("index"), self._span("points") or _NOTHING
        nodes = {
            node.code: self._span(named("points", node.code)) or _NOTHING
            for node in self.frame.prepared.criteria_set.walk()
        }
        classes, sure = possible_classes(self.cases)
        return Bounds(index, points, classes, nodes, self.wide or not sure)

    def _span(self, name: str) -> Span | None:
        figure = self.figures.get(name)
        if figure is None:
            value = self.cases.sheet.value(self.cases.sheet.base, name)
            if isinstance(value, State):
                return None
            return Span(value, value)
        self.wide |= not figure.within(figure.outer)
        return self._settled(figure.outer)

    @staticmethod
    def _settled(reach: Reach) -> Span | None:
        if reach.low is None or reach.high is None:
            return None
        return Span(Fraction(reach.low), Fraction(reach.high))


_NOTHING = Span(Fraction(0), Fraction(0))
