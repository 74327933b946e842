"""Page numbers by their shape: 3, - 3 -, 第 8 頁，共 18 頁, 3/18, 頁 1, Page 3 of 18, 三, iv, and continuation remarks (續下頁)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from kbbt.numerals import HAN_NUMERAL, parse_number, to_roman
from kbbt.text import fold

_N = rf"(?P<n>\d{{1,4}}|{HAN_NUMERAL})"
_TOTAL = rf"(?P<total>\d{{1,4}}|{HAN_NUMERAL})"


_LONGEST = 48
"""Characters, blanks included, of the longest line that can be a page number."""


class Shape(IntEnum):
    """How much a line looks like a page number."""

    BARE = 1
    """A number alone: it needs its place on the page and the arithmetic of the pages."""
    DRESSED = 2
    """「- 3 -」, 「頁 3」, 「3/18」: a page number where page numbers stand."""
    SURE = 3
    """「第 3 頁」 and 「第 3 頁，共 18 頁」: says so itself."""


# Matched against folded text: half-width, no blanks, lower case, dashes as -.
_SHAPES: tuple[tuple[Shape, re.Pattern[str]], ...] = (
    (Shape.SURE, re.compile(rf"[-~(\[]*第{_N}頁[,，、;/(]*(?:[共總全]計?{_TOTAL}頁)?[-~)\]]*")),
    (Shape.SURE, re.compile(rf"[共總]計?{_TOTAL}頁[,，、;/(]*第{_N}頁\)?")),
    (Shape.SURE, re.compile(rf"(?:page|頁次|頁碼|頁)[:.]?{_N}(?:of|/|,?共){_TOTAL}頁?")),
    (Shape.SURE, re.compile(rf"page{_N}")),
    (Shape.DRESSED, re.compile(rf"(?:頁次|頁碼|頁|p\.?|pg\.?)[:.]?{_N}")),
    (Shape.DRESSED, re.compile(rf"{_N}頁")),
    (Shape.DRESSED, re.compile(rf"[-~·<]+{_N}[-~·>]+")),
    (Shape.DRESSED, re.compile(r"(?P<n>\d{1,4})/(?P<total>\d{1,4})")),
    (Shape.BARE, re.compile(r"[(\[]?(?P<n>\d{1,4})[)\].]?")),
    (Shape.BARE, re.compile(rf"(?P<n>{HAN_NUMERAL})")),
)

_ROMAN = {to_roman(n).lower(): n for n in range(1, 50)}

_REMARK = re.compile(r"[-(\[]*(?:續|接)(?:上|前|下|次|後)(?:一)?頁?[-)\]]*|[-(\[]*[上下]頁?續[-)\]]*")


@dataclass(frozen=True, slots=True)
class PageNumber:
    """A line that may be a page number: its ``shape``, its ``number``, and the ``total`` it states, if any."""

    shape: Shape
    number: int
    total: int | None = None


def page_number(text: str) -> PageNumber | None:
    """What page number ``text`` may be, None when it has the shape of none."""
    if len(text) > _LONGEST:
        return None
    key = fold(text)
    if key in _ROMAN:
        return PageNumber(Shape.BARE, _ROMAN[key])
    for shape, pattern in _SHAPES:
        match = pattern.fullmatch(key)
        if match is None:
            continue
        groups = match.groupdict()
        total = groups.get("total")
        try:
            number = parse_number(match["n"])
            stated = parse_number(total) if total else None
        except ValueError:
            continue
        if stated is not None and number > stated:
            continue
        return PageNumber(shape, number, stated)
    return None


def is_continuation_remark(text: str) -> bool:
    """True for a line that says only that the text goes on: 「（續下頁）」, 「接次頁」."""
    return len(text) <= _LONGEST and bool(_REMARK.fullmatch(fold(text)))
