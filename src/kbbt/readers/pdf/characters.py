"""The characters of a page, in the order of its content, and the runs they make.

A run is what was set in one go: characters on one baseline, one after the other. Runs keep the content's order,
which tells more about a table without rules than geometry does.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, repeat
from operator import add, eq, gt, itemgetter, sub
from typing import Literal

from kbbt.readers.pdf import native
from kbbt.readers.pdf.frame import Floats, Frame
from kbbt.text import is_han, is_wide

_HYPHEN = 2
"""What pdfium makes of a hyphen at the end of a line."""
_WORD_JOINER = 0x2060
_SPACES = frozenset((0x20, 0xA0, 0x3000))
_JOIN_WIDE = 0.3
_JOIN_NARROW = 0.13
_BACK = -0.3
_ELSEWHERE = 0.5
"""Points between where pdfium says that a character is and where its matrix puts it, from which it is lost."""
_ASCENT, _DESCENT = 0.88, -0.12


DropsBlanks = Literal["", "script", "anywhere"]
"""Nowhere, where Han and Latin characters meet, or at the end of any piece of text."""


@dataclass(frozen=True)
class Glyphs:
    """The visible characters of a page in content order, as columns; lengths are points of the page as it is read."""

    chars: list[str]
    x0: Floats
    x1: Floats
    base: Floats
    height: Floats
    drops_blanks: DropsBlanks = ""
    """Where blanks are known to be missing in files of the program that wrote this one."""

    def __len__(self) -> int:
        return len(self.chars)

    @cached_property
    def spaced(self) -> bool:
        """Can a wide gap between a Han character and a number or Latin word stand for a blank?

        Where the program is known to leave blanks out, or where the page has such blanks, not always but as a habit.
        """
        if self.drops_blanks:
            return True
        with_blank = without = 0
        for before, char, after in zip(self.chars, self.chars[1:], self.chars[2:], strict=False):
            if char == " ":
                with_blank += _change(before, after)
            else:
                without += _change(before, char)
        return with_blank > 1 and with_blank * 6 > without


def _change(a: str, b: str) -> bool:
    """Does the script change from Han to Latin letters or digits, or back?"""
    return (is_han(a) and b.isascii() and b.isalnum()) or (is_han(b) and a.isascii() and a.isalnum())


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs ``first`` to ``last`` (excluded) of ``glyphs``: neighbours on one baseline."""

    glyphs: Glyphs
    first: int
    last: int
    x0: float
    x1: float
    base: float
    size: float

    @property
    def text(self) -> str:
        """The characters of the run."""
        return "".join(self.glyphs.chars[self.first : self.last])

    @property
    def middle(self) -> float:
        """The height of the middle of the characters."""
        return self.base - 0.38 * self.size

    def part(self, first: int, last: int) -> Run:
        """The glyphs ``first`` to ``last`` of this run as a run of their own."""
        glyphs = self.glyphs
        return Run(glyphs, first, last, glyphs.x0[first], max(glyphs.x1[first:last]), self.base, self.size)


def decoded(codes: Sequence[int]) -> list[str]:
    """The characters of pdfium's codes, one for each; what is no character is U+FFFD."""
    if codes and max(codes) <= sys.maxunicode and 0 not in codes and _HYPHEN not in codes:
        return list(map(chr, codes))
    return ["-" if c == _HYPHEN else chr(c) if 0 < c <= sys.maxunicode else "\ufffd" for c in codes]


def quarter(angle: float) -> int | None:
    """``angle`` (radians) as quarter turns clockwise, None when it is aslant."""
    turns = angle / (math.pi / 2)
    nearest = round(turns)
    return nearest % 4 if abs(turns - nearest) < 0.06 else None


@dataclass(frozen=True, slots=True)
class RawCharacters:
    """What pdfium says of the characters of a page, in page space and content order, columns of equal length.

    Characters that pdfium made up (blanks and line feeds from gaps) are not among them.
    """

    codes: list[int]
    left: Floats
    top: Floats
    right: Floats
    bottom: Floats
    origin_x: Floats
    origin_y: Floats
    angle: Floats
    index: list[int]

    def __len__(self) -> int:
        return len(self.codes)

    def pick(self, chosen: list[int]) -> RawCharacters:
        """Only the characters at these positions."""
        if len(chosen) == len(self):
            return self
        columns = (
            self.codes, self.left, self.top, self.right, self.bottom, self.origin_x, self.origin_y, self.angle, self.index,
        )  # fmt: skip
        if not chosen:
            return RawCharacters([], [], [], [], [], [], [], [], [])
        if len(chosen) == 1:
            at = chosen[0]
            return RawCharacters(*([column[at]] for column in columns))  # type: ignore[arg-type]  # same columns, same order
        take = itemgetter(*chosen)
        return RawCharacters(*(list(take(column)) for column in columns))


