"""The words that changed between two texts, as a person would mark them.

A date, a number, a Latin word is one token, every Han character another. What little stays the same between two changes
is marked as changed with them: single characters that two sentences happen to share help nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz.distance import LCSseq

from kbbt.dates import find_dates
from kbbt.text import squeeze
from kbbt.views.align import align
from kbbt.views.model import Segment

_TOKEN = re.compile(r"[0-9０-９]+(?:[.,:][0-9０-９]+)*%?|[A-Za-zÀ-ɏ]+(?:['’-][A-Za-zÀ-ɏ]+)*|\s+|.", re.DOTALL)
_ISLAND = 2
"""An equal run of at most so many characters between two changes is taken into them."""
_EXACT = 90_000
"""So many pairs of tokens are compared by difflib, whose longest blocks read best; more by the longest common subsequence."""
_BOUNDED = 30_000_000
"""Beyond so many pairs the texts are only told to differ."""
_CONTEXT_YEAR = 2000

_Code = tuple[bool, int, int, int, int]
"""Equal or not, and the tokens of both sides it is about."""


@dataclass(frozen=True, slots=True)
class _Token:
    """A word with the white space before it; ``key`` is what is compared."""

    space: str
    word: str
    key: str


def segments(before: str, after: str) -> list[Segment]:
    """What stayed (``=``), went (``-``) and came (``+``) from ``before`` to ``after``.

    Joining the ``=`` and ``-`` gives ``before``, the ``=`` and ``+`` ``after``, to the last blank. Two segments that follow
    each other never have the same sign. White space never makes a word differ; where it
    differs itself it is a segment of nothing else (:func:`without_blanks` takes these out).
    """
    if same(before, after):
        return _tidy(_blanks(before, after))
    found: list[Segment] = []
    for old, new in align(before, after):
        if old is None or new is None:
            found += [("-", old)] if old else [("+", new)] if new else []
        elif same(old, new):
            found += _blanks(old, new)
        else:
            found += _within(old, new)
    return _tidy(found)


def same(before: str, after: str) -> bool:
    """Whether nothing but white space differs."""
    return squeeze(before) == squeeze(after)


def without_blanks(found: Sequence[Segment]) -> list[Segment]:
    """Segments for showing: where nothing but white space went or came, that of the text after is shown unmarked."""
    shown: list[Segment] = []
    for sign, words in found:
        if words.strip():
            shown.append((sign, words))
        elif sign != "-":
            shown.append(("=", words))
    return _tidy(shown)


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    space = ""
    at = 0
    spans = [found.span for found in find_dates(text, context_year=_CONTEXT_YEAR)]
    for start, end in [*spans, (len(text), len(text))]:
        for word in _TOKEN.findall(text[at:start]):
            if word.isspace():
                space += word
            else:
                tokens.append(_Token(space, word, word))
                space = ""
        if start < end:
            words = text[start:end]
            tokens.append(_Token(space, words, squeeze(words)))
            space = ""
        at = end
    if space:
        tokens.append(_Token(space, "", ""))
    return tokens


def _within(before: str, after: str) -> list[Segment]:
    """The segments of two pieces that answer to each other."""
    old, new = _tokens(before), _tokens(after)
    found: list[Segment] = []
    for equal, a, b, c, d in _merge(_codes(old, new), old):
        if equal:
            for x, y in zip(old[a:b], new[c:d], strict=True):
                found += _blanks(x.space + x.word, y.space + y.word)
        else:
            found.append(("-", "".join(t.space + t.word for t in old[a:b])))
            found.append(("+", "".join(t.space + t.word for t in new[c:d])))
    return found


def _codes(old: Sequence[_Token], new: Sequence[_Token]) -> list[_Code]:
    left, right = [t.key for t in old], [t.key for t in new]
    size = len(left) * len(right)
    if size <= _EXACT:
        matcher = SequenceMatcher(None, left, right, autojunk=False)
        return [(tag == "equal", a, b, c, d) for tag, a, b, c, d in matcher.get_opcodes()]
    if size <= _BOUNDED:
        codes = LCSseq.opcodes(left, right)
        return [(c.tag == "equal", c.src_start, c.src_end, c.dest_start, c.dest_end) for c in codes]
    return [(False, 0, len(left), 0, len(right))]


def _merge(codes: Iterable[_Code], old: Sequence[_Token]) -> list[_Code]:
    """Codes with small islands between two changes taken into the changes, and neighbouring changes made one."""
    codes = list(codes)
    merged: list[_Code] = []
    for index, (equal, a, b, c, d) in enumerate(codes):
        inside = 0 < index < len(codes) - 1
        if equal and inside and sum(len(t.word) for t in old[a:b]) <= _ISLAND:
            equal = False
        if merged and not equal and not merged[-1][0]:
            _, a, _, c, _ = merged.pop()
        merged.append((equal, a, b, c, d))
    return merged


def _blanks(before: str, after: str) -> list[Segment]:
    """The segments of two texts that differ in white space alone."""
    if before == after:
        return [("=", before)]
    found: list[Segment] = []
    i = j = 0
    while i < len(before) or j < len(after):
        if i < len(before) and j < len(after) and before[i] == after[j]:
            found.append(("=", before[i]))
            i, j = i + 1, j + 1
        elif i < len(before) and before[i].isspace():
            found.append(("-", before[i]))
            i += 1
        else:
            found.append(("+", after[j]))
            j += 1
    return found


def _tidy(found: Iterable[Segment]) -> list[Segment]:
    """Neighbours of one sign joined, and nothing empty."""
    tidy: list[Segment] = []
    for sign, words in found:
        if tidy and tidy[-1][0] == sign:
            tidy[-1] = (sign, tidy[-1][1] + words)
        elif words:
            tidy.append((sign, words))
    return tidy
