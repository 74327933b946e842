"""Text of Word paragraphs: what is on the page comes out once, what is not on it does not."""

from __future__ import annotations

import pytest

from kbbt.document import Document, Place, Table
from kbbt.readers.docx import read_docx
from kbbt.readers.docx.fields import drawn
from kbbt.readers.options import ReadOptions

from .build import cell, definition, docx, level, num, para, row, run, table

AUTHOR = 'w:id="1" w:author="x" w:date="2026-01-01T00:00:00Z"'


def read(body: str, **parts: str) -> Document:
    return read_docx(docx(body, parts), ReadOptions())


def texts(body: str, **parts: str) -> list[str]:
    return [p.text for p in read(body, **parts).paragraphs()]


def notes(body: str, **parts: str) -> list[str]:
    return [n.code for n in read(body, **parts).notes]


def inserted(text: str) -> str:
    return f"<w:ins {AUTHOR}>{run(text)}</w:ins>"


def deleted(text: str) -> str:
    return f"<w:del {AUTHOR}><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def field(code: str, result: str | None) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    shown = "" if result is None else mark("separate") + result
    return f"{mark('begin')}<w:r><w:instrText> {code} </w:instrText></w:r>{shown}{mark('end')}"


def box(content: str) -> str:
    return f"<w:txbxContent>{content}</w:txbxContent>"


# tracked changes


def test_tracked_changes_are_read_as_accepted_and_said() -> None:
    body = para(run("甲") + inserted("入") + deleted("出") + run("乙"))
    assert texts(body) == ["甲入乙"]
    assert notes(body) == ["tracked-changes"]
    assert notes(para("甲")) == []


@pytest.mark.parametrize(
    "change",
    [
        para(run("甲") + deleted("出")),
        para(run("甲") + inserted("入")),
        para("甲", props=f"<w:rPr><w:ins {AUTHOR}/></w:rPr>"),
        para("甲", props=f"<w:rPr><w:del {AUTHOR}/></w:rPr>") + para("乙"),
        f"<w:ins {AUTHOR}>{para('甲')}</w:ins>",
        para("甲") + f"<w:del {AUTHOR}>{para('乙')}</w:del>",
        table(row(cell("甲"), props=f"<w:ins {AUTHOR}/>")),
        table(row(cell("甲")), row(cell("乙"), props=f"<w:del {AUTHOR}/>")),
        table(row(cell("甲"), cell("乙", f"<w:cellDel {AUTHOR}/>"))),
        table(row(cell("甲"), cell("乙", f"<w:cellIns {AUTHOR}/>"))),
    ],
)
def test_each_kind_of_tracked_change_is_said(change: str) -> None:
    assert notes(change) == ["tracked-changes"]
    assert texts(change)[0].startswith("甲")


def test_whole_paragraphs_inserted_are_in_and_deleted_ones_out() -> None:
    body = para("前") + f"<w:ins {AUTHOR}>{para('入')}</w:ins><w:del {AUTHOR}>{para('出')}</w:del>" + para("後")
    assert texts(body) == ["前", "入", "後"]


def test_what_was_inserted_and_deleted_again_is_out() -> None:
    assert texts(para(f"<w:ins {AUTHOR}>{deleted('來去')}{run('留')}</w:ins>")) == ["留"]
    assert texts(para(f"<w:del {AUTHOR}><w:ins {AUTHOR}>{run('去')}</w:ins></w:del>{run('留')}")) == ["留"]


def test_moved_text_stands_only_where_it_was_moved_to() -> None:
    body = para(f"<w:moveFrom {AUTHOR}>{run('搬')}</w:moveFrom>{run('原處')}")
    body += para(f"<w:moveTo {AUTHOR}>{run('搬')}</w:moveTo>{run('新處')}")
    assert texts(body) == ["原處", "搬新處"]


