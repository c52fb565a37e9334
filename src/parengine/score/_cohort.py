"""
The cohort: what the first pass finds of all units together, frozen for the second.

Units to which a value does not apply are left out. Where it is missing or invalid the cohort says whose it
is, and what is scored against it is provisional.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import lcm
from typing import Any, Final

from attrs import frozen

from .._canonical import digest_of_whole
from .._model import CriteriaSet
from .._numbers import exact_text, read_exact_text
from .._schemas import hold_to
from .._sentences import Sentence, say
from ..errors import DocumentError, NumberError, Problem
from ..expr._nodes import CohortKind
from ..types import State
from ._assessment import Assessment
from ._prepared import Prepared, prepare
from ._programme import Comparison
from ._refusals import refuse
from ._terms import terms_of

#: Called after each unit with how many are done, and of how many.
Progress = Callable[[int, int], None]


@frozen(slots=False)
class Compared:
    """
    What one value is among the units: how many have it, their mean, best and least.

    `text` is the expression that is compared, `unsettled` names the units whose value is not known. `values` are
    all of them, the largest first, where the set ranks by it.
    """

    text: str
    count: int = 0
    mean: Fraction | None = None
    best: Fraction | None = None
    least: Fraction | None = None
    unsettled: tuple[str, ...] = ()
    values: tuple[Fraction, ...] = ()

    @cached_property
    def _rising(self) -> tuple[Fraction, ...]:
        return tuple(sorted(self.values))

    def rank(self, own: Fraction) -> int:
        """Return the place of a value, 1 for the largest; equal values share the better place."""
        return 1 + len(self.values) - bisect_right(self._rising, own)


@frozen(slots=False)
class Cohort:
    """
    The frozen figures of all units of one set and year.

    Made by `cohort_of`; `to_dict` and `from_dict` keep it between a first round and a later one.
    """

    set: str
    set_digest: str
    year: int
    units: int
    compared: tuple[Compared, ...]

    @cached_property
    def by_text(self) -> Mapping[str, Compared]:
        """Return what is compared by its text."""
        return {each.text: each for each in self.compared}

    @property
    def unsettled(self) -> tuple[str, ...]:
        """Return the units that make a result provisional, each once."""
        return tuple(dict.fromkeys(unit for each in self.compared for unit in each.unsettled))

    @cached_property
    def digest(self) -> str:
        """Return the sha256 of the canonical form; raises `NumberError` for text that is not Unicode."""
        try:
            return digest_of_whole(self.to_dict())
        except UnicodeEncodeError:
            sentence = say("the unit or an answer holds half of a surrogate pair, which is no character")
            raise NumberError(sentence) from None

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as a document has them, exactly."""
        compared = {each.text: _tree(each) for each in self.compared}
        head = {"format": 1, "set": self.set, "set_digest": self.set_digest, "year": self.year, "units": self.units}
        return {**head, "compared": compared}

    @classmethod
    def from_dict(cls, tree: Mapping[str, Any]) -> Cohort:
        """
        Read what `to_dict` wrote.

        Raises `DocumentError` where it is not a cohort under the schema, or its figures contradict one another.
        """
        hold_to("cohort", tree, "<cohort>")
        compared = tuple(_read(text, each) for text, each in tree["compared"].items())
        made = cls(tree["set"], tree["set_digest"], int(tree["year"]), int(tree["units"]), compared)
        found = [(f"$.compared.{each.text}", told) for each in compared for told in contradictions(each, made.units)]
        if found:
            raise DocumentError([Problem("<cohort>", 1, 1, path, told) for path, told in found])
        return made


def _tree(each: Compared) -> dict[str, Any]:
    found = {name: None if (value := getattr(each, name)) is None else exact_text(value) for name in _FIGURES}
    listed = {"unsettled": list(each.unsettled), "values": list(map(exact_text, each.values))}
    return {"count": each.count, **found, **{name: values for name, values in listed.items() if values}}


def _read(text: str, tree: Mapping[str, Any]) -> Compared:
    found = {name: None if tree[name] is None else read_exact_text(tree[name]) for name in _FIGURES}
    values = tuple(map(read_exact_text, tree.get("values", ())))
    return Compared(str(text), int(tree["count"]), **found, unsettled=tuple(tree.get("unsettled", ())), values=values)


_FIGURES: Final = ("mean", "best", "least")


def contradictions(found: Compared, units: int) -> Iterator[Sentence]:
    """Yield for what the figures of one value cannot all be those of so many units."""
    mean_, best, least = found.mean, found.best, found.least
    if found.count + len(found.unsettled) > units:
        yield say("these are figures of more units than there are")
    if any((each is None) != (found.count == 0) for each in (mean_, best, least)):
        yield say("the mean, the best and the least stand there exactly where some unit has a value")
    elif mean_ is not None and best is not None and least is not None and not least <= mean_ <= best:
        yield say("the mean does not lie between the least and the best")
    elif found.values and not _are_those_of(found):
        yield say("the values are not those of the other figures, the largest first")


