"""Running heads, footers and page numbers away.

On pages a line goes for where it stands *and* for what the other pages show: a page number must count with the pages,
a running head must stand at the same height on most of them, apart from the text, where no page has anything else.
Without pages only a line that says itself that it is a page number goes. Nothing is dropped silently: what went is
listed with its place.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import pairwise

from kbbt.document import Block, Box, Document, Paragraph, Place, Table
from kbbt.labels import split_label
from kbbt.repair.columns import mapping
from kbbt.repair.evidence import finished, runs_on
from kbbt.repair.frames import Frame, page_frames
from kbbt.repair.geometry import box_of, line_pitch, merged_places, table_places
from kbbt.repair.pagenumbers import PageNumber, Shape, is_continuation_remark, page_number
from kbbt.text import fold

TEXT = "text/plain"
"""The one format whose block numbers count blank lines."""
_ZONE = 0.14
"""Share of the page's height, from its top and from its bottom, in which running heads and page numbers stand."""
_SAME_HEIGHT = 4.0
"""Points by which the same running head may be higher or lower on another page."""
_SHARE = 0.4
"""Share of the pages that must show a running head (heads of left and right pages may differ)."""
_AHEAD = 40
"""Blocks before a page's end in which the list is looked for that goes on after it."""
_LONG = 8
"""Characters from which a running head is known again inside a longer text."""
_PAGES_THAT_PROVE = 3
"""Pages that must count in step before a number among other words, or close to the text, is taken for the page's."""
_END_NUMBERS = re.compile(r"^[0-9]{1,4}(?=[^0-9])|(?<=[^0-9])[0-9]{1,4}$")


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something that was left out: ``kind`` is ``page-number``, ``running-head``, ``remark`` or ``repeated-header``."""

    kind: str
    text: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A block at a page's edge: its index in the document, its text, where it is, and how far the text is from it."""

    index: int
    text: str
    page: int
    box: Box
    top: bool
    gap: float
    """Distance to the next thing towards the middle of the page, in points."""

    @property
    def height(self) -> float:
        """Where it stands: its middle, from the top."""
        return (self.box[1] + self.box[3]) / 2


def remove_furniture(document: Document) -> tuple[Document, tuple[Dropped, ...]]:
    """The document without running heads, footers and page numbers, and what was dropped."""
    drop = _on_pages(document) if document.pages else _without_pages(document)
    if not drop:
        return document, ()
    blocks = tuple(b for i, b in enumerate(document.blocks) if i not in drop)
    dropped = tuple(Dropped(drop[i], _text(document.blocks[i]), _places(document.blocks[i])) for i in sorted(drop))
    return replace(document, blocks=blocks), dropped


def _text(block: Block) -> str:
    if isinstance(block, Paragraph):
        return block.text
    return " ".join(c.text for row in block.rows for c in row.cells if c.text)


def _places(block: Block) -> tuple[Place, ...]:
    return block.places if isinstance(block, Paragraph) else table_places(block)


# ---------------------------------------------------------------- pages


def _on_pages(document: Document) -> dict[int, str]:
    heights = {p.number: p.height for p in document.pages}
    edges = _edge_lines(document, heights)
    pitch = line_pitch(document) or 18.0
    numbers = _page_numbers(edges, heights, pitch) | _numbered_heads(edges)
    drop = dict.fromkeys(numbers, "page-number")
    # Page numbers are out of the way before running heads are looked for: a head may stand beside one.
    rest = _edge_lines(document, heights, without=set(numbers))
    drop |= dict.fromkeys(_running_heads(document, rest, set(numbers), len(heights), pitch), "running-head")
    for line in rest:
        if is_continuation_remark(line.text):
            drop[line.index] = "remark"
    return drop


def _small(block: Block) -> bool:
    """A line, or a table of one row with a single filled cell: a page number that someone boxed."""
    if isinstance(block, Paragraph):
        return block.is_line
    return len(block.rows) == 1 and sum(bool(c.text.strip()) for c in block.rows[0].cells) == 1


def _edge_lines(document: Document, heights: dict[int, float], without: AbstractSet[int] = frozenset()) -> list[_Line]:
    """The lines in the top and bottom zones with nothing but such lines between them and the page's edge."""
    by_page: dict[int, list[tuple[Box, int]]] = defaultdict(list)
    for i, block in enumerate(document.blocks):
        if i in without:
            continue
        for place in _places(block):
            if place.page in heights and place.box is not None:
                by_page[place.page].append((place.box, i))
    lines: list[_Line] = []
    for page, boxes in by_page.items():
        height = heights[page]
        for top in (True, False):
            lines.extend(_from_edge(document, page, boxes, height, top=top))
    return lines


