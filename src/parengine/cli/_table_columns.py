"""The columns that a table for a set may have: a list of them, and a table without rows."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

import click
from attrs import frozen

from .._model import CriteriaSet
from .._sentences import figure, in_language, one_of, say
from ..batch._asked import Asked
from ..batch._files.csv_in import CsvStyle
from ..batch._files.csv_out import csv_of, csv_text
from ..batch._files.files import FORMATS, unknown_ending, written
from ..batch._files.templates import template
from ..batch._read.names import InputColumn, columns_of
from ..expr import Domain
from ..score._words import word
from ..types import Language
from ._options import Words, find_set
from ._page import Column, Page, Table, write
from ._streams import writing
from ._table import TableAsked


@frozen
class _Described:
    """A column as it is listed: its name, its type, what may stand in it, and its label."""

    name: str
    type: str
    admits: Words
    label: Words


def list_columns(asked: TableAsked) -> None:
    """Write the columns that a table may have, the unit's first."""
    described = list(_described(asked, find_set(asked.registry, asked.criteria_set or "")))
    if asked.format == "csv":
        _put_csv(csv_of([_facts(each, asked.language) for each in described], _style(asked)))
        return
    headings = [Column(say("column")), Column(say("type")), Column(say("admits")), Column(say("label"))]
    rows = [[each.name, word(each.type), each.admits, each.label] for each in described]
    write(Page([Table("", headings, rows)], [_facts(each, asked.language) for each in described]), asked.format)


def write_template(asked: TableAsked) -> None:
    """Write a table without rows to a file, or its header to standard output."""
    criteria_set = find_set(asked.registry, asked.criteria_set or "")
    schema = template(_columns(asked, criteria_set), criteria_set, asked.scoring["unit"])
    if asked.out is None:
        _put_csv(csv_text(schema, [], _style(asked)))
    elif asked.out.suffix.lower() not in FORMATS:
        raise click.UsageError(unknown_ending(asked.out))
    else:
        written(asked.out, schema, [], _style(asked))
        write(Page([say("written: {path}", path=str(asked.out))], {"file": str(asked.out)}), asked.format)


def _style(asked: TableAsked) -> CsvStyle:
    return CsvStyle("vi" if asked.locale == "vi" else "en", asked.delimiter)


def _columns(asked: TableAsked, criteria_set: CriteriaSet) -> tuple[InputColumn, ...]:
    scoring = {name: asked.scoring[name] for name in ("year", "stage")}
    return columns_of(Asked(criteria_set, **scoring).prepared())


# ---- a list


def _described(asked: TableAsked, criteria_set: CriteriaSet) -> Iterator[_Described]:
    yield _Described(asked.scoring["unit"], "text", say("the unit's id, each once"), say("unit"))
    for column in _columns(asked, criteria_set):
        yield _Described(column.name, column.domain.kind, _admits(column.domain), _label(column))


def _label(column: InputColumn) -> Words:
    if column.role == "evidence":
        return say("is there evidence of: {label}", label=column.label)
    if column.role == "option" and column.declared is not None:
        return say("{question}: {option}", question=column.declared.label, option=column.label)
    return column.label


def _admits(domain: Domain) -> Words:
    if domain.kind == "yes_no":
        return say("true or false")
    if domain.kind == "choice":
        return one_of(list(domain.options))
    if domain.kind == "date":
        return say("a date such as 2022-01-31, or never") if domain.never else say("a date such as 2022-01-31")
    ends = {"low": figure(domain.low or 0), "high": figure(domain.high or 0)}
    return (
        say("{low} to {high}, {places} places", **ends, places=domain.places)
        if domain.places
        else say("{low} to {high}", **ends)
    )


def _facts(described: _Described, language: Language) -> dict[str, str]:
    told = {"name": described.name, "type": described.type, "admits": described.admits, "label": described.label}
    return {name: in_language(each, language) for name, each in told.items()}


def _put_csv(parts: Iterable[bytes]) -> None:
    with writing():
        sys.stdout.writelines(bytes(part).decode() for part in parts)
