"""DOCX packages: which part is the document, and what is said of files that are none."""

from __future__ import annotations

import pytest

from kbbt.errors import LimitError, NoTextError, UnreadableError
from kbbt.readers.docx import read_docx
from kbbt.readers.media import DOCX
from kbbt.readers.options import ReadOptions

from .build import W_NAMESPACES, docx, para, part, relationships, run, table, zipped

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def texts(data: bytes) -> list[str]:
    return [p.text for p in read_docx(data, ReadOptions()).paragraphs()]


def test_media_type_and_title() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>會議紀錄</dc:title></cp:coreProperties>'
    )
    document = read_docx(docx(para("文"), members={"docProps/core.xml": core}), ReadOptions())
    assert (document.media_type, document.title, document.pages) == (DOCX, "會議紀錄", ())


def test_the_document_is_where_the_relationships_say() -> None:
    files = {
        "_rels/.rels": relationships({"officeDocument": "/office/main.xml"}),
        "office/main.xml": part("document", f"<w:body>{para('文')}</w:body>"),
        "office/_rels/main.xml.rels": relationships({"numbering": "parts/n.xml"}),
        "office/parts/n.xml": part("numbering", ""),
    }
    assert texts(zipped(files)) == ["文"]


def test_a_package_without_relationships_is_read_by_its_usual_names() -> None:
    assert texts(zipped({"word/document.xml": part("document", f"<w:body>{para('文')}</w:body>")})) == ["文"]


def test_strict_ooxml_is_read_like_the_other() -> None:
    heading = para("文", props='<w:outlineLvl w:val="0"/>')
    body = part("document", f"<w:body>{heading}</w:body>")
    strict = body.replace(TRANSITIONAL, STRICT)
    assert strict != body
    (paragraph,) = read_docx(zipped({"word/document.xml": strict}), ReadOptions()).paragraphs()
    assert (paragraph.text, paragraph.heading, paragraph.level) == ("文", True, 0)


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"a.txt": "x"}, "ZIP archive"),
        ({"[Content_Types].xml": "<Types/>"}, "word/document.xml is missing"),
        ({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<a/>"}, "XLSX"),
        (
            {"_rels/.rels": relationships({"officeDocument": "ppt/presentation.xml"}), "ppt/presentation.xml": "<a/>"},
            "PPTX",
        ),
        ({"word/document.xml": "<html/>", "[Content_Types].xml": "<Types/>"}, "no document"),
        ({"word/document.xml": part("document", "<w:body>")[:-30]}, "no XML|damaged"),
    ],
)
def test_what_is_no_docx_is_unreadable_with_a_remedy(members: dict[str, str], said: str) -> None:
    with pytest.raises(UnreadableError, match=said) as caught:
        texts(zipped(members))
    assert caught.value.remedy


@pytest.mark.parametrize("data", [zipped({"word/document.xml": part("document", "")}), docx(para() + table())])
def test_a_document_without_body_or_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="no text") as caught:
        texts(data)
    assert caught.value.remedy


def test_only_pictures_is_no_text() -> None:
    picture = "<w:r><w:pict><v:shape><v:imagedata/></v:shape></w:pict></w:r>"
    with pytest.raises(NoTextError, match="only pictures") as caught:
        texts(docx(para(picture)))
    assert "PDF" in caught.value.remedy
    assert texts(docx(para(picture) + para(run("文")))) == ["文"]


def test_deep_markup_is_a_limit() -> None:
    with pytest.raises(LimitError):
        texts(docx("<w:sdt><w:sdtContent>" * 500 + para("x") + "</w:sdtContent></w:sdt>" * 500))


def test_a_dtd_in_a_part_is_refused() -> None:
    bad = f'<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {W_NAMESPACES}/>'
    with pytest.raises(UnreadableError, match="document type"):
        texts(zipped({"word/document.xml": bad}))


def test_styles_in_a_circle_end() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    assert texts(docx(para("文", style="A"), {"styles": styles})) == ["文"]
