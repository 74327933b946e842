"""Everything the store knows, as one document (design: ``kbbt/1``), with the case ids filled in."""

from __future__ import annotations

from kbbt.records import Export, Meeting, Source, StatusReport
from kbbt.register.model import entry_ref, mention_ref
from kbbt.store.knowledge import Knowledge


def export(knowledge: Knowledge) -> Export:
    """The export document: sources, reports by date, meetings by time, cases, decisions."""
    assignment = knowledge.register.assignment
    reports = [
        _report(source, number, report, assignment)
        for source in knowledge.sources
        for number, report in enumerate(source.reports)
    ]
    meetings = [
        _meeting(source, number, meeting, assignment)
        for source in knowledge.sources
        for number, meeting in enumerate(source.meetings)
    ]
    return Export(
        sources=[source.model_dump(mode="json", exclude={"reports", "meetings"}) for source in knowledge.sources],
        reports=sorted(reports, key=lambda one: (str(one.date or ""), one.source)),
        meetings=sorted(meetings, key=lambda one: (str(one.starts_at or ""), one.group or "", one.source)),
        cases=knowledge.register.cases,
        decisions=list(knowledge.decisions),
    )


def _report(source: Source, number: int, report: StatusReport, assignment: dict[str, str]) -> StatusReport:
    groups = [
        group.model_copy(
            update={
                "entries": [
                    entry.model_copy(update={"case": assignment.get(entry_ref(source.id, number, g, e))})
                    for e, entry in enumerate(group.entries)
                ]
            }
        )
        for g, group in enumerate(report.groups)
    ]
    return report.model_copy(update={"source": source.id, "groups": groups})


def _meeting(source: Source, number: int, meeting: Meeting, assignment: dict[str, str]) -> Meeting:
    sections = []
    for s, section in enumerate(meeting.sections):
        resolutions = []
        for r, resolution in enumerate(section.resolutions):
            mentions = [
                mention.model_copy(update={"case": assignment.get(mention_ref(source.id, number, s, r, m))})
                for m, mention in enumerate(resolution.mentions)
            ]
            resolutions.append(resolution.model_copy(update={"mentions": mentions}))
        sections.append(section.model_copy(update={"resolutions": resolutions}))
    return meeting.model_copy(update={"source": source.id, "sections": sections})
