"""
The integer form of one unit in Python's own whole numbers: what the engines and the SQL are held against.

It is slow and asks of every operation whether its result lies in the range that was proved of it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from .form import Cell, Form, Kind, Op

#: An answer as it was admitted, and its state, 0 where it is known.
Admitted: TypeAlias = tuple[int, int]
#: The value, the state and whether it is unsure.
Stand: TypeAlias = tuple[int, int, int]


def plain(form: Form, answers: Sequence[Admitted]) -> dict[str, Stand]:
    """
    Return where each cell stands, given one answer for each of the form's inputs.

    The value of an answer that has a state is not looked at. Raises `ArithmeticError` where an operation leaves its
    range.
    """
    known: dict[Op, int] = {}
    for op in form.ops():
        known[op] = _in_range(op, WAYS[op.kind](*(_value(arg, known, answers) for arg in op.args)))
    return {name: _stand(cell, known, answers) for name, cell in form.cells.items()}


def _stand(cell: Cell, known: Mapping[Op, int], answers: Sequence[Admitted]) -> Stand:
    state, unsure = (0 if op is None else _value(op, known, answers) for op in (cell.state, cell.unsure))
    return _value(cell.value, known, answers), state, unsure


def _value(op: Op, known: Mapping[Op, int], answers: Sequence[Admitted]) -> int:
    return _in_range(op, _READ[op.kind](op, answers)) if op.kind in _READ else known[op]


def _in_range(op: Op, value: int) -> int:
    if not op.low <= value <= op.high:
        raise ArithmeticError(f"'{op.kind}' gives '{value}', which is not in {op.low} … {op.high}")
    return value


def _answer(op: Op, answers: Sequence[Admitted]) -> int:
    value, state = answers[op.value]
    return op.low if state else value


_READ: Final[Mapping[Kind, Callable[[Op, Sequence[Admitted]], int]]] = {
    Kind.CONST: lambda op, _: op.value,
    Kind.ANSWER: _answer,
    Kind.STATE: lambda op, answers: answers[op.value][1],
}

#: What each kind of operation does with whole numbers of any length.
WAYS: Final[Mapping[Kind, Callable[..., int]]] = {
    Kind.ADD: operator.add,
    Kind.SUB: operator.sub,
    Kind.MUL: operator.mul,
    Kind.DIV: operator.floordiv,
    Kind.MIN: min,
    Kind.MAX: max,
    Kind.EQ: lambda a, b: int(a == b),
    Kind.LT: lambda a, b: int(a < b),
    Kind.LE: lambda a, b: int(a <= b),
    Kind.AND: lambda a, b: int(a and b),
    Kind.OR: lambda a, b: int(a or b),
    Kind.NOT: lambda a: int(not a),
    Kind.CHOOSE: lambda holds, then, otherwise: then if holds else otherwise,
}
