"""Minutes whose lists stand in one another and are all numbered 1. 2. 3., as web pages and Markdown have them."""

from __future__ import annotations

import pytest

from kbbt.document import Paragraph
from kbbt.parsing import Declarations, load_declarations, parse
from kbbt.parsing.outline import Node, outline
from kbbt.readers import read
from kbbt.repair import repair

HTML = """<p>113 年度「基北北桃合作交流平臺」產業民生組第 1 次工作小組會議紀錄</p>
<ol><li>時間：113 年 2 月 27 日(星期二)下午 2 時 00 分</li><li>地點：301 會議室</li><li>主持人：甲</li>
<li>會議決議：<ol><li>列管合作案（計 2 案）：<ol><li>青創交流合作：請 4 市持續辦理。</li><li>公有市場聯合行銷活動：予以解列。</li></ol></li>
<li>研擬新增合作提案：<ol><li>新興能源經驗交流合作案：本案同意新增立案。</li></ol></li></ol></li><li>臨時動議：無。</li></ol>"""
MARKDOWN = """113 年度「基北北桃合作交流平臺」產業民生組第 1 次工作小組會議紀錄

1. 時間：113 年 2 月 27 日(星期二)下午 2 時 00 分
2. 地點：301 會議室
3. 主持人：甲
4. 會議決議：
   1. 列管合作案（計 2 案）：
      1. 青創交流合作：請 4
         市持續辦理。
      2. 公有市場聯合行銷活動：予以解列。
   2. 研擬新增合作提案：
      1. 新興能源經驗交流合作案：本案同意新增立案。
5. 臨時動議：無。
"""


@pytest.fixture(scope="module")
def declarations() -> Declarations:
    return load_declarations()


@pytest.mark.parametrize(("text", "name"), [(HTML, "a.html"), (MARKDOWN, "a.md")])
def test_a_list_in_a_list_stands_below_its_item(text: str, name: str, declarations: Declarations) -> None:
    source = parse(repair(read(text.encode(), name)), declarations, source="0" * 64, name=name)
    (meeting,) = source.meetings
    assert (meeting.venue, meeting.chair, meeting.motions) == ("301 會議室", "甲", [])
    assert [
        (section.heading, [(r.label, r.mentions[0].name, r.disposition) for r in section.resolutions])
        for section in meeting.sections
    ] == [
        ("列管合作案（計 2 案）", [("1", "青創交流合作", "continue"), ("2", "公有市場聯合行銷活動", "delist")]),
        ("研擬新增合作提案", [("1", "新興能源經驗交流合作案", "add")]),
    ]
    assert source.problems == []


def test_roman_numbers_stand_below_letters_and_letters_come_as_far_as_i() -> None:
    def shown(node: Node) -> list[object]:
        return [[child.label.number if child.label else None, *shown(child)] for child in node.children]

    levels = [["decimal"], ["letter", "letter-paren"], ["roman", "roman-paren"]]
    texts = ["1. 甲", "a. 乙", "i. 子", "ii. 丑", "iv. 寅", "b. 丙", "(i)卯", "Ⅱ、辰"]
    assert shown(outline([Paragraph(text) for text in texts], levels)) == [
        [1, [1, [1], [2], [4]], [2, [1], [2]]],
    ]
    letters = outline([Paragraph(f"{c}. 甲") for c in "abcdefghij"], levels)
    assert [child.label.number for child in letters.children if child.label] == list(range(1, 11))
