"""Minutes whose lines break where no reader of layout can know it, and meetings that begin without a title."""

from __future__ import annotations

import pytest

from kbbt.parsing import Declarations, parse
from kbbt.records import Source
from kbbt.repair import repair
from tests.parsing.conftest import document

_TITLE = "113年度「基北北桃合作交流平臺」觀光文創組第2次工作小組會議紀錄"
_TIME = "時間：113年5月8日(星期三)下午2時"
_DECIDED = "壹、會議決議：\n一、「甲案」：解除列管。"


def _read(declarations: Declarations, *lines: str) -> Source:
    return parse(repair(document("\n".join((_TITLE, *lines)))), declarations, source="0" * 64, name="t.txt")


@pytest.mark.parametrize(
    "lines",
    [
        "主席：周局長某某　　　紀\n錄：王小明",
        "主席：周局長某某　　　紀 錄 人\n員：王小明",
        "主\n席：周局長某某\n紀\n錄：王小明",
        "主席：周局長某某　　紀錄：王小明",
    ],
)
def test_a_name_of_a_field_cut_by_a_line_break(declarations: Declarations, lines: str) -> None:
    (meeting,) = _read(declarations, _TIME, lines, _DECIDED).meetings
    assert (meeting.chair, meeting.recorder) == ("周局長某某", "王小明")


def test_a_name_of_a_heading_cut_by_a_line_break(declarations: Declarations) -> None:
    (meeting,) = _read(declarations, _TIME, _DECIDED, "貳、臨時動\n議：請提供資料。", "參、散會：下午3時").meetings
    assert [m.text for m in meeting.motions] == ["請提供資料。"]


def test_two_names_one_under_the_other_stay_two(declarations: Declarations) -> None:
    (meeting,) = _read(
        declarations, "會議\n時間：113年5月8日下午2時", "主席：周某\n會議\n地點：線上", _DECIDED
    ).meetings
    assert meeting.venue == "線上"
    assert meeting.starts_at is not None


def test_a_time_cut_by_a_line_break(declarations: Declarations) -> None:
    (meeting,) = _read(declarations, _TIME + "3\n0分", "地點：線上", _DECIDED).meetings
    assert f"{meeting.starts_at:%H:%M}" == "14:30"


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        ("提案單位：交通局\n請各市提供資料。\n提案單位：工務局\n請各市配合。", 2),
        ("案由：借車。\n說明：略。\n案由：修路。", 2),
        ("臨時動議一：借車。\n臨時動議二：修路。", 2),
        ("動議人：王委員\n借車。\n動議人：李委員\n修路。", 2),
        ("交通局：請各市提供資料。\n並請於月底前送達。", 1),
        ("提案單位：交通局\n案由：借車。\n說明：略。", 1),
    ],
)
def test_motions_without_labels(declarations: Declarations, lines: str, count: int) -> None:
    (meeting,) = _read(declarations, _TIME, _DECIDED, "貳、臨時動議：", lines, "參、散會：下午3時").meetings
    assert len(meeting.motions) == count


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("時間：113年9月9日(星期一)下午3時", True),
        ("時間：113年5月8日下午2時", False),
        ("時間：另行通知", False),
    ],
)
def test_a_second_time_on_another_day_is_asked(declarations: Declarations, line: str, asked: bool) -> None:
    source = _read(declarations, _TIME, _DECIDED, line, "主席：王某", "壹、會議決議：\n一、「乙案」：持續列管。")
    assert ("parser.sitting" in [p.code for p in source.problems]) == asked
