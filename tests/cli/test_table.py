"""`table` scores a file of units: what it shows, writes and refuses, and that it leaves no half of a file."""

import csv
import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest
from _tiny import HEAD
from pyarrow import parquet

from parengine import Registry
from parengine.batch._files.files import FORMATS, opened, written
from parengine.cli import _table_scored
from parengine.cli._app import run
from parengine.cli._table import _TABLES
from parengine.plugins import hookimpl

NODE = {"label": "Tỷ lệ", "provenance": "invented"}
RATE = {"kind": "proportion", "numerator": "done", "denominator": "all", "zero_below": "10%", "if_zero": "missing"}
BANDS = {"kind": "bands", "value": "fee", "steps": [{"at_least": 2.5, "points": 1}]}
MEAN = {"kind": "relative", "value": "rate", "against": "mean", "points": 2, "if_empty": "missing"}
SET: dict[str, Any] = {
    **HEAD,
    "maximum": 3,
    "index": "100 * points / 3",
    "inputs": {
        "done": {"type": "count", "label": {"vi": "Đã làm", "en": "Done"}},
        "all": {"type": "count", "label": "Tất cả"},
        "open": {"type": "yes_no", "label": "Công khai"},
        "fee": {"type": "quantity", "label": "Phí", "low": 0, "high": 100, "places": 2},
    },
    "classes": {
        "list": [{"id": "A", "label": "Tốt", "at_least": 50}, {"id": "B", "label": "Khá", "at_least": 0}],
    },
    "criteria": [
        {**NODE, "code": "1", "maximum": 1, "rule": RATE},
        {**NODE, "code": "2", "maximum": 1, "rule": {"kind": "yes_no", "input": "open"}},
        {**NODE, "code": "3", "maximum": 1, "rule": BANDS},
    ],
}
COMPARED: dict[str, Any] = {
    **HEAD,
    "id": "compared-2025",
    "tier": "commune",
    "maximum": 2,
    "index": "50 * points",
    "inputs": {"rate": {"type": "percent", "label": "Tỷ lệ"}},
    "criteria": [{**NODE, "code": "1", "maximum": 2, "rule": MEAN}],
}
ANSWERS = "unit,done,all,open,fee\na,1,3,true,2.5\n=b,0,0,false,0.01\nc,,4,true,\n"

