"""Each piece of evidence for and against a cut row, on rows that show just that."""

from __future__ import annotations

import pytest

from kbbt.document import Cell, Paragraph, Place, Row, Table
from kbbt.repair.cutting import JOIN, Columns, Point, doubtful, reasons, total, weigh
from tests.repair.making import EM, PITCH, grid, line

HEAD = ("組別", "項次", "方案名稱", "最新辦理情形", "主辦機關")
BODY = [
    ("道路組", "1", "岸邊自行車道串接", "1. 已完成第二標發包，預計明年六月完工。\n2. 每季召開會議。", "工務局"),
    ("道路組", "2", "虹橋北岸段拓寬", "用地徵收已於九月公告，俟都市計畫變更審議通過後施工。", "工務局"),
    ("橋梁組", "3", "河口濕地聯合巡守", "各市輪流辦理志工訓練，本季完成三場次共百餘人次。", "農業局"),
    ("橋梁組", "4", "老屋修繕諮詢服務", "第三次會議同意解列，後續由各市自行辦理並相互分享。", "都發局"),
    ("橋梁組", "5", "夜間照明改善合作", "第三次會議同意解列，後續由各市自行辦理。", "工務局"),
]
PLAIN = ("橋梁組", "6", "沿海步道整建", "東城段施工中，西城段", "工務局")


def _weigh(above: tuple[str, ...], below: tuple[str, ...], *, at_break: bool = True) -> list[Point]:
    table = grid(HEAD, *BODY, above, below, header=1)
    last = len(table.rows) - 1
    columns = Columns(table, 1, {last} if at_break else set(), {})
    return weigh(columns, {c.column: c for c in table.rows[last - 1].cells}, table.rows[last], at_break=at_break)


def _with(row: tuple[str, ...], **columns: str) -> tuple[str, ...]:
    names = ("group", "number", "name", "text", "office")
    return tuple(columns.get(name, value) for name, value in zip(names, row, strict=True))


REST = ("", "", "", "規劃中，預計明年完工。", "")


@pytest.mark.parametrize(
    ("above", "below", "reason"),
    [
        (PLAIN, REST, "nothing stands in the columns that name a row"),
        (PLAIN, _with(REST, group="畫組", office="局"), "the row has neither number nor name"),
        (PLAIN, _with(REST, name="二期"), "the row has no number"),
        (PLAIN, _with(REST, number="6"), "the row has no name"),
        (PLAIN, _with(PLAIN, text=""), "the row has a name only"),
        (PLAIN, _with(PLAIN, office=""), "a cell is empty that the rows have filled"),
        (PLAIN, _with(REST, number="6", name="乙案"), "the row has the number of the row above"),
        (PLAIN, _with(REST, name="沿海步道整建（續）"), "the row says that it goes on"),
        (PLAIN, _with(REST, name="沿海步道整建"), "the row has the name of the row above"),
        (_with(PLAIN, text="1. 已完成。"), _with(REST, text="2. 施工中。"), "the numbering goes on"),
        (
            _with(PLAIN, text="1. 已完成。"),
            _with(REST, text="而另案辦理。 2. 施工中。"),
            "the list in it goes on with the list above",
        ),
        (
            _with(PLAIN, text="已完成。"),
            _with(REST, text="3. 施工中。"),
            "a row of its own would begin with the first number",
        ),
        (_with(PLAIN, text="1. 甲。 2. 西城："), _with(REST, text="(1)施工中。"), "the text above announces a list"),
        (_with(PLAIN, text="東城段、"), REST, "the text above ends with a comma or an opening bracket"),
        (_with(PLAIN, text="召開「水岸"), _with(REST, text="專案」會議。"), "the bracket opened above is closed"),
        (_with(PLAIN, text="預計 113 年"), _with(REST, text="7 月完工。"), "a date or a number is cut"),
        (
            _with(PLAIN, text="各市政府"),
            _with(REST, text="等辦理。"),
            "the text begins with a mark or particle that cannot begin one",
        ),
        (_with(PLAIN, text="參加 Inno"), _with(REST, text="vex 展。"), "a word is cut"),
        (PLAIN, REST, "the text above has no end mark"),
        (PLAIN, REST, "the other texts have end marks"),
        (PLAIN, _with(REST, name="(共同議題)"), "the name begins with a bracket"),
        (
            _with(PLAIN, text="第三次會議同意解列，後續由各"),
            _with(REST, text="市自行辦理。"),
            "both texts together stand in another row",
        ),
    ],
)
def test_what_speaks_for_it(above: tuple[str, ...], below: tuple[str, ...], reason: str) -> None:
    assert [p for p, text in _weigh(above, below) if text == reason and p > 0]


