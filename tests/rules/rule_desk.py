"""A desk to try rules on: declared inputs, a scope that collects what is reported, and answers that are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from attrs import define, evolve, field
from hypothesis import strategies as st

from parengine._model import RuleKind
from parengine.errors import ParengineError
from parengine.expr import Calendar, Domain, Expr, answer, const, evaluate, expression
from parengine.expr._nodes import CohortFigure, Input, walk
from parengine.expr._replace import replace
from parengine.expr._text import parse
from parengine.rules import KINDS, Path, Ratings, read_rule
from parengine.types import ValueType

COUNT = Domain("count", low=Fraction(0), high=Fraction(10**9))
PERCENT = Domain("percent", low=Fraction(0), high=Fraction(100), places=2)
WIDE_PERCENT = Domain("percent", low=Fraction(-50), high=Fraction(250), places=2)
GROWTH = Domain("quantity", low=Fraction(-100), high=Fraction(100), places=2)
LEVEL = Domain("choice", options=("full", "partial", "none"))

DOMAINS = {
    **dict.fromkeys(("done", "planned", "late", "found", "fixed", "now", "before"), COUNT),
    "at_least_one": Domain("count", low=Fraction(1), high=Fraction(1000)),
    **dict.fromkeys(("rate", "web", "centre"), PERCENT),
    "wide_rate": WIDE_PERCENT,
    **dict.fromkeys(("growth", "target"), GROWTH),
    **dict.fromkeys(("q1", "h1", "q3", "annual"), Domain("yes_no")),
    "level": LEVEL,
    "only": Domain("choice", options=("single",)),
    "issued": Domain("date", never=True),
    "sent": Domain("date"),
    "given": Domain("points", low=Fraction(0), high=Fraction(100), places=2),
    "stepped": Domain("points", low=Fraction(0), high=Fraction(2), places=2, step=Fraction(1, 4)),
}
WORTHS = {
    "good": Fraction(1),
    "average": Fraction(1, 2),
    "poor": Fraction(0),
    "no_opinion": None,
}
SURVEYS = ("council", "officials", "citizens")

NAMES = {name: answer(name, domain) for name, domain in DOMAINS.items()}
NAMES["year"] = answer("year", Domain("count", low=Fraction(1), high=Fraction(9999)), origin="period")
PARTS = {survey: {option: answer(survey, COUNT, part=option) for option in WORTHS} for survey in SURVEYS}


def no_zero_case(*denominators: str) -> str:
    """Return what is said of a rule that divides by what may be 0 and does not say what that gives."""
    names = " or ".join(f"'{one}'" for one in denominators)
    return (
        f"{names} may be 0 and is divided by; say with 'if_zero' what that gives: missing, not_applicable, full, zero"
    )


@define
class Desk:
    """The scope of the tests: it knows the inputs above and keeps what is reported."""

    kinds: Mapping[str, type[RuleKind]] = KINDS
    words: Mapping[str, Expr] = field(factory=dict)
    reports: list[tuple[Path, str]] = field(factory=list)

    def name(self, name: str) -> Expr | None:
        return self.words.get(name, NAMES.get(name))

    def part(self, name: str, part: str) -> Expr | None:
        return PARTS.get(name, {}).get(part)

    def suggestions(self) -> Iterable[str]:
        return [*self.words, *NAMES]

    def calendar(self) -> Calendar:
        return Calendar()

    def expression(self, value: object, wanted: ValueType, path: Path) -> Expr | None:
        try:
            return parse(value, self, wanted) if isinstance(value, str) else expression(value)
        except ParengineError as error:
            self.report(path, str(error))
        return None

    def ratings(self, name: object, path: Path) -> Ratings | None:
        if name in PARTS:
            return Ratings(str(name), tuple((PARTS[name][option], worth) for option, worth in WORTHS.items()))
        self.report(path, f"'{name}' is not a declared 'ratings' input")
        return None

    def report(self, path: Path, sentence: str) -> None:
        self.reports.append((path, sentence))

    def within(self, maximum: Fraction) -> Desk:
        return evolve(self, words={"maximum": const(maximum)})


def read(
    document: object, maximum: object = 1, kinds: Mapping[str, type[RuleKind]] = KINDS
) -> tuple[RuleKind | None, list[tuple[Path, str]]]:
    """Read a rule document; return the rule and what was reported."""
    whole = Fraction(str(maximum))
    desk = Desk(kinds).within(whole)
    return read_rule(document, whole, desk, ()), desk.reports


def rule(document: object, maximum: object = 1) -> RuleKind:
    """Read a rule document that has nothing wrong with it."""
    found, reports = read(document, maximum)
    assert [] == reports
    assert found is not None
    return found


def problems(document: object, maximum: object = 1) -> list[str]:
    """Return the sentences reported of a rule document."""
    return [sentence for _, sentence in read(document, maximum)[1]]


def score(document: object, maximum: object = 1, **answers: object) -> Any:
    """Return the points of a rule document for some answers; an option's count is named `survey__option`."""
    found = rule(document, maximum)
    sheet = {name.replace("__", "."): given for name, given in answers.items()}
    return evaluate(alone(found.points(Fraction(str(maximum)))), {"year": 2022, **sheet})


