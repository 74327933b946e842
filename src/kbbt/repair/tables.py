"""A table that runs over pages becomes one table: repeated headers go, rows cut by a page break become one row.

Tables are parts of one when nothing that is text stands between them, their columns agree, and the second either
repeats the header of the first or has none of its own. A heading between two tables keeps them apart, whatever their
headers say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from statistics import median

from kbbt.document import Block, Document, Note, Paragraph, Row, Table
from kbbt.i18n import said
from kbbt.repair import columns as edges
from kbbt.repair.cutting import JOIN, Columns, doubtful, reasons, total, weigh
from kbbt.repair.evidence import said_again
from kbbt.repair.furniture import Dropped
from kbbt.repair.geometry import box_of, first_spot, last_spot, merged_places, table_places
from kbbt.repair.headers import header_depth, looks_like_header, repeated, same_first_row
from kbbt.repair.rows import Grid, row_places

_TOUCHING = 4.0
"""Points between two tables on one page that are one table."""
_NOTES = 20
"""Lines of the longest footnotes of a page."""
_SMALL = 0.93
"""How high a line of a footnote is at most, in lines of the table above it."""


@dataclass
class JoinedTables:
    """A document with its tables joined, the header rows that were dropped, what was joined, and what is doubtful."""

    document: Document
    dropped: list[Dropped] = field(default_factory=list)
    joined: list[Note] = field(default_factory=list)
    doubts: list[Note] = field(default_factory=list)


def join_tables(document: Document) -> JoinedTables:
    """The document with the parts of each table in one and its cut rows whole."""
    result = JoinedTables(document)
    bottoms = _bottoms(document)
    blocks: list[Block] = []
    at, source = 0, document.blocks
    while at < len(source):
        block = source[at]
        if isinstance(block, Paragraph):
            blocks.append(block)
            at += 1
            continue
        caption = blocks[-1] if blocks and isinstance(blocks[-1], Paragraph) else None
        chain = _Chain(block)
        notes: list[Block] = []
        at += 1
        while at < len(source):
            step = _next_part(chain, source, at, caption)
            if step is not None and step > at:
                between = source[at]
                assert isinstance(between, Paragraph)
                result.dropped.append(Dropped("running-head", between.text, between.places))
            elif step is None:
                step = _after_notes(chain, source, at)
                if step is None:
                    break
                notes += source[at:step]
            part = source[step]
            assert isinstance(part, Table)
            chain.add(part)
            at = step + 1
        blocks += [_assembled(chain, bottoms, result), *notes]
    result.document = replace(document, blocks=tuple(blocks))
    return result


def _next_part(chain: _Chain, source: tuple[Block, ...], at: int, caption: Paragraph | None) -> int | None:
    """The index of the table that goes on with the chain, over the repeated caption that may stand before it."""
    block = source[at]
    if isinstance(block, Table):
        return at if chain.goes_on(block) else None
    after = source[at + 1] if at + 1 < len(source) else None
    if caption is None or not isinstance(after, Table) or not block.text:
        return None
    return at + 1 if said_again(caption.text, block.text) and chain.goes_on(after) else None


def _after_notes(chain: _Chain, source: tuple[Block, ...], at: int) -> int | None:
    """The index of the table that goes on with the chain over the footnotes of its page, None when it does not.

    Footnotes are set smaller than the table they stand below, and the table goes on at the head of the next page.
    """
    above, height = last_spot(table_places(chain.parts[-1])), _line_height(chain.parts[-1])
    for k in range(at, min(at + _NOTES, len(source))):
        block = source[k]
        if isinstance(block, Table):
            begin = first_spot(table_places(block))
            below = begin is not None and above is not None and begin[0] == above[0] + 1
            return k if below and edges.exact(chain.first, block) and chain.goes_on(block) else None
        spot = box_of(block)
        if spot is None or above is None or spot[0] != above[0] or spot[1][1] < above[1][3]:
            return None
        if spot[1][3] - spot[1][1] > _SMALL * height:
            return None
    return None


def _line_height(table: Table) -> float:
    spots = (box_of(p) for row in table.rows for c in row.cells for p in c.paragraphs if p.is_line)
    heights = [box[3] - box[1] for _, box in filter(None, spots)]
    return median(heights) if heights else 0.0


class _Chain:
    """The parts of one table, in order."""

    def __init__(self, first: Table) -> None:
        self.parts = [first]
        self.header = first.rows[: header_depth(first.rows, first.columns)]
        self.maps: list[tuple[int, ...]] = [tuple(range(first.columns))]
        self.repeats: list[int] = [0]

    @property
    def first(self) -> Table:
        """The part that the others are measured by."""
        return self.parts[0]

    def goes_on(self, part: Table) -> bool:
        """True when ``part`` is the next part of this table."""
        if not part.rows or not self.first.rows:
            return False
        again = self._again(part)
        to = edges.mapping(self.first, part)
        if to is None and again and part.columns == self.first.columns:
            to = tuple(range(part.columns))
        return to is not None and self._follows(part, again) and (bool(again) or not self._own_header(part))

    def add(self, part: Table) -> None:
        """Take ``part``, of which :meth:`goes_on` is true, as the next part."""
        to = edges.mapping(self.first, part)
        self.maps.append(to if to is not None else tuple(range(part.columns)))
        self.repeats.append(self._again(part))
        self.parts.append(part)

    def _again(self, part: Table) -> int:
        again = repeated(self.header, part.rows)
        return again or int(not self.header and same_first_row(self.first.rows, part.rows))

    def _follows(self, part: Table, again: int) -> bool:
        """Whether ``part`` stands where the next part would: at the head of the next page, or without a gap."""
        end, begin = last_spot(table_places(self.parts[-1])), first_spot(table_places(part))
        if end is None or begin is None:
            return True
        if begin[0] == end[0]:
            return begin[1][1] - end[1][3] <= _TOUCHING
        return begin[0] - end[0] <= (2 if again else 1)

    def _own_header(self, part: Table) -> bool:
        """True when ``part`` begins with a header that is not this table's."""
        if not header_depth(part.rows, part.columns):
            return False
        if any(row.header for row in part.rows[:1]):
            return True
        if edges.exact(self.first, part):
            return False  # drawn by the same hand on the next page: its first row is a short one
        body = self.first.rows[len(self.header) :]
        short = sum(looks_like_header(row) for row in body)
        return short * 3 < len(body) or not body


