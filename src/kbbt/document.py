"""What a reader sees on the page: paragraphs and tables in reading order, each with its place.

Every format becomes this one model, and nothing in it knows about minutes or cases. All objects are immutable
values; repair makes new ones.

Coordinates are PDF points from the top left corner of the page as it is shown (turned pages are turned back).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands in its source.

    PDF and scans: ``page`` (from 1) and ``box``. Everything else: ``block`` (index of the paragraph or table among
    the document's blocks, from 0), and for a table cell ``row`` and ``cell`` (indices in the source's own table, from 0).
    """

    page: int | None = None
    box: Box | None = None
    block: int | None = None
    row: int | None = None
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, or one line of layout when the format knows only lines.

    ``text`` is all a person sees, its label included. ``label`` is the visible number at its head (``壹、``, ``(一)``,
    ``1.``), a prefix of ``text``; readers set it where the format makes the number itself, repair sets it where it is
    typed. ``level`` is the format's own depth of a list or heading (0 is the outermost), None when it has none.
    ``is_line`` says that this is a line of layout (PDF, scan, text wrapped by hand) which repair may have to join with
    the next one. ``confidence`` is the OCR engine's mean confidence (0 to 1), None for text that was never a picture.
    """

    text: str
    label: str = ""
    level: int | None = None
    places: tuple[Place, ...] = ()
    is_line: bool = False
    heading: bool = False
    confidence: float | None = None

    @property
    def body(self) -> str:
        """The text without its label and the blanks after it."""
        return self.text[len(self.label) :].lstrip() if self.label else self.text


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: paragraphs and nested tables' paragraphs, flattened in reading order.

    ``column`` is the grid column where the cell begins, from 0; a merged cell stands once, with its spans.
    ``box`` is the cell's rectangle where the format has one (PDF, scan).
    """

    paragraphs: tuple[Paragraph, ...] = ()
    column: int = 0
    col_span: int = 1
    row_span: int = 1
    places: tuple[Place, ...] = ()

    @property
    def text(self) -> str:
        """All paragraphs, one a line."""
        return "\n".join(p.text for p in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Row:
    """The cells that begin in this row, by column. Positions covered by a merged cell from above have no cell."""

    cells: tuple[Cell, ...]
    header: bool = False
    """True when the format itself marks the row as a (repeating) header row."""

    def cell(self, column: int) -> Cell | None:
        """The cell of this row that covers ``column``, or None when a cell from above does."""
        for cell in self.cells:
            if cell.column <= column < cell.column + cell.col_span:
                return cell
        return None


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``columns`` is the width of its grid."""

    rows: tuple[Row, ...]
    columns: int
    places: tuple[Place, ...] = ()

    def grid(self) -> list[list[Cell | None]]:
        """Rows by columns, with a merged cell at every position it covers; None where there is no cell at all."""
        grid: list[list[Cell | None]] = [[None] * self.columns for _ in self.rows]
        for r, row in enumerate(self.rows):
            for cell in row.cells:
                for rr in range(r, min(r + cell.row_span, len(grid))):
                    for cc in range(cell.column, min(cell.column + cell.col_span, self.columns)):
                        grid[rr][cc] = cell
        return grid


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader noticed about the file that a person should know: ``code`` is stable, ``text`` is English."""

    code: str
    text: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page as it is shown, in points."""

    number: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Document:
    """One file, as a person sees it.

    ``media_type`` is decided by content. ``pages`` is the page sizes of a paged format, empty otherwise. ``notes`` are
    the reader's remarks (tracked changes were accepted, a page came through OCR, …).
    """

    blocks: tuple[Block, ...]
    media_type: str
    pages: tuple[PageSize, ...] = ()
    notes: tuple[Note, ...] = ()
    title: str = field(default="")
    """The format's own title property, never used as text."""

    def paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph in reading order, those in table cells included."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield block
            else:
                for row in block.rows:
                    for cell in row.cells:
                        yield from cell.paragraphs
