"""Changes to a document that may break it anywhere: values of other types, parts of it elsewhere, odd keys."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

ODD_KEYS = ("zz", "code", "type", "rule", "children", "provenance", "options", "maximum", "", "a b", "__class__")
ODD_VALUES = (
    *(None, True, False, 0, 1, -1, 10**29, Decimal("0.1")),
    *([], {}, ["x"], [1], {"a": 1}, {"vi": "x"}, {"is": "sourced"}, [[]], [{}]),
    *("", "x", "1", "50%", "a b", "no", "12:30", "never", "sourced", "é\u0300", "1" * 50, "a" * 30_000, "x\ny"),
    *('points("1")', "tasks_done / tasks_total", "tasks_total", "opinions"),
    *(
        "cohort_mean(tasks_done)",
        'cohort_rank(points("1")) > 1',
        "cohort_best(cohort_least(1)) = 0",
        "cohort_count(points)",
    ),
    *('"', "'", "'; DROP TABLE x; --", "__import__('os')", "{0.__class__}", "${x}"),
)


def paths(tree: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every part of a tree but the root."""
    steps = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, part in steps:
        yield (*path, step)
        yield from paths(part, (*path, step))


def at(tree: Any, path: tuple[str | int, ...]) -> Any:
    """Return the part of a tree at a path, None where there is none."""
    try:
        for step in path:
            tree = tree[step]
    except (KeyError, IndexError, TypeError):
        return None
    return tree


@st.composite
def mutated(draw: st.DrawFn, document: dict[str, Any]) -> dict[str, Any]:
    """Draw a document with one to three changes."""
    made = copy.deepcopy(document)
    everywhere = st.sampled_from(list(paths(document)))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(everywhere)
        _change(draw, at(made, path[:-1]), path[-1], copy.deepcopy(at(document, draw(everywhere))))
    return made


def _change(draw: st.DrawFn, holder: Any, step: str | int, moved: Any) -> None:
    change = draw(st.sampled_from(["replace", "replace", "remove", "move", "add"]))
    if not isinstance(holder, dict | list) or (
        isinstance(holder, list) and not (isinstance(step, int) and step < len(holder))
    ):
        return
    if change == "remove":
        holder.pop(step, None) if isinstance(holder, dict) else holder.pop(step)
    elif change == "add" and isinstance(holder, dict):
        holder[draw(st.sampled_from(ODD_KEYS))] = draw(st.sampled_from(ODD_VALUES))
    else:
        holder[step] = moved if change == "move" else draw(st.sampled_from(ODD_VALUES))
