"""Flattened lists."""

from __future__ import annotations

import pytest

from kbbt.repair.items import split_items
from tests.repair.making import grid, labelled, office, tables, texts


@pytest.mark.parametrize(
    ("printed", "items"),
    [
        ("1. 甲案完成。 2. 乙案施工中。 3. 丙案規劃。", ["1. 甲案完成。", "2. 乙案施工中。", "3. 丙案規劃。"]),
        ("1.甲案完成。2.乙案施工中。", ["1.甲案完成。", "2.乙案施工中。"]),
        ("一、甲案；二、乙案。", ["一、甲案；", "二、乙案。"]),
        ("(一)甲案同意。 (二)乙案緩議。", ["(一)甲案同意。", "(二)乙案緩議。"]),
        # the sentence before has no end mark
        ("1. 兩梯次共 8 人參訓 2. 社區觀摩：120 人。", ["1. 兩梯次共 8 人參訓", "2. 社區觀摩：120 人。"]),
        # a list inside an item, and the outer one going on
        (
            "1. 東城：成立青年局。 2. 西城： (1)辦理交流。 (2)召開會議。 3. 南城：規劃。",
            ["1. 東城：成立青年局。", "2. 西城：", "(1)辦理交流。", "(2)召開會議。", "3. 南城：規劃。"],
        ),
        ("①完成審查。②公告招標。", ["①完成審查。", "②公告招標。"]),
    ],
)
def test_lists_are_split(printed: str, items: list[str]) -> None:
    assert texts(split_items(office(printed))) == items


@pytest.mark.parametrize(
    "text",
    [
        "依第 2. 點辦理，並依第 3. 點檢討。",
        "共計 1.5 公里，另 2.5 公里。",
        "男性 4 人(15%)，女性 23 人(85%)。",
        "包括(1)甲市、(2)乙市及(3)丙市之資料。",
        "由 1. 單位主辦。",
        "113.7.11 召開，113.8.12 核定。",
        "第1、2、3期工程皆已開工。",
        "於 4 月 24、113 年 4 月 25 日辦理。",
        "1. 甲案 (依「一、總則。 二、附則。」辦理)",
    ],
)
def test_what_is_no_list_stays(text: str) -> None:
    assert texts(split_items(office(text))) == [text]


def test_a_list_goes_on_from_the_paragraph_before_it_in_the_cell() -> None:
    table = grid(["名稱", "1. 已辦理兩梯次。\n記者會。 2. 預計九月辦理。 3. 完成研習。"])
    done = tables(split_items(office(table)))[0].rows[0].cells[1]
    assert [p.text for p in done.paragraphs] == ["1. 已辦理兩梯次。", "記者會。", "2. 預計九月辦理。", "3. 完成研習。"]


def test_a_label_set_by_the_reader_stays_with_the_first_item() -> None:
    document = labelled("1. 甲案。 2. 乙案。", "1.")
    assert [p.label for p in split_items(document).paragraphs()] == ["1.", ""]
