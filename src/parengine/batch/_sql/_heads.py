"""What stands at the head of the statement and before its nodes: what it computes, and what that rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ..._model import CriteriaSet, Node, Source
from ..._version import __version__
from ...score import Cohort
from ...score._in_words import provenance_in_words
from ...score._programme import named
from ...score._provenance import notice_of, provenance_counts
from ._dialects import Dialect

#: How many units are named of those whose figures are missing.
_MOST_NAMED: Final = 5
_NUMBERS: Final[Mapping[str, str]] = {
    "duckdb": "a number is a DECIMAL at {places} places",
    "postgres": "a number is a numeric at {places} places; SET jit = off: compiling takes longer than computing",
    "sqlite": "a number is text at {places} places: ORDER BY and comparisons need CAST(… AS REAL); yes is 1, no is 0",
}

_COLUMNS: Final[Mapping[str, str]] = {
    "index": "index: the index as it is published; null where it is not known",
    "class": "class: the class; null where there is none",
    "class status": "class status: classed, unclassified, not_rated or undetermined",
    "points": "points, bonus, penalty, applicable: the totals and the maximum of what applies",
    "complete": "complete: whether nothing is missing or invalid",
}
_OF_NODES: Final = (
    "points CODE: the points of a node; null where it is in a state",
    "status CODE: scored, missing, invalid, not_applicable, zeroed or incomplete",
    "applies CODE: whether the node applies",
)


def head(
    criteria_set: CriteriaSet,
    dialect: Dialect,
    year: int,
    stage: str,
    cells: Sequence[str],
    places: int,
    cohort: Cohort | None,
) -> Iterator[str]:
    """Yield what stands at the head, as texts."""
    notice = notice_of(provenance_counts(criteria_set))
    if notice:
        yield notice.in_language("en")
        yield notice.vi
    yield f"{criteria_set.title.vi} ({criteria_set.id}, edition {criteria_set.key.edition})"
    yield f"year {year}, stage {stage}, digest {criteria_set.digest}"
    yield from _compared(cohort)
    yield f"parengine {__version__}, for {dialect.title}: whole numbers of 64 bits, proved to be wide enough"
    yield ""
    yield "Columns, one row a unit:"
    yield "unit: the unit, as it is in the table"
    yield from (told for name, told in _COLUMNS.items() if name in cells)
    yield from (_OF_NODES if any(name.startswith("status ") for name in cells) else ())
    yield "uncertain: yes where a figure stands so near a threshold that the row has to be scored by parengine score"
    yield "set, notice: which set it is, and what must be said first where clauses of it are reconstructed"
    yield _NUMBERS[dialect.name].format(places=places)


def _compared(cohort: Cohort | None) -> Iterator[str]:
    if cohort is not None and cohort.compared:
        yield f"with the figures of {cohort.units} units as constants, digest {cohort.digest}"
        if cohort.unsettled:
            yield f"PROVISIONAL: missing or invalid among them: {', '.join(cohort.unsettled[:_MOST_NAMED])}"


def provenance(criteria_set: CriteriaSet) -> Mapping[str, str | None]:
    """Return the columns in which every row says of which set it is and what must be said first: a view keeps them."""
    notice = notice_of(provenance_counts(criteria_set))
    return {"set": criteria_set.id, "notice": None if notice is None else notice.in_language("en")}


def notes(criteria_set: CriteriaSet) -> Mapping[str, Sequence[str]]:
    """Return what is told of each node, by the name of its first cell."""
    return {named("points", node.code): _of_node(node, criteria_set.sources) for node in criteria_set.walk()}


def _of_node(node: Node, sources: Mapping[str, Source]) -> list[str]:
    provenance = node.rule.provenance if node.rule and node.rule.provenance else node.provenance
    told = [_told(sources[each]) for each in provenance.sources if each in sources]
    return [f"{node.code} {node.label.vi}: {'; '.join([provenance_in_words(provenance, 'en'), *told])}"]


def _told(source: Source) -> str:
    """Return where a source is found."""
    parts = (source.document or source.title, source.article, source.page and f"p. {source.page}")
    return ", ".join(part for part in parts if part)
