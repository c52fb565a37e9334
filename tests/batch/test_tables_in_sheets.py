"""The rows of a table as columns for an engine and as assessments: the same answers, in value and in state."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables_in import read_by_engine, ready

from parengine.batch._read.names import InputColumn, columns_of
from parengine.batch._read.sheets import Sheets, layout_of
from parengine.expr._admission import scale_of
from parengine.expr._domain import Domain
from parengine.expr._integer.form import Form
from parengine.expr._oracle import read_answer
from parengine.score._prepared import Prepared
from parengine.types import State, ValueType

YEAR = 2022
WORDS = ("other", "good", "fair", "poor", "high", "low")


def form_of(prepared: Prepared) -> Form:
    """Return a form that reads every input and computes nothing."""
    return Form(tuple(node for node in prepared.inputs if node.origin != "period"), WORDS, {}, ())


def sheets_of(table: pa.Table | pa.RecordBatch, prepared: Prepared) -> Sheets:
    """Return the rows of a table of one batch."""
    batch = table if isinstance(table, pa.RecordBatch) else table.combine_chunks().to_batches()[0]
    return layout_of(table.schema, prepared, year=YEAR).sheets(batch)


def by_rows(sheets: Sheets, prepared: Prepared) -> dict[str, list[tuple[int, int]]]:
    """Return what the exact row path reads of each input, row by row."""
    rows = [prepared.answers(sheets.assessment(row)) for row in range(sheets.rows)]
    read = [(node, [read_answer(node, row[place]) for row in rows]) for place, node in enumerate(prepared.inputs)]
    return {name_of(node): [in_whole(value, node.domain) for value in values] for node, values in read}


def in_whole(value: Any, domain: Domain) -> tuple[int, int]:
    """Return a value and state in whole numbers."""
    if isinstance(value, State):
        return 0, value
    if isinstance(value, str):
        return WORDS.index(value), 0
    return int(value * scale_of(domain)) if isinstance(value, Fraction) else int(value), 0


def by_columns(sheets: Sheets, prepared: Prepared) -> dict[str, list[tuple[int, int]]]:
    """Return what an engine reads of each input, row by row."""
    form = form_of(prepared)
    return dict(zip(map(name_of, form.inputs), map(read_by_engine, sheets.answered(form)), strict=True))


def name_of(node: Any) -> str:
    """Return what an input is called here."""
    return ".".join(filter(None, [node.origin, node.name, node.part]))


_NUMBERS = [
    st.sampled_from([None, None, 0, 0, 1, 7, 100, 1000, 1001, -1]).map(lambda n: n),
    st.sampled_from([None, Decimal("0.5"), Decimal("0.25"), Decimal(2), Decimal("100.0"), Decimal("-5.1")]),
    st.sampled_from([None, 0.5, 79.7, 33.333, float("nan"), 1e300, 2.0]),
    st.sampled_from([None, "12", "0.5", "abc", "", "12,5"]),
]
_TYPES = [pa.int16(), pa.decimal128(20, 3), pa.float64(), pa.string()]
_OTHERS: dict[ValueType, tuple[pa.DataType, st.SearchStrategy[Any]]] = {
    ValueType.YES_NO: (pa.bool_(), st.sampled_from([None, True, False])),
    ValueType.DATE: (pa.string(), st.sampled_from([None, "never", "2022-07-01", "2022-13-01"])),
    ValueType.CHOICE: (pa.string(), st.sampled_from([None, "good", "fair", "high", "low", "gut"])),
}


@st.composite
def columns(draw: st.DrawFn, column: InputColumn, rows: int) -> pa.Array:
    """Return answers to an input of some type, bad ones among them."""
    if column.domain.type in _OTHERS:
        type_, values = _OTHERS[column.domain.type]
    else:
        place = draw(st.integers(0, 3))
        type_, values = _TYPES[place], _NUMBERS[place]
    array = pa.array(draw(st.lists(values, min_size=rows, max_size=rows)), type_)
    is_coded = rows and pa.types.is_string(type_) and draw(st.booleans())
    return pc.dictionary_encode(array) if is_coded else array


@st.composite
def tables(draw: st.DrawFn, prepared: Prepared) -> pa.Table:
    """Return a table of a few units with most of the columns."""
    rows = draw(st.integers(1, 6))
    asked = [column for column in columns_of(prepared) if draw(st.integers(0, 9))]
    arrays = {column.name: draw(columns(column, rows)) for column in asked}
    return pa.table({"unit": [f"u{row}" for row in range(rows)], **arrays})


@given(st.data())
def test_columns_and_rows_hold_the_same_answers(data: st.DataObject) -> None:
    """Each input of each row has the value and state that the exact row path reads in the row's assessment."""
    prepared = ready(data.draw(st.sampled_from(["self", "final"])))
    table = data.draw(tables(prepared))
    start = data.draw(st.integers(0, table.num_rows))
    sheets = sheets_of(table, prepared)
    part = sheets_of(sheets.batch.slice(start), prepared)
    expected = {name: values for name, values in by_rows(sheets, prepared).items() if not name.startswith("period")}

    assert expected == by_columns(sheets, prepared)
    assert {name: values[start:] for name, values in expected.items()} == by_columns(part, prepared)


