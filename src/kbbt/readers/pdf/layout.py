"""Pages → blocks in reading order, seen as one document.

Most of a page can be read by itself. Some things only show across pages (:mod:`kbbt.readers.pdf.across`): which lines
are titles of columns, whether a table without rules goes on over the page, whether the file is written cell by cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kbbt.document import Block
from kbbt.readers.pdf.across import Knowledge, PageContent, gathered, is_page_number, line_key, signature
from kbbt.readers.pdf.columns import Region, columns_of, kept, regions
from kbbt.readers.pdf.grids import Grid
from kbbt.readers.pdf.open_tables import Placed, open_table, open_table_rows, whole_lines
from kbbt.readers.pdf.tables import FilledGrid, TableRow, divided, open_rows, table
from kbbt.readers.pdf.visual import VisualLine, visual_lines

__all__ = ["PageContent", "arranged"]

_MOST_FRAMED = 3
"""Rows that rules make at most where only a header is framed: its own two, and a shaded row that touches them."""


def arranged(pages: Sequence[PageContent]) -> list[Block]:
    """The lines and tables of all pages in reading order."""
    seen = [visual_lines(page.free) for page in pages]
    known = gathered(pages, seen)
    bodies = [_body(visual, known) for visual in seen]
    found: list[Block] = []
    for k, (page, visual, body) in enumerate(zip(pages, seen, bodies, strict=True)):
        following = bodies[k + 1] if k + 1 < len(pages) and not pages[k + 1].grids else []
        found += _page(page, visual, body, following, known)
    return found


def _body(visual: Sequence[VisualLine], known: Knowledge) -> list[VisualLine]:
    """The lines of a page that are no running heads or feet."""
    last = visual[-1:]
    return [
        line
        for line in visual
        if line_key(line) not in known.running and not (line in last and is_page_number("".join(line.titles)))
    ]


def _page(
    page: PageContent,
    visual: Sequence[VisualLine],
    body: Sequence[VisualLine],
    following: Sequence[VisualLine],
    known: Knowledge,
) -> list[Block]:
    if page.vertical:
        return [line.paragraph(page.number) for line in page.vertical]
    inside = set(body)
    placed = whole_lines([line for line in visual if line not in inside], page.number)
    tops = sorted((filled.grid.ys[0], k) for k, filled in enumerate(page.grids))
    start = 0
    owner: FilledGrid | None = None
    for top, k in [*tops, (float("inf"), -1)]:
        end = start
        while end < len(body) and body[end].base < top:
            end += 1
        below = page.grids[k] if k >= 0 else None
        placed += _chunk(page, body[start:end], owner, below, following if k < 0 else (), known)
        start = end
        owner = below
        if owner is not None:
            known.carried = None
    placed += [(line.box[1], line.paragraph(page.number)) for line in page.aside]
    placed.sort(key=lambda pair: pair[0])
    return [block for _, block in placed]


def _chunk(
    page: PageContent,
    body: Sequence[VisualLine],
    above: FilledGrid | None,
    below: FilledGrid | None,
    following: Sequence[VisualLine],
    known: Knowledge,
) -> list[Placed]:
    """The lines between two grids (or a grid and the edge of the page), and the grid above them.

    ``following`` are the lines that the next page begins with, where nothing else stands between.
    """
    found: list[Placed] = []
    used = 0
    if above is not None:
        rows_above = _grid_rows(above, known)
        titled = below is not None and signature(below.grid) == signature(above.grid)
        gone = _going_on(above.grid, body, known)
        if gone is not None:
            more, rest = open_table_rows(page, body[: gone.last], gone, known, followed=titled, titled=True)
            rows_above += open_rows(more, (above.grid.xs[0], *gone.bounds, above.grid.xs[-1]), [])
            found += rest
            used = gone.last
            known.carried = replace(gone, edges=(above.grid.xs[0], above.grid.xs[-1])) if used == len(body) else None
        found.append((above.grid.ys[0], table(rows_above, above.grid, page.number)))
    body = body[used:]
    done = 0
    for region in regions(body, None if above is not None else known.carried, known.headers, following):
        carried = known.carried is not None and above is None and region.first == 0
        blocks = open_table(page, body, region, known, carried=carried)
        if blocks is None:
            continue
        found += whole_lines(body[done : region.first], page.number)
        found += blocks
        done = region.last
        if region.last == len(body) and region.gutters:
            known.carried = replace(region, edges=known.edges)
    if done < len(body):
        known.carried = None
    found += whole_lines(body[done:], page.number)
    return found


def _grid_rows(filled: FilledGrid, known: Knowledge) -> list[TableRow]:
    many = known.ruled[signature(filled.grid)] >= 4
    return divided(filled, known.habits, ruled=many)


def _going_on(grid: Grid, body: Sequence[VisualLine], known: Knowledge) -> Region | None:
    """The lines below a header in a frame that keep to its columns: the table has rules round its header only."""
    if len(grid.xs) < 3 or not body or known.ruled[signature(grid)] > _MOST_FRAMED:
        return None
    first = body[0]
    near = first.base - first.size - grid.ys[-1] < 1.5 * first.size
    within = first.pieces[0].x0 > grid.xs[0] - 3 and first.pieces[-1].x1 < grid.xs[-1] + 3
    if not near or not within:
        return None
    before = signature(grid) in known.framed
    found = kept(body, 0, tuple((x - 2, x + 2) for x in grid.xs[1:-1]), alone=before)
    if found is not None and not before and sum(map(bool, columns_of(body[: found.last], found.bounds))) < 2:
        return None
    if found is not None:
        known.framed.add(signature(grid))
    return found
