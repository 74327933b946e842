"""Documents built by hand, and a small typesetter that breaks a table or a text over pages as a word processor does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kbbt.document import Block, Cell, Document, PageSize, Paragraph, Place, Row, Table
from kbbt.repair.geometry import units
from kbbt.text import squeeze

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EM = 12.0
PITCH = 18.0
_NEVER_FIRST = "，。、；：！？）」』〕》,.;:!?)]}"
_NEVER_LAST = "（「『〔《(["
_PIECE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,:/%-]*|.")


def texts(document: Document) -> list[str]:
    """The paragraphs outside tables."""
    return [b.text for b in document.blocks if isinstance(b, Paragraph)]


def lines_of(document: Document) -> list[Paragraph]:
    """The paragraphs outside tables themselves."""
    return [b for b in document.blocks if isinstance(b, Paragraph)]


def labelled(text: str, label: str) -> Document:
    """A document of one paragraph whose label its reader set."""
    return Document((Paragraph(text, label=label),), DOCX)


def tables(document: Document) -> list[Table]:
    """The tables."""
    return [b for b in document.blocks if isinstance(b, Table)]


def cells(table: Table) -> list[list[str]]:
    """The texts of the table's cells by row, without white space: lines within a cell are layout here."""
    return [[squeeze(c.text) for c in row.cells] for row in table.rows]


def characters(document: Document) -> list[str]:
    """All characters but blanks, sorted: what must not be lost or doubled."""
    return sorted(c for p in document.paragraphs() for c in p.text if not c.isspace())


def line(
    text: str, x0: float = 72.0, top: float = 72.0, page: int = 1, x1: float | None = None, em: float = EM
) -> Paragraph:
    """A line of a PDF at ``x0``, as wide as its text unless ``x1`` is given."""
    right = x0 + units(text) * em if x1 is None else x1
    return Paragraph(text, places=(Place(page=page, box=(x0, top, right, top + em)),), is_line=True)


def paged(blocks: Iterable[Block], pages: int = 1, width: float = 595.0, height: float = 842.0) -> Document:
    """A PDF document of A4 pages."""
    return Document(tuple(blocks), PDF, pages=tuple(PageSize(n + 1, width, height) for n in range(pages)))


def plain(text: str) -> Document:
    """A plain text as its reader gives it: a line each, block numbers that count blank lines, TABs make tables."""
    blocks: list[Block] = []
    rows: list[list[str]] = []
    number = 0

    def flush() -> None:
        nonlocal number
        if rows:
            place = (Place(block=number),)
            made = [
                Row(
                    tuple(
                        Cell((Paragraph(t, places=place, is_line=True),) if t else (), c, places=place)
                        for c, t in enumerate(r)
                    )
                )
                for r in rows
            ]
            blocks.append(Table(tuple(made), max(map(len, rows)), place))
            number += 1
            rows.clear()

    for raw in text.strip("\n").split("\n"):
        if "\t" in raw:
            rows.append([t.strip() for t in raw.split("\t")])
            continue
        flush()
        if raw.strip():
            blocks.append(Paragraph(raw.strip(), places=(Place(block=number),), is_line=True))
        number += 1
    flush()
    return Document(tuple(blocks), "text/plain")


def office(*blocks: Block | str) -> Document:
    """A document of true paragraphs, as a DOCX reader gives it."""
    made = [Paragraph(b, places=(Place(block=i),)) if isinstance(b, str) else b for i, b in enumerate(blocks)]
    return Document(tuple(made), DOCX)


def grid(*rows: Sequence[str], header: int = 0) -> Table:
    """A table of a DOCX: a text a cell, its lines paragraphs."""
    made = [
        Row(
            tuple(Cell(tuple(Paragraph(p) for p in t.split("\n") if p), c) for c, t in enumerate(row)),
            header=r < header,
        )
        for r, row in enumerate(rows)
    ]
    return Table(tuple(made), max(map(len, rows)))


def wrapped(text: str, width: float, hanging: float = 0.0) -> list[str]:
    """``text`` in lines of ``width`` squares, those after the first ``hanging`` squares shorter; no mark begins a line."""
    lines: list[str] = []
    current = ""
    for piece in _PIECE.findall(text):
        room = width - (hanging if lines else 0.0)
        if current and units(current + piece) > room and piece not in " ":
            carried = ""
            if piece in _NEVER_FIRST or current[-1] in _NEVER_LAST:
                pieces = _PIECE.findall(current)
                while len(pieces) > 1 and (pieces[-1] in _NEVER_FIRST or not carried or pieces[-1] in _NEVER_LAST):
                    carried = pieces.pop() + carried
                    if pieces[-1] not in _NEVER_LAST and carried[0] not in _NEVER_FIRST:
                        break
                current = "".join(pieces)
            lines.append(current.rstrip())
            current = (carried + piece).lstrip()
        else:
            current += piece
    return [*lines, current.rstrip()] if current else lines


