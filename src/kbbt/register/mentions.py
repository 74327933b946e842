"""Every naming of a case in the sources, in one order that does not depend on the order of ingestion.

The namings stand in *units*: one meeting, or one group's part of a status report. Within a unit two names are two cases.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kbbt.records import Disposition, Level, Meeting, Place, Relation, Resolution, Role, Section, Source, StatusEntry
from kbbt.register.model import entry_ref, mention_ref
from kbbt.text import fold

_LEVELS: tuple[Level | None, ...] = ("working-group", None, "deputy-mayors", "mayors")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One naming of a case: an entry of a status report, or a mention in a resolution.

    ``ref`` is its reference (:mod:`kbbt.register.model`); ``item`` tells which namings stand in one resolution or entry.
    ``text`` is the whole entry or resolution, ``evidence`` the words the disposition rests on, ``title`` the title of the
    report or meeting and ``label`` the item's label in it.
    """

    ref: str
    item: str
    source: str
    kind: Literal["report", "meeting"]
    date: dt.date | None
    group: str | None
    level: Level | None
    title: str
    label: str
    name: str
    role: Role
    relation: Relation | None
    disposition: Disposition | None
    evidence: str | None
    text: str
    places: tuple[Place, ...]
    fields: tuple[tuple[str, str], ...] = ()
    """Further columns or parts of the item, by their titles."""


@dataclass(slots=True)
class Unit:
    """One meeting, or one group's part of a report; ``group`` is None for a meeting of several groups."""

    source: str
    kind: Literal["report", "meeting"]
    date: dt.date | None
    group: str | None
    level: Level | None
    title: str
    order: tuple[object, ...]
    occurrences: list[Occurrence] = field(default_factory=list)
    number: int = 0
    """Its place in the order of all units, from 0."""

    @property
    def covers_group(self) -> bool:
        """Whether it is expected to name every case of its group: the group's own meeting or table.

        A meeting above the groups decides on some cases of each, and says nothing by being silent of the others.
        """
        return self.kind == "report" or self.level in ("working-group", None)


def units(sources: Sequence[Source], groups: dict[str, str] | None = None) -> list[Unit]:
    """All units by date (undated ones last), whatever the order of ``sources``; units that name no case are left out.

    ``groups`` are the group names known (folded name to name); by default those of the sources.
    """
    known = _groups(sources) if groups is None else groups
    found: dict[tuple[object, ...], Unit] = {}
    for source in sources:
        for unit, occurrence in _walk(source, known):
            found.setdefault(unit.order, unit).occurrences.append(occurrence)
    ordered = sorted(found.values(), key=lambda unit: unit.order)
    for number, unit in enumerate(ordered):
        unit.number = number
    return ordered


def _groups(sources: Sequence[Source]) -> dict[str, str]:
    names = {group.name for source in sources for report in source.reports for group in report.groups}
    names |= {meeting.group for source in sources for meeting in source.meetings if meeting.group}
    return {fold(name): name for name in sorted(names) if name}


def _order(
    date: dt.date | None,
    kind: str,
    level: Level | None,
    group: str | None,
    ordinal: int | None,
    source: str,
    index: int,
) -> tuple[object, ...]:
    return (
        date or dt.date.max, kind == "report", _LEVELS.index(level), fold(group or ""), ordinal or 0, source, index,
    )  # fmt: skip


def _walk(source: Source, known: dict[str, str]) -> Iterator[tuple[Unit, Occurrence]]:
    for index, meeting in enumerate(source.meetings):
        found: dict[str | None, Unit] = {}
        for s, section in enumerate(meeting.sections):
            for r, resolution in enumerate(section.resolutions):
                group = _group_of(meeting, section, resolution, known)
                unit = found.get(group) or found.setdefault(group, _meeting_unit(source, index, group))
                for m in range(len(resolution.mentions)):
                    yield unit, _mentioned(unit, section, resolution, mention_ref(source.id, index, s, r, m), m)
    for index, report in enumerate(source.reports):
        for number, part in enumerate(report.groups):
            unit = _report_unit(source, index, number)
            for n, entry in enumerate(part.entries):
                yield unit, _entered(unit, entry, entry_ref(source.id, index, number, n))


def _report_unit(source: Source, index: int, number: int) -> Unit:
    report = source.reports[index]
    name = report.groups[number].name
    title = report.title or report.platform or source.name
    order = _order(report.date, "report", None, name, None, source.id, index)
    return Unit(source.id, "report", report.date, name or None, None, title, order)


def _meeting_unit(source: Source, index: int, group: str | None) -> Unit:
    meeting = source.meetings[index]
    order = _order(meeting.date, "meeting", meeting.level, group, meeting.ordinal, source.id, index)
    return Unit(source.id, "meeting", meeting.date, group, meeting.level, meeting.title or source.name, order)


def _entered(unit: Unit, entry: StatusEntry, ref: str) -> Occurrence:
    return Occurrence(
        ref, ref, unit.source, "report", unit.date, unit.group, None, unit.title, "", entry.name, "subject", None,
        entry.disposition, entry.evidence, entry.text, tuple(entry.places), tuple(entry.fields.items()),
    )  # fmt: skip


def _mentioned(unit: Unit, section: Section, resolution: Resolution, ref: str, number: int) -> Occurrence:
    mention = resolution.mentions[number]
    return Occurrence(
        ref, ref.rpartition("/")[0], unit.source, "meeting", unit.date, unit.group, unit.level, unit.title,
        section.label + resolution.label, mention.name, mention.role, mention.relation,
        mention.disposition or resolution.disposition, mention.evidence or resolution.evidence, resolution.text,
        tuple(resolution.places), tuple(resolution.fields.items()),
    )  # fmt: skip


def _group_of(meeting: Meeting, section: Section, resolution: Resolution, known: dict[str, str]) -> str | None:
    """The meeting's group; a meeting of all groups is minuted group by group, under headings that name one each."""
    if meeting.group:
        return meeting.group
    for heading in (resolution.fields.get("heading", ""), section.heading):
        key = fold(heading)
        named = [name for folded, name in known.items() if folded in key]
        if len(named) == 1:
            return named[0]
    return None


def of_refs(sources: Sequence[Source], refs: Iterable[str]) -> list[Occurrence]:
    """The namings that ``refs`` point at, in the order of the units; references that point nowhere are left out."""
    by_id = {source.id: source for source in sources}
    found: list[tuple[tuple[object, ...], tuple[int, ...], Occurrence]] = []
    known: dict[str, str] | None = None
    for ref in set(refs):
        id_, _, path = ref.partition("#")
        kind, *numbers = path.split("/")
        source = by_id.get(id_)
        try:
            place = tuple(map(int, numbers))
            if source is None:
                continue
            if kind == "report":
                index, number, n = place
                unit = _report_unit(source, index, number)
                one = _entered(unit, source.reports[index].groups[number].entries[n], ref)
            else:
                index, s, r, m = place
                meeting = source.meetings[index]
                section, resolution = meeting.sections[s], meeting.sections[s].resolutions[r]
                if meeting.group is None and known is None:
                    known = _groups(sources)
                unit = _meeting_unit(source, index, _group_of(meeting, section, resolution, known or {}))
                one = _mentioned(unit, section, resolution, ref, m)
        except (ValueError, IndexError):
            continue
        found.append((unit.order, place, one))
    return [one for _order, _place, one in sorted(found, key=lambda each: each[:2])]
