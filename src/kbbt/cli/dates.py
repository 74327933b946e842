"""``kbbt dates``: the reporting dates and meetings the store knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from kbbt.cli.common import OutputOption, StoreOption, knowledge_of
from kbbt.cli.lists import FormatOption, show
from kbbt.cli.usage import command
from kbbt.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel

_HELP = _("The reporting dates and meetings the store knows, oldest first.")

_EXAMPLES = ["kbbt dates"]


def dates(format_: FormatOption = None, output: OutputOption = None, store: StoreOption = None) -> None:
    """The reporting dates and meetings the store knows."""
    from kbbt.dates import to_roc
    from kbbt.renderers.terminal.lists import Column
    from kbbt.views.as_of import known_dates
    from kbbt.views.model import KnownDate

    def row(model: BaseModel) -> Sequence[str]:
        assert isinstance(model, KnownDate)
        what = _("table") if model.kind == "report" else _("meeting")
        groups = model.groups[0] if len(model.groups) == 1 else _("{count} groups", count=len(model.groups))
        ordinal = f"{model.year}-{model.ordinal}" if model.year and model.ordinal else ""
        return [to_roc(model.date), what, ordinal, groups, str(model.cases), model.source_name]

    columns = [
        Column(_("Date")), Column(_("What")), Column(_("Meeting")), Column(_("Groups"), flexible=True), Column(_("Cases")),
        Column(_("Source"), flexible=True),
    ]  # fmt: skip
    show(known_dates(knowledge_of(store)), columns, row, format_=format_, output=output, empty=_("No dates are known."))


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    command(app, help=_HELP, examples=_EXAMPLES)(dates)
