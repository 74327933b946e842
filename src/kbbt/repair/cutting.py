"""Is a row the rest of the row above it, cut off by a page break? Evidence for and against, counted.

Each piece of evidence is points and a reason. What settles it: a row is one with the row above when the sum reaches
:data:`JOIN`; a sum above nought that does not reach it is a doubt, which is said and not acted on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from statistics import mean

from kbbt.document import Cell, Row, Table
from kbbt.i18n import said
from kbbt.labels import Label, split_label
from kbbt.numerals import number_alone
from kbbt.repair.evidence import (
    closes,
    cuts_date,
    finished,
    leans_back,
    open_brackets,
    open_ended,
    said_again,
)
from kbbt.repair.frames import TableFrames
from kbbt.repair.geometry import box_of, units
from kbbt.repair.items import labels_in
from kbbt.text import fold

JOIN = 3
"""Points that make a row the rest of the row above it."""

_WIDOW = 2.2
"""A name may end a line higher than its row, in heights of a line: no paragraph's last line is left alone on a page."""
_REPEATED = 300
"""Characters up to which a text may stand in several rows."""
_SETTLES = -5
"""Points of evidence against that leave no doubt."""
_PROSE = 16.0
"""A column that holds sentences has texts wider than this on average, in squares."""
_SENTENCES = 0.3
"""Share of a column's texts that have marks of sentences or lists in them where it holds sentences and not names."""
_ALIKE = 0.6
"""Share of a column's texts that end with the same character where this is how the names of groups end."""
_NUMBER = re.compile(r"[(（]?\s*(?:[0-9０-９]{1,4}|[一二三四五六七八九十百壹貳參肆伍陸柒捌玖拾]{1,4})\s*[)）]?[.、．]?")

Point = tuple[int, str]


class Columns:
    """What the columns of a table hold, told from all its rows: numbers, names, sentences, groups over several rows.

    ``main`` is the column of the longest sentences, ``usual`` are those that a row has filled, ``key`` those of them that
    name a row, ``distinct`` those with another text in each row; ``named`` says that every row away from the page breaks
    has something in a key column. ``body`` is the index of the first row that is no
    header, ``breaks`` are those of the rows that begin a page; ``bottoms`` says for each page where the text of a full
    page of its size ends, in points (empty without pages).
    """

    def __init__(self, table: Table, body: int, breaks: AbstractSet[int], bottoms: Mapping[int, float]) -> None:
        # The first row after a page break may be half a row: it tells nothing of what a whole one has.
        rows = [row for r, row in enumerate(table.rows) if r >= body and r not in breaks]
        own = {c: [cell for row in rows for cell in row.cells if cell.column == c] for c in range(table.columns)}
        filled = {c: [cell.text for cell in cells if cell.text.strip()] for c, cells in own.items()}
        full = {c for c in own if own[c] and len(filled[c]) >= 0.6 * len(own[c])}
        self.groups = {cell.column for row in table.rows[body:] for cell in row.cells if cell.row_span > 1}
        self.usual = full - self.groups
        self._endings = {c: ending for c in self.groups if (ending := _common_ending(filled[c])) is not None}
        self.numbers = {c for c in own if filled[c] and mean(map(_is_number, filled[c])) >= 0.6}
        widths = {c: mean(map(units, filled[c])) for c in own if filled[c] and c not in self.numbers}
        self.distinct = {c for c in filled if len(set(filled[c])) > 0.8 * len(filled[c])}
        sentences = {c for c in widths if mean(map(_is_prose, filled[c])) >= _SENTENCES}
        # Names can be longer than what is said of them; a column of names is the main one only where none holds sentences.
        self.main = max(widths, key=lambda c: (c in sentences, widths[c], c), default=table.columns - 1)
        self.prose = {c for c in sentences if widths[c] > _PROSE}
        self.prose |= {self.main}
        ends = [finished(t) for t in filled.get(self.main, ())]
        self.key = self.usual - {self.main}
        away = [row for r, row in enumerate(table.rows) if r >= body and not {r, r + 1} & breaks]
        self.named = bool(away) and all(any(c.text.strip() for c in row.cells if c.column in self.key) for row in away)
        self.tidy = len(ends) >= 4 and mean(ends) >= 0.7
        self.bottoms = bottoms
        self._frames = TableFrames(table)
        texts = (cell.text for row in away for cell in row.cells if cell.column == self.main)
        self._whole = {fold(text) for text in texts if len(text) <= _REPEATED}

    def cut_groups(self, above: Mapping[int, Cell], below: Row) -> set[int]:
        """The columns of groups whose cell in ``below`` is the rest of the one above: the names of groups end alike."""
        found: set[int] = set()
        for cell in below.cells:
            ending = self._endings.get(cell.column)
            if ending is None or cell.column not in above:
                continue
            first, second = fold(above[cell.column].text), fold(cell.text)
            anew = any(c.column in self.numbers and number_alone(c.text) == 1 for c in below.cells)
            if first and second.endswith(ending) and not first.endswith(ending) and not anew:
                found.add(cell.column)
        return found

    def full(self, cell: Cell, following: str) -> bool | None:
        """Whether the cell's last line is full before ``following``; None where there is no layout to ask."""
        return self._frames.full(cell, cell.paragraphs[-1], following) if cell.paragraphs else None

    def known(self, text: str) -> bool:
        """True when a row away from the page breaks has this very text in the main column."""
        return len(text) <= _REPEATED and fold(text) in self._whole


