"""What the engines share: the order of a form's operations, how long each result is held, and where cells go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ...expr._integer.form import Cell, Form, Kind, Op
from ...types import ValueType
from .engine import Answered, Column

#: What is read of an input: its number and its state.
READS: Final = frozenset((Kind.ANSWER, Kind.STATE))
#: Operations whose results are made at once: one, or what is read of one input.
Group: TypeAlias = tuple[Op, ...]
#: So many words have places that fit one byte.
_WORDS_IN_A_BYTE: Final = 256
_BYTE: Final = np.dtype(np.uint8)
_WHOLE: Final = np.dtype(np.int64)


@frozen(eq=False)
class Target:
    """One array of the result: the value, the state or the unsureness of a cell, and the operation that it shows."""

    cell: str
    part: str
    op: Op
    dtype: np.dtype[Any]


def targets(form: Form) -> tuple[Target, ...]:
    """Return the arrays of a form's result."""
    return tuple(target for name, cell in form.cells.items() for target in _of_cell(form, name, cell))


def _of_cell(form: Form, name: str, cell: Cell) -> Iterator[Target]:
    small = cell.type is ValueType.YES_NO or (cell.type is ValueType.CHOICE and len(form.words) < _WORDS_IN_A_BYTE)
    yield Target(name, "value", cell.value, _BYTE if small else _WHOLE)
    for part, op in (("state", cell.state), ("unsure", cell.unsure)):
        if op is not None:
            yield Target(name, part, op, _BYTE)


def columns(form: Form, targets: Sequence[Target], arrays: Sequence[NDArray[Any]]) -> dict[str, Column]:
    """Return the result by the names of the cells; there is one array for each target."""
    parts: dict[str, dict[str, NDArray[Any]]] = {name: {} for name in form.cells}
    for target, array in zip(targets, arrays, strict=True):
        parts[target.cell][target.part] = array
    return {name: Column(**found) for name, found in parts.items()}


def ordered(form: Form, targets: Sequence[Target]) -> tuple[Group, ...]:
    """Return all operations but constants, one by one; what is read of an input is one group, as late as can be."""
    shown = [target.op for target in targets]
    read = _read(form, shown)
    groups: dict[Group, None] = {}
    for op in form.ops():
        groups.update(dict.fromkeys(read[arg.value] for arg in op.args if arg.kind in READS))
        groups[op,] = None
    groups.update(dict.fromkeys(read[op.value] for op in shown if op.kind in READS))
    return tuple(groups)


def _read(form: Form, shown: Sequence[Op]) -> Mapping[int, Group]:
    """Return what is read of each input, by its place."""
    found: dict[int, dict[Op, None]] = {}
    for one in (*(arg for op in form.ops() for arg in op.args), *shown):
        if one.kind in READS:
            found.setdefault(one.value, {})[one] = None
    return {place: tuple(ops) for place, ops in found.items()}


def last_uses(groups: Sequence[Group]) -> dict[Op, int]:
    """Return the place of the group that is the last to look at each result, at the earliest its own."""
    last: dict[Op, int] = {}
    for place, group in enumerate(groups):
        last.update(
            dict.fromkeys((op for made in group for op in (made, *made.args) if op.kind is not Kind.CONST), place)
        )
    return last


def checked(groups: Sequence[Group], answered: Sequence[Answered | None], rows: int) -> None:
    """Raise `ValueError` where an input that is read has no column, or not one of these rows."""
    for place in [group[0].value for group in groups if group[0].kind in READS]:
        found = answered[place]
        if found is None or any([len(each) < rows for each in arrays_of(found)]):  # noqa: C419  these are short
            raise ValueError(f"input '{place}' is read and has no column of {rows} rows")


def arrays_of(answered: Answered) -> Sequence[NDArray[Any]]:
    """Return the arrays that one column of answers is made of."""
    return [each for each in (answered.values, answered.valid, answered.odd) if each is not None]
