"""Files of tables: what is read of them, what is refused and how, and that no half of one is ever left."""

import csv
import io
import os
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import feather, ipc

from parengine.batch._files.csv_cells import MOST_BYTES_A_CELL, Types
from parengine.batch._files.csv_in import MOST_BYTES_A_LINE, MOST_COLUMNS, PLAIN_CSV, CsvStyle
from parengine.batch._files.csv_out import FORMULA_STARTS, csv_text
from parengine.batch._files.files import FORMATS, opened, written
from parengine.errors import DocumentError
from parengine.types import ValueType

VIETNAMESE = CsvStyle("vi")
NUMBER, YES_NO, DATE = ({"a": type_} for type_ in (ValueType.NUMBER, ValueType.YES_NO, ValueType.DATE))


def read(path: Path, style: CsvStyle = PLAIN_CSV, types: Types | None = None) -> list[dict[str, object]]:
    return opened(path, style, types).read_all().to_pylist()


def sentences(path: Path, style: CsvStyle = PLAIN_CSV, types: Types | None = None) -> list[str]:
    with pytest.raises(DocumentError) as raised:
        read(path, style, types)
    assert {str(path)} == {problem.file for problem in raised.value.problems}
    return [problem.sentence for problem in raised.value.problems]


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Write bytes or text to a file and return its path."""

    def made(content: bytes | str, name: str = "answers.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return made


RESULTS = pa.table(
    {
        "unit": ["Đắk Nông", '=cmd|"x"', "a,b\nc", None],
        "index": pa.array([Decimal("84.66"), Decimal("-0.01"), None, Decimal("100.00")], pa.decimal128(18, 2)),
        "class": pa.DictionaryArray.from_arrays(pa.array([0, None, 1, 1], pa.int16()), ["A", "B"]),
        "complete": [True, False, None, True],
    },
    metadata={"parengine.set": "x"},
)


def in_parts(table: pa.Table) -> Iterator[pa.RecordBatch]:
    """Yield a table in batches of one row, of which one has none."""
    (batch,) = table.to_batches()
    yield batch.slice(0, 0)
    yield from (batch.slice(row, 1) for row in range(table.num_rows))


# ---- there and back


@pytest.mark.parametrize("ending", [".parquet", ".arrow", ".feather"])
def test_what_is_written_is_read_again(tmp_path: Path, ending: str) -> None:
    """Parquet and Arrow keep every value, every type and what the schema says."""
    path = tmp_path / f"results{ending}"
    written(path, RESULTS.schema, in_parts(RESULTS))
    again = opened(path)

    assert RESULTS.schema.metadata == again.schema.metadata
    assert RESULTS.to_pylist() == again.read_all().to_pylist()
    assert [path] == list(tmp_path.iterdir())


def test_an_arrow_stream_is_read_as_well(tmp_path: Path) -> None:
    """An `.arrow` file may hold the stream format, and a `.feather` file what pyarrow writes."""
    stream, fast = tmp_path / "a.arrow", tmp_path / "a.feather"
    with stream.open("wb") as sink, ipc.new_stream(sink, RESULTS.schema) as writer:
        writer.write_table(RESULTS)
    feather.write_feather(RESULTS, str(fast))

    assert [RESULTS.to_pylist()] * 2 == [read(stream), read(fast)]


@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs"])), st.decimals(-999, 999, places=2))))
def test_csv_is_read_by_others(rows: list[tuple[str, Decimal]]) -> None:
    """Python's own reader finds the texts and numbers that were written, but for the apostrophes before formulas."""
    texts, decimals = ([row[place] for row in rows] for place in (0, 1))
    table = pa.table({"unit": pa.array(texts, pa.string()), "x": pa.array(decimals, pa.decimal128(18, 2))})
    for style, mark in ((PLAIN_CSV, "."), (VIETNAMESE, ",")):
        text = b"".join(bytes(part) for part in csv_text(table.schema, table.to_batches(), style)).decode()
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=style.delimiter, strict=True))

        safe = [f"'{text}" if text.startswith(FORMULA_STARTS) else text for text in texts]
        numbers = [f"{number:.2f}".replace(".", mark) for number in decimals]
        assert [["unit", "x"], *map(list, zip(safe, numbers, strict=True))] == found


