"""Shares, thresholds and labels as people write them in the midst of a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from .._sentences import written
from ..types import Language
from . import _nodes as n

#: From where on a quotient is hardly a share: 3 files for each official are not 300 %.
_HIGHEST_SHARE: Final = 2


def is_ratio(expression: n.Expr) -> bool:
    """Return whether an expression is a share by its shape: a percent, a quotient, or made of such."""
    if isinstance(expression, n.Input):
        return expression.domain.kind == "percent"
    if isinstance(expression, n.Div):
        return _factor(expression.over) <= _HIGHEST_SHARE
    if isinstance(expression, n.NodeFigure | n.EachFigure):
        return expression.figure == "share"
    if isinstance(expression, n.CohortFigure) and expression.figure in ("rank", "count"):
        return False
    parts = [one for one in _values(expression) if not isinstance(one, n.Const | n.Unknown)]
    return isinstance(expression, _MADE_OF_SHARES) and bool(parts) and all(map(is_ratio, parts))


def _factor(over: n.Expr) -> Fraction:
    """Return what a numerator is multiplied with: 100 times a quotient is a figure in percent by itself."""
    first = over.factors[0] if isinstance(over, n.Mul) else over
    return abs(first.value) if isinstance(first, n.Const) and first is not over else Fraction(1)


_MADE_OF_SHARES: Final = (n.Add, n.Least, n.Most, n.NthBest, n.Mark, n.When, n.CohortFigure)


def _values(expression: n.Expr) -> Iterable[n.Expr]:
    if isinstance(expression, n.When):
        return expression.then, expression.otherwise
    return expression.children()


def is_share(expression: n.Expr, *thresholds: Fraction) -> bool:
    """Return whether people compare an expression with these thresholds in percent."""
    entered = isinstance(expression, n.Input) and expression.domain.kind == "percent"
    return entered or (is_ratio(expression) and all(abs(one) <= _HIGHEST_SHARE for one in thresholds))


def threshold(value: Fraction, language: Language, *, share: bool) -> str:
    """Return a number that something is compared with: a share in percent, anything else as it is."""
    return f"{written(value * 100, language)}%" if share else written(value, language)


def begun(text: str) -> str:
    """Return a text with a capital at its beginning, as a sentence has; what stands in quotes is as it is."""
    return text[:1].upper() + text[1:]


def within(label: str) -> str:
    """Return a label as it stands within a sentence: without its capital, where that is no name's or letters' own."""
    first, _, rest = label.partition(" ")
    own = len(first) > 1 and first[1:] != first[1:].lower()
    named = rest[:1].isupper() and not (len(rest) > 1 and rest[1].isupper())
    return label if own or named else label[:1].lower() + label[1:]
