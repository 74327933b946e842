"""What the checks find and leave alone, on sources of other groups and in other words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kbbt.records import DeclaredTotal, Meeting, Problem, Source, StatusReport
from kbbt.views.check import Finding, check
from tests.register.build import day, item, meeting, report, row, section, source
from tests.views.knowing import knowledge

CARE, DRUGS, CLINIC = "長照人力培訓", "毒品危害防制整合", "偏鄉巡迴醫療"


def found(code: str, *records: Meeting | StatusReport | Source, on: dt.date | None = None) -> list[Finding]:
    return check(knowledge(*records), on, select=[code])


def total(count: int, kind: Any = "total") -> DeclaredTotal:
    return DeclaredTotal(what="計", count=count, kind=kind)


class TestDeclaredTotals:
    ITEMS = (item(CARE, to="continue"), item(DRUGS, to="propose-delist"), item(CLINIC, to="propose-add"))

    @pytest.mark.parametrize(
        ("declared", "right"),
        [
            ((3, "total"), True), ((2, "total"), True), ((1, "total"), False), ((4, "total"), False),
            ((1, "delist"), True), ((2, "delist"), False), ((1, "propose-delist"), True),
            ((1, "add"), True), ((0, "add"), False), ((1, "continue"), True), ((2, "continue"), False),
            ((3, "into"), True), ((2, "into"), False), ((0, "withdraw"), True), ((1, "withdraw"), False),
            ((9, None), True),
        ],
    )  # fmt: skip
    def test_each_kind(self, declared: tuple[int, Any], right: bool) -> None:
        minutes = meeting("113-03-01", section(*self.ITEMS, declared=[total(*declared)]))
        assert bool(found("KB101", minutes)) != right

    def test_what_an_item_leaves_open_may_be_of_any_kind(self) -> None:
        items = (item(CARE), item(DRUGS, to="continue"))
        for count, right in ((1, True), (2, True), (3, False), (0, False)):
            minutes = meeting("113-03-01", section(*items, declared=[total(count, "continue")]))
            assert bool(found("KB101", minutes)) != right

    def test_several_cases_in_one_item_count_each_and_one_case_in_two_items_once(self) -> None:
        minutes = meeting("113-03-01", section(item(CARE, DRUGS, to="delist"), item(CARE), declared=[total(2)]))
        assert found("KB101", minutes) == []

    def test_a_merger_may_have_more_predecessors_than_it_names(self) -> None:
        merged = item("智慧醫療合作", was=[(CLINIC, "merged"), ("視訊診療", "merged")])
        for count, right in ((2, False), (3, True), (4, True)):
            minutes = meeting("113-03-01", section(merged, CARE, declared=[total(count, "from"), total(2, "into")]))
            assert bool(found("KB101", minutes)) != right

    def test_a_case_that_goes_over_into_another_may_count(self) -> None:
        into = item(CARE, was=[("視訊診療", "merged")])
        for count, right in ((2, True), (3, True), (4, False)):
            assert bool(found("KB101", meeting("113-03-01", section(into, DRUGS, declared=[total(count)])))) != right

    def test_a_table_declares_totals_too(self) -> None:
        table = report("113-07-11", {"衛生社福組": [row(CARE), row(DRUGS, to="delist")]})
        group = table.groups[0].model_copy(update={"declared": [total(2), total(2, "delist")]})
        (finding,) = found("KB101", table.model_copy(update={"groups": [group]}))
        assert (finding.group, finding.date) == ("衛生社福組", day("113-07-11"))


class TestLabels:
    @pytest.mark.parametrize(
        ("labels", "gaps"),
        [
            (["(一)", "(二)", "(三)"], 0),
            (["(一)", "(三)"], 1),
            (["（一）", "(二)", "(二)"], 1),
            (["一", "二", "四", "六"], 2),
            (["1.", "2.", "1.", "2."], 0),
            (["(一)", "1.", "2.", "(二)", "1."], 0),
            (["", "", ""], 0),
            (["九", "十", "十一"], 0),
            (["第一案", "第二案"], 0),
        ],
    )
    def test_items(self, labels: list[str], gaps: int) -> None:
        items = [item(f"案件之{n}號名稱", label=label) for n, label in enumerate(labels)]
        assert len(found("KB102", meeting("113-03-01", section(*items)))) == gaps

    def test_inside_texts(self) -> None:
        text = "1. 桃園市：\n(1)辦理。\n(3)完成。\n2. 基隆市：\n(1)參訪。\n113.5.2 召開會議。\n3. 臺北市：無。"
        (finding,) = found("KB102", report("113-07-11", {"交通組": [row(CARE, text)]}))
        assert "(3)" in finding.message
        assert finding.case_name == CARE

    def test_a_missing_section(self) -> None:
        parts = [section(CARE), section(DRUGS).model_copy(update={"label": "三、"})]
        assert len(found("KB102", meeting("113-03-01", *parts))) == 1


class TestTimes:
    def test_weekday(self) -> None:
        for words, right in (
            ("113年3月1日(星期五)下午2時", True),
            ("113年3月1日（四）", False),
            ("113年3月1日下午2時", True),
        ):
            assert bool(found("KB103", meeting("113-03-01", CARE, fields={"time": words}))) != right

    def test_adjourned_before_begun(self) -> None:
        start = dt.datetime(2024, 3, 1, 14)
        for end, right in ((start, True), (start - dt.timedelta(minutes=1), False), (None, True)):
            assert bool(found("KB104", meeting("113-03-01", CARE, starts_at=start, ends_at=end))) != right

    def test_half_of_the_day(self) -> None:
        for words, right in (("上午16時", False), ("下午2時", True), ("下午16時", True), ("", True)):
            assert bool(found("KB105", meeting("113-03-01", CARE, fields={"end": words}))) != right


class TestDoneInTheFuture:
    @pytest.mark.parametrize(
        ("text", "right"),
        [
            ("業於113年9月1日召開說明會。", False),
            ("已於113年6月1日完成，9月1日驗收。", True),
            ("預計113年9月1日完成。", True),
            ("已於7月完成訓練。", True),
            ("將於113年8月1日辦理。", True),
        ],
    )
    def test_words(self, text: str, right: bool) -> None:
        assert bool(found("KB106", report("113-07-11", {"衛生社福組": [row(CARE, text)]}))) != right


class TestNames:
    def test_two_spellings_in_one_file_but_not_in_two(self) -> None:
        one, two = meeting("113-03-01", "長照服務人力培訓"), meeting("113-06-01", "長照人力服務培訓")
        (finding,) = found("KB201", source(one, two))
        assert "長照服務人力培訓 (113-03-01); 長照人力服務培訓 (113-06-01)" in finding.message
        assert found("KB201", one, two) == []

    def test_a_stated_change_or_another_width_is_no_second_spelling(self) -> None:
        one = meeting("113-03-01", "長照服務人力培訓", "智慧農(漁)業交流")
        two = meeting(
            "113-06-01", item("長照人力服務培訓", was=[("長照服務人力培訓", "renamed")]), "智慧農（漁）業交流案"
        )
        assert found("KB201", source(one, two)) == []

    def test_two_cases_side_by_side_with_all_but_the_same_name(self) -> None:
        (finding,) = found("KB201", meeting("113-03-01", "長照服務人力培訓", "長照人力服務培訓"))
        assert "nearly the same" in finding.message

    @pytest.mark.parametrize(
        ("name", "strange"),
        [
            ("三\ue123渡口改善", "U+E123"), ("三\ufffd渡口改善", "U+FFFD"), ("三?渡口改善", "U+003F"), ("三○渡口改善", "U+25CB"),
            ("電子煙 Get Out!", ""), ("我們準備好了？", ""), ("𡘙坑道路改善", ""), ("●長照人力", ""),
        ],
    )  # fmt: skip
    def test_strange_characters(self, name: str, strange: str) -> None:
        findings = found("KB202", meeting("113-03-01", name))
        assert [strange in one.message for one in findings] == ([True] if strange else [])

    @pytest.mark.parametrize(
        ("name", "right"),
        [
            ("長照「人力培訓", False), ("長照人力培訓）", False), ("(長照（人力)培訓）", True), ("『長照「人力」培訓』", True),
            ("「長照(人力」培訓)", False), ('長照"人力', True),
        ],
    )  # fmt: skip
    def test_marks_without_partner(self, name: str, right: bool) -> None:
        assert bool(found("KB203", report("113-07-11", {"衛生社福組": [row(name)]}))) != right

    def test_unknown_group_as_the_parser_says(self) -> None:
        one = source(meeting("113-03-01", CARE, group="體育組"))
        problem = Problem(code="parser.unknown-group", text="no declaration knows the group 體育組")
        (finding,) = found("KB204", one.model_copy(update={"problems": [problem]}))
        assert "體育組" in finding.message
        assert finding.source == one.id

    def test_unknown_city(self) -> None:
        assert found("KB205", meeting("113-03-01", CARE, chair="新竹縣政府衛生局 林局長"))
        assert not found("KB205", meeting("113-03-01", CARE, chair="台北市政府衛生局 林局長"))
        assert not found("KB205", meeting("113-03-01", CARE, chair="衛生局 林局長"))
        beside = "1. 臺北市：已辦理。\n2. 宜蘭縣：已辦理，並邀新竹市政府參加。"
        (finding,) = found("KB205", report("113-07-11", {"衛生社福組": [row(CARE, beside)]}))
        assert "宜蘭縣" in finding.message


class TestLives:
    def test_vanished(self) -> None:
        first = meeting("113-03-01", item(CARE, to="continue"), DRUGS, group="衛生社福組")
        (finding,) = found("KB301", first, meeting("113-06-01", CARE, group="衛生社福組", ordinal=2))
        assert finding.case_name == DRUGS
        assert "113-06-01" in finding.message

    @pytest.mark.parametrize("to", ["delist", "propose-delist", "withdraw", "defer"])
    def test_a_decision_explains_it(self, to: Any) -> None:
        first = meeting("113-03-01", item(CARE, to=to), DRUGS)
        assert found("KB301", first, meeting("113-06-01", DRUGS)) == []

    def test_a_merger_explains_it(self) -> None:
        merged = item("智慧醫療合作", was=[(CARE, "merged"), (DRUGS, "merged")])
        assert found("KB301", meeting("113-03-01", CARE, DRUGS), meeting("113-06-01", merged)) == []

    def test_only_sources_of_the_group_that_name_all_its_cases_count(self) -> None:
        first = meeting("113-03-01", CARE, DRUGS, group="衛生社福組")
        assert found("KB301", first, meeting("113-06-01", "公車轉乘優惠", group="交通組")) == []
        assert found("KB301", first, report("113-07-11", {"交通組": ["公車轉乘優惠"]})) == []
        above = meeting("113-06-01", item(DRUGS, to="continue"), group="衛生社福組", level="deputy-mayors")
        assert found("KB301", first, above) == []
        assert len(found("KB301", first, report("113-07-11", {"衛生社福組": [row(CARE)]}))) == 1

    def test_a_case_that_comes_back_has_not_vanished(self) -> None:
        records = [meeting("113-03-01", CARE, DRUGS), meeting("113-06-01", CARE), meeting("113-09-01", CARE, DRUGS)]
        assert found("KB301", *records) == []

    def test_discussed_after_delisting(self) -> None:
        gone = meeting("113-03-01", item(CARE, to="delist"))
        assert found("KB302", gone, meeting("113-06-01", CARE))
        assert found("KB302", gone, meeting("113-06-01", item(CARE, to="continue")))
        assert found("KB302", gone, report("113-07-11", {"交通組": [row(CARE)]}))
        assert not found("KB302", gone, report("113-07-11", {"交通組": [row(CARE, to="delist")]}))
        assert not found("KB302", gone, meeting("113-06-01", item(CARE, to="add")), meeting("113-09-01", CARE))
        assert not found("KB302", meeting("113-03-01", item(CARE, to="delist"), item(CARE)))

    def test_delisted_twice(self) -> None:
        first, again = meeting("113-03-01", item(CARE, to="delist")), meeting("113-06-01", item(CARE, to="delist"))
        assert len(found("KB303", first, again)) == 1
        above = meeting("113-06-01", item(CARE, to="delist"), level="deputy-mayors")
        assert found("KB303", first, above) == []
        assert found("KB303", first, report("113-07-11", {"交通組": [row(CARE, to="delist")]})) == []
        assert found("KB303", first, meeting("113-05-01", item(CARE, to="add")), again) == []

    def test_delisting_contradicted(self) -> None:
        proposal = meeting("113-03-01", item(CARE, to="propose-delist", words="提請解列"))
        (finding,) = found("KB304", proposal, meeting("113-06-01", item(CARE, to="continue", words="持續列管")))
        assert "提請解列" in finding.message
        assert "持續列管" in finding.message
        assert not found("KB304", proposal, meeting("113-06-01", CARE))
        assert not found("KB304", proposal, meeting("113-06-01", item(CARE, to="propose-delist")))
        assert not found("KB304", meeting("113-03-01", item(CARE, to="propose-delist"), item(CARE, to="continue")))

    def test_a_promise_is_held_against_the_day_of_the_check(self) -> None:
        table = report("113-07-11", {"交通組": [row(CARE, "預計113年9月完成。")]})
        assert found("KB305", table) == []
        assert found("KB305", table, on=day("113-09-30")) == []
        assert len(found("KB305", table, on=day("113-10-01"))) == 1
        assert found("KB305", table, on=day("113-07-10")) == []


class TestSources:
    def test_missing_meetings(self) -> None:
        held = [meeting(f"113-{2 * n:02}-01", CARE, ordinal=n) for n in (2, 5)]
        assert [one.message for one in found("KB401", *held)] == [
            "meeting 3 of 113 is missing",
            "meeting 4 of 113 is missing",
        ]
        other = meeting("113-06-01", DRUGS, group="衛生社福組", ordinal=3), meeting("114-06-01", CARE, ordinal=3)
        assert len(found("KB401", *held, *other)) == 2

    def test_two_versions(self) -> None:
        right, wrong = meeting("113-03-01", CARE, DRUGS, ordinal=1), meeting("113-03-01", CARE, ordinal=1)
        (finding,) = found("KB402", source(right, name="定稿.pdf"), source(wrong, name="初稿.docx"))
        assert "定稿.pdf counts, 初稿.docx is set aside" in finding.message
        assert found("KB402", source(right, name="a.pdf"), source(right, name="a.docx")) == []

    def test_nothing_said(self) -> None:
        assert found("KB501", report("113-07-11", {"交通組": [row(CARE, " ")]}))
        assert found("KB501", meeting("113-03-01", item(CARE, text=f"(一){CARE}：", label="(一)")))
        assert not found("KB501", meeting("113-03-01", item(CARE, text=f"(一){CARE}：無。", label="(一)")))
        assert not found("KB501", meeting("113-03-01", item(CARE, to="delist", text=f"(一){CARE}", label="(一)")))
        assert not found("KB501", report("113-07-11", {"交通組": [row(CARE, "無")]}))

    def test_what_the_reader_noticed_is_a_remark_and_what_the_parser_missed_a_warning(self) -> None:
        one = source(meeting("113-03-01", CARE))
        codes = ("parser.unread", "ocr.unsure", "docx.tracked-changes", "ocr.page")
        problems = [Problem(code=code, text="…") for code in codes]
        findings = found("KB502", one.model_copy(update={"problems": problems}))
        assert [finding.severity for finding in findings] == ["warning", "warning", "info", "info"]

    def test_an_item_without_a_case_matters_when_it_holds_the_name_of_one(self) -> None:
        one = source(meeting("113-03-01", CARE))
        problems = [
            Problem(code="parser.no-case", text=f"no case is named in: {words}")
            for words in ("請各市配合。", f"同意{CARE}解列")
        ]
        findings = found("KB502", one.model_copy(update={"problems": problems}))
        assert {finding.severity: CARE in finding.message for finding in findings} == {"warning": True, "info": False}
