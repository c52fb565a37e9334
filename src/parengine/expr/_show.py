"""
Expression to text, in the one form that reads back as the same expression.

One small function a node class gives the text and how strongly it binds; brackets stand only where they are
needed. What only the engine builds (roundings, notes, bindings) gets a form that people can read.

>>> from parengine.expr import Domain, answer, when
>>> done, total = (answer(name, Domain("count", low=0, high=100)) for name in ("done", "total"))
>>> show(when(total.equals(0), 0, 2 * done / total))
'when(total = 0, 0, 2 * done / total)'
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any, Final, TypeAlias

from .._numbers import MAX_DIGITS, exact_text
from ..types import State
from . import _nodes as n
from ._domain import NEVER

#: A text, and how strongly its weakest operator binds.
Shown: TypeAlias = tuple[str, int]

OR, AND, NOT, COMPARISON, SUM, PRODUCT, SIGN, ATOM = range(8)

_TOO_LARGE: Final = 10**MAX_DIGITS
_CHUNK: Final = _TOO_LARGE // 10
_STATE_WORDS: Final = {state: state.name.lower() for state in State}


def show(expression: n.Expr) -> str:
    """Return the canonical text of an expression; `parse` makes the same expression of it."""
    return _shown(expression)[0]


def _shown(expression: n.Expr) -> Shown:
    return _FORMS[type(expression)](expression)


def _in(level: int, expression: n.Expr) -> str:
    """Return the text of an operand, in brackets where it binds more weakly than `level`."""
    return _bracketed(level, _shown(expression))


def _bracketed(level: int, shown: Shown) -> str:
    text, own = shown
    return text if own >= level else f"({text})"


def _call(name: str, *arguments: str | n.Expr) -> Shown:
    return f"{name}({', '.join(a if isinstance(a, str) else show(a) for a in arguments)})", ATOM


def _number(value: Fraction) -> Shown:
    if value < 0:
        text, level = _number(-value)
        return f"-{_bracketed(PRODUCT, (text, level))}", min(max(level, PRODUCT), SIGN)
    text = exact_text(value)
    if _is_written(text):
        return text, ATOM
    if value.denominator == 1:
        return _whole(value.numerator)
    over, under = _bracketed(PRODUCT, _whole(value.numerator)), _bracketed(ATOM, _whole(value.denominator))
    return f"{over} / {under}", PRODUCT


def _is_written(text: str) -> bool:
    """Return whether a number's text is a decimal of no more digits than a text may have."""
    return "/" not in text and sum(map(str.isdigit, text)) <= MAX_DIGITS


def _whole(number: int) -> Shown:
    """Write a whole number that was computed; more digits than may be written are put together again."""
    if number < _TOO_LARGE:
        return str(number), ATOM
    above, rest = divmod(number, _CHUNK)
    text = f"{_bracketed(PRODUCT, _whole(above))} * {_CHUNK}"
    return (f"{text} + {rest}", SUM) if rest else (text, PRODUCT)


def _date(ordinal: int) -> Shown:
    if ordinal == NEVER:
        return "never", ATOM
    day = datetime.date.fromordinal(ordinal)
    return f"date({day.year}, {day.month}, {day.day})", ATOM


#: What stands before an input's name in text; figures of the cohort and decisions have names of their own.
_INPUT_PREFIX: Final[Mapping[n.Origin, str]] = {"unit": "unit."}


def _input(node: n.Input) -> Shown:
    return _INPUT_PREFIX.get(node.origin, "") + node.name + (f".{node.part}" if node.part else ""), ATOM


def _sum(node: n.Add) -> Shown:
    first, *others = _constant_first(node.terms)
    return _in(SUM, first) + "".join(map(_term, others)), SUM


def _constant_first(terms: tuple[n.Expr, ...]) -> tuple[n.Expr, ...]:
    """Return the terms as people order them, `1 - a`; wherever the constant stands, it is read as the last."""
    last = terms[-1]
    turned = isinstance(last, n.Const) and last.value > 0 and _negated(terms[0]) is not None
    return (last, *terms[:-1]) if turned else terms


def _term(term: n.Expr) -> str:
    less = _negated(term)
    return f" + {_in(PRODUCT, term)}" if less is None else f" - {_bracketed(PRODUCT, less)}"


def _negated(term: n.Expr) -> Shown | None:
    """Return the text of a negative term without its sign, None where it has none."""
    if isinstance(term, n.Const) and term.value < 0:
        return _number(-term.value)
    if isinstance(term, n.Mul) and (factor := _factor(term)) < 0:
        return _product(-factor, term.factors[1:])
    return None


def _factor(node: n.Mul) -> Fraction:
    first = node.factors[0]
    return first.value if isinstance(first, n.Const) else Fraction(1)


