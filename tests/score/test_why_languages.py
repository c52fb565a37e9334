"""Why in two languages: the same lines, each wholly in one of them."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from _sets import ID, YEAR, criteria_set, formula, group, leaf, scored

from parengine import Assessment, Decision, Scorecard, score
from parengine.types import Language, Text

SHARE = {"kind": "proportion", "numerator": "done", "denominator": "total", "if_zero": "missing"}
INPUTS = {
    "done": {"type": "count", "label": {"vi": "Số việc đã xong", "en": "Tasks done"}},
    "total": {"type": "count", "label": {"vi": "Số việc", "en": "Tasks"}},
}
CAP = {"limit": 2.5, "reason": {"vi": "Chậm", "en": "Late"}, "condition": "a"}
ZERO = {"condition": "b", "reason": {"vi": "Không báo cáo", "en": "Nothing was reported"}}
AWAY = {"condition": "c", "reason": {"vi": "Không có đơn vị sự nghiệp", "en": "There are no such bodies"}}
LABEL = {"vi": "Hoàn thành kế hoạch", "en": "Completion of the plan"}
#: Words of the engine that no Vietnamese line may hold.
ENGLISH = re.compile(
    r"\b(of|scored|yes|no|gives|missing|invalid|zeroed|became|by|from|rule|does|not|apply|is|the|decided|gave)\b"
)
#: Letters that only Vietnamese has.
VIETNAMESE = re.compile(r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)


def made() -> Scorecard:
    """Return a scorecard in which something of everything happens, of a set with labels in both languages."""
    first = leaf("1.1", 3, label=LABEL, rule=SHARE, inputs=INPUTS, caps=[CAP])
    second = leaf("1.2", 2, label=LABEL, zero_rules=[ZERO])
    third = leaf("1.3", 2, label=LABEL, not_applicable_when=AWAY)
    fourth = formula("2", "2 * m - n", 4, label=LABEL, checks=["m <= n"])
    drawn = criteria_set(group("1", first, second, third, label=LABEL), fourth)
    return scored(drawn, a=True, b=True, c=True, done=8, total=9, m=1, n=0)


def lines(language: Language) -> list[str]:
    """Return the lines of every node."""
    card = made()
    return [line for node in card.walk() for line in card.why(node.code, language)]


def test_vietnamese_lines_hold_no_english() -> None:
    """Labels, conditions, words of the engine, figures: all of a line is Vietnamese."""
    without_ids = [re.sub(r"\([a-z0-9_]+\)", "", line) for line in lines("vi")]

    assert [] == [line for line in without_ids if ENGLISH.search(line)]


def test_english_lines_hold_no_vietnamese() -> None:
    """An input without an English label goes by its id, so that no line is mixed."""
    shared = [line for line in lines("en") if VIETNAMESE.search(line)]

    assert [] == shared


def test_both_languages_tell_the_same() -> None:
    """Each node has as many lines in one language as in the other, and the same figures."""
    card = made()

    for node in card.walk():
        english, vietnamese = card.why(node.code), card.why(node.code, "vi")
        assert len(english) == len(vietnamese)
        assert _figures(english[0])[:3] == _figures(vietnamese[0].replace(",", "."))[:3]


def _figures(line: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)*(?:/\d+)?", line)


def test_the_lines_of_a_leaf_in_vietnamese() -> None:
    """Labels, the condition in words, decimal commas, the clause that decided and its number from one."""
    why = made().why("1.1", "vi")

    assert "1.1 Hoàn thành kế hoạch: 2,5 trên 3, đã chấm điểm" == why[0]
    assert {"  Số việc đã xong = 8", "  Số việc = 9", "  quy tắc theo tỷ lệ (phục dựng)"} <= set(why)
    assert "  vượt mức trần: 8/3 thành 2,5 (Chậm) (theo mức trần thứ 1, phục dựng)" == why[-1]


@pytest.mark.parametrize(
    "language,told",
    [
        ("en", "  decided by Appraisal council: 1.5 points: The report came late"),
        ("vi", "  Hội đồng thẩm định quyết định: 1,5 điểm: Báo cáo nộp chậm"),
    ],
)
def test_a_decision_is_told_beside_what_the_rule_gave(language: Language, told: str) -> None:
    """Whose decision it is, its points and reason, and then the points of the rule."""
    decided = Decision(
        Decimal("1.5"),
        Text("Báo cáo nộp chậm", "The report came late"),
        Text("Hội đồng thẩm định", "Appraisal council"),
    )
    drawn = criteria_set(leaf("1", 2))
    sheet = Assessment(ID, "u", YEAR, answers={"p1": 2}, stage="appraised", decisions={"1": decided})
    why = score(sheet, drawn).why("1", language)

    assert told == why[1]
    assert {"en": "  the rule gave 2 points", "vi": "  quy tắc cho 2 điểm"}[language] == why[2]


def test_json_holds_the_lines_in_the_language_that_was_asked_for() -> None:
    """A scorecard read back has the lines as they were written; sentences follow the language too."""
    back = Scorecard.from_json(made().to_json(explained=True, language="vi"))

    assert made().why("1.1", "vi") == back.why("1.1")
    assert made().to_json(language="vi") == made().to_json(language="vi") != ""


def test_what_is_invalid_is_said_in_json_in_the_language() -> None:
    """`invalid` has its sentences in the language, English by default."""
    card = scored(criteria_set(formula("1", "m + n", 4, checks=["m <= n"])), m=5, n=3)

    assert "'m <= n' does not hold" == card.to_dict()["invalid"][0]["sentence"]
    assert "'m <= n' không được thỏa mãn" == card.to_dict(language="vi")["invalid"][0]["sentence"]
