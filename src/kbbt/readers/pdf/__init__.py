"""PDF → Document: every printed line and every table of every page, each with its place.

Pdfium supplies characters and shapes; all else is here. What becomes of lines (which belong to one paragraph, which
are running heads) is not decided here but in ``kbbt.repair``.
"""

from __future__ import annotations

from kbbt.document import Block, Document, Note, PageSize
from kbbt.readers.options import ReadOptions
from kbbt.readers.pdf.layout import PageContent, arranged
from kbbt.readers.pdf.opening import opened
from kbbt.readers.pdf.page import content, look

MEDIA_TYPE = "application/pdf"


def read_pdf(data: bytes, options: ReadOptions) -> Document:
    """The document in ``data``, lines and tables in reading order.

    Raises EncryptedError, UnreadableError, LimitError (a kind of it), and NoTextError when no page has usable text
    and no OCR is at hand.
    """
    pages: list[PageContent] = []
    notes: list[Note] = []
    sizes: list[PageSize] = []
    with opened(data, options.password) as document:
        for index in range(len(document)):
            page = document[index]
            try:
                seen = look(page, index + 1)
            finally:
                page.close()
            sizes.append(seen.size)
            pages.append(content(seen))
    found: list[Block] = arranged(pages)
    return Document(tuple(found), MEDIA_TYPE, tuple(sizes), tuple(notes))
