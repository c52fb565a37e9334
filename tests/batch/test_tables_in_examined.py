"""Everything that is wrong with a table, told at once with its column and examples of rows."""

from __future__ import annotations

import datetime
import random
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables_in import read_by_engine, ready

from parengine import DocumentError
from parengine.batch._read.arrow_in import table_of
from parengine.batch._read.examine import Examination
from parengine.batch._read.names import columns_of
from parengine.batch._read.sheets import layout_of
from parengine.batch._read.unit_ids import SeenIds, ids_of
from parengine.expr._integer.form import Form
from parengine.expr._oracle import read_answer
from parengine.types import State

UTC = datetime.UTC
#: How a name with control characters is shown.
STRANGE = "'a\ufffd\ufffd[31m b'"
NUMBERS = "whole numbers, decimals, floats of 32 or 64 bits, or numbers as text"


def told(table: Any, **more: Any) -> list[str]:
    """Return the lines of what is wrong with a table in which columns may be absent."""
    whole = table_of(table)
    found = Examination(whole.schema, ready(), **{"partial": True, **more})
    for batch in whole.to_batches():
        found.see(batch)
    problems = found.problems(whole.to_batches)
    return str(DocumentError(problems)).splitlines() if problems else []


def with_ids(*ids: Any, **columns: Any) -> pa.Table:
    """Return a table of units."""
    return pa.table({"unit": list(ids), **columns})


def test_nothing_is_wrong_with_a_table_of_every_column() -> None:
    """Every column may be there, in any order, and hold nothing; a bad answer is no problem of the table."""
    nothing = {column.name: pa.nulls(2) for column in reversed(columns_of(ready()))}
    bad = {"tasks": [-1, 10**6], "done": ["1.5", "abc"], "state": ["gut", ""], "spent": [float("nan"), float("inf")]}

    assert [] == told(with_ids("a", "b", **{**nothing, **bad}), partial=False)


def test_columns_that_are_read_must_be_there() -> None:
    """Each absent one is named with its question, unless the table may be partial; what no rule reads may be absent."""
    lines = told(with_ids("a"), partial=False)

    assert 12 == len(lines)
    assert "<table>:1:1: $.tasks: the column 'tasks' is missing: Câu hỏi" == lines[0]
    assert "<table>:1:1: $['opinions.good']: the column 'opinions.good' is missing: Câu hỏi" in lines
    assert not [line for line in lines if "opinions.lost" in line or "idle" in line]
    assert [] == told(with_ids("a"))


@pytest.mark.parametrize(
    "name, sentence",
    [
        ("taks", "$.taks: 'taks' is not an input of this set; did you mean 'tasks'?"),
        ("zzz", "$.zzz: 'zzz' is not an input of this set; leave the column out"),
        ("decision.1", "$['decision.1']: 'decision.1' is no column of a table; decisions are entered in assessments"),
        ("unit.hily", "$['unit.hily']: 'unit.hily' is not a unit attribute of this set; did you mean 'unit.hilly'?"),
        ("terrain", "$.terrain: 'terrain' is an attribute of the unit; name the column 'unit.terrain'"),
        (
            "opinions",
            "$.opinions: 'opinions' has one column for each option: opinions.good, opinions.fair, opinions.none",
        ),
        (
            "evidence.99",
            "$['evidence.99']: 'evidence.99' is not evidence for a criterion of this set; did you mean 'evidence.9'?",
        ),
    ],
)
def test_a_column_that_is_not_known_is_told_with_a_hint(name: str, sentence: str) -> None:
    """What it may have been meant for is said."""
    assert [f"<table>:1:2: {sentence}"] == told(with_ids("a", **{name: [1]}))


def test_evidence_that_is_not_asked_for_is_no_problem() -> None:
    """At a stage where absent evidence changes nothing its columns may be there, as in an assessment."""
    assert [] == told(with_ids("a", **{"evidence.1": [True]}))


