"""Tables of OpenDocument: repeated rows and cells written out, covered cells left out, hidden rows gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kbbt.readers.flow import MAX_COLUMNS, Flow, OpenCell, check_cells, check_columns
from kbbt.readers.odt.names import DRAW, TABLE, TEXT, number

if TYPE_CHECKING:
    from lxml.etree import _Element

_GROUPS = frozenset(TABLE + name for name in ("table-rows", "table-row-group"))
_COLUMN_GROUPS = frozenset(TABLE + name for name in ("table-columns", "table-header-columns", "table-column-group"))
_MOST_EMPTY_ROWS = 1_000
"""An empty row said to be repeated more often than this fills up a sheet; it is taken once."""

ReadCell = Callable[["_Element"], None]


def rows(parent: _Element) -> Iterator[tuple[_Element, bool, bool]]:
    """Every row of ``parent`` in order, with whether it is a header row and whether it is hidden."""
    stack: list[tuple[Iterator[_Element], bool, bool]] = [(iter(parent), False, False)]
    while stack:
        elements, header, hidden = stack[-1]
        element = next(elements, None)
        if element is None:
            stack.pop()
        elif element.tag == TABLE + "table-row":
            yield element, header, hidden or element.get(TABLE + "visibility") in ("collapse", "filter")
        elif element.tag == TABLE + "table-header-rows":
            stack.append((iter(element), True, hidden))
        elif element.tag in _GROUPS:
            stack.append((iter(element), header, hidden or element.get(TABLE + "display") == "false"))


def cells(row: _Element) -> Iterator[_Element]:
    """The cells of ``row`` that are seen."""
    return row.iterchildren(TABLE + "table-cell")


def _is_blank(element: _Element) -> bool:
    return not any(text.strip() for text in element.itertext()) and next(element.iter(f"{DRAW}*"), None) is None


def _is_empty(element: _Element) -> bool:
    # the number of an empty list item is seen
    return _is_blank(element) and next(element.iter(TEXT + "list"), None) is None


def _is_deleted(row: _Element) -> bool:
    """OpenDocument has no mark for a deleted row: it is one of which tracked deletions left nothing."""
    return next(row.iter(TEXT + "change"), None) is not None and _is_blank(row)


def _declared_columns(table: _Element) -> int:
    count = 0
    stack = [iter(table)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag == TABLE + "table-column":
            count += max(1, number(element.get(TABLE + "number-columns-repeated"), 1))
        elif element.tag in _COLUMN_GROUPS:
            stack.append(iter(element))
    return count


def _fills_up(element: _Element) -> bool:
    """True for an empty cell repeated to the end of an endless sheet."""
    return number(element.get(TABLE + "number-columns-repeated"), 1) >= MAX_COLUMNS and _is_empty(element)


class TableReader:
    """Reads one table that stands in the document itself into ``flow``."""

    def __init__(self, flow: Flow, read_cell: ReadCell) -> None:
        self._flow = flow
        self._read_cell = read_cell
        self._rows: list[tuple[list[OpenCell], bool]] = []
        self._above: dict[int, tuple[OpenCell, int]] = {}
        """Grid column → the cell from above that covers it, and for how many more rows."""
        self._columns = 0

    def read(self, table: _Element) -> None:
        """Read ``table``. Raises LimitError when it is too wide or the document has too many cells."""
        for row, header, hidden in rows(table):
            if _is_deleted(row):
                self._flow.remark("tracked-changes")
                self._pass([], hidden=True)
                continue
            repeated = max(1, number(row.get(TABLE + "number-rows-repeated"), 1))
            if repeated > _MOST_EMPTY_ROWS:
                if _is_empty(row):
                    repeated = 1
                check_cells(repeated * len(row))
            for _ in range(repeated):
                begun = self._row(row, hidden=hidden)
                if not hidden:
                    self._rows.append((begun, header))
        declared = _declared_columns(table)
        if declared <= MAX_COLUMNS:
            self._columns = max(self._columns, declared)
        self._flow.add_table(self._rows, self._columns)

    def _row(self, row: _Element, *, hidden: bool) -> list[OpenCell]:
        elements = [e for e in row if e.tag in (TABLE + "table-cell", TABLE + "covered-table-cell")]
        while elements and _fills_up(elements[-1]):
            elements.pop()
        if hidden:
            if not _is_empty(row):
                self._flow.remark("hidden-text")
            self._pass([], hidden=True)
            return []
        begun: list[OpenCell] = []
        column = end = index = 0
        for element in elements:
            repeated = max(1, number(element.get(TABLE + "number-columns-repeated"), 1))
            check_columns(column + repeated)
            if element.tag == TABLE + "covered-table-cell":
                index += sum(
                    c in self._above and self._above[c][0].column == c for c in range(column, column + repeated)
                )
                column += repeated
                if not _is_empty(element):
                    self._flow.remark("hidden-text")
                continue
            for _ in range(repeated):
                # Some producers leave the covered cells out.
                column = max(column, end)
                while column in self._above:
                    column += 1
                cell = self._cell(element, column, index)
                begun.append(cell)
                end = column + cell.col_span
                column += 1
                index += 1
        self._columns = max(self._columns, column, end)
        self._pass(begun, hidden=False)
        return begun

    def _cell(self, element: _Element, column: int, index: int) -> OpenCell:
        row = len(self._rows)
        span = max(1, number(element.get(TABLE + "number-columns-spanned"), 1))
        cell = OpenCell(column, check_columns(column + span) - column, self._flow.cell_place(row, index))
        cell.row_span = max(1, number(element.get(TABLE + "number-rows-spanned"), 1))
        self._flow.open_cell(cell, row, index)
        self._read_cell(element)
        self._flow.close_cell()
        return cell

    def _pass(self, begun: list[OpenCell], *, hidden: bool) -> None:
        """One row is done: what still covers the next one."""
        if hidden:
            for cell in {id(cell): cell for cell, _ in self._above.values()}.values():
                cell.row_span -= 1
        self._above = {column: (cell, left - 1) for column, (cell, left) in self._above.items() if left > 1}
        for cell in begun:
            if cell.row_span > 1:
                for column in range(cell.column, cell.column + cell.col_span):
                    self._above[column] = (cell, cell.row_span - 1)
