"""Automatic numbers of OpenDocument: list styles and nesting → the labels a person sees."""

from __future__ import annotations

import pytest

from kbbt.document import Document, Table
from kbbt.readers.odt import formats, read_odt
from kbbt.readers.options import ReadOptions

from .build import items, list_level, list_style, odt

FORMAL, HAN, STEM, CIRCLED = "壹, 貳, 參, ...", "一, 二, 三, ...", "甲, 乙, 丙, ...", "①, ②, ③, ..."
MINUTES = list_style(
    "L",
    list_level(1, FORMAL, suffix="、"),
    list_level(2, HAN, suffix="、"),
    list_level(3, HAN, prefix="(", suffix=")"),
    list_level(4, "1", suffix="."),
)
OTHER = list_style("M", list_level(1, "1", suffix="."), list_level(2, "a", suffix=")"))
CONTINUE = 'text:continue-numbering="true"'


def read(body: str, automatic: str = MINUTES + OTHER, styles: str = "") -> Document:
    return read_odt(odt(body, automatic=automatic, styles=styles), ReadOptions())


def texts(body: str, automatic: str = MINUTES + OTHER, styles: str = "") -> list[str]:
    return [p.text for p in read(body, automatic, styles).paragraphs()]


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def test_levels_of_minutes_have_their_chinese_labels() -> None:
    body = items("時間", p("決議") + items(p("列管") + items(p("青創") + items("甲"))), style="L")
    assert [(q.text, q.label, q.body, q.level) for q in read(body).paragraphs()] == [
        ("壹、時間", "壹、", "時間", 0), ("貳、決議", "貳、", "決議", 0), ("一、列管", "一、", "列管", 1),
        ("(一)青創", "(一)", "青創", 2), ("1. 甲", "1.", "甲", 3),
    ]  # fmt: skip


def test_a_level_begins_anew_under_the_next_item() -> None:
    assert texts(items(p("a") + items("b", "c"), p("d") + items("e"), style="L")) == [
        "壹、a", "一、b", "二、c", "貳、d", "一、e",
    ]  # fmt: skip


def test_a_level_goes_on_in_an_item_without_text_of_its_own() -> None:
    assert texts(items(p("a") + items("b"), items("c"), p("d"), style="L")) == ["壹、a", "一、b", "二、c", "貳、d"]


def test_a_second_list_in_the_same_item_begins_anew_unless_it_continues() -> None:
    assert texts(items(p("a") + items("b") + items("c"), style="L")) == ["壹、a", "一、b", "一、c"]
    assert texts(items(p("a") + items("b") + items("c", extra=CONTINUE), style="L")) == ["壹、a", "一、b", "二、c"]


def test_a_deeper_level_used_first_finds_the_shallower_ones_begun() -> None:
    style = list_style("L", list_level(1, "1"), list_level(2, "1", extra='text:display-levels="2"'))
    assert texts(items(items("a"), p("b") + items("c"), style="L"), style) == ["1.1 a", "2 b", "2.1 c"]


def test_a_list_ends_and_the_next_begins_at_the_start() -> None:
    assert texts(items("a", style="L") + items("b", style="L")) == ["壹、a", "壹、b"]


def test_numbering_continues_the_last_list_of_the_style() -> None:
    assert texts(items("a", style="L") + p("x") + items("b", style="L", extra=CONTINUE)) == ["壹、a", "x", "貳、b"]
    between = items("a", style="L") + items("m", style="M") + items("b", style="L", extra=CONTINUE)
    assert texts(between) == ["壹、a", "1. m", "貳、b"]


def test_a_list_continues_the_list_it_names() -> None:
    body = items("a", style="L", extra='xml:id="one"') + items("b", style="L", extra='xml:id="two"')
    body += items("c", style="L", extra='xml:id="three" text:continue-list="one"')
    assert texts(body + items("d", style="L", extra='text:continue-list="three"')) == [
        "壹、a",
        "壹、b",
        "貳、c",
        "參、d",
    ]


