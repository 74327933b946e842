"""Markdown: CommonMark with pipe tables, read as what it is shown as.

Lines that Markdown would run together stay lines of layout, because many editors show them so; repair joins those
that are one.
"""

from __future__ import annotations

from dataclasses import replace

from markdown_it import MarkdownIt

from kbbt.document import Document
from kbbt.readers.html import html_document
from kbbt.readers.media import MARKDOWN
from kbbt.readers.options import ReadOptions
from kbbt.readers.plain import decode_or_refuse, encoding_notes


def read_markdown(data: bytes, options: ReadOptions) -> Document:  # noqa: ARG001 -- every reader has this signature
    """The headings, paragraphs, lists and tables of a Markdown text.

    Raises UnreadableError when ``data`` is no text in a known encoding.
    """
    decoded = decode_or_refuse(data)
    shown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(decoded.text)
    document = html_document(shown, lines=True)
    return replace(document, media_type=MARKDOWN, notes=encoding_notes(decoded) + document.notes)
