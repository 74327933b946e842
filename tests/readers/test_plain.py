"""Plain text: lines, blank lines, TAB tables, encodings."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbbt.document import Block, Document, Paragraph, Table
from kbbt.errors import UnreadableError
from kbbt.readers import read
from kbbt.readers.encoding import decode
from kbbt.readers.options import ReadOptions
from kbbt.readers.plain import read_text
from kbbt.text import clean, squeeze


def document(text: str) -> Document:
    return read_text(text.encode(), ReadOptions())


def seen(block: Block) -> str | list[list[str]]:
    if isinstance(block, Paragraph):
        return block.text
    return [[cell.text for cell in row.cells] for row in block.rows]


def blocks(text: str) -> list[str | list[list[str]]]:
    return [seen(block) for block in document(text).blocks]


def numbers(text: str) -> list[int | None]:
    return [block.places[0].block for block in document(text).blocks]


def test_each_line_is_a_line_of_layout() -> None:
    found = document("壹、時間：\n　115 年 2 月\u3000\n")
    assert [p.text for p in found.paragraphs()] == ["壹、時間：", "115 年 2 月"]
    assert all(p.is_line for p in found.paragraphs())


def test_blank_lines_leave_a_gap_in_the_places() -> None:
    assert numbers("甲\n乙\n\n丙\n \t \n\n丁") == [0, 1, 3, 6]


def test_form_feed_is_a_blank_line() -> None:
    assert blocks("甲\n\x0c乙\x0c丙") == ["甲", "乙", "丙"]
    assert numbers("甲\n\x0c乙\x0c丙") == [0, 3, 5]


def test_tables_count_as_one_block_and_keep_the_gap_after_them() -> None:
    text = "甲\n名\t情\n子\t丑\n寅\t卯\n\n乙"
    assert blocks(text) == ["甲", [["名", "情"], ["子", "丑"], ["寅", "卯"]], "乙"]
    assert numbers(text) == [0, 1, 3]


def test_cells_say_where_they_stand() -> None:
    table = document("名\t情\n子\t丑").blocks[0]
    assert isinstance(table, Table)
    place = table.rows[1].cells[1].paragraphs[0].places[0]
    assert (place.block, place.row, place.cell) == (0, 1, 1)
    assert table.rows[1].cells[1].column == 1


def test_empty_first_cell_of_a_row_cut_by_the_page() -> None:
    assert blocks("名\t情\n子\t丑\n\n\t續\n寅\t卯") == [[["名", "情"], ["子", "丑"]], [["", "續"], ["寅", "卯"]]]


def test_line_without_tab_goes_on_with_the_last_cell() -> None:
    assert blocks("名\t情\n子\t1. 丑\n2. 寅\n<p>(1)卯</p>\n辰\t巳") == [
        [["名", "情"], ["子", "1. 丑\n2. 寅\n<p>(1)卯</p>"], ["辰", "巳"]]
    ]


def test_heading_right_under_a_table_ends_it() -> None:
    table = [["名", "情"], ["子", "丑"]]
    assert blocks("(一)甲組\n名\t情\n子\t丑\n(二)乙組\n名\t情\n子\t丑") == ["(一)甲組", table, "(二)乙組", table]
    # not numbered, but the header that follows shows that a new table begins
    assert blocks("甲組\n名\t情\n子\t丑\n乙組\n名\t情\n子\t丑") == ["甲組", table, "乙組", table]


def test_numbered_lines_of_a_cell_are_no_headings() -> None:
    assert blocks("(一)甲組\n名\t情\n子\t(一)丑\n(二)寅\n辰\t巳") == [
        "(一)甲組",
        [["名", "情"], ["子", "(一)丑\n(二)寅"], ["辰", "巳"]],
    ]


@pytest.mark.parametrize(
    "text", ["1.\t甲\n2.\t乙\n", "時間：\t三點\n地點：\t臺北\n", "\t縮排一\n\t縮排二\n", "主席\t紀錄\n"]
)
def test_tab_that_sets_off_no_column(text: str) -> None:
    assert blocks(text) == [clean(line) for line in text.splitlines()]


def test_lone_row_is_a_row_where_others_are_as_wide() -> None:
    assert blocks("名\t情\n子\t丑\n\n寅\t卯\n")[1:] == [[["寅", "卯"]]]


def test_caption_with_a_tab_above_a_wider_table() -> None:
    assert blocks("機關\t千元\n名\t情\t數\n子\t丑\t寅\n") == ["機關 千元", [["名", "情", "數"], ["子", "丑", "寅"]]]


def test_row_whose_last_cells_an_editor_trimmed() -> None:
    table = document("名\t情\t數\n子\t丑\t寅\n卯\t辰\n").blocks[0]
    assert isinstance(table, Table)
    assert table.columns == 3
    assert [len(row.cells) for row in table.rows] == [3, 3, 2]


def test_cells_that_a_spreadsheet_quoted() -> None:
    assert blocks('名\t情\n子\t"1. 丑\n\n2. ""寅"""\n卯\t"辰" 巳\n') == [
        [["名", "情"], ["子", '1. 丑\n2. "寅"'], ["卯", '"辰" 巳']]
    ]