def _from_edge(
    document: Document, page: int, boxes: list[tuple[Box, int]], height: float, *, top: bool
) -> Iterable[_Line]:
    ordered = sorted(boxes, key=lambda b: b[0][1] if top else -b[0][3])
    for at, (box, index) in enumerate(ordered):
        block = document.blocks[index]
        middle = (box[1] + box[3]) / 2
        outside = middle < height * _ZONE if top else middle > height * (1 - _ZONE)
        if not outside or not _small(block):
            return
        inner = [b for b, i in ordered[at + 1 :] if (b[1] > middle if top else b[3] < middle)]
        edge = min((b[1] for b in inner), default=height) if top else max((b[3] for b in inner), default=0.0)
        gap = edge - box[3] if top else box[1] - edge
        yield _Line(index, _text(block), page, box, top, gap)


def _page_numbers(lines: list[_Line], heights: dict[int, float], pitch: float) -> set[int]:
    candidates = [(line, number) for line in lines if (number := page_number(line.text)) is not None]
    series: dict[int, list[_Line]] = defaultdict(list)
    for line, number in candidates:
        series[number.number - line.page].append(line)
    return {
        line.index
        for line, number in candidates
        if _is_page_number(line, number, series[number.number - line.page], len(heights), pitch)
    }


def _is_page_number(line: _Line, number: PageNumber, series: list[_Line], pages: int, pitch: float) -> bool:
    """``series`` are the lines that count with the pages as this one does, itself among them."""
    if len({other.page for other in series}) >= 2:
        level = {other.page for other in series if abs(other.height - line.height) < _SAME_HEIGHT}
        return number.shape is not Shape.BARE or len(level) >= _PAGES_THAT_PROVE or line.gap > pitch * 0.6
    if number.shape is Shape.SURE:
        return True
    if number.total is not None and number.total < pages:
        return False
    # Alone on its page and apart from the text: the only page, or one that the others do not count with.
    return pages == 1 and line.gap > pitch


def _numbered_heads(lines: list[_Line]) -> set[int]:
    """Heads that are the same on every page but for the page's number at an end of them: (0801)-237, 手冊 12."""
    groups: dict[tuple[str, bool, int], list[_Line]] = defaultdict(list)
    for line in lines:
        key = fold(line.text)
        for match in _END_NUMBERS.finditer(key):
            rest = key[: match.start()] + "#" + key[match.end() :]
            groups[rest, line.top, int(match.group()) - line.page].append(line)
    return {
        line.index
        for (rest, _, _), group in groups.items()
        if len(rest) > 1
        for same in _same_height(group)
        if len({other.page for other in same}) >= _PAGES_THAT_PROVE
        for line in same
    }


def _running_heads(document: Document, lines: list[_Line], gone: set[int], pages: int, pitch: float) -> set[int]:
    groups: dict[tuple[str, bool], list[_Line]] = defaultdict(list)
    for line in lines:
        groups[fold(line.text), line.top].append(line)
    repeated = {key: same for key, group in groups.items() for same in _same_height(group) if _often(same, pages)}
    indices = {line.index for same in repeated.values() for line in same}
    drop: set[int] = set()
    for (key, top), same in repeated.items():
        if any(o.index not in indices and _outside(o, line) for line in same for o in lines):
            continue  # there is text of the page between it and the page's edge
        if not (
            all(_apart(line, lines, indices, pitch) for line in same) or _interrupts(document, same, indices | gone)
        ):
            continue
        if any(
            abs(o.height - same[0].height) < _SAME_HEIGHT and o.index not in indices and o.top == top for o in lines
        ):
            continue  # other pages have text of their own at this height: it is inside the text's frame
        first = min(same, key=lambda line: line.page)
        own = {line.index for line in same}
        elsewhere = any(_says(_text(b), key) for i, b in enumerate(document.blocks) if i not in own)
        # The first head stays where the document says this nowhere else: its title or date may stand only there.
        drop |= {line.index for line in same if not top or elsewhere or line is not first}
    return drop


def _says(text: str, key: str) -> bool:
    """True when ``text`` is the folded ``key``, or has it in it where it is long enough to be no accident."""
    folded = fold(text)
    return folded == key or (len(key) >= _LONG and key in folded)