@pytest.mark.parametrize("mark", ["del", "moveFrom"])
def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next_and_counts_once(mark: str) -> None:
    numbering = definition(0, level(0, "decimal", "%1.")) + num(1, 0)
    gone = f"<w:rPr><w:{mark} {AUTHOR}/></w:rPr>"
    body = para("接頭", num=1, props=gone) + para("接中", props=gone) + para("接尾", num=1) + para("後", num=1)
    assert texts(body, numbering=numbering) == ["1. 接頭接中接尾", "2. 後"]


def test_a_wholly_deleted_paragraph_leaves_nothing_and_does_not_count() -> None:
    numbering = definition(0, level(0, "decimal", "%1.")) + num(1, 0)
    gone = para(deleted("刪"), num=1, props=f"<w:rPr><w:del {AUTHOR}/></w:rPr>")
    assert texts(para("甲", num=1) + gone + para("乙", num=1), numbering=numbering) == ["1. 甲", "2. 乙"]


def test_a_deleted_end_with_nothing_after_it_loses_no_text() -> None:
    gone = f"<w:rPr><w:del {AUTHOR}/></w:rPr>"
    assert texts(para("前") + para("最後", props=gone)) == ["前", "最後"]
    assert texts(para("表前", props=gone) + table(row(cell("格")))) == ["表前", "格"]


def test_old_properties_kept_for_tracking_are_not_read() -> None:
    numbering = definition(0, level(0, "decimal", "%1.")) + num(1, 0)
    change = f'<w:pPrChange {AUTHOR}><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>'
    hidden = f"<w:rPr><w:rPrChange {AUTHOR}><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr>"
    body = f"<w:p><w:pPr>{change}</w:pPr><w:r>{hidden}<w:t>甲</w:t></w:r></w:p>"
    assert texts(body, numbering=numbering) == ["甲"]


# inline elements


@pytest.mark.parametrize(
    ("inside", "seen"),
    [
        ("<w:r><w:t>上</w:t><w:br/><w:t>下</w:t></w:r>", "上\n下"),
        ("<w:r><w:t>上</w:t><w:cr/><w:t>下</w:t></w:r>", "上\n下"),
        ('<w:r><w:t>上</w:t></w:r><w:r><w:br w:type="page"/></w:r>', "上"),
        ("<w:r><w:t>主席</w:t><w:tab/><w:t>記錄</w:t></w:r>", "主席 記錄"),
        ("<w:r><w:t>主席</w:t><w:ptab/><w:t>記錄</w:t></w:r>", "主席 記錄"),
        ("<w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t><w:softHyphen/><w:t>3</w:t></w:r>", "1-23"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t></w:r>', "☑是"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F0A3"/><w:t>否</w:t></w:r>', "□否"),
        ('<w:r><w:sym w:font="MS Gothic" w:char="2611"/></w:r>', "☑"),
        ('<w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>\uf06e</w:t></w:r>', "■"),
        ('<w:r><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t>a案</w:t></w:r>', "α案"),
        ('<w:r><w:t xml:space="preserve">113 </w:t><w:t>年</w:t></w:r>', "113 年"),
        ("<w:r><w:t>113 </w:t><w:t>年</w:t></w:r>", "113年"),
        ('<w:r xml:space="preserve"><w:t>a </w:t><w:t>b</w:t></w:r>', "a b"),
        ("<w:r><w:t>一\n  行</w:t></w:r>", "一 行"),
        ("<w:hyperlink>" + run("連結") + "</w:hyperlink>", "連結"),
        ("<w:smartTag><w:smartTagPr/>" + run("標籤") + "</w:smartTag>", "標籤"),
        ("<w:customXml><w:customXmlPr/>" + run("自訂") + "</w:customXml>", "自訂"),
        ("<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>" + run("控制項") + "</w:sdtContent></w:sdt>", "控制項"),
        ("<w:bdo><w:dir>" + run("方向") + "</w:dir></w:bdo>", "方向"),
        (
            "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>ㄅㄧㄥ</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>冰</w:t></w:r></w:rubyBase></w:ruby></w:r>",
            "冰",
        ),
        ("<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>", "1/2"),
        ("<w:commentRangeStart w:id='0'/>" + run("文") + "<w:commentRangeEnd w:id='0'/>", "文"),
        ('<w:r><w:pict><v:shape><v:textpath string="藝術字"/></v:shape></w:pict></w:r>', "藝術字"),
    ],
)  # fmt: skip
def test_inline_elements(inside: str, seen: str) -> None:
    assert texts(para(inside)) == [seen]


