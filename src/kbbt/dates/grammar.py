"""The pieces that dates in running Chinese text are made of, each a small pattern of bounded length.

All patterns work on text whose full-width digits, brackets and blanks were folded by :func:`fold_digits`, which keeps
every index. No pattern repeats without a bound, so that a search costs the length of the text and no more.
"""

from __future__ import annotations

import re
import unicodedata

BLANK = r"[ \t\u00a0\u3000]{0,8}"
_FOLD = str.maketrans("０１２３４５６７８９（）﹙﹚．／～∼〜〇○－", "0123456789()()./~~~零零-")
# Radicals and compatibility ideographs look the same and stand in some PDFs for what was typed: 年 is then U+F98E.
_FOLD |= {
    code: form
    for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFA6E))
    if len(form := unicodedata.normalize("NFKC", chr(code))) == 1
}

_NOUGHT = re.compile("(?<=[一二三四五六七八九])[0OＯ](?=[一二三四五六七八九年])")

_N = "(?:[0-9]{1,2}(?![0-9])|[一二三四五六七八九十廿卅]{1,3})"
_ERA = "中華民國|民國|西元|公元"

YEAR = re.compile(
    rf"(?:(?P<era>{_ERA}){BLANK})?(?P<year>[0-9]{{1,4}}|[零一二三四五六七八九十百]{{1,6}}|元)"
    rf"(?:{BLANK}\({BLANK}(?:{_ERA})?{BLANK}[0-9]{{2,4}}{BLANK}年?{BLANK}\))?"
    rf"{BLANK}年(?:{BLANK}\({BLANK}(?:{_ERA})?{BLANK}[0-9]{{2,4}}{BLANK}年?{BLANK}\))?(?:{BLANK}度)?"
    r"(?![齡級資紀])(?!代(?![表理辦為收]))"
)
"""113年, 民國 113 年度, 西元2024年, 113年(2024年), 113(2024)年."""

RELATIVE_YEAR = re.compile(
    rf"(?:(?<![說證聲表申敘透文發載過除失迄基資成書日版樣腳原劇根共如相會協不合陪等視認贊])(?P<word>[本今去明同翌隔當])|"
    rf"(?<![目以之日先從往然最每首初各前後0-9一二三四五六七八九十兩數多])(?P<word2>[次後前]))"
    rf"{BLANK}(?:\({BLANK}(?P<number>[0-9]{{2,4}}){BLANK}年?{BLANK}\){BLANK})?年"
    rf"(?:{BLANK}\({BLANK}(?P<number2>[0-9]{{2,4}}){BLANK}年?{BLANK}\))?(?:{BLANK}度)?(?![齡級資輕紀糕長])"
)
"""本(114)年, 今年度, 去年, 明年, 同年, 翌年, 隔年, 次年, 後年, 前年."""

YEAR_SHIFT = {"本": 0, "今": 0, "去": -1, "明": 1, "前": -2, "後": 2, "同": 0, "翌": 1, "隔": 1, "次": 1}
FROM_TEXT = "同翌隔次"
"""Relative words that count from the year mentioned before, not from the year of the document."""

HALF = re.compile(rf"{BLANK}(?P<half>[上下])半年(?:度)?")
QUARTER = re.compile(
    rf"{BLANK}第{BLANK}(?P<first>[1-4一二三四])(?P<more>(?:{BLANK}[、至到~或及和與-]{BLANK}(?:第{BLANK})?[1-4一二三四]){{0,3}}){BLANK}季(?:度)?"
)
RELATIVE_QUARTER = re.compile(r"(?<![以之])(?P<which>[上下本])(?:一)?季(?![節風])")
RELATIVE_MONTH = re.compile(r"(?<![以之基資成書日版])(?P<which>[上下本同])(?:個)?月(?:份)?(?![亮餅薪票齡])")
RELATIVE_DAY = re.compile(r"(?:今日|本日|今天)")
# 113年初步…, 113年中央…: 初 and 中 are parts of a year or month only where no word goes on after them.
_NOT_EARLY = "(?![步審評選期始級次複賽估驗稿訪試衷診核版任創中小])"
_MIDDLE_ENDS = r"(?=[前後，。；、)」,;以之完辦舉召提開啟起進]|[ \t]{0,3}$|\n)"
YEAR_PART = re.compile(
    rf"{BLANK}(?:年{BLANK})?(?:(?P<late>底|末)|(?P<early>初){_NOT_EARLY}|(?P<middle>中){_MIDDLE_ENDS})", re.MULTILINE
)
BARE_YEAR_PART = re.compile(
    rf"(?<![每歷跨學度隔多半0-9])年(?:(?P<late>底|末)|(?P<early>初){_NOT_EARLY}|(?P<middle>中){_MIDDLE_ENDS})",
    re.MULTILINE,
)
MONTH = re.compile(
    rf"{BLANK}(?P<first>{_N}|元(?=月))(?P<more>(?:{BLANK}[、至到~或及和與-]{BLANK}{_N}){{0,11}}){BLANK}月(?![亮餅薪齡])(?:份)?"
)
MONTH_PART = re.compile(
    rf"{BLANK}(?:(?P<third>[上中下])旬|(?P<late>底|末)|(?P<early>初){_NOT_EARLY}|(?P<middle>中){_MIDDLE_ENDS})",
    re.MULTILINE,
)
BARE_MONTH_PART = re.compile(
    rf"(?<![0-9一二三四五六七八九十個每上下本同當次])月(?:(?P<late>底)|(?P<early>初){_NOT_EARLY})"
)
DAY = re.compile(rf"{BLANK}(?P<first>{_N})(?P<more>(?:{BLANK}[、至到~或及和與-]{BLANK}{_N}){{0,11}}){BLANK}[日號]")
MORE = re.compile(
    rf"{BLANK}(?P<link>[、至到~或及和與-]){BLANK}(?:第{BLANK})?(?P<number>[0-9]{{1,2}}|[一二三四五六七八九十廿卅]{{1,3}})"
)
"""One further number that shares its sign with the one before: the parts of ``more``."""
DAY_WITHOUT_SIGN = re.compile(rf"{BLANK}(?P<day>{_N})(?={BLANK}[、及至到~-])")
SEPARATED = re.compile(
    r"(?P<year>[0-9]{2,4})(?P<sep>[-./])(?P<month>[0-9]{1,2})(?P=sep)(?P<day>[0-9]{1,2})(?![0-9]|[-./][0-9])"
)
SHORT = re.compile(r"(?P<month>[0-9]{1,2})[./](?P<day>[0-9]{1,2})(?![0-9]|[-./][0-9])")
COMPACT = re.compile(r"(?P<year>[0-9]{3,4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?![0-9A-Za-z]|[.,:-][0-9])")
COUNTED = re.compile(rf"{BLANK}[元人次件萬千百億公噸份張筆戶輛個場家枚本台臺尺坪㎡%％號案名位]")
"""What stands after a number that counts something and is no date."""

