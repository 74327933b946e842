"""The media types readers know, and the refusals that several of them share."""

from __future__ import annotations

from kbbt.errors import EncryptedError, UnreadableError
from kbbt.i18n import _, retold

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
OTT = "application/vnd.oasis.opendocument.text-template"
FODT = "application/vnd.oasis.opendocument.text-flat-xml"
DOC = "application/msword"
RTF = "application/rtf"
HTML = "text/html"
MARKDOWN = "text/markdown"
TEXT = "text/plain"


def not_a_document(what: str) -> UnreadableError:
    """The error for a file that is ``what`` (``a spreadsheet (XLSX)``) and no document."""
    return UnreadableError(
        _("this is {what}, not a document", what=retold(what)),
        remedy=_("Ingest the document itself, as PDF, DOCX, ODT, DOC, RTF, HTML or text."),
    )


def encrypted() -> EncryptedError:
    """The error for an office file under a password, which no reader here can open."""
    return EncryptedError(
        _("the file is protected by a password"),
        remedy=_("Open it in the program that made it, save it without a password, and ingest that copy."),
    )
