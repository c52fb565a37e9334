"""
Known rules said in other languages: Python source over floats, Decimals or arrays, polars, JSON logic, zen.

A language has one method a node class, of which only what the two sets use is there; `said` puts the parts in first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce
from math import lcm
from typing import Any, NamedTuple

from known_rules import Rules
from sheets import EPOCH

from parengine.expr import _nodes as n
from parengine.expr._expr import Expr

#: What a rounded quotient is a multiple of, in whole numbers.
FINE = 10**9


def said(e: Expr, language: Any) -> Any:
    """Return an expression in a language; what was said before is not said again."""
    if e not in language.told:
        parts = [said(part, language) for part in e.children()]
        language.told[e] = getattr(language, type(e).__name__.lower())(e, *parts)
    return language.told[e]


def plain_name(node: n.Input) -> str:
    """Return the name of an input's column."""
    return node.name if node.part is None else f"{node.name}.{node.part}"


class Source:
    """Lines of Python: each quotient once in a variable of its own, each binding in one."""

    def __init__(self, rules: Rules, number: Callable[[Fraction], str], words: Callable[[str], str]) -> None:
        self.told: dict[Expr, str] = {}
        self.lines: list[str] = []
        self.number, self.words = number, words
        self.names = {binding: f"b{place}" for place, binding in enumerate(rules.bindings)}
        self.inputs = {plain_name(node): f"x{place}" for place, node in enumerate(rules.inputs)}
        self.origin = EPOCH

    def bind(self, name: str, e: Expr) -> None:
        """Add the lines of a binding."""
        self.lines.append(f"{self.names[name]} = {said(e, self)}")

    def const(self, e: n.Const) -> str:
        return self.number(e.value)

    def word(self, e: n.Word) -> str:
        return self.words(e.value)

    def day(self, e: n.Day) -> str:
        return str(e.ordinal - self.origin)

    def input(self, e: n.Input) -> str:
        name = self.inputs[plain_name(e)]
        return f"({name} / {e.domain.unit_scale})" if e.domain.unit_scale > 1 else name

    def bound(self, e: n.Bound) -> str:
        return self.names[e.name]

    def add(self, _: n.Add, *terms: str) -> str:
        return f"({' + '.join(terms)})"

    def mul(self, _: n.Mul, *factors: str) -> str:
        return f"({' * '.join(factors)})"

    def div(self, _: n.Div, over: str, under: str) -> str:
        name = f"q{len(self.lines)}"
        self.lines.append(f"{name} = {self.quotient(over, under)}")
        return name

    def quotient(self, over: str, under: str) -> str:
        return f"{over} / {under}"

    def compare(self, e: n.Compare, left: str, right: str) -> str:
        return f"({left} {'==' if e.operator == '=' else e.operator} {right})"

    def days(self, _: n.Days, start: str, end: str) -> str:
        return f"({end} - {start})"


class Arrays(Source):
    """
    Python over numpy arrays of floats, as one writes it by hand.

    A choice is a product with a truth: `where` takes several times as long, for it guesses wrong at every other unit.
    So nothing may be infinite: what stands below a quotient is 1 where it is 0, and the rule asks for that first.
    """

    def __init__(self, rules: Rules, codes: Mapping[str, int]) -> None:
        super().__init__(rules, lambda value: repr(float(value)), lambda word: str(codes[word]))

    def quotient(self, over: str, under: str) -> str:
        return f"{over} / ({under} + ({under} == 0))"

    def when(self, e: n.When, condition: str, then: str, otherwise: str) -> str:
        if isinstance(e.then, n.Const) and isinstance(e.otherwise, n.Const) and e.otherwise.value:
            difference = self.number(e.then.value - e.otherwise.value)
            return f"({otherwise} + {difference} * {condition})"
        sides = [(e.then, f"{then} * {condition}"), (e.otherwise, f"{otherwise} * ~{condition}")]
        return f"({' + '.join(text for side, text in sides if not _is_zero(side))})"

    def least(self, _: n.Least, *of: str) -> str:
        return reduce(lambda one, other: f"minimum({one}, {other})", of)

    def most(self, _: n.Most, *of: str) -> str:
        return reduce(lambda one, other: f"maximum({one}, {other})", of)

    def round(self, e: n.Round, of: str) -> str:
        return f"(floor({of} * {10**e.places} + 0.5) / {10**e.places})"

    def and_(self, *of: str) -> str:
        return f"({' & '.join(of)})"

    def or_(self, *of: str) -> str:
        return f"({' | '.join(of)})"

    def not_(self, of: str) -> str:
        return f"~{of}"


