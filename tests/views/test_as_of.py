"""The status table as of a date."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbbt.errors import UsageError
from kbbt.records import Decision, StatusEntry
from kbbt.store.knowledge import Knowledge
from kbbt.text import squeeze
from kbbt.views.as_of import as_of, known_dates, newest_date
from kbbt.views.lead import split_lead
from kbbt.views.model import Report, ReportEntry
from tests.register.build import day, item, meeting, report, row, section
from tests.views.knowing import knowledge


def entries(shown: Report) -> list[ReportEntry]:
    return [entry for group in shown.groups for entry in group.entries]


def names(known: Knowledge, date: str, **options: bool | str) -> list[str]:
    return [entry.name for entry in entries(as_of(known, day(date), **options))]  # type: ignore[arg-type]  # as given


def entry(known: Knowledge, date: str, name: str) -> ReportEntry:
    (found,) = [one for one in entries(as_of(known, day(date))) if one.name == name]
    return found


def rows(*given_rows: StatusEntry | str) -> list[StatusEntry | str]:
    return list(given_rows)


DECIDED = row("共享轄內大貨車車籍資料", "113年7月11日第3次副市長層級會議同意解列。", "delist", "同意解列")


# ---------------------------------------------------------------- the date of a status report


def test_on_the_date_of_a_report_the_table_is_that_report() -> None:
    table = report(
        "113-07-11", {"交通組": rows(row("乙案", "1. 開工。\n2. 續辦。"), "甲案", DECIDED), "災防組": rows("丙案")}
    )
    before = meeting("113-06-03", "甲案", "另一已不在表上的案")
    shown = as_of(knowledge(table, before), day("113-07-11"))
    assert [group.name for group in shown.groups] == ["交通組", "災防組"]
    assert [(one.name, one.text) for one in entries(shown)] == [
        (one.name, one.text) for group in table.groups for one in group.entries
    ]
    assert (shown.title, shown.platform, shown.date, shown.as_of) == (
        table.title, table.platform, day("113-07-11"), day("113-07-11"),
    )  # fmt: skip


def test_a_meeting_of_the_same_day_does_not_change_the_report() -> None:
    table = report("113-07-11", {"交通組": rows(row("甲案", "表上的字"))})
    minutes = meeting("113-07-11", item("甲案", text="(一)甲案：會上的話"), "乙案", level="deputy-mayors")
    shown = as_of(knowledge(table, minutes), day("113-07-11"))
    assert [(one.name, one.text) for one in entries(shown)] == [("甲案", "表上的字")]


def test_two_rows_with_one_name_stay_two_rows() -> None:
    table = report("113-07-11", {"交通組": rows(row("甲案", "一"), row("甲案", "二"))})
    assert [one.text for one in entries(as_of(knowledge(table), day("113-07-11")))] == ["一", "二"]


def test_the_published_table_comes_back(sample_knowledge: Knowledge) -> None:
    (published,) = [one for source in sample_knowledge.sources for one in source.reports]
    shown = as_of(sample_knowledge, day("113-07-11"))
    assert [len(group.entries) for group in shown.groups] == [21, 9, 5, 12, 5, 21, 5, 9]
    assert [(group.name, [(e.name, e.text, e.places) for e in group.entries]) for group in shown.groups] == [
        (group.name, [(e.name, e.text, e.places) for e in group.entries]) for group in published.groups
    ]
    assert sum("delisted" in one.marks for one in entries(shown)) == 24
    assert not any("older" in one.marks for one in entries(shown))


# ---------------------------------------------------------------- after a report


def test_what_was_delisted_by_the_report_is_not_in_the_next_table() -> None:
    known = knowledge(report("113-07-11", {"交通組": rows("甲案", DECIDED)}))
    assert names(known, "113-07-11") == ["甲案", DECIDED.name]
    assert names(known, "113-07-12") == ["甲案"]
    assert names(known, "113-07-12", include_delisted=True) == ["甲案", DECIDED.name]


def test_a_delisting_after_the_report_is_shown_with_its_decision_until_the_next_report() -> None:
    known = knowledge(
        report("113-07-11", {"交通組": rows("甲案", "乙案")}),
        meeting(
            "113-11-13",
            item("甲案"),
            item("乙案", to="delist", words="本案解除列管", text="二、乙案：活動完成，本案解除列管。"),
        ),
        meeting("114-02-27", item("甲案")),
        report("114-07-11", {"交通組": rows("甲案")}),
    )
    for date in ("113-11-13", "114-02-27", "114-07-10"):
        shown = entry(known, date, "乙案")
        assert shown.marks[0] == "delisted"
        assert (shown.status, shown.basis, shown.disposition, shown.evidence) == (
            "delisted", "stated", "delist", "本案解除列管",
        )  # fmt: skip
    assert names(known, "114-07-11") == ["甲案"]
    assert names(known, "114-07-12") == ["甲案"]


def test_a_case_proposed_for_delisting_and_absent_after_is_delisted_by_inference() -> None:
    known = knowledge(
        report("113-07-11", {"交通組": rows("甲案", "乙案")}),
        meeting("113-11-13", item("甲案"), item("乙案", to="propose-delist", words="提請解列")),
        meeting("114-02-27", item("甲案")),
    )
    assert entry(known, "113-11-13", "乙案").status == "delisting"
    gone = entry(known, "114-02-27", "乙案")
    assert (gone.status, gone.basis, gone.date, gone.marks) == (
        "delisted", "inferred", day("113-11-13"), ["delisted", "older"],
    )  # fmt: skip


def test_a_case_that_the_report_leaves_out_is_not_in_the_table_until_it_is_spoken_of_again() -> None:
    known = knowledge(
        meeting("113-02-27", "甲案", "乙案"),
        report("113-07-11", {"交通組": rows("甲案")}),
        meeting("113-11-13", "乙案"),
    )
    assert names(known, "113-02-27") == ["甲案", "乙案"]
    assert names(known, "113-07-12") == ["甲案"]
    assert names(known, "113-11-13") == ["乙案", "甲案"]


def test_the_newest_source_of_a_group_orders_it_and_older_texts_are_marked() -> None:
    known = knowledge(
        report("113-07-11", {"交通組": rows("甲案", "乙案", "丙案"), "災防組": rows("丁案")}),
        meeting("114-02-27", item("丙案"), item("新案", to="add", words="同意新增"), item("甲案")),
    )
    shown = as_of(known, day("114-03-01"))
    assert [one.name for one in shown.groups[0].entries] == ["丙案", "新案", "甲案", "乙案"]
    assert [one.marks for one in shown.groups[0].entries] == [[], ["new"], [], ["older"]]
    assert [group.date for group in shown.groups] == [day("114-02-27"), day("113-07-11")]
    assert shown.groups[1].entries[0].marks == []  # as new as anything of its group
    assert entry(known, "114-03-01", "乙案").date == day("113-07-11")


def test_groups_in_the_order_of_the_newest_report_and_new_ones_after() -> None:
    known = knowledge(
        meeting("113-01-05", "戊案", group="新組"),
        report("112-07-11", {"災防組": rows("丁案"), "交通組": rows("甲案"), "舊組": rows("己案")}),
        report("113-07-11", {"交通組": rows("甲案"), "災防組": rows("丁案")}),
    )
    assert [group.name for group in as_of(known, day("114-01-01")).groups] == ["交通組", "災防組", "舊組", "新組"]


def test_a_withdrawn_proposal_is_shown_once() -> None:
    known = knowledge(
        meeting("114-02-27", "甲案", item("乙案", to="add", words="同意新增立案")),
        meeting("114-05-14", "甲案", item("乙案", to="withdraw", words="取消提案")),
        meeting("114-10-16", "甲案"),
    )
    assert names(known, "114-02-27") == ["甲案", "乙案"]
    assert entry(known, "114-05-14", "乙案").status == "withdrawn"
    assert names(known, "114-10-16") == ["甲案"]


def test_cases_that_became_one_are_one_row() -> None:
    known = knowledge(
        report("112-01-10", {"交通組": rows("北桃轉乘優惠", "雙北轉乘優惠")}),
        meeting("112-06-26", item("四市轉乘優惠", was=[("北桃轉乘優惠", "merged"), ("雙北轉乘優惠", "merged")])),
    )
    assert names(known, "112-06-26") == ["四市轉乘優惠"]
    assert names(known, "112-06-25") == ["北桃轉乘優惠", "雙北轉乘優惠"]


def test_a_renamed_case_is_one_row_by_its_new_name() -> None:
    known = knowledge(
        report("113-07-11", {"交通組": rows("碳健檢服務")}),
        meeting("114-05-14", item("淨零轉型聯合行動", was=[("碳健檢服務", "renamed")])),
    )
    (shown,) = entries(as_of(known, day("114-05-14")))
    assert (shown.name, shown.marks) == ("淨零轉型聯合行動", ["renamed"])


def test_all_that_one_meeting_says_of_a_case_is_shown() -> None:
    known = knowledge(
        meeting(
            "114-05-14",
            section(item("甲案", text="(一)甲案：持續列管。", label="(一)"), heading="列管合作案"),
            section(item("甲案", text="(一)甲案：名稱請再研議。", label="(一)"), heading="其他"),
        )
    )
    assert [one.text for one in entries(as_of(known, day("114-05-14")))] == ["持續列管。\n名稱請再研議。"]


def test_a_name_the_officer_chose_is_shown_except_in_the_report_as_published() -> None:
    decision = Decision(id="1", kind="rename", names=["交通組|甲案"], value="甲計畫")
    known = knowledge(report("113-07-11", {"交通組": rows("甲案")}), decisions=[decision])
    assert names(known, "113-07-11") == ["甲案"]
    assert names(known, "113-07-12") == ["甲計畫"]


def test_a_naming_the_register_does_not_know_is_shown_all_the_same() -> None:
    known = knowledge(report("113-07-11", {"交通組": rows("甲案")}))
    bare = Knowledge(known.sources)
    (shown,) = entries(as_of(bare, day("113-08-01")))
    assert (shown.case, shown.name, shown.status) == (None, "甲案", None)


# ---------------------------------------------------------------- the sample sources


def test_the_industry_group_as_of_its_last_meeting(sample_knowledge: Knowledge) -> None:
    shown = as_of(sample_knowledge, day("115-02-09"))
    groups = {group.name: group for group in shown.groups}
    industry = groups.pop("產業民生組")
    assert industry.date == day("115-02-09")
    assert {group.date for group in groups.values()} == {day("113-07-11")}
    assert [(one.name, one.text[:12]) for one in industry.entries[:6]] == [
        ("瑞芳工業區事業廢棄物清運案", "本案經新北市及基隆市同意"),
        ("基北北桃淨零轉型聯合行動", "有關成果發表費用分攤部分"),
        ("美國關稅衝擊應變方案-共享產業與勞動監測資訊", "請 4 市勞動單位繼續透"),
        ("美國關稅衝擊應變方案-強化海外市場拓展合作", "基隆市預計 115 年 "),
        ("美國關稅衝擊應變方案-協助企業擴大採購", "請 4 市持續分享活動，"),
        ("基北北桃食農教育共學交流案", "新北市預計於 115 年"),
    ]
    assert all("older" in one.marks for one in industry.entries[6:])
    assert [len(group.entries) for group in groups.values()] == [18, 8, 4, 5, 12, 3, 8]
    assert not any(one.status == "delisted" for group in groups.values() for one in group.entries)


def test_no_character_of_a_resolution_is_lost(sample_knowledge: Knowledge) -> None:
    for when in known_dates(sample_knowledge):
        if when.kind == "meeting":
            texts = {
                squeeze(resolution.text)
                for source in sample_knowledge.sources
                for one in source.meetings
                for part in one.sections
                for resolution in part.resolutions
            }
            for one in entries(as_of(sample_knowledge, when.date)):
                if one.source == when.source:
                    assert squeeze(one.lead + one.text) in texts


# ---------------------------------------------------------------- the head of a resolution


@pytest.mark.parametrize(
    ("text", "name", "label", "lead"),
    [
        ("(一)瑞芳清運案：本案持續列管。", "瑞芳清運案", "(一)", "(一)瑞芳清運案："),
        ("（二）「青創交流」：\n1. 本案持續推動。", "青創交流", "（二）", "（二）「青創交流」：\n"),
        ("二、公有市場聯合行銷活動：解除列管。", "公有市場聯合行銷活動", "一二", "二、公有市場聯合行銷活動："),
        ("(三)智慧農（漁）業場域交流：解除列管。", "智慧農(漁)業場域交流", "(三)", "(三)智慧農（漁）業場域交流："),
        ("(四)食農教育（原雙北合作案）：續辦。", "食農教育", "(四)", "(四)"),
        ("(五)「甲案」及「乙案」已提請解列。", "甲案", "(五)", "(五)"),
        ("推動北五堵計畫：沿線啟動變更。", "推動北五堵計畫", "", "推動北五堵計畫："),
        ("1. 先辦理。\n2. 再辦理。", "甲案", "", ""),
        ("(一)甲案：", "甲案", "(一)", "(一)"),
    ],
)
def test_heads_of_resolutions(text: str, name: str, label: str, lead: str) -> None:
    found, rest = split_lead(text, name, label)
    assert found == lead
    assert found + rest == text


@given(
    st.text("(一)1. 甲案：「」\n，", max_size=30),
    st.text("甲案一", max_size=5),
    st.sampled_from(["", "(一)", "1.", "一"]),
)
def test_a_head_and_its_rest_are_the_text(text: str, name: str, label: str) -> None:
    lead, rest = split_lead(text, name, label)
    assert lead + rest == text
    assert rest or not text


# ---------------------------------------------------------------- refusals, dates


def test_before_anything_is_known_the_first_date_is_named() -> None:
    known = knowledge(report("113-07-11", {"交通組": rows("甲案")}))
    with pytest.raises(UsageError) as caught:
        as_of(known, day("113-07-10"))
    assert "113-07-10" in caught.value.message
    assert "113-07-11" in caught.value.remedy


def test_an_unknown_group_is_refused_with_near_names() -> None:
    known = knowledge(report("113-07-11", {"交通組": rows("甲案"), "災防組": rows("乙案")}))
    with pytest.raises(UsageError) as caught:
        as_of(known, day("113-07-11"), group="交通")
    assert "交通組" in caught.value.remedy
    assert "災防組" not in caught.value.remedy
    assert names(known, "113-07-11", group="災防組") == ["乙案"]


def test_sources_without_a_date_are_no_table() -> None:
    undated = report("113-07-11", {"交通組": rows("甲案")}).model_copy(update={"date": None})
    with pytest.raises(UsageError, match="has a date"):
        as_of(knowledge(undated), day("113-07-11"))
    with pytest.raises(UsageError, match="has a date"):
        newest_date(Knowledge())


def test_known_dates(sample_knowledge: Knowledge) -> None:
    found = known_dates(sample_knowledge)
    assert [one.date for one in found] == sorted(one.date for one in found)
    assert sum(one.kind == "meeting" for one in found) == 12
    (table,) = [one for one in found if one.kind == "report"]
    assert (table.date, table.cases, len(table.groups)) == (dt.date(2024, 7, 11), 87, 8)
    last = found[-1]
    assert (last.date, last.groups, last.year, last.ordinal) == (day("115-02-09"), ["產業民生組"], 115, 1)
    assert newest_date(sample_knowledge) == day("115-02-09")
