"""Pages that are pictures: cut out, turned, levelled, cleaned, their tables found, their text read by tesseract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image

from kbbt.document import Block, Note, Place
from kbbt.i18n import said
from kbbt.readers.pdf.across import PageContent
from kbbt.readers.scan.cleaning import Sheet, straighten
from kbbt.readers.scan.columns import content, open_tables, put_in
from kbbt.readers.scan.layout import Layout, blocks_of, boxes, free_pieces, lay_out
from kbbt.readers.scan.reading import Line, Lines, quick_look, read_strips
from kbbt.readers.scan.sheet import cut_out
from kbbt.readers.scan.tesseract import missing

__all__ = ["ScannedPage", "missing", "read_scanned_page", "with_open_tables"]

_FINEST = 300
"""Dots an inch that are worth reading; a finer scan is reduced, a coarser one made finer."""
_MOST_PIXELS = 40_000_000
_SQUARE = 1.05
"""Dots that are higher than wide, or wider than high, by this factor are not square."""
_UPRIGHT = 0.7
"""tesseract's confidence above which a page is taken to stand upright."""
_LEGIBLE = 0.6


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """What was read on a page: its ``blocks``, and ``notes`` on how it was read and on words that are not sure.

    ``confidence`` is the mean (0 to 1; 1 for an empty page). ``turn`` is by how many degrees clockwise the picture had to
    be turned to stand upright; ``width`` and ``height`` are the page's size after that, and all places are on the page as
    cut out, turned and levelled.
    """

    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    confidence: float
    turn: int = 0
    width: float = 0.0
    height: float = 0.0
    content: PageContent | None = None
    """The lines outside its tables, where they may be tables without rules: :func:`with_open_tables`."""


def read_scanned_page(image: Image.Image, page: int, width: float, height: float, *, likely: int = 0) -> ScannedPage:
    """Read the picture of page number ``page`` that is ``width`` by ``height`` points large.

    ``likely`` is the turn of the page before, which is tried first: each that is tried costs as much as half a page.
    Raises NoTextError when tesseract or its Chinese data is missing, LimitError when it does not finish.
    """
    error = missing()
    if error is not None:
        raise error
    grey, dpi = _even(_grey(image), width, height)
    sheet_alone = cut_out(grey)
    if sheet_alone is not None:
        grey = sheet_alone
        width, height = grey.width * 72 / dpi, grey.height * 72 / dpi
    turn, sheet, layout, looked = _upright(grey, dpi, likely)
    if turn in (90, 270):
        width, height = height, width
    lines = read_strips(sheet.clean, layout.strips, looked)
    blocks = blocks_of(layout, lines, page, sheet.point)
    sure = [line.confidence for found in lines for line in found for _ in line.text]
    confidence = round(sum(sure) / len(sure), 3) if sure else 1.0
    notes = _notes(layout, lines, page, sheet.point, confidence, turn)
    if sheet_alone is not None:
        remark = said("page {page} was cut out of a picture that shows more than the sheet", page=page)
        notes = (Note("ocr.remark", remark, (Place(page=page),)), *notes)
    pieces = free_pieces(layout, lines, page, sheet.point)
    open_content = content(pieces, (layout.level, layout.upright), page, (width, height))
    return ScannedPage(blocks, notes, confidence, turn, width, height, open_content)


def with_open_tables(pages: Sequence[ScannedPage]) -> list[ScannedPage]:
    """The pages of one document, with those of their lines that are tables without rules made tables, and this noted."""
    found = open_tables([page.content for page in pages if page.content is not None])
    made: list[ScannedPage] = []
    for page in pages:
        blocks, notes = page.blocks, page.notes
        number = page.content.number if page.content is not None else 0
        for table in found[number]:
            changed = put_in(blocks, table, page.confidence)
            if changed is not None:
                blocks = tuple(changed)
                remark = said("the rows of a table on page {page} were told without rules", page=number)
                notes = (*notes, Note("ocr.remark", remark, table.places))
        made.append(replace(page, blocks=blocks, notes=notes))
    return made


def _notes(
    layout: Layout, lines: Sequence[Sequence[Line]], page: int, point: float, confidence: float, turn: int
) -> tuple[Note, ...]:
    """How the page was read, and each line with words that are not sure."""
    here = (Place(page=page),)
    share = f"{confidence:.0%}"
    told = [("ocr.page", said("page {page} was read by OCR (confidence {confidence})", page=page, confidence=share))]
    if confidence < _LEGIBLE:
        hardly = said("page {page} could hardly be read (confidence {confidence})", page=page, confidence=share)
        told.append(("ocr.remark", hardly))
    if turn:
        told.append(("ocr.remark", said("page {page} was turned by {turn}°", page=page, turn=turn)))
    if layout.gutter is not None:
        told.append(
            ("ocr.remark", said("page {page} is two pages side by side; the left one was read first", page=page))
        )
    notes = [Note(code, text, here) for code, text in told]
    for strip, found in zip(layout.strips, lines, strict=True):
        for line, box in zip(found, boxes(strip, found, point), strict=True):
            if line.doubt:
                notes.append(Note("ocr.unsure", line.doubt, (Place(page=page, box=box),)))
    return tuple(notes)


def _even(grey: Image.Image, width: float, height: float) -> tuple[Image.Image, float]:
    """The picture with 300 dots an inch, as many down as across, and how many: a fax has twice as many across, or half.

    A coarser one is read better when it is made finer first, unless it would become too large.
    """
    across = grey.width * 72 / width if width > 0 else 200.0
    down = grey.height * 72 / height if height > 0 else across
    dpi = max(across, down)
    small = width * height * (_FINEST / 72) ** 2 <= _MOST_PIXELS
    if dpi > _FINEST * 1.2 or (dpi < _FINEST / _SQUARE and small):
        dpi = float(_FINEST)
    if max(dpi / across, dpi / down, across / dpi, down / dpi) < _SQUARE:
        return grey, across
    size = round(grey.width * dpi / across), round(grey.height * dpi / down)
    return grey.resize(size, Image.Resampling.BOX if dpi < min(across, down) else Image.Resampling.BICUBIC), dpi


def _grey(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    return image.convert("L")


_TURNS = {
    0: None,
    90: Image.Transpose.ROTATE_270,  # Pillow turns anticlockwise
    270: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
}


def _upright(page: Image.Image, dpi: float, likely: int) -> tuple[int, Sheet, Layout, dict[int, Lines]]:
    """The page turned so that it can be read, and by how many degrees clockwise: a few lines are tried each way.

    With it, what was read of these.
    """
    best: tuple[float, int, Sheet, Layout, dict[int, Lines]] | None = None
    for turn in dict.fromkeys((likely, *_TURNS)):
        transpose = _TURNS[turn]
        sheet = straighten(page if transpose is None else page.transpose(transpose), dpi)
        layout = lay_out(sheet)
        sure, looked = quick_look(sheet.clean, layout.strips)
        if best is None or sure > best[0]:
            best = sure, turn, sheet, layout, looked
        if sure >= _UPRIGHT or not layout.strips:
            break
    assert best is not None
    return best[1:]
