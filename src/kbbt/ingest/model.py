"""What ingest is told, what it says while it works, and what it says at the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from kbbt.errors import ExitCode, KbbtError
from kbbt.readers.options import OnPicture, untold
from kbbt.records import Problem
from kbbt.store.editions import Overlap

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take. Where the system cannot limit memory and CPU (Windows), the wall clock alone holds.

    ``memory`` is the address space of the reading process in bytes, ``cpu`` and ``wall`` are seconds; each page that is
    a picture adds ``picture`` seconds to both, up to ``pictures`` pages. ``input`` is the size of a file, ``output`` that
    of what was read from it. Helper programs (LibreOffice, OCR) that the reader starts get
    ``helper_memory`` and may write files of up to ``helper_files`` bytes each.
    """

    memory: int = 768 * MIB
    cpu: float = 60.0
    wall: float = 300.0
    picture: float = 20.0
    pictures: int = 500
    input: int = 128 * MIB
    output: int = 48 * MIB
    helper_memory: int = 4096 * MIB
    helper_files: int = 512 * MIB


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """How to ingest.

    ``parser`` names the declaration to use, ``password`` and ``ocr`` are the readers'. ``force`` reads files again that
    are in the store. ``keep_originals`` keeps the files themselves, so that a newer kbbt can read them again.
    ``boxed`` is False only to measure the box, and where no processes can be started.
    """

    parser: str | None = None
    password: str | None = None
    ocr: Literal["auto", "always", "never"] = "auto"
    force: bool = False
    keep_originals: bool = False
    boxed: bool = True
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read: its bytes, their SHA-256 and its name, made safe to show and store.

    ``on_picture`` is told of each page that is a picture, while the file is read.
    """

    data: bytes
    name: str
    sha256: str
    on_picture: OnPicture = untold


Result = Literal["new", "read-again", "already-there", "repeated", "skipped", "failed"]
"""``read-again``: it was there, and its record is another one now. ``repeated``: the same bytes stood earlier in this batch."""


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file (or, when it is ``skipped`` or ``failed``, of a folder).

    ``path`` is as given or found, not made safe for a terminal. ``also`` is the name of the file with the same bytes.
    ``dates`` are the reporting dates, ``new_cases`` the names of cases no source before spoke of; ``problems`` are what
    was not understood; ``overlaps`` other readings of the same meetings or tables. ``reason`` says why it was skipped.
    """

    path: Path
    result: Result
    source: str = ""
    also: str = ""
    family: str = ""
    dates: tuple[dt.date, ...] = ()
    groups: tuple[str, ...] = ()
    reports: int = 0
    meetings: int = 0
    entries: int = 0
    resolutions: int = 0
    cases: int = 0
    new_cases: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    error: KbbtError | None = None
    reason: str = ""


@dataclass(frozen=True)
class IngestSummary:
    """What became of everything, in the order of the files.

    ``questions`` are the ids of open questions that were not there before, ``open_questions`` how many there are in all. ``failure`` is
    what stopped the whole batch (a locked, full or damaged store): what is ``new`` here is kept all the same.
    """

    outcomes: tuple[FileOutcome, ...] = ()
    questions: tuple[str, ...] = ()
    open_questions: int = 0
    failure: KbbtError | None = None
    interrupted: bool = False

    def of(self, *results: Result) -> tuple[FileOutcome, ...]:
        """The outcomes with one of these results."""
        return tuple(one for one in self.outcomes if one.result in results)

    @property
    def exit_code(self) -> ExitCode:
        """130 when interrupted, that of what stopped the batch, that of the first failure, or 0."""
        if self.interrupted:
            return ExitCode.INTERRUPTED
        if self.failure:
            return self.failure.exit_code
        return next((one.error.exit_code for one in self.outcomes if one.error), ExitCode.OK)


@dataclass(frozen=True, slots=True)
class Event:
    """One step: ``reading`` the file ``number`` of ``total``, or ``done`` with it. What is done is durable.

    ``picture`` is the page, from 1, that is being read by OCR; 0 before any is.
    """

    kind: Literal["reading", "done"]
    number: int
    total: int
    path: Path
    outcome: FileOutcome | None = None
    picture: int = 0


Progress = Callable[[Event], None]
