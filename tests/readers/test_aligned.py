"""Plain text: tables whose columns are set off by blanks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbbt.document import Paragraph, Table
from kbbt.readers.markdown import read_markdown
from kbbt.readers.options import ReadOptions
from kbbt.readers.plain import read_text
from kbbt.text import clean, squeeze

TITLES = ["項次", "方案名稱", "最新辦理情形"]


def seen(text: str, *, markdown: bool = False) -> list[str | list[list[str]]]:
    reader = read_markdown if markdown else read_text
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row.cells] for row in block.rows]
        for block in reader(text.encode(), ReadOptions()).blocks
    ]


@pytest.mark.parametrize("markdown", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        # pandoc: a simple table, one of rows of several lines
        "  項次   方案名稱   最新辦理情形\n"
        "  ------ ---------- --------------\n"
        "  1      甲         持續辦理，\n"
        "  2      乙         完成\n",
        "  ------------------------------------\n"
        "  項次   方案名稱   最新辦理情形\n"
        "  ------ ---------- --------------\n"
        "  1      甲         持續辦理，\n\n"
        "  2      乙         完成\n"
        "  ------------------------------------\n",
        # reStructuredText
        "====  ========  ============\n"
        "項次  方案名稱  最新辦理情形\n"
        "====  ========  ============\n"
        "1     甲        持續辦理，\n"
        "2     乙        完成\n"
        "====  ========  ============\n",
    ],
)
def test_a_broken_rule_says_where_the_columns_begin(text: str, markdown: bool) -> None:
    table = [TITLES, ["1", "甲", "持續辦理，"], ["2", "乙", "完成"]]
    assert seen(f"一、交通組\n\n{text}\n後", markdown=markdown) == ["一、交通組", table, "後"]


def test_rows_of_several_lines_end_with_a_blank_one() -> None:
    text = (
        "  -------------------------\n"
        "  名稱     最新辦理\n"
        "           情形\n"
        "  -------- ----------------\n"
        "  甲合作   一、持續。\n"
        "  案       二、完成。\n\n"
        "  乙       解列\n"
        "  -------------------------\n"
    )
    assert seen(text) == [[["名稱", "最新辦理\n情形"], ["甲合作\n案", "一、持續。\n二、完成。"], ["乙", "解列"]]]


def test_rows_that_are_numbered_make_a_table() -> None:
    text = (
        "一、交通組\n"
        "項　次　　方案名稱　　最新辦理情形\n"
        "１　　　　甲　　　　　持續辦理，\n"
        "　　　　　　　　　　　完成。\n"
        "２　　　　乙　　　　　解列\n"
        "後"
    )
    assert seen(text) == ["一、交通組", [TITLES, ["１", "甲", "持續辦理，\n完成。"], ["２", "乙", "解列"]], "後"]


@pytest.mark.parametrize(
    "text",
    [
        "出席：\n基隆市政府　　王○○　　處長\n臺北市政府　　張○○　　局長\n新北市政府　　林○○　　局長",
        "職稱    姓名    電話\n1.      甲      乙\n2.      丙      丁",
        "項次    名稱    情形\n1       甲      乙\n1       丙      丁",
        "----- -----\n簽名     日期",
        "項次    名稱\n1       甲\n2       乙",
    ],
)
def test_blanks_that_make_no_table(text: str) -> None:
    assert seen(text) == [clean(line) for line in text.splitlines()]


_LINE = st.text(st.sampled_from("甲乙12-= \u3000"), max_size=14)


@given(st.lists(_LINE, max_size=10).map("\n".join))
def test_no_character_is_lost_or_doubled(text: str) -> None:
    found = read_text(text.encode(), ReadOptions())
    kept = squeeze("".join(p.text for p in found.paragraphs()))
    rules = any(isinstance(block, Table) for block in found.blocks)
    ignored = str.maketrans("", "", "-=" if rules else "")
    assert sorted(kept.translate(ignored)) == sorted(squeeze(text).translate(ignored))
