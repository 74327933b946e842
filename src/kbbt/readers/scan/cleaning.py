"""A scanned page made even: paper white, ink black, specks gone, lines level."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageChops, ImageFilter, ImageOps

_WIDEST_SKEW = 5.0
_BLACK = 255
_FAINTEST = 24
"""Steps of grey between paper and ink, at least; what is fainter is paper."""


def threshold(low: int) -> list[int]:
    """A lookup table for ``Image.point``: white (255) from ``low`` on, black (0) below."""
    return [_BLACK if value >= low else 0 for value in range(256)]


def profile(mask: Image.Image) -> bytes:
    """How much of each row of ``mask`` is set, 0 to 255."""
    return mask.resize((1, mask.height), Image.Resampling.BOX).tobytes()


def darkness(page: Image.Image, dpi: float) -> Image.Image:
    """How much darker than the paper around it each point is. Shaded cells and uneven light are paper."""
    return ImageChops.subtract(_paper(page, dpi), page)


def _paper(page: Image.Image, dpi: float) -> Image.Image:
    """How light the paper is at each point."""
    small = page.reduce(max(2, round(dpi / 25)))
    # it is what most of the neighbourhood is at least as dark as: the mean of squares with little ink on them
    paper = small.filter(ImageFilter.RankFilter(7, 34)).filter(ImageFilter.GaussianBlur(2))
    return paper.resize(page.size, Image.Resampling.BILINEAR)


def contrast(dark: Image.Image) -> int:
    """How dark ink is on this page: the mean of the darker of the two kinds of points that stand out from the paper."""
    # specks are often the blackest points of a page
    histogram = dark.filter(ImageFilter.MedianFilter(3)).histogram()
    histogram[:16] = [0] * 16
    count = sum(histogram)
    if not count:
        return _BLACK
    total = sum(value * n for value, n in enumerate(histogram))
    below = below_total = 0
    best, cut = 0.0, 16
    for value, n in enumerate(histogram):
        below += n
        below_total += value * n
        if below and below < count:
            between = (total * below - below_total * count) ** 2 / (below * (count - below))
            if between > best:
                best, cut = between, value
    ink = sum(histogram[cut + 1 :])
    return max(60, round(sum(v * n for v, n in enumerate(histogram) if v > cut) / ink)) if ink else _BLACK


def skew(page: Image.Image) -> float:
    """The angle in degrees by which the page has to be turned (anticlockwise) for its lines to be level; within ±5.

    Level lines make the sharpest steps between rows with ink and rows without.
    """
    dark = ImageOps.invert(page)
    width, height = dark.size
    dark = dark.crop((width // 30, height // 30, width - width // 30, height - height // 30))
    fine = dark.reduce(2) if width > 900 else dark
    present = [value for value, count in enumerate(fine.histogram()) if count]
    if present[-1] - present[0] < _FAINTEST:
        return 0.0
    fine = fine.point(threshold((present[0] + present[-1]) // 2))
    coarse = fine.reduce(2)
    angle = 0.0
    for image, reach, step in ((coarse, _WIDEST_SKEW, 0.5), (coarse, 0.5, 0.1), (fine, 0.1, 0.025)):
        tries = round(reach / step)
        angles = [angle + i * step for i in range(-tries, tries + 1)]
        # of equal angles the smallest: an empty page stays as it is
        angle = max(angles, key=lambda a: (_sharpness(image, a), -abs(a)))
    return round(angle, 3)


def _sharpness(ink: Image.Image, angle: float) -> int:
    rows = profile(ink.rotate(angle, Image.Resampling.BILINEAR, fillcolor=0))
    return sum((a - b) ** 2 for a, b in pairwise(rows))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A straightened page in pixels. ``dark`` is how dark each point is, ``ink`` the darkness that ink has,
    ``clean`` the same picture black on white without specks, ``dpi`` pixels an inch.
    """

    dark: Image.Image
    clean: Image.Image
    ink: int
    dpi: float

    @property
    def point(self) -> float:
        """Pixels a point (1/72 inch)."""
        return self.dpi / 72


def straighten(page: Image.Image, dpi: float) -> Sheet:
    """``page`` (grey), levelled and cleaned."""
    angle = skew(page)
    if angle:
        # the corners that come in are paper as light as it is there: beside white, grey paper would be ink
        seen = Image.new("L", page.size, _BLACK).rotate(angle, fillcolor=0)
        page = Image.composite(page.rotate(angle, Image.Resampling.BICUBIC), _paper(page, dpi), seen)
    dark = darkness(page, dpi)
    ink = contrast(dark)
    return Sheet(dark, _clean(dark, ink, dpi), ink, dpi)


def _clean(dark: Image.Image, ink: int, dpi: float) -> Image.Image:
    """Black on white: what is faint against the ink is paper, and what stands alone is a speck."""
    low, high = 0.15 * ink, 0.8 * ink
    stretched = [max(0, min(_BLACK, round((value - low) * _BLACK / (high - low)))) for value in range(256)]
    smooth = dark.filter(ImageFilter.GaussianBlur(0.5 * dpi / 200)).point(stretched)
    reach = max(1, round(dpi / 67))
    ink_there = smooth.point(threshold(100))
    # in a window round it a dot has few neighbours; in a wider one also a blot has, and a thin stroke goes on
    close = ink_there.filter(ImageFilter.BoxBlur(reach)).point(threshold(31))
    wide = ink_there.filter(ImageFilter.BoxBlur(2 * reach + 1)).point(threshold(17))
    company = ImageChops.darker(close, wide)
    # grown by a blur, which costs a tenth of what MaxFilter does
    kept = company.filter(ImageFilter.BoxBlur(max(1, reach * 2 // 3))).point(threshold(1))
    return ImageOps.invert(ImageChops.multiply(smooth, kept))
