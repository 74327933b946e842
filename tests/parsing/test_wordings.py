"""Dispositions in other hands' words: none of these sentences stands in the samples."""

from __future__ import annotations

import pytest

from kbbt.parsing import Declarations, parse
from kbbt.parsing.dispositions import decide, decide_each, decide_heading, hits, options_apart
from kbbt.repair import repair
from tests.parsing.conftest import document
from tests.parsing.documents import RULINGS

# what is said → the disposition (None: nothing is decided), and words that the evidence must hold
WORDINGS: list[tuple[str, str | None, str]] = [
    # decided here: off the list
    ("本案已執行完竣，同意解除列管。", "delist", "解除列管"),
    ("本項工作已完成階段性任務，准予解除列管。", "delist", "准予解除列管"),
    ("同意解除列管，後續由各市自行辦理。", "delist", "同意解除列管"),
    ("經與會各機關確認無待辦事項，爰予解列。", "delist", "解列"),
    ("本案自即日起解除列管。", "delist", "解除列管"),
    ("本案同意結案，並請補充成果照片。", "delist", "結案"),
    ("照案通過，本案不再列管。", "delist", "不再列管"),
    ("本案業已辦理完成，解除列管，請交通局將成果上網公告。", "delist", "解除列管"),
    ("解除列管。", "delist", "解除列管"),
    ("本案目標已達成，免予列管。", "delist", "免予列管"),
    ("辦理完竣，予以除管。", "delist", "除管"),
    ("已於113年7月11日副市長層級會議決議解除列管，本次不再報告。", "delist", "解除列管"),
    ("同意解除列管，並提報副市長層級會議備查。", "delist", "同意解除列管"),
    ("考量已屬例行業務，建議解除列管，經主席裁示同意。", "delist", "解除列管"),
    ("同意依建議解除列管。", "delist", "解除列管"),
    ("成效良好，轉由各市常態辦理並予解列。", "delist", "解列"),
    ("同意解列，請各市於官網持續辦理宣導。", "delist", "同意解列"),
    # not decided: asked, planned, conditional, suggested, handed on
    ("本案是否解除列管，提下次會議討論。", None, ""),
    ("俟驗收完成後解除列管。", None, ""),
    ("請交通局評估解除列管之可行性。", None, ""),
    ("建議於年底活動結束後解除列管。", None, ""),
    ("如無其他意見，將於下次會議解除列管。", None, ""),
    ("如無異議，則解除列管。", None, ""),
    ("倘第三季前完成驗收，即可解除列管。", None, ""),
    ("請主辦機關於下次會議前提報成果，再行研議是否解列。", None, ""),
    ("本案預計於第4季辦理完成並解除列管。", None, ""),
    ("請於第4季小組會議提報解除列管。", None, ""),
    ("請衛生局於成果彙整後，提至下次工作小組會議解除列管。", None, ""),
    ("解除列管條件請幕僚單位研擬。", None, ""),
    ("倘經費未獲核定，則取消提案。", None, ""),
    ("是否納入列管，請各機關於會後提供意見。", None, ""),
    ("待中央核定後，再行討論解列事宜。", None, ""),
    ("本案得否結案，請法制局表示意見。", None, ""),
    ("請各機關研議新增提案。", None, ""),
    ("未來如擴大辦理，再行新增列管。", None, ""),
    ("預定明年度申請經費後辦理。", None, ""),
    ("洽悉。", None, ""),
    ("請依與會代表意見辦理。", None, ""),
    # goes on
    ("本案賡續列管。", "continue", "賡續列管"),
    ("請各機關積極辦理，本案繼續列管追蹤。", "continue", "繼續列管"),
    ("本案仍予列管。", "continue", "列管"),
    ("尚未完成，續管。", "continue", "續管"),
    ("不同意解除列管，請交通局依期程辦理。", "continue", "不同意解除列管"),
    ("暫不解列，俟工程完工再議。", "continue", "暫不解列"),
    ("尚不宜解列，請再蒐集資料。", "continue", "不宜解列"),
    ("請水利局賡續推動，並於下次會議報告進度。", "continue", "賡續推動"),
    ("原擬解除列管，經討論後改為持續列管。", "continue", "持續列管"),
    ("洽悉，請持續辦理。", "continue", "請持續辦理"),
    ("本案維持列管至工程完工。", "continue", "列管"),
    ("於解除列管前，請各市持續追蹤。", "continue", "持續追蹤"),
    ("桃園市建議解列，惟其餘三市尚有意見，本案持續列管。", "continue", "持續列管"),
    ("未達解除列管標準，請持續辦理。", "continue", "請持續辦理"),
    ("已完成，惟後續仍有維運議題，請交通局持續追蹤，暫不解除列管。", "continue", "暫不解除列管"),
    ("倘年底前無法完成，再研議是否取消提案，本案持續列管。", "continue", "本案持續列管"),
    # put before the deputy mayors: off the list
    ("同意提報下次副市長層級會議解除列管。", "propose-delist", "副市長層級會議解除列管"),
    ("提副首長會議討論解除列管。", "propose-delist", "副首長會議"),
    ("擬提副市長層級會議解列。", "propose-delist", "副市長層級會議解列"),
    ("請交通局備妥成果資料，提送副市長會議申請解除列管。", "propose-delist", "申請解除列管"),
    ("建請副市長層級會議同意解除列管。", "propose-delist", "解除列管"),
    ("本案提列為下次副市長會議解除列管案。", "propose-delist", "解除列管"),
    ("已於前次工作小組會議決議提副市長會議解列，爰持續辦理相關程序。", "propose-delist", "解列"),
    ("本案已辦理完成，於副市長層級會議提請解列。", "propose-delist", "提請解列"),
    ("俟下次副首長會議再評估是否提請解列。", None, ""),
    ("尚未提副市長層級會議解列。", None, ""),
    # onto the list
    ("照案通過，納入列管。", "add", "納入列管"),
    ("同意列為新增合作案。", "add", "同意列為新增合作案"),
    ("同意立案，請環保局為主辦機關。", "add", "同意立案"),
    ("准予新增，並請於一個月內提出執行計畫。", "add", "准予新增"),
    ("原則同意新增，請依與會意見修正。", "add", "同意新增"),
    ("俟修正計畫書後同意新增。", None, ""),
    ("同意提報副市長層級會議新增列管。", "propose-add", "新增列管"),
    ("請修正提案內容後，提下次副首長會議新增。", "propose-add", "副首長會議新增"),
    ("擬提副市長層級會議審議新增。", "propose-add", "新增"),
    # not at all, or not now
    ("經提案機關同意撤案。", "withdraw", "撤案"),
    ("提案單位自行撤回提案。", "withdraw", "撤回提案"),
    ("不予立案。", None, ""),
    ("本案緩議。", "defer", "緩議"),
    ("本案暫緩提報，俟法規修正後再行提案。", "defer", "暫緩提報"),
    ("保留，下次會議再議。", "defer", "保留"),
    ("暫不納入列管，請先蒐集資料。", "defer", "暫不納入列管"),
    ("暫不予立案。", "defer", "暫不予立案"),
    # said and then taken back, or said twice
    ("前次會議同意解除列管，惟近期復有陳情，本案恢復列管。", "continue", "恢復列管"),
    ("本案持續列管。請於下次會議說明。如已完成，再提解列。", "continue", "持續列管"),
    ("本案解除列管。未來如有新議題，另案提報新增列管。", "delist", "解除列管"),
    # a second hand
    ("本案工程已竣工啟用，爰同意解除列管。", "delist", ""),
    ("全案辦理完成，解除列管。請教育局將成果提供各市參考。", "delist", ""),
    ("本案成效顯著，回歸各局處常態業務辦理，予以解除列管。", "delist", ""),
    ("因本案性質與環境資源組案件重複，爰併入該案辦理，本組不再列管。", "delist", ""),
    ("准予備查，並解除列管。", "delist", ""),
    ("請各市於12月底前完成，屆時解除列管。", None, ""),
    ("完成後請函報幕僚單位解除列管。", None, ""),
    ("請於下次會議提出結案報告。", None, ""),
    ("本案如於114年6月底前完成驗收，即予解除列管，否則持續列管。", "continue", ""),
    ("請衛生局就是否結案提出說明。", None, ""),
    ("尚需協調土地取得，請都發局加速辦理，持續列管。", "continue", ""),
    ("請四市衛生局持續滾動檢討收案流程，下次會議再行報告。", "continue", ""),
    ("原則持續辦理，細節由各市自行協調。", "continue", ""),
    ("請持續列管本案。", "continue", ""),
    ("同意展延至114年12月，並持續列管。", "continue", ""),
    ("請基隆市政府持續追蹤辦理進度，暫不予結案。", "continue", ""),
    ("尚未達成目標值，仍請各單位積極辦理，列管至達成為止。", "continue", ""),
    ("維持原列管。", "continue", ""),
    ("本案續列管。", "continue", ""),
    ("同意提副市長層級會議申請解列。", "propose-delist", ""),
    ("本案建議解除列管，提副市長層級會議確認。", "propose-delist", ""),
    ("經四市同意，於114年第1次副市長層級會議提案解除列管。", "propose-delist", ""),
    ("將本案提報首長會議解除列管。", "propose-delist", ""),
    ("請彙整成果後循程序提報副首長會議解除列管。", "propose-delist", ""),
    ("列為下次副首長層級會議解除列管案件。", "propose-delist", ""),
    ("通過，同意新增為本組合作案。", "add", ""),
    ("本提案照案通過。", None, ""),
    ("同意新增列管，主責機關為臺北市政府環境保護局。", "add", ""),
    ("本案同意納入本組合作方案。", "add", ""),
    ("同意新增，惟名稱請再修正。", "add", ""),
    ("請新北市修正計畫後，於下次副市長層級會議提案新增。", "propose-add", ""),
    ("擬列為新增提案，提報下次副首長會議。", "propose-add", ""),
    ("請提案單位先行評估可行性後再提會討論是否新增。", None, ""),
    ("本案不予新增。", None, ""),
    ("提案機關當場撤回本提案。", "withdraw", ""),
    ("本提案撤銷。", "withdraw", ""),
    ("經討論四市尚無共識，本案暫緩新增。", "defer", ""),
    ("暫不列管，俟桃園市完成內部評估後再提。", "defer", ""),
    ("本案先予保留，待法規修正後再議。", "defer", ""),
    ("請消防局每季更新數據，其餘無意見。", None, ""),
    # a third hand
    ("同意持續列管。", "continue", "持續列管"),
    ("同意續予列管1年。", "continue", "續予列管"),
    ("同意延長列管期限至115年底。", "continue", "延長列管"),
    ("本案續予追蹤。", "continue", "續予追蹤"),
    ("仍請列管。", "continue", "仍請列管"),
    ("尚待蒐集資料，持續列管。", "continue", "持續列管"),
    ("本案列管至113年12月底。", "continue", "列管至113年12月底"),
    ("本案尚無法解除列管。", "continue", "無法解除列管"),
    ("本案未獲同意解除列管。", "continue", "未獲同意解除列管"),
    ("同意解列，後續請各市持續追蹤。", "delist", "同意解列"),
    ("本案無須列管。", "delist", "無須列管"),
    ("本案停止追蹤。", "delist", "停止追蹤"),
    ("結案。", "delist", "結案"),
    ("經確認無待辦事項，准予解列。", "delist", "准予解列"),
    ("青年局說明後撤回。", "withdraw", "撤回"),
    ("保留至下次會議討論。", "defer", "保留"),
    ("同意併案列管。", None, ""),
    ("同意由各市自行列管。", None, ""),
    ("並非同意解列。", None, ""),
    ("解除列管案件請各市另行填報。", None, ""),
    ("前於113年第3次副首長會議決議「不予解列」，請說明改善情形。", None, ""),
    ("本案擬自115年起不再列管，請各市表示意見。", None, ""),
    ("擬予解列，請四市表示意見。", None, ""),
    ("有條件同意解除列管。", None, ""),
    ("本案俟議會審議通過，即解除列管。", None, ""),
    ("桃園市主張解列，惟未獲其他城市同意。", None, ""),
    ("部分城市同意解除列管，仍需再協商。", None, ""),
    ("未完成者持續列管，已完成者解除列管。", None, ""),
    ("本案臺北市部分解除列管。", None, ""),
    ("請桃園市考慮撤案。", None, ""),
]