def test_a_symbol_of_an_unknown_font_survives_and_is_said() -> None:
    body = para('<w:r><w:sym w:font="Unheard" w:char="F041"/><w:t>案</w:t></w:r>')
    assert texts(body) == ["\uf041案"]
    assert notes(body) == ["symbols"]


def test_private_use_characters_of_names_survive() -> None:
    assert texts(para("王\ue123明")) == ["王\ue123明"]


def test_empty_paragraphs_are_left_out_and_places_stay_true() -> None:
    document = read(para("甲") + para("") + para(run("  ")) + table(row(cell("格"))) + para("乙"))
    assert [b.places[0].block for b in document.blocks] == [0, 1, 2]
    assert [p.places for p in document.paragraphs()] == [
        (Place(block=0),),
        (Place(block=1, row=0, cell=0),),
        (Place(block=2),),
    ]
    assert not any(p.is_line for p in document.paragraphs())


# hidden and struck-out text

HIDDEN_STYLES = (
    '<w:style w:type="character" w:styleId="Off"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Off2"><w:basedOn w:val="Off"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="OffP"><w:rPr><w:vanish/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("inside", "style", "seen"),
    [
        (run("見") + run("藏", "<w:vanish/>"), "", ["見"]),
        (run("見", '<w:vanish w:val="0"/>'), "", ["見"]),
        (run("見") + run("藏", '<w:rStyle w:val="Off2"/>'), "", ["見"]),
        (run("藏") + run("見", '<w:vanish w:val="false"/>'), "OffP", ["見"]),
        (run("見", '<w:rStyle w:val="Off"/>') + run("藏"), "OffP", ["見"]),
        (run("見", "<w:webHidden/>"), "", ["見"]),
    ],
)
def test_hidden_text_is_out_also_through_styles(inside: str, style: str, seen: list[str]) -> None:
    assert texts(para(inside, style=style), styles=HIDDEN_STYLES) == seen


def test_hidden_text_is_said() -> None:
    assert notes(para(run("見") + run("藏", "<w:vanish/>"))) == ["hidden-text"]


def test_a_wholly_hidden_paragraph_does_not_count() -> None:
    numbering = definition(0, level(0, "decimal", "%1.")) + num(1, 0)
    gone = para(run("藏", "<w:vanish/>"), num=1, props="<w:rPr><w:vanish/></w:rPr>")
    assert texts(para("甲", num=1) + gone + para("乙", num=1), numbering=numbering) == ["1. 甲", "2. 乙"]


def test_a_hidden_paragraph_mark_lets_the_next_paragraph_run_on() -> None:
    numbering = definition(0, level(0, "decimal", "%1.")) + num(1, 0)
    head = para("標題。", num=1, props="<w:rPr><w:vanish/><w:specVanish/></w:rPr>")
    assert texts(head + para("內文") + para("次", num=1), numbering=numbering) == ["1. 標題。內文", "2. 次"]
    assert texts(head + para("也有號", num=1), numbering=numbering) == ["1. 標題。", "2. 也有號"]
    assert texts(head, numbering=numbering) == ["1. 標題。"]


