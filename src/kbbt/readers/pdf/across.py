"""What only shows across the pages of a document: titles that come again, running heads, how it was written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from kbbt.readers.pdf.characters import Run
from kbbt.readers.pdf.columns import Region, columns_of, regions
from kbbt.readers.pdf.directions import TurnedLine
from kbbt.readers.pdf.evidence import side_by_side
from kbbt.readers.pdf.frame import Frame
from kbbt.readers.pdf.grids import Grid
from kbbt.readers.pdf.rows import Habits
from kbbt.readers.pdf.rules import Rule
from kbbt.readers.pdf.tables import FilledGrid, grid_rows, unordered
from kbbt.readers.pdf.titles import Headers, repeated_headers
from kbbt.readers.pdf.visual import VisualLine

_DIGITS = str.maketrans("123456789０１２３４５６７８９", "0" * 19)
_EDGE = 3
"""How many lines at the top and bottom of a page can be running heads and feet."""
_OFTEN = 0.4
"""The part of the pages that a running head stands on at least; left and right pages may have different ones."""
_DISTANCE = 1.9
"""How far below the text a running foot stands at least, in sizes: the last lines of a text can be alike, too."""


@dataclass(slots=True)
class PageContent:
    """What stands on one page: grids with their runs, and the runs that stand in none."""

    number: int
    frame: Frame
    grids: list[FilledGrid]
    free: list[Run]
    level: list[Rule] = field(default_factory=list)
    upright: list[Rule] = field(default_factory=list)
    aside: list[TurnedLine] = field(default_factory=list)
    """Lines that run in another direction than the page."""
    vertical: list[TurnedLine] = field(default_factory=list)
    """All lines of a page that is set in vertical lines, in reading order; the rest is then empty."""


@dataclass(slots=True)
class Knowledge:
    """What is known of the document so far."""

    headers: Headers
    """The headers that stand more than once."""
    running: frozenset[tuple[int, str]]
    habits: Habits
    ruled: dict[tuple[int, ...], int]
    """The most rows that rules make in tables of the same columns."""
    carried: Region | None = None
    edges: tuple[float, float] | None = None
    """Where the last table without rules began and ended across the page."""
    framed: set[tuple[int, ...]] = field(default_factory=set)
    """The columns of tables that have rules round their header only."""


def gathered(pages: Sequence[PageContent], seen: Sequence[Sequence[VisualLine]]) -> Knowledge:
    """What all pages together tell. ``seen`` are the lines of each page outside its grids."""
    headers = repeated_headers(seen)
    return Knowledge(headers, _running(seen, headers), _habits(pages, seen, headers), _heights(pages))


def line_key(line: VisualLine) -> tuple[int, str]:
    """What a line has in common with the same running head on another page: its height and its text but for numbers."""
    return round(line.base / 3), "".join(line.titles).translate(_DIGITS)


def _running(seen: Sequence[Sequence[VisualLine]], headers: Headers) -> frozenset[tuple[int, str]]:
    """Lines near the edge of a page that stand at the same place on another one, numbers aside."""
    counts: Counter[tuple[int, str]] = Counter()
    for page in seen:
        edge: set[tuple[int, str]] = set()
        titled = 0
        foot = _foot(page)
        for k, line in enumerate(page):
            titled = max(titled - 1, headers.get(line, 0))
            if (k < _EDGE or k >= foot) and len(line.pieces) == 1 and not titled:
                edge.add(line_key(line))
        counts.update(edge)
    least = max(2, round(_OFTEN * len(seen)))
    return frozenset(key for key, times in counts.items() if times >= least)


def _foot(page: Sequence[VisualLine]) -> int:
    """The first of the last lines, if there are any that keep a distance from what is above."""
    for k in range(max(1, len(page) - _EDGE), len(page)):
        if page[k].base - page[k - 1].base > _DISTANCE * page[k - 1].size:
            return k
    return len(page)


def _habits(pages: Sequence[PageContent], seen: Sequence[Sequence[VisualLine]], headers: Headers) -> Habits:
    """How the file writes the tables whose rows no rules divide."""
    habits = Habits()
    for page in pages:
        for filled in page.grids:
            if unordered(filled):
                for columns in grid_rows(filled):
                    habits.learn(columns)
    for visual in seen:
        for region in regions(visual, None, headers):
            columns = columns_of(visual[region.first : region.last], region.bounds)
            if not side_by_side(columns):
                habits.learn(columns)
    return habits


def signature(grid: Grid) -> tuple[int, ...]:
    """What tables of the same columns have in common."""
    return tuple(round(x / 4) for x in grid.xs)


def _heights(pages: Sequence[PageContent]) -> dict[tuple[int, ...], int]:
    """The most rows that rules make in tables of the same columns."""
    heights: dict[tuple[int, ...], int] = {}
    for page in pages:
        for filled in page.grids:
            columns = signature(filled.grid)
            heights[columns] = max(heights.get(columns, 0), len(filled.grid.ys) - 1)
    return heights


_NUMBER = re.compile(
    r"[-–—－‧·~|(（〔\s]*(?:第|page|p\.)?\s*(?:[0-9０-９]+|[〇零一二三四五六七八九十百]+)\s*頁?"
    r"(?:\s*(?:/|／|of|之|共)\s*[0-9０-９]+\s*頁?)?[-–—－‧·~|)）〕\s]*",
    re.IGNORECASE,
)


def is_page_number(text: str) -> bool:
    """Does the text say nothing but the number of a page (- 3 -, 第 3 頁，共 5 頁, 3/5)?"""
    return len(text) <= 20 and _NUMBER.fullmatch(text.replace("，", "").replace(",", "")) is not None
