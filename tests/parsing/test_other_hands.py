"""Minutes of other groups, laid out in other ways."""

from __future__ import annotations

import pytest

from kbbt.parsing import Declarations, parse
from kbbt.records import Meeting, Source

from . import documents
from .conftest import document


def read(text: str, declarations: Declarations) -> Source:
    source = parse(document(text), declarations, source="0" * 64, name="minutes.txt")
    assert source.family == "working-group-minutes"
    assert len(source.meetings) == 1
    return source


Decision = tuple[str, list[str], str | None]


def decisions(meeting: Meeting) -> list[Decision]:
    return [
        (r.label, [m.name for m in r.mentions if m.role == "subject"], r.disposition)
        for s in meeting.sections
        for r in s.resolutions
    ]


def test_subject_explanation_decision(declarations: Declarations) -> None:
    source = read(documents.TRANSPORT, declarations)
    meeting = source.meetings[0]
    assert source.problems == []
    assert (meeting.group, meeting.year, meeting.ordinal) == ("交通組", 114, 2)
    assert (meeting.chair, meeting.recorder) == ("陳副局長大文", "李小同")
    assert f"{meeting.starts_at:%Y-%m-%dT%H:%M} {meeting.ends_at:%H:%M}" == "2025-06-12T14:30 16:10"
    assert decisions(meeting) == [
        ("案由一", ["跨市公車動態資訊整合"], "delist"),
        ("案由二", ["河濱自行車道標誌一致化"], "add"),
        ("案由三", ["淡水河北側沿河平面道路工程進度"], "continue"),
        ("案由四", ["基隆河谷廊帶停車資訊整合", "共享機車跨市停放"], None),
    ]
    last = meeting.sections[0].resolutions[3]
    assert [(m.disposition, m.evidence) for m in last.mentions] == [
        ("propose-delist", "提下次副市長層級會議申請解除列管"),
        ("continue", "持續列管"),
    ]
    first = meeting.sections[0].resolutions[0]
    assert first.fields["decision"] == "一、本案已完成介接，同意解除列管。\n二、請各市自行維運。"
    assert first.text.startswith("案由一：「跨市公車動態資訊整合」辦理情形，提請討論。\n說明：\n1、臺北市")
    assert meeting.fields["報告事項"] == "前次會議決議辦理情形，洽悉。"
    assert [m.text for m in meeting.motions] == [
        "（一）桃園市政府交通局：請各市提供春節疏運資料。",
        "（二）無其他提案。",
    ]


def test_a_table_of_cases_inside_minutes(declarations: Declarations) -> None:
    source = read(documents.HEALTH, declarations)
    meeting = source.meetings[0]
    assert source.problems == []
    assert (meeting.group, meeting.recorder, meeting.attendees) == ("衛生社福組", "吳某某", "如簽到冊")
    assert decisions(meeting) == [
        ("1", ["電子煙 Get Out!"], "continue"),
        ("2", ["感染管制課程"], "delist"),
        ("3", ["愛心待用餐交流計畫"], "propose-delist"),
        ("一", ["跨市長照據點資訊共享"], "add"),
        ("二", ["青少年心理健康支持方案"], "defer"),
    ]
    row = meeting.sections[0].resolutions[0]
    assert row.text == "1.聯合稽查達300家次。\n2.持續監測網路平台。"
    assert row.fields == {"agency": "桃園市政府衛生局", "due": "114年12月31日", "decision": "持續列管"}
    assert row.evidence == "持續列管"
    assert row.places
    assert f"{meeting.ends_at:%H:%M}" == "11:00"


def test_minutes_laid_out_as_a_form(declarations: Declarations) -> None:
    source = read(documents.FORM, declarations)
    meeting = source.meetings[0]
    assert source.problems == []
    assert (meeting.group, meeting.ordinal, meeting.venue) == ("環境資源組", 3, "新北市政府環境保護局")
    assert (meeting.chair, meeting.recorder, meeting.attendees) == ("林專門委員某某", "黃某某", "詳簽到表")
    assert decisions(meeting) == [
        ("一", ["北北基桃空品不良季聯合稽查"], "continue"),
        ("二", ["東門溪水質改善"], "delist"),
    ]
    assert f"{meeting.starts_at:%H:%M} {meeting.ends_at:%H:%M}" == "10:00 11:30"


