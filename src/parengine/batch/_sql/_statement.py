"""
The statement: layers of operations from a table of answers to the columns of the result.

The first layer reads each column as a whole number, the second admits it as a value and a state, then come the layers
of operations, and the last SELECT writes the cells. The names inside are made here; only those of the table, of the
view and of the columns come from outside, and these are quoted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Final

from attrs import field, frozen

from ..._sentences import say
from ...expr._integer.form import Form, Kind, Op
from .._read.limits import limits_of
from .._read.names import InputColumn
from ._admitted import Admission, Asked, asked_of
from ._comments import comment, listed
from ._dialects import Dialect
from ._identifiers import free, literal, names_in, qualified, quoted
from ._layers import Plan, plan
from ._operations import Operations, either
from ._published import Publishing
from ._reading import Read, read
from ._refusal import SqlError

UNCERTAIN: Final = "uncertain"
_INDENT: Final = "    "
_PREFIXES: Final[Mapping[Kind, str]] = {Kind.ANSWER: "a", Kind.STATE: "s"}


@frozen(eq=False, slots=False)
class Statement:
    """
    A form as one SELECT of a dialect.

    `table` are the parts of the table's name, `unit` is its column of units, `columns` those of the answers. `notes`
    are comments by the names of the cells before which they stand, `provenance` what every row says of the set.
    """

    form: Form
    dialect: Dialect
    table: Sequence[str]
    unit: str
    columns: Sequence[InputColumn]
    places: int
    notes: Mapping[str, Sequence[str]]
    provenance: Mapping[str, str | None] = field(factory=dict)

    def lines(self) -> Iterator[str]:
        """Yield the lines of the statement, without its end."""
        self._refuse_many_columns()
        yield "WITH"
        yield from self._layer(self._name("answers_read"), self._reading(), self._source)
        yield from self._layer(self._name("answers_admitted"), self._admitting(), self._name("answers_read"))
        for layer in range(1, self.plan.depth + 1):
            yield from self._layer(self._layer_name(layer), self._computing(layer), self._layer_name(layer - 1))
        yield "SELECT"
        yield from _separated(self._publishing())
        yield f"FROM {self._layer_name(self.plan.depth)}"

    @cached_property
    def plan(self) -> Plan:
        """Return which operations become columns."""
        return plan(self.form, [op for cell in self.form.cells.values() for op in cell.ops()])

    @property
    def result(self) -> Sequence[str]:
        """Return the names of the columns of the result."""
        return [self.unit, *self.form.cells, UNCERTAIN, *self.provenance]

    @cached_property
    def called(self) -> Mapping[str, str]:
        """Return what the columns of the table are called in the dialect."""
        return names_in(self.dialect, [self.unit, *(column.name for column in self.columns)])

    @cached_property
    def _asked(self) -> Sequence[Asked]:
        return asked_of(self.form, self.plan.read, self.columns)

    @cached_property
    def _numbers(self) -> Mapping[str, str]:
        """Return the names of the columns of the first layer by what they read."""
        needed = dict.fromkeys(column.name for each in self._asked for column in (each.own, *each.others))
        return {name: f"r{place}" for place, name in enumerate(needed, 1)}

    @cached_property
    def _columns(self) -> Mapping[Op, str]:
        """Return the names of what stands in a column."""
        later = [op for op, layer in self.plan.layer_of.items() if layer]
        names = {op: f"{_PREFIXES[op.kind]}{op.value + 1}" for op in self.plan.read}
        return names | {op: f"v{place}" for place, op in enumerate(later, 1)}

    @cached_property
    def _writer(self) -> Operations:
        return Operations(self.dialect, self._columns)

    @cached_property
    def _words(self) -> Mapping[str, int]:
        return {word: place for place, word in enumerate(self.form.words)}

    # ---- names

    def _name(self, wanted: str) -> str:
        """Return the name of a layer, which hides no table."""
        return free(wanted, self.table)

    def _layer_name(self, layer: int) -> str:
        return self._name(f"layer_{layer}" if layer else "answers_admitted")

    @property
    def _source(self) -> str:
        return f"{qualified(self.table)} AS t"

    # ---- layers

    def _layer(self, name: str, selected: Iterable[str], source: str) -> Iterator[str]:
        yield f"{name} AS ("
        yield "SELECT"
        yield from _separated(selected)
        yield f"FROM {source}{self.dialect.fence}"
        yield ")" if name == self._layer_name(self.plan.depth) else "),"

    def _reading(self) -> Iterator[str]:
        yield f"{_INDENT}t.{quoted(self.called[self.unit])} AS unit,"
        by_name = {column.name: column for column in self.columns}
        for name, number in self._numbers.items():
            column = by_name[name]
            yield from comment(column.label.vi, indent=_INDENT)
            text = f"t.{quoted(self.called[name])}"
            limits = limits_of(column.domain, self._words)
            yield f"{_INDENT}{read(Read(text, column, limits, self._words, self.dialect))} AS {number},"

    def _admitting(self) -> Iterator[str]:
        yield f"{_INDENT}unit,"
        admission = Admission(self.dialect, self._numbers, self._words)
        by_place = {each.place: each for each in self._asked}
        for op in sorted(self.plan.read, key=lambda op: (op.value, op.kind)):
            yield f"{_INDENT}{admission.expression(op, by_place[op.value])} AS {self._columns[op]},"

    def _computing(self, layer: int) -> Iterator[str]:
        yield f"{_INDENT}unit,"
        yield from listed([self._columns[op] for op in self.plan.passed(layer)], _INDENT)
        for block, ops in groupby(self.plan.new(layer), lambda op: self.plan.blocks[op]):
            yield from comment(block, indent=_INDENT)
            yield from (f"{_INDENT}{self._writer.column(op)} AS {self._columns[op]}," for op in ops)

    # ---- the result

    def _publishing(self) -> Iterator[str]:
        called = names_in(self.dialect, self.result)
        yield f"{_INDENT}unit AS {quoted(called[self.unit])},"
        publishing = Publishing(self._writer, self.form.words, self.places)
        for name, cell in self.form.cells.items():
            yield from comment(*self.notes.get(name, ()), indent=_INDENT)
            yield f"{_INDENT}{publishing.expression(cell)} AS {quoted(called[name])},"
        unsure = dict.fromkeys(cell.unsure for cell in self.form.cells.values() if cell.unsure is not None)
        yield f"{_INDENT}{either(self._writer, list(unsure))} AS {quoted(called[UNCERTAIN])},"
        for name, said in self.provenance.items():
            text = "NULL" if said is None else literal(said)
            yield f"{_INDENT}CAST({text} AS TEXT) AS {quoted(called[name])},"

    def _refuse_many_columns(self) -> None:
        """Raise `SqlError` where a table, a layer or the result has more columns than the dialect takes."""
        most, depth = self.dialect.most_columns, self.plan.depth
        layers = [1 + len(self.plan.passed(layer)) + len(self.plan.new(layer)) for layer in range(depth + 1)]
        needed = max(len(self.columns) + 1, len(self.result), *layers)
        if needed > most:
            sentence = say(
                "{dialect} takes {most} columns, and this needs {needed}; leave out the nodes, or use another dialect",
                dialect=self.dialect.title,
                most=most,
                needed=needed,
            )
            raise SqlError(sentence)


def _separated(selected: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a list whose last name has no comma after it."""
    last = list(selected)
    for place in range(len(last) - 1, -1, -1):
        if not last[place].lstrip().startswith("--"):
            last[place] = last[place].removesuffix(",")
            break
    yield from last
