"""The sheet of paper on a photograph, or within the dark edges of a scan: cut out and made a rectangle."""

from __future__ import annotations

from collections.abc import Sequence
from math import dist
from statistics import linear_regression, median

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from kbbt.readers.scan.cleaning import threshold

_SMALL = 400
"""Pixels of the longer side of the picture in which the sheet is looked for."""
_STROKES = 5
"""Pixels of that picture; what is thinner is print and no edge of the sheet."""
_STEP = 40
"""Steps of grey between the paper and what lies round it, at least."""
_SIDES = 3
"""Sides of the picture most of which are not paper, at least."""
_LEAST = 0.25
"""The part of the picture that is paper, at least."""
_WITHIN = 0.95
"""The part of the quadrangle that is paper, and of what lies round it that is not, at least."""
_LEAN = 0.12
"""Tangent of the angle by which a side leans at most."""
_NEAR = 2.0
"""Pixels of the small picture from a side within which what is seen as the edge is part of it."""
_INSET = 0.006
"""The part of the sheet's sides that is cut off: its edge and the shadow beside it."""

Point = tuple[float, float]
_Line = tuple[float, float]
"""A side: where it is in the middle of the picture, and how far it goes from there per pixel along it."""


def cut_out(grey: Image.Image) -> Image.Image | None:
    """The sheet in ``grey``, None where the picture shows nothing else or does not show where it ends."""
    step = max(1, max(grey.size) // _SMALL)
    small = grey.reduce(step).filter(ImageFilter.MaxFilter(_STROKES)).filter(ImageFilter.MinFilter(_STROKES))
    paper = _paper(small)
    sides = paper and _sides(paper)
    if not paper or not sides:
        return None
    corners = [_crossing(level, upright, paper.size) for level in sides[:2] for upright in sides[2:]]
    top_left, top_right, bottom_left, bottom_right = corners
    if not _is_sheet(paper, (top_left, top_right, bottom_right, bottom_left)):
        return None
    size = (
        round((dist(top_left, top_right) + dist(bottom_left, bottom_right)) / 2 * step),
        round((dist(top_left, bottom_left) + dist(top_right, bottom_right)) / 2 * step),
    )
    seen = [(x * step, y * step) for x, y in (top_left, top_right, bottom_right, bottom_left)]
    inset_x, inset_y = _INSET * size[0], _INSET * size[1]
    left, top, right, bottom = -inset_x, -inset_y, size[0] + inset_x, size[1] + inset_y
    made = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return grey.transform(
        size, Image.Transform.PERSPECTIVE, _projection(made, seen), Image.Resampling.BICUBIC, fillcolor=255
    )


def _paper(small: Image.Image) -> Image.Image | None:
    """What is paper (255) in the picture, None where there is hardly anything else."""
    cut = _between(small.histogram())
    light = small.point(threshold(cut))
    width, height = light.size
    edges = ((0, 0, width, 1), (0, height - 1, width, height), (0, 0, 1, height), (width - 1, 0, width, height))
    # a dark bar at the top and another at the bottom are part of the page
    dark = sum(light.crop(box).histogram()[0] * 2 > max(box[2] - box[0], box[3] - box[1]) for box in edges)
    middle = light.getpixel((width // 2, height // 2))
    if dark < _SIDES or middle != 255 or _step(small.histogram(), cut) < _STEP:
        return None
    marked = light.copy()
    ImageDraw.floodfill(marked, (width // 2, height // 2), 128)
    one = marked.point([255 if value == 128 else 0 for value in range(256)])
    return one if one.histogram()[255] >= _LEAST * width * height else None


def _between(histogram: Sequence[int]) -> int:
    """The grey value that parts the two kinds of points best (Otsu's method)."""
    count, total = sum(histogram), sum(value * n for value, n in enumerate(histogram))
    below = below_total = 0
    best, cut = 0.0, 128
    for value, n in enumerate(histogram):
        below += n
        below_total += value * n
        if 0 < below < count:
            apart = (total * below - below_total * count) ** 2 / (below * (count - below))
            if apart > best:
                best, cut = apart, value + 1
    return cut


def _step(histogram: Sequence[int], cut: int) -> float:
    parts = [list(enumerate(histogram))[a:b] for a, b in ((0, cut), (cut, 256))]
    dark, light = (sum(v * n for v, n in part) / max(1, sum(n for _, n in part)) for part in parts)
    return light - dark


def _sides(paper: Image.Image) -> tuple[_Line, _Line, _Line, _Line] | None:
    """The upper, lower, left and right side of the paper."""
    upper, lower = _edges(paper.transpose(Image.Transpose.TRANSPOSE))
    left, right = _edges(paper)
    found = [_fitted(points, length) for points, length in ((upper, paper.width), (lower, paper.width))]
    found += [_fitted(points, length) for points, length in ((left, paper.height), (right, paper.height))]
    one, two, three, four = found
    return (one, two, three, four) if one and two and three and four else None


def _edges(paper: Image.Image) -> tuple[list[Point], list[Point]]:
    """Where each row of the paper, but for those near its ends, begins and ends; (along, across)."""
    box = paper.getbbox() or (0, 0, 0, 0)
    apart = (box[3] - box[1]) // 8
    starts: list[Point] = []
    ends: list[Point] = []
    for y in range(box[1] + apart, box[3] - apart):
        row = paper.crop((0, y, paper.width, y + 1)).getbbox()
        if row is not None:
            starts.append((y, row[0]))
            ends.append((y, row[2]))
    return starts, ends


def _fitted(points: Sequence[Point], length: int) -> _Line | None:
    """The line through ``points``; a finger or a bent corner does not move it."""
    half = len(points) // 2
    if half < 5:
        return None
    lean = median((b[1] - a[1]) / (b[0] - a[0]) for a, b in zip(points, points[half:], strict=False))
    at = median(across - lean * along for along, across in points)
    # that is as exact as a pixel; the mean of what lies near it is more
    near = [(along, across) for along, across in points if abs(across - lean * along - at) <= _NEAR]
    lean, at = linear_regression(*zip(*near, strict=True))
    return (at + lean * length / 2, lean) if abs(lean) <= _LEAN else None


def _crossing(level: _Line, upright: _Line, size: tuple[int, int]) -> Point:
    """Where a level and an upright side meet."""
    middle_x, middle_y = size[0] / 2, size[1] / 2
    # y = level at x, x = upright at y
    y = (level[0] + level[1] * (upright[0] - upright[1] * middle_y - middle_x)) / (1 - level[1] * upright[1])
    return upright[0] + upright[1] * (y - middle_y), y


def _is_sheet(paper: Image.Image, corners: Sequence[Point]) -> bool:
    """Whether the paper fills the quadrangle, and nothing round it is paper."""
    inside = Image.new("L", paper.size, 0)
    ImageDraw.Draw(inside).polygon(list(corners), fill=255)
    area = inside.histogram()[255]
    both = ImageChops.darker(inside, paper).histogram()[255]
    either = ImageChops.lighter(inside, paper).histogram()[255]
    return area > 0 and both >= _WITHIN * area and either - area <= (1 - _WITHIN) * area


def _projection(made: Sequence[Point], seen: Sequence[Point]) -> tuple[float, ...]:
    """The eight numbers of the projection that takes the corners of what is ``made`` to where they are ``seen``."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(made, seen, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for k in range(8):
        pivot = max(range(k, 8), key=lambda r: abs(rows[r][k]))
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [value / rows[k][k] for value in rows[k]]
        for r in range(8):
            if r != k:
                factor = rows[r][k]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[k], strict=True)]
    return tuple(row[8] for row in rows)
