"""What an application hard-codes today, but in Decimal: a table of leaves and a loop over it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from sets import FIELDS, LEAVES, kind_of

CENT = Decimal("0.01")
LEAVES_OF_ALL = [(f"f{f}_{p}", kind_of(p)) for f in range(1, FIELDS + 1) for p in range(1, LEAVES + 1)]
HALF, SEVENTY, NINETY, QUARTER = Decimal("0.5"), Decimal("0.7"), Decimal("0.9"), Decimal("0.25")
ZERO, ONE, EIGHTY_EIGHT, HUNDRED = Decimal(0), Decimal(1), Decimal(88), Decimal(100)


def decimal_index(answers: Mapping[str, object]) -> Decimal:
    """Return the index of the leaf-rounded set, without any test of what was answered."""
    total = ZERO
    for stem, kind in LEAVES_OF_ALL:
        total += _points(stem, kind, answers).quantize(CENT, ROUND_HALF_UP)
    return (HUNDRED * total / EIGHTY_EIGHT).quantize(CENT, ROUND_HALF_UP)


def _points(stem: str, kind: str, answers: Mapping[str, object]) -> Decimal:
    if kind == "yes_no":
        return ONE if answers[stem + "_ok"] else ZERO
    if kind == "tally":
        return min(ONE, QUARTER * Decimal(answers[stem + "_n"]))
    under = Decimal(answers[stem + "_all"])
    if not under:
        return ZERO
    share = Decimal(answers[stem + "_done"]) / under
    if kind == "proportion":
        return ZERO if share < HALF else min(ONE, share)
    return ONE if share >= NINETY else HALF if share >= SEVENTY else ZERO


def tested_decimal_index(answers: Mapping[str, object]) -> Decimal:
    """Return the same index after the tests that an application must make: is it there, a number, in range."""
    for stem, kind in LEAVES_OF_ALL:
        for name in _INPUTS[kind]:
            _test(answers.get(stem + name), kind)
    return decimal_index(answers)


_INPUTS = {"proportion": ("_done", "_all"), "bands": ("_done", "_all"), "tally": ("_n",), "yes_no": ("_ok",)}


def _test(answer: object, kind: str) -> None:
    if answer is None:
        raise ValueError("missing")
    if kind == "yes_no":
        if not isinstance(answer, bool):
            raise TypeError("not yes or no")
    elif isinstance(answer, bool) or not isinstance(answer, int) or not 0 <= answer <= 1_000_000_000:
        raise ValueError("not a count")