class Decimals(Source):
    """Python over Decimals of one unit; a quotient over zero is 0, for the rule asks before it reads it."""

    def __init__(self, rules: Rules) -> None:
        self.constants: dict[str, str] = {}
        super().__init__(rules, self._constant, repr)
        self.origin = 0

    def _constant(self, value: Fraction) -> str:
        name = self.constants.setdefault(f"D({value.numerator}) / D({value.denominator})", f"c{len(self.constants)}")
        return name if value.denominator != 1 else str(value.numerator)

    def quotient(self, over: str, under: str) -> str:
        return f"D({over}) / {under} if {under} else 0"

    def when(self, _: n.When, condition: str, then: str, otherwise: str) -> str:
        return f"({then} if {condition} else {otherwise})"

    def least(self, _: n.Least, *of: str) -> str:
        return f"min({', '.join(of)})"

    def most(self, _: n.Most, *of: str) -> str:
        return f"max({', '.join(of)})"

    def round(self, e: n.Round, of: str) -> str:
        return f"D({of}).quantize(CENT, ROUND_HALF_UP)"

    def and_(self, *of: str) -> str:
        return f"({' and '.join(of)})"

    def or_(self, *of: str) -> str:
        return f"({' or '.join(of)})"

    def not_(self, of: str) -> str:
        return f"(not {of})"


def _is_zero(e: Expr) -> bool:
    return isinstance(e, n.Const) and not e.value


for _cls in (Arrays, Decimals):
    setattr(_cls, "and", lambda self, _, *of: self.and_(*of))
    setattr(_cls, "or", lambda self, _, *of: self.or_(*of))
    setattr(_cls, "not", lambda self, _, of: self.not_(of))


class Zen(Source):
    """The language of the zen engine: Decimals inside, a choice in brackets."""

    def __init__(self, rules: Rules) -> None:
        super().__init__(rules, _ratio, lambda word: f'"{word}"')
        self.names = {binding: f"$.{name}" for binding, name in self.names.items()}
        self.inputs = {name: name.replace(".", "__") for name in self.inputs}
        self.origin = 0

    def div(self, _: n.Div, over: str, under: str) -> str:
        return f"({over} / {under})"

    def compare(self, e: n.Compare, left: str, right: str) -> str:
        return f"({left} {'==' if e.operator == '=' else e.operator} {right})"

    def when(self, _: n.When, condition: str, then: str, otherwise: str) -> str:
        return f"({condition} ? {then} : {otherwise})"

    def least(self, _: n.Least, *of: str) -> str:
        return f"min([{', '.join(of)}])"

    def most(self, _: n.Most, *of: str) -> str:
        return f"max([{', '.join(of)}])"

    def round(self, e: n.Round, of: str) -> str:
        return f"round({of}, {e.places})"


setattr(Zen, "and", lambda self, _, *of: f"({' and '.join(of)})")
setattr(Zen, "or", lambda self, _, *of: f"({' or '.join(of)})")
setattr(Zen, "not", lambda self, _, of: f"not ({of})")


def _ratio(value: Fraction) -> str:
    decimal = Fraction(str(float(value)))
    if decimal == value:
        return str(int(value)) if value.denominator == 1 else str(float(value))
    return f"({value.numerator} / {value.denominator})"


class JsonLogic:
    """JSON logic: everything in one rule, for it has no names."""

    def __init__(self, rules: Rules) -> None:
        self.told: dict[Expr, Any] = {}
        self.rules = rules

    def const(self, e: n.Const) -> Any:
        return int(e.value) if e.value.denominator == 1 else float(e.value)

    def word(self, e: n.Word) -> Any:
        return e.value

    def day(self, e: n.Day) -> Any:
        return e.ordinal

    def input(self, e: n.Input) -> Any:
        entered = {"var": plain_name(e).replace(".", "__")}
        return {"/": [entered, e.domain.unit_scale]} if e.domain.unit_scale > 1 else entered

    def bound(self, e: n.Bound) -> Any:
        return {"var": ""} if e.name == "index" else said(self.rules.bindings[e.name], self)

    def compare(self, e: n.Compare, left: Any, right: Any) -> Any:
        return {"==" if e.operator == "=" else e.operator: [left, right]}

    def days(self, _: n.Days, start: Any, end: Any) -> Any:
        return {"-": [end, start]}

    def round(self, e: n.Round, of: Any) -> Any:
        return {"/": [{"floor": {"+": [{"*": [of, 10**e.places]}, 0.5]}}, 10**e.places]}


def _called(name: str) -> Callable[..., Any]:
    return lambda _self, _e, *parts: {name: list(parts)}


_JSON = {"add": "+", "mul": "*", "div": "/", "least": "min", "most": "max", "and": "and", "or": "or", "not": "!"}
for _name, _operator in {**_JSON, "when": "if"}.items():
    setattr(JsonLogic, _name, _called(_operator))


# ---- whole numbers: for numpy source and polars expressions alike


class Scaled(NamedTuple):
    """A whole number over a scale; a quotient of two of them, as yet not taken, times a fraction."""

    over: Any
    scale: int
    under: Any = None
    times: Fraction = Fraction(1)