def _common_ending(texts: Sequence[str]) -> str | None:
    """The character that most of the ``texts`` end with, None when there is none (組 of 交通組, 觀光組)."""
    ends = Counter(key[-1] for key in map(fold, texts) if key)
    char, times = ends.most_common(1)[0] if ends else ("", 0)
    return char if times > 1 and times >= _ALIKE * sum(ends.values()) else None


def _is_prose(text: str) -> bool:
    return any(c in text for c in "。；：") or split_label(text) is not None


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text.strip()))


def weigh(
    columns: Columns, above: dict[int, Cell], below: Row, *, at_break: bool, above_is_first: bool = False
) -> list[Point]:
    """The evidence that ``below`` is the rest of the row whose cells, by column, are ``above``.

    ``at_break`` says that a page ends between them, or that the header stands between them once more;
    ``above_is_first`` that the row above begins its page.
    """
    texts = {c.column: c.text.strip() for c in below.cells}
    key = [c for c in columns.key if c in texts]
    points: list[Point] = []
    points += _blanks(columns, texts, key, at_break=at_break)
    parted = at_break and _parted(columns, above, texts, first=above_is_first)
    if parted:
        points.append((6, said("what names the row stands in part above and in part below")))
    for cell in below.cells:
        previous = above.get(cell.column)
        if previous is None or not cell.text.strip():
            continue
        if not previous.text.strip():
            if parted:
                continue
            points += [(-2, said("a cell begins that the row above had empty"))] if cell.column in columns.usual else []
        elif cell.column != columns.main and said_again(previous.text, cell.text):
            points += _again(columns, previous, cell)
        elif cell.column in columns.groups:
            points += [(-5, said("a new group begins"))]
        elif cell.column in columns.numbers:
            points += [(-8, said("the row has a number of its own"))]
        elif cell.column in columns.prose:
            points += _capped(_prose(columns, previous, cell))
        else:
            points += _capped(_name(columns, previous, cell, above))
    if at_break:
        points += _room_left(columns, above)
        points += _edges(columns, above, below)
        points += _elsewhere(columns, above.get(columns.main), texts.get(columns.main, ""))
    return points


def total(points: Iterable[Point]) -> int:
    """The sum of the points."""
    return sum(p for p, _ in points)


def reasons(points: Iterable[Point]) -> str:
    """The evidence in words."""
    return "; ".join(said("{reason} ({points})", reason=text, points=f"{p:+d}") for p, text in points)


