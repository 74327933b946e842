"""Runs → printed lines.

Lines are told by baselines, never by ink: the ink of 一 or 。 lies elsewhere than that of its neighbours. A blank is
put only where a person sees one: between Latin words, or at a gap as wide as a tab; never for the small gaps that
typesetting leaves between Han characters and digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from statistics import median

from kbbt.document import Box, Paragraph, Place
from kbbt.readers.pdf.characters import Glyphs, Run
from kbbt.text import clean, is_wide, replace_radicals

_BLANKS = " \u00a0\u3000\t"
_SURROGATE = re.compile("[\ud800-\udfff]")
_RADICAL = re.compile("[\u2e80-\u2fdf]")
_ASCENT, _DESCENT = 0.88, 0.12
"""What a line takes above and below its baseline, in sizes: the usual square of a Han font."""
_TAB = 2.0
_WORD = 0.13
_LEAST = 0.3
"""Typesetting puts up to a quarter of the size between Han characters and numbers; a blank is more."""


@dataclass(frozen=True)
class Line:
    """One printed line: its runs from left to right, its baseline and the size of its largest characters."""

    runs: tuple[Run, ...]
    base: float
    size: float

    @property
    def x0(self) -> float:
        """Where the line begins."""
        return self.runs[0].x0

    @property
    def x1(self) -> float:
        """Where the line ends."""
        return max(run.x1 for run in self.runs)

    @property
    def box(self) -> Box:
        """The rectangle of the line; top and bottom depend on the baseline and the size alone."""
        return self.x0, self.base - _ASCENT * self.size, self.x1, self.base + _DESCENT * self.size

    @property
    def first(self) -> int:
        """Where the line begins in the content of the page."""
        return min(run.first for run in self.runs)

    @cached_property
    def text(self) -> str:
        """The text of the line as it is kept: radicals replaced, blanks collapsed, what nobody sees left out."""
        text = _join(self.runs)
        # Most lines hold nothing that would have to be cleaned; what is not printable includes all that would.
        if text.isprintable() and "  " not in text and not _RADICAL.search(text):
            return text.strip(" ")
        return clean(replace_radicals(_whole(text)))

    def paragraph(self, page: int) -> Paragraph:
        """The line as a value of the document model."""
        x0, top, x1, bottom = self.box
        box = (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))
        return Paragraph(self.text, places=(Place(page=page, box=box),), is_line=True)


def is_blank(run: Run) -> bool:
    """True when the run draws nothing but blanks."""
    chars = run.glyphs.chars
    return chars[run.first] in _BLANKS and not run.text.strip(_BLANKS)


_by_base = attrgetter("base")
_by_start = attrgetter("x0")


def lines(runs: Iterable[Run]) -> list[Line]:
    """The printed lines that ``runs`` make, from top to bottom. Lines of blanks alone are left out."""
    ordered = sorted(runs, key=_by_base)
    found: list[Line] = []
    group: list[Run] = []
    base = size = 0.0
    for run in ordered:
        if group and run.base - base <= _reach(size, run.size):
            group.append(run)
            if run.size > size * 1.05 or (run.size > 0.95 * size and run.last - run.first > 2):
                # The largest characters say where the baseline is: what is raised or lowered is smaller.
                base, size = run.base, max(size, run.size)
            continue
        if group:
            found.extend(_line(group))
        group, base, size = [run], run.base, run.size
    if group:
        found.extend(_line(group))
    return found


def _reach(one: float, other: float) -> float:
    """How far apart the baselines of runs on one line can be; small characters are raised or lowered further."""
    large, small = max(one, other), min(one, other)
    return (0.6 if small < 0.75 * large else 0.35) * large


def _line(group: list[Run]) -> list[Line]:
    group.sort(key=_by_start)
    while group and is_blank(group[0]):
        del group[0]
    while group and is_blank(group[-1]):
        del group[-1]
    if not group:
        return []
    if any(b.x0 < a.x1 - 0.3 * min(a.size, b.glyphs.x1[b.first] - b.x0) for a, b in pairwise(group)):
        group = _untangle(group)
    largest = max(group, key=lambda run: (round(run.size, 1), run.last - run.first))
    return [Line(tuple(group), largest.base, largest.size)]


def _untangle(group: Sequence[Run]) -> list[Run]:
    """Runs that lie on one another, without what was drawn twice to look bold.

    A double is the same character at nearly the same spot; 謝謝 stands a whole character apart.
    """
    kept: list[Run] = []
    for run in group:
        glyphs = run.glyphs
        start = run.first
        for i in range(run.first, run.last):
            if _drawn(kept, glyphs, i, run.size):
                if start < i:
                    kept.append(run.part(start, i))
                start = i + 1
        if start == run.first:
            kept.append(run)
        elif start < run.last:
            kept.append(run.part(start, run.last))
    if any(b.x0 < a.x1 - 0.3 * a.size for a, b in pairwise(kept)):
        kept = [run.part(i, i + 1) for run in kept for i in range(run.first, run.last)]
    kept.sort(key=_by_start)
    return kept


def _drawn(kept: Iterable[Run], glyphs: Glyphs, i: int, size: float) -> bool:
    x, char = glyphs.x0[i], glyphs.chars[i]
    reach = 0.3 * min(size, max(glyphs.x1[i] - x, 0.1 * size))
    for run in kept:
        if run.x0 - size < x < run.x1 + size:
            for k in range(run.first, run.last):
                if abs(run.glyphs.x0[k] - x) < reach and run.glyphs.chars[k] == char:
                    return True
    return False


def _join(runs: Sequence[Run]) -> str:
    if len(runs) == 1:
        return runs[0].text
    parts: list[str] = []
    before: Run | None = None
    last = ""
    for run in runs:
        text = run.text
        if before is not None and last not in _BLANKS and text[0] not in _BLANKS:
            gap = run.x0 - before.x1
            size = min(before.size, run.size)
            latin = _is_latin(last) + _is_latin(text[0])
            if latin == 2:
                if gap > _WORD * max(before.size, run.size):
                    parts.append(" ")
            elif gap > _TAB * size:
                # A wide gap is a tab, unless the line is spread out character by character (記　　錄).
                if before.last - before.first > 1:
                    parts.append(" ")
            elif (
                (latin or run.glyphs.drops_blanks == "anywhere")
                and gap > _LEAST * size
                and _is_blank_gap(gap, size, runs, last + text[0])
            ):
                parts.append(" ")
        parts.append(text)
        before, last = run, text[-1]
    return "".join(parts)


def _is_blank_gap(gap: float, size: float, runs: Sequence[Run], pair: str) -> bool:
    """Is a gap between a Han character and a number or Latin letter more than typesetting puts there?

    LibreOffice leaves out the blank where the script changes. Less what the whole line is stretched by, the gap is
    then as wide as the blanks that are there, or wider than the quarter of a size that is put between scripts.
    """
    letters = any(c.isascii() and c.isalnum() for c in pair)
    if letters and not runs[0].glyphs.spaced:
        return False
    steps: list[float] = []
    blanks: list[float] = []
    for run in runs:
        x0, x1, chars = run.glyphs.x0, run.glyphs.x1, run.glyphs.chars
        steps += [x0[i] - x1[i - 1] for i in range(run.first + 1, run.last)]
        blanks += [x1[i] - x0[i] for i in range(run.first, run.last) if chars[i] == " "]
    if runs[0].glyphs.drops_blanks == "anywhere":
        # Every character of a stretched line can be a run of its own then; between Han characters blanks are rare.
        steps += [b.x0 - a.x1 for a, b in pairwise(runs) if is_wide(a.text[-1]) and is_wide(b.text[0])]
    own = gap - max(0.0, median(steps) if steps else 0.0)
    return own > 0.45 * size or (own > 0.28 * size and any(abs(own - blank) < 0.05 * blank for blank in blanks))


def _is_latin(char: str) -> bool:
    """Is it a character of words that blanks set apart? Marks such as · and — stand between Han characters too."""
    return char.isascii() or (char < "\u0250" and char.isalpha())


def _whole(text: str) -> str:
    """``text`` with surrogate pairs joined: some files give a character beyond the first plane in two halves."""
    if _SURROGATE.search(text):
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
