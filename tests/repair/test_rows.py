"""Rows cut by a page break become one; two true rows never do."""

from __future__ import annotations

import pytest

from kbbt.document import Document
from kbbt.repair import repair, repair_with_trace
from kbbt.text import squeeze
from tests.repair.making import Layout, Setter, cells, grid, office, plain, tables

HEAD = ("方案名稱", "最新辦理情形")


def _over_the_break(
    first: tuple[str, str], second: tuple[str, str], *, before: tuple[str, str] = ("起始案", "已完成。")
) -> Document:
    """A plain text whose table goes on after a blank line and its header once more."""
    row = "{}\t{}\n".format
    return plain(row(*HEAD) + row(*before) + row(*first) + "\n" + row(*HEAD) + row(*second) + row("末案", "已驗收。"))


def _middle(document: Document) -> list[list[str]]:
    """The rows between the first and the last of :func:`_over_the_break`."""
    return cells(tables(repair(document))[0])[2:-1]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # no name on the next page
        (("甲案", "各市將陸續辦理相關"), ("", "活動並檢討成果。")),
        (("甲案", "1. 已完成。"), ("", "2. 預計年底驗收。")),
        (("甲案", "已完成設計。"), ("", "另於八月發包。")),
        # the name is cut as well
        (
            ("海洋日淨灘行動：護海總動員」", "1. 東城：辦理兩場次，並籌辦成果"),
            ("(共同議題—「氣候變遷」)", "發表會。 2. 西城：規劃中。"),
        ),
        (("「沿海步道", "1. 東城段施工中，西城段"), ("串聯」計畫", "規劃中。 2. 預計年底完工。")),
        (("跨市公車路線(北", "1. 已完成會勘。 2. 路線圖"), ("段)調整", "已公告。 3. 十月試辦。")),
        # only the name goes on
        (("三號水岸自行車道", "已完工。"), ("串接案", "")),
        # a list, a date and a bracket tell that the text goes on
        (("沿海(", "1. 完成第一標。 2. 完成第二標。"), ("北段)步道", "3. 完成第三標。")),
        (("老街(一", "預計 113 年"), ("期)案", "7 月完工。")),
    ],
)
def test_a_cut_row_becomes_one(first: tuple[str, str], second: tuple[str, str]) -> None:
    assert _middle(_over_the_break(first, second)) == [[squeeze(a + b) for a, b in zip(first, second, strict=True)]]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("甲案", "已完成。"), ("乙案", "施工中。")),
        (("甲案", "1. 已完成。 2. 已驗收。"), ("乙案", "1. 施工中。")),
        (("甲案", "請各市將議題納入討論"), ("乙案", "1. 東城：施工中。")),
        (("甲案", "參加訓練 2 梯次共 8 人參訓"), ("乙案", "東城市於四月辦理完竣。")),
        (("甲案(第1期)", "已完成。"), ("乙案(第2期)", "已完成。")),
        (("甲案", "副市長會議同意解列。"), ("乙案", "副市長會議同意解列。")),
    ],
)
def test_two_rows_stay_two(first: tuple[str, str], second: tuple[str, str]) -> None:
    assert _middle(_over_the_break(first, second)) == [[squeeze(t) for t in first], [squeeze(t) for t in second]]


def test_a_doubt_is_said_and_not_acted_on() -> None:
    # All other texts end with a mark, this one does not: it may be cut, or somebody forgot the mark.
    finished = [(f"{n}號案", "已完成各項工作。") for n in "一二三四"]
    document = office(
        grid(HEAD, *finished, ("跨縣市廊道", "預計四月辦理各項測試並")),
        grid(HEAD, ("標誌牌面案", "彙整成果。"), ("末案", "已驗收。")),
    )
    repaired = repair_with_trace(document)
    assert len(tables(repaired.document)[0].rows) == 8
    assert [n.code for n in repaired.document.notes] == ["maybe-cut-row"]
    assert [n.code for n in repaired.notes] == ["joined-table", "maybe-cut-row"]
    assert repair(repaired.document) == repaired.document


def test_numbers_of_their_own_make_rows() -> None:
    head, first = ("項次", *HEAD), ("1", "甲案(北", "東城段施工中，西城段")
    document = office(grid(head, first, header=1), grid(head, ("2", "乙案", "規劃中，預計年底完工。"), header=1))
    assert len(tables(repair(document))[0].rows) == 3
    document = office(grid(head, first, header=1), grid(head, ("", "段)整建", "規劃中。"), header=1))
    assert cells(tables(repair(document))[0])[1] == ["1", "甲案(北段)整建", "東城段施工中，西城段規劃中。"]


@pytest.mark.parametrize("again", ["甲案（續）", "甲案(續1)", "甲案續"])
def test_a_name_said_again_on_the_next_page_is_said_once(again: str) -> None:
    document = _over_the_break(("甲案", "1. 已完成。"), (again, "2. 施工中。"))
    repaired = repair_with_trace(document)
    assert cells(tables(repaired.document)[0])[2:-1] == [["甲案", "1.已完成。2.施工中。"]]
    assert [d.text for d in repaired.dropped if d.kind == "repeated-name"] == [again]


def test_the_same_name_on_the_next_page_needs_a_text_that_goes_on() -> None:
    assert _middle(_over_the_break(("甲案", "1. 已完成。"), ("甲案", "2. 施工中。"))) == [
        ["甲案", "1.已完成。2.施工中。"]
    ]
    assert len(_middle(_over_the_break(("甲案", "1. 已完成。"), ("甲案", "1. 施工中。")))) == 2


