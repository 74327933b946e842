"""Tables without rules: columns told by what stays white from line to line.

A stretch of lines is looked for through which at least one gutter runs. That alone is no table: lists with hanging
labels and fields with a colon (時間：) have gutters too. What makes it one is said in :func:`is_table`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from kbbt.labels import split_label
from kbbt.readers.pdf.characters import Run
from kbbt.readers.pdf.lines import Line, lines
from kbbt.readers.pdf.rows import RowOfLines, rises
from kbbt.readers.pdf.rules import Rule
from kbbt.text import is_han, squeeze

Interval = tuple[float, float]
Titles = tuple[str, ...]

_GAP = 0.35
"""What sets two pieces of a line apart, in sizes of the line."""
_NARROW = 0.1
"""The same between what was not written in one go; and the least width of a gutter."""
_CLOSING = frozenset("）」』】〉》〕］，。、；：！？")
_OPENING = frozenset("（「『【〈《〔［")
_APART = 2.6
"""A gap between lines of more than this many sizes ends a table without rules."""
_MOST_ACROSS = 2
"""Lines that a heading across all columns may have."""
_LONGEST_TITLE = 16
_LEAST_FIGURES = 2
"""How many lines of figures make a table of figures at least."""
_FIGURE = re.compile(r"[0-9０-９][0-9０-９,，.．]*[%％]?")
_BEHIND = 2.0
"""Points from a gutter within which what stands right of it begins."""


@dataclass(frozen=True)
class VisualLine:
    """All that stands on one baseline across the page, in pieces set apart by white."""

    pieces: tuple[Line, ...]

    @property
    def base(self) -> float:
        """The baseline."""
        return self.pieces[0].base

    @property
    def size(self) -> float:
        """The size of the largest characters."""
        return max(piece.size for piece in self.pieces)

    @cached_property
    def titles(self) -> Titles:
        """The texts of the pieces, for comparison with other lines."""
        return tuple(squeeze(piece.text) for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Region:
    """Visual lines ``first`` to ``last`` (excluded) of a page, and the gutters that run through them."""

    first: int
    last: int
    gutters: tuple[Interval, ...]
    edges: Interval | None = None
    """Where the table begins and ends across the page, as far as is known from the page before."""

    @property
    def bounds(self) -> tuple[float, ...]:
        """The middle of each gutter: where one column ends and the next begins."""
        return tuple((a + b) / 2 for a, b in self.gutters)


def visual_lines(free: Sequence[Run]) -> list[VisualLine]:
    """The lines of a page, each in its pieces."""
    return [VisualLine(tuple(_pieces(line))) for line in lines(free)]


def _pieces(line: Line) -> list[Line]:
    if len(line.runs) == 1:
        return [line]
    found: list[list[Run]] = []
    end = 0.0
    for run in line.runs:
        # What was not written in one go may be the next cell: then the white half of a closing mark is white.
        apart = bool(found) and run.first != found[-1][-1].last
        gap = run.x0 - (min(end, _ink_end(found[-1][-1])) if apart else end)
        if found and gap <= (_NARROW if apart else _GAP) * min(run.size, line.size):
            found[-1].append(run)
        else:
            found.append([run])
        end = max(end, run.x1) if len(found[-1]) > 1 else run.x1
    return [line] if len(found) == 1 else [piece for runs in found for piece in lines(runs)]


def _ink_end(run: Run) -> float:
    """Where the ink of a run ends: a closing mark of full width is white in its second half."""
    last = run.text.rstrip()[-1:]
    return run.x1 - 0.45 * run.size if last and last in _CLOSING else run.x1


def _ink(piece: Line) -> Interval:
    """From where to where a piece has ink."""
    first = piece.runs[0]
    start = piece.x0 + 0.45 * first.size if first.text[:1] in _OPENING else piece.x0
    return start, max(_ink_end(run) for run in piece.runs)


def regions(
    page: Sequence[VisualLine], carried: Region | None = None, headers: Mapping[Titles, int] | None = None
) -> list[Region]:
    """The stretches of lines with a gutter, from top to bottom; a line of titles begins a new one.

    ``carried`` is the table that the page before ended with; lines at the top that keep its gutters go on with it.
    ``headers`` are the lines of titles that are known, and how many lines each of them takes.
    """
    headers = headers or {}
    found: list[Region] = []
    start = 0
    if carried is not None:
        region = kept(page, 0, carried.gutters, limit=_limit(page, 0, headers) if page else 0)
        if region is not None:
            region = _before_figures(page, replace(region, edges=carried.edges), headers)
            found.append(region)
            start = region.last
    while start < len(page):
        if len(page[start].pieces) < 2:
            start += 1
            continue
        region = _grown(page, start, _limit(page, start, headers), headers)
        if region is None:
            start += 1
            continue
        region = _before_figures(page, region, headers)
        found.append(region)
        start = region.last
    return found


def _before_figures(page: Sequence[VisualLine], region: Region, headers: Collection[Titles]) -> Region:
    """``region`` up to a table of figures right below it: titles of its own and, to the end, names with numbers only."""
    at = region.last
    while at > region.first and _is_figures(page[at - 1]):
        at -= 1
    at -= 1
    rows_above = any(not is_titles(line) for line in page[region.first : at])
    if region.last - at <= _LEAST_FIGURES or not rows_above:
        return region
    return replace(region, last=at) if is_titles(page[at]) and page[at].titles not in headers else region


def _is_figures(line: VisualLine) -> bool:
    """Is a line a name and numbers?"""
    first, *others = line.titles
    return bool(others) and not _FIGURE.fullmatch(first) and all(map(_FIGURE.fullmatch, others))


def is_titles(line: VisualLine) -> bool:
    """Can a line be the titles of columns: several short pieces without marks or numbers?"""
    return len(line.pieces) > 1 and all(map(is_title, line.titles))


def is_title(text: str) -> bool:
    """Can a text be the title of a column?"""
    return 0 < len(text) <= _LONGEST_TITLE and not any(c in "：:。；，,;" or c.isdigit() for c in text)


def _limit(page: Sequence[VisualLine], start: int, headers: Mapping[Titles, int]) -> int:
    """Where the next titles stand below the line ``start``."""
    at = start + max(headers.get(page[start].titles, 0), 1)
    return next((k for k in range(at, len(page)) if page[k].titles in headers), len(page))


def kept(
    page: Sequence[VisualLine],
    start: int,
    gutters: Sequence[Interval],
    *,
    alone: bool = False,
    limit: int | None = None,
) -> Region | None:
    """The lines from ``start`` on (up to ``limit``) that leave every one of ``gutters`` white, and headings across them.

    None when there are none, or (unless ``alone``) when all of them stand in the first column.
    """
    region = _kept(page, start, gutters, len(page) if limit is None else limit, 0.5)
    bounds = region.bounds
    used = {_column(piece, bounds) for line in page[start : region.last] for piece in line.pieces}
    return region if used and (alone or max(used) > 0) else None


def _kept(
    page: Sequence[VisualLine], start: int, gutters: Sequence[Interval], limit: int, least: float | None
) -> Region:
    """``least`` is the width that has to stay white, in points; by the size of the line when it is None."""
    left = list(gutters)
    end = start
    while end < limit and not _apart(page, start, end):
        narrower = _white(left, page[end].pieces, _NARROW * page[end].size if least is None else least)
        if len(narrower) == len(left):
            left = narrower
            end += 1
            continue
        across = _across(page, end, left, limit)
        if not across:
            break
        end += across
    return Region(start, end, tuple(left))


def _across(page: Sequence[VisualLine], at: int, gutters: Sequence[Interval], limit: int) -> int:
    """How many lines from ``at`` on run across the columns as a heading that stands among the rows."""
    end = at
    while end < limit and is_across(page[end], gutters) and (end == at or not _apart(page, at, end)):
        end += 1
    row_below = end < limit and not _apart(page, at, end) and len(page[end].pieces) > 1
    whole = row_below and len(_white(gutters, page[end].pieces, _NARROW * page[end].size)) == len(gutters)
    return end - at if whole and end - at <= _MOST_ACROSS else 0


def is_across(line: VisualLine, gutters: Sequence[Interval]) -> bool:
    """Is a line one piece that does not keep to the columns?"""
    return len(line.pieces) == 1 and len(_white(gutters, line.pieces, _NARROW * line.size)) < len(gutters)


def _grown(page: Sequence[VisualLine], start: int, limit: int, headers: Mapping[Titles, int]) -> Region | None:
    """The stretch that begins with line ``start``. Below titles a single piece may be a heading across the columns."""
    titled = is_titles(page[start])
    stacked = _stacked(page[start : start + headers.get(page[start].titles, 1)])
    body = start + headers[page[start].titles] if stacked else start
    inks = stacked or [_ink(piece) for piece in page[start].pieces]
    gutters: list[Interval] = [(a[1], b[0]) for a, b in pairwise(inks)]
    end = max(body, start + 1)
    alone = 0
    while end < limit and not _apart(page, start, end):
        left = _white(gutters, page[end].pieces, _NARROW * page[end].size)
        alone = alone + 1 if titled and is_across(page[end], gutters) else 0
        if alone > _MOST_ACROSS or (not left and not alone):
            break
        if not titled or len(page[end].pieces) > 1:
            gutters = left
        end += 1
    found = Region(start, end, tuple(gutters))
    if titled:
        found = replace(_kept(page, body, _one_each(page, body, end, gutters, inks), end, None), first=start)
    return found if found.last - start >= 2 else None


def _stacked(header: Sequence[VisualLine]) -> list[Interval]:
    """From where to where the lowest titles stand, where a title stands over the gutter between two; empty otherwise."""
    lowest: list[Interval] = []
    spanning = False
    for k, line in enumerate(header):
        for piece in line.pieces:
            if any(_spans(piece, line, pair) for lower in header[k + 1 :] for pair in pairwise(lower.pieces)):
                spanning = True
            else:
                lowest.append(_ink(piece))
    found: list[Interval] = []
    for start, end in sorted(lowest) if spanning else ():
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _spans(title: Line, line: VisualLine, pair: tuple[Line, Line]) -> bool:
    """Does a title of ``line`` stand over two lower ones that nothing else of its line stands over?"""
    left, right = pair
    others = (piece for piece in line.pieces if piece is not title)
    free = not any(one.x0 < low.x1 and low.x0 < one.x1 for one in others for low in pair)
    middle = (title.x0 + title.x1) / 2
    between = (left.x0 + left.x1) / 2 < middle < (right.x0 + right.x1) / 2
    return free and between and left.x0 < title.x0 - _BEHIND and right.x1 > title.x1 + _BEHIND


def _one_each(
    page: Sequence[VisualLine], start: int, end: int, gutters: Sequence[Interval], inks: Sequence[Interval]
) -> list[Interval]:
    """Of the ``gutters`` between two titles (``inks``) the one that most lines begin behind, or the widest.

    White between the words of a column can run through a few lines, too.
    """
    between: list[Interval] = [(a[1], b[0]) for a, b in pairwise(inks)]
    for line in page[start:end]:
        if not is_titles(line):
            break
        between = _white(between, line.pieces, 0.0)
    begins = [piece.x0 for line in page[start:end] if len(line.pieces) > 1 for piece in line.pieces[1:]]
    found = []
    for a, b in between:
        own = [g for g in gutters if a <= g[0] and g[1] <= b]
        if own:
            found.append(max(own, key=lambda g: (sum(abs(x - g[1]) < _BEHIND for x in begins), g[1] - g[0])))
    return found


def _apart(page: Sequence[VisualLine], start: int, end: int) -> bool:
    if end == start:
        return False
    above, below = page[end - 1], page[end]
    return below.base - above.base > _APART * max(above.size, below.size) + 0.5 * min(above.size, below.size)


def _white(gutters: Sequence[Interval], pieces: Sequence[Line], least: float) -> list[Interval]:
    """What of ``gutters`` the pieces leave white."""
    left: list[Interval] = list(gutters)
    for piece in pieces:
        cut: list[Interval] = []
        x0, x1 = _ink(piece)
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


def _column(piece: Line, bounds: Sequence[float]) -> int:
    middle = (piece.x0 + piece.x1) / 2
    return sum(middle > b for b in bounds)


def columns_of(page: Sequence[VisualLine], bounds: Sequence[float]) -> list[list[Line]]:
    """The pieces of ``page`` by column, what stands on one baseline of a column joined to one line."""
    found: list[list[Line]] = [[] for _ in range(len(bounds) + 1)]
    for line in page:
        runs: dict[int, list[Run]] = {}
        for piece in line.pieces:
            runs.setdefault(_column(piece, bounds), []).extend(piece.runs)
        for column, own in runs.items():
            found[column] += lines(own)
    return found


def without_labels(page: Sequence[VisualLine], region: Region, headers: Collection[Titles]) -> Region:
    """``region`` without the gutters that only set off labels (一、 (1) ●) or fields (時間：) from their text."""
    first = page[region.first]
    named = len(first.pieces) > max(2, len(region.gutters)) and is_titles(first)
    if named or any(line.titles in headers for line in page[region.first : region.last]):
        return region
    gutters = list(region.gutters)
    k = 0
    while k < len(gutters):
        bounds = [(a + b) / 2 for a, b in gutters]
        column = columns_of(page[region.first : region.last], bounds)[k]
        marks = sum(_is_mark(line.text) for line in column)
        if column and marks * 10 >= len(column) * 6:
            del gutters[k]
        else:
            k += 1
    return replace(region, gutters=tuple(gutters))


def _is_mark(text: str) -> bool:
    if len(text) == 1 and is_han(text):  # the first half of a word that is spread out: 日　期：
        return True
    if text.endswith(("：", ":")):
        return True
    label = split_label(text)
    return label is not None and label.end == len(text)


def is_table(
    page: Sequence[VisualLine],
    region: Region,
    found: Sequence[RowOfLines],
    *,
    headers: Collection[Titles],
    carried: bool,
    ruled: int,
) -> bool:
    """Is a stretch of lines with gutters a table?

    Yes when a line of titles stands in it that stands elsewhere too, when it goes on with the table of the page
    before, when rules run across its columns, when it was written cell by cell; and otherwise when there are at
    least four rows whose columns begin at the same places.
    """
    if not region.gutters or not found:
        return False
    inside = page[region.first : region.last]
    if carried or ruled >= 2 or any(line.titles in headers for line in inside):
        return True
    columns = columns_of(inside, region.bounds)
    if len(found) < 2:
        return False
    if rises(columns):
        return True
    full = sum(sum(1 for column in row.columns if column) > 1 for row in found)
    if full < 4:
        return False
    return all(aligned(column) for column in columns[1:])


def aligned(column: Sequence[Line]) -> bool:
    """Do most lines begin, or end, at one or two places?"""
    for places in ([round(line.x0) for line in column], [round(line.x1) for line in column]):
        common = sorted((places.count(p) for p in set(places)), reverse=True)
        if sum(common[:2]) * 10 >= len(places) * 6:
            return True
    return False


def side_by_side(columns: Sequence[Sequence[Line]]) -> bool:
    """Is this a page set in columns that are read one after the other? They are written that way."""
    if len(columns) != 2 or min(len(column) for column in columns) < 4:
        return False
    left, right = columns
    return max(line.first for line in left) < min(line.first for line in right)


def row_separators(level: Sequence[Rule], bounds: Sequence[float], inside: Sequence[VisualLine]) -> list[Rule]:
    """The level rules among or just round the lines that run across all columns, from top to bottom."""
    left = min(piece.x0 for line in inside for piece in line.pieces)
    right = max(piece.x1 for line in inside for piece in line.pieces)
    left, right = min(left, bounds[0]), max(right, bounds[-1])
    top = inside[0].base - 3 * inside[0].size
    bottom = inside[-1].base + 2 * inside[-1].size
    found = []
    for rule in level:
        across = min(rule.end, right) - max(rule.start, left)
        if top < rule.at < bottom and across > 0.8 * (right - left):
            found.append(rule)
    return sorted(found, key=lambda rule: rule.at)


_NUMBER = re.compile(
    r"[-–—－‧·~|(（〔\s]*(?:第|page|p\.)?\s*(?:[0-9０-９]+|[〇零一二三四五六七八九十百]+)\s*頁?"
    r"(?:\s*(?:/|／|of|之|共)\s*[0-9０-９]+\s*頁?)?[-–—－‧·~|)）〕\s]*",
    re.IGNORECASE,
)


def is_page_number(text: str) -> bool:
    """Does the text say nothing but the number of a page (- 3 -, 第 3 頁，共 5 頁, 3/5)?"""
    return len(text) <= 20 and _NUMBER.fullmatch(text.replace("，", "").replace(",", "")) is not None
