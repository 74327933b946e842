"""Text of OpenDocument paragraphs: what is on the page comes out once, what is not on it does not."""

from __future__ import annotations

import pytest

from kbbt.document import Document, Place
from kbbt.readers.odt import read_odt
from kbbt.readers.options import ReadOptions

from .build import items, list_level, list_style, odt

STYLES = (
    '<style:style style:name="Off" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="On" style:family="text"><style:text-properties text:display="true"/></style:style>'
    '<style:style style:name="Off2" style:family="text" style:parent-style-name="Off"/>'
    '<style:style style:name="OffP" style:family="paragraph"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="Cut" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="Cut2" style:family="text"><style:text-properties style:text-line-through-type="double"/></style:style>'
    '<style:style style:name="Uncut" style:family="text"><style:text-properties style:text-line-through-style="none"/></style:style>'
    '<style:style style:name="Pic" style:family="text"><style:text-properties fo:font-family="Wingdings"/></style:style>'
)


def read(body: str, automatic: str = STYLES) -> Document:
    return read_odt(odt(body, automatic=automatic), ReadOptions())


def texts(body: str, automatic: str = STYLES) -> list[str]:
    return [p.text for p in read(body, automatic).paragraphs()]


def notes(body: str) -> list[str]:
    return [n.code for n in read(body).notes]


