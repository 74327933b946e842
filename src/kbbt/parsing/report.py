"""Status reports: tables of cases under their groups, as of a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from kbbt.dates import find_dates
from kbbt.document import Block, Document, Paragraph, Table
from kbbt.i18n import said
from kbbt.parsing.dispositions import Verdict, decide, hits, options_apart
from kbbt.parsing.folded import Folded
from kbbt.parsing.labelled import read_labelled
from kbbt.parsing.outline import label_of
from kbbt.parsing.reading import Reading, plain, quote, text_of
from kbbt.parsing.sums import Sums
from kbbt.parsing.tables import (
    Columns,
    Row,
    caption,
    further_fields,
    group_in,
    one_line,
    read_columns,
    read_rows,
    ticked,
    whole_row,
)
from kbbt.parsing.title import Title, find_titles
from kbbt.parsing.totals import declared_totals
from kbbt.records import DeclaredTotal, EntryGroup, Place, StatusEntry, StatusReport
from kbbt.text import fold

_OWN = {"name", "text", "group"}
_LONGEST_HEADING = 30
"""Characters of the longest line above a table that can be its heading."""


@dataclass
class _Report:
    """A report while it is being read."""

    title: Title | None = None
    date: dt.date | None = None
    fields: dict[str, str] = field(default_factory=dict)
    groups: dict[str, list[StatusEntry]] = field(default_factory=dict)
    declared: dict[str, list[DeclaredTotal]] = field(default_factory=dict)
    summed: dict[str, list[DeclaredTotal]] = field(default_factory=dict)
    """What the rows of totals say of the groups they end."""

    def record(self) -> StatusReport:
        return StatusReport(
            date=self.date,
            platform=self.title.platform if self.title else None,
            title=self.title.text if self.title else "",
            groups=[
                EntryGroup(name=name, entries=entries, declared=self.declared.get(name, []) + self.summed.get(name, []))
                for name, entries in self.groups.items()
            ],
            fields=self.fields,
        )


class ReportReader:
    """Reads the blocks of one document into reports. One object reads one document."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._family = reading.family
        self._report = _Report()
        self._reports = [self._report]
        self._group = ""
        self._heading = ""
        self._heading_used = False
        self._above: Paragraph | None = None
        """A line that nothing read: above a table it may be the heading of a group that nobody declared."""
        self._columns: Columns | None = None
        self._sums = Sums()
        self._read_groups = 0

    def read(self, document: Document) -> list[StatusReport]:
        """The reports in ``document``; what no rule takes becomes a problem that quotes it."""
        blocks = document.blocks
        titles = {t.start: t for t in find_titles(blocks, self._family)}
        i = 0
        while i < len(blocks):
            block = blocks[i]
            if i in titles:
                self._drop_line()
                self._begin(titles[i])
                i = titles[i].end
                continue
            if isinstance(block, Table):
                self._table(block)
            elif block.text.strip():
                self._paragraph(block)
            i += 1
        self._finish()
        return [r.record() for r in self._reports if r.groups or r.fields or r.title is not None]

    def _begin(self, title: Title) -> None:
        now = self._report
        if now.title is not None and now.groups and fold(now.title.text) != fold(title.text):
            self._next_report(None)
            now = self._report
        if now.title is None:
            now.title = title
            edition = title.edition or self._reading.edition
            now.fields |= {"edition": edition} if edition else {}
            if title.date:
                self._date(title.date)
        if title.group:
            self._open_group(title.group, title.text)

    def _paragraph(self, paragraph: Paragraph) -> None:
        self._drop_line()
        group = group_in(paragraph.text, self._family)
        if group is not None:
            self._open_group(group, paragraph.text, (paragraph,))
            return
        label = label_of(paragraph)
        labelled = read_labelled(_body(paragraph), self._family.fields, strict=False)
        for one in labelled:
            if one.key == "date":
                self._date(one.value or paragraph.text, (paragraph,))
            self._keep(one.key, one.value)
        if labelled:
            return
        folded = Folded(paragraph.text).text
        notes = self._report.fields.get("notes")
        if any(p.match(folded) for p in self._family.table_notes) or (notes and label is not None):
            self._keep("notes", paragraph.text)
        else:
            self._above = paragraph

    def _drop_line(self) -> None:
        """A line that turned out to be no heading is told."""
        if self._above is not None:
            told = said("text that belongs to no table: {text}", text=self._above.text)
            self._reading.problem("unread", told, (self._above,))
        self._above = None

    def _heads_group(self, columns: Columns) -> bool:
        """True when the line above a table must be its group: a table of the group before would not begin anew."""
        if self._above is None or columns.has("group") or not self._family.groups:
            return False
        text = self._above.text.strip()
        return (
            len(text) <= _LONGEST_HEADING and not any(c in "。；，：" for c in text[:-1]) and text[-1] not in "。；，"
        )

    def _date(self, words: str, blocks: Sequence[Block] = ()) -> None:
        dates = find_dates(plain(words))
        if not dates:
            self._reading.problem("date", said("no date can be read from {words}", words=quote(words)), blocks)
            return
        # a month or a quarter is reported on up to its end
        date = dates[0].end
        if self._report.date is not None and date != self._report.date and self._report.groups:
            self._next_report(self._report.title)
        self._report.date = self._report.date or date

    def _next_report(self, title: Title | None) -> None:
        self._finish()
        self._report = _Report(title)
        self._reports.append(self._report)
        self._group = ""
        self._read_groups = 0

    def _open_group(self, group: str, printed: str, blocks: Sequence[Block] = ()) -> None:
        self._drop_heading()
        known = self._family.groups.find(group) is not None or not self._reading.pictured
        meant = None if known else self._family.groups.misread(group)
        if meant is not None:
            told = said("OCR read the group {group} as {read}", group=quote(meant), read=quote(group))
            self._reading.problem("misread", told, blocks)
            group = meant
        self._group = group
        new = group not in self._report.groups
        self._report.groups.setdefault(group, [])
        totals = declared_totals(printed, self._family)
        if totals:
            self._report.declared.setdefault(group, []).extend(totals)
        if new and self._family.groups and self._family.groups.find(group) is None:
            told = said("no declaration knows the group {group}", group=quote(group))
            self._reading.problem("unknown-group", told, blocks)

    def _table(self, table: Table) -> None:
        columns = read_columns(table, self._family)
        if columns is None and self._goes_on(table) and self._columns is not None:
            columns = Columns(self._columns.columns, 0, 0)
        if columns is None:
            self._drop_line()
            told = said("a table whose columns are not known: {text}", text=text_of([table]))
            self._reading.problem("table", told, (table,))
            return
        self._columns = columns
        if self._above is not None and self._heads_group(columns):
            above, self._above = self._above, None
            self._open_group(_body(above), above.text, (above,))
        self._drop_line()
        for paragraph in caption(table, columns):
            self._paragraph(paragraph)
        if columns.first == columns.end and self._group not in self._report.groups:
            self._open_group(self._group, "")
        for row in read_rows(table, columns, self._reading):
            self._row(row, columns)
        self._read_groups = len(self._report.groups)

    def _goes_on(self, table: Table) -> bool:
        """True for a table as wide as the last one under a new group: only the first one has the header."""
        alike = self._columns is not None and len(self._columns.columns) == table.columns
        texts = [Folded(one_line(cell.text)).text for row in table.rows[:1] for cell in row.cells]
        titled = any(self._family.columns.whole(text) is not None for text in texts)
        return alike and not titled and len(self._report.groups) > self._read_groups

    def _row(self, row: Row, columns: Columns) -> None:
        if row.kind == "total":
            self._total(row, columns)
        elif row.kind == "group":
            self._open_group(group_in(row.text, self._family) or row.text, row.text)
        elif row.kind == "heading":
            self._drop_heading()
            self._heading = row.text
        elif row.kind == "other":
            told = said("a table whose columns are not known: {text}", text=row.text)
            self._reading.problem("table", told, places=row.places)
        else:
            self._sums.add(row)
            self._entry(row, columns)

    def _total(self, row: Row, columns: Columns) -> None:
        """A row of totals: checked, and kept; the number of cases it states is its group's when it sums that group alone."""
        of_group = self._sums.since_last == len(self._report.groups.get(self._group, ()))
        self._sums.check(row, columns, self._reading)
        self._keep("totals", whole_row(row))
        for value in row.values.values() if of_group else ():
            declared = [t for t in declared_totals(value, self._family) if t.kind in (None, "total")]
            totals = [DeclaredTotal(what=row.text, count=t.count, kind="total") for t in declared]
            if totals and self._group in self._report.groups:
                self._report.summed.setdefault(self._group, []).extend(totals)

    def _keep(self, key: str, text: str) -> None:
        """Add a line to a field of the report, once."""
        before = self._report.fields.get(key)
        if before is None or text not in before.split("\n"):
            self._report.fields[key] = f"{before}\n{text}" if before else text

    def _drop_heading(self) -> None:
        """A heading in the table under which nothing stands is told."""
        if self._heading and not self._heading_used:
            self._reading.problem(
                "unread", said("a row of the table without cases below it: {text}", text=self._heading)
            )
        self._heading, self._heading_used = "", False

    def _entry(self, row: Row, columns: Columns) -> None:
        printed = row.values.get("group")
        if printed:
            group = group_in(one_line(printed), self._family) or one_line(printed)
            if group != self._group or group not in self._report.groups:
                self._open_group(group, one_line(printed))
        name = one_line(row.values.get("name", ""))
        missing = [k for k in {"name": 0, **dict.fromkeys(self._family.rule.table.required)} if not row.values.get(k)]
        if missing:
            told = said("a row without {what}: {text}", what=", ".join(missing), text=whole_row(row))
            self._reading.problem("row", told, places=row.places)
            return
        text = row.values.get("text", "")
        if not text and columns.has("text"):
            self._reading.problem("no-text", said("{name}: nothing is said of it", name=quote(name)), places=row.places)
        self._reading.check_cities(text, row.places)
        verdict = ticked(row, columns, self._reading) or self._said(row.values.get("decision", ""), text, row.places)
        fields = further_fields(row, columns, self._family, _OWN)
        if self._heading:
            fields["heading"] = self._heading
            self._heading_used = True
        self._report.summed.pop(self._group, None)  # the group goes on: the total was that of a part
        self._report.groups.setdefault(self._group, []).append(
            StatusEntry(
                name=name,
                text=text,
                disposition=verdict.kind if verdict else None,
                evidence=verdict.evidence if verdict else None,
                places=row.places,
                fields=fields,
            )
        )

    def _said(self, decision: str, text: str, places: Sequence[Place]) -> Verdict | None:
        """What the words of the column of decisions tell; where they tell nothing those of the text, as far as they may."""
        in_text = [h for h in hits([text], self._family) if h.kind in self._family.rule.table.text_decides]
        found = hits([decision], self._family) or in_text
        apart = options_apart(found)
        if apart:
            self._reading.options_apart(apart, places=places)
            return None
        return decide(found)

    def _finish(self) -> None:
        self._drop_line()
        self._drop_heading()
        report = self._report
        if report.groups and report.date is None:
            self._reading.problem("date", said("the report does not say for which date it speaks"))
        for name, entries in report.groups.items():
            if not entries and name:
                self._reading.problem("empty-group", said("no cases stand under {group}", group=quote(name)))


def _body(paragraph: Paragraph) -> str:
    """The text of a paragraph without its label."""
    label = label_of(paragraph)
    return paragraph.text[label.end :].strip() if label else paragraph.text.strip()
