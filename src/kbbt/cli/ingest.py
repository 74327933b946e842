"""``kbbt ingest``: documents into the store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kbbt.cli.common import StoreOption, console, ocr_mode, open_store
from kbbt.cli.usage import command
from kbbt.i18n import _

_HELP = _("""Take documents in: files and folders (recursive) of PDF, DOCX, ODT, HTML, text, scans.

The same file again is a stated no-op. One bad file never stops the others; each failure is listed with its remedy.""")

_EXAMPLES = [
    "kbbt ingest inbox/",
    "kbbt ingest minutes.docx table.pdf --store archive",
    "kbbt ingest locked.pdf --password 1234",
]


def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help=_("Files and folders."))],
    ocr: Annotated[
        str, typer.Option("--ocr", metavar="auto|always|never", help=_("Read pictures of text with tesseract."))
    ] = "auto",
    password: Annotated[
        str | None, typer.Option("--password", metavar="P", help=_("The password of encrypted files."))
    ] = None,
    parser: Annotated[
        str | None, typer.Option("--parser", metavar="NAME", help=_("Read by this declaration (kbbt parsers list)."))
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=_("Read files again that are already there."))] = False,
    keep_originals: Annotated[
        bool,
        typer.Option("--keep-originals", help=_("Keep the files themselves in the store, so that it can be rebuilt.")),
    ] = False,
    memory_limit: Annotated[
        int, typer.Option("--memory-limit", metavar="MIB", min=64, help=_("Memory that reading one file may take."))
    ] = 768,
    time_limit: Annotated[
        int,
        typer.Option(
            "--time-limit",
            metavar="S",
            min=1,
            help=_("Time that reading one file may take; each page that is read by OCR adds 20 s."),
        ),
    ] = 300,
    size_limit: Annotated[
        int, typer.Option("--size-limit", metavar="MIB", min=1, help=_("Size that a file may have."))
    ] = 128,
    store: StoreOption = None,
) -> int:
    """Take documents into the store."""
    from kbbt.ingest.model import MIB, IngestOptions, Limits
    from kbbt.ingest.pipeline import ingest as run
    from kbbt.renderers.terminal.ingest import IngestProgress, print_summary

    options = IngestOptions(
        parser=parser,
        password=password,
        ocr=ocr_mode(ocr),
        force=force,
        keep_originals=keep_originals,
        limits=Limits(memory=memory_limit * MIB, input=size_limit * MIB, cpu=float(time_limit), wall=float(time_limit)),
    )
    with IngestProgress(console(stderr=True)) as progress:
        summary = run(paths, open_store(store), options, progress.event)
    names = {one.source: one.path.name for one in summary.outcomes}
    if any(
        one.overlaps for one in summary.outcomes
    ):  # only these speak of other files; reading them all takes its time
        names |= open_store(store).knowledge().source_names()
    print_summary(summary, console(), names)
    return summary.exit_code


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    command(app, help=_HELP, examples=_EXAMPLES)(ingest)
