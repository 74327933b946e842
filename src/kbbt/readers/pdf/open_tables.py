"""Tables that rules do not make: their rows, and the headings between them that are no rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kbbt.document import Block
from kbbt.readers.pdf.across import Knowledge, PageContent
from kbbt.readers.pdf.columns import Region, columns_of, is_across
from kbbt.readers.pdf.evidence import aligned, is_table, row_separators, side_by_side, without_labels
from kbbt.readers.pdf.header_shape import shape
from kbbt.readers.pdf.lines import Line
from kbbt.readers.pdf.rows import RowOfLines, rows, spread
from kbbt.readers.pdf.rules import Rule
from kbbt.readers.pdf.tables import TableCell, TableRow, open_rows, table
from kbbt.readers.pdf.visual import VisualLine

_REACH = 4.0
"""Points by which a rule may begin left of the second column without dividing the first."""

Placed = tuple[float, Block]
"""A block and the height it stands at."""


def whole_lines(page: Sequence[VisualLine], number: int) -> list[Placed]:
    """Whole lines, whatever white runs through them."""
    found: list[Placed] = []
    for line in page:
        whole = line.pieces[0]
        if len(line.pieces) > 1:
            whole = Line(tuple(run for piece in line.pieces for run in piece.runs), line.base, line.size)
        found.append((line.base - line.size, whole.paragraph(number)))
    return found


def open_table(
    page: PageContent, body: Sequence[VisualLine], region: Region, known: Knowledge, *, carried: bool
) -> list[Placed] | None:
    """The blocks of a region, None when it is no table."""
    if not carried:
        region = without_labels(body, region, known.headers)
    inside = body[region.first : region.last]
    if not region.gutters:
        return None
    columns = columns_of(inside, region.bounds)
    if not carried and side_by_side(columns):
        return _side_by_side(columns, page.number)
    separators = row_separators(page.level, region.bounds, inside)
    followed = region.last < len(body) and body[region.last] in known.headers
    found, headings = open_table_rows(page, inside, region, known, followed=followed)
    if not is_table(body, region, found, headers=known.headers, carried=carried, ruled=len(separators)):
        return None
    left = min(line.x0 for column in columns for line in column)
    right = max(line.x1 for column in columns for line in column)
    if region.edges is not None:
        left, right = min(left, region.edges[0]), max(right, region.edges[1])
    known.edges = left, right
    xs = (left, *region.bounds, right)
    made = open_rows(found, xs, [rule.at for rule in separators])
    if region.header:
        made[:1] = _in_two_rows(made[0], shape(inside[: region.header]).spanning)
    return [*headings, (found[0].top, table(made, None, page.number))]


def _in_two_rows(header: TableRow, spanning: Sequence[tuple[int, int, Sequence[Line]]]) -> list[TableRow]:
    """A header whose titles stand over several columns: these in the first row, those of their columns in the second."""
    if not spanning:
        return [header]
    covered = {column for first, count, _ in spanning for column in range(first, first + count)}
    above = {run.first for _, _, lines in spanning for line in lines for run in line.runs}
    _, top, _, bottom = header.cells[0].box
    edge = max(line.base + 0.3 * line.size for _, _, lines in spanning for line in lines)
    upper = [replace(cell, row_span=2) for cell in header.cells if cell.column not in covered]
    lower: list[TableCell] = []
    for cell in header.cells:
        if cell.column in covered:
            own = [line for line in cell.lines if isinstance(line, Line) and line.first not in above]
            lower.append(replace(cell, lines=own, box=(cell.box[0], edge, cell.box[2], bottom)))
    for first, count, lines in spanning:
        boxes = [cell.box for cell in header.cells if first <= cell.column < first + count]
        upper.append(TableCell(first, count, 1, (boxes[0][0], top, boxes[-1][2], edge), lines))
    upper.sort(key=lambda cell: cell.column)
    return [TableRow(upper), TableRow(lower)]


def _side_by_side(columns: Sequence[Sequence[Line]], number: int) -> list[Placed]:
    """Columns read one after the other; they keep together by standing at the height of the first."""
    top = min(line.base - line.size for column in columns for line in column)
    return [(top, line.paragraph(number)) for column in columns for line in column]


def open_table_rows(
    page: PageContent,
    inside: Sequence[VisualLine],
    region: Region,
    known: Knowledge,
    *,
    followed: bool,
    titled: bool = False,
) -> tuple[list[RowOfLines], list[Placed]]:
    """The rows of a table without rules, and the headings at its end, which are no rows.

    ``followed``: titles of another table come next. ``titled``: the titles of this one stand above, in a frame.
    """
    found: list[RowOfLines] = []
    depth = region.header
    top = inside[depth - 1].base if depth else 0.0
    if depth:
        titles = columns_of(inside[:depth], region.bounds)
        found.append(RowOfLines(tuple(tuple(column) for column in titles)))
        inside = inside[depth:]
    below = _headings(inside, region.bounds)
    inside = inside[: len(inside) - len(below)]
    headings = whole_lines(below, page.number)
    separators = row_separators(page.level, region.bounds, inside) if inside else []
    separators = [rule for rule in separators if rule.at > top]  # what parts the titles of two rows parts no rows
    for stretch in _stretches(inside, region):
        if len(stretch) and is_across(stretch[0], region.gutters):
            found.append(_heading_row(stretch, region))
            continue
        columns = columns_of(stretch, region.bounds)
        right = _right(columns, region, page.upright)
        found += _divided(columns, separators, region, known, right)
    first = 1 if depth else 0
    while len(found) > first and _only_first(found[-1]) and found[-1].spans == 1 and not found[-1].across:
        alone = found.pop().columns[0]
        tail, rest = _apart(
            alone,
            known.habits.step,
            first=len(found) == first and (titled or depth > 0),
            followed=followed and not headings,
        )
        headings += [(line.base - line.size, line.paragraph(page.number)) for line in rest]
        if tail:
            found.append(RowOfLines((tail, *([()] * len(region.bounds)))))
            break
    return found, headings


def _right(columns: Sequence[Sequence[Line]], region: Region, upright: Sequence[Rule]) -> list[float]:
    """Where the lines of each column must end: at the upright rule behind it, or where the longest one does."""
    found = [max((line.x1 for line in column), default=0.0) for column in columns]
    lines_ = [line for column in columns for line in column]
    top, bottom = min(line.base for line in lines_), max(line.base for line in lines_)
    for k, (a, b) in enumerate(region.gutters):
        rules = [rule.at for rule in upright if a <= rule.at <= b and rule.start < top and rule.end > bottom - 1]
        if rules:
            found[k] = max(found[k], rules[0] - (b - rules[0]))
    return found


def _divided(
    columns: Sequence[Sequence[Line]],
    separators: Sequence[Rule],
    region: Region,
    known: Knowledge,
    right: Sequence[float],
) -> list[RowOfLines]:
    """The rows between rules. Rules that leave the first column out divide the rows beside one of its cells."""
    ruled = len(separators) > 3
    inner = [rule.at for rule in separators if len(columns) > 2 and rule.start > region.bounds[0] - _REACH]
    whole = [rule.at for rule in separators if rule.at not in inner]
    found: list[RowOfLines] = []
    for band in _bands(columns, whole):
        if not inner:
            found += rows(band, known.habits, right=right, ruled=ruled)
            continue
        parts: list[RowOfLines] = []
        for part in _bands([[], *band[1:]], inner):
            parts += rows(part, known.habits, right=right, ruled=ruled)
        found += spread(parts, band[0], known.habits, bounded=True) if parts and band[0] else parts
    return found


def _stretches(inside: Sequence[VisualLine], region: Region) -> list[Sequence[VisualLine]]:
    """The lines of a table cut round the headings that run across its columns."""
    cuts = [0, len(inside)]
    across = [is_across(line, region.gutters) for line in inside]
    cuts += [k for k in range(1, len(inside)) if across[k] != across[k - 1]]
    return [inside[a:b] for a, b in pairwise(sorted(set(cuts)))]


def _heading_row(stretch: Sequence[VisualLine], region: Region) -> RowOfLines:
    lines = tuple(piece for line in stretch for piece in line.pieces)
    return RowOfLines((lines, *([()] * len(region.gutters))), across=True)


def _headings(inside: Sequence[VisualLine], bounds: Sequence[float]) -> list[VisualLine]:
    """The last lines, where they stand alone in the first column but begin where none of its cells does."""
    column = columns_of(inside, bounds)[0]
    end = len(inside)
    while end and len(inside[end - 1].pieces) == 1 and inside[end - 1].pieces[0].x1 < bounds[0]:
        line = inside[end - 1].pieces[0]
        others = [other for other in column if other.base < line.base - 1]
        same = end == len(inside) or abs(inside[-1].pieces[0].x0 - line.x0) < 1.5
        if not others or not same or not aligned(others) or any(abs(other.x0 - line.x0) < 1.5 for other in others):
            break
        # A line set back from the others may be the second line of a cell, unless it keeps a distance.
        far = line.base - max(other.base for other in others) > 1.6 * line.size
        if line.x0 > min(other.x0 for other in others) and not far:
            break
        end -= 1
    return list(inside[end:])


def _apart(
    column: Sequence[Line], step: float, *, first: bool, followed: bool
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Lines that stand alone in the first column: what is left of a name, and headings.

    Right below the titles of a table that goes on there may be the end of a name (``first``). A heading differs in
    distance or size; the last line before further titles is one (``followed``).
    """
    if not first:
        return (), tuple(column)
    end = 1
    while end < len(column):
        above, line = column[end - 1], column[end]
        if line.base - above.base > 1.15 * step * line.size or abs(line.size - above.size) > 0.05 * above.size:
            break
        end += 1
    if followed and end == len(column) > 1:
        end -= 1
    return tuple(column[:end]), tuple(column[end:])


def _only_first(row: RowOfLines) -> bool:
    return bool(row.columns[0]) and not any(row.columns[1:])


def _bands(columns: Sequence[Sequence[Line]], separators: Sequence[float]) -> list[list[list[Line]]]:
    """The columns cut at each separator."""
    if not separators:
        return [[list(column) for column in columns]]
    edges = [float("-inf"), *separators, float("inf")]
    found = []
    for low, high in pairwise(edges):
        band = [[line for line in column if low < line.base - 0.38 * line.size <= high] for column in columns]
        if any(band):
            found.append(band)
    return found
