"""What is drawn over a text or behind it: lines under it and through it, and large words across it.

A line under a text is no edge of a cell; what a line is drawn through is said no more; a word many times as large as
the lines it lies across (草案, 副本) is a watermark and belongs to none of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter
from statistics import median

from kbbt.readers.pdf.characters import Run
from kbbt.readers.pdf.rules import Rule

_ABOVE, _BELOW = 0.48, 0.55
"""How far above and below the baseline a line lies that belongs to the text, in sizes."""
_THROUGH = 0.12
"""A line at least so far above the baseline, in sizes, goes through the text."""
_EXACT = 0.12
"""A line that belongs to a text begins and ends with a character of it, to so many sizes."""
_UNBROKEN = 1.2
"""The widest gap in such a text, in sizes."""
_LARGE = 2.5
"""A watermark is so many times as large as the text."""

_Span = tuple[float, float, Run, int]
"""A character under a line: its left and right edge, its run and its index."""


def without_marks(runs: Sequence[Run], level: Sequence[Rule]) -> tuple[list[Run], list[Rule], list[str]]:
    """The runs without what is struck through, the rules without those that belong to a text, and what was struck."""
    order = sorted(runs, key=attrgetter("base"))
    bases = [run.base for run in order]
    largest = max((run.size for run in runs), default=0.0)
    edges: list[Rule] = []
    struck: dict[int, set[int]] = {}
    said: list[str] = []
    for rule in level:
        low = bisect_left(bases, rule.at - _BELOW * largest)
        near = order[low : bisect_right(bases, rule.at + _ABOVE * largest)]
        spans = _under(rule, near) if near else []
        if not spans:
            edges.append(rule)
            continue
        _, _, run, _ = spans[0]
        if run.base - rule.at > _THROUGH * run.size:
            new = [(run, i) for _, _, run, i in spans if i not in struck.get(id(run), ())]
            said += ["".join(run.glyphs.chars[i] for run, i in new)] if new else []
            for run, i in new:
                struck.setdefault(id(run), set()).add(i)
    if not struck:
        return list(runs), edges, said
    return [part for run in runs for part in _left(run, struck.get(id(run), set()))], edges, said


def _under(rule: Rule, near: Sequence[Run]) -> list[_Span]:
    """The characters a line belongs to, from left to right; none when it does not begin and end with them."""
    line = [run for run in near if -_BELOW <= (run.base - rule.at) / run.size <= _ABOVE]
    size = max((run.size for run in line), default=0.0)
    room, reach = _UNBROKEN * size, _EXACT * size
    spans = sorted(
        (run.glyphs.x0[i], run.glyphs.x1[i], k, i)
        for k, run in enumerate(line)
        if run.x0 < rule.end + room and run.x1 > rule.start - room
        for i in range(run.first, run.last)
    )
    found = [(x0, x1, line[k], i) for x0, x1, k, i in spans if rule.start < (x0 + x1) / 2 < rule.end]
    if not found:
        return []
    first, last = found[0][0], max(span[1] for span in found)
    # Beside the next character of the line it need not be exact: programs reckon the gap between scripts in or out.
    goes_on = any((x0 + x1) / 2 >= rule.end and x0 < last + room for x0, x1, _, _ in spans)
    came_on = any((x0 + x1) / 2 <= rule.start and x1 > first - room for x0, x1, _, _ in spans)
    begins = rule.start <= first + reach and (came_on or first - reach <= rule.start)
    ends = rule.end >= last - reach and (goes_on or rule.end <= last + reach)
    whole = all(b[0] - a[1] <= room for a, b in pairwise(found))
    return found if begins and ends and whole else []


def _left(run: Run, struck: set[int]) -> list[Run]:
    """What is left of a run."""
    if not struck:
        return [run]
    kept = [i for i in range(run.first, run.last) if i not in struck]
    starts = [i for i in kept if i - 1 not in kept]
    ends = [i + 1 for i in kept if i + 1 not in kept]
    return [run.part(a, b) for a, b in zip(starts, ends, strict=True)]


def without_watermarks(runs: Sequence[Run]) -> tuple[list[Run], list[str]]:
    """The runs without large words that lie across several others, and those words."""
    usual = median(run.size for run in runs) if runs else 0.0
    large = {id(run) for run in runs if run.size > _LARGE * usual}
    if not large:
        return list(runs), []
    small = [run for run in runs if id(run) not in large]
    behind = [run for run in runs if id(run) in large and sum(_lies_on(other, run) for other in small) > 1]
    gone = {id(run) for run in behind}
    return [run for run in runs if id(run) not in gone], [run.text for run in behind]


def _lies_on(run: Run, large: Run) -> bool:
    across = min(run.x1, large.x1) - max(run.x0, large.x0)
    return across > 0.5 * run.size and large.base - 0.88 * large.size < run.middle < large.base + 0.12 * large.size
