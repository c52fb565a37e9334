"""
The exact reading: bindings compiled once to straight integer arithmetic.

A number is a pair of integer expressions, a numerator over a positive denominator; no gcd is taken,
constants are folded, comparisons cross-multiply. A state is an integer beside the value, 0 where the value
is known (see `State`). The generated function holds only names that the compiler made and integers; what an
author wrote never reaches it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, TypeAlias

from attrs import frozen

from .._numbers import round_pair
from ..types import State, ValueType
from . import _nodes as n
from ._admission import admission
from ._calendar import date_ordinal, working_days_between
from ._domain import NEVER
from ._emit import Emitter
from ._simplify import simplified

#: One row of results: for every output its numerator and denominator (or value and 1), and its state.
Row: TypeAlias = "tuple[Any, ...]"


@frozen(eq=False)
class Compiled:
    """
    A programme as a function.

    `run` takes one raw answer for each of `inputs` (None where there is none) and returns a flat row.
    `outputs` says for each output where in the row its numerator, denominator and state stand (for other
    types value, 1, state; the state is 0 where the value is known). The row's last entry lists the marks
    that were met, as places in `marks`.
    """

    run: Callable[[Sequence[object]], Row]
    inputs: tuple[n.Input, ...]
    outputs: Mapping[str, tuple[int, int, int]]
    marks: tuple[tuple[str, n.Tag], ...]
    words: tuple[str, ...]
    source: str
    literals: Mapping[int, int]

    def constant(self, place: tuple[int, int, int]) -> Fraction | None:
        """Return the number at a place of the row if every row has it there, else None."""
        numerator, denominator, state = map(self.literals.get, place)
        return Fraction(numerator, denominator) if state == 0 and numerator is not None and denominator else None

    def result(self, row: Row, output: str, type: ValueType | None = ValueType.NUMBER) -> Any:
        """Return one output of a row as the plain evaluator would: a Fraction, a value or a state."""
        value, denominator, state = (row[place] for place in self.outputs[output])
        if state:
            return State(state)
        reader = _VALUES.get(type)
        return reader(value, denominator, self.words) if reader else value


_VALUES: Final[Mapping[ValueType | None, Callable[[Any, int, Sequence[str]], Any]]] = {
    ValueType.NUMBER: lambda value, denominator, _: Fraction(value, denominator),
    ValueType.CHOICE: lambda value, _, words: words[value],
    ValueType.YES_NO: lambda value, _, __: bool(value),
}


def compile_exact(
    bindings: Iterable[tuple[str, n.Expr]], outputs: Sequence[str], inputs: Sequence[n.Input]
) -> Compiled:
    """Return the function of bindings in dependency order; only what `outputs` need is computed."""
    simple, knowledge = simplified(bindings)
    emitter = Emitter(inputs, knowledge)
    for name, expression, done in _lives(_needed(simple, outputs), outputs):
        emitter.binding(name, expression, done)
    source, places, literals = emitter.function(outputs)
    namespace = {**_RUNTIME, **emitter.constants, "admit": admission(inputs, emitter.words)}
    exec(compile(source, "<programme>", "exec"), namespace)  # noqa: S102 - only names and integers made here
    return Compiled(
        namespace["run"], tuple(inputs), places, tuple(emitter.marks), tuple(emitter.words), source, literals
    )


def _needed(bindings: Sequence[tuple[str, n.Expr]], outputs: Sequence[str]) -> list[tuple[str, n.Expr]]:
    """Return the bindings that some output depends on."""
    wanted, kept = set(outputs), list[tuple[str, n.Expr]]()
    for name, expression in reversed(bindings):
        if name in wanted:
            kept.append((name, expression))
            wanted.update(node.name for node in n.walk(expression) if isinstance(node, n.Bound))
    return kept[::-1]


def _lives(
    bindings: Sequence[tuple[str, n.Expr]], outputs: Sequence[str]
) -> Iterator[tuple[str, n.Expr, Iterable[str]]]:
    """Yield each binding with those that nothing needs after it."""
    last = {name: name for name, _ in bindings}
    for name, expression in bindings:
        last.update((node.name, name) for node in n.walk(expression) if isinstance(node, n.Bound))
    done: dict[str, list[str]] = {}
    for name in last.keys() - set(outputs):
        done.setdefault(last[name], []).append(name)
    for name, expression in bindings:
        yield name, expression, sorted(done.get(name, ()))


def _nth_best(rank: int, *pairs: int) -> tuple[int, int]:
    values = sorted((Fraction(a, b) for a, b in zip(pairs[::2], pairs[1::2], strict=True)), reverse=True)
    return values[rank - 1].numerator, values[rank - 1].denominator


def _year(ordinal: int) -> int | None:
    return None if ordinal == NEVER else datetime.date.fromordinal(ordinal).year


def _working(calendar: n.Calendar, start: int, end: int) -> int | None:
    return None if NEVER in (start, end) else working_days_between(calendar, start, end)


def _days(start: int, end: int) -> int | None:
    return None if NEVER in (start, end) else end - start


def _pair_of(value: Fraction | int) -> tuple[int, int]:
    return value.numerator, value.denominator


_RUNTIME: Final[Mapping[str, Any]] = {
    "__builtins__": {},
    "top": max,
    "type_of": type,
    "whole_number": int,
    "truth": bool,
    "nth_best": _nth_best,
    "year_of": _year,
    "date_of": date_ordinal,
    "working": _working,
    "days_between": _days,
    "round_pair": round_pair,
    "pair_of": _pair_of,
}
