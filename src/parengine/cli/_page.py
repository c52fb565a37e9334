"""
Pages: what a command shows, as lines and tables, and the two ways of writing them.

A terminal gets ruled tables and colour (none with NO_COLOR); anything else gets plain text in columns,
with no character that a spreadsheet or `awk` would stumble over.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any, Final, TypeAlias

from attrs import field, frozen
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text as RichText

BAR_WIDTH: Final = 20


@frozen
class Column:
    """A column's heading; figures stand `right`."""

    heading: str
    right: bool = False


@frozen
class Bar:
    """A share drawn as a bar; None is drawn as nothing."""

    share: Fraction | None


Cell: TypeAlias = "str | Bar"


@frozen
class Table:
    """Rows under headings; `title` is a line above them."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


@frozen
class Notice:
    """A line that must not be overlooked."""

    text: str


Block: TypeAlias = "str | Notice | Table"


@frozen
class Page:
    """What a command shows to people, and what it gives to programs."""

    blocks: Sequence[Block]
    json: Any = field(repr=False)


def write(page: Page, format: str) -> None:
    """Write a page to standard output, as text or as JSON."""
    if format == "json":
        sys.stdout.write(page.json if isinstance(page.json, str) else json_text(page.json))
    elif sys.stdout.isatty():
        _write_rich(page.blocks)
    else:
        sys.stdout.writelines(f"{line}\n" for block in page.blocks for line in _plain(block))


def json_text(value: Any) -> str:
    """Return JSON for people and programs: in the given order, with Vietnamese as it is written."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _write_rich(blocks: Iterable[Block]) -> None:
    console = Console(highlight=False, markup=False, emoji=False)
    for block in blocks:
        if isinstance(block, Table):
            console.print(_ruled(block))
        elif isinstance(block, Notice):
            console.print(block.text, style="bold yellow")
        else:
            console.print(block)


def _ruled(table: Table) -> RichTable:
    ruled = RichTable(title=table.title or None, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    for column in table.columns:
        ruled.add_column(column.heading, justify="right" if column.right else "left")
    for row in table.rows:
        ruled.add_row(*(RichText(cell) if isinstance(cell, str) else _blocks(cell) for cell in row))
    return ruled


def _blocks(bar: Bar) -> RichText:
    drawn = _filled(bar)
    return RichText("█" * drawn, "green").append("░" * (BAR_WIDTH - drawn), "dim")


def _filled(bar: Bar) -> int:
    """Return how much of a bar is filled; only a full share fills it."""
    return max(0, min(BAR_WIDTH, int((bar.share or 0) * BAR_WIDTH)))


def _plain(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        yield from _columns(block)
    else:
        yield block if isinstance(block, str) else block.text


def _columns(table: Table) -> Iterator[str]:
    if table.title:
        yield from ("", table.title)
    rows = [[column.heading for column in table.columns], *([_flat(cell) for cell in row] for row in table.rows)]
    widths = [max(map(cell_len, cells)) for cells in zip(*rows, strict=True)]
    for row in rows:
        cells = zip(row, widths, table.columns, strict=True)
        yield "  ".join(_padded(text, width, column.right) for text, width, column in cells).rstrip()


def _flat(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    return "#" * _filled(cell) + "." * (BAR_WIDTH - _filled(cell))


def _padded(text: str, width: int, right: bool) -> str:
    space = " " * (width - cell_len(text))
    return space + text if right else text + space
