"""Lines broken by the width of the page."""

from __future__ import annotations

import pytest

from kbbt.document import Cell, Document, Paragraph, Place, Row, Table
from kbbt.repair import repair
from kbbt.repair.evidence import closes, cuts_date, finished, is_field, leans_back, open_brackets, open_ended, runs_on
from kbbt.repair.frames import wrap_width
from kbbt.repair.lines import join_paragraphs
from kbbt.text import join_lines, squeeze
from tests.repair.making import EM, PITCH, Layout, Setter, line, lines_of, office, paged, plain, tables, texts

RIGHT = 523.0


def _lines(*entries: tuple[float, str] | tuple[float, str, bool], page: int = 1) -> list[Paragraph]:
    """Lines one under the other: (indent in squares, text, full to the right edge)."""
    made = []
    for i, entry in enumerate(entries):
        indent, text = entry[0], entry[1]
        full = len(entry) > 2
        made.append(line(text, 72 + indent * EM, 84 + i * PITCH, page, x1=RIGHT if full else None))
    return made


FILL = _lines(
    *((0.0, "此行印滿至右邊界以便得知文字於何處換行而其後即另起一行" + "字" * 10, True) for _ in range(4)), page=2
)


def _joined(*entries: tuple[float, str] | tuple[float, str, bool]) -> list[str]:
    """The paragraphs of page 1; page 2 shows where the right edge is."""
    return texts(join_paragraphs(paged([*_lines(*entries), *FILL], 2)))[: -len(texts(join_paragraphs(paged(FILL, 2))))]


def test_a_full_line_goes_on() -> None:
    assert _joined((0, "(一)瑞山案：本案經東城市及西城市同意，", True), (2, "俟副市長會議提出。")) == [
        "(一)瑞山案：本案經東城市及西城市同意，俟副市長會議提出。"
    ]


def test_a_line_with_room_ends_its_paragraph() -> None:
    assert _joined((0, "一、報告事項"), (0, "各市依序報告。")) == ["一、報告事項", "各市依序報告。"]


def test_a_line_with_room_goes_on_when_its_sentence_does() -> None:
    assert _joined((0, "出席：王五、李六、"), (0, "張三。")) == ["出席：王五、李六、張三。"]
    assert _joined((0, "四市將參加「淨零轉型"), (0, "媒合會」共同展示。")) == ["四市將參加「淨零轉型媒合會」共同展示。"]


def test_a_label_after_a_full_line_begins_a_paragraph_in_its_sequence() -> None:
    assert _joined((0, "1. 甲案於四月底完成並函送各市備查在案。", True), (0, "2. 乙案。")) == [
        "1. 甲案於四月底完成並函送各市備查在案。",
        "2. 乙案。",
    ]
    # the first number of a list in a list, without an end mark before it
    assert _joined((0, "1. 推動四市共同建立計畫制度", True), (1, "(1)辦理會議。"), (1, "(2)辦理參訪。")) == [
        "1. 推動四市共同建立計畫制度",
        "(1)辦理會議。",
        "(2)辦理參訪。",
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("(二)毒品防制案：請各市加強查緝第", "三、四級毒品，並按季提報。"),
        ("(二)道路案：期程自民國", "113. 4 月起算。"),
        ("(二)道路案：依計畫書第", "5. 點辦理。"),
        ("(二)道路案：都市計畫審議會第", "12、13 次會議通過。"),
    ],
)
def test_a_label_by_chance_is_text(first: str, second: str) -> None:
    before = ((0, "(一)甲案：同意。"),)
    assert _joined(*before, (0, first, True), (2, second)) == ["(一)甲案：同意。", first + second]


def test_a_full_line_before_another_indent_ends_its_paragraph() -> None:
    assert _joined(
        (0, "本組將提報兩案至委員會，屆時定案後再請各市提供成果資料彙整。", True),
        (0, "另請各市於會後一週內提供聯絡窗口。"),
        (2, "散會後各單位續行協商。"),
    ) == [
        "本組將提報兩案至委員會，屆時定案後再請各市提供成果資料彙整。另請各市於會後一週內提供聯絡窗口。",
        "散會後各單位續行協商。",
    ]


