"""The words for kinds, statuses and places, in the user's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kbbt.dates import to_roc
from kbbt.i18n import _
from kbbt.records import Disposition, EventKind, Place, Status
from kbbt.views.model import ChangeKind, DeadlineState


def kind_words(kind: ChangeKind) -> str:
    """A kind of change in the user's language."""
    return {
        "added": _("added"),
        "reinstated": _("reinstated"),
        "delisted": _("delisted"),
        "withdrawn": _("withdrawn"),
        "missing": _("no longer mentioned"),
        "renamed": _("renamed"),
        "merged": _("merged"),
        "split": _("split"),
        "changed": _("changed"),
        "unchanged": _("unchanged"),
    }[kind]


def status_words(status: Status) -> str:
    """A case's status in the user's language."""
    return {
        "proposed": _("proposed"),
        "tracked": _("tracked"),
        "delisting": _("delisting proposed"),
        "delisted": _("delisted"),
        "withdrawn": _("withdrawn"),
        "deferred": _("deferred"),
        "merged": _("merged"),
    }[status]


def event_words(kind: EventKind) -> str:
    """A step in the life of a case in the user's language."""
    return {
        "proposed": _("proposed for listing"),
        "added": _("listed"),
        "continued": _("continued"),
        "delisting": _("delisting proposed"),
        "delisted": _("delisted"),
        "withdrawn": _("withdrawn"),
        "deferred": _("deferred"),
        "renamed": _("renamed"),
        "merged": _("merged"),
        "split": _("split"),
        "reinstated": _("listed again"),
        "reported": _("reported"),
        "noted": _("note"),
    }[kind]


def field_words(key: str) -> str:
    """A key that the shared declarations give to a column or a part, in the user's language; any other as it is."""
    return {
        "label": _("number"),
        "group": _("group"),
        "agency": _("agency"),
        "due": _("due date"),
        "advice": _("advice"),
        "decision": _("decision"),
        "remark": _("remark"),
        "heading": _("heading"),
        "subject": _("subject"),
        "explanation": _("explanation"),
        "proposal": _("proposal"),
        "proposer": _("proposed by"),
    }.get(key, key)


def standing_words(status: Status | None, basis: str | None) -> str:
    """Where a case stands, said to be inferred when no source states it."""
    if status is None:
        return _("unknown")
    return _("{what} (inferred)", what=status_words(status)) if basis == "inferred" else status_words(status)


def deadline_words(state: DeadlineState) -> str:
    """The state of a deadline in the user's language."""
    return {"due": _("due"), "overdue": _("overdue"), "done": _("done"), "closed": _("case closed")}[state]


def disposition_words(disposition: Disposition) -> str:
    """What a resolution does to a case, in the user's language."""
    return {
        "continue": _("continued"),
        "add": _("listed"),
        "propose-add": _("proposed for listing"),
        "delist": _("delisted"),
        "propose-delist": _("delisting proposed"),
        "withdraw": _("withdrawn"),
        "defer": _("deferred"),
    }[disposition]


def decision_words(kind: str) -> str:
    """A kind of decision in the user's language."""
    return {
        "join": _("the same case"),
        "separate": _("different cases"),
        "merge": _("put together"),
        "split": _("split"),
        "rename": _("renamed"),
        "note": _("note"),
        "prefer": _("this file counts"),
    }[kind]


def moment_words(moment: str) -> str:
    """A time of day as ``made_at`` has it, in ROC form to the minute; empty when there is none."""
    return f"{to_roc(dt.date.fromisoformat(moment[:10]))} {moment[11:16]}" if moment else ""


def place_words(places: Sequence[Place]) -> str:
    """Where a text stands, in words: pages, or the block and row."""
    pages = list(dict.fromkeys(place.page for place in places if place.page is not None))
    if pages:
        first, last = pages[0], pages[-1]
        return _("p. {page}", page=first) if first == last else _("pp. {first}–{last}", first=first, last=last)
    for place in places:
        if place.block is not None and place.row is not None:
            return _("block {block}, row {row}", block=place.block + 1, row=place.row + 1)
        if place.block is not None:
            return _("block {block}", block=place.block + 1)
    return ""