def notes(document: object, maximum: object = 1, **answers: object) -> list[str]:
    """Return the effects noted while a rule document is scored."""
    from parengine.expr._oracle import Evaluation, read_answer

    evaluation = Evaluation(lambda node: read_answer(node, answers.get(node.name)))
    evaluation(alone(rule(document, maximum).points(Fraction(str(maximum)))))
    return [tag.effect for tag in evaluation.tags]


def alone(expression: Expr) -> Expr:
    """Return an expression with an input in the place of each figure of the cohort, such as `cohort_mean`."""
    return replace(expression, lambda node: _of_cohort(node) if isinstance(node, CohortFigure) else None)


def _of_cohort(node: CohortFigure) -> Expr:
    return answer(f"cohort_{node.figure}", Domain("exact"), origin="cohort")


def asked(expression: Expr) -> list[Input]:
    """Return the inputs that an expression may read."""
    return [node for node in walk(expression) if isinstance(node, Input)]


def key_of(node: Input) -> str:
    """Return the name under which an answer stands on a sheet."""
    return node.name if node.part is None else f"{node.name}.{node.part}"


def answers_to(node: Input) -> st.SearchStrategy[Any]:
    """Draw an answer that an input admits, small numbers and the ends of its domain on purpose."""
    if node.domain.kind == "yes_no":
        return st.booleans()
    if node.domain.kind == "choice":
        return st.sampled_from(node.domain.options)
    if node.domain.kind == "date":
        days = st.dates(min_value=_day(2021, 12, 1), max_value=_day(2022, 12, 31))
        return days | st.just("never") if node.domain.never else days
    if node.domain.kind == "exact":
        return st.integers(0, 30).map(Fraction) | st.fractions(-2, 100, max_denominator=60)
    return _numbers(node.domain) if node.name != "year" else st.just(2022)


def _day(*parts: int) -> Any:
    import datetime

    return datetime.date(*parts)


def _numbers(domain: Domain) -> st.SearchStrategy[Fraction]:
    low, high = int(domain.low or 0), int(domain.high or 0)
    wholes = st.integers(max(low, -30), min(high, 130)) | st.sampled_from((low, high)) | st.integers(low, high)
    scale = int(1 / domain.step) if domain.step else 10**domain.places
    parts = st.integers(low * scale, min(high, 200) * scale)
    return wholes.map(Fraction) | parts.map(lambda whole: Fraction(whole, scale))


@st.composite
def sheets(draw: st.DrawFn, expression: Expr) -> dict[str, Any]:
    """Draw a complete sheet of admitted answers for an expression."""
    return {key_of(node): draw(answers_to(node), label=key_of(node)) for node in asked(expression)}
