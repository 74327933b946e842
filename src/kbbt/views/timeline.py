"""What every source says of every case, in the order of time.

A :class:`Statement` is all that one report or one meeting says of one case: an entry, or a resolution. Readings of one
meeting or table in several files were settled before (:mod:`kbbt.store.editions`); nothing here counts twice.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from kbbt.records import Disposition, Place, StatusReport
from kbbt.register.mentions import Occurrence, units
from kbbt.register.model import entry_ref
from kbbt.store.knowledge import Knowledge
from kbbt.text import fold
from kbbt.views.lead import split_lead

Order = tuple[dt.date, int, int]
"""Date, number of the meeting or table among all (reports after meetings of the same day), number of the item in it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a source says of a case. ``key`` is the case's id, or a stand-in for a naming the register does not know.

    ``kind`` is ``entry`` for a row of a status report, ``resolution`` for an item of minutes. ``date`` is the reporting
    date or the day of the meeting. ``lead`` is a resolution's label and name, which stand before ``text``; together they are
    the resolution as printed. ``place_in_time`` sorts statements; ``occasion`` is the same for all of one meeting or table.
    """

    key: str
    case: str | None
    date: dt.date
    group: str
    name: str
    text: str
    lead: str
    disposition: Disposition | None
    evidence: str | None
    source: str
    source_name: str
    places: tuple[Place, ...]
    kind: Literal["entry", "resolution"]
    place_in_time: Order
    fields: tuple[tuple[str, str], ...] = ()
    by_new_name: bool = True
    """False where the source names the case only as what became another, or got another name."""

    @property
    def occasion(self) -> tuple[dt.date, int]:
        """Which meeting or table this is from."""
        return self.place_in_time[:2]


@dataclass(frozen=True, slots=True)
class Occasion:
    """A meeting of a group, or a group's table of a status report; ``number`` orders those of one day."""

    date: dt.date
    number: int
    kind: Literal["report", "meeting"]
    group: str
    source: str


@dataclass(frozen=True)
class Timeline:
    """All statements by case key, each list in order of time; the occasions in order of time; the reports by date."""

    statements: dict[str, tuple[Statement, ...]]
    occasions: tuple[Occasion, ...]
    reports: tuple[StatusReport, ...]
    group_names: dict[str, str]
    """Folded name → name as first printed, which is how all of them are called here."""

    def group_of(self, name: str) -> str:
        """The group as it is called here, however ``name`` is spelt."""
        return self.group_names.get(fold(name), name)

    def until(self, date: dt.date) -> dict[str, tuple[Statement, ...]]:
        """The statements not later than ``date``, by case key; cases without any are left out."""
        found = {}
        for key, statements in self.statements.items():
            known = statements if statements[-1].date <= date else tuple(s for s in statements if s.date <= date)
            if known:
                found[key] = known
        return found


def timeline(knowledge: Knowledge) -> Timeline:
    """The statements of all that is known. What has no date cannot be placed in time and is left out."""
    names = knowledge.source_names()
    group_of = {case.id: case.group or "" for case in knowledge.register.cases}
    fields = dict(_fields(knowledge))
    statements: dict[str, list[Statement]] = defaultdict(list)
    occasions: list[Occasion] = []
    group_names: dict[str, str] = {}
    spelt: dict[str, str] = {}  # a group as printed → as first printed
    for unit in units(knowledge.sources):
        if unit.date is None:
            continue
        seen: set[str] = set()
        for number, one in enumerate(unit.occurrences):
            case = knowledge.register.assignment.get(one.ref)
            printed = one.group or group_of.get(case or "", "")
            if printed not in spelt:
                spelt[printed] = group_names.setdefault(fold(printed), printed)
            group = spelt[printed]
            key = case or f"?{group}|{fold(one.name)}"
            statement = _statement(one, key, case, group, (unit.date, unit.number, number), names, fields)
            if group not in seen:
                seen.add(group)
                occasions.append(Occasion(unit.date, unit.number, unit.kind, group, unit.source))
            statements[key].append(statement)
    reports = [(r.date, s.id, n, r) for s in knowledge.sources for n, r in enumerate(s.reports) if r.date]
    return Timeline(
        {key: tuple(_once_an_item(found)) for key, found in statements.items()},
        tuple(occasions),
        tuple(report for _date, _id, _n, report in sorted(reports, key=lambda one: one[:3])),
        group_names,
    )


def _statement(
    one: Occurrence,
    key: str,
    case: str | None,
    group: str,
    order: Order,
    names: dict[str, str],
    fields: dict[str, tuple[tuple[str, str], ...]],
) -> Statement:
    lead, text = ("", one.text) if one.kind == "report" else split_lead(one.text, one.name, one.label)
    return Statement(
        key=key,
        case=case,
        date=order[0],
        group=group,
        name=one.name,
        text=text,
        lead=lead,
        disposition=one.disposition,
        evidence=one.evidence,
        source=one.source,
        source_name=names.get(one.source, ""),
        places=one.places,
        kind="entry" if one.kind == "report" else "resolution",
        place_in_time=order,
        fields=fields.get(one.item, ()),
        by_new_name=one.role == "subject",
    )


def _once_an_item(statements: Iterable[Statement]) -> list[Statement]:
    """In order of time; a resolution that names a case by its old and its new name is one statement, by the new name.

    A case that one meeting speaks of in several resolutions keeps them all.
    """
    found: list[Statement] = []
    for statement in sorted(statements, key=lambda s: s.place_in_time):
        before = found[-1] if found else None
        if (
            before is not None
            and statement.kind == "resolution"
            and statement.occasion == before.occasion
            and before.lead + before.text == statement.lead + statement.text
        ):
            if not before.by_new_name:
                found[-1] = replace(statement, place_in_time=before.place_in_time)
        else:
            found.append(statement)
    return found


def _fields(knowledge: Knowledge) -> Iterable[tuple[str, tuple[tuple[str, str], ...]]]:
    """Further columns and labelled parts, by the reference of the entry or resolution."""
    for source in knowledge.sources:
        for r, report in enumerate(source.reports):
            for g, group in enumerate(report.groups):
                for e, entry in enumerate(group.entries):
                    if entry.fields:
                        yield entry_ref(source.id, r, g, e), tuple(entry.fields.items())
        for m, meeting in enumerate(source.meetings):
            for s, section in enumerate(meeting.sections):
                for n, resolution in enumerate(section.resolutions):
                    if resolution.fields:
                        yield f"{source.id}#meeting/{m}/{s}/{n}", tuple(resolution.fields.items())
