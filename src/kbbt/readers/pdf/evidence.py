"""What makes a stretch of lines with gutters a table, and what only looks like one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from kbbt.labels import split_label
from kbbt.numerals import number_alone
from kbbt.readers.pdf.columns import Region, columns_of
from kbbt.readers.pdf.lines import Line
from kbbt.readers.pdf.rows import RowOfLines, rises
from kbbt.readers.pdf.rules import Rule
from kbbt.readers.pdf.titles import is_title, is_titles
from kbbt.readers.pdf.visual import VisualLine
from kbbt.text import is_han

_LEAST_ROWS = 4
"""Rows that a table has at least, where nothing tells but that its columns begin at the same places."""


def without_labels(page: Sequence[VisualLine], region: Region, headers: Collection[VisualLine]) -> Region:
    """``region`` without the gutters that only set off labels (一、 (1) ●) or fields (時間：) from their text."""
    first = page[region.first]
    named = region.header or (len(first.pieces) > max(2, len(region.gutters)) and is_titles(first))
    if named or any(line in headers for line in page[region.first : region.last]):
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
    headers: Collection[VisualLine],
    carried: bool,
    ruled: int,
) -> bool:
    """Is a stretch of lines with gutters a table?

    Yes when a header stands in it that stands elsewhere too, when it goes on with the table of the page before, when
    rules run across its columns, when it was written cell by cell; and otherwise when its columns begin at the same
    places through at least four rows, or below titles through one row that has a number.
    """
    if not region.gutters or not found:
        return False
    inside = page[region.first : region.last]
    if carried or ruled >= 2 or any(line in headers for line in inside):
        return True
    columns = columns_of(inside, region.bounds)
    if len(found) + region.more < 2:
        return False
    if rises(columns):
        return True
    full = sum(sum(1 for column in row.columns if column) > 1 for row in found) + region.more
    if full < _LEAST_ROWS and not _counts_from_one(found):
        return False
    return all(aligned(column) for column in columns[1:])


def _counts_from_one(found: Sequence[RowOfLines]) -> bool:
    """Are these titles of three or more columns, and below them rows whose first cells are numbers from one on?"""
    if len(found[0].columns) < 3 or len(found) < 2 or not all(found[0].columns):
        return False
    titles = ["".join(line.text for line in column) for column in found[0].columns]
    first = [row.columns[0][0].text if len(row.columns[0]) == 1 else "" for row in found[1:] if row.columns[0]]
    numbers = [number_alone(text) for text in first]
    return all(map(is_title, titles)) and numbers[:1] == [1] and None not in numbers


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
