"""One promise through the sources that repeat it, move it, or say that it is kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from kbbt.text import fold
from kbbt.views.deadlines.extract import Promise, promises
from kbbt.views.deadlines.phrases import Phrases
from kbbt.views.timeline import Statement

_ALIKE, _ALIKE_SAME_DATE, _ALIKE_ANY_DATE, _ALIKE_SAME_DAY = 60, 50, 80, 20
"""What two sources say, without dates and words for plan and completion, is about one matter when it is at least so alike
(0 to 100): where the dates are near, where they overlap, where a promise was moved by long before its time was long past,
and where both name the very same day.
"""
_SAME_EVENT = dt.timedelta(days=183)
"""Dates further apart are those of another event, the same one of the next year."""
_MARKS = re.compile(r"[\s，,、：:「」『』()（）於在]")


@dataclass(slots=True)
class Followed:
    """A promise or completion: ``says`` is the newest wording, ``said`` the statement it stands in.

    ``first`` is the statement that said it first. ``moved_from`` is the end of the range promised before the last change,
    ``kept`` the completion that a later source reports of it.
    """

    says: Promise
    said: Statement
    first: Statement
    matter: str
    moved_from: dt.date | None = None
    kept: tuple[Promise, Statement] | None = None
    first_matter: str = field(default="")

    def uid(self) -> str:
        """Stays the same when the date is moved or the clause worded anew."""
        seed = f"{self.first.key}|{self.first.date}|{self.first_matter}"
        return hashlib.sha256(seed.encode()).hexdigest()[:16]


def follow(statements: Sequence[Statement], phrases: Phrases) -> list[Followed]:
    """What the ``statements`` of one case, in order of time, promise and report; each matter once, as last said."""
    items: list[Followed] = []
    for statement in statements:
        found = [(p, _matter(p.about, phrases)) for p in promises(statement.text, statement.date, phrases)]
        known = [item for item in items if item.said.occasion != statement.occasion and not item.kept]
        matched = _match(known, found, statement)
        for number, (promise, matter) in enumerate(found):
            if number in matched:
                _go_on(matched[number], promise, matter, statement)
            else:
                items.append(Followed(promise, statement, statement, matter, first_matter=f"{matter}|{number}"))
    return items


def _match(
    items: Sequence[Followed], found: Sequence[tuple[Promise, str]], statement: Statement
) -> dict[int, Followed]:
    """The items that earlier sources have of the matters found, by the number of the matter; the most alike first."""
    pairs: list[tuple[float, int, int]] = []
    for number, (promise, matter) in enumerate(found):
        for index, item in enumerate(items):
            needed = _needed(item.says, promise, statement.date)
            score = 0.0 if needed is None else fuzz.ratio(item.matter, matter, score_cutoff=needed)
            if score:
                pairs.append((-score, number, index))
    matched: dict[int, Followed] = {}
    taken: set[int] = set()
    for _score, number, index in sorted(pairs):
        if number not in matched and index not in taken:
            matched[number] = items[index]
            taken.add(index)
    return matched


def _needed(before: Promise, now: Promise, said_on: dt.date) -> int | None:
    """How alike two sayings must be to be about one matter; None where they cannot be."""
    gap = max(before.date.start - now.date.end, now.date.start - before.date.end)
    overlap = gap <= dt.timedelta(0) and "year" not in (before.date.precision, now.date.precision)
    if before.kind == "done" and (now.kind == "planned" or not overlap):
        return None
    if overlap:
        same_day = before.date.precision == now.date.precision == "day" and before.date.start == now.date.start
        return _ALIKE_SAME_DAY if same_day else _ALIKE_SAME_DATE
    if gap <= _SAME_EVENT:
        return _ALIKE
    moved = now.kind == "planned" and said_on <= before.date.end + _SAME_EVENT
    return _ALIKE_ANY_DATE if moved else None


def _go_on(item: Followed, promise: Promise, matter: str, statement: Statement) -> None:
    """A later source speaks of the matter of ``item``."""
    if item.says.kind == "planned" and promise.kind == "done":
        item.kept = (promise, statement)
        return
    before, now = item.says.date, promise.date
    if now.start > before.end or now.end < before.start:  # 10月 after 10月5日 is less exact and no move
        item.moved_from = item.says.date.end
    item.says, item.said, item.matter = promise, statement, matter


def _matter(about: str, phrases: Phrases) -> str:
    """What is promised, without the words for plan and completion, and marks."""
    kept = about
    for pattern in (phrases.planned, phrases.done):
        kept = pattern.sub("", kept)
    return fold(_MARKS.sub("", kept))
