"""polars: lazy expressions over floats, and over whole numbers of 64 bits; it uses both cores by itself."""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
from known_rules import Rules, known_rules
from languages import FINE, Scaled, Whole, plain_name, said
from sets import FIELDS, LEAVES, kind_of
from sheets import EPOCH, Case

from parengine.expr import _nodes as n
from parengine.expr._expr import Expr

from .with_numpy import class_codes

Run = Any


class Floats:
    """Known rules as polars expressions over floats."""

    def __init__(self, rules: Rules) -> None:
        self.told: dict[Expr, Any] = {}
        self.rules = rules

    def const(self, e: n.Const) -> Any:
        return pl.lit(float(e.value))

    def word(self, e: n.Word) -> Any:
        return pl.lit(e.value)

    def day(self, e: n.Day) -> Any:
        return pl.lit(e.ordinal - EPOCH)

    def input(self, e: n.Input) -> Any:
        return _column(e)

    def bound(self, e: n.Bound) -> Any:
        return pl.col(e.name) if e.name in KEPT else said(self.rules.bindings[e.name], self)

    def add(self, _: n.Add, *terms: Any) -> Any:
        return reduce(lambda one, other: one + other, terms)

    def mul(self, _: n.Mul, *factors: Any) -> Any:
        return reduce(lambda one, other: one * other, factors)

    def div(self, _: n.Div, over: Any, under: Any) -> Any:
        return over / under

    def compare(self, e: n.Compare, left: Any, right: Any) -> Any:
        return getattr(left, _METHODS[e.operator])(right)

    def when(self, _: n.When, condition: Any, then: Any, otherwise: Any) -> Any:
        return pl.when(condition).then(then).otherwise(otherwise)

    def least(self, _: n.Least, *of: Any) -> Any:
        return pl.min_horizontal(*of)

    def most(self, _: n.Most, *of: Any) -> Any:
        return pl.max_horizontal(*of)

    def days(self, _: n.Days, start: Any, end: Any) -> Any:
        return end - start

    def round(self, e: n.Round, of: Any) -> Any:
        return of.round(e.places, mode="half_away_from_zero")


setattr(Floats, "and", lambda _self, _e, *of: reduce(lambda one, other: one & other, of))
setattr(Floats, "or", lambda _self, _e, *of: reduce(lambda one, other: one | other, of))
setattr(Floats, "not", lambda _self, _e, of: ~of)

