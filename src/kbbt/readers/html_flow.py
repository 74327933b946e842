"""The flow of an HTML tree: blocks in the order a browser shows them, lists numbered, tables with their spans."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from kbbt import numerals
from kbbt.document import Block, Cell, Paragraph, Place, Row, Table
from kbbt.labels import split_label
from kbbt.readers.flow import join_label
from kbbt.text import clean, is_wide

_UNSEEN = {"script", "style", "template", "head", "noscript", "iframe", "object", "svg", "annotation", "annotation-xml", "audio", "video",
           "canvas", "select", "textarea", "datalist", "rt", "rp", "col", "colgroup"}  # fmt: skip
_STRUCK = {"del", "s", "strike"}
_BLOCKS = {"p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "address", "blockquote",
           "center", "figure", "figcaption", "form", "fieldset", "details", "summary", "dl", "dt", "dd", "hr",
           "body", "html", "caption", "legend", "menu"}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all", re.IGNORECASE)
_THROUGH = re.compile(r"text-decoration[a-z-]*\s*:[^;]*line-through", re.IGNORECASE)
_LIST_STYLE = re.compile(r"""list-style(?:-type)?\s*:\s*("[^"]*"|'[^']*'|[^;"']+)""", re.IGNORECASE)
_FIELD = re.compile(r"[^\s，。；、：:]{1,8}\s?[：:]")
_NOTE_MARK = re.compile(r"[\[(（]?(?:[0-9]{1,3}|[ivx]{1,5}|[*†‡])[)）\]]?")
_NOTE = re.compile(r"#_?(?:fn|ftn|edn|footnote|endnote|sdfootnote|sdendnote)(?:[^a-z]|ref|anc|sym)", re.IGNORECASE)
_WIDEST_SPAN = 1000

_COUNTERS: dict[str, tuple[Callable[[int], str], str]] = {
    "decimal": (str, "."),
    "decimal-leading-zero": (lambda n: f"{n:02d}", "."),
    "lower-alpha": (lambda n: numerals.to_letter(n).lower(), "."),
    "upper-alpha": (numerals.to_letter, "."),
    "lower-roman": (lambda n: numerals.to_roman(n).lower(), "."),
    "upper-roman": (numerals.to_roman, "."),
    "cjk-ideographic": (numerals.to_han, "、"),
    "cjk-decimal": (numerals.to_digits, "、"),
    "trad-chinese-informal": (numerals.to_han, "、"),
    "trad-chinese-formal": (numerals.to_formal, "、"),
    "cjk-heavenly-stem": (numerals.to_stem, "、"),
    "cjk-earthly-branch": (numerals.to_branch, "、"),
}
_COUNTERS |= {"lower-latin": _COUNTERS["lower-alpha"], "upper-latin": _COUNTERS["upper-alpha"]}
_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_BULLETS = {"disc": "•", "circle": "◦", "square": "▪"}


@dataclass(slots=True)
class _List:
    """A list being read: how its items are marked and the number of the next one."""

    style: str
    number: int
    step: int


@dataclass(slots=True)
class _Grid:
    """A table before its blocks have places: rows of (column, column span, row span, paragraphs)."""

    rows: list[tuple[list[tuple[int, int, int, list[Paragraph]]], bool]]
    columns: int


