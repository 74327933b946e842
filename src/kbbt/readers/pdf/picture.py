"""A picture of a page with what was found on it, to see at a glance where reading went wrong."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator, Sequence

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from kbbt.document import Box, Document, Paragraph, Place, Table
from kbbt.errors import UsageError
from kbbt.i18n import _
from kbbt.readers.options import ReadOptions
from kbbt.readers.pdf.opening import opened
from kbbt.readers.pdf.page import look, with_annotations

_SCALE = 2.0
_MOST_PIXELS = 30_000_000
_CELL, _TABLE, _LINE, _DROPPED = (0, 90, 200), (0, 50, 120), (0, 140, 60), (210, 30, 30)
_ROWS = ((0, 120, 255, 28), (255, 170, 0, 34))
_LEGEND = 26


def draw_page(data: bytes, page: int, document: Document, options: ReadOptions, dropped: Sequence[Place] = ()) -> bytes:
    """Page ``page`` (from 1) of the PDF ``data`` as PNG, with the lines, tables, rows and cells of ``document`` on it.

    ``document`` is what a reader or repair made of ``data``; ``dropped`` are the places that repair left out (running
    heads, page numbers). Raises UsageError for a page the file does not have, and what opening a PDF raises.
    """
    with opened(data, options.password) as pdf:
        if not 1 <= page <= len(pdf):
            raise UsageError(
                _("the file has no page {page}", page=page), remedy=_("It has pages 1 to {last}.", last=len(pdf))
            )
        image, scale = _drawn(pdf, page, document)
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    for block in document.blocks:
        if isinstance(block, Paragraph):
            _outline(pen, _boxes(block.places, page), scale, _LINE, 1)
        else:
            _table(pen, block, page, scale)
    for box in _boxes(dropped, page):
        x0, y0, x1, y1 = (v * scale for v in box)
        pen.rectangle((x0, y0, x1, y1), fill=(*_DROPPED, 50), outline=(*_DROPPED, 255), width=2)
        pen.line((x0, y0, x1, y1), fill=(*_DROPPED, 255), width=2)
    image = Image.alpha_composite(image, layer)
    out = io.BytesIO()
    _with_legend(image).convert("RGB").save(out, "PNG")
    return out.getvalue()


def _drawn(pdf: pypdfium2.PdfDocument, number: int, document: Document) -> tuple[Image.Image, float]:
    """The page as it was read (turned upright), and pixels a point."""
    page = with_annotations(pdf, number - 1)
    try:
        width, height = page.get_size()
        scale = min(_SCALE, math.sqrt(_MOST_PIXELS / max(width * height, 1.0)))
        turn = _ocr_turn(document, number)
        if turn is None:
            frame = look(page, number).frame
            turn = (-page.get_rotation() // 90 - frame.turn) % 4 * 90
        return page.render(scale=scale, rotation=turn).to_pil().convert("RGBA"), scale
    finally:
        page.close()


def _ocr_turn(document: Document, number: int) -> int | None:
    """By how many degrees the picture of a page was turned before OCR, None for a page that was read as text."""
    notes = [n for n in document.notes if n.code.startswith("ocr.") and any(p.page == number for p in n.places)]
    if not notes:
        return None
    turns = [int(found.group(1)) for n in notes if (found := re.search(r"turned by (\d+)°", n.text))]
    return turns[0] if turns else 0


def _boxes(places: Sequence[Place], page: int) -> list[Box]:
    return [place.box for place in places if place.page == page and place.box is not None]


def _outline(
    pen: ImageDraw.ImageDraw, boxes: Sequence[Box], scale: float, color: tuple[int, int, int], width: int
) -> None:
    for x0, top, x1, bottom in boxes:
        pen.rectangle((x0 * scale, top * scale, x1 * scale, bottom * scale), outline=(*color, 255), width=width)


def _table(pen: ImageDraw.ImageDraw, table: Table, page: int, scale: float) -> None:
    for number, row in enumerate(table.rows):
        boxes = [box for cell in row.cells for box in _boxes(cell.places, page)]
        for x0, top, x1, bottom in boxes:
            pen.rectangle((x0 * scale, top * scale, x1 * scale, bottom * scale), fill=_ROWS[number % 2])
    for paragraph in _inside(table):
        _outline(pen, _boxes(paragraph.places, page), scale, _LINE, 1)
    for row in table.rows:
        for cell in row.cells:
            _outline(pen, _boxes(cell.places, page), scale, _CELL, 2)
    _outline(pen, _boxes(table.places, page), scale, _TABLE, 4)


def _inside(table: Table) -> Iterator[Paragraph]:
    for row in table.rows:
        for cell in row.cells:
            yield from cell.paragraphs


def _with_legend(image: Image.Image) -> Image.Image:
    """The picture with a strip below that says which colour is what."""
    out = Image.new("RGBA", (image.width, image.height + _LEGEND), "white")
    out.paste(image, (0, 0))
    pen = ImageDraw.Draw(out)
    font = ImageFont.load_default(14)
    x = 10
    for name, color in (("line", _LINE), ("cell", _CELL), ("table", _TABLE), ("left out", _DROPPED)):
        pen.rectangle((x, image.height + 7, x + 18, image.height + 19), outline=color, width=3)
        pen.text((x + 24, image.height + 5), name, fill=color, font=font)
        x += 40 + round(font.getlength(name))
    for k, tint in enumerate(_ROWS):
        pen.rectangle((x + 20 * k, image.height + 7, x + 20 * k + 18, image.height + 19), fill=tint[:3])
    pen.text((x + 46, image.height + 5), "rows", fill=(90, 90, 90), font=font)
    return out
