"""Every date that a reader sees in running Chinese text, with the range it covers and the year it takes over."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from kbbt.dates import grammar as g
from kbbt.dates.points import PRECISIONS, Context, Part, Precision, continue_point, parse_point

YearFrom = Literal["printed", "relative", "text", "context"]


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A mention of a date: all days from ``start`` to ``end``, both included, as exactly as the words say.

    ``words`` are the text at ``span`` (start, end). 月初, 上旬 are days 1–10, 月中, 中旬 11–20, 月底, 下旬 21 to the last;
    年初 is January, 年中 June, 年底 December, each with precision ``month``. ``bound`` is ``by`` where 前 or 止 follows
    (by the end of the range), ``since`` where 起 or 後 does. ``year_from`` says where the year comes from: ``printed`` in the
    words, ``relative`` (今年, 去年), ``text`` (a year mentioned before in the same paragraph), or ``context``.
    """

    start: dt.date
    end: dt.date
    precision: Precision
    words: str
    span: tuple[int, int]
    year_from: YearFrom = "printed"
    bound: Literal["by", "since"] | None = None


@dataclass(frozen=True, slots=True)
class _Dated:
    """A part with its years settled."""

    start: dt.date
    end: dt.date
    precision: Precision
    span: tuple[int, int]
    year_from: YearFrom


def _days(part: Part, year: int) -> tuple[dt.date, dt.date] | None:
    """The first and last day of a part in ``year``, or None when there are no such days."""
    first_year, last_year = year, year + part.years
    if not (1 <= first_year <= last_year <= dt.MAXYEAR):
        return None
    try:
        start = dt.date(first_year, part.first[0], part.first[1])
        month, day = part.last
        return start, dt.date(last_year, month, day or calendar.monthrange(last_year, month)[1])
    except ValueError:
        return None


def _settle(part: Part, year: int, year_from: YearFrom) -> _Dated | None:
    days = _days(part, year)
    if days is None or days[1] < days[0]:
        return None
    return _Dated(days[0], days[1], part.precision, part.span, year_from)


def _join(first: _Dated, last: _Dated) -> _Dated:
    """One mention from the start of ``first`` to the end of ``last``; it claims no more precision than either."""
    coarser = max(first.precision, last.precision, key=PRECISIONS.index)
    return _Dated(first.start, last.end, coarser, (first.span[0], last.span[1]), first.year_from)


def _first_year(group: list[tuple[str, Part]], known: int | None, known_from: YearFrom) -> tuple[int, YearFrom] | None:
    """The year of a chain's first part: its own, else the ``known`` one, or that of a later part it is tied closely to.

    11月至113年2月 begins in the year before; 4月24、113年4月25日 are days of one year whatever was said before.
    """
    first = group[0][1]
    if first.year is not None:
        return first.year, "relative" if first.relative else "printed"
    link, later = next(((link, part) for link, part in group[1:] if part.year is not None), ("", first))
    if later.year is None:
        return None if known is None else (known, known_from)
    close = link == "range" or (later.precision == "day" and later.first[0] == first.first[0])
    if known is not None and not close:
        return known, known_from
    return later.year - (first.first > later.first), "relative" if later.relative else "printed"


def _years_of(
    group: list[tuple[str, Part]], known: int | None, known_from: YearFrom
) -> list[tuple[int, YearFrom] | None]:
    """The year of each part: its own, else that of the part before it."""
    years = [_first_year(group, known, known_from)]
    for (_, before), (link, part) in pairwise(group):
        last = years[-1]
        if part.year is not None:
            years.append((part.year, "relative" if part.relative else "printed"))
        elif last is None:
            years.append(None)
        else:
            # 112年11月至2月 ends in the next year
            years.append((last[0] + (link == "range" and part.first < before.first), last[1]))
    return years


def _collect(group: list[tuple[str, Part]], known: int | None, known_from: YearFrom) -> list[_Dated]:
    """The mentions that a chain of parts makes: lists stay apart, ranges become one."""
    found: list[_Dated] = []
    open_end = False
    for (link, part), year in zip(group, _years_of(group, known, known_from), strict=True):
        dated = None if year is None else _settle(part, *year)
        if dated is None:
            open_end = False
            continue
        if link == "range" and open_end and found[-1].start <= dated.end:
            found[-1] = _join(found[-1], dated)
        else:
            found.append(dated)
        open_end = True
    return found


def _chain(text: str, at: int, context: Context) -> tuple[list[tuple[str, Part]], int] | None:
    """The dates that begin at ``at`` and are tied together by 至, ~, 或, 、, 及, with the index after them."""
    first = parse_point(text, at, context)
    if first is None:
        return None
    group: list[tuple[str, Part]] = [("", part) for part in first]
    end = group[-1][1].span[1]
    while True:
        for kind, pattern in (("range", g.RANGE), ("list", g.LIST)):
            link = pattern.match(text, end)
            following = continue_point(text, link.end(), group[-1][1], context) if link else None
            if following:
                group.append((kind, following[0]))
                group.extend(("list", part) for part in following[1:])
                end = group[-1][1].span[1]
                break
        else:
            return group, end


def _bound(text: str, end: int) -> Literal["by", "since"] | None:
    if g.BY.match(text, end):
        return "by"
    return "since" if g.SINCE.match(text, end) else None


def find_dates(text: str, *, context_year: int | None = None, reference: dt.date | None = None) -> list[FoundDate]:
    """Every mention of a date in ``text``, in order. Arbitrary text is welcome; what is no date is left out.

    ``reference`` is the day the text speaks from: 今年, 下一季, 本月 need it, and a date without a year takes over the year
    mentioned before it in the same paragraph, else that of ``context_year`` (Western; by default the reference's).
    Without either, a date whose year is not known is left out. Time is linear in the length of the text.
    """
    plain = g.fold_digits(text)
    year = context_year if context_year is not None else (reference.year if reference else None)
    found: list[FoundDate] = []
    in_text: int | None = None
    last: dt.date | None = None
    position = 0
    while match := g.START.search(plain, position):
        at = match.start()
        if "\n" in plain[position:at]:
            in_text = None
        context = Context(year, reference, in_text, last)
        chain = _chain(plain, at, context)
        if chain is None:
            position = at + 1
            continue
        group, position = chain
        position = max(position, at + 1)
        known: tuple[int | None, YearFrom] = (in_text, "text") if in_text is not None else (year, "context")
        dated = _collect(group, *known)
        found += [
            FoundDate(one.start, one.end, one.precision, text[one.span[0] : one.span[1]], one.span, one.year_from)
            for one in dated
        ]
        if dated:
            bound = _bound(plain, found[-1].span[1])
            if bound:
                found[-1] = replace(found[-1], bound=bound)
            last = dated[-1].end
            if dated[-1].year_from in ("printed", "relative"):
                in_text = dated[-1].end.year
    return found