@dataclass(slots=True)
class PageFlow:
    """Walks an HTML tree and collects what it shows.

    With ``lines`` a line feed in the source is kept as a line of layout (Markdown), else it is a blank.
    """

    lines: bool = False
    struck_out: bool = False
    in_cell: bool = False
    _pieces: list[Paragraph | _Grid | None] = field(default_factory=list)  # None: a block ends here
    _buffer: list[str] = field(default_factory=list)
    _lists: list[_List] = field(default_factory=list)
    _label: str = ""
    _heading: int | None = None
    _preformatted: bool = False

    def blocks(self) -> tuple[Block, ...]:
        """What was collected, with places. Where ``lines`` is set, each end of a block leaves a gap in the numbers."""
        self._end_block()
        found: list[Block] = []
        number = 0
        for piece in self._pieces:
            if isinstance(piece, Paragraph):
                found.append(replace(piece, places=(Place(block=number),)))
            elif isinstance(piece, _Grid):
                found.append(_table(piece, number))
            elif not self.lines:
                continue
            number += 1
        return tuple(found)

    def walk(self, element: etree._Element) -> None:
        """Collect what ``element`` and all in it shows (not its tail)."""
        tag = element.tag.lower() if isinstance(element.tag, str) else ""
        style = element.get("style") or ""
        if not tag or tag in _UNSEEN or _unseen(element) or (tag == "a" and _is_note_mark(element)):
            return
        if tag in _STRUCK or _THROUGH.search(style):
            self.struck_out = self.struck_out or any(str(piece).strip() for piece in element.itertext())
            return
        if tag == "br":
            self._end_line()
        elif tag == "input":
            if (element.get("type") or "").lower() in ("checkbox", "radio"):
                self._buffer.append("☑" if element.get("checked") is not None else "☐")
        elif tag == "table":
            self._table(element)
        elif tag in ("ol", "ul"):
            self._list(element, tag)
        elif tag == "li":
            self._item(element)
        elif re.fullmatch("h[1-6]", tag):
            self._end_block()
            self._heading = int(tag[1]) - 1
            self._inside(element)
            self._end_block()
            self._heading = None
        elif tag == "pre":
            self._end_block()
            before, self._preformatted = self._preformatted, True
            self._inside(element)
            self._end_block()
            self._preformatted = before
        elif tag in _BLOCKS:
            self._end_block()
            self._inside(element)
            self._end_block()
        else:
            self._inside(element)

    def _inside(self, element: etree._Element) -> None:
        self._buffer.append(element.text or "")
        for child in element:
            self.walk(child)
            self._buffer.append(child.tail or "")

    def _end_line(self) -> None:
        """What is in the buffer becomes a paragraph, or as many as it has lines of layout."""
        text = clean("".join(self._buffer))
        self._buffer.clear()
        lines = [line for line in text.split("\n") if line]
        if self.lines and (self._lists or self.in_cell) and not self._preformatted:
            # who indents the lines of an item, or writes a cell as HTML, knows that they run together
            lines = _run_together(lines)
        if self._preformatted or (self.lines and len(lines) > 1):
            for line in lines:
                self._paragraph(line, is_line=True)
            return
        joined = ""
        for line in lines:
            joined = _run_on(joined, line)
        if joined:
            self._paragraph(joined)

    def _paragraph(self, text: str, *, is_line: bool = False) -> None:
        label, self._label = self._label, ""
        typed = split_label(text)
        if label and typed is not None:
            # a bullet before a typed number is decoration; the same number twice is typed and automatic
            automatic = split_label(label + " ")
            if automatic is None or automatic.number is None or automatic.text == typed.text:
                label = ""
        if label:
            text = join_label(label, text)
        level = self._heading if self._heading is not None else (len(self._lists) - 1 if self._lists else None)
        self._pieces.append(
            Paragraph(text, label=label, level=level, is_line=is_line, heading=self._heading is not None)
        )

    def _end_block(self) -> None:
        self._end_line()
        if self._pieces and self._pieces[-1] is not None:
            self._pieces.append(None)

    def _list(self, element: etree._Element, tag: str) -> None:
        self._end_block()
        style = _list_style(element) or _TYPES.get(element.get("type") or "", (element.get("type") or "").lower())
        if not style:
            style = "decimal" if tag == "ol" else ("disc", "circle", "square")[min(len(self._lists), 2)]
        backwards = tag == "ol" and element.get("reversed") is not None
        count = sum(1 for child in element if child.tag == "li")
        number = _integer(element.get("start"), count if backwards else 1)
        self._lists.append(_List(style, number, -1 if backwards else 1))
        self._inside(element)
        self._end_block()
        self._lists.pop()

    def _item(self, element: etree._Element) -> None:
        self._end_block()
        if self._lists:
            current = self._lists[-1]
            current.number = _integer(element.get("value"), current.number)
            self._label = _marker(_list_style(element) or current.style, current.number)
            current.number += current.step
        self._inside(element)
        self._end_block()
        self._label = ""

    def _table(self, element: etree._Element) -> None:
        self._end_block()
        rows = list(_rows(element))
        self._strays(element)
        self._end_block()
        if _lays_out(element, rows):
            for row, _header in rows:
                for cell in row:
                    self._end_block()
                    self._inside(cell)
                    self._end_block()
            return
        grid = _Grid([], 0)
        until: dict[int, int] = {}  # column → the row where the cell that covers it ends
        for r, (row, header) in enumerate(rows):
            cells: list[tuple[int, int, int, list[Paragraph]]] = []
            column = 0
            for cell in row:
                while until.get(column, 0) > r:
                    column += 1
                col_span = min(max(_integer(cell.get("colspan"), 1), 1), _WIDEST_SPAN)
                row_span = _integer(cell.get("rowspan"), 1)
                row_span = min(row_span, len(rows) - r) if row_span > 0 else len(rows) - r
                until |= dict.fromkeys(range(column, column + col_span), r + row_span)
                cells.append((column, col_span, row_span, self._cell(cell)))
                column += col_span
            grid.rows.append((cells, header))
            grid.columns = max(grid.columns, column)
        if grid.columns:
            self._pieces += [grid, None]

    def _strays(self, element: etree._Element) -> None:
        """What stands in a table and in no cell: its caption, and misplaced text, which browsers show above the table."""
        self._buffer.append(element.text or "")
        for child in element:
            if child.tag in ("thead", "tbody", "tfoot", "tr"):
                if not _unseen(child):
                    self._strays(child)
            elif child.tag not in ("td", "th"):
                self.walk(child)
            self._buffer.append(child.tail or "")

    def _cell(self, element: etree._Element) -> list[Paragraph]:
        inner = PageFlow(lines=self.lines, in_cell=True)
        inner._inside(element)
        inner._end_block()
        self.struck_out = self.struck_out or inner.struck_out
        found: list[Paragraph] = []
        for piece in inner._pieces:
            if isinstance(piece, Paragraph):
                found.append(piece)
            elif isinstance(piece, _Grid):
                found += [p for row, _header in piece.rows for *_where, paragraphs in row for p in paragraphs]
        return found


