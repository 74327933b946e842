"""Characters and lines: what is printed on the page, each line once, with the blanks a person sees."""

from __future__ import annotations

import pytest

from kbbt.document import Document, Paragraph
from kbbt.readers.options import ReadOptions
from kbbt.readers.pdf import read_pdf
from tests.readers.rawpdf import FIRST, han, raw_pdf, rule, stream, text


def read(*contents: bytes, **options: object) -> Document:
    return read_pdf(raw_pdf(*contents, **options), ReadOptions(ocr="never"))  # type: ignore[arg-type]  # passed on


def lines(*contents: bytes, **options: object) -> list[str]:
    return [block.text for block in read(*contents, **options).blocks if isinstance(block, Paragraph)]


def box(paragraph: Paragraph) -> tuple[float, float, float, float]:
    (place,) = paragraph.places
    assert place.box is not None
    return place.box


def test_a_line_is_told_by_its_baseline_not_by_its_ink() -> None:
    # The ink of 一 and of the marks lies far from that of their neighbours; the line is one all the same.
    assert lines(han(50, 200, "福德一路、一七七巷。「三」")) == ["福德一路、一七七巷。「三」"]


def test_top_and_bottom_of_a_line_do_not_depend_on_its_characters() -> None:
    first, second = read(han(50, 200, "一一一"), han(50, 200, "龜鼎鬱")).blocks
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert box(first)[1] == pytest.approx(box(second)[1], abs=0.5)
    assert box(first)[3] == pytest.approx(box(second)[3], abs=0.5)
    assert box(first)[0] == pytest.approx(50, abs=0.1)
    assert box(first)[2] == pytest.approx(80, abs=0.1)


def test_places_are_measured_from_the_top_left_of_the_visible_page() -> None:
    document = read(text(60, 200, "word"), page=b"/MediaBox [0 0 400 300] /CropBox [40 100 300 250]")
    (line,) = document.blocks
    assert isinstance(line, Paragraph)
    x0, top, _, bottom = box(line)
    assert x0 == pytest.approx(20, abs=0.1)
    assert top < 50 < bottom
    assert (document.pages[0].width, document.pages[0].height) == (260, 150)


def test_raised_and_lowered_characters_belong_to_their_line() -> None:
    content = text(50, 200, "CO", 12) + text(64.4, 197, "2", 7) + text(70, 200, "eq m", 12) + text(99, 205, "2", 7)
    assert lines(content) == ["CO2eq m2"]
    # Half a size higher, and smaller than half: the mark of a footnote after the last line of a paragraph.
    assert lines(han(50, 200, "上一行") + han(50, 187.5, "完成。") + text(80, 192.5, "1", 5)) == ["上一行", "完成。1"]


def test_lines_set_solid_stay_apart() -> None:
    assert lines(han(50, 200, "上一行") + han(50, 189.5, "下一行")) == ["上一行", "下一行"]


def test_a_gap_between_words_is_a_blank() -> None:
    assert lines(text(50, 200, "Just") + text(80, 200, "Do") + text(98, 200, "It")) == ["Just Do It"]


def test_the_small_gap_between_han_and_digits_is_no_blank() -> None:
    assert lines(han(50, 200, "中華民國") + text(92.5, 200, "113") + han(113, 200, "年度")) == ["中華民國113年度"]


def test_real_blanks_are_kept_and_runs_of_them_are_one() -> None:
    assert lines(han(50, 200, "黃 傑　　三")) == ["黃 傑 三"]


def test_where_no_blanks_are_between_scripts_a_gap_is_stretching() -> None:
    assert lines(han(50, 200, "第") + text(66, 200, "5") + han(78, 200, "次會議")) == ["第5次會議"]


def test_a_tab_is_a_blank() -> None:
    assert lines(han(50, 200, "主席：王大明") + han(200, 200, "紀錄：李小華")) == ["主席：王大明 紀錄：李小華"]


def test_a_word_spread_out_over_the_line_gets_no_blanks() -> None:
    assert lines(han(50, 200, "記") + han(90, 200, "錄") + han(130, 200, "人")) == ["記錄人"]


