"""Running heads: the same words at the same height on most pages, set off from the text or standing inside it."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict

from kbbt.document import Block, Document, Paragraph, Table
from kbbt.labels import split_label
from kbbt.repair.columns import mapping
from kbbt.repair.evidence import finished, runs_on
from kbbt.repair.frames import Frame, page_frames
from kbbt.repair.geometry import box_of
from kbbt.repair.margins import SAME_HEIGHT, Line, Margins, same_height, text_of
from kbbt.text import fold

_SHARE = 0.4
"""Share of the pages that must show a running head (heads of left and right pages may differ)."""
_AHEAD = 40
"""Blocks before a page's end in which the list is looked for that goes on after it."""
_LONG = 8
"""Characters from which a running head is known again inside a longer text."""
_COMPARED = 400
"""Characters of a block that are looked through for a running head."""


def running_heads(document: Document, margins: Margins, gone: set[int], pitch: float) -> set[int]:
    """The indices of the blocks that are running heads or feet. ``gone`` are the page numbers, taken away already."""
    groups: dict[tuple[str, bool], list[Line]] = defaultdict(list)
    for line in margins:
        groups[fold(line.text), line.top].append(line)
    repeated = [
        (key, same) for (key, _), group in groups.items() for same in same_height(group) if _often(same, margins.pages)
    ]
    if not repeated:
        return set()
    indices = {line.index for _, same in repeated for line in same}
    flow = _Flow(document, indices | gone)
    own_text = [line for line in margins if line.index not in indices]
    drop: set[int] = set()
    for key, same in repeated:
        head = same[0]
        if any(_outside(o, line) for line in same for o in margins.beside(line) if o.index not in indices):
            continue  # there is text of the page between it and the page's edge
        if any(o.top == head.top and abs(o.height - head.height) < SAME_HEIGHT for o in own_text):
            continue  # other pages have text of their own at this height: it is inside the text's frame
        if not all(_apart(line, margins, indices, pitch) for line in same) and not any(map(flow.interrupted, same)):
            continue
        first = min(same, key=lambda line: line.page)
        # The first head stays where the document says this nowhere else: its title or date may stand only there.
        stays = head.top and not flow.says(key, {line.index for line in same})
        drop |= {line.index for line in same if not stays or line is not first}
    return drop


def _often(same: list[Line], pages: int) -> bool:
    seen = len({line.page for line in same})
    return seen >= 2 and seen >= pages * _SHARE


def _apart(line: Line, margins: Margins, repeated: set[int], pitch: float) -> bool:
    """True when the head, with the repeated lines that stand under it, is set off from the text by more than a line."""
    block = line
    while block.gap < pitch * 0.9:
        beyond = [o for o in margins.beside(line) if o.index in repeated and _next_to(block, o, pitch)]
        if not beyond:
            return False
        block = beyond[0]
    return True


def _outside(other: Line, line: Line) -> bool:
    """True when ``other`` stands between ``line`` and its edge of the page."""
    return other.height < line.height if line.top else other.height > line.height


def _next_to(line: Line, other: Line, pitch: float) -> bool:
    step = other.height - line.height if line.top else line.height - other.height
    return 0 < step <= line.gap + pitch * 1.5


class _Flow:
    """The text of a document without its furniture: what stands before and after a place in it."""

    def __init__(self, document: Document, furniture: set[int]) -> None:
        self._blocks = document.blocks
        self._others = [i for i in range(len(document.blocks)) if i not in furniture]
        self._frames = page_frames(document)
        self._texts: list[str] | None = None

    def says(self, key: str, but: set[int]) -> bool:
        """True when a block outside ``but`` says the folded ``key``, alone or, where it is no accident, in its text."""
        if self._texts is None:
            self._texts = [fold(text_of(block)[:_COMPARED]) for block in self._blocks]
        return any(
            text == key or (len(key) >= _LONG and key in text) for i, text in enumerate(self._texts) if i not in but
        )

    def interrupted(self, line: Line) -> bool:
        """True when ``line`` stands inside a table, a sentence or a list that goes on after it: no title does."""
        at = bisect(self._others, line.index)
        if not 0 < at < len(self._others):
            return False
        flow = [self._blocks[i] for i in self._others[max(0, at - _AHEAD) : at]]
        return _one_flow(flow, self._blocks[self._others[at]], self._frames)


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
