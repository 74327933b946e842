"""Which lines of a table's columns make one row, where no rule says so.

The order of the content tells most: a program that writes a table writes it cell by cell, so the pen goes back to a
column further left only when the next row begins. Files written line by line across the columns do not tell; there
gaps and short lines have to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from kbbt.readers.pdf.lines import Line

Columns = Sequence[Sequence[Line]]
"""The lines of each column, from top to bottom."""


@dataclass(frozen=True, slots=True)
class RowOfLines:
    """One row: the lines of each column. ``spans`` is how many rows the first column's cell covers, 0 when it is covered."""

    columns: tuple[tuple[Line, ...], ...]
    spans: int = 1

    @property
    def top(self) -> float:
        """Where the highest line begins; the first column counts only where it covers this row alone."""
        counted = [line for c, column in enumerate(self.columns) if c or self.spans == 1 for line in column]
        return min(line.base - 0.88 * line.size for line in counted or self.columns[0])

    @property
    def bottom(self) -> float:
        """Where the lowest line ends, in the same sense."""
        counted = [line for c, column in enumerate(self.columns) if c or self.spans == 1 for line in column]
        return max(line.base + 0.12 * line.size for line in counted or self.columns[0])


@dataclass(slots=True)
class _Group:
    lines: list[tuple[int, Line]]
    low: float
    high: float


def rises(columns: Columns) -> int:
    """How often the pen, going to a column further right, goes up: the mark of a file written cell by cell."""
    found = 0
    before: tuple[int, Line] | None = None
    for column, line in _written(columns):
        if before is not None and column > before[0] and line.base < before[1].base - 0.8 * line.size:
            found += 1
        before = (column, line)
    return found


def rows(columns: Columns, *, cellwise: bool, right: Sequence[float], ruled: bool = False) -> list[RowOfLines]:
    """The rows of the lines of ``columns``, from top to bottom.

    ``cellwise``: the file is known to be written cell by cell. ``right``: where each column ends, to tell full lines
    from short ones. ``ruled``: rules divide other rows of this table, so a further division needs more evidence.
    """
    written = _written(columns)
    if not written:
        return []
    groups = _merged(_groups(written))
    spanning: list[tuple[int, Line]] = []
    if len(columns) > 2 and columns[0]:
        inner = [item for item in written if item[0] > 0]
        without = _merged(_groups(inner))
        if len(without) > len(groups):
            spanning = [item for item in written if item[0] == 0]
            groups = without
    if not cellwise:
        groups = _by_gaps(groups, columns, right, ruled)
    found = [_row(group, len(columns)) for group in groups]
    return _spread(found, spanning, groups) if spanning else found


def _written(columns: Columns) -> list[tuple[int, Line]]:
    items = [(c, line) for c, column in enumerate(columns) for line in column]
    items.sort(key=lambda item: item[1].first)
    return items


def _groups(written: Sequence[tuple[int, Line]]) -> list[_Group]:
    """Lines up to the next step back to the left or up within a column."""
    found: list[_Group] = []
    before: tuple[int, Line] | None = None
    for item in written:
        column, line = item
        back = before is not None and (
            column < before[0] or (column == before[0] and line.base < before[1].base - 0.5 * line.size)
        )
        top = line.base - 0.8 * line.size
        if before is None or back:
            found.append(_Group([item], top, line.base))
        else:
            group = found[-1]
            group.lines.append(item)
            group.low, group.high = min(group.low, top), max(group.high, line.base)
        before = item
    return found


def _merged(groups: Sequence[_Group]) -> list[_Group]:
    """Groups that lie beside one another are one row."""
    found: list[_Group] = []
    for group in sorted(groups, key=lambda g: g.low):
        if found and group.low < found[-1].high - 0.5:
            last = found[-1]
            last.lines += group.lines
            last.high = max(last.high, group.high)
        else:
            found.append(_Group(list(group.lines), group.low, group.high))
    return found


def _by_gaps(groups: list[_Group], columns: Columns, right: Sequence[float], ruled: bool) -> list[_Group]:
    """Only the divisions that can be seen: a gap, a first column that was empty, or one that ended in a short line."""
    pitch = _pitch(columns)
    found: list[_Group] = []
    for group in groups:
        if found and not _visible(found[-1], group, right, pitch, ruled):
            last = found[-1]
            last.lines += group.lines
            last.high = max(last.high, group.high)
        else:
            found.append(group)
    return found


def _pitch(columns: Columns) -> float:
    steps = [
        b.base - a.base for column in columns for a, b in zip(column, column[1:], strict=False) if b.base - a.base < 3 * b.size
    ]
    return median(steps) if steps else 0.0


def _visible(above: _Group, below: _Group, right: Sequence[float], pitch: float, ruled: bool) -> bool:
    key = min(column for column, _ in below.lines)
    first = min((line for column, line in below.lines if column == key), key=lambda line: line.base)
    last_line = max((line for _, line in above.lines), key=lambda line: line.base)
    if pitch and first.base - last_line.base > 1.3 * pitch:
        return True
    keys = [line for column, line in above.lines if column == key]
    if not keys:
        return not ruled or key == 0
    last = max(keys, key=lambda line: line.base)
    if pitch and first.base - last.base > 1.6 * pitch:
        return True
    return not ruled and key == 0 and last.x1 < right[0] - 2 * last.size


def _row(group: _Group, count: int) -> RowOfLines:
    columns: list[list[Line]] = [[] for _ in range(count)]
    for column, line in group.lines:
        columns[column].append(line)
    return RowOfLines(tuple(tuple(sorted(column, key=lambda line: line.base)) for column in columns))


def _spread(
    found: list[RowOfLines], spanning: Sequence[tuple[int, Line]], groups: Sequence[_Group]
) -> list[RowOfLines]:
    """Give the cells of a first column that covers several rows to the row each was written before."""
    starts = [min(line.first for _, line in group.lines) for group in groups]
    owned: list[list[Line]] = [[] for _ in found]
    for _, line in spanning:
        later = [k for k, start in enumerate(starts) if start > line.first]
        owned[later[0] if later else len(found) - 1].append(line)
    heads = [k for k, lines in enumerate(owned) if lines]
    result: list[RowOfLines] = []
    for k, row in enumerate(found):
        after = next((h for h in heads if h > k), len(found))
        first = tuple(sorted(owned[k], key=lambda line: line.base))
        covered = bool(heads) and k > heads[0] and not owned[k]
        result.append(RowOfLines((first, *row.columns[1:]), 0 if covered else after - k if owned[k] else 1))
    return result
