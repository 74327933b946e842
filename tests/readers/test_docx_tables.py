"""Tables of Word: cells in their places, merged cells once with their spans, nested tables in their cell."""

from __future__ import annotations

import pytest

from kbbt.document import Document, Place, Table
from kbbt.errors import LimitError
from kbbt.readers import flow
from kbbt.readers.docx import read_docx
from kbbt.readers.options import ReadOptions

from .build import cell, docx, para, row, run, table

AUTHOR = 'w:id="1" w:author="x" w:date="2026-01-01T00:00:00Z"'


def read(body: str) -> Document:
    return read_docx(docx(body), ReadOptions())


def only(document: Document) -> Table:
    (found,) = (b for b in document.blocks if isinstance(b, Table))
    return found


def cells(document: Document) -> list[list[tuple[int, int, int, str]]]:
    """Each row's cells as column, column span, row span, text."""
    return [[(c.column, c.col_span, c.row_span, c.text) for c in r.cells] for r in only(document).rows]


def span(n: int) -> str:
    return f'<w:gridSpan w:val="{n}"/>'


RESTART = '<w:vMerge w:val="restart"/>'
CONTINUE = "<w:vMerge/>"


def test_rows_and_cells_have_their_places() -> None:
    document = read(para("前") + table(row(cell("a"), cell("b")), row(cell("c"), cell("d"))))
    found = only(document)
    assert found.columns == 2
    assert found.places == (Place(block=1),)
    assert [c.places[0] for r in found.rows for c in r.cells] == [
        Place(block=1, row=0, cell=0), Place(block=1, row=0, cell=1),
        Place(block=1, row=1, cell=0), Place(block=1, row=1, cell=1),
    ]  # fmt: skip
    assert found.rows[1].cells[1].paragraphs[0].places == (Place(block=1, row=1, cell=1),)


def test_a_cell_over_columns_stands_once() -> None:
    document = read(table(row(cell("合計", span(2)), cell("9")), row(cell("a"), cell("b"), cell("c")), columns=3))
    assert cells(document) == [[(0, 2, 1, "合計"), (2, 1, 1, "9")], [(0, 1, 1, "a"), (1, 1, 1, "b"), (2, 1, 1, "c")]]


def test_a_cell_over_rows_stands_once_in_its_first_row() -> None:
    document = read(
        table(
            row(cell("交通組", RESTART), cell("a")),
            row(cell("", CONTINUE), cell("b")),
            row(cell("", '<w:vMerge w:val="continue"/>'), cell("c")),
            row(cell("災防組", RESTART), cell("d")),
            row(cell("", CONTINUE), cell("e")),
        )
    )
    assert cells(document) == [
        [(0, 1, 3, "交通組"), (1, 1, 1, "a")], [(1, 1, 1, "b")], [(1, 1, 1, "c")],
        [(0, 1, 2, "災防組"), (1, 1, 1, "d")], [(1, 1, 1, "e")],
    ]  # fmt: skip
    assert document.notes == ()
    grid = only(document).grid()
    assert [r[0].text if r[0] else "" for r in grid] == ["交通組"] * 3 + ["災防組"] * 2


def test_the_place_of_a_cell_counts_the_merged_cells_beside_it() -> None:
    document = read(table(row(cell("組", RESTART), cell("a")), row(cell("", CONTINUE), cell("b"))))
    assert only(document).rows[1].cells[0].places == (Place(block=0, row=1, cell=1),)


def test_a_merge_that_continues_nothing_is_a_cell_of_its_own() -> None:
    document = read(table(row(cell("a", CONTINUE), cell("b")), row(cell("", CONTINUE), cell("c"))))
    assert cells(document) == [[(0, 1, 2, "a"), (1, 1, 1, "b")], [(1, 1, 1, "c")]]


def test_text_in_a_covered_cell_is_kept_and_said() -> None:
    document = read(table(row(cell("組", RESTART), cell("a")), row(cell("藏", CONTINUE), cell("b"))))
    assert cells(document)[0][0] == (0, 1, 2, "組\n藏")
    assert [n.code for n in document.notes] == ["covered-cells"]


