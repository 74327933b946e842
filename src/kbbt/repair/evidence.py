"""What a text itself tells about whether it goes on: marks at its ends, brackets left open, numbers and dates cut."""

from __future__ import annotations

import re

from kbbt.text import cuts_number, fold

TERMINAL = "。！？!?；;：:"
"""Marks after which a sentence, an item or a heading is complete."""

_STOPS = "。！？!?"
_CLOSERS = '」』）)〕】》〉]}"”’'
_OPEN_ENDS = "，、,（(「『〔《〈【[{"
_CONTINUING_HEADS = "，。、；：！？）」』〕》〉】…,;:!?)]}%％"
_PAIRS = {"」": "「", "』": "『", "）": "（", ")": "(", "〕": "〔", "】": "【", "》": "《", "〉": "〈"}
# （ and ( close each other in hand-made files: 「（共 6 案)」.
_NAME = 300
"""Characters up to which a text can be a name or heading that is said again."""
_OPENERS = "「『(〔【《〈"
_DEEPEST = 50
"""Brackets in brackets that are followed; no text for people has more."""
_SAME = str.maketrans("（）", "()")
# A sentence does not begin with these; they lean on the word before them.
_LEANING = re.compile(r"[等之的]")
_FIELD = re.compile(r"[\u3400-\u9fff][\u3400-\u9fff\s]{0,9}[:：]")
_CONTINUED = re.compile(r"[(（〔【\[]?\s*[續续](?:\s*[0-9０-９一二三四五六七八九十]+)?\s*[)）〕】\]]?\s*$")
_CUT_DATE = re.compile(
    r"\d\s*\n\s*[年月日時分]|年\s*\n\s*\d{1,2}\s*月|月\s*\n\s*\d{1,2}\s*日|時\s*\n\s*\d{1,2}\s*分"
    r"|\d\n[.,]\d|第\s*\n\s*[\d一二三四五六七八九十]"
)


def finished(text: str) -> bool:
    """True when ``text`` ends with a mark that completes it (quotation marks and brackets after the mark allowed)."""
    text = text.rstrip()
    if text and text[-1] in TERMINAL:
        return True
    bare = text.rstrip(_CLOSERS)
    return bool(bare) and bare != text and bare[-1] in _STOPS


def open_brackets(text: str) -> str:
    """The brackets and quotation marks opened and not closed in ``text``, outermost first; stray closers are ignored."""
    stack: list[str] = []
    for c in text.translate(_SAME):
        _bracket(c, stack)
    return "".join(stack)


def inside_brackets(text: str) -> list[bool]:
    """For each position of ``text``, its end included, whether a bracket or quotation mark is open there."""
    stack: list[str] = []
    inside = [False]
    for c in text.translate(_SAME):
        _bracket(c, stack)
        inside.append(bool(stack))
    return inside


def _bracket(c: str, stack: list[str]) -> None:
    if c in _OPENERS:
        if len(stack) < _DEEPEST:
            stack.append(c)
    elif c in _PAIRS and stack:
        opener = _PAIRS[c].translate(_SAME)
        if opener in stack:
            while stack.pop() != opener:
                pass


def closes(opened: str, following: str) -> bool:
    """True when ``following`` closes the innermost bracket of ``opened`` before it opens the same one again."""
    if not opened:
        return False
    opener = opened[-1]
    for c in following.translate(_SAME):
        if _PAIRS.get(c, "").translate(_SAME) == opener:
            return True
        if c == opener:
            return False
    return False


def open_ended(text: str) -> bool:
    """True when ``text`` ends with a mark that cannot be the last one: a comma, 、 or an opening bracket."""
    text = text.rstrip()
    return bool(text) and text[-1] in _OPEN_ENDS


def leans_back(text: str) -> bool:
    """True when ``text`` begins with a mark or a particle that cannot begin a sentence."""
    text = text.lstrip()
    return bool(text) and (text[0] in _CONTINUING_HEADS or bool(_LEANING.match(text)))


def is_field(text: str) -> bool:
    """True for a line that begins with a short word and a colon: a field of its own (紀錄：…), not a continuation."""
    return bool(_FIELD.match(text))


def said_again(first: str, second: str) -> bool:
    """True when ``second`` is ``first`` once more, with or without a word that it goes on: 「甲案」, 「甲案（續）」."""
    return len(second) < _NAME and fold(without_continued(second)) == fold(without_continued(first)) != ""


def without_continued(text: str) -> str:
    """``text`` without 「（續）」 at its end; a text that is nothing else stays."""
    return _CONTINUED.sub("", text) or text


def cuts_date(first: str, second: str) -> bool:
    """True when the break between the two texts stands inside a date or a number (「113 年」/「7 月」)."""
    return cuts_number(first, second) or bool(_CUT_DATE.search(f"{first.rstrip()[-6:]}\n{second.lstrip()[:6]}"))


def runs_on(first: str, second: str) -> bool:
    """True when the two texts are, by their own words, one sentence: for breaks where no layout can be asked.

    Never true when the second is a field of its own; labels must be asked for by the caller.
    """
    if not first.strip() or not second.strip() or is_field(second):
        return False
    if open_ended(first):
        return True
    if finished(first):
        return False
    return leans_back(second) or cuts_date(first, second) or closes(open_brackets(first), second)
