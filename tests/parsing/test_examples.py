"""The example declarations for other bodies: a page of TOML each, tried on documents laid out as theirs are."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kbbt.document import Document
from kbbt.parsing import Declarations, load_declarations, parse
from kbbt.records import Source

from .conftest import ROOT, document

EXAMPLES = ROOT / "docs" / "examples" / "parsers"
FIVE = [
    ROOT / "parsers" / "deputy-mayors-minutes.toml",
    EXAMPLES / "council-minutes.toml",
    EXAMPLES / "legislature-resolutions.toml",
    EXAMPLES / "suggestions-table.toml",
    EXAMPLES / "ndc-minutes.toml",
]


@pytest.fixture(scope="module")
def with_examples() -> Declarations:
    return load_declarations([EXAMPLES, ROOT / "parsers"])


def read(found: Document, declarations: Declarations, family: str) -> Source:
    source = parse(found, declarations, source="0" * 64, name="example.pdf")
    assert source.family == family
    return source


@pytest.mark.parametrize("path", FIVE, ids=lambda p: p.stem)
def test_a_new_family_takes_at_most_sixty_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 60


COUNCIL = """
某某市議會第 2 屆第 3 次定期大會第 8 次會議紀錄
日　期：中華民國 104 年 5 月 20 日上午 9 時 5 分(中午 12 時休息，下午 3 時繼續開會)
地　點：本會議事廳
出　席：議長王某某
議員李某某等 50 人（如簽到簿）
請　假：議員陳某某
主　席：王議長某某
記　錄：張某某、林某某
甲、報告事項
一、主席宣告開會。
乙、質詢事項
繼續市政總質詢
丙、討論事項
二讀會
審議市政府提案
編號：1　類別：民政
案由：請審議辦理「重陽節敬老晚會活動」經費 3 萬元，擬先行墊付執行案。
決議：同意辦理。
編號：2　類別：社政
案由：請審議「甲計畫」等 7 項計畫經費，合計 6,346 萬 7,000 元整，擬先行墊付執行案。
發言議員：
黃議員某某
說明人員：
社會局長
決議：退回。
編號：3　類別：教育
案由：請審議文化局補助案。
決議：同意辦理。
丁、決定事項
主席於下午 5 時 48 分提：擬延長開會時間，請同意案。（無異議通過）
戊、散會：下午 6 時 19 分。
"""


def test_council_minutes(with_examples: Declarations) -> None:
    source = read(document(COUNCIL), with_examples, "council-minutes")
    assert source.problems == []
    meeting = source.meetings[0]
    assert (meeting.platform, meeting.ordinal) == ("某某市議會", 8)
    assert f"{meeting.starts_at:%Y-%m-%dT%H:%M} {meeting.ends_at:%H:%M}" == "2015-05-20T09:05 18:19"
    assert meeting.attendees == "議長王某某\n議員李某某等 50 人（如簽到簿）"
    assert [s.heading for s in meeting.sections] == ["二讀會\n審議市政府提案"]
    items = meeting.sections[0].resolutions
    assert [(r.label, r.fields["category"], r.fields["decision"]) for r in items] == [
        ("1", "民政", "同意辦理。"),
        ("2", "社政", "退回。"),
        ("3", "教育", "同意辦理。"),
    ]
    assert items[1].fields["speakers"] == "黃議員某某"
    assert items[1].mentions[0].name == "請審議「甲計畫」等 7 項計畫經費，合計 6,346 萬 7,000 元整，擬先行墊付執行案"
    assert meeting.fields["質詢事項"] == "繼續市政總質詢"
    assert meeting.fields["決定事項"].startswith("主席於下午 5 時 48 分提")


WRITTEN = """
某某市議會第 1 屆
第2次定期大會
第32次會議
會議紀錄
某某市議會第1屆第2次定期大會第32次會議紀錄
日　期：中華民國100年11月23日上午10時10分
地　點：本會議事廳
主　席：許議長某某
甲、質詢事項
今天議程採書面質詢。
"""


def test_a_sitting_without_decisions_has_none(with_examples: Declarations) -> None:
    source = read(document(WRITTEN), with_examples, "council-minutes")
    assert source.problems == []
    assert len(source.meetings) == 1
    assert source.meetings[0].sections == []
    assert source.meetings[0].date == dt.date(2011, 11, 23)


LEGISLATURE = """
某某部彙編
立法院審議中央政府總預算案所提決議、附帶決議及注意事項辦理情形報告表
中華民國113年度
| 決議、附帶決議及注意事項 | < | 辦理情形 |
| 項　次 | 內　容 | ^ |
| | 避免政府透過徵收獲利。 | 已報請核定。 |
| (四) | 請研議編制員額標準。 | 本部持續會同審慎研議。 |
| (五) | 請於3個月內提出書面報告。 | 業於113年1月24日函送書面報告。 |
"""


def test_legislature_resolutions(with_examples: Declarations) -> None:
    source = read(document(LEGISLATURE), with_examples, "legislature-resolutions")
    report = source.reports[0]
    assert report.platform == "某某部"
    assert [(e.fields["label"], e.name, e.text) for e in report.groups[0].entries] == [
        ("(四)", "請研議編制員額標準。", "本部持續會同審慎研議。"),
        ("(五)", "請於3個月內提出書面報告。", "業於113年1月24日函送書面報告。"),
    ]
    assert [p.code for p in source.problems] == ["parser.row", "parser.date"]
    assert "避免政府透過徵收獲利。 | 已報請核定。" in source.problems[0].text


SUGGESTIONS = """
某某縣政府101年度對議員所提地方建設建議事項處理明細表
至101年6月止
表4 (本表為半年報) 單位：千元
| 議員姓名 | 建議項目及內容 | 建議地點 | 建議金額 | 核定情形 | < | < | < | < |
| ^ | ^ | ^ | ^ | 核定金額 | 經費支用科目 | 主辦機關 | 招標方式 | 得標廠商 |
| 何某某 | 道路工程 | 民雄鄉 | 1,500 | 1,500 | 農水路維護 | 公所 | 公開招標 | 招標中 |
| 余某某 | 排水工程 | 大林鎮 | 2,070 | 1,000 | 治山防洪 | 縣政府 | 公開招標 | |
| 合　計 | < | < | 3,570 | 2,500 | | | | |
註：1.本表主辦機關為主計處。
2.本表於7月20日前送達。
"""


def test_suggestions_table(with_examples: Declarations) -> None:
    source = read(document(SUGGESTIONS), with_examples, "suggestions-table")
    assert source.problems == []
    report = source.reports[0]
    assert report.date == dt.date(2012, 6, 30)
    entries = report.groups[0].entries
    assert [e.name for e in entries] == ["道路工程", "排水工程"]
    assert entries[0].fields == {
        "member": "何某某",
        "location": "民雄鄉",
        "amount": "1,500",
        "approved": "1,500",
        "account": "農水路維護",
        "agency": "公所",
        "procurement": "公開招標",
        "contractor": "招標中",
    }
    assert report.fields["notes"].split("\n") == [
        "表4 (本表為半年報) 單位：千元",
        "註：1.本表主辦機關為主計處。",
        "2.本表於7月20日前送達。",
    ]


def test_the_total_row_is_a_check(with_examples: Declarations) -> None:
    source = read(document(SUGGESTIONS.replace("2,500", "2,600")), with_examples, "suggestions-table")
    assert [(p.code, "核定金額" in p.text) for p in source.problems] == [("parser.total", True)]


NDC = """
「資料治理」工作會議
會議紀錄
壹、時　　間：113年9月5日(星期四) 上午10時00分
貳、開會地點：第一會議室
參、主　　席：王主任某某　　　　　記錄：李某某
肆、出席人員：(詳簽到單)
伍、主席致詞：感謝各機關參與。
陸、報告事項：
一、前次會議紀錄確認。
柒、會議決議：
一、請各機關完成下列事項：
(一)盤點資料集。
(二)訂定開放時程。
二、下次會議另行通知。
捌、散　　會：上午11時30分。
"""


def test_ndc_template(with_examples: Declarations) -> None:
    source = read(document(NDC), with_examples, "ndc-minutes")
    assert source.problems == []
    meeting = source.meetings[0]
    assert (meeting.platform, meeting.venue, meeting.chair, meeting.recorder, meeting.attendees) == (
        "資料治理",
        "第一會議室",
        "王主任某某",
        "李某某",
        "(詳簽到單)",
    )
    assert f"{meeting.starts_at:%Y-%m-%dT%H:%M} {meeting.ends_at:%H:%M}" == "2024-09-05T10:00 11:30"
    assert (meeting.fields["主席致詞"], meeting.fields["報告事項"]) == ("感謝各機關參與。", "一、前次會議紀錄確認。")
    assert [(r.label, r.text) for r in meeting.sections[0].resolutions] == [
        ("一", "一、請各機關完成下列事項：\n(一)盤點資料集。\n(二)訂定開放時程。"),
        ("二", "二、下次會議另行通知。"),
    ]


BILLS = """
某某縣議會第17屆第5次定期會議案一覽表
第一審查會（民政類） 議員提案
| 編　號 | 提案人 | 案　由 | 審查意見 | 大會議決 |
| 民乙10 | 陳某某 | 請縣府研議設置第二行政區乙案。 | 照原案通過 | 照審查意見通過 |
第三審查會（建設類） 議員提案
| 編　號 | 提案人 | 案　由 | 審查意見 | 大會議決 |
| 建乙58 | 周某某 | 請改善道路。 | 研議辦理 | 照審查意見通過 |
"""


def test_bills_by_committee(with_examples: Declarations) -> None:
    source = read(document(BILLS), with_examples, "bills-table")
    groups = source.reports[0].groups
    assert [(g.name, [e.fields["label"] for e in g.entries]) for g in groups] == [
        ("第一審查會（民政類）", ["民乙10"]),
        ("第三審查會（建設類）", ["建乙58"]),
    ]