Run = Callable[..., tuple[int, str, str]]
Write = Callable[..., Path]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command with the small sets known; return its exit code and what it said."""

    @hookimpl
    def parengine_criteria_sets() -> list[dict[str, Any]]:
        return [SET, COMPARED]

    tiny = SimpleNamespace(__name__="tiny", parengine_criteria_sets=parengine_criteria_sets)

    def said(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments], Registry.build([tiny]))
        return code, *capsys.readouterr()

    return said


@pytest.fixture
def file(tmp_path: Path) -> Write:
    """Write a file of answers and return its path."""

    def made(text: str = ANSWERS, name: str = "answers.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return made


# ---- what is shown


def test_the_first_units_are_shown_with_a_summary(command: Run, file: Write) -> None:
    """With the notice first, the classes counted, and how it was computed."""
    code, out, err = command("table", file(), "tiny-2025", "--engine", "numpy")

    assert (0, "") == (code, err)
    assert [
        "NOT AN OFFICIAL RESULT: 10 of 10 nodes and clauses are reconstructed",
        "A tiny set (tiny-2025), 2025",
        "unit  index  class  points  bonus  penalty  complete",
        "a     77.78  A        2.33   0.00     0.00  yes",
        "=b     0.00  B        0.00   0.00     0.00  no",
        "c     33.33  B        1.00   0.00     0.00  no",
        "3 units, 1 complete",
        "Tốt: 1",
        "Khá: 2",
        "computed by: columns (numpy); row by row: 0",
    ] == out.splitlines()


def test_of_many_units_some_are_shown(command: Run, file: Write) -> None:
    """And how many more there are."""
    many = "".join(f"u{row},1,2,true,3\n" for row in range(1500))
    out = command("table", file("unit,done,all,open,fee\n" + many), "tiny-2025")[1]

    assert "and 1,480 more; -o FILE writes them all, with every node" in out
    assert "1,500 units, 1,500 complete" in out


def test_csv_comes_whole(command: Run, file: Write) -> None:
    """Every unit and every node, a formula made harmless."""
    code, out, _ = command("table", file(), "tiny-2025", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))

    assert 0 == code
    assert ["a", "'=b", "c"] == [row["unit"] for row in rows]
    assert [("77.78", "0.33", "scored"), ("0.00", "", "missing"), ("33.33", "", "missing")] == [
        (row["index"], row["points 1"], row["status 1"]) for row in rows
    ]
    assert {("tiny-2025", "NOT AN OFFICIAL RESULT: 10 of 10 nodes and clauses are reconstructed")} == {
        (row["set"], row["notice"]) for row in rows
    }


def test_json_is_an_object_a_line(command: Run, file: Write) -> None:
    """Numbers are text with all their places; without nodes where the totals are enough."""
    lines = command("table", file(), "tiny-2025", "--format", "json", "--totals")[1].splitlines()
    first = json.loads(lines[0])

    assert 3 == len(lines)
    assert ("a", "77.78", "A", True) == (first["unit"], first["index"], first["class"], first["complete"])
    assert "points 1" not in first


def test_vietnamese(command: Run, file: Write) -> None:
    """The page and the notice in the table are Vietnamese, and so are numbers where that is asked for."""
    vietnamese = file(ANSWERS.replace(",", ";").replace("2.5", "2,5").replace("0.01", "0,01"))
    arguments = ("table", vietnamese, "tiny-2025", "--locale", "vi", "--lang", "vi")
    rows = list(csv.DictReader(io.StringIO(command(*arguments, "--format", "csv")[1]), delimiter=";"))

    assert ("77,78", "KHÔNG PHẢI KẾT QUẢ CHÍNH THỨC") == (rows[0]["index"], rows[0]["notice"][:29])
    assert "77,78" in command(*arguments)[1]


# ---- what is written


@pytest.mark.parametrize("ending", [".parquet", ".arrow", ".feather", ".csv"])
def test_a_file_is_written_with_a_summary(command: Run, file: Write, tmp_path: Path, ending: str) -> None:
    """In the format of its name; the figures are the same in all of them."""
    out = tmp_path / f"results{ending}"
    code, said, err = command("table", file(), "tiny-2025", "-o", out)
    index = [None if cell is None else Decimal(cell) for cell in opened(out).read_all()["index"].to_pylist()]

    assert (0, "", f"written: {out}") == (code, err, said.splitlines()[-1])
    assert [Decimal("77.78"), Decimal("0.00"), Decimal("33.33")] == index
    assert {"answers.csv", out.name} == {path.name for path in tmp_path.iterdir()}


def test_the_summary_for_programs(command: Run, file: Write, tmp_path: Path) -> None:
    """Says what was scored with which set, how, and what came of it."""
    out = tmp_path / "results.parquet"
    facts = json.loads(command("table", file(), "tiny-2025", "-o", out, "--format", "json", "--engine", "numpy")[1])

    assert (3, 1, 0, {"A": 1, "B": 2}) == tuple(facts[name] for name in ("units", "complete", "recomputed", "classes"))
    assert ("tiny-2025", 2025, "columns (numpy)", str(out)) == tuple(
        facts[name] for name in ("set", "year", "reading", "file")
    )
    assert facts["set_digest"] == parquet.read_schema(out).metadata[b"parengine.set_digest"].decode()


def test_parquet_in_and_further_columns(command: Run, tmp_path: Path) -> None:
    """What is still possible, and exact values, are columns of their own; absent columns may be missing answers."""
    path, out = tmp_path / "a.parquet", tmp_path / "b.parquet"
    parquet.write_table(pa.table({"id": ["a"], "done": [1], "all": [3]}), path)
    arguments = ("table", path, "tiny-2025", "--unit", "id", "-o", out, "--bounds", "--exact")

    assert 1 == command(*arguments)[0]
    assert (0, "") == command(*arguments, "--partial")[::2]
    row = parquet.read_table(out).to_pylist()[0]
    assert (Decimal("11.11"), Decimal("77.78"), "1/3") == (
        row["lowest index"],
        row["highest index"],
        row["exact points 1"],
    )


def test_a_file_may_say_which_set_it_is_for(command: Run, tmp_path: Path) -> None:
    """As a template that is not CSV does."""
    path = tmp_path / "template.parquet"
    assert 0 == command("table", "--template", "tiny-2025", "-o", path)[0]
    filled = pa.Table.from_pylist([{"unit": "a", "open": True}], schema=parquet.read_schema(path))
    parquet.write_table(filled, path)

    code, out, _ = command("table", path)
    assert (0, True) == (code, "1 unit, 0 complete" in out)


# ---- cohorts


@pytest.fixture
def compared(command: Run, file: Write) -> Path:
    """Write the answers of two units that are compared."""
    return file("unit,rate\na,80\nb,61\n")


def test_units_are_compared_with_each_other(command: Run, compared: Path, file: Write, tmp_path: Path) -> None:
    """Or with the units of another file, or with frozen figures."""
    others, frozen = file("unit,rate\nc,100\nd,90\n", "others.csv"), tmp_path / "cohort.json"
    sheet = {"format": 1, "set": "compared-2025", "unit": "c", "year": 2025, "answers": {"rate": 90}}
    frozen.write_text(command("cohort", file(json.dumps(sheet), "c.json"), "--format", "json")[1], encoding="utf-8")

    def indices(*more: object) -> list[str]:
        out = command("table", compared, "compared-2025", "--format", "csv", "--totals", *more)[1]
        return [row["index"] for row in csv.DictReader(io.StringIO(out))]

    assert ["100.00", "0.00"] == indices()
    assert ["0.00", "0.00"] == indices("--cohort", others) == indices("--cohort", frozen)


def test_a_cohort_of_another_set_is_a_wrong_use(command: Run, compared: Path, file: Write, tmp_path: Path) -> None:
    """As with scorecards."""
    frozen = tmp_path / "cohort.json"
    sheet = {"format": 1, "set": "compared-2025", "unit": "c", "year": 2025, "answers": {"rate": 90}}
    frozen.write_text(command("cohort", file(json.dumps(sheet), "c.json"), "--format", "json")[1], encoding="utf-8")
    code, _, err = command("table", file(ANSWERS, "other.csv"), "tiny-2025", "--cohort", frozen)

    assert (2, True) == (code, "the cohort is one of 'compared-2025', not of 'tiny-2025'" in err)


# ---- the columns that a table may have


def test_the_columns_are_listed(command: Run) -> None:
    """With their types, what they admit and their labels, in every format."""
    columns = ["unit", "done", "all", "open", "fee"]
    out = command("table", "--columns", "tiny-2025")[1].splitlines()
    facts = json.loads(command("table", "--columns", "tiny-2025", "--format", "json")[1])
    rows = list(csv.DictReader(io.StringIO(command("table", "--columns", "tiny-2025", "--format", "csv")[1])))

    assert ["column", *columns] == [line.split()[0] for line in out]
    assert columns == [each["name"] for each in facts] == [row["name"] for row in rows]
    assert {"name": "done", "type": "count", "admits": "0 to 1000000000", "label": "Done"} == facts[1] == rows[1]
    assert {"name": "fee", "type": "quantity", "admits": "0 to 100, 2 places", "label": "Phí"} == facts[4]


def test_a_template_is_a_table_without_rows(command: Run, file: Write, tmp_path: Path) -> None:
    """As CSV on standard output, or as a file; with answers written below it is scored."""
    out = command("table", "--template", "tiny-2025")[1]
    typed = tmp_path / "template.arrow"

    assert "unit,done,all,open,fee\n" == out
    assert 0 == command("table", file(out + "a,1,2,yes,3\n"), "tiny-2025")[0]
    assert (0, f"written: {typed}\n", "") == command("table", "--template", "tiny-2025", "-o", typed)
    assert [pa.string(), pa.int64(), pa.int64(), pa.bool_(), pa.decimal128(38, 2)] == opened(typed).schema.types


# ---- what is refused


def test_units_are_named_with_the_rows_of_a_spreadsheet(command: Run, file: Write) -> None:
    """The header of a CSV file is row 1; a unit that stands there twice is named."""
    twice = file("unit,done,all,open,fee\na,1,2,yes,1\nb,1,2,yes,1\na,1,2,yes,1\n")

    assert (1, "", f"{twice}:4:1: $.unit: 1 unit stands in more than one row: 'a' in rows 2 and 4\n") == command(
        "table", twice, "tiny-2025"
    )


def test_problems_are_one_report(command: Run, file: Write) -> None:
    """All of them, with the file, on standard error or as JSON."""
    broken = file("unit,done,al,open\na,1,2,yes\na,2,2,nope\nb,1\n")
    code, out, err = command("table", broken, "tiny-2025")
    facts = json.loads(command("table", broken, "tiny-2025", "--format", "json")[1])

    assert (1, "") == (code, out)
    assert all(line.startswith(f"{broken}:") for line in err.splitlines())
    assert {"'al'", "'all'", "'fee'", "'nope'", "'b,1'"} <= set(re.findall(r"'[\w,]+'", err))
    assert len(err.splitlines()) == len(facts["problems"]) > 2


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        ([], "name a file of units, or --columns SET to see what it may hold"),
        (["answers.csv"], "name the criteria set after the file; parengine sets lists them"),
        (["answers.csv", "tiny-2025", "--set", "tiny-2025"], "name one set, not tiny-2025, tiny-2025"),
        (["nowhere.csv", "tiny-2025"], "there is no file 'nowhere.csv'"),
        (["folder.csv", "tiny-2025"], "'folder.csv' is a directory, not a file"),
        (["answers.xlsx", "tiny-2025"], "'answers.xlsx' ends in none of .parquet or .csv or .arrow or .feather"),
        (["answers.csv", "tiny-2025", "-o", "out.txt"], "'out.txt' ends in none of .parquet or .csv or .arrow"),
        (["answers.csv", "tiny-2025", "-o", "answers.csv"], "'answers.csv' holds the answers; write the results to"),
        (["answers.csv", "tiny-2025", "-o", "no/out.csv"], "there is no directory 'no'; make it first"),
        (["answers.csv", "tiny-2025", "-o", "out.csv", "--format", "csv"], "with -o the file's name says its format"),
        (["answers.csv", "tiny-2025", "--delimiter", ";;"], "one mark parts the cells, such as , or ; or tab"),
        (["answers.csv", "tiny-2026"], "there is no criteria set 'tiny-2026'"),
        (["answers.csv", "tiny-2025", "--threads", "0"], "0 is not in the range x>=1"),
    ],
)
def test_a_wrong_use_is_said_before_anything_is_done(
    command: Run, file: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], sentence: str
) -> None:
    """With its sentence, and exit code 2."""
    monkeypatch.chdir(tmp_path)
    file()
    file("PK", "answers.xlsx")
    (tmp_path / "folder.csv").mkdir()
    code, out, err = command("table", *arguments)

    assert (2, "") == (code, out)
    assert sentence in err


def test_the_endings_of_tables_are_those_that_are_read() -> None:
    """The command knows them without importing what reads them."""
    assert list(FORMATS) == list(_TABLES)


def test_a_template_for_no_format_is_a_wrong_use(command: Run, tmp_path: Path) -> None:
    """Before anything is written."""
    code, _, err = command("table", "--template", "tiny-2025", "-o", tmp_path / "template.xlsx")

    assert (2, True) == (code, "'template.xlsx' ends in none of" in err)


def test_a_file_that_cannot_be_written_is_told(command: Run, file: Write, tmp_path: Path) -> None:
    """A directory of that name stays what it is."""
    (tmp_path / "out.csv").mkdir()
    code, out, err = command("table", file(), "tiny-2025", "-o", tmp_path / "out.csv")

    assert (1, "") == (code, out)
    assert "out.csv:1:1: $: the file cannot be written: it is there already and is no file" in err


def test_without_its_extra_the_command_names_it() -> None:
    """Where pyarrow is not installed, one sentence says what to install, and the other commands go on working."""
    code = "import sys; sys.modules['pyarrow'] = None; from parengine.cli import main; sys.exit(main())"
    made = [
        subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
        for arguments in (["table", "--columns", "ministry-2022-province"], ["sets"])
    ]

    assert [1, 0] == [each.returncode for each in made]
    assert "install it with: pip install 'parengine[tables]'" in made[0].stderr


# ---- while it runs


def interrupted(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """Let something happen when the first rows are to be written."""

    def written_in_part(path: Path, schema: pa.Schema, batches: Any, style: Any) -> None:
        def first() -> Any:
            yield next(iter(batches))
            act()
            yield from batches

        written(path, schema, first(), style)

    monkeypatch.setattr(_table_scored, "written", written_in_part)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_leaves_no_half_of_a_file(
    command: Run, file: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Neither Ctrl-C nor a request to end: what was there before stays, and one word says what happened."""
    interrupted(monkeypatch, lambda: signal.raise_signal(number))
    out = tmp_path / "results.csv"
    out.write_text("former", encoding="utf-8")
    code, said, err = command("table", file(), "tiny-2025", "-o", out)

    assert (1, "", "stopped") == (code, said, err.strip())
    assert ("former", {"answers.csv", "results.csv"}) == (
        out.read_text(encoding="utf-8"),
        {path.name for path in tmp_path.iterdir()},
    )
    assert signal.SIG_DFL == signal.getsignal(signal.SIGTERM)


