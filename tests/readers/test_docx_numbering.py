"""Automatic numbers of Word: what the list definitions say → the labels a person sees."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kbbt.document import Document, Table
from kbbt.readers.docx import formats, read_docx
from kbbt.readers.options import ReadOptions

from .build import cell, definition, docx, level, num, para, row, run, table

FORMAL_HAN_DECIMAL = definition(
    0,
    level(0, "ideographLegalTraditional", "%1、"),
    level(1, "taiwaneseCountingThousand", "%2、"),
    level(2, "taiwaneseCountingThousand", "(%3)"),
    level(3, "decimal", "%4."),
)
START = '<w:lvlOverride w:ilvl="{}"><w:startOverride w:val="{}"/></w:lvlOverride>'


def read(body: str, **parts: str) -> Document:
    return read_docx(docx(body, parts), ReadOptions())


def labels(document: Document) -> list[str]:
    return [paragraph.label for paragraph in document.paragraphs()]


def counted(numbering: str, uses: Sequence[int | tuple[int, int]]) -> list[str]:
    """The labels of paragraphs at the given levels of list 1, or at (level, list)."""
    pairs = [use if isinstance(use, tuple) else (use, 1) for use in uses]
    return labels(read("".join(para("案", num=n, lvl=i) for i, n in pairs), numbering=numbering))


def test_levels_of_minutes_have_their_chinese_labels() -> None:
    document = read(
        para("時間", num=1, lvl=0) + para("列管", num=1, lvl=1) + para("青創", num=1, lvl=2) + para("甲", num=1, lvl=3),
        numbering=FORMAL_HAN_DECIMAL + num(1, 0),
    )
    assert [(p.text, p.label, p.body, p.level) for p in document.paragraphs()] == [
        ("壹、時間", "壹、", "時間", 0),
        ("一、列管", "一、", "列管", 1),
        ("(一)青創", "(一)", "青創", 2),
        ("1. 甲", "1.", "甲", 3),
    ]


def test_a_level_restarts_when_a_shallower_one_advances() -> None:
    assert counted(FORMAL_HAN_DECIMAL + num(1, 0), [0, 1, 2, 2, 1, 2, 0, 1, 2]) == [
        "壹、", "一、", "(一)", "(二)", "二、", "(一)", "貳、", "一、", "(一)",
    ]  # fmt: skip


def test_a_deeper_level_used_first_finds_the_shallower_ones_begun() -> None:
    numbering = definition(0, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2")) + num(1, 0)
    assert counted(numbering, [1, 1, 0, 1]) == ["1.1", "1.2", "2.", "2.1"]


def test_lists_on_one_definition_count_together() -> None:
    numbering = definition(0, level(0, "decimal", "%1.")) + definition(1, level(0, "decimal", "%1)"))
    numbering += num(1, 0) + num(2, 0) + num(3, 1)
    assert counted(numbering, [(0, 1), (0, 2), (0, 3), (0, 1)]) == ["1.", "2.", "1)", "3."]


def test_a_start_override_holds_once_for_its_list() -> None:
    numbering = definition(0, level(0, "decimal", "%1.")) + num(1, 0) + num(2, 0, START.format(0, 5))
    assert counted(numbering, [(0, 1), (0, 1), (0, 2), (0, 2), (0, 1), (0, 2)]) == ["1.", "2.", "5.", "6.", "7.", "8."]


def test_a_start_override_holds_again_when_its_level_restarts() -> None:
    numbering = definition(0, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"))
    numbering += num(1, 0, START.format(1, 4))
    assert counted(numbering, [0, 1, 1, 0, 1]) == ["1.", "1.4", "1.5", "2.", "2.4"]


def test_an_overridden_level_looks_as_its_list_says() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "ideographTraditional", "%1、", start=3)}</w:lvlOverride>'
    numbering = definition(0, level(0, "decimal", "%1.")) + num(1, 0) + num(2, 0, override)
    assert counted(numbering, [(0, 1), (0, 2), (0, 1)]) == ["1.", "乙、", "3."]


def test_the_start_of_a_level_is_where_it_begins_and_nought_when_not_said() -> None:
    assert counted(definition(0, level(0, "decimal", "%1.", start=7)) + num(1, 0), [0, 0]) == ["7.", "8."]
    assert counted(definition(0, level(0, "decimal", "%1.", start=None)) + num(1, 0), [0, 0]) == ["0.", "1."]


def test_lvl_restart_names_the_level_or_says_never() -> None:
    numbering = definition(
        0,
        level(0, "decimal", "%1."),
        level(1, "decimal", "%2)"),
        level(2, "decimal", "(%3)", extra='<w:lvlRestart w:val="1"/>'),
        level(3, "lowerLetter", "%4", extra='<w:lvlRestart w:val="0"/>'),
    )
    assert counted(numbering + num(1, 0), [0, 1, 2, 3, 1, 2, 3, 0, 1, 2, 3]) == [
        "1.", "1)", "(1)", "a", "2)", "(2)", "b", "2.", "1)", "(1)", "c",
    ]  # fmt: skip


def test_lvl_restart_inside_an_override_is_ignored_as_word_does() -> None:
    own = level(1, "decimal", "%2]", extra='<w:lvlRestart w:val="0"/>')
    numbering = definition(0, level(0, "decimal", "%1."), level(1, "decimal", "%2)"))
    numbering += num(1, 0, f'<w:lvlOverride w:ilvl="1">{own}</w:lvlOverride>')
    assert counted(numbering, [0, 1, 0, 1]) == ["1.", "1]", "2.", "1]"]


def test_legal_numbering_is_all_in_digits() -> None:
    numbering = definition(
        0,
        level(0, "ideographLegalTraditional", "%1、"),
        level(1, "taiwaneseCountingThousand", "%1.%2", extra="<w:isLgl/>"),
    )
    assert counted(numbering + num(1, 0), [0, 0, 1]) == ["壹、", "貳、", "2.1"]


def test_a_number_of_each_level_keeps_its_own_format() -> None:
    numbering = definition(0, level(0, "upperRoman", "%1."), level(1, "lowerLetter", "第%1章%2節"))
    assert counted(numbering + num(1, 0), [0, 0, 1]) == ["I.", "II.", "第II章a節"]


def test_a_level_that_is_not_defined_is_the_next_shallower_one() -> None:
    numbering = definition(0, level(0, "decimal", "%1."), level(1, "decimal", "(%2)")) + num(1, 0)
    assert counted(numbering, [0, 5, 40, 0]) == ["1.", "(1)", "(2)", "2."]
    document = read(para("案", num=1, lvl=5), numbering=numbering)
    assert [p.level for p in document.paragraphs()] == [1]


def test_a_level_does_not_show_numbers_deeper_than_itself() -> None:
    deeper = level(1, "decimal", "%2)", extra='<w:lvlRestart w:val="0"/>')
    assert counted(definition(0, level(0, "decimal", "%1-%2."), deeper) + num(1, 0), [0, 1, 0]) == ["1-.", "1)", "2-."]


def test_a_level_without_number_shows_its_text_only() -> None:
    numbering = definition(0, level(0, "none", "附件"), level(1, "decimal", "%1%2."))
    assert counted(numbering + num(1, 0), [0, 1]) == ["附件", "1."]


def test_a_hidden_number_counts_and_is_not_shown() -> None:
    shown = level(1, "decimal", "%1.%2")
    hidden = level(0, "decimal", "%1.").replace("</w:lvl>", "<w:rPr><w:vanish/></w:rPr></w:lvl>")
    assert counted(definition(0, hidden, shown) + num(1, 0), [0, 0, 1]) == ["", "", "2.1"]


def test_num_id_nought_takes_the_number_of_the_style_away() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Item"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    document = read(
        para("甲", style="Item") + para("乙", style="Item", num=0) + para("丙", style="Item"),
        styles=styles,
        numbering=FORMAL_HAN_DECIMAL + num(1, 0),
    )
    assert [p.text for p in document.paragraphs()] == ["壹、甲", "乙", "貳、丙"]


STYLED = (
    '<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:basedOn w:val="Base"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading2"><w:basedOn w:val="Heading1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Third"><w:basedOn w:val="Base"/>'
    '<w:pPr><w:numPr><w:ilvl w:val="2"/></w:numPr></w:pPr></w:style>'
)


def test_a_style_numbers_at_the_level_that_names_it() -> None:
    numbering = definition(
        0,
        level(0, "ideographLegalTraditional", "%1、", extra='<w:pStyle w:val="Heading1"/>'),
        level(1, "taiwaneseCountingThousand", "%2、", extra='<w:pStyle w:val="Heading2"/>'),
        level(2, "decimal", "%3."),
    )
    body = para("甲", style="Heading1") + para("乙", style="Heading2") + para("丙", style="Third")
    body += para("丁", style="Heading2", lvl=2) + para("戊", style="Heading2")
    assert labels(read(body, styles=STYLED, numbering=numbering + num(1, 0))) == ["壹、", "一、", "1.", "2.", "二、"]


def test_the_default_style_can_number_also_for_a_style_that_is_not_there() -> None:
    styles = '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    assert labels(
        read(para("甲") + para("乙", style="Gone"), styles=styles, numbering=FORMAL_HAN_DECIMAL + num(1, 0))
    ) == [
        "壹、",
        "貳、",
    ]


@pytest.mark.parametrize("linked_by", ["styleLink", "style's own list"])
def test_a_list_style_lends_its_levels(linked_by: str) -> None:
    link = '<w:styleLink w:val="Outline"/>' if linked_by == "styleLink" else ""
    numbering = definition(0, level(0, "ideographTraditional", "%1、"), extra=link)
    numbering += definition(1, extra='<w:numStyleLink w:val="Outline"/>') + num(1, 0) + num(2, 1)
    styles = '<w:style w:type="numbering" w:styleId="Outline"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    body = para("a", num=2, lvl=0) + para("b", num=1, lvl=0) + para("c", num=2, lvl=0)
    assert labels(read(body, styles=styles, numbering=numbering)) == ["甲、", "乙、", "丙、"]


def test_links_in_a_circle_end() -> None:
    numbering = definition(0, extra='<w:numStyleLink w:val="A"/><w:styleLink w:val="B"/>')
    numbering += definition(1, extra='<w:numStyleLink w:val="B"/><w:styleLink w:val="A"/>') + num(1, 0)
    assert labels(read(para("甲", num=1, lvl=0), numbering=numbering)) == [""]


def test_a_list_that_is_not_defined_numbers_nothing() -> None:
    assert [p.text for p in read(para("甲", num=9, lvl=0)).paragraphs()] == ["甲"]


def test_cells_count_in_document_order() -> None:
    body = para("前", num=1) + table(row(cell(para("", num=1)), cell("瑞芳")), row(cell(para("", num=1)), cell("淨零")))
    document = read(body + para("後", num=1), numbering=definition(0, level(0, "decimal", "%1.")) + num(1, 0))
    inner = document.blocks[1]
    assert isinstance(inner, Table)
    assert [[c.text for c in r.cells] for r in inner.rows] == [["2.", "瑞芳"], ["3.", "淨零"]]
    assert labels(document)[-1] == "4."


def test_an_empty_numbered_paragraph_shows_its_number() -> None:
    numbering = definition(0, level(0, "decimal", "%1.")) + num(1, 0)
    document = read(para("甲", num=1) + para("", num=1) + para("乙", num=1), numbering=numbering)
    assert [p.text for p in document.paragraphs()] == ["1. 甲", "2.", "3. 乙"]


def test_a_section_break_alone_shows_no_number() -> None:
    numbering = definition(0, level(0, "decimal", "%1.")) + num(1, 0)
    body = para("甲", num=1) + para("", num=1, props="<w:sectPr/>") + para("乙", num=1)
    assert [p.text for p in read(body, numbering=numbering).paragraphs()] == ["1. 甲", "2. 乙"]


def test_a_cell_covered_by_a_merge_does_not_count() -> None:
    numbering = definition(0, level(0, "decimal", "%1")) + num(1, 0)
    body = table(
        row(cell(para("", num=1), '<w:vMerge w:val="restart"/>'), cell("a")),
        row(cell(para("", num=1), "<w:vMerge/>"), cell("b")),
        row(cell(para("", num=1)), cell("c")),
    )
    assert [label for label in labels(read(body, numbering=numbering)) if label] == ["1", "2"]


def test_boxes_count_for_themselves() -> None:
    numbering = definition(0, level(0, "decimal", "%1.")) + num(1, 0)
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{para('框', num=1)}</w:txbxContent></v:textbox></w:pict></w:r>"
    document = read(para("甲", num=1) + para(run("乙") + box, num=1) + para("丙", num=1), numbering=numbering)
    assert [p.text for p in document.paragraphs()] == ["1. 甲", "2. 乙", "1. 框", "3. 丙"]


@pytest.mark.parametrize(
    ("text", "font", "seen"),
    [
        ("\uf0b7", "Symbol", "•"),
        ("\uf06c", "Wingdings", "●"),
        ("\uf06e", "Wingdings", "■"),
        ("\uf0fc", "Wingdings", "✓"),
        ("\uf0a3", "Wingdings 2", "□"),
        ("l", "Wingdings", "●"),
        ("●", "標楷體", "●"),
        ("\uf0b7", "", "•"),
        ("\uf123", "Unheard Of", "•"),
        ("o", "Courier New", "o"),
    ],
)
def test_bullets_are_real_characters(text: str, font: str, seen: str) -> None:
    bullet = level(0, "bullet", text).replace("</w:lvl>", f'<w:rPr><w:rFonts w:ascii="{font}"/></w:rPr></w:lvl>')
    document = read(para("甲", num=1, lvl=0), numbering=definition(0, bullet) + num(1, 0))
    assert [(p.label, p.text) for p in document.paragraphs()] == [(seen, f"{seen} 甲")]


def test_a_picture_bullet_is_a_bullet() -> None:
    picture = level(0, "bullet", "", extra='<w:lvlPicBulletId w:val="0"/>')
    assert labels(read(para("甲", num=1, lvl=0), numbering=definition(0, picture) + num(1, 0))) == ["•"]


def test_a_format_of_the_users_own_counts_with_noughts() -> None:
    own = level(0, "decimal", "%1.").replace(
        '<w:numFmt w:val="decimal"/>',
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/>'
        '</mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>',
    )
    assert counted(definition(0, own) + num(1, 0), [0, 0]) == ["001.", "002."]


def test_a_format_that_is_not_known_is_said() -> None:
    document = read(para("甲", num=1, lvl=0), numbering=definition(0, level(0, "thaiLetters", "%1.")) + num(1, 0))
    assert labels(document) == ["1."]
    assert [(n.code, "thaiLetters" in n.text) for n in document.notes] == [("number-format", True)]


@pytest.mark.parametrize(
    ("label", "text"),
    [("%1、", "一、案"), ("(%1)", "(一)案"), ("（%1）", "（一）案"), ("%1．", "一．案"), ("%1：", "一：案"),
     ("%1.", "一. 案"), ("%1", "一 案"), ("第%1案", "第一案 案")],
)  # fmt: skip
def test_a_blank_stands_between_label_and_text_except_after_full_width_marks(label: str, text: str) -> None:
    numbering = definition(0, level(0, "taiwaneseCounting", label)) + num(1, 0)
    assert [p.text for p in read(para("案", num=1, lvl=0), numbering=numbering).paragraphs()] == [text]


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("decimal", {1: "1", 12: "12", 105: "105"}),
        ("decimalZero", {1: "01", 12: "12", 105: "105"}),
        ("decimalFullWidth", {1: "１", 12: "１２"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalEnclosedParen", {1: "⑴", 20: "⒇", 21: "21"}),
        ("decimalEnclosedFullstop", {1: "⒈", 20: "⒛", 21: "21"}),
        ("numberInDash", {1: "- 1 -"}),
        ("ordinal", {1: "1st", 2: "2nd", 3: "3rd", 11: "11th", 112: "112th", 121: "121st"}),
        ("upperRoman", {4: "IV", 1999: "MCMXCIX"}),
        ("lowerRoman", {4: "iv"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 53: "AAA"}),
        ("lowerLetter", {28: "bb"}),
        ("taiwaneseCounting", {1: "一", 10: "十", 12: "十二", 20: "二十", 99: "九十九", 100: "一○○", 105: "一○五"}),
        ("taiwaneseCountingThousand", {10: "十", 12: "十二", 105: "一百零五", 110: "一百一十", 1010: "一千零一十"}),
        ("taiwaneseDigital", {10: "一○", 113: "一一三"}),
        ("chineseCounting", {12: "十二", 101: "一○一"}),
        ("chineseCountingThousand", {12: "十二", 105: "一百〇五"}),
        ("chineseLegalSimplified", {3: "叁", 12: "壹拾贰", 16: "壹拾陆"}),
        ("ideographDigital", {10: "一〇", 12: "一二"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥", 13: "13"}),
        ("ideographZodiacTraditional", {1: "甲子", 11: "甲戌", 60: "癸亥", 61: "61"}),
        ("ideographEnclosedCircle", {1: "㈠", 10: "㈩", 11: "11"}),
        ("ideographLegalTraditional", {3: "參", 10: "壹拾", 12: "壹拾貳", 20: "貳拾", 105: "壹佰零伍"}),
        ("koreanDigital2", {9: "九", 10: "一零"}),
        ("none", {5: ""}),
    ],
)
def test_each_format_prints_as_word_does(name: str, printed: dict[int, str]) -> None:
    assert formats.known(name)
    assert {n: formats.print_number(n, name) for n in printed} == printed


def test_nothing_stands_between_number_and_text_where_the_list_says_so() -> None:
    nothing = '<w:suff w:val="nothing"/>'
    numbering = "".join(
        definition(i, level(0, fmt, text, extra=nothing)) + num(i, i)
        for i, (fmt, text) in enumerate([("decimal", "第%1案"), ("taiwaneseCounting", "%1")], 1)
    )
    body = para("甲", num=1, lvl=0) + para("、乙", num=2, lvl=0)
    found = read_docx(docx(body, {"numbering": numbering}), ReadOptions())
    # the mark that the text begins with belongs to the label
    assert [(p.label, p.text) for p in found.paragraphs()] == [("第1案", "第1案甲"), ("一、", "一、乙")]
