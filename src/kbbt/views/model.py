"""What a view gives to a renderer: plain records, ready to be shown, with nothing of the terminal or of Word in them."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import ConfigDict, Field

from kbbt.records import Basis, DeclaredTotal, Disposition, Place, Record, Status

Mark = Literal["new", "delisted", "older", "renamed", "overdue"]
ChangeKind = Literal[
    "added", "delisted", "reinstated", "renamed", "merged", "split", "withdrawn", "changed", "unchanged"
]
Segment = tuple[Literal["=", "-", "+"], str]
"""Joining all ``=`` and ``-`` texts gives the text before; all ``=`` and ``+`` the text after."""


class ReportEntry(Record):
    """One row of the table as of a date: the newest status entry of a case, with the date and source it comes from.

    ``marks`` are what a reader is told in words and colour: ``older`` than the newest source of its group, ``new``,
    ``delisted``, ``overdue``.
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