def doubtful(points: Sequence[Point]) -> bool:
    """True when the row stays on its own but something speaks for it being the rest of the row above."""
    if any(p <= _SETTLES for p, _ in points):
        return False
    return 0 < total(points) < JOIN or (-2 < total(points) < JOIN and any(p >= JOIN for p, _ in points))


def _edges(columns: Columns, above: dict[int, Cell], below: Row) -> list[Point]:
    pairs = [(above[c.column], c.text.strip()) for c in below.cells if c.column in above and c.text.strip()]
    full = [columns.full(cell, text) for cell, text in pairs if cell.text.strip()]
    return [(1, said("every cell above is full to its edge"))] if len(full) > 1 and all(full) else []


def _elsewhere(columns: Columns, above: Cell | None, second: str) -> list[Point]:
    """What the rows away from the page breaks say: the same texts stand there, whole or in two."""
    first = above.text.strip() if above is not None else ""
    if not first or not second:
        return []
    if columns.known(first + second):
        return [(4, said("both texts together stand in another row"))]
    if columns.known(first) or columns.known(second):
        return [(-4, said("the same text stands whole in another row"))]
    return []


def _capped(points: list[Point]) -> list[Point]:
    """No column outweighs everything else: what speaks for and against counts four points each at most."""
    out: list[Point] = []
    room = {True: 4, False: 4}
    for p, text in points:
        kept = min(abs(p), room[p > 0])
        room[p > 0] -= kept
        if kept:
            out.append((kept if p > 0 else -kept, text))
    return out


def _blanks(columns: Columns, texts: dict[int, str], key: list[int], *, at_break: bool) -> list[Point]:
    empty = [c for c in key if not texts[c]]
    filled = [c for c in texts if texts[c] and c not in columns.groups]
    if not filled:
        return []
    names = [c for c in key if c not in columns.numbers]
    if empty and len(empty) == len(key):
        # A row of its own might be without a name, or without a number, but hardly without both.
        sure = 10 if names and len(names) < len(key) else 8
        return [(sure if at_break else 1, said("nothing stands in the columns that name a row"))]
    if any(c in columns.numbers for c in empty):
        if at_break and any(c in columns.distinct and c not in columns.numbers for c in empty):
            return [(6, "the row has neither number nor name")]
        return [(4 if at_break else 2, said("the row has no number"))]
    if names and all(c in empty for c in names):
        return [(4 if at_break else 1, said("the row has no name"))]
    if columns.main in columns.usual and not texts.get(columns.main, "-"):
        return [(4 if at_break else 1, said("the row has a name only"))]
    return [(3, said("a cell is empty that the rows have filled"))] if empty and at_break else []


def _parted(columns: Columns, above: Mapping[int, Cell], texts: Mapping[int, str], *, first: bool) -> bool:
    """True when of the columns that name a row each is filled on one side of the page break only.

    A program that lets a cell go on to the next page, but parts no line or centres its text there, cuts a row so.
    """
    key = [c for c in columns.key if c in texts and c in above]
    upper = [c for c in key if above[c].text.strip()]
    lower = [c for c in key if texts[c]]
    if not lower or sorted(upper + lower) != sorted(columns.key):
        return False
    # All names below: then the row above could as well be the rest of the row above it.
    return bool(upper) or (columns.named and not first)


def _again(columns: Columns, above: Cell, cell: Cell) -> list[Point]:
    if fold(above.text) != fold(cell.text):
        return [(6, said("the row says that it goes on"))]
    if cell.column in columns.numbers:
        return [(1, said("the row has the number of the row above"))]
    return [(3, said("the row has the name of the row above"))] if cell.column in columns.distinct else []


