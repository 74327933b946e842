"""Which piece of one text answers to which piece of another: list items first, clauses inside them next.

Pieces are aligned in order, by likeness and not by label, so that an item that merely got another number is the same
item. A piece keeps every character, so that the pieces of a text joined are the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from kbbt.labels import split_label
from kbbt.text import squeeze

_CLAUSE = re.compile(r"[^。；;\n]*(?:[。；;]+[」』）)]*\s*|\n\s*|$)")
_ALIKE_CLAUSE, _ALIKE_ITEM = 45, 70
"""Pieces less alike than this (0 to 100) are not each other's; clauses of items that are not may still be."""
_SAME_LABEL = 8
"""What the same label adds to the likeness."""
_MAX_PAIRS = 10_000
_MAX_WORK = 2_000_000_000
"""Beyond so many pairs of pieces, or of characters in them, only equal pieces are aligned."""

Pair = tuple[str | None, str | None]
"""A piece before and its piece after; None where the other text has no answer to it."""


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    key: str
    """What likeness is measured on: no label, no blanks."""
    label: str


def items(text: str) -> list[str]:
    """The lines of ``text``, each with its line feed: the items of a list stand on lines of their own."""
    return text.splitlines(keepends=True) if "\n" in text or "\r" in text else [text] if text else []


def clauses(text: str) -> list[str]:
    """The clauses of ``text``, each with the 。 or ；, the closing quotes and the blanks that end it."""
    return [match for match in _CLAUSE.findall(text) if match]


def align(before: str, after: str) -> list[Pair]:
    """The two texts as pairs of pieces that answer to each other, in the order of both.

    Joining the first of all pairs gives ``before``, the second ``after``. Items that answer to each other without being the
    same are split into their clauses, and so are runs of items that answer to none: a list may have become a paragraph.
    """
    pairs: list[Pair] = []
    went = came = ""
    for old, new in [*_align(items(before), items(after), _ALIKE_ITEM), ("", "")]:
        if old is None or new is None:
            went, came = went + (old or ""), came + (new or "")
            continue
        pairs += _align(clauses(went), clauses(came), _ALIKE_CLAUSE)
        went = came = ""
        if squeeze(old) != squeeze(new):
            pairs += _align(clauses(old), clauses(new), _ALIKE_CLAUSE)
        elif old or new:
            pairs.append((old, new))
    return pairs


def _pieces(texts: Sequence[str]) -> list[_Piece]:
    pieces = []
    for text in texts:
        label = split_label(text[:40])
        body = text[label.end :] if label else text
        pieces.append(_Piece(text, squeeze(body), label.text if label else ""))
    return pieces


def _align(before: Sequence[str], after: Sequence[str], alike: int) -> list[Pair]:
    """Two lists of pieces, aligned in order so that the sum of likenesses is greatest."""
    old, new = _pieces(before), _pieces(after)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle = _middle(old[head : len(old) - tail], new[head : len(new) - tail], alike)
    same_head = [(a.text, b.text) for a, b in zip(old[:head], new[:head], strict=True)]
    same_tail = [(a.text, b.text) for a, b in zip(old[len(old) - tail :], new[len(new) - tail :], strict=True)]
    return [*same_head, *middle, *same_tail]


def _common(old: Sequence[_Piece], new: Sequence[_Piece]) -> int:
    """How many pieces at the head are the same, labels included."""
    count = 0
    for a, b in zip(old, new, strict=False):
        if a.key != b.key or a.label != b.label:
            break
        count += 1
    return count


def _middle(old: Sequence[_Piece], new: Sequence[_Piece], alike: int) -> list[Pair]:
    if not old or not new:
        return [*((a.text, None) for a in old), *((None, b.text) for b in new)]
    work = sum(len(a.key) for a in old) * sum(len(b.key) for b in new)
    if len(old) * len(new) > _MAX_PAIRS or work > _MAX_WORK:
        return _by_equality(old, new)
    return _by_likeness(old, new, alike)


def _likeness(a: _Piece, b: _Piece, alike: int) -> float:
    if a.key == b.key:
        return 100 + _SAME_LABEL * (a.label == b.label)
    likeness = fuzz.ratio(a.key, b.key, score_cutoff=alike)
    return likeness + _SAME_LABEL * (a.label == b.label) if likeness else 0


def _by_likeness(old: Sequence[_Piece], new: Sequence[_Piece], alike: int) -> list[Pair]:
    """The best alignment in order: dynamic programming over all pairs."""
    rows, columns = len(old), len(new)
    scores = [[_likeness(a, b, alike) for b in new] for a in old]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            pair = scores[i][j] + best[i + 1][j + 1] if scores[i][j] else 0.0
            best[i][j] = max(pair, best[i + 1][j], best[i][j + 1])
    pairs: list[Pair] = []
    i = j = 0
    while i < rows and j < columns:
        if scores[i][j] and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            pairs.append((old[i].text, new[j].text))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((old[i].text, None))
            i += 1
        else:
            pairs.append((None, new[j].text))
            j += 1
    pairs += [(a.text, None) for a in old[i:]]
    pairs += [(None, b.text) for b in new[j:]]
    return pairs


def _by_equality(old: Sequence[_Piece], new: Sequence[_Piece]) -> list[Pair]:
    """Very many pieces: only equal ones answer to each other."""
    matcher = SequenceMatcher(None, [a.key for a in old], [b.key for b in new], autojunk=True)
    pairs: list[Pair] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pairs += [(x.text, y.text) for x, y in zip(old[a:b], new[c:d], strict=True)]
        else:
            pairs += [(x.text, None) for x in old[a:b]]
            pairs += [(None, y.text) for y in new[c:d]]
    return pairs
