"""Numerals of Chinese documents: 一, 十二, 廿一, 壹, 貳拾, 甲, 子, ①, ㈠, １, iv …

One table for both directions, because a number that Word or ODF makes has to be written as text and a number that is
typed has to be read.
"""

from __future__ import annotations

import re

_LOWER = "零一二三四五六七八九"
_FORMAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"

_DIGITS: dict[str, int] = {c: i for i, c in enumerate(_LOWER)}
_DIGITS |= {c: i for i, c in enumerate(_FORMAL)}
_DIGITS |= {"〇": 0, "○": 0, "兩": 2, "叁": 3, "叄": 3, "参": 3, "陆": 6, "贰": 2, "弍": 2, "弌": 1}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": 20, "卅": 30, "卌": 40}
_MYRIADS = {"萬": 10_000, "万": 10_000, "億": 100_000_000}

HAN_NUMERAL = "[" + "".join(dict.fromkeys([*_DIGITS, *_UNITS, *_TENS, *_MYRIADS])) + "]+"
"""Regular expression of a numeral written in Han characters."""

_TRANSLATE_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


def parse_number(text: str) -> int:
    """The value of a numeral in Western, full-width or Han digits (``12``, ``１２``, ``十二``, ``一二``, ``壹拾貳``, ``廿一``).

    Raises ValueError when ``text`` is none of these.
    """
    plain = text.strip().translate(_TRANSLATE_DIGITS).replace(",", "")
    if re.fullmatch(r"[0-9]+", plain):
        return int(plain)
    if not plain or not re.fullmatch(HAN_NUMERAL, plain):
        raise ValueError(f"not a numeral: {text!r}")
    if all(c in _DIGITS for c in plain):
        # digits by place, as in 一一三年; a single digit is the same either way
        return int("".join(str(_DIGITS[c]) for c in plain))
    total = section = 0
    digit: int | None = None
    for c in plain:
        if c in _DIGITS:
            if digit and _DIGITS[c]:
                raise ValueError(f"not a numeral: {text!r}")
            digit = _DIGITS[c]
        elif c in _UNITS:
            section += (1 if digit is None else digit) * _UNITS[c]
            digit = None
        elif c in _TENS:
            section += _TENS[c]
            digit = None
        else:
            total += (section + (digit or 0)) * _MYRIADS[c]
            section, digit = 0, None
    return total + section + (digit or 0)


def number_alone(text: str) -> int | None:
    """The number that a text is, as rows are numbered (``12``, ``(一)``, ``３、``); None when it says anything else."""
    try:
        return parse_number(text.strip(" ()（）.．、"))
    except ValueError:
        return None


def _han(n: int, digits: str, units: tuple[str, ...], *, bare_ten: bool) -> str:
    if n == 0:
        return digits[0]
    out = ""
    text = str(n)
    pending_zero = False
    for i, c in enumerate(text):
        power = len(text) - 1 - i
        if c == "0":
            pending_zero = bool(out)
            continue
        if pending_zero:
            out += digits[0]
            pending_zero = False
        one_of_ten = c == "1" and power == 1 and not out and bare_ten
        out += ("" if one_of_ten else digits[int(c)]) + units[power]
    return out


def to_han(n: int) -> str:
    """``12`` → ``十二``, ``105`` → ``一百零五``; 0 to 9999. Raises ValueError outside."""
    if not 0 <= n <= 9999:
        raise ValueError(f"out of range: {n}")
    return _han(n, _LOWER, ("", "十", "百", "千"), bare_ten=True)


def to_formal(n: int) -> str:
    """``12`` → ``壹拾貳`` (the form of ideographLegalTraditional); 0 to 9999. Raises ValueError outside."""
    if not 0 <= n <= 9999:
        raise ValueError(f"out of range: {n}")
    return _han(n, _FORMAL, ("", "拾", "佰", "仟"), bare_ten=False)


def to_digits(n: int) -> str:
    """``113`` → ``一一三``, digit by digit with 〇 for nought."""
    return "".join("〇" if c == "0" else _LOWER[int(c)] for c in str(n))


def to_stem(n: int) -> str:
    """1 → 甲 … 10 → 癸. Raises ValueError outside."""
    if not 1 <= n <= 10:
        raise ValueError(f"out of range: {n}")
    return _STEMS[n - 1]


def to_branch(n: int) -> str:
    """1 → 子 … 12 → 亥. Raises ValueError outside."""
    if not 1 <= n <= 12:
        raise ValueError(f"out of range: {n}")
    return _BRANCHES[n - 1]


def from_stem(c: str) -> int | None:
    """甲 → 1 …; None when ``c`` is no heavenly stem."""
    return _STEMS.index(c) + 1 if len(c) == 1 and c in _STEMS else None


_ROMAN: tuple[tuple[int, str], ...] = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def to_roman(n: int) -> str:
    """Upper-case Roman numeral; 1 to 3999. Raises ValueError outside."""
    if not 1 <= n <= 3999:
        raise ValueError(f"out of range: {n}")
    out = ""
    for value, sign in _ROMAN:
        count, n = divmod(n, value)
        out += sign * count
    return out


def to_letter(n: int) -> str:
    """1 → A … 26 → Z, 27 → AA, 28 → BB (Word's way). Raises ValueError below 1."""
    if n < 1:
        raise ValueError(f"out of range: {n}")
    times, index = divmod(n - 1, 26)
    return chr(ord("A") + index) * (times + 1)


def to_counting(n: int) -> str:
    """``12`` → ``十二``, but from 100 on digit by digit: ``105`` → ``一○五`` (Word's taiwaneseCounting); 0 to 9999."""
    return to_han(n) if n < 100 else to_digits(n).replace("〇", "○")


def to_formal_simplified(n: int) -> str:
    """``12`` → ``壹拾贰`` (chineseLegalSimplified); 0 to 9999. Raises ValueError outside."""
    return to_formal(n).translate(str.maketrans("貳參陸", "贰叁陆"))


def to_sexagenary(n: int) -> str:
    """1 → 甲子 … 60 → 癸亥. Raises ValueError outside."""
    if not 1 <= n <= 60:
        raise ValueError(f"out of range: {n}")
    return _STEMS[(n - 1) % 10] + _BRANCHES[(n - 1) % 12]


def to_ordinal(n: int) -> str:
    """``1`` → ``1st``, ``12`` → ``12th``."""
    return f"{n}{'th' if n % 100 in (11, 12, 13) else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


def to_full_width(n: int) -> str:
    """``12`` → ``１２``."""
    return str(n).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def _enclosed(n: int, first: str, count: int) -> str:
    if not 1 <= n <= count:
        raise ValueError(f"out of range: {n}")
    return chr(ord(first) + n - 1)


def to_circled(n: int) -> str:
    """1 → ① … 20 → ⑳, 21 → ㉑ … 50 → ㊿. Raises ValueError outside."""
    if n <= 20:
        return _enclosed(n, "①", 20)
    return _enclosed(n - 20, "㉑", 15) if n <= 35 else _enclosed(n - 35, "㊱", 15)


def to_parenthesised(n: int) -> str:
    """1 → ⑴ … 20 → ⒇. Raises ValueError outside."""
    return _enclosed(n, "⑴", 20)


def to_full_stop(n: int) -> str:
    """1 → ⒈ … 20 → ⒛. Raises ValueError outside."""
    return _enclosed(n, "⒈", 20)


def to_parenthesised_han(n: int) -> str:
    """1 → ㈠ … 10 → ㈩. Raises ValueError outside."""
    return _enclosed(n, "㈠", 10)
