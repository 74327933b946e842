"""The status table on the terminal, group by group."""

from __future__ import annotations

from collections.abc import Iterator

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from kbbt.dates import to_roc, to_roc_long
from kbbt.i18n import _
from kbbt.renderers.terminal.safe import plain
from kbbt.renderers.terminal.wrap import wrap_text
from kbbt.views.model import Mark, Report, ReportEntry, ReportGroup

_STYLES: dict[Mark, str] = {
    "new": "green",
    "delisted": "red",
    "older": "dim",
    "renamed": "cyan",
    "overdue": "yellow",
}


def mark_words(entry: ReportEntry) -> list[tuple[str, Mark]]:
    """The marks of an entry in words, as they stand under its name."""
    words: list[tuple[str, Mark]] = []
    for mark in entry.marks:
        date = to_roc(entry.date) if entry.date else "?"
        if mark == "older":
            words.append((_("as of {date}", date=date), mark))
        elif mark == "delisted":
            inferred = entry.basis == "inferred"
            words.append((_("delisted (inferred)") if inferred else _("delisted"), mark))
        elif mark == "new":
            words.append((_("new"), mark))
        elif mark == "renamed":
            words.append((_("renamed"), mark))
        else:
            words.append((_("overdue"), mark))
    return words


def _columns(width: int) -> tuple[int, int]:
    """Widths of the name and the text column for a terminal of ``width`` cells."""
    inner = max(width - 7, 20)  # three rules and four blanks
    name = max(10, min(inner * 3 // 10, 40))
    return name, inner - name


def _name_cell(entry: ReportEntry, width: int) -> Text:
    style = "red" if "delisted" in entry.marks else "bold"
    cell = wrap_text(plain(entry.name, style), width, hanging=False)
    for words, mark in mark_words(entry):
        cell.append("\n").append_text(wrap_text(Text(f"〔{words}〕", style=_STYLES[mark]), width, hanging=False))
    return cell


def _text_cell(entry: ReportEntry, width: int) -> Text:
    style = "dim" if "older" in entry.marks else ""
    return wrap_text(plain(entry.text, style), width)


def _group_table(group: ReportGroup, width: int) -> RenderableType:
    name_width, text_width = _columns(width)
    table = Table(box=box.SQUARE, show_lines=True, pad_edge=True, width=width)
    table.add_column(_("Case name"), width=name_width, overflow="fold", no_wrap=True)
    table.add_column(_("Latest status"), width=text_width, overflow="fold", no_wrap=True)
    for entry in group.entries:
        table.add_row(_name_cell(entry, name_width), _text_cell(entry, text_width))
    return table


def _parts(report: Report, width: int) -> Iterator[RenderableType]:
    title = report.title or report.platform or _("Status of the cooperation cases")
    yield wrap_text(plain(title, "bold"), width, hanging=False)
    line = Text(_("As of {date}", date=to_roc_long(report.as_of)))
    if report.date and report.date != report.as_of:
        line.append("　").append(_("newest source {date}", date=to_roc_long(report.date)), style="dim")
    yield line
    for group in report.groups:
        heading = plain(group.name, "bold cyan")
        heading.append("  ").append(_("{count} cases", count=len(group.entries)), style="cyan")
        if group.date and group.date != report.as_of:
            heading.append("  ").append(_("as of {date}", date=to_roc_long(group.date)), style="dim")
        yield Text()
        yield heading
        yield _group_table(group, width)
    entries = [entry for group in report.groups for entry in group.entries]
    counts = [_("{count} cases in {groups} groups", count=len(entries), groups=len(report.groups))]
    for mark, words in (
        ("new", _("{count} new")),
        ("delisted", _("{count} delisted")),
        ("older", _("{count} from older sources")),
        ("overdue", _("{count} with an overdue promise")),
    ):
        count = sum(mark in entry.marks for entry in entries)
        if count:
            counts.append(words.format(count=count))
    yield Text()
    yield wrap_text(Text(_("; ").join(counts)), width, hanging=False)


def print_report(report: Report, console: Console) -> None:
    """Print the table to ``console``, as wide as it is."""
    console.print(Group(*_parts(report, console.width)), soft_wrap=False)
