"""Lines broken by the page's width become paragraphs, in cells and outside, also across a page break.

Where lines have boxes the page decides: a line that still had room for the next word ends its paragraph; a full one goes
on unless the next begins an item or stands at another indent. Where there are no boxes the text must say itself that it
goes on, unless all of it was wrapped by hand at one width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from kbbt.document import Block, Box, Cell, Document, Paragraph, Row, Table
from kbbt.labels import Label, split_label
from kbbt.repair.evidence import finished, is_field, open_ended, runs_on
from kbbt.repair.frames import Frame, TableFrames, page_frames, wrap_width
from kbbt.repair.geometry import box_of, first_chunk, line_pitch, merged_places, units
from kbbt.repair.numbering import Numbering
from kbbt.text import join_lines

_AHEAD = 40
"""Lines looked at for the next number of a list."""
_COLONS = ("：", ":")
_BRACKET = 2
"""Lines after the next in which a bracket left open may close."""
_TALLER = 1.35
"""Lines whose heights differ by more than this factor are of different sizes of type: never one paragraph."""
_SPACED = 1.6
"""A line further below than this many usual steps begins a new paragraph."""
_HANGING = 12
"""How far, in characters, the lines after the first may hang in a paragraph that has no label."""
_FIRST_LINE = 4.5
"""How far, in characters, a paragraph's first line may stand further in than the others."""
_INDENT = 0.6
"""Half of a first-line indent of one character: differences below it are no indent. In characters."""


class _Layout(Protocol):
    """How a container's lines stand."""

    def box(self, line: Paragraph) -> tuple[int, Box] | None:
        """Page and box of the line, measured so that lines on different pages compare; None without layout."""

    def frame(self, line: Paragraph) -> Frame | None:
        """The frame that the line stands in."""

    def wrapped(self, line: Paragraph, following: Paragraph) -> bool:
        """Without boxes: True when the line ends because its room ended."""


@dataclass(frozen=True)
class _PageLayout:
    frames: dict[int, Frame]
    width: float | None

    def box(self, line: Paragraph) -> tuple[int, Box] | None:
        return box_of(line)

    def frame(self, line: Paragraph) -> Frame | None:
        spot = box_of(line)
        return self.frames.get(spot[0]) if spot else None

    def wrapped(self, line: Paragraph, following: Paragraph) -> bool:
        if self.width is None or _blank_between(line, following):
            return False
        return self.width - units(line.text) < units(first_chunk(following.text)) + 0.5


@dataclass(frozen=True)
class _CellLayout:
    frames: TableFrames
    cell: Cell

    def box(self, line: Paragraph) -> tuple[int, Box] | None:
        spot, box = box_of(line), self.frames.relative(self.cell, line)
        return None if spot is None or box is None else (spot[0], box)

    def frame(self, line: Paragraph) -> Frame | None:  # noqa: ARG002 -- a cell has one frame
        return self.frames.frame(self.cell)

    def wrapped(self, line: Paragraph, following: Paragraph) -> bool:
        # A line in a cell of a plain text was written under its row because the row was too long.
        return not finished(line.text) and not is_field(following.text)


def _blank_between(line: Paragraph, following: Paragraph) -> bool:
    before = [p.block for p in line.places if p.block is not None]
    after = [p.block for p in following.places if p.block is not None]
    return bool(before) and bool(after) and min(after) - max(before) > 1


def join_paragraphs(document: Document) -> Document:
    """The document with every paragraph whole: no line of layout is left that goes on in the next."""
    free = [b for b in document.blocks if isinstance(b, Paragraph)]
    layout = _PageLayout(page_frames(document), None if document.pages else wrap_width(free))
    pitch = line_pitch(document)
    paged = bool(document.pages)
    numbering = Numbering()
    blocks: list[Block] = []
    run: list[Paragraph] = []
    for block in (*document.blocks, None):
        if isinstance(block, Paragraph):
            run.append(block)
            continue
        blocks += _Joiner(layout, numbering, pitch, paged=paged).join(run)
        run = []
        if block is not None:
            blocks.append(_table(block, pitch, paged=paged))
    return replace(document, blocks=tuple(blocks))


