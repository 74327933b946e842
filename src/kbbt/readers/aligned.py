"""Tables of plain text whose columns are set off by blanks.

Either a broken rule says where the columns begin (``----- -----``, as pandoc and reStructuredText draw it), or the rows
below the titles are numbered 1, 2, 3 … in the first of at least three columns. Lists of those present look the same and
are no tables: without a rule or numbers, columns of blanks stay lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from kbbt.numerals import parse_number
from kbbt.readers.drawn import DrawnCell, DrawnTable
from kbbt.text import clean, is_wide

_BROKEN = re.compile(r"-{2,}(?: +-{2,})+|={2,}(?: +={2,})+")
_FULL = re.compile(r"-{3,}|={3,}")
_WORDS = re.compile(r"[^ \u3000]+(?: [^ \u3000]+)*")
_MOST_TITLES = 5
"""Lines of titles above the rule of a table, at most."""
_FEWEST_COLUMNS = 3
"""Columns of a table without rules, at least."""

_Row = list[list[str]]
"""The lines of each cell."""


def ruled_tables(lines: Sequence[str]) -> dict[int, DrawnTable]:
    """The tables with a broken rule, by the index of their first line; ``lines`` keep the blanks they begin with."""
    found: dict[int, DrawnTable] = {}
    end = 0
    for at, line in enumerate(lines):
        if at >= end and _BROKEN.fullmatch(line.strip(" ")):
            begun = _ruled(lines, at, end)
            if begun is not None:
                found[begun[0]] = begun[1]
                end = begun[1].end
    return found


def numbered_tables(lines: Sequence[str]) -> dict[int, DrawnTable]:
    """The tables without rules, by the index of their first line; ``lines`` keep the blanks they begin with."""
    found: dict[int, DrawnTable] = {}
    end = 0
    for at in range(len(lines) - 2):
        table = _numbered(lines, at) if at >= end else None
        if table is not None:
            found[at] = table
            end = table.end
    return found


def _ruled(lines: Sequence[str], at: int, floor: int) -> tuple[int, DrawnTable] | None:
    """The table whose columns the rule on line ``at`` shows, and where it begins, on line ``floor`` at the earliest."""
    starts = [m.start() for m in re.finditer(r"[-=]+", lines[at])]
    up = at
    while up > max(floor, at - _MOST_TITLES) and lines[up - 1].strip() and not _is_rule(lines[up - 1]):
        up -= 1
    closing = None
    if up > floor and _FULL.fullmatch(lines[up - 1].strip(" ")):
        closing = next((i for i in range(at + 1, len(lines)) if _FULL.fullmatch(lines[i].strip(" "))), None)
    if closing is not None:
        rows = _rows([*lines[up:at], "", *lines[at + 1 : closing]], starts)
        first, end = up - 1, closing + 1
    else:
        title = _cut(lines[at - 1], starts) if at > up else None
        body, end = _lines_below(lines, at, starts)
        rows = [title, *body] if title is not None else body
        first = at - (title is not None)
    return (first, _table(rows, len(starts), end)) if len(rows) > 1 else None


def _is_rule(line: str) -> bool:
    line = line.strip(" ")
    return _FULL.fullmatch(line) is not None or _BROKEN.fullmatch(line) is not None


def _rows(lines: Sequence[str], starts: Sequence[int]) -> list[_Row]:
    """Rows of several lines, parted by blank ones; without any, each line after the titles is a row. None if one fits not."""
    groups: list[list[_Row]] = [[]]
    for line in lines:
        cells = _cut(line, starts)
        if cells is None:
            return []
        if line.strip():
            groups[-1].append(cells)
        elif groups[-1]:
            groups.append([])
    groups = [group for group in groups if group]
    if len(groups) == 2 and lines[-1].strip():
        groups = [groups[0], *([row] for row in groups[1])]
    return [_joined(group) for group in groups]


def _joined(rows: Sequence[_Row]) -> _Row:
    """The first of ``rows``, to which the lines of the others were put."""
    first, *others = rows
    for row in others:
        for above, below in zip(first, row, strict=True):
            above += below
    return first


def _lines_below(lines: Sequence[str], at: int, starts: Sequence[int]) -> tuple[list[_Row], int]:
    """The rows below the rule on line ``at``, each a line, and the index of the line after them or their last rule."""
    rows: list[_Row] = []
    i = at + 1
    while i < len(lines) and lines[i].strip():
        if _BROKEN.fullmatch(lines[i].strip(" ")):
            i += 1
            # below titles that stand between two rules the rows follow
            if len(rows) != 1 or i == len(lines) or not lines[i].strip() or _cut(lines[i], starts) is None:
                break
            continue
        cells = _cut(lines[i], starts)
        if cells is None:
            break
        rows.append(cells)
        i += 1
    return rows, i


def _numbered(lines: Sequence[str], at: int) -> DrawnTable | None:
    """The table whose titles stand on line ``at`` and whose rows are numbered below."""
    starts = [_width(lines[at][: m.start()]) for m in _WORDS.finditer(lines[at])]
    if len(starts) < _FEWEST_COLUMNS or _number(lines[at + 1]) != 1:
        return None
    titles = _cut(lines[at], starts) or []
    rows: list[_Row] = []
    end = at + 1
    while end < len(lines) and (cells := _cut(lines[end], starts)) is not None:
        number = _number(lines[end])
        if number == len(rows) + 1 and cells[0]:
            rows.append(cells)
        elif not cells[0] and any(cells) and rows:
            _joined([rows[-1], cells])
        else:
            break
        end += 1
    # a title with a blank in it (項　次) makes a column in which nothing stands
    kept = [k for k in range(len(starts)) if k == 0 or any(row[k] for row in rows)]
    if len(rows) < 2 or len(kept) < _FEWEST_COLUMNS:
        return None
    joined = [
        ["".join(c for cell in titles[k:after] for c in cell)] for k, after in zip(kept, [*kept[1:], None], strict=True)
    ]
    return _table([joined, *([row[k] for k in kept] for row in rows)], len(kept), end)


def _number(line: str) -> int | None:
    """The bare number that ``line`` begins with."""
    first = _WORDS.search(line)
    try:
        return parse_number(first.group()) if first is not None else None
    except ValueError:
        return None


def _cut(line: str, starts: Sequence[int]) -> _Row | None:
    """``line`` cut where the columns begin; None when a character stands across, or right before, the beginning of one."""
    cells = [""] * len(starts)
    offset = 0
    for c in line:
        width = _width(c)
        blank = c in " \u3000"
        column = bisect_right(starts, offset) - 1
        if not blank and (column < 0 or bisect_right(starts, offset + width) - 1 != column):
            return None
        if column >= 0:
            cells[column] += c
        offset += width
    return [[text] if (text := clean(cell)) else [] for cell in cells]


def _width(text: str) -> int:
    return sum(2 if is_wide(c) or c == "\u3000" else 1 for c in text)


def _table(rows: Sequence[_Row], columns: int, end: int) -> DrawnTable:
    return DrawnTable(end, columns, [[DrawnCell(k, 1, 1, lines) for k, lines in enumerate(row)] for row in rows])
