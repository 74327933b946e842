"""The words for kinds and statuses, in the user's language."""

from __future__ import annotations

from kbbt.i18n import _
from kbbt.records import Status
from kbbt.views.model import ChangeKind


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
