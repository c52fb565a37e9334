"""What is said of a table that was scored: its first units, how many there are, their classes, how it was computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from .._model import Class, CriteriaSet
from .._sentences import figure, grouped, say, say_counted
from ..batch._results import CLASS, CLASS_STATUS, COMPLETE, NOTICE, RECOMPUTED, SET
from ..batch._summary import Summary
from ..score._provenance import notice_of, provenance_counts
from ..score._words import word
from ._page import Block, Cell, Column, Notice, Page, Table

_CLASSED: Final = "classed"


def summary_page(summary: Summary, reading: str, criteria_set: CriteriaSet, out: Path | None) -> Page:
    """Return the summary of a table that went to a file, or, where it did not, also its first units."""
    return Page(list(_blocks(summary, reading, criteria_set, out)), _facts(summary, criteria_set, out))


def _blocks(summary: Summary, reading: str, criteria_set: CriteriaSet, out: Path | None) -> Iterator[Block]:
    notice = notice_of(provenance_counts(criteria_set))
    if notice:
        yield Notice(notice)
    if "provisional" in summary.says:
        yield Notice(say("provisional: {why}", why=summary.says["provisional"]))
    edition = {"title": criteria_set.title, "set": criteria_set.id, "year": summary.says["year"]}
    yield say("{title} ({set}), {year}", **edition)
    if out is None:
        yield from _first_units(summary)
    yield from _counts(summary, criteria_set)
    yield say("computed by: {reading}; row by row: {count}", reading=reading, count=grouped(summary.recomputed))
    if out is not None:
        yield say("written: {path}", path=str(out))


#: Columns that say the same of every unit, or that are said with another.
_LEFT_OUT: Final = (RECOMPUTED, SET, NOTICE, CLASS_STATUS, "applicable")


def _first_units(summary: Summary) -> Iterator[Block]:
    names = [name for name in summary.columns if name not in _LEFT_OUT]
    rows = [{**row, CLASS: row.get(CLASS) or row.get(CLASS_STATUS)} for row in summary.first]
    columns = [Column(_HEADINGS.get(name, name), any(isinstance(row[name], Decimal) for row in rows)) for name in names]
    yield Table("", columns, [[_shown(row[name]) for name in names] for row in rows])
    more = summary.units - len(rows)
    if more > 0:
        yield say("and {count} more; -o FILE writes them all, with every node", count=grouped(more))


_HEADINGS: Final[Mapping[str, str]] = {
    "index": say("index"),
    CLASS: say("class"),
    "points": say("points"),
    "bonus": say("bonus"),
    "penalty": say("penalty"),
    COMPLETE: say("complete"),
}
_YES_NO: Final = {True: say("yes"), False: say("no")}


def _shown(value: Any) -> Cell:
    if isinstance(value, Decimal):
        return figure(value)
    if isinstance(value, bool):
        return _YES_NO[value]
    return "" if value is None else word(str(value))


def _counts(summary: Summary, criteria_set: CriteriaSet) -> Iterator[Block]:
    counts = {"units": grouped(summary.units), "complete": grouped(summary.complete)}
    yield say_counted(
        "{units} unit, {complete} complete", "{units} units, {complete} complete", summary.units, **counts
    )
    for each in _classes(criteria_set):
        yield say("{class_}: {count}", class_=each.label, count=grouped(summary.classes[each.id]))
    for status, count in summary.statuses.items():
        if status != _CLASSED:
            yield say("{class_}: {count}", class_=word(status), count=grouped(count))


def _classes(criteria_set: CriteriaSet) -> Sequence[Class]:
    return criteria_set.classes.classes if criteria_set.classes else ()


def _facts(summary: Summary, criteria_set: CriteriaSet, out: Path | None) -> dict[str, Any]:
    notice = notice_of(provenance_counts(criteria_set))
    said = {name: summary.says[name] for name in ("set", "edition", "set_digest")}
    return {
        "notice": {"vi": notice.vi, "en": notice.en} if notice else None,
        **said,
        "year": int(summary.says["year"]),
        "units": summary.units,
        "complete": summary.complete,
        "classes": {each.id: summary.classes[each.id] for each in _classes(criteria_set)},
        "class_statuses": dict(summary.statuses),
        "recomputed": summary.recomputed,
        "reading": summary.says["reading"],
        "provisional": summary.says.get("provisional"),
        "version": summary.says["version"],
        "file": None if out is None else str(out),
    }
