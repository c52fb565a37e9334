"""
Linear forms: sums of inputs times constants, whose range over regions is exact however often an input occurs.

A quotient of two such forms lies highest and lowest at corners too, and is found in a few steps (Dinkelbach):
`done / all` with `done` and `all` both open, or the mean of a survey's answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Final, TypeAlias

from ..types import ValueType
from . import _nodes as n
from ._bounds import Exact, plain

#: The factor of each input, and the constant.
Form: TypeAlias = "tuple[dict[n.Input, Exact], Exact]"
#: The factors of a linear form without its constant, the first of them 1.
FormKey: TypeAlias = "tuple[tuple[n.Input, Exact], ...]"
#: Where the values of an input lie.
Range: TypeAlias = Callable[[n.Input], "tuple[Exact, Exact]"]

_MOST_STEPS: Final = 50


class Forms:
    """The linear forms of expressions, each found once; None for what is not linear."""

    def __init__(self) -> None:
        self._found: dict[n.Expr, Form | None] = {}
        self._differences: dict[n.Compare, Form | None] = {}
        self._cleared: dict[n.Compare, Form | None] = {}
        self._keys: dict[int, tuple[FormKey, Fraction]] = {}

    def of(self, e: n.Expr) -> Form | None:
        """Return the form of an expression."""
        if e not in self._found:
            rule = _FORMS.get(type(e))
            self._found[e] = rule(self, e) if rule else None
        return self._found[e]

    def difference(self, e: n.Compare) -> Form | None:
        """Return the form of the left side of a comparison less the right one; None where both are not numbers."""
        if e not in self._differences:
            first, second = self.of(e.left), self.of(e.right)
            self._differences[e] = None if first is None or second is None else plus(first, second, -1)
        return self._differences[e]

    def cleared(self, e: n.Compare) -> Form | None:
        """Return the form of a quotient compared with a number, its denominator multiplied out."""
        if e not in self._cleared:
            self._cleared[e] = self._multiplied_out(e)
        return self._cleared[e]

    def _multiplied_out(self, e: n.Compare) -> Form | None:
        if not isinstance(e.left, n.Div):
            return None
        over, under, limit = (self.of(each) for each in (e.left.over, e.left.under, e.right))
        if over is None or under is None or limit is None or limit[0]:
            return None
        return plus(over, under, -limit[1])

    def key(self, form: Form) -> tuple[FormKey, Fraction]:
        """Return what a form found here is the multiple of, the first factor 1, and by how much."""
        found = self._keys.get(id(form))
        if found is None:
            placed = sorted(form[0].items(), key=lambda each: id(each[0]))
            by = Fraction(placed[0][1])
            found = self._keys[id(form)] = tuple((node, plain(factor / by)) for node, factor in placed), by
        return found


def plus(one: Form, other: Form, times: Exact) -> Form:
    """Return a form plus some times another."""
    factors = dict(one[0])
    for node, factor in other[0].items():
        factors[node] = factors.get(node, 0) + factor * times
    return {node: factor for node, factor in factors.items() if factor}, one[1] + other[1] * times


def _of_input(_: Forms, e: n.Input) -> Form | None:
    return ({e: 1}, 0) if e.type is ValueType.NUMBER else None


def _of_sum(forms: Forms, e: n.Add) -> Form | None:
    total: Form = {}, 0
    for term in e.terms:
        form = forms.of(term)
        if form is None:
            return None
        total = plus(total, form, 1)
    return total


def _of_product(forms: Forms, e: n.Mul) -> Form | None:
    first, *others = e.factors
    form = forms.of(others[0]) if len(others) == 1 and isinstance(first, n.Const) else None
    return plus(({}, 0), form, plain(first.value)) if form and isinstance(first, n.Const) else None


_FORMS: Final[Mapping[type[n.Expr], Callable[[Forms, Any], Form | None]]] = {
    n.Const: lambda _, e: ({}, plain(e.value)),
    n.Input: _of_input,
    n.Add: _of_sum,
    n.Mul: _of_product,
    n.Mark: lambda forms, e: forms.of(e.of),
}


def range_of(form: Form, where: Range) -> tuple[Exact, Exact]:
    """Return the exact range of a form over independent inputs."""
    low = high = form[1]
    for node, factor in form[0].items():
        first, last = where(node)
        if factor > 0:
            low, high = low + factor * first, high + factor * last
        else:
            low, high = low + factor * last, high + factor * first
    return low, high


def _corner(form: Form, where: Range) -> dict[n.Input, Exact]:
    """Return where a form is highest."""
    return {node: where(node)[factor > 0] for node, factor in form[0].items()}


def value_at(form: Form, at: Mapping[n.Input, Exact], where: Range) -> Exact:
    """Return a form's value; inputs that are not placed stand at their lowest."""
    total = form[1]
    for node, factor in form[0].items():
        total += factor * (at[node] if node in at else where(node)[0])
    return total


def highest_quotient(over: Form, under: Form, where: Range) -> Exact | None:
    """
    Return what a quotient never exceeds where its denominator is positive, and mostly reaches.

    None where there is no such number that this finds. `under` must never be negative.
    """
    best: Exact | None = None
    at: Mapping[n.Input, Exact] = {node: where(node)[1] for node in {**over[0], **under[0]}}
    for _ in range(_MOST_STEPS):
        bottom = value_at(under, at, where)
        if bottom <= 0:
            return best if value_at(over, at, where) <= 0 else None
        quotient = plain(Fraction(value_at(over, at, where)) / bottom)
        if quotient == best:
            return best
        best = quotient
        rest = plus(over, under, -best)
        at = {**{node: where(node)[1] for node in under[0]}, **_corner(rest, where)}
    return None


def lowest_quotient(over: Form, under: Form, where: Range) -> Exact | None:
    """Return what a quotient never falls below where its denominator is positive; see `highest_quotient`."""
    highest = highest_quotient(plus(({}, 0), over, -1), under, where)
    return None if highest is None else -highest