@pytest.mark.parametrize(
    "name, column, type_, wanted",
    [
        ("tasks", [True], "bool", NUMBERS),
        ("tasks", [{"a": 1}], "struct<a: int64>", NUMBERS),
        ("tasks", [[1]], "list<item: int64>", NUMBERS),
        ("tasks", [b"1"], "binary", NUMBERS),
        ("held", [1], "int64", "true or false"),
        ("state", [1], "int64", "text: good, fair, poor"),
        (
            "late_on",
            [datetime.datetime(2022, 1, 1, tzinfo=UTC)],
            "timestamp[us, tz=UTC]",
            "dates without a time zone, or text such as 2022-01-31",
        ),
    ],
)  # fmt: skip
def test_a_type_that_holds_no_such_answers_is_told(name: str, column: list[Any], type_: str, wanted: str) -> None:
    """The sentence says what the column holds and what it takes."""
    expected = f"<table>:1:2: $.{name}: this column is of the type {type_}; it takes {wanted}"

    assert [expected] == told(with_ids("a", **{name: column}))


def test_text_without_a_single_number_is_of_the_wrong_type() -> None:
    """One number among the texts, in whichever batch, makes the others bad answers instead."""
    none = with_ids("a", "b", "c", tasks=["x", None, "y"])
    expected = "<table>:1:2: $.tasks: the column takes numbers, and none of its 2 texts is one: 'x', 'y'"

    assert [expected] == told(none)
    assert [] == told(pa.concat_tables([none, with_ids("d", tasks=["7"])]))
    assert [] == told(with_ids("a", tasks=pa.array([None], pa.string())))


def test_floats_without_their_last_digits_are_told() -> None:
    """From 2 to the 53 on, in units of the input's last place, a float stands for several numbers."""
    lost = [2.0**53, 1.0, -1e300, None, 9e15, float("inf")]
    table = with_ids(*"abcdef", tasks=lost, done=[each and each / 10 for each in lost])

    sentence = "2 rows hold floats so large that their last digits may be lost, such as rows 1, 3; give decimals"

    assert [f"<table>:1:2: $.tasks: {sentence}", f"<table>:1:3: $.done: {sentence}"] == told(table)
    assert [] == told(with_ids("a", tasks=[2.0**53 - 1]))
    assert 1 == len(told(with_ids("a", tasks=pa.array([2.0**24], pa.float32()))))


def test_units_must_have_ids() -> None:
    """Null, empty and endless ids are told with the first rows, counted over all batches."""
    first = pa.table({"unit": ["a", None, ""]})
    second = pa.table({"unit": [None, "b" * 201, None, None]})

    assert [
        "<table>:2:1: $.unit: 4 rows have no unit, such as rows 2, 4, 6",
        "<table>:3:1: $.unit: in 1 row the unit's id is empty: row 3",
        "<table>:5:1: $.unit: in 1 row the unit's id has more than 200 characters: row 5",
    ] == told(pa.concat_tables([first, second]))


def test_units_that_stand_twice_are_told_with_both_rows() -> None:
    """However their letters are composed, and in whichever batches they stand."""
    first, second = pa.table({"unit": ["xã A", "b", "c"]}), pa.table({"unit": ["d", "xa\u0303 A", "b", "b"]})
    sentence = "2 units stand in more than one row, such as 'xã A' in rows 1 and 5, 'b' in rows 2 and 6"

    assert [f"<table>:5:1: $.unit: {sentence}"] == told(pa.concat_tables([first, second]))


def test_a_stream_tells_rows_alone() -> None:
    """Where batches are seen once, units that stand twice are told by their rows; a file counts its heading."""
    table = pa.table({"unit": ["a", "b", "a"]})
    found = Examination(table.schema, ready(), name="xa.csv", partial=True, first_row=2)
    for batch in table.to_batches():
        found.see(batch)

    assert ["xa.csv:4:1: $.unit: 1 unit stands in more than one row: that of row 2 again in row 4"] == [
        str(problem) for problem in found.problems()
    ]


@pytest.mark.parametrize(
    "table, lines",
    [
        (pa.table({}), ["<table>:1:1: $: the table has no columns", "<table>:1:1: $: the table has no rows"]),
        (pa.table({"unit": pa.array([], pa.string())}), ["<table>:1:1: $: the table has no rows"]),
        (pa.table({"tasks": [1]}), ["<table>:1:1: $.unit: the column 'unit' with the units' ids is missing"]),
        (
            pa.table({"unit": [1.0]}),
            ["<table>:1:1: $.unit: the ids of units are text or whole numbers, not double"],
        ),
        (
            pa.Table.from_arrays([pa.array(["a"]), pa.array([1]), pa.array([2])], names=["unit", "tasks", "tasks"]),
            ["<table>:1:3: $.tasks: 2 columns are named 'tasks'; keep one"],
        ),
        (
            pa.table({"unit": ["a"], "a\x00\x1b[31m\nb": [1]}),
            [f"<table>:1:2: $[{STRANGE}]: {STRANGE} is not an input of this set; leave the column out"],
        ),
    ],
)  # fmt: skip
def test_a_table_that_is_none_is_told(table: pa.Table, lines: list[str]) -> None:
    """No column, no row, no unit, two columns of one name, control characters: a sentence each."""
    assert lines == told(table)


