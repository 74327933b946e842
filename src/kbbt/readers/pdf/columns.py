"""Columns without rules, told by what stays white from line to line.

A stretch of lines is looked for through which at least one gutter runs. That alone is no table: lists with hanging
labels and fields with a colon (時間：) have gutters too. What makes it one is said in :mod:`kbbt.readers.pdf.evidence`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kbbt.numerals import number_alone
from kbbt.readers.pdf.characters import Run
from kbbt.readers.pdf.header_shape import shape
from kbbt.readers.pdf.lines import Line, lines
from kbbt.readers.pdf.titles import Headers, depth_once, is_titles
from kbbt.readers.pdf.visual import NARROW, Interval, VisualLine, moved, number_apart, white

_APART = 2.6
"""A gap between lines of more than this many sizes ends a table without rules."""
_SPACED = 2.0
"""The same in steps from line to line, where lines stand far apart."""
_MOST_ACROSS = 2
"""Lines that a heading across all columns may have."""
_LONGEST_START = 40
"""Lines of one cell that a row may begin with before others stand beside it: where cells are set in the middle."""
_LEAST_FIGURES = 2
"""How many lines of figures make a table of figures at least."""
_FIGURE = re.compile(r"[0-9０-９][0-9０-９,，.．]*[%％]?")
_BEHIND = 2.0
"""Points from a gutter within which what stands right of it begins."""
_LEAST_BELOW = 3
"""Lines in several columns that a table whose titles end a page has on the next one, where nothing else tells."""


@dataclass(frozen=True, slots=True)
class Region:
    """Visual lines ``first`` to ``last`` (excluded) of a page, and the gutters that run through them."""

    first: int
    last: int
    gutters: tuple[Interval, ...]
    edges: Interval | None = None
    """Where the table begins and ends across the page, as far as is known from the page before."""
    header: int = 0
    """How many of the first lines are known to be its header."""
    more: int = 0
    """How many lines in several columns go on with it on the next page, as far as was looked."""

    @property
    def bounds(self) -> tuple[float, ...]:
        """The middle of each gutter: where one column ends and the next begins."""
        return tuple((a + b) / 2 for a, b in self.gutters)


def regions(
    page: Sequence[VisualLine], carried: Region | None, headers: Headers, below: Sequence[VisualLine] = ()
) -> list[Region]:
    """The stretches of lines with a gutter, from top to bottom; a header begins a new one.

    ``carried`` is the table that the page before ended with; lines at the top that keep its gutters go on with it.
    ``headers`` are the headers that come again. ``below`` are the lines of the next page, which tell more of the columns
    of a table that goes on there.
    """
    found: list[Region] = []
    start = 0
    if carried is not None and page:
        region = kept(page, 0, carried.gutters, limit=_limit(page, 0, headers))
        anew = _begun(page, 0, headers, below) if page[0] in headers else None
        if region is not None and (anew is None or anew.last <= region.last):
            region = _before_figures(
                page, replace(region, edges=carried.edges, header=headers.get(page[0], 0)), headers
            )
            found.append(region)
            start = region.last
    while start < len(page):
        region = _begun(page, start, headers, below)
        if region is None:
            start += 1
            continue
        found.append(_before_figures(page, region, headers))
        start = found[-1].last
    return found


def _begun(page: Sequence[VisualLine], start: int, headers: Headers, below: Sequence[VisualLine]) -> Region | None:
    """The stretch that begins with line ``start``."""
    again = headers.get(page[start], 0)
    depth = again or depth_once(page, start)
    if not depth or len(shape(page[start : start + depth]).columns) < 2:
        return _grown(page, start, _limit(page, start, headers)) if len(page[start].pieces) > 1 else None
    body = start + depth
    found = _titled(page, start, body, _limit(page, start, headers))
    on = 0
    below = below[headers.get(below[0], 0) if below else 0 :]
    if found.last == len(page) and below:
        # What stands on the next page below its titles tells more of the columns than one or two lines do.
        longer = _titled([*page, *moved(below, page[-1])], start, body, len(page) + _limit(below, 0, headers))
        on = sum(len(line.pieces) > 1 for line in below[: longer.last - len(page)])
        found = replace(longer if on else found, last=len(page))
        pieces = [piece for line in [*page[start:], *below[: longer.last - len(page)]] for piece in line.pieces]
        found = replace(found, edges=(min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)))
    if found.last == body and not (on if again else on >= _LEAST_BELOW):
        # All that was written before the last of these lines: columns that are read one after the other.
        return None if again else _grown(page, start, _limit(page, start, headers))
    # A short row can look like titles; what is broken into lines, ends a page or is followed by a number is none.
    titles = again or depth > 1 or found.last == body or _numbered(number_apart(page[body], [found.gutters]))
    return replace(found, header=depth if titles else 0, more=on)


def _numbered(line: VisualLine) -> bool:
    """Does a row with a number begin with this line? Before the number stands at most a group."""
    return any(number_alone(text) is not None for text in line.titles[:2])


def _before_figures(page: Sequence[VisualLine], region: Region, headers: Headers) -> Region:
    """``region`` up to a table of figures right below it: titles of its own and, to the end, names with numbers only."""
    at = region.last
    while at > region.first and _is_figures(page[at - 1]):
        at -= 1
    at -= 1
    rows_above = any(not is_titles(line) for line in page[region.first : at])
    if region.last - at <= _LEAST_FIGURES or not rows_above:
        return region
    return replace(region, last=at) if is_titles(page[at]) and page[at] not in headers else region


def _is_figures(line: VisualLine) -> bool:
    """Is a line a name and numbers?"""
    first, *others = line.titles
    return bool(others) and not _FIGURE.fullmatch(first) and all(map(_FIGURE.fullmatch, others))


def _limit(page: Sequence[VisualLine], start: int, headers: Headers) -> int:
    """Where the next header stands below the line ``start``."""
    at = start + max(headers.get(page[start], 0), 1) if page else 0
    return next((k for k in range(at, len(page)) if page[k] in headers), len(page))


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
    region = _kept(page, start, [[g] for g in gutters], len(page) if limit is None else limit, 0.5)
    bounds = region.bounds
    used = {_column(piece, bounds) for line in page[start : region.last] for piece in line.pieces}
    return region if used and (alone or max(used) > 0) else None


def _kept(
    page: Sequence[VisualLine], start: int, gutters: list[list[Interval]], limit: int, least: float | None
) -> Region:
    """``least`` is the width that has to stay white, in points; by the size of the line when it is None."""
    end = start
    while end < limit and (not _apart(page, start, end) or _begins_alike(page, start, end)):
        line = number_apart(page[end], gutters)
        left = [white(own, line, NARROW * line.size if least is None else least) for own in gutters]
        if all(left):
            gutters = left
            end += 1
            continue
        across = _across(page, end, gutters, limit)
        if not across:
            break
        end += across
    return Region(start, end, tuple(_best(gutters, page[start:end])))


def _across(page: Sequence[VisualLine], at: int, gutters: Sequence[Sequence[Interval]], limit: int) -> int:
    """How many lines from ``at`` on run across the columns as a heading that stands among the rows."""
    end = at
    while end < limit and _closes(page[end], gutters) and (end == at or not _apart(page, at, end)):
        end += 1
    return end - at if end - at <= _MOST_ACROSS and _row_below(page, end, gutters, limit) else 0


def _row_below(page: Sequence[VisualLine], at: int, gutters: Sequence[Sequence[Interval]], limit: int) -> bool:
    """Do the lines from ``at`` on keep to the columns, down to one that stands in several? A row can begin with one cell."""
    for end in range(at, min(at + _LONGEST_START, limit)):
        line = page[end]
        if _apart(page, at, end) or not all(white(own, line, NARROW * line.size) for own in gutters):
            return False
        if len(line.pieces) > 1:
            return True
    return False


def is_across(line: VisualLine, gutters: Sequence[Interval]) -> bool:
    """Is a line one piece that does not keep to the columns?"""
    return _closes(line, [[gutter] for gutter in gutters])


def _closes(line: VisualLine, gutters: Iterable[Sequence[Interval]]) -> bool:
    """Is a line one piece that leaves nothing white of a gutter?"""
    return len(line.pieces) == 1 and not all(white(own, line, NARROW * line.size) for own in gutters)


def _grown(page: Sequence[VisualLine], start: int, limit: int) -> Region | None:
    """The stretch without titles that begins with line ``start``: as far as any gutter runs."""
    inks = page[start].inks
    gutters: list[Interval] = [(a[1], b[0]) for a, b in pairwise(inks)]
    end = start + 1
    while end < limit and not _apart(page, start, end):
        left = white(gutters, page[end], NARROW * page[end].size)
        if not left:
            break
        gutters = left
        end += 1
    return Region(start, end, tuple(gutters)) if end - start >= 2 else None


def _titled(page: Sequence[VisualLine], start: int, body: int, limit: int) -> Region:
    """The stretch whose titles are the lines ``start`` to ``body``: a gutter runs between each two titles.

    White between the words of a column can run through some lines, too, and a heading among the rows can cover white
    between columns. So the gutters are told from lines in several columns first.
    """
    between: list[list[Interval]] = [[(a[1], b[0])] for a, b in pairwise(shape(page[start:body]).columns)]
    gutters = between
    end = body
    alone = 0
    while end < limit and (not _apart(page, start, end) or _begins_alike(page, start, end)):
        line = number_apart(page[end], gutters)
        left = [white(own, line, NARROW * line.size) for own in gutters]
        alone = alone + 1 if _closes(line, gutters) else 0
        if alone > _MOST_ACROSS or (not all(left) and not alone):
            break
        if len(line.pieces) > 1:
            gutters = left
        end += 1
    chosen = _best(gutters, page[body:end])
    return replace(_kept(page, body, [[gutter] for gutter in chosen], end, None), first=start)


def _best(gutters: Iterable[Sequence[Interval]], page: Sequence[VisualLine]) -> list[Interval]:
    """Of what stayed white between two columns the part that most pieces begin behind, or the widest."""
    begins = [piece.x0 for line in page if len(line.pieces) > 1 for piece in line.pieces[1:]]
    return [
        max(own, key=lambda g: (sum(abs(x - g[1]) < _BEHIND for x in begins), g[1] - g[0])) if len(own) > 1 else own[0]
        for own in gutters
    ]


def _apart(page: Sequence[VisualLine], start: int, end: int) -> bool:
    if end == start:
        return False
    above, below = page[end - 1], page[end]
    usual = _APART * max(above.size, below.size) + 0.5 * min(above.size, below.size)
    return below.base - above.base > max(usual, _SPACED * below.pitch)


def _begins_alike(page: Sequence[VisualLine], start: int, end: int) -> bool:
    """Does a line at twice the distance go on all the same: several pieces that begin where others above do?"""
    own, above = page[end], page[end - 1]
    if len(own.pieces) < 2 or own.base - above.base > 2 * _APART * max(above.size, own.size):
        return False
    begins = {round(piece.x0) for line in page[start:end] if len(line.pieces) > 1 for piece in line.pieces}
    return all({round(piece.x0) - 1, round(piece.x0), round(piece.x0) + 1} & begins for piece in own.pieces)


def _column(piece: Line, bounds: Sequence[float]) -> int:
    middle = (piece.x0 + piece.x1) / 2
    return sum(middle > b for b in bounds)


def columns_of(page: Sequence[VisualLine], bounds: Sequence[float]) -> list[list[Line]]:
    """The pieces of ``page`` by column, what stands on one baseline of a column joined to one line."""
    found: list[list[Line]] = [[] for _ in range(len(bounds) + 1)]
    gutters = [[(bound - _BEHIND, bound + _BEHIND)] for bound in bounds]
    for line in page:
        runs: dict[int, list[Run]] = {}
        for piece in number_apart(line, gutters).pieces:
            runs.setdefault(_column(piece, bounds), []).extend(piece.runs)
        for column, own in runs.items():
            found[column] += lines(own)
    return found
