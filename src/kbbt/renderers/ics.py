"""Deadlines as a calendar (RFC 5545): whole-day events with stable UIDs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kbbt import __version__
from kbbt.dates import to_roc
from kbbt.i18n import _
from kbbt.renderers.words import deadline_words
from kbbt.text import clean
from kbbt.views.model import Deadline


def deadlines_ics(deadlines: Sequence[Deadline]) -> bytes:
    """A calendar with one whole-day event a deadline, on the last day its words allow.

    The same deadline has the same UID in every calendar, so that a new import updates the old one. DTSTAMP is the reporting
    date of the source: the same store gives the same bytes.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", f"-//kbbt//{__version__}//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Deadlines of the cooperation cases"))
    for one in deadlines:
        event = Event()
        event.add("uid", f"{one.id}@kbbt")
        event.add("dtstamp", dt.datetime.combine(one.date, dt.time(), dt.UTC))
        # A period shows as its last day: "by the end of the third quarter" is due on 30 September. DTEND is exclusive.
        event.add("dtstart", one.end)
        event.add("dtend", one.end + dt.timedelta(days=1))
        event.add("summary", clean(_("{name}: {words}", name=one.name, words=one.words)))
        event.add("description", clean(_description(one)))
        event.add("categories", [clean(one.group), deadline_words(one.state)])
        event.add("status", "CANCELLED" if one.state == "closed" else "CONFIRMED")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _description(one: Deadline) -> str:
    lines = [one.clause, _("said on {date} in {source}", date=to_roc(one.date), source=one.source_name)]
    if one.moved_from:
        lines.append(_("formerly promised for {date}", date=to_roc(one.moved_from)))
    if one.done_words and one.done_date:
        lines.append(_("done according to {date}: {words}", date=to_roc(one.done_date), words=one.done_words))
    return "\n".join(lines)
