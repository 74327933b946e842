"""Labelled paragraphs as a tree: what stands under which label."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from kbbt.document import Block, Paragraph
from kbbt.labels import KINDS, Label, split_label
from kbbt.parsing.reading import text_of

_ALL_KINDS = tuple(KINDS)
# 1.2.3 is looked for only where a declaration asks for it: 「1.5 倍」 is no label.
_PLAIN_KINDS = tuple(k for k in KINDS if k != "multi-decimal")


def label_of(paragraph: Paragraph, kinds: Sequence[str] = _PLAIN_KINDS) -> Label | None:
    """The label at the head of ``paragraph``; a bullet right before another label is only its decoration."""
    ordered = tuple(k for k in kinds if k != "bullet")
    label = split_label(paragraph.text, ordered)
    if label is not None:
        return label
    bullet = split_label(paragraph.text, ("bullet",))
    if bullet is not None:
        inner = split_label(paragraph.text[bullet.end :], ordered)
        if inner is not None:
            return Label(inner.text, inner.kind, inner.number, bullet.end + inner.end)
        return bullet if "bullet" in kinds else None
    return None


def printed_label(label: Label) -> str:
    """The label as records have it: brackets stay, the mark behind it goes (一、 → 一, (一) → (一))."""
    return label.text.rstrip("、.．﹒：:,， ")


@dataclass
class Node:
    """A labelled paragraph with everything up to the next label that is not below it.

    ``head`` is None for the root. ``body`` are the unlabelled blocks before the first child.
    """

    head: Paragraph | None = None
    label: Label | None = None
    body: list[Block] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The head's text without its label."""
        if self.head is None:
            return ""
        return self.head.text[self.label.end :].strip() if self.label else self.head.text.strip()

    def blocks(self) -> Iterator[Block]:
        """Everything in the node, in reading order."""
        if self.head is not None:
            yield self.head
        yield from self.body
        for child in self.children:
            yield from child.blocks()

    @property
    def text(self) -> str:
        """The whole node, one paragraph a line."""
        return text_of(self.blocks())

    def paragraph_texts(self) -> list[str]:
        """The texts of the node for reading: the first without its label, the others whole."""
        rest = [line for line in text_of(list(self.blocks())[1 if self.head is not None else 0 :]).split("\n") if line]
        return [self.words, *rest] if self.head is not None else rest


def outline(
    blocks: Sequence[Block],
    levels: Sequence[Sequence[str]],
    is_heading: Callable[[str], bool] = lambda _: False,
) -> Node:
    """The tree of ``blocks``. ``levels`` lists the kinds of labels, outermost first; other kinds are plain text.

    A kind may stand on two levels (甲、 over all others, or below 一、): it is on the first of them that lies below
    what is open where it is first met. Where the format itself makes lists in lists, all numbered 1. 2. 3., a list that
    begins deeper than the open item of its kind stands below it.

    ``is_heading`` tells an unlabelled line that stands above all labels: 【…】 or ◎….
    """
    ranks: dict[str, list[int]] = {}
    for depth, listed in enumerate(levels):
        for kind in listed:
            ranks.setdefault(kind, []).append(depth)
    kinds = tuple(k for k in _ALL_KINDS if k in ranks)
    root = Node()
    open_nodes: list[tuple[int, Node]] = [(-1, root)]
    for block in blocks:
        label = label_of(block, kinds) if isinstance(block, Paragraph) else None
        if label is None and isinstance(block, Paragraph):
            mark = label_of(block)
            if is_heading(block.text[mark.end :] if mark is not None else block.text):
                node = Node(block, mark)
                root.children.append(node)
                open_nodes = [(-2, root), (-1, node)]
                continue
        if label is None or not isinstance(block, Paragraph):
            target = open_nodes[-1][1]
            target.body.append(block)
            continue
        label = _as_letter(label, block.text, [node.label for _, node in open_nodes])
        below = [d for d in ranks[label.kind] if d > open_nodes[-1][0]]
        depth = (below or ranks[label.kind])[0]
        ranks[label.kind] = [depth]
        goes_on = False
        while open_nodes[-1][0] >= depth:
            if (
                open_nodes[-1][0] == depth
                and is_inside(block, open_nodes[-1][1].head)
                and (goes_on or label.number == 1)
            ):
                break
            closed = open_nodes.pop()[1].head
            goes_on = goes_on or (closed is not None and closed.level == block.level)
        node = Node(block, label)
        open_nodes[-1][1].children.append(node)
        open_nodes.append((depth, node))
    return root


def _as_letter(label: Label, text: str, above: Sequence[Label | None]) -> Label:
    """``label`` as a letter where i, v or x comes after h, u or w."""
    if not label.kind.startswith("roman"):
        return label
    letter = split_label(text, (label.kind.replace("roman", "letter"),))
    if letter is None or letter.number is None:
        return label
    before = any(a is not None and a.kind == letter.kind and a.number == letter.number - 1 for a in above)
    return letter if before else label


def is_inside(paragraph: Paragraph, above: Paragraph | None) -> bool:
    """True when both are items of the format's own lists and that of ``paragraph`` is the deeper one."""
    if above is None or paragraph.heading or above.heading:
        return False
    return paragraph.level is not None and above.level is not None and paragraph.level > above.level
