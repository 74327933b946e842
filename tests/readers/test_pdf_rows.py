"""Rows of tables without rules: what tells where one ends, and how many a merged cell covers."""

from __future__ import annotations

from kbbt.document import Table
from tests.readers.rawpdf import text
from tests.readers.test_pdf_headers import read, tables, written


def test_numbers_that_begin_anew_tell_where_the_rows_of_a_group_begin() -> None:
    titles = written((50, 280, "組別"), (85, 280, "項次"), (120, 280, "方案名稱"), (230, 280, "最新辦理情形"))
    first = written((50, 214, "交通組"), (90, 262, "1"), (120, 262, "步道|串接|計畫|續案"), (180, 262, "開工，"))
    first += written((90, 202, "2"), (120, 202, "公車"), (180, 202, "試辦。"))
    # The cells are taller than what stands in them, so no label is in the middle of its rows.
    second = written((50, 140, "教育組"), (90, 184, "1"), (120, 184, "展覽|巡迴"), (180, 184, "停辦。"))
    second += written((90, 152, "2"), (120, 152, "護照"), (180, 152, "發行。"))
    second += written((90, 134, "3"), (120, 134, "互訪"), (180, 134, "辦理。"))
    table = next(block for block in read(titles + first + second).blocks if isinstance(block, Table))
    assert [(c.text, c.row_span) for row in table.rows for c in row.cells if c.column == 0][1:] == [
        ("交通組", 2),
        ("教育組", 3),
    ]


def test_what_is_left_of_a_group_above_the_first_row_of_a_page_is_a_row_of_its_own() -> None:
    titles = written((50, 280, "組別"), (100, 280, "方案名稱"), (230, 280, "最新辦理情形"))
    first = written(
        (50, 262, "交通"),
        (100, 262, "步道"),
        (180, 262, "開工，"),
        (50, 244, "產業"),
        (100, 244, "市集"),
        (180, 244, "停辦。"),
    )
    rest = written((50, 262, "民生組"), (50, 236, "產業|民生組"), (100, 229, "護照"), (180, 236, "發行，|並續辦。"))
    rest += written((50, 200, "教育組"), (100, 200, "展覽"), (180, 200, "停辦。"))
    assert tables(titles + first, titles + rest)[1][1:] == [
        ["民生組", "", ""],
        ["產業\n民生組", "護照", "發行，\n並續辦。"],
        ["教育組", "展覽", "停辦。"],
    ]


def test_a_heading_among_the_rows_belongs_to_none_of_them() -> None:
    titles = written((60, 280, "方案名稱"), (200, 280, "最新辦理情形"))
    rows = written((50, 262, "步道|串接"), (130, 262, "已開工。"), (46, 226, "(二)教育組"))
    rows += written((50, 196, "護照"), (130, 203, "發行，|並續辦。"), (50, 171, "展覽"), (130, 171, "停辦。"))
    assert tables(titles + rows)[0][1:] == [
        ["步道\n串接", "已開工。"],
        ["(二)教育組", ""],
        ["護照", "發行，\n並續辦。"],
        ["展覽", "停辦。"],
    ]


def test_below_a_heading_across_the_columns_a_row_may_begin_with_one_cell() -> None:
    titles = written((50, 280, "項次"), (80, 280, "方案名稱"), (200, 280, "最新辦理情形"))
    rows = written((55, 262, "1"), (80, 262, "步道"), (150, 262, "已開工。"), (50, 240, "(二)教育及文化組合作案"))
    rows += written((55, 190, "2"), (80, 190, "護照"), (150, 218, "發行，|並|於|下半年|續辦。"))
    rows += written((55, 140, "3"), (80, 140, "展覽|巡迴"), (150, 140, "停辦。"))
    found = tables(titles + rows)
    assert [row[0] for row in found[0]] == ["項次", "1", "(二)教育及文化組合作案", "2", "3"]
    assert found[0][3] == ["2", "護照", "發行，\n並\n於\n下半年\n續辦。"]


def test_numbers_tell_the_rows_of_a_table_written_line_by_line() -> None:
    lines = [
        ("項次", "方案名稱", "情形"), ("1", "水岸自行車", "開工"), ("", "道串接", "中"), ("2", "圳溝改善計", "完成"),
        ("", "畫", ""), ("3", "閱讀護照", "發行"), ("4", "展覽", "停辦"),
    ]  # fmt: skip
    cells = [
        (x, 280 - 14 * k, word) for k, line in enumerate(lines) for x, word in zip((50, 80, 160), line, strict=True)
    ]
    assert tables(written(*(cell for cell in cells if cell[2])))[0][1:] == [
        ["1", "水岸自行車\n道串接", "開工\n中"],
        ["2", "圳溝改善計\n畫", "完成"],
        ["3", "閱讀護照", "發行"],
        ["4", "展覽", "停辦"],
    ]


