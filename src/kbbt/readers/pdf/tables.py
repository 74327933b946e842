"""Grids and runs, or rows of lines, → tables of the document model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kbbt.document import Box, Cell, Place, Row, Table
from kbbt.readers.pdf.characters import Run
from kbbt.readers.pdf.directions import TurnedLine
from kbbt.readers.pdf.grids import Field, Grid
from kbbt.readers.pdf.lines import Line, lines
from kbbt.readers.pdf.rows import Habits, RowOfLines, rises, rows
from kbbt.readers.pdf.vertical import stacked

_BLANKS = " \u00a0\u3000\t"
_ACROSS = 0.7
"""A line with a rule so far above its baseline, in sizes, or nearer, is crossed by it."""


@dataclass(slots=True)
class FilledGrid:
    """A grid and the runs of each of its fields."""

    grid: Grid
    runs: list[list[Run]]
    turned: dict[int, list[TurnedLine]] = field(default_factory=dict)
    """Lines of another direction, by the number of the field they stand in."""
    nested: dict[int, list[FilledGrid]] = field(default_factory=dict)
    """Tables that stand within a field, by its number."""

    def nest(self, inner: FilledGrid) -> bool:
        """Keep a table that stands within one of several columns; False when it does not."""
        x0, top, x1, bottom = inner.grid.box
        width = len(self.grid.xs) - 1
        for k, f in enumerate(self.grid.fields):
            across = f.box[0] < x0 and x1 < f.box[2]
            if across and f.box[1] < top and bottom < f.box[3] and f.col_span < width:
                self.nested.setdefault(k, []).append(inner)
                return True
        return False

    def lines(self, k: int) -> list[Line | TurnedLine]:
        """The lines of a field, those of tables within it cell by cell where the table stands."""
        vertical = stacked(self.runs[k])
        own = lines(self.runs[k]) if vertical is None else [line for run in vertical for line in lines([run])]
        found = [*own, *self.turned.get(k, ())]
        for inner in sorted(self.nested.get(k, ()), key=lambda other: other.grid.ys[0]):
            at = sum(line.box[1] < inner.grid.ys[0] for line in found)
            found[at:at] = [line for f in range(len(inner.runs)) for line in inner.lines(f)]
        return found

    def take(self, turned: Sequence[TurnedLine]) -> list[TurnedLine]:
        """Keep the lines that stand in a field; hand the others back."""
        rest = []
        for line in turned:
            x, y = (line.box[0] + line.box[2]) / 2, (line.box[1] + line.box[3]) / 2
            inside = [
                k for k, f in enumerate(self.grid.fields) if f.box[0] <= x <= f.box[2] and f.box[1] <= y <= f.box[3]
            ]
            if inside and not line.aslant:
                self.turned.setdefault(inside[0], []).append(line)
            else:
                rest.append(line)
        return rest


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell before it becomes a value of the document model."""

    column: int
    col_span: int
    row_span: int
    box: Box
    lines: Sequence[Line | TurnedLine]


@dataclass(slots=True)
class TableRow:
    """A row of such cells."""

    cells: list[TableCell]


def fill(grid: Grid, runs: Sequence[Run]) -> tuple[FilledGrid, list[Run]]:
    """Put each run into the field it stands in; what stands in none is handed back."""
    owner: dict[tuple[int, int], int] = {}
    for k, spot in enumerate(grid.fields):
        for r in range(spot.row, spot.row + spot.row_span):
            for c in range(spot.column, spot.column + spot.col_span):
                owner[r, c] = k
    filled: list[list[Run]] = [[] for _ in grid.fields]
    rest: list[Run] = []
    x0, top, x1, bottom = grid.box
    k = -1
    for run in runs:
        y = run.middle
        if not top - 1 <= y <= bottom + 1 or run.x1 < x0 or run.x0 > x1:
            # A row higher than its page is cut off at the foot, but its last line may be drawn across the rule.
            if k >= 0 and y > bottom > run.base - _ACROSS * run.size and _in_last_row(grid, k, run):
                filled[k].append(run)
            else:
                rest.append(run)
            continue
        for piece in _split(run, grid, owner):
            at = grid.at(piece.x0 + min(0.5 * (piece.x1 - piece.x0), 0.5 * piece.size), y)
            k = -1 if at is None else owner.get(at, -1)
            if k < 0:
                rest.append(piece)
            else:
                filled[k].append(piece)
    return FilledGrid(grid, filled), rest


