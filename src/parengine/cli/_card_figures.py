"""Figures of a scorecard as its pages show them."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from .._numbers import exact_text
from .._sentences import figure, say
from ..score import Scorecard

#: Figures that need more decimal places than this are shown as fractions only in JSON.
_MOST_PLACES: Final = 6


def shown(value: Fraction, scorecard: Scorecard) -> str:
    """Return a figure at the edition's places."""
    return figure(scorecard.shown(value))


def plain_figure(value: Fraction, scorecard: Scorecard) -> str:
    """Return a figure exactly where a few places are enough, else at the edition's places."""
    text = exact_text(value)
    if "/" not in text and len(text.partition(".")[2]) <= _MOST_PLACES:
        return figure(value)
    return say("≈ {number}", number=shown(value, scorecard))
