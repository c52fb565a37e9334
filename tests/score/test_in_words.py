"""A node in words: its rule and every clause of it, each with its reason and where it comes from."""

from __future__ import annotations

import re
from typing import Any

import pytest
from _sets import criteria_set, group, leaf

from parengine import CriteriaSet
from parengine.score import in_words, node_in_words, set_in_words
from parengine.score._in_words import provenance_in_words
from parengine.types import Language

LANGUAGES: tuple[Language, ...] = ("vi", "en")
STAFF = {"label": {"vi": "Số người", "en": "People"}, "type": "count", "unit": "người"}
PLAN = {"label": {"vi": "Đã ban hành kế hoạch", "en": "Plan issued"}, "type": "yes_no"}
RATED: dict[str, Any] = {
    "inputs": {"people": STAFF, "planned": PLAN},
    "index": "100 * points / applicable",
    "rounding": {"levels": ["index"], "places": 2, "mode": "half_up"},
    "classes": {
        "basis": "exact",
        "not_rated": [{"condition": "people < 6", "reason": "Chưa đủ người"}],
        "forced": [{"condition": "not planned", "class": "B"}],
        "highest": [{"condition": "people > 90", "class": "B"}],
        "quota": [{"class": "A", "share": "20%", "of": ["A", "B"]}],
        "list": [
            {"id": "A", "label": {"vi": "Tốt", "en": "Good"}, "at_least": 80, "gates": [{"condition": "people >= 10"}]},
            {"id": "B", "label": {"vi": "Khá", "en": "Fair"}, "above": 0},
        ],
    },
}


def made(**more: Any) -> CriteriaSet:
    """Return a set with one node of everything."""
    clauses = {
        "not_applicable_when": {"condition": "people = 0", "reason": {"vi": "Không có ai", "en": "Nobody"}},
        "not_applicable": "full",
        "checks": [{"condition": "people <= 500"}],
        "zero_rules": [{"condition": "not planned", "provenance": {"is": "sourced", "sources": ["LAW"]}}],
        "caps": [{"limit": 1.5, "condition": "people < 7"}, {"limit": 1.75}],
        "evidence": ["Quyết định 12"],
        "responsible": "Sở Nội vụ",
    }
    rule = {"kind": "tally", "count": "people", "each": 0.05}
    nodes = group("1", leaf("1.1", 2, rule=rule, **clauses), leaf("1.2", 3), aggregate="best", maximum=3)
    return criteria_set(nodes, sources={"LAW": {"title": "Luật"}}, **{**RATED, **more})


#: What the clauses of 1.1 say, by path.
CLAUSES = {
    "rule": ("Số người: mỗi người 0,05 điểm, tối đa 2 điểm.", "People: 0.05 points for each, at most 2 points."),
    "not_applicable_when": (
        "Không phát sinh khi không có người: được tính điểm tối đa.",
        "Not applicable where “People” is 0: it counts in full.",
    ),
    "checks[0]": (
        "Số liệu chỉ hợp lệ khi số người từ 500 trở xuống.",
        "The answers are valid only where “People” is at most 500.",
    ),
    "zero_rules[0]": (
        "Chấm 0 điểm khi chưa ban hành kế hoạch.",
        "0 points where “Plan issued” is answered no.",
    ),
    "caps[0]": ("Tối đa 1,5 điểm khi số người dưới 7.", "At most 1.5 points where “People” is below 7."),
    "caps[1]": ("Tối đa 1,75 điểm.", "At most 1.75 points."),
}


def test_a_node_says_its_rule_and_every_clause() -> None:
    """Rule, not applicable, checks, zero rules and caps, in the order in which they decide."""
    vi, en = (node_in_words(made(), "1.1", language) for language in LANGUAGES)
    said = {one.path: (one.sentence, other.sentence) for one, other in zip(_told(vi), _told(en), strict=True)}

    assert CLAUSES == said


def _told(node: Any) -> list[Any]:
    return [node.rule, *node.clauses]


