"""Zip containers and XML parts: what is damaged or hostile ends in a named error, and nothing is unpacked unasked."""

from __future__ import annotations

import contextlib
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbbt.errors import EncryptedError, KbbtError, LimitError, UnreadableError
from kbbt.readers import archive, xml
from kbbt.readers.archive import open_archive
from kbbt.readers.docx import read_docx
from kbbt.readers.options import ReadOptions

from .build import docx, para, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def test_members_are_found_by_name_whatever_their_case_and_slashes() -> None:
    opened = open_archive(zipped({"Word\\Document.XML": "<a/>"}))
    assert opened.has("word/document.xml")
    assert opened.read("/word/document.xml") == b"<a/>"


def test_a_name_that_climbs_out_is_only_a_key() -> None:
    opened = open_archive(zipped({"../../etc/passwd": "x", "a": "y"}))
    assert opened.read("../../etc/passwd") == b"x"
    assert opened.names() == ("../../etc/passwd", "a")


@pytest.mark.parametrize("data", [b"", b"no zip at all", b"PK\x03\x04 and nothing more"])
def test_what_is_no_container_is_unreadable_and_says_what_to_do(data: bytes) -> None:
    with pytest.raises(UnreadableError) as caught:
        open_archive(data)
    assert caught.value.remedy


def test_every_truncation_is_unreadable() -> None:
    whole = docx(para("甲") * 50)
    for length in range(0, len(whole) - 1, 37):
        with pytest.raises(UnreadableError):
            read_docx(whole[:length], ReadOptions())


def test_the_message_tells_a_cut_file_from_a_foreign_one() -> None:
    with pytest.raises(UnreadableError, match="cut off"):
        open_archive(docx(para("甲"))[:-30])
    with pytest.raises(UnreadableError, match="not a document"):
        open_archive(b"just text")


@given(st.data())
def test_no_flipped_byte_escapes_as_a_foreign_exception(data: st.DataObject) -> None:
    whole = bytearray(docx(para("甲") + para("乙")))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(KbbtError):
        read_docx(bytes(whole), ReadOptions())


def test_a_part_that_unpacks_to_far_more_than_the_file_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped({"word/document.xml": b"<a>" + b" " * 40_000_000 + b"</a>"})
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("unpacked"))
    with pytest.raises(LimitError, match="unpack"):
        open_archive(bomb)


def test_a_small_file_of_many_equal_rows_is_no_bomb() -> None:
    opened = open_archive(zipped({"a": b"<row/>" * 1_000_000}))
    assert len(opened.read("a")) == 6_000_000


@pytest.mark.parametrize(
    ("limit", "value"), [("MAX_TOTAL", 10), ("MAX_MEMBERS", 2), ("MAX_DIRECTORY", 50), ("MAX_PART", 5)]
)
def test_each_limit_refuses_with_a_remedy(monkeypatch: pytest.MonkeyPatch, limit: str, value: int) -> None:
    data = zipped({"a": "123456", "b": "123456", "c": ""})
    assert open_archive(data).read("a") == b"123456"
    monkeypatch.setattr(archive, limit, value)
    with pytest.raises(LimitError) as caught:
        open_archive(data).read("a")
    assert caught.value.remedy


def test_a_directory_that_lies_about_sizes_does_not_unpack_more_than_it_says() -> None:
    data = bytearray(zipped({"a": b"x" * 100_000}))
    entry = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, entry + 24, 10)
    with pytest.raises(UnreadableError, match="damaged"):
        open_archive(bytes(data)).read("a")


def test_a_part_that_is_there_twice_is_refused_but_others_can_be_read() -> None:
    opened = open_archive(zipped({"a": "1", "b": "2", "A": "3"}))
    assert opened.read("b") == b"2"
    with pytest.raises(UnreadableError, match="2 times"):
        opened.read("a")


def test_an_encrypted_member_needs_its_password() -> None:
    data = bytearray(zipped({"a": "123"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    with pytest.raises(EncryptedError) as caught:
        open_archive(bytes(data)).read("a")
    assert "password" in caught.value.remedy


@pytest.mark.parametrize("stream", ["EncryptedPackage", "EncryptionInfo"])
def test_an_encrypted_docx_is_told_from_an_old_word_file(stream: str) -> None:
    with pytest.raises(EncryptedError):
        read_docx(OLE + bytes(504) + stream.encode("utf-16-le"), ReadOptions())
    with pytest.raises(UnreadableError, match="old binary"):
        read_docx(OLE + bytes(504) + "WordDocument".encode("utf-16-le"), ReadOptions())


def test_an_unknown_compression_is_named() -> None:
    data = bytearray(zipped({"a": "123"}))
    for signature, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", data, data.index(signature) + offset, 99)
    with pytest.raises(UnreadableError, match="unknown way"):
        open_archive(bytes(data)).read("a")


DTDS = [
    '<!DOCTYPE a [<!ENTITY b "boom">]><a>&b;</a>',
    '<!DOCTYPE a SYSTEM "http://example.invalid/a.dtd"><a/>',
    "<!-- a comment first --><!DOCTYPE a><a/>",
    '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a d="&c;"/>',
]


@pytest.mark.parametrize("text", DTDS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_dtd_is_refused(text: str, encoding: str) -> None:
    with pytest.raises(UnreadableError, match="document type"):
        xml.parse(text.encode(encoding), "a.xml")


def test_the_word_doctype_in_text_is_text() -> None:
    assert xml.parse(b"<a>&lt;!DOCTYPE a></a>", "a.xml").text == "<!DOCTYPE a>"


def test_comments_and_instructions_do_not_cut_a_text() -> None:
    root = xml.parse("<a>前<!-- x -->中<?p q?>後</a>".encode(), "a.xml")
    assert root.text == "前中後"
    assert len(root) == 0


@pytest.mark.parametrize("text", [b"", b"<a>", b"<a></b>", b"plain", b"<a>\x00</a>", b'<?xml encoding="x"?><a/>'])
def test_broken_xml_is_unreadable(text: bytes) -> None:
    with pytest.raises(UnreadableError) as caught:
        xml.parse(text, "a.xml")
    assert "a.xml" in str(caught.value)


def test_nesting_without_end_is_a_limit() -> None:
    with pytest.raises(LimitError):
        xml.parse(b"<a>" * 5000 + b"</a>" * 5000, "a.xml")


def test_a_text_without_end_is_a_limit() -> None:
    with pytest.raises(LimitError):
        xml.parse(b"<a>" + b"x" * 11_000_000 + b"</a>", "a.xml")
