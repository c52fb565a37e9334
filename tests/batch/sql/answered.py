"""Rows of answers to any set: as the exact reading takes them, and as a table of each database holds them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from attrs import frozen

from parengine import Assessment, Unit
from parengine._numbers import exact, exact_text
from parengine.batch._asked import Asked
from parengine.batch._read.names import InputColumn, columns_of
from parengine.batch._sql import create_table, sql
from parengine.batch._sql._dialects import DIALECTS
from parengine.batch._sql._identifiers import quoted
from parengine.batch._sql._reading import storage_of
from parengine.batch._sql._statement import Statement
from parengine.expr._integer.form import Kind
from parengine.score import cohort_of
from parengine.score._cells import cells_of
from parengine.score._cohort import cohort_answers
from parengine.testing._draw.answers import ground_of
from parengine.types import ValueType

#: What no domain admits, and what a table may hold in its place, by how it is stored: (in the table, in SQLite).
BAD = {
    "whole": [
        ("-1000000000000", -(10**12)),
        ("4000000000000000000", 4 * 10**18),
        (None, "12abc"),
        (None, "7"),
        (None, 12.0),
    ],
    "decimal": [
        ("3.14159265", "3.14159265"),
        (None, 1.5),
        (None, "1e2"),
    ],
    "yes_no": [(None, 2), (None, "yes"), (None, 1.0), (None, -1)],
    "date": [
        ("-infinity", "2022-02-30"),
        (None, "0000-01-01"),
        (None, 19000101),
        (None, "2022-1-3"),
        (None, "2022-01-01 00:00"),
    ],
    "choice": [("?", "?"), ("", ""), ("Ê", 5), (None, b"on_time")],
}
INVALID = "?"
#: How many sheets are drawn; the rows mix them.
_BASES = 24


@frozen
class Answered:
    """A row: its assessment, and its cells in the order of the table."""

    assessment: Assessment
    cells: list[object]


@frozen
class Sheets:
    """What is asked of a set on some terms."""

    criteria_set: Any
    year: int
    stage: str = "self"

    @property
    def asked(self):
        return Asked(self.criteria_set, self.year, self.stage)

    @property
    def columns(self) -> tuple[InputColumn, ...]:
        return columns_of(self.asked.prepared())

    def cells(self, *, nodes=True):
        return cells_of(self.asked.prepared(), year=self.year, nodes=nodes)

    def rows(self, dialect: str, count: int, seed: int = 0) -> Iterator[Answered]:
        """Yield rows whose answers stand at thresholds and ends, with some that are missing and some that are bad."""
        random, ground = Random(seed), ground_of(self.criteria_set, self.year)
        bases = [ground.base(each) for each in (0, *random.sample(range(1, 2**16), min(count, _BASES)))]
        for place in range(count):
            one, other, often = random.choice(bases), random.choice(bases), random.choice((0, 0, 5, 50))
            base = {node: other[node] if random.randrange(100) < often else raw for node, raw in one.items()}
            by_key = {(node.origin, node.name, node.part): raw for node, raw in base.items()}
            spoilt = random.choice((0, 0, 0, 1, 3, 10, 40))
            yield self._row(f"u{place}", by_key, dialect, random, spoilt)

    def _row(self, unit: str, by_key: Mapping[Any, object], dialect: str, random: Random, spoilt: int) -> Answered:
        given: dict[InputColumn, object] = {}
        cells: list[object] = [unit]
        for column in self.columns:
            cell, answer = self._cell(column, by_key.get(column.key), dialect, random, spoilt)
            cells.append(cell)
            given[column] = answer
        return Answered(self._assessment(unit, given), cells)

    def _cell(self, column, raw, dialect, random, spoilt):
        if column.role == "evidence":
            raw = random.choice((True, True, False, None))
        if random.randrange(100) < spoilt:
            kind = random.randrange(3)
            if kind == 0:
                return None, None
            if kind == 1 and column.role != "evidence":  # an assessment has evidence or none, never a bad one
                text, own = random.choice(BAD[storage_of(column)])
                if dialect == "sqlite":
                    return own, INVALID
                if text is not None:
                    return text, INVALID
            else:
                raw = self._end(column, random, raw)
        if raw is None:
            return None, None
        return written(column, raw, dialect, random), raw

    def _end(self, column, random, raw):
        """Return an end of what may be answered, or just beyond."""
        domain = column.domain
        if domain.type is ValueType.NUMBER:
            unit = Fraction(1, 10**domain.places)
            return random.choice((domain.low, domain.high, domain.low - unit, domain.high + unit, domain.low + unit))
        if domain.type is ValueType.DATE:
            return random.choice((datetime.date.min, datetime.date.max, "never"))
        return raw

    def _assessment(self, unit: str, given: Mapping[InputColumn, object]) -> Assessment:
        answers: dict[str, Any] = {}
        evidence: dict[str, Any] = {}
        attributes: dict[str, Any] = {}
        for column, answer in given.items():
            _, name, part = column.key
            if answer is None:
                continue
            if column.role == "evidence":
                evidence[name] = ("QĐ 1",) if answer is True else ()
            elif column.role == "option":
                answers.setdefault(name, {})[part] = answer
            else:
                (attributes if column.role == "attribute" else answers)[name] = answer
        return Assessment(
            self.criteria_set.id,
            Unit(unit, attributes=attributes),
            self.year,
            answers,
            evidence=evidence,
            stage=self.stage,
        )


def written(column: InputColumn, raw: object, dialect: str, random: Random) -> object:
    """Return an answer as a table of a database holds it: text for all but SQLite, which takes values."""
    storage = storage_of(column)
    if storage in ("whole", "decimal"):
        text = exact_text(exact(raw))
        if dialect != "sqlite":
            return text
        if storage == "whole":
            return int(text)
        return random.choice((text, text + ("0" if "." in text else ".00"), int(text) if "." not in text else text))
    if storage == "yes_no":
        assert isinstance(raw, bool), raw
        return int(raw) if dialect == "sqlite" else str(raw).lower()
    if storage == "date":
        text = raw.isoformat() if isinstance(raw, datetime.date) else str(raw)
        return text if dialect == "sqlite" or text != "never" else "infinity"
    return str(raw)


def table_of(sheets: Sheets, dialect: str) -> str:
    """Return the table of a set; SQLite's without types, so that every value stays what it is."""
    if dialect == "sqlite":
        return f"CREATE TABLE answers (unit, {', '.join(quoted(column.name) for column in sheets.columns)})"
    return create_table(sheets.criteria_set, dialect, year=sheets.year, stage=sheets.stage)


