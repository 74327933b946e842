"""The titles of tables without rules: wherever they stand, however they are broken, and what they say of the columns."""

from __future__ import annotations

import pytest

from kbbt.document import Document, Table
from kbbt.readers.options import ReadOptions
from kbbt.readers.pdf import read_pdf
from tests.readers.rawpdf import grid, han, raw_pdf, rule

Cell = tuple[float, float, str]


def written(*cells: Cell) -> bytes:
    """Cells in the order they are written: x, the height of the first line, the lines parted by |."""
    return b"".join(han(x, y - 14 * k, line) for x, y, lines in cells for k, line in enumerate(lines.split("|")))


def read(*pages: bytes) -> Document:
    return read_pdf(raw_pdf(*pages), ReadOptions(ocr="never"))


def tables(*pages: bytes) -> list[list[list[str]]]:
    blocks = read(*pages).blocks
    return [[[c.text for c in row.cells] for row in block.rows] for block in blocks if isinstance(block, Table)]


def edges(document: Document) -> list[set[float]]:
    """Where the second column begins, table by table."""
    found = [block for block in document.blocks if isinstance(block, Table)]
    return [
        {c.places[0].box[0] for row in t.rows for c in row.cells if c.column == 1 and c.places[0].box} for t in found
    ]


def test_a_header_is_known_again_however_its_first_line_is_broken() -> None:
    first = written(
        (60, 280, "方案名稱"), (150, 280, "最新辦理情形"), (50, 262, "水岸步道"), (120, 262, "已開工，|並續辦。"),
        (50, 230, "圳溝"), (120, 230, "完成。"),
    )  # fmt: skip
    second = written((40, 205, "(二)教育組"), (50, 187, "方案名|稱"), (150, 187, "最新辦理情形"))
    second += written((50, 155, "護照|推廣"), (85, 155, "甲"), (50, 123, "展覽"), (85, 123, "乙"))
    found = tables(first + second)
    assert [table[0] for table in found] == [["方案名稱", "最新辦理情形"], ["方案名\n稱", "最新辦理情形"]]
    assert found[1][1:] == [["護照\n推廣", "甲"], ["展覽", "乙"]]


ROWS = written(
    (50, 280, "跨市水岸步道串"), (130, 280, "已完成發包，|並持續辦理。"), (50, 248, "圳溝改善"), (130, 248, "完成。"),
    (50, 230, "護照推廣"), (130, 230, "發行中。"), (50, 212, "展覽"), (130, 212, "停辦。"),
)  # fmt: skip


@pytest.mark.parametrize("again", [True, False])
def test_a_header_that_ends_a_page_has_the_columns_of_the_rows_on_the_next(again: bool) -> None:
    whole = written((75, 200, "方案名稱"), (220, 200, "最新辦理情形"), (50, 180, "甲"), (130, 180, "乙，|丙，|丁。"))
    orphan = written((40, 120, "(二)教育組"), (75, 100, "方案名稱"), (220, 100, "最新辦理情形"))
    document = read((whole if again else b"") + orphan, ROWS)
    header, rows = [block for block in document.blocks if isinstance(block, Table)][-2:]
    assert [cell.text for cell in header.rows[0].cells] == ["方案名稱", "最新辦理情形"]
    assert len(rows.rows) == 4
    assert edges(document)[-1] == edges(document)[-2]


def test_the_columns_of_a_row_that_ends_a_page_are_those_of_the_next_page() -> None:
    short = written((75, 60, "方案名稱"), (220, 60, "最新辦理情形"), (50, 42, "甲案"), (130, 42, "乙，"))
    document = read(written((40, 280, "各組合作方案")) + short, ROWS)
    assert edges(document)[0] == edges(document)[1]


def test_titles_on_the_next_page_are_no_row_that_tells_columns() -> None:
    titles = written((60, 280, "組別"), (120, 280, "項次"), (180, 280, "方案名稱"), (270, 280, "最新辦理情形"))
    first = written((50, 262, "交通組"), (102, 262, "1"), (150, 262, "步道"), (230, 262, "開工，|續辦。"))
    first += written((40, 120, "（以下各頁為各組辦理情形及後續規劃之說明，請參閱）"))
    # The column of groups is empty, and white on both sides of the numbers.
    second = written(
        (102, 262, "2"), (150, 262, "公車|路線"), (230, 262, "試辦。"), (102, 234, "3"), (150, 234, "圳溝")
    )
    second += written((230, 234, "完成。"))
    found = tables(
        titles + first, titles + second, titles + written((102, 262, "4"), (150, 262, "展覽"), (230, 262, "停辦。"))
    )
    assert [[row[:2] for row in table[1:]] for table in found] == [
        [["交通組", "1"]],
        [["", "2"], ["", "3"]],
        [["", "4"]],
    ]


def test_titles_over_several_columns_make_a_row_above_those_of_their_columns() -> None:
    header = written(
        (50, 270, "組別"), (85, 270, "項|次"), (190, 270, "方案內容"), (322, 270, "建議"),
        (115, 248, "方案名稱"), (235, 248, "最新辦理情形"), (315, 248, "繼|續"), (342, 248, "解|除"),
    )  # fmt: skip
    body = written(
        (50, 212, "交通"), (88, 212, "1"), (110, 212, "水岸步道"), (170, 212, "已完成發包，持續"), (318, 212, "V")
    )
    document = read(
        header
        + body
        + written((50, 192, "教育"), (88, 192, "2"), (110, 192, "護照"), (170, 192, "發行。"), (345, 192, "V"))
    )
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert [[(c.text, c.column, c.col_span, c.row_span) for c in row.cells] for row in table.rows[:2]] == [
        [("組別", 0, 1, 2), ("項\n次", 1, 1, 2), ("方案內容", 2, 2, 1), ("建議", 4, 2, 1)],
        [("方案名稱", 2, 1, 1), ("最新辦理情形", 3, 1, 1), ("繼\n續", 4, 1, 1), ("解\n除", 5, 1, 1)],
    ]
    assert [[c.text for c in row.cells] for row in table.rows[2:]] == [
        ["交通", "1", "水岸步道", "已完成發包，持續", "V", ""],
        ["教育", "2", "護照", "發行。", "", "V"],
    ]


