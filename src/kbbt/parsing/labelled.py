"""Labelled text, 時間：…, 案由：…: the names a declaration lists, their values on the same line or the next."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kbbt.parsing.family import Names
from kbbt.parsing.folded import Folded

_BLANK_BEFORE = re.compile(r"[\s\u3000]")
_ENDS = "。;)」"
_CLOSERS = ")」】》〉]"


@dataclass(frozen=True, slots=True)
class Labelled:
    """One name with what follows it on its line. ``printed`` is the name as it stands there."""

    key: str
    printed: str
    value: str


def read_labelled(raw: str, names: Names, *, strict: bool = True, apart: bool = True) -> list[Labelled]:
    """The labelled values on one line, ``raw`` without its own label: 主席：○○○　紀錄：○○○ has two.

    Empty when the line does not begin with a name. ``strict`` asks for a colon behind the name (or nothing at all);
    otherwise a bracket, a blank or a full stop will do, as in 散會（下午 3 時）. A name that ends with a bracket of its own,
    【案號1】甲案, needs no mark behind it. ``apart`` asks for a blank or a mark before each further name: a line broken by
    the page width may have lost it.
    """
    folded = Folded(raw)
    first = names.at_start(folded.text)
    if first is None:
        return []
    key, match = first
    end = match.end()
    follows = folded.text[end : end + 1]
    others = _others(folded, end, names, apart)
    if follows == ":":
        value_at = end + 1
    elif (
        not follows
        or folded.text[end - 1] in _CLOSERS
        or (not strict and follows in "(。,;")
        or (_has_blank(folded, end) and (not strict or (others and others[0][1] == end)))
    ):
        value_at = end
    else:
        return []
    found: list[Labelled] = []
    printed = folded.cut(match.start(), end)
    for other_key, start, stop in others:
        found.append(Labelled(key, printed, folded.cut(value_at, start)))
        key, printed, value_at = other_key, folded.cut(start, stop), stop + 1
    found.append(Labelled(key, printed, folded.rest(value_at) if value_at < len(folded.text) else ""))
    return found


def _has_blank(folded: Folded, at: int) -> bool:
    start = folded.raw_start(at)
    return start > 0 and bool(_BLANK_BEFORE.match(folded.raw[start - 1]))


def _others(folded: Folded, start: int, names: Names, apart: bool) -> list[tuple[str, int, int]]:
    """Further names with a colon on the line, each after a blank or a mark: key, start, end of the name."""
    found: list[tuple[str, int, int]] = []
    text = folded.text
    colon = text.find(":", start)
    at = start
    while colon >= 0:
        for i in range(at, colon):
            if apart and i > start and not (_has_blank(folded, i) or text[i - 1] in _ENDS):
                continue
            named = names.at_start(text, i)
            if named is not None and named[1].end() == colon:
                found.append((named[0], i, colon))
                break
        at = colon + 1
        colon = text.find(":", at)
    return found
