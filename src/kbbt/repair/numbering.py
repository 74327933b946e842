"""Numbers at the head of lines: which begin an item and which stand there by chance.

「三、四級毒品」, 「113.」 and a list that goes on all look like labels. What tells them apart is the list they would belong
to: a number follows its neighbour, or begins at one, and stands where its neighbours stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kbbt.labels import Label
from kbbt.numerals import HAN_NUMERAL, parse_number
from kbbt.repair.evidence import finished
from kbbt.repair.items import labels_in

_LARGEST = 99
"""A Western number above this before a point is a year or an amount unless the number before it stood there too."""
_HAN_HEAD = re.compile(rf"({HAN_NUMERAL})(?![、.．﹒])")
_DIGIT_HEAD = re.compile(r"([0-9０-９]{1,3})(?![0-9０-９.、．])")


class Numbering:
    """The labels seen so far in one container (a cell, or the text outside tables), last number and x by kind."""

    def __init__(self) -> None:
        self._last: dict[str, int | None] = {}
        self._x: dict[str, float] = {}

    def add(self, label: Label, x: float | None = None) -> None:
        """Remember that ``label`` began an item at ``x`` points."""
        self._last[label.kind] = label.number
        if x is not None:
            self._x[label.kind] = x

    def follows(self, label: Label) -> bool:
        """True when ``label`` is the next number of its kind."""
        last = self._last.get(label.kind)
        return last is not None and label.number == last + 1

    def last(self, kind: str) -> int | None:
        """The last number of ``kind`` seen, None when there was none."""
        return self._last.get(kind)

    def knows(self, kind: str) -> bool:
        """True when an item of this kind was seen."""
        return kind in self._last

    def in_line(self, label: Label, x: float, body: float | None, tolerance: float) -> bool | None:
        """Whether ``x`` is where labels of this kind stand: True or False when neighbours and the text's indent
        (``body``) tell, None when they do not.
        """
        known = self._x.get(label.kind)
        at_body = body is not None and abs(x - body) <= tolerance
        if known is None:
            return None if body is None or at_body else True
        if abs(x - known) <= tolerance:
            return None if at_body else True
        return False if at_body else None

    def begins_item(self, label: Label, before: str, later: Sequence[str], in_line: bool | None = None) -> bool:
        """True when a line with ``label`` begins an item although the line before it is full.

        ``before`` is the text before it, ``later`` the line itself and the lines after it in the container.
        """
        done = finished(before)
        if label.number is None:
            return done or in_line is True or self.knows(label.kind)
        if self.follows(label):
            return in_line is not False or done
        if label.kind.startswith("decimal") and label.number > _LARGEST:
            return False
        if label.number == 1:
            return done or in_line is True or _continued(label, later)
        return in_line is True or (done and in_line is not False)


def _continued(label: Label, later: Sequence[str]) -> bool:
    """True when the next number of ``label``'s kind begins an item later, before the same number does so again."""
    kin = [x for text in later for x in labels_in(text) if x.kind == label.kind and x.number is not None]
    return len(kin) > 1 and kin[1].number == kin[0].number + 1 if kin and kin[0].number is not None else False


def is_enumeration(label: Label, body: str) -> bool:
    """True when the label's number and the next word count together: 「三、四級」, 「1、2 月」; it may still be a label."""
    if label.number is None or label.kind not in ("han", "decimal", "formal") or not label.text.rstrip().endswith("、"):
        return False
    match = (_DIGIT_HEAD if label.kind == "decimal" else _HAN_HEAD).match(body)
    if match is None:
        return False
    try:
        return parse_number(match[1][:1]) == label.number + 1 or parse_number(match[1]) == label.number + 1
    except ValueError:
        return False