def test_a_first_line_indent_begins_a_paragraph() -> None:
    assert _joined(
        (2, "第一段的第一行印到右邊界為止而", True),
        (0, "第二行也印到右邊界為止剛好結束。", True),
        (2, "第二段由縮排開始。"),
    ) == ["第一段的第一行印到右邊界為止而第二行也印到右邊界為止剛好結束。", "第二段由縮排開始。"]


def test_a_centred_title_in_two_lines_is_one() -> None:
    first = line("114 年度「山海城聯盟」橋梁組第 5 次工作小組", 72, 84, 1, x1=RIGHT)
    second = line("會議紀錄", 72 + (RIGHT - 72) / 2 - 24, 84 + PITCH, 1)
    assert (
        texts(join_paragraphs(paged([first, second, *FILL], 2)))[0]
        == "114 年度「山海城聯盟」橋梁組第 5 次工作小組會議紀錄"
    )


def test_lines_of_other_sizes_or_far_apart_are_other_paragraphs() -> None:
    big = line("山海城聯盟第五次會議紀錄與附件說明資料", 72, 60, 1, x1=RIGHT, em=20)
    small = line("本紀錄經各市確認後分送。", 72, 84, 1)
    assert len(texts(join_paragraphs(paged([big, small, *FILL], 2)))) > len(texts(join_paragraphs(paged(FILL, 2)))) + 1
    far = line("下一段離得遠。", 72, 84 + 4 * PITCH, 1)
    near = line("前一段印到右邊界為止而沒有標點", 72, 84, 1, x1=RIGHT)
    assert texts(join_paragraphs(paged([near, far, *FILL], 2)))[1] == "下一段離得遠。"


def test_a_paragraph_on_two_pages_has_two_places() -> None:
    first = line("(二)淨零案：請各市於十月前辦理，四市決議於 114 年 10 月", 72, 760, 1, x1=RIGHT)
    rest = [
        line("18 日共同辦理系列活動，宣傳相關資訊並於會後檢討各項工作成果", 96, 84, 2, x1=RIGHT),
        line("及資訊。", 96, 102, 2),
    ]
    document = join_paragraphs(paged([first, *rest, *_lines(*((0, "字" * 37, True),) * 4, page=3)], 3))
    assert document.blocks[0].places == (
        Place(page=1, box=(72, 760, RIGHT, 772)),
        Place(page=2, box=(96, 84, RIGHT, 114)),
    )


def test_latin_words_are_joined_with_a_blank_and_confidence_is_kept() -> None:
    a, b = (
        line(t, 72, 84 + i * PITCH, 1, x1=RIGHT if i == 0 else None) for i, t in enumerate(("參加 Smart", "City 展"))
    )
    a = Paragraph(a.text, places=a.places, is_line=True, confidence=0.5)
    b = Paragraph(b.text, places=b.places, is_line=True, confidence=1.0)
    joined = join_paragraphs(paged([a, b, *FILL], 2)).blocks[0]
    assert isinstance(joined, Paragraph)
    assert joined.text == "參加 Smart City 展"
    assert joined.confidence is not None
    assert 0.5 < joined.confidence < 1.0


def test_lines_of_a_cell_are_measured_by_their_cell() -> None:
    box = (100.0, 84.0, 232.0, 160.0)
    entries = ["1. 東城已完成第二", "標發包。", "2. 西城規劃中。"]
    lines = tuple(line(t, 105, 87 + i * PITCH, 1, x1=227 if i == 0 else None) for i, t in enumerate(entries))
    table = Table((Row((Cell(lines, 0, places=(Place(page=1, box=box),)),)),), 1, (Place(page=1, box=box),))
    cell = tables(join_paragraphs(paged([table])))[0].rows[0].cells[0]
    assert [p.text for p in cell.paragraphs] == ["1. 東城已完成第二標發包。", "2. 西城規劃中。"]


@pytest.mark.parametrize("width", [20.0, 24.5, 31.0, 36.0])
@pytest.mark.parametrize("page_lines", [5, 8, 30])
def test_minutes_set_in_any_width_come_out_whole(width: float, page_lines: int) -> None:
    setter = Setter(Layout(page_lines=page_lines, number="- {n} -"), width=140 + width * EM)
    for indent, hanging, text in MINUTES:
        setter.paragraph(text, indent, hanging, width)
    assert [squeeze(t) for t in texts(repair(setter.document()))] == [squeeze(t) for _, _, t in MINUTES]