@pytest.mark.parametrize(
    ("above", "below", "reason"),
    [
        (PLAIN, _with(PLAIN, number="7"), "the row has a number of its own"),
        (_with(PLAIN, office=""), _with(PLAIN, number="7"), "a cell begins that the row above had empty"),
        (_with(PLAIN, text="已完成。"), REST, "the text above is complete"),
        (_with(PLAIN, text="1. 已完成。"), _with(REST, text="1. 施工中。"), "the numbering begins anew"),
        (_with(PLAIN, text="施工中"), _with(REST, text="1. 施工中。"), "the numbering begins anew"),
        (
            _with(PLAIN, text="1. 甲。 2. 乙，並"),
            _with(REST, text="由各市： 1. 施工中。 2. 好。"),
            "the list in it begins anew",
        ),
        (PLAIN, _with(REST, name="1. 乙案"), "the name has a number of its own"),
        (PLAIN, _with(REST, name="乙案"), "both rows have a name"),
        (_with(PLAIN, text=BODY[4][3]), REST, "the same text stands whole in another row"),
    ],
)
def test_what_speaks_against_it(above: tuple[str, ...], below: tuple[str, ...], reason: str) -> None:
    assert [p for p, text in _weigh(above, below) if text == reason and p < 0]


def test_without_number_and_name_a_row_is_a_rest_even_below_a_short_line_and_room() -> None:
    (points,) = [p for p, text in _weigh(PLAIN, REST) if text == "nothing stands in the columns that name a row"]
    assert points - 3 - 3 >= JOIN


def test_away_from_a_break_an_empty_name_says_less() -> None:
    assert total(_weigh(PLAIN, REST, at_break=False)) < total(_weigh(PLAIN, REST))


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ({"group": "橋梁組", "number": "6", "office": "工務局"}, {"name": "沿海步道整建", "text": "東城段施工中。"}),
        (
            {"group": "橋梁組", "number": "6", "text": "東城段施工中。"},
            {"name": "沿海步道整建", "text": "西城段規劃中。", "office": "工務局"},
        ),
        (
            {"text": "東城段已完工。"},
            {"group": "橋梁組", "number": "6", "name": "沿海步道整建", "text": "西城段已完工。", "office": "工務局"},
        ),
    ],
)
def test_a_row_whose_names_stand_on_either_side_of_the_break_is_one(
    upper: dict[str, str], lower: dict[str, str]
) -> None:
    bare = ("", "", "", "", "")
    assert total(_weigh(_with(bare, **upper), _with(bare, **lower))) >= JOIN


def test_the_rest_of_a_row_that_fills_its_page_is_not_the_head_of_the_next() -> None:
    rest = ("", "", "", "東城段已完工。", "")
    table = grid(HEAD, *BODY, PLAIN, rest, _with(PLAIN, number="7", name="乙案"), header=1)
    columns = Columns(table, 1, {7, 8}, {})
    above = {c.column: c for c in table.rows[7].cells}
    assert total(weigh(columns, above, table.rows[8], at_break=True, above_is_first=True)) < JOIN