def test_no_room_leaves_no_half_of_a_file(
    command: Run, file: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is told with the system's own words."""

    def full() -> None:
        raise OSError(28, "No space left on device")

    interrupted(monkeypatch, full)
    code, _, err = command("table", file(), "tiny-2025", "-o", tmp_path / "results.parquet")

    assert (1, True) == (code, "results.parquet:1:1: $: the file cannot be written: No space left on device" in err)
    assert ["answers.csv"] == [path.name for path in tmp_path.iterdir()]


def test_a_reader_that_leaves_early_is_no_problem(file: Write) -> None:
    """`parengine table FILE SET --format csv | head -1` ends quietly."""
    header = subprocess.run(
        [sys.executable, "-m", "parengine.cli", "table", "--template", "ministry-2022-province"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    path = file(header + "".join(f"u{row}{',' * header.count(',')}\n" for row in range(3000)))
    arguments = ["table", str(path), "ministry-2022-province", "--year", "2022", "--format", "csv"]
    with subprocess.Popen(
        [sys.executable, "-m", "parengine.cli", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(1)
        process.stdout.close()
        assert (0, b"") == (process.wait(), process.stderr.read())


def test_a_bar_is_shown_on_a_terminal_alone(file: Write, tmp_path: Path) -> None:
    """On standard error; what is written to standard output is the same without it."""
    path, small = file(), tmp_path / "small.json"
    small.write_text(json.dumps(SET), encoding="utf-8")
    parent, child = pty.openpty()
    made = subprocess.run(
        [sys.executable, "-m", "parengine.cli", "table", str(path), str(small), "--format", "csv"],
        stdout=subprocess.PIPE,
        stderr=child,
        env=os.environ | {"TERM": "xterm-256color"},
        check=True,
    )
    os.close(child)
    shown = os.read(parent, 65536)
    os.close(parent)

    assert 4 == len(made.stdout.splitlines())
    assert "…".encode() in shown
