"""Typed labels become ``Paragraph.label``; what only looks like one stays text.

A label is refused where its number and the next word count together and no neighbour counts with it (「三、四級毒品…」),
where it is a year or an amount, and where a mark is part of the word (「○○市政府」).
"""

from __future__ import annotations

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
    return [
        replace(p, label=p.text[: label.end].rstrip())
        if label is not None and not p.label and _is_label(p, i, labels)
        else p
        for i, (p, label) in enumerate(zip(paragraphs, labels, strict=True))
    ]


def _is_label(paragraph: Paragraph, i: int, labels: Sequence[Label | None]) -> bool:
    label = labels[i]
    assert label is not None
    body = paragraph.text[label.end :]
    if label.kind == "bullet":
        return body[:1] not in label.text and (paragraph.text[len(label.text) : label.end] != "" or _has_kin(i, labels))
    if not body and label.kind.endswith(("letter", "roman")):
        return False
    if label.number is not None and label.number > _LARGEST:
        return False
    if is_enumeration(label, body):
        return _has_neighbour(i, labels)
    return True


def _has_kin(i: int, labels: Sequence[Label | None]) -> bool:
    label = labels[i]
    return label is not None and any(o is not None and o.text == label.text for j, o in enumerate(labels) if j != i)


def _has_neighbour(i: int, labels: Sequence[Label | None]) -> bool:
    """True when the number before stands earlier in the container, or the number after later."""
    label = labels[i]
    if label is None or label.number is None:
        return False
    return any(
        o is not None
        and o.kind == label.kind
        and o.number is not None
        and (o.number == label.number - 1 if j < i else j > i and o.number == label.number + 1)
        for j, o in enumerate(labels)
    )
