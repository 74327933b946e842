"""Blocks of an OpenDocument text in reading order: paragraphs with their labels, tables, boxes after their paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kbbt.i18n import _
from kbbt.readers.flow import Flow, check_nesting
from kbbt.readers.odt.inline import Inline, InlineReader
from kbbt.readers.odt.lists import Lists, OpenList
from kbbt.readers.odt.names import DRAW, OFFICE, TABLE, TEXT, number
from kbbt.readers.odt.styles import Styles
from kbbt.readers.odt.tables import TableReader, cells, rows

if TYPE_CHECKING:
    from lxml.etree import _Element

_SILENT = frozenset(
    {
        TEXT + "sequence-decls",
        TEXT + "variable-decls",
        TEXT + "user-field-decls",
        TEXT + "alphabetical-index-auto-mark-file",
        TEXT + "list-level-style",
        OFFICE + "forms",
        OFFICE + "annotation",
        TEXT + "soft-page-break",
    }
    | {
        f"{TEXT}{kind}-source"
        for kind in (
            "table-of-content",
            "illustration-index",
            "table-index",
            "object-index",
            "user-index",
            "alphabetical-index",
            "bibliography",
        )
    }
)


@dataclass(slots=True)
class _Item:
    """A list item: its first paragraph gets the number, none does when a list inside it comes first."""

    opened: OpenList
    depth: int
    element: _Element
    header: bool
    numbered: bool = False
    has_list: bool = False


class BodyReader:
    """Reads the whole document into ``flow``."""

    def __init__(self, content: _Element, styles: _Element | None, flow: Flow) -> None:
        self._flow = flow
        self._styles = Styles(content, styles)
        self._inline = InlineReader(self._styles, flow)
        self._lists = Lists(self._styles, content, styles)
        self._notes: list[_Element] = []
        self._depth = 0

    def read(self, text: _Element) -> None:
        """Read ``office:text``, then the foot- and endnotes in the order of their marks."""
        self._blocks(text, None)
        # Notes may hold notes; those come after.
        for note in self._notes:
            body = note.find(TEXT + "note-body")
            if body is not None:
                self._flow.remark("footnotes")
                self._blocks(body, None)
        for sample in sorted(self._lists.unknown):
            self._flow.remark("number-format", sample)

    def _blocks(self, container: _Element, item: _Item | None) -> None:
        self._depth += 1
        check_nesting(self._depth)
        for element in container.iterchildren("*"):
            self._block(element, item)
        self._depth -= 1

    def _block(self, element: _Element, item: _Item | None) -> None:
        tag = str(element.tag)
        if tag in (TEXT + "p", TEXT + "h"):
            self._paragraph(element, item)
        elif tag == TEXT + "list":
            self._list(element, item)
        elif tag == TEXT + "numbered-paragraph":
            self._numbered_paragraph(element)
        elif tag == TABLE + "table":
            self._table(element)
        elif tag == TEXT + "tracked-changes":
            if element.find(TEXT + "changed-region") is not None:
                self._flow.remark("tracked-changes")
        elif tag in _SILENT:
            pass
        elif element.get(TEXT + "is-hidden") == "true" or element.get(TEXT + "display") == "none":
            self._flow.remark("hidden-text")
        elif tag.startswith(DRAW):
            self._drawing(element)
        else:
            # sections, indexes and whatever wraps blocks
            self._blocks(element, None)

    def _list(self, element: _Element, item: _Item | None) -> None:
        depth = item.depth + 1 if item else 1
        opened = self._lists.open(element, item.opened if item else None, self._paragraphs_list_style(element))
        if item is not None:
            if item.has_list and opened is item.opened and element.get(TEXT + "continue-numbering") != "true":
                self._lists.restart(opened, item.depth)
            item.numbered = item.has_list = True
        for child in element.iterchildren(TEXT + "list-header", TEXT + "list-item"):
            self._blocks(child, _Item(opened, depth, child, header=child.tag == TEXT + "list-header"))

    def _paragraphs_list_style(self, element: _Element) -> str | None:
        """The list style that the first paragraph in a list names, for lists that name none."""
        first = next(element.iter(TEXT + "p", TEXT + "h"), None)
        return self._styles.list_style(first.get(TEXT + "style-name")) if first is not None else None

    def _numbered_paragraph(self, element: _Element) -> None:
        style = element.get(TEXT + "style-name") or self._paragraphs_list_style(element)
        opened = self._lists.by_id(element.get(TEXT + "list-id"), style)
        depth = max(1, number(element.get(TEXT + "level"), 1))
        self._blocks(element, _Item(opened, depth, element, header=False))

    def _paragraph(self, paragraph: _Element, item: _Item | None) -> None:
        inline = self._inline.read(paragraph)
        heading = paragraph.tag == TEXT + "h"
        depth = max(1, number(paragraph.get(TEXT + "outline-level"), 1))
        if inline.hidden and not inline.text.strip():
            # Wholly hidden: not seen, not counted.
            self._anchored(inline)
            return
        level = depth - 1 if heading else None
        label, glued = "", False
        if item is not None and not item.header and not item.numbered:
            item.numbered = True
            level = level if heading else item.depth - 1
            override = item.element.get(TEXT + "style-override")
            label = self._lists.advance(item.opened, item.depth, _start(item.element), override)
            glued = self._lists.glued(item.opened, item.depth, override)
        elif item is None and heading and self._is_numbered(paragraph):
            restart = paragraph.get(TEXT + "restart-numbering") == "true"
            start = number(paragraph.get(TEXT + "start-value"), 1) if restart else None
            label = self._lists.advance(self._lists.outline, depth, start)
            glued = self._lists.glued(self._lists.outline, depth)
        # A number that the producer wrote beside the text is what it showed.
        self._flow.add(inline.text, label=inline.number or label, glued=glued, level=level, heading=heading)
        self._anchored(inline)

    def _is_numbered(self, heading: _Element) -> bool:
        """True unless the number of the outline was taken away from this heading."""
        unlisted = self._styles.is_unlisted(heading.get(TEXT + "style-name"))
        return not unlisted and heading.get(TEXT + "is-list-header") != "true"

    def _anchored(self, inline: Inline) -> None:
        self._notes.extend(inline.notes)
        for drawing in inline.drawings:
            self._drawing(drawing)

    def _drawing(self, drawing: _Element) -> None:
        """Text boxes and shapes: their paragraphs; pictures are counted."""
        self._depth += 1
        check_nesting(self._depth)
        if drawing.tag == DRAW + "frame":
            box = drawing.find(DRAW + "text-box")
            if box is not None:
                self._blocks(box, None)
            elif drawing.find(DRAW + "object-ole") is not None or drawing.find(DRAW + "image") is not None:
                self._flow.remark("pictures")
            elif len(drawing):
                self._flow.remark("not-read", _("an embedded object"))
        else:
            for child in drawing.iterchildren("*"):
                if child.tag in (TEXT + "p", TEXT + "h", TEXT + "list") or str(child.tag).startswith(DRAW):
                    self._block(child, None)
        self._depth -= 1

    def _table(self, table: _Element) -> None:
        if not self._flow.in_cell:
            TableReader(self._flow, lambda cell: self._blocks(cell, None)).read(table)
            return
        for row, _header, hidden in rows(table):
            for cell in () if hidden else cells(row):
                self._blocks(cell, None)


def _start(item: _Element) -> int | None:
    value = item.get(TEXT + "start-value")
    return number(value, 1) if value is not None else None
