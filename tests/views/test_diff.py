"""What became of each case between two dates."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kbbt.errors import UsageError
from kbbt.store.knowledge import Knowledge
from kbbt.views.compare import segments
from kbbt.views.diff import diff
from kbbt.views.model import Change, Difference
from tests.register.build import day, item, meeting, report, row
from tests.views.knowing import knowledge


def told(known: Knowledge, first: str, second: str, **options: object) -> Difference:
    return diff(known, day(first), day(second), **options)  # type: ignore[arg-type]  # as given


def kinds(found: Difference) -> list[tuple[str, str]]:
    return [(change.kind, change.name) for change in found.changes]


def the_one(found: Difference, name: str) -> Change:
    (change,) = [one for one in found.changes if one.name == name]
    return change


BEFORE = report(
    "113-07-11", {"交通組": [row("甲案", "1. 開工。\n2. 續辦。"), row("乙案", "辦理中。")], "災防組": ["丙案"]}
)


def test_two_equal_dates_give_nothing() -> None:
    found = told(knowledge(BEFORE), "113-07-11", "113-07-11")
    assert found.changes == []
    assert found.counts == {"unchanged": 3}


def test_changed_unchanged_and_white_space() -> None:
    after = report(
        "114-07-11", {"交通組": [row("甲案", "1. 完工。\n2. 續辦。"), row("乙案", "辦 理 中。")], "災防組": ["丙案"]}
    )
    found = told(knowledge(BEFORE, after), "113-07-11", "114-07-11")
    assert found.counts == {"changed": 1, "unchanged": 2}
    (change,) = found.changes
    assert (change.before, change.after) == ("1. 開工。\n2. 續辦。", "1. 完工。\n2. 續辦。")
    assert change.segments == segments("1. 開工。\n2. 續辦。", "1. 完工。\n2. 續辦。")
    assert (change.before_date, change.after_date) == (day("113-07-11"), day("114-07-11"))
    assert len({change.before_source, change.after_source}) == 2


def test_added_and_the_groups_order() -> None:
    minutes = meeting("113-11-13", item("甲案"), item("乙案"), item("新案", to="add", words="同意新增"))
    found = told(knowledge(BEFORE, minutes, meeting("113-11-14", "丁案", group="災防組")), "113-07-11", "113-12-01")
    assert kinds(found) == [("added", "新案"), ("changed", "甲案"), ("changed", "乙案"), ("added", "丁案")]
    new = the_one(found, "新案")
    assert (new.before, new.before_date, new.evidence) == (None, None, "同意新增")


def test_delisted_as_stated_with_the_words_of_the_decision() -> None:
    minutes = meeting(
        "113-11-13",
        item("甲案"),
        item("乙案", to="delist", words="解除列管", text="二、乙案：已完成，解除列管。", label="二、"),
    )
    later = meeting("114-02-27", "甲案")
    change = the_one(told(knowledge(BEFORE, minutes, later), "113-07-11", "114-02-27"), "乙案")
    assert (change.kind, change.basis, change.evidence) == ("delisted", "stated", "解除列管")
    assert (change.before, change.after, change.after_date) == ("辦理中。", "已完成，解除列管。", day("113-11-13"))


def test_delisted_by_inference() -> None:
    known = knowledge(
        BEFORE,
        meeting("113-11-13", "甲案", item("乙案", to="propose-delist", words="提請解列")),
        meeting("114-02-27", "甲案"),
    )
    change = the_one(told(known, "113-07-11", "114-02-27"), "乙案")
    assert (change.kind, change.basis, change.after, change.after_date, change.evidence) == (
        "delisted", "inferred", None, day("114-02-27"), None,
    )  # fmt: skip
    assert the_one(told(known, "113-07-11", "113-11-13"), "乙案").kind == "changed"


def test_what_was_gone_before_is_not_told_again() -> None:
    published = report("113-07-11", {"交通組": ["甲案", row("乙案", "同意解列。", "delist", "同意解列")]})
    known = knowledge(published, meeting("113-11-13", item("甲案", text="(一)甲案：辦理中。", label="(一)")))
    assert told(known, "113-07-11", "113-11-13").counts == {"unchanged": 1}


def test_the_first_decision_counts_when_a_later_report_repeats_it() -> None:
    known = knowledge(
        meeting("112-06-26", "甲案", "乙案"),
        meeting("112-11-29", "甲案", item("乙案", to="delist", words="予以解列")),
        report("113-07-11", {"交通組": ["甲案", row("乙案", "同意解列。", "delist", "同意解列")]}),
    )
    assert the_one(told(known, "112-06-26", "113-07-11"), "乙案").after_date == day("112-11-29")
    assert "乙案" not in [change.name for change in told(known, "112-11-29", "113-07-11").changes]


def test_renamed_is_no_removal_and_addition() -> None:
    minutes = meeting("113-11-13", item("淨零轉型聯合行動", was=[("甲案", "renamed")]), "乙案")
    found = told(knowledge(BEFORE, minutes), "113-07-11", "113-11-13", only=["renamed", "added", "delisted"])
    (change,) = found.changes
    assert (change.kind, change.name, change.name_before) == ("renamed", "淨零轉型聯合行動", "甲案")
    assert found.counts == {"renamed": 1}


def test_another_spelling_is_no_other_name() -> None:
    first = report("113-07-11", {"交通組": [row("臺北車站案", "辦理中。")]})
    second = report("114-07-11", {"交通組": [row("台北車站案", "辦理中。")]})
    assert told(knowledge(first, second), "113-07-11", "114-07-11").counts == {"unchanged": 1}


def test_merged_cases_are_told_once() -> None:
    first = report("112-01-10", {"交通組": ["北桃轉乘優惠", "雙北轉乘優惠", "甲案"]})
    minutes = meeting(
        "112-06-26", "甲案", item("四市轉乘優惠", was=[("北桃轉乘優惠", "merged"), ("雙北轉乘優惠", "merged")])
    )
    found = told(knowledge(first, minutes), "112-01-10", "112-06-26")
    merged = the_one(found, "四市轉乘優惠")
    assert (merged.kind, sorted(merged.related)) == ("merged", ["北桃轉乘優惠", "雙北轉乘優惠"])
    assert {change.name for change in found.changes} == {"四市轉乘優惠", "甲案"}


def test_a_split_is_told_with_each_part() -> None:
    first = report("112-01-10", {"交通組": [row("轉乘及票價優惠", "研議中。"), "甲案"]})
    minutes = meeting(
        "112-06-26",
        "甲案",
        item("公車轉乘優惠", was=[("轉乘及票價優惠", "split")]),
        item("捷運票價優惠", was=[("轉乘及票價優惠", "split")]),
    )
    found = told(knowledge(first, minutes), "112-01-10", "112-06-26", only=["split"])
    assert kinds(found) == [("split", "公車轉乘優惠"), ("split", "捷運票價優惠")]
    assert [(change.related, change.before) for change in found.changes] == [(["轉乘及票價優惠"], "研議中。")] * 2


def test_reinstated() -> None:
    known = knowledge(
        BEFORE,
        meeting("113-11-13", "甲案", item("乙案", to="delist", words="解除列管")),
        meeting("114-02-27", "甲案", item("乙案", to="continue", words="持續列管")),
    )
    assert the_one(told(known, "113-11-13", "114-02-27"), "乙案").kind == "reinstated"


def test_a_proposal_that_came_and_went_is_told_as_what_became_of_it() -> None:
    known = knowledge(
        BEFORE,
        meeting("113-11-13", "甲案", "乙案", item("新案", to="add", words="同意新增")),
        meeting("114-02-27", "甲案", "乙案", item("新案", to="withdraw", words="取消提案")),
        meeting("114-05-14", "甲案", "乙案"),
    )
    change = the_one(told(known, "113-07-11", "114-05-14"), "新案")
    assert (change.kind, change.before, change.evidence, change.after_date) == (
        "withdrawn", None, "取消提案", day("114-02-27"),
    )  # fmt: skip


def test_a_case_that_a_report_leaves_out_without_a_word_is_missing() -> None:
    after = report("114-07-11", {"交通組": ["甲案"], "災防組": ["丙案"]})
    change = the_one(told(knowledge(BEFORE, after), "113-07-11", "114-07-11"), "乙案")
    assert (change.kind, change.before, change.after, change.basis) == ("missing", "辦理中。", None, None)


def test_only_and_group() -> None:
    minutes = meeting("113-11-13", item("甲案"), item("新案", to="add", words="同意新增"))
    known = knowledge(BEFORE, minutes)
    assert kinds(told(known, "113-07-11", "113-11-13", only=["added"])) == [("added", "新案")]
    assert told(known, "113-07-11", "113-11-13", group="災防組").counts == {"unchanged": 1}
    listed = told(known, "113-07-11", "113-11-13", only=["unchanged"])
    assert {name for _kind, name in kinds(listed)} == {"乙案", "丙案"}
    with pytest.raises(UsageError, match="no group"):
        told(known, "113-07-11", "113-11-13", group="教育組")


def test_the_earlier_date_comes_first() -> None:
    with pytest.raises(UsageError) as caught:
        told(knowledge(BEFORE), "113-08-01", "113-07-11")
    assert "kbbt diff 113-07-11 113-08-01" in caught.value.remedy
    with pytest.raises(UsageError, match="nothing is known"):
        told(knowledge(BEFORE), "113-01-01", "113-07-11")


def test_the_json_has_from_and_to() -> None:
    data = told(knowledge(BEFORE), "113-07-11", "113-08-01").model_dump(mode="json", by_alias=True)
    assert (data["from"], data["to"]) == ("2024-07-11", "2024-08-01")


# ---------------------------------------------------------------- the sample sources


def test_the_industry_group_from_the_table_to_its_last_meeting(sample_knowledge: Knowledge) -> None:
    found = told(sample_knowledge, "113-07-11", "115-02-09", group="產業民生組")
    assert [(change.kind, change.basis, change.name) for change in found.changes] == [
        ("added", None, "基北北桃淨零轉型聯合行動"),
        ("added", None, "美國關稅衝擊應變方案-共享產業與勞動監測資訊"),
        ("added", None, "美國關稅衝擊應變方案-強化海外市場拓展合作"),
        ("added", None, "美國關稅衝擊應變方案-協助企業擴大採購"),
        ("added", None, "基北北桃食農教育共學交流案"),
        ("added", None, "基北北桃食農教育論壇案"),
        ("added", None, "利息補貼及延(分)期繳稅申請"),
        ("changed", None, "瑞芳工業區事業廢棄物清運案"),
        ("withdrawn", "stated", "望海巷灣智慧海洋機器人示範場域規劃案"),
        ("delisted", "inferred", "美國關稅衝擊應變方案-建立跨區就業服務平臺"),
        ("delisted", "inferred", "美國關稅衝擊應變方案-推動物價及經濟監控機制"),
        ("delisted", "inferred", "新興能源經驗交流合作案"),
        ("delisted", "inferred", "山區捕獸鉗及山豬吊宣導及清除交流案"),
        ("delisted", "inferred", "青創交流合作"),
        ("delisted", "stated", "公有市場聯合行銷活動"),
    ]
    everything = told(sample_knowledge, "113-07-11", "115-02-09")
    assert everything.changes == found.changes  # nothing was said of the other groups
    assert everything.counts["unchanged"] == 87 - 24 - 5


def test_a_rename_in_the_samples(sample_knowledge: Knowledge) -> None:
    found = told(sample_knowledge, "114-02-27", "114-05-14")
    change = the_one(found, "基北北桃淨零轉型聯合行動")
    assert (change.kind, change.name_before) == ("renamed", "北北基桃合作辦理跨縣市碳健檢服務案")


def test_every_change_of_the_samples_rebuilds_its_texts(sample_knowledge: Knowledge) -> None:
    dates = ["112-06-26", "112-11-29", "113-06-03", "113-07-11", "113-11-13", "114-05-14", "114-11-21", "115-02-09"]
    for first, second in pairwise(dates):
        for change in told(sample_knowledge, first, second).changes:
            if change.segments:
                assert "".join(w for s, w in change.segments if s in "=-") == change.before
                assert "".join(w for s, w in change.segments if s in "=+") == change.after
