"""
Sentences: how a rule kind says in words what it gives.

A kind may have a third function, `sentence(maximum)`, which yields phrases: a template in Vietnamese, one in
English, and the fields of both. Phrases stand one after another with semicolons; an `opening` begins a new
sentence. A field is written as the language writes it: an expression in words, a plain number, text as it is, or
one of the values below.

>>> each = phrase("mỗi sáng kiến được {points}", "{points} for each initiative", points=Points("0.5"))
>>> each.en, each.fields["points"]
('{points} for each initiative', Points(amount=Fraction(1, 2)))
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from string import Formatter
from typing import Any, Final

from attrs import field, frozen

from .._model import RuleKind
from .._numbers import exact
from ..expr import Expr, const
from ..expr._guards import unguarded_divisions
from ..expr._nodes import Compare, Const, Mul
from ..types import Language, Text
from ._compounds import Nested
from ._steps import End, Step, regions
from .slots import ZeroCase


@frozen
class Phrase:
    """A piece of a sentence in both languages: templates with named fields, and the fields."""

    vi: str
    en: str
    fields: Mapping[str, Any] = field(factory=dict)
    opens: bool = False
    #: What would have to be 0 for the phrase to matter; where a rule around it excludes that, it is left out.
    zeros: tuple[Expr, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Hold the templates to the fields, so that no place is left unfilled and no amount unsaid."""
        for template in (self.vi, self.en):
            if {name for _, name, _, _ in Formatter().parse(template) if name} != set(self.fields):
                raise ValueError(f"'{template}' does not have the fields {', '.join(self.fields)}")

    def template(self, language: Language) -> str:
        """Return the template of a language."""
        return self.vi if language == "vi" else self.en


def phrase(vi: str, en: str, /, **fields: Any) -> Phrase:
    """Return a phrase that goes on after a semicolon."""
    return Phrase(vi, en, fields)


def opening(vi: str, en: str, /, **fields: Any) -> Phrase:
    """Return a phrase that begins a sentence of its own."""
    return Phrase(vi, en, fields, opens=True)


@frozen
class Points:
    """An amount of points: `1,5 điểm`, `1.5 points`."""

    amount: Fraction = field(converter=exact)


@frozen
class Share:
    """A share as a percentage: `80%`."""

    value: Fraction


@frozen
class Interval:
    """
    The values of `of` from one end to another: `từ 80% đến dưới 100%`, `from 80% to below 100%`.

    In percent where `share` says so or, by default, where `of` is a share and so are all thresholds `among` which
    these two stand; else with what `of` counts.
    """

    low: End | None
    high: End | None
    of: Expr
    among: tuple[Fraction, ...] = ()
    share: bool | None = None


@frozen
class Level:
    """A number that `of` is compared with, in percent by the same rule as an interval's ends."""

    value: Fraction
    of: Expr


@frozen
class Unit:
    """One of what an input counts: `mỗi sáng kiến`; where that is not said `mỗi trường hợp`, in English `each`."""

    of: Expr


@frozen
class Option:
    """An option of a choice by its label, in quotes."""

    of: Expr
    id: str


@frozen
class Cited:
    """What has the key `key`, by its whole label, in quotes."""

    key: str


@frozen
class Named:
    """An expression that a verb follows: in English its inputs stand in quotes, so that each is one thing."""

    of: Expr


@frozen
class Factor:
    """An expression that is multiplied, in brackets where it needs them."""

    of: Expr


@frozen
class Signed:
    """An expression as a formula, with signs where it has them."""

    of: Expr


@frozen
class Listed:
    """Several fields, with text between them and, where it is given, a word before the last."""

    parts: tuple[Any, ...]
    between: str = "; "
    last: Text | None = None


OR: Final = Text("hoặc", "or")


@frozen
class Within:
    """A rule within the rule, in words; it has a maximum of its own. `nonzero` cannot be 0 where it is asked."""

    rule: RuleKind
    maximum: Fraction
    nonzero: frozenset[Expr] = frozenset()


def within(nested: Nested, maximum: Fraction, nonzero: Iterable[Expr] = ()) -> Within:
    """Return a rule within a rule worth `maximum` as a field."""
    return Within(nested.rule, nested.maximum_within(maximum), frozenset(nonzero))


def only_zero(condition: Expr) -> Iterator[Expr]:
    """Yield what is 0 exactly where a condition holds."""
    if isinstance(condition, Compare) and condition.operator == "=" and condition.right is const(0):
        yield condition.left


def above_zero(condition: Expr) -> Iterator[Expr]:
    """Yield what a condition keeps from being 0."""
    if isinstance(condition, Compare) and condition.operator in (">", "!=") and condition.right is const(0):
        yield condition.left


def zero_case(value: Expr, case: ZeroCase | None, maximum: Fraction) -> Iterator[Phrase]:
    """Yield what a rule gives where `value` divides by 0; nothing where it cannot."""
    unders = dict.fromkeys(_bare(division.under) for division in unguarded_divisions(value))
    if unders:
        zeros = Listed(tuple(Named(under.equals(0)) for under in unders), ", ", OR)
        fields = {"zeros": zeros, "given": given(case, maximum)}
        yield Phrase("trường hợp {zeros}: {given}", "where {zeros}: {given}", fields, opens=True, zeros=tuple(unders))


def _bare(under: Expr) -> Expr:
    """Return what must be 0 for a denominator to be 0: a number in front of it does not matter."""
    first, *others = under.factors if isinstance(under, Mul) else (under,)
    return others[0] if isinstance(first, Const) and len(others) == 1 else under


def given(case: ZeroCase | None, maximum: Fraction) -> Phrase:
    """Return what a zero case gives."""
    if case in ("full", "zero"):
        return phrase("{points}", "{points}", points=Points(maximum if case == "full" else Fraction(0)))
    return phrase(*_STATES[case])


_STATES: Final[Mapping[ZeroCase | None, tuple[str, str]]] = {
    "missing": ("chưa chấm điểm (thiếu số liệu)", "not scored yet (missing)"),
    "not_applicable": ("không đánh giá (không phát sinh)", "not assessed (not applicable)"),
    None: ("số liệu không hợp lệ", "the answers are invalid"),
}


def steps_told(
    subject: Phrase,
    value: Expr,
    steps: Iterable[Step],
    otherwise: Fraction,
    maximum: Fraction,
    *,
    share: bool | None = None,
) -> Iterator[Phrase]:
    """Yield the steps from the highest down, each with its points; `subject` stands before the first."""
    cuts, lowest = regions(steps, otherwise, maximum)
    ends = [None, *(cut for cut, _ in cuts), None]
    amounts = [*(points for _, points in cuts), lowest]
    among = tuple(cut.at for cut, _ in cuts)
    spans = [Interval(ends[place + 1], ends[place], value, among, share) for place in range(len(amounts))]
    first, *others = zip(spans, map(Points, amounts), strict=True)
    fields = {"subject": subject, "span": first[0], "points": first[1]}
    reached = "{subject} đạt {span}: {points}" if amounts[0] == max(amounts) else "{subject} {span}: {points}"
    yield opening(reached, "{subject} {span}: {points}", **fields)
    for span, amount in others:
        yield phrase("{span}: {points}", "{span}: {points}", span=span, points=amount)
