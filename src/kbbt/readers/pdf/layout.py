"""Pages → blocks in reading order, seen as one document.

Most of a page can be read by itself. Some things only show across pages (:mod:`kbbt.readers.pdf.across`): which lines
are titles of columns, whether a table without rules goes on over the page, whether the file is written cell by cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kbbt.document import Block
from kbbt.readers.pdf.across import Knowledge, PageContent, gathered, line_key, signature
from kbbt.readers.pdf.columns import Region, VisualLine, is_page_number, kept, regions, visual_lines
from kbbt.readers.pdf.grids import Grid
from kbbt.readers.pdf.open_tables import Placed, open_table, open_table_rows, whole_lines
from kbbt.readers.pdf.tables import FilledGrid, TableRow, divided, open_rows, table

__all__ = ["PageContent", "arranged"]


def arranged(pages: Sequence[PageContent]) -> list[Block]:
    """The lines and tables of all pages in reading order."""
    seen = [visual_lines(page.free) for page in pages]
    known = gathered(pages, seen)
    found: list[Block] = []
    for page, visual in zip(pages, seen, strict=True):
        found += _page(page, visual, known)
    return found


def _page(page: PageContent, visual: Sequence[VisualLine], known: Knowledge) -> list[Block]:
    if page.vertical:
        return [line.paragraph(page.number) for line in page.vertical]
    placed: list[Placed] = []
    body: list[VisualLine] = []
    for line in visual:
        text = "".join(line.titles)
        if line_key(line) in known.running or (line is visual[-1] and is_page_number(text)):
            placed += whole_lines([line], page.number)
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
        placed += _chunk(page, body[start:end], owner, below, known)
        start = end
        owner = below
        if owner is not None:
            known.carried = None
    placed += [(line.box[1], line.paragraph(page.number)) for line in page.aside]
    placed.sort(key=lambda pair: pair[0])
    return [block for _, block in placed]


def _chunk(
    page: PageContent, body: Sequence[VisualLine], above: FilledGrid | None, below: FilledGrid | None, known: Knowledge
) -> list[Placed]:
    """The lines between two grids (or a grid and the edge of the page), and the grid above them."""
    found: list[Placed] = []
    used = 0
    if above is not None:
        rows_above = _grid_rows(above, known)
        titled = below is not None and signature(below.grid) == signature(above.grid)
        gone = _going_on(above.grid, body, known) if len(above.grid.ys) <= 3 else None
        if gone is not None:
            more, rest = open_table_rows(page, body[: gone.last], gone, known, followed=titled, titled=True)
            rows_above += open_rows(more, (above.grid.xs[0], *gone.bounds, above.grid.xs[-1]), [])
            found += rest
            used = gone.last
            known.carried = replace(gone, edges=(above.grid.xs[0], above.grid.xs[-1])) if used == len(body) else None
        found.append((above.grid.ys[0], table(rows_above, above.grid, page.number)))
    body = body[used:]
    done = 0
    for region in regions(body, None if above is not None else known.carried, known.headers):
        carried = known.carried is not None and above is None and region.first == 0
        for part in _parts(body, region, known):
            blocks = open_table(page, body, part, known, carried=carried)
            if blocks is None:
                continue
            found += whole_lines(body[done : part.first], page.number)
            found += blocks
            done = part.last
            if part.last == len(body) and part.gutters:
                known.carried = replace(part, edges=known.edges)
    if done < len(body):
        known.carried = None
    found += whole_lines(body[done:], page.number)
    return found


def _grid_rows(filled: FilledGrid, known: Knowledge) -> list[TableRow]:
    many = known.ruled[signature(filled.grid)] >= 4
    return divided(filled, known.habits, ruled=many)


def _going_on(grid: Grid, body: Sequence[VisualLine], known: Knowledge) -> Region | None:
    """The lines below a header in a frame that keep to its columns: the table has rules round its header only."""
    if len(grid.xs) < 3 or not body:
        return None
    first = body[0]
    bounds = grid.xs[1:-1]
    columns = {sum((p.x0 + p.x1) / 2 > b for b in bounds) for p in first.pieces}
    near = first.base - first.size - grid.ys[-1] < 1.5 * first.size
    within = first.pieces[0].x0 > grid.xs[0] - 3 and first.pieces[-1].x1 < grid.xs[-1] + 3
    before = signature(grid) in known.framed
    if (len(columns) < 2 and not before) or not near or not within:
        return None
    found = kept(body, 0, tuple((x - 2, x + 2) for x in bounds), alone=before)
    if found is not None:
        known.framed.add(signature(grid))
    return found


def _parts(body: Sequence[VisualLine], region: Region, known: Knowledge) -> list[Region]:
    """A region cut before each line of titles."""
    cuts: list[int] = []
    titled = region.first + known.headers.get(body[region.first].titles, 0)
    for k in range(region.first + 1, region.last):
        depth = known.headers.get(body[k].titles, 0)
        if depth and k >= titled:
            cuts.append(k)
            titled = k + depth
    edges = [region.first, *cuts, region.last]
    return [replace(region, first=a, last=b) for a, b in pairwise(edges)]
