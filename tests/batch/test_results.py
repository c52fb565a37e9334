"""Results: whole numbers become decimals, words and truth values, and come back in the caller's kind of table."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parengine import loads
from parengine.batch._compute.engine import Column
from parengine.batch._results import Layout, given_back
from parengine.expr._integer.form import Cell, Form, Kind, Op
from parengine.types import Status, ValueType

WIDEST = 2**63 - 1
LEAF = {"provenance": "invented", "label": "L", "maximum": 2, "inputs": {"a": {"type": "yes_no", "label": "a"}}}
HEAD = {"format": 1, "id": "small", "edition": "3", "owner": "demo", "tier": "agency", "years": [2024]}
SET = loads(
    {
        **HEAD,
        "title": "Small",
        "maximum": 2,
        "index": "points",
        "provenance": "invented",
        "classes": {"list": [{"id": "A", "label": "A", "at_least": 1}, {"id": "B", "label": "B", "at_least": 0}]},
        "criteria": [{"code": "1", **LEAF, "rule": {"kind": "yes_no", "input": "a"}}],
    }
)
TYPES = {
    "index": ValueType.NUMBER,
    "class": ValueType.CHOICE,
    "class status": ValueType.CHOICE,
    "complete": ValueType.YES_NO,
    "status 1": ValueType.CHOICE,
}
#: In an order of its own, among words that no column has.
WORDS = ("high", "scored", "B", "not_rated", "A", "invalid", "classed")


def form(low: int = 0, high: int = 10**6) -> Form:
    """Return what a form says of its cells; nothing computes it here."""
    number = Op(Kind.ANSWER, (), low, high)
    cells = {name: Cell(number, 1, type_) for name, type_ in TYPES.items()}
    return Form((), WORDS, cells, ())


NARROW = form()


def layout(places: int = 2, form: Form | None = NARROW, **more: Any) -> Layout:
    return Layout(SET, TYPES, places, 2024, "columns (numpy)", form, **more)


def columns(rows: int = 3) -> dict[str, Column]:
    """Return what an engine might have computed: the second row is in a state wherever it can be."""
    state = np.array([0, 2, 0], np.uint8)[:rows]
    return {
        "index": Column(np.array([8466, 5, -1])[:rows], state),
        "class": Column(np.array([4, 0, 2], np.uint8)[:rows], state),
        "class status": Column(np.array([6, 3, 6], np.uint8)[:rows]),
        "complete": Column(np.array([1, 0, 1], np.uint8)[:rows]),
        "status 1": Column(np.array([1, 5, 1], np.uint8)[:rows]),
    }


UNITS = pa.array(["a", "b", "c"])
FIRST = {"unit": "a", "index": Decimal("84.66"), "class": "A", "class status": "classed", "complete": True}
NOT_RATED = {"index": None, "class": None, "class status": "not_rated"}
ROWS = [
    {**FIRST, "status 1": "scored"},
    {**FIRST, **NOT_RATED, "unit": "b", "complete": False, "status 1": "invalid"},
    {**FIRST, "unit": "c", "index": Decimal("-0.01"), "class": "B", "status 1": "scored"},
]
NOTICE = "NOT AN OFFICIAL RESULT: 6 of 6 nodes and clauses are reconstructed"


def shown(batch: pa.RecordBatch) -> list[Mapping[str, object]]:
    """Return rows without the columns that are the same for all."""
    own = [name for name in batch.schema.names if name not in {"set", "notice", "recomputed"}]
    return batch.select(own).to_pylist()


# ---- numbers


@given(st.lists(st.tuples(st.integers(-WIDEST, WIDEST), st.booleans())), st.integers(0, 12))
def test_whole_numbers_become_decimals_exactly(cells: list[tuple[int, bool]], places: int) -> None:
    """Of any size and sign, at any places; null where the state is not 0, whatever number stands under it."""
    state = np.array([0 if known else 3 for _, known in cells], np.uint8)
    others = {name: Column(np.resize(each.value[:1], len(cells))) for name, each in columns().items()}
    found = {**others, "index": Column(np.array([number for number, _ in cells], np.int64), state)}
    batch = layout(places, form(-WIDEST, WIDEST)).batch(pa.array(["u"] * len(cells), pa.string()), found)

    expected = [Decimal(number).scaleb(-places) if known else None for number, known in cells]
    assert expected == batch["index"].to_pylist()
    assert pa.decimal128(38, places) == batch["index"].type
    batch.validate(full=True)


@pytest.mark.parametrize("number", [0, 1, -1, 99, 10**18 - 1, -(10**18) + 1])
def test_numbers_of_18_digits_are_as_narrow(number: int) -> None:
    """Where a form proves it a decimal has 18 digits, which others read as 64 bits; with one more it has 38."""
    found = columns() | {"index": Column(np.full(3, number))}
    narrow = layout(form=form(-(10**18) + 1, 10**18 - 1)).batch(UNITS, found)

    assert (pa.decimal128(18, 2), Decimal(number).scaleb(-2)) == (narrow["index"].type, narrow["index"][0].as_py())
    assert pa.decimal128(38, 2) == layout(form=form(0, 10**18)).schema.field("index").type
    assert pa.decimal128(38, 2) == layout(form=None).schema.field("index").type
    narrow.validate(full=True)


# ---- rows


def test_a_result_has_its_columns_in_order() -> None:
    """The unit, the cells, whether the row was recomputed, and what it was made with."""
    batch = layout().batch(UNITS, columns())

    assert ["unit", *TYPES, "recomputed", "set", "notice"] == batch.schema.names
    assert ROWS == shown(batch)
    assert [("small", NOTICE, False)] * 3 == [(r["set"], r["notice"], r["recomputed"]) for r in batch.to_pylist()]
    batch.validate(full=True)


def test_the_schema_says_what_a_result_was_made_with() -> None:
    """The set, its edition and digest, the year, the notice, the reading and the version."""
    said = {name.decode(): text.decode() for name, text in layout().schema.metadata.items()}

    assert {"small", "3", SET.digest, "2024", NOTICE, "columns (numpy)"} < set(said.values())
    assert ["set", "edition", "set_digest", "year", "notice", "reading", "version"] == [
        name.removeprefix("parengine.") for name in said
    ]


def test_the_notice_is_said_in_the_language_that_is_asked_for() -> None:
    """In Vietnamese in the column and in the schema."""
    batch = layout(language="vi").batch(UNITS, columns())

    assert batch["notice"][0].as_py().startswith("KHÔNG PHẢI KẾT QUẢ CHÍNH THỨC")
    assert batch["notice"][0].as_py() == batch.schema.metadata[b"parengine.notice"].decode()


def test_rows_that_were_computed_again_replace_what_the_engine_gave() -> None:
    """All of their cells, a null among them, also where the engine's column has no state; it stays as it was."""
    again = {
        0: {"index": None, "class": None, "class status": "undetermined", "complete": False, "status 1": "missing"},
        1: {"index": Decimal("2.00"), "class": "B", "class status": "classed", "complete": True, "status 1": "zeroed"},
    }
    given = columns()
    batch = layout().batch(UNITS, given, again)

    assert [{"unit": "a", **again[0]}, {"unit": "b", **again[1]}, ROWS[2]] == shown(batch)
    assert [True, True, False] == batch["recomputed"].to_pylist()
    assert [1, 5, 1] == given["status 1"].value.tolist()
    assert [0, 2, 0] == given["index"].state.tolist()
    batch.validate(full=True)


