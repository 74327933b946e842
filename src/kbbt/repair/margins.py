"""The margins of pages: which lines stand there, and which of them are page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from difflib import SequenceMatcher

from kbbt.document import Block, Box, Document, Paragraph, Place, Table
from kbbt.repair.geometry import table_places
from kbbt.repair.pagenumbers import PageNumber, Shape, page_number
from kbbt.text import fold

_ZONE = 0.14
"""Share of the page's height, from its top and from its bottom, in which running heads and page numbers stand."""
SAME_HEIGHT = 4.0
"""Points by which the same running head may be higher or lower on another page."""
_PAGES_THAT_PROVE = 3
"""Pages that must count in step before a number among other words, or close to the text, is taken for the page's."""
_LONGEST = 200
"""Characters of the longest line that can be furniture."""
_ALIKE = 0.7
"""How alike two page numbers are at least, numbers aside, one of which OCR did not read well."""
_NUMBER = re.compile(r"[0-9]+")
_END_NUMBERS = re.compile(r"^[0-9]{1,4}(?=[^0-9])|(?<=[^0-9])[0-9]{1,4}$")
_ROWS = 3
"""Rows of the tallest table that can be a running head: the strip of a form with its number and the page's."""


@dataclass(frozen=True, slots=True)
class Line:
    """A block at a page's edge: its index in the document, its text, where it is, and how far the text is from it.

    ``top`` says at which edge; ``gap`` is the distance to the next thing towards the middle of the page, in points, and
    ``by_table`` says that this is a table; ``pieces`` are the texts of its cells where the line itself is a table,
    ``pictured`` says that it was read from a picture.
    """

    index: int
    text: str
    page: int
    box: Box
    top: bool
    gap: float
    by_table: bool
    pieces: tuple[str, ...]
    pictured: bool

    @property
    def height(self) -> float:
        """Where it stands: its middle, from the top."""
        return (self.box[1] + self.box[3]) / 2


class Margins:
    """The lines in the top and bottom zones of all pages with nothing but such lines between them and the edge.

    ``gone`` are the blocks that are taken away already.
    """

    def __init__(self, document: Document, gone: AbstractSet[int] = frozenset()) -> None:
        self._heights = {p.number: p.height for p in document.pages}
        self._by_edge: dict[tuple[int, bool], list[Line]] = {}
        by_page: dict[int, list[tuple[Box, int]]] = defaultdict(list)
        for i, block in enumerate(document.blocks):
            for place in places_of(block) if i not in gone else ():
                if place.page in self._heights and place.box is not None:
                    by_page[place.page].append((place.box, i))
        for page, boxes in by_page.items():
            for top in (True, False):
                self._by_edge[page, top] = list(_from_edge(document, page, boxes, self._heights[page], top=top))
        self.pages = len(self._heights)

    def __iter__(self) -> Iterator[Line]:
        for lines in self._by_edge.values():
            yield from lines

    def beside(self, line: Line) -> list[Line]:
        """The lines at the same edge of the same page, the line itself among them."""
        return self._by_edge.get((line.page, line.top), [])


def text_of(block: Block) -> str:
    """All text of a block."""
    if isinstance(block, Paragraph):
        return block.text
    return " ".join(c.text for row in block.rows for c in row.cells if c.text)


def _pieces(block: Block) -> list[str]:
    if isinstance(block, Paragraph):
        return [block.text]
    return [c.text for row in block.rows for c in row.cells if c.text]


def places_of(block: Block) -> tuple[Place, ...]:
    """Where a block stands."""
    return block.places if isinstance(block, Paragraph) else table_places(block)


def _small(block: Block) -> bool:
    """A line, or a table of few rows and words: a page number that someone boxed, the strip at the head of a form."""
    if isinstance(block, Paragraph):
        return block.is_line and len(block.text) <= _LONGEST
    return len(block.rows) <= _ROWS and len(text_of(block)) <= _LONGEST


def _from_edge(
    document: Document, page: int, boxes: list[tuple[Box, int]], height: float, *, top: bool
) -> Iterable[Line]:
    ordered = sorted(boxes, key=lambda b: b[0][1] if top else -b[0][3])
    for at, (box, index) in enumerate(ordered):
        block = document.blocks[index]
        middle = (box[1] + box[3]) / 2
        outside = middle < height * _ZONE if top else middle > height * (1 - _ZONE)
        if not outside or not _small(block):
            return
        inner = [(b, i) for b, i in ordered[at + 1 :] if (b[1] > middle if top else b[3] < middle)]
        gaps = [(b[1] - box[3] if top else box[1] - b[3], i) for b, i in inner]
        gap, nearest = min(gaps, default=(height - box[3] if top else box[1], index))
        by_table = nearest != index and isinstance(document.blocks[nearest], Table)
        pictured = isinstance(block, Paragraph) and block.confidence is not None
        yield Line(index, text_of(block), page, box, top, gap, by_table, tuple(_pieces(block)), pictured)


