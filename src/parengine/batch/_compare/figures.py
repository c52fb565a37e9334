"""The figures of the cohort as the last pass over a table reads them: those that all units share, and ranks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from ...expr._integer.form import Form
from ...expr._nodes import Input
from ...expr._oracle import read_answer
from ...score import Cohort, Prepared
from ...score._cohort import _figure
from ...types import State
from .._compute.engine import Answered
from .pairs import Whole

_HIGHEST: Final = 10**9
_NO_VALUES: Final[Mapping[str, object]] = {}


@frozen(eq=False)
class Figures:
    """
    What of the cohort is read for each unit of a table.

    `common` are the figures that all units share, None where there is none; `ranks` has the rank of every unit by its
    row, 0 where it has none.
    """

    common: Mapping[Input, Fraction | int | None] = field(factory=dict)
    ranks: Mapping[Input, Whole] = field(factory=dict)

    def given(self) -> Mapping[Input, Fraction | State]:
        """Return the figures that all units share as the programme reads them."""
        return {node: _number(read_answer(node, value)) for node, value in self.common.items()}

    def of(self, row: int) -> Mapping[str, object]:
        """Return the figures by the names of their inputs, for the unit in a row of the table."""
        shared: dict[str, object] = {node.name: value for node, value in self.common.items()}
        return shared | {node.name: int(found[row]) or None for node, found in self.ranks.items()}

    def answered(
        self, form: Form, answers: Sequence[Answered | None], start: int, rows: int
    ) -> Sequence[Answered | None]:
        """Return the answers of a span that starts at a row of the table, with the ranks among them."""
        pairs = zip(form.inputs, answers, strict=True)
        return [self._ranks(node, start, rows) if node in self.ranks else each for node, each in pairs]

    def _ranks(self, node: Input, start: int, rows: int) -> Answered:
        found = self.ranks[node][start : start + rows]
        return Answered(np.maximum(found, 1), 1, _HIGHEST, valid=(found > 0).astype(np.uint8))

    def all_known(self, start: int, rows: int) -> NDArray[np.bool_]:
        """Return in which rows of a span every figure is known."""
        known = np.full(rows, None not in self.common.values())
        for found in self.ranks.values():
            known &= found[start : start + rows] > 0
        return known


def _number(value: object) -> Fraction | State:
    assert isinstance(value, Fraction | State)
    return value


def shared_figures(cohort: Cohort, prepared: Prepared) -> dict[Input, Fraction | int | None]:
    """Return the figures of a cohort that are the same for all units."""
    asked = (each for each in prepared.programme.comparisons if each.figure != "rank")
    return {each.input: _figure(each, cohort, prepared, _NO_VALUES) for each in asked}
