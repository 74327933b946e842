"""Labels that are typed, and names that only look labelled."""

from __future__ import annotations

import pytest

from kbbt.repair.labelling import set_labels
from tests.repair.making import grid, labelled, office


def _labels(*paragraphs: str) -> list[str]:
    return [p.label for p in set_labels(office(*paragraphs)).paragraphs()]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("壹、時間：九時", "壹、"),
        ("一、報告", "一、"),
        ("（一）瑞山案", "（一）"),
        ("(一) 瑞山案", "(一)"),
        ("1. 甲案", "1."),
        ("(1)甲案", "(1)"),
        ("① 甲案", "①"),
        ("● 甲案", "●"),
        ("113年7月11日會議", ""),
        ("113.7.11 會議", ""),
        ("1.5 倍", ""),
        ("○○市政府", ""),
        ("三、四級毒品講習方案", ""),
        ("1、2 月份辦理", ""),
        ("一般事項", ""),
    ],
)
def test_one_paragraph_alone(text: str, label: str) -> None:
    assert _labels(text) == [label]


def test_neighbours_tell_a_label_from_an_enumeration() -> None:
    assert _labels("二、概況", "三、四級道路養護", "四、結語") == ["二、", "三、", "四、"]
    assert _labels("一、二手書交流", "二、圖書館") == ["一、", "二、"]
    assert _labels("甲案", "三、四級毒品講習方案", "乙案") == ["", "", ""]


def test_each_cell_is_a_container_of_its_own() -> None:
    table = grid(["二、甲", "x"], ["三、四級毒品講習方案", "y"])
    assert [p.label for p in set_labels(office(table)).paragraphs()] == ["二、", "", "", ""]


def test_a_readers_label_stays() -> None:
    assert [p.label for p in set_labels(labelled("第一案：甲", "第一案：")).paragraphs()] == ["第一案："]


def test_a_label_is_a_prefix_of_its_text() -> None:
    for paragraph in set_labels(office("一 、甲", "（ 一 ）乙", "1 .丙")).paragraphs():
        assert paragraph.text.startswith(paragraph.label)
