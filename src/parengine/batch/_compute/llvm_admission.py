"""
Admitting a column of answers, as LLVM's own text: one short loop for each type that a column can have.

It reads an entry of eight numbers: where the values, the valid and the odd stand, the lowest and highest admitted, the
factor, the shift, and the answer of a row that has none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from ...types import State
from .llvm_text import LANES, TRUTH, aligned, held, splat, vector

#: The numbers of an entry, in order; what admits it stands before them.
ENTRY: Final = ("admit", "values", "valid", "odd", "low", "high", "factor", "shift", "lowest")


@frozen
class Way:
    """
    A type of column, the width that its answers are wanted in, and the `wide` that is enough on the way to it.

    Where it is not `scaled` the answer is the value as it stands.
    """

    bits: int
    is_signed: bool
    has_valid: bool
    has_odd: bool
    width: int
    wide: int
    scaled: bool

    @property
    def name(self) -> str:
        """Return what the function is called."""
        marks = zip("ivos", (self.is_signed, self.has_valid, self.has_odd, self.scaled), strict=True)
        return f"admit_{self.bits}_{self.wide}_{self.width}_{''.join(mark for mark, holds in marks if holds)}"

    @property
    def read(self) -> tuple[tuple[str, int], ...]:
        """Return the arrays that are read and their widths."""
        more = (("valid", 8),) * self.has_valid + (("odd", 8),) * self.has_odd
        return (("values", self.bits), *more)


def admission(way: Way) -> str:
    """
    Return a function that admits the rows of a tile.

    The last rows may be less than a vector: they are copied to where a vector can be read.
    """
    return "\n".join((_HEAD.format(name=way.name), *_entry(way), *_turn(way), *_tail(way), *_body(way), _END))


_HEAD: Final = """define void @{name}(ptr %entry, i64 %row, i64 %rows, ptr %number, ptr %state) {{
start:"""
_END: Final = """done:
  ret void
}
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)"""


def _entry(way: Way) -> Iterator[str]:
    kind = vector(way.wide)
    for place, name in enumerate(ENTRY):
        if name in {"low", "high", "factor", "shift", "lowest"}:
            yield f"  %{name}.at = getelementptr i64, ptr %entry, i64 {place}\n  %{name}.1 = load i64, ptr %{name}.at"
            yield f"  %{name}.2 = {_resized('i64', f'%{name}.1', f'i{way.wide}')}"
            yield f"  %{name}.v = insertelement {kind} poison, i{way.wide} %{name}.2, i64 0"
            yield f"  %{name} = shufflevector {kind} %{name}.v, {kind} poison, <{LANES} x i32> zeroinitializer"
        elif name in dict(way.read):
            width = dict(way.read)[name]
            yield f"  %{name}.at = getelementptr i64, ptr %entry, i64 {place}\n  %{name}.0 = load ptr, ptr %{name}.at"
            yield f"  %{name}.1 = getelementptr i{width}, ptr %{name}.0, i64 %row"
            yield f"  %{name}.tail = alloca {vector(width)}\n  store {vector(width)} zeroinitializer, ptr %{name}.tail"
    yield "  br label %turn"


def _turn(way: Way) -> Iterator[str]:
    yield "turn:\n  %at = phi i64 [0, %start], [%next, %body]"
    for name, width in way.read:
        yield f"  %{name}.here = getelementptr i{width}, ptr %{name}.1, i64 %at"
    yield f"  %left = sub i64 %rows, %at\n  %whole = icmp uge i64 %left, {LANES}"
    yield "  br i1 %whole, label %body, label %tail"


def _tail(way: Way) -> Iterator[str]:
    yield "tail:"
    for name, width in way.read:
        yield f"  %{name}.bytes = mul i64 %left, {width // 8}"
        yield f"  call void @llvm.memcpy.p0.p0.i64(ptr %{name}.tail, ptr %{name}.here, i64 %{name}.bytes, i1 false)"
    yield "  br label %body"


def _body(way: Way) -> Iterator[str]:
    yield "body:"
    for name, _ in way.read:
        yield f"  %{name}.from = phi ptr [%{name}.here, %turn], [%{name}.tail, %tail]"
    for name, width in way.read:
        yield f"  %{name} = load {vector(width)}, ptr %{name}.from, align {width // 8}"
    yield from _states(way)
    yield from _numbers(way)
    yield f"  %next = add i64 %at, {LANES}\n  %more = icmp ult i64 %next, %rows"
    yield "  br i1 %more, label %turn, label %done"


def _resized(given: str, value: str, wanted: str, way: str = "trunc") -> str:
    return f"{'bitcast' if given == wanted else way} {given} {value} to {wanted}"


def _states(way: Way) -> Iterator[str]:
    kind = vector(way.wide)
    yield f"  %raw = {_resized(vector(way.bits), '%values', kind, 'sext' if way.is_signed else 'zext')}"
    yield f"  %below = icmp slt {kind} %raw, %low\n  %above = icmp sgt {kind} %raw, %high"
    yield f"  %out = or {vector(1)} %below, %above"
    yield f"  %s0 = select {vector(1)} %out, {_state(State.INVALID)}, {vector(8)} zeroinitializer"
    states = "%s0"
    if way.has_valid:
        yield f"  %absent = icmp eq {vector(8)} %valid, zeroinitializer"
        yield f"  %s1 = select {vector(1)} %absent, {_state(State.MISSING)}, {vector(8)} {states}"
        states = "%s1"
    if way.has_odd:
        yield f"  %strange = icmp ne {vector(8)} %odd, zeroinitializer"
        yield f"  %s2 = select {vector(1)} %strange, {_state(State.INVALID)}, {vector(8)} {states}"
        states = "%s2"
    yield "  %state.here = getelementptr i8, ptr %state, i64 %at"
    yield f"  store {vector(8)} {states}, ptr %state.here, align {LANES}"
    yield f"  %unknown = icmp ne {vector(8)} {states}, zeroinitializer"


def _state(state: State) -> str:
    return f"{vector(8)} {splat(8, state)}"


def _numbers(way: Way) -> Iterator[str]:
    """Numbers that are not admitted may wrap round on the way; they are not kept."""
    kind, number = vector(way.wide), "%raw"
    if way.scaled:
        yield f"  %times = mul {kind} %raw, %factor\n  %plus = add {kind} %times, %shift"
        number = "%plus"
    yield f"  %kept = select {vector(1)} %unknown, {kind} %lowest, {kind} {number}"
    if way.width == TRUTH:
        yield f"  %cut.1 = icmp ne {kind} %kept, zeroinitializer\n  %cut = bitcast {vector(1)} %cut.1 to i{LANES}"
    else:
        yield f"  %cut = {_resized(kind, '%kept', vector(way.width))}"
    yield f"  %bits = mul i64 %at, {way.width}\n  %bytes = lshr i64 %bits, 3"
    yield "  %number.here = getelementptr i8, ptr %number, i64 %bytes"
    yield f"  store {held(way.width)} %cut, ptr %number.here, align {aligned(way.width)}"