def capture(text_page: int, count: int) -> RawCharacters:
    """Everything pdfium knows of the first ``count`` characters of a page, without those it made up."""
    codes = native.unicodes(text_page, count)
    boxes = native.loose_boxes(text_page, count)
    origins = native.origins(text_page, count)
    angles = native.angles(text_page, count)
    raw = RawCharacters(
        codes, boxes[0::4], boxes[1::4], boxes[2::4], boxes[3::4], origins[0::2], origins[1::2], angles, list(range(count))
    )  # fmt: skip
    left, right, top, bottom = raw.left, raw.right, raw.top, raw.bottom
    for i, c in enumerate(codes):
        # A word joiner drawn by the glyph of a blank: pdfium gives the blank no room where the glyph stands for both.
        if c == _WORD_JOINER and i and codes[i - 1] == 32 and right[i] > left[i] and left[i - 1] == right[i - 1]:
            codes[i] = 32
    # Made-up characters have an empty box; a line feed that the font really holds is layout all the same.
    keep = [
        i
        for i, c in enumerate(codes)
        if c > 32 or (c not in (10, 13) and (right[i] != left[i] or top[i] != bottom[i] or c not in (9, 32)))
    ]
    return _spelt_out(raw.pick(keep))


def _spelt_out(raw: RawCharacters) -> RawCharacters:
    """Characters that the file spells out (ActualText) share the origin of what they stand for, but not its room."""
    x, y, left = raw.origin_x, raw.origin_y, raw.left
    same = map(eq, x, islice(x, 1, None))
    again = [k for k, equal in enumerate(same, 1) if equal and y[k] == y[k - 1] and left[k] > left[k - 1]]
    if not again:
        return raw
    origin_x = list(x)
    for k in again:
        origin_x[k] = left[k]
    return replace(raw, origin_x=origin_x)


def placed(raw: RawCharacters, text_page: int) -> RawCharacters:
    """The characters of a page with forms, where they are drawn.

    Of characters that the file spells out (ActualText) pdfium forgets where their form is put on the page; their
    matrices are right.
    """
    count = raw.index[-1] + 1 if raw.index else 0
    flat = native.char_matrices(text_page, count)
    lost = [
        k
        for k, i in enumerate(raw.index)
        if abs(flat[6 * i + 4] - raw.origin_x[k]) > _ELSEWHERE or abs(flat[6 * i + 5] - raw.origin_y[k]) > _ELSEWHERE
    ]
    if not lost or 2 * len(lost) > len(raw):
        return raw
    left, top, right, bottom = list(raw.left), list(raw.top), list(raw.right), list(raw.bottom)
    origin_x, origin_y = list(raw.origin_x), list(raw.origin_y)
    before, along = (0.0, 0.0), 0.0
    for k in lost:
        a, b, c, d, x, y = flat[6 * raw.index[k] : 6 * raw.index[k] + 6]
        width = 1.0 if is_wide(chr(raw.codes[k])) else 0.5
        # Several that are spelt out at once share a matrix.
        along = along + width if (x, y) == before else 0.0
        before = (x, y)
        x, y = x + along * a, y + along * b
        xs = [x + u * a + v * c for u in (0.0, width) for v in (_DESCENT, _ASCENT)]
        ys = [y + u * b + v * d for u in (0.0, width) for v in (_DESCENT, _ASCENT)]
        origin_x[k], origin_y[k] = x, y
        left[k], right[k], bottom[k], top[k] = min(xs), max(xs), min(ys), max(ys)
    return replace(raw, left=left, top=top, right=right, bottom=bottom, origin_x=origin_x, origin_y=origin_y)


def main_direction(raw: RawCharacters, shown: int) -> int:
    """The direction most of the text runs in, as quarter turns clockwise in page space.

    ``shown`` is the direction that is upright when the page is shown; a page without text runs that way.
    """
    directions = Counter(raw.angle)
    if len(directions) == 1 and 0.0 in directions:
        return 0
    turns: Counter[int] = Counter()
    for angle, times in directions.items():
        turn = quarter(angle)
        if turn is not None:
            turns[turn] += times
    if not turns:
        return shown
    best, times = turns.most_common(1)[0]
    return shown if turns[shown] * 10 >= times * 9 else best


