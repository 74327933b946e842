"""List items that were flattened onto one line become paragraphs of their own: 「1. 甲。 2. 乙。」

Numbers must run in sequence, each where an item can begin; 「第 2. 」, decimals and enumerations inside a sentence
(「(1)甲、(2)乙及(3)丙」) stay as they are. A list inside an item (「2. 新北市： (1)… (2)…」) is split too.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kbbt.document import Block, Cell, Document, Paragraph, Row, Table
from kbbt.labels import Label, split_label
from kbbt.repair.evidence import inside_brackets

_HEAD = re.compile(r"(?:[(（﹙〔]\s*)?[0-9０-９一二三四五六七八九十壹貳參肆伍陸柒捌玖拾①-⑳㈠-㈩⑴-⒇甲乙丙丁]")
_ENDS = "。！？!?；;：:」』）)"
_NO_ITEM_AFTER = "第共計約達至於及與或和為逾近每各滿前後上下、，,~～-－—–.．/／（(「"
_TRIES = 20
"""Lists whose items are empty that are passed over before a text is taken to have none."""
_KINDS = ("formal", "han", "han-paren", "decimal", "decimal-paren", "circled", "stem")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A label inside a text: where it begins and whether a sentence ended before it."""

    at: int
    label: Label
    after_end: bool


def split_items(document: Document) -> Document:
    """The document with one list item a paragraph."""
    blocks: list[Block] = []
    previous: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            pieces = _split(block, previous)
            blocks += pieces
            previous = [*previous, *(p.text for p in pieces)][-20:]
        else:
            blocks.append(_table(block))
            previous = []
    return replace(document, blocks=tuple(blocks))


def _table(table: Table) -> Table:
    def cell(c: Cell) -> Cell:
        done: list[Paragraph] = []
        for paragraph in c.paragraphs:
            done += _split(paragraph, [p.text for p in done])
        return replace(c, paragraphs=tuple(done))

    return replace(table, rows=tuple(Row(tuple(cell(c) for c in row.cells), row.header) for row in table.rows))


def _split(paragraph: Paragraph, previous: Sequence[str]) -> list[Paragraph]:
    cuts = item_starts(paragraph.text, previous)
    if not cuts:
        return [paragraph]
    ends = [*cuts[1:], len(paragraph.text)]
    texts = [paragraph.text[: cuts[0]].rstrip()] + [
        paragraph.text[a:b].rstrip() for a, b in zip(cuts, ends, strict=True)
    ]
    return [replace(paragraph, text=t, label=paragraph.label if i == 0 else "") for i, t in enumerate(texts)]


def item_starts(text: str, previous: Sequence[str] = ()) -> list[int]:
    """Where in ``text`` items begin that must stand on lines of their own. ``previous`` are the texts before it."""
    if len(text) < 6:
        return []
    marks = _marks(text)
    own = split_label(text)
    cuts = _chain(text, marks, own, previous)
    if not cuts:
        return []
    # Inside each item (and before the first) there may be a list of another kind.
    bounds = [0, *(m.at for m in cuts), len(text)]
    inner: list[int] = []
    kinds = {m.label.kind for m in cuts}
    places = [m.at for m in marks]
    for a, b in pairwise(bounds):
        low, high = bisect_right(places, a), bisect_left(places, b)
        nested = [m for m in marks[low:high] if m.label.kind not in kinds]
        inner += [m.at for m in _from_one(text, nested, b)]
    return sorted({*(m.at for m in cuts), *inner})


def labels_in(text: str) -> list[Label]:
    """The numbers in ``text`` that may begin items, in order: at the head of a line or where an item can begin in it."""
    found = []
    for line in text.split("\n"):
        own = split_label(line)
        found += [own] if own is not None else []
        found += [m.label for m in _marks(line)]
    return found


def _marks(text: str) -> list[_Mark]:
    marks = []
    inside: list[bool] | None = None
    for match in _HEAD.finditer(text):
        at = match.start()
        # Blanks stand alone in cleaned text: one step back is enough.
        before = at - 1 if at and text[at - 1].isspace() else at
        if before <= 0 or text[before - 1] in _NO_ITEM_AFTER or text[before - 1].isspace():
            continue
        after_end = text[before - 1] in _ENDS
        if before == at and not after_end:
            continue
        label = split_label(text[at : at + 16], _KINDS)
        if label is None or label.number is None:
            continue
        inside = inside_brackets(text) if inside is None else inside
        if not inside[before]:
            marks.append(_Mark(at, label, after_end))
    return marks


def _chain(text: str, marks: list[_Mark], own: Label | None, previous: Sequence[str]) -> list[_Mark]:
    """The marks of the outermost list that runs through ``text``."""
    if own is not None and own.number is not None:
        found = _run(marks, own.kind, own.number + 1)
        if found and _filled(text, found, len(text)):
            return found
    asked: set[str] = set()
    for earlier in reversed(previous):
        label = split_label(earlier)
        if own is None and label is not None and label.number is not None and label.kind not in asked:
            asked.add(label.kind)
            found = _run(marks, label.kind, label.number + 1)
            if found and (len(found) > 1 or found[0].after_end) and _filled(text, found, len(text)):
                return found
    return _from_one(text, marks, len(text))


def _from_one(text: str, marks: list[_Mark], end: int) -> list[_Mark]:
    """The first list among ``marks`` that begins at 1 and has at least two items, with text in each."""
    tried = 0
    following = {(m.label.kind, m.label.number) for m in marks}
    for i, first in enumerate(marks):
        if first.label.number != 1 or (first.label.kind, 2) not in following:
            continue
        found = [first, *_run(marks[i + 1 :], first.label.kind, 2)]
        if len(found) > 1 and _filled(text, found, end):
            return found
        tried += 1
        if tried == _TRIES:
            break
    return []


def _run(marks: list[_Mark], kind: str, number: int) -> list[_Mark]:
    found = []
    for mark in marks:
        if mark.label.kind == kind and mark.label.number == number:
            found.append(mark)
            number += 1
    return found


def _filled(text: str, marks: list[_Mark], end: int) -> bool:
    """True when each item has a text of its own, and not only marks."""
    ends = [*(m.at for m in marks[1:]), end]
    items = (text[m.at + m.label.end : e].strip() for m, e in zip(marks, ends, strict=True))
    return all(len(item) >= 2 and any(c.isalnum() for c in item) for item in items)