def p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def span(text: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


@pytest.mark.parametrize(
    ("inside", "seen"),
    [
        ("主席<text:tab/>記錄", "主席 記錄"),
        ("時<text:s text:c='2'/>間", "時 間"),
        ("上<text:line-break/>下", "上\n下"),
        ("一\n   行  裡\t的", "一 行 裡 的"),
        ("前<text:soft-page-break/>後", "前後"),
        (span("甲", "x") + "乙" + span("丙<text:span>丁</text:span>戊", "y") + "己", "甲乙丙丁戊己"),
        ('<text:a xlink:href="x">連結</text:a>後', "連結後"),
        ("<text:ruby><text:ruby-base>冰</text:ruby-base><text:ruby-text>ㄅㄧㄥ</text:ruby-text></text:ruby>島", "冰島"),
        ("第<text:page-number>3</text:page-number>頁", "第3頁"),
        ('<text:variable-set text:display="none">藏</text:variable-set>見', "見"),
        ('<text:hidden-text text:is-hidden="true">藏</text:hidden-text>見', "見"),
        ('<text:hidden-text text:is-hidden="false">也見</text:hidden-text>見', "也見見"),
        ("文<office:annotation><text:p>批註</text:p></office:annotation>後", "文後"),
        ('文<text:bookmark text:name="x"/>後<text:reference-mark text:name="y"/>', "文後"),
        (span("\uf06e", "Pic") + "案", "■案"),
        (span("<text:span text:style-name='x'>l</text:span>", "Pic") + "案", "●案"),
        ("<loext:unknown>不識</loext:unknown>", "不識"),
        ("王\ue123明", "王\ue123明"),
    ],
)
def test_inline_elements(inside: str, seen: str) -> None:
    assert texts(p(inside)) == [seen]


@pytest.mark.parametrize(
    "inside",
    ['<text:hidden-text text:is-hidden="true">藏</text:hidden-text>', '<text:variable-set text:display="none">藏</text:variable-set>'],
)  # fmt: skip
def test_hidden_fields_are_said(inside: str) -> None:
    assert notes(p("見" + inside)) == ["hidden-text"]


@pytest.mark.parametrize(
    ("paragraph", "seen"),
    [
        (p("見" + span("藏", "Off")), ["見"]),
        (p("見" + span("藏", "Off2")), ["見"]),
        (p(span("藏" + span("見", "On") + "藏", "Off")), ["見"]),
        (p("藏", "OffP"), []),
        (p("藏" + span("見", "On"), "OffP"), ["見"]),
    ],
)
def test_hidden_text_is_out_also_through_styles(paragraph: str, seen: list[str]) -> None:
    assert texts(paragraph + p("後")) == [*seen, "後"]
    assert notes(paragraph + p("後")) == ["hidden-text"]


def test_a_hidden_paragraph_does_not_count() -> None:
    style = list_style("L", list_level(1, "1", suffix="."))
    body = items("a", p("藏", "OffP"), p('<text:hidden-paragraph text:is-hidden="true"/>'), "b", style="L")
    assert texts(body, STYLES + style) == ["1. a", "2. b"]


def test_struck_out_text_is_out_and_quoted() -> None:
    body = p("持續" + span("列管", "Cut") + span("廢" + span("留", "Uncut"), "Cut2") + "解列")
    document = read(body)
    assert [q.text for q in document.paragraphs()] == ["持續留解列"]
    (note,) = document.notes
    assert note.code == "struck-out"
    assert "列管" in note.text


CHANGES = (
    '<text:tracked-changes><text:changed-region xml:id="c1"><text:deletion><text:p>刪掉的</text:p></text:deletion></text:changed-region>'
    '<text:changed-region xml:id="c2"><text:insertion/></text:changed-region></text:tracked-changes>'
)


def test_tracked_changes_are_read_as_accepted_and_said() -> None:
    body = CHANGES + p(
        '甲<text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>入<text:change-end text:change-id="c2"/>乙'
    )
    assert texts(body) == ["甲入乙"]
    assert notes(body) == ["tracked-changes"]
    assert notes("<text:tracked-changes/>" + p("甲")) == []


def test_a_deleted_paragraph_kept_beside_the_text_does_not_count() -> None:
    style = list_style("L", list_level(1, "1", suffix="."))
    inside = items("刪", "", style="L")
    changes = f'<text:tracked-changes><text:changed-region xml:id="c1"><text:deletion>{inside}</text:deletion></text:changed-region></text:tracked-changes>'
    body = changes + items("a", p('<text:change text:change-id="c1"/>b'), style="L")
    assert texts(body, STYLES + style) == ["1. a", "2. b"]


def test_sections_indexes_and_unknown_wrappers_are_read() -> None:
    body = f'<text:section text:name="s">{p("節")}</text:section>'
    source = "<text:table-of-content-source><text:index-title-template>樣板</text:index-title-template></text:table-of-content-source>"
    shown = f"<text:index-body><text:index-title>{p('目次')}</text:index-title>{p('壹 1')}</text:index-body>"
    body += f"<text:table-of-content>{source}{shown}</text:table-of-content>"
    assert texts(body + f"<loext:wrapper>{p('包')}</loext:wrapper>") == ["節", "目次", "壹 1", "包"]


def test_a_hidden_section_is_out_and_said() -> None:
    hidden = f'<text:section text:name="s" text:display="none">{p("藏")}</text:section>'
    assert texts(hidden + p("見")) == ["見"]
    assert notes(hidden + p("見")) == ["hidden-text"]
    shown = f'<text:section text:name="s" text:display="condition" text:condition="x">{p("見")}</text:section>'
    assert texts(shown) == ["見"]


def test_declarations_and_forms_are_no_text() -> None:
    body = '<office:forms><text:p>表單</text:p></office:forms><text:sequence-decls><text:sequence-decl text:name="Table"/></text:sequence-decls>'
    assert texts(body + p("文")) == ["文"]


def frame(content: str) -> str:
    return f"<draw:frame>{content}</draw:frame>"


def test_boxes_and_shapes_follow_their_paragraph() -> None:
    box = frame(f"<draw:text-box>{p('框一')}{p('框二')}</draw:text-box>")
    shape = f"<draw:g><draw:custom-shape>{p('形')}</draw:custom-shape><draw:line/></draw:g>"
    assert texts(p("前" + box + "後" + shape) + p("次")) == ["前後", "框一", "框二", "形", "次"]
    assert texts(box + p("次")) == ["框一", "框二", "次"]


def test_pictures_are_said() -> None:
    assert notes(p("圖" + frame("<draw:image/>"))) == ["pictures"]
    assert notes(p("式" + frame("<draw:object/>"))) == ["not-read"]
    assert notes(p("式" + frame("<draw:object/><draw:image/>"))) == ["pictures"]
    assert notes(p("框" + frame(f"<draw:text-box>{p('文')}</draw:text-box><draw:image/>"))) == []


def test_footnotes_come_at_the_end_without_their_marks() -> None:
    def note(text: str) -> str:
        return f"<text:note><text:note-citation>1</text:note-citation><text:note-body>{p(text)}</text:note-body></text:note>"

    document = read(p("甲" + note("註一") + "乙") + p("丙" + note("註二")))
    assert [q.text for q in document.paragraphs()] == ["甲乙", "丙", "註一", "註二"]
    (remark,) = document.notes
    assert (remark.code, remark.places) == ("footnotes", (Place(block=2), Place(block=3)))


def test_comments_are_said() -> None:
    assert notes(p("文<office:annotation><text:p>批註</text:p></office:annotation>")) == ["comments"]


def test_empty_paragraphs_are_left_out_and_places_stay_true() -> None:
    document = read(p("甲") + p("") + p("<text:s/>") + p("乙"))
    assert [b.places for b in document.blocks] == [(Place(block=0),), (Place(block=1),)]
