"""Pages → blocks in reading order, seen as one document.

Most of a page can be read by itself. Some things only show across pages: which lines are titles of columns (they
come again), whether a table without rules goes on over the page, whether the file is written cell by cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kbbt.document import Block
from kbbt.readers.pdf.characters import Run
from kbbt.readers.pdf.columns import (
    Region,
    Titles,
    VisualLine,
    aligned,
    columns_of,
    is_page_number,
    is_table,
    kept,
    regions,
    row_separators,
    side_by_side,
    visual_lines,
    without_labels,
)
from kbbt.readers.pdf.directions import TurnedLine
from kbbt.readers.pdf.frame import Frame
from kbbt.readers.pdf.grids import Grid
from kbbt.readers.pdf.lines import Line
from kbbt.readers.pdf.rows import Habits, RowOfLines, rows
from kbbt.readers.pdf.rules import Rule
from kbbt.readers.pdf.tables import FilledGrid, TableRow, divided, grid_rows, open_rows, table, unordered

_EDGE = 3
"""How many lines at the top and bottom of a page can be running heads and feet."""


@dataclass(slots=True)
class PageContent:
    """What stands on one page: grids with their runs, and the runs that stand in none."""

    number: int
    frame: Frame
    grids: list[FilledGrid]
    free: list[Run]
    level: list[Rule] = field(default_factory=list)
    aside: list[TurnedLine] = field(default_factory=list)
    """Lines that run in another direction than the page."""
    vertical: list[TurnedLine] = field(default_factory=list)
    """All lines of a page that is set in vertical lines, in reading order; the rest is then empty."""


@dataclass(slots=True)
class _State:
    """What is known of the document so far."""

    headers: dict[Titles, int]
    """Lines of titles, and how many lines each of them takes."""
    running: frozenset[tuple[int, str]]
    habits: Habits
    ruled: dict[tuple[int, ...], int]
    carried: Region | None = None
    edges: tuple[float, float] | None = None
    """Where the last table without rules began and ended across the page."""
    framed: set[tuple[int, ...]] = field(default_factory=set)
    """The columns of tables that have rules round their header only."""


def arranged(pages: Sequence[PageContent]) -> list[Block]:
    """The lines and tables of all pages in reading order."""
    seen = [visual_lines(page.free) for page in pages]
    headers = _headers(seen)
    running = _running(seen, headers)
    state = _State(headers, running, _habits(pages, seen), _heights(pages))
    found: list[Block] = []
    for page, visual in zip(pages, seen, strict=True):
        found += _page(page, visual, state)
    return found


def _key(line: VisualLine) -> tuple[int, str]:
    text = "".join(line.titles)
    return round(line.base / 3), "".join("0" if c.isdigit() else c for c in text)


def _running(seen: Sequence[Sequence[VisualLine]], headers: dict[Titles, int]) -> frozenset[tuple[int, str]]:
    """Lines near the edge of a page that stand at the same place on another one, numbers aside."""
    counts: Counter[tuple[int, str]] = Counter()
    for page in seen:
        edge: set[tuple[int, str]] = set()
        titled = 0
        for k, line in enumerate(page):
            titled = max(titled - 1, headers.get(line.titles, 0))
            if (k < _EDGE or k >= len(page) - _EDGE) and len(line.pieces) == 1 and not titled:
                edge.add(_key(line))
        counts.update(edge)
    return frozenset(key for key, times in counts.items() if times > 1)


def _headers(seen: Sequence[Sequence[VisualLine]]) -> dict[Titles, int]:
    """Lines of several short pieces that come again, the titles of columns, and how many lines each header takes."""
    places: dict[Titles, list[tuple[Sequence[VisualLine], int]]] = {}
    for page in seen:
        for k, line in enumerate(page):
            if len(line.pieces) > 1 and all(_is_title(t) for t in line.titles):
                places.setdefault(line.titles, []).append((page, k))
    return {titles: _depth(spots) for titles, spots in places.items() if len(spots) > 1}


def _depth(spots: Sequence[tuple[Sequence[VisualLine], int]]) -> int:
    """How many lines are the same wherever a line of titles stands."""
    (first, start), *others = spots
    depth = 1
    while depth < 4 and start + depth < len(first):
        line = first[start + depth]
        step = line.base - first[start].base
        same = all(
            k + depth < len(page)
            and page[k + depth].titles == line.titles
            and abs(page[k + depth].base - page[k].base - step) < 1
            for page, k in others
        )
        if not same or not all(_is_title(t) for t in line.titles):
            break
        depth += 1
    return depth


def _is_title(text: str) -> bool:
    return 0 < len(text) <= 16 and not any(c in "：:。；，,;" or c.isdigit() for c in text)


def _habits(pages: Sequence[PageContent], seen: Sequence[Sequence[VisualLine]]) -> Habits:
    """How the file writes the tables whose rows no rules divide."""
    habits = Habits()
    for page in pages:
        for filled in page.grids:
            if unordered(filled):
                for columns in grid_rows(filled):
                    habits.learn(columns)
    for visual in seen:
        for region in regions(visual):
            columns = columns_of(visual[region.first : region.last], region.bounds)
            if not side_by_side(columns):
                habits.learn(columns)
    return habits


def _signature(grid: Grid) -> tuple[int, ...]:
    return tuple(round(x / 4) for x in grid.xs)


def _heights(pages: Sequence[PageContent]) -> dict[tuple[int, ...], int]:
    """The most rows that rules make in tables of the same columns."""
    heights: dict[tuple[int, ...], int] = {}
    for page in pages:
        for filled in page.grids:
            signature = _signature(filled.grid)
            heights[signature] = max(heights.get(signature, 0), len(filled.grid.ys) - 1)
    return heights


def _page(page: PageContent, visual: Sequence[VisualLine], state: _State) -> list[Block]:
    if page.vertical:
        return [line.paragraph(page.number) for line in page.vertical]
    placed: list[tuple[float, Block]] = []
    body: list[VisualLine] = []
    for line in visual:
        text = "".join(line.titles)
        if _key(line) in state.running or (line is visual[-1] and is_page_number(text)):
            placed += _paragraphs([line], page.number)
        else:
            body.append(line)
    tops = sorted((filled.grid.ys[0], k) for k, filled in enumerate(page.grids))
    start = 0
    owner: FilledGrid | None = None
    for top, k in [*tops, (float("inf"), -1)]:
        end = start
        while end < len(body) and body[end].base < top:
            end += 1
        below = page.grids[k] if k >= 0 else None
        placed += _chunk(page, body[start:end], owner, below, state)
        start = end
        owner = below
        if owner is not None:
            state.carried = None
    placed += [(line.box[1], line.paragraph(page.number)) for line in page.aside]
    placed.sort(key=lambda pair: pair[0])
    return [block for _, block in placed]


def _paragraphs(page: Sequence[VisualLine], number: int) -> list[tuple[float, Block]]:
    """Whole lines, whatever white runs through them."""
    found: list[tuple[float, Block]] = []
    for line in page:
        runs = tuple(run for piece in line.pieces for run in piece.runs)
        whole = Line(runs, line.base, line.size)
        found.append((line.base - line.size, whole.paragraph(number)))
    return found


def _chunk(
    page: PageContent, body: Sequence[VisualLine], above: FilledGrid | None, below: FilledGrid | None, state: _State
) -> list[tuple[float, Block]]:
    """The lines between two grids (or a grid and the edge of the page), and the grid above them."""
    found: list[tuple[float, Block]] = []
    used = 0
    if above is not None:
        rows_above = _grid_rows(above, state)
        titled = below is not None and _signature(below.grid) == _signature(above.grid)
        gone = _going_on(above.grid, body, state) if len(above.grid.ys) <= 3 else None
        if gone is not None:
            more, rest = _open(page, body[: gone.last], gone, state, followed=titled, titled=True)
            rows_above += open_rows(more, (above.grid.xs[0], *gone.bounds, above.grid.xs[-1]), [])
            found += rest
            used = gone.last
            state.carried = replace(gone, edges=(above.grid.xs[0], above.grid.xs[-1])) if used == len(body) else None
        found.append((above.grid.ys[0], table(rows_above, above.grid, page.number)))
    body = body[used:]
    done = 0
    for region in regions(body, None if above is not None else state.carried):
        carried = state.carried is not None and above is None and region.first == 0
        for part in _parts(body, region, state):
            blocks = _region(page, body, part, state, carried=carried)
            if blocks is None:
                continue
            found += _paragraphs(body[done : part.first], page.number)
            found += blocks
            done = part.last
            if part.last == len(body) and part.gutters:
                state.carried = replace(part, edges=state.edges)
    if done < len(body):
        state.carried = None
    found += _paragraphs(body[done:], page.number)
    return found


def _grid_rows(filled: FilledGrid, state: _State) -> list[TableRow]:
    many = state.ruled[_signature(filled.grid)] >= 4
    return divided(filled, state.habits, ruled=many)


def _going_on(grid: Grid, body: Sequence[VisualLine], state: _State) -> Region | None:
    """The lines below a header in a frame that keep to its columns: the table has rules round its header only."""
    if len(grid.xs) < 3 or not body:
        return None
    first = body[0]
    bounds = grid.xs[1:-1]
    columns = {sum((p.x0 + p.x1) / 2 > b for b in bounds) for p in first.pieces}
    near = first.base - first.size - grid.ys[-1] < 1.5 * first.size
    within = first.pieces[0].x0 > grid.xs[0] - 3 and first.pieces[-1].x1 < grid.xs[-1] + 3
    known = _signature(grid) in state.framed
    if (len(columns) < 2 and not known) or not near or not within:
        return None
    found = kept(body, 0, tuple((x - 2, x + 2) for x in bounds), alone=known)
    if found is not None:
        state.framed.add(_signature(grid))
    return found


def _parts(body: Sequence[VisualLine], region: Region, state: _State) -> list[Region]:
    """A region cut before each line of titles."""
    cuts: list[int] = []
    titled = region.first + state.headers.get(body[region.first].titles, 0)
    for k in range(region.first + 1, region.last):
        depth = state.headers.get(body[k].titles, 0)
        if depth and k >= titled:
            cuts.append(k)
            titled = k + depth
    edges = [region.first, *cuts, region.last]
    return [replace(region, first=a, last=b) for a, b in pairwise(edges)]


def _region(
    page: PageContent, body: Sequence[VisualLine], region: Region, state: _State, *, carried: bool
) -> list[tuple[float, Block]] | None:
    """The blocks of a region, None when it is no table."""
    region = without_labels(body, region, state.headers)
    inside = body[region.first : region.last]
    if not region.gutters:
        return None
    columns = columns_of(inside, region.bounds)
    if not carried and side_by_side(columns):
        return _side_by_side(columns, page.number)
    separators = row_separators(page.level, region.bounds, inside)
    followed = region.last < len(body) and body[region.last].titles in state.headers
    found, headings = _open(page, inside, region, state, followed=followed)
    if not is_table(body, region, found, headers=state.headers, carried=carried, ruled=len(separators)):
        return None
    left = min(line.x0 for column in columns for line in column)
    right = max(line.x1 for column in columns for line in column)
    if region.edges is not None:
        left, right = min(left, region.edges[0]), max(right, region.edges[1])
    state.edges = left, right
    xs = (left, *region.bounds, right)
    made = open_rows(found, xs, separators)
    return [*headings, (found[0].top, table(made, None, page.number))]


def _side_by_side(columns: Sequence[Sequence[Line]], number: int) -> list[tuple[float, Block]]:
    """Columns read one after the other; they keep together by standing at the height of the first."""
    top = min(line.base - line.size for column in columns for line in column)
    return [(top, line.paragraph(number)) for column in columns for line in column]


def _open(
    page: PageContent,
    inside: Sequence[VisualLine],
    region: Region,
    state: _State,
    *,
    followed: bool,
    titled: bool = False,
) -> tuple[list[RowOfLines], list[tuple[float, Block]]]:
    """The rows of a table without rules, and the headings at its end, which are no rows.

    ``followed``: titles of another table come next. ``titled``: the titles of this one stand above, in a frame.
    """
    found: list[RowOfLines] = []
    depth = state.headers.get(inside[0].titles, 0)
    if depth:
        titles = columns_of(inside[:depth], region.bounds)
        found.append(RowOfLines(tuple(tuple(column) for column in titles)))
        inside = inside[depth:]
    below = _headings(inside, region.bounds)
    inside = inside[: len(inside) - len(below)]
    headings = _paragraphs(below, page.number)
    columns = columns_of(inside, region.bounds)
    right = [max((line.x1 for line in column), default=0.0) for column in columns]
    separators = row_separators(page.level, region.bounds, inside) if inside else []
    for band in _bands(columns, separators):
        found += rows(band, state.habits, right=right, ruled=len(separators) > 3)
    first = 1 if depth else 0
    while len(found) > first and _only_first(found[-1]) and found[-1].spans == 1:
        alone = found.pop().columns[0]
        tail, rest = _apart(alone, first=len(found) == first and (titled or depth > 0), followed=followed and not below)
        headings += [(line.base - line.size, line.paragraph(page.number)) for line in rest]
        if tail:
            found.append(RowOfLines((tail, *([()] * len(region.bounds)))))
            break
    return found, headings


def _headings(inside: Sequence[VisualLine], bounds: Sequence[float]) -> list[VisualLine]:
    """The last lines, where they stand alone in the first column but begin where none of its cells does."""
    column = columns_of(inside, bounds)[0]
    end = len(inside)
    while end and len(inside[end - 1].pieces) == 1 and inside[end - 1].pieces[0].x1 < bounds[0]:
        line = inside[end - 1].pieces[0]
        others = [other for other in column if other.base < line.base - 1]
        same = end == len(inside) or abs(inside[-1].pieces[0].x0 - line.x0) < 1.5
        if not others or not same or not aligned(others) or any(abs(other.x0 - line.x0) < 1.5 for other in others):
            break
        # A line set back from the others may be the second line of a cell, unless it keeps a distance.
        far = line.base - max(other.base for other in others) > 1.6 * line.size
        if line.x0 > min(other.x0 for other in others) and not far:
            break
        end -= 1
    return list(inside[end:])


def _apart(column: Sequence[Line], *, first: bool, followed: bool) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Lines that stand alone in the first column: what is left of a name, and headings.

    Right below the titles of a table that goes on there may be the end of a name (``first``). A heading differs in
    distance or size; the last line before further titles is one (``followed``).
    """
    if not first:
        return (), tuple(column)
    end = 1
    while end < len(column):
        above, line = column[end - 1], column[end]
        if line.base - above.base > 1.5 * line.size or abs(line.size - above.size) > 0.05 * above.size:
            break
        end += 1
    if followed and end == len(column) > 1:
        end -= 1
    return tuple(column[:end]), tuple(column[end:])


def _only_first(row: RowOfLines) -> bool:
    return bool(row.columns[0]) and not any(row.columns[1:])


def _bands(columns: Sequence[Sequence[Line]], separators: Sequence[float]) -> list[list[list[Line]]]:
    """The columns cut at each separator."""
    if not separators:
        return [[list(column) for column in columns]]
    edges = [float("-inf"), *separators, float("inf")]
    found = []
    for low, high in pairwise(edges):
        band = [[line for line in column if low < line.base - 0.38 * line.size <= high] for column in columns]
        if any(band):
            found.append(band)
    return found
