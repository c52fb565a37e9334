"""Tables without rows, with the columns that a set asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

import pyarrow as pa

from ..._model import CriteriaSet
from ...expr import Domain
from .._read.names import InputColumn

#: Where the schema of a table says which set it is for.
SET_KEY: Final = "parengine.set"
_MOST_DIGITS: Final = 38


def template(columns: Iterable[InputColumn], criteria_set: CriteriaSet, unit: str) -> pa.Schema:
    """Return the columns of a table for a set, each of a type that holds whatever it admits, and no float."""
    fields = [pa.field(column.name, _TYPES[column.domain.kind](column.domain)) for column in columns]
    return pa.schema([pa.field(unit, pa.string()), *fields], {SET_KEY: criteria_set.id})


def set_named_in(schema: pa.Schema) -> str | None:
    """Return the set that a table says it is for, None where it says none."""
    named = (schema.metadata or {}).get(SET_KEY.encode())
    return None if named is None else str(named.decode("utf-8", "replace"))


def _decimal(domain: Domain) -> pa.DataType:
    return pa.decimal128(_MOST_DIGITS, domain.places)


_TYPES: Final[Mapping[str, Callable[[Domain], pa.DataType]]] = {
    "count": lambda _: pa.int64(),
    "quantity": _decimal,
    "percent": _decimal,
    "points": _decimal,
    "exact": lambda _: pa.string(),
    "yes_no": lambda _: pa.bool_(),
    "date": lambda domain: pa.string() if domain.never else pa.date32(),
    "choice": lambda _: pa.string(),
}
