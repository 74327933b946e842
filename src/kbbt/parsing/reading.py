"""What the parts of the parser share while one document is read: the family, and the problems found."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from kbbt.document import Block, Paragraph
from kbbt.document import Place as DocumentPlace
from kbbt.parsing.family import Family
from kbbt.records import Place, Problem

_LONGEST_QUOTE = 200


def quote(text: str) -> str:
    """``text`` on one line, cut in the middle when it is long, for messages."""
    text = " ".join(text.split())
    half = _LONGEST_QUOTE // 2
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:half]}…{text[-half:]}"


def plain(text: str) -> str:
    """``text`` for reading dates: compatibility ideographs, as some PDF fonts give them, are the ordinary ones."""
    return unicodedata.normalize("NFC", text)


def record_places(places: Iterable[DocumentPlace]) -> list[Place]:
    """The places of a document as the records have them, each once."""
    kept = dict.fromkeys(places)
    return [Place(page=p.page, box=p.box, block=p.block, row=p.row, cell=p.cell) for p in kept]


def places_of(blocks: Iterable[Block]) -> list[Place]:
    """The places of paragraphs and tables, in order, each once."""
    found: list[DocumentPlace] = []
    for block in blocks:
        if isinstance(block, Paragraph) or block.places:
            found.extend(block.places)
        else:
            found.extend(p for row in block.rows for cell in row.cells for p in cell.places)
    return record_places(found)


def text_of(blocks: Iterable[Block]) -> str:
    """The text of paragraphs, one a line; of tables one row a line, its cells set apart by tabs."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            lines.extend("\t".join(" ".join(cell.text.split("\n")) for cell in row.cells) for row in block.rows)
    return "\n".join(line for line in lines if line.strip())


@dataclass
class Reading:
    """One document being read by one family."""

    family: Family
    problems: list[Problem] = field(default_factory=list)

    def problem(self, code: str, text: str, blocks: Iterable[Block] = (), places: Iterable[Place] = ()) -> None:
        """Note that something was not understood; ``code`` is ``parser.`` and a stable word, ``text`` English."""
        self.problems.append(Problem(code=f"parser.{code}", text=text, places=[*places_of(blocks), *places]))
