"""Rules → grids: which rules belong together, and the cells they leave.

A grid is told by its walls: the places of its rules make columns and rows of small fields, a field is joined with its
neighbour where no rule stands between them, and what is joined is one cell with spans. Sides that are not drawn
(a table cut by the end of the page, a table open left and right) are closed where the other rules end.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from kbbt.document import Box
from kbbt.errors import LimitError
from kbbt.i18n import _
from kbbt.readers.pdf.rules import SNAP, Rule

_COVER = 0.6
"""The part of a field's side that a rule has to cover to be its wall."""
_SLIM = 6.0
"""Between rules nearer than this, in points, nothing is written: they are a doubled rule, or the sides of cells set apart."""
MAX_FIELDS = 60_000

_Rules = tuple[list[Rule], list[Rule]]
"""Level and upright rules."""


@dataclass(frozen=True, slots=True)
class Field:
    """One cell of a grid: where it begins, its spans, and its rectangle."""

    row: int
    column: int
    row_span: int
    col_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """A connected set of rules. ``xs`` and ``ys`` are the places of its walls; fields are ordered by row and column.

    ``open_top`` and ``open_bottom`` say that no rule closes the grid there.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    fields: tuple[Field, ...]
    open_top: bool = False
    open_bottom: bool = False

    @property
    def box(self) -> Box:
        """The rectangle of the whole grid."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def at(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of the small field at a point, None outside."""
        if not (self.xs[0] - 1 <= x <= self.xs[-1] + 1 and self.ys[0] - 1 <= y <= self.ys[-1] + 1):
            return None
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        return row, column


def grids(level: Sequence[Rule], upright: Sequence[Rule]) -> list[Grid]:
    """The grids that level and upright rules make where they meet, largest first. Rules that meet nothing make none."""
    found = []
    for rows, columns in _components(level, upright):
        grid = _grid(rows, columns)
        if grid is not None:
            found.append(grid)
    found.sort(key=lambda g: -(g.xs[-1] - g.xs[0]) * (g.ys[-1] - g.ys[0]))
    return found


