"""What the parts of the parser share while one document is read: the family, and the problems found."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kbbt.document import Block, Paragraph
from kbbt.document import Place as DocumentPlace
from kbbt.i18n import said
from kbbt.labels import split_label
from kbbt.parsing.family import Family
from kbbt.parsing.folded import Folded
from kbbt.parsing.model import Edition
from kbbt.records import Place, Problem

_LONGEST_QUOTE = 200

PROBLEMS: dict[str, str] = {
    "title": "No title of a meeting was found; the whole file is read as one meeting.",
    "sitting": "A second time on another day: what follows may be another meeting, and is read with the one before.",
    "date": "The day cannot be read, or there is no such day, or the document does not say it.",
    "time": "The time of day cannot be read; the meeting stands at 00:00 of its day.",
    "unknown-group": "A group that no declaration knows. Add it, or the other spelling, to `groups`.",
    "misread": "A name that OCR read with one character wrong; the name a declaration has was taken.",
    "unknown-city": "A line that begins with a city no declaration knows. Add it, or the other spelling, to `cities`.",
    "unread": "Text that belongs to nothing; it is quoted in full.",
    "undeclared-heading": "A heading that no declaration names; its text is kept in the meeting's `fields`.",
    "no-case": "A resolution in which no name of a case was recognised. It may name none.",
    "names": "Where one name ends, or which of several cases is meant, is not certain.",
    "count": "A list says how many cases it has, and another number of names was found.",
    "merger": "Cases are merged, and the document does not say into which.",
    "table": "A table whose columns are not known; it is quoted in full.",
    "row": "A row that lacks a required column; it is quoted in full.",
    "no-text": "An entry of which nothing is said.",
    "ticks": "Ticks in columns, or before options, that contradict each other; they decide nothing.",
    "total": "A total printed in the table is not the sum of its rows.",
    "empty-group": "A group under which no case stands.",
}
"""Code, without ``parser.`` → what it means."""


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
    edition: Edition | None = None
    """What the name of the file says of it."""
    pictured: bool = False
    """The document, or a page of it, was read by OCR."""
    problems: list[Problem] = field(default_factory=list)

    def check_cities(self, text: str, places: Iterable[Place]) -> None:
        """Note each city at the head of a line of ``text`` that the declaration does not know."""
        places = list(places)
        for line in text.split("\n") if self.family.cities else ():
            label = split_label(line)
            folded = Folded(line[label.end :] if label else line)
            for pattern in self.family.city_marks:
                match = pattern.match(folded.text)
                if match is None:
                    continue
                city = folded.cut(*match.span("city"))
                if self.family.cities.find(city) is None:
                    told = said("no declaration knows the city {city}: {line}", city=city, line=quote(line))
                    self.problem("unknown-city", told, places=places)
                break

    def options_apart(self, words: Sequence[str], blocks: Iterable[Block] = (), places: Iterable[Place] = ()) -> None:
        """Note that several options, whose ``words`` decide differently, are ticked."""
        told = said("several options are ticked: {options}", options=quote("、".join(words)))
        self.problem("ticks", told, blocks, places)

    def problem(self, code: str, text: str, blocks: Iterable[Block] = (), places: Iterable[Place] = ()) -> None:
        """Note that something was not understood; ``code`` is ``parser.`` and a stable word, ``text`` is kept (:func:`kbbt.i18n.said`)."""
        assert code in PROBLEMS, code
        self.problems.append(Problem(code=f"parser.{code}", text=text, places=[*places_of(blocks), *places]))
