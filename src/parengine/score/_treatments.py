"""
What a parent adds for a node: own figures turned into counted ones.

Not applicable is a state; each treatment says what of its maximum still counts. `rescale_block` and
`redistribute` also change what counts for nodes that do apply.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Final

from attrs import frozen

from ..expr import Expr, and_, const, is_invalid, is_missing, is_not_applicable, or_, when


@frozen
class Pair:
    """Points, and the maximum they are of."""

    points: Expr
    maximum: Expr


#: What counts in the place of a node that does not apply, by its maximum.
_AWAY: Final[Mapping[str, Callable[[Expr], Pair]]] = {
    "rescale": lambda _maximum: Pair(const(0), const(0)),
    "full": lambda maximum: Pair(maximum, maximum),
    "zero": lambda maximum: Pair(const(0), maximum),
    "redistribute": lambda _maximum: Pair(const(0), const(0)),
}


def counted_pair(
    whole: Pair, own: Expr, maximum: Fraction, treatment: str, block: Fraction | None, shift: Expr | None
) -> Pair:
    """
    Return what a parent adds for a node whose figures are `whole`.

    A missing or invalid node counts 0 of its maximum. `block` is the constant that a block is rescaled to where
    its maxima fall short of its own; `shift` is what each applicable sibling gains where others redistribute
    their maxima.
    """
    here = _shifted(_in_block(_settled(whole, own), maximum, block), maximum, shift)
    away = _AWAY[treatment](const(maximum))
    absent = is_not_applicable(own)
    return Pair(when(absent, away.points, here.points), when(absent, away.maximum, here.maximum))


def _settled(whole: Pair, own: Expr) -> Pair:
    return Pair(when(or_(is_missing(own), is_invalid(own)), 0, whole.points), whole.maximum)


def _in_block(pair: Pair, maximum: Fraction, block: Fraction | None) -> Pair:
    """Return a block's pair: where its maxima fall short it counts in proportion, of its constant."""
    if block is None:
        return pair
    short = and_(pair.maximum > 0, pair.maximum < const(maximum))
    scaled = when(pair.maximum > 0, pair.points / pair.maximum * const(block), 0)
    return Pair(when(short, scaled, pair.points), when(short, const(block), pair.maximum))


def _shifted(pair: Pair, maximum: Fraction, shift: Expr | None) -> Pair:
    if shift is None or maximum == 0:
        return pair
    factor = const(1) + shift / const(maximum)
    return Pair(pair.points * factor, pair.maximum * factor)


def shift_of(spread: Sequence[tuple[Expr, Fraction]], siblings: Sequence[Expr]) -> Expr:
    """
    Return what each applicable sibling gains: the maxima of those that redistribute, in equal parts.

    `spread` are the own figures and maxima of the nodes that redistribute theirs, `siblings` the own
    figures of all nodes of the parent.
    """
    freed = sum((when(is_not_applicable(own), const(maximum), 0) for own, maximum in spread), const(0))
    sharing = sum((when(is_not_applicable(own), 0, 1) for own in siblings), const(0))
    return when(sharing > 0, freed / sharing, 0)