def test_the_old_way_to_merge_in_a_row() -> None:
    document = read(table(row(cell("a", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), cell("b")), columns=3))
    assert cells(document) == [[(0, 2, 1, "a"), (2, 1, 1, "b")]]
    full = table(row(cell("a", '<w:hMerge w:val="restart"/>'), cell("也在", "<w:hMerge/>"), cell("b")), columns=3)
    assert cells(read(full)) == [[(0, 2, 1, "a\n也在"), (2, 1, 1, "b")]]


def test_the_old_way_to_merge_over_rows_and_columns() -> None:
    first, second = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    document = read(
        table(
            row(cell("a", first + RESTART), cell("", second + RESTART), cell("b")),
            row(cell("", first + CONTINUE), cell("", second + CONTINUE), cell("c")),
            columns=3,
        )
    )
    assert cells(document) == [[(0, 2, 2, "a"), (2, 1, 1, "b")], [(2, 1, 1, "c")]]


def test_cells_of_different_widths_are_not_merged() -> None:
    document = read(
        table(
            row(cell("a", span(2) + RESTART), cell("b")),
            row(cell("c", CONTINUE), cell("d"), cell("e")),
            columns=3,
        )
    )
    assert cells(document) == [[(0, 2, 1, "a"), (2, 1, 1, "b")], [(0, 1, 1, "c"), (1, 1, 1, "d"), (2, 1, 1, "e")]]


def test_columns_left_out_before_and_after_a_row() -> None:
    document = read(
        table(row(cell("a"), cell("b"), cell("c")), row(cell("x"), props='<w:gridBefore w:val="2"/>'), columns=3)
    )
    assert cells(document)[1] == [(2, 1, 1, "x")]
    wide = read(table(row(cell("x"), props='<w:gridAfter w:val="3"/>'), columns=1))
    assert only(wide).columns == 4


def test_the_grid_is_as_wide_as_its_widest_row() -> None:
    assert only(read(table(row(cell("a"), cell("b"), cell("c")), columns=1))).columns == 3
    assert only(read(table(row(cell("a")), columns=3))).columns == 3


def test_header_rows_are_those_from_the_first_on() -> None:
    header = "<w:tblHeader/>"
    document = read(
        table(
            row(cell("h1"), props=header),
            row(cell("h2"), props=header),
            row(cell("a")),
            row(cell("no"), props=header),
            columns=1,
        )
    )
    assert [r.header for r in only(document).rows] == [True, True, False, False]
    off = read(table(row(cell("a"), props='<w:tblHeader w:val="0"/>'), columns=1))
    assert [r.header for r in only(off).rows] == [False]


def test_a_deleted_row_is_gone_and_an_inserted_one_is_there() -> None:
    gone = row(
        cell(f"<w:p><w:del {AUTHOR}><w:r><w:delText>刪</w:delText></w:r></w:del></w:p>"),
        cell("x"),
        props=f"<w:del {AUTHOR}/>",
    )
    document = read(table(row(cell("a"), cell("b")), gone, row(cell("c"), cell("d"), props=f"<w:ins {AUTHOR}/>")))
    assert cells(document) == [[(0, 1, 1, "a"), (1, 1, 1, "b")], [(0, 1, 1, "c"), (1, 1, 1, "d")]]
    assert only(document).rows[1].cells[0].places == (Place(block=0, row=1, cell=0),)
    assert [n.code for n in document.notes] == ["tracked-changes"]


def test_a_wholly_deleted_table_is_gone() -> None:
    document = read(para("前") + table(row(cell("a"), props=f"<w:del {AUTHOR}/>"), columns=1) + para("後"))
    assert [p.text for p in document.paragraphs()] == ["前", "後"]
    assert document.blocks[1].places == (Place(block=1),)


