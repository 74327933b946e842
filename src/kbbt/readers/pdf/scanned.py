"""Pages that are pictures: drawn and handed to the reader of scans."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pypdfium2

if TYPE_CHECKING:
    from kbbt.readers.scan import ScannedPage

_DPI = 300
_MOST_PIXELS = 40_000_000


def read_picture(page: pypdfium2.PdfPage, number: int, likely: int = 0) -> ScannedPage:
    """Draw a page and read the picture; ``likely`` is the turn of the page before. Raises NoTextError, with the line to install it, when there is no OCR."""
    from kbbt.readers.scan import read_scanned_page

    width, height = page.get_size()
    scale = min(_DPI / 72, math.sqrt(_MOST_PIXELS / max(width * height, 1.0)))
    image = page.render(scale=scale, grayscale=True).to_pil()
    return read_scanned_page(image, number, width, height, likely=likely)
