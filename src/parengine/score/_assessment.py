"""Assessments: the answers of one unit for one period at one stage, as they were given."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, get_args

from attrs import converters, field, frozen

from .._canonical import digest_of_whole
from .._model import Provenance, Source, Stage
from .._numbers import exact, exact_text, is_decimal_text
from .._sentences import Sentence, say
from ..errors import NumberError
from ..types import Text


@frozen
class Unit:
    """Who is assessed; `attributes` are what a set's clauses may ask of a unit, such as its terrain."""

    id: str
    label: Text | None = None
    attributes: Mapping[str, object] = field(factory=dict)


def _as_text(text: Text | str) -> Text:
    return Text(text) if isinstance(text, str) else text


@frozen
class Decision:
    """
    An appraiser's points for a node, with the reason and whose decision it is.

    `points` is a number from 0 to the node's maximum, read exactly; None where the node was put before the
    authority and is not decided yet.
    """

    points: Fraction | None = field(converter=converters.optional(exact))
    reason: Text = field(converter=_as_text)
    authority: Text = field(converter=_as_text)
    decided_on: datetime.date | None = None
    provenance: Provenance | None = None


def _as_unit(unit: Unit | str) -> Unit:
    return Unit(unit) if isinstance(unit, str) else unit


@frozen
class Assessment:
    """
    Answers by input id.

    A number may be an `int`, a `Decimal`, decimal text or a `float` (taken by its shortest text); yes or
    no is a truth value; a date is a `datetime.date`, ISO text or `"never"`; a distribution of answers is a
    mapping from option to count. Leave out what is not known.

    `evidence` names, by the code of a leaf, the documents that prove its answers. An appraised or final
    assessment may carry `decisions` by the code of a node, and `decided_total` where only the points of the
    whole were published.
    """

    set: str
    unit: Unit = field(converter=_as_unit)
    year: int
    answers: Mapping[str, object] = field(factory=dict)
    edition: str | None = None
    stage: Stage = "self"
    evidence: Mapping[str, Sequence[str]] = field(factory=dict)
    decisions: Mapping[str, Decision] = field(factory=dict)
    decided_total: Decision | None = None
    provenance: Provenance | None = None
    sources: Mapping[str, Source] = field(factory=dict)
    note: str | None = None
    name: str = "<assessment>"

    def digest(self) -> str:
        """
        Return the sha256 of the canonical form of what was answered, and of whom and when.

        Raises `NumberError` for text that is not Unicode: no document can hold it, and no scorecard can say it.
        """
        unit = {"id": self.unit.id, "attributes": _tree(self.unit.attributes)}
        whole = {"set": self.set, "unit": unit, "year": self.year, "answers": _tree(self.answers), **self._appraised()}
        try:
            return digest_of_whole(whole)
        except UnicodeEncodeError:
            sentence = say("the unit or an answer holds half of a surrogate pair, which is no character")
            raise NumberError(sentence) from None

    def _appraised(self) -> dict[str, Any]:
        """Return what appraisers added, where there is any: an assessment without it keeps its digest."""
        decisions = {code: _decision_tree(decision) for code, decision in self.decisions.items()}
        total = _decision_tree(self.decided_total) if self.decided_total else None
        evidence = {code: list(documents) for code, documents in self.evidence.items() if documents}
        found = {"decisions": decisions, "decided_total": total, "evidence": evidence}
        return {name: tree for name, tree in found.items() if tree}


def _decision_tree(decision: Decision) -> dict[str, Any]:
    points = None if decision.points is None else exact_text(decision.points)
    said = {"points": points, "reason": decision.reason.vi, "authority": decision.authority.vi}
    return said | ({"decided_on": decision.decided_on.isoformat()} if decision.decided_on else {})


def misshapen(assessment: Assessment) -> Iterator[tuple[str, Sentence]]:
    """Yield the parts of an assessment that are not what their types say, each with its path and why."""
    unit: object = assessment.unit
    if not isinstance(unit, Unit):
        yield "$.unit", say("a unit is text or a Unit, not a {type}", type=type(unit).__name__)
        return
    id_: object = unit.id
    if not isinstance(id_, str):
        yield "$.unit.id", say("the id of a unit is text, not a {type}", type=type(id_).__name__)
    if assessment.stage not in get_args(Stage):
        stages, stage = ", ".join(get_args(Stage)), str(assessment.stage)[:40]
        yield "$.stage", say("the stage is one of {stages}, not '{stage}'", stages=stages, stage=stage)
    given: dict[str, object] = {"$.answers": assessment.answers, "$.unit.attributes": unit.attributes}
    for path, value in given.items():
        if not isinstance(value, Mapping):
            yield path, say("answers are a mapping from input to answer, not a {type}", type=type(value).__name__)
    yield from _misshapen_additions(assessment)


def _misshapen_additions(assessment: Assessment) -> Iterator[tuple[str, Sentence]]:
    """Yield what of evidence and decisions is not what its type says."""
    total: Any = assessment.decided_total
    if not isinstance(total, Decision | None):
        yield "$.decided_total", say("a decision is a Decision, not a {type}", type=type(total).__name__)
    both: dict[str, Any] = {"$.decisions": assessment.decisions, "$.evidence": assessment.evidence}
    for path, given in both.items():
        if not isinstance(given, Mapping):
            yield path, say("this is a mapping by the codes of nodes, not a {type}", type=type(given).__name__)
            return
    yield from (found for code, decision in both["$.decisions"].items() for found in _no_decision(code, decision))
    yield from (found for code, named in both["$.evidence"].items() for found in _no_evidence(code, named))


def _no_decision(code: object, decision: object) -> Iterator[tuple[str, Sentence]]:
    if not isinstance(decision, Decision):
        yield f"$.decisions.{code}", say("a decision is a Decision, not a {type}", type=type(decision).__name__)


def _no_evidence(code: object, named: object) -> Iterator[tuple[str, Sentence]]:
    if isinstance(named, str) or not isinstance(named, Sequence):
        sentence = say("evidence is a list of documents, not a {type}", type=type(named).__name__)
        yield f"$.evidence.{code}", sentence


def _tree(value: object, depth: int = 0) -> Any:
    """Return an answer as the canonical form has it: `1.50`, `"1.5"` and 1.5 are one answer."""
    if type(value) is int:
        return value if -_SPELLED_OUT < value < _SPELLED_OUT else f"{value:#x}"
    if value is None or isinstance(value, bool):
        return value
    if (type(value) is dict or isinstance(value, Mapping)) and depth < _DEEPEST:
        return {
            key if type(key) is str else str(key): each
            if type(each) is int and -_SPELLED_OUT < each < _SPELLED_OUT  # most answers, without a call
            else _tree(each, depth + 1)
            for key, each in value.items()
        }
    if isinstance(value, str) and not is_decimal_text(value):
        return value
    try:
        number = exact(value)
    except NumberError:
        return str(value) if isinstance(value, str | datetime.date) else f"a {type(value).__name__}"
    return number.numerator if number.denominator == 1 else exact_text(number)


#: A distribution of answers stands inside the answers; what is deeper is no answer.
_DEEPEST: Final = 2
#: Whole numbers that no domain admits, and that the interpreter refuses to write in decimal digits.
_SPELLED_OUT: Final = 10**100
