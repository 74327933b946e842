"""The life of a case: what each source says becomes of it, and where it stands on a date.

Only a source delists a case. What no source says but follows (a case proposed for delisting that its group does not
name any more) is an *inferred* step: it has a date and no source.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kbbt.records import Basis, Case, Disposition, Event, EventKind, Status
from kbbt.register.mentions import Occurrence

KINDS: dict[Disposition | None, EventKind] = {
    "add": "added", "propose-add": "proposed", "continue": "continued", "delist": "delisted",
    "propose-delist": "delisting", "withdraw": "withdrawn", "defer": "deferred", None: "reported",
}  # fmt: skip
"""What a disposition is as a step in the life of a case."""

_TAKEN_UP: frozenset[EventKind] = frozenset({"added", "proposed", "continued"})

STATUSES: dict[EventKind, Status] = {
    "added": "tracked", "proposed": "proposed", "continued": "tracked", "delisted": "delisted", "delisting": "delisting",
    "withdrawn": "withdrawn", "deferred": "deferred", "reinstated": "tracked", "merged": "merged", "split": "merged",
}  # fmt: skip
"""Where a case stands after a step; ``renamed``, ``noted`` and (mostly) ``reported`` change nothing."""


@dataclass(frozen=True, slots=True)
class Naming:
    """An occurrence as its case sees it. ``became`` is the new name where the document says what the old one became."""

    occurrence: Occurrence
    kind: str | None = None
    became: str = ""


def after(status: Status | None, kind: EventKind) -> Status | None:
    """Where a case that stood at ``status`` stands after a step.

    To be reported on without a word of decision makes a case tracked that was merely proposed or never decided on.
    """
    if kind == "reported":
        return "tracked" if status in (None, "proposed", "deferred") else status
    return STATUSES.get(kind, status)


def events(namings: Sequence[Naming], later_date: Callable[[dt.date], dt.date | None]) -> list[Event]:
    """The steps that ``namings`` (in the order of the units) make up.

    ``later_date`` gives the date of the first source of the case's group after a date, None when there is none.
    """
    steps: list[Event] = []
    status: Status | None = None
    last: dt.date | None = None
    for naming in namings:
        date = naming.occurrence.date
        gone = later_date(last) if last and status == "delisting" else None
        if gone and date and gone < date and KINDS[naming.occurrence.disposition] in _TAKEN_UP:
            # a source between did not name it: it was off the list until this one took it up again
            steps.append(Event(date=gone, kind="delisted", basis="inferred"))
            status = "delisted"
        last = date or last
        step = _event(naming, status)
        if step is None or _repeats(step, steps):
            continue
        steps.append(step)
        status = after(status, step.kind)
    gone = later_date(last) if last and status == "delisting" else None
    if gone:
        steps.append(Event(date=gone, kind="delisted", basis="inferred"))
    return steps


def _event(naming: Naming, status: Status | None) -> Event | None:
    one = naming.occurrence
    if naming.kind:
        kind: EventKind = "renamed" if naming.kind == "renamed" else "split" if naming.kind == "split" else "merged"
        return Event(
            date=one.date, kind=kind, source=one.source, text=f"{one.name} → {naming.became}", places=list(one.places)
        )
    if one.role == "predecessor":
        return None
    kind = KINDS[one.disposition]
    if status == "delisted" and kind in ("added", "continued"):
        kind = "reinstated"
    return Event(date=one.date, kind=kind, source=one.source, text=one.evidence or one.text, places=list(one.places))


def _repeats(step: Event, steps: Sequence[Event]) -> bool:
    """Whether a naming without a decision only names again what the same source already told on that date."""
    if step.kind != "reported":
        return False
    for one in reversed(steps):
        if (one.source, one.date) != (step.source, step.date):
            break
        if one.kind not in ("renamed", "reported") or one == step:
            return True
    return False


def status_at(case: Case, date: dt.date | None = None) -> tuple[Status | None, Basis | None]:
    """Where ``case`` stands at the end of ``date`` (None: after all that is known), and whether a source states it.

    ``(None, None)`` before anything is known of the case. Steps without a date count only when ``date`` is None.
    """
    status: Status | None = None
    basis: Basis | None = None
    for event in case.events:
        if date is not None and (event.date is None or event.date > date):
            continue
        new = after(status, event.kind)
        if new != status or event.kind in STATUSES:
            basis = event.basis
        status = new
    return status, basis


class Timeline:
    """The dates on which each group speaks of all its cases."""

    def __init__(self, dates: dict[str, list[dt.date]]) -> None:
        self._dates = {group: sorted(set(found)) for group, found in dates.items()}

    def later(self, group: str, date: dt.date) -> dt.date | None:
        """The first date after ``date`` on which a source of the group names any case."""
        dates = self._dates.get(group, [])
        index = bisect_right(dates, date)
        return dates[index] if index < len(dates) else None
