"""Chinese text: what counts as a blank, what is folded for comparison and never for display, how wide it is.

Raw and folded text are never mixed: :func:`clean` makes the text that is kept, :func:`fold` makes keys that are
compared and thrown away.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
"""What nobody sees, or what turns text round, for a character class of a pattern: Unicode's Default_Ignorable_Code_Point
without the variation selectors (they choose the form of an ideograph), and the marks of interlinear annotation."""

_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# The Kangxi Radicals block decomposes by NFKC; the CJK Radicals Supplement does not (only two of its characters do).
_RADICALS_SUPPLEMENT = {
    "⺀": "冫", "⺁": "厂", "⺄": "乙", "⺆": "冂", "⺈": "刀", "⺊": "卜", "⺌": "小", "⺍": "小", "⺐": "尢", "⺑": "尢",
    "⺕": "彐", "⺗": "心", "⺙": "攵", "⺛": "旡", "⺜": "日", "⺝": "月", "⺟": "母", "⺠": "民", "⺡": "氵", "⺢": "水",
    "⺣": "灬", "⺤": "爪", "⺥": "爪", "⺧": "牛", "⺨": "犭", "⺩": "王", "⺪": "疋", "⺫": "目", "⺬": "示", "⺭": "礻",
    "⺮": "竹", "⺰": "糹", "⺲": "罒", "⺶": "羊", "⺷": "羊", "⺹": "耂", "⺻": "聿", "⺼": "肉", "⺾": "艹", "⺿": "艹",
    "⻀": "艹", "⻁": "虎", "⻂": "衤", "⻃": "覀", "⻄": "西", "⻅": "見", "⻆": "角", "⻈": "訁", "⻉": "貝", "⻊": "足",
    "⻋": "車", "⻌": "辶", "⻍": "辶", "⻎": "辶", "⻏": "邑", "⻑": "長", "⻒": "長", "⻓": "長", "⻔": "門", "⻕": "阜",
    "⻖": "阜", "⻘": "青", "⻙": "韋", "⻚": "頁", "⻛": "風", "⻜": "飛", "⻝": "食", "⻞": "食", "⻟": "食", "⻠": "食",
    "⻢": "馬", "⻣": "骨", "⻤": "鬼", "⻥": "魚", "⻦": "鳥", "⻧": "鹵", "⻨": "麥", "⻩": "黃", "⻪": "黽", "⻫": "齊",
    "⻬": "齊", "⻭": "齒", "⻮": "齒", "⻯": "龍", "⻰": "龍", "⻱": "龜", "⻲": "龜", "⻳": "龜",
}  # fmt: skip
_RADICALS = str.maketrans(
    {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in range(0x2F00, 0x2FD6)} | _RADICALS_SUPPLEMENT
)

# Characters that offices write for one another in the same word. The list is of spellings, not of meanings.
_VARIANTS = str.maketrans("台裡着峯羣衆敎温", "臺裏著峰群眾教溫")
_PUNCTUATION = str.maketrans(
    "（）﹙﹚〔〕：；，．！？『』“”‧・•∙－–—―─‐‑﹣～∼",
    "()()():;,.!?「」「」····--------~~",
)


def replace_radicals(text: str) -> str:
    """Kangxi and CJK-supplement radicals (⽂ ⻑) become the ideographs they were drawn for (文 長)."""
    return text.translate(_RADICALS)


def clean(text: str) -> str:
    """``text`` without what nobody sees: control and zero-width characters, bidi marks, lone surrogates.

    Runs of blanks (tabs and full-width blanks included) become one blank, blanks at the ends of lines go; line feeds
    stay. Everything else, private-use characters included, is kept as it is. Idempotent.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    text = _CONTROL.sub("", _INVISIBLE.sub("", text))
    return "\n".join(_BLANKS.sub(" ", line).strip(" ") for line in text.split("\n"))


