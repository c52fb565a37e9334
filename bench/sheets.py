"""Generated answers as Arrow tables, the same in every run: a leaf-rounded set and the national one."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sets import FIELDS, LEAVES, kind_of, leaf_rounded_set

import parengine
from parengine.expr import _nodes as n
from parengine.score import prepare

YEAR = 2022
EPOCH = datetime.date(1970, 1, 1).toordinal()
PIECE = 250_000
#: The share of answers that the second national table lacks, and of those in it that are not admitted.
MISSING, INVALID = 0.005, 0.001

Columns = dict[str, pa.Array]
Drawn = np.random.Generator


class Case(NamedTuple):
    """A criteria set to score, and how to draw a table of answers to it: so many units, from the one at a place."""

    title: str
    criteria_set: parengine.CriteriaSet
    draw: Callable[[Drawn, int], Columns]

    def table(self, count: int) -> pa.Table:
        """Return the answers of so many units, one contiguous column an input."""
        starts = range(0, count, PIECE)
        pieces = [self.piece(start, min(PIECE, count - start)) for start in starts]
        return _packed(pa.concat_tables(pieces).combine_chunks())

    def piece(self, start: int, count: int) -> pa.Table:
        """Return the answers of units from the one at a place; it is a multiple of `PIECE`."""
        drawn = self.draw(np.random.default_rng([2022, start]), PIECE if count > 20_000 else 20_000)
        columns = {name: column.slice(0, count) for name, column in drawn.items()}
        return pa.table({"unit": units(start, count)} | columns)


def _packed(table: pa.Table) -> pa.Table:
    """Return a table whose buffers hold its own rows and no others."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return pa.ipc.open_stream(sink.getvalue()).read_all()


def units(start: int, count: int) -> pa.Array:
    """Return the ids of units: `u` and eight digits."""
    places = np.arange(start, start + count, dtype=np.int64)
    digits = np.full((count, 9), ord("u"), dtype=np.uint8)
    for place in range(8):
        digits[:, 8 - place] = places // 10**place % 10 + ord("0")
    offsets = np.arange(0, 9 * (count + 1), 9, dtype=np.int32)
    return pa.Array.from_buffers(pa.string(), count, [None, pa.py_buffer(offsets), pa.py_buffer(digits)])


def bytes_a_unit(table: pa.Table) -> float:
    """Return how many bytes the answers of one unit take in a table, its id not among them."""
    return table.drop_columns(["unit"]).nbytes / table.num_rows


# ---- the leaf-rounded set: 96 counts of 32 bits, 48 of 16, 8 small counts of 16, 8 truths of a bit: 497 bytes


def _leaf_rounded(drawn: Drawn, count: int) -> Columns:
    columns: Columns = {}
    good = _how_good(drawn, count)
    for field in range(1, FIELDS + 1):
        for place in range(1, LEAVES + 1):
            columns |= _LEAF[kind_of(place)](drawn, good, f"f{field}_{place}", place)
    return columns


def _how_good(drawn: Drawn, count: int) -> np.ndarray:
    """Return how well each unit does, from 0 to 1: what is good in one answer is good in others."""
    return drawn.random(count, np.float32)


def _yes(drawn: Drawn, good: np.ndarray) -> np.ndarray:
    return drawn.random(len(good), np.float32) < 0.6 + 0.4 * good


def _share(drawn: Drawn, good: np.ndarray, stem: str, place: int) -> Columns:
    count = len(good)
    dtype, most = (np.int32, 1_000_000) if place % 3 else (np.int16, 9_999)
    under = (most ** drawn.random(count, np.float32)).astype(dtype)
    under[drawn.random(count, np.float32) < 0.01] = 0
    over = (under * (0.4 + 0.6 * good + 0.25 * drawn.random(count, np.float32))).astype(dtype)
    return {f"{stem}_done": pa.array(over), f"{stem}_all": pa.array(under)}


_LEAF: Mapping[str, Callable[[Drawn, np.ndarray, str, int], Columns]] = {
    "proportion": _share,
    "bands": _share,
    "tally": lambda drawn, good, stem, _: {f"{stem}_n": pa.array(drawn.integers(0, 7, len(good), np.int16))},
    "yes_no": lambda drawn, good, stem, _: {f"{stem}_ok": pa.array(_yes(drawn, good))},
}


# ---- the national set: counts of 32 bits, survey counts of 16, decimals, dates, choices, truths


