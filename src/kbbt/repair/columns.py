"""Whether two tables have the same columns: by where their edges stand, or by their count where nothing has a place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from kbbt.document import Cell, Row, Table
from kbbt.repair.geometry import last_spot

_SLACK = 14.0
"""Points by which an edge may stand elsewhere on the next page, at most; less in narrow columns."""


_RAGGED = 0.25
"""Share of the table's width by which its right side may differ."""


def edges(table: Table) -> tuple[float, ...] | None:
    """The left edge of each column and the right edge of the last, in points; None when some column has none."""
    lefts: dict[int, list[float]] = defaultdict(list)
    for row in table.rows:
        for cell in row.cells:
            spot = last_spot(cell.places)
            if spot is not None:
                lefts[cell.column].append(spot[1][0])
                lefts[cell.column + cell.col_span].append(spot[1][2])
    if any(c not in lefts for c in range(table.columns + 1)):
        return None
    return tuple(median(lefts[c]) for c in range(table.columns + 1))


def mapping(first: Table, second: Table) -> tuple[int, ...] | None:
    """For each column of ``second`` the column of ``first`` it goes on with, None when they are different tables.

    ``second`` may lack columns of ``first`` (a merged group column that is not drawn on the next page), never the
    other way round.
    """
    a, b = edges(first), edges(second)
    if a is None or b is None:
        return tuple(range(second.columns)) if first.columns == second.columns else None
    if first.columns == second.columns:
        return tuple(range(second.columns)) if _fits(a, b) or _fits(a, _moved(b, a[0] - b[0])) else None
    if second.columns > first.columns:
        return None
    found: list[int] = []
    for left in b:
        nearest = min(range(len(a)), key=lambda i: abs(a[i] - left))
        if abs(a[nearest] - left) > _slack(a, nearest) or (found and nearest <= found[-1]):
            return None
        found.append(nearest)
    return tuple(found[:-1]) if found[-1] == first.columns else None


def exact(first: Table, second: Table) -> bool:
    """True when both tables have places and their edges are the same to a point or two: one drawing on two pages."""
    a, b = edges(first), edges(second)
    return (
        a is not None and b is not None and len(a) == len(b) and all(abs(x - y) < 2 for x, y in zip(a, b, strict=True))
    )


def _moved(edge: Sequence[float], by: float) -> tuple[float, ...]:
    return tuple(x + by for x in edge)


def _slack(edge: Sequence[float], i: int) -> float:
    widths = [b - a for a, b in zip(edge[max(i - 1, 0) : i + 1], edge[max(i - 1, 0) + 1 : i + 2], strict=False)]
    return min(_SLACK, *(w / 2 for w in widths)) if widths else _SLACK


def _fits(a: Sequence[float], b: Sequence[float]) -> bool:
    """Whether the edges agree; the outer right one only roughly: without rules it is where the longest line ends."""
    inner = all(abs(x - y) <= _slack(a, i) for i, (x, y) in enumerate(zip(a[:-1], b[:-1], strict=True)))
    return inner and abs(a[-1] - b[-1]) <= _RAGGED * (a[-1] - a[0])


def mapped(rows: Sequence[Row], to: Sequence[int], columns: int) -> list[Row]:
    """``rows`` with their cells moved to the columns ``to`` of a table ``columns`` wide.

    Columns before the first of them stand empty beside all the rows: what was merged above goes on there, undrawn.
    """
    starts = [*to, columns]
    if starts == list(range(columns + 1)):
        return list(rows)

    def cell(c: Cell) -> Cell:
        begin = starts[c.column]
        return replace(c, column=begin, col_span=starts[min(c.column + c.col_span, len(to))] - begin)

    undrawn = tuple(Cell((), column, row_span=len(rows)) for column in range(to[0]))
    return [
        Row((*(undrawn if r == 0 else ()), *(cell(c) for c in row.cells)), row.header) for r, row in enumerate(rows)
    ]