def test_a_box_or_a_note_in_a_paragraph_without_visible_end_is_not_lost() -> None:
    end = "<w:rPr><w:vanish/></w:rPr>"
    anchor = f"<w:r><w:pict><v:textbox>{box(para('框'))}</v:textbox></w:pict></w:r>"
    assert texts(para("前") + para(anchor, props=end) + para("後")) == ["前", "後", "框"]
    mark = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    assert texts(para(mark, props=end) + para("後"), footnotes=NOTES) == ["後", "註一"]


def test_a_drop_cap_stands_before_its_paragraph() -> None:
    assert texts(para("本", props='<w:framePr w:dropCap="drop"/>') + para("案持續列管")) == ["本案持續列管"]


def test_struck_out_text_is_out_and_quoted() -> None:
    body = para(run("持續") + run("列管", "<w:strike/>") + run("廢", "<w:dstrike/>") + run("解列"))
    document = read(body)
    assert [p.text for p in document.paragraphs()] == ["持續解列"]
    (note,) = document.notes
    assert note.code == "struck-out"
    assert "列管" in note.text
    assert "廢" in note.text
    assert note.places == (Place(block=0),)


# fields


def test_results_of_fields_are_in_and_codes_are_out() -> None:
    assert texts(para(run("第") + field("PAGE", run("3")) + run("頁"))) == ["第3頁"]
    assert texts(para('<w:fldSimple w:instr="DATE">' + run("今日") + "</w:fldSimple>")) == ["今日"]


def test_nested_fields_show_the_result_of_the_outer_one() -> None:
    inner = field("MERGEFIELD a", run("內"))
    code = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>' + inner
    code += (
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("外") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert texts(para(run("前") + code + run("後"))) == ["前外後"]
    assert texts(para(field("HYPERLINK x", run("看") + field("PAGEREF y", run("7"))))) == ["看7"]


def test_a_field_may_reach_over_paragraphs() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    begin += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    body = para(begin + run("目一")) + para("目二") + para(run("目三") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    assert texts(body + para("文")) == ["目一", "目二", "目三", "文"]


def test_a_field_that_never_ends_swallows_nothing() -> None:
    assert texts(para(run("前") + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("後")) + para("下")) == [
        "前後",
        "下",
    ]
    assert texts(para('<w:r><w:fldChar w:fldCharType="end"/></w:r>' + run("後"))) == ["後"]


def test_a_stray_field_in_a_box_does_not_open_the_code_around_it() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    stray = f"<w:r><w:pict><v:textbox>{box(para(mark('begin') + run('框')))}</v:textbox></w:pict></w:r>"
    code = mark("begin") + "<w:r><w:instrText>IF </w:instrText></w:r>" + field("MERGEFIELD a", run("碼")) + stray
    assert texts(para(code + mark("separate") + run("果") + mark("end"))) == ["果"]


def test_a_field_open_in_a_box_does_not_hide_the_body() -> None:
    inside = box(para('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("框")))
    body = para(run("文") + f"<w:r><w:pict><v:textbox>{inside}</v:textbox></w:pict></w:r>" + run("後"))
    assert texts(body + para("下")) == ["文後", "框", "下"]


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        ('<w:checkBox><w:default w:val="0"/></w:checkBox>', "☐是"),
        ('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>', "☒是"),
        ('<w:checkBox><w:default w:val="1"/></w:checkBox>', "☒是"),
        ('<w:ddList><w:listEntry w:val="甲"/><w:listEntry w:val="乙"/></w:ddList>', "甲是"),
        ('<w:ddList><w:default w:val="1"/><w:listEntry w:val="甲"/><w:listEntry w:val="乙"/></w:ddList>', "乙是"),
        ('<w:ddList><w:result w:val="9"/><w:listEntry w:val="甲"/></w:ddList>', "重複是"),
        ('<w:ddList><w:result w:val="1"/><w:listEntry w:val="甲"/><w:listEntry w:val="乙"/></w:ddList>', "乙是"),
    ],
)
def test_form_fields_show_their_boxes_and_choices(data: str, seen: str) -> None:
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
    code = (
        "<w:r><w:instrText>FORM</w:instrText></w:r>" + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("重複")
    )
    assert texts(para(begin + code + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + run("是"))) == [seen]


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        (r"EQ \o\ac(○,1)", "①"),
        (r"EQ \o\ac(○,一)", "㊀"),
        (r"eq \o\ac(○,秘)", "㊙"),
        (r"EQ \o\ac(○,密)", "密"),
        (r"EQ \o\ac(□,查)", "查"),
        (r'EQ \* jc2 \* "Font:標楷體" \* hps14 \o\ad(\s\up 13(ㄅㄧㄥ),冰)', "冰"),
        (r"EQ \o\ad(\s\up 13(ㄅ,ㄆ),冰)", "冰"),
        (r"EQ \f(1,2)", "1/2"),
        (r'SYMBOL 61550 \f "Wingdings" \s 12', "■"),
        (r"SYMBOL 0x6C \f Wingdings", "●"),
        ('XE "索引"', ""),
        ("LISTNUM", None),
        (r"EQ \i(1,2,x)", None),
    ],
)
def test_what_word_draws_without_storing_it(code: str, seen: str | None) -> None:
    assert drawn(code) == seen


