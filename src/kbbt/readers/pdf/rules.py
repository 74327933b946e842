"""The rules drawn on a page: thin shapes and stroked edges, in whatever way the file makes them.

A rule may be a stroked line, a thin filled rectangle, a row of dashes or squares, the edge of a stroked rectangle or of
a shaded cell, or a stretched picture of one point; it may lie in a form. Fragments on one line are joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from kbbt.document import Box
from kbbt.errors import LimitError
from kbbt.i18n import _, retold, said
from kbbt.readers.pdf import native
from kbbt.readers.pdf.frame import Frame

_PATH, _IMAGE, _FORM = 2, 3, 5
_LINE, _CURVE, _MOVE = 0, 1, 2

THIN = 3.0
"""A shape thinner than this, in points, is a rule."""
_THICK = 6.5
"""A long filled shape thinner than this is a thick rule; the borders of word processors go up to 6 points."""
_LONG = 8
"""So many times its thickness is a thick rule at least long; what is shorter is a box."""
SNAP = 4.0
"""Fragments nearer than this are one rule (doubled rules, dashes, gaps at crossings)."""
_FILLED = 0.85
"""The part of a rectangle that shaded cells cover when all of its cells are shaded."""
_SHADED = 8.0
"""A shaded area smaller than this, in points, is no cell."""
_DRAWN = 0.05
"""A side of a frame thinner than this, in points, is none."""
SHORTEST = 7.0
"""What is shorter is no rule: the serif of a drawing, a bullet, a single dash."""

MAX_OBJECTS = 300_000
MAX_SEGMENTS = 300_000
MAX_RULES = 40_000
MAX_DEPTH = 12

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight rule from ``start`` to ``end`` at ``at``: x for upright rules, distance from the top for level ones."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Drawing:
    """What is drawn on a page besides text, in the page as it is read."""

    level: list[Rule] = field(default_factory=list)
    upright: list[Rule] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    shades: list[tuple[Box, bool]] = field(default_factory=list)
    """Filled areas, and whether they are white."""
    forms: bool = False
    """Some of the page is drawn by forms."""


def drawing(page: int, count: int, frame: Frame, invisible_text: list[int] | None = None) -> Drawing:
    """The rules, pictures and filled areas of a page. ``invisible_text`` collects text objects for the caller.

    Raises LimitError for a page with more shapes than any table needs.
    """
    walk = _Walk(frame)
    walk.objects(native.page_objects(page, _bounded(count, MAX_OBJECTS, said("objects"))), _IDENTITY, 0)
    if invisible_text is not None:
        invisible_text.extend(walk.texts)
    found = walk.drawing
    _rule_shades(found, frame)
    found.level = merged(found.level)
    found.upright = merged(found.upright)
    return found


def _rule_shades(drawn: Drawing, frame: Frame) -> None:
    """Draw rules round shaded cells: above and below each band of them, and between its cells where bands touch.

    A table can be told by its shades alone: every second row has one, or every cell with white between them.
    """
    bands: list[list[Box]] = []
    boxes = {box for box, _white in drawn.shades}
    for box in sorted(boxes, key=lambda b: (round(b[1]), round(b[3]), b[0])):
        width, height = box[2] - box[0], box[3] - box[1]
        if min(width, height) < _SHADED or height > 0.9 * frame.height:
            continue
        last = bands[-1][-1] if bands else None
        level = last is not None and abs(last[1] - box[1]) <= 1 and abs(last[3] - box[3]) <= 1
        if last is not None and level and abs(box[0] - last[2]) <= SNAP:
            bands[-1].append(box)
        else:
            bands.append([box])
    for band in bands:
        for y in (band[0][1], band[0][3]):
            drawn.level.append(Rule(y, band[0][0], band[-1][2]))
    for block in _blocks(bands):
        for band in block:
            for x in {edge for box in band for edge in (box[0], box[2])}:
                drawn.upright.append(Rule(x, band[0][1], band[0][3]))


def _blocks(bands: list[list[Box]]) -> list[list[list[Box]]]:
    """Bands that touch and together fill their rectangle: every cell of it is shaded."""
    waiting = list(bands)
    found: list[list[list[Box]]] = []
    while waiting:
        block = [waiting.pop()]
        for band in block:  # grows while it is walked through
            near = [other for other in waiting if _touch(band, other)]
            block += near
            waiting = [other for other in waiting if other not in near]
        boxes = [box for band in block for box in band]
        area = (max(b[2] for b in boxes) - min(b[0] for b in boxes)) * (
            max(b[3] for b in boxes) - min(b[1] for b in boxes)
        )
        if len(block) > 2 and sum((b[2] - b[0]) * (b[3] - b[1]) for b in boxes) > _FILLED * area:
            found.append(block)
    return found


def _touch(band: list[Box], other: list[Box]) -> bool:
    """Do two bands of shades stand one above the other, the edges of one at edges of the other?"""
    if min(abs(other[0][1] - band[0][3]), abs(other[0][3] - band[0][1])) > SNAP:
        return False
    edges = [[x for box in one for x in (box[0], box[2])] for one in (band, other)]
    few, many = sorted(edges, key=len)
    return all(any(abs(x - y) <= SNAP for y in many) for x in few)


def _bounded(count: int, limit: int, what: str) -> int:
    if count > limit:
        raise LimitError(
            _(
                "a page holds {count} {what}, more than the {limit} that are read",
                count=count,
                what=retold(what),
                limit=limit,
            ),
            remedy=_("Print the file to a new PDF, or take that page out, and read the result."),
        )
    return count


class _Walk:
    """One walk over the objects of a page; carries the limits."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.page: Box = (0.0, 0.0, frame.width, frame.height)
        self.drawing = Drawing()
        self.texts: list[int] = []
        self.seen = 0
        self.segments = 0

    def objects(self, objects: list[int], matrix: Matrix, depth: int) -> None:
        self.seen += len(objects)
        _bounded(self.seen, MAX_OBJECTS, said("objects"))
        types = native.object_types(objects)
        paths = [o for o, kind in zip(objects, types, strict=True) if kind == _PATH]
        if paths:
            self.paths(paths, matrix)
        for o, kind in zip(objects, types, strict=True):
            if kind == 1:
                self.texts.append(o)
            elif kind == _IMAGE:
                self.image(o, matrix)
            elif kind == _FORM and depth < MAX_DEPTH:
                self.drawing.forms = True
                inner = native.form_objects(o, _bounded(native.form_count(o), MAX_OBJECTS, said("objects")))
                self.objects(inner, _times(native.matrix(o), matrix), depth + 1)

    def paths(self, paths: list[int], matrix: Matrix) -> None:
        modes = native.draw_modes(paths)
        bounds = native.bounds(paths)
        counts = native.segment_counts(paths)
        for k, path in enumerate(paths):
            fill, stroke = modes[2 * k], modes[2 * k + 1]
            if not fill and not stroke:
                continue
            box = self.frame.box(
                *_apply(matrix, bounds[4 * k], bounds[4 * k + 1], bounds[4 * k + 2], bounds[4 * k + 3])
            )
            if not _sane(box):
                continue
            count = counts[k]
            width, height = box[2] - box[0], box[3] - box[1]
            if count <= 7 and (width < THIN or height < THIN):
                if not stroke and width < THIN and height < THIN and max(width, height) > 1.5:
                    continue  # a bullet
                self.rule(box)
            elif count <= 5 and fill and not stroke and _is_bar(box):
                self.rule(_midline(box))
            elif count <= 5 and fill and not stroke:
                self.drawing.shades.append((self.clip(box), _is_white(path)))
            else:
                self.complex(path, count, bool(stroke), matrix)

    def complex(self, path: int, count: int, stroke: bool, matrix: Matrix) -> None:
        """Every straight edge of a path of many segments, or of a stroked rectangle, and filled frames."""
        self.segments += count
        _bounded(self.segments, MAX_SEGMENTS, said("path segments"))
        kinds, points = native.segments(path, count)
        whole = _times(native.matrix(path), matrix)
        a, b, c, d, e, f = whole
        corners: list[tuple[float, float]] = []
        curved = False
        boxes: list[Box] = []
        for k, kind in enumerate(kinds):
            if kind == _MOVE:
                boxes += self.subpath(corners, stroke, curved)
                corners, curved = [], False
            curved = curved or kind == _CURVE
            x, y = points[2 * k], points[2 * k + 1]
            corners.append((a * x + c * y + e, b * x + d * y + f))
        boxes += self.subpath(corners, stroke, curved)
        for one, other in pairwise(boxes):
            self.filled_frame(one, other)

    def subpath(self, corners: list[tuple[float, float]], stroke: bool, curved: bool) -> Iterator[Box]:
        """Its rules, and its rectangle when it is one that is filled."""
        if len(corners) < 2:
            return
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        box = self.frame.box(min(xs), min(ys), max(xs), max(ys))
        if not _sane(box):
            return
        if box[2] - box[0] < THIN or box[3] - box[1] < THIN:
            if not curved:
                self.rule(box)
        elif stroke:
            closed = [*corners, corners[0]] if len(corners) == 4 else corners
            for (xa, ya), (xb, yb) in pairwise(closed):
                edge = self.frame.box(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))
                if edge[2] - edge[0] < 1 or edge[3] - edge[1] < 1:
                    self.rule(edge)
        elif not curved and len(corners) <= 5 and len(set(xs)) == len(set(ys)) == 2:
            yield box

    def filled_frame(self, one: Box, other: Box) -> None:
        """The four sides of a rectangle with a rectangle cut out of it."""
        outer, inner = (one, other) if one[0] <= other[0] else (other, one)
        sides = [abs(a - b) for a, b in zip(outer, inner, strict=True)]
        within = outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]
        if not within or max(sides) > _THICK:
            return
        x0, top, x1, bottom = ((a + b) / 2 for a, b in zip(outer, inner, strict=True))
        edges = [(x0, top, x0, bottom), (x0, top, x1, top), (x1, top, x1, bottom), (x0, bottom, x1, bottom)]
        for edge, width in zip(edges, sides, strict=True):
            if width > _DRAWN:
                self.rule(edge)

    def rule(self, box: Box) -> None:
        x0, top, x1, bottom = self.clip(box)
        width, height = x1 - x0, bottom - top
        if width < 0 or height < 0:
            return
        if len(self.drawing.level) + len(self.drawing.upright) > MAX_RULES:
            _bounded(MAX_RULES + 1, MAX_RULES, "rules")
        if height < THIN:
            self.drawing.level.append(Rule((top + bottom) / 2, x0, x1))
        if width < THIN:
            self.drawing.upright.append(Rule((x0 + x1) / 2, top, bottom))

    def image(self, o: int, matrix: Matrix) -> None:
        left, bottom, right, top = native.bounds([o])
        box = self.frame.box(*_apply(matrix, left, bottom, right, top))
        if not _sane(box):
            return
        if box[2] - box[0] < THIN or box[3] - box[1] < THIN:
            self.rule(box)
        else:
            self.drawing.images.append(self.clip(box))

    def clip(self, box: Box) -> Box:
        """``box`` without what lies off the page."""
        x0, top, x1, bottom = self.page
        return max(box[0], x0), max(box[1], top), min(box[2], x1), min(box[3], bottom)


