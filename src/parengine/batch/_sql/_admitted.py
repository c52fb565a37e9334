"""
Answers as the integer form takes them: a value and a state.

A first layer reads each column as a whole number (see `_reading`); here that number is held to its limits. Null is
missing; a null option beside answered ones was chosen by nobody, and an option that no rule reads still makes its
distribution invalid where it is bad.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from ..._sentences import say
from ...expr._integer.form import Form, Kind, Op
from ...types import State
from .._read.limits import limits_of
from .._read.names import InputColumn, Key, key_of
from ._dialects import Dialect
from ._refusal import SqlError

# ---- which columns are read


@frozen(eq=False)
class Asked:
    """An input of the form with the columns that its value and state rest on, its own first."""

    place: int
    own: InputColumn
    others: tuple[InputColumn, ...] = ()

    @property
    def unread(self) -> tuple[InputColumn, ...]:
        """Return the options of the same distribution that no rule reads."""
        return tuple(column for column in self.others if not column.is_read)


def asked_of(form: Form, read: Sequence[Op], columns: Sequence[InputColumn]) -> tuple[Asked, ...]:
    """Return the inputs whose answer or state is read, in the order of the form."""
    by_key: Mapping[Key, InputColumn] = {column.key: column for column in columns}
    places = sorted({op.value for op in read})
    return tuple(_asked(place, form, by_key) for place in places)


def _asked(place: int, form: Form, by_key: Mapping[Key, InputColumn]) -> Asked:
    node = form.inputs[place]
    own = by_key.get(key_of(node))
    if own is None:
        raise SqlError(say("'{name}' is no column of a table; give it as a figure of the cohort", name=node.name))
    if own.role != "option":
        return Asked(place, own)
    mates = (column for key, column in by_key.items() if key[:2] == own.key[:2] and column is not own)
    return Asked(place, own, tuple(mates))


# ---- values and states


@frozen(eq=False, slots=False)
class Admission:
    """Writes values and states; `numbers` are the names of the columns of the first layer."""

    dialect: Dialect
    numbers: Mapping[str, str]
    words: Mapping[str, int]

    def expression(self, op: Op, asked: Asked) -> str:
        """Return an answer or its state."""
        return self._value(op, asked) if op.kind is Kind.ANSWER else self._state(asked)

    def _value(self, op: Op, asked: Asked) -> str:
        number = self._number(asked.own)
        lowest = self.dialect.whole(op.low)
        if asked.own.role == "option":
            known = f"{self._state(asked)} = {self._whole(0)}"
            return f"CASE WHEN {known} THEN {number} ELSE {lowest} END"
        return f"CASE WHEN {self._fits(asked.own)} THEN {number} ELSE {lowest} END"

    def _state(self, asked: Asked) -> str:
        cases = "".join(f" WHEN {condition} THEN {self._whole(state)}" for condition, state in self._cases(asked))
        return f"CASE{cases} ELSE {self._whole(State.INVALID)} END"

    def _cases(self, asked: Asked) -> Iterator[tuple[str, int]]:
        own = self.numbers[asked.own.name]
        if asked.own.role == "evidence":
            yield f"{own} IS NULL", 0
        elif asked.own.role == "option":
            every = [self.numbers[column.name] for column in (asked.own, *asked.others)]
            yield " AND ".join(f"{name} IS NULL" for name in every), State.MISSING
            yield from ((f"NOT ({self._fits(column)})", State.INVALID) for column in asked.unread)
        else:
            yield f"{own} IS NULL", State.MISSING
        yield self._fits(asked.own), 0

    def _fits(self, column: InputColumn) -> str:
        """Return whether a number is admitted; of one that is null it is unknown, but for an option, which is 0."""
        limits = limits_of(column.domain, self.words)
        number = self._number(column)
        within = f"{number} BETWEEN {self._whole(limits.low)} AND {self._whole(limits.high)}"
        if limits.step == 1:
            return within
        return f"{within} AND {number} % {self._whole(limits.step)} = {self._whole(0)}"

    def _number(self, column: InputColumn) -> str:
        name = self.numbers[column.name]
        return f"coalesce({name}, {self._whole(0)})" if column.role == "option" else name

    def _whole(self, value: int) -> str:
        return self.dialect.whole(int(value))