def test_deleted_and_merged_cells_of_tracked_changes() -> None:
    document = read(table(row(cell("a"), cell("刪", f"<w:cellDel {AUTHOR}/>"), cell("b"))))
    assert cells(document) == [[(0, 1, 1, "a"), (1, 1, 1, "b")]]
    merged = read(
        table(
            row(cell("組", f'<w:cellMerge {AUTHOR} w:vMerge="rest"/>'), cell("a")),
            row(cell("", f'<w:cellMerge {AUTHOR} w:vMerge="cont"/>'), cell("b")),
        )
    )
    assert cells(merged)[0][0] == (0, 1, 2, "組")


def test_a_row_hidden_with_all_its_text_is_gone() -> None:
    hidden = row(cell(para(run("藏", "<w:vanish/>"))), props="<w:hidden/>")
    assert cells(read(table(row(cell("a")), hidden, columns=1))) == [[(0, 1, 1, "a")]]
    assert len(cells(read(table(row(cell("a")), row(cell("b"), props="<w:hidden/>"), columns=1)))) == 2
    begun = row(cell("", RESTART), props="<w:hidden/>")
    assert cells(read(table(row(cell("a")), begun, row(cell("c", CONTINUE)), columns=1))) == [
        [(0, 1, 1, "a")], [(0, 1, 1, "c")],
    ]  # fmt: skip


def test_a_nested_table_is_read_into_its_cell_in_order() -> None:
    inner = table(row(cell("內1"), cell("內2")), row(cell("內3"), cell("內4")))
    document = read(table(row(cell(para("前") + inner + para("後")), cell("b"))))
    assert cells(document) == [[(0, 1, 1, "前\n內1\n內2\n內3\n內4\n後"), (1, 1, 1, "b")]]
    assert {p.places for p in only(document).rows[0].cells[0].paragraphs} == {(Place(block=0, row=0, cell=0),)}


def test_a_text_box_in_a_cell_stays_in_the_cell() -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{para('框')}{table(row(cell('框內')))}</w:txbxContent></v:textbox></w:pict></w:r>"
    assert cells(read(table(row(cell(para(run("格") + box)), cell("b")))))[0][0] == (0, 1, 1, "格\n框\n框內")


def test_a_table_in_a_text_box_of_the_body_is_a_table() -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{table(row(cell('a'), cell('b')))}</w:txbxContent></v:textbox></w:pict></w:r>"
    document = read(para(run("前") + box) + para("後"))
    assert [type(b).__name__ for b in document.blocks] == ["Paragraph", "Table", "Paragraph"]


def test_rows_and_cells_inside_content_controls_are_there() -> None:
    inner = f"<w:sdt><w:sdtPr/><w:sdtContent>{cell('b')}</w:sdtContent></w:sdt>"
    outer = f"<w:sdt><w:sdtContent>{row(cell('c'), cell('d'))}</w:sdtContent></w:sdt>"
    assert [[c[3] for c in r] for r in cells(read(table(row(cell("a"), inner), outer)))] == [["a", "b"], ["c", "d"]]


def test_a_table_far_too_wide_is_refused_whether_written_or_said() -> None:
    for body in (
        table(row(*[cell("x")] * 1100), columns=2),
        table(row(cell("x", span(1_000_000_000)))),
        table(row(cell("x")), columns=10_000),
        table(row(cell("x"), props='<w:gridBefore w:val="99999"/>')),
    ):
        with pytest.raises(LimitError) as caught:
            read(body)
        assert caught.value.remedy


def test_too_many_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, "MAX_CELLS", 5)
    with pytest.raises(LimitError, match="cells"):
        read(table(row(cell("a"), cell("b")), row(cell("c"), cell("d")), row(cell("e"), cell("f"))))


@pytest.mark.parametrize("depth", [45, 400])
def test_tables_in_tables_without_end_are_refused_and_do_not_crash(depth: int) -> None:
    body = para("內")
    for _ in range(depth):
        body = table(row(cell(body)), columns=1)
    with pytest.raises(LimitError) as caught:
        read(body)
    assert caught.value.remedy


def test_a_long_paragraph_and_many_runs_are_read_whole() -> None:
    text = "持續列管" * 400_000
    assert next(read(para(text)).paragraphs()).text == text
    assert next(read(para("".join(run("列管") for _ in range(20_000)))).paragraphs()).text == "列管" * 20_000
