"""Tables as they are given: polars, pandas, pyarrow, anything with the Arrow C interface, and what is no table."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pytest
from attrs import frozen

from parengine import DocumentError
from parengine.batch._read.arrow_in import batches_of, kind_of, stream_of, table_of

PLAIN = pa.table({"unit": ["a", "b"], "tasks": pa.array([1, None], pa.int16())})


@frozen
class Stream:
    """What gives the Arrow C stream and is of no library that we know."""

    given: Any

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self.given.__arrow_c_stream__(requested_schema)


@frozen
class Array:
    """What gives an Arrow C array."""

    given: Any

    def __arrow_c_array__(self, requested_schema: Any = None) -> Any:
        return self.given.__arrow_c_array__(requested_schema)


GIVEN: dict[str, tuple[Callable[[], Any], str]] = {
    "table": (lambda: PLAIN, "pyarrow"),
    "batch": (lambda: PLAIN.to_batches()[0], "pyarrow"),
    "reader": (PLAIN.to_reader, "pyarrow"),
    "data set": (lambda: ds.dataset(PLAIN), "pyarrow"),
    "scanner": (lambda: ds.dataset(PLAIN).scanner(), "pyarrow"),
    "polars": (lambda: pl.DataFrame(PLAIN), "polars"),
    "polars lazy": (lambda: pl.DataFrame(PLAIN).lazy(), "polars"),
    "pandas": (PLAIN.to_pandas, "pandas"),
    "stream": (lambda: Stream(PLAIN), "pyarrow"),
    "array": (lambda: Array(PLAIN.to_batches()[0]), "pyarrow"),
}


@pytest.mark.parametrize("name", GIVEN)
def test_every_kind_of_table_is_read(name: str) -> None:
    """The same rows come out of each, and results will be given back in the same kind."""
    make, kind = GIVEN[name]

    assert PLAIN.to_pylist() == table_of(make()).to_pylist()
    assert PLAIN.to_pylist() == [row for batch in batches_of(stream_of(make())) for row in batch.to_pylist()]
    assert kind == kind_of(make())


def test_numbers_of_polars_and_pyarrow_are_not_copied() -> None:
    """A column of numbers is read where it lies."""
    frame = pl.DataFrame({"tasks": [1, 2, 3]})
    own = frame.to_arrow().column("tasks").chunk(0).buffers()[1].address

    assert own == table_of(frame).column("tasks").chunk(0).buffers()[1].address
    assert PLAIN is table_of(PLAIN)


def test_pandas_means_missing_by_nan() -> None:
    """A column of floats that pandas made of whole numbers with gaps has gaps."""
    frame = pd.DataFrame({"tasks": [1, None], "done": [float("nan"), 2.5], "unit": ["a", None]})

    assert [{"tasks": 1, "done": None, "unit": "a"}, {"tasks": None, "done": 2.5, "unit": None}] == table_of(
        frame
    ).to_pylist()


def test_objects_of_pandas_are_read_where_they_are_of_one_type() -> None:
    """Decimals and texts come as Python objects there; the columns that mix types are all named."""
    good = pd.DataFrame({"spent": [Decimal("1.5"), None], "state": pd.Series(["good", None], dtype=object)})
    bad = pd.DataFrame({"spent": [1, "x"], "state": pd.Series(["\ud800", "a"], dtype=object), "unit": ["a", "b"]})

    assert [{"spent": Decimal("1.5"), "state": "good"}, {"spent": None, "state": None}] == table_of(good).to_pylist()
    with pytest.raises(DocumentError) as caught:
        table_of(bad)
    assert [(1, "$.spent"), (2, "$.state")] == [(each.column, each.path) for each in caught.value.problems]
    assert all("is not of one type, numbers or text" in each.sentence for each in caught.value.problems)


def test_two_columns_of_one_name_stay_two() -> None:
    """It is for the examination to tell of them; names that are no text are their text."""
    assert ["a", "a"] == table_of(pd.DataFrame([[1, 2]], columns=["a", "a"])).schema.names
    assert ["0", "1"] == table_of(pd.DataFrame([[1, 2]])).schema.names
    assert ["?"] == table_of(pd.DataFrame([[1]], columns=pd.Index(["\ud800"], dtype=object))).schema.names


def test_many_small_batches_are_put_together() -> None:
    """Thousands of batches of one row cost as much each as thousands of rows."""
    many = pa.Table.from_batches(PLAIN.to_batches() * 1000)

    assert (1, 2000) == (len(table_of(many).to_batches()), table_of(many).num_rows)


@pytest.mark.parametrize(
    "anything",
    [None, 3, "units.csv", [1], {"unit": ["a"]}, pl.DataFrame, object()],
    ids=lambda each: type(each).__name__,
)
def test_what_is_no_table_is_told(anything: object) -> None:
    """One sentence with what would be a table."""
    hint = "give one of polars, pandas or pyarrow, or anything with the Arrow C stream"
    with pytest.raises(DocumentError) as caught:
        table_of(anything)

    assert [f"a {type(anything).__name__} is no table; {hint}"] == [each.sentence for each in caught.value.problems]


@pytest.mark.parametrize(
    "anything",
    [
        pa.array([1]), pa.chunked_array([[1]]), pl.Series([1]), pd.Series([1]), Stream(3), Stream(pl.Series([1])),
        Array(pa.array([1])),
        pl.DataFrame({"a": pl.Series([1], dtype=pl.Int128)}), pl.DataFrame({"a": [1]}).lazy().select("b"),
    ],
    ids=lambda each: type(each).__name__,
)  # fmt: skip
def test_what_arrow_cannot_read_is_told(anything: object) -> None:
    """What looks like a table and is none gives a sentence with Arrow's own words."""
    with pytest.raises(DocumentError) as caught:
        table_of(anything)

    assert ["this table cannot be read as Arrow"] == [each.sentence.partition(":")[0] for each in caught.value.problems]


def test_a_stream_that_breaks_is_told() -> None:
    """A batch that cannot be read ends the reading with a sentence."""

    def batches() -> Any:
        yield PLAIN.to_batches()[0]
        raise OSError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(PLAIN.schema, batches())
    found = batches_of(reader, name="units.arrow")
    next(found)
    with pytest.raises(DocumentError, match=r"units\.arrow:1:1: .*the disk is gone"):
        next(found)
