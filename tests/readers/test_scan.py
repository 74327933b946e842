"""Scans: straightening, rules, lines, and what is made of OCR's words. No tesseract is needed here."""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from kbbt.document import Paragraph, Table
from kbbt.errors import ExitCode, KbbtError, LimitError
from kbbt.readers import scan
from kbbt.readers.scan import digits, mending, reading, tesseract
from kbbt.readers.scan.cleaning import skew, straighten
from kbbt.readers.scan.layout import blocks_of, lay_out
from kbbt.readers.scan.mending import (
    Character,
    Piece,
    mend_commas,
    mend_dashes,
    mend_labels,
    mend_quotes,
    text_of,
    tidy,
    without_dirt,
)
from kbbt.readers.scan.reading import merge
from kbbt.readers.scan.ruling import rules
from kbbt.readers.scan.strips import Strip, mark_blocks, strips
from kbbt.readers.scan.tesseract import Word, parse_tsv

DPI = 200
POINT = DPI / 72


def paper(width: int = 800, height: int = 1000) -> Image.Image:
    return Image.new("L", (width, height), 250)


def characters(page: Image.Image, x: int, y: int, count: int, size: int = 30) -> None:
    """A line of ``count`` squares drawn like characters: strokes with gaps in and between them."""
    draw = ImageDraw.Draw(page)
    for i in range(count):
        left = x + i * (size + 4)
        draw.rectangle((left, y, left + size - 4, y + 3), fill=10)
        draw.rectangle((left, y + size // 2, left + size - 4, y + size // 2 + 3), fill=10)
        draw.rectangle((left + size // 2 - 2, y, left + size // 2 + 1, y + size - 4), fill=10)
        draw.rectangle((left, y + size - 7, left + size - 4, y + size - 4), fill=10)


def noisy(page: Image.Image, strength: int = 24, specks: int = 60, seed: int = 7) -> Image.Image:
    """``page`` with grain of ± ``strength`` and black specks; the same each time."""
    rng = random.Random(seed)
    grain = rng.randbytes(page.width * page.height)
    offsets = bytes(round((v - 127.5) * strength / 127.5) + 128 for v in range(256))
    values = bytes(max(0, min(255, p + offsets[g] - 128)) for p, g in zip(page.tobytes(), grain, strict=True))
    out = Image.frombytes("L", page.size, values)
    for _ in range(specks):
        x, y = rng.randrange(page.width - 2), rng.randrange(page.height - 2)
        out.paste(0, (x, y, x + 2, y + 1))
    return out


def table_page() -> Image.Image:
    """A table of 2 columns and 3 rows, its header a merged, shaded cell; a line of text above and below."""
    page = paper()
    draw = ImageDraw.Draw(page)
    draw.rectangle((100, 200, 700, 260), fill=215)
    for y in (200, 260, 400, 600):
        draw.line((100, y, 700, y), fill=20, width=2)
    for x in (100, 700):
        draw.line((x, 200, x, 600), fill=20, width=2)
    draw.line((300, 260, 300, 600), fill=20, width=2)
    characters(page, 120, 120, 10)
    characters(page, 320, 215, 4)
    characters(page, 115, 280, 4)
    characters(page, 320, 280, 10)
    characters(page, 320, 330, 6)
    characters(page, 320, 420, 9)
    characters(page, 350, 900, 2)
    return page


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
    (found,) = strips(page, (0, 0, 600, 100), POINT)
    assert (found.box[0], found.box[2]) == (200, 465)


def test_strip_too_high_for_one_line_is_a_block() -> None:
    found = mark_blocks([Strip((0, 0, 100, h)) for h in (30, 32, 28, 75)])
    assert [strip.block for strip in found] == [False, False, False, True]


# --- what is made of the words ----------------------------------------------------------------------------------


def line(text: str, confidence: float = 0.9) -> list[Character]:
    return [Character(c, confidence) for c in text]


def test_two_readings_agree_or_the_surer_one_counts() -> None:
    first = [*line("會"), Character("識", 0.4), *line("紀錄")]
    second = [*line("會"), Character("議", 0.7), *line("紀錄", 0.95)]
    merged = merge(first, second)
    assert text_of(merged) == "會議紀錄"
    assert [c.confidence for c in merged] == [0.9, 0.35, 0.95, 0.95]


def test_of_three_readings_two_that_agree_count_unless_they_are_less_sure() -> None:
    readings = [[*line("第1"), Character(*last)] for last in (("軟", 0.45), ("次", 0.8), ("軟", 0.1))]
    merged: list[Character] = []
    for one in readings:
        merged = merge(merged, one)
    assert text_of(merged) == "第1次"
    assert text_of(merge(merge(merged, readings[0]), readings[0])) == "第1軟"


def test_what_only_one_reading_sees_is_kept_when_sure() -> None:
    lone = [Character("甲", 0.6), Character("乙", 0.3), Character(".", 0.8), Character("8", 0.8)]
    assert text_of(merge([*line("會議"), *lone], line("會議"))) == "會議甲"


def test_reading_that_sees_nothing_takes_nothing_away() -> None:
    assert text_of(merge(line("- 3 -", 0.2), [])) == "- 3 -"
    assert text_of(merge([], line("3", 0.2))) == "3"


def test_label_that_one_reading_knows() -> None:
    sure_but_wrong = [Character("計", 0.8), *line("、地點：")]
    unsure_but_right = [Character("貳", 0.1), *line("、地點：")]
    assert text_of(merge(sure_but_wrong, unsure_but_right)) == "貳、地點："
    assert text_of(merge(unsure_but_right, sure_but_wrong)) == "貳、地點："


@given(st.lists(st.tuples(st.sampled_from("甲乙丙、1."), st.floats(0, 1)), max_size=12))
def test_merging_a_reading_with_itself_changes_nothing(reading: list[tuple[str, float]]) -> None:
    found = [Character(c, confidence) for c, confidence in reading]
    assert merge(found, found) == found


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("辦理,並於5,328人;另:", "辦理，並於5,328人；另："),
        ("Venture Star, 2026", "Venture Star, 2026"),
        ("」,提報", "」，提報"),
        ("112年5月]日", "112年5月1日"),
        ("[附件]1", "[附件]1"),
        ("一5 一", "- 5 -"),
        ("第一,二次", "第一，二次"),
        ("女性(85%),包括4縣", "女性(85%)，包括4縣"),
        ("3,臺北市配合", "3.臺北市配合"),
        ("5,328人", "5,328人"),
    ],
)
def test_marks_as_they_are_printed(read: str, printed: str) -> None:
    assert tidy(read) == printed


def test_dashes_by_their_length() -> None:
    ink = [Piece(0.85, 0.17, 0.5), Piece(0.4, 0.08, 0.5), Piece(1.2, 0.08, 0.5), Piece(0.9, 0.9, 0.5)]
    assert text_of(mend_dashes(line("一案一共同一甲"), ink)) == "一案-共同—甲"
    # a bar that OCR did not see: which is which cannot be told
    assert text_of(mend_dashes(line("一案一共同"), ink)) == "一案一共同"


def test_commas_by_their_shape() -> None:
    ink = [Piece(0.9, 0.9, 0.5), Piece(0.17, 0.28, 0.8), Piece(0.25, 0.26, 0.8)]
    assert text_of(mend_commas(line("甲。乙。"), ink)) == "甲，乙。"
    assert text_of(mend_commas(line("甲。乙。丙。"), ink)) == "甲。乙。丙。"


def test_quotation_marks_taken_for_exclamation_marks() -> None:
    lines = [line("辦理！淡北"), line("專案」會議！好。"), line("「甲！」乙」")]
    assert [text_of(found) for found in mend_quotes(lines)] == ["辦理「淡北", "專案」會議！好。", "「甲！」乙」"]


def test_quotation_that_closes_far_below_was_not_opened_there() -> None:
    lines = [line("謝謝！"), *([line("會議")] * 4), line("專案」")]
    assert mend_quotes(lines) == lines


def labelled(*texts: str, unread: int, confidence: float = 0.2) -> list[list[Character]]:
    lines = [line(text) for text in texts]
    lines[unread][0] = Character(texts[unread][0], confidence)
    return lines


def test_label_that_could_not_be_read_is_the_next_one() -> None:
    lines = labelled("陸、臨時動議：無。", "對、散會：下午", unread=1)
    mended = mend_labels(lines, [200, 201], 36)
    assert text_of(mended[1]) == "柒、散會：下午"
    assert mended[1][0].confidence == 0.0


def test_label_between_two_others() -> None:
    lines = labelled("(一)甲", "(仁)乙", "1.丙", "(三)丁", unread=1)
    lines[1][1] = Character("仁", 0.1)
    assert text_of(mend_labels(lines, [20, 20, 50, 20], 36)[1]) == "(二)乙"


@pytest.mark.parametrize(
    ("lines", "lefts"),
    [
        (labelled("陸、臨時動議", "處、基隆市環保局", unread=1, confidence=0.9), [200, 200]),
        (labelled("陸、臨時動議", "對、散會", unread=1), [200, 300]),
        (labelled("一、甲", "于、乙", "二、丙", unread=1), [20, 20, 20]),
        (labelled("甲案", "于、乙", unread=1), [20, 20]),
    ],
    ids=["read with confidence", "not under the labels", "the next label says otherwise", "nothing to count from"],
)
def test_head_that_is_no_unread_label_stays(lines: list[list[Character]], lefts: list[int]) -> None:
    assert mend_labels(lines, lefts, 36) == lines


def test_specks_read_as_marks_at_the_ends() -> None:
    found = [Character(".", 0.3), *line("議。"), Character(".", 0.9, blank_before=True), Character("|", 0.1)]
    assert text_of(without_dirt(found)) == "議。"
    assert text_of(without_dirt(line("1.")) or []) == "1."


def test_numbers_are_read_a_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Image.new("L", (400, 60), 255)
    for x in (10, 30, 50):
        page.paste(0, (x, 12, x + 12, 42))
    characters(page, 80, 12, 3)
    strip = Strip((10, 12, 178, 42))
    shown: list[tuple[int, int]] = []

    def recognise(pictures: Sequence[Image.Image], mode: int, language: str) -> list[list[Word]]:
        shown.extend(picture.size for picture in pictures)
        return [[Word("113", 0.95, 0, 10)] for _ in pictures]

    monkeypatch.setattr(digits, "reads_digits", lambda: True)
    monkeypatch.setattr(digits, "recognise", recognise)
    # tesseract's box is a little off, as its boxes are
    number = [Character(c, 0.8, span=(0.05, 1.8)) for c in "118"]
    mended = digits.mend_digits(page, [strip], [[*number, *line("年度")]])
    assert text_of(mended[0]) == "113年度"
    assert [round(c.confidence, 3) for c in mended[0][:3]] == [0.95, 0.95, 0.475]
    # cut along the ink of the three digits, 52 by 30 pixels, and scaled
    assert shown == [(round(52 * 40 / 30) + 24, 64)]


@pytest.mark.parametrize(("read", "ink"), [("1138", 3), ("18", 3)])
def test_number_of_another_length_counts_when_the_ink_says_so(
    read: str, ink: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Image.new("L", (200, 60), 255)
    for k in range(ink):
        page.paste(0, (10 + 20 * k, 12, 22 + 20 * k, 42))
    characters(page, 80, 12, 1)
    monkeypatch.setattr(digits, "reads_digits", lambda: True)
    monkeypatch.setattr(digits, "recognise", lambda pictures, *_: [[Word("113", 0.95, 0, 10)] for _ in pictures])
    number = [Character(c, 0.8, span=(0.0, 1.8)) for c in read]
    mended = digits.mend_digits(page, [Strip((10, 12, 110, 42))], [[*number, *line("年度")]])
    assert text_of(mended[0]) == "113年度"


@pytest.mark.parametrize(("number", "span"), [("14", (0.45, 1.2)), ("114", (0.0, 0.8))])
def test_digit_that_the_box_of_the_word_leaves_out_is_part_of_the_number(
    number: str, span: tuple[float, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Image.new("L", (200, 60), 255)
    for k in range(len(number)):
        page.paste(0, (10 + 16 * k, 12, 20 + 16 * k, 42))
    page.paste(0, (10 + 16 * len(number), 38, 14 + 16 * len(number), 42))  # a point
    characters(page, 80, 12, 1)
    shown: list[int] = []

    def recognise(pictures: Sequence[Image.Image], mode: int, language: str) -> list[list[Word]]:
        shown.extend(picture.width for picture in pictures)
        return [[Word(number, 0.95, 0, 10)] for _ in pictures]

    monkeypatch.setattr(digits, "reads_digits", lambda: True)
    monkeypatch.setattr(digits, "recognise", recognise)
    read = [Character(c, 0.8, span=span) for c in number]
    digits.mend_digits(page, [Strip((10, 12, 110, 42))], [[*read, *line("年度")]])
    assert shown == [round((16 * len(number) - 6) * 40 / 30) + 24]


@pytest.mark.parametrize("word", [Word("13", 0.99, 0, 9), Word("113", 0.5, 0, 9), Word("", 0.99, 0, 9)])
def test_second_reading_of_a_number_that_is_worse(word: Word, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Image.new("L", (100, 60), 255)
    for x in (10, 30, 50):
        page.paste(0, (x, 12, x + 12, 42))
    monkeypatch.setattr(digits, "reads_digits", lambda: True)
    monkeypatch.setattr(digits, "recognise", lambda pictures, *_: [[word] for _ in pictures])
    number = [Character(c, 0.8, span=(0.0, 1.8)) for c in "118"]
    assert text_of(digits.mend_digits(page, [Strip((10, 12, 62, 42))], [number])[0]) == "118"


def test_blanks_between_words() -> None:
    words = [Word("113", 0.9, 10, 40), Word("年", 0.9, 50, 76), Word("Just", 0.9, 86, 120), Word("Do", 0.9, 134, 160)]
    words += [Word("It", 0.9, 163, 170), Word("會", 0.9, 300, 326)]
    assert text_of(reading._characters(words, 26)) == "113年Just DoIt 會"


# --- tesseract as a program -------------------------------------------------------------------------------------

_HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"


def test_tsv() -> None:
    rows = [
        "1\t1\t0\t0\t0\t0\t0\t0\t99\t40\t-1\t",
        "5\t1\t1\t1\t1\t1\t10\t5\t30\t20\t96.5\t會",
        "5\t1\t1\t1\t2\t1\t10\t5\t30\t20\t-1\t 議 ",
        "5\t1\t1\t1\t2\t2\t40\t5\t30\t20\t50\t ",
        "5\t2\t1\t1\t1\t1\tx\t5\t30\t20\t50\t壞",
        "5\t9\t1\t1\t1\t1\t1\t5\t30\t20\t50\t外",
        "5\t2\t1\t1\t1\t1\t7\t5\t3\t20\t150\t\t",
    ]
    assert parse_tsv(_HEAD + "\n".join(rows), 2) == [[Word("會", 0.965, 10, 40, 0), Word("議", 0.0, 10, 40, 1)], []]


@pytest.fixture
def bin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole search path."""
    if sys.platform == "win32":
        pytest.skip("the stand-in for tesseract is a script")
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    tesseract._languages.cache_clear()
    return folder


def program(folder: Path, script: str, languages: str = "chi_tra") -> None:
    """A ``tesseract`` that lists ``languages`` and otherwise does what ``script`` (Python) says."""
    path = folder / "tesseract"
    path.write_text(
        f"#!{sys.executable}\nimport sys, time\nif '--list-langs' in sys.argv:\n    print('List:\\n{languages}')\n"
        f"    sys.exit()\ndata = sys.stdin.buffer.read()\n{script}\n"
    )
    path.chmod(0o755)


def failure() -> KbbtError:
    with pytest.raises(KbbtError) as caught:
        scan.read_scanned_page(table_page(), 1, 288, 360)
    return caught.value


def test_without_tesseract(bin_folder: Path) -> None:
    error = failure()
    assert error.exit_code is ExitCode.NO_TEXT
    for install in ("apt install tesseract-ocr tesseract-ocr-chi-tra", "brew install", "winget install"):
        assert install in error.remedy


def test_without_chinese_data(bin_folder: Path) -> None:
    program(bin_folder, "", languages="eng")
    error = failure()
    assert error.exit_code is ExitCode.NO_TEXT
    assert "chi_tra" in error.message
    assert "tesseract-ocr-chi-tra" in error.remedy


def test_tesseract_that_fails(bin_folder: Path) -> None:
    program(bin_folder, "print('out of order', file=sys.stderr); sys.exit(1)")
    error = failure()
    assert error.exit_code is ExitCode.NO_TEXT
    assert "out of order" in error.message


def test_tesseract_that_hangs(bin_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "TIMEOUT", 0.5)
    program(bin_folder, "time.sleep(600)")
    assert isinstance(failure(), LimitError)


def test_strips_go_to_one_process_as_pages(bin_folder: Path) -> None:
    script = (
        "import io; from PIL import Image, ImageSequence\n"
        "pages = [page.copy() for page in ImageSequence.Iterator(Image.open(io.BytesIO(data)))]\n"
        "for i, page in enumerate(pages, 1):\n"
        "    print('\\t'.join(['5', str(i), '1', '1', '1', '1', '0', '0', '9', '9', '90', f'{page.width}x{len(pages)}']))"
    )
    program(bin_folder, script)
    found = tesseract.recognise([Image.new("L", (n, 20), 255) for n in (30, 40)], tesseract.LINE)
    assert [[word.text for word in words] for words in found] == [["30x2"], ["40x2"]]


# --- whole pages ------------------------------------------------------------------------------------------------


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """OCR that reads each strip as its number, and is sure of it."""
    count: list[int] = []

    def recognise(pictures: Sequence[Image.Image], mode: int, language: str = "chi_tra") -> list[list[Word]]:
        found = []
        for picture in pictures:
            count.append(picture.width)
            found.append([Word(f"第{len(count)}行", 0.95, 10, 90)])
        return found

    for module in (reading, digits):
        monkeypatch.setattr(module, "recognise", recognise)
    monkeypatch.setattr(digits, "reads_digits", lambda: False)
    monkeypatch.setattr(scan, "missing", lambda: None)
    monkeypatch.setattr(scan, "quick_look", lambda *_: 0.9)
    return count


def test_page_becomes_blocks_in_reading_order(counting: list[int]) -> None:
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
def test_turned_page_is_turned_back(turn: int, counting: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    def quick_look(clean: Image.Image, found: Sequence[Strip]) -> float:
        # upright, the page has its wide line in its upper half
        widest = max(found, key=lambda strip: strip.box[2] - strip.box[0])
        return 0.9 if widest.box[2] - widest.box[0] > 400 and widest.box[3] < clean.height / 2 else 0.1

    monkeypatch.setattr(scan, "quick_look", quick_look)
    page = paper()
    for y in (100, 160, 220):
        characters(page, 100, y, 17)
    read = scan.read_scanned_page(page.rotate(turn, expand=True), 1, *((288, 360) if turn % 180 == 0 else (360, 288)))
    assert (read.turn, read.width, read.height) == (turn, 288, 360)
    assert len(read.blocks) == 3
    assert read.blocks[0].places[0].box == pytest.approx((100 / POINT, 100 / POINT, 670 / POINT, 127 / POINT), abs=2)
    assert [note.code for note in read.notes] == ["ocr.page", *(["ocr.remark"] if turn else [])]


def test_turn_of_the_page_before_is_tried_first(counting: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[tuple[int, int]] = []

    def quick_look(clean: Image.Image, found: Sequence[Strip]) -> float:
        looks.append(clean.size)
        return 0.9

    monkeypatch.setattr(scan, "quick_look", quick_look)
    page = table_page().rotate(90, expand=True)
    assert scan.read_scanned_page(page, 2, 360, 288, likely=90).turn == 90
    assert looks == [(800, 1000)]


def test_fine_scan_is_reduced(counting: list[int]) -> None:
    page = table_page().resize((2400, 3000))
    coarse = scan.read_scanned_page(page, 1, 288, 360)
    assert [type(block) for block in coarse.blocks] == [Paragraph, Table, Paragraph]


def test_empty_page_is_sure_of_its_emptiness(counting: list[int]) -> None:
    read = scan.read_scanned_page(paper(), 1, 288, 360)
    assert (read.blocks, read.confidence) == ((), 1.0)


def test_page_that_can_hardly_be_read_is_said_to_be_so(counting: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    unsure = [[Word("甲乙", 0.3, 10, 90)]]
    monkeypatch.setattr(reading, "recognise", lambda pictures, *_: unsure * len(pictures))
    read = scan.read_scanned_page(table_page(), 4, 288, 360)
    assert read.confidence < 0.5
    remark, *words = (note for note in read.notes if note.code != "ocr.page")
    assert "page 4" in remark.text
    assert {note.text for note in words} == {"[甲乙]"}
    assert all(note.places[0].page == 4 and note.places[0].box is not None for note in words)


def test_what_is_not_sure_is_told_with_what_stands_beside_it() -> None:
    found = [
        *line("一二三四五六於113年"),
        Character("3", 0.3),
        *line("月15日提送中央審議"),
        *[Character(c, 0.2) for c in "委會"],
    ]
    read = reading._line(found)
    assert read is not None
    assert read.doubt == "113年[3]月15日 … 中央審議[委會]"
    sure = reading._line(line("會議紀錄"))
    assert sure is not None
    assert sure.doubt == ""


def test_transparent_paper_is_white(counting: list[int]) -> None:
    page = table_page().convert("RGBA")
    clear = Image.new("RGBA", page.size, (0, 0, 0, 0))
    clear.paste(page, mask=Image.eval(page.convert("L"), lambda v: 255 if v < 100 else 0))
    assert len(scan.read_scanned_page(clear, 1, 288, 360).blocks) == 3


def test_every_kind_of_label_that_can_be_mended_has_its_numerals() -> None:
    assert set(mending._FORMS) == {kind.removesuffix("-paren") for kind in mending.SPOKEN}