def test_rows_alone_give_the_same_table() -> None:
    """Where there is no integer form the columns are the same, and every row says that it was recomputed."""
    cells = [{name: cell for name, cell in row.items() if name != "unit"} for row in ROWS]
    wide = layout(form=None)
    batch = wide.batch_of_rows(UNITS, cells)

    assert (ROWS, [True] * 3) == (shown(batch), batch["recomputed"].to_pylist())
    assert batch.schema.names == layout().schema.names
    assert [] == shown(wide.batch_of_rows(UNITS.slice(3), []))
    batch.validate(full=True)


def test_words_are_those_of_the_column() -> None:
    """Their list is the same in every batch: the statuses, what may become of a class, the classes themselves."""
    batch = layout().batch(UNITS, columns())

    assert [str(each) for each in Status] == batch["status 1"].dictionary.to_pylist()
    assert ["A", "B"] == batch["class"].dictionary.to_pylist()
    assert ["classed", "unclassified", "not_rated", "undetermined"] == batch["class status"].dictionary.to_pylist()


def test_further_columns_stand_after_the_cells() -> None:
    """As they are asked for, in both ways of making rows."""
    wider = layout(further=(pa.field("wide", pa.bool_()),))
    batch = wider.batch(UNITS, columns(), further=[pa.array([True, False, None])])

    assert ["status 1", "wide", "recomputed"] == batch.schema.names[-5:-2]
    assert [True, False, None] == batch["wide"].to_pylist()


def test_the_unit_keeps_the_name_of_its_column() -> None:
    """And may be any text of Arrow's."""
    batch = layout(unit="commune").batch(UNITS.cast(pa.large_string()), columns())

    assert (["a", "b", "c"], pa.string()) == (batch["commune"].to_pylist(), batch["commune"].type)


# ---- the caller's kind


def table() -> pa.Table:
    return pa.Table.from_batches([layout().batch(UNITS, columns())])


def test_polars_gets_polars() -> None:
    """Decimals stay decimals, and words are compared as text."""
    frame = given_back(table(), "polars")

    assert isinstance(frame, pl.DataFrame)
    assert pl.Decimal(18, 2) == frame.schema["index"]
    assert [Decimal("84.66"), None, Decimal("-0.01")] == frame["index"].to_list()
    assert ["a"] == frame.filter(pl.col("class") == "A")["unit"].to_list()


def test_pandas_gets_pandas() -> None:
    """Decimals stay decimals, words are categories, and the provenance is in the attributes."""
    frame = given_back(table(), "pandas")

    assert isinstance(frame, pd.DataFrame)
    assert (Decimal("84.66"), Decimal("84.65")) == (frame["index"][0], frame["index"].sum())
    assert pd.isna(frame["index"][1])
    assert ["a"] == frame[frame["class"] == "A"]["unit"].tolist()
    assert ("small", SET.digest) == (frame.attrs["parengine.set"], frame.attrs["parengine.set_digest"])


def test_anyone_else_gets_arrow() -> None:
    """The table itself."""
    made = table()

    assert made is given_back(made, "pyarrow")
