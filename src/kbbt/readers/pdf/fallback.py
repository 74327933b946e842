"""Pages pdfium cannot load, read through pdfplumber: slower, another parser, the same tables made of it."""

from __future__ import annotations

import io
import logging
from typing import Any

from kbbt.document import Note, Place
from kbbt.i18n import said
from kbbt.readers.pdf.characters import Glyphs, runs
from kbbt.readers.pdf.frame import Frame
from kbbt.readers.pdf.page import Page
from kbbt.readers.pdf.rules import Drawing, Rule, merged
from kbbt.readers.pdf.text_layer import quality

_MOST_CHARACTERS = 200_000


def look_again(data: bytes, password: str | None, number: int, count: int) -> Page | None:
    """What pdfplumber sees on page ``number`` of ``count``, None when it cannot read it either.

    It leaves out pages that it cannot make sense of, so its numbers are believed only when it counts as many.
    """
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(data), password=password or "") as document:
            if len(document.pages) != count:
                return None
            page = document.pages[number - 1]
            return _page(page, number) if len(page.chars) <= _MOST_CHARACTERS else None
    except Exception:
        return None


def _page(page: Any, number: int) -> Page:
    width, height = float(page.width), float(page.height)
    chars = [c for c in page.chars if c["upright"] and len(c["text"]) > 0]
    glyphs = Glyphs(
        [c["text"] for c in chars],
        [float(c["x0"]) for c in chars],
        [float(c["x1"]) for c in chars],
        [height - float(c["matrix"][5]) for c in chars],
        [float(c["size"]) for c in chars],
    )
    edges = page.edges
    drawn = Drawing(
        merged(Rule(float(e["top"]), float(e["x0"]), float(e["x1"])) for e in edges if e["orientation"] == "h"),
        merged(Rule(float(e["x0"]), float(e["top"]), float(e["bottom"])) for e in edges if e["orientation"] == "v"),
        [(float(i["x0"]), float(i["top"]), float(i["x1"]), float(i["bottom"])) for i in page.images],
    )
    found = Page(
        number,
        Frame(0, 0.0, 0.0, width, height),
        glyphs,
        drawn,
        quality(glyphs.chars, lambda: [int(c["text"].startswith("(cid:")) for c in chars]),
        runs=runs(glyphs),
    )
    text = said("page {page} is damaged; it was read by a second program, less exactly", page=number)
    found.notes.append(Note("pdf.damaged-page", text, (Place(page=number),)))
    return found
