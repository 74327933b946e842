"""``kbbt parsers``: the declarations of families of documents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kbbt.cli.common import OutputOption, console, emit
from kbbt.errors import ExitCode, UsageError
from kbbt.i18n import _

commands = typer.Typer(
    no_args_is_help=True,
    help=_("""The declarations of families of documents: list, show, check, draft and test them.

A folder parsers/ in the working folder adds to or replaces what comes with the program.

Examples:

  kbbt parsers list

  kbbt parsers new minutes.pdf -o parsers/transport-minutes.toml

  kbbt parsers test parsers/golden"""),
)


@commands.command("list", help=_("The declarations at hand."))
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
            str(one.path) + (f" ({_('replaces the built-in one')})" if one.replaces else ""),
        ]
        for one in list_declarations(load_declarations())
    ]
    columns = [
        Column(_("Name"), style="cyan"), Column(_("Kind")), Column(_("What it reads"), flexible=True), Column(_("Extends"), flexible=True),
        Column(_("File"), flexible=True),
    ]  # fmt: skip
    print_list(columns, rows, console())


@commands.command(help=_("A declaration with all it inherits, as TOML."))
def show(name: Annotated[str, typer.Argument(metavar="NAME", help=_("A name from the list."))]) -> None:
    """A declaration with all it inherits."""
    from kbbt.parsing import load_declarations
    from kbbt.parsing.authoring import as_toml

    declarations = load_declarations()
    family = declarations.get(name)
    if family is None:
        raise UsageError(
            _("there is no declaration {name!r}", name=name),
            remedy=_("Names: {names}.", names=", ".join(declarations.names)),
        )
    emit(as_toml(family), None)


@commands.command(
    help=_("Check declaration files: unknown keys, wrong patterns, repeated phrases, each with its line.")
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


@commands.command(
    help=_("Draft a declaration from a document: title pattern, fields, headings and columns found in it.")
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


@commands.command("test", help=_("Read every document of a folder and compare it with the golden record beside it."))
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
