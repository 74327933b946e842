"""From the page's own space to the page as it is read.

PDF space has its origin at the bottom left and knows nothing of how the page is shown. A :class:`Frame` turns it so
that most of the text runs from left to right and measures from the top left corner, in points.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat
from operator import sub

from kbbt.document import Box

Floats = list[float]


@dataclass(frozen=True, slots=True)
class Frame:
    """``turn`` is the direction of the text in page space, in quarter turns clockwise; the rest is the visible page."""

    turn: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Width of the page as it is read."""
        return self.top - self.bottom if self.turn % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """Height of the page as it is read."""
        return self.right - self.left if self.turn % 2 else self.top - self.bottom

    def along(self, xs: Floats, ys: Floats) -> Floats:
        """Distances along the reading direction, from the left edge."""
        if self.turn == 0:
            return list(map(sub, xs, repeat(self.left)))
        if self.turn == 1:
            return list(map(sub, repeat(self.top), ys))
        if self.turn == 2:
            return list(map(sub, repeat(self.right), xs))
        return list(map(sub, ys, repeat(self.bottom)))

    def down(self, xs: Floats, ys: Floats) -> Floats:
        """Distances across the reading direction, from the top edge."""
        if self.turn == 0:
            return list(map(sub, repeat(self.top), ys))
        if self.turn == 1:
            return list(map(sub, repeat(self.right), xs))
        if self.turn == 2:
            return list(map(sub, ys, repeat(self.bottom)))
        return list(map(sub, xs, repeat(self.left)))

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of page space as x0, top, x1, bottom of the page as it is read."""
        if self.turn == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if self.turn == 1:
            return self.top - top, self.right - right, self.top - bottom, self.right - left
        if self.turn == 2:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left

    def turned(self, turn: int) -> Frame:
        """The same page read in another direction."""
        return Frame(turn % 4, self.left, self.bottom, self.right, self.top)

    def from_frame(self, other: Frame, box: Box) -> Box:
        """``box`` of ``other`` (the same page, read in another direction) in this frame."""
        x0, top, x1, bottom = box
        if other.turn == 0:
            page = (x0 + other.left, other.top - bottom, x1 + other.left, other.top - top)
        elif other.turn == 1:
            page = (other.right - bottom, other.top - x1, other.right - top, other.top - x0)
        elif other.turn == 2:
            page = (other.right - x1, top + other.bottom, other.right - x0, bottom + other.bottom)
        else:
            page = (top + other.left, x0 + other.bottom, bottom + other.left, x1 + other.bottom)
        return self.box(*page)