WEEKDAY = rf"{BLANK}(?:\({BLANK}(?:星期|禮拜|週|周)?{BLANK}[一二三四五六日天]{BLANK}\)|(?:星期|禮拜|週|周){BLANK}[一二三四五六日天])"
AFTER_DAY = re.compile(WEEKDAY)
RANGE = re.compile(rf"{BLANK}(?:起{BLANK})?(?:至|到|迄|~|--?|–|—|─|或){BLANK}")
LIST = re.compile(rf"{BLANK}(?:、|及|和|與|暨|以及){BLANK}")
BY = re.compile(rf"{BLANK}(?:以前|之前|前(?![往來進述揭項瞻鎮端後案次置導])|止)")
SINCE = re.compile(rf"{BLANK}(?:以後|之後|起|後(?!續))")
START = re.compile(
    r"[0-9零一二三四五六七八九十廿卅]|中華民國|民國|西元|公元|[本今去明同翌隔次後前當上下]|年(?=[底末初中])|月(?=[底初])|第"
)
"""Where a mention of a date can begin at all."""

INSIDE_NUMBER = re.compile(r"(?:[0-9零一二三四五六七八九十百千廿卅第]|[0-9][.,:/-])$")
"""A number right after one of these is a part of another one, or an ordinal."""
LABEL_BEFORE = re.compile(r"(?:^|\n)[ \t]{0,8}[0-9]{1,2}[.、]$")
"""「1.5月底前完成」 at the head of a line is item 1, and no 1.5."""
YEAR_SPAN = re.compile(
    rf"(?P<year>[0-9]{{3,4}}){BLANK}(?:至|到|[~-]){BLANK}(?P<year2>[0-9]{{3,4}}){BLANK}年(?:{BLANK}度)?"
)
"""114至117年."""
OF_AGE = re.compile(r"(?:以上|以下|以來|歷史|使用期|租期|壽命)")
"""After a number of years: a length of time and no year."""

DURATION_BEFORE = re.compile(r"(?:逾|達|約|共|滿|每|近|歷時|為期|超過|年限|每隔|第|歲|農曆)[ ]?$")
NOT_BEFORE_MONTH = re.compile(
    rf"(?:每年|每月|每逢|逐年|歷年|農曆)[的之於在]?[ ]?$|[0-9零一二三四五六七八九十]{BLANK}年{BLANK}$"
)
"""Recurring and lunar months are no dates; 「1年6月」 is a length of time."""
LINE_HEAD = re.compile(r"(?:^|\n)[ \t]{0,8}$")

_WEEKDAYS = "一二三四五六日"


def fold_digits(text: str) -> str:
    """``text`` with half-width digits and brackets and ordinary ideographs; every character keeps its index.

    A nought among Han digits is one of them, whatever sign was typed for it: 一０三年, 一Ｏ三年.
    """
    return _NOUGHT.sub("零", text.translate(_FOLD))


def weekday_of(words: str) -> int | None:
    """The weekday printed at the end of ``words`` (0 is Monday), or None: 「5月4日(六)」 → 5."""
    words = fold_digits(words).rstrip()
    match = re.search(r"([一二三四五六日天])[ \t\u3000]{0,8}\)?$", words)
    if match is None or not (words.endswith(")") or re.search(r"星期|禮拜|週|周", words)):
        return None
    return 6 if match[1] == "天" else _WEEKDAYS.index(match[1])
