"""How the figures of many units are computed: by an engine in columns where they fit 64 bits, else row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Final

from attrs import evolve, field, frozen

from .._sentences import Sentence, say
from ..expr._integer import Cell, Form, TooWide
from ..expr._integer.form import WIDEST
from ..expr._nodes import Input
from ..score._cells import Cells
from ..types import State, ValueType
from ._compute.engine import Answered, Choice, Column, Engine, engine_of

_NOTHING: Final[Mapping[Input, Fraction | State]] = {}


@frozen(eq=False)
class InColumns:
    """
    A form and what computes it.

    `times` are by how much the numbers of some cells have to be multiplied to be in units of the declared last place.
    """

    form: Form
    engine: Engine
    times: Mapping[str, int] = field(factory=dict)

    def columns(self, answered: Sequence[Answered | None], rows: int) -> Mapping[str, Column]:
        """Return every cell for some rows."""
        found = self.engine.run(answered, rows)
        return {**found, **{name: evolve(found[name], value=found[name].value * by) for name, by in self.times.items()}}

    @property
    def shown(self) -> Form:
        """Return the form with its cells as `columns` gives them."""
        return evolve(self.form, cells={**self.form.cells, **{name: self._wider(name) for name in self.times}})

    def _wider(self, name: str) -> Cell:
        cell, by = self.form.cells[name], self.times[name]
        value = evolve(cell.value, low=cell.value.low * by, high=cell.value.high * by)
        return evolve(cell, value=value, scale=cell.scale * by)

    def told(self) -> Sentence:
        """Return how the cells are computed."""
        return say("columns ({engine})", engine=self.engine.name)


@frozen(eq=False)
class ByRows:
    """The exact row path, and why it is taken."""

    why: str

    def told(self) -> Sentence:
        """Return how the cells are computed."""
        return say("rows, because {why}", why=self.why)


def way_of_cells(
    cells: Cells, engine: Choice, given: Mapping[Input, Fraction | State] = _NOTHING
) -> InColumns | ByRows:
    """Return how the columns of a table are computed where some figures of the cohort are given."""
    # a state equals a number: the type tells them apart
    form = _cells_form(cells, tuple((node, type(value), value) for node, value in given.items()))
    return form if isinstance(form, ByRows) else InColumns(form, engine_of(form, engine=engine), _times(form, cells))


def way_of_compared(cells: Cells, engine: Choice) -> InColumns | ByRows:
    """Return how what is compared with the cohort is computed."""
    form = _compared_form(cells)
    return form if isinstance(form, ByRows) else InColumns(form, engine_of(form, engine=engine))


def _times(form: Form, cells: Cells) -> dict[str, int]:
    """Return by how much numbers have to be multiplied, where it is not by 1."""
    numbers = {name: cell for name, cell in form.cells.items() if cell.type is ValueType.NUMBER}
    found = {name: 10**cells.places // cell.scale for name, cell in numbers.items()}
    return {name: times for name, times in found.items() if times != 1}


# forms are kept: an engine is compiled for the form that it is given


@lru_cache(maxsize=16)
def _cells_form(cells: Cells, given: tuple[tuple[Input, type, Fraction | State], ...]) -> Form | ByRows:
    try:
        form = cells.form({node: value for node, _, value in given})
    except TooWide as error:
        return ByRows(error.sentence)
    wide = [name for name, by in _times(form, cells).items() if _widest(form.cells[name]) * by > WIDEST]
    return ByRows(say("the figures of '{name}' may need more than 64 bits", name=wide[0])) if wide else form


@lru_cache(maxsize=16)
def _compared_form(cells: Cells) -> Form | ByRows:
    try:
        return cells.compared()
    except TooWide as error:
        return ByRows(error.sentence)


def _widest(cell: Cell) -> int:
    return max(abs(cell.value.low), abs(cell.value.high))
