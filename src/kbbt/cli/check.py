"""``kbbt check``: what does not add up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kbbt.cli.common import OutputOption, StoreOption, choose_format, console, day, emit, knowledge_of
from kbbt.cli.lists import FORMATS, FormatOption, show
from kbbt.cli.usage import command
from kbbt.errors import ExitCode, UsageError
from kbbt.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel

_HELP = _("""What does not add up in the sources, each finding with a code, a place and a remedy.

Ends with exit code 1 when there is a finding of the chosen severity or graver.""")

_EXAMPLES = ["kbbt check", "kbbt check --select KB1 --ignore KB305", "kbbt check --explain KB101"]


def check(
    select: Annotated[
        list[str] | None,
        typer.Option("--select", metavar="CODE", help=_("Only these checks (a code, its beginning, or a name).")),
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", metavar="CODE", help=_("Not these checks."))] = None,
    severity: Annotated[
        str,
        typer.Option(
            "--severity", metavar="error|warning|info", help=_("Report and count this severity and graver ones.")
        ),
    ] = "warning",
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="D", help=_("The day promises are held against (the newest reporting date).")),
    ] = None,
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="CODE", help=_("Explain a check, with examples."))
    ] = None,
    format_: FormatOption = None,
    output: OutputOption = None,
    store: StoreOption = None,
) -> int:
    """What does not add up."""
    from kbbt.views import check as view

    if explain is not None:
        from kbbt.views.check.reference import section

        console().print(section(view.explain(explain)), soft_wrap=True)
        return ExitCode.OK
    if severity not in view.SEVERITIES:
        raise UsageError(
            _("there is no severity {name!r}", name=severity),
            remedy=_("Severities: {names}.", names=_(", ").join(view.SEVERITIES)),
        )
    chosen = choose_format(format_, output, FORMATS)
    found = view.check(knowledge_of(store), day(on) if on else None, select=_codes(select), ignore=_codes(ignore))
    grave = view.SEVERITIES[: view.SEVERITIES.index(severity) + 1]
    found = [one for one in found if one.severity in grave]
    if chosen == "terminal":
        from kbbt.renderers.terminal.check import print_findings

        print_findings(found, console())
    elif chosen == "json":
        from kbbt.renderers.jsonout import dumps

        emit(dumps(found), output)
    else:
        from kbbt.renderers.terminal.lists import Column

        def row(model: BaseModel) -> Sequence[str]:
            return [str(getattr(model, name) or "") for name in names]

        names = (
            "code",
            "name",
            "severity",
            "date",
            "group",
            "case_name",
            "message",
            "remedy",
            "source_name",
            "title",
            "label",
        )
        show(found, [Column(name) for name in names], row, format_="csv", output=output, empty="")
    return ExitCode.DIFFERENT if found else ExitCode.OK


def _codes(given: list[str] | None) -> list[str]:
    """``--select KB1,KB3`` and ``--select KB1 --select KB3`` are the same."""
    return [code for one in given or () for code in one.split(",") if code.strip()]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    command(app, help=_HELP, examples=_EXAMPLES)(check)
