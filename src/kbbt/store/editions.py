"""One meeting, or one group's table of a date, read from several files: which reading counts.

An office sends the minutes as PDF and later as DOCX, or sends a corrected edition. Every file stays in the store, but
a meeting (platform, group, level, year, ordinal, date) and a group's table (platform, date, group) count once: nothing
is doubled in what the views show. Which reading counts does not depend on the order of ingestion: the one the officer
preferred (a ``prefer`` decision), else a corrected edition before others and a draft after them, else the one with most
items, else the one with fewest problems, else the one with the lower id. Whether the others say the same, and if not
how far they differ, is told as an :class:`Overlap`.

Readings with no item in common are parts, not editions, and all count; so do those inside one source, which may hold a
group's table in two parts.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from kbbt.records import Decision, Meeting, Record, Source, StatusReport
from kbbt.text import fold

_EDITIONS: dict[str | None, int] = {"corrected": 0, None: 1, "draft": 2}
Item = tuple[str, str]
"""A folded name or label, and the folded text."""


class Overlap(Record):
    """Two sources hold the same meeting or table; ``used`` counts, ``aside`` does not.

    ``identical``: they say the same, white space and spelling variants aside. Else ``changed`` items have another text,
    and some stand in one of the two alone.
    """

    what: Literal["meeting", "table"]
    platform: str | None = None
    group: str | None = None
    date: dt.date | None = None
    year: int | None = None
    ordinal: int | None = None
    used: str
    aside: str
    changed: int = 0
    only_used: int = 0
    only_aside: int = 0

    @property
    def identical(self) -> bool:
        """Whether nothing differs."""
        return not (self.changed or self.only_used or self.only_aside)


class _Key(NamedTuple):
    what: Literal["meeting", "table"]
    platform: str
    group: str
    level: str
    year: int | None
    ordinal: int | None
    date: dt.date | None


class _Slot(NamedTuple):
    """A meeting (``group`` is 0), or a group of a report, by its indices in the source."""

    what: Literal["meeting", "table"]
    position: int
    group: int


def settle(sources: Sequence[Source], decisions: Sequence[Decision]) -> tuple[tuple[Source, ...], tuple[Overlap, ...]]:
    """The sources with the readings that do not count taken out, and what was found to overlap.

    A source all of whose readings are taken out stays, with none. The result does not depend on the order of ``sources``
    (they come back by id).
    """
    by_id = {source.id: source for source in sorted(sources, key=lambda one: one.id)}
    holders: dict[_Key, dict[str, list[_Slot]]] = {}
    for source in by_id.values():
        for key, slot in _slots(source):
            holders.setdefault(key, {}).setdefault(source.id, []).append(slot)
    preferred = {one.value: n for n, one in enumerate(decisions) if one.kind == "prefer"}
    aside: dict[str, set[_Slot]] = {}
    overlaps: list[Overlap] = []
    for readings in holders.values():
        if len(readings) < 2:
            continue
        items = {id_: [item for slot in slots for item in _items(by_id[id_], slot)] for id_, slots in readings.items()}
        used: list[str] = []
        rank = {id_: min(_edition(by_id[id_], slot) for slot in slots) for id_, slots in readings.items()}
        for one in sorted(
            readings,
            key=lambda id_: (-preferred.get(id_, -1), rank[id_], -len(items[id_]), len(by_id[id_].problems), id_),
        ):
            rival = next((id_ for id_ in used if _share(items[id_], items[one])), None)
            if rival is None:
                used.append(one)
                continue
            aside.setdefault(one, set()).update(readings[one])
            overlaps.append(_compare(by_id[rival], by_id[one], readings[rival][0], items[rival], items[one]))
    return tuple(_without(source, aside.get(id_, set())) for id_, source in by_id.items()), tuple(overlaps)


def _slots(source: Source) -> Iterator[tuple[_Key, _Slot]]:
    for index, meeting in enumerate(source.meetings):
        if meeting.date or (meeting.year and meeting.ordinal):
            place = fold(meeting.platform or ""), fold(meeting.group or ""), meeting.level or ""
            yield _Key("meeting", *place, meeting.year, meeting.ordinal, meeting.date), _Slot("meeting", index, 0)
    for index, report in enumerate(source.reports):
        for number, group in enumerate(report.groups):
            if report.date:
                key = _Key("table", fold(report.platform or ""), fold(group.name), "", None, None, report.date)
                yield key, _Slot("table", index, number)


def _edition(source: Source, slot: _Slot) -> int:
    """Of the editions of one meeting or table, those that say the lower number count before the others."""
    records: Sequence[Meeting | StatusReport] = source.meetings if slot.what == "meeting" else source.reports
    return _EDITIONS.get(records[slot.position].fields.get("edition"), 1)


def _items(source: Source, slot: _Slot) -> Iterator[Item]:
    if slot.what == "table":
        for entry in source.reports[slot.position].groups[slot.group].entries:
            yield fold(entry.name), fold(entry.text)
        return
    meeting = source.meetings[slot.position]
    for section in meeting.sections:
        for resolution in section.resolutions:
            names = fold("/".join(mention.name for mention in resolution.mentions))
            yield names or fold(section.heading + resolution.label), fold(resolution.text)
    for motion in meeting.motions:
        yield "", fold(motion.text)


def _share(left: list[Item], right: list[Item]) -> bool:
    return not {name for name, _text in left}.isdisjoint(name for name, _text in right)


def _compare(used: Source, aside: Source, slot: _Slot, ours: list[Item], theirs: list[Item]) -> Overlap:
    left, right = Counter(ours) - Counter(theirs), Counter(theirs) - Counter(ours)
    names_left, names_right = (Counter(name for name, _text in side.elements()) for side in (left, right))
    changed = (names_left & names_right).total()
    about = _about(used, slot)
    return about.model_copy(
        update={
            "aside": aside.id,
            "changed": changed,
            "only_used": left.total() - changed,
            "only_aside": right.total() - changed,
        }
    )


def _about(source: Source, slot: _Slot) -> Overlap:
    if slot.what == "table":
        report = source.reports[slot.position]
        group = report.groups[slot.group].name
        return Overlap(what="table", platform=report.platform, group=group, date=report.date, used=source.id, aside="")
    meeting: Meeting = source.meetings[slot.position]
    return Overlap(
        what="meeting",
        platform=meeting.platform,
        group=meeting.group,
        date=meeting.date,
        year=meeting.year,
        ordinal=meeting.ordinal,
        used=source.id,
        aside="",
    )


def _without(source: Source, slots: set[_Slot]) -> Source:
    if not slots:
        return source
    meetings = [one for index, one in enumerate(source.meetings) if _Slot("meeting", index, 0) not in slots]
    reports: list[StatusReport] = []
    for index, report in enumerate(source.reports):
        groups = [one for n, one in enumerate(report.groups) if _Slot("table", index, n) not in slots]
        if groups or not report.groups:
            reports.append(report.model_copy(update={"groups": groups}))
    return source.model_copy(update={"meetings": meetings, "reports": reports})
