"""The titles of columns: which lines of a page are the header of a table, and over which columns each title stands.

A header may be broken into lines differently wherever it stands, its titles may stand at several heights, and a title
may stand over several columns. What tells a header best is that it comes again: on the next page, or over the table of
the next group.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kbbt.readers.pdf.header_shape import shape
from kbbt.readers.pdf.visual import VisualLine

Headers = Mapping[VisualLine, int]
"""The lines that begin a header, and how many lines that takes."""
_Spot = tuple[Sequence[VisualLine], int, int]
"""A page, and where on it a header begins and ends."""

_LONGEST_TITLE = 16
_DEEPEST = 8
"""How many lines a header has at most."""
_FAR = 2.6
"""How far above a line stands at least what cannot be a row of the same table, in sizes."""
_STEP = 2.6
"""How far apart the lines of a header are at most, in sizes: titles in two rows have the padding of cells between them."""
_SPACED = 1.9
"""Both in steps from line to line, where lines stand far apart."""
_BESIDE = 0.95
"""Lines nearer than this, in sizes, stand beside each other: cells whose text stands in the middle of their height."""
_HALF = 0.6
"""The same in steps from line to line, where lines stand far apart."""


def is_title(text: str) -> bool:
    """Can a text be the title of a column?"""
    return 0 < len(text) <= _LONGEST_TITLE and not any(c in "：:。；，,;" or c.isdigit() for c in text)


def is_titles(line: VisualLine) -> bool:
    """Can a line be the titles of columns: several short pieces without marks or numbers?"""
    return len(line.pieces) > 1 and all(map(is_title, line.titles))


def repeated_headers(pages: Sequence[Sequence[VisualLine]]) -> dict[VisualLine, int]:
    """The headers that stand more than once in a document: the line each begins with, and how many lines it takes."""
    places: dict[str, list[_Spot]] = {}
    for page in pages:
        for start in range(len(page)):
            for end in _ends(page, start):
                places.setdefault(_letters(page[start:end]), []).append((page, start, end))
    found = [spots for spots in places.values() if len(spots) > 1 and _are_header(spots)]
    # What stands more often is the header, and what is more makes it whole.
    found.sort(key=lambda spots: (len(spots), max(end - start for _, start, end in spots)), reverse=True)
    headers: dict[VisualLine, int] = {}
    taken: set[VisualLine] = set()
    for spots in found:
        for page, start, end in spots:
            if taken.isdisjoint(page[start:end]):
                headers[page[start]] = end - start
                taken.update(page[start:end])
    return headers


def _ends(page: Sequence[VisualLine], start: int) -> Iterator[int]:
    """Where a header that begins with line ``start`` may end."""
    if not (is_titles(page[start]) or _leads(page, start)):
        return
    end = start + 1
    if len(page[start].pieces) > 1:
        yield end
    while end < min(len(page), start + _DEEPEST) and _joins(page, end):
        end += 1
        yield end


def _joins(page: Sequence[VisualLine], at: int) -> bool:
    """Can the line ``at`` be part of the header whose other lines stand above?"""
    near = page[at].base - page[at - 1].base < max(_STEP * page[at].size, _SPACED * page[at].pitch)
    return near and all(map(is_title, page[at].titles))


def _leads(page: Sequence[VisualLine], at: int) -> bool:
    """Is the line the upper half of a title that is broken in two, while all others stand in the middle?"""
    alone = len(page[at].pieces) == 1 and is_title(page[at].titles[0])
    return alone and at + 1 < len(page) and _beside(page, at + 1) and is_titles(page[at + 1])


def _beside(page: Sequence[VisualLine], at: int) -> bool:
    return page[at].base - page[at - 1].base < max(_BESIDE * page[at].size, _HALF * page[at].pitch)


def _letters(header: Sequence[VisualLine]) -> str:
    return "".join(sorted("".join(title for line in header for title in line.titles)))


def _are_header(spots: Sequence[_Spot]) -> bool:
    """Are lines that say the same the titles of tables, and not rows that say the same?"""
    apart = sum(_apart(page, k) for page, k, _ in spots)
    below_heading = sum(not _apart(page, k) and _below_heading(page, k) for page, k, _ in spots)
    below_header = sum(_below_titles(page, k) for page, k, _ in spots)
    return 2 * apart > len(spots) or (2 * (apart + below_heading) >= len(spots) and 2 * below_header < len(spots))


def _apart(page: Sequence[VisualLine], at: int) -> bool:
    """Does nothing stand right above a line that could belong to a row of the same columns?"""
    if at == 0:
        return True
    line, above = page[at], page[at - 1]
    if line.base - above.base > max(_FAR * line.size, _SPACED * line.pitch):
        return True
    return _below_heading(page, at) and abs(above.pieces[0].x0 - line.pieces[0].x0) > 1


def _below_titles(page: Sequence[VisualLine], at: int) -> bool:
    """Do other titles of as many columns stand further up on the page?"""
    own = page[at]
    return any(
        line.titles != own.titles and len(line.pieces) >= len(own.pieces) and is_titles(line) and _apart(page, k)
        for k, line in enumerate(page[:at])
    )


def _below_heading(page: Sequence[VisualLine], at: int) -> bool:
    """Does one piece stand above that may be a heading? What goes on in a column further right is none."""
    above, own = page[at - 1].pieces, page[at].pieces
    second = own[min(1, len(own) - 1)]
    return len(above) == 1 and above[0].x0 < second.x0 - 0.5 * page[at].size


def depth_once(page: Sequence[VisualLine], at: int) -> int:
    """How many lines the header takes that begins with line ``at``, told from this place alone; 0 when it is none.

    Lines belong to it that stand beside its lines, that were written before its last title was, or that have a title
    of it standing over two of theirs and nothing below its first: a row would begin there.
    """
    if not (is_titles(page[at]) or _leads(page, at)):
        return 0
    end = at + 1
    while end < min(len(page), at + _DEEPEST) and _joins(page, end):
        written = max(piece.first for line in page[at:end] for piece in line.pieces)
        among = min(piece.first for piece in page[end].pieces) < written
        if not among and not _beside(page, end) and not _is_second_row(page[at : end + 1]):
            break
        end += 1
    return end - at


def _is_second_row(header: Sequence[VisualLine]) -> bool:
    first = min(piece.x1 for line in header[:-1] for piece in line.pieces)
    return first < header[-1].pieces[0].x0 and bool(shape(header).spanning)