def test_rulings_of_the_chair_under_each_item(declarations: Declarations) -> None:
    source = read(documents.RULINGS, declarations)
    meeting = source.meetings[0]
    assert source.problems == []
    assert (meeting.attendees, meeting.recorder) == ("如簽到表", "鄭某某")
    assert decisions(meeting) == [
        ("一", ["打造綠色旅遊路線"], "continue"),
        ("二", ["四市聯合海外行銷案"], None),
        ("三", ["演藝團隊匯演交流"], None),
    ]
    (passed_on,) = [m for m in meeting.sections[0].resolutions[1].mentions if m.role == "predecessor"]
    assert (passed_on.name, passed_on.relation, passed_on.disposition) == ("2025世壯運聯合宣傳", "merged", "delist")


def test_what_is_not_understood_is_said_and_nothing_is_lost(declarations: Declarations) -> None:
    source = read(documents.OTHER_GROUP, declarations)
    meeting = source.meetings[0]
    assert meeting.group == "數位治理組"
    assert meeting.starts_at is None
    assert meeting.fields["time"] == "114年4月31日(星期三)下午2時"
    assert meeting.fields["附錄"] == "資安演練時程表另送。"
    assert decisions(meeting) == [("一", ["智慧路燈資料交換案"], "continue"), ("二", [], None)]
    assert sorted(p.code for p in source.problems) == [
        "parser.date",
        "parser.no-case",
        "parser.undeclared-heading",
        "parser.unknown-group",
    ]


@pytest.mark.parametrize("mark", ["（更正版）", "(修正版)", "（114年9月5日更正）", "更正本"])
def test_the_mark_of_an_edition_is_part_of_the_title(mark: str, declarations: Declarations) -> None:
    (meeting,) = read(documents.RULINGS.replace("會議紀錄", f"會議紀錄{mark}"), declarations).meetings
    assert (meeting.group, meeting.ordinal, meeting.fields["edition"]) == ("觀光文創組", 2, "corrected")
    assert meeting.title.endswith(mark)


def test_an_edition_is_told_by_a_line_above_the_title_or_the_name_of_the_file(declarations: Declarations) -> None:
    above = read(f"（草案）\n{documents.RULINGS.strip()}", declarations)
    assert (above.meetings[0].fields["edition"], above.problems) == ("draft", [])
    named = parse(document(documents.RULINGS), declarations, source="0" * 64, name="會議紀錄(更正版).docx")
    assert named.meetings[0].fields["edition"] == "corrected"


def test_several_groups_in_one_file(declarations: Declarations) -> None:
    both = parse(
        document(documents.HEALTH + documents.RULINGS), declarations, source="0" * 64, name="minutes.txt"
    ).meetings
    assert [m.group for m in both] == ["衛生社福組", "觀光文創組"]
    assert [len(m.sections) for m in both] == [2, 1]


def test_a_line_between_motions_in_parts_is_kept(declarations: Declarations) -> None:
    text = documents.TRANSPORT.replace(
        "（一）桃園市政府交通局：請各市提供春節疏運資料。\n（二）無其他提案。",
        "各市提案：\n案由一：春節疏運。\n決議：請各市辦理。",
    )
    meeting = read(text, declarations).meetings[0]
    assert [m.text for m in meeting.motions] == ["各市提案：", "案由一：春節疏運。\n決議：請各市辦理。"]


def test_headings_without_labels_and_names_without_marks(declarations: Declarations) -> None:
    source = read(documents.MARKED, declarations)
    meeting = source.meetings[0]
    assert [(s.label, s.heading) for s in meeting.sections] == [
        ("", "【持續列管案件】"),
        ("", "【解除列管案件】"),
        ("", "研擬新增提案"),
    ]
    assert decisions(meeting) == [
        ("一", ["都會空間治理"], "continue"),
        ("二", ["和興路44巷跨景美溪人行景觀橋工程"], "continue"),
        ("三", ["新北桃園殯儀館設施使用費互惠"], "delist"),
        ("四", ["跨市社會住宅資訊平臺"], "add"),
        ("五", [], None),
    ]
    assert sorted(p.code for p in source.problems) == ["parser.names", "parser.no-case"]


def test_a_proposal_named_on_a_later_line(declarations: Declarations) -> None:
    source = read(documents.PROPOSALS, declarations)
    assert source.problems == []
    assert decisions(source.meetings[0]) == [
        ("提案一", ["特種搜救隊合作與交流"], "continue"),
        ("提案二", ["氣象情資交流"], "delist"),
    ]
    assert source.meetings[0].sections[0].resolutions[0].fields["proposer"] == "新北市政府消防局"
