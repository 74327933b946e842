"""A store brought into order, with its kept originals read again, in the box as ever."""

from __future__ import annotations

from pathlib import Path

from kbbt.ingest.files import safe_name
from kbbt.ingest.model import IngestOptions, Job
from kbbt.ingest.pipeline import opened, own
from kbbt.ingest.reading import Reading
from kbbt.records import Source
from kbbt.store import Store
from kbbt.store.rebuild import Rebuilt


def rebuild(
    store: Store,
    options: IngestOptions | None = None,
    *,
    accept: bool = False,
    everything: bool = False,
    reading: Reading | None = None,
) -> Rebuilt:
    """:meth:`Store.rebuild`, reading damaged sources (``everything``: all) again from the originals that were kept.

    Raises StoreError.
    """
    reading = reading or opened(options or IngestOptions())

    def reread(sha256: str, name: str, data: bytes) -> Source:
        job = Job(data, safe_name(Path(name)), sha256)
        reading.submit(job)
        return own(job, reading.result())

    try:
        return store.rebuild(accept=accept, reread=reread, everything=everything)
    finally:
        reading.close()
