"""Shared by the commands that print lists: terminal, JSON or CSV."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kbbt.cli.common import choose_format, console, emit

if TYPE_CHECKING:
    from pydantic import BaseModel

    from kbbt.renderers.terminal.lists import Column

FORMATS = ("terminal", "json", "csv")
FormatOption = Annotated[str | None, typer.Option("--format", "-f", metavar="F", help=", ".join(FORMATS))]


def show(
    models: Sequence[BaseModel],
    columns: Sequence[Column],
    row: Callable[[BaseModel], Sequence[str]],
    *,
    format_: str | None,
    output: Path | None,
    empty: str,
) -> None:
    """Print ``models`` as a list; in the terminal an empty list says ``empty``."""
    chosen = choose_format(format_, output, FORMATS)
    if chosen == "json":
        from kbbt.renderers.jsonout import dumps

        emit(dumps(models), output)
        return
    rows = [list(row(model)) for model in models]
    if chosen == "csv":
        from kbbt.renderers.sheets import to_csv

        emit(to_csv([column.title for column in columns], rows), output)
        return
    if not rows:
        console(stderr=True).print(empty)
        return
    from kbbt.renderers.terminal.lists import print_list

    print_list(columns, rows, console())
