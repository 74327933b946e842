"""Headings among the items: 列管合作案（計 5 案）： with its own words, its brackets and its total told apart."""

from __future__ import annotations

from kbbt.parsing.brackets import Brackets
from kbbt.parsing.family import Family
from kbbt.parsing.folded import Folded
from kbbt.parsing.totals import declared_totals, total_at_end


def split_heading(words: str) -> tuple[str, str]:
    """A heading up to its colon, and what follows it on the line: 列管合作案（計 5 案）：… ."""
    folded = Folded(words)
    brackets = Brackets(folded.text)
    colon = brackets.find(":", 0, len(folded.text))
    if colon is None:
        return words.strip().rstrip("。"), ""
    rest = folded.rest(colon + 1) if colon + 1 < len(folded.text) else ""
    return folded.cut(0, colon), rest


def without_brackets(text: str) -> str:
    """Folded ``text`` without what stands in round brackets; what is quoted stays."""
    folded = Folded(text).text
    inside = [(a, b) for a, b in Brackets(folded).close.items() if folded[a] == "("]
    return "".join(c for i, c in enumerate(folded) if not any(a <= i <= b for a, b in inside))


def names_section(head: str, family: Family) -> bool:
    """True when ``head`` is a declared heading of items, whatever stands in brackets and whatever total ends it."""
    folded = Folded(head).text
    whole = Brackets(folded).close.get(0) == len(folded) - 1
    outside = folded[1:-1] if whole else without_brackets(head).rstrip(":")
    counted = outside[: total_at_end(outside, family)].rstrip(",、")
    return any(p.fullmatch(words) for p in family.sections for words in dict.fromkeys((outside, counted)) if words)


def is_heading(words: str, family: Family) -> bool:
    """True for ``words`` that are a heading of items by their name or because they count them, and name no one case."""
    counts = "「" not in Folded(words).text and bool(declared_totals(words, family))
    return names_section(words, family) or counts
