"""Labels at the head of a paragraph: 壹、 一、 （一） (一) 1. (1) １、 甲、 ① ㈠ 第一案 - ●.

Which label stands above which is told by its *kind*; a declaration lists the kinds of each level of a family.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kbbt.numerals import HAN_NUMERAL, from_stem, parse_number, to_roman

_FORMAL_CHARS = "壹貳參叁叄参肆伍陸柒捌玖拾佰"
_LOWER_CHARS = "〇零一二三四五六七八九十百廿卅"
_STEM_CHARS = "甲乙丙丁戊己庚辛壬癸"
_OPEN, _CLOSE = "[(（﹙〔]", r"[)）﹚〕]"
_MARK = r"[、.．﹒,，]"

KINDS: dict[str, str] = {
    "formal": rf"(?P<n>[{_FORMAL_CHARS}]{{1,4}})\s*[、.．﹒：:]",
    "formal-paren": rf"{_OPEN}\s*(?P<n>[{_FORMAL_CHARS}]{{1,4}})\s*{_CLOSE}[、.]?",
    "han": rf"(?P<n>[{_LOWER_CHARS}]{{1,4}})\s*[、.．﹒]",
    "han-paren": rf"{_OPEN}\s*(?P<n>[{_LOWER_CHARS}]{{1,4}})\s*{_CLOSE}[、.]?|(?P<n2>[㈠-㈩])",
    "decimal": r"(?P<n>[0-9０-９]{1,3})\s*(?:[、．﹒]|\.(?![0-9０-９])|\.(?=(?:1|20)[0-9]{2}\s?年))",
    "decimal-paren": rf"{_OPEN}\s*(?P<n>[0-9０-９]{{1,3}})\s*{_CLOSE}[、.]?|(?P<n2>[⑴-⒇])",
    "decimal-close": rf"(?P<n>[0-9０-９]{{1,3}})\s*{_CLOSE}",
    "circled": r"(?P<n2>[①-⑳❶-❿])",
    "stem": rf"(?P<n>[{_STEM_CHARS}])\s*、",
    "stem-paren": rf"{_OPEN}\s*(?P<n>[{_STEM_CHARS}])\s*{_CLOSE}[、.]?",
    "roman": r"(?P<n>[IVXivx]{1,5}|[Ⅰ-Ⅻⅰ-ⅻ])\s*(?:[、．﹒]|\.(?=\s|[^\x00-\x7f]))",
    "roman-paren": rf"{_OPEN}\s*(?P<n>[IVXivx]{{1,5}}|[Ⅰ-Ⅻⅰ-ⅻ])\s*{_CLOSE}",
    "letter": r"(?P<n>[A-Za-zＡ-Ｚａ-ｚ])(?:[、．﹒]|\.(?=\s|[^\x00-\x7f]))",
    "letter-paren": rf"{_OPEN}\s*(?P<n>[A-Za-z])\s*{_CLOSE}",
    "multi-decimal": r"(?P<n>[0-9]{1,2}(?:[.-][0-9]{1,2}){1,3})(?:[.、]|(?=\s))",
    "bullet": r"[●○◎★☆▶►➢■□◆◇▲△▪•‧※＊*]|[-–—](?=\s)",
}
"""Kind → regular expression of the label, its blanks after it not included; ``n`` or ``n2`` is the number."""

_ORDER = (
    "formal", "formal-paren", "han", "han-paren", "decimal", "decimal-paren", "decimal-close", "circled",
    "stem", "stem-paren", "roman", "roman-paren", "letter", "letter-paren", "bullet",
)  # fmt: skip
# A lone i, v or x is a Roman numeral: lists of letters seldom come as far.
# 1.2.3 is looked for only where a declaration asks for it: 「1.5 倍」 is no label.
_COMPILED = {kind: re.compile(r"\s*(?:" + pattern + ")") for kind, pattern in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed: ``text`` without surrounding blanks, its ``kind`` (a key of :data:`KINDS`), its ``number``
    (None for bullets and for 1.2.3), and ``end``, the index in the paragraph where the body begins.
    """

    text: str
    kind: str
    number: int | None
    end: int


def _value(kind: str, printed: str) -> int | None:
    if kind in ("bullet", "multi-decimal"):
        return None
    if kind.startswith("stem"):
        return from_stem(printed)
    if kind.startswith("letter"):
        return ord(unicodedata.normalize("NFKC", printed).upper()) - ord("A") + 1
    if kind.startswith("roman"):
        values = {"I": 1, "V": 5, "X": 10}
        digits = [values[c] for c in unicodedata.normalize("NFKC", printed).upper()]
        number = sum(-d if d < max(digits[i:]) else d for i, d in enumerate(digits))
        return number if to_roman(number) == unicodedata.normalize("NFKC", printed).upper() else None
    for first, start in (("①", 1), ("❶", 1), ("㈠", 1), ("⑴", 1)):
        if len(printed) == 1 and ord(first) <= ord(printed) < ord(first) + 20:
            return ord(printed) - ord(first) + start
    try:
        return parse_number(printed)
    except ValueError:
        return None


def split_label(text: str, kinds: tuple[str, ...] = _ORDER) -> Label | None:
    """The label at the head of ``text``, or None. ``kinds`` restricts and orders what is looked for.

    ``113.7.11`` and ``1.5 倍`` have no label, ``3.113 年`` has one; a lone letter needs a blank or a Han character after its point.
    """
    for kind in kinds:
        match = _COMPILED[kind].match(text)
        if match is None:
            continue
        groups = match.groupdict()
        printed = groups.get("n") or groups.get("n2") or ""
        number = _value(kind, printed)
        if number is None and kind not in ("bullet", "multi-decimal"):
            continue
        end = match.end()
        end += len(text[end:]) - len(text[end:].lstrip())
        return Label(match.group().strip(), kind, number, end)
    return None


__all__ = ["HAN_NUMERAL", "KINDS", "Label", "split_label"]
