"""What does not add up in the sources and in what they say of the cases, as findings with codes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from kbbt.errors import DeclarationError, UsageError
from kbbt.i18n import _
from kbbt.parsing import Declarations, load_declarations
from kbbt.store.knowledge import Knowledge
from kbbt.views.check import documents, lives, names, sources
from kbbt.views.check.facts import Facts
from kbbt.views.check.model import SEVERITIES, Check, Finding, Found, Severity

__all__ = ["CHECKS", "SEVERITIES", "Check", "Finding", "Severity", "check", "explain"]

CHECKS: tuple[Check, ...] = (*documents.CHECKS, *names.CHECKS, *lives.CHECKS, *sources.CHECKS)
"""All checks, by code."""


def check(
    knowledge: Knowledge,
    on: dt.date | None = None,
    declarations: Declarations | None = None,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> list[Finding]:
    """All findings, grave ones first, then by code, date and place.

    ``on`` is the day on which promises are held against the calendar, by default the newest reporting date.
    ``declarations`` know the cities; by default those at hand. ``select`` and ``ignore`` are codes or beginnings of codes
    (``KB1``, ``KB302``) or names of checks; what is ignored is ignored even if selected. Raises UsageError for one that fits
    no check.
    """
    wanted = _chosen(select) or set(CHECKS_BY_CODE)
    wanted -= _chosen(ignore)
    facts = Facts(knowledge, on, _cities(declarations))
    found = [
        (n, _finding(facts, one, result))
        for n, one in enumerate(CHECKS)
        if one.code in wanted
        for result in one.find(facts)
    ]
    found.sort(key=lambda pair: _order(*pair))
    return [finding for _n, finding in found]


CHECKS_BY_CODE = {one.code: one for one in CHECKS}


def explain(code: str) -> Check:
    """The check with this code or name. Raises UsageError, which lists the codes, when there is none."""
    for one in CHECKS:
        if code.strip().casefold() in (one.code.casefold(), one.name):
            return one
    raise _unknown(code)


def _chosen(words: Iterable[str]) -> set[str]:
    chosen: set[str] = set()
    for word in words:
        key = word.strip().casefold()
        codes = {one.code for one in CHECKS if key and (one.code.casefold().startswith(key) or one.name == key)}
        if not codes:
            raise _unknown(word)
        chosen |= codes
    return chosen


def _unknown(word: str) -> UsageError:
    listed = _(", ").join(f"{one.code} {one.name}" for one in CHECKS)
    return UsageError(_("no check has the code {code!r}", code=word), remedy=_("Checks: {names}.", names=listed))


def _cities(declarations: Declarations | None) -> Sequence[str]:
    if declarations is None:
        try:
            declarations = load_declarations()
        except DeclarationError:
            return ()  # what is wrong in a declaration is said when something is parsed
    return [one for name, spellings in declarations.cities().items() for one in (name, *spellings)]


def _finding(facts: Facts, one: Check, found: Found) -> Finding:
    spot = found.spot
    case = facts.cases.get(spot.case or "")
    return Finding(
        code=one.code,
        name=one.name,
        severity=found.severity or one.severity,
        message=found.message,
        remedy=one.remedy,
        date=spot.date,
        group=spot.group or (case.group if case else None),
        case=spot.case,
        case_name=case.name if case else "",
        source=spot.source,
        source_name=facts.knowledge.source_names().get(spot.source or "", ""),
        title=spot.title,
        label=spot.label,
        places=list(spot.places),
    )


def _order(number: int, one: Finding) -> tuple[object, ...]:
    return (SEVERITIES.index(one.severity), number, one.date or dt.date.max, one.source or "", one.label, one.message)