def squeeze(text: str) -> str:
    """``text`` without any white space: two texts that differ only in layout are equal after this."""
    return "".join(text.split())


def fold(text: str) -> str:
    """A key for comparison: no white space, half-width forms, one form for each variant character and punctuation mark.

    Never shown and never stored as text. 臺/台, （）/(), radicals and full-width digits are the same after it.
    """
    text = replace_radicals(text).translate(_PUNCTUATION)
    text = unicodedata.normalize("NFKC", text).translate(_VARIANTS).translate(_PUNCTUATION)
    return squeeze(_INVISIBLE.sub("", text)).casefold()


@lru_cache(maxsize=1)
def _by_fold() -> dict[str, str]:
    ranges = ((0x20, 0x7F), (0x2010, 0x2050), (0x2E80, 0x2FE0), (0x3000, 0x3040), (0xF900, 0xFB00), (0xFE30, 0xFFF0))
    raw = [chr(c) for low, high in ranges for c in range(low, high)]
    raw += [chr(c) for table in (_VARIANTS, _PUNCTUATION) for c in table]
    found: dict[str, dict[str, None]] = {}
    for c in raw:
        key = fold(c)
        if len(key) == 1:
            found.setdefault(key, {key: None})[c] = None
    return {key: "".join(all_) for key, all_ in found.items()}


def spellings(c: str) -> str:
    """All characters that are the same as ``c`` after :func:`fold`, one by one, ``c``'s folded form first."""
    key = fold(c)
    return _by_fold().get(key, key)


def is_han(c: str) -> bool:
    """True for an ideograph (CJK unified, its extensions, compatibility) or a private-use character (造字)."""
    o = ord(c)
    return (
        0x3400 <= o <= 0x9FFF
        or 0xF900 <= o <= 0xFAFF
        or 0x20000 <= o <= 0x323AF
        or 0xE000 <= o <= 0xF8FF
        or c in "〇々"
    )


def is_wide(c: str) -> bool:
    """True for a character that fills a square: ideographs, full-width punctuation and forms, kana."""
    return is_han(c) or unicodedata.east_asian_width(c) in "WF"


# What stands at a break as an end of the first text and the beginning of the second: read whole it is a date, a time of
# day, an ordinal or an amount; cut it is none. (Year, month, day, hour, minute, ordinal, 14:30, 12,345.)
_CUT_NUMBER = re.compile(
    r"(?<!\d)(?:1\n\d\d|1\d\n\d|(?:19|20)\d\n\d|(?:19|20)\n\d\d|1\n9\d\d|2\n0\d\d)\s*年|年\s*1\n[0-2]\s*月|月\s*(?:[12]\n\d|3\n[01])\s*日"
    r"|[日)）午晚晨夜間]\s*(?:1\n\d|2\n[0-4])\s*[時點:：]|[時點]\s*[0-5]\n\d\s*分|\d[:：][0-5]\n\d(?!\d|\s*[年月日時案件])"
    r"|第\s*\d{1,2}\n\d{1,2}\s*[次季案項點屆條款期]|,(?:\d\n\d\d|\d\d\n\d)(?!\d)"
)


def cuts_number(first: str, second: str) -> bool:
    """True when a break between the two texts stands between the digits of one number (下午2時3, 0分)."""
    return bool(_CUT_NUMBER.search(f"{first.rstrip()[-8:]}\n{second.lstrip()[:8]}"))


def join_lines(first: str, second: str) -> str:
    """Two pieces of one line broken by the page width: a blank goes between Latin words and numbers, never beside Han.

    Nor does one go into a number that the break cut in two.
    """
    first, second = first.rstrip(), second.lstrip()
    if not first or not second:
        return first + second
    a, b = first[-1], second[0]
    blank = a.isascii() and b.isascii() and (a.isalnum() or a in ",.;:!?)") and (b.isalnum() or b == "(")
    return f"{first} {second}" if blank and not cuts_number(first, second) else first + second
