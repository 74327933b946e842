"""What became of each case between two dates.

Kinds are told from where a case stands on both dates and from the steps between them, never from its text: a case that
got another name is ``renamed``, cases that became one are ``merged``. A case that came and went between the two dates is
told as what became of it, with nothing before. One that was gone on the first date and still is on the second is not told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from kbbt.dates import to_roc
from kbbt.errors import UsageError
from kbbt.i18n import _
from kbbt.records import Basis, Case, Event
from kbbt.store.knowledge import Knowledge
from kbbt.text import fold
from kbbt.views.as_of import GONE, Row, Table, known_group, table
from kbbt.views.compare import same, segments
from kbbt.views.model import Change, ChangeKind, Difference
from kbbt.views.timeline import Statement, timeline

_ORDER: tuple[ChangeKind, ...] = (
    "added", "reinstated", "merged", "split", "renamed", "changed", "withdrawn", "delisted", "missing", "unchanged",
)  # fmt: skip


def diff(
    knowledge: Knowledge,
    first: dt.date,
    second: dt.date,
    group: str | None = None,
    only: Sequence[ChangeKind] | Sequence[str] | None = None,
) -> Difference:
    """What changed from ``first`` to ``second``, of all groups or of ``group``, of all kinds or ``only`` of some.

    Unchanged cases are counted, and told only where ``only`` asks for them. Raises UsageError when ``second`` is the
    earlier date, and where :func:`kbbt.views.as_of.as_of` does.
    """
    if second < first:
        raise UsageError(
            _("{second} is before {first}", first=to_roc(first), second=to_roc(second)),
            remedy=_(
                "Give the earlier date first: kbbt diff {second} {first}.", first=to_roc(first), second=to_roc(second)
            ),
        )
    line = timeline(knowledge)
    before, after = table(knowledge, line, first), table(knowledge, line, second)
    wanted = None if group is None else known_group(line, group)
    found = _Comparison(knowledge, before, after).changes()
    if wanted is not None:
        found = [change for change in found if (change.group or "") == wanted]
    if only:
        found = [change for change in found if change.kind in only]
    counts = {kind: sum(change.kind == kind for change in found) for kind in _ORDER}
    shown = [change for change in found if change.kind != "unchanged" or (only and "unchanged" in only)]
    occurring = {kind: count for kind, count in counts.items() if count}
    return Difference.model_validate({"from": first, "to": second, "counts": occurring, "changes": shown})


class _Comparison:
    """Two tables of one register."""

    def __init__(self, knowledge: Knowledge, before: Table, after: Table) -> None:
        self.cases = knowledge.register.by_id()
        self.first, self.second = before.report.as_of, after.report.as_of
        self.before, self.after = before, after
        self.rows_before, self.rows_after = _by_key(before), _by_key(after)
        self.order = _positions(before, after)

    def changes(self) -> list[Change]:
        told = [self._change(key) for key in self.after.statements]
        return sorted(
            filter(None, told),
            key=lambda change: (self._group_position(change), _ORDER.index(change.kind), self._position(change)),
        )

    def _group_position(self, change: Change) -> int:
        return self.order.get(("group", change.group or ""), len(self.order))

    def _position(self, change: Change) -> tuple[int, str]:
        return self.order.get(("case", change.case), len(self.order)), change.case

    def _change(self, key: str) -> Change | None:
        """What became of a case; None where there is nothing to tell."""
        case = self.cases.get(key)
        old, new = self.rows_before.get(key), self.rows_after.get(key)
        known_before = key in self.before.statements
        gone_before = known_before and self.before.standings[key].status in GONE
        stands = self.after.standings[key]
        alive_before = known_before and not gone_before
        if stands.status in GONE:
            if gone_before:
                return None
            if stands.status == "merged":
                return None  # told with the case that it became part of
            return self._gone(key, case, alive=alive_before)
        joined = self._joined(case)
        if joined and new:
            kind, parts = joined
            if old is None and len(parts) == 1:
                old = self.rows_before.get(parts[0].id)
            return self._told(kind, key, old, new, related=[part.name for part in parts])
        if new is None:
            vanished = old is not None or not known_before
            return self._told("missing", key, old, None) if vanished else None
        if not known_before:
            return self._told("added", key, None, new)
        if gone_before or old is None:
            return self._told("reinstated", key, old, new)
        return self._stayed(key, case, old, new)

    def _stayed(self, key: str, case: Case | None, old: list[Row], new: list[Row]) -> Change:
        other_name = fold(_name(old)) != fold(_name(new))
        if other_name and any(event.kind == "renamed" for event in self._between(case)):
            return self._told("renamed", key, old, new)
        unchanged = same(_text(old), _text(new)) and not other_name
        return self._told("unchanged" if unchanged else "changed", key, old, new)

    def _gone(self, key: str, case: Case | None, *, alive: bool) -> Change:
        """Delisted, withdrawn or put off since the first date: with the words of that decision."""
        stands = self.after.standings[key]
        kinds = ("delisted",) if stands.status == "delisted" else ("withdrawn", "deferred")
        # the step by which it went, not one that later said so again
        event = next((e for e in self._between(case) if e.kind in kinds and e.date == stands.since), None)
        said = self.after.statements[key]
        deciding = next(
            (s for s in reversed(said) if event and s.source == event.source and s.date == event.date), None
        )
        last_before = self.before.statements[key][-1] if alive else None
        change: ChangeKind = "delisted" if stands.status == "delisted" else "withdrawn"
        return Change(
            kind=change,
            case=key,
            name=said[-1].name,
            group=said[-1].group or None,
            before=last_before.text if last_before else None,
            after=deciding.text if deciding else None,
            before_date=last_before.date if last_before else None,
            after_date=event.date if event else stands.since,
            before_source=last_before.source if last_before else None,
            after_source=event.source if event else None,
            basis=stands.basis,
            evidence=event.text if event and event.source else None,
        )

    def _joined(self, case: Case | None) -> tuple[ChangeKind, list[Case]] | None:
        """Whether the case came out of a merger or split between the dates, and the cases that it came out of."""
        if case is None:
            return None
        parts = [self.cases[id_] for id_ in case.predecessors if id_ in self.cases]
        parts = [part for part in parts if any(e.kind in ("merged", "split") for e in self._between(part))]
        if not parts:
            return None
        # what became of one case alone, and not it alone, is a part of it
        return ("split" if len(parts) == 1 and len(parts[0].successors) > 1 else "merged"), parts

    def _between(self, case: Case | None) -> list[Event]:
        events = case.events if case else []
        return [event for event in events if event.date and self.first < event.date <= self.second]

    def _told(
        self, kind: ChangeKind, key: str, old: list[Row] | None, new: list[Row] | None, related: Iterable[str] = ()
    ) -> Change:
        said = self.after.statements[key]
        before_name = _name(old) if old else None
        name = _name(new) if new else said[-1].name
        before, after = (_text(old) if old else None), (_text(new) if new else None)
        compared = kind != "unchanged" and before is not None and after is not None and before != after
        return Change(
            kind=kind,
            case=key,
            name=name,
            group=(_group(new) if new else said[-1].group) or None,
            name_before=before_name if before_name != name else None,
            before=before,
            after=after,
            before_date=_statement(old).date if old else None,
            after_date=_statement(new).date if new else None,
            before_source=_statement(old).source if old else None,
            after_source=_statement(new).source if new else None,
            basis=self._basis(kind, new),
            evidence=new[-1].entry.evidence if new else None,
            related=list(related),
            segments=segments(before, after) if compared and before is not None and after is not None else [],
        )

    def _basis(self, kind: ChangeKind, new: list[Row] | None) -> Basis | None:
        return new[-1].standing.basis if new and kind == "reinstated" else None


def _by_key(shown: Table) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in shown.rows:
        found.setdefault(row.key, []).append(row)
    return found


def _positions(before: Table, after: Table) -> dict[tuple[str, str], int]:
    """Where groups and cases stand: in the later table, else in the earlier one, else by when they were first spoken of."""
    order: dict[tuple[str, str], int] = {}
    for shown in (after, before):
        for group in shown.report.groups:
            order.setdefault(("group", group.name), len(order))
    for shown in (after, before):
        for row in shown.rows:
            order.setdefault(("case", row.key), len(order))
    for key in sorted(after.statements, key=lambda key: after.statements[key][0].place_in_time):
        order.setdefault(("case", key), len(order))
    return order


def _statement(rows: list[Row]) -> Statement:
    return rows[-1].statement


def _name(rows: list[Row]) -> str:
    return rows[-1].entry.name


def _text(rows: list[Row]) -> str:
    return "\n".join(row.entry.text for row in rows)


def _group(rows: list[Row]) -> str:
    return rows[-1].statement.group
