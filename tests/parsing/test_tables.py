"""Status tables as other bodies lay them out: more columns, headers of two rows, ticks, merged groups, totals."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from kbbt.document import Document, Note, Paragraph
from kbbt.parsing import Declarations, parse
from kbbt.records import Source, StatusEntry, StatusReport

from .conftest import document, table

TITLE = "「基北北桃合作交流平臺」合作方案辦理情形\n資料時間：114年6月30日\n"


def read(text: str, declarations: Declarations) -> Source:
    source = parse(document(text), declarations, source="0" * 64, name="status.docx")
    assert source.family == "status-report"
    return source


def report(text: str, declarations: Declarations) -> StatusReport:
    source = read(text, declarations)
    assert source.problems == []
    assert len(source.reports) == 1
    return source.reports[0]


def entries(found: StatusReport) -> list[tuple[str, str, str]]:
    return [(g.name, e.name, e.text) for g in found.groups for e in g.entries]


def entry(found: StatusReport, name: str) -> StatusEntry:
    return next(e for g in found.groups for e in g.entries if e.name == name)


def test_columns_in_any_order_with_further_ones(declarations: Declarations) -> None:
    found = report(
        TITLE
        + """
(一)交通組
| 項次 | 最新辦理情形 | 合作方案名稱 | 主辦機關 | 預定完成日期 | 經費來源 |
| 1 | 已開工。 | 吉林街拓寬案 | 臺北市政府 | 114年12月 | 自籌 |
| 2 | 施工中。 | 捷運三鶯線 | 新北市政府 | 115年6月 | |
""",
        declarations,
    )
    assert found.date == dt.date(2025, 6, 30)
    assert entries(found) == [("交通組", "吉林街拓寬案", "已開工。"), ("交通組", "捷運三鶯線", "施工中。")]
    assert entry(found, "吉林街拓寬案").fields == {
        "label": "1",
        "agency": "臺北市政府",
        "due": "114年12月",
        "經費來源": "自籌",
    }
    assert "經費來源" not in entry(found, "捷運三鶯線").fields


def test_tick_columns_give_the_disposition(declarations: Declarations) -> None:
    source = read(
        TITLE
        + """
(一)交通組
| 方案名稱 | 辦理情形 | 管考建議 | < | 管考意見 |
| ^ | ^ | 解除列管 | 繼續列管 | ^ |
| 甲案 | 已完成。 | ✓ | | 成效良好 |
| 乙案 | 辦理中。 | | V | |
| 丙案 | 規劃中。 | ■ | □ | |
| 丁案 | 規劃中。 | | | |
| 戊案 | 規劃中。 | ● | ● | |
| 己案 | 規劃中。 | 俟驗收 | | |
""",
        declarations,
    )
    found = source.reports[0]
    assert [(e.name, e.disposition, e.evidence) for e in found.groups[0].entries] == [
        ("甲案", "delist", "解除列管"),
        ("乙案", "continue", "繼續列管"),
        ("丙案", "delist", "解除列管"),
        ("丁案", None, None),
        ("戊案", None, None),
        ("己案", None, None),
    ]
    assert entry(found, "甲案").fields == {"解除列管": "✓", "advice": "成效良好"}
    assert entry(found, "己案").fields == {"解除列管": "俟驗收"}
    assert [p.code for p in source.problems] == ["parser.ticks"]


def test_a_merged_group_column_is_carried_down(declarations: Declarations) -> None:
    found = report(
        TITLE
        + """
| 組別 | 方案名稱 | 最新辦理情形 |
| 交通組 | 甲案 | 施工中。 |
| ^ | 乙案 | 施工中。 |
| | 丙案 | 施工中。 |
| 災防組 | 丁案 | 已辦理。 |
""",
        declarations,
    )
    assert [(g, n) for g, n, _ in entries(found)] == [
        ("交通組", "甲案"),
        ("交通組", "乙案"),
        ("交通組", "丙案"),
        ("災防組", "丁案"),
    ]


def test_groups_as_rows_and_a_header_said_again(declarations: Declarations) -> None:
    found = report(
        TITLE
        + """
| 方案名稱 | 最新辦理情形 |
| 一、交通組（2案） | < |
| 甲案 | 施工中。 |
| 乙案 | 施工中。 |
| 方案名稱 | 最新辦理情形 |
| 二、災防組（1案） | < |
| 丙案 | 已辦理。 |
""",
        declarations,
    )
    assert [(g, n) for g, n, _ in entries(found)] == [("交通組", "甲案"), ("交通組", "乙案"), ("災防組", "丙案")]
    assert [[(t.count, t.kind) for t in g.declared] for g in found.groups] == [[(2, "total")], [(1, "total")]]


def test_one_case_told_in_several_rows(declarations: Declarations) -> None:
    found = report(
        TITLE
        + """