def test_libreoffice_blanks_between_scripts_are_seen_in_the_gap() -> None:
    # Between 至 and 6 only the gap is left of a blank; the others are there.
    line = han(50, 200, "於 5 日至") + text(120, 200, "6") + han(126, 200, " 月 7 日止 8 人")
    assert lines(line) == ["於 5 日至 6 月 7 日止 8 人"]


@pytest.mark.parametrize(("dx", "dy"), [(0.3, 0.0), (0.0, 0.2), (0.4, -0.3)])
def test_fake_bold_comes_out_once(dx: float, dy: float) -> None:
    bold = b"".join(han(50 + k * dx, 200 + k * dy, "合作方案") for k in range(3))
    assert lines(bold) == ["合作方案"]


def test_fake_bold_character_by_character_comes_out_once() -> None:
    bold = b"".join(han(50 + 10 * i + k * 0.4, 200, c) for i, c in enumerate("謝謝各位") for k in range(2))
    assert lines(bold) == ["謝謝各位"]


def test_real_doubles_survive() -> None:
    assert lines(han(50, 200, "謝謝") + han(70, 200, "謝謝")) == ["謝謝謝謝"]


def test_radicals_become_the_ideographs_they_were_drawn_for() -> None:
    assert lines(han(50, 200, "⽂⽉⽇⻑⺠")) == ["文月日長民"]


def test_private_use_and_rare_characters_survive() -> None:
    assert lines(han(50, 200, "議員鍾㴴\ue02b、𠮷野")) == ["議員鍾㴴\ue02b、𠮷野"]


def test_forms_of_characters_are_kept() -> None:
    assert lines(han(50, 200, "①㈠㎡，：（）１２Ａ℃")) == ["①㈠㎡，：（）１２Ａ℃"]


def test_a_hyphen_at_the_end_of_a_line_is_a_hyphen() -> None:
    assert lines(text(50, 200, "02-1234-") + text(50, 186, "5678")) == ["02-1234-", "5678"]


def test_text_that_is_not_drawn_is_not_read() -> None:
    hidden = b"BT 3 Tr /F 10 Tf 50 150 Td (nobody sees this) Tj 0 Tr ET\n"
    assert lines(text(50, 200, "seen") + hidden) == ["seen"]


def test_a_layer_of_ocr_over_a_picture_is_read_with_a_remark() -> None:
    picture = stream(
        b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", b"\x80"
    )
    content = (
        b"q 400 0 0 300 0 0 cm /P Do Q BT 3 Tr /G 10 Tf 50 200 Td <%s> Tj ET"
        % "會議紀錄".encode("utf-16-be").hex().encode()
    )
    document = read(content, objects=(picture,), resources=b"/XObject << /P %d 0 R >>" % FIRST)
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["會議紀錄"]
    assert [note.code for note in document.notes] == ["pdf.ocr-layer"]


def test_text_in_a_form_is_read() -> None:
    form = stream(
        b"/Type /XObject /Subtype /Form /BBox [0 0 400 300] /Matrix [1 0 0 1 20 0] /Resources << /Font << /F 3 0 R >> >>",
        text(50, 200, "inside"),
    )
    (line,) = read(b"/X Do", objects=(form,), resources=b"/XObject << /X %d 0 R >>" % FIRST).blocks
    assert isinstance(line, Paragraph)
    assert line.text == "inside"
    assert box(line)[0] == pytest.approx(70, abs=0.1)


def actual(words: str) -> bytes:
    """The beginning of a span that says what its characters are, whatever their font says."""
    return b"/Span << /ActualText <feff%s> >> BDC\n" % words.encode("utf-16-be").hex().encode()


def test_characters_that_the_file_spells_out_stand_where_their_form_is_put() -> None:
    # Browsers spell out each ideograph that shares its glyph with a radical; printing to fit puts pages into forms.
    words = han(100, 200, "流", 20) + actual("方") + han(120, 200, "⽅", 20) + b"EMC\n" + han(140, 200, "案", 20)
    words += han(160, 200, "流", 20) + actual("高") + han(180, 200, "⾼", 20) + b"EMC\n"
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 400 300] /Resources << %s >> /Matrix %s"
    inner = stream(form % (b"/Font << /G 4 0 R >>", b"[1 0 0 1 0 0]"), words)
    outer = stream(form % (b"/XObject << /X %d 0 R >>" % FIRST, b"[0.5 0 0 0.5 30 40]"), b"/X Do\n")
    document = read(b"/X Do\n", objects=(inner, outer), resources=b"/XObject << /X %d 0 R >>" % (FIRST + 1))
    (paragraph,) = document.paragraphs()
    assert paragraph.text == "流方案流高"
    assert box(paragraph) == pytest.approx((80, 151.2, 130, 161.2), abs=1)


