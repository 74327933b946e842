"""KB1: a document contradicts itself, or the calendar."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kbbt.dates import find_time, parse_date_time, to_roc, western_year
from kbbt.i18n import _
from kbbt.labels import Label, split_label
from kbbt.records import DeclaredTotal, Disposition, EntryGroup, Resolution, Section
from kbbt.views.check.facts import Facts, Spot
from kbbt.views.check.model import Found, check
from kbbt.views.deadlines import load, promises

_SAME: dict[Disposition | None, frozenset[Disposition | None]] = {
    "delist": frozenset({"delist", "propose-delist"}),
    "propose-delist": frozenset({"delist", "propose-delist"}),
    "add": frozenset({"add", "propose-add"}),
    "propose-add": frozenset({"add", "propose-add"}),
}
"""A heading counts what is decided here and what is proposed to those above as one."""


class Counted:
    """The cases of a section or a group, counted by what is decided of them."""

    def __init__(self, decided: Sequence[Disposition | None], unnamed: int, former: int, passed: int = 0) -> None:
        self.all = len(decided)
        self.by = Counter(decided)
        self.unnamed = unnamed
        """Items that name no case, and so may or may not count."""
        self.former = former
        """How many cases there were before, at least."""
        self.passed = passed
        """Cases that went over into another here, and so may or may not count."""

    @classmethod
    def of_section(cls, section: Section) -> Counted:
        """The cases of the resolutions; one that is named in several of them counts once."""
        decided: dict[str, Disposition | None] = {}
        unnamed = former = passed = 0
        for resolution in section.resolutions:
            subjects = [mention for mention in resolution.mentions if mention.role == "subject"]
            before = [mention for mention in resolution.mentions if mention.role == "predecessor"]
            unnamed += not subjects
            former += len(before) or len(subjects)
            ended = [mention for mention in before if mention.disposition]
            passed += sum(mention.relation in ("merged", "split") for mention in before) - len(ended)
            for one in [*subjects, *ended]:
                disposition = one.disposition or resolution.disposition
                decided[one.name] = disposition or decided.get(one.name)
        return cls(list(decided.values()), unnamed, former, passed)

    @classmethod
    def of_group(cls, group: EntryGroup) -> Counted:
        """The rows of a group. A case that stands in the table without a decision goes on."""
        return cls([entry.disposition or "continue" for entry in group.entries], 0, len(group.entries))

    def bears_out(self, declared: DeclaredTotal) -> bool:
        """Whether the items can be what the document says they are; what the words mean may be unknown."""
        count = declared.count
        if declared.kind is None:
            return True
        if declared.kind == "total":
            # What is only proposed to be taken up does not count among the cases that are followed.
            new = self.by["add"] + self.by["propose-add"]
            more = self.unnamed + self.passed
            return any(n <= count <= n + more for n in {self.all, self.all - new})
        if declared.kind == "into":
            return self.all <= count <= self.all + self.unnamed
        if declared.kind == "from":
            # A merger need not name what it was made of, so there may have been more.
            return count >= self.former
        found = self.decided(declared.kind)
        return found <= count <= found + self.by[None] + self.unnamed

    def decided(self, kind: Disposition | None) -> int:
        """How many cases are decided on so."""
        return sum(self.by[one] for one in _SAME.get(kind, frozenset({kind})))

    def told(self, declared: DeclaredTotal) -> int:
        """The number the items give for what is declared."""
        if declared.kind == "total" or declared.kind == "into":
            return self.all
        if declared.kind == "from":
            return self.former
        return self.decided(declared.kind)


@check(
    "KB101",
    "declared-total",
    "error",
    summary=_("A number the document states about its own items is not borne out by them."),
    explanation=_(
        "Headings often say how many cases follow, and how many of them go on or are delisted. The items are counted and "
        "compared. What is newly proposed need not count among the cases followed; what is delisted here and what is "
        "proposed for delisting count as one; an item that says nothing may be of any kind."
    ),
    remedy=_("Compare the heading with its items; ask the office that wrote it which of the two is right."),
)
def declared_total(facts: Facts) -> Iterator[Found]:
    """KB101."""
    for source, meeting in facts.meetings():
        for section in meeting.sections:
            counted = Counted.of_section(section)
            for declared in section.declared:
                if not counted.bears_out(declared):
                    spot = facts.at_meeting(source, meeting, section)
                    yield Found(_total_message(section.heading, declared, counted), spot)
    for source in facts.knowledge.sources:
        for report in source.reports:
            for group in report.groups:
                counted = Counted.of_group(group)
                for declared in group.declared:
                    if not counted.bears_out(declared):
                        spot = Spot(source.id, report.date, group.name, None, report.title)
                        yield Found(_total_message(group.name, declared, counted), spot)


def _total_message(heading: str, declared: DeclaredTotal, counted: Counted) -> str:
    return _(
        "the heading {heading!r} says {words} {count}, its items come to {found}",
        heading=heading,
        words=declared.what or "-",
        count=declared.count,
        found=counted.told(declared),
    )


@check(
    "KB102",
    "label-gap",
    "warning",
    summary=_("A list is numbered with a gap or a repetition."),
    explanation=_(
        "Where a list goes from 一、 to 三、 an item may have been lost in writing, in conversion or in reading; where a number "
        "stands twice, one of the two may be in the wrong place. Labels of items, of sections and inside texts are looked at."
    ),
    remedy=_("Look at the document: kbbt inspect FILE shows what was read; if an item is missing there, report it."),
)
def label_gap(facts: Facts) -> Iterator[Found]:
    """KB102."""
    for source, meeting in facts.meetings():
        for words in _breaks([section.label for section in meeting.sections]):
            yield Found(words, facts.at_meeting(source, meeting))
        for section in meeting.sections:
            for words in _breaks([item.label for item in section.resolutions]):
                yield Found(words, facts.at_meeting(source, meeting, section))
            for item in section.resolutions:
                for words in _breaks(_lines(item)):
                    yield Found(words, facts.at_meeting(source, meeting, section, item))
    for unit in facts.units:
        for one in unit.occurrences if unit.kind == "report" else ():
            for words in _breaks(one.text.split("\n")):
                yield Found(words, facts.at(one))


def _lines(item: Resolution) -> list[str]:
    """The lines of an item after the one that has its own label."""
    return item.text.split("\n")[1:]


def _breaks(texts: Sequence[str]) -> Iterator[str]:
    """Where the labels at the heads of ``texts`` do not go on by one. A list may begin anew with 1 at any time."""
    open_lists: list[Label] = []
    for text in texts:
        label = split_label(text) or split_label(text + "、")
        if label is None or label.number is None:
            continue
        kinds = [one.kind for one in open_lists]
        if label.kind not in kinds:
            open_lists.append(label)
            continue
        # What is deeper ends where the outer list goes on.
        del open_lists[kinds.index(label.kind) + 1 :]
        before = open_lists.pop()
        open_lists.append(label)
        assert before.number is not None
        if label.number not in (1, before.number + 1) or label.number == 1 == before.number:
            yield _("{second} follows {first}", first=before.text, second=label.text)


@check(
    "KB103",
    "weekday",
    "error",
    summary=_("The weekday and the date of a meeting disagree."),
    explanation=_(
        "One of the two is a slip, often the month or the day of a form that was copied from the last meeting."
    ),
    remedy=_("Find out when the meeting was; the program took the date."),
)
def weekday(facts: Facts) -> Iterator[Found]:
    """KB103."""
    for source, meeting in facts.meetings():
        printed = meeting.fields.get("time", "")
        found = parse_date_time(printed, context_year=western_year(meeting.year) if meeting.year else None)
        if "weekday" in found.contradictions and found.date:
            words = _(
                "{words!r}: {date} is a {weekday}",
                words=printed,
                date=to_roc(found.date),
                weekday=_weekday(found.date),
            )
            yield Found(words, facts.at_meeting(source, meeting))


def _weekday(date: dt.date) -> str:
    names = (
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
    )  # fmt: skip
    return names[date.weekday()]


@check(
    "KB104",
    "ends-before-it-begins",
    "error",
    summary=_("A meeting was adjourned before it began."),
    explanation=_("The time of adjournment lies before the time of the meeting, so one of the two is a slip."),
    remedy=_("Find out the times; nothing else depends on them."),
)
def ends_before_it_begins(facts: Facts) -> Iterator[Found]:
    """KB104."""
    for source, meeting in facts.meetings():
        if meeting.starts_at and meeting.ends_at and meeting.ends_at < meeting.starts_at:
            words = _(
                "begun at {start}, adjourned at {end}",
                start=f"{meeting.starts_at:%H:%M}",
                end=f"{meeting.ends_at:%H:%M}",
            )
            yield Found(words, facts.at_meeting(source, meeting))


@check(
    "KB105",
    "half-of-the-day",
    "warning",
    summary=_("An hour does not belong to the half of the day it is given with."),
    explanation=_("上午14時30分 names an hour that no morning has. It is read as 14:30."),
    remedy=_("Find out the time; nothing else depends on it."),
)
def half_of_the_day(facts: Facts) -> Iterator[Found]:
    """KB105."""
    for source, meeting in facts.meetings():
        for name in ("time", "end"):
            printed = meeting.fields.get(name, "")
            found = find_time(printed)
            if found and found.contradictory:
                words = _("{words!r} is read as {time}", words=found.words, time=f"{found.time:%H:%M}")
                yield Found(words, facts.at_meeting(source, meeting))


@check(
    "KB106",
    "done-in-the-future",
    "error",
    summary=_("Something is said to be done on a date after the reporting date."),
    explanation=_(
        "A table as of July that calls an event of August completed was brought up to date in part, or the plan was worded "
        "as a completion. Only words that say plainly that it was done count."
    ),
    remedy=_("Ask the unit that reports; what is meant may be a plan, or the text newer than the date of the table."),
)
def done_in_the_future(facts: Facts) -> Iterator[Found]:
    """KB106."""
    phrases = load()
    seen: set[tuple[str, tuple[int, int]]] = set()
    for unit in facts.units:
        for one in unit.occurrences:
            for promise in promises(one.text, unit.date, phrases) if unit.date else ():
                key = (one.item, promise.date.span)
                if promise.kind == "done" and unit.date and promise.date.start > unit.date and key not in seen:
                    seen.add(key)
                    words = _(
                        "as of {date} it says: {clause}",
                        date=to_roc(unit.date),
                        clause=re.sub(r"\s+", " ", promise.clause),
                    )
                    yield Found(words, facts.at(one))


CHECKS = (declared_total, label_gap, weekday, ends_before_it_begins, half_of_the_day, done_in_the_future)
