"""One date, as a person types it on the command line, and as it is shown."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata

from kbbt.errors import UsageError
from kbbt.i18n import _
from kbbt.numerals import HAN_NUMERAL, parse_number

EPOCH = 1911
"""Year n of the Republic is the Western year n + 1911."""

FORMS = "113-07-11, 113.7.11, 113/7/11, 1130711, 民國113年7月11日, 113年7月11日, 2024-07-11, 2024/7/11, 20240711"
"""The accepted forms, for messages and help texts."""

_DASHES = str.maketrans("–—―−‐‑‒﹣－", "---------")
_NUMBER = rf"(?:[0-9]{{1,8}}|{HAN_NUMERAL})"
_WORDS = re.compile(
    rf"(?P<era>中華民國|民國|西元|公元)?(?P<year>元|{_NUMBER})年(?P<month>元|{_NUMBER})月(?P<day>{_NUMBER})[日號]?"
)
_MARKS = re.compile(r"(?P<era>中華民國|民國|西元|公元)?(?P<year>[0-9]+)([-./])(?P<month>[0-9]+)\3(?P<day>[0-9]+)")
_BARE = re.compile(r"(?P<era>中華民國|民國|西元|公元)?(?P<digits>[0-9]+)")


def roc_year(year: int) -> int:
    """The year of the Republic of a Western year: 2024 → 113. Raises ValueError before 1912."""
    if year <= EPOCH:
        raise ValueError(f"before year 1 of the Republic: {year}")
    return year - EPOCH


def western_year(year: int) -> int:
    """The Western year of a year of the Republic: 113 → 2024. Raises ValueError below 1."""
    if year < 1:
        raise ValueError(f"before year 1 of the Republic: {year}")
    return year + EPOCH


def is_leap_roc(year: int) -> bool:
    """True when February of this year of the Republic has 29 days."""
    return calendar.isleap(western_year(year))


def to_roc(date: dt.date) -> str:
    """``113-07-11``. A date that has no ROC year of one to three digits is written in ISO form."""
    year = date.year - EPOCH
    return (
        f"{year}-{date.month:02}-{date.day:02}" if 1 <= year <= 999 else f"{date.year:04}-{date.month:02}-{date.day:02}"
    )


def to_roc_long(date: dt.date) -> str:
    """``113年7月11日``. A date that has no ROC year of one to three digits is written ``西元1911年12月31日``."""
    year = date.year - EPOCH
    return f"{year if 1 <= year <= 999 else f'西元{date.year:04}'}年{date.month}月{date.day}日"


def _refuse(text: str, problem: str) -> UsageError:
    return UsageError(
        problem,
        where=text.strip() or "''",
        remedy=_("Dates are given as {forms}.", forms=_(", ").join(FORMS.split(", "))),
    )


def _full_year(text: str, year: int, digits: int, era: str | None) -> int:
    """The Western year of a year as written with ``digits`` digits after ``era``."""
    if era in ("西元", "公元") or (era is None and digits == 4):
        if year <= EPOCH:
            raise _refuse(text, _("{year} is before year 1 of the Republic (1912)", year=year))
        return year
    if year > 999:
        raise _refuse(text, _("{year} is no year of the Republic", year=year))
    if year < 1:
        raise _refuse(text, _("there is no year 0; year 1 of the Republic is 1912"))
    return year + EPOCH


def _build(text: str, year: int, month: int, day: int) -> dt.date:
    """The date, or a refusal that says which part cannot be."""
    if not 1 <= month <= 12:
        raise _refuse(text, _("there is no month {month}", month=month))
    if year > dt.MAXYEAR:
        raise _refuse(text, _("{year} is too far in the future", year=year))
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        shown = f"{year - EPOCH}-{month:02}"
        raise _refuse(
            text, _("there is no day {day} in {month}: that month has {last} days", day=day, month=shown, last=last)
        )
    return dt.date(year, month, day)


def parse_date(text: str) -> dt.date:
    """The date that ``text`` names in one of the forms of :data:`FORMS`; blanks, full-width and Han digits are welcome.

    A year of four digits is a Western one, of one to three digits a year of the Republic. Raises UsageError, which says
    what is wrong and shows the forms, for everything else: an impossible date, a date before 1912, an ambiguous one.
    """
    plain = "".join(unicodedata.normalize("NFKC", text[:200]).translate(_DASHES).split())
    if not plain:
        raise _refuse(text[:200], _("no date was given"))
    if re.match(r"(?:中華)?(?:民國|民)前", plain):
        raise _refuse(text, _("years before the Republic (民前) are not supported"))
    match = _WORDS.fullmatch(plain) or _MARKS.fullmatch(plain)
    if match:
        try:
            year, month, day = (
                1 if match[part] == "元" else parse_number(match[part]) for part in ("year", "month", "day")
            )
        except ValueError as error:
            raise _refuse(text, _("this is not a date")) from error
        return _build(text, _full_year(text, year, len(str(year)), match["era"]), month, day)
    bare = _BARE.fullmatch(plain)
    if bare is None:
        raise _refuse(text[:60], _("this is not a date"))
    digits = bare["digits"]
    # 1130711 and 20240711; six digits could be year 99 or a digit forgotten, and are not guessed at.
    if len(digits) not in (7, 8):
        raise _refuse(text, _("a date without separators has seven digits (1130711) or eight (20240711)"))
    year = int(digits[:-4])
    return _build(text, _full_year(text, year, len(digits) - 4, bare["era"]), int(digits[-4:-2]), int(digits[-2:]))
