"""PDF → Document: every printed line and every table of every page, each with its place.

Pdfium supplies characters and shapes; all else is here. What becomes of lines (which belong to one paragraph, which
are running heads) is not decided here but in ``kbbt.repair``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pypdfium2

from kbbt.document import Block, Document, Note, PageSize, Place
from kbbt.errors import NoTextError, UnreadableError
from kbbt.i18n import _, said
from kbbt.readers.options import ReadOptions
from kbbt.readers.pdf.characters import DropsBlanks
from kbbt.readers.pdf.fonts import without_outlines
from kbbt.readers.pdf.layout import PageContent, arranged
from kbbt.readers.pdf.opening import opened
from kbbt.readers.pdf.page import Page, content, look, with_annotations
from kbbt.readers.pdf.scanned import read_picture

if TYPE_CHECKING:
    from kbbt.readers.scan import ScannedPage

MEDIA_TYPE = "application/pdf"


def read_pdf(data: bytes, options: ReadOptions) -> Document:
    """The document in ``data``, lines and tables in reading order.

    Raises EncryptedError, UnreadableError, LimitError (a kind of it), and NoTextError when no page has usable text
    and no OCR is at hand.
    """
    reading = _Reading(data, options)
    light = without_outlines(data)
    reading.undrawable = light is not data
    with opened(light, options.password) as document:
        reading.drops_blanks = _drops_blanks(*map(document.get_metadata_value, ("Producer", "Creator")))
        for index in range(len(document)):
            try:
                page = with_annotations(document, index)
            except pypdfium2.PdfiumError:
                reading.broken(index + 1, len(document))
                continue
            try:
                reading.page(page, index + 1)
            finally:
                page.close()
        title = document.get_metadata_value("Title")
    return reading.document(title)


class _Reading:
    """One document while it is read."""

    def __init__(self, data: bytes, options: ReadOptions) -> None:
        self.data = data
        self.options = options
        self.pages: list[PageContent] = []
        self.pictures: dict[int, ScannedPage] = {}
        self.sizes: list[PageSize] = []
        self.notes: list[Note] = []
        self.usable = 0
        self.drops_blanks: DropsBlanks = ""
        self.undrawable = False
        # The open document then lacks the outlines that drawing a page needs.
        self.broken_pages = 0
        self.unread: list[tuple[int, str]] = []
        self.no_ocr: NoTextError | None = None
        self.turn = 0
        """Of the last page that was a picture."""

    def page(self, page: pypdfium2.PdfPage, number: int) -> None:
        """Read one page, as text or as a picture."""
        seen = look(page, number, drops_blanks=self.drops_blanks)
        reason = _unusable(seen)
        if (reason or self.options.ocr == "always") and not seen.blank and self._picture(page, number):
            return
        self._text(seen, reason)

    def broken(self, number: int, count: int) -> None:
        """Read a page that pdfium cannot load."""
        from kbbt.readers.pdf.fallback import look_again

        seen = look_again(self.data, self.options.password, number, count)
        if seen is not None:
            self._text(seen, _unusable(seen))
            return
        self.broken_pages += 1
        self.sizes.append(PageSize(number, 0.0, 0.0))
        text = said("page {page} is damaged and was not read", page=number)
        self.notes.append(Note("pdf.page-lost", text, (Place(page=number),)))

    def _text(self, seen: Page, reason: str) -> None:
        self.sizes.append(seen.size)
        if reason:
            self.unread.append((seen.number, reason))
            if reason == _NONSENSE:
                return
        if seen.blank:
            seen.note("pdf.blank-page", said("nothing stands on page {page}", page=seen.number))
        self.usable += not reason and not seen.blank
        self.notes += seen.notes
        self.pages.append(content(seen))

    def _picture(self, page: pypdfium2.PdfPage, number: int) -> bool:
        """Read a page by OCR; False when that cannot be."""
        if self.options.ocr == "never" or (self.no_ocr is not None and self.options.ocr != "always"):
            return False
        self.options.on_picture(number)
        try:
            read = self._read_picture(page, number)
        except NoTextError as error:
            if self.options.ocr == "always":
                raise
            self.no_ocr = error
            return False
        self.pictures[number] = read
        self.turn = read.turn
        self.sizes.append(PageSize(number, round(read.width, 2), round(read.height, 2)))
        self.usable += bool(read.blocks)
        return True

    def _read_picture(self, page: pypdfium2.PdfPage, number: int) -> ScannedPage:
        if not self.undrawable:
            return read_picture(page, number, self.turn)
        with opened(self.data, self.options.password) as document:
            return read_picture(with_annotations(document, number - 1), number, self.turn)

    @staticmethod
    def _missing_ocr() -> str:
        from kbbt.readers.scan.tesseract import INSTALL

        return said("tesseract with chi_tra is not installed ({install})", install=INSTALL)

    def document(self, title: str) -> Document:
        """What was read. Raises NoTextError when that is nothing."""
        if not self.usable:
            raise self._nothing()
        self._truncated()
        for number, reason in self.unread:
            why = said("OCR is turned off") if self.no_ocr is None else self._missing_ocr()
            self.notes.append(Note("pdf.page-unread", said(reason, page=number, why=why), (Place(page=number),)))
        self._open_tables()
        blocks = _in_order(self.pages, self.pictures)
        return Document(tuple(blocks), MEDIA_TYPE, tuple(self.sizes), tuple(self.notes), title)

    def _open_tables(self) -> None:
        """Pages that are pictures, as all of them together tell."""
        if self.pictures:
            from kbbt.readers.scan import with_open_tables

            numbers = sorted(self.pictures)
            made = with_open_tables([self.pictures[number] for number in numbers])
            self.pictures = dict(zip(numbers, made, strict=True))
            self.notes += [note for page in made for note in page.notes]

    def _truncated(self) -> None:
        """A file without its end opens when its pages can be guessed from the rest; what was at the end is missing."""
        if b"%%EOF" in self.data[-_TAIL:]:
            return
        if any(note.code in ("pdf.blank-page", "pdf.page-lost") for note in self.notes):
            raise UnreadableError(
                _("the PDF is truncated: its end is missing, and pages with it"),
                remedy=_("Copy or download it again; this copy is not whole."),
            )
        self.notes.append(
            Note("pdf.truncated", said("the end of the file is missing; all pages have text, as it seems"))
        )

    def _nothing(self) -> NoTextError | UnreadableError:
        if not self.unread and not self.pictures:
            if self.broken_pages:
                return UnreadableError(
                    _("the PDF is damaged: none of its pages can be read"),
                    remedy=_("Ask for the document again, or repair it and read the result."),
                )
            return NoTextError(
                _("nothing stands on any page of the PDF"), remedy=_("Ask for the document again; this one is empty.")
            )
        if self.no_ocr is not None:
            return self.no_ocr
        if self.pictures:
            return NoTextError(
                _("OCR found no text on any page"), remedy=_("Scan the pages again, level, at 200 to 300 dpi.")
            )
        reasons = {reason for _number, reason in self.unread}
        remedy = _("Use --ocr auto, or ingest the document the PDF was made from.")
        if reasons == {_PICTURE}:
            return NoTextError(_("the PDF holds only pictures of text, and OCR is turned off"), remedy=remedy)
        return NoTextError(
            _("the text layer of the PDF is nonsense: its fonts do not say which characters they draw"), remedy=remedy
        )


_TAIL = 65_536
_PICTURE = said("page {page} is a picture without text: {why}")
_NONSENSE = said("page {page} has a text layer that is nonsense: {why}")


def _unusable(page: Page) -> str:
    """Why the text of a page cannot be used; empty when it can."""
    if page.quality.nonsense:
        return _NONSENSE
    return _PICTURE if page.is_picture else ""


def _in_order(pages: Sequence[PageContent], pictures: dict[int, ScannedPage]) -> list[Block]:
    """The blocks of all pages; pages that were read as pictures between the others."""
    blocks = arranged(pages)
    if not pictures:
        return blocks
    for number, picture in sorted(pictures.items()):
        at = next((k for k, b in enumerate(blocks) if (b.places[0].page or 0) > number), len(blocks))
        blocks[at:at] = picture.blocks
    return blocks


def _drops_blanks(producer: str, creator: str) -> DropsBlanks:
    """LibreOffice and its kin draw no blank at the end of a run of Han or Latin characters; only the gap is left.

    Typst draws every blank, and pdfium passes over the one that a piece of text begins or ends with.
    """
    if any(name in producer for name in ("LibreOffice", "OpenOffice", "Collabora")):
        return "script"
    return "anywhere" if creator.startswith("Typst") else ""
