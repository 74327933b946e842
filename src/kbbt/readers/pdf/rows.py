"""Which lines of a table's columns make one row, where no rule says so.

The order of the content tells most: a program that writes a table writes it cell by cell, so the pen goes back to a
column further left only when the next row begins. Files written line by line across the columns do not tell; there
gaps and short lines have to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from kbbt.numerals import number_alone
from kbbt.readers.pdf.lines import Line
from kbbt.text import is_wide

Columns = Sequence[Sequence[Line]]
"""The lines of each column, from top to bottom."""


_UP = 0.6
"""How far the pen goes up at least, in sizes: half a line, where cells are set in the middle; runs of one line stand nearer."""
_DISTANT = 1.2
"""From this many times the usual step on a line of a cell keeps a distance."""


@dataclass(frozen=True, slots=True)
class RowOfLines:
    """One row: the lines of each column. ``spans`` is how many rows the first column's cell covers, 0 when it is covered.

    ``across``: the first column's cell covers all columns.
    """

    columns: tuple[tuple[Line, ...], ...]
    spans: int = 1
    across: bool = False

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


@dataclass(slots=True)
class Habits:
    """How a file writes its tables, as far as was seen: how often the pen went up to a cell further right (the mark of
    a file written cell by cell), and how many rows have cells that all begin at one height, or do not.
    """

    rises: int = 0
    level: int = 0
    uneven: int = 0
    steps: list[float] = field(default_factory=list)
    """From line to line within a column, in sizes."""

    @property
    def cellwise(self) -> bool:
        """Is the file written cell by cell?"""
        return self.rises > 0

    @property
    def top_aligned(self) -> bool:
        """Do the cells of a row begin at one height?"""
        return self.level > 4 * self.uneven

    @property
    def step(self) -> float:
        """The usual step from line to line, in sizes."""
        return median(self.steps) if self.steps else 1.4

    def learn(self, columns: Columns) -> None:
        """Take in one stretch of a table."""
        self.steps += [(b.base - a.base) / b.size for column in columns for a, b in pairwise(column)]
        self.rises += rises(columns)
        for group in _merged(_groups(_written(columns))):
            tops = _tops(group)
            if len(tops) > 1:
                size = group.lines[0][1].size
                if max(tops.values()) - min(tops.values()) < 0.3 * size:
                    self.level += 1
                else:
                    self.uneven += 1


def rises(columns: Columns) -> int:
    """How often the pen, going to a column further right, goes up."""
    found = 0
    before: tuple[int, Line] | None = None
    for column, line in _written(columns):
        if before is not None and column > before[0] and line.base < before[1].base - _UP * line.size:
            found += 1
        before = (column, line)
    return found


def rows(columns: Columns, habits: Habits, *, right: Sequence[float], ruled: bool = False) -> list[RowOfLines]:
    """The rows of the lines of ``columns``, from top to bottom.

    ``right``: where each column ends, to tell full lines from short ones. ``ruled``: rules divide other rows of this
    table, so a further division needs more evidence.
    """
    written = _written(columns)
    if not written:
        return []
    if not habits.cellwise:
        if _numbers(columns) == {1} and columns[0] and not ruled:
            inside = [_row(group, len(columns)) for group in _by_sight([(), *columns[1:]], right, ruled)]
            if _numbered_anew(inside, _blocks(columns[0], habits.step)):
                return spread(inside, columns[0], habits)
        return [_row(group, len(columns)) for group in _by_sight(columns, right, ruled)]
    groups = _merged(_groups(written))
    spanning: list[tuple[int, Line]] = []
    if len(columns) > 2 and columns[0]:
        inner = [item for item in written if item[0] > 0]
        without = _merged(_groups(inner))
        if len(without) > len(groups) or (len(without) == len(groups) and (_hanging(groups) or _counts_on(groups))):
            spanning = [item for item in written if item[0] == 0]
            groups = without
    if not spanning:
        groups = [part for group in groups for part in _cut_at_distances(group, habits.step)]
        if habits.top_aligned:
            groups = [part for group in groups for part in _tail(group)]
    found = [_row(group, len(columns)) for group in groups]
    return spread(found, [line for _, line in spanning], habits) if spanning else found


def _hanging(groups: Sequence[_Group]) -> bool:
    """Does a cell of the first column begin well below all others of its row, while those begin together?"""
    if all(any(column == 0 for column, _ in group.lines) for group in groups):
        return False  # each row has its own, in the middle of its height
    for group in groups:
        tops = _tops(group)
        others = [top for column, top in tops.items() if column]
        size = group.lines[0][1].size
        if 0 in tops and others and max(others) - min(others) < 0.3 * size and tops[0] - max(others) > 0.5 * size:
            return True
    return False


def _counts_on(groups: Sequence[_Group]) -> bool:
    """Do the numbers in the second column go on through rows without a label, and begin anew as often as there are labels?"""
    numbers = [number_alone("".join(line.text for column, line in group.lines if column == 1)) for group in groups]
    labelled = [any(column == 0 for column, _ in group.lines) for group in groups]
    if numbers[0] is None:  # titles, or what is left of a row on the page before
        numbers, labelled = numbers[1:], labelled[1:]
    counted = None not in numbers and all(b == 1 or b == (a or 0) + 1 for a, b in pairwise(numbers))
    return counted and 0 < sum(number == 1 for number in numbers) == sum(labelled) < len(labelled)


def _tops(group: _Group) -> dict[int, float]:
    """The first baseline of each column."""
    tops: dict[int, float] = {}
    for column, line in group.lines:
        tops[column] = min(tops.get(column, line.base), line.base)
    return tops


def _cut_at_distances(group: _Group, step: float) -> list[_Group]:
    """Cut a row where its first column keeps a distance and all else stands below: what is left of the row before, or a
    heading among the rows. Both were written right before the row.
    """
    keys = sorted((line for column, line in group.lines if column == 0), key=lambda line: line.base)
    others = [line for column, line in group.lines if column]
    top = min((line.base for line in others), default=float("inf"))
    cuts = [
        a.base + 0.5 * a.size
        for a, b in pairwise(keys)
        if b.base - a.base > _DISTANT * step * b.size and top > a.base + 0.5 * a.size
    ]
    if not cuts:
        return [group]
    found = []
    for low, high in pairwise([float("-inf"), *cuts, float("inf")]):
        part = [item for item in group.lines if low < item[1].base <= high]
        found.append(_Group(part, min(line.base - 0.8 * line.size for _, line in part), max(x.base for _, x in part)))
    return found


def _tail(group: _Group) -> list[_Group]:
    """Cut off what is left of a name that the page before began: lines of the first column above the row's first line."""
    tops = _tops(group)
    others = [top for column, top in tops.items() if column]
    size = group.lines[0][1].size
    if 0 not in tops or not others or tops[0] > min(others) - 0.8 * size:
        return [group]
    start = min(others)
    keys = [line for column, line in group.lines if column == 0]
    if not any(abs(line.base - start) < 0.3 * size for line in keys):
        return [group]
    tail = [item for item in group.lines if item[0] == 0 and item[1].base < start - 0.3 * size]
    rest = [item for item in group.lines if item not in tail]
    return [_Group(tail, group.low, tail[-1][1].base), _Group(rest, start - 0.8 * size, group.high)]


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


