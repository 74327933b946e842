"""Scans: what is made of OCR's words, and tesseract as a program. No tesseract is needed here."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kbbt.errors import ExitCode, KbbtError, LimitError
from kbbt.readers import scan
from kbbt.readers.scan import digits, mending, reading, tesseract
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
from kbbt.readers.scan.strips import Strip
from kbbt.readers.scan.tesseract import Word, parse_tsv
from tests.readers.drawing import characters, table_page

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
    merged = merge([*line("會議"), *lone], line("會議"))
    assert text_of(merged) == "會議甲"
    # the other does not see it: so it is told
    assert [c.confidence for c in merged] == [0.9, 0.9, 0.3]


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
    assert text_of(mend_dashes(line("(一)甲一"), [ink[1], ink[1]])) == "(一)甲-"
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


def test_every_kind_of_label_that_can_be_mended_has_its_numerals() -> None:
    assert set(mending._FORMS) == {kind.removesuffix("-paren") for kind in mending.SPOKEN}


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
    seldom = reading._line(line("於113年?月29日", 0.95))
    assert seldom is not None
    assert seldom.doubt == "113年[?]月29日"
    sure = reading._line(line("會議紀錄"))
    assert sure is not None
    assert sure.doubt == ""


def read_at(monkeypatch: pytest.MonkeyPatch, readings: dict[int, Word]) -> tuple[reading.Line, list[int]]:
    """What becomes of a line that reads so at these heights of its ink, and the heights at which it was read."""
    heights: list[int] = []

    def recognise(pictures: Sequence[Image.Image], mode: int, language: str = "chi_tra") -> list[list[Word]]:
        heights.extend(picture.height - 20 for picture in pictures)
        return [[readings[picture.height - 20]] for picture in pictures]

    monkeypatch.setattr(reading, "recognise", recognise)
    monkeypatch.setattr(digits, "reads_digits", lambda: False)
    page = Image.new("L", (400, 60), 255)
    characters(page, 10, 12, 3)
    ((found,),) = reading.read_strips(page, [Strip((10, 12, 104, 39))], {})
    return found, heights


def test_what_is_read_wrongly_with_confidence_at_one_height_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong, right = Word("回市", 0.9, 10, 60), Word("四市", 0.95, 10, 60)
    found, heights = read_at(monkeypatch, {26: wrong, **dict.fromkeys((34, 44, 38, 28), right)})
    assert (found.text, found.doubt) == ("四市", "[四]市")
    assert heights == [26, 34, 44, 38, 28]


@pytest.mark.parametrize(("sure", "kept"), [(0.1, False), (0.8, True)])
def test_what_is_too_low_for_a_line_and_hardly_read_is_dirt(
    sure: float, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Image.new("L", (400, 160), 255)
    for y in (10, 60):
        characters(page, 10, y, 3)
    page.paste(0, (100, 110, 300, 119))
    strips = [Strip((10, 10, 104, 37)), Strip((10, 60, 104, 87)), Strip((100, 110, 300, 119))]

    def recognise(pictures: Sequence[Image.Image], mode: int, language: str = "chi_tra") -> list[list[Word]]:
        return [[Word("四市", 0.9 if picture.width < 200 else sure, 10, 60)] for picture in pictures]

    monkeypatch.setattr(reading, "recognise", recognise)
    monkeypatch.setattr(digits, "reads_digits", lambda: False)
    found = reading.read_strips(page, strips, {})
    assert [[one.text for one in lines] for lines in found] == [["四市"], ["四市"], ["四市"] if kept else []]


def test_line_of_which_two_readings_are_sure_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    found, heights = read_at(monkeypatch, dict.fromkeys((26, 34), Word("四市", 0.8, 10, 60)))
    assert (found.text, found.doubt, heights) == ("四市", "", [26, 34])


def test_what_was_read_to_find_the_turn_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    heights: list[int] = []

    def recognise(pictures: Sequence[Image.Image], mode: int, language: str = "chi_tra") -> list[list[Word]]:
        heights.extend(picture.height - 20 for picture in pictures)
        return [[Word("四市", 0.9, 10, 60)] for _ in pictures]

    monkeypatch.setattr(reading, "recognise", recognise)
    monkeypatch.setattr(digits, "reads_digits", lambda: False)
    page = Image.new("L", (400, 60), 255)
    characters(page, 10, 12, 3)
    strips = [Strip((10, 12, 104, 39))]
    sure, looked = reading.quick_look(page, strips)
    assert sure == 0.9
    reading.read_strips(page, strips, looked)
    assert heights == [26, 34]


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


def test_strips_go_to_few_processes_as_pages(bin_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = (
        "import io; from PIL import Image, ImageSequence\n"
        "pages = [page.copy() for page in ImageSequence.Iterator(Image.open(io.BytesIO(data)))]\n"
        "for i, page in enumerate(pages, 1):\n"
        "    print('\\t'.join(['5', str(i), '1', '1', '1', '1', '0', '0', '9', '9', '90', f'{page.width}x{len(pages)}']))"
    )
    program(bin_folder, script)
    found = tesseract.recognise([Image.new("L", (n, 20), 255) for n in (30, 40)], tesseract.LINE)
    assert [[word.text for word in words] for words in found] == [["30x2"], ["40x2"]]
    # shared out among processes they come back in their order
    monkeypatch.setattr(tesseract, "_processors", lambda: 2)
    found = tesseract.recognise([Image.new("L", (n, 20), 255) for n in range(30, 47)], tesseract.LINE)
    assert [[word.text for word in words] for words in found] == [[f"{n}x{8 if n % 2 else 9}"] for n in range(30, 47)]
