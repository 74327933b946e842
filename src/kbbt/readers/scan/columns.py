"""Scanned tables that rules do not divide: their columns told by the white that runs through the lines.

Lines are cut there before they are read, as pieces. What rows these make is found out by the geometry that finds such
tables in PDF; where it finds none, the pieces of a line are put together again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from PIL import Image, ImageOps

from kbbt.document import Block, Box, Cell, Paragraph, Row, Table
from kbbt.readers.pdf.across import PageContent
from kbbt.readers.pdf.characters import Glyphs, Run
from kbbt.readers.pdf.frame import Frame
from kbbt.readers.pdf.layout import arranged
from kbbt.readers.pdf.rules import Rule
from kbbt.readers.scan.cleaning import profile, threshold
from kbbt.readers.scan.strips import Strip, bands, usual_height

_GAP, _SHARED, _LEFT = 0.7, 0.35, 1.5
"""Heights of a line: the white between two columns, how much of it all lines share, and what stands left of it (more
than a label), at least."""
_THROUGH, _PARTED = 5, 3
"""How many lines on end leave the white between two columns, and how many of them stand on both sides of it, at least."""
_SPECK = 0.15
"""Heights of a line; what is neither wider nor higher is dirt in the white."""
_INK = 0.93
"""The height of the ink of a Han character, in sizes."""
_MIDDLE = 0.38
"""How far the middle of a character stands above its baseline, in sizes."""
_SAME_SIZE = 0.3
_REACH = 3.0
"""Points round a table within which the middle of a line is inside it."""

_Span = tuple[int, int]


def cut_apart(clean: Image.Image, lines: Sequence[Strip]) -> list[Strip]:
    """``lines`` in pieces where white runs on through them from line to line."""
    inks = [_ink(clean, line) for line in lines]
    found: list[Strip] = []
    for k, line in enumerate(lines):
        left, top, right, bottom = line.box
        edges = [left]
        for (_, a), (b, _) in pairwise(inks[k]):
            wide = b - a >= _GAP * line.height and a - edges[-1] >= _LEFT * line.height
            if wide and _runs_on((a, b), k, inks, _SHARED * line.height):
                edges += [a, b]
        edges.append(right)
        spans = list(zip(edges[::2], edges[1::2], strict=True))
        whole = line.box if len(spans) > 1 else None
        found += [Strip((x0, top, x1, bottom), whole=whole) for x0, x1 in spans]
    return found


def _ink(clean: Image.Image, line: Strip) -> list[_Span]:
    """From where to where a line has ink; specks are none."""
    ink = ImageOps.invert(clean.crop(line.box)).point(threshold(100))
    x, speck = line.box[0], _SPECK * line.height
    found = []
    for a, b in bands(profile(ink.transpose(Image.Transpose.TRANSPOSE))):
        box = ink.crop((a, 0, b, ink.height)).getbbox()
        if b - a > speck or (box is not None and box[3] - box[1] > speck):
            found.append((x + a, x + b))
    return found or [(x, line.box[2])]


def _runs_on(white: _Span, k: int, inks: Sequence[Sequence[_Span]], least: float) -> bool:
    """Whether the ``white`` in line ``k`` goes on through its neighbours, ``least`` pixels wide, and parts some of them, too."""
    through = parted = 1
    left, right = white
    for beside in (range(k - 1, -1, -1), range(k + 1, len(inks))):
        for j in beside:
            cut = [left, *(x for a, b in inks[j] if b > left and a < right for x in (a, b)), right]
            left_, right_ = max(zip(cut[::2], cut[1::2], strict=True), key=lambda span: span[1] - span[0])
            if right_ - left_ < least:
                break
            left, right = left_, right_
            through += 1
            parted += inks[j][0][0] < left and inks[j][-1][1] > right
    return through >= _THROUGH and parted >= _PARTED


def joined(pieces: Sequence[tuple[Strip, Paragraph]]) -> list[Paragraph]:
    """The lines of text of these pieces, those of one line as one paragraph."""
    found: list[Paragraph] = []
    for whole, group in groupby(pieces, key=lambda pair: pair[0].whole):
        own = [paragraph for _, paragraph in group]
        if whole is None:
            found += own
            continue
        boxes = [place.box for paragraph in own for place in paragraph.places if place.box is not None]
        box = (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )
        length = sum(len(paragraph.text) for paragraph in own)
        sure = sum((paragraph.confidence or 0.0) * len(paragraph.text) for paragraph in own) / max(1, length)
        found.append(
            replace(
                own[0],
                text=" ".join(paragraph.text for paragraph in own),
                places=(replace(own[0].places[0], box=box),),
                confidence=round(sure, 3),
            )
        )
    return found


def content(
    pieces: Sequence[tuple[Strip, Paragraph]],
    rules: tuple[Sequence[Rule], Sequence[Rule]],
    page: int,
    size: tuple[float, float],
) -> PageContent | None:
    """The pieces as the geometry for PDF wants them; None where no line is in pieces. ``rules`` are level and upright."""
    if not any(strip.whole for strip, _ in pieces):
        return None
    chars: list[str] = []
    x0: list[float] = []
    x1: list[float] = []
    marks: list[tuple[int, int, float, float]] = []
    point = _points(pieces)
    usual = usual_height(strip for strip, _ in pieces) / point / _INK
    for strip, paragraph in pieces:
        box = paragraph.places[0].box
        assert box is not None
        own = strip.height / point / _INK
        em = usual if abs(own - usual) < _SAME_SIZE * usual else own
        middle = ((strip.whole or strip.box)[1] + (strip.whole or strip.box)[3]) / 2 / point
        text = paragraph.text
        step = (box[2] - box[0]) / len(text)
        marks.append((len(chars), len(chars) + len(text), middle + _MIDDLE * em, em))
        x0 += [box[0] + k * step for k in range(len(text))]
        x1 += [box[0] + (k + 1) * step for k in range(len(text))]
        chars += text
    base = [b for first, last, b, _ in marks for _ in range(first, last)]
    height = [em for first, last, _, em in marks for _ in range(first, last)]
    glyphs = Glyphs(chars, x0, x1, base, height)
    free = [Run(glyphs, first, last, x0[first], x1[last - 1], b, em) for first, last, b, em in marks]
    level, upright = rules
    return PageContent(page, Frame(0, 0.0, 0.0, *size), [], free, list(level), list(upright))


def _points(pieces: Sequence[tuple[Strip, Paragraph]]) -> float:
    """Pixels a point: a strip's box has pixels, its paragraph's points."""
    strip, paragraph = max(pieces, key=lambda pair: pair[0].box[2])
    box = paragraph.places[0].box
    assert box is not None
    return strip.box[2] / box[2]


def open_tables(contents: Sequence[PageContent]) -> dict[int, list[Table]]:
    """The tables that pieces make, by page; all pages of a document at once, since tables go on over them."""
    found: dict[int, list[Table]] = defaultdict(list)
    for block in arranged(contents) if contents else ():
        page = block.places[0].page if block.places else None
        if isinstance(block, Table) and page is not None:
            found[page].append(block)
    return found


def put_in(blocks: Sequence[Block], table: Table, confidence: float) -> list[Block] | None:
    """``blocks`` with ``table`` in place of the lines it was made of; None when these are not what is in it."""
    box = table.places[0].box
    inside = [k for k, block in enumerate(blocks) if isinstance(block, Paragraph) and box and _within(block, box)]
    lines = Counter(c for k in inside for c in _text(blocks[k]) if not c.isspace())
    if not inside or lines != Counter(c for c in _text(table) if not c.isspace()):
        return None
    sure = replace(table, rows=tuple(Row(tuple(_cells(row, confidence)), row.header) for row in table.rows))
    return [
        sure if k == inside[0] else block for k, block in enumerate(blocks) if k == inside[0] or k not in set(inside)
    ]


def _cells(row: Row, confidence: float) -> Iterator[Cell]:
    for cell in row.cells:
        yield replace(cell, paragraphs=tuple(replace(p, confidence=confidence) for p in cell.paragraphs))


def _text(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else "".join(c.text for row in block.rows for c in row.cells)


def _within(paragraph: Paragraph, box: Box) -> bool:
    own = paragraph.places[0].box
    return own is not None and (
        box[0] - _REACH < (own[0] + own[2]) / 2 < box[2] + _REACH
        and box[1] - _REACH < (own[1] + own[3]) / 2 < box[3] + _REACH
    )