def test_words_that_the_file_spells_out_are_read_in_order() -> None:
    words = text(50, 200, "a ") + actual("office ") + text(62, 200, "xxxxxx") + b"EMC\n" + text(104, 200, "b")
    words += actual("謝謝") + han(50, 150, "歹") + b"EMC\n"
    assert lines(words) == ["a office b", "謝謝"]


def test_form_fields_and_free_texts_are_read_and_comments_are_not() -> None:
    def annotation(kind: bytes, words: str, y: int) -> bytes:
        return (
            b"<< /Type /Annot /Subtype /%s /Rect [50 %d 250 %d] /F 4 /FT /Tx /T (t%d) /V (%s) /Contents (%s) /AP << /N %d 0 R >> >>"
            % (kind, y, y + 20, y, words.encode(), words.encode(), FIRST + (0 if kind == b"Widget" else 1))
        )

    def look(words: str) -> bytes:
        resources = b"/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F 3 0 R >> >>"
        return stream(resources, text(2, 5, words))

    document = read(
        text(50, 250, "printed"),
        objects=(look("field value"), look("free text")),
        page=b"/Annots [%s %s << /Type /Annot /Subtype /Text /Rect [300 50 320 70] /Contents (a comment) >>]"
        % (annotation(b"Widget", "field value", 200), annotation(b"FreeText", "free text", 100)),
    )
    assert [p.text for p in document.paragraphs()] == ["printed", "field value", "free text"]


@pytest.mark.parametrize(
    ("matrix", "rotate"), [(b"0 1 -1 0 300 50", b""), (b"0 -1 1 0 100 250", b""), (b"-1 0 0 -1 350 200", b"")]
)
def test_a_page_whose_text_runs_sideways_is_turned(matrix: bytes, rotate: bytes) -> None:
    content = b"BT /F 10 Tf %s Tm (first line of text) Tj 0 -14 Td (second line) Tj ET" % matrix
    document = read(content, page=rotate)
    assert [p.text for p in document.paragraphs()] == ["first line of text", "second line"]
    assert [note.code for note in document.notes] == ["pdf.turned"]
    for paragraph in document.paragraphs():
        x0, top, x1, bottom = box(paragraph)
        assert x1 - x0 > bottom - top
        assert 0 <= x0 < x1 <= document.pages[0].width
        assert 0 <= top < bottom <= document.pages[0].height


def test_a_page_shown_turned_whose_text_is_then_level_needs_no_remark() -> None:
    document = read(b"BT /F 10 Tf 0 1 -1 0 300 50 Tm (level as shown) Tj ET", page=b"/Rotate 90")
    assert [p.text for p in document.paragraphs()] == ["level as shown"]
    assert document.notes == ()
    assert (document.pages[0].width, document.pages[0].height) == (300, 400)


def test_a_few_turned_words_stand_on_a_line_of_their_own() -> None:
    content = text(50, 200, "most of the text runs like this") + b"BT /F 10 Tf 0 1 -1 0 30 50 Tm (turned) Tj ET"
    assert sorted(lines(content)) == ["most of the text runs like this", "turned"]


def test_a_slanting_stamp_is_left_out_and_quoted() -> None:
    content = text(50, 150, "the text below a stamp") + b"BT /F 30 Tf 0.7 0.7 -0.7 0.7 80 60 Tm (COPY) Tj ET"
    document = read(content)
    assert [p.text for p in document.paragraphs()] == ["the text below a stamp"]
    assert [(note.code, "COPY" in note.text) for note in document.notes] == [("pdf.aslant", True)]


def test_vertical_lines_are_read_from_the_right() -> None:
    columns = ("中華民國一百一十三年七", "月十一日會議照案通過。")
    content = b"".join(
        han(300 - 20 * c, 280 - 10 * i, char) for c, column in enumerate(columns) for i, char in enumerate(column)
    )
    document = read(content)
    assert [p.text for p in document.paragraphs()] == list(columns)
    assert [note.code for note in document.notes] == ["pdf.vertical"]


