"""Dates of Chinese documents: ROC years, mentions in running text, times of day.

Year 1 of the Republic (民國 1 年) is 1912. Dates before it are not supported.
"""

from __future__ import annotations

from kbbt.dates.clock import FoundDateTime, FoundTime, find_time, find_times, parse_date_time, parse_time
from kbbt.dates.mentions import FoundDate, find_dates
from kbbt.dates.points import Precision
from kbbt.dates.roc import (
    FORMS,
    is_leap_roc,
    parse_date,
    roc_year,
    to_roc,
    to_roc_long,
    western_year,
)

__all__ = [
    "FORMS",
    "FoundDate",
    "FoundDateTime",
    "FoundTime",
    "Precision",
    "find_dates",
    "find_time",
    "find_times",
    "is_leap_roc",
    "parse_date",
    "parse_date_time",
    "parse_time",
    "roc_year",
    "to_roc",
    "to_roc_long",
    "western_year",
]
