"""Rules and cells: in whatever way rules are drawn, the cells a person sees come out."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbbt.document import Document, Table
from kbbt.readers.options import ReadOptions
from kbbt.readers.pdf import read_pdf
from tests.readers.rawpdf import FIRST, grid, han, raw_pdf, rule, stream, text

XS, YS = [50.0, 150.0, 350.0], [250.0, 220.0, 190.0]
WORDS = text(55, 230, "a1") + text(155, 230, "b1") + text(55, 200, "a2") + text(155, 200, "b2")
ALL = [["a1", "b1"], ["a2", "b2"]]


def read(*contents: bytes, **options: object) -> Document:
    return read_pdf(raw_pdf(*contents, **options), ReadOptions(ocr="never"))  # type: ignore[arg-type]  # passed on


def the_table(*contents: bytes, **options: object) -> Table:
    (table,) = [block for block in read(*contents, **options).blocks if isinstance(block, Table)]
    return table


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def spans(table: Table) -> list[list[tuple[str, int, int, int]]]:
    return [[(cell.text, cell.column, cell.col_span, cell.row_span) for cell in row.cells] for row in table.rows]


def no_table(document: Document) -> list[str]:
    assert not any(isinstance(block, Table) for block in document.blocks)
    return [paragraph.text for paragraph in document.paragraphs()]


def thin(x0: float, y0: float, x1: float, y1: float) -> bytes:
    """A rule as a thin filled rectangle."""
    return f"{x0} {y0} {max(x1 - x0, 0.5)} {max(y1 - y0, 0.5)} re f\n".encode()


def dashed(x0: float, y0: float, x1: float, y1: float) -> bytes:
    """A rule as dashes of their own."""
    length = max(x1 - x0, y1 - y0)
    steps = [k * 5.0 for k in range(int(length / 5))]
    return b"".join(
        rule(x0 + s, y0, x0 + s + 3, y0) if y0 == y1 else rule(x0, y0 + s, x0, y0 + s + 3) for s in [*steps, length - 3]
    )


def dotted(x0: float, y0: float, x1: float, y1: float) -> bytes:
    """A rule as a row of small squares."""
    length = max(x1 - x0, y1 - y0)
    found = []
    for k in range(int(length / 2) + 1):
        x, y = (x0 + 2 * k, y0) if y0 == y1 else (x0, y0 + 2 * k)
        found.append(f"{x} {y} 1 1 re f\n".encode())
    return b"".join(found)


def doubled(x0: float, y0: float, x1: float, y1: float) -> bytes:
    """A rule as two."""
    dx, dy = (0, 2) if y0 == y1 else (2, 0)
    return rule(x0, y0, x1, y1) + rule(x0 + dx, y0 + dy, x1 + dx, y1 + dy)


def gapped(x0: float, y0: float, x1: float, y1: float) -> bytes:
    """A rule that stops short of the others at both ends."""
    return rule(x0 + 1.5, y0, x1 - 1.5, y1) if y0 == y1 else rule(x0, y0 + 1.5, x1, y1 - 1.5)


def slightly_slanting(x0: float, y0: float, x1: float, y1: float) -> bytes:
    """A rule that is not quite level."""
    return rule(x0, y0, x1, y1 + 0.8) if y0 == y1 else rule(x0, y0, x1 + 0.8, y1)


def thick(x0: float, y0: float, x1: float, y1: float) -> bytes:
    """A rule as a coloured bar."""
    return f"0.1 0.4 0.8 rg {x0} {y0} {max(x1 - x0, 4.5)} {max(y1 - y0, 4.5)} re f 0 g\n".encode()


@pytest.mark.parametrize("draw", [rule, thin, thick, dashed, dotted, doubled, gapped, slightly_slanting])
def test_rules_may_be_drawn_in_any_way(draw: object) -> None:
    assert callable(draw)
    rules = b"".join(draw(XS[0], y, XS[-1], y) for y in YS) + b"".join(draw(x, YS[-1], x, YS[0]) for x in XS)
    assert texts(the_table(rules + WORDS)) == ALL


def test_cells_may_be_stroked_rectangles() -> None:
    boxes = b"".join(f"{a} {d} {b - a} {c - d} re S\n".encode() for a, b in pairwise(XS) for c, d in pairwise(YS))
    assert texts(the_table(boxes + WORDS)) == ALL


@pytest.mark.parametrize("gap", [0.0, 2.0, 3.5])
def test_cells_may_be_filled_frames_set_apart(gap: float) -> None:
    frames = b"".join(
        f"{a + gap} {d + gap} {b - a - gap} {c - d - gap} re {a + gap + 1} {d + gap + 1} {b - a - gap - 2} {c - d - gap - 2} re f*\n".encode()
        for a, b in pairwise(XS)
        for c, d in pairwise(YS)
    )
    assert texts(the_table(frames + WORDS)) == ALL


def test_all_rules_may_be_one_path() -> None:
    path = b"".join(f"{XS[0]} {y} m {XS[-1]} {y} l\n".encode() for y in YS)
    path += b"".join(f"{x} {YS[-1]} m {x} {YS[0]} l\n".encode() for x in XS) + b"0.5 w S\n"
    assert texts(the_table(path + WORDS)) == ALL


def test_rules_may_lie_in_a_form_that_moves_and_scales_them() -> None:
    form = stream(
        b"/Type /XObject /Subtype /Form /BBox [0 0 400 300] /Matrix [2 0 0 2 0 0]",
        grid([x / 2 for x in XS], [y / 2 for y in YS], 0.2),
    )
    assert texts(the_table(b"/X Do\n" + WORDS, objects=(form,), resources=b"/XObject << /X %d 0 R >>" % FIRST)) == ALL


def test_rules_may_be_stretched_pictures_of_a_point() -> None:
    point = stream(
        b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", b"\0"
    )
    rules = b"".join(f"q {XS[-1] - XS[0]} 0 0 0.5 {XS[0]} {y} cm /P Do Q\n".encode() for y in YS)
    rules += b"".join(f"q 0.5 0 0 {YS[0] - YS[-1]} {x} {YS[-1]} cm /P Do Q\n".encode() for x in XS)
    assert texts(the_table(rules + WORDS, objects=(point,), resources=b"/XObject << /P %d 0 R >>" % FIRST)) == ALL


def test_shapes_that_are_only_clipped_to_are_no_rules() -> None:
    clip = b"q 50 190 300 0.5 re W n Q q 150 190 0.5 60 re W n Q\n"
    assert no_table(read(clip + WORDS)) == ["a1 b1", "a2 b2"]


def test_shading_is_no_rule() -> None:
    assert no_table(read(b"0.9 g 50 190 300 60 re f 0 g\n" + text(55, 230, "shaded text"))) == ["shaded text"]


def test_merged_cells_stand_once_with_their_spans() -> None:
    rules = b"".join(rule(50, y, 350, y) for y in (250, 190)) + rule(150, 220, 350, 220)
    rules += b"".join(rule(x, 190, x, 250) for x in (50, 150, 350)) + rule(250, 190, 250, 220)
    words = text(55, 215, "group") + text(155, 230, "wide") + text(155, 200, "left") + text(255, 200, "right")
    assert spans(the_table(rules + words)) == [
        [("group", 0, 1, 2), ("wide", 1, 2, 1)],
        [("left", 1, 1, 1), ("right", 2, 1, 1)],
    ]


def test_the_shading_of_a_merged_cell_may_end_before_its_row() -> None:
    rules = b"".join(rule(50, y, 350, y) for y in (250, 190)) + rule(150, 220, 350, 220)
    rules += b"".join(rule(x, 190, x, 250) for x in XS)
    words = text(55, 240, "group") + text(155, 230, "b1") + text(155, 200, "b2")
    assert spans(the_table(b"0.9 g 50 205 100 45 re f 0 g\n" + rules + words)) == [
        [("group", 0, 1, 2), ("b1", 1, 1, 1)],
        [("b2", 1, 1, 1)],
    ]


def test_a_cell_over_the_whole_of_a_page_that_cuts_the_table_keeps_its_column() -> None:
    rules = b"".join(rule(x, 20, x, 280) for x in (20, 50, 150, 350))
    rules += rule(20, 150, 50, 150) + rule(150, 150, 350, 150)
    words = (
        text(25, 200, "1") + text(55, 200, "group") + text(155, 200, "b1") + text(25, 100, "2") + text(155, 100, "b2")
    )
    assert spans(the_table(rules + words)) == [
        [("1", 0, 1, 1), ("group", 1, 1, 2), ("b1", 2, 1, 1)],
        [("2", 0, 1, 1), ("b2", 2, 1, 1)],
    ]
    outermost = b"".join(rule(x, 20, x, 280) for x in (50, 150, 350)) + rule(150, 150, 350, 150)
    assert spans(the_table(outermost + words))[0][0] == ("group", 0, 1, 2)


def test_an_empty_cell_is_a_cell() -> None:
    assert texts(the_table(grid(XS, YS) + text(55, 230, "a1") + text(155, 200, "b2"))) == [["a1", ""], ["", "b2"]]


def test_a_table_cut_by_the_page_without_a_closing_rule_keeps_its_last_row() -> None:
    rules = b"".join(rule(50, y, 350, y) for y in YS[:2]) + b"".join(rule(x, 40, x, 250) for x in XS)
    assert texts(the_table(rules + WORDS)) == ALL


def test_a_table_that_goes_on_without_an_opening_rule_keeps_its_first_row() -> None:
    rules = b"".join(rule(50, y, 350, y) for y in YS[1:]) + b"".join(rule(x, 190, x, 270) for x in XS)
    assert texts(the_table(rules + WORDS)) == ALL


def test_a_table_open_at_its_sides_keeps_its_outer_columns() -> None:
    rules = b"".join(rule(50, y, 350, y) for y in YS) + rule(150, 190, 150, 250)
    assert texts(the_table(rules + WORDS)) == ALL


def test_an_underlined_word_does_not_divide_its_cell() -> None:
    assert texts(the_table(grid(XS, YS) + WORDS + rule(155, 228, 167, 228))) == ALL


def test_lines_under_words_as_wide_as_their_cell_do_not_divide_it() -> None:
    words = text(52, 235, "sixteen letters.") + text(52, 224, "more of the same") + text(155, 230, "b1")
    lines = rule(52, 234, 148, 234) + rule(52, 223, 148, 223)
    found = texts(the_table(grid(XS, YS) + lines + words + text(55, 200, "a2") + text(155, 200, "b2")))
    assert found == [["sixteen letters.\nmore of the same", "b1"], ["a2", "b2"]]


def test_a_table_within_a_cell_is_read_in_that_cell() -> None:
    inner = grid([170, 230, 300], [200, 185, 170])
    words = text(172, 188, "c") + text(232, 188, "d") + text(172, 173, "e") + text(232, 173, "f")
    outer = text(55, 230, "a1") + text(155, 230, "b1") + text(55, 208, "a2") + text(155, 208, "b2")
    found = texts(the_table(grid(XS, [250, 220, 160]) + inner + outer + words))
    assert found == [["a1", "b1"], ["a2", "b2\nc\nd\ne\nf"]]


def test_a_table_in_a_form_round_the_page_stays_a_table() -> None:
    form = (
        grid([20, 380], [290, 270, 10]) + rule(200, 270, 200, 290) + text(25, 276, "no. 1") + text(205, 276, "page 2")
    )
    tables = [block for block in read(form + grid(XS, YS) + WORDS).blocks if isinstance(block, Table)]
    assert ALL in [texts(table) for table in tables]


def test_a_frame_round_a_page_is_no_table() -> None:
    frame = grid([20, 380], [290, 10])
    assert no_table(read(frame + text(50, 200, "framed"))) == ["framed"]
    assert texts(the_table(frame + grid(XS, YS) + WORDS)) == ALL


def test_text_beside_above_and_below_a_table_is_outside() -> None:
    document = read(grid(XS, YS) + WORDS + text(50, 270, "above") + text(50, 170, "below"))
    assert [block.text if not isinstance(block, Table) else "table" for block in document.blocks] == [
        "above",
        "table",
        "below",
    ]


def test_two_tables_side_by_side_are_two() -> None:
    left, right = grid([20, 60, 100], YS), grid([200, 250, 300], YS)
    words = text(22, 230, "l1") + text(62, 230, "l2") + text(202, 230, "r1") + text(252, 230, "r2")
    tables = [block for block in read(left + right + words).blocks if isinstance(block, Table)]
    assert sorted(texts(table)[0] for table in tables) == [["l1", "l2"], ["r1", "r2"]]


def test_lines_of_a_cell_are_its_paragraphs_with_their_places() -> None:
    table = the_table(grid(XS, YS) + WORDS + text(155, 240, "first"))
    cell = table.rows[0].cells[1]
    assert [p.text for p in cell.paragraphs] == ["first", "b1"]
    assert cell.places[0].box == pytest.approx((150, 50, 350, 80), abs=0.5)
    assert all(p.is_line for p in cell.paragraphs)


def test_text_written_in_one_go_across_two_cells_is_divided_at_the_rule() -> None:
    assert texts(the_table(grid(XS, YS) + han(120, 230, "左欄") + han(152, 230, "右欄")))[0] == ["左欄", "右欄"]


def test_text_that_sticks_out_of_its_cell_stays_whole() -> None:
    assert texts(the_table(grid(XS, YS) + text(55, 230, "a long word that runs on over the rule")))[0] == [
        "a long word that runs on over the rule",
        "",
    ]


def test_a_turned_label_stands_in_its_cell() -> None:
    turned = b"BT /F 10 Tf 0 1 -1 0 100 192 Tm (label) Tj ET\n"
    words = text(155, 230, "several words of text here") + text(155, 200, "and some more of them")
    table = the_table(rule(50, 250, 350, 250) + rule(50, 190, 350, 190) + rule(150, 220, 350, 220)
                      + b"".join(rule(x, 190, x, 250) for x in XS) + words + turned)  # fmt: skip
    assert spans(table)[0][0] == ("label", 0, 1, 2)


def test_rows_without_rules_between_them_are_told_by_the_order_of_writing() -> None:
    # 項次 | 內容 | 辦理情形 with rules round the titles and the body only; the page begins with the rest of an item.
    frame = grid([50, 90, 200, 350], [250, 230, 100])
    titles = han(55, 236, "項次") + han(95, 236, "內容") + han(205, 236, "辦理情形")
    rest = han(95, 216, "上頁續完。") + han(205, 216, "亦續完。")
    one = han(52, 196, "(二)") + han(95, 196, "第二案第一行") + han(95, 184, "第二行。") + han(205, 196, "辦理中。")
    two = han(52, 160, "(三)") + han(95, 160, "第三案。") + han(205, 160, "已辦理") + han(205, 148, "完成。")
    assert texts(the_table(frame + titles + rest + one + two)) == [
        ["項次", "內容", "辦理情形"],
        ["", "上頁續完。", "亦續完。"],
        ["(二)", "第二案第一行\n第二行。", "辦理中。"],
        ["(三)", "第三案。", "已辦理\n完成。"],
    ]


def test_a_row_with_a_name_in_two_blocks_is_not_divided_where_rules_divide_rows() -> None:
    words = han(55, 240, "方案") + han(155, 240, "第一行") + han(55, 226, "(說明)") + han(155, 226, "第二行")
    ruled = grid(XS, [250, 220, 190, 160, 130])
    assert texts(the_table(ruled + words))[0] == ["方案\n(說明)", "第一行\n第二行"]


@given(
    xs=st.lists(st.integers(20, 380), min_size=2, max_size=6, unique=True),
    ys=st.lists(st.integers(20, 280), min_size=2, max_size=6, unique=True),
    words=st.lists(
        st.tuples(st.integers(20, 330), st.integers(20, 280), st.text("abcXYZ123", min_size=1, max_size=5)), max_size=12
    ),
)
def test_whatever_rules_there_are_every_character_comes_out_once(
    xs: list[int], ys: list[int], words: list[tuple[int, int, str]]
) -> None:
    spread = {(x // 60, y // 14): (60 * (x // 60), 14 * (y // 14), word) for x, y, word in words}
    content = grid(sorted(map(float, xs)), sorted(map(float, ys))) + text(1, 1, "end")
    content += b"".join(text(x, y, word) for x, y, word in spread.values())
    document = read(content)
    found = Counter("".join(p.text for p in document.paragraphs()).replace(" ", ""))
    assert found == Counter("end" + "".join(word for _, _, word in spread.values()))


def test_a_cell_set_in_vertical_lines_reads_from_the_right() -> None:
    group = b"".join(han(x, y, c) for x, y, c in [(80, 232, "衛"), (80, 221, "生"), (66, 232, "社"), (66, 221, "福")])
    table = the_table(grid(XS, YS) + group + han(155, 230, "長照") + han(55, 200, "二") + han(155, 200, "共訓"))
    assert ["".join(cell.split()) for row in texts(table) for cell in row] == ["衛生社福", "長照", "二", "共訓"]


def test_characters_of_one_line_may_be_written_from_the_right() -> None:
    assert (
        texts(the_table(grid(XS, YS) + han(66, 230, "次") + han(55, 230, "項") + han(155, 200, "完成")))[0][0] == "項次"
    )


def test_a_last_line_across_the_closing_rule_belongs_to_its_cell() -> None:
    # The cell before it is written first; what stands below the rule is no part of the table.
    cut = text(155, 196, "more") + text(155, 185, "last") + text(50, 172, "below")
    document = read(
        grid(XS, YS) + text(55, 230, "a1") + text(155, 230, "b1") + text(55, 200, "a2") + text(155, 207, "b2") + cut
    )
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert texts(table)[1] == ["a2", "b2\nmore\nlast"]
    assert [block.text for block in document.blocks if not isinstance(block, Table)] == ["below"]