def test_csv_is_written_as_it_is_documented(tmp_path: Path) -> None:
    """A header, line feeds, quotes where they are needed, nothing for null, formulas made harmless."""
    path = tmp_path / "results.csv"
    written(path, RESULTS.schema, in_parts(RESULTS))

    assert (
        'unit,index,class,complete\nĐắk Nông,84.66,A,true\n"\'=cmd|""x""",-0.01,,false\n"a,b\nc",,B,\n,100.00,B,true\n'
    ) == path.read_bytes().decode()


def test_vietnamese_csv_has_commas(tmp_path: Path) -> None:
    """With the Vietnamese way of writing numbers cells are parted by semicolons."""
    path = tmp_path / "results.csv"
    written(path, RESULTS.schema, in_parts(RESULTS), VIETNAMESE)

    assert "Đắk Nông;84,66;A;true" == path.read_text(encoding="utf-8").splitlines()[1]


@given(st.integers(-(10**18) + 1, 10**18 - 1), st.integers(0, 12))
def test_csv_numbers_have_all_places_and_no_exponent(whole: int, places: int) -> None:
    """However small a number is."""
    number = Decimal(whole).scaleb(-places)
    table = pa.table({"x": pa.array([None, number], pa.decimal128(18, places))}).slice(1)
    text = b"".join(bytes(part) for part in csv_text(table.schema, table.to_batches(), PLAIN_CSV))

    assert f"x\n{number:f}\n" == text.decode()


# ---- what CSV may look like


@pytest.mark.parametrize(
    "text",
    [
        "unit,a\nx,1\ny,\n",
        "\ufeffunit,a\nx,1\ny,\n",
        "unit,a\r\nx,1\r\ny,\r\n",
        '\n\n"unit","a"\n"x","1"\n\n"y",""\n',
        "unit,a\nx,1\ny,",
    ],
)
def test_the_same_table_in_other_csv(file: Callable[..., Path], text: str) -> None:
    """A byte order mark, other line ends, quotes and empty lines make no difference; an empty cell is missing."""
    assert [{"unit": "x", "a": "1"}, {"unit": "y", "a": None}] == read(file(text))


def test_csv_cells_are_text_as_it_stands(file: Callable[..., Path]) -> None:
    """No number passes through a float or loses a digit; quotes and line breaks may stand in a cell."""
    assert [{"unit": 'a "b"\n,c', "x": "0.1000000000000000055511151231257827"}] == read(
        file('unit,x\n"a ""b""\n,c",0.1000000000000000055511151231257827\n')
    )


def test_other_delimiters(file: Callable[..., Path]) -> None:
    """The delimiter may be a tab or a semicolon."""
    assert [{"unit": "x", "a": "1,5"}] == read(file("unit\ta\nx\t1,5\n"), CsvStyle("en", "\t"))
    assert [{"unit": "x", "a": "1,5"}] == read(file("unit;a\nx;1,5\n"), CsvStyle("en", ";"))


def test_decimal_commas_where_they_are_declared(file: Callable[..., Path]) -> None:
    """Only in the columns of numbers; in quotes the delimiter may be a comma too."""
    path = file("unit;a\n1,5;12,5\n")
    assert [{"unit": "1,5", "a": "12.5"}] == read(path, VIETNAMESE, NUMBER)
    assert [{"unit": "x", "a": "12.5"}] == read(file('unit,a\nx,"12,5"\n'), CsvStyle("vi", ","), NUMBER)


def test_a_point_among_decimal_commas_is_refused(file: Callable[..., Path]) -> None:
    """It may part thousands or decimals: nobody can tell, so every such cell is shown."""
    assert [
        "'1.234' has a point where a decimal comma is declared; write it without",
        "'0.5' has a point where a decimal comma is declared; write it without",
    ] == sentences(file("unit;a\nx;1.234\ny;0.5\nz;7,5\n"), VIETNAMESE, NUMBER)


def test_yes_and_no_are_words(file: Callable[..., Path]) -> None:
    """Where they are expected, in both languages and any case; anything else is shown."""
    path = file("unit,a\nx,TRUE\ny,no\nz,\nu,Có\nv,0\n")

    assert [True, False, None, True, False] == [row["a"] for row in read(path, types=YES_NO)]
    assert ["'maybe' is neither true nor false"] == sentences(file("unit,a\nx,maybe\ny,1\n"), types=YES_NO)


def test_words_may_have_their_marks_apart(file: Callable[..., Path]) -> None:
    """As some systems write them: có and không are the same words then."""
    path = file(unicodedata.normalize("NFD", "unit,a\nx,Có\ny,không\nz,đúng\n"))

    assert [True, False, True] == [row["a"] for row in read(path, types=YES_NO)]


