"""Markdown: CommonMark with pipe tables, read as what it is shown as.

Lines that Markdown would run together stay lines of layout, because many editors show them so; repair joins those
that are one. Where CommonMark would show less or other than was written, what was written counts: marks beside Chinese
punctuation (``**決議：**持續``), the bracket of ``1)``, cells beyond the titles of a table, footnotes, the title among the
properties at the head, and tables drawn with rules (as pandoc writes them).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from kbbt.document import Document, Note
from kbbt.i18n import said
from kbbt.readers.aligned import ruled_tables
from kbbt.readers.drawn import DrawnTable, drawn_tables
from kbbt.readers.html import html_document
from kbbt.readers.media import MARKDOWN
from kbbt.readers.options import ReadOptions
from kbbt.readers.plain import decode_or_refuse, encoding_notes
from kbbt.text import is_wide, squeeze

_PROPERTIES = re.compile(r"\A---[ \t]*\n((?:[\w-]+[ \t]*:.*\n|[ \t#-].*\n|\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_TITLE = re.compile(r"^title[ \t]*:[ \t]*(['\"]?)(.*?)\1[ \t]*$", re.MULTILINE)
_MARKS = re.compile(r"(?<![*~\\])(\*+|~~)(?![*~])")
_NOTE = re.compile(r"^\[\^([^\]\s]+)\]:[ \t]*(.*(?:\n(?: {2,}|\t).*)*)\n?", re.MULTILINE)
_ROW = 2
"""Depth of the rows of a table that stands in the text itself: table, body, row."""
_WORD_JOINER = "\u2060"
"""Nobody sees it, and it is neither a blank nor punctuation."""


def read_markdown(data: bytes, options: ReadOptions) -> Document:  # noqa: ARG001 -- every reader has this signature
    """The headings, paragraphs, lists and tables of a Markdown text.

    Raises UnreadableError when ``data`` is no text in a known encoding.
    """
    decoded = decode_or_refuse(data)
    notes: list[Note] = list(encoding_notes(decoded))
    text = _footnotes(_properties(decoded.text.replace("\r\n", "\n").replace("\r", "\n")), notes)
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.core.ruler.after("block", "as-written", _as_written)
    found: dict[str, int] = {}
    shown = parser.render(_drawn(_freed(text)), found)
    if cells := found.get("cells"):
        sentence = said("{n} cells of tables stand under no title; their text was put into the last cell", n=cells)
        notes.append(Note("markdown.cells", sentence))
    document = html_document(shown, lines=True)
    return replace(document, media_type=MARKDOWN, notes=(*notes, *document.notes))


def _properties(text: str) -> str:
    """``text`` with the title among its properties (front matter) as its first heading, and without the others."""
    properties = _PROPERTIES.match(text)
    if properties is None:
        return text
    body = text[properties.end() :]
    title = _TITLE.search(properties.group(1))
    if title is None or not title.group(2) or squeeze(title.group(2)) in squeeze(body):
        return body
    return f"# {title.group(2)}\n\n{body}"


def _footnotes(text: str, notes: list[Note]) -> str:
    """``text`` with its footnotes at the end and without their marks."""
    found = {m.group(1): m.group(2) for m in _NOTE.finditer(text)}
    if not found:
        return text
    sentence = said("{n} footnotes or endnotes were moved to the end, without their marks in the text", n=len(found))
    notes.append(Note("footnotes", sentence))
    body = re.sub(r"\[\^([^\]\s]+)\]", lambda m: "" if m.group(1) in found else m.group(), _NOTE.sub("", text))
    return "\n\n".join([body.rstrip("\n"), *(re.sub(r"\n[ \t]+", "\n", note) for note in found.values()), ""])


def _freed(text: str) -> str:
    """``text`` with marks (``**``, ``~~``) that CommonMark takes for characters between an ideograph and punctuation."""

    def free(marks: re.Match[str]) -> str:
        start, end = marks.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if not before or not after or not (is_wide(before) or is_wide(after)):
            return marks.group()
        stops = [unicodedata.category(c)[0] in "PS" for c in (before, after)]
        if stops == [True, False] and not after.isspace():
            return _WORD_JOINER + marks.group()
        if stops == [False, True] and not before.isspace():
            return marks.group() + _WORD_JOINER
        return marks.group()

    return _MARKS.sub(free, text)


def _drawn(text: str) -> str:
    """``text`` with tables drawn with rules as HTML; those with bars alone are Markdown's own."""
    lines = text.split("\n")
    tables = ruled_tables(lines) | drawn_tables([line.strip() for line in lines])
    for start, table in sorted(tables.items(), reverse=True):
        if "|" not in lines[start] and "｜" not in lines[start]:
            lines[start : table.end] = ["", *_html(table), ""]
    return "\n".join(lines)


def _html(table: DrawnTable) -> list[str]:
    found = ["<table>"]
    for row in table.rows:
        found.append("<tr>")
        for cell in row:
            # between blank lines Markdown goes on inside of HTML
            found += [f'<td colspan="{cell.col_span}" rowspan="{cell.row_span}">', "", *cell.lines, "", "</td>"]
        found.append("</tr>")
    return [*found, "</table>"]


def _as_written(state: StateCore) -> None:
    """What the text says and CommonMark does not show: brackets of numbers, cells under no title."""
    lines = state.src.split("\n")
    numbers: list[int] = []
    row: list[Token] = []
    for token in state.tokens:
        if token.type == "ordered_list_open":
            numbers.append(int(token.attrs.get("start", 1)))
        elif token.type == "ordered_list_close":
            numbers.pop()
        elif token.type == "list_item_open" and token.markup == ")":
            token.attrSet("style", f"list-style-type: '{numbers[-1]})'")
            numbers[-1] += 1
        elif token.type == "tr_open":
            row = []
        elif token.type == "inline":
            row.append(token)
        elif token.type == "tr_close" and token.level == _ROW and row[-1].map is not None:
            cells = escapedSplit(lines[row[-1].map[0]].strip())
            cells = cells[not cells[0] : len(cells) - (not cells[-1])]
            beyond = cells[len(row) :]
            row[-1].content = "|".join((row[-1].content, *beyond))
            state.env["cells"] = state.env.get("cells", 0) + len(beyond)