def _mul(node: n.Mul) -> Shown:
    factor = _factor(node)
    if factor >= 0:
        return _product(factor, node.factors[isinstance(node.factors[0], n.Const) :])
    if factor == -1:
        first, *others = node.factors[1:]
        negative = f"-{_in(SIGN, first)}", SIGN
        return _times(negative, others) if others else negative
    return _times(_number(factor), node.factors[1:])


def _product(factor: Fraction, factors: tuple[n.Expr, ...]) -> Shown:
    """Write a product with a factor that is not negative."""
    if factor != 1:
        return _times(_number(factor), factors)
    return _shown(factors[0]) if len(factors) == 1 else _times(_shown(factors[0]), factors[1:])


def _times(first: Shown, others: Iterable[n.Expr]) -> Shown:
    return " * ".join((_bracketed(PRODUCT, first), *(_in(SIGN, other) for other in others))), PRODUCT


def _compare(node: n.Compare) -> Shown:
    return f"{_compared(node.left, node.right)} {node.operator} {_compared(node.right, node.left)}", COMPARISON


def _compared(side: n.Expr, other: n.Expr) -> str:
    """Write one side of a comparison: a number beside a share in percent, where it has an end."""
    percent = _percent(side.value) if isinstance(side, n.Const) and _is_share(other, side.value) else None
    return percent or _in(SUM, side)


def _is_share(expression: n.Expr, value: Fraction) -> bool:
    """Return whether people would compare `expression` with `value` in percent."""
    if isinstance(expression, n.Input):
        return expression.domain.kind == "percent"
    quotient = isinstance(expression, n.Div) or (isinstance(expression, n.NodeFigure) and expression.figure == "share")
    return quotient and value <= 1


def _percent(value: Fraction) -> str | None:
    """Return a number as a percentage, None where that cannot be written or says no more."""
    text = exact_text(value * 100)
    return f"{text} %" if value > 0 and _is_written(text) else None


def _joined(word: str, level: int) -> Callable[[Any], Shown]:
    def form(node: Any) -> Shown:
        return f" {word} ".join(_in(level + 1, condition) for condition in node.of), level

    return form


def _not(node: n.Not) -> Shown:
    if isinstance(node.of, n.Is):
        return _is(node.of, negated=True)
    return f"not {_in(NOT, node.of)}", NOT


def _is(node: n.Is, *, negated: bool = False) -> Shown:
    word = _STATE_WORDS[node.state]
    if node.state is State.NOT_APPLICABLE:
        word, negated = "applicable", not negated
    return f"{_in(SUM, node.of)} is {'not ' if negated else ''}{word}", COMPARISON


def _when(node: n.When) -> Shown:
    arguments = list[n.Expr]()
    rest: n.Expr = node
    while isinstance(rest, n.When):
        arguments += rest.condition, rest.then
        rest = rest.otherwise
    return _call("when", *arguments, rest)


_FORMS: Final[Mapping[type[n.Expr], Callable[[Any], Shown]]] = {
    n.Const: lambda node: _number(node.value),
    n.Truth: lambda node: ("yes" if node.value else "no", ATOM),
    n.Day: lambda node: _date(node.ordinal),
    n.Word: lambda node: (f'"{node.value}"', ATOM),
    n.Unknown: lambda node: (_STATE_WORDS[node.state], ATOM),
    n.Input: _input,
    n.Add: _sum,
    n.Mul: _mul,
    n.Div: lambda node: (f"{_in(PRODUCT, node.over)} / {_in(SIGN, node.under)}", PRODUCT),
    n.Floor: lambda node: _call("whole", node.of),
    n.Least: lambda node: _call("min", *node.of),
    n.Most: lambda node: _call("max", *node.of),
    n.NthBest: lambda node: _call("nth_best", str(node.rank), *node.of),
    n.Round: lambda node: _call("round", node.of, str(node.places), node.mode),
    n.YearOf: lambda node: _call("year", node.of),
    n.DateOf: lambda node: _call("date", node.year, str(node.month), str(node.day)),
    n.Days: lambda node: _call("days", node.start, node.end),
    n.WorkingDays: lambda node: _call("working_days", node.start, node.end),
    n.Compare: _compare,
    n.And: _joined("and", AND),
    n.Or: _joined("or", OR),
    n.Not: _not,
    n.Is: _is,
    n.When: _when,
    n.Mark: lambda node: _call("note", node.of, f'"{node.tag.effect}"'),
    n.NodeFigure: lambda node: _call(node.figure, f'"{node.code}"'),
    n.EachFigure: lambda node: (node.figure, ATOM),
    n.CountNodes: lambda node: _call("count", f'"{node.code}"', node.condition),
    n.CohortFigure: lambda node: _call(f"cohort_{node.figure}", node.of),
    n.TotalFigure: lambda node: (node.name, ATOM),
    n.Bound: lambda node: (node.name, ATOM),
}
