"""
A trial as a worked case: the text of a `*.case.yaml` that can be pasted, run, and argued about.

A sheet is drawn with answers that no document can hold, too, such as a number of forty digits. They are left out, and
the note names them: the rest of the case can be kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import InvalidOperation
from typing import Any, Final

from attrs import evolve

from .._numbers import exact_text
from .._sentences import in_language, say
from ..criteria import loads_cases
from ..criteria._source import read_text
from ..errors import DocumentError, NumberError
from ..score import Assessment, Decision, NodeScore
from ..types import Language
from ._laws.breach import Breach
from ._laws.law import Law
from ._laws.reading import own_points
from ._laws.trial import Trial
from ._worked.documents import cases_document, writable
from ._worked.in_place import inline, lines

_MOST_OF_AN_ID: Final = 64


def case_text(law: Law, trial: Trial, breach: Breach, language: Language = "en") -> str:
    """
    Return a file with one case: the answers that matter, and what they should come to.

    Where the law does not know the figure that is right, the one that came out stands there, and the note says so.
    What no document can hold is left out, and the note says that, too.
    """
    text = _text(law, trial, breach, breach.case or _found(trial, breach), language)
    return text if _is_read(text) else _text(law, trial, breach, {}, language)


def _text(law: Law, trial: Trial, breach: Breach, expect: Mapping[str, Any], language: Language) -> str:
    """Return the file with what is expected, which may be nothing."""
    every = (trial.assessment, *trial.others)
    given, *others = map(_holdable, every)
    note = " ".join(in_language(each, language) for each in _note(law, breach, expect, every))
    document = cases_document(given, tuple(others), id=_id(law, breach), expect=expect, note=note)
    document["cases"] = [_lean_case(case) for case in document["cases"]]
    return "\n".join([*lines(document, 0), ""])


def _id(law: Law, breach: Breach) -> str:
    name = re.sub(r"[^a-z0-9]+", "_", f"{law.name} {breach.code or ''}".lower())
    return name.strip("_")[:_MOST_OF_AN_ID] or "case"


def _note(law: Law, breach: Breach, expect: Mapping[str, Any], every: tuple[Assessment, ...]) -> Iterator[str]:
    """Yield what a reader should know: the law, whose figures stand there, and what does not."""
    if not expect:
        yield say("{law}; write what the text gives", law=law.sentence)
    elif breach.case is None:
        yield say("{law}; what came out stands here: write what the text gives", law=law.sentence)
    else:
        yield law.sentence
    gone = list(dict.fromkeys(name for each in every for name in _unholdable(each)))
    if gone:
        yield say("(left out, since no document can hold it: {names})", names=gone)


def _is_read(text: str) -> bool:
    try:
        return bool(loads_cases(text).cases)
    except DocumentError:
        return False


# ---- what a document can hold


def _holdable(given: Assessment) -> Assessment:
    """Return a sheet with what a document can hold."""
    unit = evolve(given.unit, attributes=_held(given.unit.attributes))
    decisions = {code: each for code, each in given.decisions.items() if _is_decimal(each)}
    total = given.decided_total if given.decided_total and _is_decimal(given.decided_total) else None
    return evolve(given, unit=unit, answers=_held(given.answers), decisions=decisions, decided_total=total)


def _unholdable(given: Assessment) -> Iterator[str]:
    """Yield the names of what a document cannot hold; who leaves an answer open has said nothing."""
    for answers, start in ((given.answers, ""), (given.unit.attributes, "unit.")):
        held = _held(answers)
        yield from (f"'{start}{name}'" for name, each in answers.items() if each is not None and name not in held)
    yield from (f"'decisions.{code}'" for code, each in given.decisions.items() if not _is_decimal(each))


def _held(answers: Mapping[str, object]) -> dict[str, object]:
    return {name: each for name, each in answers.items() if each is not None and _can_be_held(each)}


def _can_be_held(value: object) -> bool:
    """Return whether a value is read as it is written."""
    try:
        written = writable(value)
        return bool(read_text(f"value: {inline(written)}\n").root["value"] == written)
    except (DocumentError, NumberError, InvalidOperation):
        return False


def _is_decimal(decision: Decision) -> bool:
    """Return whether a decision's points end as a decimal: a document holds no other."""
    return decision.points is None or "/" not in exact_text(decision.points)


# ---- without what goes without saying


def _lean_case(case: Mapping[str, Any]) -> dict[str, Any]:
    """Return a case without what is empty; whoever is not said to be of another stage is of the case's."""
    members = [_lean(each, case["stage"]) for each in case.get("cohort", ())]
    return {key: members if key == "cohort" else each for key, each in _lean(case, "self").items()}


def _lean(sheet: Mapping[str, Any], stage: str) -> dict[str, Any]:
    unit = {key: each for key, each in sheet["unit"].items() if each != {}}
    unsaid: Mapping[str, Any] = {"stage": stage, "evidence": {}, "decisions": {}}
    said = {key: each for key, each in sheet.items() if key not in unsaid or each != unsaid[key]}
    return {**said, "unit": unit}


# ---- what came out


def _found(trial: Trial, breach: Breach) -> Mapping[str, Any]:
    """Return what came out, where no law says what should have; nothing where scoring raises."""
    try:
        return _came_out(trial, breach)
    except (Exception, SystemExit):  # noqa: BLE001  a plugin's kind may raise anything, and that is what is told
        return {}


def _came_out(trial: Trial, breach: Breach) -> Mapping[str, Any]:
    score = trial.scores.get(breach.code or "")
    if score is not None:
        return {"nodes": {score.code: _figures(score)}}
    index = trial.card.index
    return {"points": trial.card.points, **({} if index is None else {"index": index})}


def _figures(score: NodeScore) -> Mapping[str, Any]:
    return {"points": own_points(score), "status": str(score.status)}
