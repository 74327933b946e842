"""``kbbt store``: look after the store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kbbt.cli.common import StoreOption, console, open_store
from kbbt.errors import ExitCode
from kbbt.i18n import _

commands = typer.Typer(
    no_args_is_help=True,
    help=_("""Look after the store: verify its files, rebuild what can be derived, back it up.

Examples:

  kbbt store verify

  kbbt store rebuild

  kbbt store backup kbbt-backup.zip"""),
)


@commands.command(help=_("Look at every file of the store; exit code 8 when something is damaged or missing."))
def verify(store: StoreOption = None) -> int:
    """What is wrong with the files, each with its remedy."""
    held = open_store(store)
    findings = held.verify()
    for finding in findings:
        console().print(f"{finding.path}: {finding.text} {finding.remedy}", soft_wrap=True)
    if not findings:
        console().print(_("{path}: nothing wrong", path=held.path), soft_wrap=True)
    return ExitCode.OK if all(finding.harmless for finding in findings) else ExitCode.STORE


@commands.command(help=_("Derive again what can be derived; with originals kept, read damaged sources again."))
def rebuild(
    accept: Annotated[
        bool, typer.Option("--accept", help=_("Take edited records as they are; go on without what is missing."))
    ] = False,
    reread: Annotated[bool, typer.Option("--reread", help=_("Read all kept originals again, with this kbbt."))] = False,
    store: StoreOption = None,
) -> None:
    """Rebuild the store."""
    from kbbt.ingest.rereading import reread_original

    held = open_store(store)
    done = held.rebuild(accept=accept, reread=reread_original, everything=reread)
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


@commands.command(help=_("Copy the store into a new zip file."))
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The zip file to write; it must not be there yet."))],
    store: StoreOption = None,
) -> None:
    """Back the store up."""
    count = open_store(store).backup(file)
    console().print(_("{count} files copied to {path}", count=count, path=file), soft_wrap=True)


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.add_typer(commands, name="store")
