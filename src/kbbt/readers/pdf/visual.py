"""What stands on one line across a page, in pieces set apart by white, and what of a stretch the pieces leave white."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median

from kbbt.numerals import number_alone
from kbbt.readers.pdf.characters import Run
from kbbt.readers.pdf.lines import Line, lines
from kbbt.text import squeeze

Interval = tuple[float, float]

NARROW = 0.1
"""The least width of a gutter, in sizes; and what sets apart what was not written in one go."""

_GAP = 0.35
"""What sets two pieces of a line apart, in sizes of the line."""
_FARTHEST = 3.0
"""A step of more than this many sizes is none from line to line."""
_CLOSING = frozenset("）」』】〉》〕］，。、；：！？")
_OPENING = frozenset("（「『【〈《〔［")


@dataclass(frozen=True, eq=False)
class VisualLine:
    """All that stands on one baseline across the page, in pieces set apart by white."""

    pieces: tuple[Line, ...]
    pitch: float = 0.0
    """The usual step from line to line of a column on its page, in points; nought when nothing tells."""

    @property
    def base(self) -> float:
        """The baseline."""
        return self.pieces[0].base

    @property
    def size(self) -> float:
        """The size of the largest characters."""
        return max(piece.size for piece in self.pieces)

    @cached_property
    def inks(self) -> tuple[Interval, ...]:
        """From where to where each piece has ink."""
        return tuple(map(ink, self.pieces))

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The texts of the pieces, for comparison with other lines."""
        return tuple(squeeze(piece.text) for piece in self.pieces)


def visual_lines(free: Sequence[Run]) -> list[VisualLine]:
    """The lines of a page, each in its pieces."""
    found = [tuple(_pieces(line)) for line in lines(free)]
    pitch = _pitch(found)
    return [VisualLine(pieces, pitch) for pieces in found]


def _pitch(page: Sequence[tuple[Line, ...]]) -> float:
    """The middle of the steps to the next line that has a piece beginning at the same place."""
    steps: list[float] = []
    above: dict[int, float] = {}
    for pieces in page:
        for piece in pieces:
            place = round(piece.x0)
            if place in above and piece.base - above[place] < _FARTHEST * piece.size:
                steps.append(piece.base - above[place])
            above[place] = piece.base
    return median(steps) if steps else 0.0


def _pieces(line: Line) -> list[Line]:
    if len(line.runs) == 1:
        return [line]
    found: list[list[Run]] = []
    end = 0.0
    for run in line.runs:
        # What was not written in one go may be the next cell: then the white half of a closing mark is white.
        apart = bool(found) and run.first != found[-1][-1].last
        gap = run.x0 - (min(end, _ink_end(found[-1][-1])) if apart else end)
        if found and gap <= (NARROW if apart else _GAP) * min(run.size, line.size):
            found[-1].append(run)
        else:
            found.append([run])
        end = max(end, run.x1) if len(found[-1]) > 1 else run.x1
    return [line] if len(found) == 1 else [piece for runs in found for piece in lines(runs)]


def _ink_end(run: Run) -> float:
    """Where the ink of a run ends: a closing mark of full width is white in its second half."""
    last = run.text.rstrip()[-1:]
    return run.x1 - 0.45 * run.size if last and last in _CLOSING else run.x1


def ink(piece: Line) -> Interval:
    """From where to where a piece has ink."""
    first = piece.runs[0]
    start = piece.x0 + 0.45 * first.size if first.text[:1] in _OPENING else piece.x0
    return start, max(_ink_end(run) for run in piece.runs)


def number_apart(line: VisualLine, gutters: Iterable[Sequence[Interval]]) -> VisualLine:
    """``line`` with the number of a row apart from the name that was written right behind it, over one of the ``gutters``.

    In cells with little room for white the two can stand as near as typesetting sets numbers from words.
    """
    spaces = [gutter for own in gutters for gutter in own]
    found: list[Line] = []
    for piece in line.pieces:
        crossed = any(piece.x0 < low and high < piece.x1 for low, high in spaces)
        found += (crossed and _number_and_rest(piece, spaces)) or [piece]
    return line if len(found) == len(line.pieces) else replace(line, pieces=tuple(found))


def _number_and_rest(piece: Line, spaces: Sequence[Interval]) -> list[Line]:
    for k, run in enumerate(piece.runs):
        before = piece.runs[k - 1] if k else None
        for i in range(run.first if before else run.first + 1, run.last):
            end = run.glyphs.x1[i - 1] if i > run.first or before is None else before.x1
            start = run.glyphs.x0[i]
            if start - end < NARROW * run.size or not any(low < start and end < high for low, high in spaces):
                continue
            number = [*piece.runs[:k], *([run.part(run.first, i)] if i > run.first else [])]
            if number_alone("".join(r.text for r in number)) is not None:
                return [*lines(number), *lines([run.part(i, run.last), *piece.runs[k + 1 :]])]
            return []
    return []


def white(gutters: Sequence[Interval], line: VisualLine, least: float) -> list[Interval]:
    """What of ``gutters`` the line leaves white, in parts at least ``least`` points wide where it touches them."""
    left: list[Interval] = list(gutters)
    for x0, x1 in line.inks:
        if not any(a < x1 and x0 < b for a, b in left):
            continue
        cut: list[Interval] = []
        for a, b in left:
            if x1 <= a or x0 >= b:
                cut.append((a, b))
                continue
            if x0 > a:
                cut.append((a, x0))
            if x1 < b:
                cut.append((x1, b))
        left = [(a, b) for a, b in cut if b - a >= least]
    return left


def moved(page: Sequence[VisualLine], above: VisualLine) -> list[VisualLine]:
    """The lines of ``page`` as if they went on below the line ``above`` of another page."""
    if not page:
        return []
    by = above.base + 1.5 * page[0].size - page[0].base
    return [replace(line, pieces=tuple(replace(piece, base=piece.base + by) for piece in line.pieces)) for line in page]
