"""Conversion noise goes, text that looks a little like it stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbbt.document import Document, Paragraph
from kbbt.repair import repair
from kbbt.repair.noise import strip_noise, without_noise
from tests.repair.making import office, plain, texts


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ('<ol style="list-style-type: decimal;"> 1. 甲案', "1. 甲案"),
        ("<p>甲案</p>", "甲案"),
        ("甲<br/>乙", "甲\n乙"),
        ("甲<BR>乙", "甲\n乙"),
        ("<b>甲</b>乙", "甲乙"),
        ("<b>甲<i>乙</i></b><B>丙</B>", "甲乙丙"),
        ('<span class="x">甲</span>乙', "甲乙"),
        ("甲&nbsp;乙&amp;丙", "甲 乙&丙"),
        ("甲&amp;nbsp;乙", "甲 乙"),
        ("&#20013;&#x6587;", "中文"),
        ("<ul><li>甲</li><li>乙</li></ul>", "甲\n\n乙"),
    ],
)
def test_tags_and_entities_go(printed: str, kept: str) -> None:
    assert without_noise(printed).strip("\n") == kept


@pytest.mark.parametrize(
    "text",
    ["a < b 且 c > d", "收入<b 者", "R&D <b>", "AT&T;與", "<甲案>", "〈p〉", "<p", "5<li>3"[:3], "x<y>z", "P&L"],
)
def test_text_stays(text: str) -> None:
    assert without_noise(text) == text


def test_a_block_tag_ends_the_paragraph() -> None:
    document = plain("<p>各市推動演藝交流，培育團隊的實力</p> <ol> 1. 東城：辦理演出。 2. 西城：安排交流。")
    assert texts(repair(document)) == ["各市推動演藝交流，培育團隊的實力", "1. 東城：辦理演出。", "2. 西城：安排交流。"]


def test_a_markdown_bullet_before_a_printed_label_goes_in_texts_only() -> None:
    document = plain("- (一) 甲案：同意。\n- 沒有編號的一項")
    assert texts(strip_noise(document)) == ["(一) 甲案：同意。", "- 沒有編號的一項"]
    assert texts(strip_noise(office("- (一) 甲案"))) == ["- (一) 甲案"]


def test_empty_paragraphs_go() -> None:
    assert texts(strip_noise(office("甲", " ", "", "乙"))) == ["甲", "乙"]
    assert texts(strip_noise(plain("甲\n<p></p>\n乙"))) == ["甲", "乙"]


def test_tags_that_can_be_read_in_an_office_document_are_text() -> None:
    typed = ["<b>合作</b>計畫", "AT&amp;T", "<p>甲</p>", "<script>x</script>"]
    assert texts(strip_noise(office(*typed))) == typed


def test_a_line_break_in_a_paragraph_makes_two() -> None:
    assert texts(strip_noise(office("一、甲\n二、乙"))) == ["一、甲", "二、乙"]


def test_many_tags_that_nobody_closes_are_read_once() -> None:
    assert without_noise("<b>" * 20_000 + "</i>" * 20_000) == "<b>" * 20_000 + "</i>" * 20_000


def test_a_label_stays_with_the_first_piece() -> None:
    document = Document((Paragraph("一、甲<br>乙", label="一、"),), "text/plain")
    assert [p.label for p in strip_noise(document).paragraphs()] == ["一、", ""]


@given(st.text(alphabet="<>/&;# pbrli=\"'甲乙a1nbsp", max_size=40))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert without_noise(without_noise(text)) == without_noise(text)
