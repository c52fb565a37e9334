"""The law of the columns: what is computed for many units at once shows what each unit's own figures are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from ..._sentences import say
from ...expr._admission import admission
from ...expr._integer import DIGITS, Cell, Form, TooWide
from ...expr._integer.plain import Admitted, Stand, plain
from ...score import Assessment
from ...score._cells import Cells, cells_of
from ...score._why import written
from ...types import State, ValueType
from .breach import Breach
from .law import law
from .outline import outline_of
from .trial import Trial

#: What stands where whole numbers do not decide: that unit is computed again by the exact reading.
UNSURE: Final = "unsure"
#: A large set that compares units is tried with one trial's figures in so many: each of them needs a form of its own.
_COMPARED: Final = 16


@law(say("what is computed for many units at once, in whole numbers, is in every cell what the exact reading gives"))
def columns_equal_exact(trial: Trial) -> Iterator[Breach]:
    """Look at every cell that is sure; a set whose figures are too wide for whole numbers is scored by rows alone."""
    if trial.prepared.terms.decided or not _is_tried(trial):
        return
    cells = cells_of(trial.prepared, year=trial.assessment.year)
    try:
        found = in_whole_numbers(cells, trial.assessment, trial.compared)
    except TooWide:
        return
    for name, expected in cells.row(trial.assessment, trial.compared).items():
        if found[name] not in (UNSURE, expected):
            yield _breach(name, expected, found[name], trial)


def _is_tried(trial: Trial) -> bool:
    alone = not trial.prepared.programme.comparisons
    return alone or outline_of(trial.criteria_set).is_small or trial.seed % _COMPARED == 0


def _breach(name: str, expected: Any, found: Any, trial: Trial) -> Breach:
    code = name.rpartition(" ")[2]
    wanted, given = (say("{figure}: {value}", figure=name, value=written(value)) for value in (expected, found))
    return Breach(code if code in trial.criteria_set.by_code else None, wanted, given)


def in_whole_numbers(
    cells: Cells, assessment: Assessment, cohort: Mapping[str, object], digits: int = DIGITS
) -> dict[str, Any]:
    """Return the cells of one unit as its integer form gives them, `UNSURE` where it does not decide."""
    given = {each.input: _figure(cohort.get(each.input.name)) for each in cells.prepared.programme.comparisons}
    form = cells.form(given, digits=digits)
    stands = plain(form, _admitted(cells, form, assessment))
    return {name: _said(cells, form, form.cells[name], stand) for name, stand in stands.items()}


def _figure(value: Any) -> Fraction | State:
    return State.MISSING if value is None else Fraction(value)


def _admitted(cells: Cells, form: Form, assessment: Assessment) -> list[Admitted]:
    """Return the answers as an engine reads them."""
    prepared, words = cells.prepared, {word: place for place, word in enumerate(form.words)}
    raw = dict(zip(prepared.inputs, prepared.answers(assessment), strict=True))
    admit = admission(form.inputs, words)
    return [(value, state) for state, value in (admit(place, raw[node]) for place, node in enumerate(form.inputs))]


def _said(cells: Cells, form: Form, cell: Cell, stand: Stand) -> Any:
    value, state, unsure = stand
    if unsure or state:
        return UNSURE if unsure else None
    if cell.type is ValueType.NUMBER:
        return cells.rounding.decimal(Fraction(value, cell.scale))
    return form.words[value] if cell.type is ValueType.CHOICE else bool(value)
