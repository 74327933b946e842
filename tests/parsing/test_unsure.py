"""Words of a scan that OCR was not sure of are told of the row or item they stand in."""

from __future__ import annotations

from dataclasses import replace

from kbbt.document import Cell, Document, Note, PageSize, Paragraph, Place, Row, Table
from kbbt.parsing import Declarations, parse
from kbbt.records import Source

ROWS = [("方案名稱", "最新辦理情形"), ("公車轉乘優惠", "113年3月起辦理。"), ("跨河橋梁工程", "施工中。")]


def line(text: str, top: float, left: float = 60) -> Paragraph:
    return Paragraph(text, places=(Place(page=1, box=(left, top, left + 100, top + 12)),), is_line=True, confidence=0.9)


def scanned_table() -> Document:
    """A table of two cases on a scanned page."""
    rows = []
    for k, texts in enumerate(ROWS):
        top = 100 + 40 * k
        rows.append(
            Row(
                tuple(
                    Cell((line(text, top + 5, left + 5),), i, places=(Place(1, (left, top, left + 200, top + 40)),))
                    for i, (text, left) in enumerate(zip(texts, (50, 250), strict=True))
                )
            )
        )
    heads = ("「基北北桃合作交流平臺」合作方案辦理情形", "資料時間：113年7月11日", "(一)交通組")
    blocks = [line(text, 30 + 20 * k) for k, text in enumerate(heads)]
    return Document((*blocks, Table(tuple(rows), 2)), "application/pdf", (PageSize(1, 595, 842),))


def note(text: str, left: float, top: float, page: int = 1, code: str = "ocr.unsure") -> Note:
    return Note(code, text, (Place(page, (left, top, left + 100, top + 12)),))


def read(declarations: Declarations, *notes: Note) -> Source:
    return parse(replace(scanned_table(), notes=notes), declarations, source="0" * 64, name="scan.pdf")


def test_unsure_words_of_a_row_are_one_problem_of_that_row(declarations: Declarations) -> None:
    source = read(
        declarations, note("113年[3]月起", 255, 145), note("公[車]轉乘", 55, 145), note("「[施]工中", 255, 185)
    )
    first, second = source.reports[0].groups[0].entries
    assert [(p.code, p.text) for p in source.problems] == [
        ("ocr.unsure", "公車轉乘優惠: OCR is not sure of what stands in brackets: 113年[3]月起 / 公[車]轉乘"),
        ("ocr.unsure", "跨河橋梁工程: OCR is not sure of what stands in brackets: 「[施]工中"),
    ]
    assert [p.places for p in source.problems] == [first.places, second.places]


def test_unsure_words_elsewhere_and_other_remarks_keep_their_own_place(declarations: Declarations) -> None:
    source = read(
        declarations,
        note("資料時[間]", 60, 50),
        note("113年[3]月起", 255, 145, page=2),
        note("page 1 was read by OCR (confidence 91%)", 55, 145, code="ocr.page"),
    )
    assert [(p.code, p.text, p.places[0].page) for p in source.problems] == [
        ("ocr.page", "page 1 was read by OCR (confidence 91%)", 1),
        ("ocr.unsure", "OCR is not sure of what stands in brackets: 資料時[間]", 1),
        ("ocr.unsure", "OCR is not sure of what stands in brackets: 113年[3]月起", 2),
    ]
    assert source.problems[1].places[0].box == (60, 50, 160, 62)


def test_unsure_words_of_a_resolution_are_told_of_it(declarations: Declarations) -> None:
    texts = (
        "114年度「基北北桃合作交流平臺」交通組第1次工作小組會議紀錄",
        "壹、時間：114年3月5日(星期三)下午2時",
        "貳、會議決議：",
        "一、列管合作案：",
        "(一)公車轉乘優惠案：本案持續列管。",
    )
    lines = tuple(line(text, 60 + 20 * k) for k, text in enumerate(texts))
    document = Document(lines, "application/pdf", (PageSize(1, 595, 842),), (note("持續[列]管", 60, 141),))
    source = parse(document, declarations, source="0" * 64, name="scan.pdf")
    (problem,) = (p for p in source.problems if p.code == "ocr.unsure")
    assert problem.text == "一(一) 公車轉乘優惠案: OCR is not sure of what stands in brackets: 持續[列]管"
    assert problem.places == source.meetings[0].sections[0].resolutions[0].places
