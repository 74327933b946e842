"""ODT packages, and a template with every number format, checked against LibreOffice's own text of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbbt.errors import EncryptedError, LimitError, NoTextError, UnreadableError
from kbbt.readers import read
from kbbt.readers.media import FODT, ODT, OTT
from kbbt.readers.odt import read_odt
from kbbt.readers.options import ReadOptions

from .build import O_NAMESPACES, items, list_level, list_style, odt, zipped

FIXTURES = Path(__file__).parent / "fixtures"


def texts(data: bytes) -> list[str]:
    return [p.text for p in read_odt(data, ReadOptions()).paragraphs()]


def test_media_type_and_title() -> None:
    meta = f"<office:document-meta {O_NAMESPACES}><office:meta><dc:title>會議紀錄</dc:title></office:meta></office:document-meta>"
    document = read_odt(odt("<text:p>文</text:p>", members={"meta.xml": meta}), ReadOptions())
    assert (document.media_type, document.title) == (ODT, "會議紀錄")
    assert read_odt(odt("<text:p>文</text:p>", mimetype=OTT), ReadOptions()).media_type == OTT


def test_a_document_without_styles_is_read() -> None:
    content = f"<office:document-content {O_NAMESPACES}><office:body><office:text><text:p>文</text:p></office:text></office:body></office:document-content>"
    assert texts(zipped({"content.xml": content})) == ["文"]


def test_flat_odt_is_one_xml_file() -> None:
    styles = list_style("L", list_level(1, "一, 二, 三, ...", suffix="、"))
    data = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {O_NAMESPACES} office:version="1.3" '
        f'office:mimetype="{ODT}"><office:meta><dc:title>會議紀錄</dc:title></office:meta>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{items('甲', style='L')}</office:text></office:body></office:document>"
    )
    for encoding in ("utf-8", "utf-16"):
        document = read(data.replace("UTF-8", encoding).encode(encoding), "a.fodt")
        assert (document.media_type, document.title) == (FODT, "會議紀錄")
        assert [p.text for p in document.paragraphs()] == ["一、甲"]
    with pytest.raises(UnreadableError, match="XML"):
        read(data.replace(ODT, "application/vnd.oasis.opendocument.spreadsheet").encode(), "a.fods")


def test_a_document_without_text_is_refused() -> None:
    with pytest.raises(UnreadableError, match="no text") as caught:
        texts(odt("<text:p/>"))
    assert caught.value.remedy


def test_an_encrypted_document_says_so() -> None:
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry m:full-path="content.xml">'
        "<m:encryption-data/></m:file-entry></m:manifest>"
    )
    with pytest.raises(EncryptedError) as caught:
        texts(odt("", members={"META-INF/manifest.xml": manifest, "content.xml": b"\x00\x01 noise"}))
    assert "password" in caught.value.remedy


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"a": "x"}, "content.xml is missing"),
        ({"content.xml": f"<office:document-content {O_NAMESPACES}><office:body/></office:document-content>"}, "not a document"),
        ({"content.xml": "<a>"}, "no XML|damaged"),
        ({"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "document type"),
    ],
)  # fmt: skip
def test_what_is_no_odt_is_unreadable_with_a_remedy(members: dict[str, str], said: str) -> None:
    with pytest.raises(UnreadableError, match=said) as caught:
        texts(zipped(members))
    assert caught.value.remedy


def test_every_truncation_is_unreadable() -> None:
    whole = odt("<text:p>文</text:p>" * 50)
    for length in range(0, len(whole) - 1, 41):
        with pytest.raises(UnreadableError):
            texts(whole[:length])


def test_only_pictures_is_no_text() -> None:
    with pytest.raises(NoTextError, match="only pictures"):
        texts(odt("<text:p><draw:frame><draw:image/></draw:frame></text:p>"))


def test_deep_markup_is_a_limit() -> None:
    for deep in (
        "<text:list><text:list-item>" * 60 + "<text:p>x</text:p>" + "</text:list-item></text:list>" * 60,
        "<text:p>" + "<draw:g>" * 60 + "</draw:g>" * 60 + "</text:p>",
        "<text:p>" + "<text:span>" * 500 + "</text:span>" * 500 + "</text:p>",
    ):
        with pytest.raises(LimitError):
            texts(odt(deep))


def test_a_long_paragraph_is_read_whole() -> None:
    text = "持續列管" * 400_000
    assert texts(odt(f"<text:p>{text}</text:p>")) == [text]


def test_the_template_with_every_number_format() -> None:
    golden = (FIXTURES / "number_formats.txt").read_text("utf-8").splitlines()
    assert texts((FIXTURES / "number_formats.ott").read_bytes()) == golden
