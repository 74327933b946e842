"""Parts of another format in a Word document (``w:altChunk``): web pages and text, as programs put them in."""

from __future__ import annotations

from kbbt.document import Document
from kbbt.errors import KbbtError
from kbbt.readers.detect import detect
from kbbt.readers.html import read_html
from kbbt.readers.media import HTML, TEXT
from kbbt.readers.options import ReadOptions
from kbbt.readers.plain import read_text

_READERS = {HTML: read_html, TEXT: read_text}
"""No Word documents: a package may hold itself."""


def read_chunk(data: bytes) -> Document | None:
    """The document in ``data``; None when it is of a format that is not read here, or damaged."""
    try:
        reader = _READERS.get(detect(data, ""))
        return reader(data, ReadOptions()) if reader is not None else None
    except KbbtError:
        return None
