"""Items in parts: 案由：… 說明：… 決議：…, under a label or one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kbbt.document import Block, Paragraph
from kbbt.parsing.family import Family
from kbbt.parsing.folded import Folded
from kbbt.parsing.labelled import Labelled, read_labelled
from kbbt.parsing.outline import label_of, printed_label
from kbbt.parsing.reading import text_of


@dataclass
class Parts:
    """One item in parts. ``decisions`` are the paragraphs of its decisions, ``others`` those that are in no part."""

    label: str = ""
    subject: str | None = None
    decisions: list[str] = field(default_factory=list)
    deciding: list[Block] = field(default_factory=list)
    """The blocks below the name of the decision (決議：), without what stands on its own line."""
    proposals: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)


def parts_of(block: Block, family: Family) -> list[Labelled]:
    """The labelled parts that begin in this paragraph; empty when it begins none."""
    if not isinstance(block, Paragraph) or not family.parts:
        return []
    label = label_of(block)
    return read_labelled(block.text[label.end :] if label else block.text, family.parts)


def _role(key: str, family: Family) -> str:
    return family.rule.parts[key].role


class _Collector:
    """Puts the paragraphs of one item into its parts."""

    def __init__(self, family: Family) -> None:
        self.item = Parts()
        self._family = family
        self._key: str | None = None
        self._kind: str | None = None  # of the label before the part that is open

    def add(self, block: Block, parts: Sequence[Labelled]) -> None:
        self.item.blocks.append(block)
        label = label_of(block) if isinstance(block, Paragraph) else None
        kind = label.kind if label is not None else None
        if not parts:
            if kind is not None and kind == self._kind and self._role() not in (None, "decision"):
                self._key = None  # 2. after 1. 說明：… is no more of the explanation
            self._append(block)
        else:
            self._kind = kind
        for part in parts:
            self._key = part.key
            role = _role(part.key, self._family)
            if role == "opens":
                self.item.label = part.value or part.printed
                continue
            if role == "subject" and not self.item.subject:
                self.item.subject = part.value
            elif role == "decision" and part.value:
                self.item.decisions.append(part.value)
            elif role == "proposal" and part.value:
                self.item.proposals.append(part.value)
            before = self.item.fields.get(part.key)
            self.item.fields[part.key] = f"{before}\n{part.value}" if before else part.value

    def _role(self) -> str | None:
        return _role(self._key, self._family) if self._key is not None else None

    def _append(self, block: Block) -> None:
        text = text_of([block])
        if not text:
            return
        role = self._role()
        if self._key is None:
            self.item.others.append(text)
            return
        if role == "decision":
            self.item.decisions.append(text)
            self.item.deciding.append(block)
        elif role == "proposal":
            self.item.proposals.append(text)
        elif role == "subject" and self.item.subject is not None:
            self.item.subject = f"{self.item.subject}\n{text}" if self.item.subject else text
        if role != "opens":
            before = self.item.fields.get(self._key)
            self.item.fields[self._key] = f"{before}\n{text}" if before else text


def read_parts(blocks: Sequence[Block], family: Family) -> Parts | None:
    """The parts inside one labelled item, or None when it has none."""
    collector = _Collector(family)
    for block in blocks:
        collector.add(block, parts_of(block, family))
    return collector.item if collector.item.fields else None


@dataclass
class Group:
    """Items in parts under one heading, which stood in ``blocks``; ``label`` and ``heading`` are "" where there is none."""

    label: str = ""
    heading: str = ""
    blocks: list[Block] = field(default_factory=list)
    items: list[Parts] = field(default_factory=list)


@dataclass
class Triples:
    """Items in parts one after the other; ``before`` is what stands before the first heading or item."""

    groups: list[Group] = field(default_factory=list)
    before: list[Block] = field(default_factory=list)


def triples(blocks: Sequence[Block], family: Family) -> Triples | None:
    """The items in parts among ``blocks``; None when the form is another.

    An item begins where a part that opens, or names the case, begins. A paragraph between two items that has a label
    or a declared section's name is the heading of those after it.
    """
    parts = [parts_of(b, family) for b in blocks]
    opening = _opening_key(parts, family)
    if opening is None:
        return None
    found = Triples()
    waiting: list[Block] = []  # paragraphs of a heading whose items are still to come
    collector: _Collector | None = None
    for i, block in enumerate(blocks):
        if any(p.key == opening for p in parts[i]) and not (collector is not None and _is_open(collector.item)):
            if collector is None or waiting:
                before, group = _heading(waiting)
                found.before.extend(before)
                found.groups.append(group)
                waiting = []
            collector = _Collector(family)
            label = label_of(block) if isinstance(block, Paragraph) else None
            printed = next(p.printed for p in parts[i] if p.key == opening)
            collector.item.label = printed_label(label) if label is not None else printed.strip("【】")
            found.groups[-1].items.append(collector.item)
            collector.add(block, parts[i])
        elif collector is None or (
            not parts[i] and (waiting or _is_heading(blocks, i, parts, opening, family, collector))
        ):
            waiting.append(block)
        else:
            collector.add(block, parts[i])
    for block in waiting:
        if collector is not None:
            collector.add(block, [])
    return found


def by_first_part(blocks: Sequence[Block], family: Family) -> list[list[Block]]:
    """``blocks`` parted where the part that comes first among them comes again (提案單位：… 提案單位：…)."""
    keys = [[p.key for p in parts_of(block, family)] for block in blocks]
    first = next((k[0] for k in keys if k), None)
    found: list[list[Block]] = [[]]
    begun = False
    for block, key in zip(blocks, keys, strict=True):
        if first in key:
            if begun:
                found.append([])
            begun = True
        found[-1].append(block)
    return found


def _is_open(item: Parts) -> bool:
    """True for an item that has begun and not named its case yet: 提案一： before 案由：…"""
    return item.subject == "" and not item.decisions


def _heading(waiting: Sequence[Block]) -> tuple[list[Block], Group]:
    """What stands before the first of some items: the last labelled line and those after it are their heading."""
    labels = [label_of(b) if isinstance(b, Paragraph) else None for b in waiting]
    first = max((i for i, label in enumerate(labels) if label is not None), default=0)
    lines: list[str] = []
    for block, label in zip(waiting[first:], labels[first:], strict=True):
        text = text_of([block])
        lines.append(text[label.end :].strip() if label is not None else text)
    label = labels[first] if labels else None
    printed = printed_label(label) if label is not None else ""
    return list(waiting[:first]), Group(printed, "\n".join(lines), list(waiting[first:]))


def _opening_key(parts: Sequence[Sequence[Labelled]], family: Family) -> str | None:
    """The part that begins each item: the declared one that opens when it is there, else the one that names the case,
    or what stands before it in each of them (提案單位：… 案由：…).
    """
    seen = [p.key for found in parts for p in found]
    subjects = [k for k in seen if _role(k, family) == "subject"]
    if not subjects and not any(_role(k, family) == "decision" for k in seen):
        return None
    if subjects and not any(_role(k, family) == "opens" for k in seen) and seen.count(seen[0]) == len(subjects):
        return seen[0]
    for role in ("opens", "subject"):
        for key in seen:
            if _role(key, family) == role:
                return key
    return None


def _is_heading(
    blocks: Sequence[Block],
    at: int,
    parts: Sequence[Sequence[Labelled]],
    opening: str,
    family: Family,
    collector: _Collector,
) -> bool:
    block = blocks[at]
    if not isinstance(block, Paragraph) or not (collector.item.decisions or "decision" not in _roles(parts, family)):
        return False
    label = label_of(block)
    body = Folded(block.text[label.end :] if label else block.text).text
    if any(p.fullmatch(body) for p in family.sections):
        return True
    follows = at + 1 < len(blocks) and any(p.key == opening for p in parts[at + 1])
    return label is not None and follows and not body.endswith("。")


def _roles(parts: Sequence[Sequence[Labelled]], family: Family) -> set[str]:
    return {_role(p.key, family) for found in parts for p in found}
