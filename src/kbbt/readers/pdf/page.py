"""One page: its characters and rules, and which of them stand in grids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from kbbt.document import Note, PageSize, Place
from kbbt.errors import LimitError
from kbbt.i18n import _, said
from kbbt.readers.pdf import native
from kbbt.readers.pdf.across import PageContent, is_page_number
from kbbt.readers.pdf.characters import (
    DropsBlanks,
    Glyphs,
    RawCharacters,
    Run,
    capture,
    decoded,
    glyphs,
    main_direction,
    placed,
    runs,
)
from kbbt.readers.pdf.directions import TurnedLine, parted, turned_lines
from kbbt.readers.pdf.frame import Frame
from kbbt.readers.pdf.grids import Grid, grids
from kbbt.readers.pdf.overlays import without_marks, without_watermarks
from kbbt.readers.pdf.rules import Drawing, Rule, drawing
from kbbt.readers.pdf.tables import FilledGrid, fill
from kbbt.readers.pdf.text_layer import TextQuality, quality
from kbbt.readers.pdf.vertical import is_vertical, vertical_lines

MAX_CHARACTERS = 200_000

_INVISIBLE = 3
"""The text render mode that draws nothing."""
_COVERED = 0.5
"""A picture that takes more than this part of a page is the page."""
_SHOWN_ANNOTATIONS = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP)
_OVERLAID = 0.5
"""A page with more of its text set aslant than this has no other."""
_FEW = 40
"""So few characters on a page that is a picture are a stamp or a number, not its text."""


@dataclass(slots=True)
class Page:
    """What was seen on one page, before it becomes blocks. ``quality`` says what its text is worth."""

    number: int
    frame: Frame
    glyphs: Glyphs
    drawing: Drawing
    quality: TextQuality
    turned: list[TurnedLine] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    objects: int = 0
    runs: list[Run] = field(default_factory=list)
    layered: bool = False
    """The text is a layer over a picture."""
    vertical: bool = False
    """``turned`` holds all of the page, in reading order."""

    @property
    def size(self) -> PageSize:
        """The size of the page as it is read."""
        return PageSize(self.number, round(self.frame.width, 2), round(self.frame.height, 2))

    @property
    def blank(self) -> bool:
        """Nothing at all stands on it."""
        return not self.glyphs.chars and not self.turned and not self.drawing.images and self.objects < 30

    @property
    def is_picture(self) -> bool:
        """Is what a person reads here a picture?"""
        if self.layered:
            return False
        few = len(self.glyphs) + sum(len(line.text) for line in self.turned) < _FEW
        return few and (_share(self.drawing, self.frame) > _COVERED or (not len(self.glyphs) and not self.blank))

    def note(self, code: str, text: str) -> None:
        """Remark something about this page."""
        self.notes.append(Note(code, text, (Place(page=self.number),)))


def look(page: pypdfium2.PdfPage, number: int, *, drops_blanks: DropsBlanks = "") -> Page:
    """Everything pdfium says of a page. Raises LimitError for a page of more characters or shapes than are read."""
    text_page = page.get_textpage()
    try:
        count = max(0, pdfium.FPDFText_CountChars(text_page.raw))
        if count > MAX_CHARACTERS:
            raise LimitError(
                _(
                    "page {page} holds {count} characters, more than the {limit} that are read",
                    page=number,
                    count=count,
                    limit=MAX_CHARACTERS,
                ),
                remedy=_("Split the file, or print it to a new PDF, and read the result."),
            )
        handle = native.address(text_page.raw)
        raw = capture(handle, count)
        shown = -page.get_rotation() // 90 % 4
        frame = Frame(main_direction(raw, shown), *page.get_bbox())
        texts: list[int] = []
        objects = pdfium.FPDFPage_CountObjects(page.raw)
        drawn = drawing(native.address(page.raw), objects, frame, texts)
        if drawn.forms:
            raw = placed(raw, handle)
        raw, hidden = _visible(raw, texts, drawn, frame, handle, count)
        main, others = parted(raw, frame)
        seen = glyphs(main, frame, handle, drops_blanks=drops_blanks)
        pieces = runs(seen)
        vertical = is_vertical(seen, pieces)
        pieces, behind = without_watermarks(pieces)
        pieces, drawn.level, struck = without_marks(pieces, drawn.level)
        found = Page(
            number,
            frame,
            seen,
            drawn,
            quality(seen.chars if main is raw else decoded(raw.codes), lambda: native.unmapped(handle, raw.index)),
            vertical_lines(raw, frame) if vertical else turned_lines(others, frame, handle),
            objects=objects,
            runs=pieces,
            layered=hidden,
            vertical=vertical,
        )
    finally:
        text_page.close()
    if hidden:
        text = said("page {page} is a picture with a text layer made by OCR; the layer was read", page=number)
        found.note("pdf.ocr-layer", text)
    if frame.turn != shown and len(raw):
        turn = (shown - frame.turn) % 4 * 90
        text = said("the text of page {page} runs sideways; the page was turned by {turn}°", page=number, turn=turn)
        found.note("pdf.turned", text)
    if vertical:
        text = said("page {page} is set in vertical lines; tables on it, if any, were read as lines", page=number)
        found.note("pdf.vertical", text)
    if struck:
        words = " ".join(struck)
        found.note(
            "pdf.struck-out", said("page {page}: what is struck out was left out: {text}", page=number, text=words)
        )
    if behind:
        text = said(
            "page {page} has a watermark across its text, which was left out: {text}",
            page=number,
            text=" ".join(behind),
        )
        found.note("pdf.watermark", text)
    aslant = [line for line in found.turned if line.aslant]
    if aslant and sum(len(line.text) for line in aslant) < _OVERLAID * len(raw):
        # It lies over the text and belongs to none of it; between two rows it would part a table.
        found.turned = [line for line in found.turned if not line.aslant]
        words = " ".join(line.text for line in aslant)
        text = said(
            "page {page} has a stamp or a watermark set aslant, which was left out: {text}", page=number, text=words
        )
        found.note("pdf.aslant", text)
    if found.quality.doubtful:
        found.note(
            "pdf.doubtful-characters",
            said(
                "page {page}: {bad} of {count} characters are not what the page shows",
                page=number,
                bad=found.quality.bad,
                count=found.quality.count,
            ),
        )
    return found


def _visible(
    raw: RawCharacters, texts: list[int], drawn: Drawing, frame: Frame, text_page: int, count: int
) -> tuple[RawCharacters, bool]:
    """The characters without those that are not drawn, and whether there is a layer of such over a picture.

    Text that is not drawn is what OCR found on the picture below it; without a picture it is nothing anybody sees.
    """
    modes = native.render_modes(texts)
    if _INVISIBLE not in modes:
        return raw, False
    if _share(drawn, frame) > _COVERED:
        return raw, True
    hidden = {o for o, mode in zip(texts, modes, strict=True) if mode == _INVISIBLE}
    owners = native.text_objects(text_page, count)
    return raw.pick([k for k, i in enumerate(raw.index) if owners[i] not in hidden]), False


def _share(drawn: Drawing, frame: Frame) -> float:
    """How much of the page its pictures take; strips of one scan add up."""
    area = sum(max(0.0, x1 - x0) * max(0.0, bottom - top) for x0, top, x1, bottom in drawn.images)
    return area / max(frame.width * frame.height, 1.0)


def with_annotations(document: pypdfium2.PdfDocument, index: int) -> pypdfium2.PdfPage:
    """A page with what people see of its form fields, free texts and stamps made part of it.

    Comments, highlights and links are left out: they are about the text.
    """
    page = document[index]
    count = pdfium.FPDFPage_GetAnnotCount(page.raw)
    if count <= 0 or not any(_is_shown(page, k) for k in range(min(count, 2000))):
        return page
    pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
    page.close()
    return document[index]


def _is_shown(page: pypdfium2.PdfPage, k: int) -> bool:
    annotation = pdfium.FPDFPage_GetAnnot(page.raw, k)
    if not annotation:
        return False
    try:
        return pdfium.FPDFAnnot_GetSubtype(annotation) in _SHOWN_ANNOTATIONS
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)


def content(page: Page) -> PageContent:
    """The grids of a page with what stands in them, and what stands outside."""
    if page.vertical:
        return PageContent(page.number, page.frame, [], [], vertical=page.turned)
    free = page.runs
    turned = page.turned
    filled: list[FilledGrid] = []
    drawn = page.drawing
    for grid in reversed(_tables_only(grids(drawn.level, drawn.upright))):
        one, rest = fill(grid, free)
        if _is_false(one):
            continue
        turned = one.take(turned)
        free = rest
        filled.append(one)
    # The smallest come first; what stands in a cell of a larger one is part of that cell.
    outer = [one for k, one in enumerate(filled) if not any(other.nest(one) for other in filled[k + 1 :])]
    level = [rule for rule in drawn.level if not any(_inside(rule, one.grid) for one in filled)]
    return PageContent(page.number, page.frame, outer, free, level, drawn.upright, turned)


def _inside(rule: Rule, grid: Grid) -> bool:
    x0, top, x1, bottom = grid.box
    return top - 3 <= rule.at <= bottom + 3 and rule.start < x1 and rule.end > x0


def _tables_only(found: Sequence[Grid]) -> list[Grid]:
    """Grids of more than one column: a frame round a text, a page or a table without inner rules divides nothing."""
    return [grid for grid in found if len(grid.xs) > 2]


def _is_false(filled: FilledGrid) -> bool:
    """Rules round the number of a page are no table, and neither are rules round nothing."""
    texts = ["".join(run.text for run in runs).strip() for runs in filled.runs if runs]
    return not any(texts) or (
        len(filled.grid.ys) == 2 and sum(map(bool, texts)) == 1 and is_page_number("".join(texts))
    )
