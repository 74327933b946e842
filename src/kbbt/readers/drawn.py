"""Tables drawn with characters in plain text: ``| 1 | 甲 |``, ``+---+---+``, ``┌──┬──┐``.

Nothing says how such a table is meant, so only what cannot be doubted is one: rows of as many cells as the first, or
rules round them. Rules between the rows make each of them as many lines as it needs; with a single rule (under the
titles) or none every line is a row, unless the rule is double (as pandoc draws it) and only one row can follow. Merged cells are told by where the bars stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kbbt.text import clean, is_wide

_BARS = "|｜│┃║"
_LEVEL = "─━═┄┅┈┉╌╍"
_JOINTS = "".join(chr(c) for c in range(0x2500, 0x2580) if chr(c) not in _BARS + _LEVEL)
_RULE = re.compile(rf"(?=.*[-=]{{3}}|.*[{_LEVEL}])[{_BARS}{_JOINTS}{_LEVEL}+=:\- \u3000]+")
_BAR = re.compile(f"[{_BARS}]")
_CORNER = re.compile(rf"[{_BARS}{_JOINTS}+]")
_CROSSING = re.compile(rf"[{_BARS}{_JOINTS}]|\+(?=[-=:])|(?<=[-=:])\+")
_DRAWN = re.compile(rf"[-=:{_LEVEL}]+")
_CAPTION = 2
"""Most lines with a bar in them above a table that are none of its rows."""
_LONGEST_ROW = 400
"""Lines that a row whose last bar is missing may run over before it is taken for none."""


@dataclass(slots=True)
class DrawnCell:
    """A cell: the grid columns and rows it covers, and the lines in it."""

    column: int
    col_span: int
    row_span: int = 1
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class DrawnTable:
    """A table, and the index of the line after it. Rows hold the cells that begin in them."""

    end: int
    columns: int
    rows: list[list[DrawnCell]] = field(default_factory=list)


@dataclass(slots=True)
class _Line:
    """What stands between the bars of a line and where the bars inside stand; which pieces are rules.

    A rule over the whole width has no pieces.
    """

    pieces: list[str] = field(default_factory=list)
    inner: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Width of a character that is neither wide nor narrow (1 or 2) → offsets of the bars inside."""
    ruled: frozenset[int] = frozenset()
    framed: bool = False
    """True when a bar stands at both ends."""
    rule: str = ""
    """The line itself when it is a rule over the whole width."""


def drawn_tables(lines: Sequence[str]) -> dict[int, DrawnTable]:
    """The tables in ``lines`` (without blanks at their ends) by the index of their first line."""
    found: dict[int, DrawnTable] = {}
    at = 0
    while at < len(lines):
        drawn, end = _gather(lines, at)
        # a caption with a bar in it may stand right above the table
        for first, (start, _) in enumerate(drawn[: _CAPTION + 1]):
            table = _table([line for _, line in drawn[first:]], end)
            if table is not None:
                found[start] = table
                break
        at = max(end, at + 1)
    return found


def _gather(lines: Sequence[str], at: int) -> tuple[list[tuple[int, _Line]], int]:
    """The lines with bars or rules from ``at`` on, each with its index, and the index of the first other line."""
    found: list[tuple[int, _Line]] = []
    framed = False
    while at < len(lines) and (_BAR.search(lines[at]) or _RULE.fullmatch(lines[at])):
        start, text = at, lines[at]
        if framed and _BAR.match(text) and not _CROSSING.match(text[-1]):
            text, at = _until_bar(lines, at)
        line = _read(text)
        framed = framed or line.framed
        found.append((start, line))
        at += 1
    return found, at


def _table(lines: list[_Line], end: int) -> DrawnTable | None:
    columns = max(len(line.pieces) for line in lines)
    # a line of nothing but dashes above it divides the text
    dashes = bool(lines[0].rule) and not _CORNER.search(lines[0].rule)
    if columns < 2 or dashes or not _is_table(lines, columns):
        return None
    return _Drawing(lines, columns, end).table


def _until_bar(lines: Sequence[str], at: int) -> tuple[str, int]:
    """The row that begins on line ``at`` and has its last bar on a later one; that line alone when none has it."""
    for last in range(at + 1, min(at + _LONGEST_ROW, len(lines))):
        if not lines[last] or _BAR.match(lines[last]):
            break
        if _BAR.match(lines[last][-1]):
            return "\n".join(lines[at : last + 1]), last
    return lines[at], at


