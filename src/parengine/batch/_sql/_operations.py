"""
Operations as SQL: a literal table from kind to how it is written.

What is a truth is written where a database has truths as truth, and becomes 1 or 0 where a number is wanted. Chains of
one kind need no brackets; everything else that has an operator stands in them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from ...expr._integer.form import Kind, Op
from ._dialects import Dialect
from ._floors import lift
from ._layers import READ, continues


class Operations:
    """Writes operations in a dialect; `columns` are the names of those that stand in a column."""

    def __init__(self, dialect: Dialect, columns: Mapping[Op, str]) -> None:
        self.dialect = dialect
        self.columns = columns

    def number(self, op: Op) -> str:
        """Return an operation as a number."""
        return self._counted(op, self._part(op)) if self._is_truth(op) else self._part(op)

    def truth(self, op: Op) -> str:
        """Return an operation as a truth, 1 or 0 where the dialect has no others."""
        if op.kind is Kind.CONST:
            return self.dialect.truths[op.value]
        if self._is_truth(op) or not self.dialect.has_truths:
            return self._part(op)
        return f"({self._part(op)} = {self.dialect.whole(1)})"

    def column(self, op: Op) -> str:
        """Return the expression of a column."""
        return _without_brackets(self._written(op))

    def _is_truth(self, op: Op) -> bool:
        """Return whether an operation is written as a truth; answers are read as numbers."""
        return self.dialect.has_truths and op.is_truth and op.kind not in READ

    def _counted(self, op: Op, written: str) -> str:
        if op.kind is Kind.CONST:
            return self.dialect.whole(op.value)
        return f"CASE WHEN {written} THEN {self.dialect.whole(1)} ELSE {self.dialect.whole(0)} END"

    def _part(self, op: Op) -> str:
        """Return an operation where it stands inside another."""
        if op in self.columns:
            return self.columns[op]
        if op.kind is Kind.CONST:
            return self.truth(op) if self._is_truth(op) else self.dialect.whole(op.value)
        return self._written(op)

    def _written(self, op: Op) -> str:
        return _WRITERS[op.kind](self, op)

    def _chain(self, op: Op, part: Callable[[Op], str]) -> list[tuple[Kind, str]]:
        """Return the parts of a chain from the left, each with the kind that joins it to what stands before."""
        parts: list[tuple[Kind, str]] = []
        first = op
        while first is op or first not in self.columns:
            parts.append((first.kind, part(first.args[1])))
            first, chain = first.args[0], first
            if not continues(chain, first):
                break
        return [(op.kind, part(first)), *reversed(parts)]

    def joined(self, op: Op, part: Callable[[Op], str]) -> str:
        """Return a chain with the operators between its parts."""
        (_, first), *rest = self._chain(op, part)
        return f"({first}{''.join(f'{self.dialect.operations[kind]}{text}' for kind, text in rest)})"

    def called(self, op: Op) -> str:
        """Return a chain as the arguments of a function."""
        parts = [text for _, text in self._chain(op, self.number)]
        return f"{self.dialect.operations[op.kind]}({', '.join(parts)})"

    def compared(self, op: Op) -> str:
        """Return a comparison of two numbers or of two truths."""
        part = self.truth if all(map(self._is_truth, op.args)) else self.number
        return f"({part(op.args[0])}{self.dialect.operations[op.kind]}{part(op.args[1])})"

    def divided(self, op: Op) -> str:
        """Return the floor of a quotient."""
        over, under = op.args
        if over.low >= 0:
            return self._quotient(self.number(over), under)
        times = lift(op)
        return self._remainder_seen(over, under) if times is None else self._lifted(over, under, times)

    def _quotient(self, over: str, under: Op) -> str:
        return f"({over}{self.dialect.operations[Kind.DIV]}{self.number(under)})"

    def _lifted(self, over: Op, under: Op, times: int) -> str:
        whole = self.dialect.whole
        if under.kind is Kind.CONST:
            return self._moved(over, whole(times * under.value), under, times)
        return self._moved(over, f"{whole(times)} * {self.number(under)}", under, times)

    def _moved(self, over: Op, by: str, under: Op, times: int) -> str:
        return f"({self._quotient(f'({self.number(over)} + {by})', under)} - {self.dialect.whole(times)})"

    def _remainder_seen(self, over: Op, under: Op) -> str:
        rest = f"{self.number(over)} % {self.number(under)}"
        whole = self.dialect.whole
        one_less = f"CASE WHEN {rest} < {whole(0)} THEN {whole(1)} ELSE {whole(0)} END"
        return f"({self._quotient(self.number(over), under)} - {one_less})"

    def chosen(self, op: Op) -> str:
        """Return one of two."""
        condition, *branches = op.args
        part = self.truth if self._is_truth(op) else self.number
        then, otherwise = map(part, branches)
        return f"CASE WHEN {_without_brackets(self.truth(condition))} THEN {then} ELSE {otherwise} END"


def _without_brackets(text: str) -> str:
    """Return an expression without the brackets that stand around all of it."""
    return text[1:-1] if text.startswith("(") and _closes_last(text) else text


def _closes_last(text: str) -> bool:
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if not depth:
            return place == len(text) - 1
    return False


_WRITERS: Final[Mapping[Kind, Callable[[Operations, Op], str]]] = {
    Kind.CONST: lambda writer, op: writer.dialect.whole(op.value),
    Kind.ADD: lambda writer, op: writer.joined(op, writer.number),
    Kind.SUB: lambda writer, op: writer.joined(op, writer.number),
    Kind.MUL: lambda writer, op: writer.joined(op, writer.number),
    Kind.DIV: Operations.divided,
    Kind.MIN: Operations.called,
    Kind.MAX: Operations.called,
    Kind.EQ: Operations.compared,
    Kind.LT: Operations.compared,
    Kind.LE: Operations.compared,
    Kind.AND: lambda writer, op: writer.joined(op, writer.truth),
    Kind.OR: lambda writer, op: writer.joined(op, writer.truth),
    Kind.NOT: lambda writer, op: f"(NOT {writer.truth(op.args[0])})",
    Kind.CHOOSE: Operations.chosen,
}


def either(writer: Operations, truths: Sequence[Op]) -> str:
    """Return whether one of several holds; no where there are none."""
    return " OR ".join(map(writer.truth, truths)) or writer.dialect.truths[0]