def test_a_new_group_is_no_rest() -> None:
    def row(group: str, name: str, text: str, span: int = 1) -> Row:
        first = (Cell((Paragraph(group),), 0, row_span=span),) if group else ()
        return Row((*first, Cell((Paragraph(name),), 1), Cell((Paragraph(text),), 2)))

    rows = (
        row("道路組", "甲", "已完成各項工作，並於年底驗收。", 2),
        row("", "乙", "東城段施工中，"),
        row("橋梁組", "丙", "規劃中。"),
    )
    columns = Columns(Table(rows, 3), 0, {2}, {})
    points = weigh(columns, {0: rows[0].cells[0], 1: rows[1].cells[0], 2: rows[1].cells[1]}, rows[2], at_break=True)
    assert (-5, "a new group begins") in points


def test_a_doubt_is_a_sum_above_nought_that_does_not_settle_it() -> None:
    assert doubtful([(1, "a")])
    assert doubtful([(3, "a"), (-4, "b")])
    assert not doubtful([(3, "a"), (-8, "b"), (6, "c")])
    assert not doubtful([(JOIN, "a")])
    assert not doubtful([(-1, "a")])
    assert not doubtful([])
    assert reasons([(3, "a"), (-1, "b")]) == "a (+3); b (-1)"


# ---------------------------------------------------------------- with a layout

WIDTHS = (9.0, 24.0)


def _drawn(rows: list[tuple[list[str], list[str]]]) -> Table:
    """Rows of a name and a text in lines, 9 and 24 squares wide."""
    made = []
    top = 84.0
    for name, text in rows:
        height = max(len(name), len(text)) * PITCH
        x = 60.0
        row = []
        for column, (lines, width) in enumerate(zip((name, text), WIDTHS, strict=True)):
            right = x + width * EM + 10
            placed = tuple(line(t, x + 5, top + i * PITCH, 1) for i, t in enumerate(lines))
            row.append(Cell(placed, column, places=(Place(page=1, box=(x, top, right, top + height)),)))
            x = right
        made.append(Row(tuple(row)))
        top += height
    return Table(tuple(made), 2)


WHOLE = (["海岸線聯合淨灘活動", "案"], ["各市於四月至九月輪流辦理淨灘活動並統計垃圾之種類及", "數量，於年底前公布。"])


def _reasons(
    above: tuple[list[str], list[str]], below: tuple[list[str], list[str]], bottom: float = 0.0
) -> dict[str, int]:
    table = _drawn([WHOLE, WHOLE, above, below])
    columns = Columns(table, 0, {3}, {1: bottom} if bottom else {})
    points = weigh(columns, {c.column: c for c in table.rows[2].cells}, table.rows[3], at_break=True)
    return {text: p for p, text in points}


def test_full_lines_speak_for_a_cut_row() -> None:
    found = _reasons(
        (["岸邊的自行車道整建"], ["東城段於四月施工，西城段於五月辦理會勘並於六月公告並"]), (["案"], ["提報。"])
    )
    assert found["the name above fills its line"] > 0
    assert found["the text above breaks off at the edge of the cell"] > 0
    assert found["every cell above is full to its edge"] > 0
    assert sum(found.values()) >= JOIN


def test_lines_with_room_speak_against_it() -> None:
    found = _reasons((["步道案"], ["東城段於四月施工"]), (["公園案"], ["西城段規劃中。"]))
    assert found["the name above had room for the next word"] < 0
    assert found["the last line above had room for the next word"] < 0


def test_a_name_that_ends_higher_than_its_row_is_not_cut() -> None:
    text = ["東城段於四月施工，西城段於五月辦理會勘並於六月公告並"] * 4
    found = _reasons((["岸邊的自行車道整建"], text), (["公園案"], ["提報。"]))
    assert found["the name above ends higher than its row"] < 0
    one_higher = _reasons((["岸邊的自行車道整建"], text[:2]), (["案"], ["提報。"]))
    assert "the name above ends higher than its row" not in one_higher


def test_a_page_with_room_left_was_not_cut() -> None:
    row = (["岸邊的自行車道整建"], ["東城段於四月施工，西城段於五月辦理會勘並於六月公告並"])
    assert _reasons(row, (["案"], ["提報。"]), bottom=700)["the page above had room left"] < 0
    assert "the page above had room left" not in _reasons(row, (["案"], ["提報。"]), bottom=190)
