"""DOCX: what a person sees in Word with all tracked changes accepted.

In: paragraphs and tables in reading order, automatic numbers as text, insertions and moved-to text, content controls,
text boxes (after the paragraph they are anchored in), hyperlinks, results of fields, nested tables (in their cell), web
pages and texts that stand for a part of the document.
Moved: footnotes and endnotes, to the end. Out: deletions, hidden and struck-out text, comments, headers and footers,
field codes, phonetic guides. Whatever was moved or left out is remarked in the document's notes.
"""

from __future__ import annotations

from kbbt.document import Document
from kbbt.readers.docx.body import BodyReader
from kbbt.readers.docx.package import open_package
from kbbt.readers.flow import Flow
from kbbt.readers.media import DOCX
from kbbt.readers.options import ReadOptions

__all__ = ["read_docx"]


def read_docx(data: bytes, options: ReadOptions) -> Document:  # noqa: ARG001 -- the signature all readers share
    """The document in ``data``.

    Raises UnreadableError when it is no DOCX, damaged or without any text, EncryptedError when it has a password (which no option can
    open), LimitError when it is too large, NoTextError when it holds nothing but pictures.
    """
    package = open_package(data)
    flow = Flow()
    BodyReader(package, flow).read(package.document)
    return flow.document(DOCX, package.title)