_METHODS = {"=": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
#: What is a column of its own on the way, so that nothing asks for it twice.
KEPT = ("points", "applicable", "index")


def _column(e: n.Input) -> pl.Expr:
    column, kind = pl.col(plain_name(e)), e.domain.kind
    if kind == "date":
        return column.cast(pl.Int32)
    if kind in ("quantity", "percent", "points"):
        return column.cast(pl.Float64) / e.domain.unit_scale
    return column


def float_columns(case: Case) -> Run:
    """Return polars over floats: for the leaf-rounded set by hand, for another as said by its rules."""
    if case.criteria_set.id == "bench-leaf-rounded":
        points = [_float_points(f"f{f}_{p}", kind_of(p)) for f in range(1, FIELDS + 1) for p in range(1, LEAVES + 1)]
        rounded = [each.round(2, mode="half_away_from_zero") for each in points]
        index = (100 * pl.sum_horizontal(rounded) / 88).round(2, mode="half_away_from_zero")
        return _run([{"index": index}, {"class": _leaf_class()}])
    rules = known_rules(case.criteria_set)
    language = Floats(rules)
    stages = [[name for name in KEPT[:2] if name in rules.bindings], ["index"], ["class"]]
    return _run([{name: said(rules.bindings[name], language) for name in stage} for stage in stages])


def _leaf_class(scale: int = 1) -> pl.Expr:
    index = pl.col("index")
    best = pl.when(index >= 90 * scale).then(pl.lit("A"))
    return best.when(index >= 80 * scale).then(pl.lit("B")).otherwise(pl.lit("C"))


def _float_points(stem: str, kind: str) -> pl.Expr:
    if kind == "yes_no":
        return pl.col(stem + "_ok").cast(pl.Float64)
    if kind == "tally":
        return (0.25 * pl.col(stem + "_n")).clip(upper_bound=1)
    under = pl.col(stem + "_all")
    share = pl.col(stem + "_done") / under
    none = pl.when(under == 0).then(0.0)
    if kind == "proportion":
        return none.when(share < 0.5).then(0.0).otherwise(share.clip(upper_bound=1))
    return none.when(share >= 0.9).then(1.0).when(share >= 0.7).then(0.5).otherwise(0.0)


class _Wide:
    """What `Whole` asks of polars: columns of 64 bits, and columns on the way."""

    least = staticmethod(pl.min_horizontal)
    most = staticmethod(pl.max_horizontal)

    def __init__(self, rules: Rules) -> None:
        self.domains = {plain_name(node): node.domain for node in rules.inputs}

    def column(self, name: str) -> pl.Expr:
        column, domain = pl.col(name), self.domains[name]
        if domain.kind == "date":
            return column.cast(pl.Int32).cast(pl.Int64)
        if domain.kind in ("quantity", "percent", "points"):
            return (column * 10**domain.places).cast(pl.Int64)
        return column if domain.kind in ("yes_no", "choice") else column.cast(pl.Int64)

    def choose(self, condition: pl.Expr, then: Any, otherwise: Any) -> pl.Expr:
        return pl.when(condition).then(_wide(then)).otherwise(_wide(otherwise))

    def share(self, over: pl.Expr, under: pl.Expr) -> pl.Expr:
        return (over * (2 * FINE) + under) // (under * 2)

    def kept(self, name: str, value: pl.Expr) -> pl.Expr:
        return pl.col(name) if name in KEPT else value


def _wide(value: Any) -> Any:
    """Return a literal of 64 bits: left to itself, polars takes 32 and sums of two of them wrap round."""
    return pl.lit(value, pl.Int64) if isinstance(value, int) else value


def whole_columns(case: Case) -> Run:
    """Return polars over whole numbers of 64 bits."""
    if case.criteria_set.id == "bench-leaf-rounded":
        points = [_whole_points(f"f{f}_{p}", kind_of(p)) for f in range(1, FIELDS + 1) for p in range(1, LEAVES + 1)]
        index = (200 * pl.sum_horizontal(points) + 88) // 176
        return _run([{"index": index}, {"class": _leaf_class(100)}])
    rules = known_rules(case.criteria_set)
    words = {name: pl.lit(name) for name in class_codes(case)}
    language = Whole(rules, _Wide(rules), words)
    stages = [[name for name in KEPT[:2] if name in rules.bindings], ["index"], ["class"]]
    return _run([{name: _whole(said(rules.bindings[name], language)) for name in stage} for stage in stages])


def _whole(value: Any) -> pl.Expr:
    return value.over if isinstance(value, Scaled) else value


def _whole_points(stem: str, kind: str) -> pl.Expr:
    if kind == "yes_no":
        return pl.col(stem + "_ok").cast(pl.Int64) * 100
    if kind == "tally":
        return (25 * pl.col(stem + "_n").cast(pl.Int64)).clip(upper_bound=100)
    over, under = (pl.col(stem + end).cast(pl.Int64) for end in ("_done", "_all"))
    if kind == "proportion":
        hundredths = ((200 * over + under) // (2 * under)).clip(upper_bound=100)
        return pl.when((under == 0) | (2 * over < under)).then(0).otherwise(hundredths)
    bands = pl.when(10 * over >= 9 * under).then(100).when(10 * over >= 7 * under).then(50).otherwise(0)
    return pl.when(under == 0).then(0).otherwise(bands)


def _run(stages: list[dict[str, pl.Expr]]) -> Run:
    """Return what scores a table: each stage adds its columns, the index and the class are collected."""

    def run(table: pa.Table) -> tuple[np.ndarray, list[str]]:
        frame = pl.from_arrow(table.drop_columns(["unit"]), rechunk=False).lazy()
        for stage in stages[:-1]:
            frame = frame.with_columns(**stage)
        done = frame.select("index", **stages[-1]).collect()
        return done["index"], done["class"]

    return run