def _read(text: str) -> _Line:
    if _RULE.fullmatch(text) and not _partial(text):
        return _Line(rule=text)
    pattern = _CROSSING if _partial(text) else _BAR
    crossings = list(pattern.finditer(text))
    edges = [0, *(m.end() for m in crossings)]
    pieces = [text[start:stop] for start, stop in zip(edges, [*(m.start() for m in crossings), len(text)], strict=True)]
    first = bool(crossings) and crossings[0].start() == 0
    last = bool(crossings) and crossings[-1].end() == len(text)
    inside = crossings[first : len(crossings) - last]
    pieces = pieces[first : len(pieces) - last]
    inner = {w: tuple(_offsets(text, inside, w)) for w in (1, 2)}
    drawn = (i for i, piece in enumerate(pieces) if pattern is _CROSSING and _DRAWN.fullmatch(piece))
    return _Line(pieces, inner, frozenset(drawn), first and last)


def _partial(text: str) -> bool:
    """True for a rule under some of the columns only: ``│    ├───┼───┤``."""
    if not (_BAR.match(text) or _BAR.match(text[-1])):
        return False
    pieces = _CROSSING.split(text)[1:-1] or [text]
    drawn = [_DRAWN.fullmatch(piece) is not None for piece in pieces]
    return any(drawn) and not all(drawn) and re.search(rf"[{_JOINTS}]|\+[-=]|[-=]\+", text) is not None


def _offsets(text: str, crossings: Sequence[re.Match[str]], drawing: int) -> Iterator[int]:
    """Where ``crossings`` stand, in widths of a Latin letter, when a drawing character is ``drawing`` of them wide."""
    width = at = 0
    for crossing in crossings:
        width += sum(
            2 if is_wide(c) else drawing if "\u2500" <= c < "\u2580" else 1 for c in text[at : crossing.start()]
        )
        at = crossing.start()
        yield width


def _is_table(lines: Sequence[_Line], columns: int) -> bool:
    rows = [line for line in lines if line.pieces]
    rules = len(lines) - len(rows)
    framed = all(row.framed for row in rows)
    if rules and framed:
        return len(rows) + rules > 2
    if any(len(row.pieces) != columns for row in rows):
        return False
    return len(rows) > 1 and (framed or rules > 0 or columns > 2 or len(rows) > 2)


class _Drawing:
    """Puts the lines of a table together."""

    def __init__(self, lines: Sequence[_Line], columns: int, end: int) -> None:
        self.table = DrawnTable(end, columns)
        self._edges = _edges(lines, columns)
        self._open: dict[int, DrawnCell] = {}
        self._next = True
        """True when the next line of text begins a row."""
        texts = [i for i, line in enumerate(lines) if len(line.ruled) < len(line.pieces)]
        between = range(texts[0], texts[-1])
        rules = [i for i in between if not lines[i].pieces or lines[i].ruled]
        titles = rules[0] if rules else 0
        # under a double rule a single row of several lines is usual
        body = [lines[i].pieces[0].strip() for i in texts if i > titles]
        single = len(rules) == 1 and "=" in lines[titles].rule and not any(body[1:])
        for i, line in enumerate(lines):
            if line.rule or (len(rules) < 2 and not single and i > titles):
                self._open.clear()
                self._next = True
            if line.pieces:
                self._add(line)

    def _add(self, line: _Line) -> None:
        spans = self._spans(line)
        for (column, _), i in zip(spans, range(len(line.pieces)), strict=True):
            if i in line.ruled:
                self._open.pop(column, None)
                self._next = True
        if self._next and len(line.ruled) < len(line.pieces) and not line.ruled:
            self._next = False
            self.table.rows.append([])
            for cell in self._open.values():
                cell.row_span += 1
        for (column, span), (i, piece) in zip(spans, enumerate(line.pieces), strict=True):
            above = self._open.get(column)
            if i in line.ruled or (above is None and line.ruled):
                continue
            if above is None or above.col_span != span:
                cell = self._open[column] = DrawnCell(column, span)
                self.table.rows[-1].append(cell)
            else:
                cell = above
            cell.lines += [text for text in map(clean, piece.split("\n")) if text]

    def _spans(self, line: _Line) -> list[tuple[int, int]]:
        """For each piece of ``line`` its column and how many it covers."""
        if len(line.pieces) < self.table.columns and self._edges is not None:
            drawing, edges = self._edges
            inner = line.inner[drawing]
            if all(offset in edges for offset in inner):
                starts = [0, *(edges.index(offset) + 1 for offset in inner)]
                return [(a, b - a) for a, b in zip(starts, [*starts[1:], self.table.columns], strict=True)]
        return [(i, 1) for i in range(len(line.pieces))]


def _edges(lines: Sequence[_Line], columns: int) -> tuple[int, tuple[int, ...]] | None:
    """Where the bars of all full rows stand, and the width of the drawing characters that makes it so."""
    for drawing in (1, 2):
        edges = {line.inner[drawing] for line in lines if len(line.pieces) == columns}
        if len(edges) == 1:
            return drawing, edges.pop()
    return None
