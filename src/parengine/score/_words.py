"""The words of a scorecard that are no sentences, so that they can be said in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .._sentences import Sentence, say
from ..types import Text

#: By the ids that scorecards and documents hold.
WORDS: Final[Mapping[str, Sentence]] = {
    # provenance, and on what a reconstruction rests
    "sourced": say("sourced"),
    "derived": say("derived"),
    "reconstructed": say("reconstructed"),
    "recalled": say("recalled"),
    "analogue": say("analogue"),
    "invented": say("invented"),
    # effects
    "not_applicable": say("not applicable"),
    "zeroed": say("zeroed"),
    "capped": say("capped"),
    "over_100": say("over 100 %"),
    "below_zero": say("below zero"),
    "rounded": say("rounded"),
    "check_failed": say("check failed"),
    "decided": say("decided"),
    "no_evidence": say("no evidence"),
    # stages
    "self": say("self"),
    "appraised": say("appraised"),
    "final": say("final"),
    # what may stand in the place of a class
    "unclassified": say("unclassified"),
    "not_rated": say("not rated"),
    "undetermined": say("undetermined"),
    # levels of the tree
    "field": say("field"),
    "criterion": say("criterion"),
    "component": say("component"),
    "leaf": say("leaf"),
}


#: What the kinds of the engine are called; a plugin's goes by its name.
KIND_WORDS: Final[Mapping[str, Text]] = {
    "all_of": Text("đạt đủ các nội dung", "all_of"),
    "awarded": Text("hội đồng cho điểm", "awarded"),
    "bands": Text("theo khoảng giá trị", "bands"),
    "cases": Text("theo trường hợp", "cases"),
    "checklist": Text("cộng điểm các nội dung", "checklist"),
    "combine": Text("kết hợp nhiều quy tắc", "combine"),
    "deadline": Text("theo thời hạn", "deadline"),
    "deduction": Text("trừ dần điểm", "deduction"),
    "formula": Text("theo công thức", "formula"),
    "imported": Text("lấy từ chỉ số khác", "imported"),
    "improvement": Text("so với kỳ trước", "improvement"),
    "increments": Text("cộng điểm theo từng mức", "increments"),
    "interpolate": Text("nội suy", "interpolate"),
    "levels": Text("theo mức đạt được", "levels"),
    "proportion": Text("theo tỷ lệ", "proportion"),
    "relative": Text("so với các đơn vị khác", "relative"),
    "survey": Text("điều tra xã hội học", "survey"),
    "tally": Text("theo số lượng", "tally"),
    "tiers": Text("lũy tiến từng phần", "tiers"),
    "yes_no": Text("đạt hoặc không đạt", "yes_no"),
}


def kind_words(name: str) -> str | Text:
    """Return what a rule kind is called."""
    return KIND_WORDS.get(name, name)


def word(id: str) -> str:
    """Return the word for an id; one that is not known is its own word."""
    return WORDS.get(id, id)


def clause_words(path: str) -> str:
    """
    Return a clause's path inside a node, such as `zero_rules[0]`; Vietnamese counts the clauses from one.

    >>> clause_words("caps[0]")
    'caps[0]'
    """
    name, bracket, rest = path.partition("[")
    if not bracket:
        return _CLAUSES.get(name, path)
    place = int(rest.removesuffix("]"))
    listed = {
        "zero_rules": say("zero_rules[{place}]", place=place, number=place + 1),
        "caps": say("caps[{place}]", place=place, number=place + 1),
        "checks": say("checks[{place}]", place=place, number=place + 1),
    }
    return listed.get(name, path)


_CLAUSES: Final[Mapping[str, Sentence]] = {"not_applicable_when": say("not_applicable_when"), "rule": say("rule")}