def spans(*pages: bytes) -> list[list[tuple[str, int, int]]]:
    """Text, first column and width of the cells of each row of the first table."""
    table = next(block for block in read(*pages).blocks if isinstance(block, Table))
    return [[(c.text, c.column, c.col_span) for c in row.cells] for row in table.rows]


@pytest.mark.parametrize(
    "titles",
    [
        # A title as high as two rows, written after the first row of titles.
        [
            (190, 270, "辦理內容"),
            (50, 262, "組別"),
            (340, 262, "備註"),
            (110, 254, "方案名稱"),
            (235, 254, "最新辦理情形"),
        ],
        # All begin where their columns begin.
        [
            (50, 270, "組別"),
            (100, 270, "辦理內容"),
            (340, 270, "備註"),
            (100, 254, "方案名稱"),
            (170, 254, "最新辦理情形"),
        ],
    ],
)
def test_titles_over_others_are_told_in_any_order_and_place(titles: list[Cell]) -> None:
    body = written((50, 230, "交通組"), (100, 230, "水岸步道"), (170, 230, "已完成發包，|並續辦。"), (340, 230, "無"))
    body += written((50, 195, "教育組"), (100, 195, "閱讀護照|推廣"), (170, 195, "發行中。"), (340, 195, "無"))
    lines = rule(95, 265, 335, 265)  # between the two rows of titles; it parts no rows
    found = spans(lines + written(*titles) + body)
    assert found[:2] == [
        [("組別", 0, 1), ("辦理內容", 1, 2), ("備註", 3, 1)],
        [("方案名稱", 1, 1), ("最新辦理情形", 2, 1)],
    ]
    assert [[text for text, *_ in row] for row in found[2:]] == [
        ["交通組", "水岸步道", "已完成發包，\n並續辦。", "無"],
        ["教育組", "閱讀護照\n推廣", "發行中。", "無"],
    ]


def test_titles_in_the_middle_of_their_cells_are_one_header() -> None:
    def page(name: str, text: str) -> bytes:
        titles = written((50, 277, "項|次"), (80, 270, "方案名稱"), (150, 270, "最新辦理情形"), (300, 277, "備|註"))
        return titles + written((50, 235, "1"), (75, 235, name), (140, 242, text), (300, 235, "無"))

    texts = {"圳溝": "已完成發包，|並續辦。", "步道": "協調中，|尚未|開工。"}
    found = tables(*(page(name, text) for name, text in texts.items()))
    assert [table[0] for table in found] == [["項\n次", "方案名稱", "最新辦理情形", "備\n註"]] * 2
    assert [table[1] for table in found] == [["1", n, t.replace("|", "\n"), "無"] for n, t in texts.items()]


def test_white_between_words_of_the_first_row_ends_no_table() -> None:
    titles = written((50, 280, "項次"), (80, 280, "方案名稱"), (250, 280, "最新辦理情形"))
    row = written((55, 262, "1"), (80, 262, "青年交流"), (150, 262, "市府於6月")) + written(
        (204, 262, "1日成立專責單位，")
    )
    row += written(
        (150, 248, "邀請各市代表參加，並分享活動訊息，|並於下半年辦理參訪及座談，|每季召開會議。|持續辦理。")
    )
    found = tables(titles + row + written((55, 188, "2"), (80, 188, "護照推廣"), (150, 188, "發行中。")))
    assert [len(table) for table in found] == [3]
    assert found[0][1][1].startswith("青年交流")
    assert found[0][1][2].endswith("持續辦理。")


def test_a_column_of_numbers_stays_one_where_the_table_goes_on_without_titles() -> None:
    first = written((50, 280, "組別"), (85, 280, "項次"), (120, 280, "方案名稱"), (230, 280, "最新辦理情形"))
    first += written((50, 262, "交通"), (90, 262, "1"), (120, 262, "步道|串接"), (180, 262, "開工，"))
    second = written((90, 280, "2"), (120, 280, "公車|路線"), (180, 280, "開工，"), (90, 244, "3"), (120, 244, "護照"))
    second += written((180, 244, "發行。"), (50, 226, "教育"), (90, 226, "1"), (120, 226, "展覽"), (180, 226, "停辦。"))
    assert [[cell for cell in row if cell] for row in tables(first, second)[1]] == [
        ["2", "公車\n路線", "開工，"], ["3", "護照", "發行。"], ["教育", "1", "展覽", "停辦。"],
    ]  # fmt: skip


def test_below_a_framed_header_rows_may_begin_with_one_cell() -> None:
    frame = grid([40, 120, 330], [290, 270])
    titles = written((60, 276, "方案名稱"), (180, 276, "最新辦理情形"))
    rows = written(
        (50, 238, "步道"), (130, 252, "已完成發包，|並持續|辦理。"), (50, 192, "圳溝"), (130, 199, "完成，|免列。")
    )
    assert tables(frame + titles + rows) == [
        [["方案名稱", "最新辦理情形"], ["步道", "已完成發包，\n並持續\n辦理。"], ["圳溝", "完成，\n免列。"]]
    ]
