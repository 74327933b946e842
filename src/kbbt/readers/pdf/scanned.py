"""Pages that are pictures: drawn and handed to the reader of scans."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pypdfium2

from kbbt.document import Block, Note, PageSize

_DPI = 300
_MOST_PIXELS = 40_000_000


@dataclass(frozen=True, slots=True)
class ReadPicture:
    """What was read on a page that is a picture."""

    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    size: PageSize
    turn: int = 0
    """By how many degrees clockwise the page was turned."""


def read_picture(page: pypdfium2.PdfPage, number: int, likely: int = 0) -> ReadPicture:
    """Draw a page and read the picture; ``likely`` is the turn of the page before. Raises NoTextError, with the line to install it, when there is no OCR."""
    from kbbt.readers.scan import read_scanned_page

    width, height = page.get_size()
    scale = min(_DPI / 72, math.sqrt(_MOST_PIXELS / max(width * height, 1.0)))
    image = page.render(scale=scale, grayscale=True).to_pil()
    read = read_scanned_page(image, number, width, height, likely=likely)
    size = PageSize(number, round(read.width or width, 2), round(read.height or height, 2))
    return ReadPicture(read.blocks, read.notes, size, read.turn)