def _unseen(element: etree._Element) -> bool:
    return element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "") is not None


def _is_note_mark(link: etree._Element) -> bool:
    """True for the mark of a footnote, and for the arrow back to it: they are no part of the text beside them."""
    if link.get("role") in ("doc-noteref", "doc-backlink"):
        return True
    target = link.get("href") or ""
    parent = link.getparent()
    raised = link.find(".//sup") is not None or (parent is not None and parent.tag == "sup")
    mark = _NOTE_MARK.fullmatch("".join(str(piece) for piece in link.itertext()).strip())
    return mark is not None and target.startswith("#") and (raised or _NOTE.match(target) is not None)


def _integer(text: str | None, default: int) -> int:
    match = re.match(r"\s*(-?[0-9]{1,6})", text or "")
    return int(match.group(1)) if match else default


def _run_on(first: str, second: str) -> str:
    """A line feed of the source is a blank, except between two wide characters (CSS Text 3, segment breaks)."""
    glued = not first or (is_wide(first[-1]) and is_wide(second[0]))
    return first + second if glued else f"{first} {second}"


def _run_together(lines: list[str]) -> list[str]:
    """``lines`` as one, but for those that begin with a label or the name of a field (紀錄：)."""
    found: list[str] = []
    for line in lines:
        if not found or split_label(line) is not None or _FIELD.match(line):
            found.append(line)
        else:
            found[-1] = _run_on(found[-1], line)
    return found


def _list_style(element: etree._Element) -> str:
    """What the element itself says of its markers: the name of a style, or the marker in quotation marks."""
    own = _LIST_STYLE.search(element.get("style") or "")
    if own is None:
        return ""
    said = own.group(1).strip()
    return said if said[:1] in ("'", '"') else said.split()[0].lower() if said else ""


def _marker(style: str, number: int) -> str:
    if style[:1] in ("'", '"'):
        return style[1:-1].strip()
    if style in _BULLETS:
        return _BULLETS[style]
    if style not in _COUNTERS:
        return "" if style == "none" else f"{number}."
    form, suffix = _COUNTERS[style]
    try:
        return form(number) + suffix
    except ValueError:
        return f"{number}."


def _rows(table: etree._Element) -> Iterator[tuple[list[etree._Element], bool]]:
    """The rows of ``table`` as shown (the foot last), each with whether it is a header row."""
    yield from _rows_in(table, header=False)
    for foot in table:
        if foot.tag == "tfoot" and not _unseen(foot):
            yield from _rows_in(foot, header=False)


def _rows_in(element: etree._Element, *, header: bool) -> Iterator[tuple[list[etree._Element], bool]]:
    """The rows in a table or a section of it. Cells that stand in no row make one, as in a browser."""
    loose: list[etree._Element] = []
    for child in (*element, None):
        if child is not None and (_unseen(child) or child.tag in ("td", "th")):
            loose += [] if _unseen(child) else [child]
            continue
        if loose:
            yield loose, header
            loose = []
        if child is None:
            break
        if child.tag == "tr":
            cells = [cell for cell in child if cell.tag in ("td", "th") and not _unseen(cell)]
            yield cells, header or (bool(cells) and all(cell.tag == "th" for cell in cells))
        elif child.tag in ("thead", "tbody"):
            yield from _rows_in(child, header=header or child.tag == "thead")


def _lays_out(table: etree._Element, rows: list[tuple[list[etree._Element], bool]]) -> bool:
    """True for a table that only puts blocks on the page: one row or one column, with tables in it, or one cell."""
    single = len(rows) <= 1 or all(len(cells) <= 1 for cells, _header in rows)
    return single and (sum(len(cells) for cells, _header in rows) <= 1 or table.find(".//table") is not None)


def _table(grid: _Grid, number: int) -> Table:
    rows = []
    for r, (cells, header) in enumerate(grid.rows):
        made = []
        for c, (column, col_span, row_span, paragraphs) in enumerate(cells):
            places = (Place(block=number, row=r, cell=c),)
            made.append(Cell(tuple(replace(p, places=places) for p in paragraphs), column, col_span, row_span, places))
        rows.append(Row(tuple(made), header))
    return Table(tuple(rows), grid.columns, (Place(block=number),))
