"""One page: its characters and rules → its blocks in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from kbbt.document import PageSize
from kbbt.errors import LimitError
from kbbt.readers.pdf import native
from kbbt.readers.pdf.characters import Glyphs, RawCharacters, Run, capture, glyphs, main_direction, runs
from kbbt.readers.pdf.columns import is_page_number
from kbbt.readers.pdf.frame import Frame
from kbbt.readers.pdf.grids import Grid, grids
from kbbt.readers.pdf.layout import PageContent
from kbbt.readers.pdf.rules import Drawing, Rule, drawing
from kbbt.readers.pdf.tables import FilledGrid, fill

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


def content(page: Page) -> PageContent:
    """The grids of a page with what stands in them, and what stands outside."""
    free: list[Run] = runs(page.glyphs)
    filled: list[FilledGrid] = []
    used: set[int] = set()
    drawn = page.drawing
    for grid in reversed(_tables_only(grids(drawn.level, drawn.upright))):
        one, rest = fill(grid, free)
        if _is_false(one):
            continue
        free = rest
        filled.append(one)
    level = [rule for rule in drawn.level if not any(_inside(rule, one.grid) for one in filled)]
    return PageContent(page.number, page.frame, filled, free, level)


def _inside(rule: Rule, grid: Grid) -> bool:
    x0, top, x1, bottom = grid.box
    return top - 3 <= rule.at <= bottom + 3 and rule.start < x1 and rule.end > x0


def _tables_only(found: Sequence[Grid]) -> list[Grid]:
    """Grids of more than one cell: a frame round a text or a page is no table."""
    return [grid for grid in found if len(grid.fields) > 1]


def _is_false(filled: FilledGrid) -> bool:
    """Rules round the number of a page are no table, and neither are rules round nothing."""
    texts = ["".join(run.text for run in runs).strip() for runs in filled.runs if runs]
    return not any(texts) or (len(filled.grid.ys) == 2 and sum(map(bool, texts)) == 1 and is_page_number("".join(texts)))
