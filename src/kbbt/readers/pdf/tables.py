"""Grids and runs → tables: every run goes to the cell it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kbbt.document import Box, Cell, Place, Row, Table
from kbbt.readers.pdf.characters import Run
from kbbt.readers.pdf.grids import Field, Grid
from kbbt.readers.pdf.lines import lines


@dataclass(slots=True)
class FilledGrid:
    """A grid and the runs of each of its fields."""

    grid: Grid
    runs: list[list[Run]]


def fill(grid: Grid, runs: Sequence[Run]) -> tuple[FilledGrid, list[Run]]:
    """Put each run into the field it stands in; what stands in none is handed back."""
    owner: dict[tuple[int, int], int] = {}
    for k, field in enumerate(grid.fields):
        for r in range(field.row, field.row + field.row_span):
            for c in range(field.column, field.column + field.col_span):
                owner[r, c] = k
    filled: list[list[Run]] = [[] for _ in grid.fields]
    rest: list[Run] = []
    x0, top, x1, bottom = grid.box
    for run in runs:
        y = run.middle
        if not top - 1 <= y <= bottom + 1 or run.x1 < x0 or run.x0 > x1:
            rest.append(run)
            continue
        for piece in _split(run, grid, owner):
            spot = grid.at(piece.x0 + min(0.5 * (piece.x1 - piece.x0), 0.5 * piece.size), y)
            k = -1 if spot is None else owner.get(spot, -1)
            if k < 0:
                rest.append(piece)
            else:
                filled[k].append(piece)
    return FilledGrid(grid, filled), rest


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
        for i in range(first + 1, run.last):
            middle = (glyphs.x0[i] + glyphs.x1[i]) / 2
            if middle > x:
                if glyphs.x0[i] - glyphs.x1[i - 1] > 0.08 * run.size and glyphs.x1[i - 1] < x + 1:
                    pieces.append(run.part(first, i))
                    first = i
                break
    pieces.append(run.part(first, run.last) if pieces else run)
    return pieces


def table(filled: FilledGrid, page: int) -> Table:
    """The table of a filled grid, rows of no cell left out."""
    rows: list[list[Cell]] = [[] for _ in range(len(filled.grid.ys) - 1)]
    for field, runs in zip(filled.grid.fields, filled.runs, strict=True):
        rows[field.row].append(_cell(field, runs, page))
    kept = [tuple(row) for row in rows]
    return Table(tuple(Row(row) for row in kept), len(filled.grid.xs) - 1, (place(page, filled.grid.box),))


def _cell(field: Field, runs: Sequence[Run], page: int) -> Cell:
    paragraphs = tuple(line.paragraph(page) for line in lines(runs)) if runs else ()
    return Cell(paragraphs, field.column, field.col_span, field.row_span, (place(page, field.box),))


def place(page: int, box: Box) -> Place:
    """``box`` on ``page``, to a hundredth of a point."""
    return Place(page=page, box=(round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)))
