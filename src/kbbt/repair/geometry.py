"""Where lines stand: boxes, pages, and how much of a text's width a character takes. Points, from the top left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from statistics import median

from kbbt.document import Box, Document, Paragraph, Place, Table
from kbbt.text import is_wide


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box round all ``boxes`` (at least one)."""
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    return (min(x0s), min(tops), max(x1s), max(bottoms))


def merged_places(places: Iterable[Place]) -> tuple[Place, ...]:
    """One place a page with the box round all of that page's, other places once each, in order of first appearance."""
    boxes: dict[int, list[Box]] = {}
    order: dict[Place | int, None] = {}
    for place in places:
        if place.page is None or place.box is None:
            order[place] = None
        else:
            order[place.page] = None
            boxes.setdefault(place.page, []).append(place.box)
    return tuple(Place(page=p, box=union(boxes[p])) if isinstance(p, int) else p for p in order)


def box_of(paragraph: Paragraph) -> tuple[int, Box] | None:
    """Page and box of a line that stands in one place, None for anything else."""
    if len(paragraph.places) != 1:
        return None
    place = paragraph.places[0]
    return None if place.page is None or place.box is None else (place.page, place.box)


def last_spot(places: Sequence[Place]) -> tuple[int, Box] | None:
    """Page and box of the last place that has both."""
    spots = [(p.page, p.box) for p in places if p.page is not None and p.box is not None]
    return max(spots, key=lambda s: s[0]) if spots else None


def first_spot(places: Sequence[Place]) -> tuple[int, Box] | None:
    """Page and box of the first place that has both."""
    spots = [(p.page, p.box) for p in places if p.page is not None and p.box is not None]
    return min(spots, key=lambda s: s[0]) if spots else None


def table_places(table: Table) -> tuple[Place, ...]:
    """The table's own places, or where it has none those of its cells and their text."""
    if table.places:
        return table.places
    found: list[Place] = []
    for row in table.rows:
        for cell in row.cells:
            found.extend(cell.places or tuple(p for par in cell.paragraphs for p in par.places))
    return merged_places(found)


def units(text: str) -> float:
    """The width of ``text`` in full squares: a Han character is one, a Latin letter or a blank about a half."""
    return sum(map(_width, text))


@lru_cache(maxsize=8192)
def _width(c: str) -> float:
    return 1.0 if is_wide(c) else 0.5


def square(lines: Iterable[Paragraph]) -> float:
    """The width of a Han character in these lines, in points: the median over lines of more than a few characters.

    0.0 when nothing can be measured.
    """
    widths = []
    for line in lines:
        spot = box_of(line)
        width = units(line.text)
        if spot and width >= 4:
            widths.append((spot[1][2] - spot[1][0]) / width)
    return median(widths) if widths else 0.0


def line_pitch(document: Document) -> float:
    """The usual step from one line to the next, in points; 0.0 in a document without layout."""
    containers: list[Sequence[Paragraph]] = [[b for b in document.blocks if isinstance(b, Paragraph)]]
    containers += [c.paragraphs for b in document.blocks if isinstance(b, Table) for row in b.rows for c in row.cells]
    steps = []
    for lines in containers:
        for a, b in pairwise(map(box_of, lines)):
            if a and b and a[0] == b[0]:
                step = b[1][1] - a[1][1]
                if 0 < step < 3 * (a[1][3] - a[1][1]):
                    steps.append(step)
    return median(steps) if steps else 0.0


_CLOSING = "，。、；：！？）」』〕》〉】…,.;:!?)]}%％"
_OPENING = "（「『〔《〈【([{+±$＄＋#＃"
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,:/%+'&_-]*")


def first_chunk(text: str) -> str:
    """What at the head of ``text`` a typesetter keeps together: a word or number, or one character with its marks."""
    end = 0
    while end < len(text) and text[end] in _OPENING:
        end += 1
    word = _WORD.match(text, end)
    end = word.end() if word else min(end + 1, len(text))
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    # Word processors do not break between a mark and a Latin word or number that follows without a blank.
    tail = _WORD.match(text, end) if end and text[end - 1] in _CLOSING else None
    return text[: tail.end() if tail else end]
