"""Tables of OpenDocument: cells in their places, merged cells once, repeated ones written out."""

from __future__ import annotations

import pytest

from kbbt.document import Document, Place, Table
from kbbt.errors import LimitError
from kbbt.readers.odt import read_odt
from kbbt.readers.options import ReadOptions

from .build import odt

COVERED = "<table:covered-table-cell/>"


def cell(text: str = "", extra: str = "") -> str:
    inside = text if text.startswith("<") else f"<text:p>{text}</text:p>"
    return f"<table:table-cell {extra}>{inside}</table:table-cell>"


def row(*cells: str, extra: str = "") -> str:
    return f"<table:table-row {extra}>{''.join(cells)}</table:table-row>"


def table(*rows: str, columns: str = "") -> str:
    return f"<table:table>{columns}{''.join(rows)}</table:table>"


def read(body: str) -> Document:
    return read_odt(odt(body), ReadOptions())


def only(body: str) -> Table:
    (found,) = (b for b in read(body).blocks if isinstance(b, Table))
    return found


def cells(body: str) -> list[list[tuple[int, int, int, str]]]:
    """Each row's cells as column, column span, row span, text."""
    return [[(c.column, c.col_span, c.row_span, c.text) for c in r.cells] for r in only(body).rows]


def columns_over(n: int) -> str:
    return f'table:number-columns-spanned="{n}"'


def rows_over(n: int) -> str:
    return f'table:number-rows-spanned="{n}"'


def test_rows_and_cells_have_their_places() -> None:
    document = read("<text:p>前</text:p>" + table(row(cell("a"), cell("b")), row(cell("c"), cell("d"))))
    found = document.blocks[1]
    assert isinstance(found, Table)
    assert (found.columns, found.places) == (2, (Place(block=1),))
    assert [c.paragraphs[0].places[0] for r in found.rows for c in r.cells] == [
        Place(block=1, row=0, cell=0), Place(block=1, row=0, cell=1),
        Place(block=1, row=1, cell=0), Place(block=1, row=1, cell=1),
    ]  # fmt: skip


def test_merged_cells_stand_once() -> None:
    body = table(
        row(cell("交通組", rows_over(2)), cell("a"), cell("b")),
        row(COVERED, cell("c", columns_over(2)), COVERED),
        row(cell("d"), cell("e"), cell("f")),
    )
    assert cells(body) == [
        [(0, 1, 2, "交通組"), (1, 1, 1, "a"), (2, 1, 1, "b")], [(1, 2, 1, "c")],
        [(0, 1, 1, "d"), (1, 1, 1, "e"), (2, 1, 1, "f")],
    ]  # fmt: skip
    assert only(body).rows[1].cells[0].places == (Place(block=0, row=1, cell=1),)


def test_the_place_of_a_cell_does_not_count_what_a_wide_cell_covers() -> None:
    body = table(row(cell("a", columns_over(2)), COVERED, cell("b")))
    assert only(body).rows[0].cells[1].places == (Place(block=0, row=0, cell=1),)


def test_covered_cells_may_be_left_out() -> None:
    body = table(row(cell("a", columns_over(2) + " " + rows_over(2)), cell("b")), row(cell("c")))
    assert cells(body) == [[(0, 2, 2, "a"), (2, 1, 1, "b")], [(2, 1, 1, "c")]]
    body = table(row(cell("a", rows_over(2)), cell("b"), cell("c")), row(cell("d"), cell("e")))
    assert cells(body)[1] == [(1, 1, 1, "d"), (2, 1, 1, "e")]


def test_text_of_covered_cells_is_out_and_said() -> None:
    body = table(
        row(cell("a", columns_over(2)), "<table:covered-table-cell><text:p>藏</text:p></table:covered-table-cell>")
    )
    assert cells(body) == [[(0, 2, 1, "a")]]
    assert [n.code for n in read(body).notes] == ["hidden-text"]


def test_repeated_cells_and_rows_are_written_out() -> None:
    body = table(
        row(cell("a", 'table:number-columns-repeated="2"'), cell("b")),
        row(cell("c"), '<table:table-cell table:number-columns-repeated="2"/>', extra='table:number-rows-repeated="2"'),
    )
    assert cells(body) == [
        [(0, 1, 1, "a"), (1, 1, 1, "a"), (2, 1, 1, "b")],
        [(0, 1, 1, "c"), (1, 1, 1, ""), (2, 1, 1, "")],
        [(0, 1, 1, "c"), (1, 1, 1, ""), (2, 1, 1, "")],
    ]


