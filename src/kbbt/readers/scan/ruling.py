"""The ruled lines on a scanned page, as the geometry that finds cells wants them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageFilter

from kbbt.readers.pdf.rules import Rule, merged
from kbbt.readers.scan.cleaning import Sheet, threshold

_SHORTEST = 30.0
"""Points; the strokes of a character are shorter, also in a title."""
_THICKEST = 4.0
_MARGIN = 5.0
"""Points from the edge of the page; what is nearer is the edge of the paper."""


@dataclass(slots=True)
class _Stroke:
    """A straight stroke being put together from rows of pixels."""

    start: int
    end: int
    first: int
    last: int
    weight: int
    moment: int


def rules(sheet: Sheet) -> tuple[list[Rule], list[Rule]]:
    """Level and upright rules of the page, in points."""
    return _level(sheet.dark, sheet), _level(sheet.dark.transpose(Image.Transpose.TRANSPOSE), sheet)


def _level(dark: Image.Image, sheet: Sheet) -> list[Rule]:
    found = []
    # smoothed along the rule, its noise goes and characters fade
    smooth = dark.filter(ImageFilter.BoxBlur((3 * sheet.point, 0)))
    mask = smooth.point(threshold(max(8, round(0.25 * sheet.ink))))
    for stroke in _strokes(mask, round(_SHORTEST * sheet.point)):
        if stroke.last - stroke.first + 1 > _THICKEST * sheet.point:
            continue
        at = stroke.moment / stroke.weight
        ends = _drawn(dark, stroke, round(at))
        margin = _MARGIN * sheet.point
        if ends is not None and margin < at < dark.height - margin:
            found.append(Rule((at + 0.5) / sheet.point, ends[0] / sheet.point, ends[1] / sheet.point))
    return merged(found)


def _strokes(mask: Image.Image, shortest: int) -> list[_Stroke]:
    """Runs of set pixels put together from row to row."""
    found: list[_Stroke] = []
    live: list[_Stroke] = []
    for y, start, end in _runs(mask, shortest):
        live = [stroke for stroke in live if y - stroke.last <= 2]
        for stroke in live:
            if start < stroke.end and end > stroke.start:
                stroke.start, stroke.end = min(stroke.start, start), max(stroke.end, end)
                stroke.weight += end - start
                stroke.moment += (end - start) * y
                stroke.last = y
                break
        else:
            live.append(_Stroke(start, end, y, y, end - start, (end - start) * y))
            found.append(live[-1])
    return found


def _runs(mask: Image.Image, shortest: int) -> Iterator[tuple[int, int, int]]:
    """Row, start and end of every run of at least ``shortest`` set pixels, from the top."""
    width = mask.width + 1
    padded = Image.new("L", (width, mask.height), 0)  # a clear column keeps runs of two rows apart
    padded.paste(mask, (0, 0))
    for match in re.finditer(b"\xff{%d,}" % shortest, padded.tobytes()):
        y, start = divmod(match.start(), width)
        yield y, start, start + match.end() - match.start()


def _drawn(dark: Image.Image, stroke: _Stroke, at: int) -> tuple[int, int] | None:
    """The ends of the stroke, or None when it is a row of characters: a rule has next to no gaps."""
    strip = dark.crop((stroke.start, max(0, at - 2), stroke.end, at + 3))
    data, width = strip.tobytes(), strip.width
    # the darkest of the rows at each place, so that a slight slope does not break the rule
    darkest = [max(data[x::width]) for x in range(width)]
    level = max(8, sorted(darkest)[width // 2] // 2)
    solid = [value >= level for value in darkest]
    if sum(solid) < 0.85 * len(solid):
        return None
    first = solid.index(True)
    last = len(solid) - 1 - solid[::-1].index(True)
    return stroke.start + first, stroke.start + last + 1