def _assembled(chain: _Chain, bottoms: Mapping[int, float], result: JoinedTables) -> Table:
    """One table of the chain's parts."""
    columns = chain.first.columns
    rows: list[Row] = []
    breaks: set[int] = set()
    for part, to, again in zip(chain.parts, chain.maps, chain.repeats, strict=True):
        for row in part.rows[:again]:
            result.dropped.append(_header(row))
        if rows:
            breaks.add(len(rows))
        rows += edges.mapped(part.rows[again:], to, columns)
    rows, breaks = _without_inner_headers(rows, breaks, chain.header, result)
    places = merged_places(p for part in chain.parts for p in part.places)
    if len(chain.parts) > 1:
        text = said("{count} tables with the same columns, nothing between them, are one", count=len(chain.parts))
        result.joined.append(Note("joined-table", text, places))
    table = Table(tuple(rows), columns, places)
    return replace(table, rows=tuple(_whole(table, breaks, len(chain.header), bottoms, result)))


def _header(row: Row) -> Dropped:
    return Dropped("repeated-header", " ".join(c.text for c in row.cells if c.text), row_places(row))


def _without_inner_headers(
    rows: list[Row], breaks: set[int], header: tuple[Row, ...], result: JoinedTables
) -> tuple[list[Row], set[int]]:
    """The rows without the header where it stands again among them; where it stood a page ended."""
    out: list[Row] = []
    ends: set[int] = set()
    at = 0
    while at < len(rows):
        again = repeated(header, rows[at : at + len(header)]) if at >= len(header) and header else 0
        if again and all(len(row.cells) > 1 for row in rows[at : at + again]):
            result.dropped.extend(_header(row) for row in rows[at : at + again])
            ends.add(len(out))
            at += again
            continue
        if at in breaks:
            ends.add(len(out))
        out.append(rows[at])
        at += 1
    return out, ends


def _whole(table: Table, breaks: set[int], body: int, bottoms: Mapping[int, float], result: JoinedTables) -> list[Row]:
    """The table's rows with the halves of each cut row put together, last to first."""
    grid = Grid(table.rows, table.columns)
    about = Columns(table, body, breaks, bottoms)
    # A group can go on over several pages: its name is carried down from the first of them.
    for at in sorted(breaks - set(range(body + 1))):
        cut = about.cut_groups(grid.standing(at - 1), table.rows[at])
        grid.carry(at, _groups(about, table.rows[at]), cut)
        if at + 1 < len(table.rows) and at + 1 not in breaks and _unnamed(about, table.rows[at]):
            # Above it stands only what is left of a row: it is the first whole row of the page.
            grid.carry(at + 1, _groups(about, table.rows[at + 1]))
    for at in range(len(table.rows) - 1, body, -1):
        at_break = at in breaks
        if not at_break and not _unnamed(about, table.rows[at]):
            continue
        if not grid.same_shape(at):
            continue
        row = grid.row(at)
        points = weigh(about, grid.standing(at - 1), row, at_break=at_break, above_is_first=at - 1 in breaks)
        if total(points) < JOIN and not doubtful(points):
            continue
        places = (*row_places(table.rows[at - 1]), *row_places(row))
        if total(points) >= JOIN:
            result.joined.append(Note("joined-row", reasons(points), places))
            result.dropped += [Dropped("repeated-name", c.text, c.places) for c in grid.unsay(at, about.main)]
            grid.stitch(at)
        else:
            result.doubts.append(Note("maybe-cut-row", reasons(points), places))
    return grid.rows()


def _groups(about: Columns, row: Row) -> set[int]:
    """The columns whose empty cells in ``row`` belong to a group that began above: never all that name a row."""
    filled = {c.column for c in row.cells if c.text.strip()}
    if about.groups:
        return set(about.groups)
    first = min((c.column for c in row.cells), default=0)
    others = {c for c in about.usual if c != first}
    return {first} if first not in about.usual and others <= filled else set()


def _unnamed(about: Columns, row: Row) -> bool:
    """True when the columns that name a row are empty: without a page break only such a row can be a rest."""
    texts = {c.column: c.text.strip() for c in row.cells}
    unnamed = about.key <= set(texts) and not any(texts[c] for c in about.key)
    return bool(about.key) and unnamed and any(texts.values())


def _bottoms(document: Document) -> dict[int, float]:
    """Page → where the text ends on a full page of its size."""
    sizes = {p.number: (round(p.width), round(p.height)) for p in document.pages}
    lowest: dict[tuple[int, int], float] = {}
    for block in document.blocks:
        for place in block.places if isinstance(block, Paragraph) else table_places(block):
            if place.page in sizes and place.box is not None:
                size = sizes[place.page]
                lowest[size] = max(lowest.get(size, 0.0), place.box[3])
    return {page: lowest[size] for page, size in sizes.items() if size in lowest}
