"""ODT, OTT and flat ODT (one XML file): what a person sees in LibreOffice with all tracked changes accepted.

In: paragraphs and tables in reading order, automatic numbers as text, text boxes and shapes (after the paragraph they
are anchored in), hyperlinks, fields as last shown, nested tables (in their cell). Moved: footnotes and endnotes, to
the end. Out: deletions, hidden and struck-out text, comments, headers and footers, phonetic guides. Whatever was moved
or left out is remarked in the document's notes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kbbt.document import Document
from kbbt.errors import UnreadableError
from kbbt.i18n import _, said
from kbbt.readers.archive import Archive, open_archive
from kbbt.readers.flow import Flow
from kbbt.readers.media import FODT, ODT, OTT, encrypted, not_a_document
from kbbt.readers.odt.body import BodyReader
from kbbt.readers.odt.names import DC, MANIFEST, OFFICE
from kbbt.readers.options import ReadOptions
from kbbt.readers.xml import parse

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read_odt"]

_MANIFEST = "META-INF/manifest.xml"


def read_odt(data: bytes, options: ReadOptions) -> Document:  # noqa: ARG001 -- the signature all readers share
    """The document in ``data``.

    Raises UnreadableError when it is no ODT, damaged or without any text, EncryptedError when it has a password (which no option can
    open), LimitError when it is too large, NoTextError when it holds nothing but pictures.
    """
    if not data.startswith(b"PK"):
        document = parse(data, "office:document")
        return _read(document, None).document(FODT, _title(document))
    archive = open_archive(data)
    _refuse_encrypted(archive)
    content = _part(archive, "content.xml")
    if content is None:
        raise UnreadableError(
            _("the ODT has no document in it: {name} is missing", name="content.xml"),
            remedy=_("Copy the file again, or open it in Word or LibreOffice and save it anew."),
        )
    flow = _read(content, _part(archive, "styles.xml"))
    return flow.document(_media_type(archive), _title(_part(archive, "meta.xml")))


def _read(content: _Element, styles: _Element | None) -> Flow:
    text = content.find(f"{OFFICE}body/{OFFICE}text")
    if text is None:
        raise not_a_document(said("an OpenDocument file without text"))
    flow = Flow()
    BodyReader(content, styles, flow).read(text)
    return flow


def _part(archive: Archive, name: str) -> _Element | None:
    return parse(archive.read(name), name) if archive.has(name) else None


def _refuse_encrypted(archive: Archive) -> None:
    manifest = _part(archive, _MANIFEST)
    if manifest is not None and next(manifest.iter(MANIFEST + "encryption-data"), None) is not None:
        raise encrypted()


def _media_type(archive: Archive) -> str:
    said = archive.read("mimetype").decode("ascii", "replace").strip() if archive.has("mimetype") else ODT
    return OTT if said == OTT else ODT


def _title(meta: _Element | None) -> str:
    title = next(meta.iter(DC + "title"), None) if meta is not None else None
    return (title.text or "") if title is not None else ""
