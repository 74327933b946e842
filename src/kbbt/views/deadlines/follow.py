"""One promise through the sources that repeat it, move it, or say that it is kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from kbbt.dates import find_dates
from kbbt.text import fold
from kbbt.views.deadlines.extract import Promise, promises
from kbbt.views.deadlines.phrases import Phrases
from kbbt.views.timeline import Statement

_ALIKE = 60
"""Two clauses at least so alike (0 to 100) without their dates and declared words are about one matter."""
_ALIKE_SAME_DATE = 35
"""The same, where the dates overlap."""


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
        found = [(p, _matter(p.clause, phrases)) for p in promises(statement.text, statement.date, phrases)]
        taken: set[int] = set()
        fresh: list[Followed] = []
        for promise, matter in found:
            index = _same_matter(items, taken, promise, matter, statement)
            if index is None:
                fresh.append(Followed(promise, statement, statement, matter, first_matter=f"{matter}|{len(fresh)}"))
            else:
                taken.add(index)
                _go_on(items[index], promise, matter, statement)
        items += fresh
    return items


def _same_matter(
    items: Sequence[Followed], taken: set[int], promise: Promise, matter: str, statement: Statement
) -> int | None:
    """The item that an earlier source has of the matter, the most alike one; what is done does not become planned again."""
    best: tuple[float, int] | None = None
    for index, item in enumerate(items):
        if index in taken or item.said.occasion == statement.occasion or item.kept:
            continue
        if item.says.kind == "done" and promise.kind == "planned":
            continue
        overlap = item.says.date.start <= promise.date.end and promise.date.start <= item.says.date.end
        if item.says.kind == "done" and not overlap:
            continue
        score = fuzz.ratio(item.matter, matter)
        if score >= (_ALIKE_SAME_DATE if overlap else _ALIKE) and (best is None or score > best[0]):
            best = (score, index)
    return None if best is None else best[1]


def _go_on(item: Followed, promise: Promise, matter: str, statement: Statement) -> None:
    """A later source speaks of the matter of ``item``."""
    if item.says.kind == "planned" and promise.kind == "done":
        item.kept = (promise, statement)
        return
    if (item.says.date.start, item.says.date.end) != (promise.date.start, promise.date.end):
        item.moved_from = item.says.date.end
    item.says, item.said, item.matter = promise, statement, matter


def _matter(clause: str, phrases: Phrases) -> str:
    """What a clause is about: without its dates and the words for plan and completion."""
    kept = clause
    for found in reversed(find_dates(clause, context_year=2000)):
        kept = kept[: found.span[0]] + kept[found.span[1] :]
    for pattern in _words(phrases):
        kept = pattern.sub("", kept)
    return fold(re.sub(r"[\s，,、：:「」『』()（）於]", "", kept))


def _words(phrases: Phrases) -> Iterable[re.Pattern[str]]:
    return phrases.planned, phrases.done
