"""The status table as of a date.

What is in it: for each case known on that date the newest thing said of it. A status report settles its groups: a case
of a group that the newest report of the group leaves out, and of which nothing was said since, is not in the table. A case
that was delisted since the report before the date stands in it with that decision; one delisted earlier does not. A
proposal that was withdrawn or put off stands in it until the next source of its group. What became part of another case
does not stand in it. On the date of a status report the table is that report.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kbbt.dates import to_roc
from kbbt.errors import UsageError
from kbbt.i18n import _
from kbbt.records import Basis, Case, DeclaredTotal, Disposition, Section, Status
from kbbt.register.keys import fold_key, name_key
from kbbt.register.life import after, status_at
from kbbt.store.knowledge import Knowledge
from kbbt.text import fold
from kbbt.views.model import KnownDate, Mark, Report, ReportEntry, ReportGroup
from kbbt.views.timeline import Occasion, Statement, Timeline, timeline

GONE: frozenset[Status | None] = frozenset({"delisted", "withdrawn", "deferred", "merged"})
"""A case that stands so is not worked on any more."""


@dataclass(frozen=True)
class Standing:
    """Where a case stands on a date, and since when."""

    status: Status | None
    basis: Basis | None
    since: dt.date | None


def standing(case: Case | None, date: dt.date) -> Standing:
    """Where ``case`` stands at the end of ``date``; all None for a naming that the register does not know."""
    if case is None:
        return Standing(None, None, None)
    since: dt.date | None = None
    status: Status | None = None
    for event in case.events:
        if event.date and event.date <= date:
            new = after(status, event.kind)
            if new != status:
                status, since = new, event.date
    return Standing(*status_at(case, date), since)


@dataclass(frozen=True)
class Row:
    """A case in the table: what is shown of it, and what it rests on."""

    key: str
    entry: ReportEntry
    statement: Statement
    standing: Standing


@dataclass(frozen=True)
class Table:
    """The table with the keys of its rows; ``report`` is what a renderer gets. ``standings`` has every case known."""

    report: Report
    rows: tuple[Row, ...]
    statements: dict[str, tuple[Statement, ...]]
    standings: dict[str, Standing]


def newest_date(knowledge: Knowledge) -> dt.date:
    """The newest reporting date or meeting that is known. Raises UsageError when there is none."""
    return newest(timeline(knowledge))


def newest(line: Timeline) -> dt.date:
    """The newest date of a timeline. Raises UsageError when it has none."""
    return _occasions(line)[-1].date


def as_of(knowledge: Knowledge, date: dt.date, group: str | None = None, include_delisted: bool = False) -> Report:
    """The table as of ``date``, of all groups or of ``group``.

    Raises UsageError when nothing is known on that date (it names the first date that is), or of such a group.
    """
    return table(knowledge, timeline(knowledge), date, group, include_delisted).report


def table(
    knowledge: Knowledge, line: Timeline, date: dt.date, group: str | None = None, include_delisted: bool = False
) -> Table:
    """The table as of ``date`` with what its rows rest on; ``line`` is the knowledge's timeline."""
    occasions = _occasions(line)
    if occasions[0].date > date:
        raise UsageError(
            _("nothing is known as of {date}", date=to_roc(date)),
            remedy=_("The first known date is {date}; kbbt dates lists all.", date=to_roc(occasions[0].date)),
        )
    only = None if group is None else known_group(line, group)
    return _Builder(knowledge, line, date, include_delisted).build(only)


def _occasions(line: Timeline) -> Sequence[Occasion]:
    if not line.occasions:
        raise UsageError(
            _("no source that was ingested has a date"),
            remedy=_("Ingest a status report or minutes: kbbt ingest FILES…"),
        )
    return line.occasions


def known_group(line: Timeline, group: str) -> str:
    """``group`` as the timeline calls it. Raises UsageError, with the names that are near, when no source knows it."""
    key = fold(group)
    if key in line.group_names:
        return line.group_names[key]
    near = [name for folded, name in line.group_names.items() if key and (key in folded or folded in key)]
    names = near or [name for name in line.group_names.values() if name]
    raise UsageError(
        _("no group is called {text!r}", text=group), remedy=_("Groups: {names}.", names=_(", ").join(names))
    )


