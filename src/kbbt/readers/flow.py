"""What DOCX and ODT readers write into: paragraphs, tables and remarks, each with its place, in reading order."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace

from kbbt.document import Block, Cell, Document, Note, Paragraph, Place, Row, Table
from kbbt.errors import LimitError, NoTextError, UnreadableError
from kbbt.i18n import _, said
from kbbt.labels import split_label
from kbbt.text import clean

MAX_COLUMNS = 1_000
"""Most grid columns of a table; Word allows 63, LibreOffice's dialogs a few hundred."""

MAX_CELLS = 200_000
"""Most cells of a document; its largest tables have a few thousand."""

MAX_NESTING = 40
"""Most tables, boxes and sections inside one another."""

_NOTE_PLACES = 100
_QUOTE = 40

_NOTES = {
    "tracked-changes": said("the file has tracked changes; it was read as if all of them had been accepted"),
    "footnotes": said("{n} footnotes or endnotes were moved to the end, without their marks in the text"),
    "comments": said("{n} comments were left out"),
    "hidden-text": said("{n} pieces of hidden text were left out"),
    "struck-out": said("{n} pieces of struck-out text were left out: {quotes}"),
    "pictures": said("{n} pictures or embedded objects stand in the text; words in them are not read"),
    "chunks": said("{n} parts of another format (web pages, text) were read where they stand"),
    "not-read": said("{n} embedded parts were not read: {quotes}"),
    "number-format": said("numbers of an unknown format are written in digits: {quotes}"),
    "field": said("{n} fields have no stored result and were left out: {quotes}"),
    "symbols": said("{n} symbols of unknown fonts stay as private-use characters: {quotes}"),
    "covered-cells": said("{n} cells hidden by a merged cell held text; it was put into the merged cell"),
}
"""Every remark of the DOCX and ODT readers: code → sentence."""


def join_label(label: str, text: str, *, glued: bool = False) -> str:
    """``label`` and ``text`` as one line: no blank after a full-width mark or a bracket, one blank after all else.

    ``glued`` says that the format itself puts nothing between them.

    >>> join_label("壹、", "時間"), join_label("(一)", "案由"), join_label("1.", "案由")
    ('壹、時間', '(一)案由', '1. 案由')
    """
    if not label or not text:
        return label or text
    last = label[-1]
    glued = (
        glued
        or unicodedata.category(last) == "Pe"
        or (unicodedata.east_asian_width(last) in "WF" and unicodedata.category(last)[0] in "PS")
    )
    return label + text if glued else f"{label} {text}"


@dataclass(slots=True)
class OpenCell:
    """A table cell while it is filled."""

    column: int
    col_span: int
    place: Place
    paragraphs: list[Paragraph] = field(default_factory=list)
    row_span: int = 1

    def close(self) -> Cell:
        """The finished cell."""
        return Cell(tuple(self.paragraphs), self.column, self.col_span, self.row_span, (self.place,))


