"""Rules in words: every kind has a sentence in both languages, and it says every threshold and every amount."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rule_desk import NAMES as INPUTS
from rule_desk import rule
from rule_examples import DOCUMENTS, name_of

from parengine._model import RuleKind
from parengine.expr import Expr, const, least
from parengine.rules import KINDS, kind, sentence_of, slots
from parengine.rules.sentences import Phrase, Points, opening, phrase
from parengine.testing._laws.numbers_said import Amounts, figures, unsaid_of_rule
from parengine.types import Language, Text

LANGUAGES: tuple[Language, ...] = ("vi", "en")
LABELS = {name: Text(f"Nội dung {name}", f"Matter {name}") for name in INPUTS}
ENGLISH = {
    *("the", "of", "is", "are", "not", "and", "or", "if", "where", "otherwise", "at", "least", "most"),
    *("from", "below", "above", "point", "points", "than", "each", "up", "what", "answers"),
}


#: What the examples do not show: a share of a number that is written.
EXTRA: list[tuple[dict[str, Any], object]] = [
    ({"kind": "proportion", "numerator": "done", "denominator": 50, "zero_below": "12.5%"}, 20),
    ({"kind": "proportion", "numerator": "done", "denominator": 50, "complement": True}, 20),
]


def said(document: Mapping[str, Any], maximum: object, language: Language) -> str:
    """Return a rule of a document in words."""
    return sentence_of(rule(document, maximum), Fraction(str(maximum)), LABELS, language)


def unsaid(document: Mapping[str, Any], maximum: object, language: Language) -> list[Amounts]:
    """Return the numbers that a rule declares and its sentence does not have."""
    return unsaid_of_rule(rule(document, maximum), Fraction(str(maximum)), LABELS, language)


def test_every_kind_ships_its_sentence() -> None:
    """No kind of the core is left to the generic rendering."""
    assert [] == [name for name, each in KINDS.items() if not callable(getattr(each, "sentence", None))]


@pytest.mark.parametrize("example", [*DOCUMENTS, *EXTRA], ids=lambda example: example[0]["kind"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_says_every_threshold_and_amount(example: tuple[dict[str, Any], object], language: Language) -> None:
    """Whatever number a rule declares stands in its sentence, as the language writes it."""
    assert [] == unsaid(*example, language)


@pytest.mark.parametrize("example", DOCUMENTS, ids=name_of)
def test_a_sentence_is_whole(example: tuple[dict[str, Any], object]) -> None:
    """It begins with a capital, ends with a full stop, is composed, leaves no place unfilled and is one language's."""
    vi, en = (said(*example, language) for language in LANGUAGES)

    assert set() == ENGLISH & set(re.findall(r"\w+", vi))
    for text in (vi, en):
        assert text == unicodedata.normalize("NFC", text).strip()
        assert text[0] == text[0].upper()
        assert text.endswith(".")
        assert [] == re.findall(r"[{}]|\.\.|; *;|: *;|None", text)


@pytest.mark.parametrize("example", DOCUMENTS, ids=name_of)
def test_both_languages_say_the_same_numbers(example: tuple[dict[str, Any], object]) -> None:
    """The two sentences of a rule differ in words and in the decimal comma, not in what they say."""
    vi, en = (said(*example, language) for language in LANGUAGES)
    undated = re.sub(r"ngày \d\d/\d\d", "", vi), re.sub(r"\d+ (?:January|June|December)", "", en)

    assert {one.replace(",", ".") for one in figures(undated[0])} == figures(undated[1])


