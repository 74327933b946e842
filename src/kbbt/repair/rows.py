"""Rows put together: the two halves of a row that a page break cut, and a group's cell that goes on under it."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import islice

from kbbt.document import Cell, Paragraph, Place, Row
from kbbt.labels import split_label
from kbbt.repair.evidence import finished, said_again
from kbbt.repair.geometry import merged_places
from kbbt.text import join_lines

_HEAD = 40
"""Paragraphs of a cell that are looked at to tell how it begins."""


class _Entry:
    """A cell while rows are put together: long chains of halves must not be copied at every step."""

    __slots__ = ("cell", "col_span", "column", "paragraphs", "places", "row_span", "touched")

    def __init__(self, cell: Cell, columns: int) -> None:
        self.cell = cell
        self.column = cell.column
        self.col_span = max(1, min(cell.col_span, columns - cell.column))
        self.row_span = cell.row_span
        self.paragraphs = deque(cell.paragraphs)
        self.places = deque(cell.places)
        self.touched = False

    def head(self) -> Cell:
        """The cell with its first paragraphs only."""
        if not self.touched:
            return self.cell
        return replace(self.cell, paragraphs=tuple(islice(self.paragraphs, _HEAD)), row_span=self.row_span)

    def whole(self) -> Cell:
        """The cell as it is now."""
        if not self.touched:
            return self.cell
        return replace(
            self.cell,
            paragraphs=tuple(self.paragraphs),
            places=merged_places(self.places),
            row_span=self.row_span,
        )

    def empty(self) -> bool:
        """True when nothing stands in the cell."""
        return not any(p.text.strip() for p in self.paragraphs)

    def take(self, below: _Entry) -> None:
        """Put what stands in ``below`` under what stands here."""
        below.paragraphs.extendleft(reversed(_meet(tuple(self.paragraphs), below.paragraphs)))
        below.places.extendleft(reversed(self.places))
        self.paragraphs, self.places = below.paragraphs, below.places
        self.row_span += below.row_span - 1
        self.touched = True

    def clear(self) -> None:
        """Take the text away."""
        self.paragraphs.clear()
        self.touched = True

    def grow(self, rows: int, places: Sequence[Place] = ()) -> None:
        """Let the cell cover ``rows`` more rows (or fewer)."""
        self.row_span += rows
        self.places.extend(places)
        self.touched = True


class Grid:
    """The rows of a table, to be put together from the last to the first: what is done to a row leaves those above it."""

    def __init__(self, rows: Sequence[Row], columns: int) -> None:
        self._source = rows
        self._rows: list[dict[int, _Entry]] = [{c.column: _Entry(c, columns) for c in row.cells} for row in rows]
        self._gone: set[int] = set()
        self._covering: list[dict[int, _Entry]] = []
        """For each row the cells merged from above into it, by each column they cover."""
        active: dict[int, tuple[_Entry, int]] = {}
        for r, row in enumerate(self._rows):
            active = {c: (entry, end) for c, (entry, end) in active.items() if end > r and c not in row}
            self._covering.append({c: entry for c, (entry, _) in active.items()})
            for entry in row.values():
                if entry.row_span > 1:
                    end = r + entry.row_span
                    active |= dict.fromkeys(range(entry.column, entry.column + entry.col_span), (entry, end))

    def row(self, at: int) -> Row:
        """Row ``at`` as it is now, long cells cut short: enough to tell what it is."""
        return replace(self._source[at], cells=tuple(entry.head() for entry in self._rows[at].values()))

    def standing(self, at: int) -> dict[int, Cell]:
        """Column where it begins → the cell standing in row ``at``, cells merged from above included."""
        entries = {e.column: e for e in self._covering[at].values()} | self._rows[at]
        return {column: entry.head() for column, entry in entries.items()}

    def same_shape(self, at: int) -> bool:
        """True when row ``at`` has its cells where the row above has them: neither is a heading over the whole width."""
        above = {e.column: e for e in self._covering[at - 1].values()} | self._rows[at - 1]
        own = self._rows[at].values()
        return bool(own) and all(e.column in above and above[e.column].col_span == e.col_span for e in own)

    def unsay(self, at: int, main: int) -> list[Cell]:
        """Empty the cells of row ``at``, but that of column ``main``, that only say again what stands above them."""
        above = self.standing(at - 1)
        said = [
            column
            for column, entry in self._rows[at].items()
            if column != main and column in above and said_again(above[column].text, entry.head().text)
        ]
        cells = [self._rows[at][column].whole() for column in said]
        for column in said:
            self._rows[at][column].clear()
        return cells

    def stitch(self, at: int) -> None:
        """Join row ``at`` to the row above it, cell by cell."""
        above = {e.column: e for e in self._covering[at - 1].values()} | self._rows[at - 1]
        own = self._rows[at]
        for column, entry in own.items():
            if column in above:
                above[column].take(entry)
            else:
                self._rows[at - 1][column] = entry
        for entry in {id(e): e for c, e in self._covering[at].items() if c not in own}.values():
            entry.grow(-1)
        self._gone.add(at)

    def carry(self, at: int, columns: set[int], cut: AbstractSet[int] = frozenset()) -> None:
        """Make the cells of row ``at`` in ``columns`` that are empty, or in ``cut``, part of the cells above them."""
        above = {e.column: e for e in self._covering[at - 1].values()} | self._rows[at - 1]
        own = self._rows[at]
        for column in columns & set(own):
            entry = own[column]
            target = above.get(column)
            if target is None or target.col_span != entry.col_span or target.empty():
                continue
            if entry.empty() or column in cut:
                target.paragraphs.extend(p for p in entry.paragraphs if p.text.strip())
                target.grow(entry.row_span, tuple(entry.places))
                del own[column]
                for covered in self._covering[at : at + entry.row_span]:
                    covered |= dict.fromkeys(range(column, column + entry.col_span), target)

    def rows(self) -> list[Row]:
        """The rows that are left."""
        return [
            replace(row, cells=tuple(own[column].whole() for column in sorted(own)))
            for r, (row, own) in enumerate(zip(self._source, self._rows, strict=True))
            if r not in self._gone
        ]


def _meet(first: tuple[Paragraph, ...], second: deque[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs to be put before ``second``; a paragraph of the format itself that was cut in two becomes one."""
    if not first or not second:
        return first
    a, b = first[-1], second[0]
    if a.is_line or b.is_line or b.label or finished(a.text) or split_label(b.text) is not None:
        return first
    second.popleft()
    one = replace(a, text=join_lines(a.text, b.text), places=merged_places((*a.places, *b.places)))
    return (*first[:-1], one)


def row_places(row: Row) -> tuple[Place, ...]:
    """Where the row stands."""
    return merged_places(
        place for c in row.cells for place in (c.places or tuple(p for par in c.paragraphs for p in par.places))
    )
