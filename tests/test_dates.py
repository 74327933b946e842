"""Dates: the command line's forms, mentions in running text, times of day."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbbt.dates import (
    FoundDate,
    find_dates,
    find_time,
    find_times,
    is_leap_roc,
    parse_date,
    parse_date_time,
    parse_time,
    roc_year,
    to_roc,
    to_roc_long,
    western_year,
)
from kbbt.errors import UsageError
from kbbt.numerals import to_digits, to_han

DAY = dt.date(2024, 7, 11)

# ---------------------------------------------------------------- one date


@pytest.mark.parametrize(
    "text",
    [
        "113-07-11",
        "113.7.11",
        "113/7/11",
        "1130711",
        "民國113年7月11日",
        "113年7月11日",
        " 中華民國 113 年 7 月 11 日 ",
        "１１３年７月１１日",
        "一一三年七月十一日",
        "民國一百一十三年七月十一日",
        "113－07－11",
        "2024-07-11",
        "2024/7/11",
        "20240711",
        "西元2024年7月11日",
    ],
)
def test_forms_of_the_command_line(text: str) -> None:
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("113-02-30", "29 days"),
        ("112-02-29", "28 days"),
        ("113-13-01", "no month 13"),
        ("113-07-00", "no day 0"),
        ("1130230", "29 days"),
        ("0-1-1", "no year 0"),
        ("民前1年1月1日", "before the Republic"),
        ("1911-12-31", "before year 1"),
        ("民國2024年7月11日", "no year of the Republic"),
        ("990711", "seven digits"),
        ("113-07", "not a date"),
        ("113-7/11", "not a date"),
        ("去年", "not a date"),
        ("", "no date"),
        ("一二月年月日", "not a date"),
    ],
)
def test_refusals_say_what_is_wrong_and_show_the_forms(text: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_date(text)
    assert says in caught.value.message
    assert "113-07-11" in caught.value.remedy
    assert "2024-07-11" in caught.value.remedy


def test_year_one_is_1912() -> None:
    assert roc_year(1912) == 1
    assert western_year(1) == 1912
    assert parse_date("民國元年1月1日") == dt.date(1912, 1, 1)
    assert is_leap_roc(113)
    assert not is_leap_roc(112)
    for wrong in (roc_year, western_year):
        with pytest.raises(ValueError, match="before year 1"):
            wrong(0)


def test_shown_forms() -> None:
    assert to_roc(DAY) == "113-07-11"
    assert to_roc_long(DAY) == "113年7月11日"
    assert to_roc(dt.date(1911, 12, 31)) == "1911-12-31"
    assert to_roc_long(dt.date(1911, 12, 31)) == "西元1911年12月31日"


@given(st.dates(min_value=dt.date(1912, 1, 1)))
def test_shown_dates_are_read_again(day: dt.date) -> None:
    assert parse_date(to_roc(day)) == day
    assert parse_date(to_roc_long(day)) == day
    assert parse_date(day.isoformat()) == day


@given(st.dates(min_value=dt.date(1912, 1, 1), max_value=dt.date(2909, 12, 31)))
def test_han_dates_are_read_again(day: dt.date) -> None:
    year = roc_year(day.year)
    assert parse_date(f"民國{to_han(year)}年{to_han(day.month)}月{to_han(day.day)}日") == day
    assert parse_date(f"{to_digits(year)}年{to_han(day.month)}月{to_han(day.day)}日") == day
    assert parse_date(f"{year:03}{day.month:02}{day.day:02}") == day


@given(st.text() | st.text("113年7月-./一十民國前 0", max_size=14))
def test_any_other_text_is_a_usage_error(text: str) -> None:
    try:
        day = parse_date(text)
    except UsageError:
        return
    assert day.year >= 1912


# ---------------------------------------------------------------- mentions


def roc(text: str) -> dt.date:
    return parse_date(text)


def ranges(text: str, reference: dt.date | None = DAY) -> list[str]:
    """What is found, as ``start..end precision words``; one day is written once."""
    return [written(f) for f in find_dates(text, reference=reference)]


def written(found: FoundDate) -> str:
    first, last = to_roc(found.start), to_roc(found.end)
    days = first if first == last else f"{first}..{last}"
    return f"{days} {found.precision} {found.words}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # days
        ("於113年5月9日檢送", ["113-05-09 day 113年5月9日"]),
        ("115 年 2 月 9 日(星期一)下午 2 時 00 分", ["115-02-09 day 115 年 2 月 9 日(星期一)"]),
        ("西元 2024年5月3日", ["113-05-03 day 西元 2024年5月3日"]),
        ("１１３年５月３日", ["113-05-03 day １１３年５月３日"]),
        ("一一三年五月三日", ["113-05-03 day 一一三年五月三日"]),
        ("113年(2024年)5月3日", ["113-05-03 day 113年(2024年)5月3日"]),
        ("自38年12月5日", ["38-12-05 day 38年12月5日"]),
        ("中華民國 100 \uf98e 11 ⽉ 23 日", ["100-11-23 day 中華民國 100 \uf98e 11 ⽉ 23 日"]),
        ("113     年     5  月  3 日", ["113-05-03 day 113     年     5  月  3 日"]),
        ("113.7.11召開", ["113-07-11 day 113.7.11"]),
        ("公告日1130711。", ["113-07-11 day 1130711"]),
        ("2024/5/3", ["113-05-03 day 2024/5/3"]),
        ("5/4(六)辦理", ["113-05-04 day 5/4(六)"]),
        ("113/5/3~5/5", ["113-05-03..113-05-05 day 113/5/3~5/5"]),
        ("已於今日會議討論", ["113-07-11 day 今日"]),
        # lists of days
        ("113年5月4日、5日在花博", ["113-05-04 day 113年5月4日", "113-05-05 day 5日"]),
        ("4月24日、25日", ["113-04-24 day 4月24日", "113-04-25 day 25日"]),
        ("於 113 年 4 月 24、113 年 4 月 25 日於", ["113-04-24 day 113 年 4 月 24", "113-04-25 day 113 年 4 月 25 日"]),
        ("10月4、5日", ["113-10-04..113-10-05 day 10月4、5日"]),
        ("113年5月3日（五）、4日（六）", ["113-05-03 day 113年5月3日（五）", "113-05-04 day 4日（六）"]),
        # ranges
        ("於 2 月 19 日~2 月 20 日辦理", ["113-02-19..113-02-20 day 2 月 19 日~2 月 20 日"]),
        ("113 年 8 月 6 日至 8 月 7 日", ["113-08-06..113-08-07 day 113 年 8 月 6 日至 8 月 7 日"]),
        ("8月6日至7日", ["113-08-06..113-08-07 day 8月6日至7日"]),
        ("113年3月-5月展出", ["113-03-01..113-05-31 month 113年3月-5月"]),
        ("113 年 3 月至 4 月間至新北市", ["113-03-01..113-04-30 month 113 年 3 月至 4 月"]),
        ("5 至 6 月", ["113-05-01..113-06-30 month 5 至 6 月"]),
        ("8 月或 9 月", ["113-08-01..113-09-30 month 8 月或 9 月"]),
        ("112年11月至113年2月", ["112-11-01..113-02-29 month 112年11月至113年2月"]),
        ("112年11月至2月", ["112-11-01..113-02-29 month 112年11月至2月"]),
        ("11月至113年2月", ["112-11-01..113-02-29 month 11月至113年2月"]),
        ("114至117年", ["114-01-01..117-12-31 year 114至117年"]),
        ("113年5月3日至6月底", ["113-05-03..113-06-30 month 113年5月3日至6月底"]),
        # months and their thirds
        ("5月底前", ["113-05-21..113-05-31 month 5月底"]),
        ("於 10 月中辦理", ["113-10-11..113-10-20 month 10 月中"]),
        ("6 月初舉辦", ["113-06-01..113-06-10 month 6 月初"]),
        ("9月上旬、下旬", ["113-09-01..113-09-10 month 9月上旬"]),
        ("12 月份", ["113-12-01..113-12-31 month 12 月份"]),
        ("113 年 9 月及 10 月", ["113-09-01..113-09-30 month 113 年 9 月", "113-10-01..113-10-31 month 10 月"]),
        ("於 7、8月", ["113-07-01..113-08-31 month 7、8月"]),
        ("於3、9月", ["113-03-01..113-03-31 month 3", "113-09-01..113-09-30 month 9月"]),
        ("113年4、5、6月", ["113-04-01..113-06-30 month 113年4、5、6月"]),
        (
            "113年3、6及9月",
            ["113-03-01..113-03-31 month 113年3", "113-06-01..113-06-30 month 6", "113-09-01..113-09-30 month 9月"],
        ),
        ("113年11至2月", ["113-11-01..114-02-28 month 113年11至2月"]),
        ("113年5月至翌年2月", ["113-05-01..114-02-28 month 113年5月至翌年2月"]),
        ("112年第4季至113年第1季", ["112-10-01..113-03-31 quarter 112年第4季至113年第1季"]),
        ("7/11(四)至7/13(六)", ["113-07-11..113-07-13 day 7/11(四)至7/13(六)"]),
        ("1140101至1141231", ["114-01-01..114-12-31 day 1140101至1141231"]),
        ("民國一百一十三年五月", ["113-05-01..113-05-31 month 民國一百一十三年五月"]),
        ("113年元月", ["113-01-01..113-01-31 month 113年元月"]),
        ("本月5日、下月底", ["113-07-05 day 本月5日", "113-08-21..113-08-31 month 下月底"]),
        ("月底前完成", ["113-07-21..113-07-31 month 月底"]),
        # quarters and halves
        ("預計第 3 季辦理", ["113-07-01..113-09-30 quarter 第 3 季"]),
        ("第三季", ["113-07-01..113-09-30 quarter 第三季"]),
        ("113年第4季", ["113-10-01..113-12-31 quarter 113年第4季"]),
        ("第3、4季", ["113-07-01..113-12-31 quarter 第3、4季"]),
        ("下一季工作小組會議", ["113-10-01..113-12-31 quarter 下一季"]),
        ("上半年", ["113-01-01..113-06-30 half 上半年"]),
        ("112 年度下半年度", ["112-07-01..112-12-31 half 112 年度下半年度"]),
        # years
        ("113年度完成", ["113-01-01..113-12-31 year 113年度"]),
        ("本(114)年度", ["114-01-01..114-12-31 year 本(114)年度"]),
        ("今(113)年度", ["113-01-01..113-12-31 year 今(113)年度"]),
        ("去年、明年", ["112-01-01..112-12-31 year 去年", "114-01-01..114-12-31 year 明年"]),
        ("預計年底前發放", ["113-12-01..113-12-31 month 年底"]),
        ("於今年底", ["113-12-01..113-12-31 month 今年底"]),
        ("114年年中前", ["114-06-01..114-06-30 month 114年年中"]),
        ("115年初", ["115-01-01..115-01-31 month 115年初"]),
    ],
)
def test_mentions(text: str, expected: list[str]) -> None:
    assert ranges(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2025世壯運聯合宣傳",
        "基北北桃 1200 都會通",
        "都市計畫委員會第1050次大會",
        "等標期120天",
        "爭取中央2年核定為目標",
        "預定計畫核定後 9 年完工",
        "使用年限約 120 年",
        "百年老店、一百年歷史",
        "徒刑3年5月",
        "113學年度第1學期",
        "每年3月辦理、每月5日、每季、每半年",
        "農曆三月",
        "1130711人次、府產字第1130711號、第1130711234號",
        "113年2月30日",
        "12 萬 5,328 人、78.63 噸、0-3歲、3 個月、64%",
        "說明年度計畫、目前年度、基本年費、同年齡",
        "電話02-2024-0711、版本1.113.7.11",
        "佔比1/2",
        "民國年間",
        "4 場研習、2 梯次、43 所",
        "本府、今後、下列、上述、第三人",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert ranges(text) == []


def test_words_that_go_on_are_not_parts_of_a_year() -> None:
    assert ranges("113年中央補助、113年中秋節、5月初步完成、10月中央") == [
        "113-01-01..113-12-31 year 113年",
        "113-01-01..113-12-31 year 113年",
        "113-05-01..113-05-31 month 5月",
        "113-10-01..113-10-31 month 10月",
    ]


def test_a_year_is_taken_over_within_a_paragraph_and_not_beyond() -> None:
    text = "112年1月13日核定，10月16日核定經費。\n另2月23日審議通過"
    assert ranges(text) == ["112-01-13 day 112年1月13日", "112-10-16 day 10月16日", "113-02-23 day 2月23日"]
    assert [f.year_from for f in find_dates(text, reference=DAY)] == ["printed", "text", "context"]


def test_the_same_year_and_month_of_before() -> None:
    assert ranges("112年3月5日開工，同月20日、同年12月完工，翌年2月啟用") == [
        "112-03-05 day 112年3月5日",
        "112-03-20 day 同月20日",
        "112-12-01..112-12-31 month 同年12月",
        "113-02-01..113-02-29 month 翌年2月",
    ]


def test_without_a_known_year_nothing_is_invented() -> None:
    assert ranges("5月3日、年底、今年、第3季、下一季", reference=None) == []
    assert ranges("113年5月3日、6月", reference=None) == ["113-05-03 day 113年5月3日", "113-06-01..113-06-30 month 6月"]
    assert [to_roc(f.start) for f in find_dates("5月3日", context_year=2023)] == ["112-05-03"]


def test_an_item_number_is_no_month_of_a_list() -> None:
    assert ranges("1、5月31日完成\n2.6月底前完成") == ["113-05-31 day 5月31日", "113-06-21..113-06-30 month 6月底"]


def test_before_and_since_are_told() -> None:
    found = find_dates("於5月底前、自7月起、8月前往參訪、統計至6月止", reference=DAY)
    assert [f.bound for f in found] == ["by", "since", None, "by"]


def test_spans_point_at_the_words() -> None:
    text = "預計 118 年 6 月完工，１１８年１２月完成驗收"
    for found in find_dates(text):
        assert text[slice(*found.span)] == found.words


PIECES = [
    "113年", "7月", "11日", "第", "3", "季", "、", "至", "~", "或", "本(114)", "年", "底", "\n", " ", "今年", "同", "1130711",
    "113.7.11", "-", "/", "(", ")", "（一）", "下午", "2時", "半", "一", "十", "月", "日", "前", "度", "上", "下", "中", "初", "民國",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=2), max_size=30).map("".join))
def test_any_text_is_welcome(text: str) -> None:
    end = 0
    for found in find_dates(text, reference=DAY):
        assert end <= found.span[0] < found.span[1] <= len(text)
        assert text[slice(*found.span)] == found.words
        assert found.start <= found.end
        end = found.span[1]
    for time in find_times(text):
        assert text[slice(*time.span)] == time.words
    parse_date_time(text)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)))
def test_every_day_is_found_in_a_sentence(day: dt.date) -> None:
    for words in (to_roc_long(day), f"{day.year}年{day.month}月{day.day}日", f"{day.year}/{day.month}/{day.day}"):
        (found,) = find_dates(f"預定於{words}開標。")
        assert (found.start, found.end, found.words) == (day, day, words)


def test_a_long_text_is_read_in_one_go() -> None:
    # the pattern that would make a careless search quadratic: lists that never end
    assert len(find_dates("5月24、" * 3000 + "7月1日", reference=DAY)) == 3001
    assert len(find_dates("113年5月4日至" * 3000, reference=DAY)) <= 3000


# ---------------------------------------------------------------- times of day


@pytest.mark.parametrize(
    ("text", "time", "contradictory"),
    [
        ("下午2時", "14:00", False),
        ("下午 2 時 00 分", "14:00", False),
        ("下午14時45分", "14:45", False),
        ("上午14時30分", "14:30", True),
        ("上午11時整", "11:00", False),
        ("上午10時52分", "10:52", False),
        ("中午12時", "12:00", False),
        ("中午1時", "13:00", False),
        ("下午12時", "12:00", False),
        ("上午12時", "12:00", False),
        ("上午12時10分", "12:10", True),
        ("凌晨12時30分", "00:30", False),
        ("晚上7時", "19:00", False),
        ("下午2點半", "14:30", False),
        ("下午二時三十分", "14:30", False),
        ("14:30", "14:30", False),
        ("１４：３０", "14:30", False),
        ("2:30 PM", "14:30", False),
        ("AM9:05", "09:05", False),
        ("散會(上午 11 時 40 分)。", "11:40", False),
        ("散會：下午 3 時許", "15:00", False),
    ],
)
def test_times(text: str, time: str, contradictory: bool) -> None:
    found = find_time(text)
    assert found is not None
    assert found.time == dt.time.fromisoformat(time) == parse_time(text)
    assert found.contradictory is contradictory
    assert text[slice(*found.span)] == found.words


@pytest.mark.parametrize(
    "text", ["時30分", "2小時30分", "25時", "下午2時60分", "意見3點", "5點建議", "10時段", "1:25000", "無", ""]
)
def test_what_is_no_time(text: str) -> None:
    assert find_time(text) is None


def test_the_end_of_a_range_takes_over_its_part_of_the_day() -> None:
    assert [t.time for t in find_times("下午2時至4時30分")] == [dt.time(14), dt.time(16, 30)]
    assert [t.time for t in find_times("上午9時至12時")] == [dt.time(9), dt.time(12)]


@given(st.times())
def test_every_minute_is_read(time: dt.time) -> None:
    minute = time.replace(second=0, microsecond=0)
    part, hour = ("上午", time.hour) if time.hour < 12 else ("下午", time.hour - 12 or 12)
    assert parse_time(f"{part}{hour}時{time.minute}分") == minute
    assert parse_time(f"{time.hour}:{time.minute:02}") == minute


# ---------------------------------------------------------------- the time field of minutes


@pytest.mark.parametrize(
    ("text", "at", "weekday", "contradictions"),
    [
        ("115 年 2 月 9 日(星期一)下午 2 時 00 分", "2026-02-09T14:00", 0, ()),
        ("114 年 5 月 14 日（三）上午 10 時", "2025-05-14T10:00", 2, ()),
        ("112年9月23日(星期六)上午10時00分", "2023-09-23T10:00", 5, ()),
        ("113年9月27日 週五 14:00", "2024-09-27T14:00", 4, ()),
        ("星期六 112年9月23日 上午九時三十分", "2023-09-23T09:30", 5, ()),
        ("113年9月27日(星期日)上午14時30分", "2024-09-27T14:30", 6, ("weekday", "time")),
        ("2024/5/3 09:30", "2024-05-03T09:30", None, ()),
    ],
)
def test_time_fields(text: str, at: str, weekday: int | None, contradictions: tuple[str, ...]) -> None:
    found = parse_date_time(text)
    assert found.date is not None
    assert found.time is not None
    assert dt.datetime.combine(found.date, found.time) == dt.datetime.fromisoformat(at)
    assert found.weekday_printed == weekday
    assert found.contradictions == contradictions


def test_time_fields_that_lack_something() -> None:
    found = parse_date_time("113年2月30日下午2時")
    assert (found.date, found.time, found.contradictions) == (None, dt.time(14), ("impossible-date",))
    found = parse_date_time("113年5月3日")
    assert (found.date, found.time) == (dt.date(2024, 5, 3), None)
    assert parse_date_time("9月27日").date is None
    assert parse_date_time("9月27日", context_year=2024).date == dt.date(2024, 9, 27)
    assert parse_date_time("如簽到表").words == "如簽到表"
    assert parse_date_time("113年5月3日下午2時至4時").end == dt.time(16)


@pytest.mark.parametrize("words", ["一０三年十月三日", "一Ｏ三年十月三日", "一○三年十月三日", "一0三年十月三日"])
def test_a_nought_among_han_digits_is_one_of_them(words: str) -> None:
    assert parse_date_time(words).date == dt.date(2014, 10, 3)


def test_a_time_read_by_half_is_none() -> None:
    assert parse_time("下午2時3 0分") is None
    assert parse_time("下午2時 303會議室") == dt.time(14)
    assert parse_time("下午2時 30 分") == dt.time(14, 30)
