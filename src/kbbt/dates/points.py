"""One point in time as it is written: a year, a part of it, a month, a day, in the forms of :mod:`kbbt.dates.grammar`."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Literal

from kbbt.dates import grammar as g
from kbbt.dates.roc import EPOCH
from kbbt.numerals import parse_number

Precision = Literal["day", "month", "quarter", "half", "year"]
PRECISIONS: tuple[Precision, ...] = ("day", "month", "quarter", "half", "year")
"""From fine to coarse."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a reader knows before a mention: the ``year`` and ``reference`` day of the document, the year mentioned
    before in the paragraph (``in_text``), and the ``last`` date mentioned.
    """

    year: int | None
    reference: dt.date | None
    in_text: int | None = None
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a year: (month, day) of its ``first`` and ``last`` day; day 0 is the last one of the month.

    ``year`` is None where the words have none; ``years`` are added to it for the last day (114至117年).
    """

    span: tuple[int, int]
    precision: Precision
    first: tuple[int, int]
    last: tuple[int, int]
    year: int | None = None
    relative: bool = False
    years: int = 0


def _number(text: str) -> int | None:
    """A day or month number; two Han digits without 十 (一二月) are not one number."""
    if text == "元":
        return 1
    if len(text) > 1 and not text.isascii() and not re.search("[十廿卅]", text):
        return None
    try:
        return parse_number(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Numbers ``low`` to ``high`` of a series, written at ``span``."""

    low: int
    high: int
    span: tuple[int, int]


def _series(match: re.Match[str], begin: int, end: int, most: int) -> list[_Stretch]:
    """The numbers 1 to ``most`` that share a sign: 4、5、6月, 5至6月, 3、9月; empty where one of them cannot be.

    Numbers of a list that follow on one another are one stretch. The first begins at ``begin``, the last ends at ``end``.
    """
    first = _number(match["first"])
    if first is None or not 1 <= first <= most:
        return []
    found = [_Stretch(first, first, (begin, match.end("first")))]
    for more in g.MORE.finditer(match.string, *match.span("more")):
        number, last = _number(more["number"]), found[-1]
        if number is None or not 1 <= number <= most:
            return []
        if more["link"] in "、及和與" and number != last.high + 1:
            found.append(_Stretch(number, number, more.span("number")))
        else:
            found[-1] = _Stretch(last.low, number, (last.span[0], more.end()))
    found[-1] = _Stretch(found[-1].low, found[-1].high, (found[-1].span[0], end))
    return found


def _third(month: tuple[int, int], which: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """The first and last day of a third of a month: 初/上旬, 中/中旬, 底/末/下旬."""
    low, high = month
    return {
        "early": ((low, 1), (high, 10)),
        "middle": ((low, 11), (high, 20)),
        "late": ((low, 21), (high, 0)),
    }[which]


def _which(match: re.Match[str]) -> str:
    groups = match.groupdict()
    if groups.get("third"):
        return {"上": "early", "中": "middle", "下": "late"}[groups["third"]]
    return next(name for name in ("early", "middle", "late") if groups.get(name))


def _parse_days(text: str, at: int, month: int, begin: int) -> list[Part] | None:
    """The days 「5日」, 「4、5日」, 「6至7日」 of ``month`` at ``at``; a part begins at ``begin``, where its month does."""
    match = g.DAY.match(text, at)
    if match is None:
        return None
    weekday = g.AFTER_DAY.match(text, match.end())
    end = weekday.end() if weekday else match.end()
    days = _series(match, begin, end, 31)
    # an impossible day is no date, and nothing of it is taken for a month either: a part without days
    nothing = Part((begin, end), "day", (month, 31), (month, 1))
    return [Part(day.span, "day", (month, day.low), (month, day.high)) for day in days] or [nothing]


def _parse_month(text: str, at: int, begin: int) -> list[Part] | None:
    """「5月」 and what goes on from there: a third of it, days; 「5至6月」, 「11至2月」."""
    match = g.MONTH.match(text, at)
    if match is None:
        return None
    months = _series(match, begin, match.end(), 12)
    if not months:
        return None
    parts = [Part(m.span, "month", (m.low, 1), (m.high, 0), years=int(m.low > m.high)) for m in months]
    last = months[-1]
    third = g.MONTH_PART.match(text, match.end())
    if third:
        first_day, last_day = _third((last.low, last.high), _which(third))
        span = (last.span[0], third.end())
        parts[-1] = Part(span, "month", first_day, last_day, years=int(last.low > last.high))
    elif len(months) == 1 and last.low == last.high:
        days = _parse_days(text, match.end(), last.low, begin) or _parse_unsigned_day(
            text, match.end(), last.low, begin
        )
        return days or parts
    return parts


def _parse_unsigned_day(text: str, at: int, month: int, begin: int) -> list[Part] | None:
    """The day of 「4 月24、113 年 4 月 25 日」: its sign is left to the date that follows."""
    match = g.DAY_WITHOUT_SIGN.match(text, at)
    day = _number(match["day"]) if match else None
    if match is None or day is None or not 1 <= day <= 31:
        return None
    link = g.RANGE.match(text, match.end()) or g.LIST.match(text, match.end())
    if link is None:
        return None
    # looked at only, and only one step ahead, so that a long list costs no more than its length
    year = g.YEAR.match(text, link.end())
    following = g.MONTH.match(text, year.end() if year else link.end())
    if following is None or g.DAY.match(text, following.end()) is None:
        return None
    return [Part((begin, match.end()), "day", (month, day), (month, day))]


def _parse_within(text: str, at: int, begin: int) -> list[Part] | None:
    """A half, quarter or month; ``begin`` is where the mention begins."""
    half = g.HALF.match(text, at)
    if half:
        months = (1, 6) if half["half"] == "上" else (7, 12)
        return [Part((begin, half.end()), "half", (months[0], 1), (months[1], 0))]
    quarter = g.QUARTER.match(text, at)
    if quarter:
        return [
            Part(q.span, "quarter", (q.low * 3 - 2, 1), (q.high * 3, 0), years=int(q.low > q.high))
            for q in _series(quarter, begin, quarter.end(), 4)
        ] or None
    return _parse_month(text, at, begin)


def _year_part(match: re.Match[str], begin: int) -> Part:
    month = {"early": 1, "middle": 6, "late": 12}[_which(match)]
    return Part((begin, match.end()), "month", (month, 1), (month, 0))


def _western(printed: str, era: str | None, parts: list[Part] | None) -> int | None:
    """The Western year of a printed one, or None where it is no year of a date but a length of time or a number.

    What needs no other sign: 100 to 199 and 1912 to 2199. Fewer digits need 民國, or a day, or a month and 60 or more.
    """
    if printed == "元":
        return EPOCH + 1 if era and era.endswith("民國") else None
    try:
        value = parse_number(printed)
    except ValueError:
        return None
    if era:
        roc = era.endswith("民國")
        low, high = (1, 999) if roc else (EPOCH + 1, 2910)
        return None if not low <= value <= high else value + EPOCH * roc
    if not printed.isascii() and re.search("[十百]", printed) and not parts:
        return None  # 一百年 is a length of time
    if 1912 <= value <= 2199:
        return value
    fine = 100 <= value <= 199
    if parts and 10 <= value < 100:
        fine = parts[0].precision == "day" or value >= 60
    return value + EPOCH if fine else None


def _with_year(parts: list[Part], year: int, *, relative: bool = False) -> list[Part]:
    first = parts[0]
    dated = Part(first.span, first.precision, first.first, first.last, year, relative, first.years)
    return [dated, *parts[1:]]


def _after_year(text: str, at: int, begin: int) -> list[Part] | None:
    part = g.YEAR_PART.match(text, at)
    return [_year_part(part, begin)] if part else _parse_within(text, at, begin)


def _parse_year(text: str, at: int) -> list[Part] | None:
    span = g.YEAR_SPAN.match(text, at)
    if span:
        one, two = _western(span["year"], None, None), _western(span["year2"], None, None)
        if one and two and one < two:
            return [Part(span.span(), "year", (1, 1), (12, 0), one, years=two - one)]
    match = g.YEAR.match(text, at)
    if match is None:
        return None
    parts = _after_year(text, match.end(), at)
    year = _western(match["year"], match["era"], parts)
    if year is None:
        return None
    if parts:
        return _with_year(parts, year)
    if not match["era"] and (g.DURATION_BEFORE.search(text, max(0, at - 4), at) or g.OF_AGE.match(text, match.end())):
        return None
    return [Part(match.span(), "year", (1, 1), (12, 0), year)]


def _parse_relative_year(text: str, at: int, context: Context) -> list[Part] | None:
    match = g.RELATIVE_YEAR.match(text, at)
    if match is None:
        return None
    word, number = match["word"] or match["word2"], match["number"] or match["number2"]
    if number:
        year = int(number) if len(number) == 4 else int(number) + EPOCH
    else:
        base = context.in_text if word in g.FROM_TEXT else context.year
        if base is None or word not in g.YEAR_SHIFT:
            return None
        year = base + g.YEAR_SHIFT[word]
    parts = _after_year(text, match.end(), at) or [Part(match.span(), "year", (1, 1), (12, 0))]
    return _with_year(parts, year, relative=not number)


def _shift_month(day: dt.date, months: int) -> tuple[int, int]:
    index = day.year * 12 + day.month - 1 + months
    return index // 12, index % 12 + 1


def _parse_relative_month(text: str, at: int, context: Context) -> list[Part] | None:
    """本月5日, 下月底, 同月20日, 下一季, 今日: from the day of the document, or the date mentioned last."""
    day = context.reference
    today = g.RELATIVE_DAY.match(text, at)
    if today:
        here = None if day is None else (day.month, day.day)
        return [Part(today.span(), "day", here, here, day.year, relative=True)] if day and here else None
    bare = g.BARE_MONTH_PART.match(text, at)
    if bare and day:
        first, last = _third((day.month, day.month), _which(bare))
        return [Part(bare.span(), "month", first, last, day.year, relative=True)]
    match = g.RELATIVE_MONTH.match(text, at)
    if match:
        base = context.last if match["which"] == "同" else day
        if base is None:
            return None
        year, month = _shift_month(base, {"上": -1, "下": 1}.get(match["which"], 0))
        third = g.MONTH_PART.match(text, match.end())
        if third:
            first, last = _third((month, month), _which(third))
            parts = [Part((at, third.end()), "month", first, last)]
        else:
            whole = Part(match.span(), "month", (month, 1), (month, 0))
            parts = _parse_days(text, match.end(), month, at) or [whole]
        return _with_year(parts, year, relative=True)
    quarter = g.RELATIVE_QUARTER.match(text, at)
    if quarter and day:
        year, month = _shift_month(day, {"上": -3, "下": 3}.get(quarter["which"], 0))
        first_month = (month - 1) // 3 * 3 + 1
        part = Part(quarter.span(), "quarter", (first_month, 1), (first_month + 2, 0), year, relative=True)
        return [part]
    return None


def _parse_marks(text: str, at: int) -> list[Part] | None:
    """113.7.11, 2024/7/11, 1130711: plausible dates only, and nothing that counts."""
    if at and ((text[at - 1].isascii() and text[at - 1].isalnum()) or text[at - 1] in "第#"):
        return None
    match = g.SEPARATED.match(text, at) or g.COMPACT.match(text, at)
    if match is None or (match.re is g.COMPACT and g.COUNTED.match(text, match.end())):
        return None
    value, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    digits = len(match["year"])
    fine = (1912 <= value <= 2199) if digits == 4 else (60 <= value <= 199)
    if match.re is g.COMPACT and digits == 3:
        fine = 90 <= value <= 199
    if not fine or not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    end = match.end()
    weekday = g.AFTER_DAY.match(text, end)
    if weekday:
        end = weekday.end()
    year = value if digits == 4 else value + EPOCH
    return [Part((at, end), "day", (month, day), (month, day), year)]


def _parse_short(text: str, at: int, *, needs_weekday: bool) -> list[Part] | None:
    """5/4(六): month and day; without a weekday it may be a fraction, and counts only after another such date."""
    match = g.SHORT.match(text, at)
    if match is None:
        return None
    month, day = int(match["month"]), int(match["day"])
    weekday = g.AFTER_DAY.match(text, match.end())
    if not (1 <= month <= 12 and 1 <= day <= 31) or (needs_weekday and weekday is None):
        return None
    end = weekday.end() if weekday else match.end()
    return [Part((at, end), "day", (month, day), (month, day))]


def _stands_free(text: str, at: int) -> bool:
    """False where a number at ``at`` is the rest of another one."""
    window = max(0, at - 14)
    return g.INSIDE_NUMBER.search(text, window, at) is None or g.LABEL_BEFORE.search(text[window:at]) is not None


def parse_point(text: str, at: int, context: Context) -> list[Part] | None:
    """The point in time that begins at ``at``, or None. More than one part where signs are shared: 3、9月."""
    char = text[at]
    if char == "年":
        part = g.BARE_YEAR_PART.match(text, at)
        return [_year_part(part, at)] if part else None
    if char in "本今去明同翌隔次後前當上下":
        return (
            _parse_relative_year(text, at, context)
            or _parse_relative_month(text, at, context)
            or (_parse_within(text, at, at) if char in "上下" else None)
        )
    if char == "月":
        return _parse_relative_month(text, at, context)
    if char == "第":
        return _parse_within(text, at, at)
    if not _stands_free(text, at):
        return None
    return _parse_numbers(text, at)


def _parse_numbers(text: str, at: int) -> list[Part] | None:
    found = _parse_marks(text, at) or _parse_year(text, at) or _parse_short(text, at, needs_weekday=True)
    if found:
        return found
    if g.NOT_BEFORE_MONTH.search(text, max(0, at - 20), at):
        return None
    month = g.MONTH.match(text, at)
    if month and month["more"].lstrip().startswith("、") and g.LINE_HEAD.search(text[max(0, at - 9) : at]):
        return None  # 「1、5月…」 at the head of a line is item 1
    return _parse_month(text, at, at)


def continue_point(text: str, at: int, before: Part, context: Context) -> list[Part] | None:
    """The point that goes on after 至 or 、, where month or year may be those of the part ``before``."""
    if at >= len(text):
        return None
    if before.year is not None:
        context = replace(context, in_text=before.year)
    start = at
    if before.precision == "day":
        days = _parse_days(text, start, before.last[0], start)
        if days is not None and days[0].first >= before.first:
            return days
        short = _parse_short(text, start, needs_weekday=False) if "/" in text[before.span[0] : before.span[1]] else None
        if short:
            return short
    char = text[at]
    if (char.isascii() and char.isdigit()) or char in "零一二三四五六七八九十廿卅" or char in "民中西公":
        return _parse_numbers(text, at)
    return parse_point(text, at, context) if g.START.match(text, at) else None