def _are_those_of(found: Compared) -> bool:
    values = found.values
    falling = all(one >= next_ for one, next_ in pairwise(values))
    ends = (len(values), values[0], values[-1]) == (found.count, found.best, found.least)
    return falling and ends and mean(values) == found.mean


# ---- the first pass


def cohort_of(
    assessments: Iterable[Assessment], criteria_set: CriteriaSet, *, progress: Progress | None = None
) -> Cohort:
    """
    Return the figures of a cohort: of all the units whose assessments are given.

    Raises `DocumentError` for assessments that the set cannot score, and for a unit that stands there twice.
    """
    return figures_of(refuse(assessments, criteria_set), criteria_set, progress)


def figures_of(units: Sequence[Assessment], criteria_set: CriteriaSet, progress: Progress | None = None) -> Cohort:
    """Return the figures of a cohort of units that nothing is to be refused of any more."""
    prepared = prepare(criteria_set)
    names = list(dict.fromkeys(each.binding for each in prepared.programme.comparisons))
    found: dict[str, list[tuple[str, Any]]] = {name: [] for name in names}
    for done, unit in enumerate(units if names else (), 1):
        for name, value in first_pass(unit, criteria_set).items():
            found[name].append((unit.unit.id, value))
        if progress:
            progress(done, len(units))
    compared = tuple(_compared(name, found[name], prepared) for name in names)
    year = units[0].year if units else criteria_set.key.years[0]
    return Cohort(criteria_set.id, criteria_set.digest, year, len(units), compared)


def first_pass(assessment: Assessment, criteria_set: CriteriaSet) -> Mapping[str, Any]:
    """Return what of a unit is compared, by binding: a number or a state."""
    prepared = prepare(criteria_set, terms_of(assessment, criteria_set))
    compiled = prepared.compared
    row = compiled.run(prepared.answers(assessment))
    return {name: compiled.result(row, name) for name in compiled.outputs}


def _compared(name: str, found: Sequence[tuple[str, Any]], prepared: Prepared) -> Compared:
    asked = [each for each in prepared.programme.comparisons if each.binding == name]
    values = sorted((value for _, value in found if not isinstance(value, State)), reverse=True)
    unsettled = tuple(unit for unit, value in found if value in _UNSETTLED and isinstance(value, State))
    text = asked[0].text
    if not values:
        return Compared(text, unsettled=unsettled)
    ranked = tuple(values) if any(each.figure == "rank" for each in asked) else ()
    return Compared(text, len(values), mean(values), values[0], values[-1], unsettled, ranked)


_UNSETTLED: Final = (State.MISSING, State.INVALID)


def mean(values: Sequence[Fraction]) -> Fraction:
    """Return the exact mean; one common denominator for all, because adding fraction to fraction takes long."""
    under = lcm(*{value.denominator for value in values})
    return Fraction(sum(value.numerator * (under // value.denominator) for value in values), under * len(values))


# ---- the second pass


def cohort_answers(
    cohort: Cohort | None, prepared: Prepared, assessment: Assessment
) -> Mapping[str, Fraction | int | None]:
    """Return the figures of the cohort by the name of their input, for one unit."""
    comparisons = prepared.programme.comparisons
    if cohort is None or not comparisons:
        return {}
    ranked = any(each.figure == "rank" for each in comparisons)
    own = first_pass(assessment, prepared.criteria_set) if ranked else {}
    return {each.input.name: _figure(each, cohort, prepared, own) for each in comparisons}


def _figure(asked: Comparison, cohort: Cohort, prepared: Prepared, own: Mapping[str, Any]) -> Fraction | int | None:
    found = cohort.by_text.get(asked.text)
    return None if found is None else _OF_KIND[asked.figure](found, prepared, own.get(asked.binding))


def _rank(found: Compared, _: Prepared, own: object) -> int | None:
    frozen_without = found.count and not found.values
    return found.rank(own) if isinstance(own, Fraction) and not frozen_without else None


def _published(found: Compared, prepared: Prepared, _: object) -> Fraction | None:
    return None if found.mean is None else prepared.criteria_set.rounding.rounding.apply(found.mean)


_OF_KIND: Final[Mapping[CohortKind, Callable[[Compared, Prepared, Any], Fraction | int | None]]] = {
    "mean": lambda found, _, __: found.mean,
    "published_mean": _published,
    "best": lambda found, _, __: found.best,
    "least": lambda found, _, __: found.least,
    "count": lambda found, _, __: found.count,
    "rank": _rank,
}
