"""The register as a list, and which case a person means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.fuzz import partial_ratio

from kbbt.errors import AmbiguousNameError
from kbbt.i18n import _
from kbbt.records import Basis, Case, Record, Status
from kbbt.register.life import status_at
from kbbt.store.knowledge import Knowledge
from kbbt.text import fold

MOST = 12
"""Candidates that a message lists at most."""


class CaseLine(Record):
    """A case in a list. ``name`` and ``status`` are those of the date asked for, ``aliases`` its other names until then.

    ``since`` is the date of the step that brought it where it stands, ``last_seen`` the newest reporting date on which a
    source names it, ``first_seen`` the oldest. ``asked`` says that an open question concerns it.
    """

    id: str
    name: str
    group: str | None = None
    status: Status | None = None
    basis: Basis | None = None
    since: dt.date | None = None
    first_seen: dt.date | None = None
    last_seen: dt.date | None = None
    aliases: list[str] = []
    asked: bool = False


def list_cases(
    knowledge: Knowledge,
    text: str | None = None,
    *,
    group: str | None = None,
    status: Status | Iterable[Status] | None = None,
    as_of: dt.date | None = None,
) -> list[CaseLine]:
    """The cases, by group in the platform's order, then as they first appeared.

    ``text``: in any of their names, or their id. ``group``: the whole name of the group. ``status``: one or several.
    ``as_of``: only what is known on that date, with name and status of that date.
    """
    statuses = {status} if isinstance(status, str) else set(status) if status is not None else None
    asked = _asked(knowledge)
    order = {fold(name): n for n, name in enumerate(group_order(knowledge))}
    lines = []
    for case in knowledge.register.cases:
        if group is not None and fold(case.group or "") != fold(group):
            continue
        line = _line(case, as_of, asked=case.id in asked)
        if line is None or (statuses is not None and line.status not in statuses):
            continue
        if text is not None and not _named(case, text):
            continue
        lines.append(line)
    return sorted(
        lines,
        key=lambda one: (
            order.get(fold(one.group or ""), len(order)),
            one.group or "",
            one.first_seen or dt.date.max,
            one.name,
        ),
    )


def group_order(knowledge: Knowledge) -> list[str]:
    """The groups' names in the order of the newest status reports; groups only known from minutes come after, by name."""
    reports = [report for source in knowledge.sources for report in source.reports]
    found: dict[str, str] = {}
    for report in sorted(reports, key=lambda one: (one.date or dt.date.min, one.source), reverse=True):
        for group in report.groups:
            found.setdefault(fold(group.name), group.name)
    meetings = {m.group for source in knowledge.sources for m in source.meetings if m.group}
    for name in sorted(meetings | {case.group for case in knowledge.register.cases if case.group}):
        found.setdefault(fold(name), name)
    return list(found.values())


def resolve(knowledge: Knowledge, text: str) -> Case:
    """The case that ``text`` means: an id (also as ``#id``), a whole name, or any part of a name that fits one case alone.

    Raises AmbiguousNameError, with different messages when none fits and when several do; both list what is near.
    """
    register = knowledge.register
    wanted = text.strip().removeprefix("#")
    by_id = register.by_id()
    if wanted.casefold() in by_id:
        return by_id[wanted.casefold()]
    key = fold(wanted)
    if not key:
        raise AmbiguousNameError(
            _("no case was named"), remedy=_("Give an id or a part of a name; kbbt cases lists them.")
        )
    for found in (
        [case for case in register.cases if fold(case.name) == key],
        [case for case in register.cases if any(fold(alias.name) == key for alias in case.aliases)],
        [case for case in register.cases if _named(case, wanted)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousNameError(
                _("{text!r} fits {count} cases", text=wanted, count=len(found)),
                remedy=_("Give the id or more of the name:") + "\n" + _listed(found),
            )
    if wanted.casefold() in register.retired:
        raise AmbiguousNameError(
            _("the case {id} is no more: it was put together with another one", id=wanted.casefold()),
            remedy=_("Find it by its name: kbbt cases TEXT."),
        )
    near = _near(register.cases, key)
    remedy = _("The nearest are:") + "\n" + _listed(near) if near else _("kbbt cases lists all there are.")
    raise AmbiguousNameError(_("no case is called {text!r}", text=wanted), remedy=remedy)


def _named(case: Case, text: str) -> bool:
    key = fold(text)
    return case.id == key or any(key in fold(name) for name in (case.name, *(alias.name for alias in case.aliases)))


def _near(cases: Sequence[Case], key: str) -> list[Case]:
    names = [(fold(alias.name), case) for case in cases for alias in case.aliases]
    hits = process.extract(key, [name for name, _case in names], scorer=partial_ratio, score_cutoff=60, limit=MOST)
    return list({names[index][1].id: names[index][1] for _name, _score, index in hits}.values())[:5]


def _listed(cases: Sequence[Case]) -> str:
    lines = [f"  {case.id}  {case.name}" + (f" ({case.group})" if case.group else "") for case in cases[:MOST]]
    if len(cases) > MOST:
        lines.append("  " + _("… and {count} more", count=len(cases) - MOST))
    return "\n".join(lines)


def _asked(knowledge: Knowledge) -> set[str]:
    assignment = knowledge.register.assignment
    refs = (ref for q in knowledge.register.questions for ref in (*q.left_refs[:1], *q.right_refs[:1]))
    return {assignment[ref] for ref in refs if ref in assignment}


def _line(case: Case, as_of: dt.date | None, *, asked: bool) -> CaseLine | None:
    """The line of a case, None when nothing is known of it by then."""
    aliases = [one for one in case.aliases if as_of is None or (one.first_seen is not None and one.first_seen <= as_of)]
    events = [one for one in case.events if as_of is None or (one.date is not None and one.date <= as_of)]
    if not aliases:
        return None
    status, basis = status_at(case, as_of)
    name = case.name if as_of is None else _name_at(case, as_of)
    since = next((one.date for one in reversed(events) if one.kind not in ("reported", "noted", "renamed")), None)
    seen = [one.date for one in events if one.date and one.source]
    return CaseLine(
        id=case.id,
        name=name,
        group=case.group,
        status=status,
        basis=basis,
        since=since,
        first_seen=min((one.first_seen for one in aliases if one.first_seen), default=None),
        last_seen=max(seen, default=None),
        aliases=[one.name for one in aliases if fold(one.name) != fold(name)],
        asked=asked,
    )


def _name_at(case: Case, date: dt.date) -> str:
    """The newest name by a date; a name the officer gave counts always."""
    if all(fold(alias.name) != fold(case.name) for alias in case.aliases):
        return case.name
    known = [alias for alias in case.aliases if alias.first_seen and alias.first_seen <= date]
    newest = max(known, key=lambda one: (min(one.last_seen or date, date), one.first_seen or date))
    return newest.name
