"""
A run of operations as LLVM's own text: a loop over a tile whose body works on sixteen rows at once.

Vectors are written as such, so that nothing depends on what an optimiser recognises and compiling takes time in
proportion to the operations. A truth is one bit; numbers are as narrow as their proven ranges let them be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from attrs import field, frozen

from ...expr._integer.form import TRUTHS, Kind, Op

#: Rows computed by one instruction of the text.
LANES: Final = 16
#: Where results stand between loops begins at a multiple of this, in bytes.
ALIGNED: Final = 64
#: The widths of numbers in bits; 1 is a truth.
WIDTHS: Final = (8, 32, 64)
TRUTH: Final = 1
#: Quotients of more binary digits are left to the processor, which is then as quick.
MOST_DIGITS: Final = 16


def width_of(op: Op) -> int:
    """Return how many bits hold any result of an operation."""
    if op.is_truth or op.kind in TRUTHS:
        return TRUTH
    return next(width for width in WIDTHS if -(1 << width - 1) <= op.low and op.high < 1 << width - 1)


def vector(width: int) -> str:
    """Return the type of sixteen numbers."""
    return f"<{LANES} x i{width}>"


def held(width: int) -> str:
    """Return the type that sixteen results have in memory: truths are bits."""
    return f"i{LANES}" if width == TRUTH else vector(width)


def aligned(width: int) -> int:
    """Return what the first byte of sixteen results between loops is a multiple of."""
    return min(ALIGNED, LANES * width // 8)


def splat(width: int, value: int) -> str:
    """Return sixteen times one number."""
    return f"splat (i{width} {value})"


@frozen(eq=False)
class Lines:
    """The text of one loop body; `known` is how each result is called, by its width."""

    written: list[str] = field(factory=list)
    known: dict[tuple[Op, int], str] = field(factory=dict)

    def name(self, text: str) -> str:
        """Write an instruction and return how its result is called."""
        name = f"%v{len(self.written)}"
        self.written.append(f"  {name} = {text}")
        return name

    def write(self, text: str) -> None:
        """Write an instruction without a result."""
        self.written.append(f"  {text}")

    def take(self, op: Op, width: int) -> str:
        """Return a result that is known, or a constant, in some width; what it loses must not be needed."""
        if op.kind is Kind.CONST:
            return splat(width, _cut(op.value, width))
        if (op, width) not in self.known:
            self.known[op, width] = self._converted(op, width_of(op), width)
        return self.known[op, width]

    def _converted(self, op: Op, held: int, width: int) -> str:
        value = self.known[op, held]
        if width == TRUTH:
            return self.name(f"icmp ne {vector(held)} {value}, zeroinitializer")
        way = "zext" if held == TRUTH else "sext" if width > held else "trunc"
        return self.name(f"{way} {vector(held)} {value} to {vector(width)}")

    def compute(self, op: Op) -> None:
        """Write one operation whose arguments are known."""
        self.known[op, width_of(op)] = _WAYS[op.kind](self, op)


def _cut(value: int, width: int) -> int:
    """Return the lowest bits of a number as LLVM reads them."""
    return int(value != 0) if width == TRUTH else (value + (1 << width - 1)) % (1 << width) - (1 << width - 1)


def _wrapping(word: str) -> Callable[[Lines, Op], str]:
    """
    Compute in the width of the result.

    What is cut off an argument is cut off the result too, which is known to need none of it.
    """

    def written(lines: Lines, op: Op) -> str:
        width = width_of(op)
        a, b = (lines.take(arg, width) for arg in op.args)
        return lines.name(f"{word} {vector(width)} {a}, {b}")

    return written


def _widest(ops: Sequence[Op]) -> int:
    """Return a width of numbers that holds each of them."""
    return max(WIDTHS[0], *(width_of(op) for op in ops))


def _compared(word: str) -> Callable[[Lines, Op], str]:
    def written(lines: Lines, op: Op) -> str:
        width = _widest(op.args)
        a, b = (lines.take(arg, width) for arg in op.args)
        return lines.name(f"icmp {word} {vector(width)} {a}, {b}")

    return written


def _extreme(word: str) -> Callable[[Lines, Op], str]:
    """Compute in the width of the arguments, for the one that is not taken may be too wide for the result."""

    def written(lines: Lines, op: Op) -> str:
        width = _widest(op.args)
        a, b = (lines.take(arg, width) for arg in op.args)
        takes = lines.name(f"icmp {word} {vector(width)} {a}, {b}")
        taken = f"select {vector(TRUTH)} {takes}, {vector(width)} {a}, {vector(width)} {b}"
        return _fitted(lines, lines.name(taken), width, width_of(op))

    return written


def _fitted(lines: Lines, value: str, width: int, wanted: int) -> str:
    """Return a result in the width that it is held in."""
    if width == wanted:
        return value
    return lines.name(f"{'sext' if wanted > width else 'trunc'} {vector(width)} {value} to {vector(wanted)}")


def _logical(word: str) -> Callable[[Lines, Op], str]:
    def written(lines: Lines, op: Op) -> str:
        a, b = (lines.take(arg, TRUTH) for arg in op.args)
        return lines.name(f"{word} {vector(TRUTH)} {a}, {b}")

    return written


def _negated(lines: Lines, op: Op) -> str:
    return lines.name(f"xor {vector(TRUTH)} {lines.take(op.args[0], TRUTH)}, {splat(TRUTH, 1)}")


def _chosen(lines: Lines, op: Op) -> str:
    width = width_of(op)
    holds, (then, otherwise) = lines.take(op.args[0], TRUTH), (lines.take(arg, width) for arg in op.args[1:])
    return lines.name(f"select {vector(TRUTH)} {holds}, {vector(width)} {then}, {vector(width)} {otherwise}")


def _divided(lines: Lines, op: Op) -> str:
    """Divide without signs: below 0, the largest whole number not above a ÷ b is ~(~a ÷ b)."""
    digits, room = _digits(op)
    width = next(width for width in WIDTHS if max(32, room or _widest((*op.args, op))) <= width)
    a, b = (lines.take(arg, width) for arg in op.args)
    if op.args[0].low >= 0:
        return _fitted(lines, _quotient(lines, a, b, width, digits), width, width_of(op))
    sign = lines.name(f"ashr {vector(width)} {a}, {splat(width, width - 1)}")
    size = lines.name(f"xor {vector(width)} {a}, {sign}")
    quotient = _quotient(lines, size, b, width, digits)
    return _fitted(lines, lines.name(f"xor {vector(width)} {quotient}, {sign}"), width, width_of(op))


def _digits(op: Op) -> tuple[int, int]:
    """Return how many binary digits are worked out one by one, and the bits that it takes; 0: the processor divides."""
    divisor = op.args[1]
    digits = max(op.high, ~op.low, 1).bit_length()
    room = divisor.high.bit_length() + digits + 1
    is_quick = divisor.kind is not Kind.CONST and digits <= MOST_DIGITS and room <= WIDTHS[-1]
    return (digits, room) if is_quick else (0, 0)


def _quotient(lines: Lines, a: str, b: str, width: int, digits: int) -> str:
    """
    Divide numbers of 0 or more, by long division in base two where few digits are wanted: processors divide one by one.

    `rest` holds what is left above, and the digits found so far below. A step doubles it, and where it then is d =
    b × 2^digits or more, takes d off and adds the digit 1. Without a branch: rest - (d - 1) is the smaller of the two
    there, and elsewhere falls below 0, the largest numbers without a sign (rest is even, d - 1 is odd: it is never 0).
    """
    kind = vector(width)
    if not digits:
        return lines.name(f"udiv {kind} {a}, {b}")
    above = lines.name(f"shl {kind} {b}, {splat(width, digits)}")
    less = lines.name(f"sub {kind} {above}, {splat(width, 1)}")
    rest = a
    for _ in range(digits):
        rest = lines.name(f"shl {kind} {rest}, {splat(width, 1)}")
        taken = lines.name(f"sub {kind} {rest}, {less}")
        stays = lines.name(f"icmp ult {kind} {rest}, {taken}")
        rest = lines.name(f"select {vector(TRUTH)} {stays}, {kind} {rest}, {kind} {taken}")
    return lines.name(f"and {kind} {rest}, {splat(width, (1 << digits) - 1)}")


_WAYS: Final[Mapping[Kind, Callable[[Lines, Op], str]]] = {
    Kind.ADD: _wrapping("add"),
    Kind.SUB: _wrapping("sub"),
    Kind.MUL: _wrapping("mul"),
    Kind.DIV: _divided,
    Kind.MIN: _extreme("slt"),
    Kind.MAX: _extreme("sgt"),
    Kind.EQ: _compared("eq"),
    Kind.LT: _compared("slt"),
    Kind.LE: _compared("sle"),
    Kind.AND: _logical("and"),
    Kind.OR: _logical("or"),
    Kind.NOT: _negated,
    Kind.CHOOSE: _chosen,
}
