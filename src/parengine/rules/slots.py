"""
Slots: how a rule kind declares what a document may write in it.

A kind is a class decorated with `kind`; each of its fields is a slot, made by one of the functions below
with a description and, for an expression, the direction in which it helps. The schema fragment, the reader
and the forms that people fill in derive from that one declaration. A part of a kind, such as one step of
many, is a class of its own decorated with `part`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any, Final, Literal, TypeAlias, TypeVar, dataclass_transform

import attrs
from attrs import NOTHING

from .._numbers import exact
from .._numbers import share as read_share
from ..expr import expression
from ..types import ValueType
from . import _compounds as c
from . import _forms as f
from ._slots import SLOT, Helps, PartOf

ZeroCase: TypeAlias = Literal["missing", "not_applicable", "full", "zero"]

ZERO_CASES: Final[tuple[ZeroCase, ...]] = ("missing", "not_applicable", "full", "zero")

T = TypeVar("T")


def _slot(
    form: f.Form,
    description: str,
    *,
    default: Any = NOTHING,
    key: str | None = None,
    helps: Helps = "none",
    in_points: bool = False,
    converter: Callable[[Any], Any] | None = None,
) -> Any:
    metadata = {SLOT: (form, description, key, helps, in_points)}
    return attrs.field(default=default, metadata=metadata, converter=_unless_none(converter))


def _unless_none(converter: Callable[[Any], Any] | None) -> Callable[[Any], Any] | None:
    return None if converter is None else attrs.converters.optional(converter)


def number(
    description: str, *, helps: Helps, default: Any = NOTHING, key: str | None = None, in_points: bool = False
) -> Any:
    """
    Declare a slot for a number: an expression text or a plain number; the value is an `Expr`.

    Say `in_points` where the number is points itself: it is worth twice as much where every maximum is.
    """
    form = f.Expression(ValueType.NUMBER)
    return _slot(form, description, default=default, key=key, helps=helps, converter=expression, in_points=in_points)


def condition(description: str, *, helps: Helps, default: Any = NOTHING, key: str | None = None) -> Any:
    """Declare a slot for a condition; the value is an `Expr`."""
    form = f.Expression(ValueType.YES_NO)
    return _slot(form, description, default=default, key=key, helps=helps, converter=expression)


def conditions(
    description: str, *, helps: Helps, least: int = 1, default: Any = NOTHING, key: str | None = None
) -> Any:
    """Declare a slot for a list of conditions; the value is a tuple of `Expr`."""
    form = c.ListOf(f.Expression(ValueType.YES_NO), least)
    return _slot(form, description, default=default, key=key, helps=helps, converter=tuple)


def date(description: str, *, helps: Helps, default: Any = NOTHING, key: str | None = None) -> Any:
    """Declare a slot for a date; the value is an `Expr`."""
    form = f.Expression(ValueType.DATE)
    return _slot(form, description, default=default, key=key, helps=helps, converter=expression)


def choice(description: str, *, helps: Helps, default: Any = NOTHING, key: str | None = None) -> Any:
    """Declare a slot for a choice; the value is an `Expr`."""
    return _slot(f.Expression(ValueType.CHOICE), description, default=default, key=key, helps=helps)


def amount(
    description: str,
    *,
    default: Any = NOTHING,
    key: str | None = None,
    above_zero: bool = False,
    signed: bool = False,
    in_points: bool = True,
) -> Any:
    """Declare a slot for points; for another plain amount with `in_points=False`. The value is a `Fraction`."""
    form = f.Amount(low=Fraction(-(10**9)) if signed else Fraction(0), above_low=above_zero)
    return _slot(form, description, default=default, key=key, converter=exact, in_points=in_points)


def whole_number(description: str, *, default: Any = NOTHING, key: str | None = None, low: int = 1) -> Any:
    """Declare a slot for a plain whole number; the value is a `Fraction`."""
    form = f.Amount(low=Fraction(low), whole=True)
    return _slot(form, description, default=default, key=key, converter=exact)


def share(description: str, *, default: Any = NOTHING, key: str | None = None, above_zero: bool = False) -> Any:
    """Declare a slot for a share, `"80%"` or a number up to 1; the value is a `Fraction`."""
    return _slot(f.Share(above_zero), description, default=default, key=key, converter=read_share)


def threshold(description: str, *, default: Any = NOTHING, key: str | None = None) -> Any:
    """Declare a slot for a number to compare with, plain or a percentage; the value is a `Fraction`."""
    return _slot(f.Threshold(), description, default=default, key=key, converter=read_share)


def threshold_or_none(description: str, *, default: Any = NOTHING, key: str | None = None) -> Any:
    """Declare a slot for a threshold or the word `none`; the value is a `Fraction` or None."""
    return _slot(c.WordOr("none", f.Threshold()), description, default=default, key=key, converter=read_share)


def knots(description: str, *, default: Any = NOTHING, key: str | None = None) -> Any:
    """Declare a slot for pairs of a threshold and points; the value is a tuple of pairs of `Fraction`."""
    form = c.ListOf(c.PairOf(f.Threshold(), f.Amount()), least=2)
    return _slot(form, description, default=default, key=key, converter=_pairs, in_points=True)


def _pairs(written: Iterable[tuple[Any, Any]]) -> tuple[tuple[Fraction, Fraction], ...]:
    return tuple((read_share(at), exact(points)) for at, points in written)


def flag(description: str, *, default: Any = NOTHING, key: str | None = None) -> Any:
    """Declare a slot for yes or no."""
    return _slot(f.Flag(), description, default=default, key=key)


def working_days_flag(description: str, *, default: Any = None, key: str | None = None) -> Any:
    """Declare a slot that says whether days are working days; the value is the edition's `Calendar`, or None."""
    return _slot(f.WorkingCalendar(), description, default=default, key=key)