(一)交通組
| 方案名稱 | 主辦機關 | 最新辦理情形 |
| 甲案 | 臺北市 | 已完成設計。 |
| ^ | 新北市 | 已開工。 |
| 乙案 | 基隆市 | 規劃中。 |
""",
        declarations,
    )
    assert entries(found) == [("交通組", "甲案", "已完成設計。\n已開工。"), ("交通組", "乙案", "規劃中。")]
    assert entry(found, "甲案").fields == {"agency": "臺北市\n新北市"}


def test_a_table_that_goes_on_without_its_header(declarations: Declarations) -> None:
    found = report(
        TITLE
        + """
(一)交通組
| 方案名稱 | 最新辦理情形 |
| 甲案 | 施工中。 |

(二)災防組
| 乙案 | 已辦理。 |
""",
        declarations,
    )
    assert entries(found) == [("交通組", "甲案", "施工中。"), ("災防組", "乙案", "已辦理。")]


def test_totals_are_no_records_and_are_checked(declarations: Declarations) -> None:
    text = """
(一)交通組
| 方案名稱 | 最新辦理情形 | 經費 |
| 甲案 | 施工中。 | 1,500 |
| 乙案 | 施工中。 | 500 |
| 小計 | | 2,000 |
| 丙案 | 施工中。 | 100 |
| 合　計 | | {total} |
"""
    assert len(report(TITLE + text.format(total="2,100"), declarations).groups[0].entries) == 3
    problems = read(TITLE + text.format(total="2,200"), declarations).problems
    assert [(p.code, "2,200" in p.text, "2,100" in p.text) for p in problems] == [("parser.total", True, True)]


def test_what_is_missing_or_unknown_is_said(declarations: Declarations) -> None:
    source = read(
        """
「基北北桃合作交流平臺」合作方案辦理情形
本表由幕僚單位彙整。
(一)青年事務組
| 方案名稱 | 最新辦理情形 |
| 甲案 | |
| | 這一列沒有名稱。 |

| 姓名 | 電話 |
| 某某 | 1234 |
""",
        declarations,
    )
    assert [g.name for g in source.reports[0].groups] == ["青年事務組"]
    by_code = {p.code: p.text for p in source.problems}
    assert sorted(by_code) == [
        "parser.date",
        "parser.no-text",
        "parser.row",
        "parser.table",
        "parser.unknown-group",
        "parser.unread",
    ]
    assert "這一列沒有名稱。" in by_code["parser.row"]
    assert "1234" in by_code["parser.table"]
    assert "本表由幕僚單位彙整。" in by_code["parser.unread"]


def test_a_city_that_nobody_declared_is_said(declarations: Declarations) -> None:
    text = "(一)交通組\n| 方案名稱 | 辦理情形 |\n| 甲案 | 1.台北市：完成。/2.宜蘭縣：規劃中。/3.新北市政府：施工。 |\n"
    source = read(TITLE + text, declarations)
    assert [(p.code, "宜蘭縣" in p.text) for p in source.problems] == [("parser.unknown-city", True)]


def test_an_impossible_date_is_said(declarations: Declarations) -> None:
    source = read(
        TITLE.replace("6月30日", "2月30日") + "(一)交通組\n| 方案名稱 | 辦理情形 |\n| 甲 | 乙 |", declarations
    )
    assert source.reports[0].date is None
    assert source.reports[0].fields["date"] == "114年2月30日"
    assert "parser.date" in [p.code for p in source.problems]


def test_two_reports_in_one_file(declarations: Declarations) -> None:
    body = "(一)交通組\n| 方案名稱 | 辦理情形 |\n| 甲案 | 施工中。 |\n"
    source = read(TITLE + body + TITLE.replace("114年6月", "114年9月") + body, declarations)
    assert [r.date for r in source.reports] == [dt.date(2025, 6, 30), dt.date(2025, 9, 30)]


def test_a_name_broken_in_its_cell_is_one_line(declarations: Declarations) -> None:
    block = table([["方案名稱", "最新辦理情形"], ["113年基北北桃「我的減碳存摺」/綠運輸合作方案", "1.甲/2.乙"]], 2)
    head = tuple(Paragraph(line) for line in TITLE.strip().split("\n"))
    source = parse(Document((*head, block), "text/plain"), declarations, source="0" * 64, name="status.docx")
    found = source.reports[0].groups[0].entries[0]
    assert (found.name, found.text) == ("113年基北北桃「我的減碳存摺」綠運輸合作方案", "1.甲\n2.乙")


def test_groups_are_known_through_marks_brackets_and_words_round_them(declarations: Declarations) -> None:
    headings = [
        "◎交通組：", "【災防組】", "表1　教育文化組", "附件二、產業民生組", "第五組：都會發展組", "衛生社福組合作方案（共1案）",
        "(七)環境資源組列管案件辦理情形", "■ 觀光文創組",
    ]  # fmt: skip
    tables = "".join(
        f"\n{heading}\n| 方案名稱 | 最新辦理情形 |\n| 甲{i}案 | 完成。 |\n" for i, heading in enumerate(headings)
    )
    found = report(TITLE + tables, declarations)
    assert [g.name for g in found.groups] == [
        "交通組", "災防組", "教育文化組", "產業民生組", "都會發展組", "衛生社福組", "環境資源組", "觀光文創組",
    ]  # fmt: skip


def test_a_heading_nobody_declared_begins_a_group_and_is_asked(declarations: Declarations) -> None:
    source = read(
        TITLE
        + """
