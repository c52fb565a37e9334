"""From a programme to its integer form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from ...types import ValueType
from .. import _nodes as n
from .._simplify import simplified
from .form import Cell, Form, Kind, Op, in_blocks
from .numbers import Number
from .scope import Writer
from .values import Value
from .writing import WRITERS

#: The digits of an enclosure: with twelve, fewer units than one in a million are not sure, true ties apart.
DIGITS: Final = 12


def integer_form(
    bindings: Iterable[tuple[str, n.Expr]],
    outputs: Sequence[str],
    inputs: Sequence[n.Input],
    *,
    as_pairs: bool = False,
    digits: int = DIGITS,
) -> Form:
    """
    Return the integer form of bindings in dependency order; only what `outputs` need is in it.

    An output that is a number must be one over a denominator that is always the same: a rounded one. `as_pairs` gives
    two cells for each, `over …` and `under …`, of numbers that need not be rounded. Quotients that are added up are
    enclosed to so many `digits`. Raises `TooWide` where figures may need more than 64 bits.
    """
    simple, knowledge = simplified(bindings)
    needed = list(_needed(simple, outputs))
    words = _words(inputs, needed)
    writer = Writer(WRITERS, inputs, words, knowledge, digits)
    for name, expression in needed:
        writer.bind(name, expression)
    types = {name: expression.type for name, expression in needed}
    cells = (
        {key: cell for name in outputs for key, cell in _pair_of_cells(writer, name)}
        if as_pairs
        else {name: _cell(writer, name, types[name]) for name in outputs}
    )
    return Form(tuple(inputs), tuple(words), cells, in_blocks(_wanted(writer, cells)))


def _needed(bindings: Sequence[tuple[str, n.Expr]], outputs: Sequence[str]) -> Iterator[tuple[str, n.Expr]]:
    """Yield the bindings that some output depends on, in order."""
    wanted = set(outputs)
    for name, expression in reversed(bindings):
        if name in wanted:
            wanted.update(node.name for node in n.walk(expression) if isinstance(node, n.Bound))
    yield from ((name, expression) for name, expression in bindings if name in wanted)


def _words(inputs: Sequence[n.Input], bindings: Sequence[tuple[str, n.Expr]]) -> Mapping[str, int]:
    """Return the number of every option that is answered or written."""
    found = dict.fromkeys(option for node in inputs for option in node.domain.options)
    for _, expression in bindings:
        found.update((node.value, None) for node in n.walk(expression) if isinstance(node, n.Word))
    return {word: place for place, word in enumerate(found)}


def _cell(writer: Writer, name: str, type: ValueType | None) -> Cell:
    writer.ops.name = name
    value = writer.bound[name]
    op, scale = _number(writer, value) if type is ValueType.NUMBER else (value.content, 1)
    assert not isinstance(op, Number)
    return Cell(op or writer.ops.const(0), scale, type or ValueType.NUMBER, value.state, value.unsure)


def _pair_of_cells(writer: Writer, name: str) -> Iterator[tuple[str, Cell]]:
    """Yield the two parts of a number that is exact."""
    writer.ops.name = name
    value, one = writer.bound[name], writer.ops.const(1)
    if isinstance(value.content, Number) and value.content.is_enclosure:
        raise writer.ops.too_wide()
    parts = (value.number.over, value.number.under) if value.content else (one, one)
    for key, op in zip(("over", "under"), parts, strict=True):
        yield f"{key} {name}", Cell(op, 1, ValueType.NUMBER, value.state, value.unsure)


def _number(writer: Writer, value: Value) -> tuple[Op | None, int]:
    if value.content is None:
        return None, 1
    if not value.number.fixed:
        raise writer.ops.too_wide()
    return value.number.over, int(value.number.fixed)


def _wanted(writer: Writer, cells: Mapping[str, Cell]) -> Iterator[tuple[str, list[Op]]]:
    """Yield by binding which of its operations some cell needs."""
    needed = _reached(cells)
    for name, value in writer.bound.items():
        yield name, [op for op in value.ops() if op in needed]
    yield "", [op for cell in cells.values() for op in cell.ops()]


def _reached(cells: Mapping[str, Cell]) -> set[Op]:
    waiting, found = [op for cell in cells.values() for op in cell.ops()], set[Op]()
    while waiting:
        op = waiting.pop()
        if op not in found and op.kind is not Kind.CONST:
            found.add(op)
            waiting.extend(op.args)
    return found
