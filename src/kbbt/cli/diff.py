"""``kbbt diff``: what changed between two dates."""

from __future__ import annotations

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
from kbbt.errors import ExitCode, UsageError
from kbbt.i18n import _

FORMATS = ("terminal", "md", "html", "docx", "json")

_HELP = _("What changed between two dates: counts first, then each change with the changed words inline.")

_EXAMPLES = [
    "kbbt diff 113-07-11 115-02-09",
    "kbbt diff 112-06-26 115-02-09 --group 產業 --only delisted",
    "kbbt diff 113-07-11 115-02-09 -o changes.docx",
]


def diff(
    first: Annotated[str, typer.Argument(metavar="D1", help=_("The earlier date."))],
    second: Annotated[str, typer.Argument(metavar="D2", help=_("The later date."))],
    group: GroupOption = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="KIND", help=_("Only changes of this kind; may be given more than once.")),
    ] = None,
    format_: Annotated[str | None, typer.Option("--format", "-f", metavar="F", help=_(", ").join(FORMATS))] = None,
    output: OutputOption = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help=_("End with exit code 1 when there are differences."))
    ] = False,
    store: StoreOption = None,
) -> int:
    """What changed between two dates."""
    from typing import get_args

    from kbbt.views.model import ChangeKind

    kinds = get_args(ChangeKind)
    for kind in only or ():
        if kind not in kinds:
            raise UsageError(
                _("there is no kind of change {name!r}", name=kind),
                remedy=_("Kinds: {names}.", names=_(", ").join(kinds)),
            )
    chosen = choose_format(format_, output, FORMATS)
    earlier, later = day(first), day(second)
    knowledge = knowledge_of(store)

    from kbbt.views.diff import diff as difference_of

    result = difference_of(knowledge, earlier, later, group=find_group(knowledge, group), only=only or None)
    if chosen == "terminal" and output is None:
        from kbbt.renderers.terminal.diff import print_diff

        print_diff(result, console())
    else:
        from kbbt.renderers import formats

        emit(formats.render_diff(result, chosen), output)
    different = any(change.kind != "unchanged" for change in result.changes)
    return ExitCode.DIFFERENT if exit_code and different else ExitCode.OK


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    command(app, help=_HELP, examples=_EXAMPLES)(diff)