def _prose(columns: Columns, above: Cell, below: Cell) -> list[Point]:
    first, second = above.text, below.text.strip()
    points = _joint(first, second)
    earlier, later = labels_in(first), labels_in(second)
    label = split_label(second)
    if label is not None and label.number is not None:
        return points + _list(first, earlier, label)
    following = next((x for x in later if x.number is not None), None)
    if following is not None:
        last = _last(earlier, following.kind)
        if last is not None and following.number == last + 1:
            points.append((3, said("the list in it goes on with the list above")))
        elif following.number == 1 and last is not None:
            points.append((-2, said("the list in it begins anew")))
    full = columns.full(above, second)
    done = finished(first)
    if full is False and not points:
        points.append((-3, said("the last line above had room for the next word")))
    elif done:
        points.append((0 if full else -2, said("the text above is complete")))
    elif full:
        points.append((2, said("the text above breaks off at the edge of the cell")))
    elif full is None:
        points.append((1, said("the text above has no end mark")))
    if not done and full is not False and columns.tidy:
        points.append((1, said("the other texts have end marks")))
    return points


def _joint(first: str, second: str) -> list[Point]:
    """What the two ends say to each other."""
    points: list[Point] = []
    if open_ended(first):
        points.append((3, said("the text above ends with a comma or an opening bracket")))
    if closes(open_brackets(first), second):
        points.append((3, said("the bracket opened above is closed")))
    if cuts_date(first, second):
        points.append((3, said("a date or a number is cut")))
    if leans_back(second):
        points.append((2, said("the text begins with a mark or particle that cannot begin one")))
    if re.search(r"[A-Za-z]$", first) and re.match(r"[a-z]", second):
        points.append((2, said("a word is cut")))
    return points


def _list(first: str, earlier: Sequence[Label], label: Label) -> list[Point]:
    last = _last(earlier, label.kind)
    assert label.number is not None
    if last is not None and label.number == last + 1:
        return [(3, said("the numbering goes on"))]
    if label.number > 1:
        return [(1, said("a row of its own would begin with the first number"))]
    if last is None and first.rstrip().endswith(("：", ":")):
        return [(3, said("the text above announces a list"))]
    return [(-4 if last is not None or finished(first) else -2, said("the numbering begins anew"))]


def _last(labels: Sequence[Label], kind: str) -> int | None:
    return next((x.number for x in reversed(labels) if x.kind == kind), None)


def _name(columns: Columns, above: Cell, below: Cell, row: dict[int, Cell]) -> list[Point]:
    first, second = above.text, below.text.strip()
    if split_label(second) is not None:
        return [(-3, said("the name has a number of its own"))]
    points = _joint(first, second)
    bracket = second[0] in "(（〔【"
    if bracket:
        points.append((2, said("the name begins with a bracket")))
    full = columns.full(above, second)
    if full is False and not bracket and not points:
        points.append((-3, said("the name above had room for the next word")))
    elif full:
        points.append((2, said("the name above fills its line")))
    elif full is None and not points:
        points.append((-1, said("both rows have a name")))
    if _ends_above(above, row.values()):
        points.append((-3, said("the name above ends higher than its row")))
    return points


def _bottom(cell: Cell) -> tuple[int, float, float] | None:
    """Page, bottom and height of the cell's last line."""
    spot = box_of(cell.paragraphs[-1]) if cell.paragraphs else None
    return (spot[0], spot[1][3], spot[1][3] - spot[1][1]) if spot else None


def _ends_above(cell: Cell, row: Iterable[Cell]) -> bool:
    own = _bottom(cell)
    lowest = [b for c in row if (b := _bottom(c)) is not None and own is not None and b[0] == own[0]]
    return own is not None and any(b[1] > own[1] + _WIDOW * own[2] for b in lowest)


def _room_left(columns: Columns, above: dict[int, Cell]) -> list[Point]:
    ends = [b for c in above.values() if (b := _bottom(c)) is not None]
    if not ends:
        return []
    page, bottom, height = max(ends, key=lambda e: (e[0], e[1]))
    if page in columns.bottoms and bottom < columns.bottoms[page] - 5 * height:
        return [(-3, said("the page above had room left"))]
    return []
