"""What a whole set says beside its nodes, in words: its index, rounding, checks, classes and quotas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from .._model import Class, Classes, CriteriaSet, Level, Provenance, Verdict
from .._numbers import Mode
from ..expr import const
from ..expr._prose_words import MODES
from ..rules._sentence import Saying
from ..rules._steps import End
from ..rules.sentences import Interval, Listed, Named, Phrase, Share, Signed, phrase
from ..types import Language, Text
from ._classes import closed_above
from ._in_words import Told, labels_of, told, treatment_told


def set_in_words(criteria_set: CriteriaSet, language: Language) -> tuple[Told, ...]:
    """Return the clauses of a set that belong to no node as sentences of a language."""
    saying = Saying(labels_of(criteria_set), language)
    return tuple(
        told(path, said, reason, provenance or criteria_set.provenance, saying)
        for path, said, reason, provenance in _clauses(criteria_set)
    )


#: A clause to be told: its path, what it says, why, and where it comes from.
_Clause = tuple[str, Phrase, "Text | None", "Provenance | None"]


def _clauses(criteria_set: CriteriaSet) -> Iterator[_Clause]:
    index = phrase("chỉ số bằng {value}", "the index is {value}", value=Signed(criteria_set.index))
    yield "index", index, None, criteria_set.index_provenance
    yield "rounding", _rounding(criteria_set), None, criteria_set.rounding.provenance
    away = treatment_told(criteria_set.treatment)
    if criteria_set.treatment != "rescale_block":
        vi, en = "mục không phát sinh: {then}", "a node that does not apply: {then}"
        yield "not_applicable", phrase(vi, en, then=away), None, None
    for place, check in enumerate(criteria_set.checks):
        vi, en = "số liệu chỉ hợp lệ khi {holds}", "the answers are valid only where {holds}"
        yield f"checks[{place}]", phrase(vi, en, holds=Named(check.condition)), check.reason, check.provenance
    if criteria_set.classes is not None:
        yield from _class_clauses(criteria_set.classes)


def _rounding(criteria_set: CriteriaSet) -> Phrase:
    rule = criteria_set.rounding
    if not rule.levels:
        return phrase("không làm tròn", "nothing is rounded")
    levels = Listed(tuple(_LEVELS[level] for level in rule.levels), ", ")
    fields = {"levels": levels, "how": _how(rule.rounding.mode), "places": rule.rounding.places}
    return phrase("{levels}: {how} đến {places} chữ số thập phân", "{levels}: {how} to {places} places", **fields)


def _how(mode: Mode) -> Text:
    return MODES[mode]


_LEVELS: Final[Mapping[Level, Text]] = {
    "leaf": Text("điểm từng mục", "leaves"),
    "component": Text("điểm tiêu chí thành phần", "component criteria"),
    "criterion": Text("điểm tiêu chí", "criteria"),
    "field": Text("điểm lĩnh vực", "fields"),
    "total": Text("tổng điểm", "the total"),
    "index": Text("chỉ số", "the index"),
}


def _class_clauses(classes: Classes) -> Iterator[_Clause]:
    labels = {each.id: each.label for each in classes.classes}
    for place, clause in enumerate(classes.not_rated):
        said = phrase("không đánh giá khi {holds}", "not rated where {holds}", holds=Named(clause.condition))
        yield f"not_rated[{place}]", said, clause.reason, clause.provenance
    for name, verdicts in (("forced", classes.forced), ("highest", classes.highest)):
        for place, verdict in enumerate(verdicts):
            yield f"{name}[{place}]", _verdict(name, verdict, labels), verdict.reason, verdict.provenance
    for each, closed in zip(classes.classes, closed_above(classes.classes), strict=True):
        yield f"class {each.id}", _class(closed, classes), None, each.provenance
    for place, quota in enumerate(classes.quotas):
        yield f"quota[{place}]", _quota(quota.class_, quota.share, quota.of, labels), quota.reason, quota.provenance


def _verdict(name: str, verdict: Verdict, labels: Mapping[str, Text]) -> Phrase:
    vi, en = _VERDICTS[name]
    return phrase(vi, en, class_=labels.get(verdict.class_, verdict.class_), holds=Named(verdict.condition))


_VERDICTS: Final[Mapping[str, tuple[str, str]]] = {
    "forced": ("xếp loại {class_} khi {holds}, không phụ thuộc chỉ số", "{class_} where {holds}, whatever the index"),
    "highest": ("không xếp cao hơn {class_} khi {holds}", "not above {class_} where {holds}"),
}


def _class(each: Class, classes: Classes) -> Phrase:
    low = None if each.low is None else End(each.low, after=not each.low_closed)
    high = None if each.high is None else End(each.high, after=each.high_closed)
    fields = {"label": each.label, "basis": _BASES[classes.basis], "span": Interval(low, high, const(0), share=False)}
    if not each.gates:
        return phrase("{label}: {basis} {span}", "{label}: {basis} {span}", **fields)
    gates = Listed(tuple(Named(gate.condition) for gate in each.gates))
    vi, en = "{label}: {basis} {span}, đồng thời {gates}", "{label}: {basis} {span}, and {gates}"
    return phrase(vi, en, gates=gates, **fields)


_BASES: Final[Mapping[str, Text]] = {
    "rounded": Text("chỉ số đã làm tròn", "rounded index"),
    "exact": Text("chỉ số chưa làm tròn", "exact index"),
}


def _quota(class_: str, share: Fraction, of: tuple[str, ...], labels: Mapping[str, Text]) -> Phrase:
    fields = {"class_": labels.get(class_, class_), "share": Share(share)}
    if not of:
        vi = "số đơn vị xếp loại {class_} không quá {share} số đơn vị được xếp loại"
        return phrase(vi, "at most {share} of the units that are classed are {class_}", **fields)
    among = Listed(tuple(labels.get(one, one) for one in of), ", ")
    vi = "số đơn vị xếp loại {class_} không quá {share} số đơn vị xếp loại {of}"
    return phrase(vi, "at most {share} of the units classed {of} are {class_}", of=among, **fields)
