"""CSV and XLSX for people who filter: one row a case, and nothing in a cell can become a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence

from kbbt.i18n import _
from kbbt.renderers.page import GroupPage, report_page
from kbbt.renderers.words import field_words
from kbbt.views.model import Report

_EPOCH = dt.datetime(2000, 1, 1)  # a fixed date: the same table gives the same bytes
_CELL = 32_767
"""The most characters a cell of a workbook holds."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def guarded(text: str) -> str:
    """``text`` as a spreadsheet shows it: a leading ``'`` where a spreadsheet would begin a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def to_csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """CSV with a byte order mark, so that spreadsheets keep the Chinese; CRLF line ends as RFC 4180 has them."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([guarded(cell) for cell in row] for row in (header, *rows))
    return out.getvalue().encode("utf-8-sig")


def _header(further: Sequence[str]) -> list[str]:
    columns = [
        _("Group"),
        _("Case name"),
        _("Status"),
        _("Reporting date"),
        _("Latest status"),
        _("Source"),
        _("Place"),
        _("Id"),
    ]
    return [*columns, _("Remark"), *map(field_words, further)]


def _further(groups: Sequence[GroupPage]) -> list[str]:
    return list(dict.fromkeys(title for group in groups for entry in group.entries for title in entry.fields))


def _rows(report: Report) -> tuple[list[str], list[list[str]]]:
    groups = report_page(report).groups
    further = _further(groups)
    rows = [
        [
            group.name, entry.name, entry.status_words, entry.date_roc, entry.text, entry.source, entry.place, entry.case,
            entry.remark, *(entry.fields.get(title, "") for title in further),
        ]
        for group in groups
        for entry in group.entries
    ]  # fmt: skip
    return _header(further), rows


def report_csv(report: Report) -> bytes:
    """The table as CSV."""
    return to_csv(*_rows(report))


def _fitting(text: str) -> str:
    """As much of ``text`` as a cell holds, with a word about the rest."""
    if len(text) <= _CELL:
        return text
    rest = _("… (the whole text has {count:,} characters, and a cell of a workbook holds fewer)", count=len(text))
    return text[: _CELL - len(rest)] + rest


def report_xlsx(report: Report) -> bytes:
    """The table as a workbook with a frozen, filterable header; every cell is a string."""
    import xlsxwriter

    header, rows = _rows(report)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _EPOCH, "title": report.title})
    sheet = book.add_worksheet(_("Status"))
    bold = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1, "valign": "top"})
    cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    for column, (title, width) in enumerate(
        zip(header, [12, 32, 10, 12, 80, 24, 10, 8, 20] + [20] * len(header), strict=False)
    ):
        sheet.write_string(0, column, title, bold)
        sheet.set_column(column, column, width)
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row):
            sheet.write_string(number, column, _fitting(text), cell)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(rows), 1), len(header) - 1)
    book.close()
    return out.getvalue()
