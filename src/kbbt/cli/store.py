"""``kbbt store``: look after the store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kbbt.cli.common import OutputOption, StoreOption, console, open_store
from kbbt.cli.lists import FormatOption, show
from kbbt.cli.usage import command, group
from kbbt.errors import AmbiguousNameError, ExitCode
from kbbt.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import BaseModel

    from kbbt.records import Source

commands = group(
    help=_("Look after the store: verify its files, rebuild what can be derived, back it up."),
    examples=["kbbt store verify", "kbbt store rebuild", "kbbt store backup kbbt-backup.zip"],
)


@command(
    commands,
    help=_("Look at every file of the store; exit code 8 when something is damaged or missing."),
    examples=["kbbt store verify"],
)
def verify(store: StoreOption = None) -> int:
    """What is wrong with the files, each with its remedy."""
    from kbbt.renderers.terminal.safe import one_line

    held = open_store(store)
    findings = held.verify()
    for finding in findings:
        console().print(f"{one_line(finding.path)}: {finding.text} {finding.remedy}", soft_wrap=True)
    if not findings:
        console().print(_("{path}: nothing wrong", path=held.path), soft_wrap=True)
    return ExitCode.OK if all(finding.harmless for finding in findings) else ExitCode.STORE


@command(
    commands,
    help=_("Derive again what can be derived; with originals kept, read damaged sources again."),
    examples=["kbbt store rebuild", "kbbt store rebuild --accept"],
)
def rebuild(
    accept: Annotated[
        bool, typer.Option("--accept", help=_("Take edited records as they are; go on without what is missing."))
    ] = False,
    reread: Annotated[bool, typer.Option("--reread", help=_("Read all kept originals again, with this kbbt."))] = False,
    store: StoreOption = None,
) -> None:
    """Rebuild the store."""
    from kbbt.ingest.rebuild import rebuild as run

    done = run(open_store(store), accept=accept, everything=reread)
    out = console()
    for title, paths in (
        (_("read again"), done.reread),
        (_("accepted as it is"), done.accepted),
        (_("moved aside"), done.moved_aside),
    ):
        for path in paths:
            out.print(f"{title}: {path}", soft_wrap=True)
    for path, reason in done.failed.items():
        out.print(_("could not be read again: {path}: {reason}", path=path, reason=reason), soft_wrap=True)
    out.print(_("the register was made anew") if done.register_changed else _("the register is as it was"))


@command(
    commands,
    help=_("Take a file out of the store again, with all that was read from it."),
    examples=["kbbt store remove minutes.pdf"],
)
def remove(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help=_("A file name, or the beginning of an id (kbbt store sources)."))
    ],
    store: StoreOption = None,
) -> None:
    """Take a source out."""
    held = open_store(store)
    found = _one_source(held.sources(), source)
    held.remove(found.id)
    console().print(_("removed: {name}", name=found.name), soft_wrap=True)


@command(commands, help=_("Copy the store into a new zip file."), examples=["kbbt store backup kbbt-backup.zip"])
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The zip file to write; it must not be there yet."))],
    store: StoreOption = None,
) -> None:
    """Back the store up."""
    count = open_store(store).backup(file)
    console().print(_("{count} files copied to {path}", count=count, path=file), soft_wrap=True)


@command(
    commands,
    name="sources",
    help=_("The files the store knows, with their ids and families."),
    examples=["kbbt store sources"],
)
def list_sources(format_: FormatOption = None, output: OutputOption = None, store: StoreOption = None) -> None:
    """The files the store knows."""
    from kbbt.records import Source
    from kbbt.renderers.terminal.lists import Column

    def row(model: BaseModel) -> Sequence[str]:
        assert isinstance(model, Source)
        return [
            model.id[:12],
            model.name,
            model.family,
            str(len(model.reports)),
            str(len(model.meetings)),
            str(len(model.problems)),
        ]

    columns = [
        Column(_("Id"), style="cyan"), Column(_("File"), flexible=True), Column(_("Family"), flexible=True), Column(_("Tables")),
        Column(_("Meetings")), Column(_("Problems")),
    ]  # fmt: skip
    show(
        open_store(store).sources(),
        columns,
        row,
        format_=format_,
        output=output,
        empty=_("Nothing has been ingested yet."),
    )


@command(
    commands,
    help=_("Of several files that hold one meeting or table, let this one count."),
    examples=["kbbt store prefer minutes.docx"],
)
def prefer(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help=_("A file name, or the beginning of an id (kbbt store sources)."))
    ],
    store: StoreOption = None,
) -> None:
    """Let one of several readings count."""
    from kbbt.cli.deciding import add, stamp
    from kbbt.register.decisions import prefer as preferred

    found = _one_source(open_store(store).sources(), source)
    add(store, preferred(found.id, **stamp()))


def _one_source(sources: Sequence[Source], text: str) -> Source:
    """The source meant by a name or the beginning of an id. Raises AmbiguousNameError."""
    found = [one for one in sources if one.name == text or one.id.startswith(text.lower())]
    if len(found) == 1:
        return found[0]
    problem = (
        _("no source is called {text!r}", text=text) if not found else _("{text!r} fits several sources", text=text)
    )
    raise AmbiguousNameError(problem, remedy=_("kbbt store sources lists them with their ids."))


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.add_typer(commands, name="store")