def test_opening_mark_that_never_closes_is_a_character() -> None:
    assert blocks('名\t情\n子\t"丑\n\n寅') == [[["名", "情"], ["子", '"丑']], "寅"]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8-sig", False), ("utf-8", False), ("utf-16", False), ("utf-32", False), ("cp950", True)],
)
def test_encodings(encoding: str, said: bool) -> None:
    text = "「基北北桃合作交流平臺」\r\n第 1 次工作小組會議紀錄，捕獸鋏。\r\n"
    found = read(text.encode(encoding), "a.txt")
    assert "\n".join(p.text for p in found.paragraphs()) == clean(text).strip()
    assert [note.code for note in found.notes] == (["reader.encoding"] if said else [])


def test_utf16_without_mark_and_gb18030() -> None:
    text = "會議紀錄 2026\n貳、地點：臺北市政府\n"
    for encoding in ("utf-16-le", "utf-16-be"):
        decoded = decode(text.encode(encoding))
        assert decoded is not None
        assert (decoded.text, decoded.encoding) == (text, encoding)
    mainland = "关于合作方案的会议记录，以及我们的决议\n"
    decoded = decode(mainland.encode("gb18030"))
    assert decoded is not None
    assert (decoded.text, decoded.encoding) == (mainland, "gb18030")


@pytest.mark.parametrize(
    ("code", "character"),
    [(b"\xfa\x40", "\ue000"), (b"\xfe\xfe", "\ue310"), (b"\x8e\x40", "\ue311"), (b"\x81\x40", "\ueeb8")],
)
def test_characters_of_ones_own_making_survive(code: bytes, character: str) -> None:
    # the private-use characters are those Windows shows for code page 950
    data = "主席：陳建".encode("cp950") + code + "先生\n".encode("cp950")
    assert next(read(data, "a.txt").paragraphs()).text == f"主席：陳建{character}先生"


def test_file_cut_in_the_middle_of_a_character() -> None:
    found = read("會議紀錄".encode()[:-1], "a.txt")
    assert next(found.paragraphs()).text == "會議紀\ufffd"
    assert [note.code for note in found.notes] == ["reader.truncated"]


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"abc\xff\xff\xff", bytes(range(1, 256))])
def test_no_text(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        read(data, "a.txt")


_LINE = st.text(st.sampled_from('甲乙 一二、(一)1.：\t\t"<p>'), max_size=12)


@given(st.lists(_LINE, max_size=14).map("\n".join))
def test_no_character_is_lost_or_doubled(text: str) -> None:
    found = document(text)
    # quotation marks may be a spreadsheet's and go
    assert squeeze("".join(p.text for p in found.paragraphs())).replace('"', "") == squeeze(text).replace('"', "")
    places = [block.places[0].block for block in found.blocks]
    assert places == sorted(set(places), key=lambda n: -1 if n is None else n)


def test_sample_report(samples: Path) -> None:
    path = samples / "status_113-07-11.txt"
    found = read(path.read_bytes(), path.name)
    tables = [block for block in found.blocks if isinstance(block, Table)]
    assert {table.columns for table in tables} == {2}
    assert sum(len(table.rows) for table in tables) == path.read_text(encoding="utf-8").count("\t")
    paragraphs = [block.text for block in found.blocks if isinstance(block, Paragraph)]
    assert len(paragraphs) == 10
    assert squeeze("".join(p.text for p in found.paragraphs())) == squeeze(path.read_text(encoding="utf-8"))
