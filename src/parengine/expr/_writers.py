"""
Strict expressions as code: one small writer a node class.

Everything that a writer reads is known in its scope. It returns where the value is, most often an
expression in line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import gcd, lcm, prod
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import frozen

from .._numbers import MODES
from ..types import ValueType
from . import _nodes as n
from ._known import ALL, NONE, Branch

if TYPE_CHECKING:
    from ._emit import Emitter

Code: TypeAlias = "int | str"
MOST_IN_LINE: Final = 100


@frozen
class Value:
    """Where the generated code has a value: numerator (or the value), denominator, state variable."""

    code: Code
    under: Code = 1
    state: str | None = None


@frozen(eq=False)
class Scope:
    """Where code is being written: values that were computed, and what is known in this branch."""

    values: dict[n.Expr, Value]
    branch: Branch

    def inner(self) -> Scope:
        """Return a scope for a block inside this one: what it computes does not reach outside."""
        return Scope(dict(self.values), self.branch)

    def known(self, *expressions: n.Expr) -> Scope:
        """Return a scope for a block in which `expressions` are known."""
        return Scope(dict(self.values), self.branch.without(ALL, *expressions))


def _parens(code: Code) -> str:
    text = str(code)
    return text if text.isalnum() else f"({text})"


def times(code: Code, *factors: Code) -> Code:
    """Return a product, numbers multiplied out."""
    number, names = 1, list[str]()
    for each in (code, *factors):
        factor, name = _taken_apart(each)
        number *= factor
        names += [name] if name else []
    if number == 0 or not names:
        return number
    if number == 1:
        return names[0] if len(names) == 1 else "*".join(map(_parens, names))
    return "*".join([*map(_parens, names), str(number) if number > 0 else f"({number})"])


def _taken_apart(code: Code) -> tuple[int, str]:
    """Return a number and a name whose product a code is: `x3*5` is 5 and `x3`."""
    if isinstance(code, int):
        return code, ""
    name, star, number = code.rpartition("*")
    return (int(number), name) if star and " " not in code and number.isdigit() else (1, code)


def _plus(codes: Sequence[Code]) -> Code:
    number = sum(code for code in codes if isinstance(code, int))
    names = [str(code) for code in codes if not isinstance(code, int)]
    if not names:
        return number
    return _summed(names if number == 0 else [*names, str(number) if number > 0 else f"({number})"])


def _summed(terms: list[str]) -> str:
    """Return a sum, a long one of sums in brackets: Python's compiler goes one call deeper for each term in line."""
    while len(terms) > MOST_IN_LINE:
        terms = [f"({' + '.join(terms[i : i + MOST_IN_LINE])})" for i in range(0, len(terms), MOST_IN_LINE)]
    return " + ".join(terms)


def _reduced(one: Code, other: Code) -> tuple[Code, Code]:
    if isinstance(one, int) and isinstance(other, int):
        shared = gcd(one, other)
        return one // shared, other // shared
    return one, other


