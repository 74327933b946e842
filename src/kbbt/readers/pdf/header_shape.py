"""Which column each title of a header stands over, and which titles stand over several columns.

A header is written cell by cell: the titles of its first row, then, from further left again, those that stand below the
wider ones. How high a title stands does not tell its row, as it may stand in the middle of its cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from kbbt.readers.pdf.lines import Line
from kbbt.readers.pdf.visual import Interval, VisualLine

_OFF = 2.0
"""How far in all titles may stand off the middle of their columns, in sizes."""
_NEAR = 1.9
"""How far apart the lines of one title are at most, in sizes."""
_SPACED = 1.3
"""The same in steps from line to line, where lines stand far apart."""

_MOST = 40
"""Titles of a header at most, among which those over several columns are looked for."""


@dataclass(slots=True)
class Shape:
    """The columns of a header from left to right: from where to where their own titles stand."""

    columns: list[Interval]
    spanning: list[tuple[int, int, tuple[Line, ...]]] = field(default_factory=list)
    """The titles over several columns: the first of these, their number, and the lines of the title."""


@dataclass(frozen=True, slots=True)
class _Title:
    """One title: its lines, and from where to where it stands across the page."""

    lines: tuple[Line, ...]
    extent: Interval

    def joined(self, other: _Title) -> _Title:
        """Both as one."""
        (a, b), (c, d) = self.extent, other.extent
        return _Title((*self.lines, *other.lines), (min(a, c), max(b, d)))


def shape(header: Sequence[VisualLine]) -> Shape:
    """The columns of the header that these lines are."""
    rows = _rows(_titles(header))
    best: tuple[float, Shape] | None = None
    for k in range(1, len(rows) if sum(map(len, rows)) <= _MOST else 1):
        # A title as high as two rows may be written with the first or after it.
        upper, lower = _stacked(rows[:k]), _stacked(rows[k:])
        taken = _assigned([title.extent for title in upper], [title.extent for title in lower])
        if taken is not None and max(taken[1]) > 1 and (best is None or taken[0] < best[0]):
            best = taken[0], _shaped(upper, lower, taken[1])
    if best is not None and best[0] < _OFF * header[0].size:
        return best[1]
    return Shape([title.extent for title in _stacked(rows)])


def _titles(header: Sequence[VisualLine]) -> list[_Title]:
    """The titles as they were written, each in its lines."""
    pieces = [_Title((piece,), own) for line in header for piece, own in zip(line.pieces, line.inks, strict=True)]
    found: list[_Title] = []
    for one in sorted(pieces, key=lambda one: one.lines[0].first):
        piece = one.lines[0]
        if found and _goes_on(found[-1].lines[-1], piece, max(_NEAR * piece.size, _SPACED * header[0].pitch)):
            found[-1] = found[-1].joined(one)
        else:
            found.append(one)
    return found


def _goes_on(above: Line, piece: Line, near: float) -> bool:
    """Is a piece the next line of the same title?"""
    return above.x0 < piece.x1 and piece.x0 < above.x1 and 0 < piece.base - above.base < near


def _rows(titles: Sequence[_Title]) -> list[list[_Title]]:
    """The titles by row: one begins where the pen goes back to the left."""
    found: list[list[_Title]] = []
    for title in titles:
        if found and title.extent[0] >= found[-1][-1].extent[1] - 1:
            found[-1].append(title)
        else:
            found.append([title])
    return found


def _assigned(upper: Sequence[Interval], lower: Sequence[Interval]) -> tuple[float, tuple[int, ...]] | None:
    """How many of the lower titles stand below each of the upper ones, so that these stand least off the middle.

    Beside it by how many points in all; None when it cannot be.
    """

    @cache
    def best(i: int, p: int) -> tuple[float, tuple[int, ...]] | None:
        if i == len(upper):
            return (0.0, ()) if p == len(lower) else None
        found: tuple[float, tuple[int, ...]] | None = None
        for count in range(len(lower) - p + 1):
            off = _off(upper, lower, i, p, count)
            rest = None if off is None else best(i + 1, p + count)
            if off is not None and rest is not None and (found is None or off + rest[0] < found[0]):
                found = off + rest[0], (count, *rest[1])
        return found

    return best(0, 0)


def _off(upper: Sequence[Interval], lower: Sequence[Interval], i: int, p: int, count: int) -> float | None:
    """By how many points upper title ``i`` stands off the middle of ``count`` columns whose titles begin with ``p``.

    None when it cannot stand over them. The columns end somewhere between their own titles and the next ones; a title that
    begins where they do need not be in the middle.
    """
    start, end = upper[i]
    middle = (start + end) / 2
    if count == 0:
        right_of = p == 0 or middle > sum(lower[p - 1]) / 2
        left_of = p == len(lower) or middle < sum(lower[p]) / 2
        return 0.0 if right_of and left_of else None
    first, last = lower[p], lower[p + count - 1]
    if count == 1:
        aligned = min(abs(middle - sum(first) / 2), abs(start - first[0]))
        return aligned if start < first[1] and first[0] < end else None
    if not first[0] < middle < last[1]:
        return None
    before = max((b for _, b in (*upper[:i], *lower[:p]) if b < first[0]), default=first[0])
    after = min((a for a, _ in (*upper[i + 1 :], *lower[p + count :]) if a > last[1]), default=last[1])
    return min(abs(start - first[0]), max(0.0, (before + last[1]) / 2 - middle, middle - (first[0] + after) / 2))


def _shaped(upper: Sequence[_Title], lower: Sequence[_Title], counts: Sequence[int]) -> Shape:
    found = Shape([])
    at = 0
    for title, count in zip(upper, counts, strict=True):
        below = lower[at : at + count]
        at += count
        if count > 1:
            found.spanning.append((len(found.columns), count, title.lines))
            found.columns += [one.extent for one in below]
        else:
            found.columns.append((title.joined(below[0]) if below else title).extent)
    return found


def _stacked(rows: Sequence[Sequence[_Title]]) -> list[_Title]:
    """The titles of some rows from left to right; those that overlap are one."""
    found: list[_Title] = []
    for title in sorted((title for row in rows for title in row), key=lambda title: title.extent):
        if found and title.extent[0] < found[-1].extent[1]:
            found[-1] = found[-1].joined(title)
        else:
            found.append(title)
    return found
