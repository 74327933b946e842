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
    """One item in parts. ``decisions`` are the paragraphs of its decisions."""

    label: str = ""
    subject: str | None = None
    decisions: list[str] = field(default_factory=list)
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

    def add(self, block: Block, parts: Sequence[Labelled]) -> None:
        self.item.blocks.append(block)
        if not parts:
            self._append(text_of([block]))
        for part in parts:
            self._key = part.key
            role = _role(part.key, self._family)
            if role == "opens":
                self.item.label = part.value or part.printed
                continue
            if role == "subject" and self.item.subject is None:
                self.item.subject = part.value
            elif role == "decision" and part.value:
                self.item.decisions.append(part.value)
            before = self.item.fields.get(part.key)
            self.item.fields[part.key] = f"{before}\n{part.value}" if before else part.value

    def _append(self, text: str) -> None:
        if self._key is None or not text:
            return
        role = _role(self._key, self._family)
        if role == "decision":
            self.item.decisions.append(text)
        elif role == "subject" and self.item.subject is not None:
            self.item.subject = f"{self.item.subject}\n{text}" if self.item.subject else text
        if role != "opens":
            before = self.item.fields.get(self._key)
            self.item.fields[self._key] = f"{before}\n{text}" if before else text


def read_parts(blocks: Sequence[Block], family: Family) -> Parts | None:
    """The parts inside one labelled item, or None when it has none that decides or names the case."""
    collector = _Collector(family)
    for block in blocks:
        collector.add(block, parts_of(block, family))
    item = collector.item
    return item if item.decisions or item.subject is not None else None


def triples(blocks: Sequence[Block], family: Family) -> list[tuple[str, str, list[Parts]]] | None:
    """Items in parts one after the other, as (label, heading, items) of each section; None when the form is another.

    An item begins where a part that opens, or names the case, begins. A paragraph between two items that has a label
    or a declared section's name is the heading of those after it.
    """
    parts = [parts_of(b, family) for b in blocks]
    opening = _opening_key(parts, family)
    if opening is None:
        return None
    sections: list[tuple[str, str, list[Parts]]] = []
    heading: list[str] = []
    heading_label = ""
    waiting: list[Block] = []  # the paragraphs of a heading whose items are still to come
    collector: _Collector | None = None
    for i, block in enumerate(blocks):
        opens = any(p.key == opening for p in parts[i])
        if opens:
            if collector is None or heading:
                sections.append((heading_label, "\n".join(heading), []))
                heading, heading_label, waiting = [], "", []
            collector = _Collector(family)
            sections[-1][2].append(collector.item)
            label = label_of(block) if isinstance(block, Paragraph) else None
            if label is not None:
                collector.item.label = printed_label(label)
            else:
                collector.item.label = next(p.printed for p in parts[i] if p.key == opening)
            collector.add(block, parts[i])
        elif collector is None or (
            not parts[i] and (heading or _is_heading(blocks, i, parts, opening, family, collector))
        ):
            label = label_of(block) if isinstance(block, Paragraph) else None
            heading_label = heading_label or (printed_label(label) if label else "")
            waiting.append(block)
            heading.append(block.text[label.end :] if label and isinstance(block, Paragraph) else text_of([block]))
        else:
            collector.add(block, parts[i])
    if collector is not None:
        for block in waiting:
            collector.add(block, [])
    return sections


def _opening_key(parts: Sequence[Sequence[Labelled]], family: Family) -> str | None:
    """The part that begins each item: the declared one that opens when it is there, else the one that names the case."""
    seen = [p.key for found in parts for p in found]
    if not any(_role(k, family) in ("decision", "subject") for k in seen):
        return None
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
