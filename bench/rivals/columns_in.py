"""Columns of an Arrow table as numpy arrays and back, without a copy where there need be none."""

from __future__ import annotations

import numpy as np
import pyarrow as pa


def whole_numbers(column: pa.ChunkedArray) -> np.ndarray:
    """Return a column as whole numbers: a decimal by its scale, a date by its day, a choice by its place."""
    chunk = column.chunk(0)
    type_ = chunk.type
    if pa.types.is_decimal(type_):
        words = np.frombuffer(chunk.buffers()[1], np.int64)
        return words[2 * chunk.offset : 2 * (chunk.offset + len(chunk)) : 2]
    if pa.types.is_dictionary(type_):
        return chunk.indices.to_numpy()
    if pa.types.is_date(type_):
        return chunk.view(pa.int32()).to_numpy()
    return chunk.to_numpy(zero_copy_only=False)


def floats(column: pa.ChunkedArray) -> np.ndarray:
    """Return a column for arithmetic in floats; a decimal as the float nearest to it."""
    if pa.types.is_decimal(column.type):
        return whole_numbers(column) / 10**column.type.scale
    return whole_numbers(column)
