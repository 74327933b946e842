"""Tables of Word: rows and cells that are there, and merged cells as one cell with its spans."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kbbt.readers.docx.names import W, number, toggle, value
from kbbt.readers.flow import Flow, OpenCell, check_columns

if TYPE_CHECKING:
    from lxml.etree import _Element

_WRAPPERS = frozenset(W + n for n in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))

ReadCell = Callable[["_Element", bool], None]
"""Reads the paragraphs of a cell; True says that a merged cell covers it, so that nothing of it is seen."""


def _children(parent: _Element, name: str) -> Iterator[_Element]:
    """The elements ``name`` in ``parent``, those inside content controls and the like included, in order."""
    stack = [iter(parent)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag == name:
            yield element
        elif element.tag in _WRAPPERS:
            stack.append(iter(element))


def rows(table: _Element, flow: Flow) -> Iterator[_Element]:
    """The rows that are there once tracked changes are accepted."""
    for row in _children(table, W + "tr"):
        properties = row.find(W + "trPr")
        if properties is not None:
            if properties.find(W + "del") is not None:
                flow.remark("tracked-changes")
                continue
            if properties.find(W + "ins") is not None:
                flow.remark("tracked-changes")
        yield row


def cells(row: _Element, flow: Flow) -> Iterator[_Element]:
    """The cells that are there once tracked changes are accepted."""
    for cell in _children(row, W + "tc"):
        properties = cell.find(W + "tcPr")
        if properties is not None:
            if properties.find(W + "cellDel") is not None:
                flow.remark("tracked-changes")
                continue
            if any(properties.find(W + name) is not None for name in ("cellIns", "cellMerge")):
                flow.remark("tracked-changes")
        yield cell


def _merge(properties: _Element | None, name: str) -> str:
    """``restart``, ``continue`` or nothing: what ``w:vMerge`` or ``w:hMerge`` says of a cell."""
    element = properties.find(W + name) if properties is not None else None
    if element is not None:
        return element.get(W + "val", "continue")
    tracked = properties.find(W + "cellMerge") if properties is not None and name == "vMerge" else None
    if tracked is not None:
        return {"cont": "continue", "rest": "restart"}.get(tracked.get(W + "vMerge", ""), "")
    return ""


class TableReader:
    """Reads one table that stands in the document itself into ``flow``."""

    def __init__(self, flow: Flow, read_cell: ReadCell) -> None:
        self._flow = flow
        self._read_cell = read_cell
        self._rows: list[tuple[list[OpenCell], bool]] = []
        self._open: dict[int, OpenCell] = {}
        self._columns = 0

    def read(self, table: _Element) -> None:
        """Read ``table``. Raises LimitError when it is too wide or the document has too many cells."""
        grid = table.find(W + "tblGrid")
        self._columns = check_columns(len(grid.findall(W + "gridCol")) if grid is not None else 0)
        headers = True
        for row in rows(table, self._flow):
            properties = row.find(W + "trPr")
            # Word repeats header rows only from the first row on.
            headers = headers and bool(toggle(properties, "tblHeader"))
            self._row(row, properties, headers)
        self._flow.add_table(self._rows, self._columns)

    def _row(self, row: _Element, properties: _Element | None, header: bool) -> None:
        begun: list[OpenCell] = []
        merging: dict[int, OpenCell] = {}
        column = max(0, number(value(properties, "gridBefore")) or 0)
        above = self._open
        cell: OpenCell | None = None
        for index, element in enumerate(cells(row, self._flow)):
            cell_properties = element.find(W + "tcPr")
            span = max(1, number(value(cell_properties, "gridSpan")) or 1)
            check_columns(column + span)
            vertical = _merge(cell_properties, "vMerge")
            horizontal = _merge(cell_properties, "hMerge")
            covering = above.get(column) if vertical == "continue" else None
            if covering is not None and covering.col_span != span and not horizontal:
                # Cells of different widths are not merged: they would cover one another.
                covering = None
            if horizontal == "continue" and cell is not None and covering is None:
                if begun and begun[-1] is cell:
                    cell.col_span += span
                self._fill(cell, element, index, covered=True)
            elif covering is not None:
                cell = merging[column] = covering
                cell.row_span += 1
                self._fill(cell, element, index, covered=True)
            else:
                cell = OpenCell(column, span, self._flow.cell_place(len(self._rows), index))
                begun.append(cell)
                self._fill(cell, element, index, covered=False)
                if vertical:
                    merging[column] = cell
            column += span
        hidden = toggle(properties, "hidden") and not any(cell.paragraphs for cell in begun)
        if hidden and not any(merging[c] is above.get(c) for c in merging):
            self._flow.remark("hidden-text")
            return
        after = max(0, number(value(properties, "gridAfter")) or 0)
        self._columns = max(self._columns, check_columns(column + after))
        self._rows.append((begun, header))
        self._open = merging

    def _fill(self, cell: OpenCell, element: _Element, index: int, *, covered: bool) -> None:
        before = len(cell.paragraphs)
        self._flow.open_cell(cell, len(self._rows), index)
        self._read_cell(element, covered)
        if covered and len(cell.paragraphs) > before:
            self._flow.remark("covered-cells")
        self._flow.close_cell()
