"""Tables without rules: what makes one, and what only looks like one."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kbbt.document import Document, Table
from kbbt.readers.options import ReadOptions
from kbbt.readers.pdf import read_pdf
from kbbt.readers.pdf.across import is_page_number
from kbbt.readers.pdf.text_layer import quality
from tests.readers.rawpdf import han, raw_pdf, rule, text


def read(*contents: bytes) -> Document:
    return read_pdf(raw_pdf(*contents), ReadOptions(ocr="never"))


def cellwise(rows: list[list[list[str]]], xs: list[int], top: int = 260, pitch: int = 14) -> bytes:
    """Rows of cells of lines, written cell by cell, one row right below the other."""
    content, y = b"", top
    for row in rows:
        for x, cell in zip(xs, row, strict=True):
            content += b"".join(han(x, y - pitch * k, line) for k, line in enumerate(cell))
        y -= pitch * max(len(cell) for cell in row)
    return content


def shape(document: Document) -> list[str | list[list[str]]]:
    return [
        [[cell.text for cell in row.cells] for row in block.rows] if isinstance(block, Table) else block.text
        for block in document.blocks
    ]


TITLES = [["方案名稱"], ["最新辦理情形"]]
ROWS = [
    [["水岸自行車道", "串接"], ["已完成發包，預計明年底完工，", "並持續辦理。"]],
    [["圳溝改善"], ["已完成。"]],
    [["閱讀護照", "推廣"], ["自四月起發行。"]],
]
CELLS = [["\n".join(cell) for cell in row] for row in [TITLES, *ROWS]]


def test_a_table_written_cell_by_cell_needs_neither_rules_nor_gaps() -> None:
    assert shape(read(cellwise([TITLES, *ROWS], [50, 150]))) == [CELLS]


def test_columns_may_be_as_near_as_a_small_padding() -> None:
    rows = [[["名稱"], ["情形"]], [["滿行名稱文字", "二"], ["甲乙丙丁", "戊"]], [["三"], ["己"]]]
    assert shape(read(cellwise(rows, [50, 114]))) == [
        [["名稱", "情形"], ["滿行名稱文字\n二", "甲乙丙丁\n戊"], ["三", "己"]]
    ]


def test_the_table_goes_on_over_the_page_with_what_is_left_of_a_name_and_its_text() -> None:
    second = cellwise([TITLES, [["推廣計畫"], []], [["校際交流", "互訪"], ["每季辦理。"]]], [50, 150])
    assert shape(read(cellwise([TITLES, *ROWS[:2], [["閱讀護照"], ["自四月起發行。"]]], [50, 150]), second))[1] == [
        ["方案名稱", "最新辦理情形"],
        ["推廣計畫", ""],
        ["校際交流\n互訪", "每季辦理。"],
    ]


def test_a_heading_between_two_tables_is_no_row() -> None:
    first = cellwise([TITLES, *ROWS[:2]], [50, 150], top=270)
    heading = han(40, 196, "(二)教育文化組")
    second = cellwise([TITLES, ROWS[2]], [50, 150], top=176)
    found = shape(read(first + heading + second))
    assert found == [CELLS[:3], "(二)教育文化組", [CELLS[0], CELLS[3]]]


def test_titles_of_two_lines_are_one_row() -> None:
    titles = [["組", "別"], ["方案名稱"], ["最新辦理情形"]]
    rows = [[["甲"], ["圳溝改善", "二期"], ["已完成。"]], [["乙"], ["護照"], ["發行中，", "並推廣。"]]]
    first, second = (cellwise([titles, row], [50, 90, 200]) for row in rows)
    tables = shape(read(first, second))
    assert [table[0] for table in tables] == [["組\n別", "方案名稱", "最新辦理情形"]] * 2
    assert [table[1][0] for table in tables] == ["甲", "乙"]


def test_a_title_over_two_others_hides_no_column_however_those_are_broken() -> None:
    def page(due: list[str], name: str, text: str) -> bytes:
        titles = han(52, 260, "方案名稱") + han(190, 260, "執行狀況")
        lower = han(140, 244, "最新辦理情形") + b"".join(han(252, 244 - 14 * k, line) for k, line in enumerate(due))
        return titles + lower + cellwise([[[name], [text], ["已逾期"]]], [50, 120, 250], top=200)

    tables = shape(
        read(page(["預定完", "成日期"], "圳溝改善", "發包中。"), page(["預定完成", "日期"], "護照推廣", "發行中。"))
    )
    assert [table[1] for table in tables] == [["圳溝改善", "發包中。", "已逾期"], ["護照推廣", "發行中。", "已逾期"]]
    assert ["".join(table[0]).count("最新辦理情形") for table in tables] == [1, 1]


def test_running_heads_and_page_numbers_are_not_drawn_into_the_table() -> None:
    def page(number: int, rows: list[list[list[str]]]) -> bytes:
        return (
            han(50, 285, "山海城聯盟報告") + cellwise([TITLES, *rows], [50, 150], top=265) + text(200, 140, str(number))
        )

    assert shape(read(page(1, ROWS), page(2, ROWS[::-1]))) == [
        *("山海城聯盟報告", CELLS, "1"),
        *("山海城聯盟報告", [CELLS[0], *CELLS[:0:-1]], "2"),
    ]


def test_last_lines_that_are_alike_on_two_pages_are_no_running_feet() -> None:
    page = cellwise([TITLES, *ROWS], [50, 150])
    assert shape(read(page, page)) == [CELLS, CELLS]


def test_a_table_written_line_by_line_is_divided_where_the_eye_divides_it() -> None:
    # The first column is set back after its first line; the third row follows the second without a gap.
    lines = [
        (260, "方案名稱", "最新辦理情形"), (240, "水岸自行車道", "已完成發包，預計明年底完工，"), (226, None, "並持續辦理。"),
        (206, "圳溝改善", "已完成。"), (192, "閱讀護照", "自四月起發行。"),
    ]  # fmt: skip
    content = b"".join((han(50, y, a) if a else b"") + han(150, y, b) for y, a, b in lines)
    content += han(50, 172, "校際交流") + han(150, 172, "每季辦理。")
    (table,) = shape(read(content))
    assert [row[0] for row in table] == ["方案名稱", "水岸自行車道", "圳溝改善", "閱讀護照", "校際交流"]
    assert table[1][1] == "已完成發包，預計明年底完工，\n並持續辦理。"


def test_level_rules_alone_divide_rows() -> None:
    rules = b"".join(rule(45, y, 350, y) for y in (274, 256, 228, 214))
    found = shape(read(cellwise([TITLES, *ROWS[:2]], [50, 150]) + rules))
    assert found == [CELLS[:3]]


def test_labels_with_their_text_set_off_are_no_table() -> None:
    content = b"".join(
        han(50, 260 - 28 * k, f"{label}、")
        + han(80, 260 - 28 * k, "本案照案通過並請")
        + han(80, 246 - 28 * k, "各市持續辦理。")
        for k, label in enumerate("一二三四五")
    )
    assert shape(read(content))[:3] == ["一、本案照案通過並請", "各市持續辦理。", "二、本案照案通過並請"]


def test_fields_with_a_colon_are_no_table() -> None:
    fields = ["時間：", "地點：", "主持人：", "出席人員：", "紀錄："]
    content = b"".join(
        han(50, 260 - 14 * k, field) + han(130, 260 - 14 * k, "某年某月某日") for k, field in enumerate(fields)
    )
    assert shape(read(content)) == [f"{field} 某年某月某日" for field in fields]


def test_words_spread_out_to_one_width_are_no_columns() -> None:
    fields = ["日期：民國某年", "地點：會議室內", "出席：議長等人", "請假：某議員君", "列席：市政府等"]
    content = b"".join(han(50, 260 - 14 * k, f[0]) + han(80, 260 - 14 * k, f[1:]) for k, f in enumerate(fields))
    assert shape(read(content)) == fields


def test_justified_lines_are_no_columns() -> None:
    words = "本案經討論後決議照案通過並請各市辦"
    content = b"".join(
        han(50, 260 - 14 * k, words[: 3 + k]) + han(100 + 10 * k, 260 - 14 * k, words[3 + k :]) for k in range(8)
    )
    assert not any(isinstance(block, Table) for block in read(content).blocks)


@pytest.mark.parametrize(
    "words", ["3", "- 3 -", "第 3 頁", "第 3 頁，共 18 頁", "3/18", "Page 3 of 18", "－１２－", "第三頁"]
)
def test_page_numbers_are_known(words: str) -> None:
    assert is_page_number(words)


@pytest.mark.parametrize("words", ["", "第3案", "113年度", "已完成 3 件", "三、", "3. 續辦", "A-3"])
def test_other_numbers_are_no_page_numbers(words: str) -> None:
    assert not is_page_number(words)


def nothing(count: int) -> list[int]:
    return [0] * count


def test_ordinary_text_is_sound() -> None:
    words = "「基北北桃」合作方案：113年7月11日第3次會議，共 12 萬 5,328 人（37.5%）、①㎡℃—…・ e-mail"
    found = quality(list(words), lambda: nothing(len(words)))
    assert found.bad == 0
    assert not found.doubtful


def test_a_private_use_name_makes_no_page_doubtful() -> None:
    words = "議員鍾\ue02b說明本案辦理情形並請各單位持續協助推動相關工作事項"
    assert not quality(list(words), lambda: nothing(len(words))).doubtful


@pytest.mark.parametrize(
    "words",
    [
        "ᆵࠄѱࡹ۬ΓፎӦБࡌ೛ࡌ᝼٣໨ೀ౛ܴಒ߄ԃࡋჹ᝼঩܌ගӦБࡌ೛",  # glyph numbers taken for characters
        "\x03\x04\x05\x06\x07\x0b\x0c\x0e\x0f\x10\x11\x12\x13\x14\x15\x16",
        "駹嚗橀鸖灪鱻靐齾龘驫麤贔飍猋骉",  # ideographs nobody writes
    ],
)
def test_a_nonsense_layer_is_known(words: str) -> None:
    assert quality(list(words), lambda: nothing(len(words))).nonsense


def test_glyphs_their_font_does_not_name_are_no_text_however_they_look() -> None:
    words = "abcdefghijklmnop¤§¶µ·¸¹º»¼½¾ҀҁЖ"
    assert quality(list(words), lambda: [1] * len(words)).nonsense


NUMBERED = [[["項次"], ["方案名稱"], ["最新辦理情形"]], [["1"], ["水岸自行", "車道"], ["已完成發包，", "並動工。"]]]
MORE = [[["1"], ["圳溝改善"], ["已完成，", "並持續辦理。"]], [["2"], ["閱讀護照"], ["自四月起發行。"]]]
XS = [50, 90, 180]


def spans(document: Document) -> list[list[tuple[str, int]]]:
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    return [[(cell.text, cell.col_span) for cell in row.cells] for row in table.rows]


def test_a_heading_across_the_columns_is_a_row_and_parts_no_table() -> None:
    above = cellwise(NUMBERED, XS)
    heading = han(50, 218, "(二)災害防救組合作方案共兩案")
    found = spans(read(above + heading + cellwise(MORE, XS, top=204)))
    assert [row[0] for row in found] == [
        ("項次", 1), ("1", 1), ("(二)災害防救組合作方案共兩案", 3), ("1", 1), ("2", 1),
    ]  # fmt: skip
    assert [cell for cell, _ in found[3]] == ["1", "圳溝改善", "已完成，\n並持續辦理。"]


def test_a_heading_across_the_columns_at_the_top_of_the_next_page() -> None:
    heading = han(50, 260, "(二)災害防救組合作方案共兩案")
    found = read(cellwise([*NUMBERED, *MORE], XS), heading + cellwise(MORE, XS, top=246))
    last = found.blocks[-1]
    assert isinstance(last, Table)
    assert [row.cells[0].text for row in last.rows] == ["(二)災害防救組合作方案共兩案", "1", "2"]


def test_a_text_below_a_table_is_no_heading_in_it() -> None:
    below = han(50, 214, "本表由各組提供，請於會前送達。") + han(50, 200, "逾期不候。")
    assert shape(read(cellwise(NUMBERED, XS) + below))[1:] == ["本表由各組提供，請於會前送達。", "逾期不候。"]


def test_a_table_of_figures_right_below_a_table_is_a_table_of_its_own() -> None:
    figures = [["組別"], ["案件數"]], [["交通組"], ["12"]], [["觀光組"], ["3"]], [["合計"], ["15"]]
    for xs in ([50, 150], [50, 110]):
        found = shape(read(cellwise([TITLES, *ROWS], [50, 150]) + cellwise(list(figures), xs, top=176)))
        assert found[0] == CELLS
        assert "".join(map(str, found[1:])).count("15") == 1


def test_short_rows_of_figures_without_titles_stay_rows_of_their_table() -> None:
    figures = [[["水質改善"], ["85"]], [["路燈更新"], ["100%"]]]
    found = shape(read(cellwise([TITLES, *ROWS, *figures], [50, 150])))
    assert found == [[*CELLS, ["水質改善", "85"], ["路燈更新", "100%"]]]


def test_short_rows_that_come_again_are_no_titles() -> None:
    short = [["跨域公車路線", "整合"], ["同上"]]
    found = shape(read(cellwise([TITLES, ROWS[0], short, ROWS[1], ROWS[2], short], [50, 150])))
    assert found == [[*CELLS[:2], ["跨域公車路線\n整合", "同上"], *CELLS[2:], ["跨域公車路線\n整合", "同上"]]]


def test_white_between_words_is_no_column_below_titles() -> None:
    spread = han(50, 246, "圳溝改善") + han(150, 246, "累計") + han(190, 246, "人次參加")
    more = han(50, 232, "閱讀護照") + han(150, 232, "共計") + han(190, 232, "場次辦理")
    found = shape(read(cellwise([TITLES], [50, 150]) + spread + more + cellwise(ROWS, [50, 150], top=218)))
    assert [len(row) for row in found[0]] == [2] * 6


def test_a_frame_round_a_table_and_a_rule_below_its_titles_make_no_columns() -> None:
    frame = b"".join((rule(46, 272, 330, 272), rule(46, 170, 330, 170), rule(46, 255, 330, 255)))
    frame += rule(46, 170, 46, 272) + rule(330, 170, 330, 272)
    assert shape(read(frame + cellwise([TITLES, *ROWS], [50, 150]))) == [CELLS]


def shade(x0: float, y0: float, x1: float, y1: float) -> bytes:
    return f"0.9 g {x0} {y0} {x1 - x0} {y1 - y0} re f 0 g\n".encode()


def test_every_second_row_shaded_tells_rows() -> None:
    rows = [[["水岸"], ["開工，"]], [["串接"], ["並續辦，"]], [["圳溝"], ["完成，"]], [["改善"], ["停辦，"]]]
    content = b"".join(
        han(x, 250 - 14 * k, cell[0]) for k, row in enumerate(rows) for x, cell in zip([50, 150], row, strict=True)
    )
    bands = b"".join(shade(x0, 219, x1, 246) for x0, x1 in ((46, 140), (140, 300)))
    found = shape(
        read(
            bands + han(50, 264, "名稱") + han(150, 264, "情形") + content,
            cellwise([[["名稱"], ["情形"]], *rows], [50, 150]),
        )
    )
    assert isinstance(found[0], list)
    assert ["串接\n圳溝", "並續辦，\n完成，"] in found[0]


def test_shaded_cells_with_white_between_them_are_a_grid() -> None:
    ys = [270, 250, 222, 202]
    cells = b"".join(shade(x0, b + 1, x1, a - 1) for a, b in pairwise(ys) for x0, x1 in ((50, 139), (141, 300)))
    words = han(54, 256, "名稱") + han(145, 256, "情形") + han(54, 238, "水岸自行") + han(54, 226, "車道")
    words += han(145, 238, "已開工") + han(54, 208, "圳溝") + han(145, 208, "完成")
    assert shape(read(cells + words)) == [[["名稱", "情形"], ["水岸自行\n車道", "已開工"], ["圳溝", "完成"]]]


def test_rules_beside_a_merged_group_divide_its_rows_and_not_its_name() -> None:
    content = han(50, 232, "產業") + han(50, 216, "民生組")
    for k, (name, state) in enumerate(
        [("名稱", "情形"), ("水岸步道", "開工，"), ("圳溝", "完成，"), ("護照", "發行，")]
    ):
        content += han(110, 252 - 16 * k, name) + han(200, 252 - 16 * k, state)
    content += han(50, 252, "組別")
    rules = b"".join(rule(46, y, 330, y) for y in (264, 248, 200))
    rules += b"".join(rule(100, y, 330, y) for y in (232, 216))
    found = read(rules + content)
    assert shape(found) == [
        [["組別", "名稱", "情形"], ["產業\n民生組", "水岸步道", "開工，"], ["圳溝", "完成，"], ["護照", "發行，"]]
    ]
    assert isinstance(found.blocks[0], Table)
    assert found.blocks[0].rows[1].cells[0].row_span == 3


def test_upright_rules_say_where_a_name_would_have_been_broken() -> None:
    rows = [("名稱", "情形"), ("跨市步道串接", "甲"), ("圳溝改善", "乙"), ("閱讀護照", "丙"), ("校際交流", "丁")]
    content = b"".join(
        han(x, 250 - 14 * k, words) for k, row in enumerate(rows) for x, words in zip((50, 170), row, strict=True)
    )
    rules = b"".join(rule(x, 180, x, 270) for x in (46, 166, 330))
    assert shape(read(rules + content)) == [[list(row) for row in rows]]
