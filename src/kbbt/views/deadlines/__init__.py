"""The dates that the texts promise and report: what is due, what is overdue, what was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kbbt.dates import to_roc
from kbbt.errors import UsageError
from kbbt.i18n import _
from kbbt.store.knowledge import Knowledge
from kbbt.views.as_of import GONE, known_group, newest, standing
from kbbt.views.deadlines.extract import Promise, promises
from kbbt.views.deadlines.follow import Followed, follow
from kbbt.views.deadlines.phrases import Phrases, load
from kbbt.views.model import Deadline, DeadlineState, Report
from kbbt.views.timeline import Statement, timeline

__all__ = ["Phrases", "Promise", "deadlines", "load", "mark_overdue", "promises"]


def deadlines(
    knowledge: Knowledge,
    as_of: dt.date | None = None,
    by: dt.date | None = None,
    overdue: bool = False,
    group: str | None = None,
    *,
    phrases: Phrases | None = None,
) -> list[Deadline]:
    """The promised and reported dates of all cases, as known on ``as_of`` (by default the newest date known), by their end.

    ``by``: only promises that are due or overdue and whose range ends on that day or before. ``overdue``: only those that
    are overdue. ``group``: only cases of this group. ``phrases`` are those declared, unless given. Raises UsageError when
    nothing is known on ``as_of``, or of such a group.
    """
    line = timeline(knowledge)
    today = newest(line) if as_of is None else as_of
    said = line.until(today)
    if not said:
        raise UsageError(
            _("nothing is known as of {date}", date=to_roc(today)),
            remedy=_("kbbt dates lists the dates that are known."),
        )
    only = None if group is None else known_group(line, group)
    words = load() if phrases is None else phrases
    cases = knowledge.register.by_id()
    found: list[Deadline] = []
    for key, statements in said.items():
        if only is not None and statements[-1].group != only:
            continue
        gone = standing(cases.get(key), today).status in GONE
        found += [_deadline(one, statements, today, gone=gone) for one in follow(statements, words)]
    if by is not None:
        found = [one for one in found if one.state in ("due", "overdue") and one.end <= by]
    if overdue:
        found = [one for one in found if one.state == "overdue"]
    groups = {one.group: number for number, one in reversed(list(enumerate(line.occasions)))}
    return sorted(found, key=lambda one: (one.end, one.start, groups.get(one.group, 0), one.name, one.words, one.id))


def _deadline(item: Followed, statements: Sequence[Statement], today: dt.date, *, gone: bool) -> Deadline:
    last = statements[-1]
    newest = [one for one in statements if one.occasion == last.occasion]
    still_said = item.said.occasion == last.occasion
    kept = item.kept
    return Deadline(
        id=item.uid(),
        case=last.case,
        name=last.name,
        group=last.group,
        kind=item.says.kind,
        state=_state(item, today, gone=gone),
        start=item.says.date.start,
        end=item.says.date.end,
        precision=item.says.date.precision,
        words=item.says.date.words,
        clause=item.says.clause,
        evidence=item.says.evidence,
        date=item.said.date,
        source=item.said.source,
        source_name=item.said.source_name,
        places=list(item.said.places),
        first_date=item.first.date,
        moved_from=item.moved_from,
        done_date=kept[1].date if kept else None,
        done_words=kept[0].clause if kept else "",
        latest_date=last.date,
        latest_source=last.source,
        latest_text=item.says.clause if still_said else "\n".join(one.text for one in newest),
        still_said=still_said,
    )


def _state(item: Followed, today: dt.date, *, gone: bool) -> DeadlineState:
    if item.says.kind == "done" or item.kept:
        return "done"
    if gone:
        return "closed"
    return "overdue" if item.says.date.end < today else "due"


def mark_overdue(knowledge: Knowledge, report: Report, *, phrases: Phrases | None = None) -> Report:
    """The table with ``overdue`` among the marks of every row whose shown text promises a date that has passed."""
    late = {
        (one.case, one.source, one.date)
        for one in deadlines(knowledge, report.as_of, overdue=True, phrases=phrases)
        if one.still_said
    }
    groups = []
    for group in report.groups:
        entries = [
            entry.model_copy(update={"marks": [*entry.marks, "overdue"]})
            if (entry.case, entry.source, entry.date) in late and "overdue" not in entry.marks
            else entry
            for entry in group.entries
        ]
        groups.append(group.model_copy(update={"entries": entries}))
    return report.model_copy(update={"groups": groups})
