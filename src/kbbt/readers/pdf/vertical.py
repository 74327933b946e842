"""Pages set in vertical lines, read from top to bottom and from right to left."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from kbbt.readers.pdf.characters import Glyphs, RawCharacters, Run
from kbbt.readers.pdf.directions import TurnedLine
from kbbt.readers.pdf.frame import Frame
from kbbt.text import clean, replace_radicals

_ENOUGH = 20


def is_vertical(page: Glyphs, runs: list[Run]) -> bool:
    """Does most of the text step down from character to character?"""
    count = len(page)
    if count < _ENOUGH or len(runs) < 0.6 * count:
        return False
    down = sum(
        abs(page.x0[i] - page.x0[i - 1]) < 0.3 * page.height[i]
        and 0.7 * page.height[i] < page.base[i] - page.base[i - 1] < 2 * page.height[i]
        for i in range(1, count)
    )
    return down > 0.6 * count


def stacked(runs: Sequence[Run]) -> list[Run] | None:
    """The runs of a cell set in vertical lines, in reading order; None when the cell is set like others.

    One character stands below the other, and the next line further left. Characters beside each other alone are no lines.
    """
    order = sorted(runs, key=lambda run: run.first)
    if any(run.last - run.first > 1 for run in order):
        return None
    lines = 1
    for above, run in pairwise(order):
        if abs(run.x0 - above.x0) < 0.3 * run.size and run.base > above.base + 0.5 * run.size:
            continue
        if run.x0 > above.x0 - 0.5 * run.size or run.base > above.base + 0.3 * run.size:
            return None
        lines += 1
    return order if 1 < lines < len(order) else None


def vertical_lines(raw: RawCharacters, frame: Frame) -> list[TurnedLine]:
    """The vertical lines of a page, the rightmost first. Latin words that lie on their side belong to their line."""
    boxes = [
        frame.box(left, bottom, right, top)
        for left, bottom, right, top in zip(raw.left, raw.bottom, raw.right, raw.top, strict=True)
    ]
    if not boxes:
        return []
    size = median(box[2] - box[0] for box in boxes)
    order = sorted(range(len(boxes)), key=lambda k: -(boxes[k][0] + boxes[k][2]))
    columns: list[list[int]] = []
    middle = 0.0
    for k in order:
        x = (boxes[k][0] + boxes[k][2]) / 2
        if columns and middle - x < 0.6 * size:
            columns[-1].append(k)
        else:
            columns.append([k])
            middle = x
    found: list[TurnedLine] = []
    for column in columns:
        column.sort(key=lambda k: boxes[k][1] + boxes[k][3])
        text = clean(replace_radicals("".join(chr(raw.codes[k]) for k in column))).replace("\n", " ")
        own = [boxes[k] for k in column]
        x0, top, x1, bottom = (f(box[i] for box in own) for i, f in enumerate((min, min, max, max)))
        if text:
            found.append(TurnedLine(text, (x0, top, x1, bottom)))
    return found