def _by_sight(columns: Columns, right: Sequence[float], ruled: bool) -> list[_Group]:
    """Rows as an eye tells them: a row begins with a line of the first column that does not go on from the one above."""
    pitch = _pitch(columns)
    levels = _indents(columns[0])
    numbers = _numbers(columns)
    found: list[_Group] = []
    for group in _baselines(columns):
        if numbers and not ruled:
            begins = any(column in numbers for column, _ in group.lines)
        else:
            begins = bool(found) and _begins(found[-1], group, right, pitch, levels, ruled)
        if found and not begins:
            last = found[-1]
            last.lines += group.lines
            last.high = max(last.high, group.high)
        else:
            found.append(group)
    return found


def _numbers(columns: Columns) -> set[int]:
    """The first or second column where it holds nothing but the numbers of rows: each one more than the last, or one.

    Each stands on a line with something else; in the middle of rows that would not be so.
    """
    for c, column in enumerate(columns[:2]):
        numbers = [number_alone(line.text) for line in column]
        others = {round(line.base) for k, other in enumerate(columns) if k != c for line in other}
        level = all({round(line.base) + d for d in (-1, 0, 1)} & others for line in column)
        told = len(numbers) > 2 and None not in numbers and level
        if told and all(b == 1 or b == (a or 0) + 1 for a, b in pairwise(numbers)):
            return {c}
    return set()


def _baselines(columns: Columns) -> list[_Group]:
    """The lines of all columns on one baseline."""
    found: list[_Group] = []
    for item in sorted(((c, line) for c, column in enumerate(columns) for line in column), key=lambda i: i[1].base):
        line = item[1]
        if found and line.base - found[-1].high < 0.35 * line.size:
            found[-1].lines.append(item)
        else:
            found.append(_Group([item], line.base - 0.8 * line.size, line.base))
    return found


def _pitch(columns: Columns) -> float:
    """The usual step from line to line within a cell."""
    steps = [b.base - a.base for column in columns for a, b in pairwise(column) if b.base - a.base < 3 * b.size]
    return median(steps) if steps else 0.0


def _indents(column: Sequence[Line]) -> float | None:
    """Where the first line of each cell begins, when its other lines are set back, all by the same."""
    starts = sorted(line.x0 for line in column)
    if len(starts) < 3:
        return None
    low, high = starts[0], starts[-1]
    size = column[0].size
    clear = all(x - low < 1.5 or high - x < 1.5 for x in starts)
    return low if high - low > 0.5 * size and clear and column[0].x0 - low < 1.5 else None


def _begins(
    above: _Group,
    below: _Group,
    right: Sequence[float],
    pitch: float,
    indent: float | None,
    ruled: bool,
) -> bool:
    """Does a row begin with the lines of ``below``?"""
    keys = [line for column, line in below.lines if column == 0]
    if not keys:
        return False
    key = keys[0]
    before = [line for column, line in above.lines if column == 0]
    if not before:
        return True
    last = max(before, key=lambda line: line.base)
    if pitch and key.base - last.base > 1.6 * pitch:
        return True
    if ruled or len(below.lines) == 1:
        return False
    if indent is not None:
        return key.x0 - indent < 1.5
    if pitch and key.base - above.high > 1.15 * pitch:
        return True
    return _room(last, key, right[0])