class _Builder:
    """One table: what is known on the date, looked up by group."""

    def __init__(self, knowledge: Knowledge, line: Timeline, date: dt.date, include_delisted: bool) -> None:
        self.line = line
        self.date = date
        self.include_delisted = include_delisted
        self.cases = knowledge.register.by_id()
        self.shown_as = _officers_names(knowledge)
        self.occasions = [one for one in line.occasions if one.date <= date]
        self.newest: dict[str, dt.date] = {}
        self.reported: dict[str, dt.date] = {}
        """Group → date of its newest status report."""
        self.published: dict[str, dt.date] = {}
        """Group → date of its newest status report before the date."""
        self.first: dict[str, dt.date] = {}
        for one in self.occasions:
            self.first.setdefault(one.group, one.date)
            self.newest[one.group] = one.date
            if one.kind == "report":
                self.reported[one.group] = one.date
                if one.date < date:
                    self.published[one.group] = one.date

    def build(self, only: str | None) -> Table:
        statements = self.line.until(self.date)
        standings = {key: standing(self.cases.get(key), self.date) for key in statements}
        rows: dict[str, list[Row]] = defaultdict(list)
        for key, said in statements.items():
            group = said[-1].group
            if only in (None, group):
                rows[group] += self._rows(key, said, standings[key])
        groups = []
        ordered: list[Row] = []
        for group in self._group_order():
            if group in rows or group == only:
                found = sorted(rows[group], key=_row_order)
                ordered += found
                groups.append(self._group(group, [row.entry for row in found]))
        return Table(self._report(groups), tuple(ordered), statements, standings)

    def _rows(self, key: str, said: tuple[Statement, ...], stands: Standing) -> list[Row]:
        """The rows of a case: none, one, or as many as its newest status report gives it."""
        last = said[-1]
        if not self._in_table(last, stands):
            return []
        newest = [one for one in said if one.occasion == last.occasion and one.kind == last.kind]
        marks = self._marks(said, stands)
        if last.kind == "entry":
            return [Row(key, self._entry(one, [one], stands, marks), one, stands) for one in newest]
        return [Row(key, self._entry(last, newest, stands, marks), newest[0], stands)]

    def _in_table(self, last: Statement, stands: Standing) -> bool:
        group = last.group
        reported, published = self.reported.get(group), self.published.get(group)
        if last.kind == "entry" and last.date == reported == self.date:
            return True
        if stands.status == "delisted":
            fresh = published is None or (stands.since is not None and stands.since > published)
            return self.include_delisted or (fresh and reported != self.date)
        if stands.status == "merged":
            return False
        if stands.status in ("withdrawn", "deferred"):
            return last.date == self.newest[group] and reported != self.date
        if reported is None or last.date > reported:
            return True
        return last.kind == "entry" and last.date == reported

    def _marks(self, said: tuple[Statement, ...], stands: Standing) -> list[Mark]:
        last, group = said[-1], said[-1].group
        marks: list[Mark] = []
        published = self.published.get(group)
        # Since the last published table; where there is none, since the sources before the newest one.
        newest = self.newest[group]
        first_seen = said[0].date
        new = first_seen > published if published else self.first[group] < first_seen == newest
        if new and stands.status not in GONE:
            marks.append("new")
        if stands.status == "delisted":
            marks.append("delisted")
        if last.date < newest:
            marks.append("older")
        case = self.cases.get(last.key)
        since = published or dt.date.min
        if (
            not new
            and case
            and any(e.kind == "renamed" and e.date and since < e.date <= self.date for e in case.events)
        ):
            marks.append("renamed")
        return marks

    def _entry(self, one: Statement, newest: Sequence[Statement], stands: Standing, marks: list[Mark]) -> ReportEntry:
        deciding: tuple[Disposition | None, str | None] = next(
            ((s.disposition, s.evidence) for s in reversed(newest) if s.disposition), (None, None)
        )
        printed = one.kind == "entry" and one.date == self.date
        return ReportEntry(
            case=one.case,
            name=one.name if printed else self.shown_as.get(one.key, one.name),
            text="\n".join(s.text for s in newest),
            lead=one.lead if len(newest) == 1 else "",
            places=[place for s in newest for place in s.places],
            date=one.date,
            source=one.source,
            source_name=one.source_name,
            status=stands.status,
            basis=stands.basis,
            disposition=deciding[0],
            evidence=deciding[1],
            marks=marks,
            fields={name: value for s in newest for name, value in s.fields},
        )

    def _group_order(self) -> list[str]:
        """The groups as the newest status report orders them, then those of older reports, then by first appearance."""
        order: dict[str, None] = {}
        reports = [report for report in self.line.reports if report.date and report.date <= self.date]
        for day in sorted({report.date for report in reports if report.date}, reverse=True):
            for report in reports:
                if report.date == day:
                    order |= {self.line.group_of(group.name): None for group in report.groups}
        order |= {one.group: None for one in self.occasions}
        return list(order)

    def _group(self, group: str, entries: list[ReportEntry]) -> ReportGroup:
        declared: list[DeclaredTotal] = []
        for report in self.line.reports:
            if report.date == self.date:
                parts = [part for part in report.groups if self.line.group_of(part.name) == group]
                declared += [total for part in parts for total in part.declared]
        return ReportGroup(name=group, date=self.newest.get(group), entries=entries, declared=declared)

    def _report(self, groups: list[ReportGroup]) -> Report:
        newest = self.occasions[-1]
        reports = [report for report in self.line.reports if report.date and report.date <= self.date]
        last = reports[-1] if reports else None
        source = {one.source for one in self.occasions if one.date == newest.date}
        return Report(
            as_of=self.date,
            date=newest.date,
            source=source.pop() if len(source) == 1 else None,
            platform=last.platform if last else None,
            title=last.title if last else "",
            groups=groups,
        )


