"""Running heads, footers and page numbers away.

On pages a line goes for where it stands *and* for what the other pages show: a page number must count with the pages,
a running head must stand at the same height on most of them, apart from the text, where no page has anything else.
Without pages only a line that says itself that it is a page number goes. Nothing is dropped silently: what went is
listed with its place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from kbbt.document import Block, Cell, Document, Paragraph, Place, Row, Table
from kbbt.repair.geometry import line_pitch
from kbbt.repair.heads import running_heads
from kbbt.repair.margins import Margins, misread_numbers, numbered_heads, page_numbers, places_of, text_of
from kbbt.repair.pagenumbers import PageNumber, Shape, is_continuation_remark, page_number
from kbbt.text import fold

TEXT = "text/plain"
"""The one format whose block numbers count blank lines."""
_PITCH = 18.0
"""The step from line to line, in points, of a document too short to tell its own."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something that was left out: ``kind`` is ``page-number``, ``running-head``, ``remark``, ``repeated-header`` or
    ``repeated-name`` (of a row that a page break cut).
    """

    kind: str
    text: str
    places: tuple[Place, ...]


def remove_furniture(document: Document) -> tuple[Document, tuple[Dropped, ...]]:
    """The document without running heads, footers and page numbers, and what was dropped."""
    drop = _on_pages(document) if document.pages else _without_pages(document)
    dropped: list[Dropped] = []
    blocks: list[Block] = []
    for i, block in enumerate(document.blocks):
        if i in drop:
            dropped.append(Dropped(drop[i], text_of(block), places_of(block)))
        elif isinstance(block, Table) and document.media_type == TEXT:
            blocks.append(_without_numbers(block, dropped))
        else:
            blocks.append(block)
    return (replace(document, blocks=tuple(blocks)), tuple(dropped)) if dropped else (document, ())


def _without_numbers(table: Table, dropped: list[Dropped]) -> Table:
    """A table of a plain text without the page numbers that stood between its rows: they read as lines of a cell."""

    def stays(paragraph: Paragraph, cell: Cell) -> bool:
        number = page_number(paragraph.text) if paragraph.is_line and len(cell.paragraphs) > 1 else None
        if number is None or number.shape is not Shape.SURE:
            return True
        dropped.append(Dropped("page-number", paragraph.text, paragraph.places))
        return False

    def cell(c: Cell) -> Cell:
        return replace(c, paragraphs=tuple(p for p in c.paragraphs if stays(p, c)))

    return replace(table, rows=tuple(Row(tuple(map(cell, row.cells)), row.header) for row in table.rows))


def _on_pages(document: Document) -> dict[int, str]:
    """Index of a block → what it is, for those that go."""
    margins = Margins(document)
    pitch = line_pitch(document) or _PITCH
    numbers = page_numbers(margins, pitch) | numbered_heads(margins)
    numbers |= misread_numbers(margins, numbers)
    # Page numbers are out of the way before running heads are looked for: a head may stand beside one.
    margins = Margins(document, numbers)
    drop = dict.fromkeys(numbers, "page-number")
    drop |= dict.fromkeys(running_heads(document, margins, numbers, pitch), "running-head")
    return drop | {line.index: "remark" for line in margins if is_continuation_remark(line.text)}


def _without_pages(document: Document) -> dict[int, str]:
    blocks = document.blocks
    lines = document.media_type == TEXT
    alone = [
        (i, b, page_number(b.text))
        for i, b in enumerate(blocks)
        if isinstance(b, Paragraph) and not b.heading and (not lines or _stands_alone(blocks, i))
    ]
    rising = _rising([n for _, _, n in alone if n is not None])
    drop = {}
    for i, paragraph, number in alone:
        if number is not None and (
            number.shape is Shape.SURE or (number.shape is Shape.DRESSED and (rising or _hyphened(paragraph.text)))
        ):
            drop[i] = "page-number"
        elif is_continuation_remark(paragraph.text):
            drop[i] = "remark"
    return drop


def _hyphened(text: str) -> bool:
    key = fold(text)
    return len(key) >= 3 and key[0] == key[-1] and key[0] in "-~"


def _rising(numbers: list[PageNumber]) -> bool:
    """True when there are several and each is one more than the one before."""
    values = [n.number for n in numbers if n.shape is not Shape.BARE]
    return len(values) >= 2 and all(b == a + 1 for a, b in pairwise(values))


def _stands_alone(blocks: tuple[Block, ...], i: int) -> bool:
    """True when blank lines (or nothing, or a table) stand on both sides."""
    return _gap(blocks, i - 1, i) and _gap(blocks, i, i + 1)


def _gap(blocks: tuple[Block, ...], a: int, b: int) -> bool:
    if a < 0 or b >= len(blocks):
        return True
    first = [p.block for p in places_of(blocks[a]) if p.block is not None]
    second = [p.block for p in places_of(blocks[b]) if p.block is not None]
    if not first or not second or isinstance(blocks[a], Table) or isinstance(blocks[b], Table):
        return True
    return min(second) - max(first) > 1