# ---- what a database answers, as the exact reading writes it


def shown(value: object, type: ValueType, dialect: str) -> object:
    """Return a cell of a result as text or a truth value."""
    if value is None:
        return None
    if type is ValueType.YES_NO:
        return bool(value)
    assert isinstance(value, str if dialect == "sqlite" or type is ValueType.CHOICE else Decimal)
    return str(value)


def expected(cells, assessment, cohort=None) -> dict[str, object]:
    return {
        name: str(each) if isinstance(each, Decimal) else each
        for name, each in cells.row(assessment, cohort or {}).items()
    }


def differences(database, sheets: Sheets, rows: list[Answered], *, nodes=True) -> tuple[list[str], list[Answered]]:
    """Return where a database's answers differ from the exact reading, and the rows that are uncertain."""
    prepared = sheets.asked.prepared()
    cohort = (
        cohort_of([row.assessment for row in rows[:20]], sheets.criteria_set)
        if prepared.programme.comparisons
        else None
    )
    figures = cohort_answers(cohort, prepared, rows[0].assessment)
    query = sql(sheets.criteria_set, database.name, year=sheets.year, stage=sheets.stage, nodes=nodes, cohort=cohort)
    database.drop("answers")
    database.run(table_of(sheets, database.name))
    database.fill("answers", [row.cells for row in rows])
    found = {row["unit"]: row for row in database.rows(query)}
    cells, wrong, uncertain = sheets.cells(nodes=nodes), [], []
    assert sorted(found) == sorted(row.assessment.unit.id for row in rows)
    for row in rows:
        given = found[row.assessment.unit.id]
        if given["uncertain"]:
            uncertain.append(row)
            continue
        wanted = expected(cells, row.assessment, figures)
        got = {name: shown(given[name], cells.types[name], database.name) for name in cells.names}
        wrong += [
            f"{row.assessment.unit.id} {name}: {got[name]!r}, not {wanted[name]!r}"
            for name in wanted
            if got[name] != wanted[name]
        ]
    return wrong, uncertain


def is_near_a_tie(sheets: Sheets, row: Answered) -> bool:
    """Return whether some figure of a row lies within a millionth of where its published figure turns."""
    prepared = sheets.asked.prepared()
    found, scale = prepared.run(row.assessment), 10 ** sheets.cells().places
    names = [name for name in prepared.exact.outputs if name.startswith("points ") or name in ("points", "index")]
    values = [prepared.exact.result(found, name) for name in names]
    return any(isinstance(each, Fraction) and abs(each * scale % 1 - Fraction(1, 2)) < _HAIR for each in values)


#: Of a unit of the last place.
_HAIR = Fraction(1, 10**6)


# ---- forms without a set


class AsNumbers(Statement):
    """A form whose answers come from a table of values and states, and whose cells are shown as they are."""

    def __init__(self, form):
        super().__init__(form, DIALECTS["sqlite"], ("answers",), "unit", (), 0, {})

    def on(self, database, rows):
        """Return the cells of some rows as a database computes them."""
        asked = AsNumbers.of(self.form, DIALECTS[database.name])
        names = [f"{letter}{place + 1}" for place in range(len(self.form.inputs)) for letter in "as"]
        database.drop("answers")
        database.run(f"CREATE TABLE answers (unit varchar, {', '.join(f'{name} bigint' for name in names)})")
        cells = [[str(place), *(part for pair in row for part in pair)] for place, row in enumerate(rows)]
        lows = {op.value: op.low for op in asked.plan.read if op.kind is Kind.ANSWER}
        for row in cells:
            for place, low in lows.items():
                if row[2 + 2 * place]:
                    row[1 + 2 * place] = low
        database.fill("answers", cells if database.name == "sqlite" else [[*map(str, row)] for row in cells])
        found = sorted(database.rows("\n".join(asked.lines())), key=lambda row: int(row["unit"]))
        return [
            {name: tuple(int(row[f"{name} {part}"]) for part in "vsu") for name in self.form.cells} for row in found
        ]

    @classmethod
    def of(cls, form, dialect):
        made = cls(form)
        object.__setattr__(made, "dialect", dialect)
        return made

    def _reading(self):
        yield from ("    unit,", *(f"    t.{self._columns[op]}," for op in self.plan.read))

    def _admitting(self):
        yield from ("    unit,", *(f"    {self._columns[op]}," for op in self.plan.read))

    def _publishing(self):
        yield "    unit,"
        for name, cell in self.form.cells.items():
            for part, op in zip("vsu", (cell.value, cell.state, cell.unsure), strict=True):
                text = "0" if op is None else self._writer.number(op)
                yield f'    {text} AS "{name} {part}",'
