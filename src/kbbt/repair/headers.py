"""Header rows of a table, and the same rows again where the table goes on."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from kbbt.document import Row
from kbbt.repair.geometry import units
from kbbt.text import fold

_LONGEST = 24.0
"""A header cell is at most this wide, in squares."""
_COMPARED = 400
"""Characters of a cell that are compared."""
_ALIKE = 0.75
"""How alike two header rows must be where they were read from a picture."""


def looks_like_header(row: Row) -> bool:
    """True for a row that the format marks, or of several different short titles: no sentence or bare number in it."""
    texts = [c.text for c in row.cells]
    if row.header:
        return any(t.strip() for t in texts)
    filled = [t for t in texts if t.strip()]
    return len(filled) >= 2 and all(map(_is_title, texts)) and len(set(map(fold, filled))) == len(filled)


def _is_title(text: str) -> bool:
    return (
        len(text) <= 2 * _LONGEST
        and units(text) <= _LONGEST
        and not any(c in "。；？！" for c in text)
        and not text.strip().isdigit()
    )


def _is_caption(row: Row, columns: int) -> bool:
    filled = [c for c in row.cells if c.text.strip()]
    return len(filled) == 1 and filled[0].col_span >= columns > 1


def header_depth(rows: Sequence[Row], columns: int) -> int:
    """How many rows at the head of a table ``columns`` wide are its header; 0 when it has none that can be told.

    A caption over the whole width counts with the header under it; a header whose cells are merged over two rows or
    columns has two rows.
    """
    marked = 0
    while marked < len(rows) and rows[marked].header:
        marked += 1
    if marked:
        return marked
    caption = 1 if rows and _is_caption(rows[0], columns) else 0
    if len(rows) <= caption or not looks_like_header(rows[caption]):
        return 0
    first = rows[caption]
    tallest = max(c.row_span for c in first.cells)
    uneven = any(c.row_span < tallest for c in first.cells) or (
        any(c.col_span > 1 for c in first.cells) and len({c.row_span for c in first.cells}) == 1
    )
    below = rows[caption + 1 : caption + max(tallest, 2)] if uneven else ()
    return caption + 1 + sum(1 for row in below if all(_is_title(c.text) for c in row.cells))


def repeated(header: Sequence[Row], rows: Sequence[Row]) -> int:
    """How many rows at the head of ``rows`` are ``header`` again, whole or without its first rows (its caption)."""
    for skipped in range(len(header)):
        rest = header[skipped:]
        if len(rows) >= len(rest) and all(_same(a, b) for a, b in zip(rest, rows, strict=False)):
            return len(rest)
    return 0


def same_first_row(rows: Sequence[Row], others: Sequence[Row]) -> bool:
    """True when both begin with the same row of at least two different texts: a header that does not look like one."""
    if not rows or not others:
        return False
    texts = set(_keys(rows[0]))
    return len(texts) >= 2 and not all(t.isdigit() for t in texts) and _same(rows[0], others[0])


def _same(a: Row, b: Row) -> bool:
    left, right = _keys(a), _keys(b)
    if left == right:
        return bool(left)
    if not left or not right or not (_from_picture(a) or _from_picture(b)):
        return False
    return SequenceMatcher(None, "|".join(left), "|".join(right), autojunk=False).ratio() >= _ALIKE


def _keys(row: Row) -> list[str]:
    """The row's texts to be compared; one that is too long for a header is told from others by its beginning."""
    return [fold(text[:_COMPARED]) for c in row.cells if (text := c.text).strip()]


def _from_picture(row: Row) -> bool:
    return any(p.confidence is not None for c in row.cells for p in c.paragraphs)
