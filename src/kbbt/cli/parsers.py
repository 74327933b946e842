"""``kbbt parsers``: the declarations of families of documents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kbbt.cli.common import OutputOption, console, emit
from kbbt.cli.usage import command, group
from kbbt.errors import ExitCode, UsageError
from kbbt.i18n import _

commands = group(
    help=_("""The declarations of families of documents: list, show, check, draft and test them.

A folder parsers/ in the working folder adds to or replaces what comes with the program."""),
    examples=[
        "kbbt parsers list",
        "kbbt parsers new minutes.pdf -o parsers/transport-minutes.toml",
        "kbbt parsers test parsers/golden",
    ],
)


@command(commands, name="list", help=_("The declarations at hand."), examples=["kbbt parsers list"])
def list_parsers() -> None:
    """The declarations at hand."""
    from kbbt.parsing import load_declarations
    from kbbt.parsing.authoring import list_declarations
    from kbbt.renderers.terminal.lists import Column, print_list

    rows = [
        [
            one.name,
            one.kind,
            one.summary,
            one.extends,
            _("{path} (replaces the built-in one)", path=one.path) if one.replaces else str(one.path),
        ]
        for one in list_declarations(load_declarations())
    ]
    columns = [
        Column(_("Name"), style="cyan"), Column(_("Kind")), Column(_("What it reads"), flexible=True), Column(_("Extends"), flexible=True),
        Column(_("File"), flexible=True),
    ]  # fmt: skip
    print_list(columns, rows, console())


@command(commands, help=_("A declaration with all it inherits, as TOML."), examples=["kbbt parsers show status-report"])
def show(name: Annotated[str, typer.Argument(metavar="NAME", help=_("A name from the list."))]) -> None:
    """A declaration with all it inherits."""
    from kbbt.parsing import load_declarations
    from kbbt.parsing.authoring import as_toml

    declarations = load_declarations()
    family = declarations.get(name)
    if family is None:
        raise UsageError(
            _("there is no declaration {name!r}", name=name),
            remedy=_("Names: {names}.", names=_(", ").join(declarations.names)),
        )
    emit(as_toml(family), None)


@command(
    commands,
    help=_("Check declaration files: unknown keys, wrong patterns, repeated phrases, each with its line."),
    examples=["kbbt parsers check parsers/transport-minutes.toml"],
)
def check(files: Annotated[list[Path], typer.Argument(metavar="FILE…", help=_("Declaration files."))]) -> int:
    """Check declaration files."""
    from kbbt.errors import DeclarationError
    from kbbt.parsing.authoring import check_declaration

    wrong = False
    for path in files:
        try:
            family, remarks = check_declaration(path)
        except DeclarationError as error:
            wrong = True
            console().print(f"{error.where}: {error.message}", soft_wrap=True)
            if error.remedy:
                console().print(f"    {error.remedy}", soft_wrap=True)
            continue
        console().print(_("{path}: {name} is sound", path=path, name=family.name), soft_wrap=True)
        for remark in remarks:
            console().print(f"    {remark}", soft_wrap=True)
    return ExitCode.USAGE if wrong else ExitCode.OK


@command(
    commands,
    help=_("Draft a declaration from a document: title pattern, fields, headings and columns found in it."),
    examples=["kbbt parsers new minutes.pdf -o parsers/transport-minutes.toml"],
)
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A document of the new family."))],
    output: OutputOption = None,
) -> None:
    """Draft a declaration from a document."""
    from kbbt.ingest.stages import Inspection
    from kbbt.parsing import load_declarations
    from kbbt.parsing.draft import draft_declaration

    emit(draft_declaration(Inspection(file).repaired(), load_declarations(), name=file.name), output)


@command(
    commands,
    name="test",
    help=_("Read every document of a folder and compare it with the golden record beside it."),
    examples=["kbbt parsers test parsers/golden"],
)
def run_tests(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("Documents, each with NAME.golden.json beside it."))],
    update: Annotated[bool, typer.Option("--update", help=_("Write the golden records anew, for review."))] = False,
) -> int:
    """Compare documents with their golden records."""
    from kbbt.parsing import load_declarations
    from kbbt.parsing.goldens import run_goldens

    found = run_goldens(folder, load_declarations(), update=update)
    for one in found:
        sign = "✓" if one.is_good else "✗"
        console().print(f"{sign} {one.document}: {_status_words(one.status)} {one.message}".rstrip(), soft_wrap=True)
        for line in one.diff:
            console().print(f"    {line}", soft_wrap=True)
    bad = sum(not one.is_good for one in found)
    console().print(_("documents: {count}; not as they should be: {bad}", count=len(found), bad=bad))
    return ExitCode.DIFFERENT if bad else ExitCode.OK


def _status_words(status: str) -> str:
    return {
        "same": _("as its golden record says"),
        "different": _("differs from its golden record"),
        "missing": _("has no golden record yet; --update writes one"),
        "written": _("golden record written"),
        "failed": _("could not be read"),
    }[status]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.add_typer(commands, name="parsers")
