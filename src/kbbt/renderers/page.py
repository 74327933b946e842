"""What a template may use: the model of a page, ready for paper or the web.

Every template (Markdown, HTML, DOCX, ODT) gets the same names; :func:`report_page` and :func:`diff_page` make them from a
view. Dates are words (113年7月11日) except where the name ends in ``_iso``. No field is called ``items``, ``keys`` or
``values``: Jinja would give the method instead.
"""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from kbbt.dates import to_roc, to_roc_long
from kbbt.i18n import _
from kbbt.labels import split_label
from kbbt.numerals import to_han
from kbbt.records import Record
from kbbt.renderers.words import kind_words
from kbbt.views.compare import without_blanks
from kbbt.views.model import Change, Difference, Report, ReportEntry


class Line(Record):
    """One line of a status text: a list item, or a paragraph. ``text`` is all of it; ``label`` + ``body`` are its parts."""

    text: str = Field(examples=["1. 臺北市：預計第3季辦理。"])
    label: str = Field(default="", examples=["1."])
    body: str = Field(default="", examples=["臺北市：預計第3季辦理。"])
    depth: int = Field(default=0, examples=[1], description="0 for a plain paragraph, 1 for 1., 2 for (1)")


class EntryPage(Record):
    """One row of the table."""

    name: str = Field(examples=["捷運三鶯線延伸八德段"])
    text: str = Field(examples=["1. 綜合規劃報告…"], description="the whole status text, one list item a line")
    lines: list[Line] = Field(default=[], description="the same text, line by line")
    remark: str = Field(
        "", examples=["113年7月11日資料"], description="what a reader must know of the row; often empty"
    )
    case: str = Field(default="", examples=["k7m2q"], description="the case's id")
    date: str = Field(default="", examples=["113年7月11日"], description="the reporting date the text comes from")
    date_iso: str = Field(default="", examples=["2024-07-11"])
    source: str = Field(default="", examples=["status_113-07-11.pdf"], description="the file the text comes from")
    place: str = Field(default="", examples=["p. 3"])
    status: str = Field(default="", examples=["tracked"], description="tracked, delisted, … (English, as in JSON)")
    delisted: bool = False
    new: bool = False
    older: bool = Field(default=False, description="the text is older than the newest source of its group")
    overdue: bool = False
    fields: dict[str, str] = Field(default={}, description="further columns of the source, by title")


class GroupPage(Record):
    """One group of cases."""

    label: str = Field(default="", examples=["(一)"])
    name: str = Field(examples=["交通組"])
    date: str = Field(default="", examples=["113年7月11日"])
    entries: list[EntryPage] = []


class ReportPage(Record):
    """The whole table."""

    title: str = Field(default="", examples=["「基北北桃合作交流平臺」合作方案辦理情形"])
    platform: str = Field(default="", examples=["基北北桃合作交流平臺"])
    as_of: str = Field(default="", examples=["113年7月11日"])
    as_of_iso: str = Field(default="", examples=["2024-07-11"])
    groups: list[GroupPage] = []
    total: int = Field(default=0, examples=[87], description="number of rows")
    has_remarks: bool = Field(default=False, description="whether any row has a remark")


def lines_of(text: str) -> list[Line]:
    """The lines of a status text with their labels; the depth comes from the order in which kinds of labels nest."""
    lines: list[Line] = []
    nesting: list[str] = []
    for raw in text.split("\n"):
        label = split_label(raw)
        if label is None:
            lines.append(Line(text=raw, body=raw))
            continue
        if label.kind in nesting:
            del nesting[nesting.index(label.kind) + 1 :]
        else:
            nesting.append(label.kind)
        lines.append(Line(text=raw, label=label.text, body=raw[label.end :], depth=len(nesting)))
    return lines


def _place(entry: ReportEntry) -> str:
    for place in entry.places:
        if place.page is not None:
            return f"p. {place.page}"
        if place.block is not None:
            cell = "" if place.row is None else f", row {place.row + 1}"
            return f"block {place.block + 1}{cell}"
    return ""