def _components(level: Sequence[Rule], upright: Sequence[Rule]) -> list[_Rules]:
    """Rules that are connected by meeting one another. Level and upright rules meet where they cross or nearly touch."""
    parent = list(range(len(level) + len(upright)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    order = sorted(range(len(level)), key=lambda i: level[i].at)
    places = [level[i].at for i in order]
    for k, line in enumerate(upright, len(level)):
        low = bisect_left(places, line.start - SNAP)
        high = bisect_right(places, line.end + SNAP)
        for i in order[low:high]:
            if level[i].start - SNAP <= line.at <= level[i].end + SNAP:
                a, b = root(i), root(k)
                if a != b:
                    parent[a] = b
    groups: dict[int, _Rules] = {}
    for i, rule in enumerate(level):
        groups.setdefault(root(i), ([], []))[0].append(rule)
    for k, rule in enumerate(upright, len(level)):
        groups.setdefault(root(k), ([], []))[1].append(rule)
    return [group for group in _side_by_side(list(groups.values())) if group[0] and group[1]]


def _side_by_side(groups: Sequence[_Rules]) -> list[_Rules]:
    """Rules with those beside them that a cell over the whole page keeps apart.

    Where a page cuts a table without closing it, nothing level crosses a column merged over all of the page. What
    stands on its two sides is open above or below, begins and ends at the same heights, and has the same rows.
    """
    if sum(map(_is_open, groups)) == 0:
        return list(groups)
    whole: list[_Rules] = []
    for level, upright in sorted(groups, key=lambda group: -len(group[0])):
        is_open = _is_open((level, upright))
        beside = next((other for other in whole if is_open and _same_rows((level, upright), other)), None)
        if beside is None:
            whole.append((level, upright))
        else:
            beside[0].extend(level)
            beside[1].extend(upright)
    return whole


def _is_open(group: _Rules) -> bool:
    """Do upright rules stick out past the level ones above or below?"""
    level, upright = group
    if not level or not upright:
        return not level
    top, bottom = _ends(upright)
    return top < min(r.at for r in level) - 2 * SNAP or bottom > max(r.at for r in level) + 2 * SNAP


def _same_rows(few: _Rules, many: _Rules) -> bool:
    """Do both begin and end at one height, and is every level rule of ``few`` beside one of ``many``?"""
    if not many[0] or not many[1]:
        return False
    ends = all(abs(a - b) <= SNAP for a, b in zip(_ends(few[1]), _ends(many[1]), strict=True))
    return ends and all(any(abs(a.at - b.at) <= SNAP for b in many[0]) for a in few[0])


def _ends(upright: Sequence[Rule]) -> tuple[float, float]:
    return min(r.start for r in upright), max(r.end for r in upright)


def _places(rules: Sequence[Rule]) -> list[float]:
    """The distinct places of ``rules``; those between which no text has room are one place."""
    found: list[list[float]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        if found and rule.at - found[-1][0] <= _SLIM:
            found[-1].append(rule.at)
        else:
            found.append([rule.at])
    return [(group[0] + group[-1]) / 2 for group in found]


def _grid(level: list[Rule], upright: list[Rule]) -> Grid | None:
    xs, ys = _places(upright), _places(level)
    top, bottom = min(r.start for r in upright), max(r.end for r in upright)
    left, right = min(r.start for r in level), max(r.end for r in level)
    # Rules that stick out past the last one across them belong to a side that is not drawn.
    open_top, open_bottom = top < ys[0] - 2 * SNAP, bottom > ys[-1] + 2 * SNAP
    if open_top:
        ys.insert(0, top)
    if open_bottom:
        ys.append(bottom)
    open_left, open_right = left < xs[0] - 2 * SNAP, right > xs[-1] + 2 * SNAP
    if open_left:
        xs.insert(0, left)
    if open_right:
        xs.append(right)
    if len(xs) < 2 or len(ys) < 2:
        return None
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows * columns > MAX_FIELDS:
        raise LimitError(
            _(
                "the rules of a page make {count} fields, more than the {limit} that are read",
                count=rows * columns,
                limit=MAX_FIELDS,
            ),
            remedy=_("Print the file to a new PDF, or take that page out, and read the result."),
        )
    across = _walls(level, ys, xs)
    down = _walls(upright, xs, ys)
    if open_top:
        _close(across[0], upright, xs, top)
    if open_bottom:
        _close(across[rows], upright, xs, bottom)
    if open_left:
        down[0] = [True] * rows
    if open_right:
        down[columns] = [True] * rows
    fields = _fields(xs, ys, across, down)
    return Grid(tuple(xs), tuple(ys), tuple(fields), open_top, open_bottom)


def _close(wall: list[bool], upright: Sequence[Rule], xs: Sequence[float], end: float) -> None:
    """Draw the missing side between the outermost upright rules that reach it."""
    reaching = [r.at for r in upright if r.start - 2 * SNAP <= end <= r.end + 2 * SNAP]
    if not reaching:
        return
    low, high = min(reaching) - SNAP, max(reaching) + SNAP
    for j in range(len(wall)):
        if low <= xs[j] and xs[j + 1] <= high:
            wall[j] = True


def _walls(rules: Sequence[Rule], places: Sequence[float], cuts: Sequence[float]) -> list[list[bool]]:
    """For each place and each stretch between two cuts: does a rule stand there?"""
    cover = [[0.0] * (len(cuts) - 1) for _ in places]
    for rule in rules:
        row = cover[_nearest(places, rule.at)]
        first = max(bisect_right(cuts, rule.start + SNAP) - 1, 0)
        for j in range(first, len(cuts) - 1):
            if cuts[j] >= rule.end:
                break
            # Two rules of one doubled line cover the same stretch, so the larger counts, not the sum.
            row[j] = max(row[j], min(rule.end, cuts[j + 1]) - max(rule.start, cuts[j]))
    return [[length >= _COVER * (b - a) for length, a, b in zip(row, cuts, cuts[1:], strict=False)] for row in cover]


def _nearest(places: Sequence[float], at: float) -> int:
    i = bisect_left(places, at)
    if i == len(places) or (i and at - places[i - 1] <= places[i] - at):
        return i - 1
    return i


def _fields(
    xs: Sequence[float], ys: Sequence[float], across: Sequence[Sequence[bool]], down: Sequence[Sequence[bool]]
) -> list[Field]:
    """The cells: fields joined where no wall stands, as rectangles. Joined fields that are no rectangle are cut in rows."""
    rows, columns = len(ys) - 1, len(xs) - 1
    owner = [[-1] * columns for _ in range(rows)]
    found: list[Field] = []
    for i in range(rows):
        for j in range(columns):
            if owner[i][j] >= 0:
                continue
            width = 1
            while j + width < columns and owner[i][j + width] < 0 and not down[j + width][i]:
                width += 1
            height = 1
            while i + height < rows and _continues(i + height, j, width, across, down, owner):
                height += 1
            for r in range(i, i + height):
                for c in range(j, j + width):
                    owner[r][c] = len(found)
            if not _enclosed(i, j, height, width, across, down):
                continue
            found.append(Field(i, j, height, width, (xs[j], ys[i], xs[j + width], ys[i + height])))
    return found


def _continues(
    row: int,
    column: int,
    width: int,
    across: Sequence[Sequence[bool]],
    down: Sequence[Sequence[bool]],
    owner: Sequence[Sequence[int]],
) -> bool:
    """Does a cell go on into ``row``: nothing drawn above it there, and the same sides?"""
    if any(across[row][c] or owner[row][c] >= 0 for c in range(column, column + width)):
        return False
    if any(down[c][row] for c in range(column + 1, column + width)):
        return False
    end = column + width
    return end == len(down) - 1 or down[end][row]


def _enclosed(
    row: int, column: int, height: int, width: int, across: Sequence[Sequence[bool]], down: Sequence[Sequence[bool]]
) -> bool:
    """Is the rectangle inside the grid at all, that is, does a wall bound it on some side across and some side down?

    Walls all along its two sides are enough: a cell merged over the whole page may be open above and below.
    """
    sides = [[down[c][r] for r in range(row, row + height)] for c in (column, column + width)]
    level = any(across[r][c] for r in (row, row + height) for c in range(column, column + width))
    return all(map(all, sides)) or (level and any(map(any, sides)))
