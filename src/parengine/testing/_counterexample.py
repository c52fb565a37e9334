"""
A counter-example in the words of the set: the node, the answers that matter, the clause, and a case to keep.

Hypothesis shrinks what was changed of a sheet; what is left of it is then taken away piece by piece, as long as the
law is still broken at the same node. So only the answers that matter stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, TypeAlias

from attrs import evolve, frozen

from .._sentences import in_language, say
from ..score import Assessment, node_in_words
from ..score._names import names_of
from ..types import Language
from ._kept_case import case_text
from ._laws.breach import Breach
from ._laws.law import Law
from ._laws.raised import breaches_of
from ._laws.trial import Trial

_INDENT: Final = "  "
#: Whether a smaller trial still breaks the law.
Still: TypeAlias = Callable[[Trial], bool]


@frozen(eq=False, slots=False)
class Counterexample:
    """A trial that breaks a law, with as few answers as still do, and the breach."""

    law: Law
    trial: Trial
    breach: Breach

    @cached_property
    def answers(self) -> Mapping[str, object]:
        """Return the answers that matter, by input id."""
        return self.trial.assessment.answers

    def lines(self, language: Language = "en") -> Iterator[str]:
        """Yield the counter-example line by line, in one language."""
        return (in_language(line, language) for line in self._told(language))

    def _told(self, language: Language) -> Iterator[str]:
        yield say(
            "'{set}' breaks the law '{law}': {sentence}",
            set=self.trial.criteria_set.id,
            law=self.law.name,
            sentence=self.law.sentence,
        )
        yield from (f"{_INDENT}{in_language(line, language)}" for line in self._where(language))
        yield from () if self.law.fixed else self._given()
        yield say("  expected: {expected}", expected=self.breach.expected)
        yield say("  found: {found}", found=self.breach.found)
        if self.law.fixed:  # it is about the set alone, or about a case that there is
            return
        yield say("  as a case:")
        yield from (
            f"{_INDENT * 2}{line}" for line in case_text(self.law, self.trial, self.breach, language).splitlines()
        )

    def _where(self, language: Language) -> Iterator[str]:
        """Yield the node with its label, and the clause that is responsible as the set words it."""
        code = self.breach.code
        if code is None or code not in self.trial.criteria_set.by_code:
            yield say("the whole: {clause}", clause=self.breach.clause or say("its totals"))
            return
        yield say("{code} {label}", code=code, label=self.trial.criteria_set.at(code).label)
        clause = self.breach.clause or ""
        yield from (f"{told.path}: {told.sentence}" for told in self._clauses(language) if told.path.startswith(clause))

    def _clauses(self, language: Language) -> Sequence[Any]:
        """Return the clauses of the node in words, none where no clause is named or the kind raises at it."""
        code = self.breach.code
        if code is None or not self.breach.clause:
            return ()
        try:
            words = node_in_words(self.trial.criteria_set, code, language)
        except (Exception, SystemExit):  # noqa: BLE001  a plugin's kind may raise anything, and that is what is told
            return ()
        return [words.rule, *words.clauses]

    def _given(self) -> Iterator[str]:
        """Yield the answers that matter, each with what it is called, of other units too where these are compared."""
        own, *others = _sheets(self.trial)
        given = _all_given(own)
        yield say("  with these answers, and no others:") if given else say("  with no answer at all")
        yield from self._listed(given)
        for each in others:
            given = _all_given(each)
            yield _of_unit(each.unit.id, given)
            yield from self._listed(given)

    def _listed(self, given: Mapping[str, object]) -> Iterator[str]:
        names = names_of(self.trial.criteria_set)
        for key, each in given.items():
            yield say("    {id} ({label}): {answer}", id=key, label=names.get(key, key), answer=_answer(each))


def _of_unit(unit: str, given: Mapping[str, object]) -> str:
    if given:
        return say("  and these of unit '{unit}':", unit=unit)
    return say("  and unit '{unit}' with no answer at all", unit=unit)


def _all_given(sheet: Assessment) -> Mapping[str, object]:
    """Return what a sheet says of a unit, by the names that conditions use."""
    return {**sheet.answers, **{f"unit.{key}": each for key, each in sheet.unit.attributes.items()}}


def _answer(given: object) -> str:
    if isinstance(given, Mapping):
        return ", ".join(f"{option} {count}" for option, count in given.items())
    return (say("yes") if given else say("no")) if isinstance(given, bool) else str(given)


def counterexample(law: Law, trial: Trial, breach: Breach) -> Counterexample:
    """Return a trial that breaks a law with the units and the answers left out that do not matter."""
    if law.fixed:
        return Counterexample(law, trial.with_answers({}), breach)

    def still(smaller: Trial) -> bool:
        return breach_at(law, smaller, breach) is not None

    trial = _without_units(_undecided(trial, still), still)
    for place in range(len(_sheets(trial))):
        for smaller in (_without_decisions, _without_answers, _without_attributes):
            trial = smaller(trial, place, still)
    return Counterexample(law, trial, breach_at(law, trial, breach) or breach)


def breach_at(law: Law, trial: Trial, breach: Breach) -> Breach | None:
    """Return the breach of a law at the same node, of the same kind, None where there is none."""
    return next((each for each in breaches_of(law, trial) if _kind(each) == _kind(breach)), None)


def _kind(breach: Breach) -> tuple[object, ...]:
    """Return where a breach is, what it is about and whether it makes a case, whatever the figures are."""
    told = (getattr(each, "template", "") for each in (breach.expected, breach.found))
    return breach.code, breach.clause, breach.case is not None, breach.raised, *told


# ---- ever smaller


def _sheets(trial: Trial) -> tuple[Assessment, ...]:
    return (trial.assessment, *trial.others)


def _with_sheets(trial: Trial, sheets: Iterable[Assessment]) -> Trial:
    own, *others = sheets
    return evolve(trial, assessment=own, others=tuple(others))


def _with_sheet(trial: Trial, place: int, sheet: Assessment) -> Trial:
    """Return a trial with another sheet in the place of one: 0 is the unit's own, then come the other units'."""
    return _with_sheets(trial, (sheet if at == place else each for at, each in enumerate(_sheets(trial))))


def _as_given(sheet: Assessment) -> Assessment:
    """Return a sheet as the unit itself gave it."""
    return evolve(sheet, stage="self", decisions={}, decided_total=None, evidence={})


def _undecided(trial: Trial, still: Still) -> Trial:
    """Return the self-assessments of all units where these break the law too."""
    plain = _with_sheets(trial, map(_as_given, _sheets(trial)))
    return plain if still(plain) else trial


def _without_units(trial: Trial, still: Still) -> Trial:
    """Return a trial with those other units that matter."""

    def kept(others: Sequence[Assessment]) -> Trial:
        return evolve(trial, others=tuple(others))

    return kept(fewest(list(trial.others), lambda others: still(kept(others))))


def _without_decisions(trial: Trial, place: int, still: Still) -> Trial:
    plain = _with_sheet(trial, place, _as_given(_sheets(trial)[place]))
    return plain if still(plain) else trial


def _without_answers(trial: Trial, place: int, still: Still) -> Trial:
    sheet = _sheets(trial)[place]

    def kept(names: Sequence[str]) -> Trial:
        return _with_sheet(trial, place, evolve(sheet, answers={name: sheet.answers[name] for name in names}))

    return kept(fewest(list(sheet.answers), lambda names: still(kept(names))))


def _without_attributes(trial: Trial, place: int, still: Still) -> Trial:
    sheet = _sheets(trial)[place]
    plain = _with_sheet(trial, place, evolve(sheet, unit=evolve(sheet.unit, attributes={})))
    return plain if still(plain) else trial


def fewest(several: list[Any], still: Any) -> list[Any]:
    """Return as few of several as `still` holds for: pieces are left out, halves first, then ever smaller ones."""
    size = max(1, len(several) // 2)
    while several and size:
        place = 0
        while place < len(several):
            fewer = several[:place] + several[place + size :]
            if still(fewer):
                several = fewer
            else:
                place += size
        size //= 2
    return several
