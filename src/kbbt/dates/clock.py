"""Times of day as minutes print them: 下午2時, 下午14時45分, 中午12時, 上午11時整, 下午2點半, 14:30."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from kbbt.dates.grammar import BLANK, WEEKDAY, fold_digits, weekday_of
from kbbt.dates.mentions import FoundDate, find_dates
from kbbt.numerals import parse_number

_HAN = "[〇零一二兩三四五六七八九十廿]"
_NUMBER = rf"(?:[0-9]{{1,2}}|{_HAN}{{1,3}})"
_PERIOD = "上午|早上|早晨|清晨|凌晨|中午|正午|下午|午後|傍晚|晚上|晚間|夜間|深夜|[AaPp]\\.?[Mm]\\.?"
# 2時3 0分 is no time of day: who read its hour alone would be wrong by half an hour and not know it.
_TIME = re.compile(
    rf"(?:(?P<period>{_PERIOD}){BLANK})?"
    rf"(?<![0-9.:：])(?:"
    rf"(?P<hour>{_NUMBER}){BLANK}(?P<unit>時|點鐘|點)(?![段期數])"
    rf"(?:{BLANK}(?P<minute>{_NUMBER}){BLANK}分(?![之鐘])|{BLANK}(?P<half>半)|{BLANK}(?P<sharp>整|正(?!式|在|常|確)))?"
    rf"(?!{BLANK}[0-9][0-9 ]{{1,4}}分(?![之鐘]))"
    rf"|(?P<hh>[0-9]{{1,2}}){BLANK}[:：]{BLANK}(?P<mm>[0-9]{{2}})(?![0-9:：])(?:{BLANK}(?P<after>[AaPp]\.?[Mm]\.?)(?![A-Za-z]))?"
    rf")"
)
_TO = re.compile(rf"{BLANK}(?:至|到|~|〜|-|–|—|－){BLANK}")

_MORNING = ("上午", "早上", "早晨", "a")
_NIGHT = ("凌晨", "清晨")
_NOON = ("中午", "正午")
_AFTERNOON = ("下午", "午後", "p")
# the rest are evenings


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A time of day in a text: its ``words`` and their ``span`` (start, end).

    ``contradictory`` says that the part of the day and the hour do not fit (上午14時30分, which is read as 14:30).
    """

    time: dt.time
    words: str
    span: tuple[int, int]
    contradictory: bool = False


@dataclass(frozen=True, slots=True)
class FoundDateTime:
    """What the time field of minutes says. What it does not say, or says impossibly, is None.

    ``end`` is the second time of a range on the same day (下午2時至4時). ``weekday_printed`` is 0 for Monday.
    ``contradictions`` are codes: ``weekday`` (printed weekday and date disagree), ``time`` (上午14時),
    ``impossible-date`` (113年2月30日), ``several-dates`` (the first one counts).
    """

    date: dt.date | None
    time: dt.time | None
    weekday_printed: int | None
    words: str
    contradictions: tuple[str, ...] = ()
    end: dt.time | None = None


def _hour(period: str | None, hour: int, minute: int) -> tuple[int, bool]:
    """The hour of 24 that an hour in a part of the day is, and whether the two contradict each other."""
    if period is None:
        return hour, False
    key = period[0].lower() if period[0].isascii() else period
    if key in _MORNING:
        # 上午12時 is noon; 上午12時10分 and 上午14時 are slips, read as the clock says
        return hour, hour > 12 or (hour == 12 and minute > 0)
    if key in _NIGHT:
        return (0, False) if hour == 12 else (hour, hour > 7)
    if key in _NOON:
        return (hour + 12, False) if 1 <= hour <= 2 else (hour, not 11 <= hour <= 14)
    if key in _AFTERNOON:
        return (hour + 12, False) if hour < 12 else (hour, False)
    if hour == 12:
        return 0, True  # midnight belongs to the next day; which day is meant is for a person to say
    return (hour + 12, False) if 4 <= hour < 12 else (hour, hour < 16)