def _write_add(emitter: Emitter, e: n.Add, scope: Scope) -> Value:
    """Add what has a fixed denominator over a common one, then the rest one by one."""
    values = [emitter.known(term, scope) for term in e.terms]
    fixed = [v for v in values if isinstance(v.under, int)]
    loose = [v for v in values if not isinstance(v.under, int)]
    under = lcm(*(int(v.under) for v in fixed))
    total = Value(_plus([times(v.code, under // int(v.under)) for v in fixed]), under)
    for value in loose:
        total = emitter.keep(_sum_of_two(total, value)) if total.code != 0 else value
    return total


def _sum_of_two(one: Value, other: Value) -> Value:
    return Value(_plus([times(one.code, other.under), times(other.code, one.under)]), times(one.under, other.under))


def _write_mul(emitter: Emitter, e: n.Mul, scope: Scope) -> Value:
    values = [emitter.known(factor, scope) for factor in e.factors]
    codes, unders = [v.code for v in values], [v.under for v in values]
    over = [c for c in codes if isinstance(c, int)]
    below = [u for u in unders if isinstance(u, int)]
    above_number, below_number = _reduced(times(1, *over), times(1, *below))
    return Value(
        times(above_number, *(c for c in codes if not isinstance(c, int))),
        times(below_number, *(u for u in unders if not isinstance(u, int))),
    )


def _write_div(emitter: Emitter, e: n.Div, scope: Scope) -> Value:
    over, under = emitter.known(e.over, scope), emitter.known(e.under, scope)
    first, second = _reduced(over.under, under.under)
    value = Value(times(over.code, second), times(under.code, first))
    if isinstance(value.under, int):
        return _upright(value)
    floor = emitter.knowledge.floor(e.under)
    return value if floor is not None and floor >= 0 else emitter.keep(value, signed=True)


def _upright(value: Value) -> Value:
    """Return a fraction over a fixed denominator with its sign above; under 0 the code is never reached."""
    assert isinstance(value.under, int)
    return Value(times(value.code, -1 if value.under < 0 else 1), abs(value.under) or 1)


def _write_floor(emitter: Emitter, e: n.Floor, scope: Scope) -> Value:
    of = emitter.known(e.of, scope)
    return of if of.under == 1 else Value(f"{_parens(of.code)} // {_parens(of.under)}", 1)


def _write_extreme(sign: str) -> Callable[[Emitter, Any, Scope], Value]:
    def write(emitter: Emitter, e: n.Least | n.Most, scope: Scope) -> Value:
        best = emitter.fresh(e, NONE)
        values = [emitter.known(each, scope) for each in e.of]
        emitter.store(values[0], best)
        for value in values[1:]:
            with emitter.block(f"if {_cross(sign, value, best)}:"):
                emitter.store(value, best)
        return best

    return write


def _write_nth_best(emitter: Emitter, e: n.NthBest, scope: Scope) -> Value:
    values = [emitter.known(each, scope) for each in e.of]
    target = emitter.fresh(e, NONE)
    pairs = ", ".join(f"{v.code}, {v.under}" for v in values)
    under = emitter.variables.new("d")
    emitter.line(f"{target.code}, {under} = nth_best({e.rank}, {pairs})")
    return Value(target.code, under)


def _write_round(emitter: Emitter, e: n.Round, scope: Scope) -> Value:
    """Round with one division; half up of p/q is (2·s·p + q) // (2·q) where p is not below 0."""
    of, scale = emitter.known(e.of, scope), 10**e.places
    if isinstance(of.under, int) and scale % of.under == 0:
        return Value(times(of.code, scale // of.under), scale)
    floor = emitter.knowledge.floor(e.of)
    if e.mode == "half_up" and floor is not None and floor >= 0:
        return Value(f"({_plus([times(of.code, 2 * scale), of.under])}) // {_parens(times(of.under, 2))}", scale)
    mode = f"mode{MODES.index(e.mode)}"
    emitter.constants[mode] = e.mode
    return Value(f"round_pair({of.code}, {of.under}, {scale}, {mode})", scale)


def _write_compare(emitter: Emitter, e: n.Compare, scope: Scope) -> Value:
    left, right = emitter.known(e.left, scope), emitter.known(e.right, scope)
    sign = "==" if e.operator == "=" else e.operator
    if e.left.type is ValueType.YES_NO or e.right.type is ValueType.YES_NO:
        return Value(f"((not {left.code}) {sign} (not {right.code}))")
    return Value(_cross(sign, left, right))


def _cross(sign: str, left: Value, right: Value) -> str:
    """Return a comparison of two fractions with positive denominators, multiplied out."""
    first, second = _reduced(left.under, right.under)
    return f"({times(left.code, second)} {sign} {times(right.code, first)})"


def _write_not(emitter: Emitter, e: n.Not, scope: Scope) -> Value:
    test = emitter.test(e.of, scope)
    return Value(1 - bool(test) if isinstance(test, int) else f"(not {_parens(test)})")


def _write_is(emitter: Emitter, e: n.Is, scope: Scope) -> Value:
    return Value(emitter.state_test(e.of, frozenset((e.state,)), scope))


def _write_call(emitter: Emitter, e: n.Expr, scope: Scope) -> Value:
    return Value(CALLS[type(e)](emitter, e, scope))


def _call_days(emitter: Emitter, e: n.Days, scope: Scope) -> str:
    start, end = emitter.known(e.start, scope).code, emitter.known(e.end, scope).code
    return f"days_between({start}, {end})"


def _write_days(emitter: Emitter, e: n.Days, scope: Scope) -> Value:
    start, end = emitter.known(e.start, scope).code, emitter.known(e.end, scope).code
    return Value(f"{end} - {start}")


def _call_working(emitter: Emitter, e: n.WorkingDays, scope: Scope) -> str:
    name = f"calendar{len(emitter.constants)}"
    emitter.constants[name] = e.calendar
    return f"working({name}, {emitter.known(e.start, scope).code}, {emitter.known(e.end, scope).code})"


def _call_date(emitter: Emitter, e: n.DateOf, scope: Scope) -> str:
    year = emitter.known(e.year, scope)
    return f"date_of({year.code}, {year.under}, {e.month}, {e.day})"


#: Calls that give None where there is no value.
CALLS: Final[Mapping[type[n.Expr], Callable[[Emitter, Any, Scope], str]]] = {
    n.Days: _call_days,
    n.WorkingDays: _call_working,
    n.DateOf: _call_date,
    n.YearOf: lambda emitter, e, scope: f"year_of({emitter.known(e.of, scope).code})",
}


WRITERS: Final[Mapping[type[n.Expr], Callable[[Emitter, Any, Scope], Value]]] = {
    n.Add: _write_add,
    n.Mul: _write_mul,
    n.Div: _write_div,
    n.Floor: _write_floor,
    n.Least: _write_extreme("<"),
    n.Most: _write_extreme(">"),
    n.NthBest: _write_nth_best,
    n.Round: _write_round,
    n.Compare: _write_compare,
    n.Not: _write_not,
    n.Is: _write_is,
    n.DateOf: _write_call,
    n.YearOf: _write_call,
    n.WorkingDays: _write_call,
    n.Days: _write_days,
}


def _word(emitter: Emitter, e: n.Word) -> Value:
    emitter.enter_words(e.value)
    return Value(emitter.words[e.value])


LITERAL_VALUES: Final[Mapping[type[n.Expr], Callable[[Emitter, Any], Value]]] = {
    n.Const: lambda _, e: Value(e.value.numerator, e.value.denominator),
    n.Truth: lambda _, e: Value(int(e.value)),
    n.Day: lambda _, e: Value(e.ordinal),
    n.Word: _word,
}


def _denominator_of_product(emitter: Emitter, e: n.Mul) -> int | None:
    unders = [emitter.denominator(factor) for factor in e.factors]
    if None in unders:
        return None
    over = prod(factor.value.numerator for factor in e.factors if isinstance(factor, n.Const))
    under = prod(u for u in unders if u is not None)
    return under // gcd(over, under)


DENOMINATORS: Final[Mapping[type[n.Expr], Callable[[Emitter, Any], int | None]]] = {
    n.Const: lambda _, e: int(e.value.denominator),
    n.Unknown: lambda _, __: 1,
    n.Input: lambda emitter, e: under if isinstance(under := emitter.inputs[e].under, int) else None,
    n.Add: lambda emitter, e: emitter.common(e.terms),
    n.Mul: _denominator_of_product,
    n.Least: lambda emitter, e: emitter.common(e.of),
    n.Most: lambda emitter, e: emitter.common(e.of),
    n.Floor: lambda _, __: 1,
    n.Round: lambda _, e: int(10**e.places),
    n.YearOf: lambda _, __: 1,
    n.Days: lambda _, __: 1,
    n.WorkingDays: lambda _, __: 1,
    n.When: lambda emitter, e: emitter.common((e.then, e.otherwise)),
    n.Mark: lambda emitter, e: emitter.denominator(e.of),
}
