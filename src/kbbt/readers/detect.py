"""What a file is, told by its content. The name decides only between the kinds of text.

What cannot be read is refused here with what it is instead and what to do about it.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import NoReturn

from kbbt.errors import UnreadableError
from kbbt.i18n import _, retold, said
from kbbt.readers.encoding import decode
from kbbt.readers.media import FODT, HTML, MARKDOWN, PDF, RTF, TEXT, not_a_document

_JUNK_BEFORE_PDF = 1024
"""A PDF header may stand anywhere in the first kilobyte (mail gateways and scanners put bytes before it)."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", RTF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
)

# What people send by mistake, with the words for it. The first match holds.
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"GIF8", said("a GIF picture")),
    (b"8BPS", said("a Photoshop picture")),
    (b"\x1f\x8b", said("a gzip archive")),
    (b"7z\xbc\xaf\x27\x1c", said("a 7-Zip archive")),
    (b"Rar!", said("a RAR archive")),
    (b"BZh", said("a bzip2 archive")),
    (b"\xfd7zXZ", said("an xz archive")),
    (b"MZ", said("a Windows program")),
    (b"\x7fELF", said("a program")),
    (b"SQLite format 3", said("an SQLite database")),
    (b"%!PS", said("a PostScript file")),
    (b"ID3", said("a sound recording")),
    (b"OggS", said("a sound recording")),
    (b"fLaC", said("a sound recording")),
    (b"L\0\0\0\x01\x14\x02\0", said("a Windows shortcut")),
)

_BINARY_SUFFIXES = {".pdf", ".docx", ".docm", ".dotx", ".odt", ".ott", ".xls", ".xlsx", ".ods", ".ppt", ".pptx",
                    ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".zip"}  # fmt: skip
_HTML_HEAD = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|(?:html|head|body|meta|title|table)\b)",
    re.IGNORECASE | re.DOTALL,
)
_HTML_FRAGMENT = re.compile(r"\s*<(?:div|p|h[1-6]|ul|ol)\b", re.IGNORECASE)
_HTML_TAG = re.compile(r"</(?:p|td|tr|table|div|li|body|html|h[1-6])\s*>|<br\s*/?>", re.IGNORECASE)
_PIPE_TABLE = re.compile(
    r"^ {0,3}\|?[^\n|]*\|.*\n {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$", re.MULTILINE
)
_FLAT_ODT = re.compile(
    r"""\s*(?:<\?xml[^>]*>\s*)?<office:document\s[^>]*office:mimetype=["']application/vnd\.oasis\.opendocument\.text["']"""
)
_MHTML = re.compile(rb"(?i)\A(?:[A-Z][A-Za-z-]*:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)*content-type:\s*multipart/related")
_ATX_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE)


def _refuse(what: str, remedy: str) -> NoReturn:
    raise UnreadableError(what, remedy=remedy)


def _save_as() -> str:
    return _("Save it as DOCX, ODT, PDF or text and ingest that.")


def detect(data: bytes, name: str) -> str:
    """The media type of ``data``. ``name`` breaks ties between plain text, Markdown and HTML.

    Raises :class:`UnreadableError` for an empty file and for what no reader takes, saying what it is instead, and
    :class:`EncryptedError` for an Office file under a password.
    """
    if not data:
        _refuse(_("the file is empty"), _("Copy or download it again."))
    if not data.strip(b"\0"):
        _refuse(_("the file holds nothing but zero bytes"), _("The copy went wrong; copy or download it again."))
    if data.startswith(b"%PDF-") or (b"%PDF-" in data[:_JUNK_BEFORE_PDF] and b"endobj" in data):
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        from kbbt.readers.containers import detect_zip

        return detect_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        from kbbt.readers.containers import detect_ole

        return detect_ole(data)
    for magic, media_type in _MAGIC:
        if data.startswith(magic):
            return media_type
    if data.startswith(b"BM") and data[6:10] == b"\0\0\0\0":
        return "image/bmp"
    if is_mhtml(data):
        return HTML
    return _detect_text(data, PurePath(name).suffix.lower())


def is_mhtml(data: bytes) -> bool:
    """True for a web archive (MHTML), which Word saves under the names .mht and .doc."""
    return _MHTML.match(data[:8192]) is not None


def _foreign(data: bytes) -> str | None:
    if data[:4] == b"RIFF":
        return said("a WebP picture") if data[8:12] == b"WEBP" else said("a recording")
    if data[4:8] == b"ftyp":
        return said("a HEIC picture") if data[8:11] in (b"hei", b"mif", b"avi") else said("a film or sound recording")
    return next((what for magic, what in _FOREIGN if data.startswith(magic)), None)


def _detect_text(data: bytes, suffix: str) -> str:
    decoded = decode(data)
    if decoded is None:
        what = _foreign(data)
        if what and "picture" in what:
            _refuse(_("this is {what}", what=retold(what)), _("Save the picture as PNG, JPEG or TIFF and ingest that."))
        if what:
            raise not_a_document(what)
        _refuse(_("these are bytes of an unknown kind, no document and no text in a known encoding"), _save_as())
    text = decoded.text
    if not text.strip():
        _refuse(_("the file holds nothing but blanks"), _("Copy or download it again."))
    is_html = bool(_HTML_HEAD.match(text[:8192]))
    if suffix in _BINARY_SUFFIXES and not (is_html and suffix in (".xls",)):
        kind = _("HTML (a web page)") if is_html else _("text ({encoding})", encoding=decoded.encoding)
        _refuse(
            _("the file is named {suffix} but holds {kind}", suffix=suffix, kind=kind),
            _("Download the document again, or name the file .html or .txt if this is the text that is meant."),
        )
    if _FLAT_ODT.match(text[:8192]):
        return FODT
    if text.lstrip()[:5].lower() == "<?xml" and not is_html:
        raise not_a_document(said("an XML file"))
    return _text_kind(text, suffix, is_html=is_html)


def _text_kind(text: str, suffix: str, *, is_html: bool) -> str:
    named_html = suffix in (".html", ".htm", ".xhtml") and _HTML_TAG.search(text)
    # a text that begins with a left-over tag is text when it is called so
    fragment = suffix not in (".txt", ".text") and _HTML_FRAGMENT.match(text)
    if is_html or named_html or fragment:
        return HTML
    if suffix in (".md", ".markdown") or _PIPE_TABLE.search(text):
        return MARKDOWN
    if suffix not in (".txt", ".text") and len(_ATX_HEADING.findall(text)) > 1:
        return MARKDOWN
    return TEXT
