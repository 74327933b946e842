"""Documents and declarations for the tests of this room."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbbt.document import Cell, Document, Paragraph, Place, Row, Table
from kbbt.parsing import Declarations, load_declarations
from kbbt.text import clean

ROOT = Path(__file__).resolve().parents[2]


def document(text: str) -> Document:
    """The paragraphs of ``text``, one a line; lines with ``|`` are the rows of a table, ``<`` and ``^`` its merged cells."""
    blocks: list[Paragraph | Table] = []
    rows: list[list[str]] = []
    for line in [*text.splitlines(), ""]:
        if "|" in line:
            rows.append([c.strip() for c in line.strip().strip("|").split("|")])
            continue
        if rows:
            blocks.append(table(rows, len(blocks)))
            rows = []
        if line.strip():
            blocks.append(Paragraph(clean(line), places=(Place(block=len(blocks)),)))
    return Document(tuple(blocks), "text/plain")


def table(rows: list[list[str]], block: int = 0) -> Table:
    """A table of texts; ``^`` is covered by the cell above, ``<`` by the cell to the left, ``/`` breaks a line."""
    width = max(len(r) for r in rows)
    made = []
    for r, row in enumerate(rows):
        cells: list[Cell] = []
        for c, text in enumerate(row):
            if text in ("^", "<"):
                continue
            down = next((n for n, below in enumerate(rows[r + 1 :]) if len(below) <= c or below[c] != "^"), None)
            right = next((n for n, beside in enumerate(row[c + 1 :]) if beside != "<"), None)
            place = Place(block=block, row=r, cell=len(cells))
            lines = tuple(Paragraph(clean(line), places=(place,)) for line in text.split("/"))
            cells.append(
                Cell(
                    lines,
                    c,
                    (right if right is not None else len(row) - c - 1) + 1,
                    (down if down is not None else len(rows) - r - 1) + 1,
                    (place,),
                )
            )
        made.append(Row(tuple(cells)))
    return Table(tuple(made), width, (Place(block=block),))


@pytest.fixture(scope="session")
def declarations() -> Declarations:
    """The declarations that come with the program."""
    return load_declarations([ROOT / "parsers"])
