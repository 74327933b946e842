"""Tables over pages, repeated headers, groups that go on, and tables that must stay apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kbbt.document import Cell, Document, Paragraph, Place, Row, Table
from kbbt.repair import repair, repair_with_trace
from kbbt.repair.headers import header_depth, repeated
from kbbt.repair.rows import Grid
from tests.repair.making import EM, cells, grid, line, office, paged, plain, tables, texts

HEAD = ("方案名稱", "最新辦理情形")


def test_a_repeated_header_joins_two_tables() -> None:
    document = office("(一)道路組", grid(HEAD, ("甲案", "完成。")), grid(HEAD, ("乙案", "施工中。")))
    repaired = repair_with_trace(document)
    assert cells(tables(repaired.document)[0]) == [list(HEAD), ["甲案", "完成。"], ["乙案", "施工中。"]]
    assert [d.kind for d in repaired.dropped] == ["repeated-header"]
    assert [n.code for n in repaired.notes] == ["joined-table"]


def test_the_header_is_known_again_in_another_spelling() -> None:
    document = office(
        grid(("方案名稱", "辦理情形(一)"), ("甲案", "完成。")), grid(("方案 名稱", "辦理情形（一）"), ("乙案", "好。"))
    )
    assert len(tables(repair(document))[0].rows) == 3


def test_a_heading_between_two_tables_keeps_them_apart() -> None:
    document = office("(一)道路組", grid(HEAD, ("甲案", "完成。")), "(二)橋梁組", grid(HEAD, ("乙案", "好。")))
    repaired = repair(document)
    assert [len(t.rows) for t in tables(repaired)] == [2, 2]
    assert texts(repaired) == ["(一)道路組", "(二)橋梁組"]


def test_a_caption_said_again_does_not() -> None:
    document = office("(一)道路組", grid(HEAD, ("甲案", "完成。")), "(一)道路組（續）", grid(HEAD, ("乙案", "好。")))
    repaired = repair_with_trace(document)
    assert [len(t.rows) for t in tables(repaired.document)] == [3]
    assert [d.text for d in repaired.dropped] == ["(一)道路組（續）", "方案名稱 最新辦理情形"]


def test_a_table_with_a_header_of_its_own_stays_apart() -> None:
    document = office(grid(HEAD, ("甲案", "依計畫完成各項工作並驗收。")), grid(("姓名", "職稱"), ("王五", "組長")))
    assert len(tables(repair(document))) == 2


def test_a_table_of_other_columns_stays_apart() -> None:
    document = office(grid(HEAD, ("甲案", "完成。")), grid(("序", *HEAD), ("1", "乙案", "好。")))
    assert len(tables(repair(document))) == 2


def test_a_header_in_the_middle_of_a_table_goes() -> None:
    document = office(grid(HEAD, ("甲案", "完成。"), HEAD, ("乙案", "施工中。")))
    assert cells(tables(repair(document))[0]) == [list(HEAD), ["甲案", "完成。"], ["乙案", "施工中。"]]


def test_equal_rows_that_are_no_header_stay() -> None:
    document = office(grid(HEAD, ("甲案", "解列。"), ("乙案", "解列。"), ("甲案", "解列。")))
    assert len(tables(repair(document))[0].rows) == 4
    assert len(tables(repair(office(grid(("無", "無"), ("甲", "乙"), ("無", "無")))))[0].rows) == 3


def test_a_header_of_two_rows_goes_whole() -> None:
    def two(name: str) -> Table:
        def cell(text: str, column: int, across: int = 1, down: int = 1) -> Cell:
            return Cell((Paragraph(text),) if text else (), column, across, down)

        return Table(
            (
                Row((cell("項次", 0, down=2), cell("核定情形", 1, across=2))),
                Row((cell("金額", 1), cell("機關", 2))),
                Row((cell("1", 0), cell(name, 1), cell("工務處", 2))),
            ),
            3,
        )

    first = two("甲案")
    assert header_depth(first.rows, 3) == 2
    assert repeated(first.rows[:2], two("乙案").rows) == 2
    joined = tables(repair(office(first, two("乙案"))))
    assert [[c.text for c in r.cells] for r in joined[0].rows[2:]] == [["1", "甲案", "工務處"], ["1", "乙案", "工務處"]]


def test_marked_header_rows_are_believed() -> None:
    table = grid(("第一列很長很長很長很長很長很長很長很長很長很長很長很長。", "情形"), ("甲", "乙"), header=1)
    assert header_depth(table.rows, 2) == 1


def test_a_header_read_from_a_picture_is_known_with_a_wrong_character() -> None:
    def scanned(*rows: tuple[str, str]) -> Table:
        table = grid(*rows)
        return replace(
            table,
            rows=tuple(
                Row(
                    tuple(
                        replace(c, paragraphs=tuple(replace(p, confidence=0.8) for p in c.paragraphs)) for c in r.cells
                    )
                )
                for r in table.rows
            ),
        )

    document = office(scanned(HEAD, ("甲案", "完成。")), scanned(("方案名稱", "最新辨理情形"), ("乙案", "好。")))
    assert len(tables(repair(document))[0].rows) == 3


def _drawn(
    page: int, rows: list[list[str]], edges: list[float], top: float = 84.0, spans: dict[int, int] | None = None
) -> Table:
    """A table of a PDF with its rules at ``edges``; ``spans`` merges column 0 from a row over so many rows."""
    made = []
    covered: set[int] = set()
    for r, row in enumerate(rows):
        y = top + 30.0 * r
        line_cells = []
        for c, text in enumerate(row):
            if c == 0 and r in covered:
                continue
            span = (spans or {}).get(r, 1) if c == 0 else 1
            covered |= set(range(r + 1, r + span)) if c == 0 else set()
            box = (edges[c], y, edges[c + 1], y + 30.0 * span)
            lines = (line(text, edges[c] + 5, y + 5, page),) if text else ()
            line_cells.append(Cell(lines, c, row_span=span, places=(Place(page=page, box=box),)))
        made.append(Row(tuple(line_cells)))
    box = (edges[0], top, edges[len(rows[0])], top + 30.0 * len(rows))
    return Table(tuple(made), len(rows[0]), (Place(page=page, box=box),))


EDGES = [60.0, 90.0, 200.0, 520.0]


def test_a_table_without_a_header_on_the_next_page_goes_on_there() -> None:
    document = paged(
        [
            _drawn(1, [["組", *HEAD], ["甲", "一案", "完成。"]], EDGES),
            _drawn(2, [["甲", "二案", "施工中。"]], EDGES),
        ],
        2,
    )
    assert len(tables(repair(document))[0].rows) == 3


def test_pages_may_be_shifted() -> None:
    document = paged(
        [
            _drawn(1, [["組", *HEAD], ["甲", "一案", "完成。"]], EDGES),
            _drawn(2, [["甲", "二案", "施工中。"]], [e + 25 for e in EDGES]),
        ],
        2,
    )
    assert len(tables(repair(document))) == 1


def test_other_edges_are_another_table() -> None:
    document = paged(
        [
            _drawn(1, [["組", *HEAD], ["甲", "一案", "完成。"]], EDGES),
            _drawn(2, [["甲", "二案", "施工中。"]], [60.0, 200.0, 300.0, 520.0]),
        ],
        2,
    )
    assert len(tables(repair(document))) == 2


def test_two_tables_of_one_page_with_room_between_them_stay_apart() -> None:
    one = _drawn(1, [["組", *HEAD], ["甲", "一案", "完成。"]], EDGES)
    two = _drawn(1, [["組", *HEAD], ["乙", "二案", "完成。"]], EDGES, top=300)
    assert len(tables(repair(paged([one, two])))) == 2


def test_an_empty_group_cell_on_the_next_page_goes_on_with_the_group() -> None:
    document = paged(
        [
            _drawn(1, [["組別", *HEAD], ["道路組", "一案", "完成。"], ["", "二案", "施工中。"]], EDGES, spans={1: 2}),
            _drawn(
                2,
                [["組別", *HEAD], ["", "三案", "規劃。"], ["", "四案", "規劃。"], ["橋梁組", "五案", "規劃。"]],
                EDGES,
                spans={1: 2},
            ),
        ],
        2,
    )
    table = tables(repair(document))[0]
    group = table.rows[1].cells[0]
    assert (group.text, group.row_span) == ("道路組", 4)
    assert [[c.text for c in row.cells] for row in table.rows[3:]] == [
        ["三案", "規劃。"],
        ["四案", "規劃。"],
        ["橋梁組", "五案", "規劃。"],
    ]


def _cut_group(first: str, second: str) -> list[tuple[str, int]]:
    head, edges = ["組別", "項次", *HEAD], [60.0, 90.0, 110.0, 220.0, 520.0]
    one = [head, ["道路組", "1", "一案", "完成。"], ["", "2", "二案", "施工中。"], [first, "1", "三案", "規劃。"]]
    two = [head, [second, "2", "四案", "規劃。"], ["", "3", "五案", "規劃。"], ["橋梁組", "1", "六案", "規劃。"]]
    document = paged([_drawn(1, one, edges, spans={1: 2}), _drawn(2, two, edges, spans={1: 2})], 2)
    table = tables(repair(document))[0]
    return [("".join(c.text.split()), c.row_span) for row in table.rows[1:] for c in row.cells if c.column == 0]


def test_a_page_break_in_the_name_of_a_group() -> None:
    assert _cut_group("水岸發", "展組") == [("道路組", 2), ("水岸發展組", 3), ("橋梁組", 1)]


def test_another_group_on_the_next_page_is_no_rest_of_a_name() -> None:
    assert _cut_group("水岸組", "展演組") == [("道路組", 2), ("水岸組", 1), ("展演組", 2), ("橋梁組", 1)]


def test_a_group_column_that_is_not_drawn_on_the_next_page() -> None:
    document = paged(
        [
            _drawn(1, [["組別", *HEAD], ["道路組", "一案", "完成。"], ["", "二案", "施工中。"]], EDGES, spans={1: 2}),
            _drawn(2, [["三案", "規劃。"]], EDGES[1:]),
        ],
        2,
    )
    table = tables(repair(document))[0]
    assert [c.column for c in table.rows[-1].cells] == [1, 2]
    assert len(table.rows) == 4
    assert table.rows[1].cells[0].row_span == 3


def test_a_group_goes_on_over_several_pages() -> None:
    one = _drawn(1, [["組別", *HEAD], ["道路組", "一案", "完成。"]], EDGES)
    more = [
        _drawn(page, [["", f"{a}案", "規劃。"], ["", f"{b}案", "規劃。"]], EDGES, spans={0: 2})
        for page, a, b in ((2, "二", "三"), (3, "四", "五"), (4, "六", "七"))
    ]
    table = tables(repair(paged([one, *more], 4)))[0]
    assert (table.rows[1].cells[0].text, table.rows[1].cells[0].row_span) == ("道路組", 7)
    assert all(c.column for row in table.rows[2:] for c in row.cells)


def test_a_group_goes_on_below_what_is_left_of_a_row() -> None:
    one = [["組別", *HEAD], ["道路組", "一案", "完成。"], ["", "二案", "1. 已完成設計，"]]
    two = [["組別", *HEAD], ["", "", "並發包。"], ["", "三案", "規劃。"], ["橋梁組", "四案", "規劃。"]]
    table = tables(repair(paged([_drawn(1, one, EDGES, spans={1: 2}), _drawn(2, two, EDGES)], 2)))[0]
    assert [(c.text, c.row_span) for row in table.rows[1:] for c in row.cells if c.column == 0] == [
        ("道路組", 3),
        ("橋梁組", 1),
    ]


def test_blank_lines_in_a_text_do_not_end_a_table() -> None:
    document = plain("名稱\t情形\n甲案\t已完成各項工作並驗收。\n\n乙案\t規劃中，預計年底完成。")
    assert len(tables(repair(document))[0].rows) == 3


@pytest.mark.parametrize("between", ["以上為道路組。", "(二)橋梁組", "資料時間：113年7月11日"])
def test_text_between_is_never_swallowed(between: str) -> None:
    document = plain(f"名稱\t情形\n甲案\t完成。\n\n{between}\n\n名稱\t情形\n乙案\t完成。")
    repaired = repair(document)
    assert between in texts(repaired)
    assert len(tables(repaired)) == 2


def _rows(*spans: tuple[tuple[str, int, int], ...]) -> list[Row]:
    """Rows of (text, column, row span)."""
    return [Row(tuple(Cell((Paragraph(t),) if t else (), c, row_span=s) for t, c, s in row)) for row in spans]


def test_stitching_keeps_spans() -> None:
    rows = _rows((("組", 0, 3), ("甲", 1, 1)), (("乙", 1, 1),), (("丙", 1, 2),), (("組二", 0, 1),))
    table = Grid(rows, 2)
    table.stitch(2)
    assert [[(c.text, c.column, c.row_span) for c in r.cells] for r in table.rows()] == [
        [("組", 0, 2), ("甲", 1, 1)],
        [("乙丙", 1, 2)],
        [("組二", 0, 1)],
    ]


def test_a_row_in_three_parts_keeps_its_order() -> None:
    rows = _rows((("甲", 0, 1), ("一", 1, 1)), (("", 0, 1), ("二", 1, 1)), (("", 0, 1), ("三", 1, 1)), (("乙", 0, 1),))
    table = Grid(rows, 2)
    table.stitch(2)
    table.stitch(1)
    assert [[c.text for c in r.cells] for r in table.rows()] == [["甲", "一二三"], ["乙"]]


def test_carrying_a_group_takes_its_empty_cell_away() -> None:
    rows = _rows((("組", 0, 1), ("甲", 1, 1)), (("", 0, 2), ("乙", 1, 1)), (("丙", 1, 1),))
    table = Grid(rows, 2)
    table.carry(1, {0})
    assert [[(c.text, c.column, c.row_span) for c in r.cells] for r in table.rows()] == [
        [("組", 0, 3), ("甲", 1, 1)],
        [("乙", 1, 1)],
        [("丙", 1, 1)],
    ]


def test_a_table_without_rows_or_text_is_left_alone() -> None:
    document = Document((Table((), 0), Table((Row(()),), 0), grid(("", ""))), "text/html")
    assert len(tables(repair(document))) == 3


def test_footnotes_below_a_table_do_not_part_it() -> None:
    def pages(em: float) -> Document:
        first = _drawn(1, [[*HEAD], ["甲案", "已完成各項工作，並"]], EDGES[1:], top=700)
        note = line("1 依第三次會議紀錄辦理。", 90, 775, 1, em=em)
        return paged([first, note, _drawn(2, [["", "於年底前驗收。"]], EDGES[1:])], 2)

    small, large = repair(pages(9.0)), repair(pages(EM))
    assert cells(tables(small)[0])[1] == ["甲案", "已完成各項工作，並於年底前驗收。"]
    assert texts(small) == ["1 依第三次會議紀錄辦理。"]
    assert len(tables(large)) == 2
