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
_SURE = 0.8
"""The confidence from which on the Western reading counts."""
_WIDEST = 0.65
"""Heights of a line; a piece of ink that is wider is no digit."""
_SLACK = 0.12
"""Heights by which tesseract's sides of a word may be off."""
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
    cuts = [_cut(clean, strips[i], span) for i, _, _, span in found]
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


def _cut(clean: Image.Image, strip: Strip, span: tuple[float, float]) -> _Cut | None:
    """The picture of a number, along the edges of its ink; None when something else stands in its place."""
    line = ImageOps.invert(clean.crop(strip.box))
    ink = line.point(threshold(100))
    low, high = (span[0] - _SLACK) * strip.height, (span[1] + _SLACK) * strip.height
    runs = [
        (start, end)
        for start, end in bands(profile(ink.transpose(Image.Transpose.TRANSPOSE)))
        if low <= (start + end) / 2 <= high and end - start < _WIDEST * strip.height
    ]
    if not runs:
        return None
    box = ink.crop((runs[0][0], 0, runs[-1][1], ink.height)).getbbox()
    if box is None or box[3] - box[1] < 0.3 * strip.height:
        return None
    cut = ImageOps.invert(line.crop((runs[0][0], box[1], runs[-1][1], box[3])))
    width = max(1, round(cut.width * _HEIGHT / cut.height))
    picture = ImageOps.expand(cut.resize((width, _HEIGHT), Image.Resampling.BICUBIC), _BORDER, 255)
    return _Cut(picture, len(runs))
