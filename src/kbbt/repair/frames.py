"""Where a line must break: the right edge of a column of text, and whether the next word would still have fitted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kbbt.document import Box, Cell, Document, Paragraph, Table
from kbbt.labels import split_label
from kbbt.repair.evidence import finished, is_field
from kbbt.repair.geometry import box_of, first_chunk, square, union, units

_HANGING = "，。、；：！？,.;:"
"""Marks that may stand outside the right edge."""
_NARROW = 0.6
"""Text that fills less than this share of its room is not wrapped there: its lines are short by themselves."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A column of text: its left and right edge and the width of a Han character in it, in points.

    ``starts`` are the x at which paragraphs are known to begin (the first lines of cells), empty when none is known.
    """

    left: float
    right: float
    em: float
    starts: tuple[float, ...] = ()

    def full(self, line: Box, text: str, following: str) -> bool:
        """True when the line's first following word could not have stood on it: it ends because its room ends."""
        width = units(text)
        em = (line[2] - line[0]) / width if width >= 4 else self.em
        a, b = text[-1:], following[:1]
        blank = 0.25 if a.isascii() != b.isascii() or (a.isalnum() and b.isalnum() and a.isascii()) else 0.0
        needed = (units(first_chunk(following)) + blank) * em
        # Half a character more: widths are estimated, and justified lines stop a little short.
        return self.right - line[2] < needed + em / 2


_Lines = Sequence[tuple[Paragraph, Box]]


def _flowing(lines: _Lines) -> list[float]:
    """The right ends of the lines that, by their words, go on in the next: those that end where the room ends."""
    return [
        box[2]
        for (line, box), (after, _) in pairwise(lines)
        if not finished(line.text) and split_label(after.text) is None and not is_field(after.text)
    ]


def frame(lines: _Lines, limit: float | None, flowing: Sequence[float]) -> Frame | None:
    """The frame of ``lines`` given with their boxes, None when nothing can be measured.

    ``limit`` is where the room ends at most (a cell's inner edge, the page's margin). It is believed unless at least
    two ``flowing`` lines (see :func:`_flowing`) end together further left, where the longest do.
    """
    em = square([p for p, _ in lines])
    if not lines or em <= 0:
        return None
    left = min(b[0] for _, b in lines)
    inside = [b[2] for p, b in lines if p.text[-1:] not in _HANGING] or [b[2] for _, b in lines]
    right = max(inside)
    if limit is not None and limit > right:
        together = sum(x1 > right - em for x1 in flowing)
        if together < 2 or right - left < _NARROW * (limit - left):
            right = limit
    return Frame(left, right, em)


class TableFrames:
    """The frames of a table's columns. Lines are measured from the left edge of their cell: pages may be shifted."""

    def __init__(self, table: Table) -> None:
        lines: dict[tuple[int, int], list[tuple[Paragraph, Box]]] = defaultdict(list)
        widths: dict[tuple[int, int], list[float]] = defaultdict(list)
        starts: dict[tuple[int, int], list[float]] = defaultdict(list)
        flowing: dict[tuple[int, int], list[float]] = defaultdict(list)
        for row in table.rows:
            for cell in row.cells:
                key = (cell.column, cell.col_span)
                widths[key] += [b[2] - b[0] for b in _boxes(cell).values()]
                own = [(p, box) for p in cell.paragraphs if (box := self.relative(cell, p)) is not None]
                lines[key] += own
                flowing[key] += _flowing(own)
                starts[key] += [b[0] for _, b in own[:1]]
        self._frames: dict[tuple[int, int], Frame | None] = {}
        for key, found in lines.items():
            pad = min((b[0] for _, b in found), default=0.0)
            limit = max(widths[key]) - max(pad, 0.0) if widths[key] else None
            column = frame(found, limit, flowing[key])
            self._frames[key] = column and replace(column, starts=tuple(starts[key]))

    def frame(self, cell: Cell) -> Frame | None:
        """The frame of the column ``cell`` stands in, in points from the cell's left edge."""
        return self._frames.get((cell.column, cell.col_span))

    @staticmethod
    def relative(cell: Cell, line: Paragraph) -> Box | None:
        """The line's box measured from its cell's left edge; None when it is no line with a place."""
        spot = box_of(line) if line.is_line else None
        if spot is None:
            return None
        page, box = spot
        around = _boxes(cell).get(page)
        shift = around[0] if around else 0.0
        return (box[0] - shift, box[1], box[2] - shift, box[3])

    def full(self, cell: Cell, line: Paragraph, following: str) -> bool | None:
        """Whether ``line`` of ``cell`` is full before ``following``; None where there is no layout to ask."""
        column, box = self.frame(cell), self.relative(cell, line)
        return None if column is None or box is None else column.full(box, line.text, following)


def _boxes(cell: Cell) -> dict[int, Box]:
    boxes: dict[int, Box] = {}
    for place in cell.places:
        if place.page is not None and place.box is not None:
            boxes[place.page] = union([boxes[place.page], place.box]) if place.page in boxes else place.box
    return boxes


def page_frames(document: Document) -> dict[int, Frame]:
    """Page → frame of the text outside tables. Pages of one size share it."""
    sizes = {p.number: (round(p.width), round(p.height)) for p in document.pages}
    lines: dict[tuple[int, int], list[tuple[Paragraph, Box]]] = defaultdict(list)
    for block in document.blocks:
        spot = box_of(block) if isinstance(block, Paragraph) and block.is_line else None
        if spot and spot[0] in sizes and isinstance(block, Paragraph):
            lines[sizes[spot[0]]].append((block, spot[1]))
    frames: dict[tuple[int, int], Frame | None] = {}
    for size, found in lines.items():
        left = min(b[0] for _, b in found)
        frames[size] = frame(found, size[0] - left, _flowing(found))
    return {page: f for page, size in sizes.items() if (f := frames.get(size)) is not None}


def wrap_width(lines: Sequence[Paragraph]) -> float | None:
    """The width, in squares, at which a text without places was wrapped by hand; None when it was not."""
    shown = [p for p in lines if p.is_line and p.text and p.text[-1] not in _HANGING]
    widest = max((units(p.text) for p in shown), default=0.0)
    if not 16 <= widest <= 64:
        return None
    full = {id(p) for p in shown if units(p.text) > widest - 2.5}
    if len(full) >= max(3, len(shown) // 6):
        return widest
    # a few lines will do where each of them breaks off and goes on
    broken = [p for p, following in pairwise(lines) if id(p) in full and _breaks_off(p, following)]
    return widest if len(broken) == len(full) >= 2 else None


def _breaks_off(line: Paragraph, following: Paragraph) -> bool:
    return not finished(line.text) and split_label(following.text) is None and not is_field(following.text)
