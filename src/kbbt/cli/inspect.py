"""``kbbt inspect``: what each stage saw of a file, which parser claimed it and why, and a picture of a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kbbt.cli.common import choose_format, console, emit, ocr_mode
from kbbt.cli.usage import command
from kbbt.errors import UsageError
from kbbt.i18n import _

_HELP = _("What each stage saw of a file; nothing is stored.")

_EXAMPLES = [
    "kbbt inspect table.pdf",
    "kbbt inspect table.pdf --stage reader",
    "kbbt inspect minutes.docx --explain",
    "kbbt inspect table.pdf --page 3 -o page.png",
]


def inspect(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The file to look into."))],
    stage: Annotated[
        str,
        typer.Option("--stage", metavar="reader|repair|records", help=_("Show the document as this stage leaves it.")),
    ] = "records",
    explain: Annotated[
        bool, typer.Option("--explain", help=_("Which declarations claim the file, and why the others do not."))
    ] = False,
    page: Annotated[
        int | None, typer.Option("--page", metavar="N", min=1, help=_("Draw page N (PDF) with what was found on it."))
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help=_("Where to write."))] = None,
    format_: Annotated[str | None, typer.Option("--format", "-f", metavar="F", help="terminal, json")] = None,
    password: Annotated[
        str | None, typer.Option("--password", metavar="P", help=_("The password of an encrypted file."))
    ] = None,
    ocr: Annotated[
        str, typer.Option("--ocr", metavar="auto|always|never", help=_("Read pictures of text with tesseract."))
    ] = "auto",
    parser: Annotated[str | None, typer.Option("--parser", metavar="NAME", help=_("Read by this declaration."))] = None,
) -> None:
    """What each stage saw of a file."""
    from kbbt.ingest import stages

    if stage not in ("reader", "repair", "records"):
        raise UsageError(_("there is no stage {name!r}", name=stage), remedy=_("Stages: reader, repair, records."))
    seen = stages.Inspection(file, password=password, ocr=ocr_mode(ocr), parser=parser)
    if page is not None:
        emit(seen.picture(page), output or Path(f"{file.stem}-page-{page}.png"))
        return
    suffix_free = output if output and output.suffix == ".json" else None
    if choose_format(format_, suffix_free, ("terminal", "json")) == "json":
        emit(seen.claims_json() if explain else seen.json(stage), output)
        return
    from kbbt.renderers.terminal import inspection

    if explain:
        inspection.print_claims(seen.claims(), console())
    elif stage == "records":
        inspection.print_records(seen.records(), console())
    else:
        inspection.print_document(seen.read() if stage == "reader" else seen.repaired(), console())


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    command(app, help=_HELP, examples=_EXAMPLES)(inspect)
