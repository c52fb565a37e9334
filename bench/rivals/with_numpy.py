"""
numpy: floats as most people write them, and whole numbers in pieces that stay in the cache.

For the leaf-rounded set this is written by hand. For the national set it is written by `languages.py` as one would
by hand: every quotient once, `where` for a choice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pyarrow as pa
from known_rules import Rules, known_rules
from languages import Arrays, Whole, plain_name, said
from sets import FIELDS, LEAVES, kind_of
from sheets import Case

from .columns_in import floats, whole_numbers

CHUNK = 8_192
Arrays_ = Mapping[str, np.ndarray]
#: From the columns of some units to the index (in hundredths, or as a float) and the place of the class.
Kernel = Callable[[Arrays_], tuple[np.ndarray, np.ndarray]]


def class_codes(case: Case) -> dict[str, int]:
    """Return the number of each class and of each option of a choice that the rules read."""
    classes = [each.id for each in case.criteria_set.classes.classes]
    codes = {id_: place for place, id_ in enumerate([*classes, "-unclassified"])}
    for node in known_rules(case.criteria_set).inputs:
        codes |= {option: place for place, option in enumerate(node.domain.options)}
    return codes


# ---- the leaf-rounded set by hand


def leaf_rounded_floats(x: Arrays_) -> tuple[np.ndarray, np.ndarray]:
    total = np.zeros(len(x["f1_1_all"]))
    for field in range(1, FIELDS + 1):
        for place in range(1, LEAVES + 1):
            total += np.floor(_float_points(x, f"f{field}_{place}", kind_of(place)) * 100 + 0.5) / 100
    index = np.floor(100 * total / 88 * 100 + 0.5) / 100
    return index, np.where(index >= 90, 0, np.where(index >= 80, 1, 2)).astype(np.int8)


def _float_points(x: Arrays_, stem: str, kind: str) -> np.ndarray:
    if kind == "yes_no":
        return x[stem + "_ok"].astype(np.float64)
    if kind == "tally":
        return np.minimum(1, 0.25 * x[stem + "_n"])
    under = x[stem + "_all"]
    share = x[stem + "_done"] / np.maximum(under, 1)
    if kind == "proportion":
        return np.minimum(1, share) * (share >= 0.5)
    return 0.5 * (share >= 0.7) + 0.5 * (share >= 0.9)


def leaf_rounded_whole(x: Arrays_) -> tuple[np.ndarray, np.ndarray]:
    """
    Return the index in hundredths by whole numbers of 32 bits.

    A count here is below ten millions, so that 200 of it fit. The quotient of two such numbers as a float, cut off, is
    the whole quotient, and twice as quick as `//`.
    """
    total = np.zeros(len(x["f1_1_all"]), np.int32)
    for field in range(1, FIELDS + 1):
        for place in range(1, LEAVES + 1):
            total += _whole_points(x, f"f{field}_{place}", kind_of(place))
    index = (200 * total + 88) // 176
    return index, 2 - (index >= 8_000).astype(np.int8) - (index >= 9_000)


def _whole_points(x: Arrays_, stem: str, kind: str) -> np.ndarray:
    if kind == "yes_no":
        return x[stem + "_ok"] * np.int32(100)
    if kind == "tally":
        return np.minimum(100, 25 * x[stem + "_n"].astype(np.int32))
    over, under = x[stem + "_done"].astype(np.int32), x[stem + "_all"].astype(np.int32)
    if kind == "proportion":
        hundredths = ((200 * over + under) / np.maximum(2 * under, 1)).astype(np.int32)
        return np.minimum(hundredths, 100) * (2 * over >= under)
    tenths = 10 * over
    return ((tenths >= 7 * under).astype(np.int32) + (tenths >= 9 * under)) * (50 * (under > 0))


# ---- any set, as one would write it


def said_floats(case: Case) -> Kernel:
    """Return a set's known rules over arrays of floats."""
    rules = known_rules(case.criteria_set)
    source = Arrays(rules, class_codes(case))
    for name, e in rules.bindings.items():
        source.bind(name, e)
    heads = [f"{variable} = x[{name!r}]" for name, variable in source.inputs.items()]
    return _compiled([*heads, *source.lines, f"return {source.names['index']}, {source.names['class']}"])


