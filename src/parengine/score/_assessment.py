"""Assessments: the answers of one unit for one period at one stage, as they were given."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, TypeAlias, get_args

from attrs import field, frozen

from .._canonical import digest_of_whole
from .._model import Provenance, Source
from .._numbers import exact, exact_text, is_decimal_text
from ..errors import NumberError
from ..types import Text

Stage: TypeAlias = Literal["self", "appraised", "final"]


@frozen
class Unit:
    """Who is assessed; `attributes` are what a set's clauses may ask of a unit, such as its terrain."""

    id: str
    label: Text | None = None
    attributes: Mapping[str, object] = field(factory=dict)


def _as_unit(unit: Unit | str) -> Unit:
    return Unit(unit) if isinstance(unit, str) else unit


@frozen
class Assessment:
    """
    Answers by input id.

    A number may be an `int`, a `Decimal`, decimal text or a `float` (taken by its shortest text); yes or
    no is a truth value; a date is a `datetime.date`, ISO text or `"never"`; a distribution of answers is a
    mapping from option to count. Leave out what is not known.
    """

    set: str
    unit: Unit = field(converter=_as_unit)
    year: int
    answers: Mapping[str, object] = field(factory=dict)
    edition: str | None = None
    stage: Stage = "self"
    provenance: Provenance | None = None
    sources: Mapping[str, Source] = field(factory=dict)
    note: str | None = None
    name: str = "<assessment>"

    def digest(self) -> str:
        """
        Return the sha256 of the canonical form of what was answered, and of whom and when.

        Raises `NumberError` for text that is not Unicode: no document can hold it, and no scorecard can say it.
        """
        unit = {"id": self.unit.id, "attributes": _tree(self.unit.attributes)}
        try:
            return digest_of_whole({"set": self.set, "unit": unit, "year": self.year, "answers": _tree(self.answers)})
        except UnicodeEncodeError:
            raise NumberError("the unit or an answer holds half of a surrogate pair, which is no character") from None


def misshapen(assessment: Assessment) -> Iterator[tuple[str, str]]:
    """Yield the parts of an assessment that are not what their types say, each with its path and why."""
    unit: object = assessment.unit
    if not isinstance(unit, Unit):
        yield "$.unit", f"a unit is text or a Unit, not a {type(unit).__name__}"
        return
    if assessment.stage not in get_args(Stage):
        yield "$.stage", f"the stage is one of {', '.join(get_args(Stage))}, not '{str(assessment.stage)[:40]}'"
    given: dict[str, object] = {"$.answers": assessment.answers, "$.unit.attributes": unit.attributes}
    for path, value in given.items():
        if not isinstance(value, Mapping):
            yield path, f"answers are a mapping from input to answer, not a {type(value).__name__}"


def _tree(value: object, depth: int = 0) -> Any:
    """Return an answer as the canonical form has it: `1.50`, `"1.5"` and 1.5 are one answer."""
    if type(value) is int:
        return value if -_SPELLED_OUT < value < _SPELLED_OUT else f"{value:#x}"
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Mapping) and depth < _DEEPEST:
        return {
            key if type(key) is str else str(key): each
            if type(each) is int and -_SPELLED_OUT < each < _SPELLED_OUT  # most answers, without a call
            else _tree(each, depth + 1)
            for key, each in value.items()
        }
    if isinstance(value, str) and not is_decimal_text(value):
        return value
    try:
        number = exact(value)
    except NumberError:
        return str(value) if isinstance(value, str | datetime.date) else f"a {type(value).__name__}"
    return number.numerator if number.denominator == 1 else exact_text(number)


#: A distribution of answers stands inside the answers; what is deeper is no answer.
_DEEPEST: Final = 2
#: Whole numbers that no domain admits, and that the interpreter refuses to write in decimal digits.
_SPELLED_OUT: Final = 10**100
