"""``kbbt deadlines``: dates promised and reported in the texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kbbt.cli.common import GroupOption, OutputOption, StoreOption, choose_format, day, emit, find_group, knowledge_of
from kbbt.cli.lists import show
from kbbt.cli.usage import command
from kbbt.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel

FORMATS = ("terminal", "json", "csv", "ics")

_HELP = _("""Dates promised in the texts: due, overdue, done; with what the newest source says.

A calendar (ics) has the promises only, without those of closed cases.""")

_EXAMPLES = [
    "kbbt deadlines",
    "kbbt deadlines --as-of 115-02-09 --overdue",
    "kbbt deadlines --by 118-12-31 --group 交通組 -o deadlines.ics",
]


def deadlines(
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="D", help=_("As of this date (today by default)."))
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="D", help=_("Only what is due by this date."))] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help=_("Only what is overdue."))] = False,
    group: GroupOption = None,
    format_: Annotated[str | None, typer.Option("--format", "-f", metavar="F", help=", ".join(FORMATS))] = None,
    output: OutputOption = None,
    store: StoreOption = None,
) -> None:
    """Promised and reported dates."""
    import datetime as dt

    from kbbt.dates import to_roc
    from kbbt.renderers.terminal.lists import Column
    from kbbt.renderers.words import deadline_words
    from kbbt.views.deadlines import deadlines as view
    from kbbt.views.model import Deadline

    chosen = choose_format(format_, output, FORMATS)
    knowledge = knowledge_of(store)
    found = view(
        knowledge,
        day(as_of) if as_of else dt.datetime.now().astimezone().date(),
        day(by) if by else None,
        overdue,
        find_group(knowledge, group),
    )
    if chosen == "ics":
        from kbbt.renderers.ics import deadlines_ics

        emit(deadlines_ics([one for one in found if one.kind == "planned" and one.state != "closed"]), output)
        return

    def row(model: BaseModel) -> Sequence[str]:
        assert isinstance(model, Deadline)
        said = f"{to_roc(model.date)} {model.source_name}"
        return [to_roc(model.end), deadline_words(model.state), model.name, model.clause, said, model.case or ""]

    columns = [
        Column(_("Until")), Column(_("State")), Column(_("Case"), flexible=True), Column(_("Words"), flexible=True),
        Column(_("Said"), flexible=True), Column(_("Id"), style="cyan"),
    ]  # fmt: skip
    show(found, columns, row, format_=chosen, output=output, empty=_("No dates are due."))


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    command(app, help=_HELP, examples=_EXAMPLES)(deadlines)
