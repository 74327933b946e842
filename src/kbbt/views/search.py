"""Full text: where the sources speak of something.

A query is looked for as it is read, not as it is coded: 台灣 finds 臺灣, 113 finds １１３, and blanks and line breaks between
characters do not matter. One or two characters are enough. Every word of a query has to occur.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from kbbt.errors import UsageError
from kbbt.i18n import _
from kbbt.records import Meeting, Place, Record, Source
from kbbt.register.model import entry_ref, mention_ref
from kbbt.store.knowledge import Knowledge
from kbbt.text import fold, spellings

AROUND = 30
"""Characters of context on each side of the first hit in a snippet."""


class Span(NamedTuple):
    """A stretch of a text: from ``start`` up to, not including, ``end``."""

    start: int
    end: int


class Hit(Record):
    """An entry, resolution or motion in which all words of a query occur.

    ``names`` are the case names the item gives, ``cases`` the ids of those cases. ``spans`` are the hits in ``text``,
    ``name_spans`` those in each of ``names``; ``snippet`` is the part of the text round the first hit with its own
    ``snippet_spans``.
    """

    kind: Literal["entry", "resolution", "motion"]
    date: dt.date | None = None
    group: str | None = None
    cases: list[str] = []
    names: list[str] = []
    text: str
    spans: list[Span] = []
    name_spans: list[list[Span]] = []
    snippet: str = ""
    snippet_spans: list[Span] = []
    source: str
    source_name: str = ""
    title: str = ""
    label: str = ""
    places: list[Place] = []


class _Item(NamedTuple):
    kind: Literal["entry", "resolution", "motion"]
    date: dt.date | None
    group: str | None
    refs: list[str]
    names: list[str]
    text: str
    title: str
    label: str
    places: list[Place]


def search(
    knowledge: Knowledge, query: str, *, group: str | None = None, case: str | None = None, limit: int | None = None
) -> list[Hit]:
    """Where all words of ``query`` occur, newest first; at most ``limit`` hits.

    ``group`` (the whole name) and ``case`` (an id) narrow it down. Raises UsageError when the query is empty.
    """
    patterns = [_pattern(word) for word in query.split()]
    if not patterns:
        raise UsageError(_("nothing to look for was given"), remedy=_("Give one or more words; one character will do."))
    wanted = fold(group) if group is not None else None
    found: list[Hit] = []
    for source in sorted(knowledge.sources, key=lambda one: one.id):
        for item in _items(source):
            if wanted is not None and fold(item.group or "") != wanted:
                continue
            everything = "\n".join((*item.names, item.text))
            if not all(pattern.search(everything) for pattern in patterns):
                continue
            ids = [knowledge.register.assignment[ref] for ref in item.refs if ref in knowledge.register.assignment]
            if case is None or case in ids:
                found.append(_hit(source, item, list(dict.fromkeys(ids)), patterns))
    found.sort(key=lambda hit: hit.date or dt.date.min, reverse=True)
    return found if limit is None else found[:limit]


@lru_cache(maxsize=64)
def _pattern(word: str) -> re.Pattern[str]:
    """The word in all its spellings, with blanks and line breaks allowed between its characters."""
    classes = []
    for c in fold(word):
        same = spellings(c)
        classes.append(re.escape(same) if len(same) == 1 else f"[{re.escape(same)}]")
    return re.compile(r"\s*".join(classes), re.IGNORECASE)


def _items(source: Source) -> Iterator[_Item]:
    for r, report in enumerate(source.reports):
        for g, group in enumerate(report.groups):
            for e, entry in enumerate(group.entries):
                refs = [entry_ref(source.id, r, g, e)]
                yield _Item(
                    "entry", report.date, group.name, refs, [entry.name], entry.text, report.title, "", entry.places
                )
    for m, meeting in enumerate(source.meetings):
        yield from _meeting_items(source.id, m, meeting)


def _meeting_items(source: str, index: int, meeting: Meeting) -> Iterator[_Item]:
    for s, section in enumerate(meeting.sections):
        for r, resolution in enumerate(section.resolutions):
            mentions = list(enumerate(resolution.mentions))
            yield _Item(
                "resolution", meeting.date, meeting.group, [mention_ref(source, index, s, r, m) for m, _one in mentions],
                [one.name for _m, one in mentions], resolution.text, meeting.title, section.label + resolution.label,
                resolution.places,
            )  # fmt: skip
    for motion in meeting.motions:
        yield _Item("motion", meeting.date, meeting.group, [], [], motion.text, meeting.title, "", motion.places)


def _hit(source: Source, item: _Item, cases: list[str], patterns: list[re.Pattern[str]]) -> Hit:
    spans = _spans(item.text, patterns)
    start, end = _window(item.text, spans)
    return Hit(
        kind=item.kind,
        date=item.date,
        group=item.group,
        cases=cases,
        names=item.names,
        text=item.text,
        spans=spans,
        name_spans=[_spans(name, patterns) for name in item.names],
        snippet=item.text[start:end],
        snippet_spans=[Span(a - start, b - start) for a, b in spans if start <= a and b <= end],
        source=source.id,
        source_name=source.name,
        title=item.title,
        label=item.label,
        places=item.places,
    )


def _spans(text: str, patterns: list[re.Pattern[str]]) -> list[Span]:
    """All hits in order; hits that overlap are one."""
    merged: list[Span] = []
    for start, end in sorted(match.span() for pattern in patterns for match in pattern.finditer(text)):
        if merged and start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(end, merged[-1].end))
        else:
            merged.append(Span(start, end))
    return merged


def _window(text: str, spans: list[Span]) -> tuple[int, int]:
    """Where the snippet begins and ends: round the first hit, else the head of the text."""
    first = spans[0] if spans else Span(0, 0)
    return max(0, first.start - AROUND), min(len(text), first.end + 2 * AROUND)
