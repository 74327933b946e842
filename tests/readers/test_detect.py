"""What a file is, by its content; and how each file that is no document is refused."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kbbt.errors import EncryptedError, ExitCode, KbbtError
from kbbt.readers import read
from kbbt.readers.detect import detect
from kbbt.readers.media import DOC, DOCX, HTML, MARKDOWN, ODT, OTT, PDF, RTF, TEXT
from tests.readers.build import zipped

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(*streams: str, head: bytes = b"") -> bytes:
    """A compound file with a directory of ``streams``; the first sector of each is sector 0, which holds ``head``."""
    header = bytearray(512)
    header[:8] = _OLE_MAGIC
    struct.pack_into("<H", header, 30, 9)
    directory = b""
    for name in streams:
        entry = bytearray(128)
        key = name.encode("utf-16-le") + b"\0\0"
        entry[: len(key)] = key
        struct.pack_into("<H", entry, 64, len(key))
        directory += bytes(entry)
    return bytes(header) + head.ljust(512, b"\0") + directory


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("L", (40, 30), 255).save(out, kind)
    return out.getvalue()


def odf(mimetype: str) -> bytes:
    return zipped({"mimetype": mimetype, "content.xml": "<a/>", "META-INF/manifest.xml": "<a/>"}, stored=("mimetype",))


WORD_FIB = b"\xec\xa5" + bytes(8) + struct.pack("<H", 0x0000)
WORD_FIB_ENCRYPTED = b"\xec\xa5" + bytes(8) + struct.pack("<H", 0x0100)
PDF_HEAD = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (PDF_HEAD, "a.pdf", PDF),
        (PDF_HEAD, "named.docx", PDF),
        (b"\r\n\r\nContent-Type: application/pdf\r\n\r\n" + PDF_HEAD, "mail.pdf", PDF),
        (zipped({"[Content_Types].xml": "", "word/document.xml": ""}), "a.docx", DOCX),
        (zipped({"[Content_Types].xml": "", "word/document.xml": ""}), "a.pdf", DOCX),
        (odf("application/vnd.oasis.opendocument.text"), "a.odt", ODT),
        (odf("application/vnd.oasis.opendocument.text-template"), "a.ott", OTT),
        (zipped({"content.xml": "", "META-INF/manifest.xml": ""}), "without-mimetype.odt", ODT),
        (ole("Root Entry", "WordDocument", head=WORD_FIB), "a.doc", DOC),
        (b"{\\rtf1\\ansi x}", "a.doc", RTF),
        (picture("PNG"), "a.png", "image/png"),
        (picture("JPEG"), "a", "image/jpeg"),
        (picture("TIFF"), "scan.pdf", "image/tiff"),
        (picture("BMP"), "a.bmp", "image/bmp"),
        ("會議紀錄\n".encode(), "a.txt", TEXT),
        ("會議紀錄\n".encode("cp950"), "a.txt", TEXT),
        ("會議紀錄\n".encode("utf-16"), "a.txt", TEXT),
        ("BMW 贊助會議紀錄\n".encode(), "a.txt", TEXT),
        ("論 %PDF-1.4 之檔頭\n".encode(), "a.txt", TEXT),
        ("# 標題\n\n## 小標\n".encode(), "a", MARKDOWN),
        ("# 標題\n\n## 小標\n".encode(), "a.txt", TEXT),
        ("一句話\n".encode(), "a.md", MARKDOWN),
        ("| 名稱 | 情形 |\n| --- | :-: |\n| 甲 | 乙 |\n".encode(), "a.txt", MARKDOWN),
        ("<!DOCTYPE html><p>會議".encode(), "a.txt", HTML),
        ("<html><body>表".encode(), "exported.doc", HTML),
        ("<table><tr><td>表".encode("cp950"), "exported.xls", HTML),
        ("<p>片段</p>".encode(), "a", HTML),
        ("<p>殘留標籤</p>\n會議紀錄".encode(), "a.txt", TEXT),
        ("會議<br>紀錄</p>".encode(), "a.htm", HTML),
        (b'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="x"\r\n\r\n', "word.doc", HTML),
    ],
)
def test_type_is_decided_by_content(data: bytes, name: str, expected: str) -> None:
    assert detect(data, name) == expected


class BadFile(NamedTuple):
    """One row of the table of bad inputs: the file, where such files come from, what must be said, the exit code."""

    name: str
    data: bytes
    source: str
    says: str
    exit_code: ExitCode


BAD = [
    BadFile("empty.pdf", b"", "a download that never began", "empty", ExitCode.UNREADABLE),
    BadFile("zeros.docx", bytes(4096), "a disk that was pulled while copying", "zero bytes", ExitCode.UNREADABLE),
    BadFile("blank.txt", b"  \r\n\t\r\n", "an editor saved at once", "blanks", ExitCode.UNREADABLE),
    BadFile("minutes.pdf", "會議紀錄\n".encode(), "a text renamed", "named .pdf but holds text", ExitCode.UNREADABLE),
    BadFile("minutes.docx", b"minutes", "a text renamed", "named .docx but holds text", ExitCode.UNREADABLE),
    BadFile("minutes.pdf", b"<html>404", "an error page saved as PDF", "web page", ExitCode.UNREADABLE),
    BadFile("a.docx", zipped({"word/document.xml": "x" * 999})[:60], "a copy cut short", "cut", ExitCode.UNREADABLE),
    BadFile("a.docx", zipped({"foo.bin": "x"}), "a zip renamed", "ZIP archive without", ExitCode.UNREADABLE),
    BadFile("a.zip", zipped({"1.pdf": "x", "2.docx": "y"}), "documents packed", "2 documents", ExitCode.UNREADABLE),
    BadFile("a.xlsx", zipped({"xl/workbook.xml": ""}), "the wrong file", "XLSX", ExitCode.UNREADABLE),
    BadFile("a.docx", zipped({"ppt/presentation.xml": ""}), "slides renamed", "PPTX", ExitCode.UNREADABLE),
    BadFile("a.ods", odf("application/vnd.oasis.opendocument.spreadsheet"), "a sheet", "ODS", ExitCode.UNREADABLE),
    BadFile("a.epub", odf("application/epub+zip"), "a book", "EPUB", ExitCode.UNREADABLE),
    BadFile("a.docx", ole("EncryptedPackage"), "Word with a password", "password", ExitCode.ENCRYPTED),
    BadFile("a.doc", ole("WordDocument", head=WORD_FIB_ENCRYPTED), "Word 97, too", "password", ExitCode.ENCRYPTED),
    BadFile("a.xls", ole("Workbook"), "the wrong file", "XLS", ExitCode.UNREADABLE),
    BadFile("a.msg", ole("__properties_version1.0"), "a mail from Outlook", "MSG", ExitCode.UNREADABLE),
    BadFile("a.doc", ole("Other"), "an OLE file of another kind", "without a Word document", ExitCode.UNREADABLE),
    BadFile("a.gif", b"GIF89a" + bytes(range(256)), "a picture of a kind not read", "GIF", ExitCode.UNREADABLE),
    BadFile("a.heic", b"\0\0\0\x18ftypheic" + bytes(range(256)), "a photo from a phone", "HEIC", ExitCode.UNREADABLE),
    BadFile("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(range(256)), "an archive", "7-Zip", ExitCode.UNREADABLE),
    BadFile("a.pdf", b"MZ\x90\0" + bytes(range(256)), "a virus", "Windows program", ExitCode.UNREADABLE),
    BadFile("a.bin", bytes(range(256)) * 4, "who knows", "unknown kind", ExitCode.UNREADABLE),
    BadFile("a.xml", b"<?xml version='1.0'?><data/>", "data exchange", "XML", ExitCode.UNREADABLE),
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad.name}: {bad.source}")
def test_bad_input_is_refused_with_its_reason_and_remedy(bad: BadFile) -> None:
    with pytest.raises(KbbtError) as caught:
        read(bad.data, bad.name)
    assert caught.value.exit_code is bad.exit_code
    assert bad.says in caught.value.message
    assert caught.value.remedy
    assert caught.value.where == bad.name


def test_zip_with_encrypted_members() -> None:
    data = bytearray(zipped({"word/document.xml": "x"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(signature) + offset] |= 1
    with pytest.raises(EncryptedError):
        detect(bytes(data), "a.docx")


def test_directory_name_inside_a_text_stream_is_no_stream() -> None:
    # "Workbook" spoken of in the text of a Word document stands at an odd place and has no length behind it
    text = b"\0" * 3 + "EncryptedPackage".encode("utf-16-le") + b"\0\0"
    assert detect(ole("WordDocument", head=WORD_FIB + text), "a.doc") == DOC


@given(st.binary(max_size=400))
def test_any_bytes_are_told_or_refused(data: bytes) -> None:
    exit_code = ExitCode.UNREADABLE
    try:
        assert detect(data, "x")
    except KbbtError as error:
        exit_code = error.exit_code
    assert exit_code in (ExitCode.UNREADABLE, ExitCode.ENCRYPTED)


def test_samples(samples: Path) -> None:
    found = {path.name: detect(path.read_bytes(), "without-suffix") for path in samples.iterdir() if path.is_file()}
    kinds = {".pdf": PDF, ".docx": DOCX, ".odt": ODT, ".txt": TEXT}
    assert found == {name: kinds[Path(name).suffix] for name in found if Path(name).suffix in kinds} | {
        name: kind for name, kind in found.items() if Path(name).suffix not in kinds
    }
