"""Names of fields, headings and parts that a line break cuts in two: 紀⏎錄：… Only a declaration knows that they are names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kbbt.document import Block, Paragraph
from kbbt.labels import split_label
from kbbt.parsing.family import Family
from kbbt.parsing.folded import Folded
from kbbt.text import join_lines

_LONGEST = 10
"""Characters of the longest piece of a name on one of the two lines."""
_PARTING = "。；;)）"
"""Marks, besides a blank, behind which a name may begin."""


def names_joined(blocks: Sequence[Block], family: Family) -> list[Block]:
    """``blocks`` with two paragraphs made one where the break between them stands inside a declared name."""
    found: list[Block] = []
    for block in blocks:
        above = found[-1] if found else None
        if isinstance(above, Paragraph) and isinstance(block, Paragraph) and _cuts_name(above.text, block.text, family):
            text = join_lines(above.text, block.text)
            found[-1] = replace(above, text=text, places=(*above.places, *block.places))
        else:
            found.append(block)
    return found


def _cuts_name(first: str, second: str, family: Family) -> bool:
    """True when the end of ``first`` and the beginning of ``second`` are a name with its colon, and the latter none alone."""
    second = Folded(second).text
    end = second.find(":", 0, _LONGEST + 1)
    if end < 1 or _is_name(second[:end], family):
        return False
    label = split_label(first)
    begin = label.end if label is not None else 0
    first = first.rstrip()
    starts = [i for i in range(max(begin, len(first) - _LONGEST), len(first)) if _parts(first, i, begin)]
    # 紀　錄： has a blank of its own: any of the blanks before it may be the one that parts the fields
    pieces = [Folded(first[i:]).text for i in starts]
    return any(p and _is_name(p + second[:end], family) for p in pieces)


def _parts(text: str, at: int, begin: int) -> bool:
    return at == begin or text[at - 1].isspace() or text[at - 1] in _PARTING


def _is_name(text: str, family: Family) -> bool:
    return any(names.whole(text) is not None for names in (family.fields, family.headings, family.parts))
