"""What a view gives to a renderer: plain records, ready to be shown, with nothing of the terminal or of Word in them."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import ConfigDict, Field

from kbbt.dates import Precision
from kbbt.records import Basis, DeclaredTotal, Disposition, Level, Place, Record, Status

Mark = Literal["new", "delisted", "older", "renamed", "overdue"]
ChangeKind = Literal[
    "added", "delisted", "reinstated", "renamed", "merged", "split", "withdrawn", "missing", "changed", "unchanged"
]
"""``missing``: not in the later table, and no source says why; ``withdrawn`` is also said of a proposal put off."""
Segment = tuple[Literal["=", "-", "+"], str]
"""Joining all ``=`` and ``-`` texts gives the text before; all ``=`` and ``+`` the text after."""


class ReportEntry(Record):
    """One row of the table as of a date: the newest status entry of a case, with the date and source it comes from.

    ``marks`` are what a reader is told in words and colour: ``older`` than the newest source of its group, ``new``,
    ``delisted``, ``overdue``. ``lead`` is the label and the name that stand before the text of a resolution, for who wants
    it as printed: ``lead + text``.
    """

    case: str | None
    name: str
    text: str
    places: list[Place] = []
    date: dt.date | None = None
    source: str | None = None
    source_name: str = ""
    status: Status | None = None
    basis: Basis | None = None
    disposition: Disposition | None = None
    evidence: str | None = None
    marks: list[Mark] = []
    fields: dict[str, str] = {}
    lead: str = ""


class ReportGroup(Record):
    """One group of the table; ``date`` is the newest reporting date any of its entries could come from."""

    name: str
    date: dt.date | None = None
    entries: list[ReportEntry] = []
    declared: list[DeclaredTotal] = []


class Report(Record):
    """The status table as of ``as_of``; ``date`` is the newest reporting date not later than it."""

    as_of: dt.date
    date: dt.date | None = None
    source: str | None = None
    platform: str | None = None
    title: str = ""
    groups: list[ReportGroup] = []


class KnownDate(Record):
    """A reporting date or a meeting that the store knows; ``cases`` is how many cases it speaks of."""

    date: dt.date
    kind: Literal["report", "meeting"]
    platform: str | None = None
    groups: list[str] = []
    level: Level | None = None
    year: int | None = None
    ordinal: int | None = None
    title: str = ""
    cases: int = 0
    source: str
    source_name: str = ""


DeadlineKind = Literal["planned", "done"]
DeadlineState = Literal["due", "overdue", "done", "closed"]


class Deadline(Record):
    """A date that a source promises (``planned``) or reports (``done``) for a case.

    ``start`` to ``end`` are all days the words allow, both included. ``words`` are the date as printed, ``clause`` the
    part of the sentence it stands in, ``evidence`` the words that make it a promise or a completion (empty where only the
    date tells). ``date`` and ``source`` are the newest source that says it; ``first_date`` the first that did, ``moved_from``
    the end of what it promised before, where that was another.

    ``state``: ``due`` (its end is not past), ``overdue`` (past, and nothing says that it is done), ``done``, ``closed``
    (the case was delisted, withdrawn or merged). ``latest_*`` is the newest source that speaks of the case;
    ``still_said`` tells whether this date stands in it.
    """

    id: str
    case: str | None
    name: str
    group: str
    kind: DeadlineKind
    state: DeadlineState
    start: dt.date
    end: dt.date
    precision: Precision
    words: str
    clause: str
    evidence: str = ""
    date: dt.date
    source: str
    source_name: str = ""
    places: list[Place] = []
    first_date: dt.date
    moved_from: dt.date | None = None
    done_date: dt.date | None = None
    """The reporting date of the source that says it is done, for a promise that was kept."""
    done_words: str = ""
    latest_date: dt.date
    latest_source: str
    latest_text: str = ""
    still_said: bool = True


class Change(Record):
    """What became of one case between two dates. ``before``/``after`` are its texts (None when it was not there)."""

    kind: ChangeKind
    case: str
    name: str
    group: str | None = None
    name_before: str | None = None
    """Set when the name differs."""
    before: str | None = None
    after: str | None = None
    before_date: dt.date | None = None
    after_date: dt.date | None = None
    before_source: str | None = None
    after_source: str | None = None
    basis: Basis | None = None
    evidence: str | None = None
    related: list[str] = []
    """Names of the other cases of a merger or split."""
    segments: list[Segment] = []


class Difference(Record):
    """What changed between the reporting dates ``from`` and ``to``; ``counts`` has every kind that occurs."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, serialize_by_alias=True)

    from_: dt.date = Field(alias="from")
    to: dt.date
    counts: dict[ChangeKind, int] = {}
    changes: list[Change] = []