def test_a_continued_list_goes_on_at_every_level() -> None:
    body = items(p("a") + items("b"), style="L") + p("x")
    assert texts(body + items(items("c", extra=CONTINUE), "d", style="L", extra=CONTINUE)) == [
        "壹、a", "一、b", "x", "二、c", "貳、d",
    ]  # fmt: skip


def test_start_values_of_items_and_levels() -> None:
    body = '<text:list text:style-name="L"><text:list-item><text:p>a</text:p></text:list-item>'
    body += '<text:list-item text:start-value="5"><text:p>b</text:p></text:list-item>'
    body += "<text:list-item><text:p>c</text:p></text:list-item></text:list>"
    assert texts(body) == ["壹、a", "伍、b", "陸、c"]
    late = list_style("L", list_level(1, CIRCLED, extra='text:start-value="4"'))
    assert texts(items("a", "b", style="L"), late) == ["④ a", "⑤ b"]


def test_only_the_first_paragraph_of_an_item_has_the_number() -> None:
    assert texts(items(p("a") + p("續"), "b", style="L")) == ["壹、a", "續", "貳、b"]
    assert texts(items("a", items("b") + p("晚"), "c", style="L")) == ["壹、a", "一、b", "晚", "貳、c"]


def test_a_list_header_has_no_number() -> None:
    body = '<text:list text:style-name="L"><text:list-header><text:p>頭</text:p></text:list-header>'
    assert texts(body + "<text:list-item><text:p>a</text:p></text:list-item></text:list>") == ["頭", "壹、a"]


def test_an_empty_item_shows_its_number() -> None:
    assert texts(items("a", "<text:p/>", "b", style="L")) == ["壹、a", "貳、", "參、b"]


def test_a_list_inside_with_a_style_of_its_own_counts_for_itself() -> None:
    body = items(p("a") + items("b", "c", style="M"), p("d") + items("e", style="M"), "f", style="L")
    assert texts(body) == ["壹、a", "a)b", "b)c", "貳、d", "a)e", "參、f"]


def test_an_item_may_have_a_style_for_itself() -> None:
    body = '<text:list text:style-name="L"><text:list-item><text:p>a</text:p></text:list-item>'
    body += '<text:list-item text:style-override="M"><text:p>b</text:p></text:list-item></text:list>'
    assert texts(body) == ["壹、a", "2. b"]


def test_a_list_without_style_takes_that_of_its_paragraphs() -> None:
    style = '<style:style style:name="P" style:family="paragraph" style:parent-style-name="Q"/>'
    parent = '<style:style style:name="Q" style:family="paragraph" style:list-style-name="L"/>'
    body = '<text:list><text:list-item><text:p text:style-name="P">a</text:p></text:list-item></text:list>'
    assert texts(body, MINUTES + style, parent) == ["壹、a"]
    assert texts('<text:p text:style-name="P">無號</text:p>', MINUTES + style, parent) == ["無號"]


def test_common_list_styles_are_known_and_automatic_ones_come_first() -> None:
    common = list_style("L", list_level(1, STEM, suffix="、"))
    assert texts(items("a", style="L"), "", common) == ["甲、a"]
    assert texts(items("a", style="L"), MINUTES, common) == ["壹、a"]


@pytest.mark.parametrize(("shown", "label"), [("1", "(1)"), ("2", "(a.1)"), ("3", "(壹.a.1)"), ("9", "(壹.a.1)")])
def test_display_levels_join_the_numbers_above(shown: str, label: str) -> None:
    style = list_style(
        "L",
        list_level(1, FORMAL),
        list_level(2, "a"),
        list_level(3, "1", prefix="(", suffix=")", extra=f'text:display-levels="{shown}"'),
    )
    assert (
        texts(
            items(p("a") + items(p("b") + items("c"))).replace("<text:list ", '<text:list text:style-name="L" ', 1),
            style,
        )[2]
        == f"{label}c"
    )


def test_a_level_without_number_shows_its_prefix_and_suffix_and_none_above_it() -> None:
    style = list_style(
        "L",
        list_level(1, "1"),
        list_level(2, "", prefix="附", suffix="件"),
        list_level(3, "1", extra='text:display-levels="3"'),
    )
    assert texts(items(p("a") + items(p("b") + items("c")), style="L"), style) == ["1 a", "附件 b", "1.1 c"]