def page_numbers(margins: Margins, pitch: float) -> set[int]:
    """The indices of the blocks that are page numbers. ``pitch`` is the usual step from line to line, in points."""
    candidates = [(line, number) for line in margins if (number := page_number(line.text)) is not None]
    series: dict[int, list[Line]] = defaultdict(list)
    for line, number in candidates:
        series[number.number - line.page].append(line)
    spans = {offset: {line.page for line in lines} for offset, lines in series.items()}
    levels = {(o, page, h) for o, lines in series.items() for line in lines for page, h in _levels(line)}
    counts = Counter((o, h) for o, _, h in levels)
    return {
        line.index
        for line, number in candidates
        if _is_page_number(
            line,
            number,
            len(spans[number.number - line.page]),
            max(counts[number.number - line.page, h] for _, h in _levels(line)),
            margins.pages,
            pitch,
        )
    }


def _levels(line: Line) -> tuple[tuple[int, int], tuple[int, int]]:
    """The page and the two steps of :data:`SAME_HEIGHT` between which the line stands."""
    step = int(line.height // SAME_HEIGHT)
    return (line.page, step), (line.page, step + 1)


def _is_page_number(line: Line, number: PageNumber, in_step: int, level: int, pages: int, pitch: float) -> bool:
    """``in_step`` pages count as this one does, ``level`` of them at the same height."""
    if in_step >= 2:
        apart = line.gap > 0 if line.by_table else line.gap > pitch * 0.6
        return number.shape is not Shape.BARE or level >= _PAGES_THAT_PROVE or apart
    if number.shape is Shape.SURE:
        return True
    if number.total is not None and number.total < pages:
        return False
    # Alone on its page and apart from the text: the only page, or one that the others do not count with.
    return pages == 1 and line.gap > pitch


def misread_numbers(margins: Margins, numbers: AbstractSet[int]) -> set[int]:
    """Lines of pictures that OCR made of page numbers: 第12崗，共18頁.

    They stand where three other pages have their ``numbers``, and read much like those. Left in, such a line parts the
    table that goes on over the page.
    """
    proven = [line for line in margins if line.index in numbers]
    return {
        line.index
        for line in margins
        if line.pictured
        and line.index not in numbers
        and len({o.page for o in proven if _reads_like(line, o)}) >= _PAGES_THAT_PROVE
    }


def _reads_like(line: Line, other: Line) -> bool:
    if line.top != other.top or abs(line.height - other.height) >= SAME_HEIGHT:
        return False
    one, two = (_NUMBER.sub("#", fold(each.text)) for each in (line, other))
    return SequenceMatcher(None, one, two, autojunk=False).ratio() >= _ALIKE


def numbered_heads(margins: Margins) -> set[int]:
    """Heads that are the same on every page but for the page's number at an end of them: (0801)-237, 手冊 12, or in a
    cell: 案號：7 │ 第 3 頁.
    """
    groups: dict[tuple[tuple[str, ...], bool, int], list[Line]] = defaultdict(list)
    for line in margins:
        keys = tuple(map(fold, line.pieces))
        for k, key in enumerate(keys):
            for number, rest in _numbered(key, alone=len(keys) == 1):
                groups[(*keys[:k], rest, *keys[k + 1 :]), line.top, number - line.page].append(line)
    return {
        line.index
        for group in groups.values()
        for same in same_height(group)
        if len({other.page for other in same}) >= _PAGES_THAT_PROVE
        for line in same
    }


def _numbered(key: str, *, alone: bool) -> Iterator[tuple[int, str]]:
    """The numbers that may be the page's in a folded text, and the text without each. ``alone``: it is the whole line."""
    whole = None if alone else page_number(key)
    if whole is not None:
        yield whole.number, "#"
        return
    for match in _END_NUMBERS.finditer(key):
        yield int(match.group()), key[: match.start()] + "#" + key[match.end() :]


def same_height(group: list[Line]) -> list[list[Line]]:
    """The lines of ``group`` in clusters that stand at the same height."""
    clusters: list[list[Line]] = []
    for line in sorted(group, key=lambda g: g.height):
        if clusters and line.height - clusters[-1][-1].height < SAME_HEIGHT:
            clusters[-1].append(line)
        else:
            clusters.append([line])
    return clusters