class Whole:
    """
    Rules in whole numbers of 64 bits: a quotient is compared by crosswise products and rounded to a billionth.

    `ops` has what the array library says: `choose`, `least`, `most`, and operators on what `column` gives.
    """

    def __init__(self, rules: Rules, ops: Any, codes: Mapping[str, Any]) -> None:
        self.told: dict[Expr, Any] = {}
        self.rules, self.ops, self.codes = rules, ops, codes
        self.taken: dict[tuple[int, int], Any] = {}

    def const(self, e: n.Const) -> Scaled:
        return Scaled(e.value.numerator, e.value.denominator)

    def word(self, e: n.Word) -> Any:
        return self.codes[e.value]

    def day(self, e: n.Day) -> Any:
        return Scaled(e.ordinal - EPOCH, 1)

    def input(self, e: n.Input) -> Any:
        column = self.ops.column(plain_name(e))
        scale = 10**e.domain.places * e.domain.unit_scale
        return column if e.domain.kind in ("yes_no", "choice") else Scaled(column, scale)

    def bound(self, e: n.Bound) -> Any:
        said_now = said(self.rules.bindings[e.name], self)
        if isinstance(said_now, Scaled) and said_now.under is None and not isinstance(said_now.over, int):
            return Scaled(self.ops.kept(e.name, said_now.over), said_now.scale)
        return said_now

    def add(self, _: n.Add, *terms: Scaled) -> Scaled:
        taken = [self._taken(term) for term in terms]
        scale = lcm(*(term.scale for term in taken))
        return Scaled(reduce(lambda one, other: one + other, (_at(term, scale) for term in taken)), scale)

    def mul(self, _: n.Mul, *factors: Scaled) -> Scaled:
        *constants, number = sorted(factors, key=lambda factor: not isinstance(factor.over, int))
        times = reduce(lambda one, other: one * other, (Fraction(each.over, each.scale) for each in constants))
        if number.under is not None:
            return number._replace(times=number.times * times)
        return Scaled(_by(number.over, times.numerator), number.scale * times.denominator)

    def div(self, _: n.Div, over: Scaled, under: Scaled) -> Scaled:
        over, under = self._taken(over), self._taken(under)
        return Scaled(over.over, 1, under.over, Fraction(under.scale, over.scale))

    def _taken(self, number: Scaled) -> Scaled:
        """Return a number without a quotient: to the nearest billionth, times the fraction."""
        if number.under is None:
            return number
        key = id(number.over), id(number.under)
        if key not in self.taken:
            whole = self.ops.kept(f"taken {len(self.taken)}", self.ops.share(number.over, number.under))
            self.taken[key] = whole, number
        return Scaled(_by(self.taken[key][0], number.times.numerator), FINE * number.times.denominator)

    def compare(self, e: n.Compare, left: Any, right: Any) -> Any:
        if not isinstance(left, Scaled):
            return left == right
        if right.under is not None:
            left, right = self._taken(left), self._taken(right)
        if left.under is not None:
            first = _by(left.over, left.times.numerator * right.scale)
            second = _by(left.under, left.times.denominator) * right.over
        else:
            scale = lcm(left.scale, right.scale)
            first, second = _at(left, scale), _at(right, scale)
        return _COMPARED[e.operator](first, second)

    def when(self, _: n.When, condition: Any, then: Any, otherwise: Any) -> Any:
        if not isinstance(then, Scaled):
            return self.ops.choose(condition, then, otherwise)
        then, otherwise = self._taken(then), self._taken(otherwise)
        scale = lcm(then.scale, otherwise.scale)
        return Scaled(self.ops.choose(condition, _at(then, scale), _at(otherwise, scale)), scale)

    def _folded(self, join: Callable[[Any, Any], Any], of: tuple[Scaled, ...]) -> Scaled:
        taken = [self._taken(each) for each in of]
        scale = lcm(*(each.scale for each in taken))
        return Scaled(reduce(join, (_at(each, scale) for each in taken)), scale)

    def least(self, _: n.Least, *of: Scaled) -> Scaled:
        return self._folded(self.ops.least, of)

    def most(self, _: n.Most, *of: Scaled) -> Scaled:
        return self._folded(self.ops.most, of)

    def days(self, _: n.Days, start: Scaled, end: Scaled) -> Scaled:
        return Scaled(end.over - start.over, 1)

    def round(self, e: n.Round, of: Scaled) -> Scaled:
        """Return a number rounded half up; what is rounded is never negative."""
        many, times = 10**e.places, of.times
        if of.under is None:
            return Scaled((_by(of.over, 2 * many) + of.scale) // (2 * of.scale), many)
        under = _by(of.under, times.denominator)
        return Scaled((_by(of.over, 2 * many * times.numerator) + under) // (under * 2), many)


setattr(Whole, "and", lambda self, _, *of: reduce(lambda one, other: one & other, of))
setattr(Whole, "or", lambda self, _, *of: reduce(lambda one, other: one | other, of))
setattr(Whole, "not", lambda self, _, of: ~of)

_COMPARED: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _by(number: Any, factor: int) -> Any:
    return number if factor == 1 else number * factor


def _at(number: Scaled, scale: int) -> Any:
    return _by(number.over, scale // number.scale)
