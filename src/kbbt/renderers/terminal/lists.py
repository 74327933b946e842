"""Lists (cases, dates, findings, hits, deadlines) as one kind of table on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kbbt.i18n import _
from kbbt.renderers.terminal.safe import plain, shown
from kbbt.renderers.terminal.wrap import print_wrapped, wrap_text


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its ``title``, and whether it may be squeezed (``flexible``) when the terminal is narrow."""

    title: str
    flexible: bool = False
    style: str = ""


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[str]], width: int) -> list[int] | None:
    """How wide each column is; None when they do not fit beside one another."""
    natural = [
        max([cell_len(column.title)] + [cell_len(line) for row in rows for line in row[i].split("\n")])
        for i, column in enumerate(columns)
    ]
    room = width - 3 * len(columns) - 1
    over = sum(natural) - room
    flexible = [i for i, column in enumerate(columns) if column.flexible]
    while over > 0 and flexible:
        widest = max(flexible, key=lambda i: natural[i])
        if natural[widest] <= 8:
            break
        natural[widest] -= 1
        over -= 1
    return natural if over <= 0 else None


def _print_stacked(columns: Sequence[Column], rows: Sequence[Sequence[str]], console: Console) -> None:
    """Each row as lines of its own, for a screen that is too narrow for a table."""
    for number, row in enumerate(rows):
        if number:
            console.print()
        for column, cell in zip(columns, row, strict=True):
            if cell:
                line = Text(_("{title}: ", title=column.title), style="dim").append(shown(cell), style=column.style)
                print_wrapped(console, line, hanging=False)


def print_list(columns: Sequence[Column], rows: Sequence[Sequence[str]], console: Console) -> None:
    """Print ``rows`` under ``columns``; flexible columns are wrapped to the terminal's width, nothing is cut."""
    widths = _widths(columns, rows, console.width)
    if widths is None:
        _print_stacked(columns, rows, console)
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column, width in zip(columns, widths, strict=True):
        table.add_column(column.title, min_width=width, overflow="fold", no_wrap=True, style=column.style)
    for row in rows:
        table.add_row(*(wrap_text(plain(cell), width, hanging=False) for cell, width in zip(row, widths, strict=True)))
    console.print(table)
