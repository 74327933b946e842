"""Markdown: read as what it is shown as."""

from __future__ import annotations

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


def test_struck_out_text_is_left_out() -> None:
    found = document("甲~~乙~~丙\n")
    assert [p.text for p in found.paragraphs()] == ["甲丙"]
    assert [note.code for note in found.notes] == ["html.struck-out"]


def test_media_type_and_encoding() -> None:
    found = read("# 會議紀錄\n\n本案持續列管。\n".encode("cp950"), "a.md")
    assert found.media_type == "text/markdown"
    assert [note.code for note in found.notes] == ["reader.encoding"]
    assert [p.text for p in found.paragraphs()] == ["會議紀錄", "本案持續列管。"]
