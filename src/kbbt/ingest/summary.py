"""What is told at the end: of each file what it held and what of it is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kbbt.errors import KbbtError
from kbbt.ingest.model import FileOutcome, IngestSummary, Result
from kbbt.records import Source
from kbbt.register.model import Register
from kbbt.store.editions import Overlap


def outcome_of(path: Path, result: Result, source: Source, *, also: str = "") -> FileOutcome:
    """The outcome of a file that was read, now or before: what it holds."""
    groups = [group.name for report in source.reports for group in report.groups]
    groups += [meeting.group for meeting in source.meetings if meeting.group]
    dates = [report.date for report in source.reports] + [meeting.date for meeting in source.meetings]
    return FileOutcome(
        path,
        result,
        source=source.id,
        also=also,
        family=source.family,
        dates=tuple(sorted({date for date in dates if date})),
        groups=tuple(dict.fromkeys(groups)),
        reports=len(source.reports),
        meetings=len(source.meetings),
        entries=sum(len(group.entries) for report in source.reports for group in report.groups),
        resolutions=sum(len(section.resolutions) for meeting in source.meetings for section in meeting.sections),
        problems=tuple(source.problems),
    )


def summary_of(
    outcomes: Sequence[FileOutcome],
    before: Register,
    after: Register,
    overlaps: Sequence[Overlap],
    failure: KbbtError | None,
    *,
    interrupted: bool,
) -> IngestSummary:
    """The summary of a batch, from the registers before and after it."""
    cases: dict[str, dict[str, None]] = {}
    for reference, case in after.assignment.items():
        cases.setdefault(reference.partition("#")[0], {})[case] = None
    old, by_id = before.by_id(), after.by_id()
    told: list[FileOutcome] = []
    claimed: set[str] = set()
    for one in outcomes:
        if one.result in ("new", "read-again"):
            mine = cases.get(one.source, {})
            new = [case for case in mine if case not in old and case not in claimed and case in by_id]
            claimed.update(new)
            one = replace(  # the outcome, completed
                one,
                cases=len(mine),
                new_cases=tuple(by_id[case].name for case in new),
                overlaps=tuple(overlap for overlap in overlaps if one.source in (overlap.used, overlap.aside)),
            )
        told.append(one)
    asked = {question.id for question in before.questions}
    questions = tuple(question.id for question in after.questions if question.id not in asked)
    return IngestSummary(tuple(told), questions, len(after.questions), failure, interrupted)