(一)交通組
| 方案名稱 | 最新辦理情形 |
| 甲案 | 完成。 |

(二)道路安全類
| 方案名稱 | 最新辦理情形 |
| 乙案 | 完成。 |
""",
        declarations,
    )
    assert entries(source.reports[0]) == [("交通組", "甲案", "完成。"), ("道路安全類", "乙案", "完成。")]
    assert [p.code for p in source.problems] == ["parser.unknown-group"]


def test_a_group_that_ocr_misread_is_taken_for_the_one_that_reads_like_it(declarations: Declarations) -> None:
    text = (
        TITLE
        + """
(一)交通細
| 方案名稱 | 最新辦理情形 |
| 甲案 | 完成。 |
"""
    )
    printed = document(text)
    scan = replace(printed, notes=(Note("ocr.page", "page 1 was read by OCR", ()),))
    source = parse(scan, declarations, source="s", name="n")
    assert [g.name for g in source.reports[0].groups] == ["交通組"]
    assert [p.code for p in source.problems if p.code != "ocr.page"] == ["parser.misread"]
    # on paper it is printed so, and asked
    assert [g.name for g in read(text, declarations).reports[0].groups] == ["交通細"]


def test_a_sentence_between_two_tables_begins_no_group(declarations: Declarations) -> None:
    source = read(
        TITLE
        + """
(一)交通組
| 方案名稱 | 最新辦理情形 |
| 甲案 | 完成。 |

以下各案由新北市主政，請參閱。

| 方案名稱 | 最新辦理情形 |
| 乙案 | 完成。 |
""",
        declarations,
    )
    assert [g for g, _, _ in entries(source.reports[0])] == ["交通組", "交通組"]
    assert [p.code for p in source.problems] == ["parser.unread"]


def test_a_column_of_decisions_decides(declarations: Declarations) -> None:
    found = report(
        TITLE
        + """
(一)交通組
| 方案名稱 | 辦理情形 | 管考結果 |
| 甲案 | 本案將持續列管至完工。 | 解除列管 |
| 乙案 | 施工中。 | 繼續列管 |
| 丙案 | 已完成。 | □繼續列管/■解除列管 |
| 丁案 | 施工中。 | ■ 繼續列管　□ 解除列管 |
| 戊案 | 規劃中。 | ☐繼續列管 ☐解除列管 |
| 己案 | 將持續列管。 | |
""",
        declarations,
    )
    assert [(e.name, e.disposition, e.evidence) for e in found.groups[0].entries] == [
        ("甲案", "delist", "解除列管"),
        ("乙案", "continue", "繼續列管"),
        ("丙案", "delist", "解除列管"),
        ("丁案", "continue", "繼續列管"),
        ("戊案", None, None),
        ("己案", None, None),  # the text of a status table reports, it does not list
    ]


def test_a_ditto_mark_stands_for_the_cell_above(declarations: Declarations) -> None:
    found = report(
        TITLE
        + """
(一)交通組
| 方案名稱 | 主辦機關 | 最新辦理情形 | 經費 |
| 甲案 | 臺北市 | 施工中。 | 5 |
| 乙案 | 〃 | 同上 | |
| 丙案 | 同上 | 施工中。 | 〃 |
""",
        declarations,
    )
    assert [(e.text, e.fields.get("agency"), e.fields.get("經費")) for e in found.groups[0].entries] == [
        ("施工中。", "臺北市", "5"),
        ("同上", "臺北市", None),
        ("施工中。", "臺北市", "〃"),  # nothing stands above it
    ]


def test_a_heading_in_a_row_that_nobody_merged(declarations: Declarations) -> None:
    found = report(
        TITLE
        + """
