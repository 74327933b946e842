"""Numbers read a second time by the data for Western script.

The Chinese data takes the 3 of a Kai face for 5 or 8 and its 1 for ]; dates and counts are made of them. The Western
data knows digits well, but only where it is shown nothing else, so each number is cut out along its own ink.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from PIL import Image, ImageOps

from kbbt.readers.scan.cleaning import profile, threshold
from kbbt.readers.scan.mending import Character
from kbbt.readers.scan.strips import Strip, bands
from kbbt.readers.scan.tesseract import DIGITS, LINE, reads_digits, recognise

_HEIGHT, _BORDER = 40, 12
_SURE = 0.75
"""The confidence from which on the Western reading counts."""
_WIDEST = 0.65
"""Heights of a line; a piece of ink that is wider is no digit."""
_LOWEST = 0.3
"""Heights of a line; a piece of ink that is lower is no digit."""
_SLACK, _APART = 0.12, 0.45
"""Heights by which tesseract's sides of a word may be off, and by which the digits of a number stand apart at most."""
_READ_AS_DIGITS = "0123456789]"


def mend_digits(
    clean: Image.Image, strips: Sequence[Strip], lines: Sequence[Sequence[Character]]
) -> list[list[Character]]:
    """``lines`` (one a strip) with their numbers as both readings have them, or as the surer one has.

    Where the two differ the confidence is halved.
    """
    mended = [list(line) for line in lines]
    if not reads_digits():
        return mended
    found = [(i, *group) for i, line in enumerate(lines) for group in _groups(line)]
    cuts = [_cut(clean, strips[i], span, last - first) for i, first, last, span in found]
    shown = [(group, cut) for group, cut in zip(found, cuts, strict=True) if cut is not None]
    read = recognise([cut.picture for _, cut in shown], LINE, DIGITS)
    # from the right, so that a number of another length does not move those before it
    for ((i, first, last, _), cut), words in reversed(list(zip(shown, read, strict=True))):
        digits = "".join(word.text for word in words)
        sure = min((word.confidence for word in words), default=0.0)
        if digits.isdecimal() and sure >= _SURE and len(digits) in (last - first, cut.pieces):
            mended[i][first:last] = _agreed(mended[i][first:last], digits, sure)
    return mended


def _agreed(number: Sequence[Character], digits: str, sure: float) -> list[Character]:
    if len(digits) != len(number):
        head = replace(number[0], confidence=sure / 2)
        return [replace(head, text=digit, blank_before=head.blank_before and not k) for k, digit in enumerate(digits)]
    return [
        replace(before, text=digit, confidence=max(sure, before.confidence) if before.text == digit else sure / 2)
        for before, digit in zip(number, digits, strict=True)
    ]


def _groups(line: Sequence[Character]) -> Iterator[tuple[int, int, tuple[float, float]]]:
    """First and last (exclusive) of the numbers in a line whose place is known, and that place."""
    first = 0
    while first < len(line):
        last = first
        while (
            last < len(line) and line[last].text in _READ_AS_DIGITS and not (last > first and line[last].blank_before)
        ):
            last += 1
        spans = [character.span for character in line[first:last] if character.span is not None]
        if last > first and len(spans) == last - first:
            yield first, last, (min(span[0] for span in spans), max(span[1] for span in spans))
        first = max(last, first + 1)


@dataclass(frozen=True, slots=True)
class _Cut:
    """The picture of a number, and of how many pieces of ink it is: as many as digits, unless they touch."""

    picture: Image.Image
    pieces: int


def _cut(clean: Image.Image, strip: Strip, span: tuple[float, float], count: int) -> _Cut | None:
    """The picture of a number of ``count`` digits, along the edges of its ink; None when something else stands there."""
    line = ImageOps.invert(clean.crop(strip.box))
    ink = line.point(threshold(100))
    height = strip.height
    runs = bands(profile(ink.transpose(Image.Transpose.TRANSPOSE)))
    low, high = (span[0] - _SLACK) * height, (span[1] + _SLACK) * height
    inside = [k for k, run in enumerate(runs) if low <= (run[0] + run[1]) / 2 <= high and _is_digit(ink, run, height)]
    if not inside:
        return None
    first, last = inside[0], inside[-1]
    # tesseract's box may leave out a digit at either end: 14 in the box of its 4
    while last - first + 1 < count:
        beside = [(runs[first][0] - runs[first - 1][1], first - 1)] if first else []
        beside += [(runs[last + 1][0] - runs[last][1], last + 1)] if last + 1 < len(runs) else []
        near = [(gap, k) for gap, k in beside if gap <= _APART * height and _is_digit(ink, runs[k], height)]
        if not near:
            break
        _, found = min(near)
        first, last = min(first, found), max(last, found)
    box = ink.crop((runs[first][0], 0, runs[last][1], ink.height)).getbbox()
    assert box is not None  # digits have ink
    cut = ImageOps.invert(line.crop((runs[first][0], box[1], runs[last][1], box[3])))
    width = max(1, round(cut.width * _HEIGHT / cut.height))
    picture = ImageOps.expand(cut.resize((width, _HEIGHT), Image.Resampling.BICUBIC), _BORDER, 255)
    return _Cut(picture, last - first + 1)


def _is_digit(ink: Image.Image, run: tuple[int, int], height: int) -> bool:
    """Whether a piece of ink is as narrow and as high as a digit: no mark, and no part of a wider character."""
    box = ink.crop((run[0], 0, run[1], ink.height)).getbbox()
    return run[1] - run[0] < _WIDEST * height and box is not None and box[3] - box[1] >= _LOWEST * height
