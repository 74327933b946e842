"""What holds for every document: no text is lost, none is doubled, nothing makes the parser fall over."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbbt.document import Block, Cell, Document, Paragraph, Row, Table
from kbbt.parsing import Declarations, parse
from kbbt.parsing.draft import draft_declaration
from kbbt.records import Meeting, Source

TITLE = "114年度「基北北桃合作交流平臺」交通組第1次工作小組會議紀錄"
LABELS = ["", "", "壹、", "貳、", "一、", "二、", "（一）", "(二)", "1. ", "(1)", "① ", "甲、", "● "]
HEADS = [
    "", "時間：", "地點：", "主席：", "紀錄：", "出席人員：", "會議決議：", "會議結論", "臨時動議：", "散會：", "報告事項：", "討論事項：",
    "案由一：", "說明：", "決議：", "主席裁示：", "列管合作案（計2案）：", "研擬新增合作提案：", "附件：", "「甲案」及「乙案」", "某某計畫：", "編號：",
    "解除列管案（1案）：", "原「甲」調整為「乙」，",
]  # fmt: skip
TAILS = [
    "",
    "。",
    "，本案持續列管。",
    "，解除列管，請四市持續辦理。",
    "：",
    "等 3 案均已辦理",
    "（無）",
    "合併：",
    "「未關",
]


def lines(token: Callable[[int], str]) -> st.SearchStrategy[list[str]]:
    """Lines of minutes in any order, each with a word of its own."""
    line = st.tuples(st.sampled_from(LABELS), st.sampled_from(HEADS), st.sampled_from(TAILS))
    return st.lists(line, max_size=14).map(
        lambda parts: [f"{label}{head}{token(i)}{tail}" for i, (label, head, tail) in enumerate(parts)]
    )


def token(number: int) -> str:
    return f"字{chr(0x4E00 + number)}{number:02}號"


def told(source: Source) -> str:
    return json.dumps(source.model_dump(mode="json"), ensure_ascii=False)


@given(lines(token), st.booleans())
def test_no_line_of_minutes_is_lost(declarations: Declarations, found: list[str], titled: bool) -> None:
    text = [*([TITLE] if titled else []), *found]
    document = Document(tuple(Paragraph(t) for t in text), "text/plain")
    whole = told(parse(document, declarations, source="", name="x", parser="working-group-minutes"))
    for i in range(len(found)):
        assert token(i) in whole


def texts(meeting: Meeting) -> list[str]:
    """Where the running text of a meeting is kept; names, parts and evidence say pieces of it again."""
    kept = [meeting.title, meeting.venue, meeting.chair, meeting.recorder, meeting.attendees]
    kept += list(meeting.fields.values())
    kept += [r.text for s in meeting.sections for r in s.resolutions]
    kept += [m.text for m in meeting.motions]
    return [t for t in kept if t]


@given(lines(token))
def test_no_line_of_minutes_is_doubled(declarations: Declarations, found: list[str]) -> None:
    document = Document(tuple(Paragraph(t) for t in [TITLE, *found]), "text/plain")
    source = parse(document, declarations, source="", name="x", parser="working-group-minutes")
    whole = "\n".join(t for m in source.meetings for t in texts(m))
    for i in range(len(found)):
        assert whole.count(token(i)) <= 1


WORDS = st.sampled_from(
    [
        "", "方案名稱", "最新辦理情形", "辦理情形", "組別", "交通組", "小計", "合計", "1,500", "解除列管", "V", "甲案", "施工中。",
        "項次", "時間", "決議", "註：", "一、災防組",
    ]
)  # fmt: skip


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 4))
    rows = []
    for _ in range(draw(st.integers(0, 5))):
        cells = []
        column = 0
        while column < width:
            span = draw(st.integers(1, width - column))
            if draw(st.booleans()):
                text = draw(st.lists(WORDS, max_size=2))
                down = draw(st.integers(1, 3))
                cells.append(Cell(tuple(Paragraph(t) for t in text), column, span, down))
            column += span
        rows.append(Row(tuple(cells)))
    return Table(tuple(rows), width)


PARAGRAPHS = st.one_of(
    st.builds(
        lambda a, b, c: Paragraph(a + b + c), st.sampled_from(LABELS), st.sampled_from(HEADS), st.sampled_from(TAILS)
    ),
    st.text(alphabet="會議紀錄「」（）():：、。，一1年月日 \t\n第次組案解列管V●\ue000⺠", max_size=25).map(Paragraph),
    st.just(Paragraph(TITLE)),
    st.just(Paragraph("「基北北桃合作交流平臺」合作方案辦理情形")),
)
BLOCKS: st.SearchStrategy[list[Block]] = st.lists(st.one_of(PARAGRAPHS, tables()), max_size=10)
FAMILIES = ("working-group-minutes", "deputy-mayors-minutes", "status-report")


@pytest.mark.parametrize("family", FAMILIES)
@given(blocks=BLOCKS)
def test_nothing_makes_it_fall_over(declarations: Declarations, family: str, blocks: list[Block]) -> None:
    document = Document(tuple(blocks), "text/plain")
    source = parse(document, declarations, source="", name="x", parser=family)
    assert Source.model_validate_json(source.model_dump_json()) == source
    assert draft_declaration(document, declarations)


@given(blocks=st.lists(tables(), min_size=1, max_size=3), mark=st.integers(0, 99))
def test_no_cell_of_a_status_table_is_lost(declarations: Declarations, blocks: list[Table], mark: int) -> None:
    """Every text of a cell below the header is in an entry, a group, a field or a problem that quotes it."""
    header = Row((Cell((Paragraph("方案名稱"),), 0), Cell((Paragraph("辦理情形"),), 1)))
    rows = [header]
    words = []
    for number, block in enumerate(blocks):
        for r, row in enumerate(block.rows):
            own = f"字{mark}之{number}之{r}"
            words.append(own)
            texts = [*(t.text for c in row.cells for t in c.paragraphs), own][:2]
            texts = texts if own in texts else [texts[0], own]
            rows.append(Row(tuple(Cell((Paragraph(t),), i) for i, t in enumerate(texts))))
    document = Document((Paragraph(TITLE), Table(tuple(rows), 2)), "text/plain")
    whole = told(parse(document, declarations, source="", name="x", parser="status-report"))
    assert [w for w in words if w not in whole] == []


@given(lines(token))
def test_the_same_document_gives_the_same_records(declarations: Declarations, found: list[str]) -> None:
    document = Document(tuple(Paragraph(t) for t in [TITLE, *found]), "text/plain")
    first = parse(document, declarations, source="", name="x", parser="working-group-minutes")
    assert parse(document, declarations, source="", name="x", parser="working-group-minutes") == first
