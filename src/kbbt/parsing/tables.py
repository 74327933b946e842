"""Tables of cases: which column is which, and which rows are records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from kbbt.document import Cell, Paragraph, Table
from kbbt.document import Place as DocumentPlace
from kbbt.i18n import said
from kbbt.parsing.dispositions import Verdict
from kbbt.parsing.family import Family
from kbbt.parsing.folded import Folded
from kbbt.parsing.outline import label_of
from kbbt.parsing.reading import Reading, record_places
from kbbt.records import Place
from kbbt.text import clean, join_lines

_HEADER_ROWS = 3
_LONGEST_TITLE = 16
_LEAST_LOWER = 4
"""Characters of a title that stands below another one in the same cell, at least."""
_ROWS_ABOVE = 4
"""Rows above the header that are a caption laid out as part of the table."""

Grid = list[list[Cell | None]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in the declaration ("" when it declares none) and its title as printed."""

    key: str
    title: str

    @property
    def name(self) -> str:
        """What its values are kept under."""
        return self.key or self.title


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table by grid position, and where its header lies. ``caption`` is what stands above it."""

    columns: tuple[Column, ...]
    first: int
    end: int

    def has(self, key: str) -> bool:
        """True when one of the columns has this key."""
        return any(c.key == key for c in self.columns)


@dataclass
class Row:
    """One row: a record, a total, or a heading across the table. ``values`` is by column name, empty cells left out.

    ``other``: all rows of another table that stands right below without a gap, one a line of ``text``.
    """

    kind: Literal["record", "total", "group", "heading", "other"]
    values: dict[str, str] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    text: str = ""


def cell_text(cell: Cell | None) -> str:
    """The text of a cell, one paragraph a line."""
    return "\n".join(line for line in clean(cell.text).split("\n") if line) if cell is not None else ""


def one_line(text: str) -> str:
    """``text`` on one line, as a name is kept."""
    line = ""
    for piece in text.split("\n"):
        line = join_lines(line, piece)
    return line


def _titles(grid: Grid, first: int, end: int, column: int) -> list[str]:
    """The texts of the header cells above ``column``, from the top, each merged cell once."""
    cells = [grid[r][column] for r in range(first, end)]
    distinct = [c for i, c in enumerate(cells) if c is not None and (i == 0 or c is not cells[i - 1])]
    return [t for t in (one_line(cell_text(c)) for c in distinct) if t]


def _key(titles: list[str], family: Family) -> str | None:
    for candidate in ("".join(titles), *reversed(titles)):
        key = family.columns.whole(Folded(candidate).text)
        if key is not None:
            return key
    return None


def _lower_key(cell: Cell | None, family: Family) -> str:
    """The key that the last lines of a cell say where no rule parts a title from the one above it; "" without one.

    Few characters may be the end of a longer title (改善⏎方案), so they tell nothing.
    """
    upper, *lines = cell_text(cell).split("\n")
    while lines:
        lower = "".join(lines)
        if len(upper) + len(lower) <= _LONGEST_TITLE and len(lower) >= _LEAST_LOWER:
            key = family.columns.whole(Folded(lower).text)
            if key is not None:
                return key
        upper += lines.pop(0)
    return ""


def read_columns(table: Table, family: Family) -> Columns | None:
    """The columns of ``table``, or None when it has no header that the declaration knows."""
    grid = table.grid()
    best: tuple[int, Columns] | None = None
    for first in range(min(_ROWS_ABOVE + 1, len(grid))):
        for end in range(first + 1, min(first + _HEADER_ROWS, len(grid)) + 1):
            score, columns = _columns(grid, first, end, table.columns, family)
            if score and (best is None or score > best[0]):
                best = score, columns
    if best is None or any(not best[1].has(key) for key in family.rule.table.required):
        return None
    return best[1]


def _columns(grid: Grid, first: int, end: int, width: int, family: Family) -> tuple[int, Columns]:
    keys: list[str] = []
    columns: list[Column] = []
    for c in range(width):
        titles = _titles(grid, first, end, c)
        key = _key(titles, family) or ""
        if key in keys:
            key = ""
        keys.append(key)
        title = titles[-1] if titles else f"column {c + 1}"
        if any(title == other.title for other in columns):
            title = "／".join(titles) if len(titles) > 1 else f"{title}{c + 1}"
        columns.append(Column(key, title))
    for c, column in enumerate(columns):
        key = "" if column.key else _lower_key(grid[end - 1][c], family)
        if key and key not in keys:
            keys.append(key)
            columns[c] = Column(key, column.title)
    return sum(bool(k) for k in keys), Columns(tuple(columns), first, end)


def caption(table: Table, columns: Columns) -> list[Paragraph]:
    """The paragraphs of the rows above the header, such as a unit or a date."""
    return [p for row in table.rows[: columns.first] for cell in row.cells for p in cell.paragraphs if p.text.strip()]


def read_rows(table: Table, columns: Columns, reading: Reading) -> Iterator[Row]:
    """The rows below the header; a header repeated further down is left out.

    Rows of another table are no records: what follows titles that are not those of these columns, up to the header
    come again, and figures of a group.
    """
    grid = table.grid()
    family = reading.family
    header = {
        tuple(Folded(cell_text(c)).text for c in grid[r]) for r in range(columns.first, min(columns.end, len(grid)))
    }
    carried: dict[str, str] = {}
    above: list[Cell | None] = []
    last: Row | None = None
    other: Row | None = None
    titled = False
    for r in range(columns.end, len(grid)):
        cells = grid[r]
        if tuple(Folded(cell_text(c)).text for c in cells) in header:
            titled = False
            continue
        row = _row(cells, columns, family)
        if row is None:
            continue
        titled = titled or _are_other_titles(row, columns, family)
        if titled or _is_figures_of_group(row, family):
            if last is not None:
                yield last
            last, above = None, []
            other = other or Row("other")
            other.text = "\n".join(filter(None, (other.text, whole_row(row))))
            other.places.extend(p for p in row.places if p not in other.places)
            continue
        if other is not None:
            yield other
            other = None
        if row.kind == "record":
            goes_on = last is not None and _goes_on(row, cells, above, columns, family)
            filled = _carry(row, columns, family, carried)
            if last is not None and goes_on:
                for name in filled:
                    del row.values[name]  # the row above has them
                _extend(last, row, cells, above, columns)
                above = cells
                continue
            if last is not None:
                yield last
            last, above = row, cells
            continue
        if last is not None:
            yield last
        last, above = None, []
        yield row
    if last is not None:
        yield last
    if other is not None:
        yield other


def _are_other_titles(row: Row, columns: Columns, family: Family) -> bool:
    """True when what names a case here is a title that the declaration knows for another column.

    What is said of a case may well be the title of a column (持續列管), so the cells of texts and ticks tell nothing.
    """
    for column in columns.columns:
        if row.kind != "record" or column.key not in ("group", "label", "name"):
            continue
        key = family.columns.whole(Folded(one_line(row.values.get(column.name, ""))).text)
        if key is not None and key != column.key and family.rule.table.columns[key].tick is None:
            return True
    return False


def _is_figures_of_group(row: Row, family: Family) -> bool:
    """True when nothing but numbers stands beside the name of a group where the name of a case should be."""
    others = [text for name, text in row.values.items() if name != "name"]
    group = family.groups.find(row.values.get("name", ""))
    return row.kind == "record" and group is not None and bool(others) and all(map(_is_number, others))


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[0-9][0-9,.]*%?", Folded(text).text) is not None


def _row(cells: list[Cell | None], columns: Columns, family: Family) -> Row | None:
    distinct: list[Cell] = []
    for cell in cells:
        if cell is not None and cell not in distinct:
            distinct.append(cell)
    filled = [c for c in distinct if cell_text(c)]
    if not filled:
        return None
    places = record_places(p for c in filled for p in _cell_places(c))
    values = {}
    for i, column in enumerate(columns.columns):
        cell = cells[i] if i < len(cells) else None
        # a cell merged across columns belongs to the first of them
        if cell is None or (i > 0 and cells[i - 1] is cell) or not cell_text(cell):
            continue
        values[column.name] = cell_text(cell)
    first = Folded(cell_text(filled[0])).text
    if any(p.fullmatch(first) for p in family.skip_rows):
        return Row("heading", {}, places, " | ".join(one_line(cell_text(c)) for c in filled))
    if any(p.fullmatch(first) for p in family.total_rows):
        return Row("total", values, places, one_line(cell_text(filled[0])))
    if len(filled) == 1 and len(columns.columns) > 1:
        text = one_line(cell_text(filled[0]))
        if group_in(text, family) is not None:
            return Row("group", {}, places, text)
        if filled[0].col_span == len(columns.columns) or _is_heading(values, text):
            return Row("heading", {}, places, text)
    return Row("record", values, places)


def _is_heading(values: dict[str, str], text: str) -> bool:
    """True for a labelled line (壹、…) alone in a row whose cells nobody merged, and not where a name or a text stands."""
    return bool(values) and not {"name", "text"} & set(values) and label_of(Paragraph(text)) is not None


def _cell_places(cell: Cell) -> Iterator[DocumentPlace]:
    if cell.places:
        yield from cell.places
    else:
        for paragraph in cell.paragraphs:
            yield from paragraph.places


def _carry(row: Row, columns: Columns, family: Family, above: dict[str, str]) -> list[str]:
    """Fill in what stands in the cells ``above``: in a column that carries for an empty cell, in any for a ditto mark.

    Gives the names of the columns filled in.
    """
    filled: list[str] = []
    for column in columns.columns:
        rule = family.rule.table.columns.get(column.key)
        carries = column.key == "group" or (rule is not None and rule.carry)
        value = row.values.get(column.name, "")
        is_ditto = column.key != "text" and any(p.fullmatch(Folded(value).text) for p in family.ditto)
        if value and not is_ditto:
            above[column.name] = value
        elif column.name in above and (carries or is_ditto):
            row.values[column.name] = above[column.name]
            filled.append(column.name)
        elif not carries:
            above.pop(column.name, None)
    return filled


def _goes_on(row: Row, cells: list[Cell | None], above: list[Cell | None], columns: Columns, family: Family) -> bool:
    """True for one case told in several rows: the cell of its name is merged over them, or carries and is empty here."""
    rule = family.rule.table.columns.get("name")
    if rule is not None and rule.carry and columns.has("name") and not row.values.get("name"):
        return True
    return any(
        c.key == "name" and i < len(above) and cells[i] is not None and cells[i] is above[i]
        for i, c in enumerate(columns.columns)
    )


def _extend(last: Row, row: Row, cells: list[Cell | None], above: list[Cell | None], columns: Columns) -> None:
    for i, column in enumerate(columns.columns):
        value = row.values.get(column.name)
        if value and cells[i] is not above[i]:
            last.values[column.name] = f"{last.values[column.name]}\n{value}" if column.name in last.values else value
    last.places.extend(p for p in row.places if p not in last.places)


def group_in(text: str, family: Family) -> str | None:
    """The group that a heading names, as the declaration writes it, or as printed when it does not know it."""
    label = label_of(Paragraph(text))
    text = text[label.end :] if label is not None else text
    folded = Folded(text)
    for pattern in family.table_groups:
        match = pattern.fullmatch(folded.text)
        if match is not None:
            printed = folded.cut(*match.span("group")) if "group" in match.re.groupindex else text
            return family.groups.find(printed) or printed
    return family.groups.find(text)


def is_tick(value: str, family: Family) -> bool:
    """True when the cell of a tick column is ticked."""
    mark = Folded(value).text
    return bool(mark) and any(p.fullmatch(mark) for p in family.ticks)


def ticked(row: Row, columns: Columns, reading: Reading) -> Verdict | None:
    """The disposition that a tick gives; None without one. Two ticks are a problem and decide nothing."""
    verdicts: list[Verdict] = []
    for column in columns.columns:
        rule = reading.family.rule.table.columns.get(column.key)
        if rule is None or rule.tick is None:
            continue
        if is_tick(row.values.get(column.name, ""), reading.family):
            verdicts.append(Verdict(rule.tick, column.title))
    if len({v.kind for v in verdicts}) > 1:
        both = "、".join(v.evidence for v in verdicts)
        told = said("one row is ticked under several columns: {titles}", titles=both)
        reading.problem("ticks", told, places=row.places)
        return None
    return verdicts[0] if verdicts else None


def further_fields(row: Row, columns: Columns, family: Family, used: set[str]) -> dict[str, str]:
    """The values of all columns but those in ``used``; a tick column keeps its printed title."""
    fields: dict[str, str] = {}
    for column in columns.columns:
        value = row.values.get(column.name)
        if value and column.key not in used:
            rule = family.rule.table.columns.get(column.key)
            fields[column.title if rule is None or rule.tick else column.key] = value
    return fields


def whole_row(row: Row) -> str:
    """All that a row says, for the problem that keeps what no record takes."""
    return " | ".join(row.values.values()) or row.text
