"""
The integer form: what a table of units or a database computes, one whole number at a time.

It is a straight line of operations on whole numbers without any branch: both sides of a choice are computed and
one is taken. Each operation carries the range that its result is proved to lie in, whatever the answers are; all of
them fit 64 bits, and nothing is ever divided by less than 1. A yes is 1 and a no is 0; a state is an integer beside
the value, 0 where the value is known (see `State`). The numbers are made by `integer_form`; who prints them (columns,
compiled columns, SQL) knows this module alone.

Truths and numbers are never mixed: a truth is only ever an argument of AND, OR and NOT, or one that CHOOSE asks for
or takes, and those take nothing else. The answer to a question of yes or no is a number that is compared with 1.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import frozen

from ...types import ValueType
from .._nodes import Input

#: The widest that a number may be; the lowest of 64 bits is left out, so that every number can be negated.
WIDEST: Final = 2**63 - 1


class Kind(enum.StrEnum):
    """What an operation does with its arguments; `a` and `b` are the first two of them."""

    CONST = "const"  # its `value`
    ANSWER = "answer"  # the admitted answer to the input at place `value`, its lowest where there is none
    STATE = "state"  # 0 where that answer was admitted, else `State.MISSING` or `State.INVALID`
    ADD = "add"  # a + b
    SUB = "sub"  # a - b
    MUL = "mul"  # a × b
    DIV = "div"  # the largest whole number not above a ÷ b; b is 1 or more
    MIN = "min"  # the smaller
    MAX = "max"  # the larger
    EQ = "eq"  # a = b
    LT = "lt"  # a < b
    LE = "le"  # a <= b
    AND = "and"  # both hold
    OR = "or"  # one of them holds
    NOT = "not"  # it does not hold
    CHOOSE = "choose"  # the second where the first holds, else the third


#: Those that are 1 or 0.
TRUTHS: Final = frozenset((Kind.EQ, Kind.LT, Kind.LE, Kind.AND, Kind.OR, Kind.NOT))


@frozen(eq=False)
class Op:
    """
    One operation: its kind, its arguments, and the lowest and highest that its result can be.

    Equal operations of one form are one object. `value` is that of a constant, or the place of an input. A choice
    between two truths is a truth.
    """

    kind: Kind
    args: tuple[Op, ...]
    low: int
    high: int
    value: int = 0
    is_truth: bool = False


@frozen(eq=False)
class Cell:
    """
    Where an output stands: its value, over `scale` where it is a number.

    `state` is 0 where the value is known, `unsure` holds where it has to be computed again by the exact reading;
    None where that can never be. The value of a choice is the place of its word in `Form.words`.
    """

    value: Op
    scale: int
    type: ValueType
    state: Op | None = None
    unsure: Op | None = None

    def ops(self) -> Iterator[Op]:
        """Yield the operations that have to be known for it."""
        yield from (op for op in (self.value, self.state, self.unsure) if op is not None)


@frozen(eq=False)
class Form:
    """
    A programme in whole numbers.

    `inputs` are read in this order; `blocks` are all operations but constants and what is read, each after its
    arguments, by the binding that needs them first.
    """

    inputs: tuple[Input, ...]
    words: tuple[str, ...]
    cells: Mapping[str, Cell]
    blocks: tuple[tuple[str, tuple[Op, ...]], ...]

    def ops(self) -> Iterator[Op]:
        """Yield the operations in order."""
        for _, ops in self.blocks:
            yield from ops


def in_blocks(named: Iterable[tuple[str, Iterable[Op]]]) -> tuple[tuple[str, tuple[Op, ...]], ...]:
    """Return what several named things need, each operation once and after its arguments."""
    placed, blocks = set[Op](), list[tuple[str, tuple[Op, ...]]]()
    for name, wanted in named:
        found = [op for each in wanted for op in _missing(each, placed)]
        if found:
            blocks.append((name, tuple(found)))
    return tuple(blocks)


_READ: Final = frozenset((Kind.CONST, Kind.ANSWER, Kind.STATE))


def _missing(wanted: Op, placed: set[Op]) -> Iterator[Op]:
    """Yield what is not placed yet, arguments first, without recursion: chains may be thousands long."""
    waiting = [wanted]
    while waiting:
        op = waiting[-1]
        missing = [arg for arg in op.args if arg not in placed]
        if op in placed or op.kind in _READ:
            placed.add(waiting.pop())
        elif missing:
            waiting.extend(missing)
        else:
            placed.add(waiting.pop())
            yield op
