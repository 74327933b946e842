"""What a template may use: the model of a page, ready for paper or the web.

Every template (Markdown, HTML, DOCX, ODT) gets the same names; :func:`report_page` and :func:`diff_page` make them from a
view. Dates are words (113年7月11日) except where the name ends in ``_iso``. No field is called ``items``, ``keys`` or
``values``: Jinja would give the method instead.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import Field

from kbbt.dates import to_roc, to_roc_long
from kbbt.i18n import _, said
from kbbt.labels import split_label
from kbbt.numerals import to_han
from kbbt.records import Record
from kbbt.renderers.words import kind_words, place_words, status_words
from kbbt.views.compare import without_blanks
from kbbt.views.model import Change, Difference, Report, ReportEntry


def _about(example: object, description: str, default: Any = ...) -> Any:
    """A field with the example and the meaning that the reference of templates shows."""
    return Field(default, examples=[example], description=description)


class Line(Record):
    """One line of a status text: a list item, or a paragraph. ``text`` is all of it; ``label`` + ``body`` are its parts."""

    text: str = _about("1. 臺北市：預計第3季辦理。", said("the whole line, its label included"))
    label: str = _about("1.", said("the label at its head; empty for a plain paragraph"), "")
    body: str = _about("臺北市：預計第3季辦理。", said("the line without its label"), "")
    depth: int = _about(1, said("0 for a plain paragraph, 1 for 1., 2 for (1)"), 0)


class EntryPage(Record):
    """One row of the table."""

    name: str = _about("捷運三鶯線延伸八德段", said("the case's name"))
    text: str = _about("1. 綜合規劃報告…", said("the whole status text, one list item a line"))
    lines: list[Line] = _about("{% for line in entry.lines %}", said("the same text, line by line"), [])
    remark: str = _about("截至 113年7月11日", said("what a reader must know of the row; often empty"), "")
    case: str = _about("k7m2q", said("the case's id"), "")
    date: str = _about("113年7月11日", said("the reporting date the text comes from"), "")
    date_roc: str = _about("113-07-11", said("the same date in short"), "")
    date_iso: str = _about("2024-07-11", said("the same date as programs write it"), "")
    source: str = _about("status_113-07-11.pdf", said("the file the text comes from"), "")
    place: str = _about("第 3 頁", said("where in the file the text stands"), "")
    status: str = _about("tracked", said("tracked, delisted, … (English, as in JSON)"), "")
    status_words: str = _about("列管中", said("the status in the user's language"), "")
    delisted: bool = _about("{% if entry.delisted %}", said("the case is delisted"), False)
    new: bool = _about("{% if entry.new %}", said("the case is new since the last report"), False)
    older: bool = _about("{% if entry.older %}", said("the text is older than the newest source of its group"), False)
    overdue: bool = _about("{% if entry.overdue %}", said("a promised date has passed (with --mark-overdue)"), False)
    fields: dict[str, str] = _about(
        "{{ entry.fields['主辦機關'] }}", said("further columns of the source, by title"), {}
    )


class GroupPage(Record):
    """One group of cases."""

    label: str = _about("(一)", said("the group's number in the table"), "")
    name: str = _about("交通組", said("the group's name"))
    date: str = _about("113年7月11日", said("the reporting date of the group's newest source"), "")
    entries: list[EntryPage] = _about("{% for entry in group.entries %}", said("the rows of the group"), [])


class ReportPage(Record):
    """The whole table."""

    title: str = _about("「基北北桃合作交流平臺」合作方案辦理情形", said("the title of the table"), "")
    platform: str = _about("基北北桃合作交流平臺", said("the platform's name"), "")
    as_of: str = _about("113年7月11日", said("the date asked for"), "")
    as_of_iso: str = _about("2024-07-11", said("the same date as programs write it"), "")
    groups: list[GroupPage] = _about("{% for group in groups %}", said("the groups in the platform's order"), [])
    total: int = _about(87, said("number of rows"), 0)
    has_remarks: bool = _about("{% if has_remarks %}", said("whether any row has a remark"), False)


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
        date_roc=to_roc(entry.date) if entry.date else "",
        date_iso=entry.date.isoformat() if entry.date else "",
        source=entry.source_name,
        place=place_words(entry.places),
        status=entry.status or "",
        status_words=status_words(entry.status) if entry.status else "",
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

    kind: str = _about("inserted", said("same, deleted or inserted"))
    text: str = _about("本案辦理中", said("the words of the piece"))


class ChangePage(Record):
    """What became of one case."""

    kind: str = _about("changed", said("the kind in English, as in JSON"))
    kind_words: str = _about("內容異動", said("the kind in the user's language"))
    name: str = _about("青創交流合作", said("the case's name"))
    name_before: str = _about("青創合作交流", said("the former name, when it changed"), "")
    group: str = _about("交通組", said("the group's name"), "")
    before: str = _about("本案辦理中。", said("the text on the first date"), "")
    after: str = _about("本案已辦理完成。", said("the text on the second date"), "")
    before_date: str = _about("113-07-11", said("the reporting date of the first text"), "")
    after_date: str = _about("115-02-09", said("the reporting date of the second text"), "")
    inferred: bool = _about("{% if change.inferred %}", said("no source states it; it is inferred"), False)
    related: list[str] = _about("{% for name in change.related %}", said("other cases in it (merged, split)"), [])
    segments: list[SegmentPage] = _about(
        "{% for segment in change.segments %}", said("the changed text piece by piece"), []
    )


class CountPage(Record):
    """How many changes of a kind."""

    kind: str = _about("changed", said("the kind in English, as in JSON"))
    kind_words: str = _about("內容異動", said("the kind in the user's language"))
    count: int = _about(6, said("how many changes of the kind"))


class DiffPage(Record):
    """What changed between two dates."""

    first: str = _about("113年7月11日", said("the first date"))
    second: str = _about("115年2月9日", said("the second date"))
    counts: list[CountPage] = _about("{% for count in counts %}", said("how many changes of each kind"), [])
    changes: list[ChangePage] = _about("{% for change in changes %}", said("the changes, without unchanged cases"), [])


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