def of_options(**counts: Iterator[Any] | list[Any]) -> dict[str, list[tuple[int, int]]]:
    """Return what is read of the options of a distribution, given columns of counts."""
    rows = len(next(iter(counts.values())))
    arrays = {f"opinions.{name}": pa.array(values, pa.int32()) for name, values in counts.items()}
    table = pa.table({"unit": [str(row) for row in range(rows)], **arrays})
    found = by_columns(sheets_of(table, ready()), ready())
    assert {name: found[name] for name in found if "opinions" in name} == {
        name: values for name, values in by_rows(sheets_of(table, ready()), ready()).items() if "opinions" in name
    }
    return {name.removeprefix("answer.opinions."): found[name] for name in found if "opinions" in name}


MISSING, INVALID = (0, State.MISSING), (0, State.INVALID)


def test_a_distribution_without_an_answer_is_missing() -> None:
    """Where all options are null nothing was answered; beside an answered one a null option was chosen by nobody."""
    read = of_options(
        good=[None, 3, None, None], fair=[None, None, None, 2], none=[None, None, 5, None], lost=[None] * 4
    )

    assert [MISSING, (3, 0), (0, 0), (0, 0)] == read["good"]
    assert [MISSING, (0, 0), (0, 0), (2, 0)] == read["fair"]


def test_a_bad_option_that_is_not_read_spoils_the_others() -> None:
    """A count below 0 of an option that no rule reads makes every option of that row invalid."""
    read = of_options(good=[1, 1, None], fair=[2, 2, None], lost=[-1, 0, -1])

    assert [INVALID, (1, 0), INVALID] == read["good"]
    assert [INVALID, (2, 0), INVALID] == read["fair"]


def test_a_bad_option_that_is_read_spoils_itself_alone() -> None:
    """The other options of its row keep their counts."""
    read = of_options(good=[-1, 1], fair=[2, 2])

    assert [INVALID, (1, 0)] == read["good"]
    assert [(2, 0), (2, 0)] == read["fair"]


def test_an_assessment_is_what_a_person_would_have_entered() -> None:
    """Answers by input, options in one distribution, attributes with the unit, evidence by code, and nothing null."""
    table = pa.table(
        {
            "unit": ["xa-1", "xa-2"], "tasks": [None, 3], "done": [1.5, None],
            "late_on": [datetime.date(2022, 7, 1), None],
            "opinions.good": [1, None], "opinions.fair": [None, None], "unit.terrain": ["high", None],
            "evidence.1": [True, False], "evidence.2": [None, True],
        }
    )  # fmt: skip
    first, second = (sheets_of(table, ready("final")).assessment(row) for row in (0, 1))

    assert {"done": 1.5, "late_on": datetime.date(2022, 7, 1), "opinions": {"good": 1}} == first.answers
    assert ("xa-1", {"terrain": "high"}, ["1"]) == (first.unit.id, first.unit.attributes, list(first.evidence))
    assert ({"tasks": 3}, {}, ["2"]) == (second.answers, second.unit.attributes, list(second.evidence))
    assert ("drawn-set", YEAR, "self") == (first.set, first.year, first.stage)


def test_evidence_that_is_null_is_absent() -> None:
    """Nothing is missing for want of a cell: there is evidence, or there is none."""
    table = pa.table({"unit": ["1", "2", "3"], "evidence.1": [True, None, False]})
    found = by_columns(sheets_of(table, ready("final")), ready("final"))

    assert [(1, 0), (0, 0), (0, 0)] == found["evidence.1"]
    assert [(0, 0)] * 3 == found["evidence.2"]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 0, 2), (2, 2, 1)])
def test_rows_may_be_asked_for_in_any_order(order: tuple[int, ...]) -> None:
    """Rows that are read many at once are those that are read alone."""
    sheets = sheets_of(pa.table({"unit": ["0", "1", "2", "3"], "tasks": [0, 1, 2, 3]}), ready())

    assert [(str(row), {"tasks": row}) for row in order] == [
        (made.unit.id, made.answers) for made in map(sheets.assessment, order)
    ]


@pytest.mark.parametrize(
    "ids",
    [
        pa.array(["xã", "xa"]), pa.array([unicodedata.normalize("NFD", "xã"), "xa"]),
        pa.array(["xã", "xa"], pa.large_string()),
        pa.array(["xã", "xa"]).dictionary_encode(), pa.array(["xã", "xa"], pa.string_view()),
    ],
)  # fmt: skip
def test_ids_are_composed_text(ids: pa.Array) -> None:
    """An id is the same however its letters were composed and however the column is coded."""
    sheets = sheets_of(pa.table({"unit": ids}), ready())

    assert ["xã", "xa"] == sheets.units.to_pylist()
    assert "xã" == sheets.assessment(0).unit.id


@pytest.mark.parametrize("type_", [pa.int8(), pa.uint64()])
def test_whole_numbers_may_be_ids(type_: pa.DataType) -> None:
    """An id that a table holds as a number is its digits."""
    assert ["7", "12"] == sheets_of(pa.table({"unit": pa.array([7, 12], type_)}), ready()).units.to_pylist()


def test_columns_are_named_by_what_they_answer() -> None:
    """Inputs by their ids, options and attributes with a point, evidence only where its absence matters."""
    names = [column.name for column in columns_of(ready("final"))]
    plain = [column.name for column in columns_of(ready())]

    assert ["tasks", "spent", "done", "granted", "late_on", "held", "state"] == plain[:7]
    assert ["opinions.good", "opinions.fair", "opinions.none", "opinions.lost", "idle"] == plain[7:12]
    assert ["unit.hilly", "unit.terrain", "unit.people"] == plain[12:]
    assert [*plain, *(f"evidence.{place}" for place in range(1, 10))] == names
    assert {"opinions.none", "opinions.lost", "idle"} == {each.name for each in columns_of(ready()) if not each.is_read}