def _same_height(group: list[_Line]) -> list[list[_Line]]:
    clusters: list[list[_Line]] = []
    for line in sorted(group, key=lambda g: g.height):
        if clusters and line.height - clusters[-1][-1].height < _SAME_HEIGHT:
            clusters[-1].append(line)
        else:
            clusters.append([line])
    return clusters


def _often(same: list[_Line], pages: int) -> bool:
    seen = len({line.page for line in same})
    return seen >= 2 and seen >= pages * _SHARE


def _apart(line: _Line, lines: list[_Line], repeated: set[int], pitch: float) -> bool:
    """True when the head, with the repeated lines that stand under it, is set off from the text by more than a line."""
    block = line
    while block.gap < pitch * 0.9:
        beyond = [
            o
            for o in lines
            if o.page == line.page and o.top == line.top and o.index in repeated and _next_to(block, o, pitch)
        ]
        if not beyond:
            return False
        block = beyond[0]
    return True


def _interrupts(document: Document, same: list[_Line], furniture: set[int]) -> bool:
    """True when one of the lines stands inside a table, a sentence or a list that goes on after it: no title does."""
    others = [i for i in range(len(document.blocks)) if i not in furniture]
    frames = page_frames(document)
    for line in same:
        at = bisect(others, line.index)
        if 0 < at < len(others):
            flow = [document.blocks[i] for i in others[max(0, at - _AHEAD) : at]]
            if _one_flow(flow, document.blocks[others[at]], frames):
                return True
    return False


def _one_flow(flow: list[Block], after: Block, frames: dict[int, Frame]) -> bool:
    before = flow[-1]
    if isinstance(before, Table) and isinstance(after, Table):
        return mapping(before, after) is not None
    if isinstance(before, Table) or isinstance(after, Table):
        return False
    label = split_label(after.text)
    if label is not None:
        heads = (split_label(b.text) for b in reversed(flow) if isinstance(b, Paragraph))
        last = next((x.number for x in heads if x is not None and x.kind == label.kind), None)
        return last is not None and label.number == last + 1
    spot = box_of(before)
    frame = frames.get(spot[0]) if spot else None
    full = spot is not None and frame is not None and frame.full(spot[1], before.text, after.text)
    return not finished(before.text) and (full or runs_on(before.text, after.text))


def _outside(other: _Line, line: _Line) -> bool:
    """True when ``other`` stands between ``line`` and its edge of the page."""
    nearer = other.height < line.height if line.top else other.height > line.height
    return other.page == line.page and other.top == line.top and nearer


def _next_to(line: _Line, other: _Line, pitch: float) -> bool:
    step = other.height - line.height if line.top else line.height - other.height
    return 0 < step <= line.gap + pitch * 1.5


# ---------------------------------------------------------------- no pages


def _without_pages(document: Document) -> dict[int, str]:
    blocks = document.blocks
    lines = document.media_type == TEXT
    alone = [
        (i, b, page_number(b.text))
        for i, b in enumerate(blocks)
        if isinstance(b, Paragraph) and not b.heading and (not lines or _stands_alone(blocks, i))
    ]
    rising = _rising([n for _, _, n in alone if n is not None])
    drop = {}
    for i, paragraph, number in alone:
        if number is not None and (
            number.shape is Shape.SURE or (number.shape is Shape.DRESSED and (rising or _hyphened(paragraph.text)))
        ):
            drop[i] = "page-number"
        elif is_continuation_remark(paragraph.text):
            drop[i] = "remark"
    return drop


def _hyphened(text: str) -> bool:
    key = fold(text)
    return len(key) >= 3 and key[0] == key[-1] and key[0] in "-~"


def _rising(numbers: list[PageNumber]) -> bool:
    """True when there are several and each is one more than the one before."""
    values = [n.number for n in numbers if n.shape is not Shape.BARE]
    return len(values) >= 2 and all(b == a + 1 for a, b in pairwise(values))


def _stands_alone(blocks: tuple[Block, ...], i: int) -> bool:
    """True when blank lines (or nothing, or a table) stand on both sides."""
    return _gap(blocks, i - 1, i) and _gap(blocks, i, i + 1)


def _gap(blocks: tuple[Block, ...], a: int, b: int) -> bool:
    if a < 0 or b >= len(blocks):
        return True
    first = [p.block for p in merged_places(_places(blocks[a])) if p.block is not None]
    second = [p.block for p in merged_places(_places(blocks[b])) if p.block is not None]
    if not first or not second or isinstance(blocks[a], Table) or isinstance(blocks[b], Table):
        return True
    return min(second) - max(first) > 1