@pytest.mark.parametrize("attribute", ["loext:num-list-format", "style:num-list-format"])
def test_a_template_says_where_the_numbers_stand(attribute: str) -> None:
    style = list_style(
        "L",
        list_level(1, HAN, suffix="x", extra=f'{attribute}="第%1%章"'),
        list_level(2, "1", extra=f'{attribute}="%1%-%2%)"'),
    )
    assert texts(items(p("a") + items("b"), style="L"), style) == ["第一章 a", "一-1)b"]


def test_consecutive_levels_share_one_counter() -> None:
    style = list_style(
        "L", list_level(1, "1", suffix="."), list_level(2, "a", suffix=")"), extra='text:consecutive-numbering="true"'
    )
    assert texts(items(p("a") + items("b"), "c", style="L"), style) == ["1. a", "b)b", "3. c"]


@pytest.mark.parametrize(
    ("char", "font", "seen"),
    [("•", "OpenSymbol", "•"), ("●", "", "●"), ("\uf06c", "Wingdings", "●"), ("\uf0b7", "Symbol", "•"), ("\ue00a", "OpenSymbol", "■"), ("\uf111", "X", "•")],
)  # fmt: skip
def test_bullets_are_real_characters(char: str, font: str, seen: str) -> None:
    properties = f'<style:text-properties fo:font-family="{font}"/>'
    bullet = f'<text:list-level-style-bullet text:level="1" text:bullet-char="{char}">{properties}</text:list-level-style-bullet>'
    assert texts(items("a", style="L"), list_style("L", bullet)) == [f"{seen} a"]


def test_a_picture_bullet_is_a_bullet() -> None:
    assert texts(items("a", style="L"), list_style("L", '<text:list-level-style-image text:level="1"/>')) == ["• a"]


OUTLINE = (
    '<text:outline-style style:name="Outline">'
    f'<text:outline-level-style text:level="1" style:num-format="{FORMAL}" style:num-suffix="、"/>'
    f'<text:outline-level-style text:level="2" style:num-format="{HAN}" style:num-suffix="、"/></text:outline-style>'
)


def h(text: str, depth: int, extra: str = "") -> str:
    return f'<text:h text:outline-level="{depth}" {extra}>{text}</text:h>'


def test_headings_are_numbered_by_the_outline() -> None:
    body = (
        h("a", 1) + h("b", 2) + p("文") + h("c", 2) + h("無號", 2, 'text:is-list-header="true"') + h("d", 1) + h("e", 2)
    )
    document = read(body + h("f", 1, 'text:restart-numbering="true" text:start-value="5"'), "", OUTLINE)
    assert [(q.text, q.heading, q.level) for q in document.paragraphs()] == [
        ("壹、a", True, 0), ("一、b", True, 1), ("文", False, None), ("二、c", True, 1), ("無號", True, 1),
        ("貳、d", True, 0), ("一、e", True, 1), ("伍、f", True, 0),
    ]  # fmt: skip


def test_headings_in_a_list_of_the_outline_count_with_the_others() -> None:
    inside = f'<text:list text:style-name="Outline"><text:list-item>{h("b", 1)}</text:list-item></text:list>'
    assert texts(h("a", 1) + inside + h("c", 1), "", OUTLINE) == ["壹、a", "貳、b", "參、c"]


def test_a_heading_without_level_is_of_the_first() -> None:
    (heading,) = read("<text:h>a</text:h>").paragraphs()
    assert (heading.heading, heading.level) == (True, 0)


def test_headings_without_numbered_outline_have_no_label() -> None:
    assert texts(h("a", 1)) == ["a"]


def test_numbered_paragraphs_outside_of_lists() -> None:
    body = "".join(
        f'<text:numbered-paragraph text:list-id="q" text:level="{depth}" text:style-name="L">{p(text)}</text:numbered-paragraph>'
        for text, depth in (("a", 1), ("b", 2), ("c", 2), ("d", 1))
    )
    assert texts(body) == ["壹、a", "一、b", "二、c", "貳、d"]


