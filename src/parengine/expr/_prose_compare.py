"""Comparisons and their contraries as people say them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ..types import State, Text, ValueType
from . import _nodes as n
from . import _prose_words as w
from ._domain import NEVER
from ._prose_figures import is_share, threshold
from ._prose_writer import CLAUSE, WORDS, Said, Writer, key_of

_SWAPPED: Final[Mapping[n.Comparison, n.Comparison]] = {
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
    "=": "=",
    "!=": "!=",
}
_CONTRARY: Final[Mapping[n.Comparison, n.Comparison]] = {
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
    "=": "!=",
    "!=": "=",
}


def compared(writer: Writer, node: n.Compare) -> Said:
    """Return a comparison in words."""
    return _compared(writer, node.operator, node.left, node.right), CLAUSE


def _compared(writer: Writer, operator: n.Comparison, left: n.Expr, right: n.Expr) -> str:
    if isinstance(left, _LITERALS) and not isinstance(right, _LITERALS):
        operator, left, right = _SWAPPED[operator], right, left
    return _COMPARED[left.type or right.type or ValueType.NUMBER](writer, operator, left, right)


_LITERALS: Final = (n.Const, n.Day, n.Word, n.Truth)


def _numbers_compared(writer: Writer, operator: n.Comparison, left: n.Expr, right: n.Expr) -> str:
    if not isinstance(right, n.Const):
        return writer.words(w.NUMBERS[operator], a=writer.held(WORDS, left), b=_part_of(writer, right))
    if right.value == 0 and (text := _none_or_some(writer, operator, left)):
        return text
    share = is_share(left, right.value)
    words = w.NUMBERS if operator == ">" and not share and writer.language == "vi" else w.THRESHOLDS
    limit = threshold(right.value, writer.language, share=share)
    return writer.words(words[operator], a=writer.held(WORDS, left), b=limit)


def in_range(writer: Writer, one: n.Expr, other: n.Expr) -> str | None:
    """Return two conditions that say between which limits one number lies, None where they say something else."""
    if not (isinstance(one, n.Compare) and isinstance(other, n.Compare) and one.left is other.left):
        return None
    words = w.RANGES.get((one.operator, other.operator))
    if words is None or not (isinstance(one.right, n.Const) and isinstance(other.right, n.Const)):
        return None
    share = is_share(one.left, one.right.value) and is_share(one.left, other.right.value)
    low, high = (threshold(end.value, writer.language, share=share) for end in (one.right, other.right))
    return writer.words(words, a=writer.held(WORDS, one.left), low=low, high=high)


def _part_of(writer: Writer, whole: n.Expr) -> str:
    """Return what a number is compared with; a part of a count as so many percent of it."""
    if isinstance(whole, n.Mul) and len(whole.factors) == len(("part", "count")):
        part, counted = whole.factors
        counts = isinstance(counted, n.Input) and counted.domain.kind == "count"
        if counts and isinstance(part, n.Const) and 0 < part.value < 1:
            share = threshold(part.value, writer.language, share=True)
            return writer.words(w.WORDS["part_of"], a=share, b=writer.text(counted))
    return writer.held(WORDS, whole)


def _none_or_some(writer: Writer, operator: n.Comparison, left: n.Expr) -> str | None:
    """Return whether there is any of what is counted, as Vietnamese says it; None where it says a number."""
    counted = isinstance(left, n.Input) and left.domain.kind == "count" and left.part is None
    if writer.language != "vi" or operator not in w.NONE_OR_SOME or not counted:
        return None
    label = writer.text(left)
    what = next((label.removeprefix(number) for number in w.NUMBER_OF if label.startswith(number)), None)
    return what and f"{w.NONE_OR_SOME[operator]} {what}"


def _dates_compared(writer: Writer, operator: n.Comparison, left: n.Expr, right: n.Expr) -> str:
    if isinstance(right, n.Day) and right.ordinal == NEVER and operator in ("=", "!="):
        return writer.words(w.WORDS["is_never" if operator == "=" else "is_not_never"], a=writer.held(WORDS, left))
    return writer.words(w.DATES[operator], a=writer.held(WORDS, left), b=writer.held(WORDS, right))


def _choices_compared(writer: Writer, operator: n.Comparison, left: n.Expr, right: n.Expr) -> str:
    option = _option(writer, left, right) if isinstance(right, n.Word) else writer.held(WORDS, right)
    return writer.words(w.CHOICES[operator], a=writer.held(WORDS, left), b=option)


def _option(writer: Writer, left: n.Expr, word: n.Word) -> str:
    if isinstance(left, n.NodeFigure | n.EachFigure) and word.value in w.STATUSES:
        return f"“{writer.words(w.STATUSES[word.value])}”"
    return writer.option(key_of(left) or "", word.value)


def _truths_compared(writer: Writer, operator: n.Comparison, left: n.Expr, right: n.Expr) -> str:
    if isinstance(right, n.Truth):
        return writer.text(left) if right.value == (operator == "=") else _contrary(writer, left)[0]
    return writer.words(w.TRUTHS[operator], a=writer.text(left), b=writer.text(right))


_COMPARED: Final[Mapping[ValueType, Callable[[Writer, n.Comparison, n.Expr, n.Expr], str]]] = {
    ValueType.NUMBER: _numbers_compared,
    ValueType.DATE: _dates_compared,
    ValueType.CHOICE: _choices_compared,
    ValueType.YES_NO: _truths_compared,
}


def denied(writer: Writer, node: n.Not) -> Said:
    """Return the contrary of a condition in words."""
    return _contrary(writer, node.of)


def _contrary(writer: Writer, of: n.Expr) -> Said:
    """Return the contrary of a condition, said as people say it."""
    if isinstance(of, n.Compare):
        return _compared(writer, _CONTRARY[of.operator], of.left, of.right), CLAUSE
    if isinstance(of, n.Is):
        return stated(writer, of, w.IS_NOT), CLAUSE
    if isinstance(of, n.Input):
        return _denied_answer(writer, key_of(of) or of.name), CLAUSE
    return writer.words(w.WORDS["not"], a=writer.text(of)), CLAUSE


def _denied_answer(writer: Writer, key: str) -> str:
    first, _, rest = writer.label(key).partition(" ")
    if writer.language == "vi" and first in w.DENIED:
        return f"{w.DENIED[first]} {rest}"
    return writer.words(w.WORDS["answered_no"], a=writer.cited(key))


def stated(writer: Writer, node: n.Is, words: Mapping[State, Text]) -> str:
    """Return in which state something is, or is not."""
    return writer.words(words[node.state], a=writer.held(WORDS, node.of))
