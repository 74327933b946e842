"""Typed labels become ``Paragraph.label``; what only looks like one stays text.

A label is refused where its number and the next word count together and no neighbour counts with it (「三、四級毒品…」),
where it is a year or an amount, and where a mark is part of the word (「○○市政府」).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kbbt.document import Block, Cell, Document, Paragraph, Row, Table
from kbbt.labels import Label, split_label
from kbbt.repair.numbering import is_enumeration

_LARGEST = 199
"""A larger number before a point is an amount; lists of this length do not occur with Western numbers."""


def set_labels(document: Document) -> Document:
    """The document with the label of every paragraph that has one; labels that readers set stay."""
    free = [b for b in document.blocks if isinstance(b, Paragraph)]
    labelled = iter(_labelled(free))
    blocks: list[Block] = [next(labelled) if isinstance(b, Paragraph) else _table(b) for b in document.blocks]
    return replace(document, blocks=tuple(blocks))


def _table(table: Table) -> Table:
    def cell(c: Cell) -> Cell:
        return replace(c, paragraphs=tuple(_labelled(c.paragraphs)))

    return replace(table, rows=tuple(Row(tuple(cell(c) for c in row.cells), row.header) for row in table.rows))


def _labelled(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    labels = [split_label(p.text) for p in paragraphs]
    neighbours = _Neighbours(labels)
    return [
        replace(p, label=p.text[: label.end].rstrip())
        if label is not None and not p.label and _is_label(p, label, i, neighbours)
        else p
        for i, (p, label) in enumerate(zip(paragraphs, labels, strict=True))
    ]


class _Neighbours:
    """Where in a container each label stands first and last."""

    def __init__(self, labels: Sequence[Label | None]) -> None:
        self._first: dict[tuple[str, int], int] = {}
        self._last: dict[tuple[str, int], int] = {}
        self._printed = Counter(label.text for label in labels if label is not None)
        for i, label in enumerate(labels):
            if label is not None and label.number is not None:
                self._first.setdefault((label.kind, label.number), i)
                self._last[label.kind, label.number] = i

    def counts(self, label: Label, i: int) -> bool:
        """True when the number before stands earlier, or the number after later."""
        if label.number is None:
            return False
        earlier = self._first.get((label.kind, label.number - 1))
        later = self._last.get((label.kind, label.number + 1))
        return (earlier is not None and earlier < i) or (later is not None and later > i)

    def again(self, label: Label) -> bool:
        """True when the same mark stands at another paragraph too."""
        return self._printed[label.text] > 1


def _is_label(paragraph: Paragraph, label: Label, i: int, neighbours: _Neighbours) -> bool:
    body = paragraph.text[label.end :]
    if label.kind == "bullet":
        apart = label.end > len(label.text)
        return body[:1] not in label.text and (apart or neighbours.again(label))
    if label.number is not None and label.number > _LARGEST:
        return False
    return not is_enumeration(label, body) or neighbours.counts(label, i)
