"""Reading kept originals again, for ``kbbt store rebuild``."""

from __future__ import annotations

from kbbt.ingest.box import Box
from kbbt.ingest.model import IngestOptions, Job
from kbbt.records import Source


def reread_original(sha256: str, name: str, data: bytes) -> Source:
    """The records of a kept original, read by this kbbt in a box. Raises KbbtError when it cannot be read."""
    box = Box(IngestOptions())
    try:
        box.submit(Job(data, name, sha256))
        return box.result()
    finally:
        box.close()
