"""Titles: where a meeting or report begins, and what its title says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from kbbt.document import Block, Paragraph
from kbbt.numerals import parse_number
from kbbt.parsing.family import Family
from kbbt.parsing.folded import Folded
from kbbt.parsing.model import Edition
from kbbt.records import Level
from kbbt.text import join_lines

_MOST_PARAGRAPHS = 4
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Title:
    """A title over ``blocks[start:end]`` and its fields, as printed except for the numbers and known spellings."""

    start: int
    end: int
    text: str = ""
    year: int | None = None
    ordinal: int | None = None
    group: str | None = None
    group_known: bool = True
    platform: str | None = None
    level: Level | None = None
    date: str = ""
    edition: Edition | None = None


def find_titles(blocks: Sequence[Block], family: Family) -> list[Title]:
    """Every title in the document, in order; the same title printed twice with nothing between is one."""
    titles: list[Title] = []
    i = 0
    while i < len(blocks):
        title = _title_at(blocks, i, family)
        if title is None:
            i += 1
            continue
        if titles and titles[-1].end == title.start and _says_the_same(titles[-1], title):
            titles[-1] = replace(title, start=titles[-1].start)
        else:
            titles.append(title)
        i = title.end
    return titles


def _says_the_same(one: Title, other: Title) -> bool:
    """True for a title on the cover and again above the text, worded a little differently."""
    return replace(one, start=0, end=0, text="") == replace(other, start=0, end=0, text="")


def _title_at(blocks: Sequence[Block], start: int, family: Family) -> Title | None:
    joined = ""
    found: Title | None = None
    for end in range(start, min(start + _MOST_PARAGRAPHS, len(blocks))):
        block = blocks[end]
        if not isinstance(block, Paragraph):
            break
        joined = join_lines(joined, block.text.strip())
        if len(joined) > _LONGEST:
            break
        found = _matched(joined, start, end + 1, family) or found
    return found


def edition_of(name: str, family: Family) -> Edition | None:
    """What the name of a file says of the edition."""
    text = Folded(name).text
    return next((kind for kind, marks in family.editions.items() if any(p.search(text) for p in marks)), None)


def _without_edition(raw: str, family: Family) -> tuple[Folded, Edition | None]:
    """A title without the mark of its edition at either end, and what the mark says."""
    folded = Folded(raw)
    for kind, marks in family.editions.items():
        for pattern in marks:
            for match in pattern.finditer(folded.text):
                if match.start() == 0:
                    return Folded(folded.rest(match.end())), kind
                if match.end() == len(folded.text):
                    return Folded(folded.cut(0, match.start())), kind
    return folded, None


def _matched(raw: str, start: int, end: int, family: Family) -> Title | None:
    folded, edition = _without_edition(raw, family)
    for pattern in family.titles:
        match = pattern.fullmatch(folded.text)
        if match is None:
            continue
        # year2 is the year at another place of the title; a regular expression has each name once
        words = {
            name.rstrip("0123456789"): folded.cut(*match.span(name))
            for name in sorted(pattern.groups, reverse=True)
            if match.start(name) >= 0 and match[name]
        }
        group, platform = words.get("group"), words.get("platform")
        known = family.groups.find(group) if group else None
        level = family.title_levels.whole(Folded(words["level"]).text) if "level" in words else None
        return Title(
            start=start,
            end=end,
            text=raw,
            year=_number(words.get("year")),
            ordinal=_number(words.get("ordinal")),
            group=known or group,
            group_known=group is None or known is not None or not family.groups,
            platform=(family.platforms.find(platform) or platform) if platform else None,
            level=cast("Level | None", level),
            date=words.get("date", ""),
            edition=edition,
        )
    return None


def _number(printed: str | None) -> int | None:
    if not printed:
        return None
    try:
        return parse_number(printed)
    except ValueError:
        return None
