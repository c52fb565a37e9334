"""What is printed: the SELECT or the view of a criteria set, and the table that it reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from attrs import frozen

from ..._model import CriteriaSet, Stage
from ..._sentences import say
from ...errors import DocumentError
from ...expr._integer import Form, TooWide
from ...expr._nodes import Input
from ...score import Assessment, Cohort, Prepared, Unit
from ...score._cells import Cells, cells_of
from ...score._cohort import cohort_answers
from ...score._quotas import has_quotas
from ...score._score import _frozen
from ...types import State
from .._asked import Asked
from .._read.names import UNIT, columns_of
from ._comments import comment, lines
from ._dialects import Dialect, dialect_of
from ._heads import head, notes, provenance
from ._identifiers import checked, free, parts_of, qualified
from ._refusal import SqlError
from ._statement import Statement
from ._table import table_lines

TABLE = "answers"


def sql(  # noqa: PLR0913 - all but two have a default, and are given by name
    criteria_set: CriteriaSet,
    dialect: str,
    *,
    year: int | None = None,
    stage: Stage = "self",
    table: str = TABLE,
    unit: str = UNIT,
    view: str | None = None,
    nodes: bool = True,
    cohort: Cohort | Iterable[Assessment] | None = None,
) -> str:
    """
    Return one SELECT that scores every row of a table of answers, as the exact reading does.

    `dialect` is `duckdb`, `postgres` or `sqlite`. The columns of `table` are those of `create_table`, `unit` names
    the one of the units; with `view` it is a CREATE VIEW. Without `nodes` only the figures of the whole are given. A
    set that looks at other units needs the frozen figures of its `cohort`.

    Raises `SqlError`, a sentence with the reason, where the dialect cannot score the set exactly or a name cannot
    be one; `DocumentError` for a year or stage that the set does not have, and for figures of another cohort.
    """
    spoken = dialect_of(dialect)
    names = _Names(parts_of(table, spoken), checked(unit, spoken), None if view is None else parts_of(view, spoken))
    asked = _asked(criteria_set, year, stage)
    cells = cells_of(asked.prepared(), year=asked.of_year, nodes=nodes)
    frozen = _frozen(cohort, criteria_set, asked.of_year)
    statement = _statement(cells, spoken, names, frozen)
    top = head(criteria_set, spoken, asked.of_year, stage, cells.names, cells.places, frozen)
    return lines([*comment(*top), *names.opening(), *statement.lines()]).rstrip("\n") + ";\n"


def create_table(
    criteria_set: CriteriaSet,
    dialect: str,
    *,
    year: int | None = None,
    stage: Stage = "self",
    table: str = TABLE,
    unit: str = UNIT,
) -> str:
    """
    Return a CREATE TABLE for the answers that `sql` reads, with types that hold them exactly.

    Raises what `sql` raises.
    """
    spoken = dialect_of(dialect)
    parts, own = parts_of(table, spoken), checked(unit, spoken)
    columns = columns_of(_asked(criteria_set, year, stage).prepared())
    _refuse_twice(own, [column.name for column in columns], spoken)
    return lines(table_lines(columns, spoken, parts, own))


@frozen
class _Names:
    """The names that a caller gives, in parts."""

    table: tuple[str, ...]
    unit: str
    view: tuple[str, ...] | None

    def opening(self) -> Iterator[str]:
        """Yield the line that makes a view; one that reads itself is refused."""
        if self.view is None:
            return
        if [part.casefold() for part in self.view] == [part.casefold() for part in self.table]:
            raise SqlError(say("the view has the name of the table that it reads; give it another"))
        yield f"CREATE VIEW {qualified(self.view)} AS"


def _asked(criteria_set: CriteriaSet, year: int | None, stage: Stage) -> Asked:
    asked = Asked(criteria_set, year, stage)
    problems = list(asked.problems("<sql>"))
    if problems:
        raise DocumentError(problems)
    return asked


def _statement(cells: Cells, dialect: Dialect, names: _Names, cohort: Cohort | None) -> Statement:
    prepared = cells.prepared
    said = provenance(prepared.criteria_set)
    if has_quotas(prepared.criteria_set):
        raise SqlError(say("a quota of a class looks at all units together; use 'parengine table'"))
    columns = columns_of(prepared)
    _refuse_twice(names.unit, [*(column.name for column in columns), *cells.names, *said], dialect)
    form = _form(cells, _figures(prepared, cells.year, cohort))
    told = notes(prepared.criteria_set)
    return Statement(form, dialect, names.table, names.unit, columns, cells.places, told, said)


def _form(cells: Cells, figures: Mapping[Input, Fraction | State]) -> Form:
    try:
        return cells.form(figures)
    except TooWide as error:
        raise SqlError(say("{sentence}; use 'parengine table'", sentence=error.sentence)) from None


def _refuse_twice(unit: str, names: Iterable[str], dialect: Dialect) -> None:
    """Raise `SqlError` where the column of the units is called as one of the others."""
    taken = names if dialect.folds_case else [name for name in names if name == unit]
    if free(unit, taken) != unit:
        raise SqlError(say("the column of the units cannot be called '{name}': another is", name=unit[:40]))


# ---- the cohort


def _figures(prepared: Prepared, year: int, cohort: Cohort | None) -> Mapping[Input, Fraction | State]:
    """Return the figures of the cohort as constants."""
    criteria_set, comparisons = prepared.criteria_set, prepared.programme.comparisons
    ranked = next((each for each in comparisons if each.figure == "rank"), None)
    if ranked is not None:
        sentence = say(
            "'{figure}' is the place of a unit among the others; use 'parengine table'", figure=ranked.input.name
        )
        raise SqlError(sentence)
    if comparisons and cohort is None:
        figure = comparisons[0].input.name
        sentence = say("'{figure}' looks at the other units; give their frozen figures as the cohort", figure=figure)
        raise SqlError(sentence)
    found = cohort_answers(cohort, prepared, _nobody(criteria_set, year))
    return {each.input: _figure(found.get(each.input.name)) for each in comparisons}


def _nobody(criteria_set: CriteriaSet, year: int) -> Assessment:
    """Return an assessment of no unit: figures that are the same for all do not look at it."""
    return Assessment(criteria_set.id, Unit(""), year)


def _figure(found: Fraction | int | None) -> Fraction | State:
    return State.MISSING if found is None else Fraction(found)
