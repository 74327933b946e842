"""Running heads and page numbers go, text stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kbbt.document import Block, Cell, Document, Paragraph, Place, Row, Table
from kbbt.readers.options import ReadOptions
from kbbt.readers.plain import read_text
from kbbt.repair import repair, repair_with_trace
from kbbt.repair.pagenumbers import Shape, is_continuation_remark, page_number
from tests.repair.making import PITCH, grid, line, office, paged, plain, tables, texts


@pytest.mark.parametrize(
    ("text", "number", "total"),
    [
        ("- 3 -", 3, None),
        ("－３－", 3, None),
        ("第 8 頁，共 18 頁", 8, 18),
        ("第8頁/共18頁", 8, 18),
        ("共 18 頁，第 8 頁", 8, 18),
        ("第三頁", 3, None),
        ("3/18", 3, 18),
        ("3", 3, None),
        ("頁 1", 1, None),
        ("頁次：4", 4, None),
        ("Page 3 of 18", 3, 18),
        ("P.3", 3, None),
        ("~ 3 ~", 3, None),
        ("三", 3, None),
        ("參", 3, None),
        ("XIV", 14, None),
    ],
)
def test_shapes_of_page_numbers(text: str, number: int, total: int | None) -> None:
    found = page_number(text)
    assert found is not None
    assert (found.number, found.total) == (number, total)


@pytest.mark.parametrize("text", ["第 3 次會議", "113 年", "19/18", "3 案", "第一頁說明", "(一)", "2.5", "一、"])
def test_what_is_no_page_number(text: str) -> None:
    assert page_number(text) is None


def test_shapes_are_ranked() -> None:
    shapes = [page_number(t) for t in ("3", "- 3 -", "第 3 頁")]
    assert [s.shape for s in shapes if s] == [Shape.BARE, Shape.DRESSED, Shape.SURE]


@pytest.mark.parametrize("text", ["（續下頁）", "接次頁", "續前頁", "(下頁續)"])
def test_continuation_remarks(text: str) -> None:
    assert is_continuation_remark(text)
    assert not is_continuation_remark("續辦")


def _page(n: int, *body: str, foot: str = "", head: str = "", foot_top: float = 800.0) -> list[Paragraph]:
    """A page: a head, the body from the top, and a foot."""
    made = [line(head, 72, 40, n)] if head else []
    made += [line(t, 72, 84 + i * PITCH, n) for i, t in enumerate(body)]
    return [*made, line(foot, 280, foot_top, n)] if foot else made


def _blocks(lines: list[Paragraph]) -> list[Block]:
    return list(lines)


def _body(n: int) -> list[str]:
    return [f"第{'一二三四五六七八九'[n - 1]}段的內容到此為止。", "各單位依會議結論辦理。"]


@pytest.mark.parametrize(
    "foot", ["- {n} -", "第 {n} 頁", "{n}/4", "{n}", "{han}", "頁 {n}", "第 {n} 頁，共 4 頁", "Page {n}"]
)
def test_page_numbers_go(foot: str) -> None:
    pages = [p for n in range(1, 5) for p in _page(n, *_body(n), foot=foot.format(n=n, han="一二三四"[n - 1]))]
    repaired = repair_with_trace(paged(pages, 4))
    assert texts(repaired.document) == [t for n in range(1, 5) for t in _body(n)]
    assert [(d.kind, d.places[0].page) for d in repaired.dropped] == [("page-number", n) for n in range(1, 5)]


def test_page_numbers_of_a_part_of_a_book_count_with_the_pages() -> None:
    pages = [p for n in range(1, 4) for p in _page(n, *_body(n), foot=str(236 + n))]
    assert "237" not in texts(repair(paged(pages, 3)))


def test_a_number_in_another_line_of_the_head_counts_too() -> None:
    pages = [p for n in range(1, 5) for p in _page(n, *_body(n), head=f"(0801)-{236 + n}")]
    assert all("0801" not in t for t in texts(repair(paged(pages, 4))))


def test_a_page_number_right_below_a_table_goes() -> None:
    def table(n: int) -> Table:
        place = (Place(page=n, box=(60, 84, 540, 797)),)
        cell = Cell((line(f"第{'一二'[n - 1]}頁的內容。", 64, 90, n),), 0, places=place)
        return Table((Row((cell,)),), 1, place)

    blocks: list[Block] = [b for n in (1, 2) for b in (table(n), line(str(n), 290, 800, n))]
    assert texts(repair(paged(blocks, 2))) == []


def test_the_page_number_of_a_single_page_goes_when_it_stands_apart() -> None:
    assert texts(repair(paged(_page(1, "會議於十一時結束。", foot="1")))) == ["會議於十一時結束。"]


def test_numbers_of_the_text_stay() -> None:
    # amounts at the foot of the body do not count with the pages
    pages = [p for n, amount in ((1, "350"), (2, "128"), (3, "977")) for p in _page(n, *_body(n), foot=amount)]
    assert {"350", "128", "977"} <= set(texts(repair(paged(pages, 3))))


def test_a_page_number_boxed_as_a_tiny_table_goes() -> None:
    def box(n: int) -> Table:
        place = (Place(page=n, box=(200, 795, 395, 815)),)
        empty = Cell((), 0, places=place)
        number = Cell((line(str(n), 290, 798, n),), 1, places=place)
        return Table((Row((empty, number, Cell((), 2, places=place))),), 3, place)

    blocks: list[Block] = [b for n in (1, 2, 3) for b in [*_blocks(_page(n, *_body(n))), box(n)]]
    repaired = repair_with_trace(paged(blocks, 3))
    assert tables(repaired.document) == []
    assert [d.text for d in repaired.dropped] == ["1", "2", "3"]


def test_the_strip_of_a_form_at_the_head_of_every_page_goes() -> None:
    def strip(n: int) -> Table:
        edges = (60.0, 220.0, 380.0, 540.0)
        cells = tuple(
            Cell((line(text, x0 + 4, 44, n),), c, places=(Place(page=n, box=(x0, 40, x1, 60)),))
            for c, (text, x0, x1) in enumerate(
                zip(("案號：A113-07", f"頁次：{n}", "機密等級：普通"), edges, edges[1:], strict=False)
            )
        )
        return Table((Row(cells),), 3, (Place(page=n, box=(60, 40, 540, 60)),))

    blocks: list[Block] = [b for n in (1, 2, 3) for b in [strip(n), *_blocks(_page(n, *_body(n)))]]
    repaired = repair_with_trace(paged(blocks, 3))
    assert tables(repaired.document) == []
    assert [d.places[0].page for d in repaired.dropped] == [1, 2, 3]


def test_a_cut_sentence_is_whole_once_the_page_number_is_away() -> None:
    pages = [
        line("本案請各市於下一季工作小組會議提報辦理情形及後續規劃，", 72, 760, 1, x1=523),
        line("- 1 -", 280, 800, 1),
        line("並持續交流。", 72, 84, 2),
        line("- 2 -", 280, 800, 2),
        line("三市均已完成各項工作之準備，並將於年底前陸續辦理相關活動", 72, 120, 2, x1=523),
        line("與說明會。", 72, 138, 2),
    ]
    repaired = repair(paged(pages, 2))
    assert texts(repaired)[0] == "本案請各市於下一季工作小組會議提報辦理情形及後續規劃，並持續交流。"
    first = repaired.blocks[0]
    assert [p.page for p in first.places] == [1, 2]


@pytest.mark.parametrize("pictured", [True, False])
def test_a_page_number_that_ocr_misread_goes_where_the_others_stand(pictured: bool) -> None:
    sure = 0.9 if pictured else None
    feet = ["第1頁，共5頁", "第2頁，共5頁", "第3頁，共5頁", "第4崗，共5頁", "第5頁，共5頁"]
    blocks: list[Block] = []
    for page, foot in enumerate(feet, 1):
        blocks += [line(f"內文{page}。", page=page), line(f"不是頁碼{page}", top=740.0, page=page)]
        blocks.append(line(foot, x0=260.0, top=790.0 + page % 2, page=page))
    document = paged([replace(b, confidence=sure) if isinstance(b, Paragraph) else b for b in blocks], pages=5)
    left = [t for t in texts(repair(document)) if "共" in t]
    assert left == ([] if pictured else ["第4崗，共5頁"])


def test_a_running_head_goes_and_its_first_occurrence_stays() -> None:
    head = "山海城聯盟合作方案辦理情形"
    pages = [p for n in range(1, 5) for p in _page(n, *_body(n), head=head)]
    repaired = repair_with_trace(paged(pages, 4))
    assert texts(repaired.document).count(head) == 1
    assert texts(repaired.document)[0] == head
    assert [d.kind for d in repaired.dropped] == ["running-head"] * 3


def test_a_running_head_that_the_title_says_too_goes_everywhere() -> None:
    head = "山海城聯盟合作方案辦理情形"
    first = _page(1, f"「{head}」", *_body(1), head=head)
    pages = first + [p for n in range(2, 5) for p in _page(n, *_body(n), head=head)]
    assert head not in texts(repair(paged(pages, 4)))


def test_a_running_foot_goes_everywhere() -> None:
    pages = [p for n in range(1, 4) for p in _page(n, *_body(n), foot="內部文件請勿外流")]
    assert "內部文件請勿外流" not in texts(repair(paged(pages, 3)))


def test_text_that_is_said_again_in_the_body_stays() -> None:
    pages = [p for n in range(1, 5) for p in _page(n, "一、報告。", "陸、臨時動議：無。", "柒、散會。")]
    assert texts(repair(paged(pages, 4))).count("陸、臨時動議：無。") == 4


def test_titles_at_the_top_of_each_page_stay() -> None:
    # three one-page minutes: the same words at the same height, but set in the text, not apart from it
    pages = [
        p
        for n in (1, 2, 3)
        for p in _page(
            n, "114 年度「山海城聯盟」橋梁組", f"第 {n} 次工作小組會議紀錄", "壹、時間：九時。", "貳、散會。"
        )
    ]
    assert texts(repair(paged(pages, 3))).count("114 年度「山海城聯盟」橋梁組") == 3


def test_a_head_close_to_a_table_goes_because_the_table_goes_on_after_it() -> None:
    def part(n: int, *rows: tuple[str, str]) -> Table:
        place = (Place(page=n, box=(60, 60, 500, 760)),)
        made = []
        for i, (name, text) in enumerate((("方案名稱", "最新辦理情形"), *rows)):
            top = 60.0 + i * 30
            made.append(
                Row(
                    (
                        Cell((line(name, 66, top + 5, n),), 0, places=(Place(page=n, box=(60, top, 200, top + 30)),)),
                        Cell((line(text, 206, top + 5, n),), 1, places=(Place(page=n, box=(200, top, 500, top + 30)),)),
                    )
                )
            )
        return Table(tuple(made), 2, place)

    head = "山海城聯盟 內部資料"
    blocks: list[Block] = [
        line(head, 60, 44, 1),
        part(1, ("甲案", "已完成。")),
        line(head, 60, 44, 2),
        part(2, ("乙案", "已完成。")),
    ]
    repaired = repair(paged(blocks, 2))
    assert texts(repaired) == [head]
    assert len(tables(repaired)) == 1


def _minutes(*pages: list[tuple[str, bool]], head: str) -> list[Paragraph]:
    """Pages whose text begins one line under the head: (text, full to the right edge)."""
    made = []
    for n, entries in enumerate(pages, 1):
        made.append(line(head, 72, 66, n))
        made += [line(t, 72, 84 + i * PITCH, n, x1=523.0 if full else None) for i, (t, full) in enumerate(entries)]
    return made


def test_a_head_close_to_the_text_goes_because_a_list_goes_on_after_it() -> None:
    head = "山海城聯盟 橋梁組"
    pages = _minutes(
        [("一、甲案同意。", False), ("二、乙案同意。", False)],
        [("三、丙案同意。", False), ("四、丁案同意。", False)],
        head=head,
    )
    assert texts(repair(paged(pages, 2))) == [
        head,
        "一、甲案同意。",
        "二、乙案同意。",
        "三、丙案同意。",
        "四、丁案同意。",
    ]


def test_a_head_close_to_the_text_goes_because_a_full_line_goes_on_after_it() -> None:
    head = "山海城聯盟 橋梁組"
    pages = _minutes(
        [("一、甲案由東城市政府於四月底前召集相關單位討論計畫目標及成果發表會內", True)],
        [
            ("容並提報。", False),
            ("二、乙案由西城市政府於五月底前召集相關單位討論計畫目標並提報各市參", True),
            ("考。", False),
        ],
        head=head,
    )
    assert len(texts(repair(paged(pages, 2)))) == 3


def test_text_between_a_repeated_line_and_the_edge_keeps_it() -> None:
    pages = [p for n in (1, 2, 3) for p in _page(n, f"第{'一二三'[n - 1]}案的說明。", "本案持續辦理。")]
    assert texts(repair(paged(pages, 3))).count("本案持續辦理。") == 3


def test_in_plain_text_only_what_says_itself_that_it_is_a_page_number_goes() -> None:
    document = plain("壹、報告。\n\n- 1 -\n\n貳、討論。\n\n第 2 頁，共 3 頁\n\n12\n\n參、結論。")
    assert texts(repair(document)) == ["壹、報告。", "貳、討論。", "12", "參、結論。"]


def test_in_plain_text_a_page_number_stands_between_blank_lines() -> None:
    document = plain("壹、引用文獻\n第 2 頁\n貳、討論。")
    assert "第 2 頁" in texts(repair(document))


def test_fractions_go_from_plain_text_only_when_they_count_up() -> None:
    assert "3/18" in texts(repair(plain("甲。\n\n3/18\n\n乙。")))
    assert texts(repair(plain("甲。\n\n1/2\n\n乙。\n\n2/2"))) == ["甲。", "乙。"]


def test_a_page_number_between_the_rows_of_a_plain_text_goes_from_the_cell_it_reads_as() -> None:
    source = "名稱\t情形\n甲案\t已完成各項工作，\n第 1 頁，共 2 頁\n乙案\t施工中。\n丙案\t第 3 頁\n"
    document = read_text(source.encode(), ReadOptions())
    repaired = repair_with_trace(document)
    assert [d.text for d in repaired.dropped] == ["第 1 頁，共 2 頁"]
    assert [row.cells[1].text for row in tables(repaired.document)[0].rows[1:]] == [
        "已完成各項工作，",
        "施工中。",
        "第 3 頁",
    ]


def test_remarks_between_the_parts_of_a_table_go() -> None:
    document = office(grid(["名稱", "情形"], ["甲", "好。"]), "（續下頁）", grid(["名稱", "情形"], ["乙", "好。"]))
    repaired = repair(document)
    assert len(tables(repaired)) == 1
    assert texts(repaired) == []


def test_furniture_of_an_empty_document() -> None:
    assert repair(Document((), "text/plain")).blocks == ()