def test_lines_far_apart_and_rows_still_further_are_one_table() -> None:
    def cell(x: float, y: float, lines: str) -> bytes:
        return b"".join(written((x, y - 22 * k, line)) for k, line in enumerate(lines.split("|")))

    titles = written((60, 285, "方案名稱"), (200, 285, "最新辦理情形"))
    rows = cell(50, 248, "水岸步道|串接") + cell(130, 248, "已完成發包，|並持續辦理。")
    rows += (
        cell(50, 188, "圳溝改善")
        + cell(130, 188, "用地協調中，|尚未開工。")
        + cell(50, 128, "閱讀護照|推廣")
        + cell(130, 128, "發行。")
    )
    assert tables(titles + rows) == [
        [
            ["方案名稱", "最新辦理情形"],
            ["水岸步道\n串接", "已完成發包，\n並持續辦理。"],
            ["圳溝改善", "用地協調中，\n尚未開工。"],
            ["閱讀護照\n推廣", "發行。"],
        ]
    ]


def test_a_label_in_the_middle_of_every_row_covers_that_row_alone() -> None:
    titles = written((50, 280, "組別"), (100, 280, "方案名稱"), (230, 280, "最新辦理情形"))
    rows = written(
        (50, 262, "交通組"), (100, 262, "步道"), (180, 262, "開工，"), (50, 237, "交通組"), (100, 244, "公車|路線")
    )
    rows += written(
        (180, 244, "試辦，|並檢討。"), (50, 201, "交通組"), (100, 208, "圳溝|改善"), (180, 208, "協調，|續辦。")
    )
    assert [row[0] for row in tables(titles + rows)[0]] == ["組別", "交通組", "交通組", "交通組"]


def test_labels_in_the_middle_of_their_rows_are_told_by_the_numbers() -> None:
    titles = written((50, 280, "組別"), (85, 280, "項次"), (120, 280, "方案名稱"), (230, 280, "最新辦理情形"))
    rows = written((88, 262, "1"), (120, 262, "步道|串接"), (180, 262, "開工，"), (50, 230, "交通組"), (88, 230, "2"))
    rows += written((120, 230, "公車"), (180, 230, "試辦。"), (88, 212, "3"), (120, 212, "圳溝"), (180, 212, "協調。"))
    table = next(block for block in read(titles + rows).blocks if isinstance(block, Table))
    assert [(c.text, c.row_span) for row in table.rows for c in row.cells if c.column == 0] == [
        ("組別", 1),
        ("交通組", 3),
    ]
    lines = [
        ("組別", "項次", "方案名稱", "情形"), ("", "1", "水岸自行車", "開工"), ("", "", "道", ""), ("交通組", "2", "圳溝", "完成"),
        ("", "3", "閱讀護照", "發行"),
    ]  # fmt: skip
    cells = [
        (x, 280 - 14 * k, word)
        for k, line in enumerate(lines)
        for x, word in zip((50, 88, 120, 200), line, strict=True)
        if word
    ]
    by_line = next(block for block in read(written(*cells)).blocks if isinstance(block, Table))
    assert [(c.text, c.row_span) for row in by_line.rows for c in row.cells if c.column == 0][1:] == [("交通組", 3)]


def test_titles_right_above_a_group_are_no_part_of_its_name() -> None:
    titles = written((55, 280, "組別"), (85, 280, "項次"), (120, 280, "方案名稱"), (230, 280, "最新辦理情形"))
    rows = written((50, 266, "交通|組"), (88, 266, "1"), (120, 266, "步道|串接|計畫"), (180, 266, "開工，"))
    rows += written(
        (88, 224, "2"),
        (120, 224, "公車|路線"),
        (180, 224, "試辦。"),
        (88, 196, "3"),
        (120, 196, "圳溝"),
        (180, 196, "協調。"),
    )
    table = next(block for block in read(titles + rows).blocks if isinstance(block, Table))
    assert [(c.text, c.row_span) for row in table.rows for c in row.cells if c.column == 0] == [
        ("組別", 1),
        ("交通\n組", 3),
    ]


def test_a_number_right_before_a_name_stands_in_its_own_column() -> None:
    titles = written((48, 280, "項"), (90, 280, "方案名稱"), (220, 280, "最新辦理情形"))
    rows = [(262, "1", "水岸步道串接"), (244, "2", "圳溝改善計畫"), (226, "3", "閱讀護照推廣")]
    body = b"".join(text(56, y, n) + written((65, y, name), (150, y, "已於三月開工。")) for y, n, name in rows)
    assert [row[:2] for row in tables(titles + body)[0]] == [["項", "方案名稱"], *([n, name] for _, n, name in rows)]
