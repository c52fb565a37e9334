"""
Pages: what a command shows, as lines and tables, and the two ways of writing them.

A terminal gets ruled tables and colour (none with NO_COLOR); anything else gets plain text in columns,
with no character that a spreadsheet or `awk` would stumble over. Everything on a page is said in the language
that was asked for: a cell may be a sentence, a figure or a `Text`, and so may a heading or a line.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any, Final, TypeAlias

from attrs import evolve, field, frozen
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text as RichText

from .._sentences import in_language
from ..types import Language
from ._options import Words, spoken
from ._streams import put, writing

BAR_WIDTH: Final = 20


@frozen
class Column:
    """A column's heading; figures stand `right`."""

    heading: Words
    right: bool = False


@frozen
class Bar:
    """A share drawn as a bar; None is drawn as nothing."""

    share: Fraction | None


@frozen
class Span:
    """A range on a scale that ends at `most`, drawn as a bar with an open part."""

    low: Fraction
    high: Fraction
    most: Fraction


Cell: TypeAlias = "Words | Bar | Span"


@frozen
class Table:
    """Rows under headings; `title` is a line above them."""

    title: Words
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


@frozen
class Notice:
    """A line that must not be overlooked."""

    text: Words


Block: TypeAlias = "Words | Notice | Table"


@frozen
class Page:
    """What a command shows to people, and what it gives to programs."""

    blocks: Sequence[Block]
    json: Any = field(repr=False)


def write(page: Page, format: str) -> None:
    """Write a page to standard output, as text or as JSON."""
    if format == "json":
        put(page.json if isinstance(page.json, str) else json_text(page.json))
        return
    blocks = [_said(block, spoken()) for block in page.blocks]
    if sys.stdout.isatty():
        with writing():
            _write_rich(blocks)
    else:
        put("".join(f"{line}\n" for block in blocks for line in _plain(block)))


def json_text(value: Any) -> str:
    """Return JSON for people and programs: in the given order, with Vietnamese as it is written."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _said(block: Block, language: Language) -> Block:
    """Return a block with all that is written in it in one language."""
    if isinstance(block, Notice):
        return Notice(_line(block.text, language))
    if not isinstance(block, Table):
        return _line(block, language)
    columns = [evolve(column, heading=_line(column.heading, language)) for column in block.columns]
    rows = [[_said_cell(cell, language) for cell in row] for row in block.rows]
    return Table(_line(block.title, language), columns, rows)


def _said_cell(cell: Cell, language: Language) -> Cell:
    return cell if isinstance(cell, Bar | Span) else _line(cell, language)


def _line(words: Words, language: Language) -> str:
    """Return words as one line: a label with a line break or a control character in it must not look like others."""
    return _BREAKS.sub(" ", in_language(words, language))


_BREAKS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def _write_rich(blocks: Iterable[Block]) -> None:
    console = Console(highlight=False, markup=False, emoji=False)
    for block in blocks:
        if isinstance(block, Table):
            console.print(_ruled(block))
        elif isinstance(block, Notice):
            console.print(str(block.text), style="bold yellow")
        else:
            console.print(str(block))


def _ruled(table: Table) -> RichTable:
    ruled = RichTable(title=str(table.title) or None, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    for column in table.columns:
        ruled.add_column(str(column.heading), justify="right" if column.right else "left")
    for row in table.rows:
        ruled.add_row(*(_blocks(cell) if isinstance(cell, Bar | Span) else RichText(str(cell)) for cell in row))
    return ruled


def _blocks(bar: Bar | Span) -> RichText:
    drawn, open_ = _filled(bar)
    text = RichText("█" * drawn, "green").append("▒" * open_, "yellow")
    return text.append("░" * (BAR_WIDTH - drawn - open_), "dim")


def _filled(bar: Bar | Span) -> tuple[int, int]:
    """Return how much of a bar is filled, and how much is open after it; only a full share fills it."""
    if isinstance(bar, Bar):
        return _of_width(bar.share or Fraction(0)), 0
    low, high = (_of_width(end / bar.most if bar.most else Fraction(0)) for end in (bar.low, bar.high))
    return low, max(high - low, int(bar.high > bar.low))


def _of_width(share: Fraction) -> int:
    return max(0, min(BAR_WIDTH, int(share * BAR_WIDTH)))


def _plain(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        yield from _columns(block)
    else:
        yield str(block.text if isinstance(block, Notice) else block)


def _columns(table: Table) -> Iterator[str]:
    if table.title:
        yield from ("", str(table.title))
    rows = [[str(column.heading) for column in table.columns], *([_flat(cell) for cell in row] for row in table.rows)]
    widths = [max(map(cell_len, cells)) for cells in zip(*rows, strict=True)]
    for row in rows:
        cells = zip(row, widths, table.columns, strict=True)
        yield "  ".join(_padded(text, width, column.right) for text, width, column in cells).rstrip()


def _flat(cell: Cell) -> str:
    if not isinstance(cell, Bar | Span):
        return str(cell)
    drawn, open_ = _filled(cell)
    return "#" * drawn + "-" * open_ + "." * (BAR_WIDTH - drawn - open_)


def _padded(text: str, width: int, right: bool) -> str:
    space = " " * (width - cell_len(text))
    return space + text if right else text + space