(一)交通組
| 項次 | 方案名稱 | 最新辦理情形 |
| 壹、跨市案件 | | |
| 1 | 甲案 | 施工中。 |
""",
        declarations,
    )
    assert entries(found) == [("交通組", "甲案", "施工中。")]
    assert entry(found, "甲案").fields["heading"] == "壹、跨市案件"


def test_cases_and_ticks_are_counted_by_the_totals(declarations: Declarations) -> None:
    text = """
| 項次 | 方案名稱 | 最新辦理情形 | 解除列管 |
| 一、交通組 | < | < | < |
| 1 | 甲案 | 施工中。 | |
| 2 | 乙案 | 已完成。 | V |
| 小計 | 2案 | | 1 |
| 二、災防組 | < | < | < |
| 3 | 丙案 | 已完成。 | V |
| 小計 | 1案 | | 1 |
| 合計 | {cases}案 | | {ticks} |
"""
    good = report(TITLE + text.format(cases=3, ticks=2), declarations)
    assert [[(t.what, t.count) for t in g.declared] for g in good.groups] == [[("小計", 2)], [("小計", 1)]]
    problems = read(TITLE + text.format(cases=4, ticks=1), declarations).problems
    assert [p.code for p in problems] == ["parser.total", "parser.total"]
    assert ["方案名稱" in problems[0].text, "解除列管" in problems[1].text] == [True, True]


def test_a_subtotal_of_a_part_is_not_that_of_its_group(declarations: Declarations) -> None:
    text = "(一)交通組\n| 方案名稱 | 最新辦理情形 |\n| 甲案 | 施工中。 |\n| 小計 | 1案 |\n| 乙案 | 施工中。 |\n| 合計 | 2案 |\n"
    assert report(TITLE + text, declarations).groups[0].declared == []


def test_a_table_with_titles_of_its_own_does_not_go_on_with_the_one_before(declarations: Declarations) -> None:
    source = read(
        TITLE
        + """
(一)交通組
| 方案名稱 | 最新辦理情形 |
| 甲案 | 完成。 |

(二)災防組

| 組別 | 案件數 |
| 交通組 | 1 |
""",
        declarations,
    )
    assert entries(source.reports[0]) == [("交通組", "甲案", "完成。")]
    assert "parser.table" in [p.code for p in source.problems]


def test_a_table_of_figures_right_below_gives_no_records(declarations: Declarations) -> None:
    source = read(
        TITLE
        + """
(一)交通組
| 方案名稱 | 最新辦理情形 |
| 甲案 | 持續列管 |
| 組別 | 案件數 |
| 交通組 | 1 |
| 某某縣市 | 2 |
| 合計 | 3 |
| 方案名稱 | 最新辦理情形 |
| 乙案 | 完成。 |
""",
        declarations,
    )
    assert entries(source.reports[0]) == [("交通組", "甲案", "持續列管"), ("交通組", "乙案", "完成。")]
    (told,) = [p.text for p in source.problems if p.code == "parser.table"]
    assert all(word in told for word in ("組別 | 案件數", "交通組 | 1", "某某縣市 | 2", "合計 | 3"))


def test_figures_of_a_group_are_no_case_where_their_titles_are_lost(declarations: Declarations) -> None:
    source = read(
        TITLE
        + """
(一)交通組
| 方案名稱 | 最新辦理情形 |
| 甲案 | 完成。 |
| 交通組 | 1 |
| 災防組 | 12 |
""",
        declarations,
    )
    assert entries(source.reports[0]) == [("交通組", "甲案", "完成。")]
    (told,) = [p.text for p in source.problems if p.code == "parser.table"]
    assert "交通組 | 1" in told
    assert "災防組 | 12" in told


def test_a_title_below_another_one_in_the_same_cell_names_the_column(declarations: Declarations) -> None:
    found = report(
        TITLE
        + """
(一)交通組
| 項次 | 方案名稱 | 執行狀況/最新辦理情形 | 改善/方案 |
| 1 | 甲案 | 施工中。 | 加派人力 |
""",
        declarations,
    )
    assert entries(found) == [("交通組", "甲案", "施工中。")]
    assert entry(found, "甲案").fields["改善方案"] == "加派人力"


def test_numbered_notes_below_a_table_are_notes(declarations: Declarations) -> None:
    text = "\n(一)交通組\n| 方案名稱 | 最新辦理情形 |\n| 甲案 | 完成。 |\n\n註1：標示※者為新增。\n\n註二、其餘照舊。\n"
    assert report(TITLE + text, declarations).fields["notes"] == "註1：標示※者為新增。\n註二、其餘照舊。"
