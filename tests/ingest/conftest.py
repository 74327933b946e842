"""A reader and a register of a few lines, so that these tests are of ingest and the store alone."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from kbbt.errors import UnreadableError
from kbbt.ingest.model import IngestOptions, Job
from kbbt.ingest.reading import Direct
from kbbt.records import Case, Decision, EntryGroup, Source, StatusEntry, StatusReport
from kbbt.register.model import Register, entry_ref
from kbbt.store import Store


def read_lines(job: Job, options: IngestOptions) -> Source:
    """A date in the first line, then one case a line: ``name: text``. A line ``bad`` makes the file unreadable."""
    lines = job.data.decode("utf-8").split("\n")
    if "bad" in lines:
        raise UnreadableError("it is damaged", where=job.name, remedy="Ask for it again.")
    entries = [StatusEntry(name=n, text=t) for n, sep, t in (line.partition(": ") for line in lines[1:]) if sep]
    report = StatusReport(
        source=job.sha256,
        date=dt.date.fromisoformat(lines[0]),
        platform="P",
        groups=[EntryGroup(name="G", entries=entries)],
    )
    return Source(id=job.sha256, name=job.name, media_type="text/plain", family="lines", reports=[report])


def build_by_name(sources: Sequence[Source], decisions: Sequence[Decision], previous: Register) -> Register:
    """Equal names are one case; its id is made of the name."""
    names: dict[str, str] = {}
    for source in sources:
        for r, report in enumerate(source.reports):
            for g, group in enumerate(report.groups):
                names |= {entry_ref(source.id, r, g, e): entry.name for e, entry in enumerate(group.entries)}
    ids = {name: hashlib.sha256(name.encode()).hexdigest()[:8] for name in names.values()}
    cases = [Case(id=ids[name], name=name) for name in sorted(ids)]
    return Register(cases=cases, assignment={ref: ids[name] for ref, name in sorted(names.items())})


@pytest.fixture(autouse=True)
def _children_find_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).resolve().parents[2]))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store whose register joins by name."""
    return Store(tmp_path / "store", build=build_by_name)


@pytest.fixture
def reading() -> Direct:
    """A reader of lines."""
    return Direct(IngestOptions(), read_lines)