def test_a_page_in_two_columns_is_read_column_by_column() -> None:
    left = ["左欄第一行的文字很長", "左欄第二行的文字很長", "左欄第三行的文字很長", "左欄第四行的文字"]
    right = ["右欄第一行的文字很長", "右欄第二行的文字很長", "右欄第三行的文字很長", "右欄第四行的文字"]
    content = b"".join(han(50, 200 - 14 * i, line) for i, line in enumerate(left))
    content += b"".join(han(200, 200 - 14 * i, line) for i, line in enumerate(right))
    assert lines(content) == left + right


def test_a_rule_below_a_heading_is_no_table() -> None:
    assert lines(han(50, 200, "會議紀錄") + rule(40, 195, 300, 195) + han(50, 180, "一、報告事項")) == [
        "會議紀錄",
        "一、報告事項",
    ]


def test_characters_with_broken_ink_are_measured_by_their_steps() -> None:
    # The glyphs of this font are drawn four times as large as they are set; where they begin is right all the same.
    box_of_ink = stream(b"", b"1000 0 0 -600 4000 3400 d1 0 -600 4000 4000 re f")
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 -600 4000 3400] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 65"
        b" /LastChar 66 /Widths [1000 1000] /CharProcs << /a %d 0 R >> /ToUnicode %d 0 R"
        b" /Encoding << /Type /Encoding /Differences [65 /a /a] >> >>" % (FIRST + 1, FIRST + 2)
    )
    cmap = stream(
        b"",
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <00> <ff>"
        b" endcodespacerange 2 beginbfchar <41> <7532> <42> <4e59> endbfchar endcmap end end",
    )
    content = b"".join(b"BT /T 10 Tf 50 %d Td (ABABAB) Tj ET\n" % y for y in (250, 236, 222))
    document = read(content, objects=(font, box_of_ink, cmap), fonts=b"/T %d 0 R" % FIRST)
    assert [p.text for p in document.paragraphs()] == ["甲乙甲乙甲乙"] * 3
    assert all(box(p)[3] - box(p)[1] < 14 for p in document.paragraphs())
    assert all(box(p)[2] == pytest.approx(110, abs=1) for p in document.paragraphs())


def test_narrow_characters_drawn_twice_stand_once() -> None:
    twice = text(70, 200, "(", 4) + text(70.4, 200, "(", 4.4)
    content = han(50, 200, "溪流") + twice + han(73.1, 200, "支") + text(83.1, 200, "((", 4)
    assert lines(content) == ["溪流(支(("]


def test_what_a_line_is_drawn_through_is_left_out_and_quoted() -> None:
    words = text(50, 200, "it is over, it goes on") + text(50, 180, "crossed out") + text(50, 160, "all of it stays")
    # Through the first half of one line, through all of another, and under a third.
    marks = rule(50, 203, 116, 203) + rule(50, 183, 116, 183) + rule(50, 158.5, 140, 158.5)
    document = read(words + marks)
    assert [p.text for p in document.paragraphs()] == ["it goes on", "all of it stays"]
    (note,) = [note for note in document.notes if note.code == "pdf.struck-out"]
    assert "it is over," in note.text
    assert "crossed out" in note.text


def test_a_rule_longer_than_the_text_it_crosses_strikes_nothing_out() -> None:
    assert [p.text for p in read(text(50, 200, "stays") + rule(40, 203, 200, 203)).paragraphs()] == ["stays"]


def test_large_words_across_the_text_are_a_watermark() -> None:
    lines = b"".join(text(50, 220 - 14 * k, f"line {k} of the minutes") for k in range(6))
    document = read(b"0.9 g\n" + text(40, 165, "DRAFT", 80) + b"0 g\n" + lines)
    assert [p.text for p in document.paragraphs()] == [f"line {k} of the minutes" for k in range(6)]
    assert ["DRAFT" in note.text for note in document.notes if note.code == "pdf.watermark"] == [True]


def test_a_large_title_beside_no_text_is_no_watermark() -> None:
    lines = b"".join(text(50, 150 - 14 * k, f"line {k}") for k in range(6))
    assert read(text(50, 200, "TITLE", 40) + lines).blocks[0].text == "TITLE"  # type: ignore[union-attr]  # a paragraph