def test_days_as_vietnamese_writes_them(file: Callable[..., Path]) -> None:
    """Only where that is declared; ISO days stay as they are."""
    path = file("unit;a\nx;31/01/2022\ny;2022-01-31\n")

    assert ["2022-01-31"] * 2 == [row["a"] for row in read(path, VIETNAMESE, DATE)]
    assert "31/01/2022" == read(path, CsvStyle("en", ";"), DATE)[0]["a"]


def test_a_header_alone_is_a_table_without_rows(file: Callable[..., Path]) -> None:
    """Whether that is a problem is for who scores it to say."""
    assert [] == read(file("unit,a\n"))


# ---- what is refused

EMPTY = "the file is empty; its first line has the names of the columns"
OPEN_QUOTE = "a quote is left open; write a quote inside a cell twice, and the cell in quotes"
OTHER_CODES = "unit,a\nTỉnh,1".encode("cp1258", "replace") + b"\xd0"
ENDLESS = b"unit,a\nx," + b"1" * (2 * MOST_BYTES_A_LINE)
LONG = b"unit,a\nx," + b"1" * (MOST_BYTES_A_CELL + 1)
REFUSED = {
    "empty": (b"", EMPTY),
    "empty lines": (b"\n\n\n", EMPTY),
    "UTF-16": ("unit,a\nx,1".encode("utf-16"), "the file is UTF-16, not UTF-8; save it as CSV UTF-8"),
    "other codes": (OTHER_CODES, "this line is not UTF-8; save the file as CSV UTF-8"),
    "other codes above": (b"unit,\xd0\nx,1\n", "the header is not UTF-8; save the file as CSV UTF-8"),
    "twice": (b"unit,a,a\nx,1,2\n", "the column 'a' is there twice"),
    "another delimiter": (b"unit;a\nx;1\n", "there is no ',' in the header; its cells seem to be parted by ';'"),
    "an open quote": (b'unit,a\nx,"1\ny,2\n', OPEN_QUOTE),
    "an endless line": (ENDLESS, "a line is longer than 4 MiB; is a quote left open?"),
    "a long cell": (LONG, "a cell has more than 10,000 bytes"),
}


@pytest.mark.parametrize("content, sentence", REFUSED.values(), ids=REFUSED)
def test_csv_that_is_refused(file: Callable[..., Path], content: bytes, sentence: str) -> None:
    """With one sentence."""
    assert [sentence] == sentences(file(content))


def test_what_is_not_utf8_is_found_in_its_line(file: Callable[..., Path]) -> None:
    """Wherever it stands, also where a row is too long at the same time."""
    long = "".join(f"u{row},1\n" for row in range(600_000)).encode()
    for content, line in ((b"unit,a\nx,1\n\xa4,1,2\n", 3), (b"unit,a\n" + long + b"x,\xe1\xbb", 600_002)):
        with pytest.raises(DocumentError) as raised:
            read(file(content))
        assert [line] == [problem.line for problem in raised.value.problems]


def test_ragged_rows_are_told_together(file: Callable[..., Path]) -> None:
    """With what stands in them; of very many, some."""
    few, many = file("unit,a\nx\ny,1,2\nz,1\n", "few.csv"), file("unit,a\n" + "x\n" * 1000, "many.csv")

    assert [
        "a row has another number of cells than the header, 1 and not 2: 'x'",
        "a row has another number of cells than the header, 3 and not 2: 'y,1,2'",
    ] == sentences(few)
    assert ["990 more like these"] == sentences(many)[10:]


def test_bad_cells_are_told_with_their_rows(file: Callable[..., Path]) -> None:
    """The header is row 1; a row that is left out counts too, however late in the file."""
    few = 'x,yes\n\n"y\nz",maybe\n3,4,5\nu,no\nv,perhaps\n'
    many = "".join(f"u{row},yes\n" for row in range(600_000))
    for before, rows in (("", [3, 4, 6]), (many, [600_003, 600_004, 600_006])):
        with pytest.raises(DocumentError) as raised:
            read(file(f"unit,a\n{before}{few}"), types=YES_NO)
        assert rows == sorted(problem.line for problem in raised.value.problems)