def test_paragraphs_with_an_indented_first_line() -> None:
    entries = [
        "一、本組將提報兩項方案至委員會審議，屆時定案後再請各市提供成果資料，俾利彙整並於年度大會說明。",
        "各市應於會後一週內提供聯絡窗口及辦理期程，並副知其他三市之業務單位，以利後續橫向聯繫與協調。",
        "二、散會後由主辦單位彙整意見，並於下次會議提報辦理情形；如有跨市議題，另行召開會議研商。",
    ]
    setter = Setter(Layout(page_lines=40, number=""), width=140 + 24 * EM)
    for text in entries:
        # two characters in, the other lines at the margin
        setter.paragraph(text, 2.0, -2.0, 26.0)
    assert texts(repair(setter.document())) == entries


def test_a_field_after_hanging_lines_is_no_rest_of_them() -> None:
    # the text of the first field is full and ends without a mark, in quotation marks that nobody closed
    assert _joined(
        (0, "案由：請審議「本市河段乙筆出租市有", True),
        (3, "非公用土地，擬完成處分程序", True),
        (0, "決議：同意辦理。"),
    ) == ["案由：請審議「本市河段乙筆出租市有非公用土地，擬完成處分程序", "決議：同意辦理。"]


def test_an_item_announces_a_paragraph_where_its_neighbours_do() -> None:
    entries = (
        (0, "(一)瑞山案："),
        (2, "本案持續辦理。"),
        (0, "(二)美國關稅衝擊應變方案之共享產業與勞動監測資訊：", True),
        (2, "本案提報副市長層級會議。"),
    )
    assert _joined(*entries) == [entry[1] for entry in entries]
    # the first of its kind gives no such sign: a colon may stand at the end of any line
    assert _joined(entries[2], entries[3]) == [entries[2][1] + entries[3][1]]


def test_the_text_of_a_field_hangs_under_it() -> None:
    assert _joined(
        (0, "列席：秘書長徐某、專門委員陳某、傅某、簡", True), (5, "某、陳某，法規室主任許某。"), (5, "紀錄：林某")
    ) == ["列席：秘書長徐某、專門委員陳某、傅某、簡某、陳某，法規室主任許某。", "紀錄：林某"]


MINUTES: list[tuple[float, float, str]] = [
    (0.0, 0.0, "壹、時間：114 年 2 月 27 日(星期四)下午 2 時"),
    (0.0, 0.0, "貳、地點：東城市政府"),
    (0.0, 0.0, "肆、會議決議："),
    (1.0, 2.0, "一、列管合作案(共 3 案)："),
    (
        2.0,
        2.0,
        "(一)河口濕地案：請四市勞動單位繼續透過本組 LINE 群組共享監測資訊，並於 114 年 4 月赴中東地區時評估共同辦理，本案持續列管。",
    ),
    (
        2.0,
        2.0,
        "(二)老街夜間照明案：有關費用分攤部分，由主辦機關評估是否有分攤需求，如需其他機關協助，則另行召開會議協調；今年度將由本市主辦「低碳技術媒合會」。",
    ),
    (2.0, 2.0, "(三)道路養護案："),
    (3.0, 1.0, "1. 三、四級道路之養護由各市依既有機制辦理，迄今均無異常情形。"),
    (3.0, 1.0, "2. 請各市於下次會議提報。"),
    (0.0, 0.0, "伍、臨時動議：無。"),
    (0.0, 0.0, "陸、散會：下午 3 時 15 分"),
]


# ---------------------------------------------------------------- without boxes


def test_a_text_goes_on_where_it_says_so() -> None:
    document = plain(
        "(六)食農案：東城市預計八月辦理，請四市持續分享資訊，\n\n避免同日辦理活動，本案持續列管。\n\n"
        "1. 未來將以「提供基地」、「共同推廣」\n\n等方式進行。"
    )
    assert texts(repair(document)) == [
        "(六)食農案：東城市預計八月辦理，請四市持續分享資訊，避免同日辦理活動，本案持續列管。",
        "1. 未來將以「提供基地」、「共同推廣」等方式進行。",
    ]


def test_fields_titles_and_items_stay_on_their_own() -> None:
    lines = [
        "114年度「山海城聯盟」橋梁組第5次工作小組",
        "會議紀錄",
        "肆、出席人員：詳如簽到表",
        "紀錄：林某",
        "伍、臨時動議：明年會議提案主題",
        "本組將提報兩案。",
        "(一)瑞山案：",
        "本案持續辦理。",
    ]
    assert texts(repair(plain("\n\n".join(lines)))) == lines
    assert texts(repair(plain("\n".join(lines)))) == lines