def one_of(*words: str, description: str, default: Any = NOTHING, key: str | None = None) -> Any:
    """Declare a slot for one of a few words."""
    return _slot(f.OneOf(words), description, default=default, key=key)


def zero_case(description: str, *, default: Any = NOTHING, key: str | None = None) -> Any:
    """Declare a slot for what there is in the place of a share of nothing: a `ZeroCase`."""
    return _slot(f.OneOf(ZERO_CASES), description, default=default, key=key)


def label(description: str, *, default: Any = None, key: str | None = None) -> Any:
    """Declare a slot for a text people read; the value is a `Text`."""
    return _slot(c.Label(), description, default=default, key=key)


def ratings(description: str, *, helps: Helps = "none", default: Any = NOTHING, key: str | None = None) -> Any:
    """Declare a slot for a distribution of answers; the value is a `Ratings`."""
    return _slot(f.RatingsName(), description, default=default, key=key, helps=helps)


def amounts_by_option(description: str, *, default: Any = NOTHING, key: str | None = None) -> Any:
    """Declare a slot for points by option of a choice; the value is a tuple of pairs of option and `Fraction`."""
    form, converter = c.ByOption(f.Amount()), _by_option(exact)
    return _slot(form, description, default=default, key=key, converter=converter, in_points=True)


def shares_by_option(description: str, *, default: Any = NOTHING, key: str | None = None) -> Any:
    """Declare a slot for shares by option of a choice; the value is a tuple of pairs of option and `Fraction`."""
    return _slot(c.ByOption(f.Share()), description, default=default, key=key, converter=_by_option(read_share))


def _by_option(read: Callable[[Any], Fraction]) -> Callable[[Any], tuple[tuple[str, Fraction], ...]]:
    def converter(written: Any) -> tuple[tuple[str, Fraction], ...]:
        pairs = written.items() if isinstance(written, Mapping) else written
        return tuple((option, read(value)) for option, value in pairs)

    return converter


def listed(part: type[Any], description: str, *, least: int = 1, default: Any = NOTHING, key: str | None = None) -> Any:
    """Declare a slot for a list of a part; the value is a tuple of its objects."""
    return _slot(c.ListOf(PartOf(part), least), description, default=default, key=key, converter=tuple)


def rule(description: str, *, default: Any = NOTHING, key: str | None = None) -> Any:
    """Declare a slot for a rule within the rule; the value is a `Nested`."""
    return _slot(c.NestedRule(), description, default=default, key=key, converter=_nested)


def rules(description: str, *, least: int = 1, default: Any = NOTHING, key: str | None = None) -> Any:
    """Declare a slot for a list of rules within the rule; the value is a tuple of `Nested`."""
    form = c.ListOf(c.NestedRule(), least)
    return _slot(form, description, default=default, key=key, converter=lambda many: tuple(map(_nested, many)))


def _nested(one: Any) -> c.Nested:
    return one if isinstance(one, c.Nested) else c.Nested(one)


@dataclass_transform(
    frozen_default=True,
    kw_only_default=True,
    field_specifiers=(
        number, condition, conditions, date, choice, amount, whole_number, share, threshold, threshold_or_none, knots,
        flag, working_days_flag, one_of, zero_case, label, ratings, amounts_by_option, shares_by_option, listed, rule,
        rules,
    ),
)  # fmt: skip
def kind(cls: type[T]) -> type[T]:
    """
    Make a class a rule kind: a frozen value whose fields are slots, given by name.

    The class also has a docstring, `name`, `points(maximum)` and `problems(maximum)`; a plugin's has
    `contract = 1` too. `alternatives` may list constraints between its keys.
    """
    return attrs.frozen(kw_only=True)(cls)


#: Make a class a part of a kind: like `kind`, without a name or points of its own.
part = kind