def test_a_number_written_by_the_producer_is_believed() -> None:
    assert texts(items("<text:p><text:number>第九條</text:number>文</text:p>", style="L")) == ["第九條 文"]


def test_cells_count_in_document_order() -> None:
    def line(i: int) -> str:
        link = f'xml:id="c{i}" ' + (f'text:continue-list="c{i - 1}"' if i else "")
        number = items("<text:p/>", style="M", extra=link)
        return f"<table:table-row><table:table-cell>{number}</table:table-cell><table:table-cell>{p('案')}</table:table-cell></table:table-row>"

    (table,) = read(f"<table:table>{line(0)}{line(1)}{line(2)}</table:table>").blocks
    assert isinstance(table, Table)
    assert [r.cells[0].text for r in table.rows] == ["1.", "2.", "3."]


def test_a_format_that_is_not_known_is_said() -> None:
    document = read(items("a", style="L"), list_style("L", list_level(1, "ア, イ, ウ, ...", suffix="、")))
    assert [q.text for q in document.paragraphs()] == ["1、a"]
    assert [(n.code, "ア" in n.text) for n in document.notes] == [("number-format", True)]


@pytest.mark.parametrize(
    ("sample", "printed"),
    [
        ("1", {1: "1", 12: "12"}),
        ("a", {1: "a", 26: "z", 27: "aa", 28: "ab", 105: "da"}),
        ("A", {28: "AB"}),
        ("i", {4: "iv"}),
        ("I", {9: "IX"}),
        ("", {3: ""}),
        ("１, ２, ３, ...", {12: "１２"}),
        ("01, 02, 03, ...", {1: "01", 12: "12"}),
        (HAN, {3: "三", 10: "十", 12: "十二", 28: "二十八", 105: "一百零五"}),
        (FORMAL, {3: "參", 10: "壹拾", 28: "貳拾捌", 105: "壹佰零伍"}),
        ("壹, 贰, 叁, ...", {3: "叁", 12: "壹拾贰"}),
        (STEM, {3: "丙", 10: "癸", 11: "11"}),
        ("子, 丑, 寅, ...", {3: "寅", 12: "亥", 13: "13"}),
        ("甲子, 乙丑, 丙寅, ...", {3: "丙寅"}),
        (CIRCLED, {3: "③", 20: "⑳", 28: "㉘", 36: "㊱", 50: "㊿", 51: "51"}),
        ("⑴, ⑵, ⑶, ...", {3: "⑶"}),
        ("㈠, ㈡, ㈢, ...", {3: "㈢", 11: "11"}),
        ("壹", {2: "貳"}),
        ("1st, 2nd, 3rd, ...", {1: "1st", 2: "2nd", 3: "3rd", 12: "12th", 113: "113th"}),
    ],
)
def test_each_format_prints_as_its_sample(sample: str, printed: dict[int, str]) -> None:
    assert formats.known(sample)
    assert {n: formats.print_number(n, sample) for n in printed} == printed


def test_letters_in_step_go_on_in_doubles() -> None:
    assert [formats.print_number(n, "A", synchronous=True) for n in (1, 27, 28)] == ["A", "AA", "BB"]


def test_a_heading_whose_number_was_taken_away_does_not_count() -> None:
    automatic = '<style:style style:name="P1" style:family="paragraph" style:list-style-name=""/>'
    body = h("a", 1) + h("無號", 1, 'text:style-name="P1"') + h("b", 1)
    assert texts(body, automatic, OUTLINE) == ["壹、a", "無號", "貳、b"]


def test_nothing_stands_between_number_and_text_where_the_list_says_so() -> None:
    level = (
        '<text:list-level-style-number text:level="1" style:num-format="1" style:num-prefix="第" style:num-suffix="案">'
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        '<style:list-level-label-alignment text:label-followed-by="nothing"/></style:list-level-properties>'
        "</text:list-level-style-number>"
    )
    assert texts(items("甲", style="N"), list_style("N", level)) == ["第1案甲"]