@pytest.mark.parametrize(("text", "kind", "words"), WORDINGS, ids=[w[0] for w in WORDINGS])
def test_wording(declarations: Declarations, text: str, kind: str | None, words: str) -> None:
    family = declarations.get("working-group-minutes")
    assert family is not None
    verdict = decide(hits([text], family))
    assert (verdict.kind if verdict else None) == kind
    if verdict is not None:
        assert words in verdict.evidence
        assert verdict.evidence in text


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        (
            "「綠廊標誌」同意解列；「停車資訊整合」持續列管。",
            ["綠廊標誌", "停車資訊整合"],
            {"綠廊標誌": "delist", "停車資訊整合": "continue"},
        ),
        (
            "「A計畫」及「B計畫」均已完成，解除列管，「C計畫」請交通局持續辦理。",
            ["A計畫", "B計畫", "C計畫"],
            {"A計畫": "delist", "B計畫": "delist", "C計畫": "continue"},
        ),
        ("「A計畫」及「B計畫」均已完成，解除列管。", ["A計畫", "B計畫"], {}),
        ("「A計畫」同意新增立案；「B計畫」請補充資料。", ["A計畫", "B計畫"], {"A計畫": "add"}),
    ],
)
def test_each_case_of_an_item(
    declarations: Declarations, text: str, names: list[str], expected: dict[str, str]
) -> None:
    family = declarations.get("working-group-minutes")
    assert family is not None
    found = decide_each([text], names, hits([text], family))
    assert {name: verdict.kind for name, verdict in found.items()} == expected


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("提至副首長會議解列(8 案)", "propose-delist"),
        ("建議解除列管案件（3案）", "propose-delist"),
        ("解除列管案（共2案）", "delist"),
        ("持續列管案件（5案）", "continue"),
        ("列管合作案（共 6 案，持續列管 5 案、解列 1 案）", None),
        ("研擬新增合作提案", None),
        ("持續列管及解除列管案", None),
    ],
)
def test_headings_that_decide(declarations: Declarations, heading: str, kind: str | None) -> None:
    family = declarations.get("working-group-minutes")
    assert family is not None
    verdict = decide_heading(heading, family)
    assert (verdict.kind if verdict else None) == kind


