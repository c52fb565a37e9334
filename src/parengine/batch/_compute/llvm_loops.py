"""A whole form as LLVM's own text: the loops of a tile, and what goes from tile to tile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from ...expr._integer.form import Kind, Op
from .llvm_admission import ENTRY
from .llvm_plan import Loop, Plan
from .llvm_text import LANES, TRUTH, WIDTHS, Lines, aligned, held, vector, width_of
from .order import Group, Target

#: The function that is called from outside; it takes the entries, the results, what it may write on, and the rows.
NAME: Final = "compute"


def module(plan: Plan, targets: Sequence[Target]) -> str:
    """Return the text of a form; `entries` come in the order in which the loops read their inputs."""
    loops = (_loop(place, loop, plan, targets) for place, loop in enumerate(plan.loops))
    return "\n".join((*loops, _driver(plan)))


def read(plan: Plan) -> list[Group]:
    """Return what is admitted, in the order of the entries."""
    return [group for loop in plan.loops for group in loop.read]


def _driver(plan: Plan) -> str:
    return _DRIVER.format(name=NAME, tile=plan.tile, lanes=LANES, short=LANES - 1, calls="\n".join(_calls(plan)))


_DRIVER: Final = """define void @{name}(ptr %entries, ptr %results, ptr %space, i64 %rows) {{
start:
  %none = icmp eq i64 %rows, 0
  br i1 %none, label %done, label %tile
tile:
  %row = phi i64 [0, %start], [%next, %tile]
  %left = sub i64 %rows, %row
  %short = icmp ult i64 %left, {tile}
  %here = select i1 %short, i64 %left, i64 {tile}
  %upper = add i64 %here, {short}
  %turns = udiv i64 %upper, {lanes}
{calls}
  %next = add i64 %row, {tile}
  %more = icmp ult i64 %next, %rows
  br i1 %more, label %tile, label %done
done:
  ret void
}}"""


def _calls(plan: Plan) -> Iterator[str]:
    entry = 0
    for place, loop in enumerate(plan.loops):
        for group in loop.read:
            yield from _admitted(entry, group, plan)
            entry += 1
        yield f"  call void @loop{place}(ptr %results, ptr %space, i64 %row, i64 %turns)"


def _admitted(entry: int, group: Group, plan: Plan) -> Iterator[str]:
    """Call what the entry begins with; what is not wanted of the input is written where nobody looks."""
    starts = {op.kind: plan.start(op) for op in group}
    yield f"  %entry{entry} = getelementptr i64, ptr %entries, i64 {entry * len(ENTRY)}"
    yield f"  %admit{entry} = load ptr, ptr %entry{entry}"
    for kind in (Kind.ANSWER, Kind.STATE):
        yield f"  %{kind}{entry} = getelementptr i8, ptr %space, i64 {starts.get(kind, plan.size)}"
    there = f"ptr %{Kind.ANSWER}{entry}, ptr %{Kind.STATE}{entry}"
    yield f"  call void %admit{entry}(ptr %entry{entry}, i64 %row, i64 %here, {there})"


def _loop(place: int, loop: Loop, plan: Plan, targets: Sequence[Target]) -> str:
    """Return a loop over a tile, one turn for each vector of rows."""
    arrays = {at: targets[at] for places in loop.shown.values() for at in places}
    starts = "\n".join(_array(at, target) for at, target in arrays.items())
    return _LOOP.format(place=place, starts=starts, offsets=_OFFSETS, body="\n".join(_body(loop, plan, arrays)))


_LOOP: Final = """define internal void @loop{place}(ptr %results, ptr %space, i64 %row, i64 %turns) {{
start:
{starts}
  br label %turn
turn:
  %at = phi i64 [0, %start], [%next, %turn]
{offsets}
{body}
  %next = add i64 %at, 1
  %more = icmp ult i64 %next, %turns
  br i1 %more, label %turn, label %done
done:
  ret void
}}
"""


#: How far a turn is from the first, in bytes, for each width.
_OFFSETS: Final = "\n".join(f"  %at{width} = mul i64 %at, {LANES * width // 8}" for width in (TRUTH, *WIDTHS))


def _array(at: int, target: Target) -> str:
    """Find where an array of the result has its first row of this tile."""
    width = target.dtype.itemsize * 8
    return "\n".join(
        (
            f"  %to{at}.at = getelementptr ptr, ptr %results, i64 {at}",
            f"  %to{at}.0 = load ptr, ptr %to{at}.at",
            f"  %to{at} = getelementptr i{width}, ptr %to{at}.0, i64 %row",
        )
    )


def _body(loop: Loop, plan: Plan, arrays: Mapping[int, Target]) -> list[str]:
    lines = Lines()
    for group in loop.read:
        for op in group:
            _loaded(lines, op, plan)
            _given(lines, op, loop, arrays)
    for op in loop.ops:
        for arg in op.args:
            _loaded(lines, arg, plan)
        lines.compute(op)
        if op in loop.kept:
            _stored(lines, op, plan)
        _given(lines, op, loop, arrays)
    return lines.written


def _loaded(lines: Lines, op: Op, plan: Plan) -> None:
    """Read a result of an earlier loop, just before it is needed first."""
    width = width_of(op)
    if op.kind is Kind.CONST or (op, width) in lines.known:
        return
    found = lines.name(f"load {held(width)}, ptr {_place(lines, op, plan)}, align {aligned(width)}")
    truths = f"bitcast i{LANES} {found} to {vector(TRUTH)}"
    lines.known[op, width] = lines.name(truths) if width == TRUTH else found


def _stored(lines: Lines, op: Op, plan: Plan) -> None:
    width = width_of(op)
    value = lines.known[op, width]
    if width == TRUTH:
        value = lines.name(f"bitcast {vector(TRUTH)} {value} to i{LANES}")
    lines.write(f"store {held(width)} {value}, ptr {_place(lines, op, plan)}, align {aligned(width)}")


def _place(lines: Lines, op: Op, plan: Plan) -> str:
    first = lines.name(f"getelementptr i8, ptr %space, i64 {plan.start(op)}")
    return lines.name(f"getelementptr i8, ptr {first}, i64 %at{width_of(op)}")


def _given(lines: Lines, op: Op, loop: Loop, arrays: Mapping[int, Target]) -> None:
    """Write a result into the arrays of the cells that show it."""
    for at in loop.shown.get(op, ()):
        dtype: np.dtype[Any] = arrays[at].dtype
        width = dtype.itemsize * 8
        to = lines.name(f"getelementptr i8, ptr %to{at}, i64 %at{width}")
        lines.write(f"store {vector(width)} {lines.take(op, width)}, ptr {to}, align {dtype.itemsize}")
