"""Files → reader → … → store, each file read in a box; what happened to each."""

from kbbt.ingest.model import Event, FileOutcome, IngestOptions, IngestSummary, Limits
from kbbt.ingest.pipeline import ingest

__all__ = ["Event", "FileOutcome", "IngestOptions", "IngestSummary", "Limits", "ingest"]