def remark_of(entry: ReportEntry) -> str:
    """What must be said beside a row on paper: that its text is older, that its delisting is inferred, that it is overdue."""
    remarks = []
    if "older" in entry.marks and entry.date:
        remarks.append(_("as of {date}", date=to_roc_long(entry.date)))
    if "delisted" in entry.marks and entry.basis == "inferred":
        remarks.append(_("delisted (inferred)"))
    if "overdue" in entry.marks:
        remarks.append(_("overdue"))
    return _("; ").join(remarks)


def _long(date: dt.date | None) -> str:
    return to_roc_long(date) if date else ""


def _entry(entry: ReportEntry) -> EntryPage:
    return EntryPage(
        name=entry.name,
        text=entry.text,
        lines=lines_of(entry.text),
        remark=remark_of(entry),
        case=entry.case or "",
        date=_long(entry.date),
        date_iso=entry.date.isoformat() if entry.date else "",
        source=entry.source_name,
        place=_place(entry),
        status=entry.status or "",
        delisted="delisted" in entry.marks,
        new="new" in entry.marks,
        older="older" in entry.marks,
        overdue="overdue" in entry.marks,
        fields=entry.fields,
    )


def report_page(report: Report) -> ReportPage:
    """The table as a template sees it."""
    groups = [
        GroupPage(
            label=f"({to_han(number)})",
            name=group.name,
            date=_long(group.date),
            entries=[_entry(entry) for entry in group.entries],
        )
        for number, group in enumerate(report.groups, 1)
    ]
    entries = [entry for group in groups for entry in group.entries]
    return ReportPage(
        title=report.title or report.platform or "",
        platform=report.platform or "",
        as_of=to_roc_long(report.as_of),
        as_of_iso=report.as_of.isoformat(),
        groups=groups,
        total=len(entries),
        has_remarks=any(entry.remark for entry in entries),
    )


class SegmentPage(Record):
    """A piece of a changed text: ``kind`` is ``same``, ``deleted`` or ``inserted``."""

    kind: str = Field(examples=["inserted"])
    text: str = Field(examples=["本案持續列管"])


class ChangePage(Record):
    """What became of one case."""

    kind: str = Field(examples=["changed"], description="the kind in English, as in JSON")
    kind_words: str = Field(examples=["變更"])
    name: str = Field(examples=["青創交流合作"])
    name_before: str = Field(default="", description="the former name, when it changed")
    group: str = ""
    before: str = ""
    after: str = ""
    before_date: str = ""
    after_date: str = ""
    inferred: bool = False
    related: list[str] = []
    segments: list[SegmentPage] = []


class CountPage(Record):
    """How many changes of a kind."""

    kind: str
    kind_words: str
    count: int


class DiffPage(Record):
    """What changed between two dates."""

    first: str = Field(examples=["113年7月11日"])
    second: str = Field(examples=["115年2月9日"])
    counts: list[CountPage] = []
    changes: list[ChangePage] = []


_SIGNS = {"=": "same", "-": "deleted", "+": "inserted"}


def _change(change: Change) -> ChangePage:
    return ChangePage(
        kind=change.kind,
        kind_words=kind_words(change.kind),
        name=change.name,
        name_before=change.name_before or "",
        group=change.group or "",
        before=change.before or "",
        after=change.after or "",
        before_date=to_roc(change.before_date) if change.before_date else "",
        after_date=to_roc(change.after_date) if change.after_date else "",
        inferred=change.basis == "inferred",
        related=change.related,
        segments=[SegmentPage(kind=_SIGNS[sign], text=text) for sign, text in without_blanks(change.segments)],
    )


def diff_page(difference: Difference) -> DiffPage:
    """A difference as a template sees it; unchanged cases are counted only."""
    return DiffPage(
        first=to_roc_long(difference.from_),
        second=to_roc_long(difference.to),
        counts=[CountPage(kind=k, kind_words=kind_words(k), count=n) for k, n in difference.counts.items() if n],
        changes=[_change(change) for change in difference.changes if change.kind != "unchanged"],
    )
