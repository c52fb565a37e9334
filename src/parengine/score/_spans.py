"""What is still possible: lowest and highest figures, as values."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from attrs import frozen


@frozen
class Span:
    """The lowest and the highest that a figure may still come to."""

    low: Fraction
    high: Fraction


@frozen
class Bounds:
    """
    What is still possible of a sheet of answers.

    `index` is that of the published index, None where there is none in any completion. `classes` are the ids that
    may be given in the set's order, then `"-unclassified"`, then None where there may be no class. `nodes` are each
    node's own points by code. `wide` says that the true bounds may be narrower.
    """

    index: Span | None
    points: Span
    classes: tuple[str | None, ...]
    nodes: Mapping[str, Span]
    wide: bool = False