@dataclass
class Layout:
    """How a table is set: page height in lines, widths of the columns in squares, and what stands on every page."""

    page_lines: int = 20
    widths: tuple[float, ...] = (9.0, 24.0)
    header: tuple[str, ...] = ("方案名稱", "最新辦理情形")
    repeat: bool = True
    number: str = "第 {n} 頁"
    head: str = ""
    shift: float = 0.0
    """Points by which even pages stand further right."""
    hanging: float = 1.0


@dataclass
class Setter:
    """Sets blocks on pages ``width`` points wide. ``page`` and ``at`` (the line on it) say where it is."""

    layout: Layout
    width: float = 595.0
    page: int = 1
    at: int = 0
    blocks: list[Block] = field(default_factory=list)

    @property
    def _top(self) -> float:
        return 84.0 + self.at * PITCH

    @property
    def _left(self) -> float:
        return 60.0 + (self.layout.shift if self.page % 2 == 0 else 0.0)

    def turn(self) -> None:
        """End the page: its number at the foot, the running head at the top of the next."""
        self._furniture()
        self.page += 1
        self.at = 0

    def _furniture(self) -> None:
        # Readers give a page's lines in reading order: the head first, the number last.
        if self.layout.head:
            first = next((i for i, b in enumerate(self.blocks) if _page(b) == self.page), len(self.blocks))
            self.blocks.insert(first, line(self.layout.head, 60.0, 40.0, self.page))
        if self.layout.number:
            self.blocks.append(line(self.layout.number.format(n=self.page), 280.0, 800.0, self.page))

    def paragraph(self, text: str, indent: float = 0.0, hanging: float = 0.0, width: float = 36.0) -> None:
        """Set a paragraph, its lines after the first ``hanging`` squares further in."""
        for i, part in enumerate(wrapped(text, width - indent, hanging)):
            if self.at >= self.layout.page_lines:
                self.turn()
            x0 = self._left + (indent + (hanging if i else 0.0)) * EM
            self.blocks.append(line(part, x0, self._top, self.page))
            self.at += 1

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Set a table; rows break anywhere, the header stands on each page again if the layout says so."""
        if self.at + 3 > self.layout.page_lines:
            self.turn()
        done: list[Row] = []
        start = self.at
        done.append(self._row([[h] for h in self.layout.header]))
        for row in rows:
            parts = [
                [(x, t) for p in text.split("\n") for x, t in self._lines(p, w)]
                for text, w in zip(row, self.layout.widths, strict=True)
            ]
            while any(parts):
                if self.at >= self.layout.page_lines:
                    self._close(done, start)
                    self.turn()
                    start, done = 0, []
                    if self.layout.repeat:
                        done.append(self._row([[h] for h in self.layout.header]))
                room = self.layout.page_lines - self.at
                done.append(self._row([p[:room] for p in parts]))
                parts = [p[room:] for p in parts]
        self._close(done, start)

    def _lines(self, text: str, width: float) -> list[tuple[float, str]]:
        hanging = self.layout.hanging if re.match(r"\d+\. |\(\d+\)", text) else 0.0
        return [(hanging if i else 0.0, t) for i, t in enumerate(wrapped(text, width, hanging))]

    def _row(self, parts: Sequence[Sequence[tuple[float, str] | str]]) -> Row:
        height = max(map(len, parts))
        made = []
        x = self._left
        top = self._top
        for column, (part, width) in enumerate(zip(parts, self.layout.widths, strict=True)):
            right = x + width * EM + 10.0
            lines = []
            for i, entry in enumerate(part):
                indent, text = entry if isinstance(entry, tuple) else (0.0, entry)
                lines.append(line(text, x + 5.0 + indent * EM, top + i * PITCH + 3.0, self.page))
            box = (x, top, right, top + height * PITCH)
            made.append(Cell(tuple(lines), column, places=(Place(page=self.page, box=box),)))
            x = right
        self.at += height
        return Row(tuple(made))

    def _close(self, rows: list[Row], start: int) -> None:
        if rows:
            width = sum(self.layout.widths) * EM + 10.0 * len(self.layout.widths)
            box = (self._left, 84.0 + start * PITCH, self._left + width, 84.0 + self.at * PITCH)
            self.blocks.append(Table(tuple(rows), len(self.layout.widths), (Place(page=self.page, box=box),)))

    def document(self) -> Document:
        """What was set, as a PDF reader gives it."""
        self._furniture()
        return paged(self.blocks, self.page, self.width)


def _page(block: Block) -> int | None:
    return block.places[0].page if block.places else None
