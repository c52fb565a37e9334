"""What is counted of a result while it goes by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
from attrs import field, mutable

from ._results import CLASS, CLASS_STATUS, COMPLETE, RECOMPUTED

_FIRST: Final = 20


@mutable
class Summary:
    """What is counted of a table while it goes by, and its first rows; `says` is what its schema says of it."""

    columns: tuple[str, ...]
    says: Mapping[str, str]
    units: int = 0
    complete: int = 0
    recomputed: int = 0
    classes: Counter[str] = field(factory=Counter)
    statuses: Counter[str] = field(factory=Counter)
    first: list[Mapping[str, Any]] = field(factory=list)

    @classmethod
    def of(cls, schema: pa.Schema) -> Summary:
        """Return a summary of nothing yet."""
        metadata = {name.decode(): text.decode() for name, text in (schema.metadata or {}).items()}
        return cls(tuple(schema.names), {name.removeprefix("parengine."): text for name, text in metadata.items()})

    def seen(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Count a batch and return it."""
        self.units += batch.num_rows
        self.complete += pc.sum(batch[COMPLETE]).as_py() or 0
        self.recomputed += pc.sum(batch[RECOMPUTED]).as_py() or 0
        for name, counts in ((CLASS, self.classes), (CLASS_STATUS, self.statuses)):
            if name in self.columns:
                counts.update(_counted(batch[name]))
        self.first += batch.slice(0, _FIRST - len(self.first)).to_pylist()
        return batch


def _counted(words: pa.Array) -> dict[str, int]:
    pairs = pc.value_counts(words.cast(pa.string()).drop_null()).to_pylist()
    return {pair["values"]: pair["counts"] for pair in pairs}
