"""Promised and reported dates."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbbt.dates import find_dates, to_roc
from kbbt.errors import DeclarationError, UsageError
from kbbt.store.knowledge import Knowledge
from kbbt.views.as_of import as_of
from kbbt.views.deadlines import Phrases, deadlines, load, mark_overdue, promises
from kbbt.views.model import Deadline
from kbbt.views.timeline import Statement, timeline
from tests.register.build import day, item, meeting, report, row
from tests.views.knowing import knowledge

REFERENCE = dt.date(2024, 7, 11)
GOLDEN = Path(__file__).with_name("golden_deadlines.toml")


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return load()


def found(text: str, phrases: Phrases, reference: dt.date = REFERENCE) -> list[str]:
    """What is promised and reported, as the golden file writes it."""
    written = []
    for promise in promises(text, reference, phrases):
        first, last = to_roc(promise.date.start), to_roc(promise.date.end)
        days = first if first == last else f"{first}..{last}"
        written.append(f"{promise.kind} {days} {promise.date.precision} {promise.date.words}")
    return written


# ---------------------------------------------------------------- the sample sources, by reading


def test_the_dates_of_the_samples(sample_knowledge: Knowledge, phrases: Phrases) -> None:
    golden = {(one["on"], one["case"]): one for one in tomllib.loads(GOLDEN.read_text(encoding="utf-8"))["statement"]}
    read: set[tuple[dt.date, str]] = set()
    texts: dict[tuple[dt.date, str], Statement] = {}
    for statements in timeline(sample_knowledge).statements.values():
        for one in statements:
            texts[one.date, one.name] = one
    for key, expected in golden.items():
        one = texts[key]
        assert found(one.text, phrases, one.date) == expected["dates"], key
        taken = [p.date.span for p in promises(one.text, one.date, phrases)]
        rest = [d for d in find_dates(one.text, reference=one.date) if not any(a <= d.span[0] < b for a, b in taken)]
        assert [d.words for d in rest] == expected.get("none", []), key
        read.add(key)
    # statements that are not in the golden file have no date, or are the same text as one that is
    known = {texts[key].text for key in read}
    for one in texts.values():
        assert one.text in known or not find_dates(one.text, reference=one.date), one


# ---------------------------------------------------------------- rules, on other hands' words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # plans
        ("訂於114年3月辦理招標作業。", ["planned 114-03-01..114-03-31 month 114年3月"]),
        ("本站預定115年度完工啟用。", ["planned 115-01-01..115-12-31 year 115年度"]),
        ("請衛生局最遲於8月15日前提供名冊。", ["planned 113-08-15 day 8月15日"]),
        ("候車亭汰換，預計年底前完成。", ["planned 113-12-01..113-12-31 month 年底"]),
        ("第二期工程規劃113年第4季開工。", ["planned 113-10-01..113-12-31 quarter 113年第4季"]),
        ("預計118年6月完工，119年初完成驗收。", ["planned 118-06-01..118-06-30 month 118年6月", "planned 119-01-01..119-01-31 month 119年初"]),
        ("9月12日將會同消防局會勘。", ["planned 113-09-12 day 9月12日"]),
        ("擬召開之說明會：113年8月20日。", ["planned 113-08-20 day 113年8月20日"]),
        ("於5月1日至9月30日辦理巡檢。", ["planned 113-05-01..113-09-30 day 5月1日至9月30日"]),
        # completions
        ("業於113年3月5日完成驗收。", ["done 113-03-05 day 113年3月5日"]),
        ("113年6月底已全數上線。", ["done 113-06-21..113-06-30 month 113年6月底"]),
        ("交通局於4月2日函送計畫書。", ["done 113-04-02 day 4月2日"]),
        ("112年11月21日，衛生局召開聯繫會議。", ["done 112-11-21 day 112年11月21日"]),
        ("自113年5月起試辦共乘。", ["done 113-05-01..113-05-31 month 113年5月"]),
        ("已分別於3月5日、7日辦理講習。", ["done 113-03-05 day 3月5日", "done 113-03-07 day 7日"]),
        # both in one sentence, and what the date contradicts
        ("已於113年2月開工，預計114年9月完工。", ["done 113-02-01..113-02-29 month 113年2月", "planned 114-09-01..114-09-30 month 114年9月"]),
        ("已於113年9月1日完成。", ["done 113-09-01 day 113年9月1日"]),
        ("預計113年3月完工。", ["planned 113-03-01..113-03-31 month 113年3月"]),
        ("用地已取得，工程113年10月開工。", ["planned 113-10-01..113-10-31 month 113年10月"]),
        # neither
        ("截至113年6月共補助4,250人。", []),
        ("113年3月清運70公噸。", []),
        ("倘於8月底前未完成，另案處理。", []),
        ("俟114年度預算核定後辦理。", []),
        ("辦理「113年10月健走活動」文宣。", []),
        ("依113年第2次會議決議辦理。", []),
        ("提報第4季小組會議討論。", []),
        ("契約於115年3月到期。", []),
        ("契約至116年12月31日止。", []),
        ("等標期120天，本案持續列管。", []),
        ("113年度預算為主。", []),
    ],
)  # fmt: skip
def test_rules(text: str, expected: list[str], phrases: Phrases) -> None:
    assert found(text, phrases) == expected


def test_a_month_without_a_year_is_the_nearest_one(phrases: Phrases) -> None:
    november, january = dt.date(2024, 11, 13), dt.date(2025, 1, 15)
    assert found("預計2月辦理。", phrases, november) == ["planned 114-02-01..114-02-28 month 2月"]
    assert found("預計9月辦理。", phrases, november) == ["planned 113-09-01..113-09-30 month 9月"]
    assert found("已於12月完成。", phrases, january) == ["done 113-12-01..113-12-31 month 12月"]


def test_what_a_promise_rests_on(phrases: Phrases) -> None:
    (promise,) = promises("1. 捷運局已收件，預計「民汐線」於114年6月完工。", REFERENCE, phrases)
    assert (promise.clause, promise.evidence) == ("預計「民汐線」於114年6月完工", "預計")
    assert promise.about == "預計「民汐線」於完工"


WORDS = [
    "預計",
    "已於",
    "113年",
    "8月",
    "5日",
    "、",
    "及",
    "「",
    "」",
    "，",
    "。",
    "\n",
    "1. ",
    "辦理",
    "若",
    "第4季",
    "年底",
    "將",
    "請",
    "至",
]


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=2), max_size=30).map("".join))
def test_any_text_is_welcome(text: str) -> None:
    for promise in promises(text, REFERENCE, load()):
        assert text[slice(*promise.date.span)] == promise.date.words
        assert promise.date.start <= promise.date.end
        assert promise.clause in text


# ---------------------------------------------------------------- the declaration


def test_a_list_of_ones_own_replaces_that_list_alone(tmp_path: Path, phrases: Phrases) -> None:
    own = tmp_path / "phrases"
    own.mkdir()
    (own / "deadlines.toml").write_text('planned = ["暫訂"]\n', encoding="utf-8")
    builtin = Path(__file__).resolve().parents[2] / "parsers"
    mine = load([tmp_path, builtin])
    assert found("本館暫訂114年5月。", phrases) == []
    assert found("本館暫訂114年5月。", mine) == ["planned 114-05-01..114-05-31 month 114年5月"]
    assert found("已於5月1日完工。", mine) == ["done 113-05-01 day 5月1日"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("planed = []", "'planned'"),
        ('planned = "預計"', "planned"),
        ("planned = [1]", "planned"),
        ("planned = [", "TOML"),
    ],
)
def test_a_wrong_declaration_is_refused(text: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "phrases").mkdir()
    (tmp_path / "phrases" / "deadlines.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationError) as caught:
        load([tmp_path])
    assert says in str(caught.value)
    assert "deadlines.toml" in caught.value.where


# ---------------------------------------------------------------- through the sources


def the_one(known: Knowledge, date: str, **options: object) -> Deadline:
    (deadline,) = deadlines(known, day(date), **options)  # type: ignore[arg-type]  # as given
    return deadline


FIRST = report("113-07-11", {"交通組": [row("甲案", "1. 用地取得中。\n2. 第一段工程預計114年6月完工。"), "乙案"]})


def test_due_then_overdue() -> None:
    known = knowledge(FIRST)
    due = the_one(known, "113-08-01")
    assert (due.kind, due.state, due.start, due.end, due.precision) == (
        "planned", "due", day("114-06-01"), day("114-06-30"), "month",
    )  # fmt: skip
    assert (due.name, due.group, due.words, due.clause, due.evidence) == (
        "甲案", "交通組", "114年6月", "第一段工程預計114年6月完工", "預計",
    )  # fmt: skip
    assert (due.still_said, due.latest_text) == (True, due.clause)
    assert the_one(known, "114-06-30").state == "due"
    assert the_one(known, "114-07-01").state == "overdue"


def test_a_promise_said_again_is_one_promise() -> None:
    again = report("114-01-11", {"交通組": [row("甲案", "第一段工程預計114年6月完工。"), "乙案"]})
    one = the_one(knowledge(FIRST, again), "114-02-01")
    assert (one.first_date, one.date, one.moved_from) == (day("113-07-11"), day("114-01-11"), None)
    assert one.id == the_one(knowledge(FIRST), "114-02-01").id


def test_a_promise_that_was_moved() -> None:
    later = report("114-05-11", {"交通組": [row("甲案", "第一段工程預計115年12月完工。"), "乙案"]})
    one = the_one(knowledge(FIRST, later), "114-08-01")
    assert (one.state, one.end, one.moved_from) == ("due", day("115-12-31"), day("114-06-30"))
    assert one.id == the_one(knowledge(FIRST), "114-02-01").id


def test_the_same_event_of_the_next_year_is_another_one() -> None:
    first = report("113-07-11", {"交通組": [row("甲案", "預計113年10月辦理公車節。"), "乙案"]})
    next_year = report("114-07-11", {"交通組": [row("甲案", "預計114年10月辦理公車節。"), "乙案"]})
    found_ones = deadlines(knowledge(first, next_year), day("114-08-01"))
    assert [(one.state, one.still_said, one.moved_from) for one in found_ones] == [
        ("overdue", False, None), ("due", True, None),
    ]  # fmt: skip
    assert found_ones[0].latest_text == "預計114年10月辦理公車節。"


def test_a_promise_that_was_kept() -> None:
    later = report("114-07-11", {"交通組": [row("甲案", "第一段工程已於114年6月20日完工。"), "乙案"]})
    one = the_one(knowledge(FIRST, later), "114-08-01")
    assert (one.kind, one.state, one.done_date, one.done_words) == (
        "planned", "done", day("114-07-11"), "第一段工程已於114年6月20日完工",
    )  # fmt: skip


def test_promises_of_a_case_that_is_gone_are_closed() -> None:
    known = knowledge(FIRST, meeting("113-11-13", item("甲案", to="delist", words="解除列管"), "乙案"))
    one = the_one(known, "115-01-01")
    assert (one.state, one.still_said) == ("closed", False)


def test_what_is_asked_for() -> None:
    known = knowledge(
        report("113-07-11", {
            "交通組": [row("甲案", "預計113年8月開工，預計114年6月完工。\n另於5月1日完成規劃。")],
            "災防組": [row("丙案", "預計113年9月演習。")],
        })
    )  # fmt: skip
    everything = deadlines(known, day("113-09-15"))
    assert [one.words for one in everything] == ["5月1日", "113年8月", "113年9月", "114年6月"]
    assert [one.words for one in deadlines(known, day("113-09-15"), by=day("113-12-31"))] == ["113年8月", "113年9月"]
    assert [one.words for one in deadlines(known, day("113-09-15"), overdue=True)] == ["113年8月"]
    assert [one.words for one in deadlines(known, day("113-09-15"), group="災防組")] == ["113年9月"]
    assert [one.state for one in deadlines(known)] == ["done", "due", "due", "due"]  # as of the newest date
    with pytest.raises(UsageError, match="nothing is known"):
        deadlines(known, day("112-01-01"))
    with pytest.raises(UsageError, match="no group"):
        deadlines(known, day("113-09-15"), group="無此組")


def test_marks_of_the_table() -> None:
    known = knowledge(FIRST, meeting("114-08-01", item("乙案", text="乙案：預計114年7月辦理。")))
    shown = mark_overdue(known, as_of(known, day("114-08-01")))
    marks = {one.name: one.marks for one in shown.groups[0].entries}
    assert marks == {"乙案": ["overdue"], "甲案": ["older", "overdue"]}
    untouched = as_of(known, day("113-07-11"))
    assert mark_overdue(known, untouched) == untouched


def test_the_samples(sample_knowledge: Knowledge) -> None:
    found_ones = deadlines(sample_knowledge, day("115-02-09"))
    river = [one for one in found_ones if one.name == "淡水河北側沿河平面道路工程"]
    assert [(one.kind, to_roc(one.end), one.state) for one in river] == [
        ("done", "113-02-02", "done"), ("planned", "118-06-30", "due"), ("planned", "118-12-31", "due"),
    ]  # fmt: skip
    assert [(one.end, one.start) for one in found_ones] == sorted((one.end, one.start) for one in found_ones)
    assert len({one.id for one in found_ones}) == len(found_ones)
    visit = [one for one in found_ones if one.name == "新興能源經驗交流合作案" and one.words == "6月4日"]
    assert [(one.kind, one.state, one.done_date) for one in visit] == [("planned", "done", day("113-09-27"))]
