"""Markdown: read as what it is shown as."""

from __future__ import annotations

import pytest

from kbbt.document import Document, Paragraph, Table
from kbbt.readers import read


def document(text: str) -> Document:
    return read(text.encode(), "a.md")


def test_pipe_table() -> None:
    found = document(
        "| 方案名稱 | 最新\\|情形 |\n|---|:--:|\n| R&D *案* <br>二 | 1\\. 甲<br>2. 乙 &lt;x&gt; |\n| 空 | |\n"
    )
    (table,) = found.blocks
    assert isinstance(table, Table)
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["方案名稱", "最新|情形"],
        ["R&D 案\n二", "1. 甲\n2. 乙 <x>"],
        ["空", ""],
    ]
    assert [row.header for row in table.rows] == [True, False, False]
    assert table.columns == 2


def test_headings_and_labels() -> None:
    found = document("# 甲\n\n乙\n==\n\n3. 丙\n4. 丁\n   - 子\n\n- (一) 戊\n\n(二)己\n")
    assert [(p.text, p.label, p.level, p.heading) for p in found.paragraphs()] == [
        ("甲", "", 0, True),
        ("乙", "", 0, True),
        ("3. 丙", "3.", 0, False),
        ("4. 丁", "4.", 0, False),
        ("◦ 子", "◦", 1, False),
        ("(一) 戊", "", 0, False),
        ("(二)己", "", None, False),
    ]


def test_lines_markdown_would_run_together_stay_lines() -> None:
    found = document("壹、時間：三點\n貳、地點：臺北\n\n參、主席\n")
    assert [(p.text, p.is_line) for p in found.paragraphs()] == [
        ("壹、時間：三點", True),
        ("貳、地點：臺北", True),
        ("參、主席", False),
    ]
    numbers = [block.places[0].block for block in found.blocks if isinstance(block, Paragraph)]
    assert numbers == [0, 1, 3]  # the blank line is a gap


def test_lines_of_an_item_run_together() -> None:
    found = document("1. 甲案自 3 月及 5\n   月起請 4\n   市持續\n   辦理。\n2. 主席：乙\n   紀錄：丙\n   (一)丁\n")
    assert [p.text for p in found.paragraphs()] == [
        "1. 甲案自 3 月及 5 月起請 4 市持續辦理。", "2. 主席：乙", "紀錄：丙", "(一)丁",
    ]  # fmt: skip


def test_lines_of_a_cell_run_together() -> None:
    found = document("# 題\n\n<table><tr><td>甲案自 113\n年起\n持續\n(一)乙</td><td>丙</td></tr></table>\n")
    assert [p.text for p in found.paragraphs()] == ["題", "甲案自 113 年起持續", "(一)乙", "丙"]


def test_struck_out_text_is_left_out() -> None:
    found = document("甲~~乙~~丙\n")
    assert [p.text for p in found.paragraphs()] == ["甲丙"]
    assert [note.code for note in found.notes] == ["html.struck-out"]


def test_media_type_and_encoding() -> None:
    found = read("# 會議紀錄\n\n本案持續列管。\n".encode("cp950"), "a.md")
    assert found.media_type == "text/markdown"
    assert [note.code for note in found.notes] == ["reader.encoding"]
    assert [p.text for p in found.paragraphs()] == ["會議紀錄", "本案持續列管。"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**決議：**持續列管。", "決議：持續列管。"),
        ("同意**「甲案」**解列", "同意「甲案」解列"),
        ("**(一)**甲、**乙**、丙**。**丁", "(一)甲、乙、丙。丁"),
        ("~~解除列管。~~持續列管。", "持續列管。"),
        ("3 \\* 4、\\**甲", "3 * 4、**甲"),
    ],
)
def test_marks_beside_chinese_punctuation_are_marks(text: str, expected: str) -> None:
    assert [p.text for p in document(text).paragraphs()] == [expected]


def test_a_number_in_a_bracket_keeps_it() -> None:
    assert [(p.label, p.text) for p in document("2) 甲\n3) 乙\n   1. 丙\n\n1. 丁\n").paragraphs()] == [
        ("2)", "2)甲"), ("3)", "3)乙"), ("1.", "1. 丙"), ("1.", "1. 丁"),
    ]  # fmt: skip


def test_cells_under_no_title_are_kept_and_said() -> None:
    found = document("| 名 | 情 |\n|---|---|\n| 甲 | A | B |\n| 乙 |\n")
    (table,) = found.blocks
    assert isinstance(table, Table)
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["名", "情"], ["甲", "A| B"], ["乙", ""]]
    assert [note.code for note in found.notes] == ["markdown.cells"]


def test_footnotes_come_at_the_end() -> None:
    found = document("甲[^1]乙[^x]\n\n[^1]: 註一\n    續\n\n丙\n")
    assert [p.text for p in found.paragraphs()] == ["甲乙[^x]", "丙", "註一", "續"]
    assert [note.code for note in found.notes] == ["footnotes"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: 會議紀錄\ndate: 2026-02-09\ntags:\n  - 甲\n---\n\n乙\n", ["會議紀錄", "乙"]),
        ("---\ntitle: '會議紀錄'\n---\n# 會議紀錄\n", ["會議紀錄"]),
        ("---\n甲\n---\n乙\n", ["甲", "乙"]),
    ],
)
def test_of_the_properties_only_the_title_is_read(text: str, expected: list[str]) -> None:
    assert [p.text for p in document(text).paragraphs()] == expected


def test_tables_drawn_with_rules() -> None:
    before, table, after = document(
        "甲\n\n"
        "+------+--------------+\n"
        "| 項次 | 方案名稱     |\n"
        "+======+==============+\n"
        "| 1    | **捷運**     |\n"
        "|      |              |\n"
        "|      | 1.  輕軌     |\n"
        "+------+--------------+\n\n"
        "乙\n"
    ).blocks
    assert isinstance(before, Paragraph)
    assert isinstance(after, Paragraph)
    assert isinstance(table, Table)
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["項次", "方案名稱"], ["1", "捷運\n1. 輕軌"]]