#: How many there are of what no share is taken of: at most so many.
_FEW = {
    "communication_forms_used": 7,
    "excess_deputies": 6,
    "initiatives_recognised": 3,
    "leader_posts_by_competition": 3,
    "linked_procedure_groups": 29,
    "officials_disciplined": 20,
}
#: What is compared with what was before or is assigned, and its least and greatest share of it.
_BESIDE = {
    "civil_servants_present": ("civil_servants_assigned", 0.9, 1.02),
    "firms_entering_now": ("firms_entering_previous", 0.9, 1.3),
    "gov_tasks_on_time": ("gov_tasks_assigned", 0.9, 1.05),
    "self_financing_units_now": ("self_financing_units_previous", 1, 1.2),
    "service_staff_now": ("service_staff_previous", 0.96, 1.01),
    "service_units_now": ("service_units_2021", 0.85, 1.01),
    "targets_met": ("targets_total", 0.7, 1.05),
    "unit_spending_now": ("unit_spending_2021", 0.85, 1.02),
}
#: What is counted of the rest that another leaves.
_OF_THE_REST = {"gov_tasks_late": "gov_tasks_on_time", "targets_exceeded": "targets_met"}
#: Totals of the counts of ten provinces at once would be larger; what was wrong and punished is rare.
_LARGEST, _RARE = 50_000, 0.15


@cache
def _national_set() -> parengine.CriteriaSet:
    return parengine.discover().get("ministry-2022-province")


@cache
def _shares() -> dict[str, str]:
    """Return what stands over what in the quotients of the set's rules."""
    bindings = prepare(_national_set()).programme.bindings
    quotients = [node for each in bindings for node in n.walk(each.expression) if isinstance(node, n.Div)]
    return {
        node.over.name: node.under.name
        for node in quotients
        if isinstance(node.over, n.Input) and isinstance(node.under, n.Input) and not node.over.part
    }


def _national(drawn: Drawn, count: int) -> Columns:
    raw = _raw_national(drawn, count)
    return {name: _arrow(node, raw[name]) for name, node in _national_inputs().items()}


def _with_gaps(drawn: Drawn, count: int) -> Columns:
    """Return answers of which some are missing and some are not admitted: counts below 0."""
    raw = _raw_national(drawn, count)
    columns = {}
    for name, node in _national_inputs().items():
        values = raw[name]
        if node.domain.kind == "count":
            values = np.where(drawn.random(count, np.float32) < INVALID, -1, values).astype(values.dtype)
        columns[name] = _arrow(node, values, drawn.random(count, np.float32) >= MISSING)
    return columns


@cache
def _national_inputs() -> dict[str, n.Input]:
    """Return the inputs of the set by the names of their columns; the year is none of them."""
    inputs = [node for node in prepare(_national_set()).inputs if node.origin == "answer"]
    return {node.name if node.part is None else f"{node.name}.{node.part}": node for node in inputs}


def _raw_national(drawn: Drawn, count: int) -> dict[str, np.ndarray]:
    """Return the answers as whole numbers, scaled by their places."""
    good, shares, raw = _how_good(drawn, count), _shares(), dict[str, np.ndarray]()
    under = {**shares, **{name: of for name, (of, *_) in _BESIDE.items()}}
    for name, node in _national_inputs().items():
        if name not in under and name not in _OF_THE_REST:
            raw[name] = _total(drawn, good, node, name, is_total=name in under.values())
    for name in shares:
        share = np.minimum(1, 0.5 + 0.5 * good + 0.5 * drawn.random(count, np.float32))
        raw[name] = np.floor(raw[shares[name]] * share).astype(raw[shares[name]].dtype)
    for name, (of, low, high) in _BESIDE.items():
        share = (low + (high - low) * drawn.random(count, np.float32)).astype(np.float64)
        most = raw[of] if name in ("gov_tasks_on_time", "targets_met") else np.iinfo(raw[of].dtype).max
        raw[name] = np.minimum(np.floor(raw[of] * share), most).astype(raw[of].dtype)
    for name, first in _OF_THE_REST.items():
        rest = raw[_BESIDE[first][0]] - raw[first]
        raw[name] = np.floor(rest * np.minimum(1, 2 * drawn.random(count, np.float32))).astype(rest.dtype)
    return raw