@pytest.mark.parametrize(
    "document, maximum, vi, en",
    [
        (
            {
                "kind": "proportion",
                "numerator": "done",
                "denominator": "planned",
                "zero_below": "80%",
                "if_zero": "zero",
            },
            1.5,
            (
                "Tỷ lệ nội dung done trên nội dung planned đạt 100%: 1,5 điểm; từ 80% đến dưới 100%: tính điểm theo"
                " công thức (tỷ lệ đạt được × 1,5 điểm); dưới 80%: 0 điểm. Trường hợp nội dung planned bằng 0: 0 điểm."
            ),
            (
                "The ratio of “Matter done” to “Matter planned” is 100%: 1.5 points; from 80% to below 100%: in"
                " proportion (the ratio × 1.5 points); below 80%: 0 points. Where “Matter planned” is 0: 0 points."
            ),
        ),
        (
            {"kind": "tally", "count": "found", "each": 0.5},
            1,
            "Nội dung found: mỗi trường hợp 0,5 điểm, tối đa 1 điểm.",
            "Matter found: 0.5 points for each, at most 1 point.",
        ),
        (
            {
                "kind": "cases",
                "cases": [{"when": "found = 0", "rule": {"kind": "formula", "points": "maximum"}}],
                "else": {"kind": "proportion", "numerator": "fixed", "denominator": "found", "if_zero": "full"},
            },
            2,
            (
                "Trường hợp nội dung found bằng 0: 2 điểm. Các trường hợp còn lại: tỷ lệ nội dung fixed trên nội"
                " dung found đạt 100%: 2 điểm; dưới 100%: tính điểm theo công thức (tỷ lệ đạt được × 2 điểm)."
            ),
            (
                "Where “Matter found” is 0: 2 points. In all other cases: the ratio of “Matter fixed” to “Matter"
                " found” is 100%: 2 points; below 100%: in proportion (the ratio × 2 points)."
            ),
        ),
    ],
    ids=["proportion", "tally", "cases"],
)
def test_sentences_read_as_an_official_would_write(document: dict[str, Any], maximum: Any, vi: str, en: str) -> None:
    """Whole sentences, word for word; a case that excludes nothing to count does not speak of it again."""
    assert (vi, en) == tuple(said(document, maximum, language) for language in LANGUAGES)


def test_units_stand_where_they_are_known() -> None:
    """What an input counts stands behind its numbers, in the languages in which it is said."""
    names = {**LABELS, "found/unit": Text("sáng kiến")}
    vi, en = (
        sentence_of(rule({"kind": "tally", "count": "found", "each": 0.5}), Fraction(1), names, language)
        for language in LANGUAGES
    )

    assert "Nội dung found: mỗi sáng kiến 0,5 điểm, tối đa 1 điểm." == vi
    assert "Matter found: 0.5 points for each, at most 1 point." == en


# -- rules drawn at random

PERCENTS = st.integers(1, 10_000).map(lambda n: f"{n // 100}.{n % 100:02}%")
AMOUNTS = st.integers(1, 999).map(lambda n: n / 100)
CEILING = 10


@st.composite
def bands(draw: st.DrawFn) -> dict[str, Any]:
    """Draw bands of a share."""
    starts = draw(st.lists(st.integers(1, 20_000), min_size=1, max_size=5, unique=True))
    steps = [{"at_least": f"{n / 100}%", "points": draw(AMOUNTS)} for n in starts]
    return {"kind": "bands", "value": "done / planned", "steps": steps, "else": draw(AMOUNTS), "if_zero": "zero"}


