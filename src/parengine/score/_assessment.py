"""Assessments: the answers of one unit for one period at one stage, as they were given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
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
        """Return the sha256 of the canonical form of what was answered, and of whom and when."""
        unit = {"id": self.unit.id, "attributes": _tree(self.unit.attributes)}
        return digest_of_whole({"set": self.set, "unit": unit, "year": self.year, "answers": _tree(self.answers)})


def misshapen(assessment: Assessment) -> Iterator[tuple[str, str]]:
    """Yield the parts of an assessment that cannot be read, digested or written, each with its path and why."""
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
    for path, part in {"$.unit": unit.id, **given}.items():
        why = _unreadable(part, 0)
        if why:
            yield path, why


def _unreadable(value: object, depth: int) -> str | None:
    if isinstance(value, str):
        return "half of a surrogate pair is not a character" if _HALF.search(value) else None
    if not isinstance(value, Mapping | list | tuple):
        return None
    if depth > _DEEPEST:
        return "an answer is nested deeper than any answer can be"
    parts = chain(value, value.values()) if isinstance(value, Mapping) else value
    return next((why for part in parts if (why := _unreadable(part, depth + 1))), None)


_HALF: Final = re.compile("[\ud800-\udfff]")
#: A distribution of answers stands inside the answers.
_DEEPEST: Final = 2


def _tree(value: object) -> Any:
    """Return an answer as the canonical form has it: `1.50`, `"1.5"` and 1.5 are one answer."""
    if type(value) is int:
        return value if -_SPELLED_OUT < value < _SPELLED_OUT else f"{value:#x}"
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Mapping):
        return {str(key): _tree(each) for key, each in value.items()}
    if isinstance(value, str) and not is_decimal_text(value):
        return value
    try:
        number = exact(value)
    except NumberError:
        return str(value)
    return number.numerator if number.denominator == 1 else exact_text(number)


#: Whole numbers that no domain admits, and that the interpreter refuses to write in decimal digits.
_SPELLED_OUT: Final = 10**100
