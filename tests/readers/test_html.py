"""HTML: what a browser shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbbt.document import Block, Document, Paragraph, Table
from kbbt.errors import UnreadableError
from kbbt.readers import read
from kbbt.readers.html import html_document
from kbbt.text import clean, squeeze


def seen(block: Block) -> str | list[list[str]]:
    if isinstance(block, Paragraph):
        return block.text
    return [[cell.text for cell in row.cells] for row in block.rows]


def blocks(source: str) -> list[str | list[list[str]]]:
    return [seen(block) for block in html_document(source).blocks]


def table(source: str) -> Table:
    found = [block for block in html_document(source).blocks if isinstance(block, Table)]
    assert len(found) == 1
    return found[0]


def labels(source: str) -> list[tuple[str, int | None, str]]:
    return [(p.label, p.level, p.text) for p in html_document(source).paragraphs()]


def test_paragraphs_and_breaks() -> None:
    assert blocks("<p>甲<br>乙</p>丙<div>丁<span>戊</span></div>己") == ["甲", "乙", "丙", "丁戊", "己"]


def test_line_feeds_in_the_source_are_no_breaks_and_no_blanks_between_han() -> None:
    assert blocks("<p>基北\n北桃 Just\n  Do It\n案，\n113\n年\n</p>") == ["基北北桃 Just Do It 案， 113 年"]


def test_preformatted_lines_are_lines() -> None:
    found = html_document("<pre>甲\n乙</pre>")
    assert [(p.text, p.is_line) for p in found.paragraphs()] == [("甲", True), ("乙", True)]


def test_what_nobody_sees_stays_out() -> None:
    source = (
        "<head><title>題</title><style>p{}</style></head><script>x</script><!-- x --><p hidden>x</p>"
        "<p style='DISPLAY: none'>x</p><p style='mso-hide:all'>x</p><select><option>x</select><p>甲&amp;&#20057;</p>"
    )
    found = html_document(source)
    assert [p.text for p in found.paragraphs()] == ["甲&乙"]
    assert found.title == "題"


def test_struck_out_text_stays_out_and_is_said() -> None:
    found = html_document(
        "<p>甲<del>x</del><s>x</s><span style='text-decoration:line-through'>x</span><ins>乙</ins></p>"
    )
    assert [p.text for p in found.paragraphs()] == ["甲乙"]
    assert [note.code for note in found.notes] == ["html.struck-out"]


def test_headings() -> None:
    found = [(p.text, p.heading, p.level) for p in html_document("<h1>甲</h1><h3>乙</h3><p>丙").paragraphs()]
    assert found == [("甲", True, 0), ("乙", True, 2), ("丙", False, None)]


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("<ol>", ["1.", "2."]),
        ("<ol start=9>", ["9.", "10."]),
        ("<ol type=A>", ["A.", "B."]),
        ("<ol type=i start=4>", ["iv.", "v."]),
        ("<ol reversed>", ["2.", "1."]),
        ("<ol style='list-style-type: cjk-ideographic' start=10>", ["十、", "十一、"]),
        ("<ol style='list-style-type: trad-chinese-formal'>", ["壹、", "貳、"]),
        ("<ol style='list-style: cjk-heavenly-stem outside'>", ["甲、", "乙、"]),
        ("<ol style='list-style-type: lower-latin'>", ["a.", "b."]),
        ("<ol style='list-style-type: none'>", ["", ""]),
        ("<ul>", ["•", "•"]),
        ("<ul type=square>", ["▪", "▪"]),
    ],
)
def test_labels_a_browser_would_draw(opening: str, expected: list[str]) -> None:
    found = labels(f"{opening}<li>某<li>事</ol>")
    assert [label for label, _, _ in found] == expected
    assert all(text.startswith(label) for label, _, text in found)
    assert [text.removeprefix(label).strip() for label, _, text in found] == ["某", "事"]


def test_nested_lists_and_items_of_several_paragraphs() -> None:
    source = "<ol><li><p>甲</p><p>續</p><ol type=a><li>子<li value=5>丑</ol><li>乙</ol>"
    assert labels(source) == [
        ("1.", 0, "1. 甲"),
        ("", 0, "續"),
        ("a.", 1, "a. 子"),
        ("e.", 1, "e. 丑"),
        ("2.", 0, "2. 乙"),
    ]


def test_typed_number_in_an_item() -> None:
    # a bullet is decoration before a typed number; the same number is not said twice
    assert labels("<ul><li>(一) 甲</ul><ol><li>1. 乙<li>(三)丙</ol>") == [
        ("", 0, "(一) 甲"),
        ("", 0, "1. 乙"),
        ("2.", 0, "2. (三)丙"),
    ]


def test_table_spans_and_header() -> None:
    found = table(
        "<table><thead><tr><th rowspan=2>組<th colspan=2>案</tr><tr><th>名<th>情</thead>"
        "<tfoot><tr><td colspan=3>計</tfoot><tbody><tr><td>甲<td>乙<td>1. 丙<br>2. 丁</table>"
    )
    assert found.columns == 3
    assert [[cell.text for cell in row.cells] for row in found.rows] == [
        ["組", "案"],
        ["名", "情"],
        ["甲", "乙", "1. 丙\n2. 丁"],
        ["計"],
    ]
    assert [row.header for row in found.rows] == [True, True, False, False]
    first = found.rows[0].cells
    assert [(c.column, c.col_span, c.row_span) for c in first] == [(0, 1, 2), (1, 2, 1)]
    assert [c.column for c in found.rows[1].cells] == [1, 2]
    place = found.rows[2].cells[2].paragraphs[1].places[0]
    assert (place.block, place.row, place.cell) == (0, 2, 2)


def test_row_span_to_the_end_and_spans_past_the_end() -> None:
    found = table("<table><tr><td rowspan=0>甲<td>乙<tr><td>丙<tr><td rowspan=9 colspan=9999>丁</table>")
    assert [cell.row_span for cell in found.rows[0].cells] == [3, 1]
    assert found.rows[2].cells[0].row_span == 1
    assert found.columns == 1001


def test_nested_table_is_flattened_in_its_cell() -> None:
    found = table("<table><tr><td>甲<td>乙<table><tr><td>丙<td>丁</table>戊<tr><td>己<td>庚</table>")
    assert [[cell.text for cell in row.cells] for row in found.rows] == [["甲", "乙\n丙\n丁\n戊"], ["己", "庚"]]


def test_table_that_lays_out_the_page_is_no_table() -> None:
    inner = "<table><tr><td>名<td>情<tr><td>子<td>丑</table>"
    assert blocks(f"<table><tr><td>選單<td><p>題</p>{inner}</table>") == ["選單", "題", [["名", "情"], ["子", "丑"]]]
    assert blocks("<table><tr><td><p>框</p><p>文</p></table>") == ["框", "文"]


def test_caption_stands_before_its_table() -> None:
    assert blocks("<table><caption>表一</caption><tr><td>名<td>情</table>") == ["表一", [["名", "情"]]]


def test_hidden_rows_and_cells() -> None:
    source = "<table><tr style='display:none'><td>x<td>x<tr><td>甲<td hidden>x<td>乙<tbody hidden><tr><td>x</table>"
    assert blocks(source) == [[["甲", "乙"]]]


def test_text_misplaced_in_a_table_stands_above_it() -> None:
    assert blocks("<table>甲<tr>乙<td>丙<td>丁</tr><tr><td>戊</tr></table>") == ["甲乙", [["丙", "丁"], ["戊"]]]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("<meta charset=big5>", "cp950"),
        ("<meta http-equiv=Content-Type content='text/html; charset=Big5'>", "cp950"),
        ("<?xml version='1.0' encoding='utf-8'?>", "utf-8"),
        ("", "utf-8"),
        ("", "cp950"),
        ("<meta charset=utf-8>", "cp950"),
        ("<meta charset=utf-16>", "utf-8"),
        ("<meta charset=no-such>", "utf-8"),
    ],
)
def test_characters_are_read_as_declared_or_as_they_are(declared: str, encoding: str) -> None:
    data = (declared + "<html><p>捕獸鋏及山豬吊，第一二三四五次會議紀錄</p>").encode(encoding)
    assert next(read(data, "a.html").paragraphs()).text == "捕獸鋏及山豬吊，第一二三四五次會議紀錄"


def test_web_archive() -> None:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n'
    part = b"--x\r\nContent-Type: text/html; charset=big5\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    page = "<html><p>會議</p></html>".encode("cp950")
    quoted = b"".join(bytes([c]) if c < 128 and c != 61 else b"=%02X" % c for c in page)
    found = read(head + part + quoted + b"\r\n--x--\r\n", "word.doc")
    assert [p.text for p in found.paragraphs()] == ["會議"]


@pytest.mark.parametrize(
    "source",
    ["<html><script>app()</script></html>", "<html><body>" + "<div>" * 400 + "甲", "<!doctype html><!-- x -->"],
    ids=["script only", "too deep", "comments only"],
)
def test_page_without_text_of_its_own_is_refused(source: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(source.encode(), "a.html")
    assert caught.value.remedy


def test_broken_markup_loses_no_text() -> None:
    source = "<html><p>甲<b>乙</p><td>丙</td></i><table><tr>丁<td>戊</table>己"
    found = html_document(source)
    assert sorted(clean("".join(p.text for p in found.paragraphs()))) == sorted("甲乙丙丁戊己")


def test_document_is_html() -> None:
    found: Document = read("<html><p>甲".encode(), "a.pdf.html")
    assert found.media_type == "text/html"


_TAGS = ["p", "div", "b", "table", "tr", "td", "th", "tbody", "ul", "ol", "li", "h2", "pre", "caption", "br", "span"]
_TOKENS = st.sampled_from([*(f"<{t}>" for t in _TAGS), *(f"</{t}>" for t in _TAGS), "甲", "乙", "丙 丁", "\n"])


@given(st.lists(_TOKENS, max_size=25).map("".join))
def test_no_text_is_lost_or_doubled_in_any_soup_of_tags(source: str) -> None:
    found = html_document(source)
    text = "".join(p.text.removeprefix(p.label) for p in found.paragraphs())
    assert sorted(squeeze(text)) == sorted(c for c in source if c in "甲乙丙丁")


def test_boxes_of_a_form_are_seen() -> None:
    source = "<label><input type=checkbox>解除列管</label> <input type='RADIO' checked>繼續列管 <input value=x>"
    assert blocks(source) == ["☐解除列管 ☑繼續列管"]


def test_a_marker_given_in_quotation_marks() -> None:
    assert labels("<ol style='list-style-type: \"第1) \"'><li>甲<li style=\"list-style:'乙)' inside\">丙</ol>") == [
        ("第1)", 0, "第1)甲"),
        ("乙)", 0, "乙)丙"),
    ]


def test_style_sheets_in_the_page_hide_strike_out_and_number() -> None:
    sheet = (
        "<style><!-- /* .b{display:none} */ .h, p.x{display:none} .c5{color:red;text-decoration:line-through}"
        "ol.n{list-style-type:trad-chinese-formal} ul.l{list-style-type:none} #v{visibility:hidden} .a .b{display:none}"
        "@media print{.b{display:none}} --></style>"
    )
    source = (
        f"<head>{sheet}</head><p class='b h'>x</p><p class=x>x</p><p id=v>x<p class=h style='display:block'>甲"
        "<p class=b>乙<span class=c5>刪</span><div class=x>丙</div><ol class=n><li>丁</ol><ul class=l><li>戊</ul>"
        "<table><tr class=h><td>x<tr><td>己<td>庚</table>"
    )
    assert blocks(source) == ["甲", "乙", "丙", "壹、丁", "戊", [["己", "庚"]]]


def test_counters_of_a_style_sheet_number_what_has_no_markers() -> None:
    sheet = "<style>ol.k{list-style-type:none} .k > li:before{content:counter(k-0,decimal) '. '}</style>"
    assert blocks(f"{sheet}<ol class=k start=2><li>甲<li>乙</ol>") == ["2. 甲", "3. 乙"]


def test_formulas_are_seen() -> None:
    formula = "<math><semantics><mn>3</mn><mi>m</mi><annotation>3m</annotation></semantics></math>"
    assert blocks(f"<p>面積{formula}，約") == ["面積3m，約"]


def test_marks_of_footnotes_are_no_part_of_the_text() -> None:
    source = (
        "<p>甲案<a href='#fn1' role='doc-noteref'><sup>1</sup></a>、乙案<a href='#_ftn1' name='_ftnref1'>[1]</a>、"
        "丙案<sup><a href='#n3'>3</a></sup>、<a href='#a'>12</a>、3m<sup>2</sup></p>"
        "<p><a href='#_ftnref1'>[1]</a> 註<a href='#fnref1' role='doc-backlink'>↩</a></p>"
    )
    assert blocks(source) == ["甲案、乙案、丙案、12、3m2", "註"]