def _table(table: Table, pitch: float, *, paged: bool) -> Table:
    frames = TableFrames(table)

    def cell(c: Cell) -> Cell:
        joined = _Joiner(_CellLayout(frames, c), Numbering(), pitch, paged=paged).join(c.paragraphs)
        return replace(c, paragraphs=tuple(joined))

    return replace(table, rows=tuple(Row(tuple(cell(c) for c in row.cells), row.header) for row in table.rows))


class _Joiner:
    """Joins the lines of one container, first to last."""

    def __init__(self, layout: _Layout, numbering: Numbering, pitch: float, *, paged: bool) -> None:
        self._layout = layout
        self._numbering = numbering
        self._pitch = pitch
        self._paged = paged
        self._announcing: dict[str, bool] = {}
        """Kind of label → whether the last paragraph with one ended with its colon."""

    def join(self, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
        out: list[Paragraph] = []
        current: list[Paragraph] = []
        for i, line in enumerate(paragraphs):
            later = paragraphs[i + 1 : i + 1 + _AHEAD]
            if current and self._goes_on(current, line, later):
                current.append(line)
                continue
            if current:
                out.append(self._done(current))
            current = [line]
            label = _label(line)
            if label is not None:
                spot = self._layout.box(line)
                self._numbering.add(label, spot[1][0] if spot else None)
        if current:
            out.append(self._done(current))
        return out

    def _done(self, current: list[Paragraph]) -> Paragraph:
        label = _label(current[0])
        if label is not None:
            self._announcing[label.kind] = current[-1].text.endswith(_COLONS)
        return _joined(current)

    def _goes_on(self, current: list[Paragraph], line: Paragraph, later: Sequence[Paragraph]) -> bool:
        before = current[-1]
        if line.label or line.heading or before.heading or line.level is not None:
            return False
        text = _end(current)
        if not (before.is_line and line.is_line):
            # Paragraphs of the format itself: only a sentence broken by hand goes on.
            return not self._paged and split_label(line.text) is None and runs_on(text, line.text)
        a, b = self._layout.box(before), self._layout.box(line)
        frame = self._layout.frame(before)
        if a is not None and b is not None and frame is not None:
            return self._goes_on_there(current, line, later, frame)
        label = split_label(line.text)
        if self._layout.wrapped(before, line) and not (is_field(line.text) and not open_ended(before.text)):
            return label is None or not self._numbering.begins_item(
                label, before.text, [p.text for p in (line, *later)]
            )
        return label is None and runs_on(text, _with_next(line, later))

    def _goes_on_there(
        self, current: list[Paragraph], line: Paragraph, later: Sequence[Paragraph], frame: Frame
    ) -> bool:
        """Whether the paragraph goes on with ``line``, by where the lines stand."""
        before = current[-1]
        (page, a), (next_page, b) = self._spot(before), self._spot(line)
        if _other_size(before, a, line, b) or (page == next_page and self._set_apart(a, b)):
            return False
        label = split_label(line.text)
        if not frame.full(a, before.text, line.text):
            return label is None and runs_on(_end(current), _with_next(line, later))
        body = self._body_indent(current)
        if label is not None:
            in_line = self._numbering.in_line(label, b[0], body, frame.em * _INDENT)
            if self._numbering.begins_item(label, before.text, [p.text for p in (line, *later)], in_line):
                return False
        head = _label(current[0])
        inside = b[0] > self._spot(current[0])[1][0] - frame.em
        if head is not None and inside and before.text.endswith(_COLONS) and self._announcing.get(head.kind):
            return False  # as its neighbours do, this item announces the paragraph after it
        if len(current) == 1 and inside and self._first_of_indented(line, later, frame):
            return False
        return self._indent_fits(current, line, b, body, frame)

    def _first_of_indented(self, line: Paragraph, later: Sequence[Paragraph], frame: Frame) -> bool:
        """True when ``line`` goes on in a line further left: it is itself the indented first line of a paragraph."""
        after = next((p for p in later if p.is_line), None)
        spot = self._layout.box(after) if after is not None else None
        here = self._spot(line)
        if after is None or spot is None or spot[0] != here[0]:
            return False
        if _label(after) is not None or is_field(after.text):
            return False  # what is further left begins something of its own: nothing goes on in it
        outdent = here[1][0] - spot[1][0]
        return 1.5 * frame.em < outdent < _FIRST_LINE * frame.em and frame.full(here[1], line.text, after.text)

    def _spot(self, line: Paragraph) -> tuple[int, Box]:
        spot = self._layout.box(line)
        assert spot is not None  # asked only of lines that have one
        return spot

    def _set_apart(self, a: Box, b: Box) -> bool:
        step, height = b[1] - a[1], a[3] - a[1]
        if step < height / 2:
            return True  # beside, not below
        return step > _SPACED * max(self._pitch, 1.2 * height)

    def _body_indent(self, current: list[Paragraph]) -> float | None:
        """The x of the paragraph's second line, None while it has one line."""
        spot = self._layout.box(current[1]) if len(current) > 1 else None
        return spot[1][0] if spot else None

    def _indent_fits(self, current: list[Paragraph], line: Paragraph, b: Box, body: float | None, frame: Frame) -> bool:
        """Whether ``line`` stands where the paragraph's next line would."""
        head, previous = self._spot(current[0])[1], self._spot(current[-1])[1]
        em = frame.em
        done = finished(current[-1].text)
        if not done and abs((b[0] + b[2]) - (previous[0] + previous[2])) < em and b[0] - head[0] > em:
            return True  # a centred line broken in two
        if body is not None:
            return abs(b[0] - body) <= em * _INDENT
        step = b[0] - head[0]
        if abs(step) <= em * _INDENT:
            one_line_field = is_field(line.text) and not open_ended(current[-1].text)
            return not (one_line_field and is_field(current[0].text))
        if _label(current[0]) is not None and step > 0:
            return True
        if _label(current[0]) is not None and abs(b[0] - frame.left) > em * _INDENT:
            return not done
        if step < 0:
            if done and is_field(line.text):
                return False
            return -step <= _FIRST_LINE * em
        if frame.starts and all(abs(x - b[0]) > em * _INDENT for x in frame.starts):
            return True  # no paragraph of this column begins there
        # Further in: a hanging indent, as under the name of a field (出席人員：甲、乙、⏎　　　　丙).
        return not done and not is_field(line.text) and step <= em * _HANGING


def _end(current: list[Paragraph]) -> str:
    """The end of a paragraph's text: enough to see what is left open in it."""
    return "\n".join(p.text for p in current[-_AHEAD:])


def _with_next(line: Paragraph, later: Sequence[Paragraph]) -> str:
    """The line and the lines after it up to the next item: a bracket may close further down."""
    texts = [line.text]
    for following in later[:_BRACKET]:
        if not following.is_line or following.label or split_label(following.text) is not None:
            break
        texts.append(following.text)
    return "\n".join(texts)


def _label(line: Paragraph) -> Label | None:
    return split_label(line.text)


def _other_size(first: Paragraph, a: Box, second: Paragraph, b: Box) -> bool:
    if min(units(first.text), units(second.text)) < 4:
        return False
    heights = sorted((a[3] - a[1], b[3] - b[1]))
    return heights[1] > heights[0] * _TALLER


def _joined(lines: list[Paragraph]) -> Paragraph:
    """One paragraph of ``lines``: text joined, a place a page, confidence by length."""
    first = lines[0]
    if len(lines) == 1:
        return replace(first, is_line=False) if first.is_line else first
    pieces = [first.text.rstrip()]
    for before, line in pairwise(lines):
        blank = len(join_lines(before.text, line.text)) > len(before.text.rstrip()) + len(line.text.lstrip())
        pieces += [" " if blank else "", line.text.strip()]
    sure = [(p.confidence, len(p.text)) for p in lines if p.confidence is not None]
    length = sum(n for _, n in sure)
    return replace(
        first,
        text="".join(pieces),
        places=merged_places(place for p in lines for place in p.places),
        is_line=False,
        confidence=sum(c * n for c, n in sure) / length if length else first.confidence,
    )
