"""The table of laws, in the order in which they are tried: the quick and local ones first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from . import of_bounds as bounds
from . import of_changes as changes
from . import of_columns as columns
from . import of_documents as documents
from . import of_prose as prose
from . import of_readings as readings
from . import of_steps as steps
from . import of_totals as totals
from .law import Law

#: Every law of a criteria set by its name.
LAWS: Final[Mapping[str, Law]] = {
    each.name: each
    for module in (steps, totals, changes, readings, columns, bounds, prose, documents)
    for each in vars(module).values()
    if isinstance(each, Law)
}
