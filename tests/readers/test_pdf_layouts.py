"""One report in many layouts: whatever rules are drawn and wherever pages break, the same rows come out."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from kbbt.document import Cell, Document, Table
from kbbt.errors import EncryptedError
from kbbt.readers.options import ReadOptions
from kbbt.readers.pdf import read_pdf
from kbbt.text import squeeze

FOLDER = Path(__file__).parent / "pdf"
EXPECTED: list[tuple[str, str, str]] = [tuple(row) for row in json.loads((FOLDER / "expected.json").read_text("utf-8"))]
LAYOUTS = sorted(path.stem for path in FOLDER.glob("*.pdf") if "locked" not in path.stem)
TITLES = ("方案名稱", "最新辦理情形")
GROUPS = list(dict.fromkeys(group for group, _, _ in EXPECTED))


def read(name: str, password: str | None = None) -> Document:
    return read_pdf((FOLDER / f"{name}.pdf").read_bytes(), ReadOptions(password=password, ocr="never"))


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def cell_text(cell: Cell | None) -> str:
    return squeeze(cell.text) if cell is not None else ""


def name_and_text(document: Document) -> list[tuple[str, str, int]]:
    """Name, text and page of every row but the titles."""
    found = []
    for table in tables(document):
        grid = table.grid()
        titled = next((r for r, row in enumerate(grid) if {*TITLES} <= {cell_text(c) for c in row}), None)
        at = 1 if table.columns == 4 and titled is not None and titled > 0 else table.columns - 2
        for r, row in enumerate(grid):
            if titled is None or r > titled:
                page = table.places[0].page
                assert page is not None
                found.append((cell_text(row[at]), cell_text(row[at + 1]), page))
    return found


def glued(rows: list[tuple[str, str, int]], whole: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Rows that a page break cut, put together: the last row of a page and the first of the next, neither of them whole."""
    found: list[tuple[str, str]] = []
    before = 0
    for name, text, page in rows:
        if found and page == before + 1 and found[-1] not in whole and (name, text) not in whole:
            found[-1] = (found[-1][0] + name, found[-1][1] + text)
        else:
            found.append((name, text))
        before = page
    return found


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_row_comes_out_exact_and_in_order(layout: str) -> None:
    want = [(squeeze(name), squeeze(text)) for _, name, text in EXPECTED]
    assert glued(name_and_text(read(layout)), set(want)) == want


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_character_is_lost_or_doubled(layout: str) -> None:
    document = read(layout)
    source = pypdfium2.PdfDocument((FOLDER / f"{layout}.pdf").read_bytes())
    printed = "".join(page.get_textpage().get_text_range() for page in source)
    read_text = "".join(paragraph.text for paragraph in document.paragraphs())
    # Pdfium marks a hyphen at the end of a line by a control character of its own.
    assert Counter(squeeze(read_text)) == Counter(squeeze(printed.replace("\ufffe", "-").replace("\x02", "-")))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_lines_outside_tables_are_paragraphs_of_their_own(layout: str) -> None:
    document = read(layout)
    outside = [block.text for block in document.blocks if not isinstance(block, Table)]
    assert outside[:2] == ["「山海城聯盟」跨市合作方案辦理情形", "資料時間：112 年 12 月 5 日"]
    if "merged" not in layout and layout != "multirow_header":
        assert [text for text in outside if text in GROUPS] == GROUPS


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_line_has_its_place_inside_its_cell_and_its_page(layout: str) -> None:
    document = read(layout)
    sizes = {page.number: page for page in document.pages}
    for paragraph in document.paragraphs():
        (place,) = paragraph.places
        assert paragraph.is_line
        assert place.page is not None
        assert place.box is not None
        x0, top, x1, bottom = place.box
        assert 0 <= x0 < x1 <= sizes[place.page].width
        assert 0 <= top < bottom <= sizes[place.page].height
    for table in tables(document):
        for row in table.rows:
            for cell in row.cells:
                box = cell.places[0].box
                assert box is not None
                for line in cell.paragraphs:
                    inner = line.places[0].box
                    assert inner is not None
                    middle = (inner[1] + inner[3]) / 2
                    assert box[1] - 1 <= middle <= box[3] + 1
                    assert box[0] - 6 <= inner[0] < box[2]