def glyphs(raw: RawCharacters, frame: Frame, text_page: int, *, drops_blanks: DropsBlanks = "") -> Glyphs:
    """The characters of ``raw`` in the page as it is read. All of them must run in the direction of ``frame``."""
    if frame.turn == 0:
        starts, fronts, ends = raw.origin_x, raw.left, raw.right
        highs, lows = raw.top, raw.bottom
    elif frame.turn == 1:
        starts, fronts, ends = raw.origin_y, raw.top, raw.bottom
        highs, lows = raw.right, raw.left
    elif frame.turn == 2:
        starts, fronts, ends = raw.origin_x, raw.right, raw.left
        highs, lows = raw.bottom, raw.top
    else:
        starts, fronts, ends = raw.origin_y, raw.bottom, raw.top
        highs, lows = raw.left, raw.right
    x0 = frame.along(starts, starts)
    x1 = frame.along(ends, ends)
    ink = frame.along(fronts, fronts)
    if x0 and max(map(sub, ink, x0)) > 0.3:
        # Where pdfium knows no more than the ink, the character takes as much room behind it as before it.
        x1 = [c + a - b if a - b > 0.3 else c for a, b, c in zip(ink, x0, x1, strict=True)]
    base = frame.down(raw.origin_x, raw.origin_y)
    height = list(map(abs, map(sub, highs, lows)))
    found = Glyphs(decoded(raw.codes), x0, x1, base, height, drops_blanks)
    return _mended(found, raw, frame, text_page) if _swollen(found) else found


def _swollen(page: Glyphs) -> bool:
    """Are boxes wider than the step to the next character, or far higher than wide?

    Pdfium takes the ink into the box, and where a font is missing or broken the ink is several times too large.
    """
    x0, x1, count = page.x0, page.x1, len(page)
    if not count:
        return False
    usual = sorted(page.height)[count // 2]
    overlapping = sum(map(gt, x1, map(add, islice(x0, 1, None), repeat(0.3 * usual))))
    if overlapping * 6 < count and max(page.height) < 2.5 * usual:
        return False  # only the ends of lines lie beyond the next character
    swollen = sum(
        (0 < step < 0.7 * (end - start) and a == b) or (char > "\u2e80" and high > 1.9 * (end - start))
        for start, end, step, a, b, high, char in zip(
            x0, x1, map(sub, x0[1:], x0), page.base, page.base[1:], page.height, page.chars, strict=False
        )
    )
    return int(swollen) * 50 > count


def _mended(page: Glyphs, raw: RawCharacters, frame: Frame, text_page: int) -> Glyphs:
    """The same characters with widths from step to step and heights from the font's size."""
    count = raw.index[-1] + 2
    # The character pdfium makes up after the last one of a text stands exactly where that one ends.
    spots = native.origins(text_page, count)
    along = frame.along(spots[0::2], spots[1::2])
    down = frame.down(spots[0::2], spots[1::2])
    sizes = native.sizes(text_page, count)
    x1, height = [], []
    for k, i in enumerate(raw.index):
        size = sizes[i]
        step = along[i + 1] - along[i]
        full = size if is_wide(page.chars[k]) else min(page.x1[k] - page.x0[k], 0.65 * size)
        same = abs(down[i + 1] - down[i]) < 0.02 * size
        x1.append(page.x0[k] + (step if same and 0.15 * size < step < 1.25 * size else full))
        height.append(size)
    return Glyphs(page.chars, page.x0, x1, page.base, height, page.drops_blanks)


def runs(page: Glyphs) -> list[Run]:
    """The runs of a page, in content order."""
    found: list[Run] = []
    chars, x0s, x1s, bases, heights = page.chars, page.x0, page.x1, page.base, page.height
    count = len(chars)
    if not count:
        return found
    first = 0
    size = max(heights[0], min(x1s[0] - x0s[0], 2 * heights[0]))
    start, end, base = x0s[0], x1s[0], bases[0]
    for i in range(1, count):
        x, at = x0s[i], bases[i]
        gap = x - end
        # A narrow character drawn twice goes back by less than others, but to where it stands already.
        twice = gap < 0 and x - x0s[i - 1] < 0.3 * (x1s[i - 1] - x0s[i - 1])
        if -0.12 * size < at - base < 0.12 * size and _BACK * size < gap and not twice:
            limit = _JOIN_NARROW * size
            if gap < limit or (gap < _JOIN_WIDE * size and (is_wide(chars[i]) or is_wide(chars[i - 1]))):
                if x1s[i] > end:
                    end = x1s[i]
                if heights[i] > size:
                    size = heights[i]
                continue
        found.append(Run(page, first, i, start, end, base, size))
        first, start, end, base = i, x, x1s[i], at
        size = max(heights[i], min(end - x, 2 * heights[i]))
    found.append(Run(page, first, count, start, end, base, size))
    return found
