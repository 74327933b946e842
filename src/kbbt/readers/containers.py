"""What is inside a ZIP or an OLE compound file: the two wrappings of office documents."""

from __future__ import annotations

import re
import struct

from kbbt.errors import UnreadableError
from kbbt.i18n import _, said
from kbbt.readers.archive import Archive, open_archive
from kbbt.readers.media import DOC, DOCX, ODT, OTT, encrypted, not_a_document

_ODF_KINDS = {
    "application/vnd.oasis.opendocument.text": ODT,
    "application/vnd.oasis.opendocument.text-template": OTT,
    "application/vnd.oasis.opendocument.text-master": ODT,
    "application/vnd.sun.xml.writer": None,
}
_ODF_FOREIGN = {
    "spreadsheet": said("a spreadsheet (ODS)"),
    "presentation": said("a presentation (ODP)"),
    "graphics": said("a drawing (ODG)"),
}
_MAXIMUM_MIMETYPE = 200


def detect_zip(data: bytes) -> str:
    """The media type of a ZIP file: DOCX, ODT or OTT by its members.

    Raises UnreadableError when it is damaged or holds something else, EncryptedError when its members are encrypted,
    LimitError when it is too large to be looked at.
    """
    archive = open_archive(data)
    if any(info.flag_bits & 1 for entries in archive.members.values() for info in entries):
        raise encrypted()
    return _by_members(set(archive.names()), _mimetype(archive))


def _mimetype(archive: Archive) -> str:
    """What an ODF or EPUB file says it is, in its first member."""
    entries = archive.members.get("mimetype", ())
    if len(entries) != 1 or entries[0].file_size > _MAXIMUM_MIMETYPE:
        return ""
    return archive.read("mimetype").decode("ascii", "replace").strip()


def _by_members(names: set[str], mimetype: str) -> str:
    if mimetype in _ODF_KINDS:
        kind = _ODF_KINDS[mimetype]
        if kind is None:
            raise not_a_document(said("a document of StarOffice or OpenOffice 1 (SXW)"))
        return kind
    for part, what in _ODF_FOREIGN.items():
        if mimetype.startswith("application/vnd.oasis.opendocument." + part):
            raise not_a_document(what)
    if mimetype == "application/epub+zip":
        raise not_a_document(said("an electronic book (EPUB)"))
    if any(name.startswith("word/") for name in names):
        return DOCX
    if any(name.startswith("xl/") for name in names):
        raise not_a_document(said("a spreadsheet (XLSX)"))
    if any(name.startswith("ppt/") for name in names):
        raise not_a_document(said("a presentation (PPTX)"))
    if "meta-inf/manifest.xml" in names and "content.xml" in names:
        return ODT
    if not names:
        raise not_a_document(said("an empty ZIP archive"))
    documents = [n for n in names if re.search(r"\.(?:pdf|docx?|od[ts]|rtf|txt|html?|md)$", n, re.IGNORECASE)]
    if documents:
        raise UnreadableError(
            _("this is a ZIP archive with {count} documents in it, not a document", count=len(documents)),
            remedy=_("Unpack it and ingest the folder."),
        )
    raise not_a_document(said("a ZIP archive without a Word or OpenDocument text in it"))


_OLE_FOREIGN = (
    ("Workbook", said("a spreadsheet (XLS)")),
    ("Book", said("a spreadsheet (XLS)")),
    ("PowerPoint Document", said("a presentation (PPT)")),
    ("__properties_version1.0", said("a mail (MSG)")),
    ("VisioDocument", said("a drawing (Visio)")),
)
_DIRECTORY_ENTRY = 128


def _ole_entry(data: bytes, name: str) -> int | None:
    """Offset of the directory entry called ``name``. Found by its bytes, so that a damaged sector chain does not hide it."""
    key = name.encode("utf-16-le") + b"\0\0"
    at = data.find(key)
    while at >= 0:
        if at % _DIRECTORY_ENTRY == 0 and data[at + 64 : at + 66] == struct.pack("<H", len(key)):
            return at
        at = data.find(key, at + 1)
    return None


def detect_ole(data: bytes) -> str:
    """The media type of an OLE compound file: the legacy Word document.

    Raises EncryptedError for a DOCX or DOC under a password, UnreadableError for a spreadsheet, a mail and the like.
    """
    if _ole_entry(data, "EncryptedPackage") is not None:
        raise encrypted()
    word = _ole_entry(data, "WordDocument")
    if word is not None:
        if _is_encrypted_doc(data, word):
            raise encrypted()
        return DOC
    for name, what in _OLE_FOREIGN:
        if _ole_entry(data, name) is not None:
            raise not_a_document(what)
    raise UnreadableError(
        _("this is an old Office file without a Word document in it, or it was cut short"),
        remedy=_("Open it in Word or LibreOffice and save it as DOCX; if that fails, copy it again."),
    )


def _is_encrypted_doc(data: bytes, entry: int) -> bool:
    """The fEncrypted bit of the file information block at the head of the stream WordDocument ([MS-DOC] 2.5.1)."""
    (sector_shift,) = struct.unpack_from("<H", data, 30)
    (start,) = struct.unpack_from("<I", data, entry + 116)
    head = (start + 1) << min(sector_shift, 12)
    if head + 12 > len(data) or data[head : head + 2] != b"\xec\xa5":
        return False
    (flags,) = struct.unpack_from("<H", data, head + 10)
    return bool(flags & 0x0100)