def test_an_endless_empty_sheet_is_cut_and_an_endless_full_one_refused() -> None:
    body = table(
        row(cell("a"), '<table:table-cell table:number-columns-repeated="16383"/>'),
        row("<table:table-cell/>", extra='table:number-rows-repeated="1048575"'),
        columns='<table:table-column table:number-columns-repeated="16384"/>',
    )
    assert cells(body) == [[(0, 1, 1, "a")], [(0, 1, 1, "")]]
    for endless in (
        table(row(cell("a", 'table:number-columns-repeated="16384"'))),
        table(row(cell("a"), extra='table:number-rows-repeated="999999999999"')),
        table(row(cell("a", columns_over(99_999)))),
    ):
        with pytest.raises(LimitError) as caught:
            read(endless)
        assert caught.value.remedy


def test_header_rows() -> None:
    body = table(
        f"<table:table-header-rows>{row(cell('h'))}{row(cell('h2'))}</table:table-header-rows>",
        f"<table:table-rows>{row(cell('a'))}</table:table-rows>",
        f"<table:table-row-group>{row(cell('b'))}</table:table-row-group>",
    )
    assert [(r.header, r.cells[0].text) for r in only(body).rows] == [
        (True, "h"), (True, "h2"), (False, "a"), (False, "b"),
    ]  # fmt: skip


def test_the_grid_is_as_wide_as_its_columns_or_its_widest_row() -> None:
    declared = (
        '<table:table-header-columns><table:table-column table:number-columns-repeated="4"/></table:table-header-columns>'
        "<table:table-columns><table:table-column/></table:table-columns>"
    )
    assert only(table(row(cell("a")), columns=declared)).columns == 5
    assert only(table(row(cell("a"), cell("b")), columns="<table:table-column/>")).columns == 2


def test_hidden_rows_are_gone_also_from_spans() -> None:
    hidden = 'table:visibility="collapse"'
    body = table(
        row(cell("組", rows_over(3)), cell("a")),
        row(COVERED, cell("藏"), extra=hidden),
        row(COVERED, cell("b")),
        row(cell("c"), cell("d")),
    )
    assert cells(body) == [[(0, 1, 2, "組"), (1, 1, 1, "a")], [(1, 1, 1, "b")], [(0, 1, 1, "c"), (1, 1, 1, "d")]]
    assert only(body).rows[1].cells[0].places == (Place(block=0, row=1, cell=1),)
    assert [n.code for n in read(body).notes] == ["hidden-text"]
    group = f'<table:table-row-group table:display="false">{row(cell("藏"))}</table:table-row-group>'
    assert cells(table(row(cell("a")), group)) == [[(0, 1, 1, "a")]]


def test_a_row_of_which_deletions_left_nothing_is_gone() -> None:
    gone = '<text:p><text:change text:change-id="c1"/></text:p>'
    body = table(row(cell("a"), cell("b")), row(cell(gone), cell(gone)), row(cell(gone), cell("c")))
    assert [[c[3] for c in r] for r in cells(body)] == [["a", "b"], ["", "c"]]
    assert [n.code for n in read(body).notes] == ["tracked-changes"]


def test_a_deleted_row_is_said_and_does_not_count_in_spans() -> None:
    gone = '<text:p><text:change text:change-id="c1"/></text:p>'
    body = table(row(cell("組", rows_over(3)), cell("a")), row(COVERED, cell(gone)), row(COVERED, cell("b")))
    assert cells(body) == [[(0, 1, 2, "組"), (1, 1, 1, "a")], [(1, 1, 1, "b")]]
    assert [n.code for n in read(body).notes] == ["tracked-changes"]


def test_a_nested_table_is_read_into_its_cell_in_order() -> None:
    inner = table(row(cell("內1"), cell("內2")), row(cell("藏"), extra='table:visibility="collapse"'), row(cell("內3")))
    body = table(row(cell(f"<text:p>前</text:p>{inner}<text:p>後</text:p>"), cell("b")))
    assert cells(body) == [[(0, 1, 1, "前\n內1\n內2\n內3\n後"), (1, 1, 1, "b")]]


@pytest.mark.parametrize("depth", [45, 400])
def test_tables_in_tables_without_end_are_refused_and_do_not_crash(depth: int) -> None:
    body = "<text:p>內</text:p>"
    for _ in range(depth):
        body = table(row(cell(body)))
    with pytest.raises(LimitError) as caught:
        read(body)
    assert caught.value.remedy


def test_a_span_that_reaches_over_the_end_is_harmless() -> None:
    grid = only(table(row(cell("a", rows_over(1_000_000)), cell("b")))).grid()
    assert [[c.text if c else "" for c in r] for r in grid] == [["a", "b"]]
