"""Opening a PDF, and saying why when it does not open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
import pypdfium2.raw as pdfium

from kbbt.errors import EncryptedError, LimitError, UnreadableError
from kbbt.i18n import _

_HEAD = 1024
"""The header may stand anywhere in the first 1024 bytes (ISO 32000-1, annex H.3.4.1)."""
MAX_PAGES = 5000


@contextmanager
def opened(data: bytes, password: str | None) -> Iterator[pypdfium2.PdfDocument]:
    """The open document. A password that only restricts (an owner's) is no obstacle to reading.

    Raises EncryptedError when it needs a password that is missing or wrong, UnreadableError when it is empty, no
    PDF, truncated, damaged, or has no page.
    """
    document = _open(data, password)
    try:
        if len(document) == 0:
            raise UnreadableError(
                _("the PDF has no page"), remedy=_("Ask for the document again, or make the PDF again from its source.")
            )
        if len(document) > MAX_PAGES:
            raise LimitError(
                _(
                    "the PDF has {count} pages, more than the {limit} that are read",
                    count=len(document),
                    limit=MAX_PAGES,
                ),
                remedy=_("Split it into several files and read those."),
            )
        yield document
    finally:
        document.close()


def _open(data: bytes, password: str | None) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data, password=password)
    except pypdfium2.PdfiumError as error:
        reason = _reason(data, password)
        if password is None or not isinstance(reason, EncryptedError):
            raise reason from error
    try:
        # The password was meant for another file of the batch; this one may need none.
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise reason from error


def _reason(data: bytes, password: str | None) -> UnreadableError | EncryptedError:
    # Pdfium says the same «data format error» of empty, truncated and foreign files, so the bytes have to tell.
    code = pdfium.FPDF_GetLastError()
    if code == pdfium.FPDF_ERR_SECURITY:
        return EncryptedError(
            _("the PDF is encrypted in a way that cannot be opened here"),
            remedy=_("Open it with the program it was made for and print it to a new PDF."),
        )
    if code == pdfium.FPDF_ERR_PASSWORD:
        if password is None:
            return EncryptedError(_("the PDF needs a password"), remedy=_("Give it with --password."))
        return EncryptedError(_("the password does not open the PDF"), remedy=_("Give the right one with --password."))
    again = _("Ask for the document again.")
    if not data.strip(b"\0\t\n\f\r "):
        return UnreadableError(_("the file is empty"), remedy=again)
    if b"%PDF-" not in data[:_HEAD]:
        return UnreadableError(
            _("the file is not a PDF, whatever its name says"),
            remedy=_("Give it the name that fits, or ask for the PDF."),
        )
    if _has_no_page(data):
        return UnreadableError(_("the PDF has no page"), remedy=again)
    if b"%%EOF" not in data[-2048:]:
        return UnreadableError(
            _("the PDF is truncated: its end is missing"),
            remedy=_("Copy or download it again; this copy is not whole."),
        )
    return UnreadableError(
        _("the PDF is damaged"), remedy=_("Ask for the document again, or repair it and read the result.")
    )


def _has_no_page(data: bytes) -> bool:
    """A page tree that says of itself that it is empty, in a file whose objects can be seen."""
    trees = re.findall(rb"/Type\s*/Pages\b[^>]{0,400}|[^<]{0,400}/Type\s*/Pages\b", data)
    return bool(trees) and all(re.search(rb"/Count\s+0\b", tree) for tree in trees)
