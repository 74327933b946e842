"""``kbbt templates``: the templates there are, a copy to edit, a check of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kbbt.cli.common import console, write_file
from kbbt.cli.usage import command, group
from kbbt.errors import ExitCode, UsageError
from kbbt.i18n import _

commands = group(
    help=_("Templates of reports and diffs: list them, copy one to edit, check your own."),
    examples=["kbbt templates list", "kbbt templates copy report.docx mine.docx", "kbbt templates check mine.docx"],
)


@command(
    commands,
    name="list",
    help=_("The templates there are, and every field a template may use."),
    examples=["kbbt templates list"],
)
def list_templates() -> None:
    """The templates, and every field with an example."""
    from kbbt.renderers.template_reference import field_rows
    from kbbt.renderers.terminal.lists import Column, print_list
    from kbbt.resources import search_path

    rows = [
        [path.name, str(folder)]
        for folder in search_path("templates")
        for path in sorted(folder.iterdir())
        if path.suffix in (".docx", ".odt", ".md", ".html", ".typ")
    ]
    print_list([Column(_("Template")), Column(_("Folder"), flexible=True)], rows, console())
    print_list(
        [Column(_("Field")), Column(_("Example"), flexible=True), Column(_("Meaning"), flexible=True)],
        field_rows(),
        console(),
    )


@command(
    commands,
    help=_("Copy a template to a file of your own, to edit it in Word, Writer or an editor."),
    examples=["kbbt templates copy report.docx mine.docx"],
)
def copy(
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("A template from the list, such as report.docx."))],
    to: Annotated[
        Path | None, typer.Argument(metavar="FILE", help=_("Where to; by default the same name here."))
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=_("Overwrite FILE."))] = False,
) -> None:
    """Copy a template."""
    from kbbt.renderers.pages import find_template

    target = to or Path(name)
    if target.exists() and not force:
        raise UsageError(
            _("the file is already there"), where=str(target), remedy=_("Choose another name, or add --force.")
        )
    write_file(target, find_template(name).read_bytes())


@command(
    commands,
    help=_("Check templates: unknown fields, broken tags, each with its place."),
    examples=["kbbt templates check mine.docx"],
)
def check(files: Annotated[list[Path], typer.Argument(metavar="FILE…", help=_("Templates of your own."))]) -> int:
    """Check templates and say what is wrong in them."""
    from kbbt.renderers.template_check import check_file, page_names

    wrong = 0
    for path in files:
        faults = check_file(path, page_names(path))
        wrong += len(faults)
        for fault in faults:
            console().print(f"{fault.where}: {fault.message} {fault.remedy}", soft_wrap=True)
        if not faults:
            console().print(_("{path}: nothing wrong", path=path), soft_wrap=True)
    return ExitCode.USAGE if wrong else ExitCode.OK


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.add_typer(commands, name="templates")
