"""
Spans: a table in parts of some ten thousand rows, looked at on a few threads and given back in order.

Only a few of them are under way at a time, so that a table of any length needs no more memory than they do.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, islice
from typing import Any, Final, TypeVar

import pyarrow as pa

from .._sentences import say

T = TypeVar("T")
R = TypeVar("R")

#: Long enough that what is looked up for each column weighs little, short enough to need little memory.
ROWS: Final = 131_072
#: Batches that are shorter are put together: that costs a copy.
_SHORT: Final = 16_384
#: Rows that are read one by one take long: progress is told, and an interrupt heard, after so many.
ROWS_ONE_BY_ONE: Final = 512
_USUAL_THREADS: Final = 2


def threads_of(asked: int | None) -> int:
    """Return on how many threads spans are computed: two unless asked, and no more than there are cores."""
    given: Any = asked
    if given is not None and (type(given) is not int or given < 1):
        raise ValueError(say("the number of threads is a whole number from 1, not '{asked}'", asked=str(asked)[:40]))
    return min(asked or _USUAL_THREADS, os.cpu_count() or 1)


def spans_of(batches: Iterable[pa.RecordBatch], rows: int = ROWS) -> Iterator[pa.RecordBatch]:
    """Yield the rows of batches in order: long batches in parts, short ones put together."""
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        if waiting and (batch.num_rows >= _SHORT or _rows(waiting) + batch.num_rows > rows):
            yield _together(waiting)
            waiting = []
        if batch.num_rows < min(_SHORT, rows):
            waiting += [batch] if batch.num_rows else []
        else:
            yield from (batch.slice(start, rows) for start in range(0, batch.num_rows, rows))
    if waiting:
        yield _together(waiting)


def _rows(batches: Iterable[pa.RecordBatch]) -> int:
    return sum(batch.num_rows for batch in batches)


def _together(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    return batches[0] if len(batches) == 1 else pa.Table.from_batches(batches).combine_chunks().to_batches()[0]


def in_order(work: Callable[[T], R], spans: Iterable[T], *, threads: int) -> Iterator[R]:
    """
    Yield what becomes of each span, in their order.

    At most one more than there are threads is under way. Closing it, or an error, waits for those alone.
    """
    first = list(islice(spans := iter(spans), 2))
    if threads == 1 or len(first) <= 1:
        yield from map(work, chain(first, spans))
    else:
        yield from _in_threads(work, chain(first, spans), threads)


def _in_threads(work: Callable[[T], R], spans: Iterable[T], threads: int) -> Iterator[R]:
    pool = ThreadPoolExecutor(threads, thread_name_prefix="parengine")
    under_way = deque[Future[R]]()
    try:
        for span in spans:
            under_way.append(pool.submit(work, span))
            if len(under_way) > threads:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
