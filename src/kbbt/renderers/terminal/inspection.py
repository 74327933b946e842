"""What ``kbbt inspect`` shows: a document block by block, the declarations' claims, the records in short."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from kbbt.dates import to_roc
from kbbt.document import Document, Paragraph, Place, Table
from kbbt.i18n import _, retold
from kbbt.records import Disposition, Meeting, Source, StatusReport
from kbbt.renderers.terminal.safe import plain, shown
from kbbt.renderers.terminal.wrap import print_wrapped
from kbbt.renderers.words import disposition_words

if TYPE_CHECKING:
    from kbbt.parsing import Claim


def _place(places: Sequence[Place]) -> str:
    said = []
    for place in places[:2]:
        if place.page is not None and place.box is not None:
            said.append("p{} {:.0f},{:.0f}–{:.0f},{:.0f}".format(place.page, *place.box))
        elif place.block is not None:
            cell = "" if place.row is None else f" r{place.row}c{place.cell}"
            said.append(f"b{place.block}{cell}")
    return " + ".join(said)


def _paragraph(paragraph: Paragraph) -> Text:
    line = Text()
    if paragraph.heading:
        line.append("# ", style="cyan")
    if paragraph.label:
        line.append(shown(paragraph.label), style="bold yellow").append(shown(paragraph.text[len(paragraph.label) :]))
    else:
        line.append(shown(paragraph.text))
    return line.append(f"  {_place(paragraph.places)}", style="dim")


def print_document(document: Document, console: Console) -> None:
    """A document block by block: labels in yellow, places dim, cells by row and column."""
    sizes = _("{count} pages", count=len(document.pages)) if document.pages else _("no pages")
    console.print(
        Text(f"{document.media_type}, {sizes}, ", style="bold").append(_("{count} blocks", count=len(document.blocks)))
    )
    for note in document.notes:
        print_wrapped(console, Text(f"! {note.code}: ", style="yellow").append(shown(retold(note.text))))
    for number, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            print_wrapped(console, Text(f"{number:>4} ", style="dim").append_text(_paragraph(block)))
            continue
        print_wrapped(console, _table_head(number, block))
        for r, row in enumerate(block.rows):
            for cell in row.cells:
                spans = "" if (cell.col_span, cell.row_span) == (1, 1) else f" {cell.col_span}×{cell.row_span}"
                print_wrapped(console, Text(f"r{r}c{cell.column}{spans}", style="cyan" if row.header else "green"), 6)
                for paragraph in cell.paragraphs:
                    print_wrapped(console, _paragraph(paragraph), 10)


def _table_head(number: int, table: Table) -> Text:
    words = _("table, {rows} rows × {columns} columns", rows=len(table.rows), columns=table.columns)
    return (
        Text(f"{number:>4} ", style="dim").append(words, style="bold").append(f"  {_place(table.places)}", style="dim")
    )


def print_claims(claims: Sequence[Claim], console: Console) -> None:
    """Which declarations claim the document, with the marks that matched and those that did not."""
    for claim in claims:
        words, style = (_("claims it"), "green") if claim.claims else (_("does not claim it"), "dim")
        console.print(Text(f"{claim.name}  ", style="bold").append(words, style=style))
        for title, marks, colour in (
            (_("matched"), claim.matched, "green"),
            (_("missing"), claim.missing, "red"),
            (_("excluding"), claim.excluding, "red"),
        ):
            for mark in marks:
                print_wrapped(console, Text(f"{title}: ", style=colour).append(shown(mark)), 4)


def print_records(source: Source, console: Console) -> None:
    """The records of a file in short: what was found where, and what was not understood."""
    console.print(plain(f"{source.name}  {source.media_type}  {source.family}", "bold"))
    for problem in source.problems:
        print_wrapped(console, Text(f"! {problem.code}: ", style="yellow").append(shown(retold(problem.text))), 2)
    for report in source.reports:
        _print_report(report, console)
    for meeting in source.meetings:
        _print_meeting(meeting, console)


def _disposition(disposition: Disposition, evidence: str | None) -> Text:
    words = Text("  ").append(disposition_words(disposition), style="magenta")
    return words.append(f" 「{shown(evidence or '')}」", style="dim")


def _print_report(report: StatusReport, console: Console) -> None:
    date = to_roc(report.date) if report.date else _("no date")
    print_wrapped(console, plain(f"{report.title}  {date}", "bold cyan"))
    for group in report.groups:
        print_wrapped(console, plain(f"{group.name}  {len(group.entries)}", "cyan"), 2)
        for entry in group.entries:
            line = plain(entry.name)
            if entry.disposition:
                line.append_text(_disposition(entry.disposition, entry.evidence))
            print_wrapped(console, line, 4)


def _minute(moment: dt.datetime | None) -> str | None:
    return f"{to_roc(moment.date())} {moment:%H:%M}" if moment else None


def _print_meeting(meeting: Meeting, console: Console) -> None:
    print_wrapped(console, plain(meeting.title, "bold cyan"))
    facts = [
        (_("starts"), _minute(meeting.starts_at)),
        (_("ends"), _minute(meeting.ends_at)),
        (_("venue"), meeting.venue),
        (_("chair"), meeting.chair),
        (_("recorder"), meeting.recorder),
    ]
    for title, value in facts:
        print_wrapped(console, Text(f"{title}: ", style="dim").append(shown(value) if value else "—"), 2)
    for section in meeting.sections:
        declared = " ".join(f"{total.what} {total.count}" for total in section.declared)
        print_wrapped(
            console, plain(f"{section.label} {section.heading}", "cyan").append(f"  {shown(declared)}", style="dim"), 2
        )
        for resolution in section.resolutions:
            line = Text(f"{shown(resolution.label)} ", style="yellow")
            names = [shown(m.name) if m.role == "subject" else f"← {shown(m.name)}" for m in resolution.mentions]
            line.append("; ".join(names) or "—")
            if resolution.disposition:
                line.append_text(_disposition(resolution.disposition, resolution.evidence))
            print_wrapped(console, line, 4)
    for motion in meeting.motions:
        print_wrapped(console, Text(_("motion: "), style="dim").append(shown(motion.text)), 2)
