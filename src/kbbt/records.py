"""The records: what kbbt knows of a source, in the shape of its JSON (``kbbt schema`` prints the JSON Schema).

Dates are ISO in JSON (``2024-07-11``, ``2026-02-09T14:00``); people see them in ROC form. ``text`` fields keep every
character of the source, labels included, with the items of a list on lines of their own; see :func:`kbbt.text.clean`.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, SerializerFunctionWrapHandler, model_serializer

SCHEMA = "kbbt/1"

Disposition = Literal["continue", "add", "propose-add", "delist", "propose-delist", "withdraw", "defer"]
Level = Literal["working-group", "deputy-mayors", "mayors"]
Role = Literal["subject", "predecessor"]
Relation = Literal["renamed", "merged", "split", "widened"]
Basis = Literal["stated", "inferred"]
Status = Literal["proposed", "tracked", "delisting", "delisted", "withdrawn", "deferred", "merged"]

Minute = Annotated[
    dt.datetime, PlainSerializer(lambda t: t.strftime("%Y-%m-%dT%H:%M"), return_type=str, when_used="json")
]
"""A time of day on a date, to the minute, without zone."""


class Record(BaseModel):
    """Base of all records: immutable, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(Record):
    """Where a text stands: ``page`` and ``box`` (points from the top left), or ``block`` and, in a table, ``row``/``cell``."""

    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    block: int | None = None
    row: int | None = None
    cell: int | None = None

    @model_serializer(mode="wrap")
    def _without_nulls(self, handler: SerializerFunctionWrapHandler) -> dict[str, object]:
        return {k: v for k, v in handler(self).items() if v is not None}


class Problem(Record):
    """Something in a source that was not understood or that a person should look at. ``code`` is stable."""

    code: str
    text: str
    places: list[Place] = []


class DeclaredTotal(Record):
    """A number the document states about its own items. ``what`` is the words as printed (共, 持續列管, 合併為).

    ``kind`` is what the words mean to the check: ``total`` of the section, a disposition, ``from``/``into`` of a merger;
    None when the declaration does not say.
    """

    what: str
    count: int
    kind: Literal["total", "from", "into"] | Disposition | None = None


class Mention(Record):
    """A case named in a resolution. ``case`` is filled in by the register, never by a parser.

    ``relation`` says, for a predecessor, what the document's own words make of it. ``disposition`` and ``evidence`` are
    set only where one resolution disposes of its cases differently; the resolution's own are None then.
    """

    name: str
    case: str | None = None
    role: Role = "subject"
    relation: Relation | None = None
    disposition: Disposition | None = None
    evidence: str | None = None


class Resolution(Record):
    """One numbered item under a resolutions heading; ``text`` is the whole item with its label and sub-items.

    ``evidence`` is the very words that ``disposition`` rests on. ``fields`` holds columns or labelled parts a
    declaration names (主辦機關, 案由, …), under the declared name or their own title.
    """

    label: str
    mentions: list[Mention] = []
    disposition: Disposition | None = None
    evidence: str | None = None
    text: str
    places: list[Place] = []
    fields: dict[str, str] = {}


class Section(Record):
    """A heading under which resolutions stand; ``heading`` is its text as printed without label and final colon."""

    label: str = ""
    heading: str = ""
    declared: list[DeclaredTotal] = []
    resolutions: list[Resolution] = []


class Motion(Record):
    """A motion (臨時動議) as it was minuted."""

    text: str
    places: list[Place] = []


class Meeting(Record):
    """The minutes of one meeting."""

    source: str = ""
    platform: str | None = None
    group: str | None = None
    level: Level | None = None
    year: int | None = None
    """ROC year in the title."""
    ordinal: int | None = None
    title: str = ""
    starts_at: Minute | None = None
    ends_at: Minute | None = None
    venue: str | None = None
    chair: str | None = None
    recorder: str | None = None
    attendees: str | None = None
    fields: dict[str, str] = {}
    """Other labelled fields a declaration names, 'time'/'end' as printed (the checks need the weekday), 'edition'."""
    sections: list[Section] = []
    motions: list[Motion] = []
    places: list[Place] = []

    @property
    def date(self) -> dt.date | None:
        """The day of the meeting: the reporting date of what it says."""
        return self.starts_at.date() if self.starts_at else None


class StatusEntry(Record):
    """One row of a status report. ``case`` is filled in by the register. ``fields`` holds further columns."""

    case: str | None = None
    name: str
    text: str
    disposition: Disposition | None = None
    evidence: str | None = None
    places: list[Place] = []
    fields: dict[str, str] = {}


class EntryGroup(Record):
    """The entries of one group, in the source's order."""

    name: str
    entries: list[StatusEntry] = []
    declared: list[DeclaredTotal] = []


class StatusReport(Record):
    """A consolidated table as of its reporting ``date``."""

    source: str = ""
    date: dt.date | None = None
    platform: str | None = None
    title: str = ""
    groups: list[EntryGroup] = []
    fields: dict[str, str] = {}


class Source(Record):
    """One ingested file: what it is, and everything read from it. This is one JSON file of the store.

    ``id`` is the SHA-256 of the bytes. ``reports`` and ``meetings`` carry no case ids: those are the register's.
    ``family`` is the name of the declaration that claimed the file.
    """

    id: str
    name: str
    media_type: str
    family: str
    pages: int | None = None
    problems: list[Problem] = []
    reports: list[StatusReport] = []
    meetings: list[Meeting] = []


class Alias(Record):
    """A name a case was known by, with the first and last reporting date it was seen."""

    name: str
    first_seen: dt.date | None = None
    last_seen: dt.date | None = None


EventKind = Literal[
    "proposed", "added", "continued", "delisting", "delisted", "withdrawn", "deferred", "renamed", "merged", "split",
    "reinstated", "reported", "noted",
]  # fmt: skip


class Event(Record):
    """One step in the life of a case: when, what, which source, and its words. Inferred steps have no source."""

    date: dt.date | None
    kind: EventKind
    source: str | None = None
    text: str = ""
    basis: Basis = "stated"
    places: list[Place] = []


class Case(Record):
    """One matter of cooperation through all its names. ``id`` is opaque, short, never changed and never reused."""

    id: str
    name: str
    group: str | None = None
    aliases: list[Alias] = []
    status: Status | None = None
    basis: Basis | None = None
    predecessors: list[str] = []
    successors: list[str] = []
    events: list[Event] = []


class Decision(Record):
    """What the officer settled by hand; decisions outlive re-ingestion and a rebuilt store.

    ``join``/``separate``: the two name keys in ``names`` are (not) one case. ``rename``: the case is shown as ``value``.
    ``note``: ``value`` is a remark on the case. ``prefer``: of several sources that hold one meeting or table, the source
    whose id is ``value`` counts. Subjects are written as ``group|name`` keys, not as ids, so that they
    hold for a store rebuilt from nothing; see :mod:`kbbt.register`.
    """

    id: str
    kind: Literal["join", "separate", "merge", "split", "rename", "note", "prefer"]
    names: list[str] = []
    value: str = ""
    made_at: str = ""
    by: str = ""


class Export(Record):
    """Everything as one document: ``kbbt export --format json``."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, serialize_by_alias=True)

    schema_: Literal["kbbt/1"] = Field(default="kbbt/1", alias="schema")
    sources: list[dict[str, object]] = []
    reports: list[StatusReport] = []
    meetings: list[Meeting] = []
    cases: list[Case] = []
    decisions: list[Decision] = []
