"""Numbers that a heading states about its own items: （共 6 案）, 9 案合併為 6 案."""

from __future__ import annotations

import re
from typing import Literal, cast

from kbbt.numerals import parse_number
from kbbt.parsing.family import Family
from kbbt.parsing.folded import Folded
from kbbt.parsing.patterns import BUILT_IN, Match, Pattern
from kbbt.records import DeclaredTotal, Disposition

_NUMBER = re.compile(BUILT_IN["number"])
_SEGMENT_ENDS = re.compile(r"[(),、;:。\[\]]")


def _parsed(digits: str) -> int | None:
    try:
        return parse_number(digits)
    except ValueError:
        return None


def declared_totals(heading: str, family: Family) -> list[DeclaredTotal]:
    """Every total in ``heading``, in order; an ordinal (第 2 案) is none."""
    folded = Folded(heading)
    text = folded.text
    found: list[tuple[int, DeclaredTotal]] = []
    taken: set[int] = set()
    mergers: tuple[tuple[Literal["from", "into"], tuple[Pattern, ...]], ...] = (
        ("from", family.total_from),
        ("into", family.total_into),
    )
    for kind, patterns in mergers:
        for pattern in patterns:
            for match in pattern.finditer(text):
                start, count = match.start("count"), _parsed(match["count"])
                if count is not None and start not in taken:
                    taken.add(start)
                    what = folded.cut(match.start(), start)
                    found.append((start, DeclaredTotal(what=what, count=count, kind=kind)))
    before = 0
    for match in _NUMBER.finditer(text):
        unit = _unit_end(text, match.end(), family)
        if unit is None:
            continue
        count = _parsed(match.group())
        cuts = [m.end() for m in _SEGMENT_ENDS.finditer(text, before, match.start())]
        start = cuts[-1] if cuts else before
        before = unit
        if match.start() in taken or count is None or text[start : match.start()].endswith("第"):
            continue
        found.append((match.start(), _total(folded, start, match.start(), count, family)))
    return [total for _, total in sorted(found, key=lambda f: f[0])]


def total_at_end(heading: str, family: Family) -> int:
    """Where a total that ends the folded ``heading`` begins (…計3案); its length when none does."""
    for match in _NUMBER.finditer(heading):
        if _unit_end(heading, match.end(), family) != len(heading) or heading[: match.start()].endswith("第"):
            continue
        starts = [
            m.start() for _, m in family.total_words.anywhere(heading[: match.start()]) if m.end() == match.start()
        ]
        return min(starts, default=match.start())
    return len(heading)


def _unit_end(text: str, at: int, family: Family) -> int | None:
    ends = [m.end() for p in family.total_units if (m := p.match(text, at)) is not None]
    return max(ends) if ends else None


def _total(folded: Folded, start: int, end: int, count: int, family: Family) -> DeclaredTotal:
    segment = folded.text[start:end]
    if not segment:
        return DeclaredTotal(what="", count=count, kind="total")
    best: tuple[str, Match] | None = None
    for kind, match in family.total_words.anywhere(segment):
        if match.end() == len(segment) and (best is None or match.start() < best[1].start()):
            best = (kind, match)
    if best is None:
        return DeclaredTotal(what=folded.cut(start, end), count=count)
    words = folded.cut(start + best[1].start(), end)
    return DeclaredTotal(what=words, count=count, kind=cast("Disposition", best[0]))
