"""Pictures of pages (PNG, JPEG, TIFF, BMP): read like a scan, each picture in the file a page.

A picture that says how fine it is has its true size; one that does not is taken to be as wide as a sheet of A4.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

from PIL import Image, ImageOps, ImageSequence

from kbbt.document import Document, PageSize
from kbbt.errors import LimitError, NoTextError, UnreadableError
from kbbt.i18n import _
from kbbt.readers.options import ReadOptions
from kbbt.readers.scan import ScannedPage, missing, read_scanned_page, with_open_tables

_A4_WIDTH, _A4_HEIGHT = 595.28, 841.89
_LARGEST = 120_000_000
"""Pixels of one picture; a sheet of A3 at 600 dpi has 70 million."""
_MOST_PAGES = 500
_PLAUSIBLE_DPI = range(60, 1300)
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP")


def read_picture(data: bytes, options: ReadOptions) -> Document:
    """The text on the pictures in ``data``.

    Raises NoTextError when OCR is off or not at hand, or finds no text, UnreadableError for a damaged picture, LimitError
    for one too large.
    """
    if options.ocr == "never":
        raise NoTextError(
            _("this is a picture, and reading pictures is turned off"),
            remedy=_("Use --ocr auto, or ingest the document the picture was made from."),
        )
    error = missing()
    if error is not None:
        raise error
    pages: list[ScannedPage] = []
    turn = 0
    for number, picture in enumerate(_pictures(data), start=1):
        options.on_picture(number)
        width, height = _size(picture)
        read = read_scanned_page(picture, number, width, height, likely=turn)
        turn = read.turn
        pages.append(read)
    pages = with_open_tables(pages)
    blocks = tuple(block for page in pages for block in page.blocks)
    if not blocks:
        raise NoTextError(
            _("no text was found on the picture"), remedy=_("Scan the page again, level, at 200 to 300 dpi.")
        )
    sizes = tuple(PageSize(k, round(page.width, 2), round(page.height, 2)) for k, page in enumerate(pages, start=1))
    return Document(blocks, _media_type(data), sizes, tuple(note for page in pages for note in page.notes))


def _media_type(data: bytes) -> str:
    from kbbt.readers.detect import detect

    return detect(data, "")


def _pictures(data: bytes) -> Iterator[Image.Image]:
    """Each picture in the file, upright as its camera says."""
    damaged = UnreadableError(
        _("the picture is damaged or was cut short"), remedy=_("Copy it again, or scan the page again.")
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of odd metadata; size is checked below
            opened = Image.open(io.BytesIO(data), formats=_FORMATS)
            for number, frame in enumerate(ImageSequence.Iterator(opened)):
                if frame.width * frame.height > _LARGEST or number >= _MOST_PAGES:
                    raise LimitError(
                        _("the picture is larger than is read here"),
                        remedy=_("Scan it at 200 to 300 dpi, in files of at most {count} pages.", count=_MOST_PAGES),
                    )
                yield ImageOps.exif_transpose(frame)
    except LimitError:
        raise
    except Image.DecompressionBombError as error:
        raise LimitError(
            _("the picture is larger than is read here"), remedy=_("Scan it at 200 to 300 dpi.")
        ) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise damaged from error


def _size(picture: Image.Image) -> tuple[float, float]:
    """Width and height in points."""
    dpi = picture.info.get("dpi")
    if dpi and round(dpi[0]) in _PLAUSIBLE_DPI and round(dpi[1]) in _PLAUSIBLE_DPI and dpi[0] != 72:
        return picture.width * 72 / float(dpi[0]), picture.height * 72 / float(dpi[1])
    width = _A4_WIDTH if picture.width <= picture.height else _A4_HEIGHT
    return width, width * picture.height / picture.width
