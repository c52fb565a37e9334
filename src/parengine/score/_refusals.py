"""What makes an assessment one that a set cannot score: each problem with its path."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from .._model import CriteriaSet
from .._nearest import MOST_HINTED, nearest
from .._sentences import Sentence, say
from ..errors import DocumentError, Problem
from ._assessment import Assessment, misshapen
from ._judged import misjudged

Refused = tuple[str, Sentence]


def refuse(assessments: Iterable[Assessment], criteria_set: CriteriaSet) -> list[Assessment]:
    """Return assessments that a set can score together; raises `DocumentError` with all that is wrong with them."""
    if isinstance(assessments, str | Mapping) or not isinstance(assessments, Iterable):
        sentence = say("assessments are a list of Assessment, not a {type}", type=type(assessments).__name__)
        raise DocumentError([Problem("<assessments>", 1, 1, "$", sentence)])
    found = list(assessments)
    problems = [problem for each in found for problem in refusals(each, criteria_set)]
    problems += [*_twice(found), *_of_other_years(found)] if not problems else []
    if problems:
        raise DocumentError(problems)
    return found


def _twice(found: Iterable[Assessment]) -> Iterator[Problem]:
    units = Counter(each.unit.id for each in found)
    for each in found:
        if units[each.unit.id] > 1:
            sentence = say("'{unit}' is assessed {count} times; keep one", unit=each.unit.id, count=units[each.unit.id])
            yield Problem(each.name, 1, 1, "$.unit", sentence)


def _of_other_years(found: Sequence[Assessment]) -> Iterator[Problem]:
    """Yield the units of another year than the first: a cohort and its quotas are of one."""
    for each in found:
        if each.year != found[0].year:
            sentence = say(
                "'{unit}' is of {year} and '{first}' of {other}; units are compared within one year",
                unit=each.unit.id,
                year=each.year,
                first=found[0].unit.id,
                other=found[0].year,
            )
            yield Problem(each.name, 1, 1, "$.year", sentence)


def refusals(assessment: Assessment, criteria_set: CriteriaSet) -> Iterator[Problem]:
    """Yield what makes an assessment one that this set cannot score."""
    given: object = assessment
    if not isinstance(given, Assessment):
        sentence = say("what is scored is an Assessment, not a {type}", type=type(given).__name__)
        return iter([Problem("<assessment>", 1, 1, "$", sentence)])
    found = list(misshapen(assessment)) or [
        *_mismatches(assessment, criteria_set),
        *_strangers(assessment, criteria_set),
        *((".".join(("$", *path)), sentence) for path, sentence in misjudged(assessment, criteria_set)),
    ]
    return (Problem(assessment.name, 1, 1, path, sentence) for path, sentence in found)


def _mismatches(assessment: Assessment, criteria_set: CriteriaSet) -> Iterator[Refused]:
    key = criteria_set.key
    if assessment.set != key.id:
        yield "$.set", say("these are answers to '{set}', not to '{id}'", set=assessment.set, id=key.id)
    if assessment.edition not in (None, key.edition):
        editions = {"other": assessment.edition, "edition": key.edition}
        yield "$.edition", say("these are answers to edition '{other}', not to '{edition}'", **editions)
    if assessment.year not in key.years:
        years = ", ".join(map(str, key.years))
        yield (
            "$.year",
            say("'{id}' does not cover {year}; it covers {years}", id=key.id, year=assessment.year, years=years),
        )


def _strangers(assessment: Assessment, criteria_set: CriteriaSet) -> Iterator[Refused]:
    """Yield the answers and the attributes of the unit that the set does not declare."""
    attributes = assessment.unit.attributes
    yield from _undeclared("$.answers", assessment.answers, criteria_set.inputs, say("an input"))
    yield from _undeclared("$.unit.attributes", attributes, criteria_set.unit_attributes, say("a unit attribute"))


def _undeclared(
    path: str, given: Mapping[str, object], known: Mapping[str, object], what: Sentence
) -> Iterator[Refused]:
    if given.keys() <= known.keys():
        return
    for place, name in enumerate(name for name in given if name not in known):
        close = nearest(name, known) if place < MOST_HINTED else None
        yield f"{path}.{str(name)[:64]}", _unknown(str(name)[:64], what, close)


def _unknown(name: str, what: Sentence, close: str | None) -> Sentence:
    if close is None:
        return say("'{name}' is not {what} of this set", name=name, what=what)
    return say("'{name}' is not {what} of this set; did you mean '{close}'?", name=name, what=what, close=close)