@pytest.mark.parametrize("ending", FORMATS)
def test_what_cannot_be_read_is_one_sentence(file: Callable[..., Path], tmp_path: Path, ending: str) -> None:
    """A directory, a file that is not there, and for what is not text: nothing, rubbish, half a file."""
    (tmp_path / f"directory{ending}").mkdir()
    whole = tmp_path / f"whole{ending}"
    written(whole, RESULTS.schema, in_parts(RESULTS))
    broken = [file(content, f"{len(content)}{ending}") for content in (b"", b"rubbish", whole.read_bytes()[:-40])]

    for path in (tmp_path / f"directory{ending}", tmp_path / f"nowhere{ending}", *(broken if ending != ".csv" else ())):
        (sentence,) = sentences(path)
        assert "\n" not in sentence


@given(
    st.binary(max_size=200),
    st.sampled_from(["", "\ufeff", "unit,a\n", 'unit,"a']),
    st.sampled_from([None, YES_NO, NUMBER]),
)
def test_any_bytes_are_csv_or_refused(rest: bytes, start: str, types: Types | None) -> None:
    """Never with anything but a sentence, in both ways of writing."""
    with TemporaryDirectory() as directory:
        path = Path(directory) / "answers.csv"
        path.write_bytes(start.encode() + rest)
        for style in (PLAIN_CSV, VIETNAMESE):
            with suppress(DocumentError):
                read(path, style, types)


@pytest.mark.parametrize("ending", [".parquet", ".arrow"])
@given(changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=4))
def test_any_damage_is_a_sentence(ending: str, changes: list[tuple[int, int]]) -> None:
    """Of a file in which some bytes were changed: it is read, or refused as a whole."""
    with TemporaryDirectory() as directory:
        path = Path(directory) / f"answers{ending}"
        written(path, RESULTS.schema, in_parts(RESULTS))
        damaged = bytearray(path.read_bytes())
        for place, byte in changes:
            damaged[place % len(damaged)] = byte
        path.write_bytes(damaged)
        with suppress(DocumentError):
            for batch in opened(path):
                assert batch.num_columns <= MOST_COLUMNS


def test_a_pipe_is_refused(tmp_path: Path) -> None:
    """Before anybody waits for it."""
    path = tmp_path / "answers.csv"
    os.mkfifo(path)

    assert ["a table is read more than once, and a pipe cannot be; write it to a file first"] == sentences(path)


def test_an_unknown_ending_names_those_that_are_known(file: Callable[..., Path]) -> None:
    """Of a file that is read and of one that is written, before anything is."""
    sentence = "'answers.xlsx' ends in none of .parquet or .csv or .arrow or .feather"
    path = file(b"PK", "answers.xlsx")

    assert [sentence] == sentences(path)
    with pytest.raises(DocumentError, match="ends in none of"):
        written(path, RESULTS.schema, [])
    assert b"PK" == path.read_bytes()


# ---- no half of a file


def breaking(error: BaseException) -> Iterator[pa.RecordBatch]:
    """Yield some rows, then fail."""
    yield from in_parts(RESULTS)
    raise error


NO_ROOM = OSError(28, "No space left on device")


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("error", [KeyboardInterrupt(), ValueError("no"), NO_ROOM, SystemExit(1)], ids=repr)
def test_whatever_interrupts_leaves_what_was_there(tmp_path: Path, ending: str, error: BaseException) -> None:
    """The former file stays as it was, and nothing stands beside it."""
    path, fresh = tmp_path / f"results{ending}", tmp_path / f"fresh{ending}"
    path.write_bytes(b"former")
    for each in (path, fresh):
        with pytest.raises((type(error), DocumentError)):
            written(each, RESULTS.schema, breaking(error))

    assert ([path], b"former") == (list(tmp_path.iterdir()), path.read_bytes())


def test_no_place_is_a_sentence() -> None:
    """That a file cannot be made is told with the file and the system's own words."""
    path = Path("nowhere/at/all/results.csv")
    with pytest.raises(DocumentError) as raised:
        written(path, RESULTS.schema, [])

    assert f"{path}:1:1: $: the file cannot be written: No such file or directory" == str(raised.value)


def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    """A directory or a device of that name stays what it is."""
    (tmp_path / "results.csv").mkdir()
    with pytest.raises(DocumentError, match="it is there already and is no file"):
        written(tmp_path / "results.csv", RESULTS.schema, [])

    assert (tmp_path / "results.csv").is_dir()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """What it leads to is replaced."""
    link, target = tmp_path / "link.csv", tmp_path / "target.csv"
    link.symlink_to(target)
    written(link, RESULTS.schema, in_parts(RESULTS))

    assert (True, 6) == (link.is_symlink(), len(target.read_text(encoding="utf-8").splitlines()))