@st.composite
def proportions(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a share with a floor and a full mark."""
    below, full = sorted(draw(st.lists(st.integers(1, 10_000), min_size=2, max_size=2, unique=True)))
    ends = {"zero_below": f"{below / 100}%", "full_at": f"{full / 100}%"}
    fixed = {"kind": "proportion", "numerator": "done", "denominator": "planned", "if_zero": "full"}
    return {**fixed, **ends, "complement": draw(st.booleans()), "above": draw(st.sampled_from(["cap", "allow"]))}


@st.composite
def deadlines(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a deadline with steps of delay."""
    days = sorted(draw(st.lists(st.integers(1, 400), max_size=4, unique=True)))
    points = sorted(draw(st.lists(AMOUNTS, min_size=len(days) + 2, max_size=len(days) + 2)), reverse=True)
    late = [{"days": day, "points": each} for day, each in zip(days, points[1:], strict=False)]
    ends = {"on_time": points[0], "late": late, "else": points[-1]}
    return {"kind": "deadline", "date": "issued", "due": "date(year, 1, 31)", **ends}


@st.composite
def interpolations(draw: st.DrawFn) -> dict[str, Any]:
    """Draw lines between knots."""
    at = sorted(draw(st.lists(st.integers(1, 10_000), min_size=2, max_size=5, unique=True)))
    knots = [[f"{n / 100}%", draw(AMOUNTS)] for n in at]
    return {"kind": "interpolate", "value": "done / planned", "knots": knots, "if_zero": "missing"}


@st.composite
def increments(draw: st.DrawFn) -> dict[str, Any]:
    """Draw steps beyond a mark."""
    each = {"mark": draw(st.integers(2, 500)), "step": draw(st.integers(1, 50)), "points": draw(AMOUNTS)}
    fixed = {"kind": "increments", "value": "found", "base": 0, "whole_steps": draw(st.booleans())}
    return {**fixed, **each, "direction": draw(st.sampled_from(["above", "below"]))}


DEDUCTIONS = st.builds(
    lambda costs: {"kind": "deduction", "events": [{"count": "found", "points": cost} for cost in costs]},
    st.lists(AMOUNTS, min_size=1, max_size=4),
)
TALLIES = st.builds(lambda each: {"kind": "tally", "count": "found", "each": each}, AMOUNTS)
PLAIN = st.one_of(bands(), proportions(), deadlines(), interpolations(), increments(), DEDUCTIONS, TALLIES)
NESTED = st.one_of(
    PLAIN,
    st.builds(
        lambda limit, first, other: {
            "kind": "cases",
            "cases": [{"when": f"late > {limit}", "rule": first}],
            "else": other,
        },
        st.integers(2, 99),
        PLAIN,
        PLAIN,
    ),
    st.builds(
        lambda how, rules: {"kind": "combine", "how": how, "rules": rules},
        st.sampled_from(["best", "worst", "mean"]),
        st.lists(PLAIN, min_size=2, max_size=3),
    ),
)


@given(NESTED)
def test_a_drawn_rule_says_every_threshold_and_amount(document: dict[str, Any]) -> None:
    """Whatever numbers are drawn, rules within rules included, both sentences have them all."""
    assert [] == [one for language in LANGUAGES for one in unsaid(document, CEILING, language)]


# -- kinds of plugins


@kind
class Plain:
    """A kind without words of its own."""

    name: ClassVar[str] = "owner.plain"
    contract: ClassVar[int] = 1

    years: Expr = slots.number("The years.", helps="up")
    each: Fraction = slots.amount("The points for each year.")

    def points(self, maximum: Fraction) -> Expr:
        """Return the points."""
        return least(self.years * const(self.each), const(maximum))

    def problems(self, maximum: Fraction) -> Iterator[str]:
        """Yield nothing."""
        yield from ()


@kind
class Wordy(Plain):
    """A kind with a sentence of its own."""

    name: ClassVar[str] = "owner.wordy"

    def sentence(self, maximum: Fraction) -> Iterator[Phrase]:
        """Yield the rule in words."""
        yield opening("mỗi năm được {each}", "{each} for each year", each=Points(self.each))
        yield phrase("tối đa {most}", "at most {most}", most=Points(maximum))


@kind
class Faulty(Plain):
    """A kind whose sentence fails."""

    name: ClassVar[str] = "owner.faulty"

    def sentence(self, maximum: Fraction) -> Iterator[Phrase]:
        """Fail."""
        yield phrase("{each}", "no place for it", each=self.each)


@kind
class Doubling(Plain):
    """A kind whose points are short only as long as what they share stands once."""

    name: ClassVar[str] = "owner.doubling"

    def points(self, maximum: Fraction) -> Expr:
        """Return points that double with each step when they are written out."""
        earned = self.years
        for _ in range(40):
            earned = least(earned / (earned + 1), const(maximum))
        return earned


def spoken(of: type[Any], language: Language) -> str:
    """Return a plugin's rule of half a point a year, at most 2, in words."""
    made: RuleKind = of(years=INPUTS["found"], each="0.5")
    return sentence_of(made, Fraction(2), LABELS, language)


def test_a_kind_without_words_is_said_by_its_points() -> None:
    """A plugin's kind gets a sentence for nothing, with every constant of its points and the maximum."""
    assert "Số điểm: (0,5 × nội dung found, tối đa 2) (điểm tối đa 2)." == spoken(Plain, "vi")
    assert "Points: (0.5 × “Matter found”, at most 2) (maximum 2)." == spoken(Plain, "en")


def test_a_kind_may_ship_its_sentence() -> None:
    """Phrases stand after one another with semicolons."""
    assert "Mỗi năm được 0,5 điểm; tối đa 2 điểm." == spoken(Wordy, "vi")
    assert "0.5 points for each year; at most 2 points." == spoken(Wordy, "en")


def test_a_sentence_that_fails_does_not_take_the_page_down() -> None:
    """A plugin's broken sentence is replaced by its points."""
    assert spoken(Plain, "vi") == spoken(Faulty, "vi")


def test_points_that_nobody_could_read_are_not_written_out() -> None:
    """A plugin's kind that shares much is named instead of filling the page, or the memory."""
    assert "Points as the rule kind owner.doubling computes them (maximum 2)." == spoken(Doubling, "en")
    assert "Số điểm tính theo quy tắc owner.doubling (điểm tối đa 2)." == spoken(Doubling, "vi")


def test_a_phrase_has_a_place_for_every_field_in_both_languages() -> None:
    """An amount that one language would not say is refused when the phrase is made."""
    with pytest.raises(ValueError, match="'no place' does not have the fields each"):
        phrase("{each}", "no place", each=1)