def _time(match: re.Match[str], period: str | None) -> tuple[dt.time, bool] | None:
    try:
        hour = parse_number(match["hour"] or match["hh"])
        minute = 30 if match["half"] else parse_number(match["minute"] or match["mm"] or "0")
    except ValueError:
        return None
    if hour > 23 or minute > 59:
        return None
    # 「意見三點」 is no time: o'clock needs a part of the day, or minutes
    if match["unit"] == "點" and not (period or match["minute"] or match["half"] or match["sharp"]):
        return None
    hour, contradictory = _hour(period, hour, minute)
    return dt.time(hour, minute), contradictory


def find_times(text: str) -> list[FoundTime]:
    """Every time of day in ``text``, in order. The end of a range takes over its part of the day: 下午2時至4時 ends at 16:00."""
    plain = fold_digits(text)
    found: list[FoundTime] = []
    before: str | None = None
    for match in _TIME.finditer(plain):
        if plain[match.start() - 1 : match.start()] == "小":
            continue
        period = match["period"] or match["after"]
        ranged = bool(found) and _TO.fullmatch(plain, found[-1].span[1], match.start()) is not None
        plainly = _time(match, period)
        if plainly is None:
            continue
        if period is None and ranged and plainly[0] <= found[-1].time:
            period = before
            plainly = _time(match, period) or plainly
        time, contradictory = plainly
        found.append(FoundTime(time, text[match.start() : match.end()], match.span(), contradictory))
        before = period
    return found


def find_time(text: str) -> FoundTime | None:
    """The first time of day in ``text``, or None."""
    found = find_times(text)
    return found[0] if found else None


def parse_time(text: str) -> dt.time | None:
    """The first time of day that ``text`` names, or None."""
    found = find_time(text)
    return found.time if found else None


_DAY_LIKE = re.compile(
    rf"[0-9〇零一二三四五六七八九十]{BLANK}年{BLANK}[0-9一二三四五六七八九十]+{BLANK}月{BLANK}[0-9一二三四五六七八九十]+{BLANK}日"
)
_WEEKDAY = re.compile(WEEKDAY)


def parse_date_time(text: str, *, context_year: int | None = None) -> FoundDateTime:
    """The date, weekday and time of a time field such as 「115 年 2 月 9 日(星期一)下午 2 時 00 分」.

    ``context_year`` (Western) is the year of a date that has none, as the title of the minutes gives it.
    """
    contradictions: list[str] = []
    days = [d for d in find_dates(text, context_year=context_year) if d.precision == "day"]
    first: FoundDate | None = days[0] if days else None
    weekday: int | None = None
    if first is None:
        if _DAY_LIKE.search(fold_digits(text)):
            contradictions.append("impossible-date")
    else:
        weekday = weekday_of(first.words)
        if weekday is not None and first.start == first.end and weekday != first.start.weekday():
            contradictions.append("weekday")
        if first.start != first.end or any(d.start != first.start for d in days):
            contradictions.append("several-dates")
    if weekday is None:
        # 星期一 may stand apart from the date; a lone (一) may be a label and only counts beside it
        spelt = re.search(rf"(?:星期|禮拜|週|周){BLANK}[一二三四五六日天]", fold_digits(text))
        weekday = weekday_of(spelt.group()) if spelt else None
        if weekday is not None and first is not None and first.start == first.end and weekday != first.start.weekday():
            contradictions.append("weekday")
    # a date such as 113.7.11 is no time, and what stands before the date belongs to something else
    rest = text[first.span[1] :] if first else text
    times = find_times(rest)
    if not times and first:
        times = find_times(text[: first.span[0]])
    if any(t.contradictory for t in times[:1]):
        contradictions.append("time")
    end = None
    if len(times) > 1 and _TO.fullmatch(fold_digits(rest), times[0].span[1], times[1].span[0]):
        end = times[1].time
    words = text.strip()
    return FoundDateTime(
        first.start if first else None, times[0].time if times else None, weekday, words, tuple(contradictions), end
    )