def test_the_ids_cannot_be_an_input() -> None:
    """An input that is named as the column of ids is told, and no more is said of it."""
    expected = "<table>:1:1: $.tasks: 'tasks' is an input of this set and cannot name the units"

    assert [expected] == told(pa.table({"tasks": [1, 1]}), unit="tasks")


def test_of_ten_thousand_strange_columns_fifty_are_named() -> None:
    """The number of the others is told."""
    lines = told(pa.table({"unit": ["a"], **{f"c{place}": [1] for place in range(10_000)}}))

    assert 51 == len(lines)
    assert "<table>:1:52: $: 9,950 more columns have the same fault" == lines[-1]


def test_arrow_that_is_not_sound_is_told_in_its_column() -> None:
    """Bytes that are no Unicode, and codes that point outside their dictionary, are told and not read."""
    offsets = pa.array([0, 1, 3], pa.int32()).buffers()[1]
    broken = pa.Array.from_buffers(pa.string(), 2, [None, offsets, pa.py_buffer(b"\xff12")])
    outside = pa.DictionaryArray.from_arrays(pa.array([0, 5], pa.int8()), pa.array(["1", "2"]), safe=False)
    lines = told(pa.table({"unit": broken, "tasks": broken, "state": outside}))

    assert ["$.unit", "$.tasks", "$.state"] == [line.split(": ")[1] for line in lines]
    assert all("from here on this column cannot be read" in line for line in lines)


texts = st.lists(st.one_of(st.text("abã\u0303 ", max_size=20), st.text(max_size=300)), max_size=30)


@given(texts, st.integers(1, 9))
def test_ids_are_twice_exactly_where_their_texts_are(ids: Sequence[str], rows: int) -> None:
    """Two rows are of one unit if and only if their composed ids are equal; empty ones are nobody's."""
    array, seen = pa.array(ids, pa.string()), SeenIds()
    composed = ids_of(array).to_pylist()
    for start in range(0, len(ids), rows):
        seen.see(ids_of(array.slice(start, rows)))
    groups: dict[str, list[int]] = {}
    for row, id_ in enumerate(composed):
        groups.setdefault(id_, []).append(row)

    assert [group for id_, group in groups.items() if id_ and len(group) > 1] == seen.rows_twice()


@given(st.lists(st.one_of(st.text(), st.text("àáạảãâầấậẩẫăằắặẳẵđèéẻẽẹêềếểễệ\u0301\u0323aeo"))))
def test_ids_are_composed_as_unicode_says(ids: list[str]) -> None:
    """The short way for letters that are composed already gives what normalising gives."""
    assert [unicodedata.normalize("NFC", each) for each in ids] == ids_of(pa.array(ids, pa.string())).to_pylist()


def test_many_ids_are_all_different() -> None:
    """Ids that differ in one digit, of 7 to 17 bytes, are told apart."""
    seen = SeenIds()
    for prefix in ("U", "xã-của-U"):
        seen.see(ids_of(pa.array([f"{prefix}{place:06d}" for place in range(100_000)])))
    seen.see(ids_of(pa.array(np.arange(100_000))))

    assert [] == seen.rows_twice()
    again = random.Random(5).sample(range(100_000), 3)
    seen.see(ids_of(pa.array([f"U{place:06d}" for place in again])))
    assert sorted(([place, 300_000 + at] for at, place in enumerate(again))) == seen.rows_twice()


