"""Plain text: lines, and tables whose cells are separated by TABs, drawn with characters or set off by blanks.

Each line is one :class:`Paragraph` with ``is_line`` set; joining them is repair's work. Blank lines are kept as
places: ``Place.block`` counts every paragraph, table *and blank line*, so a gap between two consecutive blocks is
where the blank lines stood (a form feed counts as one).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from kbbt.document import Block, Cell, Document, Note, Paragraph, Place, Row, Table
from kbbt.errors import UnreadableError
from kbbt.i18n import _, said
from kbbt.labels import Label, split_label
from kbbt.readers.aligned import numbered_tables, ruled_tables
from kbbt.readers.drawn import DrawnTable, drawn_tables
from kbbt.readers.encoding import Decoded, decode
from kbbt.readers.media import TEXT
from kbbt.readers.options import ReadOptions
from kbbt.text import clean

_OPENS_QUOTED_CELL = re.compile(r'(?:^|\t)"')
_CLOSES_QUOTED_CELL = re.compile(r'"(?:\t|$)')
_BLANKS = " \u3000"
_LONGEST_QUOTED_CELL = 400
"""Lines that a quoted cell may run over before its opening mark is taken for an ordinary character."""


def read_text(data: bytes, options: ReadOptions) -> Document:  # noqa: ARG001 -- every reader has this signature
    """The lines and tables of a text in UTF-8, UTF-16, Big5 (cp950) or GB18030.

    Raises UnreadableError when ``data`` is no text in any of these.
    """
    decoded = decode_or_refuse(data)
    return Document(tuple(text_blocks(decoded.text)), TEXT, notes=encoding_notes(decoded))


def decode_or_refuse(data: bytes) -> Decoded:
    """:func:`kbbt.readers.encoding.decode`, with the named error for what is no text."""
    decoded = decode(data)
    if decoded is None:
        raise UnreadableError(
            _("the text is in no encoding known here"), remedy=_("Open it in an editor and save it as UTF-8.")
        )
    return decoded


def encoding_notes(decoded: Decoded) -> tuple[Note, ...]:
    """What a person should know of how the characters were read."""
    notes = []
    if decoded.guessed:
        notes.append(
            Note(
                "reader.encoding", said("read as {name}; nothing in the file says its encoding", name=decoded.encoding)
            )
        )
    if decoded.damaged:
        notes.append(
            Note("reader.truncated", said("the file ends in the middle of a character; its end may be missing"))
        )
    if not decoded.damaged and "\ufffd" in decoded.text:
        notes.append(Note("reader.damaged", said("some characters could not be decoded and stand as U+FFFD")))
    return tuple(notes)


_Line = list[str]
"""The cells of a line: none when it is blank, one when it has no TAB. Only a quoted cell has line feeds in it."""


def text_blocks(text: str) -> Iterator[Block]:
    """The paragraphs and tables of a text, numbered so that each blank line leaves a gap."""
    lines = list(_lines(text))
    widths = _sure_widths(lines)
    whole = ["\t".join(line) for line in lines]
    drawn = numbered_tables(whole) | ruled_tables(whole) | drawn_tables([line.strip(_BLANKS) for line in whole])
    heading: Label | None = None
    at = number = 0
    while at < len(lines):
        if not lines[at]:
            at += 1
        elif at in drawn:
            yield _drawn(drawn[at], number)
            at = drawn[at].end
        elif end := _table_end(lines, at, widths, heading):
            yield _table(lines[at:end], number)
            at = end
        else:
            text = clean(whole[at])
            heading = split_label(text) or heading
            yield Paragraph(text, places=(Place(block=number),), is_line=True)
            at += 1
        number += 1


def _lines(text: str) -> Iterator[_Line]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n\n").split("\n")
    at = 0
    while at < len(lines):
        line = lines[at].rstrip(_BLANKS)
        end = _quoted_end(lines, at) if _OPENS_QUOTED_CELL.search(line) else at
        if end > at:
            yield _quoted_cells("\n".join(lines[at : end + 1]))
        else:
            yield line.split("\t") if clean(line) else []
        at = end + 1


def _quoted_cells(lines: str) -> _Line:
    try:
        return next(csv.reader(io.StringIO(lines), delimiter="\t"))
    except csv.Error:  # a cell longer than the csv module takes
        return lines.replace("\n", " ").split("\t")


def _quoted_end(lines: list[str], at: int) -> int:
    """The line on which a cell that a spreadsheet put in quotation marks ends; ``at`` when it is no such cell."""
    marks = 0
    for end in range(at, min(at + _LONGEST_QUOTED_CELL, len(lines))):
        marks += lines[end].count('"')
        if marks % 2 == 0:
            return end if end == at or _CLOSES_QUOTED_CELL.search(lines[end]) else at
    return at


def _is_lead(line: _Line) -> bool:
    """True when the TAB only sets off a label (1.) or the name of a field (時間：): a paragraph, not a row."""
    head = clean(line[0])
    label = split_label(head + " ")
    return len(line) == 2 and bool(head) and (head[-1] in ":：" or (label is not None and label.text == head))


def _sure_widths(lines: list[_Line]) -> set[int]:
    """The column counts of the tables nobody could doubt: two rows of as many cells, one under the other."""
    return {
        len(line)
        for line, below in pairwise(lines)
        if len(line) == len(below) > 1 and not any(_is_lead(row) or not clean(row[0]) for row in (line, below))
    }


def _table_end(lines: list[_Line], at: int, widths: set[int], heading: Label | None) -> int:
    """The index after the last line of the table that begins at ``at``; 0 when none begins there."""
    if len(lines[at]) < 2 or _is_lead(lines[at]) or (not clean(lines[at][0]) and len(lines[at]) not in widths):
        return 0
    end = at
    rows: list[_Line] = []
    while end < len(lines) and lines[end]:
        if len(lines[end]) > 1:
            rows.append(lines[end])
            if len(rows) == 2 and len(rows[0]) < len(rows[1]):
                # a caption with a TAB in it (機關 … 單位) stands above a wider table
                return 0
            end += 1
            continue
        after = next((i for i in range(end, len(lines)) if len(lines[i]) != 1), len(lines))
        repeated_header = after < len(lines) and len(rows) > 1 and lines[after] == rows[0]
        if repeated_header or _is_next_heading(lines[end][0], heading, rows[-1]):
            break
        end = after
    return end if len(rows) > 1 or len(rows[0]) in widths else 0


def _is_next_heading(text: str, heading: Label | None, row: _Line) -> bool:
    """True when ``text`` bears the number after the last heading's, and the cell above it is not counting itself."""
    label = split_label(clean(text))
    if label is None or heading is None or label.kind != heading.kind or label.number is None:
        return False
    own = [split_label(clean(line)) for line in row[-1].split("\n")]
    counting = any(o is not None and o.kind == label.kind for o in own)
    return not counting and heading.number is not None and label.number == heading.number + 1


def _table(lines: list[_Line], block: int) -> Table:
    """A table of ``lines``; a line without a TAB goes on with the last cell of the row above it."""
    rows: list[_Line] = []
    for line in lines:
        if len(line) > 1:
            rows.append(list(line))
        else:
            rows[-1][-1] += "\n" + line[0]
    return Table(
        tuple(Row(tuple(_cell(text, block, r, c) for c, text in enumerate(row))) for r, row in enumerate(rows)),
        columns=max(map(len, rows)),
        places=(Place(block=block),),
    )


def _drawn(table: DrawnTable, block: int) -> Table:
    rows = (
        Row(tuple(replace(_cell("\n".join(c.lines), block, r, i), column=c.column, col_span=c.col_span, row_span=c.row_span)
                  for i, c in enumerate(row)))
        for r, row in enumerate(table.rows)
    )  # fmt: skip
    return Table(tuple(rows), table.columns, (Place(block=block),))


def _cell(text: str, block: int, row: int, column: int) -> Cell:
    places = (Place(block=block, row=row, cell=column),)
    lines = (clean(line) for line in text.split("\n"))
    return Cell(tuple(Paragraph(line, places=places, is_line=True) for line in lines if line), column, places=places)
