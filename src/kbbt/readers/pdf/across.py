"""What only shows across the pages of a document: titles that come again, running heads, how it was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from kbbt.readers.pdf.characters import Run
from kbbt.readers.pdf.columns import Region, Titles, VisualLine, columns_of, is_title, is_titles, regions, side_by_side
from kbbt.readers.pdf.directions import TurnedLine
from kbbt.readers.pdf.frame import Frame
from kbbt.readers.pdf.grids import Grid
from kbbt.readers.pdf.rows import Habits
from kbbt.readers.pdf.rules import Rule
from kbbt.readers.pdf.tables import FilledGrid, grid_rows, unordered

_DIGITS = str.maketrans("123456789０１２３４５６７８９", "0" * 19)
_EDGE = 3
"""How many lines at the top and bottom of a page can be running heads and feet."""
_OFTEN = 0.4
"""The part of the pages that a running head stands on at least; left and right pages may have different ones."""
_DISTANCE = 1.9
"""How far below the text a running foot stands at least, in sizes: the last lines of a text can be alike, too."""

_DEEPEST = 4
"""How many lines a header has at most."""
_FAR = 2.6
"""How far above a line stands at least what cannot be a row of the same table, in sizes."""


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

    headers: dict[Titles, int]
    """Lines of titles, and how many lines each of them takes."""
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
    headers = _headers(seen)
    return Knowledge(headers, _running(seen, headers), _habits(pages, seen, headers), _heights(pages))


def line_key(line: VisualLine) -> tuple[int, str]:
    """What a line has in common with the same running head on another page: its height and its text but for numbers."""
    return round(line.base / 3), "".join(line.titles).translate(_DIGITS)


def _running(seen: Sequence[Sequence[VisualLine]], headers: dict[Titles, int]) -> frozenset[tuple[int, str]]:
    """Lines near the edge of a page that stand at the same place on another one, numbers aside."""
    counts: Counter[tuple[int, str]] = Counter()
    for page in seen:
        edge: set[tuple[int, str]] = set()
        titled = 0
        foot = _foot(page)
        for k, line in enumerate(page):
            titled = max(titled - 1, headers.get(line.titles, 0))
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


def _headers(seen: Sequence[Sequence[VisualLine]]) -> dict[Titles, int]:
    """Lines of several short pieces that come again, the titles of columns, and how many lines each header takes."""
    places: dict[Titles, list[tuple[Sequence[VisualLine], int]]] = {}
    for page in seen:
        for k, line in enumerate(page):
            if is_titles(line):
                places.setdefault(line.titles, []).append((page, k))
    found: dict[Titles, int] = {}
    for titles, spots in places.items():
        if len(spots) > 1 and _are_header(spots):
            found[titles] = _depth(spots)
    return found


def _are_header(spots: Sequence[tuple[Sequence[VisualLine], int]]) -> bool:
    """Are lines that say the same the titles of tables, and not rows that say the same?"""
    apart = sum(_apart(page, k) for page, k in spots)
    below_heading = sum(not _apart(page, k) and _below_heading(page, k) for page, k in spots)
    below_header = sum(_below_titles(page, k) for page, k in spots)
    return 2 * apart > len(spots) or (2 * (apart + below_heading) >= len(spots) and 2 * below_header < len(spots))


def _apart(page: Sequence[VisualLine], at: int) -> bool:
    """Does nothing stand right above a line that could belong to a row of the same columns?"""
    if at == 0:
        return True
    line, above = page[at], page[at - 1]
    if line.base - above.base > _FAR * line.size:
        return True
    return _below_heading(page, at) and abs(above.pieces[0].x0 - line.pieces[0].x0) > 1


def _below_titles(page: Sequence[VisualLine], at: int) -> bool:
    """Do other titles of as many columns stand further up on the page?"""
    own = page[at]
    return any(
        line.titles != own.titles and len(line.pieces) >= len(own.pieces) and is_titles(line) and _apart(page, k)
        for k, line in enumerate(page[:at])
    )


def _below_heading(page: Sequence[VisualLine], at: int) -> bool:
    """Does one piece stand above that may be a heading? What goes on in a column further right is none."""
    above = page[at - 1].pieces
    return len(above) == 1 and above[0].x0 < page[at].pieces[1].x0 - 0.5 * page[at].size


def _depth(spots: Sequence[tuple[Sequence[VisualLine], int]]) -> int:
    """How many lines say the same wherever a line of titles stands, however the titles are broken into lines."""
    (first, start), *others = spots
    depth = 1
    for end in range(2, min(_DEEPEST, len(first) - start) + 1):
        if not all(is_title(t) for t in first[start + end - 1].titles):
            break
        step = first[start + end - 1].base - first[start].base
        if all(
            k + end <= len(page)
            and abs(page[k + end - 1].base - page[k].base - step) < 1
            and _letters(page[k : k + end]) == _letters(first[start : start + end])
            for page, k in others
        ):
            depth = end
    return depth


def _letters(header: Sequence[VisualLine]) -> list[str]:
    return sorted("".join(title for line in header for title in line.titles))


def _habits(pages: Sequence[PageContent], seen: Sequence[Sequence[VisualLine]], headers: dict[Titles, int]) -> Habits:
    """How the file writes the tables whose rows no rules divide."""
    habits = Habits()
    for page in pages:
        for filled in page.grids:
            if unordered(filled):
                for columns in grid_rows(filled):
                    habits.learn(columns)
    for visual in seen:
        for region in regions(visual, headers=headers):
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
