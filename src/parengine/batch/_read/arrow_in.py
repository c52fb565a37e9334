"""
Tables as they are given: whatever holds columns becomes Arrow, without a copy where that can be.

A caller gives polars, pandas, pyarrow or anything with the Arrow C stream, and is given the results in the same kind.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Literal, TypeAlias

import pyarrow as pa

from ..._sentences import say
from ...criteria._places import path_text, shortened
from ...errors import DocumentError, Problem

#: In whose tables results are given back.
Kind: TypeAlias = Literal["polars", "pandas", "pyarrow"]
Stream: TypeAlias = "pa.Table | pa.RecordBatchReader"
TABLE: Final = "<table>"
#: Batches that are shorter than this on average are put together: each costs as much as some thousand cells.
_SHORT: Final = 4_096


def kind_of(anything: object) -> Kind:
    """Return in whose tables the results of a table are given back: pyarrow's where it is of no kind that we know."""
    for kind, names in _FRAMES.items():
        if _is_of(anything, kind, names):
            return kind
    return "pyarrow"


_FRAMES: Final[dict[Kind, Sequence[str]]] = {"polars": ("DataFrame", "LazyFrame"), "pandas": ("DataFrame",)}


def _is_of(anything: object, library: str, names: Sequence[str]) -> bool:
    """Return whether something is of a library's classes; what is not imported cannot have made it."""
    module = sys.modules.get(library)
    classes = [getattr(module, name, None) for name in names]
    return any(isinstance(class_, type) and isinstance(anything, class_) for class_ in classes)


def table_of(anything: object, *, name: str = TABLE) -> pa.Table:
    """
    Return a whole table as Arrow.

    Raises `DocumentError` with a sentence for each column that Arrow cannot hold, or one where it is no table.
    """
    found = stream_of(anything, name=name)
    try:
        table = found if isinstance(found, pa.Table) else found.read_all()
        return _in_fewer_batches(table)
    except _REFUSED as error:
        raise _refusal(name, error) from error


def stream_of(anything: object, *, name: str = TABLE) -> Stream:
    """
    Return a table as Arrow, not read yet where it comes batch by batch; see `table_of`.

    Both have a `schema`; `batches_of` gives the batches of either.
    """
    way = next((way for is_of, way in _WAYS if is_of(anything)), None)
    if way is None:
        sentence = say(
            "a {type} is no table; give one of polars, pandas or pyarrow, or anything with the Arrow C stream",
            type=type(anything).__name__,
        )
        raise DocumentError([Problem(name, 1, 1, "$", sentence)])
    try:
        return way(anything, name)
    except _REFUSED as error:
        raise _refusal(name, error) from error


def batches_of(stream: Stream, *, name: str = TABLE) -> Iterator[pa.RecordBatch]:
    """Yield the batches of a table; raises `DocumentError` where one cannot be read."""
    batches = iter(stream.to_batches() if isinstance(stream, pa.Table) else stream)
    while True:
        try:
            batch = next(batches, None)
        except _REFUSED as error:
            raise _refusal(name, error) from error
        if batch is None:
            return
        yield batch


#: Arrow, and whoever gives it, may raise anything where they cannot.
_REFUSED: Final = Exception


def _refusal(name: str, error: Exception) -> DocumentError:
    if isinstance(error, DocumentError):
        return error
    sentence = say("this table cannot be read as Arrow: {error}", error=_first_line(error))
    return DocumentError([Problem(name, 1, 1, "$", sentence)])


def _first_line(error: Exception) -> str:
    return shortened(str(error).partition("\n")[0], 200)


def _in_fewer_batches(table: pa.Table) -> pa.Table:
    """Return a table without needlessly many batches."""
    chunks = max((column.num_chunks for column in table.columns), default=0)
    return table.combine_chunks() if chunks > 1 and table.num_rows < chunks * _SHORT else table


def _of_polars(frame: Any, _name: str) -> Stream:
    whole = frame.collect() if hasattr(frame, "collect") else frame
    return pa.RecordBatchReader.from_stream(whole)


def _of_pandas(frame: Any, name: str) -> Stream:
    """Return a frame column by column, so that all that cannot be held are told at once; NaN is missing there."""
    problems: list[Problem] = []
    arrays: list[Any] = []
    for place, label in enumerate(frame.columns):
        found = _pandas_column(frame.iloc[:, place], name, str(label), place + 1)
        (problems if isinstance(found, Problem) else arrays).append(found)
    if problems:
        raise DocumentError(problems)
    schema = pa.schema([(_sound(str(label)), array.type) for label, array in zip(frame.columns, arrays, strict=True)])
    return pa.Table.from_arrays(arrays, schema=schema)


def _sound(name: str) -> str:
    """Return a name that Arrow can hold: halves of surrogate pairs are replaced."""
    return name.encode("utf-8", "replace").decode()


def _pandas_column(column: Any, name: str, label: str, place: int) -> Any:
    try:
        return pa.array(column, from_pandas=True)
    except _REFUSED as error:
        sentence = say("this column is not of one type, numbers or text: {error}", error=_first_line(error))
        return Problem(name, 1, place, path_text((label,)), sentence)


def _of_batch(batch: Any, _name: str) -> Stream:
    return pa.Table.from_batches([batch])


def _of_dataset(dataset: Any, _name: str) -> Stream:
    scanner = dataset if hasattr(dataset, "to_reader") else dataset.scanner()
    return scanner.to_reader()


def _of_stream(anything: Any, _name: str) -> Stream:
    return pa.RecordBatchReader.from_stream(anything)


def _of_array(anything: Any, _name: str) -> Stream:
    return pa.Table.from_batches([pa.record_batch(anything)])


def _as_it_is(table: Any, _name: str) -> Stream:
    return table


def _has(name: str) -> Callable[[object], bool]:
    # A class that has the method is not a table itself.
    return lambda anything: hasattr(anything, name) and not isinstance(anything, type)


def _is_dataset(anything: object) -> bool:
    return _is_of(anything, "pyarrow.dataset", ("Dataset", "Scanner"))


#: How each kind of table becomes Arrow, the first that fits.
_WAYS: Final[tuple[tuple[Callable[[object], bool], Callable[[Any, str], Stream]], ...]] = (
    (lambda anything: isinstance(anything, pa.Table | pa.RecordBatchReader), _as_it_is),
    (lambda anything: isinstance(anything, pa.RecordBatch), _of_batch),
    (lambda anything: _is_of(anything, "polars", _FRAMES["polars"]), _of_polars),
    (lambda anything: _is_of(anything, "pandas", _FRAMES["pandas"]), _of_pandas),
    (_is_dataset, _of_dataset),
    (_has("__arrow_c_stream__"), _of_stream),
    (_has("__arrow_c_array__"), _of_array),
)
