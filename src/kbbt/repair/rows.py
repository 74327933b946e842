"""Rows put together: the two halves of a row that a page break cut, and a group's cell that goes on under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kbbt.document import Cell, Paragraph, Place, Row
from kbbt.labels import split_label
from kbbt.repair.evidence import finished
from kbbt.repair.geometry import merged_places
from kbbt.text import join_lines


def owners(rows: Sequence[Row], at: int) -> dict[int, tuple[int, int]]:
    """Column → (row, index in the row) of the cell that covers it in row ``at``, cells merged from above included."""
    found: dict[int, tuple[int, int]] = {}
    for r, row in enumerate(rows[: at + 1]):
        for i, cell in enumerate(row.cells):
            if r + cell.row_span > at:
                for column in range(cell.column, cell.column + cell.col_span):
                    found[column] = (r, i)
    return found


def cells_at(rows: Sequence[Row], at: int) -> dict[int, Cell]:
    """Column where it begins → the cell standing in row ``at``, cells merged from above included."""
    return {rows[r].cells[i].column: rows[r].cells[i] for r, i in owners(rows, at).values()}


def _put(rows: list[Row], r: int, i: int, cell: Cell) -> None:
    cells = rows[r].cells
    rows[r] = replace(rows[r], cells=(*cells[:i], cell, *cells[i + 1 :]))


def same_shape(rows: Sequence[Row], at: int) -> bool:
    """True when row ``at`` has its cells where the row above has them: neither is a heading over the whole width."""
    above = cells_at(rows, at - 1)
    return all(c.column in above and above[c.column].col_span == c.col_span for c in rows[at].cells)


def stitched(rows: Sequence[Row], at: int) -> list[Row]:
    """``rows`` with row ``at`` joined to the row above it, cell by cell."""
    out = list(rows)
    above = owners(out, at - 1)
    for cell in rows[at].cells:
        if cell.column not in above:
            out[at - 1] = replace(out[at - 1], cells=tuple(sorted((*out[at - 1].cells, cell), key=lambda c: c.column)))
            above = owners(out, at - 1)
            continue
        r, i = above[cell.column]
        first = out[r].cells[i]
        both = replace(
            first,
            paragraphs=_meet(first.paragraphs, cell.paragraphs),
            places=merged_places((*first.places, *cell.places)),
            row_span=first.row_span + cell.row_span - 1,
        )
        _put(out, r, i, both)
    begun = {column for cell in rows[at].cells for column in range(cell.column, cell.column + cell.col_span)}
    for r, i in {spot for column, spot in owners(rows, at).items() if column not in begun}:
        cell = out[r].cells[i]
        _put(out, r, i, replace(cell, row_span=cell.row_span - 1))
    del out[at]
    return out


def carried(rows: Sequence[Row], at: int, columns: set[int]) -> list[Row]:
    """``rows`` with the empty cells of row ``at`` in ``columns`` made part of the merged cells above them."""
    out = list(rows)
    for cell in rows[at].cells:
        spot = owners(out, at - 1).get(cell.column)
        if cell.column not in columns or cell.text.strip() or spot is None:
            continue
        above = out[spot[0]].cells[spot[1]]
        if above.col_span != cell.col_span or not above.text.strip():
            continue
        longer = replace(
            above, row_span=above.row_span + cell.row_span, places=merged_places((*above.places, *cell.places))
        )
        _put(out, *spot, longer)
        out[at] = replace(out[at], cells=tuple(c for c in out[at].cells if c is not cell))
    return out


def _meet(first: tuple[Paragraph, ...], second: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """The paragraphs of both halves; a paragraph of the format itself that was cut in two becomes one again."""
    if not first or not second:
        return first + second
    a, b = first[-1], second[0]
    if a.is_line or b.is_line or b.label or finished(a.text) or split_label(b.text) is not None:
        return first + second
    one = replace(a, text=join_lines(a.text, b.text), places=merged_places((*a.places, *b.places)))
    return (*first[:-1], one, *second[1:])


def row_places(row: Row) -> tuple[Place, ...]:
    """Where the row stands."""
    return merged_places(
        place for c in row.cells for place in (c.places or tuple(p for par in c.paragraphs for p in par.places))
    )
