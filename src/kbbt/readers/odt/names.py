"""Names of OpenDocument, and how its attributes are read."""

from __future__ import annotations

_BASE = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE = _BASE + "office:1.0}"
STYLE = _BASE + "style:1.0}"
TEXT = _BASE + "text:1.0}"
TABLE = _BASE + "table:1.0}"
DRAW = _BASE + "drawing:1.0}"
MANIFEST = _BASE + "manifest:1.0}"
FO = _BASE + "xsl-fo-compatible:1.0}"
SVG = _BASE + "svg-compatible:1.0}"
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
XML = "{http://www.w3.org/XML/1998/namespace}"


MOST = 1_000_000
"""Counts and numbers above this are taken for this: more than any limit of reading, and than any list counts to."""


def number(text: str | None, default: int) -> int:
    """``text`` as an integer from 0 to :data:`MOST`; ``default`` when it is none."""
    try:
        return max(0, min(int(text), MOST)) if text is not None and len(text) <= 20 else default
    except ValueError:
        return default