def test_a_clause_has_its_reason_and_its_provenance() -> None:
    """A reason is in the language that was asked for; a clause without provenance has its node's."""
    told = {one.path: one for one in _told(node_in_words(made(), "1.1", "en"))}

    assert "Nobody" == told["not_applicable_when"].reason
    assert "sourced, LAW" == provenance_in_words(told["zero_rules[0]"].provenance, "en")
    assert "reconstructed (invented)" == provenance_in_words(told["caps[1]"].provenance, "en")


def test_a_node_has_its_evidence_and_its_agency() -> None:
    """What proves a leaf and who answers for it stand beside its words."""
    node = node_in_words(made(), "1.1", "vi")

    assert (("Quyết định 12",), "Sở Nội vụ", 2) == (node.evidence, node.responsible, node.maximum)


def test_a_group_says_how_it_adds_up() -> None:
    """A group's rule is its aggregate over its children."""
    said = [node_in_words(made(), "1", language).rule.sentence for language in LANGUAGES]

    assert ["Điểm cao nhất trong các mục 1.1, 1.2.", "The best of 1.1, 1.2."] == said


def test_all_nodes_come_parents_first() -> None:
    """A page of a whole set has every node once."""
    assert ["1", "1.1", "1.2"] == [node.code for node in in_words(made(), "vi")]


def test_a_node_that_is_not_there_is_named() -> None:
    """An unknown code is a KeyError, as in the set itself."""
    with pytest.raises(KeyError, match="9"):
        node_in_words(made(), "9", "vi")


#: What the set says of itself, by path.
WHOLE = {
    "index": ("Chỉ số bằng 100 × tổng điểm / điểm tối đa áp dụng.", "The index is 100 × points / applicable maximum."),
    "rounding": ("Chỉ số: làm tròn đến 2 chữ số thập phân.", "The index: rounded half up to 2 places."),
    "not_rated[0]": ("Không đánh giá khi số người dưới 6.", "Not rated where “People” is below 6."),
    "forced[0]": (
        "Xếp loại Khá khi chưa ban hành kế hoạch, không phụ thuộc chỉ số.",
        "Fair where “Plan issued” is answered no, whatever the index.",
    ),
    "highest[0]": ("Không xếp cao hơn Khá khi số người lớn hơn 90.", "Not above Fair where “People” is above 90."),
    "class A": (
        "Tốt: chỉ số chưa làm tròn từ 80 trở lên, đồng thời số người từ 10 trở lên.",
        "Good: exact index at least 80, and “People” is at least 10.",
    ),
    "class B": (
        "Khá: chỉ số chưa làm tròn trên 0 đến dưới 80.",
        "Fair: exact index above 0 and below 80.",
    ),
    "quota[0]": (
        "Số đơn vị xếp loại Tốt không quá 20% số đơn vị xếp loại Tốt, Khá.",
        "At most 20% of the units classed Good, Fair are Good.",
    ),
}


@pytest.mark.parametrize("path", WHOLE)
def test_a_set_says_its_index_and_its_classes(path: str) -> None:
    """Index, rounding, who is rated, classes with their ends and gates, quotas."""
    vi, en = ({told.path: told.sentence for told in set_in_words(made(), language)} for language in LANGUAGES)

    assert WHOLE[path] == (vi[path], en[path])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("treatment", ["rescale", "full", "zero", "redistribute"])
def test_every_treatment_has_its_words(treatment: str, language: Language) -> None:
    """What becomes of a node that does not apply is said, and nothing is left unfilled."""
    (said,) = [t.sentence for t in set_in_words(made(not_applicable=treatment), language) if t.path == "not_applicable"]

    assert [] == re.findall(r"[{}]|None", said)
    assert said.endswith(".")


def test_a_block_says_what_it_is_scaled_to() -> None:
    """`rescale_block` says the maximum to which the points are scaled."""
    block = group("1", leaf("1.1", 2), leaf("1.2", 3), not_applicable="rescale_block", rescale_to=4)
    (told,) = node_in_words(criteria_set(block), "1", "vi").clauses

    assert "Khi có mục không phát sinh, điểm được quy đổi về thang 4 điểm." == told.sentence