class Flow:
    """Collects blocks, and in a table the paragraphs of the cell that is open."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._cell: OpenCell | None = None
        self._place: Place | None = None
        self._cells = 0
        self._remarks: dict[str, list[Place]] = {}
        self._counts: dict[str, int] = {}
        self._quotes: dict[str, list[str]] = {}

    @property
    def in_cell(self) -> bool:
        """True while a cell is open: tables met now are nested and are flattened into it."""
        return self._cell is not None

    @property
    def place(self) -> Place:
        """Where the next paragraph will stand."""
        return self._place or Place(block=len(self.blocks))

    def add(
        self, text: str, *, label: str = "", glued: bool = False, level: int | None = None, heading: bool = False
    ) -> None:
        """A paragraph. One of which nothing can be seen is left out. ``glued``: nothing stands between label and text."""
        label = clean(label).strip()
        text = clean(text).strip("\n ")
        if not label and not text:
            return
        seen = join_label(label, text, glued=glued)
        typed = split_label(seen) if glued and label else None
        if typed is not None and typed.end > len(label):
            # the format makes the number and the text begins with its mark: 1 + 、案由
            label = seen[: typed.end].rstrip()
        paragraph = Paragraph(seen, label=label, level=level, places=(self.place,), heading=heading)
        if self._cell is None:
            self.blocks.append(paragraph)
        else:
            self._cell.paragraphs.append(paragraph)

    def take(self, block: Block) -> None:
        """A block that another reader made: it stands here, in a cell its paragraphs alone."""
        if self._cell is not None:
            paragraphs = Document((block,), "").paragraphs()
            self._cell.paragraphs += [replace(p, places=(self.place,)) for p in paragraphs]
        else:
            self.blocks.append(_moved(block, len(self.blocks)))

    def cell_place(self, row: int, index: int) -> Place:
        """The place of cell ``index`` of ``row`` in the table that will be added next."""
        return Place(block=len(self.blocks), row=row, cell=index)

    def open_cell(self, cell: OpenCell, row: int, index: int) -> None:
        """What is added from now on stands in ``cell``, which begins or goes on at ``row`` as cell ``index``."""
        self._cells += 1
        check_cells(self._cells)
        self._cell = cell
        self._place = self.cell_place(row, index)

    def close_cell(self) -> None:
        """What is added from now on stands in the document again."""
        self._cell = self._place = None

    def add_table(self, rows: list[tuple[list[OpenCell], bool]], columns: int) -> None:
        """A table of ``rows`` (their cells, and whether they are header rows); one without rows is left out."""
        if rows:
            closed = tuple(Row(tuple(cell.close() for cell in cells), header=header) for cells, header in rows)
            self.blocks.append(Table(closed, columns, (Place(block=len(self.blocks)),)))

    def remark(self, code: str, quote: str = "") -> None:
        """Count one more ``code`` (a key of the notes) here; ``quote`` is shown with it."""
        self._counts[code] = self._counts.get(code, 0) + 1
        places = self._remarks.setdefault(code, [])
        if len(places) < _NOTE_PLACES and self.place not in places:
            places.append(self.place)
        quotes = self._quotes.setdefault(code, [])
        quote = clean(quote).replace("\n", " ").strip()
        if quote and len(quotes) < _NOTE_PLACES:
            shown = quote if len(quote) <= _QUOTE else quote[: _QUOTE - 1] + "…"
            if shown not in quotes:
                quotes.append(shown)

    def count(self, code: str) -> int:
        """How often ``code`` was remarked."""
        return self._counts.get(code, 0)

    def document(self, media_type: str, title: str) -> Document:
        """The document that was collected.

        Raises NoTextError when it holds nothing but pictures, UnreadableError when nothing in it is seen at all.
        """
        if not self.blocks and self.count("pictures"):
            raise NoTextError(
                _("the document holds only pictures, no text"),
                remedy=_(
                    "Save it as PDF and ingest that: its pages are then read by OCR, when tesseract is installed."
                ),
            )
        if not self.blocks:
            raise UnreadableError(
                _("the document has no text"),
                remedy=_("Open it; if there is text to be seen, print it to PDF and ingest that."),
            )
        return Document(tuple(self.blocks), media_type, notes=self._notes(), title=title)

    def _notes(self) -> tuple[Note, ...]:
        """All remarks, one note a code."""
        return tuple(
            Note(code, said(sentence, n=self._counts[code], quotes="; ".join(self._quotes[code])), self._places(code))
            for code, sentence in _NOTES.items()
            if code in self._counts
        )

    def _places(self, code: str) -> tuple[Place, ...]:
        # A remark can be made where nothing was added in the end (a deleted last paragraph).
        return tuple(p for p in self._remarks[code] if p.block is not None and p.block < len(self.blocks))


def _moved(block: Block, number: int) -> Block:
    """``block`` as block ``number`` of a document."""

    def places(of: tuple[Place, ...]) -> tuple[Place, ...]:
        return tuple(replace(place, block=number) for place in of)

    def paragraph(p: Paragraph) -> Paragraph:
        return replace(p, places=places(p.places))

    if isinstance(block, Paragraph):
        return paragraph(block)
    rows = (
        replace(
            r,
            cells=tuple(
                replace(c, paragraphs=tuple(map(paragraph, c.paragraphs)), places=places(c.places)) for c in r.cells
            ),
        )
        for r in block.rows
    )
    return replace(block, rows=tuple(rows), places=places(block.places))


def check_columns(columns: int) -> int:
    """``columns``, or LimitError when a table so wide is not read."""
    if columns > MAX_COLUMNS:
        raise LimitError(
            _("a table has {count:,} columns; {limit:,} is the most that is read", count=columns, limit=MAX_COLUMNS),
            remedy=_("Open the file, remove the empty columns or split the table, and save it anew."),
        )
    return columns


def check_cells(count: int) -> None:
    """LimitError when there are more cells than are read."""
    if count > MAX_CELLS:
        raise LimitError(
            _("the tables have more than {limit:,} cells", limit=MAX_CELLS),
            remedy=_("Split the document into smaller files, and ingest those."),
        )


def check_nesting(depth: int) -> None:
    """LimitError when tables, boxes or sections stand in one another deeper than is read."""
    if depth > MAX_NESTING:
        raise LimitError(
            _("tables or boxes stand in one another more than {limit} deep", limit=MAX_NESTING),
            remedy=_("Open the file in Word or LibreOffice, take them out of one another, and save it anew."),
        )