def test_blanks_of_the_text_are_kept_and_none_are_made() -> None:
    texts = [paragraph.text for paragraph in read("ruled").paragraphs()]
    assert any(text.startswith("用地徵收已於 112 年 9 月 15 日公告") for text in texts)
    assert any(text.startswith("1. 112年3月8日東城市完成第2標發包") for text in texts)
    assert any("Do It 專線(02-1234-5678)" in text for text in texts)


def test_a_merged_group_is_one_cell_over_its_rows() -> None:
    first, *others = tables(read("merged_group"))
    assert [cell_text(cell) for cell in first.rows[0].cells] == ["組別", "項次", *TITLES]
    group = first.rows[1].cells[0]
    assert cell_text(group) == GROUPS[0]
    assert group.row_span == len(first.rows) - 1
    assert all(row.cells[0].column == 1 for row in first.rows[2:])
    assert all(table.columns == 4 for table in others)


def test_a_merged_group_is_found_without_rules_from_where_it_stands() -> None:
    spans = {
        cell_text(cell): cell.row_span
        for table in tables(read("merged_group_no_rules"))
        for row in table.rows
        for cell in row.cells
        if cell_text(cell) in GROUPS
    }
    # What stands on the page: rows 1 and 2; rows 1 to 3; rows 1 and 2 below the rest of another group's row.
    assert spans == {"道路橋梁組": 2, "教育文化組": 3, "衛生社福組": 2}


def test_titles_over_two_rows_keep_their_spans() -> None:
    table = tables(read("multirow_header"))[0]
    top, second = table.rows[:2]
    assert [(cell_text(c), c.column, c.col_span, c.row_span) for c in top.cells] == [
        ("組別", 0, 1, 2),
        ("辦理內容", 1, 2, 1),
        ("備註", 3, 1, 2),
    ]
    assert [(cell_text(c), c.column) for c in second.cells] == [("方案名稱", 1), ("最新辦理情形", 2)]


@pytest.mark.parametrize("layout", ["footer_boxed", "footer_lines", "merged_group_landscape"])
def test_rules_round_a_page_number_are_no_table(layout: str) -> None:
    document = read(layout)
    assert all(table.columns == (4 if "merged" in layout else 2) for table in tables(document))
    last = [block.text for block in document.blocks if not isinstance(block, Table)]
    assert sum(text.strip("第 頁").isdigit() for text in last) == len(document.pages)


@pytest.mark.parametrize(("layout", "size"), [("turned_90", (270, 420)), ("turned_270", (270, 420))])
def test_turned_pages_are_turned_back_to_where_their_text_runs_level(layout: str, size: tuple[int, int]) -> None:
    document = read(layout)
    assert {(page.width, page.height) for page in document.pages} == {(420.0, 270.0)}
    assert any(note.code == "pdf.turned" for note in document.notes)
    source = pypdfium2.PdfDocument((FOLDER / f"{layout}.pdf").read_bytes())
    assert source[0].get_size() == size


def test_a_table_that_goes_on_keeps_its_columns_without_titles() -> None:
    later = [t for t in tables(read("no_rules_once")) if cell_text(t.rows[0].cells[0]) != TITLES[0]]
    assert later
    assert {table.columns for table in later} == {2}


def test_an_owners_password_is_no_obstacle() -> None:
    (row,) = name_and_text(read("locked_owner"))
    assert row == ("圳溝改善", "已完成。", 1)
    assert name_and_text(read("locked_owner", password="meant for another file")) == [row]


def test_a_users_password_opens() -> None:
    assert name_and_text(read("locked_user", password="secret")) == [("圳溝改善", "已完成。", 1)]


@pytest.mark.parametrize(("password", "says"), [(None, "needs a password"), ("wrong", "does not open")])
def test_a_missing_or_wrong_password_is_said_with_its_remedy(password: str | None, says: str) -> None:
    with pytest.raises(EncryptedError, match=says) as error:
        read("locked_user", password=password)
    assert "--password" in error.value.remedy
