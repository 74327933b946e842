"""Files → store. Each file is in the store, durably, before it is said to be done; the register follows once a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from kbbt.errors import DeclarationError, KbbtError, StoreError, UsageError
from kbbt.i18n import _
from kbbt.ingest.files import Found, find, load
from kbbt.ingest.model import Event, FileOutcome, IngestOptions, IngestSummary, Job, Progress, Result
from kbbt.ingest.reading import CannotReadError, Reading
from kbbt.ingest.scrub import scrubbed
from kbbt.ingest.summary import outcome_of, summary_of
from kbbt.records import Source
from kbbt.register.model import Register
from kbbt.store import Store
from kbbt.store.editions import Overlap

_STOPS = (StoreError, CannotReadError, DeclarationError, UsageError)
"""What would befall every other file too."""

PATIENCE = 120.0
"""Seconds to wait for other writers: giving up would throw away what was just read."""


def ingest(
    paths: Sequence[Path],
    store: Store,
    options: IngestOptions | None = None,
    progress: Progress | None = None,
    *,
    reading: Reading | None = None,
) -> IngestSummary:
    """Read files and folders into the store.

    One bad file never stops the others: each failure is in its outcome. A locked, full, read-only or damaged store, a
    wrong declaration or parser name stop the batch (``failure``), and so does Ctrl-C (``interrupted``), within a moment; what was done is kept. Raises
    StoreError only before anything was done, when the store is of a newer version or is none.
    """
    options = options or IngestOptions()
    before = store.register()
    found = find(paths)
    failure: KbbtError | None = None
    interrupted = False
    reading = reading or opened(options)
    batch = _Batch(store, reading, options, progress)
    try:
        batch.run(found)
    except KeyboardInterrupt:
        interrupted = True
    except _STOPS as error:
        failure = error
    finally:
        reading.close()
    after: Register | None = None
    overlaps: tuple[Overlap, ...] = ()
    try:
        # After an interruption the register is left for the next command: building it could take its time. So it may
        # be out of date although nothing came in just now.
        if not interrupted and (batch.changed or not store.register_is_current()):
            after, overlaps = store.refresh(wait=PATIENCE)
    except KeyboardInterrupt:
        interrupted = True
    except StoreError as error:
        failure = failure or error
    return summary_of(batch.outcomes, before, after or before, overlaps, failure, interrupted=interrupted)


def own(job: Job, source: Source) -> Source:
    """``source``, if it speaks of the job's file alone, in clean text: what comes out of the box is not believed.

    Raises KbbtError.
    """
    ids = {source.id, *(one.source for one in source.reports), *(one.source for one in source.meetings)} - {""}
    if ids != {job.sha256}:
        raise KbbtError(
            _("a fault of ours: the reader answered for another file"), where=job.name, remedy=_("Please report it.")
        )
    return scrubbed(source)


def opened(options: IngestOptions) -> Reading:
    """The box, or, where the options say so, reading without it."""
    if options.boxed:
        from kbbt.ingest.box import Box

        return Box(options)
    from kbbt.ingest.reading import Direct

    return Direct(options)


class _Batch:
    """One run over the files; ``outcomes`` grows as they are done, in their order."""

    def __init__(self, store: Store, reading: Reading, options: IngestOptions, progress: Progress | None) -> None:
        self._store = store
        self._reading = reading
        self._options = options
        self._progress = progress
        self._seen: dict[str, str] = {}
        self._waiting: tuple[Path, Job] | None = None
        self._total = 0
        self.outcomes: list[FileOutcome] = []
        self.changed = False

    def run(self, found: Sequence[Found]) -> None:
        """Read and keep everything. While one file is written to the store the next is being read."""
        self._total = len(found)
        for number, one in enumerate(found, 1):
            if self._progress and not one.reason and not one.error:
                self._progress(Event("reading", number, self._total, one.path))
            begun = self._begin(one)
            finished = self._finish()
            if isinstance(begun, Job):
                self._reading.submit(begun)
            if finished:
                self._keep(*finished)
            if isinstance(begun, Job):
                self._waiting = one.path, begun
            else:
                self._done(begun)
        if finished := self._finish():
            self._keep(*finished)

    def _begin(self, one: Found) -> Job | FileOutcome:
        """The bytes to read, or what becomes of the path without reading it."""
        if one.reason:
            return FileOutcome(one.path, "skipped", reason=one.reason)
        try:
            if one.error:
                raise one.error
            job = load(one.path, self._options.limits.input)
        except KbbtError as error:
            return FileOutcome(one.path, "failed", error=error)
        if job.sha256 in self._seen:
            return FileOutcome(one.path, "repeated", source=job.sha256, also=self._seen[job.sha256])
        self._seen[job.sha256] = job.name
        job = replace(job, on_picture=partial(self._picture, one.path))
        if not self._options.force and self._store.has(job.sha256):
            source = self._store.source(job.sha256)
            return outcome_of(one.path, "already-there", source, also=source.name)
        return job

    def _finish(self) -> tuple[Path, Job, Source | KbbtError] | None:
        """The result of the file that is being read, if there is one."""
        if not self._waiting:
            return None
        (path, job), self._waiting = self._waiting, None
        try:
            source = own(job, self._reading.result())
        except _STOPS:
            raise
        except KbbtError as error:
            if error.where in ("", job.name):
                error.where = str(path)
            return path, job, error
        return path, job, source

    def _keep(self, path: Path, job: Job, read: Source | KbbtError) -> None:
        if isinstance(read, KbbtError):
            self._done(FileOutcome(path, "failed", source=job.sha256, error=read))
            return
        there = self._store.state(job.sha256) is not None
        with self._store.writing(PATIENCE):
            written = self._store.put_source(read, job.data if self._options.keep_originals else None)
        self.changed = self.changed or written
        result: Result = "new" if not there else "read-again" if written else "already-there"
        self._done(outcome_of(path, result, read))

    def _picture(self, path: Path, page: int) -> None:
        if self._progress:
            self._progress(Event("reading", len(self.outcomes) + 1, self._total, path, picture=page))

    def _done(self, outcome: FileOutcome) -> None:
        self.outcomes.append(outcome)
        if self._progress:
            self._progress(Event("done", len(self.outcomes), self._total, outcome.path, outcome))
