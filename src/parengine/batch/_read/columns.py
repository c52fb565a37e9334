"""What is wrong with the columns of a table, before a row of it is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pyarrow as pa
from attrs import field, frozen

from ..._model import CriteriaSet
from ..._nearest import MOST_HINTED, nearest
from ..._sentences import Sentence, grouped, say, say_counted
from ...criteria._keywords import suggestion
from ...criteria._places import path_text, shortened
from ...errors import Problem
from ...expr import Domain
from ...score._prepared import Prepared
from ...types import Text, ValueType
from .admission import is_admissible
from .names import ATTRIBUTE_PREFIX, DECISION_PREFIX, EVIDENCE_PREFIX, InputColumn, columns_of
from .unit_ids import is_id

#: So many columns of one fault are named; of the others the number is told.
_MOST_NAMED: Final = 50
_LONGEST: Final = 60


@frozen(eq=False)
class Heading:
    """What a table of a schema is asked for, and what it is called in sentences."""

    schema: pa.Schema
    prepared: Prepared
    name: str
    unit: str
    partial: bool
    names: Sequence[str] = field(init=False)
    columns: Mapping[str, InputColumn] = field(init=False)
    there: Sequence[tuple[int, InputColumn, pa.DataType]] = field(init=False)

    @names.default
    def _names(self) -> Sequence[str]:
        return tuple(self.schema.names)

    @columns.default
    def _columns(self) -> Mapping[str, InputColumn]:
        return {column.name: column for column in columns_of(self.prepared)}

    @there.default
    def _there(self) -> Sequence[tuple[int, InputColumn, pa.DataType]]:
        """Return the columns of the table that are asked for, with their places and types."""
        found = enumerate(zip(self.names, self.schema.types, strict=True))
        return [(place, self.columns[name], type_) for place, (name, type_) in found if name in self.columns]

    def problem(self, place: int, sentence: Sentence, row: int = 1) -> Problem:
        """Return a problem with the column at a place, counted from 0; an absent one stands at the first."""
        return self.problem_of(self.names[place], sentence, place, row)

    def problem_of(self, column: str, sentence: Sentence, place: int = 0, row: int = 1) -> Problem:
        """Return a problem with a column by its name."""
        return Problem(self.name, row, place + 1, path_text((_shown(column),)), sentence)


def column_problems(heading: Heading) -> Iterator[Problem]:
    """Yield what is wrong with the columns: absent, unknown, named twice, or of a type that holds no such answers."""
    if not heading.names:
        yield Problem(heading.name, 1, 1, "$", say("the table has no columns"))
        return
    yield from _of_unit(heading)
    yield from _few(heading, list(_twice(heading)))
    yield from _few(heading, list(_unknown(heading)))
    yield from () if heading.partial else _few(heading, list(_absent(heading)))
    yield from _few(heading, list(_of_wrong_type(heading)))


def _few(heading: Heading, found: Sequence[Problem]) -> Iterator[Problem]:
    yield from found[:_MOST_NAMED]
    if len(found) > _MOST_NAMED:
        rest = grouped(len(found) - _MOST_NAMED)
        place = found[_MOST_NAMED].column
        yield Problem(heading.name, 1, place, "$", say("{rest} more columns have the same fault", rest=rest))


def _of_unit(heading: Heading) -> Iterator[Problem]:
    name = _shown(heading.unit)
    if heading.unit in heading.columns:
        yield heading.problem_of(
            heading.unit, say("'{name}' is an input of this set and cannot name the units", name=name)
        )
    elif heading.unit not in heading.names:
        hint = suggestion(heading.unit, [each for each in heading.names if each not in heading.columns])
        yield heading.problem_of(
            heading.unit, say("the column '{name}' with the units' ids is missing{hint}", name=name, hint=hint)
        )
    else:
        place = heading.names.index(heading.unit)
        type_ = heading.schema.field(place).type
        if not is_id(type_):
            sentence = say("the ids of units are text or whole numbers, not {type}", type=_shown(str(type_)))
            yield heading.problem(place, sentence)


def _twice(heading: Heading) -> Iterator[Problem]:
    seen: set[str] = set()
    times = Counter(heading.names)
    for place, name in enumerate(heading.names):
        if name in seen:
            sentence = say("{count} columns are named '{name}'; keep one", count=times[name], name=_shown(name))
            yield heading.problem(place, sentence)
        elif times[name] > 1:
            seen.add(name)


def _absent(heading: Heading) -> Iterator[Problem]:
    there = set(heading.names)
    for name, column in heading.columns.items():
        if column.is_read and name not in there:
            yield heading.problem_of(
                name, say("the column '{name}' is missing: {label}", name=name, label=_asked_in(column))
            )


def _asked_in(column: InputColumn) -> Text:
    """Return what people know a column by; an option is known by its question."""
    return column.declared.label if column.declared else column.label


def _unknown(heading: Heading) -> Iterator[Problem]:
    known = {*heading.columns, heading.unit}
    strangers = 0
    for place, name in enumerate(heading.names):
        if name not in known and not _is_of_no_account(name, heading.prepared.criteria_set):
            strangers += 1
            yield heading.problem(place, _stranger(name, heading, strangers <= MOST_HINTED))


def _is_of_no_account(name: str, criteria_set: CriteriaSet) -> bool:
    """Return whether a column tells of evidence that nothing depends on here, as an assessment may."""
    return name.startswith(EVIDENCE_PREFIX) and name.removeprefix(EVIDENCE_PREFIX) in criteria_set.by_code


def _stranger(name: str, heading: Heading, is_hinted: bool) -> Sentence:
    criteria_set, shown = heading.prepared.criteria_set, _shown(name)
    if name.startswith(DECISION_PREFIX):
        return say("'{name}' is no column of a table; decisions are entered in assessments", name=shown)
    if name in criteria_set.inputs:
        options = [each for each in heading.columns if each.startswith(f"{name}.")][:3]
        return say("'{name}' has one column for each option: {options}", name=shown, options=options)
    if name in criteria_set.unit_attributes:
        return say("'{name}' is an attribute of the unit; name the column 'unit.{name}'", name=shown)
    what, known = _sort_of(name, heading)
    close = nearest(name, known) if is_hinted else None
    if close is None:
        return say("'{name}' is not {what} of this set; leave the column out", name=shown, what=what)
    return say("'{name}' is not {what} of this set; did you mean '{close}'?", name=shown, what=what, close=close)


def _sort_of(name: str, heading: Heading) -> tuple[Sentence, Sequence[str]]:
    """Return what a column that is not known would be, and what it may have been meant for."""
    if name.startswith(ATTRIBUTE_PREFIX):
        return say("a unit attribute"), [each for each in heading.columns if each.startswith(ATTRIBUTE_PREFIX)]
    if name.startswith(EVIDENCE_PREFIX):
        return say("evidence for a criterion"), [
            f"{EVIDENCE_PREFIX}{code}" for code in heading.prepared.criteria_set.by_code
        ]
    return say("an input"), [*heading.columns, heading.unit]


def _of_wrong_type(heading: Heading) -> Iterator[Problem]:
    for place, column, type_ in heading.there:
        if not is_admissible(column.domain, type_):
            wanted = _wanted(column.domain)
            sentence = say(
                "this column is of the type {type}; it takes {wanted}", type=_shown(str(type_)), wanted=wanted
            )
            yield heading.problem(place, sentence)


def _wanted(domain: Domain) -> Sentence:
    options = list(domain.options[:_MOST_NAMED])
    return say("text: {options}", options=options) if options else _WANTED[domain.type]


_WANTED: Final[Mapping[ValueType, Sentence]] = {
    ValueType.NUMBER: say("whole numbers, decimals, floats of 32 or 64 bits, or numbers as text"),
    ValueType.YES_NO: say("true or false"),
    ValueType.DATE: say("dates without a time zone, or text such as 2022-01-31"),
    ValueType.CHOICE: say("text"),
}


def _shown(name: str) -> str:
    return shortened(name, _LONGEST)


def wrong_numbers(count: int, examples: Sequence[str]) -> Sentence:
    """Return that none of a column's texts is a number."""
    shown = [f"'{_shown(each)}'" for each in examples]
    return say_counted(
        "the column takes numbers, and its {count} text is none: {examples}",
        "the column takes numbers, and none of its {count} texts is one: {examples}",
        count,
        examples=shown,
    )
