"""What a check is and what it finds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from kbbt.records import Place, Record
from kbbt.views.check.facts import Facts, Spot

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""From grave to slight."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found: a sentence in the user's language, and where. ``severity`` overrides the check's own."""

    message: str
    spot: Spot
    severity: Severity | None = None


class Finding(Record):
    """Something that does not add up.

    ``code`` and ``name`` say by which check, ``message`` what was found, ``remedy`` what can be done. ``source`` is the id of
    the source and ``title``, ``label``, ``places`` where in it; ``date`` its reporting date. ``case`` is an id and
    ``case_name`` the name that case is shown by.
    """

    code: str
    name: str
    severity: Severity
    message: str
    remedy: str
    date: dt.date | None = None
    group: str | None = None
    case: str | None = None
    case_name: str = ""
    source: str | None = None
    source_name: str = ""
    title: str = ""
    label: str = ""
    places: list[Place] = []


@dataclass(frozen=True, slots=True)
class Check:
    """One check: a stable ``code``, a short ``name``, what it looks for and why, what to do, and how it finds it."""

    code: str
    name: str
    severity: Severity
    summary: str
    explanation: str
    remedy: str
    find: Callable[[Facts], Iterator[Found]]


def check(
    code: str, name: str, severity: Severity, *, summary: str, explanation: str, remedy: str
) -> Callable[[Callable[[Facts], Iterator[Found]]], Check]:
    """Make a function that finds things into a :class:`Check`."""

    def made(find: Callable[[Facts], Iterator[Found]]) -> Check:
        return Check(code, name, severity, summary, explanation, remedy, find)

    return made
