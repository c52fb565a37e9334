"""
The published schemas: made from the package's own structure and kept as files.

`python -m parengine.criteria.schemas` writes the files of a checkout anew.

>>> read("case")["title"]
'Cases'
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from .._numbers import exact, exact_text
from .._schemas import ENDING, FOLDERS, names, read, text
from ..rules import KINDS
from ._schema import any_assessment_schema, case_schema, cohort_schema, criteria_set_schema, scorecard_schema

__all__ = ["MADE", "names", "read", "text", "write", "written"]

#: The schemas by name.
MADE: Final[Mapping[str, Callable[[], dict[str, Any]]]] = {
    "criteria-set": lambda: criteria_set_schema(KINDS),
    "assessment": any_assessment_schema,
    "case": case_schema,
    "scorecard": scorecard_schema,
    "cohort": cohort_schema,
}


def written(schema: Any, indent: str = "") -> str:
    """Return a schema as JSON with every number written exactly, two spaces a level."""
    inner = f"{indent}  "
    if isinstance(schema, dict) and schema:
        parts = [
            f"{inner}{json.dumps(key, ensure_ascii=False)}: {written(part, inner)}" for key, part in schema.items()
        ]
        return "{\n" + ",\n".join(parts) + f"\n{indent}}}"
    if isinstance(schema, list | tuple) and any(isinstance(part, dict | list | tuple) for part in schema):
        return "[\n" + ",\n".join(f"{inner}{written(part, inner)}" for part in schema) + f"\n{indent}]"
    if isinstance(schema, list | tuple):
        return "[" + ", ".join(map(written, schema)) + "]"
    return exact_text(exact(schema)) if isinstance(schema, Decimal) else json.dumps(schema, ensure_ascii=False)


def write(folder: Path) -> tuple[str, ...]:
    """Write the schemas that are made here into a folder; return the names of those that changed."""
    changed = []
    for name, make in MADE.items():
        path, made = folder / f"{name}{ENDING}", f"{written(make())}\n"
        if not path.exists() or path.read_text(encoding="utf-8") != made:
            path.write_text(made, encoding="utf-8")
            changed.append(name)
    return tuple(changed)


def _main() -> int:
    folder = FOLDERS[1]
    if not folder.is_dir():
        sys.stderr.write("there is no checkout whose schemas could be written\n")
        return 1
    sys.stdout.write(f"{', '.join(write(folder)) or 'nothing has changed'}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(_main())