def _room(last: Line, line: Line, right: float) -> bool:
    """Would the first word of ``line`` have had room behind ``last``? Then ``line`` was not broken off from it."""
    text = line.text
    word = 1
    if text and not is_wide(text[0]):
        while word < len(text) and not is_wide(text[word]) and text[word] != " ":
            word += 1
    need = word * line.size * (1.0 if text and is_wide(text[0]) else 0.55)
    if text[:1] in "「『（《〈【" or text[word : word + 1] in set("，。、；：」』）》〉】！？"):
        need += line.size
    return right - last.x1 > need + 0.5 * line.size


def _row(group: _Group, count: int) -> RowOfLines:
    columns: list[list[Line]] = [[] for _ in range(count)]
    for column, line in group.lines:
        columns[column].append(line)
    return RowOfLines(tuple(tuple(sorted(column, key=lambda line: line.base)) for column in columns))


def spread(
    found: Sequence[RowOfLines], spanning: Sequence[Line], habits: Habits, *, bounded: bool = False
) -> list[RowOfLines]:
    """Give each cell of a first column that covers several rows the rows it stands beside.

    Such a cell stands at the height of its first row or in the middle of its rows. ``bounded``: rules or the ends of the
    table stand above and below, so that a single cell covers all rows.
    """
    labels = _blocks(sorted(spanning, key=lambda line: line.base), habits.step)
    single = [0] if bounded and len(labels) == 1 else []
    starts = _numbered_anew(found, labels) or _at_top(found, labels) or single or _in_middle(found, labels)
    result: list[RowOfLines] = []
    for k, row in enumerate(found):
        if k in starts:
            after = min((s for s in starts if s > k), default=len(found))
            result.append(RowOfLines((labels[starts.index(k)], *row.columns[1:]), after - k))
        else:
            result.append(RowOfLines(((), *row.columns[1:]), 0 if k > starts[0] else 1))
    return result


def _blocks(column: Sequence[Line], step: float) -> list[tuple[Line, ...]]:
    """Lines that follow one another closely are one cell."""
    found: list[list[Line]] = []
    for line in column:
        if (
            found
            and line.base - found[-1][-1].base < max(1.9, 1.3 * step) * line.size
            and line.first - found[-1][-1].first < 60
        ):
            found[-1].append(line)
        else:
            found.append([line])
    return [tuple(block) for block in found]


def _numbered_anew(found: Sequence[RowOfLines], labels: Sequence[tuple[Line, ...]]) -> list[int]:
    """The rows numbered 1 in the second column, where these are as many as the labels and each stands beside its own."""
    starts = [
        k for k, row in enumerate(found) if len(row.columns[1]) == 1 and number_alone(row.columns[1][0].text) == 1
    ]
    if starts and len(labels) == len(starts) + 1 and starts[0] > 0:
        starts = [0, *starts]
    if len(starts) != len(labels):
        return []
    ends = [*(found[start].top for start in starts[1:]), float("inf")]
    beside = (
        found[start].top - label[0].size < label[0].base and label[-1].base < end + label[-1].size
        for start, end, label in zip(starts, ends, labels, strict=True)
    )
    return starts if all(beside) else []


def _at_top(found: Sequence[RowOfLines], labels: Sequence[tuple[Line, ...]]) -> list[int]:
    starts = []
    for label in labels:
        near = [
            k
            for k, row in enumerate(found)
            if abs(min(column[0].base for column in row.columns if column) - label[0].base) < 0.3 * label[0].size
        ]
        if not near:
            return []
        starts.append(near[0])
    return starts if len(set(starts)) == len(starts) else []


def _in_middle(found: Sequence[RowOfLines], labels: Sequence[tuple[Line, ...]]) -> list[int]:
    """The first row of each label, so that labels stand as near as can be to the middle of their rows.

    The rows before the first label may belong to a cell of the page before.
    """
    tops, bottoms = [row.top for row in found], [row.bottom for row in found]
    middles = [(label[0].base - 0.88 * label[0].size + label[-1].base + 0.12 * label[-1].size) / 2 for label in labels]
    count = len(found)
    # best[k] is the cheapest way to give the labels so far the rows up to k: its cost, and where each label begins.
    best: dict[int, tuple[float, list[int]]] = {k: (0.0 if k == 0 else 2.0, []) for k in range(count)}
    for number, middle in enumerate(middles):
        later: dict[int, tuple[float, list[int]]] = {}
        for start, (cost, starts) in best.items():
            for end in range(start + 1, count - (len(labels) - number - 1) + 1):
                total = cost + abs((tops[start] + bottoms[end - 1]) / 2 - middle)
                if end not in later or total < later[end][0]:
                    later[end] = (total, [*starts, start])
        best = later
    return best[count][1] if count in best else list(range(min(len(labels), count)))
