"""Where the lines of text stand in a part of a cleaned page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import median

from PIL import Image, ImageOps

from kbbt.readers.scan.cleaning import profile, threshold

PixelBox = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""

_SPECK_APART = 0.5
"""Heights of a line by which a speck stands apart from it."""
_SMALLEST = 5.0
"""Points; what is lower is no line of text by itself but a part of one, or dirt."""


@dataclass(frozen=True, slots=True)
class Strip:
    """The rectangle round the ink of a line of text. ``block`` is set when it is too high to be one line.

    ``whole`` is the rectangle of the line that this is a piece of, None when it is all of it.
    """

    box: PixelBox
    block: bool = False
    whole: PixelBox | None = None

    @property
    def height(self) -> int:
        """In pixels."""
        return self.box[3] - self.box[1]


def strips(clean: Image.Image, part: PixelBox, point: float) -> list[Strip]:
    """The lines of text in ``part`` of a page (black on white), from the top; ``point`` is pixels a point."""
    left, top = part[:2]
    mask = ImageOps.invert(clean.crop(part)).point(threshold(100))
    found = []
    for first, last in _joined(bands(profile(mask))):
        if last - first >= _SMALLEST * point / 2:
            start, end = _ends(mask.crop((0, first, mask.width, last)))
            found.append(Strip((left + start, top + first, left + end, top + last)))
    return found


def _ends(band: Image.Image) -> tuple[int, int]:
    """Where the ink of a line begins and ends. A speck that stands apart from it is dirt, and so is what is narrow and far out."""
    height = band.height
    columns: list[tuple[int, int]] = []
    for start, stop in bands(profile(band.transpose(Image.Transpose.TRANSPOSE))):
        if columns and start - columns[-1][1] < _SPECK_APART * height:
            columns[-1] = columns[-1][0], stop
        else:
            columns.append((start, stop))
    for end, beside in ((0, 1), (-1, -2)):
        while len(columns) > 1:
            start, stop = columns[end]
            gap = columns[1][0] - stop if end == 0 else start - columns[beside][1]
            box = band.crop((start, 0, stop, height)).getbbox()
            tall = box[3] - box[1] if box else 0
            speck = max(stop - start, tall) <= 0.16 * height
            if not speck and not (stop - start <= 0.3 * height and gap >= 4 * height):
                break
            columns.pop(end)
    return (columns[0][0], columns[-1][1]) if columns else (0, band.width)


def bands(rows: bytes) -> list[tuple[int, int]]:
    """First and last (exclusive) of each run of rows with ink."""
    found = []
    start = None
    for y, ink in enumerate(rows):
        if ink and start is None:
            start = y
        elif not ink and start is not None:
            found.append((start, y))
            start = None
    if start is not None:
        found.append((start, len(rows)))
    return found


def _joined(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Bands with the parts of characters (二, 三, a mark below the line) put back together."""
    if not runs:
        return []
    heights = sorted(last - first for first, last in runs)
    usual = heights[-max(1, len(heights) // 4)]
    found: list[tuple[int, int]] = []
    for first, last in runs:
        if found:
            above = found[-1]
            small = min(last - first, above[1] - above[0]) < 0.6 * usual
            if small and last - above[0] <= 1.25 * usual and first - above[1] < 0.5 * usual:
                found[-1] = (above[0], last)
                continue
        found.append((first, last))
    return found


def usual_height(found: Iterable[Strip]) -> float:
    """The height of the ink of most lines, in pixels."""
    return median([strip.height for strip in found] or [0])


def mark_blocks(found: Iterable[Strip]) -> list[Strip]:
    """All strips of a page, those marked that are so high that they hold several lines (a stain joins them, or a stamp)."""
    every = list(found)
    usual = usual_height(every)
    return [replace(strip, block=strip.height > 1.9 * usual) for strip in every]
