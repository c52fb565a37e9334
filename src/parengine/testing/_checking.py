"""
Trying laws on a set: each law looks for a counter-example, and the report tells what was found.

How many trials there are, and whether they are the same every time, is what the Hypothesis profile says.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from time import perf_counter
from typing import Any, Final

from attrs import field, frozen
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import HypothesisException

from .._model import CriteriaSet
from .._nearest import nearest
from .._sentences import in_language, say, say_counted
from ..score import Assessment, Unit
from ..types import Language
from ._counterexample import Counterexample, counterexample
from ._laws.breach import Breach
from ._laws.law import Law
from ._laws.raised import breaches_of, raised
from ._laws.table import LAWS
from ._laws.trial import Trial, trials
from ._subject import Subject, subject_of

#: What is drawn is small or large as the set is; and a law may need long for its first trial.
_HEALTHY: Final = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
_STEADY: Final[Mapping[str, Any]] = {"derandomize": True, "database": None}


class Broken(AssertionError):  # noqa: N818  what a test says of it
    """A law that is broken; its text is the counter-example."""

    def __init__(self, found: Counterexample, language: Language = "en") -> None:
        super().__init__("\n".join(found.lines(language)))
        self.found = found


class _Breached(Exception):  # noqa: N818  it is caught here, and shrunk by
    """A trial that breaks a law, on its way through Hypothesis."""

    def __init__(self, trial: Trial, breach: Breach) -> None:
        super().__init__()
        self.trial = trial
        self.breach = breach


@frozen
class Result:
    """What became of one law: how many trials it had, how long they took, and what broke it."""

    law: Law
    trials: int
    seconds: Any = field(eq=False)
    broken_by: Counterexample | None = None

    @property
    def passed(self) -> bool:
        """Return whether no trial broke the law."""
        return self.broken_by is None


@frozen
class Report:
    """What became of the laws on one set."""

    set: str
    results: tuple[Result, ...]

    @property
    def passed(self) -> bool:
        """Return whether every law held."""
        return all(result.passed for result in self.results)

    @property
    def broken(self) -> tuple[Result, ...]:
        """Return what was broken."""
        return tuple(result for result in self.results if not result.passed)

    def lines(self, language: Language = "en") -> Iterator[str]:
        """Yield the report line by line: every law, then each counter-example."""
        yield from (in_language(_line(result), language) for result in self.results)
        for result in self.broken:
            assert result.broken_by is not None
            yield ""
            yield from result.broken_by.lines(language)

    def __str__(self) -> str:
        """Return the report in English."""
        return "\n".join(self.lines())

    def to_dict(self, language: Language = "en") -> Mapping[str, Any]:
        """Return the report for programs; the lines of a counter-example are in one language."""
        return {"set": self.set, "passed": self.passed, "laws": [_facts(each, language) for each in self.results]}


def _line(result: Result) -> str:
    held = say("held") if result.passed else say("BROKEN")
    counted = say_counted("{count} trial", "{count} trials", result.trials)
    return say(
        "{held}: {law} ({trials}): {sentence}",
        held=held,
        law=result.law.name,
        trials=counted,
        sentence=result.law.sentence,
    )


def _facts(result: Result, language: Language) -> Mapping[str, Any]:
    found = result.broken_by
    broken = (
        None
        if found is None
        else {"node": found.breach.code, "clause": found.breach.clause, "lines": list(found.lines(language))}
    )
    return {"law": result.law.name, "passed": result.passed, "trials": result.trials, "broken_by": broken}


def check(
    of: str | os.PathLike[str] | CriteriaSet | Subject,
    laws: Iterable[Law | str] | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
    steady: bool = False,
) -> Report:
    """
    Try laws on a set, all of them unless some are given; return what was found.

    The set is an installed one by its id, a file, or a loaded one; a law is one of `LAWS`, or its name. A set that does
    not load raises `DocumentError` with the loader's report, what is no set `RegistryError`; no law at all, and a name
    that no law has, `ValueError`. `progress` is called after each law with how many are done, and of how many.
    With `steady` the same sheets are drawn every time, and none is kept in a file for the next.
    """
    subject = of if isinstance(of, Subject) else subject_of(of)
    chosen = laws_for(subject) if laws is None else _chosen(laws, laws_for(subject))
    results = []
    for done, law in enumerate(chosen, 1):
        results.append(tried(law, subject, steady=steady))
        if progress:
            progress(done, len(chosen))
    return Report(subject.criteria_set.id, tuple(results))


def _chosen(laws: object, known: Iterable[Law]) -> tuple[Law, ...]:
    """Return the laws that are asked for; without any nothing would be tried, and the report would pass."""
    asked = (laws,) if isinstance(laws, str | Law) or not isinstance(laws, Iterable) else tuple(laws)
    if not asked:
        raise ValueError(say("there is no law to try; give some by name, or leave 'laws' out to try them all"))
    by_name = {law.name: law for law in known}
    return tuple(_named(each, by_name) for each in asked)


def _named(asked: object, known: Mapping[str, Law]) -> Law:
    if isinstance(asked, Law):
        return asked
    if not isinstance(asked, str):
        raise TypeError(say("a {type} is not a law; give one of LAWS, or its name", type=type(asked).__name__))
    if asked not in known:
        raise ValueError(_unknown(asked, known))
    return known[asked]


def _unknown(name: str, known: Mapping[str, Law]) -> str:
    near, fields = nearest(name, known), {"name": name, "known": list(known)}
    if near is None:
        return say("there is no law '{name}'; known: {known}", **fields)
    return say("there is no law '{name}'; did you mean '{near}'? known: {known}", near=near, **fields)


def laws_for(subject: Subject) -> tuple[Law, ...]:
    """Return the laws of a set; that its worked cases come out is one where it has any."""
    return (*LAWS.values(), *([subject.law_of_cases] if subject.cases else ()))


def tried(law: Law, subject: Subject, *, steady: bool = False) -> Result:
    """Return what became of one law."""
    started, count = perf_counter(), [0]

    def holds(trial: Trial) -> None:
        count[0] += 1
        breach = next(iter(breaches_of(law, trial)), None)
        if breach is not None:
            raise _Breached(trial, breach)

    found = _searched(law, subject, holds, _STEADY if steady else {})
    return Result(law, count[0], perf_counter() - started, found)


def _searched(
    law: Law, subject: Subject, holds: Callable[[Trial], None], how: Mapping[str, Any]
) -> Counterexample | None:
    """Return what Hypothesis finds, made as small as it can be."""
    kept_by = re.sub(r"\W", "_", f"{law.name}_{subject.criteria_set.digest}")
    holds.__name__ = holds.__qualname__ = kept_by  # Hypothesis keeps examples by it
    drawn = trials(subject.criteria_set, whole=law.whole)
    lean = settings(deadline=None, suppress_health_check=_HEALTHY, report_multiple_bugs=False, **_effort(law), **how)
    try:
        lean(given(drawn)(holds))()
    except _Breached as broken:
        return counterexample(law, broken.trial, broken.breach)
    except HypothesisException:
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001  a kind is asked for its points to draw sheets, too
        return _undrawn(law, subject.criteria_set, error)
    return None


def _undrawn(law: Law, criteria_set: CriteriaSet, error: BaseException) -> Counterexample:
    """Return what was raised before there was a sheet to try, as found on one without answers."""
    sheet = Assessment(criteria_set.id, Unit("u"), criteria_set.key.years[0], {})
    return Counterexample(law, Trial(criteria_set, sheet), raised(error, criteria_set))


def _effort(law: Law) -> Mapping[str, Any]:
    """Return how long to look: what is about the set alone needs one trial, and no smaller one."""
    if law.fixed:
        return {"max_examples": 1, "phases": (Phase.generate,)}
    return {"phases": tuple(each for each in settings().phases if each is not Phase.explain)}


def hold(law: Law, subject: Subject, language: Language = "en") -> None:
    """Try one law; raises `Broken` with the counter-example where it does not hold."""
    found = tried(law, subject).broken_by
    if found is not None:
        raise Broken(found, language)
