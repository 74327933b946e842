"""How the tests of the store make what they put into it, and look at what is there."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

from kbbt.records import EntryGroup, Meeting, Mention, Place, Resolution, Section, Source, StatusEntry, StatusReport
from kbbt.store.lock import HOLDER, LOCK


def table(
    name: str, entries: dict[str, str], *, date: str = "2024-07-11", group: str = "交通組", page: int = 1
) -> Source:
    """A source with one table of one group."""
    rows = [
        StatusEntry(name=n, text=t, places=[Place(page=page, box=(56.7, 10.0, 120.25, 33.5))])
        for n, t in entries.items()
    ]
    sha = hashlib.sha256(name.encode()).hexdigest()
    report = StatusReport(
        source=sha,
        date=dt.date.fromisoformat(date),
        platform="平臺",
        groups=[EntryGroup(name=group, entries=rows)],
    )
    return Source(id=sha, name=name, media_type="text/plain", family="table", pages=1, reports=[report])


def minutes(name: str, items: dict[str, str], *, ordinal: int = 1, day: int = 9) -> Source:
    """A source with one meeting."""
    resolutions = [
        Resolution(label=f"({n})", mentions=[Mention(name=case)], text=text)
        for n, (case, text) in enumerate(items.items())
    ]
    sha = hashlib.sha256(name.encode()).hexdigest()
    meeting = Meeting(
        source=sha,
        platform="平臺",
        group="產業組",
        level="working-group",
        year=115,
        ordinal=ordinal,
        starts_at=dt.datetime(2026, 2, day, 14, 0),
        sections=[Section(label="一", heading="列管", resolutions=resolutions)],
    )
    return Source(id=sha, name=name, media_type="text/plain", family="minutes", meetings=[meeting])


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a store but its lock, with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in (LOCK, HOLDER)
    }