def merged(rules: Iterable[Rule]) -> list[Rule]:
    """Rules without fragments: pieces on one line that touch or nearly touch are one rule; what stays short goes."""
    rows: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        if rows and rule.at - rows[-1][0].at <= 1.0:
            rows[-1].append(rule)
        else:
            rows.append([rule])
    return [rule for row in rows for rule in _joined(row) if rule.end - rule.start >= SHORTEST]


def _joined(row: list[Rule]) -> Iterator[Rule]:
    row.sort(key=lambda r: r.start)
    at, start, end, best = row[0].at, row[0].start, row[0].end, row[0].end - row[0].start
    for rule in row[1:]:
        if rule.start <= end + SNAP:
            end = max(end, rule.end)
            if rule.end - rule.start > best:
                at, best = rule.at, rule.end - rule.start
            continue
        yield Rule(at, start, end)
        at, start, end, best = rule.at, rule.start, rule.end, rule.end - rule.start
    yield Rule(at, start, end)


def _is_bar(box: Box) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    return min(width, height) < _THICK and max(width, height) > _LONG * min(width, height)


def _midline(box: Box) -> Box:
    """The line along the middle of a bar."""
    x0, top, x1, bottom = box
    if x1 - x0 > bottom - top:
        return x0, (top + bottom) / 2, x1, (top + bottom) / 2
    return (x0 + x1) / 2, top, (x0 + x1) / 2, bottom


def _sane(box: Box) -> bool:
    # NaN fails every comparison, so the test is for what is right.
    return all(-1e5 < v < 1e5 for v in box)


def _is_white(path: int) -> bool:
    red, green, blue, alpha = native.fill_color(path)
    return min(red, green, blue) >= 250 or alpha < 8


def _times(m: Matrix, n: Matrix) -> Matrix:
    """First ``m``, then ``n``."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _apply(m: Matrix, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
    """The bounds of a rectangle after ``m``."""
    if m is _IDENTITY:
        return left, bottom, right, top
    xs = [m[0] * x + m[2] * y + m[4] for x in (left, right) for y in (bottom, top)]
    ys = [m[1] * x + m[3] * y + m[5] for x in (left, right) for y in (bottom, top)]
    return min(xs), min(ys), max(xs), max(ys)
