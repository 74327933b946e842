"""The head of a resolution, 「(一)瑞芳工業區事業廢棄物清運案：」, which says in a table what the name column says already."""

from __future__ import annotations

import re

from kbbt.labels import split_label
from kbbt.text import fold

_OPENING = re.compile(r"[「『“\"《〈\s]*")
_CLOSING = re.compile(r"[」』”\"》〉\s]*[:：][\s]*")
_MAX_LABEL = 12
_MARKS = "、.．﹒,，"
"""A label is known with or without the mark that ends it."""


def split_lead(text: str, name: str, item_label: str) -> tuple[str, str]:
    """``text`` as (lead, rest) with ``lead + rest == text``: the lead is the item's label, and its ``name`` and the colon.

    Only the label is lead where the text does not go on with the name and a colon, or where something more stands before the
    colon (「（原雙北合作案）：」 is told nowhere else). The rest is never empty unless the text is. ``item_label`` is the label that
    the item is known to have, or ends with it: 「1.」 at the head of an item without a label begins its text.
    """
    label = split_label(text[: _MAX_LABEL + len(name)])
    start = 0
    if (
        label is not None
        and item_label.rstrip(_MARKS).endswith(label.text.rstrip(_MARKS))
        and text[label.end :].strip()
    ):
        start = label.end
    opening = _OPENING.match(text, start)
    end = _end_of_name(text, opening.end() if opening else start, name)
    closing = _CLOSING.match(text, end) if end is not None else None
    if closing is not None and text[closing.end() :].strip():
        start = closing.end()
    return text[:start], text[start:]


def _end_of_name(text: str, at: int, name: str) -> int | None:
    """The index after ``name`` where it stands at ``at``, blanks and widths aside; None when it does not."""
    if text.startswith(name, at):
        return at + len(name)
    key = fold(name)
    for end in range(at + len(name) // 2, min(len(text), at + 2 * len(name) + 8) + 1):
        if fold(text[at:end]) == key:
            return end
    return None
