"""
Expression to words, in Vietnamese or English, for people who read rules and not formulas.

Inputs are called by their labels, figures are written as the language writes them, what is compared with a share
is written in percent. Every constant of the expression stands in the text. Arithmetic stays arithmetic, with signs
and as few brackets as it needs.

>>> from parengine.expr import Domain, answer
>>> done, planned = (answer(name, Domain("count", low=0, high=100)) for name in ("done", "planned"))
>>> names = {"done": Text("Số nhiệm vụ đã xong", "Tasks done"), "planned": Text("Số nhiệm vụ", "Tasks planned")}
>>> print(prose(done / planned >= "0.8", names, "vi"))
tỷ lệ số nhiệm vụ đã xong trên số nhiệm vụ từ 80% trở lên
>>> print(prose(done / planned >= "0.8", names, "en"))
the ratio of “Tasks done” to “Tasks planned” is at least 80%
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any, Final

from ..types import Language, Text, ValueType
from . import _nodes as n
from . import _prose_words as w
from ._domain import NEVER
from ._prose_compare import compared, denied, in_range, stated
from ._prose_figures import is_share, threshold
from ._prose_writer import AND, ATOM, CLAUSE, OR, PRODUCT, SIGN, SUM, WHEN, WORDS, Names, Said, Writer


def prose(expression: n.Expr, names: Names, language: Language) -> str:
    """Return an expression in words; what has no label is called by its id in quotes."""
    return unicodedata.normalize("NFC", writer_of(names, language).text(expression))


def writer_of(names: Names, language: Language) -> Writer:
    """Return what says expressions in a language."""
    return Writer(names, language, _FORMS, _SIGNED)


def _input(writer: Writer, node: n.Input) -> Said:
    if node.origin in _BY_ORIGIN:
        return writer.words(_BY_ORIGIN[node.origin]), ATOM
    key = f"unit.{node.name}" if node.origin == "unit" else node.name
    if node.part is not None:
        return writer.words(w.WORDS["part"], a=writer.cited(key), b=writer.option(key, node.part)), ATOM
    if node.type is not ValueType.YES_NO:
        return writer.quoted(key), ATOM
    if writer.language == "vi":
        return writer.label(key), ATOM
    return writer.words(w.WORDS["answered_yes"], a=writer.cited(key)), CLAUSE


_BY_ORIGIN: Final[Mapping[n.Origin, Text]] = {
    "period": w.WORDS["year_assessed"],
    "decision": w.WORDS["decision"],
    "evidence": w.WORDS["evidence"],
}


def _sum(writer: Writer, node: n.Add) -> Said:
    """Return a sum of answers in words, any other with its signs."""
    if not all(isinstance(term, n.Input) for term in node.terms):
        return _signed_sum(writer, node)
    *others, last = map(writer.text, node.terms)
    return writer.words(w.WORDS["sum"], a=", ".join(others), b=last), WORDS


def _signed_sum(writer: Writer, node: n.Add) -> Said:
    first, *others = _constant_first(node.terms)
    return writer.held(SUM, first) + "".join(_term(writer, one) for one in others), SUM


def _constant_first(terms: tuple[n.Expr, ...]) -> tuple[n.Expr, ...]:
    """Return the terms as people order them: `1 - a`, `a - b`."""
    rising = [one for one in terms if _sign(one) > 0]
    return (*rising, *(one for one in terms if _sign(one) < 0)) if rising else terms


def _sign(term: n.Expr) -> int:
    factor = term.factors[0] if isinstance(term, n.Mul) else term
    return -1 if isinstance(factor, n.Const) and factor.value < 0 else 1


def _term(writer: Writer, term: n.Expr) -> str:
    if _sign(term) > 0:
        return f" + {writer.held(PRODUCT, term)}"
    return f" − {_magnitude(writer, term)}"


def _magnitude(writer: Writer, term: n.Expr) -> str:
    """Return a term without the sign that it has."""
    if isinstance(term, n.Const):
        return writer.number(-term.value)
    assert isinstance(term, n.Mul)
    first = term.factors[0]
    assert isinstance(first, n.Const)
    return _times(writer, -first.value, term.factors[1:])


def _times(writer: Writer, factor: Fraction, factors: tuple[n.Expr, ...]) -> str:
    number = [] if factor == 1 else [writer.number(factor) if factor.denominator == 1 else _fraction(writer, factor)]
    level = SIGN if number or len(factors) > 1 else PRODUCT
    return " × ".join([*number, *(writer.held(level, one) for one in factors)])


def _fraction(writer: Writer, factor: Fraction) -> str:
    text = writer.number(factor)
    return f"({text})" if "/" in text else text


def _product(writer: Writer, node: n.Mul) -> Said:
    first = node.factors[0]
    if not isinstance(first, n.Const):
        return _times(writer, Fraction(1), node.factors), PRODUCT
    if first.value < 0:
        return f"−{_times(writer, -first.value, node.factors[1:])}", SUM
    return _times(writer, first.value, node.factors[1:]), PRODUCT


def _ratio(writer: Writer, node: n.Div) -> Said:
    over, under = writer.held(ATOM, node.over), writer.held(ATOM, node.under)
    words = w.WORDS["ratio_against" if " trên " in over else "ratio"]
    return writer.words(words, a=over, b=under), WORDS


def _quotient(writer: Writer, node: n.Div) -> Said:
    return f"{writer.held(PRODUCT, node.over)} / {writer.held(ATOM, node.under)}", PRODUCT


#: The forms that have signs in arithmetic and words elsewhere.
_SIGNED: Final[Mapping[type[n.Expr], Callable[[Writer, Any], Said]]] = {n.Div: _quotient, n.Add: _signed_sum}


def _several(writer: Writer, parts: Iterable[n.Expr]) -> str:
    return "; ".join(map(writer.text, parts))


def _limited(several: str, limited: str) -> Callable[[Writer, Any], Said]:
    """Return the form of a smallest or largest: a value and one constant read as a value with a limit."""

    def form(writer: Writer, node: Any) -> Said:
        *others, last = node.of
        if len(others) != 1 or not isinstance(last, n.Const):
            return writer.words(w.WORDS[several], a=_several(writer, node.of)), ATOM
        share = is_share(others[0], last.value)
        held = writer.text(others[0]) if share else writer.held(SUM, others[0])
        return writer.words(w.WORDS[limited], a=held, b=threshold(last.value, writer.language, share=share)), ATOM

    return form


def _date(writer: Writer, node: n.Day) -> Said:
    if node.ordinal == NEVER:
        return writer.words(w.WORDS["never"]), ATOM
    return writer.date(datetime.date.fromordinal(node.ordinal)), ATOM


def _date_of(writer: Writer, node: n.DateOf) -> Said:
    fields = {"day": node.day, "month": node.month, "name": w.MONTHS[node.month - 1]}
    return writer.words(w.WORDS["day_in_year"], a=_year(writer, node.year), **fields), ATOM


def _year(writer: Writer, year: n.Expr) -> str:
    """Return a year; the neighbours of the assessed one have words of their own."""
    terms = year.terms if isinstance(year, n.Add) else ()
    if len(terms) == len(_NEXT) and isinstance(terms[0], n.Input) and isinstance(terms[1], n.Const):
        neighbour = _NEXT.get(terms[1].value) if terms[0].origin == "period" else None
        if neighbour:
            return writer.words(w.WORDS[neighbour])
    return writer.held(ATOM, year)


_NEXT: Final[Mapping[Fraction, str]] = {Fraction(1): "year_after", Fraction(-1): "year_before"}


def _between(key: str) -> Callable[[Writer, Any], Said]:
    def form(writer: Writer, node: Any) -> Said:
        return writer.words(w.WORDS[key], a=writer.held(SUM, node.start), b=writer.held(SUM, node.end)), WORDS

    return form


def _joined(key: str, level: int) -> Callable[[Writer, Any], Said]:
    def form(writer: Writer, node: Any) -> Said:
        pair = in_range(writer, *node.of) if key == "and" and len(node.of) == len(("low", "high")) else None
        if pair is not None:
            return pair, CLAUSE
        *others, last = (writer.held(level + 1, one) for one in node.of)
        return f"{', '.join(others)} {writer.words(w.WORDS[key])} {last}", level

    return form


def _when(writer: Writer, node: n.When) -> Said:
    said: list[str] = []
    rest: n.Expr = node
    while isinstance(rest, n.When):
        condition, then = writer.held(OR, rest.condition), writer.held(OR, rest.then)
        said.append(writer.words(w.WORDS["when"], a=condition, b=then))
        rest = rest.otherwise
    return "; ".join([*said, writer.words(w.WORDS["otherwise"], a=writer.held(OR, rest))]), WHEN


def _cohort(writer: Writer, node: n.CohortFigure) -> Said:
    return writer.words(w.COHORT[node.figure], a=writer.held(WORDS, node.of)), WORDS


def _rounded(writer: Writer, node: n.Round) -> Said:
    how = writer.words(w.MODES[node.mode])
    return writer.words(w.WORDS["round"], a=writer.text(node.of), how=how, places=node.places), ATOM


_FORMS: Final[Mapping[type[n.Expr], Callable[[Writer, Any], Said]]] = {
    n.Const: lambda writer, node: (writer.number(node.value), ATOM if node.value >= 0 else SUM),
    n.Truth: lambda writer, node: (writer.words(w.WORDS["yes" if node.value else "no"]), ATOM),
    n.Day: _date,
    n.Word: lambda _, node: (f"“{node.value}”", ATOM),
    n.Unknown: lambda writer, node: (writer.words(w.STATES[node.state]), ATOM),
    n.Input: _input,
    n.Add: _sum,
    n.Mul: _product,
    n.Div: _ratio,
    n.Floor: lambda writer, node: (writer.words(w.WORDS["whole"], a=writer.text(node.of)), ATOM),
    n.Least: _limited("least", "at_most"),
    n.Most: _limited("most", "at_least"),
    n.NthBest: lambda writer, node: (
        writer.words(w.WORDS["nth_best"], rank=node.rank, a=_several(writer, node.of)),
        ATOM,
    ),
    n.Round: _rounded,
    n.YearOf: lambda writer, node: (writer.words(w.WORDS["year"], a=writer.held(SUM, node.of)), ATOM),
    n.DateOf: _date_of,
    n.Days: _between("days"),
    n.WorkingDays: _between("working_days"),
    n.Compare: compared,
    n.And: _joined("and", AND),
    n.Or: _joined("or", OR),
    n.Not: denied,
    n.Is: lambda writer, node: (stated(writer, node, w.IS), CLAUSE),
    n.When: _when,
    n.Mark: lambda writer, node: writer.said(node.of),
    n.NodeFigure: lambda writer, node: (writer.words(w.FIGURES[node.figure], code=node.code), ATOM),
    n.EachFigure: lambda writer, node: (writer.words(w.EACH[node.figure]), ATOM),
    n.CountNodes: lambda writer, node: (
        writer.words(w.WORDS["count"], code=node.code, a=writer.text(node.condition)),
        WORDS,
    ),
    n.CohortFigure: _cohort,
    n.TotalFigure: lambda writer, node: (writer.words(w.TOTALS[node.name]), ATOM),
    n.Bound: lambda writer, node: (writer.label(node.name), ATOM),
}