def test_a_text_wrapped_by_hand_at_one_width() -> None:
    document = plain(
        "一、本次會議由各市輪流報告辦理情形以及後續之規\n劃，並請主辦單位於會後一週內彙整各市之意見函\n送相關單位參考。\n"
        "二、各市於三月底前依前次會議結論提供聯絡窗口名\n單，俾利後續聯繫。\n三、散會。"
    )
    assert [t[:2] for t in texts(repair(document))] == ["一、", "二、", "三、"]


def test_wrapping_is_seen_only_where_lines_end_together() -> None:
    assert wrap_width(lines_of(plain("\n".join(["甲" * 30, "乙" * 30, "丙" * 29, "短行。"])))) == 30
    assert wrap_width(lines_of(plain("\n".join(["甲" * 30, "乙" * 12, "丙" * 50])))) is None
    # two lines of many do where both break off; not where one is a sentence or an item follows
    short = ["短行。"] * 20
    assert wrap_width(lines_of(plain("\n".join(["甲" * 30, "乙。", *short, "丙" * 29, "丁。"])))) == 30
    assert wrap_width(lines_of(plain("\n".join(["甲" * 30, "乙。", *short, "丙" * 29 + "」", "一、丁。"])))) is None
    assert wrap_width(lines_of(plain("\n".join(["甲" * 30, "乙。", *short, "丙" * 28 + "！", "丁。"])))) is None


def test_paragraphs_of_an_office_document_are_joined_only_in_mid_sentence() -> None:
    assert texts(repair(office("請各市持續分享資訊，", "避免同日辦理。", "紀錄：林某", "地點：會議室"))) == [
        "請各市持續分享資訊，避免同日辦理。",
        "紀錄：林某",
        "地點：會議室",
    ]


def test_paragraphs_that_the_format_numbers_are_never_joined() -> None:
    document = office("一、甲案，")
    second = Paragraph("二、乙案", label="二、", level=0)
    assert len(repair(Document((*document.blocks, second), document.media_type)).blocks) == 2


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("甲，", "乙。", True),
        ("甲。", "乙。", False),
        ("甲「乙", "丙」丁", True),
        ("甲「乙」", "丙」丁", False),
        ("共 8", "月辦理", True),
        ("甲", "、乙", True),
        ("甲，", "紀錄：乙", False),
        ("甲", "乙", False),
        ("", "乙", False),
    ],
)
def test_what_two_texts_say_to_each_other(first: str, second: str, expected: bool) -> None:
    assert runs_on(first, second) is expected


def test_the_pieces_of_evidence() -> None:
    assert finished("完成。")
    assert finished("說「完成。」")
    assert not finished("說「完成」")
    assert open_brackets("甲（乙「丙") == "(「"
    assert open_brackets("甲」乙") == ""
    assert closes("(「", "丁」")
    assert not closes("「", "「丁」")
    assert open_ended("甲、")
    assert leans_back("等方式")
    assert is_field("紀錄：林某")
    assert not is_field("本案由各市政府於會後一週內提供：")
    assert cuts_date("113 年", "7 月")
    assert not cuts_date("118年6月", "113年")


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("時間：113年5月8日下午2時3", "0分", "時間：113年5月8日下午2時30分"),
        ("時間：1", "13年5月8日", "時間：113年5月8日"),
        ("時間：113年1", "2月8日", "時間：113年12月8日"),
        ("時間：113年5月2", "8日", "時間：113年5月28日"),
        ("113年5月8日（三）1", "4時", "113年5月8日（三）14時"),
        ("113年5月8日14:3", "0", "113年5月8日14:30"),
        ("會議第1", "2次", "會議第12次"),
        ("經費12,3", "45元", "經費12,345元"),
        ("列管案件項次1", "112年度辦理", "列管案件項次1 112年度辦理"),
        ("比例為1:1", "5月辦理", "比例為1:1 5月辦理"),
        ("地點：臺北101", "3樓", "地點：臺北101 3樓"),
    ],
)
def test_a_number_cut_by_a_line_break_is_one(first: str, second: str, whole: str) -> None:
    assert join_lines(first, second) == whole