def _row_order(row: Row) -> tuple[int, int, int]:
    """Rows of the newest source first, in its order; then what only older sources say, newest of them first."""
    day, occasion, number = row.statement.place_in_time
    return -day.toordinal(), -occasion, number


def _officers_names(knowledge: Knowledge) -> dict[str, str]:
    """Case id → the name that the officer decided it is shown by."""
    keys = {fold_key(key): one.value for one in knowledge.decisions if one.kind == "rename" for key in one.names}
    if not keys:
        return {}
    found = {}
    for case in knowledge.register.cases:
        for alias in case.aliases:
            value = keys.get(fold_key(name_key(case.group, alias.name)))
            if value:
                found[case.id] = value
    return found


def known_dates(knowledge: Knowledge) -> list[KnownDate]:
    """The reporting dates and meetings that are known, in order of time; those of one date by source and place in it."""
    names = knowledge.source_names()
    found = [
        KnownDate(
            date=report.date,
            kind="report",
            platform=report.platform,
            groups=[group.name for group in report.groups],
            title=report.title,
            cases=sum(len(group.entries) for group in report.groups),
            source=source.id,
            source_name=names[source.id],
        )
        for source in knowledge.sources
        for report in source.reports
        if report.date
    ]
    found += [
        KnownDate(
            date=meeting.date,
            kind="meeting",
            platform=meeting.platform,
            groups=[meeting.group] if meeting.group else [],
            level=meeting.level,
            year=meeting.year,
            ordinal=meeting.ordinal,
            title=meeting.title,
            cases=sum(_subjects(section) for section in meeting.sections),
            source=source.id,
            source_name=names[source.id],
        )
        for source in knowledge.sources
        for meeting in source.meetings
        if meeting.date
    ]
    return sorted(found, key=lambda one: (one.date, one.kind, one.groups, one.source_name, one.source))


def _subjects(section: Section) -> int:
    return sum(mention.role == "subject" for resolution in section.resolutions for mention in resolution.mentions)
