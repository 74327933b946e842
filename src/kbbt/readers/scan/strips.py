"""Where the lines of text stand in a part of a cleaned page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import median

from PIL import Image, ImageOps

from kbbt.readers.scan.cleaning import profile, threshold

PixelBox = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""

_SMALLEST = 5.0
"""Points; what is lower is no line of text by itself but a part of one, or dirt."""


@dataclass(frozen=True, slots=True)
class Strip:
    """The rectangle round the ink of a line of text. ``block`` is set when it is too high to be one line."""

    box: PixelBox
    block: bool = False

    @property
    def height(self) -> int:
        """In pixels."""
        return self.box[3] - self.box[1]


def strips(clean: Image.Image, part: PixelBox, point: float) -> list[Strip]:
    """The lines of text in ``part`` of a page (black on white), from the top; ``point`` is pixels a point."""
    left, top = part[:2]
    mask = ImageOps.invert(clean.crop(part)).point(threshold(100))
    bands = _joined(_bands(profile(mask)))
    found = []
    for first, last in bands:
        box = mask.crop((0, first, mask.width, last)).getbbox()
        if box is not None and last - first >= _SMALLEST * point / 2:
            found.append(Strip((left + box[0], top + first, left + box[2], top + last)))
    return found


def _bands(rows: bytes) -> list[tuple[int, int]]:
    """First and last (exclusive) of each run of rows with ink."""
    bands = []
    start = None
    for y, ink in enumerate(rows):
        if ink and start is None:
            start = y
        elif not ink and start is not None:
            bands.append((start, y))
            start = None
    if start is not None:
        bands.append((start, len(rows)))
    return bands


def _joined(bands: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Bands with the parts of characters (二, 三, a mark below the line) put back together."""
    if not bands:
        return []
    heights = sorted(last - first for first, last in bands)
    usual = heights[-max(1, len(heights) // 4)]
    found: list[tuple[int, int]] = []
    for first, last in bands:
        if found:
            above = found[-1]
            small = min(last - first, above[1] - above[0]) < 0.6 * usual
            if small and last - above[0] <= 1.25 * usual and first - above[1] < 0.5 * usual:
                found[-1] = (above[0], last)
                continue
        found.append((first, last))
    return found


def mark_blocks(found: Iterable[Strip]) -> list[Strip]:
    """All strips of a page, those marked that are so high that they hold several lines (a stain joins them, or a stamp)."""
    every = list(found)
    if not every:
        return every
    usual = median(strip.height for strip in every)
    return [replace(strip, block=strip.height > 1.9 * usual) for strip in every]
