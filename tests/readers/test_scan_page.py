"""Scans: straightening, rules, cells and lines, and what becomes of whole pages. No tesseract is needed here."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from PIL import Image, ImageChops, ImageDraw

from kbbt.document import Paragraph, Table
from kbbt.readers import scan
from kbbt.readers.scan import digits, reading
from kbbt.readers.scan.cleaning import skew, straighten
from kbbt.readers.scan.layout import blocks_of, lay_out
from kbbt.readers.scan.ruling import rules
from kbbt.readers.scan.sheet import cut_out
from kbbt.readers.scan.strips import Strip, mark_blocks, strips
from kbbt.readers.scan.tesseract import Word
from tests.readers.drawing import DPI, POINT, characters, noisy, paper, table_page

# --- straightening and cleaning ---------------------------------------------------------------------------------


@pytest.mark.parametrize("angle", [-3.2, -0.5, 0.0, 0.5, 2.25])
def test_skew_is_found(angle: float) -> None:
    page = paper()
    for y in range(150, 850, 60):
        characters(page, 100, y, 17)
    turned = noisy(page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=250))
    assert skew(turned) == pytest.approx(-angle, abs=0.1)


def test_empty_page_stays_as_it_is() -> None:
    assert skew(paper()) == 0.0
    assert lay_out(straighten(paper(), DPI)).strips == ()


def test_specks_and_shade_go_and_faint_text_stays() -> None:
    page = paper()
    page.paste(205, (100, 100, 700, 300))
    characters(page, 150, 150, 10)
    faint = Image.eval(page, lambda v: 250 - (250 - v) * 4 // 10 if v < 100 else v)
    sheet = straighten(noisy(faint, strength=10), DPI)
    assert sheet.clean.getpixel((600, 270)) == 255  # the shade
    ink = [sheet.clean.getpixel((150 + i * 34 + 13, 152)) for i in range(10)]
    assert all(isinstance(v, int) and v < 80 for v in ink)
    histogram = sheet.clean.crop((0, 400, 800, 1000)).histogram()
    assert sum(histogram[:128]) == 0  # nothing but specks was there


@pytest.mark.parametrize("angle", [0.5, -0.5, 2.0])
def test_grey_paper_that_is_levelled_has_no_ink_at_its_edges(angle: float) -> None:
    page = paper(1200, 1600)
    for y in range(150, 850, 60):
        characters(page, 100, y, 17)
    faint = page.point([60 + v * 130 // 250 for v in range(256)])
    turned = noisy(faint.rotate(angle, Image.Resampling.BICUBIC, fillcolor=190))
    found = lay_out(straighten(turned, DPI)).strips
    assert [round(strip.box[0]) for strip in found] == [pytest.approx(100, abs=12)] * 12


def columns_page(rows: int = 5) -> Image.Image:
    """A heading, and rows of two columns without any rule: a name of one line, a text of two."""
    page = paper(800, 1200)
    characters(page, 120, 60, 14)
    for row in range(rows):
        y = 200 + row * 110
        characters(page, 120, y, 4 + row % 2)
        characters(page, 340, y, 10)
        characters(page, 340, y + 45, 3 + row % 3)
    page.paste(0, (310, 245, 313, 248))  # a speck in the white
    return page


# --- rules, cells and lines -------------------------------------------------------------------------------------


@pytest.mark.parametrize("angle", [0.0, 0.5, -1.5])
def test_rules_are_found_and_rows_of_characters_are_none(angle: float) -> None:
    page = table_page().rotate(angle, Image.Resampling.BICUBIC, fillcolor=250)
    level, upright = rules(straighten(noisy(page), DPI))
    assert [round(rule.end - rule.start) for rule in level] == [pytest.approx(600 / POINT, abs=3)] * 4
    assert sorted(round(rule.end - rule.start) for rule in upright) == [
        pytest.approx(340 / POINT, abs=3),
        pytest.approx(400 / POINT, abs=3),
        pytest.approx(400 / POINT, abs=3),
    ]


def test_broken_rule_is_one_rule() -> None:
    page = paper()
    for x in range(100, 700, 150):
        ImageDraw.Draw(page).line((x, 300, x + 145, 300), fill=20, width=2)
    level, _ = rules(straighten(page, DPI))
    assert len(level) == 1


def test_badly_copied_rules_make_their_cells() -> None:
    page = table_page()
    rng = random.Random(4)
    for y in (200, 260, 400, 600):
        for x in range(100, 700, 90):
            gap = x + rng.randrange(20, 60)
            page.paste(250, (gap, y - 2, gap + rng.randrange(8, 16), y + 3))
    for x in (100, 300, 700):
        for y in range(200, 600, 90):
            gap = y + rng.randrange(20, 60)
            page.paste(250, (x - 2, gap, x + 3, gap + rng.randrange(8, 16)))
    (grid,) = lay_out(straighten(noisy(page), DPI)).tables
    assert [(f.row, f.column) for f in grid.fields] == [(0, 0), (1, 0), (1, 1), (2, 0), (2, 1)]


def test_bar_and_dashed_line_are_no_rules() -> None:
    page = paper()
    page.paste(20, (100, 300, 700, 330))
    for x in range(100, 700, 20):
        page.paste(20, (x, 500, x + 10, 502))
    level, upright = rules(straighten(page, DPI))
    assert [rule for rule in level if rule.at > 400 / POINT] == []
    assert upright == []


def test_cells_with_spans_and_the_lines_in_them() -> None:
    layout = lay_out(straighten(noisy(table_page()), DPI))
    (grid,) = layout.tables
    fields = [(f.row, f.column, f.row_span, f.col_span) for f in grid.fields]
    assert fields == [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1), (2, 0, 1, 1), (2, 1, 1, 1)]
    owners = [None if owner is None else (owner[1].row, owner[1].column) for owner in layout.owners]
    assert owners == [(0, 0), (1, 0), (1, 1), (1, 1), (2, 1), None, None]
    left, top, right, bottom = layout.strips[2].box
    assert (left, top, right, bottom) == pytest.approx((320, 280, 656, 307), abs=4)


def test_table_cut_by_the_end_of_the_page_is_closed() -> None:
    page = table_page()
    page.paste(250, (0, 598, 800, 604))  # the last rule is not drawn
    layout = lay_out(straighten(page, DPI))
    assert [len(grid.ys) - 1 for grid in layout.tables] == [3]


def test_two_pages_side_by_side_are_read_one_after_the_other() -> None:
    sheet = paper(1600, 1000)
    sheet.paste(table_page(), (0, 0))
    sheet.paste(table_page(), (800, 0))
    layout = lay_out(straighten(noisy(sheet), DPI))
    assert layout.gutter == pytest.approx(800 / POINT, abs=20)
    lines = [[reading.Line(f"{k}", 1.0)] for k, _ in enumerate(layout.strips)]
    kinds = [type(block).__name__ for block in blocks_of(layout, lines, 1, POINT)]
    assert kinds == ["Paragraph", "Table", "Paragraph"] * 2


@pytest.mark.parametrize("wide", [True, False])
def test_one_page_has_no_gutter(wide: bool) -> None:
    page = paper(1600 if wide else 800, 1000)
    if wide:  # one line goes through the middle
        characters(page, 500, 120, 17)
    characters(page, 100, 300, 6)
    characters(page, page.width - 300, 300, 6)
    assert lay_out(straighten(page, DPI)).gutter is None


def test_frame_round_a_text_is_no_table() -> None:
    page = paper()
    ImageDraw.Draw(page).rectangle((100, 100, 700, 500), outline=20, width=3)
    characters(page, 150, 200, 10)
    layout = lay_out(straighten(page, DPI))
    assert layout.tables == ()
    assert layout.owners == (None,)


def test_parts_of_a_character_are_one_line() -> None:
    page = Image.new("L", (400, 300), 255)
    draw = ImageDraw.Draw(page)
    characters(page, 20, 20, 8)
    for y in (90, 101, 113):  # 三
        draw.rectangle((20, y, 46, y + 3), fill=0)
    characters(page, 20, 150, 8)
    found = strips(page, (0, 0, 400, 300), POINT)
    assert [(s.box[1], s.box[3]) for s in found] == [(20, 47), (90, 117), (150, 177)]


def test_speck_beside_a_line_is_no_part_of_it() -> None:
    page = Image.new("L", (600, 100), 255)
    characters(page, 200, 30, 8)
    page.paste(0, (150, 40, 153, 43))
    page.paste(0, (590, 30, 594, 50))
    page.paste(0, (586, 52, 588, 56))
    (found,) = strips(page, (0, 0, 600, 100), POINT)
    assert (found.box[0], found.box[2]) == (200, 465)


def test_strip_too_high_for_one_line_is_a_block() -> None:
    found = mark_blocks([Strip((0, 0, 100, h)) for h in (30, 32, 28, 75)])
    assert [strip.block for strip in found] == [False, False, False, True]


# --- whole pages ------------------------------------------------------------------------------------------------


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> None:
    """OCR that reads each strip as its number, and is sure of it."""

    def recognise(pictures: Sequence[Image.Image], mode: int, language: str = "chi_tra") -> list[list[Word]]:
        return [[Word(f"第{number}行", 0.95, 10, 90)] for number, _ in enumerate(pictures, 1)]

    for module in (reading, digits):
        monkeypatch.setattr(module, "recognise", recognise)
    monkeypatch.setattr(digits, "reads_digits", lambda: False)
    monkeypatch.setattr(scan, "missing", lambda: None)
    monkeypatch.setattr(scan, "quick_look", lambda *_: (0.9, {}))


def test_page_becomes_blocks_in_reading_order(counting: None) -> None:
    read = scan.read_scanned_page(noisy(table_page()), 3, 288, 360)
    above, table, below = read.blocks
    assert isinstance(above, Paragraph)
    assert isinstance(table, Table)
    assert isinstance(below, Paragraph)
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["第1行"],
        ["第2行", "第3行\n第4行"],
        ["", "第5行"],
    ]
    assert [(c.column, c.col_span) for c in table.rows[0].cells] == [(0, 2)]
    assert (above.text, below.text) == ("第6行", "第7行")
    assert above.is_line
    assert above.confidence == pytest.approx(0.95)
    assert read.confidence == pytest.approx(0.95)
    assert (read.turn, read.width, read.height) == (0, 288, 360)
    assert [note.code for note in read.notes] == ["ocr.page"]
    place = table.rows[1].cells[1].paragraphs[0].places[0]
    assert place.page == 3
    assert place.box == pytest.approx((320 / POINT, 280 / POINT, 656 / POINT, 307 / POINT), abs=1.5)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_page_is_turned_back(turn: int, counting: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def quick_look(clean: Image.Image, found: Sequence[Strip]) -> tuple[float, dict[int, reading.Lines]]:
        # upright, the page has its wide line in its upper half
        widest = max(found, key=lambda strip: strip.box[2] - strip.box[0])
        upright = widest.box[2] - widest.box[0] > 400 and widest.box[3] < clean.height / 2
        return (0.9 if upright else 0.1), {}

    monkeypatch.setattr(scan, "quick_look", quick_look)
    page = paper()
    for y in (100, 160, 220):
        characters(page, 100, y, 17)
    read = scan.read_scanned_page(page.rotate(turn, expand=True), 1, *((288, 360) if turn % 180 == 0 else (360, 288)))
    assert (read.turn, read.width, read.height) == (turn, 288, 360)
    assert len(read.blocks) == 3
    assert read.blocks[0].places[0].box == pytest.approx((100 / POINT, 100 / POINT, 670 / POINT, 127 / POINT), abs=2)
    assert [note.code for note in read.notes] == ["ocr.page", *(["ocr.remark"] if turn else [])]


def test_turn_of_the_page_before_is_tried_first(counting: None, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[tuple[int, int]] = []

    def quick_look(clean: Image.Image, found: Sequence[Strip]) -> tuple[float, dict[int, reading.Lines]]:
        looks.append(clean.size)
        return 0.9, {}

    monkeypatch.setattr(scan, "quick_look", quick_look)
    page = table_page().rotate(90, expand=True)
    assert scan.read_scanned_page(page, 2, 360, 288, likely=90).turn == 90
    assert looks == [(1200, 1500)]  # made finer


def test_fine_scan_is_reduced(counting: None) -> None:
    page = table_page().resize((2400, 3000))
    coarse = scan.read_scanned_page(page, 1, 288, 360)
    assert [type(block) for block in coarse.blocks] == [Paragraph, Table, Paragraph]


@pytest.mark.parametrize("squeezed", [(800, 500), (400, 1000)])
def test_fax_whose_dots_are_not_square(squeezed: tuple[int, int], counting: None) -> None:
    read = scan.read_scanned_page(table_page().resize(squeezed, Image.Resampling.BOX), 1, 288, 360)
    assert [type(block) for block in read.blocks] == [Paragraph, Table, Paragraph]
    place = read.blocks[-1].places[0]
    assert place.box == pytest.approx((350 / POINT, 900 / POINT, 414 / POINT, 927 / POINT), abs=2)


def photo_of(page: Image.Image) -> Image.Image:
    """``page`` on a dark desk, seen a little from the side, in light that fades from the top to the bottom."""
    desk = Image.new("L", (page.width + 240, page.height + 240), 70)
    desk.paste(page, (120, 120))
    width, height = desk.size
    quad = (0, 0, 40, height, width - 30, height, width, 20)  # upper left, lower left, lower right, upper right
    seen = desk.transform(desk.size, Image.Transform.QUAD, quad, Image.Resampling.BICUBIC)
    light = Image.linear_gradient("L").resize(seen.size).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    return ImageChops.multiply(seen, light.point([170 + v // 3 for v in range(256)]))


def test_sheet_is_cut_out_of_a_photo(counting: None) -> None:
    photo = noisy(photo_of(table_page()), strength=8, specks=0)
    read = scan.read_scanned_page(photo, 1, photo.width * 72 / DPI, photo.height * 72 / DPI)
    above, table, below = read.blocks
    assert isinstance(table, Table)
    assert [len(row.cells) for row in table.rows] == [1, 2, 2]
    assert isinstance(above, Paragraph)
    assert isinstance(below, Paragraph)
    assert (read.width, read.height) == pytest.approx((288, 360), rel=0.06)
    assert "more than the sheet" in read.notes[0].text


@pytest.mark.parametrize("shade", ["none", "a dark head", "a dark picture"])
def test_page_that_is_all_sheet_is_not_cut(shade: str) -> None:
    page = table_page()
    if shade == "a dark head":
        page.paste(60, (0, 0, 800, 90))
    elif shade == "a dark picture":
        page.paste(60, (150, 420, 650, 800))
    assert cut_out(noisy(page)) is None


def test_rows_of_a_table_without_rules(counting: None) -> None:
    pages = [scan.read_scanned_page(noisy(columns_page()), 1, 288, 432)]
    assert [type(block) for block in pages[0].blocks] == [Paragraph] * 11
    (made,) = scan.with_open_tables(pages)
    heading, table = made.blocks
    assert isinstance(heading, Paragraph)
    assert isinstance(table, Table)
    cells = [[len(cell.text.split("\n")) for cell in row.cells] for row in table.rows]
    assert cells == [[1, 2]] * 5
    assert all(p.confidence for row in table.rows for cell in row.cells for p in cell.paragraphs)
    assert "without rules" in made.notes[-1].text


def test_line_in_pieces_that_make_no_table_is_one_paragraph(counting: None) -> None:
    # two rows are too few to tell columns by
    pages = scan.with_open_tables([scan.read_scanned_page(noisy(columns_page(rows=2)), 1, 288, 432)])
    assert [type(block) for block in pages[0].blocks] == [Paragraph] * 5


def test_empty_page_is_sure_of_its_emptiness(counting: None) -> None:
    read = scan.read_scanned_page(paper(), 1, 288, 360)
    assert (read.blocks, read.confidence) == ((), 1.0)


def test_page_that_can_hardly_be_read_is_said_to_be_so(counting: None, monkeypatch: pytest.MonkeyPatch) -> None:
    unsure = [[Word("甲乙", 0.3, 10, 90)]]
    monkeypatch.setattr(reading, "recognise", lambda pictures, *_: unsure * len(pictures))
    read = scan.read_scanned_page(table_page(), 4, 288, 360)
    assert read.confidence < 0.5
    remark, *words = (note for note in read.notes if note.code != "ocr.page")
    assert "page 4" in remark.text
    assert {note.text for note in words} == {"[甲乙]"}
    assert all(note.places[0].page == 4 and note.places[0].box is not None for note in words)


def test_transparent_paper_is_white(counting: None) -> None:
    page = table_page().convert("RGBA")
    clear = Image.new("RGBA", page.size, (0, 0, 0, 0))
    clear.paste(page, mask=Image.eval(page.convert("L"), lambda v: 255 if v < 100 else 0))
    assert len(scan.read_scanned_page(clear, 1, 288, 360).blocks) == 3
