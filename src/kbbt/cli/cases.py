"""``kbbt cases``: the register, and the officer's decisions on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kbbt.cli.common import GroupOption, OutputOption, StoreOption, day, find_group, knowledge_of, open_store
from kbbt.cli.lists import FormatOption, show
from kbbt.cli.usage import Group, command, group
from kbbt.errors import UsageError
from kbbt.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel

CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help=_("An id, or any unambiguous part of a name."))]


class _ListByDefault(Group):
    """``kbbt cases 瑞芳`` lists; only the names of the sub-commands are taken as such."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ("-h", "--help")):
            args = ["list", *args]
        return super().parse_args(ctx, args)


commands = group(
    cls=_ListByDefault,
    help=_("""The register: which cases there are, through all their names; and decisions on them by hand.

Without a sub-command it lists; TEXT is any part of a name."""),
    examples=[
        "kbbt cases",
        "kbbt cases 瑞芳",
        "kbbt cases --status delisted --group 產業",
        "kbbt cases merge k7m2q x3f9a",
        "kbbt cases rename k7m2q 青創交流合作",
    ],
)


@command(
    commands,
    name="list",
    help=_("List the cases (this is what `kbbt cases` does)."),
    examples=["kbbt cases list 瑞芳", "kbbt cases list --status delisted -o delisted.csv"],
)
def list_cases(
    text: Annotated[str | None, typer.Argument(metavar="TEXT", help=_("Any part of a name, or an id."))] = None,
    group: GroupOption = None,
    status: Annotated[
        list[str] | None,
        typer.Option("--status", metavar="S", help=_("Only cases that stand so (tracked, delisted, …).")),
    ] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="D", help=_("As of this date."))] = None,
    format_: FormatOption = None,
    output: OutputOption = None,
    store: StoreOption = None,
) -> None:
    """The cases."""
    from typing import cast, get_args

    from kbbt.dates import to_roc
    from kbbt.records import Status
    from kbbt.renderers.terminal.lists import Column
    from kbbt.renderers.words import standing_words
    from kbbt.views import cases as view

    for one in status or ():
        if one not in get_args(Status):
            raise UsageError(
                _("there is no status {name!r}", name=one),
                remedy=_("Statuses: {names}.", names=_(", ").join(get_args(Status))),
            )
    knowledge = knowledge_of(store)
    lines = view.list_cases(
        knowledge,
        text,
        group=find_group(knowledge, group),
        status=cast("list[Status] | None", status or None),
        as_of=day(as_of) if as_of else None,
    )

    def row(model: BaseModel) -> Sequence[str]:
        assert isinstance(model, view.CaseLine)
        name = "\n".join([model.name, *(f"← {alias}" for alias in model.aliases)])
        stands = standing_words(model.status, model.basis) + (" ?" if model.asked else "")
        seen = to_roc(model.last_seen) if model.last_seen else ""
        return [model.id, name, model.group or "", stands, to_roc(model.since) if model.since else "", seen]

    columns = [
        Column(_("Id"), style="cyan"), Column(_("Case"), flexible=True), Column(_("Group"), flexible=True),
        Column(_("Stands"), flexible=True), Column(_("Since")), Column(_("Last seen")),
    ]  # fmt: skip
    show(lines, columns, row, format_=format_, output=output, empty=_("No case fits."))


@command(commands, help=_("Say that several cases are one."), examples=["kbbt cases merge k7m2q x3f9a"])
def merge(
    cases: Annotated[list[str], typer.Argument(metavar="CASE CASE…", help=_("Ids, or unambiguous parts of names."))],
    store: StoreOption = None,
) -> None:
    """Several cases are one."""
    from kbbt.cli.deciding import add, find_cases, stamp
    from kbbt.register import decisions

    add(store, decisions.merge(find_cases(store, cases), **stamp()))


@command(
    commands,
    help=_("Say that some of a case's names are a case of their own."),
    examples=["kbbt cases split k7m2q 青創合作交流"],
)
def split(
    case: CaseArgument,
    names: Annotated[
        list[str], typer.Argument(metavar="NAME…", help=_("The names that go, as kbbt history shows them."))
    ],
    store: StoreOption = None,
) -> None:
    """Some names of a case are a case of their own."""
    from kbbt.cli.deciding import add, find_cases, stamp
    from kbbt.register import decisions

    add(store, decisions.split(find_cases(store, [case])[0], names, **stamp()))


@command(commands, help=_("Show a case by this name."), examples=["kbbt cases rename k7m2q 青創交流合作"])
def rename(
    case: CaseArgument,
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("The name to show."))],
    store: StoreOption = None,
) -> None:
    """Show a case by this name."""
    from kbbt.cli.deciding import add, find_cases, stamp
    from kbbt.register import decisions

    add(store, decisions.rename(find_cases(store, [case])[0], name, **stamp()))


@command(
    commands,
    help=_("Write a remark on a case; it stands in its history."),
    examples=["kbbt cases note k7m2q 已電洽主辦單位"],
)
def note(
    case: CaseArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=_("The remark."))],
    store: StoreOption = None,
) -> None:
    """Write a remark on a case."""
    from kbbt.cli.deciding import add, find_cases, stamp
    from kbbt.register import decisions

    add(store, decisions.note(find_cases(store, [case])[0], text, **stamp()))


@command(commands, name="decisions", help=_("The decisions made so far."), examples=["kbbt cases decisions"])
def list_decisions(format_: FormatOption = None, output: OutputOption = None, store: StoreOption = None) -> None:
    """The decisions made so far."""
    from kbbt.records import Decision
    from kbbt.renderers.terminal.lists import Column
    from kbbt.renderers.words import decision_words, moment_words

    def row(model: BaseModel) -> Sequence[str]:
        assert isinstance(model, Decision)
        return [
            model.id,
            decision_words(model.kind),
            "\n".join(model.names),
            model.value,
            moment_words(model.made_at),
            model.by,
        ]

    columns = [
        Column(_("Id"), style="cyan"), Column(_("Kind")), Column(_("Names"), flexible=True), Column(_("Value"), flexible=True),
        Column(_("Made")), Column(_("By")),
    ]  # fmt: skip
    show(
        open_store(store).decisions(), columns, row, format_=format_, output=output, empty=_("No decisions were made.")
    )


@command(commands, help=_("Take a decision back."), examples=["kbbt cases undo d1"])
def undo(
    decision: Annotated[str, typer.Argument(metavar="ID", help=_("The decision's id (kbbt cases decisions)."))],
    store: StoreOption = None,
) -> None:
    """Take a decision back."""
    from kbbt.cli.common import console
    from kbbt.cli.deciding import decide
    from kbbt.register import decisions

    decide(store, lambda before: decisions.undo(before, decision))
    console().print(_("Taken back: {id}", id=decision))


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.add_typer(commands, name="cases")
