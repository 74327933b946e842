"""Conversion noise away: HTML tags and entities left in the text, Markdown bullets before a printed label.

Plain text alone has it: somebody's converter made it from a page or a database. In every other format a tag that can be
read is what the author wrote. Only what is a tag beyond doubt goes: a known name in well-formed shape, and for the one-word inline tags (``<b>``) only
in pairs. 「a < b」 and 「R&D <b」 are text.
"""

from __future__ import annotations

import html
import html.entities
import re
from collections.abc import Callable
from dataclasses import replace

from kbbt.document import Block, Cell, Document, Paragraph, Row, Table
from kbbt.labels import split_label
from kbbt.text import clean

_CONVERTED = "text/plain"
_BREAKING = (
    "address article aside blockquote body br caption center col colgroup dd div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hr html li main nav ol p pre section table tbody td tfoot th thead "
    "title tr ul"
)
_INLINE = "a abbr b big cite code del em font i ins kbd mark q s small span strike strong sub sup tt u var"
_ATTRIBUTES = r"(?:\s+[A-Za-z_:][\w:.-]*(?:\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|“[^”<>]*”|[^\s\"'<>=]+))?)*\s*/?"


def _names(words: str) -> str:
    return "(?:" + "|".join(sorted(words.split(), key=len, reverse=True)) + ")"


_BREAK = re.compile(rf"</?{_names(_BREAKING)}{_ATTRIBUTES}>", re.IGNORECASE)
_TAG = re.compile(rf"<(?P<end>/?)(?P<name>{_names(_INLINE)}){_ATTRIBUTES}>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_MARKDOWN_BULLET = re.compile(r"[-*+]\s+(?=\S)")


def _once(text: str) -> str:
    text = _BREAK.sub("\n", text)
    text = _without_pairs(text)
    # An unknown name stays as it is: html.unescape would turn 「R&Dnot;」 into something nobody wrote.
    return _ENTITY.sub(lambda m: _decoded(m.group()), text)


def _without_pairs(text: str) -> str:
    """``text`` without inline tags that open and close; one that does neither is text."""
    waiting: dict[str, list[re.Match[str]]] = {}
    cuts: list[tuple[int, int]] = []
    for tag in _TAG.finditer(text):
        opened = waiting.setdefault(tag["name"].lower(), [])
        if not tag["end"]:
            opened.append(tag)
        elif opened:
            cuts += [opened.pop().span(), tag.span()]
    kept, at = [], 0
    for start, end in sorted(cuts):
        kept.append(text[at:start])
        at = end
    return "".join([*kept, text[at:]])


def _decoded(entity: str) -> str:
    known = entity.startswith("&#") or entity[1:] in html.entities.html5
    return html.unescape(entity) if known else entity


def without_noise(text: str) -> str:
    """``text`` without tags and entities; a line feed stands where a block tag was. Text doubly escaped is undone too."""
    while True:
        bare = clean(_once(text))
        if bare == text:
            return bare
        text = bare


def _pieces(paragraph: Paragraph, *, converted: bool) -> list[Paragraph]:
    text = without_noise(paragraph.text) if converted else clean(paragraph.text)
    lines = [line for line in text.split("\n") if line]
    if converted:
        lines = [_without_bullet(line) for line in lines]
    if lines == [paragraph.text]:
        return [paragraph]
    open_end = not text.endswith("\n")
    return [
        replace(
            paragraph,
            text=line,
            label=paragraph.label if i == 0 and line.startswith(paragraph.label) else "",
            # A tag ended the paragraph here: the next line of layout does not go on with it.
            is_line=paragraph.is_line and open_end and i == len(lines) - 1,
        )
        for i, line in enumerate(lines)
    ]


def _without_bullet(line: str) -> str:
    bullet = _MARKDOWN_BULLET.match(line)
    if bullet is None:
        return line
    rest = split_label(line[bullet.end() :])
    return line[bullet.end() :] if rest is not None and rest.kind != "bullet" else line


def strip_noise(document: Document) -> Document:
    """The document without conversion noise; paragraphs with block tags or line feeds become several, empty ones go."""
    converted = document.media_type == _CONVERTED

    def cleaned(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
        return tuple(piece for p in paragraphs for piece in _pieces(p, converted=converted))

    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            blocks.extend(cleaned((block,)))
        else:
            blocks.append(_table(block, cleaned))
    return replace(document, blocks=tuple(blocks))


def _table(table: Table, cleaned: Callable[[tuple[Paragraph, ...]], tuple[Paragraph, ...]]) -> Table:
    def cell(c: Cell) -> Cell:
        return replace(c, paragraphs=cleaned(c.paragraphs))

    return replace(table, rows=tuple(Row(tuple(cell(c) for c in row.cells), row.header) for row in table.rows))