@pytest.mark.parametrize(
    ("words", "kind", "apart"),
    [
        ("■解除列管 ■繼續列管", None, True),
        ("☑ 解除列管\n☑ 繼續列管", None, True),
        ("[V]解除列管 [V]持續列管", None, True),
        ("■解除列管 □繼續列管", "delist", False),
        ("V解除列管 □繼續列管", "delist", False),
        ("[ ]解除列管 [v]持續列管", "continue", False),
        ("■提報副市長層級會議 □解除列管", None, False),
        ("■解除列管，已完成。■同意解列", "delist", False),
    ],
)
def test_options(declarations: Declarations, words: str, kind: str | None, apart: bool) -> None:
    family = declarations.get("working-group-minutes")
    assert family is not None
    found = hits([words], family)
    verdict = decide(found)
    assert bool(options_apart(found)) == apart
    assert apart or (verdict.kind if verdict else None) == kind


@pytest.mark.parametrize(
    "text",
    [
        RULINGS.split("伍、")[0]
        + "伍、列管案件追蹤：\n| 項次 | 案名 | 辦理情形 | 主席裁示 |\n| 1 | 甲案 | 已完成。 | ■解除列管/■繼續列管 |",
        "基北北桃合作交流平臺列管案件辦理情形表\n資料日期：113年5月8日\n交通組\n| 項次 | 案名 | 辦理情形 | 主席裁示 |\n"
        "| 1 | 甲案 | 已完成。 | ■解除列管/■繼續列管 |",
    ],
    ids=["minutes", "table"],
)
def test_a_cell_in_which_two_options_are_ticked_is_asked(declarations: Declarations, text: str) -> None:
    source = parse(repair(document(text)), declarations, source="0" * 64, name="t.txt")
    told = [r.disposition for m in source.meetings for s in m.sections for r in s.resolutions]
    told += [e.disposition for r in source.reports for g in r.groups for e in g.entries]
    assert told == [None]
    assert "parser.ticks" in [p.code for p in source.problems]