def test_a_group_said_in_every_row_says_nothing_of_the_row() -> None:
    head = ("組別", *HEAD)
    first = grid(head, ("道路組", "甲案", "已完成。"), ("道路組", "乙案", "施工中。"), header=1)
    second = grid(head, ("道路組", "丙案", "規劃中。"), header=1)
    assert len(tables(repair(office(first, second)))[0].rows) == 4


def test_a_row_cut_by_hand_without_a_break_is_joined_when_its_list_goes_on() -> None:
    document = office(
        grid(
            HEAD,
            ("甲案", "1. 東城已完成各項工作並驗收。\n2. 西城施工中。"),
            ("", "3. 南城規劃中。"),
            ("乙案", "各市持續辦理。"),
        )
    )
    assert [row[0] for row in cells(tables(repair(document))[0])] == ["方案名稱", "甲案", "乙案"]


def test_an_empty_name_alone_does_not_join_rows_away_from_a_break() -> None:
    document = office(
        grid(HEAD, ("甲案", "已完成各項工作並驗收。"), ("", "各市持續辦理其他工作。"), ("乙案", "各市持續辦理。"))
    )
    assert len(tables(repair(document))[0].rows) == 4


def test_the_halves_of_a_paragraph_of_the_format_become_one() -> None:
    document = office(grid(HEAD, ("甲案", "各市辦理相關")), grid(HEAD, ("", "活動。\n另於八月發包。")))
    cell = tables(repair(document))[0].rows[1].cells[1]
    assert [p.text for p in cell.paragraphs] == ["各市辦理相關活動。", "另於八月發包。"]


REPORT = [
    (
        "三號水岸自行車道串接",
        "1. 113年3月8日東城市完成第2標發包，工程費1億2,340萬元，預計114年6月30日完工。\n2. 兩市每季召開「水岸專案小組」會議。",
    ),
    ("虹橋拓寬(北岸段)", "用地徵收已於 112 年 9 月 15 日公告，俟都市計畫變更審議通過後施工。"),
    (
        "跨市公車路線整合與共用站位資訊看板(共同議題—「人本交通」)",
        "1. 路線 A12 及 F5 自 112 年 11 月 1 日起試辦。\n2. 針對異動路線，現行皆會函文、電話或開會研商等方式溝通協調，倘大幅異動亦須經審議會審議。",
    ),
    ("河口濕地聯合巡守", "四市輪流辦理巡守志工訓練，本季完成 3 場次共 126 人次，下季由西城市主辦。"),
    (
        "Green Harbor 淨零港灣行動：藍碳總動員",
        "1. 東城：(1)辦理研習 2 梯次。\n2. 西城：預計下半年針對未參加學校再加開場次，以達成每校至少 1 名種子教師之目標。\n3. 南城：規劃中。",
    ),
    ("老屋修繕諮詢", "113 年 7 月 11 日第 3 次會議同意解列。"),
    ("三、四級道路養護交流", "113 年 7 月 11 日第 3 次會議同意解列。"),
    (
        "「低碳學校·永續校園」觀摩活動",
        "1. 北城：於 113 年 3 月完成第一季觀摩，園區結合生態保育與遊憩規劃，提供多元的教育場域。\n2. 東城：第二季預計於六月舉行。",
    ),
    ("社區照顧據點人力共訓共用平台", "各市已將課程資料上傳至共用平台，並按季檢討參訓情形與師資名單"),
    ("建請中央提供共享運具管理業者優惠之查詢機制", "113 年 7 月 11 日第 3 次會議同意解列。"),
]


def _set(layout: Layout, report: list[tuple[str, str]]) -> Document:
    setter = Setter(layout)
    setter.paragraph("山海城聯盟合作方案辦理情形")
    setter.paragraph("(一)道路組")
    setter.table(report[:5])
    setter.paragraph("(二)其他組")
    setter.table(report[5:])
    return setter.document()


LAYOUTS = [
    Layout(page_lines=lines, widths=widths, repeat=repeat, shift=shift, head=head, hanging=hanging, number=number)
    for lines in range(9, 26)
    for widths, repeat, shift, head, hanging, number in (
        ((9.0, 24.0), True, 0.0, "", 1.0, "第 {n} 頁"),
        ((7.0, 26.0), False, 0.0, "山海城聯盟合作方案辦理情形", 0.0, "- {n} -"),
        ((12.0, 18.0), True, 8.0, "", 1.5, "{n}"),
    )
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda x: f"{x.page_lines}-{x.widths[0]:.0f}")
def test_a_report_broken_anywhere_comes_out_whole(layout: Layout) -> None:
    document = repair(_set(layout, REPORT))
    rows = [row for table in tables(document) for row in cells(table)[1:]]
    expected = [[squeeze(t) for t in row] for row in REPORT]
    if document.notes:
        # Where nothing on the pages tells, the parts stay apart, in order, and the doubt is said.
        assert {n.code for n in document.notes} == {"maybe-cut-row"}
        assert ["".join(column) for column in zip(*rows, strict=True)] == [
            "".join(c) for c in zip(*expected, strict=True)
        ]
        assert len(rows) == len(expected) + len(document.notes)
    else:
        assert rows == expected
    assert len(tables(document)) == 2


def test_nearly_all_breaks_are_told() -> None:
    doubts = [n for layout in LAYOUTS for n in repair(_set(layout, REPORT)).notes]
    assert len(doubts) <= len(LAYOUTS) // 20
