"""The ruled lines on a scanned page, as the geometry that finds cells wants them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageFilter

from kbbt.readers.pdf.rules import Rule, merged
from kbbt.readers.scan.cleaning import Sheet, threshold

_SHORTEST = 30.0
"""Points; the strokes of a character are shorter, also in a title."""
_PIECE, _GAP, _ASIDE = 6.0, 8.0, 1.0
"""Points: what is left of a rule that is badly printed or copied, between two of its gaps at least; how long such a gap
is at most; and by how much the pieces of one rule lie beside each other."""
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

    @property
    def at(self) -> float:
        """Where it is across its direction."""
        return self.moment / self.weight


def rules(sheet: Sheet) -> tuple[list[Rule], list[Rule]]:
    """Level and upright rules of the page, in points."""
    return _level(sheet.dark, sheet), _level(sheet.dark.transpose(Image.Transpose.TRANSPOSE), sheet)


def _level(dark: Image.Image, sheet: Sheet) -> list[Rule]:
    found: list[Rule] = []
    # smoothed along the rule, its noise goes and characters fade
    smooth = dark.filter(ImageFilter.BoxBlur((3 * sheet.point, 0)))
    mask = smooth.point(threshold(max(8, round(0.25 * sheet.ink))))
    long, short = (_thin_strokes(mask, length * sheet.point, sheet) for length in (_SHORTEST, _PIECE))
    # short pieces alone would not do: what touches a rule (a character, a stamp) makes them too thick to be one
    chains = [*([stroke] for stroke in long), *_chains(short, _GAP * sheet.point, _ASIDE * sheet.point)]
    for chain in chains:
        rule = _rule(dark, chain, sheet)
        if rule is not None:
            found.append(rule)
    return merged(found)


def _thin_strokes(mask: Image.Image, shortest: float, sheet: Sheet) -> list[_Stroke]:
    found = _strokes(mask, round(shortest))
    return [stroke for stroke in found if stroke.last - stroke.first < _THICKEST * sheet.point]


def _rule(dark: Image.Image, chain: Sequence[_Stroke], sheet: Sheet) -> Rule | None:
    """The rule that the pieces of a ``chain`` make, None when they make none."""
    start, end = chain[0].start, max(piece.end for piece in chain)
    if end - start < round(_SHORTEST * sheet.point):
        return None
    at = sum(piece.moment for piece in chain) / sum(piece.weight for piece in chain)
    ends = _drawn(dark, start, end, round(at))
    margin = _MARGIN * sheet.point
    if ends is None or not margin < at < dark.height - margin:
        return None
    return Rule((at + 0.5) / sheet.point, ends[0] / sheet.point, ends[1] / sheet.point)


def _chains(pieces: Sequence[_Stroke], gap: float, aside: float) -> list[list[_Stroke]]:
    """Pieces that lie in one line, each not farther than ``gap`` from the one before it."""
    found: list[list[_Stroke]] = []
    live: list[list[_Stroke]] = []
    for piece in sorted(pieces, key=lambda piece: piece.start):
        live = [chain for chain in live if piece.start - chain[-1].end <= gap]
        near = [c for c in live if piece.start >= c[-1].end and abs(c[-1].at - piece.at) <= aside]
        if near:
            min(near, key=lambda chain: abs(chain[-1].at - piece.at)).append(piece)
        else:
            live.append([piece])
            found.append(live[-1])
    return found


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


def _drawn(dark: Image.Image, start: int, end: int, at: int) -> tuple[int, int] | None:
    """The ends of the stroke, or None when it is a row of characters: a rule has few gaps."""
    strip = dark.crop((start, max(0, at - 2), end, at + 3))
    data, width = strip.tobytes(), strip.width
    # the darkest of the rows at each place, so that a slight slope does not break the rule
    darkest = [max(data[x::width]) for x in range(width)]
    level = max(8, sorted(darkest)[width // 2] // 2)
    solid = [value >= level for value in darkest]
    if sum(solid) < 0.85 * len(solid):
        return None
    first = solid.index(True)
    last = len(solid) - 1 - solid[::-1].index(True)
    return start + first, start + last + 1