def _in_last_row(grid: Grid, k: int, run: Run) -> bool:
    """Does a run stand in the column of field ``k``, and is that of the last row?"""
    spot = grid.fields[k]
    return spot.row + spot.row_span == len(grid.ys) - 1 and spot.box[0] <= run.x0 and run.x1 <= spot.box[2]


def _split(run: Run, grid: Grid, owner: dict[tuple[int, int], int]) -> list[Run]:
    """A run that goes on in the next cell is two; one that only sticks out of its cell stays whole."""
    inside = [x for x in grid.xs if run.x0 + 0.2 * run.size < x < run.x1 - 0.2 * run.size]
    if not inside:
        return [run]
    pieces: list[Run] = []
    first = run.first
    glyphs = run.glyphs
    for x in inside:
        a, b = grid.at(x - 1.5, run.middle), grid.at(x + 1.5, run.middle)
        if a is None or b is None or owner.get(a) == owner.get(b):
            continue
        cut = next((i for i in range(first + 1, run.last) if glyphs.x0[i] + glyphs.x1[i] > 2 * x), run.last)
        while cut < run.last and glyphs.chars[cut] in _BLANKS:
            cut += 1
        before = cut - 1
        while before > first and glyphs.chars[before] in _BLANKS:
            before -= 1
        # Blanks are no gap unless they are wider than blanks are.
        usual = sum(1.0 if char == "\u3000" else 0.62 for char in glyphs.chars[before + 1 : cut])
        if cut < run.last and glyphs.x0[cut] - glyphs.x1[before] > (usual + 0.08) * run.size:
            pieces.append(run.part(first, before + 1))
            first = cut
    pieces.append(run.part(first, run.last) if pieces else run)
    return pieces


def unordered(filled: FilledGrid) -> bool:
    """Is there a row of the grid whose cells are not written one after the other?

    Quick to say, and nearly always no; then no row holds several rows of cells.
    """
    return any(_mixed(row) for row in _by_row(filled))


def _by_row(filled: FilledGrid) -> Iterator[list[tuple[Field, list[Run]]]]:
    """The fields of each row of the grid that do not reach into the next."""
    rows_of: list[list[tuple[Field, list[Run]]]] = [[] for _ in range(len(filled.grid.ys) - 1)]
    for spot, runs in zip(filled.grid.fields, filled.runs, strict=True):
        if spot.row_span == 1:
            rows_of[spot.row].append((spot, runs))
    yield from rows_of


def _mixed(row: Sequence[tuple[Field, list[Run]]]) -> bool:
    spans = sorted((runs[0].first, runs[-1].first) for _, runs in row if runs)
    return any(b[0] <= a[1] for a, b in pairwise(spans))


def grid_rows(filled: FilledGrid) -> Iterator[list[list[Line]]]:
    """The columns of lines of each row of the grid whose cells are not written one after the other."""
    for row in _by_row(filled):
        if _mixed(row):
            yield [lines(runs) for _, runs in row]


def divided(filled: FilledGrid, habits: Habits, *, ruled: bool) -> list[TableRow]:
    """The rows of a filled grid, divided where no rule stands between rows of cells.

    ``ruled``: rules divide the rows of this table elsewhere.
    """
    grid = filled.grid
    starting: list[list[TableCell]] = [[] for _ in range(len(grid.ys) - 1)]
    pieces: list[list[RowOfLines]] = [[] for _ in starting]
    whole = {grid.fields[k].row for k in filled.nested}
    for r, row in enumerate(_by_row(filled)):
        if len(row) > 1 and r not in whole and _mixed(row):
            columns = [lines(runs) for _, runs in row]
            right = [spot.box[2] - 4 for spot, _ in row]
            if habits.cellwise or rises(columns) or not ruled:
                pieces[r] = rows(columns, habits, right=right, ruled=ruled)
    extra = [max(len(parts), 1) - 1 for parts in pieces]
    for k, spot in enumerate(grid.fields):
        span = spot.row_span + sum(extra[spot.row : spot.row + spot.row_span])
        if spot.row_span > 1 or len(pieces[spot.row]) < 2:
            starting[spot.row].append(TableCell(spot.column, spot.col_span, span, spot.box, filled.lines(k)))
    found: list[TableRow] = []
    for r, row in enumerate(_by_row(filled)):
        if len(pieces[r]) < 2:
            found.append(TableRow(starting[r]))
            continue
        edges = _edges(pieces[r], grid.ys[r], grid.ys[r + 1])
        for k, part in enumerate(pieces[r]):
            cells = starting[r] if k == 0 else []
            for c, (spot, _) in enumerate(row):
                if c == 0 and part.spans == 0:
                    continue
                span = part.spans if c == 0 else 1
                box = (spot.box[0], edges[k], spot.box[2], edges[k + span])
                cells.append(TableCell(spot.column, spot.col_span, span, box, part.columns[c]))
            cells.sort(key=lambda cell: cell.column)
            found.append(TableRow(cells))
    return _without_idle(found)