def _total(drawn: Drawn, good: np.ndarray, node: n.Input, name: str, *, is_total: bool) -> np.ndarray:
    """Return answers to what does not follow from another."""
    count, kind = len(good), node.domain.kind
    if node.part:
        asked = drawn.integers(0, 200, count, np.int16)
        return (asked * (0.2 + 2 * good)).astype(np.int16) if node.part in ("very_good", "good") else asked
    if kind == "count" and is_total:
        totals = (_LARGEST ** drawn.random(count, np.float32)).astype(np.int32)
        return np.where(drawn.random(count, np.float32) < 0.02, 0, totals).astype(np.int32)
    if kind == "count":
        few = drawn.integers(0, _FEW.get(name, 2) + 1, count, np.int32)
        return few if name in _FEW else np.where(drawn.random(count, np.float32) < _RARE, few, 0).astype(np.int32)
    return _OTHERS[kind](drawn, good, node)


_OTHERS: Mapping[str, Callable[[Drawn, np.ndarray, n.Input], np.ndarray]] = {
    "quantity": lambda drawn, good, _: drawn.integers(1_000_000, 900_000_000, len(good), np.int64),
    "percent": lambda drawn, good, node: drawn.integers(7_000, 9_900, len(good), np.int64) // _small(node),
    "points": lambda drawn, good, _: 25 * drawn.integers(1, 5, len(good), np.int64),
    "yes_no": lambda drawn, good, _: _yes(drawn, good),
    "choice": lambda drawn, good, node: drawn.integers(0, len(node.domain.options), len(good), np.int8),
    "date": lambda drawn, good, _: datetime.date(YEAR, 1, 1).toordinal() + drawn.integers(0, 365, len(good), np.int32),
}


def _small(node: n.Input) -> int:
    """Return how much smaller growth is than satisfaction."""
    return 10 if node.name.startswith("grdp") else 1


def _arrow(node: n.Input, values: np.ndarray, valid: np.ndarray | None = None) -> pa.Array:
    """Return answers as a column of the type that a ministry's file has; null where they are not valid."""
    mask = None if valid is None else ~valid
    kind, places = node.domain.kind, node.domain.places
    if kind == "choice":
        return pa.DictionaryArray.from_arrays(pa.array(values, mask=mask), list(node.domain.options))
    if kind == "date":
        return pa.array((values - EPOCH).astype(np.int32), pa.date32(), mask=mask)
    if kind in ("quantity", "percent", "points"):
        return _decimal(values, pa.decimal128(13 if kind == "quantity" else 5, places), mask)
    return pa.array(values, mask=mask)


def _decimal(values: np.ndarray, type_: pa.DataType, mask: np.ndarray | None) -> pa.Array:
    both = np.stack([values, values >> 63], axis=1)
    made = pa.Array.from_buffers(type_, len(values), [None, pa.py_buffer(np.ascontiguousarray(both))])
    return made if mask is None else pc.if_else(pa.array(~mask), made, pa.scalar(None, type_))


def cases() -> dict[str, Case]:
    """Return what is compared, by a short name."""
    return {
        "leaf-rounded": Case("88 leaves, each rounded", parengine.loads(leaf_rounded_set()), _leaf_rounded),
        "national": Case("national set, complete sheets", _national_set(), _national),
        "national-gaps": Case("national set, some answers missing or invalid", _national_set(), _with_gaps),
    }


def rows_of(table: pa.Table, *, entered: bool = False) -> list[dict[str, Any]]:
    """
    Return the answers as one mapping a unit, for engines that take one at a time.

    A date is its ordinal and a decimal a float, as JSON has them; as they are `entered` in an assessment where that
    is asked: dates, decimals, and distributions as mappings.
    """
    columns = {name: _plain(table.column(name), entered=entered) for name in table.column_names if name != "unit"}
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    return [_nested(row) for row in rows] if entered else rows


def _plain(column: pa.ChunkedArray, *, entered: bool) -> list[Any]:
    if entered or not (pa.types.is_date(column.type) or pa.types.is_decimal(column.type)):
        return column.to_pylist()
    if pa.types.is_date(column.type):
        return [None if day is None else day + EPOCH for day in column.cast(pa.int32()).to_pylist()]
    return column.cast(pa.float64()).to_pylist()


def _nested(row: dict[str, Any]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for name, answer in row.items():
        stem, _, part = name.partition(".")
        if part:
            nested.setdefault(stem, {})[part] = answer
        else:
            nested[name] = answer
    return {name: answer if not isinstance(answer, dict) else _distribution(answer) for name, answer in nested.items()}


def _distribution(parts: dict[str, Any]) -> dict[str, Any] | None:
    known = {name: count for name, count in parts.items() if count is not None}
    return known or None