class _Text:
    """A piece of Python source that operators put together."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __invert__(self) -> _Text:
        return _Text(f"~{self.text}")


def _operator(sign: str) -> Callable[[Any, Any], _Text]:
    return lambda one, other: _Text(f"({_text(one)} {sign} {_text(other)})")


def _text(value: Any) -> str:
    return value.text if isinstance(value, _Text) else str(value)


_SIGNS = {"add": "+", "sub": "-", "mul": "*", "floordiv": "//", "and": "&", "or": "|"}
for _name, _sign in {**_SIGNS, "eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}.items():
    setattr(_Text, f"__{_name}__", _operator(_sign))
for _name, _sign in {"radd": "+", "rmul": "*"}.items():
    setattr(_Text, f"__{_name}__", _operator(_sign))


class _Wide:
    """What `Whole` asks of numpy: source over columns of 64 bits, what is used again in variables."""

    def __init__(self, rules: Rules) -> None:
        self.domains = {plain_name(node): node.domain for node in rules.inputs}
        self.lines: list[str] = []
        self.names: dict[str, str] = {}

    def column(self, name: str) -> _Text:
        narrow = self.domains[name].kind in ("yes_no", "choice")
        return self.kept(name, _Text(f"x[{name!r}]" if narrow else f"x[{name!r}].astype(int64)"))

    def kept(self, name: str, value: _Text) -> _Text:
        if name not in self.names:
            self.names[name] = f"v{len(self.names)}"
            self.lines.append(f"{self.names[name]} = {value.text}")
        return _Text(self.names[name])

    def share(self, over: _Text, under: _Text) -> _Text:
        """Return a quotient in billionths; a float is near enough for that, and whole ones take twice as long."""
        return _Text(f"rint({over.text} * 1e9 / ({under.text} + ({under.text} == 0))).astype(int64)")

    def choose(self, condition: _Text, then: Any, otherwise: Any) -> _Text:
        """Return a choice as a sum of products with truths, as in `Arrays`."""
        if isinstance(then, int) and isinstance(otherwise, int) and otherwise:
            return _Text(f"({otherwise} + {then - otherwise} * {condition.text})")
        sides = [(then, f"{_text(then)} * {condition.text}"), (otherwise, f"{_text(otherwise)} * ~{condition.text}")]
        return _Text(f"({' + '.join(text for side, text in sides if _text(side) != '0')})")

    def least(self, *of: Any) -> _Text:
        return _Text(f"minimum({', '.join(map(_text, of))})")

    def most(self, *of: Any) -> _Text:
        return _Text(f"maximum({', '.join(map(_text, of))})")


def said_whole(case: Case) -> Kernel:
    """Return a set's known rules over arrays of whole numbers of 64 bits, quotients to a billionth."""
    rules = known_rules(case.criteria_set)
    ops = _Wide(rules)
    language = Whole(rules, ops, class_codes(case))
    index = ops.kept("index", said(rules.bindings["index"], language).over)
    class_ = said(rules.bindings["class"], language)
    return _compiled([*ops.lines, f"return {index.text}, {class_.text}"])


def _compiled(lines: list[str]) -> Kernel:
    names: dict[str, Any] = {name: getattr(np, name) for name in ("minimum", "maximum", "floor", "rint", "int64")}
    exec(compile("\n ".join(["def kernel(x):", *lines]), "<known rules>", "exec"), names)
    return names["kernel"]


def in_chunks(kernel: Kernel, read: Callable[[pa.ChunkedArray], np.ndarray], chunk: int, threads: int = 1) -> Any:
    """Return what scores a table piece by piece with a kernel."""

    def run(table: pa.Table) -> tuple[np.ndarray, np.ndarray]:
        columns = {name: read(table.column(name)) for name in table.column_names if name != "unit"}
        width = chunk or table.num_rows
        starts = range(0, table.num_rows, width)

        def piece(start: int) -> tuple[np.ndarray, np.ndarray]:
            with np.errstate(all="ignore"):
                return kernel({name: column[start : start + width] for name, column in columns.items()})

        if threads == 1:
            pieces = list(map(piece, starts))
        else:
            with ThreadPoolExecutor(threads) as pool:
                pieces = list(pool.map(piece, starts))
        return np.concatenate([index for index, _ in pieces]), np.concatenate([class_ for _, class_ in pieces])

    return run


def float_columns(case: Case) -> Any:
    """Return the float form over whole columns."""
    return in_chunks(_float_kernel(case), floats, 0)


def float_chunks(case: Case) -> Any:
    """Return the float form in pieces that stay in the cache."""
    return in_chunks(_float_kernel(case), floats, CHUNK)


def whole_chunks(case: Case, threads: int = 1) -> Any:
    """Return the form in whole numbers, in pieces."""
    return in_chunks(leaf_rounded_whole if _by_hand(case) else said_whole(case), whole_numbers, CHUNK, threads)


def _float_kernel(case: Case) -> Kernel:
    return leaf_rounded_floats if _by_hand(case) else said_floats(case)


def _by_hand(case: Case) -> bool:
    return case.criteria_set.id == "bench-leaf-rounded"


def read_bytes(case: Case) -> Any:
    """Return what reads every byte of a table once, eight at a time: the floor for whoever must look at all."""
    del case
    views: dict[int, list[np.ndarray]] = {}

    def run(table: pa.Table) -> int:
        if id(table) not in views:
            views[id(table)] = [each for name in table.column_names if name != "unit" for each in _words(table[name])]
        return sum(int(each.sum()) for each in views[id(table)])

    return run


def _words(column: pa.ChunkedArray) -> list[np.ndarray]:
    """Return what a column's buffers hold, as far as it is whole words of 64 bits."""
    buffers = [each for each in column.chunk(0).buffers() if each is not None]
    return [np.frombuffer(each, np.uint64, each.size // 8) for each in buffers]
