"""Plain text: tables drawn with characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbbt.document import Block, Paragraph, Table
from kbbt.readers.options import ReadOptions
from kbbt.readers.plain import read_text

TITLES = ["項次", "方案名稱", "最新辦理情形"]


def blocks(text: str) -> tuple[Block, ...]:
    return read_text(text.encode(), ReadOptions()).blocks


def cells(block: Block) -> list[list[str]]:
    assert isinstance(block, Table)
    return [[cell.text for cell in row.cells] for row in block.rows]


def spans(block: Block) -> list[list[tuple[int, int, int]]]:
    assert isinstance(block, Table)
    return [[(cell.column, cell.col_span, cell.row_span) for cell in row.cells] for row in block.rows]


@pytest.mark.parametrize(
    "text",
    [
        "| 項次 | 方案名稱 | 最新辦理情形 |\n| 1 | 甲 | 持續。 |\n|2|乙| 完成 |",
        "項次 | 方案名稱 | 最新辦理情形\n1 | 甲 | 持續。\n2 | 乙 | 完成",
        "項次｜方案名稱｜最新辦理情形\n1｜甲｜持續。\n2｜乙｜完成",
        "+----+---+\n| 項次 | 方案名稱 | 最新辦理情形 |\n+----+---+\n| 1 | 甲 | 持續。 |\n| 2 | 乙 | 完成 |\n+----+---+",
        "項次 │ 方案名稱 │ 最新辦理情形\n─────────\n1 │ 甲 │ 持續。\n2 │ 乙 │ 完成",
    ],
)
def test_bars_between_cells(text: str) -> None:
    before, table, after = blocks(f"一、交通組\n{text}\n說明")
    assert isinstance(before, Paragraph)
    assert isinstance(after, Paragraph)
    assert cells(table) == [TITLES, ["1", "甲", "持續。"], ["2", "乙", "完成"]]


def test_rules_between_rows_make_rows_of_several_lines() -> None:
    (table,) = blocks(
        "┌──┬────┬──────┐\n"
        "│項次│方案名稱│最新辦理情形│\n"
        "├──┼────┼──────┤\n"
        "│１　│甲合作案│一、持續。　│\n"
        "│　　│　　　　│二、完成。　│\n"
        "├──┼────┼──────┤\n"
        "│２　│乙合作案│已完成。　　│\n"
        "└──┴────┴──────┘"
    )
    assert cells(table) == [TITLES, ["１", "甲合作案", "一、持續。\n二、完成。"], ["２", "乙合作案", "已完成。"]]


def test_merged_cells_are_told_by_where_the_bars_stand() -> None:
    (table,) = blocks(
        "+--------+------+----------+\n"
        "| 組別   | 項次 | 方案名稱 |\n"
        "+========+======+==========+\n"
        "| 交通組 | 1    | A+B 甲   |\n"
        "|        +------+----------+\n"
        "|        | 2    | 乙       |\n"
        "+--------+------+----------+\n"
        "| 災防組                   |\n"
        "+--------+------+----------+\n"
        "| 災防組 | 1    | 丙       |\n"
        "+--------+------+----------+"
    )
    assert cells(table) == [
        ["組別", "項次", "方案名稱"], ["交通組", "1", "A+B 甲"], ["2", "乙"], ["災防組"], ["災防組", "1", "丙"],
    ]  # fmt: skip
    assert spans(table)[1:4] == [[(0, 1, 2), (1, 1, 1), (2, 1, 1)], [(1, 1, 1), (2, 1, 1)], [(0, 3, 1)]]


def test_a_cell_goes_on_until_the_last_bar_of_its_row() -> None:
    (table,) = blocks("| 名稱 | 情形 |\n| 甲 | 1. 持續\n2. 完成 |\n| 乙 | 解列 |")
    assert cells(table) == [["名稱", "情形"], ["甲", "1. 持續\n2. 完成"], ["乙", "解列"]]


def test_cells_say_where_they_stand() -> None:
    table = blocks("甲\n\n| 名 | 情 |\n| 子 | 丑 |")[1]
    assert isinstance(table, Table)
    place = table.rows[1].cells[1].paragraphs[0].places[0]
    assert (place.block, place.row, place.cell) == (2, 1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "電話：02-1234 | 傳真：02-5678",
        "基隆｜臺北\n新北｜桃園",
        "--------\n一、交通組\n========",
        "|甲|乙|\n|丙|丁|戊|",
        "│注意事項│\n│本表僅供參考│",
    ],
)
def test_bars_that_make_no_table(text: str) -> None:
    assert [b.text for b in blocks(text) if isinstance(b, Paragraph)] == text.splitlines()


def test_a_caption_with_a_bar_stands_above_its_table() -> None:
    caption, table = blocks("附表一 | 單位：千元\n項次 | 方案名稱 | 最新辦理情形\n1 | 甲 | 持續。")
    assert isinstance(caption, Paragraph)
    assert cells(table) == [TITLES, ["1", "甲", "持續。"]]


_DRAWING = st.text(st.sampled_from("甲乙 1|│+-=─┌┬┼"), max_size=14)


@given(st.lists(_DRAWING, max_size=10).map("\n".join))
def test_only_what_is_drawn_goes(text: str) -> None:
    found = "".join(p.text for p in read_text(text.encode(), ReadOptions()).paragraphs())
    assert sorted(c for c in found if c in "甲乙1") == sorted(c for c in text if c in "甲乙1")
