"""Rows that are computed by themselves: those of which a figure is unsure in columns, or all where there are none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from attrs import frozen

from ..score._cells import Cells
from ..score._quotas import Held
from ._compare.figures import Figures
from ._compute.engine import Column
from ._read.sheets import Sheets
from ._results import CLASS, Value


def unsure_rows(columns: Iterable[Column], rows: int) -> list[int]:
    """Return the rows of a span of which some column is unsure, in order."""
    unsure = np.zeros(rows, np.uint8)
    for flags in {id(each.unsure): each.unsure for each in columns}.values():
        if flags is not None:
            np.bitwise_or(unsure, flags[:rows], out=unsure)
    found: list[int] = np.flatnonzero(unsure).tolist()
    return found


@frozen(eq=False)
class Exactly:
    """
    The exact row path: what the cells of a row are, for a table's figures of the cohort and quotas of classes.

    `held` are the units that a quota leaves another class; None for a set without quotas.
    """

    cells: Cells
    figures: Figures
    held: Mapping[str, Held] | None = None

    def row(self, sheets: Sheets, row: int, start: int) -> Mapping[str, Value]:
        """Return the cells of a row of a span that starts at a row of the table."""
        assessment = sheets.assessment(row)
        found = self.cells.row(assessment, self.figures.of(start + row))
        held = self.held and self.held.get(assessment.unit.id)
        return {**found, CLASS: held.class_} if held else found
