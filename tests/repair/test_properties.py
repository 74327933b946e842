"""What holds for every document: repairing twice is repairing once, and no character is lost or doubled."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kbbt.document import Cell, Document, PageSize, Paragraph, Place, Row, Table
from kbbt.repair import repair, repair_with_trace
from tests.repair.making import characters

_WORDS = st.sampled_from(
    [
        "甲案",
        "完成。",
        "一、",
        "(一)",
        "1. ",
        "2. ",
        "3. ",
        "(1)",
        "「乙",
        "乙」",
        "，",
        "紀錄：",
        "113 年",
        "7 月",
        "A12",
        "等",
        "持續辦理",
        "（",
        "）",
        " ",
        "三、四級",
        "規劃；",
    ]
)
_TEXT = st.lists(_WORDS, min_size=1, max_size=8).map("".join).filter(lambda t: bool(t.strip())).map(str.strip)


@st.composite
def _boxed(draw: st.DrawFn, pages: int) -> tuple[Place, ...]:
    page = draw(st.integers(1, pages))
    x0, top = draw(st.integers(40, 200)), draw(st.integers(150, 650))
    return (Place(page=page, box=(x0, top, x0 + draw(st.integers(20, 320)), top + 12)),)


@st.composite
def _paragraph(draw: st.DrawFn, pages: int) -> Paragraph:
    places = draw(_boxed(pages)) if pages else (Place(block=draw(st.integers(0, 60))),)
    return Paragraph(draw(_TEXT), places=places, is_line=draw(st.booleans()))


@st.composite
def _table(draw: st.DrawFn, pages: int) -> Table:
    columns = draw(st.integers(1, 3))
    rows = []
    for _ in range(draw(st.integers(1, 4))):
        cells = []
        for column in range(columns):
            lines = tuple(draw(_paragraph(pages)) for _ in range(draw(st.integers(0, 2))))
            cells.append(Cell(lines, column, places=lines[0].places if lines else ()))
        rows.append(Row(tuple(cells)))
    return Table(tuple(rows), columns)


@st.composite
def _document(draw: st.DrawFn) -> Document:
    pages = draw(st.sampled_from([0, 0, 1, 3]))
    blocks = draw(st.lists(st.one_of(_paragraph(pages), _paragraph(pages), _table(pages)), max_size=7))
    if not pages:
        # the places of a text rise
        blocks = [_numbered(block, 2 * i) for i, block in enumerate(blocks)]
    sizes = tuple(PageSize(n + 1, 595, 842) for n in range(pages))
    return Document(
        tuple(blocks), "application/pdf" if pages else draw(st.sampled_from(["text/plain", "text/html"])), sizes
    )


def _numbered(block: Paragraph | Table, number: int) -> Paragraph | Table:
    from dataclasses import replace

    return replace(block, places=(Place(block=number),))


@given(_document())
def test_repairing_twice_is_repairing_once(document: Document) -> None:
    once = repair(document)
    assert repair(once) == once


@given(_document())
def test_no_character_is_lost_or_doubled(document: Document) -> None:
    repaired = repair_with_trace(document)
    dropped = [c for d in repaired.dropped for c in d.text if not c.isspace()]
    assert sorted([*characters(repaired.document), *dropped]) == characters(document)


@given(_document())
def test_nothing_is_a_line_any_more_and_labels_are_prefixes(document: Document) -> None:
    for paragraph in repair(document).paragraphs():
        assert not paragraph.is_line
        assert paragraph.text.startswith(paragraph.label)
        assert paragraph.text


@given(_document())
def test_every_cell_keeps_its_column_and_spans_stay_inside(document: Document) -> None:
    for block in repair(document).blocks:
        if isinstance(block, Table):
            for r, row in enumerate(block.rows):
                for cell in row.cells:
                    assert cell.row_span >= 1
                    assert r + cell.row_span <= len(block.rows)
                    assert cell.column + cell.col_span <= max(block.columns, 1)
