"""``kbbt report``: the status table as of a date."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kbbt.cli.common import (
    GroupOption,
    OutputOption,
    StoreOption,
    choose_format,
    console,
    day,
    emit,
    find_group,
    knowledge_of,
)
from kbbt.cli.usage import command
from kbbt.i18n import _

FORMATS = ("terminal", "md", "html", "docx", "odt", "pdf", "xlsx", "csv", "json")

_HELP = _("""The status table as of a date.

Without --date: as of the newest reporting date. Dates: 113-07-11, 113.7.11, 113/7/11, 1130711, 民國113年7月11日, 2024-07-11.""")

_EXAMPLES = [
    "kbbt report --date 113-07-11",
    "kbbt report --date 115-02-09 --group 產業",
    "kbbt report --date 113-07-11 -o table.docx",
]


def report(
    date: Annotated[str | None, typer.Option("--date", "-d", metavar="D", help=_("As of this date."))] = None,
    group: GroupOption = None,
    format_: Annotated[str | None, typer.Option("--format", "-f", metavar="F", help=", ".join(FORMATS))] = None,
    output: OutputOption = None,
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FILE", help=_("A template of your own (docx, odt, md, html)."))
    ] = None,
    include_delisted: Annotated[
        bool, typer.Option("--include-delisted", help=_("Show cases that were delisted earlier, too."))
    ] = False,
    mark_overdue: Annotated[
        bool, typer.Option("--mark-overdue", help=_("Mark cases whose promised date has passed."))
    ] = False,
    store: StoreOption = None,
) -> None:
    """The status table as of a date."""
    from kbbt.views import as_of

    suffix = template.suffix.lstrip(".").lower() if template and not format_ and not output else None
    chosen = choose_format(format_ or suffix, output, FORMATS)
    asked = day(date) if date else None
    knowledge = knowledge_of(store)
    when = asked or as_of.newest_date(knowledge)
    table = as_of.as_of(knowledge, when, group=find_group(knowledge, group), include_delisted=include_delisted)
    if mark_overdue:
        from kbbt.views import deadlines

        table = deadlines.mark_overdue(knowledge, table)
    if chosen == "terminal" and output is None:
        from kbbt.renderers.terminal.report import print_report

        print_report(table, console())
        return
    from kbbt.renderers import formats

    emit(formats.render_report(table, chosen, template), output)


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    command(app, help=_HELP, examples=_EXAMPLES)(report)