def test_categories_of_polars_are_texts() -> None:
    """Ids, numbers and options may stand as categories or enums, however many there are."""
    texts = [f"{place}.5" for place in range(400)]
    frame = pl.DataFrame(
        {
            "unit": pl.Series(texts, dtype=pl.Categorical),
            "spent": pl.Series(texts, dtype=pl.Categorical),
            "state": pl.Series(["good", "fair"] * 200, dtype=pl.Enum(["good", "fair"])),
            "unit.terrain": pl.Series(["high"] * 400, dtype=pl.Categorical),
        }
    )
    sheets = layout_of(table_of(frame).schema, ready(), year=2022).sheets(table_of(frame).to_batches()[0])

    assert [] == told(frame)
    assert texts == sheets.units.to_pylist()
    assert {"spent": "7.5", "state": "fair"} == sheets.assessment(7).answers
    form = Form(tuple(node for node in ready().inputs if node.name == "spent"), (), {}, ())
    assert [(place * 10 + 5, 0) for place in range(100)] == read_by_engine(sheets.answered(form, 0, 100)[0])


def hostile() -> dict[str, pa.Array]:
    """Return a column of every layout that Arrow has, two rows each."""
    types = [
        pa.float16(), pa.time32("s"), pa.time64("ns"), pa.duration("us"), pa.month_day_nano_interval(), pa.binary(),
        pa.large_binary(), pa.binary(4), pa.binary_view(), pa.list_(pa.int8()), pa.large_list(pa.string()),
        pa.list_view(pa.int8()), pa.list_(pa.int8(), 2), pa.struct([]), pa.map_(pa.string(), pa.int8()), pa.uuid(),
        pa.bool8(), pa.json_(), pa.opaque(pa.int8(), "a", "b"), pa.fixed_shape_tensor(pa.int8(), [2]), pa.uint64(),
        pa.decimal32(3, 1), pa.decimal256(76, 70), pa.decimal256(60, -5), pa.timestamp("ns"), pa.date64(), pa.null(),
        pa.dictionary(pa.uint64(), pa.float64()), pa.dictionary(pa.int8(), pa.string_view()),
        pa.dictionary(pa.int8(), pa.decimal128(5, 2)), pa.run_end_encoded(pa.int16(), pa.date32()),
        pa.run_end_encoded(pa.int16(), pa.dictionary(pa.int8(), pa.string())),
    ]  # fmt: skip
    runs_of = [pa.run_end_encoded(pa.int32(), type_) for type_ in (*types, pa.string_view())]
    arrays = {str(type_): pa.nulls(2, type_) for type_ in [*types, *runs_of]}
    union = pa.UnionArray.from_sparse(pa.array([0, 1], pa.int8()), [pa.array([1, 2]), pa.array(["a", "b"])])
    wide = pa.array([Decimal(9).scaleb(70), Decimal(-1)], pa.decimal256(76, 0))
    most = pa.array([2**64 - 1, 2**63], pa.uint64())
    runs = pa.RunEndEncodedArray.from_arrays(pa.array([2], pa.int16()), pa.array(["x"]))
    nested = pa.DictionaryArray.from_arrays(pa.array([0, 0], pa.int8()), pa.array([{"a": 1}]))
    return {**arrays, "union": union, "wide": wide, "most": most, "runs": runs, "nested": nested}


@pytest.mark.parametrize("layout", hostile())
def test_every_layout_is_read_or_told(layout: str) -> None:
    """As ids and as answers of every type: sentences, or else answers, the same by column and by row; no traceback."""
    column, asked = (
        hostile()[layout],
        ["tasks", "held", "late_on", "state", "opinions.good", "unit.terrain", "evidence.1"],
    )
    told(pa.table({"unit": column}))
    for name in asked:
        table = pa.table({"unit": ["a", "b"], name: column})
        sheets = layout_of(table.schema, ready("final"), year=2022).sheets(table.to_batches()[0])
        words = tuple(sorted({word for node in ready("final").inputs for word in node.domain.options}))
        form = Form(tuple(node for node in ready("final").inputs if node.origin != "period"), words, {}, ())
        states = [[state for _, state in read_by_engine(each)] for each in sheets.answered(form) if each]
        rows = [ready("final").answers(sheets.assessment(row)) for row in (0, 1)]
        expected = [[_state(node, row[place]) for row in rows] for place, node in enumerate(form.inputs)]

        told(table)
        assert expected == states


def _state(node: Any, raw: object) -> int:
    read = read_answer(node, raw)
    return int(read) if isinstance(read, State) else 0
