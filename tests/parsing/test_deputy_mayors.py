"""Minutes of the deputy mayors' meeting: the decisions that list and delist."""

from __future__ import annotations

import pytest

from kbbt.parsing import Declarations, parse
from kbbt.records import Meeting

from .conftest import document
from .documents import DEPUTY_MAYORS


@pytest.fixture(scope="module")
def meeting(declarations: Declarations) -> Meeting:
    source = parse(document(DEPUTY_MAYORS), declarations, source="0" * 64, name="minutes.docx")
    assert source.family == "deputy-mayors-minutes"
    assert source.problems == []
    return source.meetings[0]


def test_title_and_fields(meeting: Meeting) -> None:
    assert (meeting.level, meeting.year, meeting.ordinal, meeting.group) == ("deputy-mayors", 113, 3, None)
    assert (meeting.chair, meeting.recorder) == ("新北市政府 林副市長永安", "王曉明")
    assert f"{meeting.starts_at:%Y-%m-%dT%H:%M} {meeting.ends_at:%H:%M}" == "2024-07-11T14:00 15:30"
    assert meeting.fields["報告事項"] == "各組合作方案辦理情形，洽悉。"


def test_decisions(meeting: Meeting) -> None:
    found = [
        (r.label, [m.name for m in r.mentions], r.disposition, r.evidence)
        for s in meeting.sections
        for r in s.resolutions
    ]
    assert found == [
        ("（一）", ["跨市設置通勤綠廊標誌牌面"], "add", "新增列管案"),
        ("（二）", ["研議電動輔助自行車跨市騎乘規範及配套"], "add", "同意新增立案"),
        (
            "（一）",
            [
                "共享轄內大貨車車籍資料",
                "整合各縣市自行車道鋪面顏色",
                "建請中央提供共享運具管理業者優惠或免費之駕照查詢機制",
            ],
            "delist",
            "同意解列",
        ),
        ("（二）", ["電競產業推動合作", "食農/漁教育合作交流"], "delist", "解除列管"),
        ("（一）", ["瑞芳工業區事業廢棄物清運案"], "continue", "暫不解除列管"),
        ("（二）", ["青創交流合作"], "continue", "請各市持續分享活動訊息"),
        ("（三）", ["基隆河谷廊帶整合計畫"], "propose-add", "提報市長層級會議新增列管"),
    ]


def test_the_group_of_a_list_is_kept(meeting: Meeting) -> None:
    assert [r.fields.get("group") for r in meeting.sections[1].resolutions] == ["交通組", "產業民生組"]


def test_totals(meeting: Meeting) -> None:
    assert [(t.count, t.kind) for s in meeting.sections for t in s.declared] == [(2, "total"), (5, "total")]
