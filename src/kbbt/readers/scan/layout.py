"""Where things stand on a scanned page: its ruled tables, and the strips of text in their cells and around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageDraw, ImageOps

from kbbt.document import Block, Box, Cell, Paragraph, Place, Row, Table
from kbbt.readers.pdf.grids import Field, Grid, grids
from kbbt.readers.pdf.rules import Rule
from kbbt.readers.scan.cleaning import Sheet, profile
from kbbt.readers.scan.columns import cut_apart, joined
from kbbt.readers.scan.reading import Line
from kbbt.readers.scan.ruling import rules
from kbbt.readers.scan.strips import PixelBox, Strip, bands, mark_blocks, strips

_SPREAD = 1.2
"""A sheet with two pages is wider than high by this factor."""
_GUTTER, _MIDDLE = 0.03, 0.1
"""Widths of the sheet: how wide the empty strip between two pages is, and how far from the middle it lies at most."""
_HALO = 1.5
"""Points round a rule that are cleared with it, and that a cell's text keeps away from it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """``strips`` are all lines of text on the page; ``owners`` says for each the table and cell it stands in.

    ``gutter`` is the x, in points, between two pages that lie side by side on the sheet. ``level`` and ``upright`` are all
    its rules.
    """

    tables: tuple[Grid, ...]
    strips: tuple[Strip, ...]
    owners: tuple[tuple[int, Field] | None, ...]
    gutter: float | None = None
    level: tuple[Rule, ...] = ()
    upright: tuple[Rule, ...] = ()

    def order(self, x: float, top: float) -> tuple[bool, float]:
        """The place in reading order of what begins there: the left page first, each from the top."""
        return (self.gutter is not None and x > self.gutter, top)


def lay_out(sheet: Sheet) -> Layout:
    """Find the tables and lines of a page. The rules are cleared from ``sheet.clean``."""
    level, upright = rules(sheet)
    gutter = _gutter(sheet.clean)
    tables = sorted((grid for grid in grids(level, upright) if len(grid.fields) > 1), key=lambda grid: grid.box[1])
    _clear(sheet, level, upright)
    parts: list[tuple[tuple[int, Field] | None, Strip]] = []
    around = sheet.clean.copy()
    for number, table in enumerate(tables):
        for field in table.fields:
            inside = _pixels(field.box, sheet.point, inset=_HALO)
            parts += [((number, field), strip) for strip in strips(sheet.clean, inside, sheet.point)]
        ImageDraw.Draw(around).rectangle(_pixels(table.box, sheet.point), fill=255)
    width, height = around.size
    for left, right in ((0, width),) if gutter is None else ((0, gutter), (gutter, width)):
        lines = strips(around, (left, 0, right, height), sheet.point)
        parts += [(None, strip) for strip in (cut_apart(around, lines) if gutter is None else lines)]
    return Layout(
        tuple(tables),
        tuple(mark_blocks([strip for _, strip in parts])),
        tuple(owner for owner, _ in parts),
        None if gutter is None else gutter / sheet.point,
        tuple(level),
        tuple(upright),
    )


def _gutter(clean: Image.Image) -> int | None:
    """Where a sheet that is wider than high is empty from top to bottom in its middle: two pages lie side by side."""
    width, height = clean.size
    if width < _SPREAD * height:
        return None
    inked = bands(profile(ImageOps.invert(clean).transpose(Image.Transpose.TRANSPOSE)))
    for (_, end), (start, _) in pairwise(inked):
        if start - end >= _GUTTER * width and abs((start + end) / 2 - width / 2) < _MIDDLE * width:
            return (start + end) // 2
    return None


def _clear(sheet: Sheet, level: Sequence[Rule], upright: Sequence[Rule]) -> None:
    draw = ImageDraw.Draw(sheet.clean)
    boxes = [(rule.start, rule.at, rule.end, rule.at) for rule in level]
    boxes += [(rule.at, rule.start, rule.at, rule.end) for rule in upright]
    for box in boxes:
        draw.rectangle(_pixels(box, sheet.point, inset=-_HALO), fill=255)


def _pixels(box: Box, point: float, inset: float = 0.0) -> PixelBox:
    x0, top, x1, bottom = box
    return (
        max(0, round((x0 + inset) * point)),
        max(0, round((top + inset) * point)),
        round((x1 - inset) * point),
        round((bottom - inset) * point),
    )


def blocks_of(layout: Layout, lines: Sequence[Sequence[Line]], page: int, point: float) -> tuple[Block, ...]:
    """The tables and lines of a page from top to bottom, with the text that was read in each strip."""
    cells: dict[tuple[int, Field], list[Paragraph]] = {}
    for owner, strip, read in zip(layout.owners, layout.strips, lines, strict=True):
        if owner is not None:
            cells.setdefault(owner, []).extend(_paragraphs(strip, read, page, point))
    found: list[tuple[tuple[bool, float], Block]] = []
    for paragraph in joined(free_pieces(layout, lines, page, point)):
        box = paragraph.places[0].box
        assert box is not None
        found.append((layout.order(*box[:2]), paragraph))
    for number, grid in enumerate(layout.tables):
        rows: list[list[Cell]] = [[] for _ in grid.ys[1:]]
        for field in grid.fields:
            text = tuple(cells.get((number, field), ()))
            rows[field.row].append(Cell(text, field.column, field.col_span, field.row_span, (_place(page, field.box),)))
        table = Table(tuple(Row(tuple(row)) for row in rows), len(grid.xs) - 1, (_place(page, grid.box),))
        found.append((layout.order(*grid.box[:2]), table))
    found.sort(key=lambda pair: pair[0])
    return tuple(block for _, block in found)


def free_pieces(
    layout: Layout, lines: Sequence[Sequence[Line]], page: int, point: float
) -> list[tuple[Strip, Paragraph]]:
    """What was read outside the tables, piece by piece."""
    return [
        (strip, paragraph)
        for owner, strip, read in zip(layout.owners, layout.strips, lines, strict=True)
        if owner is None
        for paragraph in _paragraphs(strip, read, page, point)
    ]


def _paragraphs(strip: Strip, read: Sequence[Line], page: int, point: float) -> list[Paragraph]:
    return [
        Paragraph(line.text, places=(Place(page=page, box=box),), is_line=True, confidence=line.confidence)
        for line, box in zip(read, boxes(strip, read, point), strict=True)
    ]


def boxes(strip: Strip, read: Sequence[Line], point: float) -> list[Box]:
    """The rectangle of each line that was read in a strip, in points."""
    x0, top, x1, bottom = (side / point for side in strip.box)
    step = (bottom - top) / max(1, len(read))
    return [_rounded((x0, top + i * step, x1, top + (i + 1) * step)) for i in range(len(read))]


def _place(page: int, box: Box) -> Place:
    return Place(page=page, box=_rounded(box))


def _rounded(box: Box) -> Box:
    return (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))
