"""
Files of tables: Parquet, CSV and Arrow, read and written batch by batch, so that none has to fit into memory.

The ending of its name says what a file is. A file that is written takes its place when it is whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeAlias

import pyarrow as pa
from attrs import frozen
from pyarrow import ipc, parquet

from ..._sentences import Sentence, one_of, say
from .csv_cells import FIRST_ROW, Types, refused
from .csv_in import PLAIN_CSV, CsvStyle, read_csv
from .csv_out import csv_text
from .replaced import replaced

#: What is read of a file: its columns, and its rows in batches.
Opened: TypeAlias = "tuple[pa.Schema, Iterator[pa.RecordBatch]]"

#: So many cells are read at a time, and so many rows at least and at most: a decimal takes 16 bytes.
_CELLS: Final = 2**22
_LEAST_ROWS, _MOST_ROWS = 4_096, 65_536
#: A page of a column is read at a time, not all of it.
_BYTES_A_COLUMN: Final = 64 * 2**10
#: Arrow files whose batches are larger than this are mapped: what was read of them can be let go.
_MOST_BYTES_A_BATCH: Final = 256 * 2**20
_ARROW_MAGIC: Final = b"ARROW1"


@frozen(eq=False)
class Format:
    """
    How files of one kind are read and written; reading them is told what is expected in which column.

    `first_row` is the number that people know the first row of answers by.
    """

    name: str
    read: Callable[[Path, CsvStyle, Types], Opened]
    write: Callable[[BinaryIO, pa.Schema, Iterable[pa.RecordBatch], CsvStyle], None]
    first_row: int = 1


def opened(path: Path, style: CsvStyle = PLAIN_CSV, types: Types | None = None) -> pa.RecordBatchReader:
    """
    Return the rows of a file, read when they are asked for; `types` says what is expected in which column.

    Raises `DocumentError`, a sentence about the file, here or while it is read: for an ending that is not known, what
    cannot be read, and everything that `read_csv` refuses.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise refused(path, say("a table is read more than once, and a pipe cannot be; write it to a file first"))
    with _told(path):
        schema, batches = format_of(path).read(path, style, types or {})
    return pa.RecordBatchReader.from_batches(schema, _told_later(path, batches))


def written(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch], style: CsvStyle = PLAIN_CSV) -> None:
    """
    Write a table to a file as its ending says; the file is there when all of it is written, or not at all.

    Raises `DocumentError` where it cannot be written, and whatever making the batches raises.
    """
    with replaced(path) as file:
        format_of(path).write(file, schema, batches, style)


def format_of(path: Path) -> Format:
    """Return the kind of a file by the ending of its name; raises `DocumentError`."""
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        raise refused(path, unknown_ending(path)) from None


def unknown_ending(path: Path) -> Sentence:
    """Return that the ending of a name is not known, and which are."""
    return say("'{name}' ends in none of {endings}", name=path.name or str(path), endings=one_of(list(FORMATS)))


# ---- Parquet


def _read_parquet(path: Path, _style: CsvStyle, _types: Types) -> Opened:
    file = parquet.ParquetFile(pa.OSFile(str(path)), buffer_size=_BYTES_A_COLUMN, pre_buffer=False)
    return file.schema_arrow, file.iter_batches(_rows(file.schema_arrow))


def _write_parquet(file: BinaryIO, schema: pa.Schema, batches: Iterable[pa.RecordBatch], _style: CsvStyle) -> None:
    with parquet.ParquetWriter(file, schema, store_decimal_as_integer=True) as writer:
        for batch in batches:
            writer.write_batch(batch)


# ---- Arrow


def _read_arrow(path: Path, _style: CsvStyle, _types: Types) -> Opened:
    with path.open("rb") as file:
        is_file = file.read(len(_ARROW_MAGIC)) == _ARROW_MAGIC
    return _read_file(path) if is_file else _read_stream(path)


def _read_file(path: Path) -> Opened:
    reader = ipc.open_file(pa.OSFile(str(path)))
    if path.stat().st_size > _MOST_BYTES_A_BATCH * max(1, reader.num_record_batches):
        reader = ipc.open_file(pa.memory_map(str(path)))
    return reader.schema, _parts(reader.get_batch(place) for place in range(reader.num_record_batches))


def _read_stream(path: Path) -> Opened:
    reader = ipc.open_stream(pa.OSFile(str(path)))
    return reader.schema, _parts(reader)


def _parts(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        batch.validate(full=True)  # its buffers are taken as they stand in the file: nothing else looks at them
        rows = _rows(batch.schema)
        yield from (batch.slice(start, rows) for start in range(0, batch.num_rows, rows))


def _rows(schema: pa.Schema) -> int:
    return min(_MOST_ROWS, max(_LEAST_ROWS, _CELLS // max(1, len(schema))))


def _write_arrow(file: BinaryIO, schema: pa.Schema, batches: Iterable[pa.RecordBatch], _style: CsvStyle) -> None:
    with ipc.new_file(file, schema, options=ipc.IpcWriteOptions(compression="lz4")) as writer:
        for batch in batches:
            writer.write_batch(batch)


# ---- CSV


def _write_csv(file: BinaryIO, schema: pa.Schema, batches: Iterable[pa.RecordBatch], style: CsvStyle) -> None:
    file.writelines(csv_text(schema, batches, style))


_ARROW: Final = Format("Arrow", _read_arrow, _write_arrow)
#: By the ending of a file's name.
FORMATS: Final[Mapping[str, Format]] = {
    ".parquet": Format("Parquet", _read_parquet, _write_parquet),
    ".csv": Format("CSV", read_csv, _write_csv, FIRST_ROW),
    ".arrow": _ARROW,
    ".feather": _ARROW,
}


# ---- what cannot be read


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Make whatever a library says of a file while it is read the file's problem."""
    try:
        yield
    except (pa.ArrowException, OSError, UnicodeError) as error:
        raise refused(path, _why(path, error)) from None


def _told_later(path: Path, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    with _told(path):
        yield from batches


#: What stands in a message of Arrow, and what it means.
_MEANINGS: Final[Mapping[str, Sentence]] = {
    "straddling object": say("a line is longer than 4 MiB; is a quote left open?"),
    "Empty CSV": say("the file is empty; its first line has the names of the columns"),
}


def _why(path: Path, error: Any) -> Sentence:
    text = str(error)
    known = next((sentence for part, sentence in _MEANINGS.items() if part in text), None)
    reason = getattr(error, "strerror", None) or text.partition("\n")[0][:200]
    name = FORMATS[path.suffix.lower()].name
    return known or say("this cannot be read as a file of the format {name}: {why}", name=name, why=reason)