def test_a_field_without_result_is_drawn_or_said() -> None:
    assert texts(para(run("第") + field(r"EQ \o\ac(○,2)", None) + run("案"))) == ["第②案"]
    assert texts(para('<w:fldSimple w:instr="EQ \\o\\ac(○,2)"/>' + run("案"))) == ["②案"]
    unknown = para(run("第") + field("LISTNUM", None) + run("案"))
    assert texts(unknown) == ["第案"]
    assert notes(unknown) == ["field"]


# boxes, notes, comments, pictures


def test_a_text_box_follows_its_paragraph_and_is_read_once() -> None:
    drawing = (
        "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{0}</wps:txbx></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><v:textbox>{0}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    ).format(box(para("框一") + para("框二")))
    assert texts(para(run("前") + f"<w:r>{drawing}</w:r>" + run("後")) + para("次")) == ["前後", "框一", "框二", "次"]


def test_a_box_in_hidden_text_or_in_the_code_of_a_field_is_not_seen() -> None:
    hidden = f"<w:r><w:rPr><w:vanish/></w:rPr><w:pict><v:textbox>{box(para('框'))}</v:textbox></w:pict></w:r>"
    assert texts(para(run("文") + hidden)) == ["文"]
    code = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + hidden.replace("<w:vanish/>", "")
    assert texts(para(run("文") + code + '<w:r><w:fldChar w:fldCharType="end"/></w:r>')) == ["文"]


def test_a_branch_with_nothing_to_see_gives_way_to_the_other() -> None:
    drawing = (
        "<mc:AlternateContent><mc:Choice Requires='new'><w:drawing/></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box(para('框'))}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert texts(para(f"<w:r>{drawing}</w:r>")) == ["框"]


def test_blocks_inside_content_controls_and_alternatives_are_in() -> None:
    body = f"<w:sdt><w:sdtPr/><w:sdtContent>{para('控')}<w:customXml>{para('訂')}</w:customXml></w:sdtContent></w:sdt>"
    body += f"<mc:AlternateContent><mc:Choice Requires='x'>{para('選')}</mc:Choice><mc:Fallback>{para('備')}</mc:Fallback></mc:AlternateContent>"
    assert texts(body) == ["控", "訂", "選"]


NOTES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>註一</w:t></w:r></w:p></w:footnote>'
    '<w:footnote w:id="2"><w:p><w:r><w:t>註二</w:t></w:r></w:p></w:footnote>'
    '<w:footnote w:id="3"><w:p><w:r><w:t>沒人提</w:t></w:r></w:p></w:footnote>'
)


def test_footnotes_come_at_the_end_in_the_order_of_their_marks() -> None:
    body = para(run("甲") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run("乙"))
    body += para(run("丙") + '<w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:endnoteReference w:id="1"/></w:r>')
    document = read(body, footnotes=NOTES, endnotes=f'<w:endnote w:id="1">{para("尾註")}</w:endnote>')
    assert [p.text for p in document.paragraphs()] == ["甲乙", "丙", "註二", "註一", "尾註"]
    (note,) = document.notes
    assert note.code == "footnotes"
    assert note.places == (Place(block=2), Place(block=3), Place(block=4))


def test_comments_are_out_and_said() -> None:
    body = para(run("文") + '<w:r><w:commentReference w:id="0"/></w:r>')
    assert texts(body, comments=f'<w:comment w:id="0">{para("批註")}</w:comment>') == ["文"]
    assert notes(body) == ["comments"]


def test_headers_and_footers_are_not_read() -> None:
    data = docx(para("文") + "<w:sectPr/>", {"header1": para("頁首"), "footer1": para("頁尾")})
    assert [p.text for p in read_docx(data, ReadOptions()).paragraphs()] == ["文"]


def test_pictures_and_foreign_parts_are_said() -> None:
    picture = "<w:r><w:drawing><a:graphic><pic:pic><pic:blipFill/></pic:pic></a:graphic></w:drawing></w:r>"
    assert notes(para(run("圖") + picture)) == ["pictures"]
    assert notes(para(run("文") + '<w:subDoc r:id="r1" xmlns:r="r"/>')) == ["not-read"]
    assert notes(para("文") + '<w:altChunk r:id="r1" xmlns:r="r"/>') == ["not-read"]


def test_parts_of_another_format_are_read_where_they_stand() -> None:
    target = '<Relationship Id="c{0}" Type="http://x/aFChunk" Target="c{0}.{1}"/>'
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{target.format(1, 'htm')}{target.format(2, 'txt')}{target.format(3, 'bin')}</Relationships>"
    )
    page = "<html><meta charset=utf-8><p>甲<s>刪</s></p><table><tr><td>子<td>丑<tr><td>寅<td>卯</table></html>"
    members: dict[str, str | bytes] = {
        "word/_rels/document.xml.rels": rels, "word/c1.htm": page, "word/c2.txt": "乙", "word/c3.bin": b"\0\1",
    }  # fmt: skip
    chunk = '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="c{}"/>'
    in_cell = table(row(cell(chunk.format(2) + para()), cell("丙")))
    data = docx(
        para("前") + chunk.format(1) + in_cell + chunk.format(3) + chunk.format(1) + para("後"), members=members
    )
    document = read_docx(data, ReadOptions())
    assert [p.text for p in document.paragraphs()] == ["前", "甲", "子", "丑", "寅", "卯", "乙", "丙", "後"]
    blocks = [block.places[0].block for block in document.blocks]
    assert blocks == list(range(len(document.blocks)))
    web = document.blocks[2]
    assert isinstance(web, Table)
    assert web.rows[1].cells[1].paragraphs[0].places == (Place(block=2, row=1, cell=1),)
    assert {note.code: note.text[:2] for note in document.notes} == {
        "struck-out": "1 ",
        "chunks": "2 ",
        "not-read": "2 ",
    }


# headings


def test_headings_and_their_levels() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="X"><w:basedOn w:val="1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="O"><w:name w:val="組別"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
    )
    body = para("a", style="1") + para("b", style="X") + para("c", style="O") + para("d", style="T") + para("e")
    body += para("f", props='<w:outlineLvl w:val="1"/>') + para("g", style="O", props='<w:outlineLvl w:val="9"/>')
    assert [(p.text, p.heading, p.level) for p in read(body, styles=styles).paragraphs()] == [
        ("a", True, 0), ("b", True, 0), ("c", True, 2), ("d", True, None), ("e", False, None),
        ("f", True, 1), ("g", False, None),
    ]  # fmt: skip
