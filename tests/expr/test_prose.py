"""An expression in words: every constant stands in the text, in numbers as the language writes them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import given

from parengine._sentences import written
from parengine.expr import (
    NEVER,
    Calendar,
    Expr,
    and_,
    cohort,
    const,
    count_nodes,
    date_of,
    day,
    days,
    each,
    figure_of,
    is_missing,
    is_not_applicable,
    least,
    most,
    not_,
    nth_best,
    or_,
    prose,
    when,
    whole,
    word,
    working_days,
    year_of,
)
from parengine.expr import total as total_of
from parengine.expr._nodes import NODES, Compare, Const, DateOf, Input, Mul, walk
from parengine.expr._prose import _FORMS
from parengine.expr._text import ASSESSED_YEAR
from parengine.testing._draw.expressions import (
    APPROVED,
    CHANGE,
    DISBURSED,
    DONE,
    GOOD,
    ISSUED,
    LEVEL,
    PLANNED,
    STAFF,
    TERRAIN,
    TOTAL,
    expressions,
)
from parengine.types import Language, Text

NAMES = {
    "done": Text("Số nhiệm vụ đã hoàn thành", "Tasks completed"),
    "total": Text("Số nhiệm vụ", "Tasks"),
    "staff": Text("Biên chế", "Posts"),
    "change": Text("Mức thay đổi", "Change"),
    "disbursed": Text("Tỷ lệ giải ngân", "Share disbursed"),
    "planned": Text("Đã ban hành kế hoạch", "Plan issued"),
    "issued": Text("Ngày ban hành", "Date of issue"),
    "approved": Text("Ngày phê duyệt", "Date of approval"),
    "level": Text("Mức độ thực hiện", "Level"),
    "level=low": Text("Thấp", "Low"),
    "level=high": Text("Cao", "High"),
    "survey": Text("Ý kiến người dân", "Answers of citizens"),
    "survey=good": Text("Tốt", "Good"),
    "unit.terrain": Text("Địa hình", "Terrain"),
    "unit.terrain=mountainous": Text("Miền núi", "Mountainous"),
    "unit.terrain=delta": Text("Đồng bằng", "Delta"),
}

#: An expression, and what it is in Vietnamese and in English.
SAID: dict[str, tuple[Expr, str, str]] = {
    "a share from a threshold on": (
        DONE / TOTAL >= "0.8",
        "tỷ lệ số nhiệm vụ đã hoàn thành trên số nhiệm vụ từ 80% trở lên",
        "the ratio of “Tasks completed” to “Tasks” is at least 80%",
    ),
    "a share between two limits": (
        and_(DONE / TOTAL >= "0.8", DONE / TOTAL < 1),
        "tỷ lệ số nhiệm vụ đã hoàn thành trên số nhiệm vụ từ 80% đến dưới 100%",
        "the ratio of “Tasks completed” to “Tasks” is from 80% to below 100%",
    ),
    "a number above one limit and up to another": (
        and_(STAFF > 3, STAFF <= 6),
        "biên chế trên 3 đến 6",
        "“Posts” is above 3, up to 6",
    ),
    "more than a part of a count": (
        DONE > TOTAL * "0.5",
        "số nhiệm vụ đã hoàn thành lớn hơn 50% số nhiệm vụ",
        "“Tasks completed” is more than 50% of “Tasks”",
    ),
    "a percent below a threshold": (
        DISBURSED < "0.7965",
        "tỷ lệ giải ngân dưới 79,65%",
        "“Share disbursed” is below 79.65%",
    ),
    "a quotient that is no share": (
        DONE / STAFF > 3,
        "tỷ lệ số nhiệm vụ đã hoàn thành trên biên chế lớn hơn 3",
        "the ratio of “Tasks completed” to “Posts” is above 3",
    ),
    "none": (DONE.equals(0), "không có nhiệm vụ đã hoàn thành", "“Tasks completed” is 0"),
    "some": (DONE > 0, "có nhiệm vụ đã hoàn thành", "“Tasks completed” is above 0"),
    "the threshold on the left": (const(5) <= STAFF, "biên chế từ 5 trở lên", "“Posts” is at least 5"),
    "two answers": (
        DONE <= TOTAL,
        "số nhiệm vụ đã hoàn thành không lớn hơn số nhiệm vụ",
        "“Tasks completed” is not more than “Tasks”",
    ),
    "a sum": (
        (DONE + STAFF).equals(TOTAL),
        "tổng của số nhiệm vụ đã hoàn thành và biên chế bằng số nhiệm vụ",
        "the sum of “Tasks completed” and “Posts” equals “Tasks”",
    ),
    "arithmetic": (
        (TOTAL - DONE) / TOTAL * "0.6" + 1,
        "0,6 × ((số nhiệm vụ − số nhiệm vụ đã hoàn thành) / số nhiệm vụ) + 1",
        "0.6 × ((“Tasks” − “Tasks completed”) / “Tasks”) + 1",
    ),
    "a limit": (
        least(1, DONE / TOTAL),
        "(tỷ lệ số nhiệm vụ đã hoàn thành trên số nhiệm vụ, tối đa 100%)",
        "(the ratio of “Tasks completed” to “Tasks”, at most 100%)",
    ),
    "a floor": (most(CHANGE, "0.5"), "(mức thay đổi, tối thiểu 0,5)", "(“Change”, at least 0.5)"),
    "not planned": (not_(PLANNED), "chưa ban hành kế hoạch", "“Plan issued” is answered no"),
    "and, or": (
        and_(PLANNED, or_(DONE > 0, LEVEL.equals(word("high")))),
        "đã ban hành kế hoạch và (có nhiệm vụ đã hoàn thành hoặc mức độ thực hiện là “Cao”)",
        "“Plan issued” is answered yes and (“Tasks completed” is above 0 or “Level” is “High”)",
    ),
    "the contrary of a comparison": (
        not_(DISBURSED >= "0.5"),
        "tỷ lệ giải ngân dưới 50%",
        "“Share disbursed” is below 50%",
    ),
    "a date": (
        ISSUED <= date_of(ASSESSED_YEAR, 1, 31),
        "ngày ban hành không muộn hơn ngày 31/01 của năm đánh giá",
        "“Date of issue” is not later than 31 January of the year assessed",
    ),
    "a date in the year after": (
        APPROVED > date_of(ASSESSED_YEAR + 1, 3, 5),
        "ngày phê duyệt sau ngày 05/03 của năm liền sau năm đánh giá",
        "“Date of approval” is after 5 March of the year after the year assessed",
    ),
    "a written date": (
        APPROVED.equals(day(2022, 9, 2)),
        "ngày phê duyệt là ngày 02/09/2022",
        "“Date of approval” is 2 September 2022",
    ),
    "never": (ISSUED.equals(NEVER), "không có ngày ban hành", "“Date of issue” is never"),
    "days": (
        days(APPROVED, ISSUED) > 15,
        "số ngày từ ngày phê duyệt đến ngày ban hành lớn hơn 15",
        "the number of days from “Date of approval” to “Date of issue” is above 15",
    ),
    "working days": (
        working_days(APPROVED, ISSUED, Calendar()),
        "số ngày làm việc từ ngày phê duyệt đến ngày ban hành",
        "the number of working days from “Date of approval” to “Date of issue”",
    ),
    "a year": (year_of(APPROVED), "năm của ngày phê duyệt", "the year of “Date of approval”"),
    "when": (
        when(PLANNED, 2, "0.5"),
        "nếu đã ban hành kế hoạch thì 2; các trường hợp khác thì 0,5",
        "2 if “Plan issued” is answered yes; otherwise 0.5",
    ),
    "a unit attribute": (
        TERRAIN.equals(word("mountainous")),
        "địa hình là “Miền núi”",
        "“Terrain” is “Mountainous”",
    ),
    "the points of a node": (
        figure_of("2.4.1", "points").equals(0),
        "điểm của tiêu chí 2.4.1 bằng 0",
        "“points of criterion 2.4.1” is 0",
    ),
    "the share of a node": (
        figure_of("2", "share") < "0.5",
        "tỷ lệ điểm đạt được của tiêu chí 2 dưới 50%",
        "the share of points of criterion 2 is below 50%",
    ),
    "a count of nodes": (
        count_nodes("2", each("points").equals(0)),
        "số mục chấm điểm thuộc 2 thỏa mãn điều kiện: điểm của từng tiêu chí bằng 0",
        "the number of leaves under 2 with: “points” is 0",
    ),
    "the mean of the units": (
        DONE / TOTAL >= cohort("mean", DONE / TOTAL),
        (
            "tỷ lệ số nhiệm vụ đã hoàn thành trên số nhiệm vụ không nhỏ hơn bình quân tỷ lệ số nhiệm vụ đã hoàn thành"
            " trên số nhiệm vụ của các đơn vị"
        ),
        (
            "the ratio of “Tasks completed” to “Tasks” is not less than the mean of the ratio of “Tasks completed” to"
            " “Tasks” over all units"
        ),
    ),
    "the rank among the units": (
        cohort("rank", DISBURSED) <= 3,
        "thứ hạng về tỷ lệ giải ngân trong các đơn vị từ 3 trở xuống",
        "the rank by “Share disbursed” among all units is at most 3",
    ),
    "nth best": (
        nth_best(2, DONE, TOTAL, STAFF),
        "giá trị lớn thứ 2 trong (số nhiệm vụ đã hoàn thành; số nhiệm vụ; biên chế)",
        "number 2 from the top of (“Tasks completed”; “Tasks”; “Posts”)",
    ),
    "whole": (
        whole(DONE / 2),
        "phần nguyên của (0,5 × số nhiệm vụ đã hoàn thành)",
        "the whole part of (0.5 × “Tasks completed”)",
    ),
    "missing": (is_missing(DONE), "thiếu số liệu về số nhiệm vụ đã hoàn thành", "“Tasks completed” is missing"),
    "applicable": (not_(is_not_applicable(STAFF)), "có phát sinh biên chế", "“Posts” applies"),
    "an option of a distribution": (
        GOOD,
        "số phiếu “Tốt” của “Ý kiến người dân”",
        "the answers “Good” of “Answers of citizens”",
    ),
    "an index": (
        100 * total_of("points") / total_of("applicable"),
        "tỷ lệ (100 × tổng điểm) trên điểm tối đa áp dụng",
        "the ratio of (100 × points) to applicable maximum",
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_prose_reads_as_people_write(name: str) -> None:
    """Each kind of expression has its words in both languages."""
    expression, vi, en = SAID[name]

    assert (vi, en) == (prose(expression, NAMES, "vi"), prose(expression, NAMES, "en"))


def test_every_node_class_has_its_words() -> None:
    """The table of forms has an entry for every node class, and no other."""
    assert set(NODES) == set(_FORMS)


def test_what_has_no_label_is_called_by_its_id() -> None:
    """An id stands in quotes, so that nobody takes it for a word."""
    assert "'done' không lớn hơn 'total'" == prose(DONE <= TOTAL, {}, "vi")
    assert "'done' is not more than 'total'" == prose(DONE <= TOTAL, {}, "en")


def figures(text: str) -> set[str]:
    """Return the numbers of a text as they are written there, without a sign."""
    return set(re.findall(r"\d+(?:[.,]\d+)?(?:/\d+)?%?", text))


def either(value: Fraction, language: Language) -> set[str]:
    """Return the two ways in which a constant may be written: as it is, and in percent."""
    return {written(abs(value), language), f"{written(abs(value) * 100, language)}%"}


def constants(expression: Expr) -> Iterator[Fraction]:
    """Yield the constants that must be seen: all but a sign, the year before or after, and 0 as "none" or "some"."""
    nodes = list(walk(expression))
    in_words = {part for node in nodes if isinstance(node, DateOf) for part in walk(node)}
    sides = [(node.left, node.right) for node in nodes if isinstance(node, Compare)]
    beside = {other for pair in sides for one, other in (pair, pair[::-1]) if isinstance(one, Input)}
    in_words |= beside & {const(0)}
    in_words |= {node.factors[0] for node in nodes if isinstance(node, Mul)} & {const(-1)}
    yield from (node.value for node in nodes if isinstance(node, Const) and node not in in_words)


@given(expressions())
def test_prose_says_every_constant(expression: Expr) -> None:
    """Whatever number an expression holds stands in its text, in Vietnamese and in English."""
    for language in ("vi", "en"):
        seen = figures(prose(expression, NAMES, language))
        assert [] == [value for value in constants(expression) if not either(value, language) & seen]


@given(expressions())
def test_prose_is_in_one_language(expression: Expr) -> None:
    """Vietnamese prose has no English word in it, nothing is left unfilled, and the text is composed."""
    text = prose(expression, NAMES, "vi")

    assert set() == ENGLISH & set(re.findall(r"\w+", text))
    assert "{" not in text
    assert unicodedata.normalize("NFC", text) == text


ENGLISH = {
    *("the", "of", "is", "are", "not", "and", "or", "if", "where", "otherwise", "at", "least", "most"),
    *("from", "below", "above", "point", "points", "than"),
}
