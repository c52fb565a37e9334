"""
Scoring a table: one row a unit, one column an input; the results in the caller's kind of table.

All of a table is examined before anything is computed. Where rules look at the other units a first pass finds what
is compared; where classes have quotas another finds who is held. The last pass scores span by span.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from typing import Any, Final, TypeAlias, Unpack

import pyarrow as pa
from attrs import field, frozen

from .._model import CriteriaSet, Stage
from .._sentences import say_counted
from ..errors import DocumentError
from ..score import Cohort
from ..score._quotas import Allotted, Placed, _placed, has_quotas, held_of
from ..score._score import _frozen
from ._asked import Asked, Wanted
from ._compare.figures import Figures, shared_figures
from ._compare.first_pass import first_pass_over
from ._compute.engine import Choice
from ._passes import Progress, Source, Steps
from ._read.arrow_in import TABLE, kind_of, table_of
from ._recomputed import Exactly
from ._results import given_back
from ._scoring import Scoring, scoring_of
from ._spans import ROWS_ONE_BY_ONE, in_order

#: What units are compared with: figures that were frozen, or a table of all units.
Round: TypeAlias = "Cohort | Any"
COHORT: Final = "<cohort>"
_MOST_NAMED: Final = 10


def score(  # noqa: PLR0913  each is something else that a caller may want
    table: Any,
    criteria_set: CriteriaSet,
    *,
    year: int | None = None,
    stage: Stage = "self",
    unit: str = "unit",
    nodes: bool = True,
    bounds: bool = False,
    exact: bool = False,
    cohort: Round | None = None,
    partial: bool = False,
    engine: Choice = "auto",
    threads: int | None = None,
    progress: Progress | None = None,
) -> Any:
    """
    Score a table of units: polars, pandas, pyarrow, or anything with the Arrow C stream.

    A row is a unit and a column an input by its id; `<input>.<option>` are the counts of a distribution of answers,
    `unit.<attribute>` what a set asks of a unit, `evidence.<code>` whether there is evidence. Null is missing. Every
    answer is of one `year` (None: the only one of the edition) at one `stage`.

    Returns a table of the same kind, pyarrow's for any other: the unit, the published figures of the whole and, with
    `nodes`, of every node; null where a figure is in a state. Each equals what `parengine.score` gives, to the last
    digit. With `bounds` there is what is still possible, with `exact` the value of every number before it was rounded.
    The units are each other's cohort, unless `cohort` has frozen figures or a table of others. With `partial`
    columns may be absent: they are missing everywhere. `progress` is called with how many rows were looked at, in all
    passes, and of how many (None while that is not known).

    Raises `DocumentError` with everything that is wrong with the table.
    """
    whole = table_of(table)
    scored = score_stream(
        whole.to_batches,
        whole.schema,
        criteria_set,
        year=year,
        stage=stage,
        unit=unit,
        nodes=nodes,
        bounds=bounds,
        exact=exact,
        cohort=cohort,
        partial=partial,
        engine=engine,
        threads=threads,
        progress=progress,
    )
    with closing(scored.batches) as batches:
        return given_back(pa.Table.from_batches(batches, scored.schema), kind_of(table))


def cohort_of(
    table: Any, criteria_set: CriteriaSet, *, progress: Progress | None = None, **wanted: Unpack[Wanted]
) -> Cohort:
    """
    Return the frozen figures of a cohort: of all the units of a table.

    They are those of `parengine.cohort_of` for the same answers; what is wanted is as for `score`. Raises
    `DocumentError` with everything that is wrong with the table.
    """
    asked = Asked(criteria_set, **wanted)
    asked.check()
    own = _source(table, Steps(progress))
    rows, problems = own.examined(asked)
    problems = [*asked.problems(own.name), *problems]
    if problems:
        raise DocumentError(problems)
    own.steps.expect(rows)
    return first_pass_over(own, asked).cohort(asked.of_year)


@frozen(eq=False)
class Scored:
    """
    The columns of a result, and its rows in batches, computed when they are asked for; close it to stop early.

    `reading` says how they are computed.
    """

    schema: pa.Schema
    batches: Any = field(repr=False)
    reading: str


def score_stream(
    reopen: Callable[[], Iterable[pa.RecordBatch]],
    schema: pa.Schema,
    criteria_set: CriteriaSet,
    *,
    cohort: Round | None = None,
    progress: Progress | None = None,
    name: str = TABLE,
    first_row: int = 1,
    **wanted: Unpack[Wanted],
) -> Scored:
    """
    Score a table that need not fit into memory: `reopen` gives its batches from the beginning, once for each pass.

    What is wanted is as for `score`; problems call the table by its `name`, and its rows by their numbers from
    `first_row` on. The table is examined, and compared, before this returns.
    """
    asked, steps = Asked(criteria_set, **wanted), Steps(progress)
    own = Source(reopen, schema, name, steps, first_row)
    asked.check()
    frozen = _frozen(cohort, criteria_set, asked.of_year) if isinstance(cohort, Cohort) else None
    others = None if cohort is None or frozen else _source(cohort, steps)
    scoring = _Round(own, others, frozen, asked).scoring()
    return Scored(scoring.schema, _batches(scoring, own, asked), scoring.told())


def _source(table: Any, steps: Steps) -> Source:
    whole = table_of(table, name=COHORT)
    return Source(whole.to_batches, whole.schema, COHORT, steps)


def _batches(scoring: Scoring, own: Source, asked: Asked) -> Iterator[pa.RecordBatch]:
    """Yield the results of the last pass."""
    spans = own.sheets(asked, scoring.rows)
    threads = 1 if scoring.by_rows else asked.most_threads()
    for batch in in_order(lambda span: scoring.span(*span), spans, threads=threads):
        yield batch
        own.steps.step(batch.num_rows)


@frozen(eq=False)
class _Among:
    """The cohort and its digest, None where nothing is compared, and what of it each unit reads."""

    cohort: Cohort | None
    digest: str | None
    figures: Figures


@frozen(eq=False)
class _Round:
    """The units of a table, and what they are compared with: figures that were frozen, others, or themselves."""

    own: Source
    others: Source | None
    frozen: Cohort | None
    asked: Asked

    def scoring(self) -> Scoring:
        """Return what scores the table, after the passes that come before."""
        self._settle()
        asked = self.asked
        among = self._among()
        quotas = self._allotted(among.cohort) if has_quotas(asked.criteria_set) else None
        exactly = Exactly(asked.cells(), among.figures, None if quotas is None else quotas.held)
        return scoring_of(exactly, asked, dict(self._said(among, quotas)))

    def _said(self, among: _Among, quotas: Allotted | None) -> Iterator[tuple[str, str]]:
        """Yield what is said of the result beside what its set says: the stage, and what it took from other units."""
        yield "stage", self.asked.at_stage
        if among.digest is not None:
            yield "cohort_digest", among.digest
        compared = among.cohort.unsettled if among.cohort is not None else ()
        unsettled = list(dict.fromkeys((*compared, *(quotas.open if quotas else ()))))
        if unsettled:
            yield "provisional", _provisional(unsettled)

    def _settle(self) -> None:
        """Raise `DocumentError` with all that is wrong with the tables and with what is asked of them."""
        rows, problems = self.own.examined(self.asked)
        more, of_others = self.others.examined(self.asked) if self.others else (0, [])
        problems = [*self.asked.problems(self.own.name), *problems, *of_others]
        if problems:
            raise DocumentError(problems)
        passes = 1 + self._compares_own + has_quotas(self.asked.criteria_set)
        self.own.steps.expect(rows * passes + more)

    @property
    def _compares(self) -> bool:
        return bool(self.asked.prepared().programme.comparisons)

    @property
    def _compares_own(self) -> bool:
        """Return whether what is compared has to be found of these units: they are the cohort, or are ranked in it."""
        ranked = any(each.figure == "rank" for each in self.asked.prepared().programme.comparisons)
        return ranked or (self._compares and self.others is None and self.frozen is None)

    def _among(self) -> _Among:
        """Return what the units are compared with."""
        if not self._compares:
            return _Among(None, None, Figures())
        frozen = first_pass_over(self.others, self.asked).cohort(self.asked.of_year) if self.others else self.frozen
        if frozen is not None and not self._compares_own:
            return _Among(frozen, frozen.digest, Figures(shared_figures(frozen, self.asked.prepared())))
        found = first_pass_over(self.own, self.asked)
        if frozen is not None:
            return _Among(frozen, frozen.digest, found.figures(frozen, own=False))
        # a million values are ranked as columns; only quotas read them one by one
        cohort = found.cohort(self.asked.of_year, whole=has_quotas(self.asked.criteria_set))
        return _Among(cohort, found.digest(cohort), found.figures(cohort, own=True))

    def _allotted(self, cohort: Cohort | None) -> Allotted:
        """Return what the quotas do to the units; row by row, for a quota may look at exact indices."""
        criteria_set = self.asked.criteria_set
        assert criteria_set.classes is not None
        placed = list[Placed]()
        for _, sheets in self.own.sheets(self.asked, ROWS_ONE_BY_ONE):
            units = map(sheets.assessment, range(sheets.rows))
            placed += (_placed(unit, criteria_set, cohort, _nothing) for unit in units)
            self.own.steps.step(sheets.rows)
        return Allotted(
            held_of(placed, criteria_set.classes), tuple(each.unit for each in placed if each.index is None)
        )


def _nothing() -> None:
    pass


def _provisional(units: Sequence[str]) -> str:
    """Return that the result may still change with some units, the first of them by name."""
    named = list(units[:_MOST_NAMED])
    return say_counted(
        "{count} unit that others are compared with is missing or invalid: {units}",
        "{count} units that others are compared with are missing or invalid, such as {units}",
        len(units),
        units=named,
    )
