"""The life of a case: what is stated, what is inferred, and when."""

from __future__ import annotations

import pytest

from kbbt.records import Case, Meeting, StatusReport
from kbbt.register import build, status_at
from tests.register.build import WORDS, day, golden_sources, item, meeting, report, row, source

BUS, RAIL = "跨縣市公車轉乘優惠", "淡水河跨河工程"


def test_a_case_taken_up_again_after_its_group_had_left_it_out_was_off_the_list_between() -> None:
    sources = [
        source(meeting("113-03-01", item("空品感測器資料共享", to="propose-delist"), "公車轉乘優惠")),
        source(meeting("113-06-01", "公車轉乘優惠")),
        source(meeting("113-09-01", item("空品感測器資料共享", to="continue"), "公車轉乘優惠")),
    ]
    (case,) = [one for one in build(sources, words=WORDS).cases if one.name == "空品感測器資料共享"]
    assert [(event.kind, event.basis) for event in case.events] == [
        ("delisting", "stated"), ("delisted", "inferred"), ("reinstated", "stated"),
    ]  # fmt: skip
    assert status_at(case, day("113-06-30")) == ("delisted", "inferred")
    assert status_at(case) == ("tracked", "stated")


def life(*records: Meeting | StatusReport, name: str = BUS) -> Case:
    register = build([source(one) for one in records], words=WORDS)
    (case,) = [one for one in register.cases if one.name == name]
    return case


def test_before_anything_is_known_there_is_no_status() -> None:
    assert status_at(life(meeting("113-03-01", item(BUS, to="continue"))), day("113-02-28")) == (None, None)


def test_proposed_tracked_delisting_delisted() -> None:
    case = life(
        meeting("113-03-01", item(BUS, to="propose-add")),
        report("113-07-11", {"交通組": [row(BUS), row(RAIL)]}),
        meeting("113-09-01", item(BUS, to="propose-delist"), RAIL),
        report("114-01-10", {"交通組": [row(BUS, to="delist", words="同意解列"), row(RAIL)]}),
    )
    assert status_at(case, day("113-03-01")) == ("proposed", "stated")
    assert status_at(case, day("113-07-11")) == ("tracked", "stated")
    assert status_at(case, day("114-01-09")) == ("delisting", "stated")
    assert status_at(case, day("114-01-10")) == ("delisted", "stated")
    assert case.events[-1].text == "同意解列"


def test_a_case_proposed_for_delisting_and_named_no_more_is_delisted_by_inference() -> None:
    case = life(
        meeting("113-03-01", item(BUS, to="propose-delist"), RAIL),
        meeting("113-04-01", "毒品危害防制整合", group="衛生社福組"),
        meeting("113-06-01", RAIL),
    )
    assert status_at(case, day("113-05-31")) == ("delisting", "stated"), "the meeting of another group says nothing"
    assert status_at(case, day("113-06-01")) == ("delisted", "inferred")
    assert case.events[-1].source is None


def test_a_status_report_without_the_case_infers_it_too() -> None:
    case = life(
        meeting("113-03-01", item(BUS, to="propose-delist"), RAIL), report("113-07-11", {"交通組": [row(RAIL)]})
    )
    assert (case.status, case.basis) == ("delisted", "inferred")
    case = life(
        meeting("113-03-01", item(BUS, to="propose-delist"), RAIL), report("113-07-11", {"災防組": ["聯合演練"]})
    )
    assert (case.status, case.basis) == ("delisting", "stated"), "that report does not cover the group"


def test_a_case_absent_without_any_decision_stays_tracked() -> None:
    case = life(meeting("113-03-01", item(BUS, to="continue"), RAIL), meeting("113-06-01", RAIL))
    assert (case.status, case.basis) == ("tracked", "stated")


def test_a_proposal_that_a_later_source_contradicts_leaves_the_case_tracked() -> None:
    case = life(meeting("114-11-21", item(BUS, to="propose-delist")), meeting("115-02-09", item(BUS, to="continue")))
    assert status_at(case, day("114-12-31")) == ("delisting", "stated")
    assert (case.status, case.basis) == ("tracked", "stated")
    assert [event.kind for event in case.events] == ["delisting", "continued"]


def test_a_proposal_that_is_only_reported_on_stands() -> None:
    case = life(meeting("113-03-01", item(BUS, to="propose-delist")), report("113-07-11", {"交通組": [row(BUS)]}))
    assert case.status == "delisting"


@pytest.mark.parametrize(("to", "status"), [("withdraw", "withdrawn"), ("defer", "deferred"), ("add", "tracked")])
def test_other_decisions(to: str, status: str) -> None:
    assert life(meeting("113-03-01", item(BUS, to=to))).status == status  # type: ignore[arg-type]  # a literal by value


def test_delisted_by_the_group_and_confirmed_above_is_delisted_from_the_first() -> None:
    case = life(meeting("113-03-01", item(BUS, to="delist")), report("113-07-11", {"交通組": [row(BUS, to="delist")]}))
    assert status_at(case, day("113-03-01")) == ("delisted", "stated")
    assert [event.kind for event in case.events] == ["delisted", "delisted"]


def test_a_case_named_twice_in_one_meeting_has_one_step_for_the_decision() -> None:
    case = life(meeting("113-03-01", item(BUS, to="continue"), item(BUS, text="補充說明。")))
    assert [event.kind for event in case.events] == ["continued"]


def test_an_undated_source_takes_part_but_has_no_day() -> None:
    case = life(meeting("113-03-01", BUS), meeting("113-06-01", item(BUS, to="delist"), starts_at=None, ends_at=None))
    assert case.status == "delisted"
    assert status_at(case, day("120-01-01")) == ("tracked", "stated")


def test_the_seven_cases_delisted_in_the_table_are_those_the_minutes_delisted() -> None:
    sources, _truth = golden_sources()
    delisted = [
        case
        for case in build(sources, words=WORDS).cases
        if any(event.kind == "delisted" and event.date == day("113-07-11") for event in case.events)
    ]
    assert len(delisted) == 7
    minuted = {case.name: next(e.date for e in case.events if e.kind == "delisted") for case in delisted}
    assert set(minuted.values()) == {day("112-11-29"), day("113-02-27")}
