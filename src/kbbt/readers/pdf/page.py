"""One page: its characters and rules → its blocks in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from kbbt.document import Block, Note, PageSize, Table
from kbbt.errors import LimitError
from kbbt.readers.pdf import native
from kbbt.readers.pdf.characters import Glyphs, RawCharacters, Run, capture, glyphs, main_direction, runs
from kbbt.readers.pdf.frame import Frame
from kbbt.readers.pdf.grids import Grid, grids
from kbbt.readers.pdf.lines import lines
from kbbt.readers.pdf.rules import Drawing, drawing
from kbbt.readers.pdf.tables import fill, table

MAX_CHARACTERS = 200_000


@dataclass(slots=True)
class Page:
    """What was seen on one page, before it becomes blocks."""

    number: int
    frame: Frame
    raw: RawCharacters
    glyphs: Glyphs
    drawing: Drawing
    text_objects: list[int] = field(default_factory=list)

    @property
    def size(self) -> PageSize:
        """The size of the page as it is read."""
        return PageSize(self.number, round(self.frame.width, 2), round(self.frame.height, 2))


def look(page: pypdfium2.PdfPage, number: int) -> Page:
    """Everything pdfium says of a page. Raises LimitError for a page of more characters or shapes than are read."""
    text_page = page.get_textpage()
    try:
        count = max(0, pdfium.FPDFText_CountChars(text_page.raw))
        if count > MAX_CHARACTERS:
            raise LimitError(
                f"page {number} holds {count} characters, more than the {MAX_CHARACTERS} that are read",
                remedy="Split the file, or print it to a new PDF, and read the result.",
            )
        raw = capture(native.address(text_page.raw), count)
        left, bottom, right, top = page.get_bbox()
        turn = main_direction(raw, -page.get_rotation() // 90 % 4)
        frame = Frame(turn, left, bottom, right, top)
        texts: list[int] = []
        drawn = drawing(native.address(page.raw), pdfium.FPDFPage_CountObjects(page.raw), frame, texts)
        return Page(number, frame, raw, glyphs(raw, frame, native.address(text_page.raw)), drawn, texts)
    finally:
        text_page.close()


def blocks(page: Page) -> tuple[list[Block], list[Note]]:
    """The lines and tables of a page in reading order, and what should be known of them."""
    free: list[Run] = runs(page.glyphs)
    tables: list[Table] = []
    for grid in reversed(_tables_only(grids(page.drawing.level, page.drawing.upright))):
        filled, free = fill(grid, free)
        tables.append(table(filled, page.number))
    found: list[tuple[float, Block]] = [(t.places[0].box[1], t) for t in tables if t.places[0].box]
    found += [(line.base - line.size, line.paragraph(page.number)) for line in lines(free)]
    found.sort(key=lambda pair: pair[0])
    return [block for _, block in found], []


def _tables_only(found: Sequence[Grid]) -> list[Grid]:
    """Grids of more than one cell: a frame round a text or a page is no table."""
    return [grid for grid in found if len(grid.fields) > 1]