def _without_idle(made: Sequence[TableRow]) -> list[TableRow]:
    """The rows without those in which half the columns go on from above and nothing begins: the others go on, too.

    Such a row is made by a stroke in a single column: the shading of a merged cell that ends before its row does.
    """
    spans: dict[int, int] = {}
    owners: dict[int, tuple[TableCell, int]] = {}
    """Column → the cell that stands in it, and the row before which it ends."""
    kept: list[TableRow] = []
    for r, row in enumerate(made):
        going_on = {id(cell): cell for cell, end in owners.values() if end > r}
        begun = {cell.column: owners.get(cell.column, (cell, r))[0] for cell in row.cells}
        idle = sum(cell.col_span for cell in row.cells) <= sum(cell.col_span for cell in going_on.values()) and not any(
            cell.lines or cell is begun[cell.column] or cell.col_span != begun[cell.column].col_span
            for cell in row.cells
        )
        for key in going_on if idle else ():
            spans[key] -= 1
        for cell in row.cells:
            stands = begun[cell.column] if idle else cell
            spans[id(stands)] = spans[id(stands)] + cell.row_span - 1 if idle else cell.row_span
            owners |= dict.fromkeys(range(cell.column, cell.column + cell.col_span), (stands, r + cell.row_span))
        if not idle:
            kept.append(row)
    if len(kept) == len(made):
        return kept
    return [TableRow([replace(cell, row_span=spans[id(cell)]) for cell in row.cells]) for row in kept]


def _edges(parts: Sequence[RowOfLines], top: float, bottom: float) -> list[float]:
    """Where rows without a rule between them meet: halfway."""
    middles = [(a.bottom + b.top) / 2 for a, b in pairwise(parts)]
    return [top, *middles, bottom]


def open_rows(parts: Sequence[RowOfLines], xs: Sequence[float], separators: Sequence[float]) -> list[TableRow]:
    """Rows of lines as rows of cells. ``xs`` are the edges of the columns; a separator between two rows is their edge."""
    if not parts:
        return []
    edges = _edges(parts, parts[0].top, parts[-1].bottom)
    for k, (a, b) in enumerate(pairwise(parts), 1):
        between = [y for y in separators if a.bottom - 3 <= y <= b.top + 3]
        if between:
            edges[k] = between[0]
    found: list[TableRow] = []
    for k, part in enumerate(parts):
        cells = []
        if part.across:
            box = (xs[0], edges[k], xs[-1], edges[k + 1])
            found.append(TableRow([TableCell(0, len(part.columns), 1, box, part.columns[0])]))
            continue
        for c, column in enumerate(part.columns):
            if c == 0 and part.spans == 0:
                continue
            span = part.spans if c == 0 else 1
            cells.append(TableCell(c, 1, span, (xs[c], edges[k], xs[c + 1], edges[k + span]), column))
        found.append(TableRow(cells))
    return found


def table(made: Sequence[TableRow], grid: Grid | None, page: int) -> Table:
    """The rows as a table of the document model; rows of a grid that hold no cell are left out."""
    boxes = [cell.box for row in made for cell in row.cells]
    box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    columns = len(grid.xs) - 1 if grid else max(cell.column + cell.col_span for row in made for cell in row.cells)
    out = tuple(Row(tuple(_cell(cell, page) for cell in row.cells)) for row in made)
    return Table(out, columns, (place(page, box),))


def _cell(cell: TableCell, page: int) -> Cell:
    paragraphs = tuple(line.paragraph(page) for line in cell.lines)
    return Cell(paragraphs, cell.column, cell.col_span, cell.row_span, (place(page, cell.box),))


def place(page: int, box: Box) -> Place:
    """``box`` on ``page``, to a hundredth of a point."""
    return Place(page=page, box=(round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)))
