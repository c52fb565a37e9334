"""What is asked of a table: on which terms its units are scored, and which columns are shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, TypedDict, cast, get_args

from attrs import frozen

from .._model import CriteriaSet, Stage
from .._sentences import say
from ..errors import Problem
from ..score import Prepared, Terms, prepare
from ..score._cells import Cells, cells_of

if TYPE_CHECKING:
    from ._compute.engine import Choice

_STAGES: Final[tuple[Stage, ...]] = get_args(Stage)


class Wanted(TypedDict, total=False):
    """What may be asked of a table beside its set; `Asked` says what each is."""

    year: int | None
    stage: Stage
    unit: str
    nodes: bool
    bounds: bool
    exact: bool
    partial: bool
    engine: Choice
    threads: int | None


@frozen
class Asked:
    """
    What is asked of a table, as it was given: its year (None for the only one of the edition), its stage, and so on.

    `unit` is the column of the units' ids, `nodes` asks for the columns of each node, `bounds` for what is still
    possible, `exact` for exact values; `partial` lets columns of answers be absent.
    """

    criteria_set: CriteriaSet
    year: int | None = None
    stage: Stage = "self"
    unit: str = "unit"
    nodes: bool = True
    bounds: bool = False
    exact: bool = False
    partial: bool = False
    engine: Choice = "auto"
    threads: int | None = None

    @property
    def of_year(self) -> int:
        """Return the year; the first that the edition covers where what was given is not right."""
        return self.year if self.year in self.criteria_set.key.years else self.criteria_set.key.years[0]

    @property
    def at_stage(self) -> Stage:
        """Return the stage; a self-assessment's where what was given is not right."""
        return self.stage if self.stage in _STAGES else "self"

    def prepared(self) -> Prepared:
        """Return the set made ready for these terms; no decisions are taken in tables."""
        return prepare(self.criteria_set, Terms(self.criteria_set.absent_evidence.get(self.at_stage, "nothing")))

    def cells(self) -> Cells:
        """Return the columns that are shown."""
        return cells_of(self.prepared(), year=self.of_year, nodes=self.nodes)

    def most_threads(self) -> int:
        """Return how many threads there may be."""
        from ._spans import threads_of  # SQL is asked for as well, and is printed without what tables need

        return threads_of(self.threads)

    def check(self) -> None:
        """Raise `ValueError` for what is no number of threads, `RegistryError` for an engine that there is not."""
        from ._compute.engine import _chosen

        self.most_threads()
        _chosen(self.engine)

    def problems(self, name: str) -> Iterator[Problem]:
        """Yield what is wrong with what was asked of a table of a name."""
        told = {"$.year": self._year_problem(), "$.stage": self._stage_problem()}
        yield from (Problem(name, 1, 1, path, sentence) for path, sentence in told.items() if sentence)

    def _year_problem(self) -> str | None:
        key, years = self.criteria_set.key, list(map(str, self.criteria_set.key.years))
        if self.year is None and len(years) > 1:
            return say("'{set}' covers {years}; say which year the answers are of", set=key.id, years=years)
        given: Any = self.year
        if given is None or (type(given) is int and given in key.years):
            return None
        year = (str if type(given) is int else repr)(given)[:40]  # so that '2024' is seen to be text
        return say("'{id}' does not cover {year}; it covers {years}", id=key.id, year=year, years=", ".join(years))

    def _stage_problem(self) -> str | None:
        if self.stage in _STAGES:
            return None
        stages, stage = ", ".join(_STAGES), str(cast("object", self.stage))[:40]
        return say("the stage is one of {stages}, not '{stage}'", stages=stages, stage=stage)
