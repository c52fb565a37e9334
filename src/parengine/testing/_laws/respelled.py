"""The same answers written otherwise: in another order, numbers as text, `Decimal` or float, dates as text."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from decimal import Decimal
from random import Random
from typing import Any, Final, TypeVar

from attrs import evolve

from ..._model import CriteriaSet
from ..._model import Input as Declared
from ..._numbers import exact, exact_text
from ...expr._domain import Domain, Refusal, read_day
from ...score import Assessment
from ...types import ValueType

T = TypeVar("T")
#: A float holds so many digits exactly as they are written.
_DIGITS_OF_A_FLOAT: Final = 15


def respelled(assessment: Assessment, criteria_set: CriteriaSet, random: Random) -> Assessment:
    """Return an assessment that says the same in other words; what is not admitted stays as it is."""
    unit = assessment.unit
    attributes = _all(unit.attributes, criteria_set.unit_attributes, random)
    return evolve(
        assessment,
        unit=evolve(unit, attributes=attributes),
        answers=_all(assessment.answers, criteria_set.inputs, random),
        evidence=shuffled(assessment.evidence, random),
        decisions=shuffled(assessment.decisions, random),
    )


def shuffled(given: Mapping[str, T], random: Random) -> dict[str, T]:
    """Return a mapping in another order."""
    return dict(random.sample([*given.items()], len(given)))


def _all(given: Mapping[str, object], declared: Mapping[str, Declared], random: Random) -> dict[str, object]:
    spelled = {id_: _answer(raw, declared.get(id_), random) for id_, raw in given.items()}
    return shuffled(spelled, random)


def _answer(raw: object, declared: Declared | None, random: Random) -> object:
    if declared is None:
        return raw
    if declared.ratings and isinstance(raw, Mapping):
        return {option: _one(count, declared.domain, random) for option, count in shuffled(raw, random).items()}
    return _one(raw, declared.domain, random)


def _one(raw: object, domain: Domain, random: Random) -> object:
    if isinstance(domain.admit(raw), Refusal):
        return raw
    return _SPELLINGS.get(domain.type, _as_it_is)(raw, random)


def _number(raw: Any, random: Random) -> object:
    text = exact_text(exact(raw))
    longer = f"{text}0" if "." in text else f"{text}.0"
    ways: list[object] = [text, longer, Decimal(text), Decimal(longer)]
    if "." not in text:
        ways.append(int(text))
    if len(text) <= _DIGITS_OF_A_FLOAT:
        ways.append(float(text))
    return random.choice(ways)


def _day(raw: Any, random: Random) -> object:
    day = read_day(raw)
    return random.choice((day, day.isoformat())) if isinstance(day, datetime.date) else raw


def _as_it_is(raw: object, _: Random) -> object:
    return raw


_SPELLINGS: Final[Mapping[ValueType, Callable[[Any, Random], object]]] = {
    ValueType.NUMBER: _number,
    ValueType.DATE: _day,
}
